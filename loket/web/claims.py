"""From the claims of the login provider to an account: the mapping stands in ``config/aanmelden.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loket.errors import ConfigurationError, Forbidden
from loket.routing.catalogue import Catalogue
from loket.web.accounts import AT_COUNTER, HANDLER, Account, faults_of

CLAIMS = ("account", "naam", "rol", "organisatie", "loket")
TABLES = {"vraagt", "claims", "rol", "organisatie", "loket"}
LONGEST = {"account": 80, "naam": 120}  # characters, as in the table
NO_ACCESS = "Uw account heeft geen rol in Loket. Vraag uw beheerder om toegang."


@dataclass(frozen=True, slots=True)
class ClaimMap:
    """Which claim says what, and what its values mean here."""

    scope: str
    claims: Mapping[str, str]
    roles: Mapping[str, str]  # the first that somebody has counts
    organisations: Mapping[str, str]
    counters: Mapping[str, str]


def load_claims(path: Path, catalogue: Catalogue) -> ClaimMap:
    """Read the mapping; ConfigurationError names every fault in the file."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path.name}: niet te lezen ({type(error).__name__})") from None
    faults = [f"{path.name}: {fault}" for fault in _faults(tables, catalogue)]
    if faults:
        raise ConfigurationError("\n".join(faults))
    return ClaimMap(" ".join(tables["vraagt"]), tables["claims"], tables["rol"], tables.get("organisatie", {}), tables.get("loket", {}))


def account_of(mapping: ClaimMap, claims: Mapping[str, Any], catalogue: Catalogue) -> Account:
    """The account that these claims describe; Forbidden when they give no role here, or a role without its loket or organisation.

    Only who works at a counter gets one, and only a handler an organisation: both open content (see ``queries.Viewer``).
    """
    account = _text(claims.get(mapping.claims["account"]))
    held = _texts(claims.get(mapping.claims["rol"]))
    role = next((ours for theirs, ours in mapping.roles.items() if theirs in held), None)
    counter = _mapped(mapping.counters, claims.get(mapping.claims["loket"]))
    organisation = _mapped(mapping.organisations, claims.get(mapping.claims["organisatie"]))
    if not account or len(account) > LONGEST["account"] or role is None or faults_of(role, counter, organisation, catalogue):
        raise Forbidden(NO_ACCESS, code="geen-rol")
    name = (_text(claims.get(mapping.claims["naam"])) or account)[: LONGEST["naam"]]
    if role in AT_COUNTER:
        return Account(account, name, role, counter, catalogue.counters[counter or ""].organisation)
    return Account(account, name, role, organisation=organisation if role == HANDLER else None)


def _faults(tables: Mapping[str, Any], catalogue: Catalogue) -> list[str]:
    faults = [f"onbekende sleutel ‘{key}’" for key in sorted(set(tables) - TABLES)]
    faults += [f"‘{key}’ ontbreekt in claims" for key in CLAIMS if not tables.get("claims", {}).get(key)]
    if "openid" not in tables.get("vraagt", []):
        faults.append("‘vraagt’ noemt in elk geval openid")
    if not tables.get("rol"):
        faults.append("‘rol’ ontbreekt: dan kan niemand aanmelden")
    for theirs, role in tables.get("rol", {}).items():
        if any("‘rol’" in fault for fault in faults_of(role, None, None, catalogue)):
            faults.append(f"rol.{theirs}: de rol ‘{role}’ bestaat niet")
    known = {"organisatie": catalogue.organisations, "loket": catalogue.counters}
    for table, entries in known.items():
        faults += [f"{table}.{theirs}: ‘{ours}’ bestaat niet" for theirs, ours in tables.get(table, {}).items() if ours not in entries]
    return faults


def _mapped(names: Mapping[str, str], claim: Any) -> str | None:
    """What a claim means here; the first value when it has more, the value itself when no other name is given."""
    values = _texts(claim)
    return names.get(values[0], values[0]) if values else None


def _texts(claim: Any) -> list[str]:
    values = claim if isinstance(claim, list) else [claim]
    return [value for value in values if isinstance(value, str) and value]


def _text(claim: Any) -> str:
    return claim if isinstance(claim, str) else ""
