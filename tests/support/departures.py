"""Everything that leaves for every product, as a real server receives it, and what the sender logs meanwhile.

Every field of every person and every answer holds a mark that occurs once, so that what arrives tells where it was put.
"""

from __future__ import annotations

import base64
import csv
import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from flask import Flask, request
from sqlalchemy.orm import Session

from loket import dispatcher_of, session_of
from loket.cases import queries
from loket.routing import completion, correction, intake
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.dispatch import Dispatcher, drain
from loket.routing.entries import EVERYONE
from loket.routing.request import APPLICANT, CHILD, DECEASED, PARTNER, ROLES, PersonGiven, ProductChoice, Request
from loket.settings import ROOT
from tests.support.desk import COUNTER, EMPLOYEE

#: What the field of a person is called in an allow-list; every other field of a person stands in no list, and so may not leave.
NAMES = {
    "bsn": "burgerservicenummer",
    "kvk_number": "kvkNummer",
    "given_names": "voornamen",
    "prefix": "voorvoegsel",
    "surname": "geslachtsnaam",
    "birth_date": "geboortedatum",
    "died_on": "datumOverlijden",
    "postcode": "postcode",
    "house_number": "huisnummer",
    "telephone": "telefoonnummer",
    "email": "emailadres",
    "representation": "vertegenwoordiging",
}
NO_MARK = {"role", "secrecy", "gemeente_code", "mandate_until"}  # yes or no, or a word of a list
NUMBERED = (APPLICANT, PARTNER, CHILD, DECEASED)  # the roles that any product may name by a BSN
MARK = re.compile(r"zq\d+zq|(?<!\d)\d{9}(?!\d)|(?<!\d)(?:18|19)\d\d-\d\d-\d\d(?!\d)")
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}")
CORRECTED = ("geslachtsnaam", "voornamen", "voorvoegsel")
OURS = "999990342"  # the RSIN in config/ under which Loket registers zaken is the BSN of a test person too
#: One of each dialect gets the product that every organisation has.
EACH_DIALECT = ("uwv", "svb", "cak", "duo", "gemeente-0518")

Place = tuple[str, str]  # role and field; or "antwoorden" and the question; or "aanvrager" and "toelichting"
Wish = tuple[str, str | None]  # a product, and the organisation where it is asked when every organisation has it


@dataclass(frozen=True)
class Received:
    """One request as the server got it: method, address, headers and body."""

    organisation: str
    text: str
    headers: frozenset[str]

    @property
    def marks(self) -> set[str]:
        """The marks in it, also in what is written in base64, such as a token."""
        hidden = []
        for token in TOKEN.findall(self.text):
            with suppress(ValueError):
                hidden.append(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode(errors="replace"))
        return set(MARK.findall("\n".join([self.text, *hidden])))


@dataclass
class Departures:
    """``places``: where each mark was put, with the wish it belongs to; ``received``: every request; ``logged``: all that was written."""

    places: dict[str, tuple[Wish, Place]] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    logged: str = ""
    _numbers: Iterator[int] = field(default_factory=count)
    _bsns: Iterator[str] = field(default_factory=lambda: iter(_valid_bsns()))

    def keep(self) -> None:
        """Before each request of the receiving server."""
        sent = f"{request.method} {request.url}\n{request.headers}\n{request.get_data(as_text=True)}"
        organisation = request.path.split("/")[1]
        self.received.append(Received(organisation, sent, frozenset(name for name, _ in request.headers)))

    def deliver_all(self, app: Flask) -> None:
        """Ask for every product once, by somebody else each time; then give other answers and correct all names. Deliver all of it."""
        dispatcher = replace(dispatcher_of(app), catalogue=_open_to_marks(dispatcher_of(app).catalogue))
        settings, catalogue = dispatcher.settings, dispatcher.catalogue
        with _written() as written, session_of(app) as session:
            context = Context(session, catalogue, EMPLOYEE, dispatcher.now(session), pace=settings.pace, base_url=settings.base_url)
            opened = {wish: intake.open_case(context, self._request(catalogue, wish)).number for wish in wishes(catalogue)}
            _deliver(dispatcher, session)
            for wish, number in opened.items():
                case = queries.find_case(session, number)
                names = {person.id: {name: self._text(wish, (person.role, name)) for name in CORRECTED} for person in case.participants}
                part = case.referrals[0].number
                completion.supply(context, part, self._answers(catalogue, wish), None)
                correction.correct(context, number, answers=self._answers(catalogue, wish), people=names, reason="Verkeerd verstaan.")
            _deliver(dispatcher, session)
        self.logged = written.getvalue()

    def arrived(self) -> dict[Wish, set[Place]]:
        """What the organisations saw of each request."""
        found: dict[Wish, set[Place]] = {}
        for one in self.received:
            for mark in one.marks & self.places.keys():
                wish, place = self.places[mark]
                found.setdefault(wish, set()).add(place)
        return found

    def _request(self, catalogue: Catalogue, wish: Wish) -> Request:
        applicant, *others = (self._person(wish, role) for role in ROLES)
        answers = self._answers(catalogue, wish)
        note = self._text(wish, (APPLICANT, "toelichting"))
        chosen = (ProductChoice(*wish),)
        return Request(applicant, "balie", COUNTER, others=tuple(others), products=chosen, answers=answers, note=note)

    def _person(self, wish: Wish, role: str) -> PersonGiven:
        given: dict[str, Any] = {"gemeente_code": "0518"}
        for one in fields(PersonGiven):
            place = (role, NAMES.get(one.name, one.name))
            if one.name == "bsn":
                given["bsn"] = self._put(next(self._bsns), wish, place) if role in NUMBERED else None
            elif one.name == "died_on":
                given["died_on"] = self._day(wish, place)
            elif one.name == "birth_date":
                given["birth_date"] = self._day(wish, place).isoformat()
            elif one.name not in NO_MARK:
                mark = self._text(wish, place)
                given[one.name] = {"wijze": mark} if "Mapping" in str(one.type) else mark
        return PersonGiven(role, **given)

    def _answers(self, catalogue: Catalogue, wish: Wish) -> dict[str, str]:
        return {
            key: self._day(wish, ("antwoorden", key)).isoformat() if question.type == "datum" else self._text(wish, ("antwoorden", key))
            for key, question in catalogue.questions.items()
        }

    def _text(self, wish: Wish, place: Place) -> str:
        return self._put(f"zq{next(self._numbers)}zq", wish, place)

    def _day(self, wish: Wish, place: Place) -> date:
        day = date(1850, 1, 1) + timedelta(days=next(self._numbers))
        self._put(day.isoformat(), wish, place)
        return day

    def _put(self, mark: str, wish: Wish, place: Place) -> str:
        self.places[mark] = (wish, place)
        return mark


def wishes(catalogue: Catalogue) -> list[Wish]:
    """Every product, once at the organisation that carries it out."""
    return [
        (slug, organisation)
        for slug, product in catalogue.products.items()
        for organisation in (EACH_DIALECT if product.executor == EVERYONE else (None,))
    ]


def _open_to_marks(catalogue: Catalogue) -> Catalogue:
    """The catalogue in which no product waits for another and every question but that for a date takes any text."""
    questions = {
        key: question if question.type == "datum" else replace(question, type="tekst", pattern=None, choices=(), max_length=500)
        for key, question in catalogue.questions.items()
    }
    products = {slug: replace(product, waits_for=None) for slug, product in catalogue.products.items()}
    return replace(catalogue, questions=questions, products=products)


def _deliver(dispatcher: Dispatcher, session: Session) -> None:
    session.rollback()
    while drain(dispatcher, 30):
        pass
    session.expire_all()


def _valid_bsns() -> list[str]:
    with (ROOT / "tests/data/brp_testpersonen.csv").open(encoding="utf-8") as file:
        valid = {row["burgerservicenummer"] for row in csv.DictReader(file) if row["elfproef_ok"] == "1"}
        return sorted(valid - {OURS})


@contextmanager
def _written() -> Iterator[io.StringIO]:
    """All that is printed or logged meanwhile, whatever the level, by Loket and by the libraries that call and queue."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    loggers = [logging.getLogger(name) for name in ("", "urllib3")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    loggers[1].setLevel(logging.DEBUG)
    try:
        with redirect_stdout(written), redirect_stderr(written):
            yield written
    finally:
        loggers[0].removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
