"""Requests for tests, with only what matters named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from loket.routing.request import APPLICANT, PersonGiven, ProductChoice, Request
from loket.settings import ROOT

CONFIG = ROOT / "config"
ENVIRON = {"LOKET_PRACTICE_URL": "http://127.0.0.1:8001"}
TODAY = date(2026, 11, 22)


def ask(life_event: str | None = None, answers: Mapping[str, Any] | None = None, *others: PersonGiven, **given: Any) -> Request:
    """A request of a woman of forty registered in Den Haag. ``given`` are fields of the applicant or of the request."""
    person = {"birth_date": "1986-05-05", "gemeente_code": "0518"}
    person |= {key: given.pop(key) for key in ("birth_date", "gemeente_code", "postcode") if key in given}
    applicant = PersonGiven(role=APPLICANT, surname="Jansen", **person)
    base: dict[str, Any] = {"channel": "balie", "counter": "gemeente-0518", "others": others}
    return Request(applicant=applicant, life_event=life_event, answers=answers or {}, **base, **given)


def choose(product: str, organisation: str | None = None, for_role: str | None = None) -> ProductChoice:
    """A product that the employee added or left out."""
    return ProductChoice(product, organisation, for_role, "op verzoek")
