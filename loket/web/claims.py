"""From the claims of the login provider to an account: the mapping stands in ``config/aanmelden.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from loket.errors import Forbidden
from loket.routing.catalogue import Catalogue
from loket.routing.sessions import NO_ROLE
from loket.routing.sign_in import ClaimMap
from loket.web.accounts import AT_COUNTER, HANDLER, Account, at_counters, faults_of

LONGEST = {"account": 80, "naam": 120}  # characters, as in the table
NO_ACCESS = "Uw account heeft geen rol in Loket. Vraag uw beheerder om toegang."


def account_of(mapping: ClaimMap, claims: Mapping[str, Any], catalogue: Catalogue, today: date) -> Account:
    """The account that these claims describe; Forbidden when they give no role here, or a role without its loket or organisation.

    Only who works at a counter gets one, and only a handler an organisation: both open content (see ``queries.Viewer``). Of several
    lokets only those that are there today count, and none is chosen yet (practice rule 23).
    """
    account = subject_of(mapping, claims)
    held = _texts(claims.get(mapping.claims["rol"]))
    role = next((ours for theirs, ours in mapping.roles.items() if theirs in held), None)
    counters = [slug for slug in _mapped(mapping.counters, claims.get(mapping.claims["loket"])) if catalogue.counter_on(slug, today)]
    organisation = next(iter(_mapped(mapping.organisations, claims.get(mapping.claims["organisatie"]))), None)
    if account is None or role is None or faults_of(role, counters, organisation, catalogue):
        raise Forbidden(NO_ACCESS, code=NO_ROLE)
    name = (_text(claims.get(mapping.claims["naam"])) or account)[: LONGEST["naam"]]
    if role in AT_COUNTER:
        return at_counters(account, name, role, counters, catalogue)
    return Account(account, name, role, organisation=organisation if role == HANDLER else None)


def subject_of(mapping: ClaimMap, claims: Mapping[str, Any]) -> str | None:
    """The account that the provider names; None when it names none, or a name that is too long for the table."""
    account = _text(claims.get(mapping.claims["account"]))
    return account if account and len(account) <= LONGEST["account"] else None


def _mapped(names: Mapping[str, str], claim: Any) -> list[str]:
    """What the values of a claim mean here, each once: the value itself where no other name is given."""
    return list(dict.fromkeys(names.get(value, value) for value in _texts(claim)))


def _texts(claim: Any) -> list[str]:
    values = claim if isinstance(claim, list) else [claim]
    return [value for value in values if isinstance(value, str) and value]


def _text(claim: Any) -> str:
    return claim if isinstance(claim, str) else ""
