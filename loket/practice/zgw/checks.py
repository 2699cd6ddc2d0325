"""What Open Zaak finds fault with in a body, with its codes and words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from loket.practice.zgw.catalogue import ZgwCatalogue
from loket.practice.zgw.problems import Problem, invalid

Param = tuple[str, str, str]
REQUIRED = ("bronorganisatie", "zaaktype", "verantwoordelijkeOrganisatie", "startdatum")
LONGEST = {"identificatie": 40, "omschrijving": 80, "toelichting": 1000, "communicatiekanaalNaam": 250}
DATES = ("startdatum", "registratiedatum", "einddatumGepland", "uiterlijkeEinddatumAfdoening")
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?")


def check_case(body: Mapping[str, Any], catalogue: ZgwCatalogue, prefix: str = "") -> None:
    """Problem 400 with every field fault of a new zaak. ``prefix`` is ``zaak.`` inside a combined call."""
    params = [(name, "required", "Dit veld is verplicht.") for name in REQUIRED if name not in body]
    params += [fault for name in ("bronorganisatie", "verantwoordelijkeOrganisatie") if name in body for fault in _rsin(name, body[name])]
    if "zaaktype" in body and body["zaaktype"] not in catalogue.case_types:
        params.append(("zaaktype", *_unknown_type(str(body["zaaktype"]))))
    _raise([*params, *_common(body)], prefix)


def check_change(body: Mapping[str, Any]) -> None:
    """Problem 400 with every field fault of a change to a zaak."""
    _raise(_common(body), "")


def check_bsn(body: Mapping[str, Any], prefix: str = "") -> None:
    """Problem 400 when the person in a rol has a BSN that cannot be one."""
    bsn = (body.get("betrokkeneIdentificatie") or {}).get("inpBsn") or ""
    name = "betrokkeneIdentificatie.inpBsn"
    if bsn and not str(bsn).isdigit():
        _raise([(name, "only-digits", "Voer een numerieke waarde in")], prefix)
    if bsn:
        _raise(list(_eleven(name, str(bsn), "BSN")), prefix)


def _common(body: Mapping[str, Any]) -> list[Param]:
    params = [_too_long(name, limit) for name, limit in LONGEST.items() if len(str(body.get(name) or "")) > limit]
    for place, mark in enumerate(body.get("kenmerken") or []):
        params += [_too_long(f"kenmerken.{place}.{name}", 40) for name in ("kenmerk", "bron") if len(str(mark.get(name) or "")) > 40]
    wrong = "Date heeft het verkeerde formaat, gebruik 1 van deze formaten: YYYY-MM-DD."
    params += [(name, "invalid", wrong) for name in DATES if body.get(name) is not None and not _is_date(body[name])]
    if (extension := body.get("verlenging")) and not _DURATION.fullmatch(str(extension.get("duur"))):
        formats = "Tijdsduur heeft een verkeerd formaat, gebruik 1 van onderstaande formaten: P(n)Y(n)M(n)D."
        params.append(("verlenging.duur", "invalid", formats))
    return params


def _raise(params: list[Param], prefix: str) -> None:
    if params:
        raise Problem(400, params=tuple((f"{prefix}{name}", code, reason) for name, code, reason in params))


def _too_long(name: str, limit: int) -> Param:
    return (name, "max_length", f"Dit veld mag niet meer dan {limit} karakters bevatten.")


def _unknown_type(url: str) -> tuple[str, str]:
    if not url.startswith("@/"):
        return ("unknown-service", "De service voor deze URL is niet bekend.")
    words = f'Bad URL "{url}" - object could not be fetched. This *may* be because you have insufficient read permissions.'
    return ("does_not_exist", words)


def _rsin(name: str, value: Any) -> tuple[Param, ...]:
    return _eleven(name, str(value), "RSIN")


def _eleven(name: str, value: str, kind: str) -> tuple[Param, ...]:
    digits = [int(one) for one in value if one.isascii() and one.isdigit()]
    weighed = sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=False))
    if len(digits) == len(value) == 9 and weighed % 11 == 0 and any(digits):
        return ()
    wrong = (name, "invalid", f"Onjuist {kind} nummer")
    short = (name, "min_length", "Dit veld moet ten minste 9 karakters bevatten.")
    return (wrong, short) if len(value) < 9 else (wrong,)


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def identity_taken(number: str, prefix: str = "") -> Problem:
    """The fault of an identificatie that its bronorganisatie used before: what makes a repeated POST safe."""
    reason = f"Deze identificatie ({number}) bestaat al voor deze bronorganisatie"
    return invalid(f"{prefix}identificatie", "identificatie-niet-uniek", reason)
