"""Looking a person up in the BRP: the port, and the Haal Centraal API BRP bevragen v2 behind it. Off unless an address is set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from loket.adapters.answers import CallError
from loket.adapters.http import Client
from loket.errors import ConfigurationError

#: Only what is needed to know who it is and which gemeente is theirs (Wet BRP 3.2; AVG 5 lid 1 onder c). Secrecy, and that a
#: registration was suspended, come along unasked.
FIELDS = (
    "burgerservicenummer",
    "naam.voornamen",
    "naam.voorvoegsel",
    "naam.geslachtsnaam",
    "geboorte.datum",
    "gemeenteVanInschrijving",
    "verblijfplaats.verblijfadres.postcode",
    "verblijfplaats.verblijfadres.huisnummer",
    "verblijfplaats.verblijfadres.huisletter",
    "verblijfplaats.verblijfadres.huisnummertoevoeging",
    "overlijden.datum",
)
SECONDS = 4.0  # somebody stands at the counter
UNKNOWN = "0000-00-00"


class BrpUnavailable(Exception):
    """The BRP gave no usable answer now; ``args[0]`` says why, in Dutch and without personal data. Never a reason to stop the desk."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A person as the BRP has them. Dates are ISO; unknown parts are 00. None: not known there."""

    surname: str
    given_names: str | None = None
    prefix: str | None = None
    birth_date: str | None = None
    gemeente_code: str | None = None
    postcode: str | None = None
    house_number: str | None = None  # with letter and addition
    secrecy: bool = False
    died_on: str | None = None

    def fields(self) -> dict[str, Any]:
        """What is known, by the API names of Loket."""
        found = {
            "voornamen": self.given_names,
            "voorvoegsel": self.prefix,
            "geslachtsnaam": self.surname,
            "geboortedatum": self.birth_date,
            "gemeentecode": self.gemeente_code,
            "postcode": self.postcode,
            "huisnummer": self.house_number,
            "datumOverlijden": self.died_on,
            "geheimhouding": self.secrecy or None,
        }
        return {name: value for name, value in found.items() if value is not None}


class PersonRegister(Protocol):
    """Where persons are registered."""

    def find(self, bsn: str, user: str) -> Registered | None:
        """The person with this BSN, None when there is none. ``user`` is the employee's account, for the log over there.

        Raises BrpUnavailable.
        """


@dataclass(frozen=True, slots=True)
class BrpSettings:
    """Where the API is, and on whose behalf it is asked. ``purpose`` and ``processing`` are agreed with RvIG (autorisatiebesluit)."""

    address: str  # without /personen
    key: str = field(repr=False)
    purpose: str  # doelbinding
    processing: str  # verwerking
    oin: str = ""


def brp_settings(environ: Mapping[str, str], key: str) -> BrpSettings | None:
    """Where the BRP is asked, from the settings of the BRP; None when no address is set. ``key``: of LOKET_BRP_KEY, a variable or a file.

    Raises ConfigurationError that names every setting that is missing.
    """
    address = environ.get("LOKET_BRP_URL", "").rstrip("/")
    if not address:
        return None
    named = {"LOKET_BRP_KEY": key} | {name: environ.get(name, "") for name in ("LOKET_BRP_DOELBINDING", "LOKET_BRP_VERWERKING")}
    missing = [f"{name}: needed with LOKET_BRP_URL" for name, value in named.items() if not value]
    if missing:
        raise ConfigurationError("\n".join(missing))
    return BrpSettings(address, key, named["LOKET_BRP_DOELBINDING"], named["LOKET_BRP_VERWERKING"], environ.get("LOKET_BRP_OIN", ""))


class HaalCentraal:
    """The API BRP bevragen v2: one POST a person, the BSN in the body and never in the address."""

    def __init__(self, settings: BrpSettings, client: Client) -> None:
        self._settings, self._client = settings, client

    def find(self, bsn: str, user: str) -> Registered | None:
        """See :class:`PersonRegister`."""
        asked = {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [bsn], "fields": FIELDS}
        url = f"{self._settings.address}/personen"
        try:
            answer = self._client.request("POST", url, self._headers(user), json.dumps(asked).encode(), SECONDS)
        except CallError as error:
            raise BrpUnavailable(error.words) from None
        if answer.status != 200:
            raise BrpUnavailable(f"antwoord {answer.status}")
        try:
            return _person(answer.json()["personen"])
        except (KeyError, TypeError, ValueError, AttributeError):
            raise BrpUnavailable("onbegrijpelijk antwoord") from None

    def _headers(self, user: str) -> dict[str, str]:
        settings = self._settings
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "X-API-KEY": settings.key,
            "x-doelbinding": settings.purpose,
            "x-verwerking": settings.processing,
            "x-gebruiker": user[:40],
        }
        return headers | ({"x-origin-oin": settings.oin} if settings.oin else {})


def _person(found: list[Mapping[str, Any]]) -> Registered | None:
    """The first person of the answer. A suspended registration because of death tells that they died, also without a date."""
    if not found:
        return None
    person = found[0]
    name, address = person.get("naam", {}), person.get("verblijfplaats", {}).get("verblijfadres", {})
    died = person.get("overlijden") is not None or _code(person.get("opschortingBijhouding", {}).get("reden")) == "O"
    return Registered(
        surname=name.get("geslachtsnaam") or "-",
        given_names=name.get("voornamen") or None,
        prefix=name.get("voorvoegsel") or None,
        birth_date=_date(person.get("geboorte", {}).get("datum")),
        gemeente_code=_code(person.get("gemeenteVanInschrijving")),
        postcode=address.get("postcode"),
        house_number=_house_number(address),
        secrecy=bool(person.get("geheimhoudingPersoonsgegevens")),
        died_on=(_date((person.get("overlijden") or {}).get("datum")) or UNKNOWN) if died else None,
    )


def _code(value: Mapping[str, Any] | None) -> str | None:
    return value.get("code") if value else None


def _house_number(address: Mapping[str, Any]) -> str | None:
    number = f"{address.get('huisnummer') or ''}{address.get('huisletter') or ''}"
    return " ".join(part for part in (number, address.get("huisnummertoevoeging") or "") if part) or None


def _date(value: Mapping[str, Any] | None) -> str | None:
    """ISO text of a date of the API: ``Datum``, ``JaarMaandDatum``, ``JaarDatum`` or ``DatumOnbekend``."""
    if not value:
        return None
    if "datum" in value:
        return str(value["datum"])
    return f"{int(value.get('jaar', 0)):04d}-{int(value.get('maand', 0)):02d}-00"
