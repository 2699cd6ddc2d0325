"""Two thousand attempts to read content of another organisation: changed numbers, filters, headers, search, as people and programs."""

from __future__ import annotations

import random
import string
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket import create_app, session_of
from loket.adapters.port import Outcome, Verb
from loket.db import db
from loket.routing.clients import SCOPES, add_client
from loket.settings import Settings
from loket.web.policy import POLICY
from loket.web.steps import LATER, NAMES
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import BSN, MONDAY, Desk, part_of, person
from tests.trust import kept, kept_tailored
from tests.trust.kept import free_texts, keep

ATTEMPTS = 2000
assert not kept.IDS.keys() & kept_tailored.IDS.keys(), "one of the two would never be tried"
IDS, MARKS = {**kept.IDS, **kept_tailored.IDS}, (*kept.MARKS, *kept_tailored.MARKS)
REFERENCE, EXPLANATION, NOTE, GIVEN = "SVB-KENMERK-8841", "Zij woont samen met Joris", "Schulden bij haar broer", "Apollonia"
SECRETS = (REFERENCE, EXPLANATION, NOTE, GIVEN, BSN, *MARKS)  # the product names are in the public catalogue
PEOPLE = ("balie-uwv", "intermediair", "behandelaar-utrecht", "behandelaar-ind", "behandelaar-cjib", "beheerder", "beleidsmaker", None)
#: What an employee may do to see more, on the record: not an attack.
LAWFUL = {"opening.open_case", "login.sign_out", "login.sign_out_everywhere", "login.signed_in"}
HEADERS = ("X-Forwarded-For", "X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Organisatie", "X-Loket", "Referer")
FIELDS = (
    *("zoek", "kenmerk", "burgerservicenummer", "organisatie", "loket", "grond", "reden", "vraag", "toelichting", "nummer", "zaak", "snel"),
    *("geboortedatum", "bericht", "deel", "naam", "verteld", "kanaal", "concept", "contactmoment", "bevestigd", "papier", "tekst"),
    *("aanvrager.burgerservicenummer", "aan_zaak", "ontvanger", "taal"),
)


@dataclass
class Attacker:
    """Somebody with a browser or a key, who knows the numbers."""

    client: FlaskClient
    numbers: list[str]
    chance: random.Random
    headers: dict[str, str] = field(default_factory=dict)

    def attempt(self, rule: str, method: str) -> tuple[str, str]:
        """One call of a route, with something changed; returns what was sent and everything that came back."""
        path = rule
        while "<" in path:
            before, rest = path.split("<", 1)
            name, after = rest.split(">", 1)
            path = before + self._argument(name.rpartition(":")[2]) + after
        query = {self._word(): self._number()} if self.chance.random() < 0.3 else {}
        headers = {**self.headers, **({self.chance.choice(HEADERS): f"/zaken/{self._number()}"} if self.chance.random() < 0.4 else {})}
        body = self._body()
        sent = {"json": body} if rule.startswith("/api") else {"data": body}
        answer = self.client.open(path, method=method, query_string=query, headers=headers, **(sent if method == "POST" else {}))
        return f"{path}{query}{headers}{body}", answer.get_data(as_text=True) + str(answer.headers)

    def _argument(self, name: str) -> str:
        """What stands in the address: mostly the right number or id, sometimes something else."""
        right = IDS.get(name)
        return right if right and self.chance.random() < 0.9 else self._number()

    def _number(self) -> str:
        number = self.chance.choice(self.numbers)
        changes = (
            str,
            str.lower,
            lambda text: f"{text} ",
            lambda text: f"%2e%2e%2f{text}",
            lambda text: f"{text}-1",
            lambda text: text[:-1],
        )
        return self.chance.choice(changes)(number)

    def _word(self) -> str:
        return self.chance.choice(("organisatie", "loket", "grond", "inzage", "na", "terug", "rol", self._letters()))

    def _letters(self) -> str:
        return "".join(self.chance.choices(string.ascii_lowercase, k=6))

    def _body(self) -> dict[str, str]:
        typed = (BSN, REFERENCE, "Moulin 01-12-1985", "01-12-1985", "ja", *IDS.values(), self._number(), self._letters())
        body = {name: self.chance.choice(typed) for name in self.chance.sample(FIELDS, 4)}
        return {"stap": self.chance.choice(NAMES), "naar": self.chance.choice(("", LATER, *NAMES)), **body}


@pytest.fixture
def app(sqlite_url: str, environment: dict[str, str], clock: Clock) -> Iterator[Flask]:
    empty(sqlite_url)
    made = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url}), clock=clock.now)
    made.config["WTF_CSRF_METHODS"] = set()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def numbers(app: Flask, session: Session, clock: Clock) -> list[str]:
    """A case of Den Haag with a part that svb decided on: its numbers are known, its content is not."""
    clock.set(MONDAY)
    desk = Desk(app, session, clock)
    applicant = person(given_names=GIVEN, gemeente_code="0518", bsn=BSN)
    case = desk.open("aow", "bijstand", applicant=applicant, note=NOTE)
    number, parts = case.number, [part.number for part in case.referrals]
    desk.drain()
    aow = part_of(desk.case(number), "aow")
    desk.tell(aow, Verb.DECIDED, outcome=Outcome.REFUSED, explanation=EXPLANATION, reference=REFERENCE)
    keep(session, desk.case(number), part_of(desk.case(number), "aow"), clock.now())
    kept_tailored.keep(session, desk.case(number), clock.now())
    return [number, *parts]


@pytest.fixture
def attackers(app: Flask, numbers: list[str], clock: Clock) -> Callable[[random.Random], list[Attacker]]:
    def make(chance: random.Random) -> list[Attacker]:
        people = [Attacker(app.test_client(), numbers, chance) for _ in PEOPLE]
        for name, attacker in zip(PEOPLE, people, strict=True):
            if name:
                attacker.client.post("/inloggen", data={"account": name})
        with session_of(app) as session:
            keys = [
                add_client(session, "programma van een ander", SCOPES, None, "uwv", clock.now()),
                add_client(session, "programma van een ander loket", SCOPES, "gemeente-0344", None, clock.now()),
            ]
        return people + [Attacker(app.test_client(), numbers, chance, {"Authorization": f"Bearer {key}"}) for key in keys]

    return make


def test_two_thousand_attempts_bring_nothing_of_another_organisation(
    app: Flask, attackers: Callable[[random.Random], list[Attacker]]
) -> None:
    chance = random.Random(20)  # noqa: S311 - the same attempts each time, not a secret
    rules = {rule.endpoint: rule.rule.replace("path:", "") for rule in app.url_map.iter_rules()}
    routes = [(rules[endpoint], method) for endpoint, method in POLICY if endpoint not in LAWFUL and endpoint != "pages.static"]
    everybody = attackers(chance)
    for _ in range(ATTEMPTS):
        rule, method = chance.choice(routes)
        sent, received = chance.choice(everybody).attempt(rule, method)
        leaked = [secret for secret in SECRETS if secret in received and secret not in sent]
        assert leaked == [], (rule, method, sent)


def test_each_free_text_that_a_desk_keeps_is_among_what_is_looked_for(numbers: list[str], session: Session) -> None:
    for table, column in free_texts():
        values = [str(getattr(row, column)) for row in session.scalars(select(table))]
        assert any(mark in value or b64encode(mark.encode()).decode() in value for mark in MARKS for value in values), (table, column)
