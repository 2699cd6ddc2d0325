"""One prepared Loket for every page: a server on this machine, a clock that stands still, and cases in every state.

Shared by the tests that look at each page and by ``tools.screenshots``. Organisations are told what to answer, so nothing has to be
waited for and every picture is the same tomorrow.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from loket import create_app, session_of
from loket.adapters.port import Outcome, Verb
from loket.cases import crypto
from loket.cases.privacy import RequestKind
from loket.clock import look
from loket.db import db
from loket.demo import demo_environment, free_port
from loket.practice import PracticeServer, create_practice
from loket.routing import avg_requests
from loket.settings import ROOT, Settings
from tests.browser import deliveries, signalled, steered, tailored
from tests.browser.drafts import put_away
from tests.browser.failing import broken
from tests.support.clock import Clock
from tests.support.databases import migrate
from tests.support.desk import BSN, MONDAY, PARTNER_BSN, Desk, part_of, person
from tests.support.post import GONE
from tests.support.privacy import officer
from tests.web.pages.browsing import Visitor

TODAY = MONDAY.date()
FRIDAY = TODAY - timedelta(days=3)
SAFE = {"wijze": "bellen", "wanneer": "na zes uur", "nooit": "voicemail inspreken", "berichten": "geen"}
ANSWERS = {"eerste-werkloze-dag": "2026-03-01", "laatste-werkgever": "Bakker BV", "heeft-schulden": True, "ww-verwacht": "te-weinig"}
MIXED = ("ww", "bijstand", "akw", "toeslag-voorschot", "studieschuld-draagkracht", "bijzondere-bijstand", "betalingsregeling-cjib")

PERSONS = ROOT / "tests" / "data" / "brp_testpersonen.csv"


class Quiet(WSGIRequestHandler):
    """Says nothing about requests."""

    def log(self, *_: Any) -> None:
        """Nothing."""


class World:
    """The running application, what happens behind its counters, and where its cases are: name → part of an address."""

    def __init__(self, app: Flask, desk: Desk, base_url: str) -> None:
        self.app, self.desk, self.base_url = app, desk, base_url
        self.at: dict[str, str] = {}
        self.keyring = crypto.keys()

    def visitor(self, account: str) -> Visitor:
        """Somebody signed in with a practice account, without a browser."""
        found = Visitor(self.app.test_client())
        found.open("/inloggen").submit("/inloggen", account=account)
        return found

    def touch(self, name: str) -> None:
        """A colleague records a contact moment on this case, while somebody else has a form open."""
        path = f"/zaken/{self.at[name]}"
        self.desk.clock.advance(seconds=1)
        answer = self.visitor("balie-den-haag").open(path).send(f"{path}/contactmomenten", {"vraag": "Hoe staat het?"}).answer
        assert answer.status_code == 200

    def keep(self, name: str, value: str) -> str:
        """Remember where something is; ends the transaction, for on SQLite a reader holds the write lock."""
        self.at[name] = value
        self.desk.session.rollback()
        return value


@contextmanager
def running(folder: Path, prepare: Callable[[World], None] | None = None) -> Iterator[World]:
    """Start the server on an empty database in ``folder`` and ``prepare`` it, or fill it; it stops with the block."""
    port, practice_port = free_port(), free_port()
    environment = demo_environment(ROOT / "config", folder, port, practice_port, folder, {"PATH": os.environ["PATH"]})
    environment = {name: value for name, value in environment.items() if not name.startswith("LOKET_REDIS")}
    url = environment["LOKET_DATABASE_URL"] = f"sqlite:///{folder / 'loket.db'}"
    migrate(url, environment)
    clock = Clock(MONDAY - timedelta(days=60))
    app = create_app(Settings.load(environment), clock=clock.now)
    app.before_request_funcs[None].insert(0, broken)
    brp = create_practice([], loket_url=environment["LOKET_BASE_URL"], log_path=folder / "brp.jsonl", persons=PERSONS)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with PracticeServer(brp, port=practice_port), session_of(app) as session:
            world = World(app, Desk(app, session, clock), environment["LOKET_BASE_URL"])
            (prepare or fill)(world)
            yield world
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
        with app.app_context():
            db.engine.dispose()


def fill(world: World) -> None:
    """Everything that stands in the database, the oldest first."""
    old_cases(world)
    deliveries.some_tries(world)
    world.desk.clock.set(MONDAY)
    mixed_case(world)
    world.keep("nieuw", dismissal(world, "Verhoeven"))
    settled_cases(world)
    handed_over(world)
    put_away(world)
    privacy_matters(world)
    steered.cases(world)
    signalled.signals(world)
    signalled.crisis(world)
    tailored.tables(world)
    deliveries.lines_away(world)
    look(world.desk.dispatcher)
    deliveries.outage_over(world)
    steered.figures(world)


def dismissal(world: World, surname: str, *products: str, **given: Any) -> str:
    """A request after a dismissal; returns its zaaknummer."""
    given = {"life_event": "ontslag", "answers": ANSWERS, **given}
    return world.desk.open(*products, applicant=person(surname=surname, bsn=None, given_names="Sanne"), **given).number


def old_cases(world: World) -> None:
    """Two months ago: one that arrived nowhere, one of which nobody heard anything since, one that another loket took in."""
    desk = world.desk
    desk.post["duo"].will(then=GONE)
    world.keep("stil", dismissal(world, "De Boer", "studieschuld-draagkracht", "ww"))
    desk.drain()
    world.keep("elders", dismissal(world, "Yilmaz", "ww", counter="uwv-den-haag"))
    desk.drain()


def mixed_case(world: World) -> None:
    """One case of which each part stands somewhere else, with people, papers, contact and talk."""
    desk = world.desk
    given = person(given_names="Anne", postcode="2584AE", house_number="1485", telephone="0612345678", safe_contact=SAFE, secrecy=True)
    others = (
        person("partner", surname="Jager", given_names="Kim", bsn=PARTNER_BSN, birth_date="1984-02-03"),
        person("gemachtigde", surname="Smit", representation="gemachtigde", mandate_until=TODAY + timedelta(days=20)),
    )
    desk.post["duo"].will(then=GONE)
    case = desk.open(
        *MIXED, applicant=given, others=others, life_event="ontslag", answers=ANSWERS, urgent=True, note="Alles loopt door elkaar."
    )
    number = world.keep("midden", case.number)
    desk.drain()
    for product, reports in REPORTS.items():
        for verb, told in reports:
            desk.tell(part_of(desk.case(number), product), verb, **told)
    parts = {part.product: part.number for part in desk.case(number).referrals}
    for product in MIXED:
        world.keep(product, parts[product])
    talk(world, number)


#: What the organisations tell about the parts of the mixed case.
REPORTS: dict[str, tuple[tuple[Verb, dict[str, Any]], ...]] = {
    "ww": ((Verb.RECEIVED, {"reference": "UWV-2026-118"}), (Verb.TAKEN_UP, {}), (Verb.EXTENDED, {"new_due": TODAY + timedelta(days=70)})),
    "bijstand": (
        (Verb.TAKEN_UP, {}),
        (
            Verb.INFORMATION_ASKED,
            {
                "questions": ("heeft-schulden", "Stuur een kopie van het huurcontract."),
                "information_due": TODAY + timedelta(days=14),
                "explanation": "Zonder deze stukken kunnen wij niet besluiten.",
            },
        ),
    ),
    "akw": ((Verb.DECIDED, {"outcome": Outcome.REFUSED, "announced_on": FRIDAY, "explanation": "Er is geen kind jonger dan 18."}),),
    "toeslag-voorschot": ((Verb.DECIDED, {"outcome": Outcome.GRANTED, "announced_on": FRIDAY}),),
    "bijzondere-bijstand": ((Verb.TAKEN_UP, {}), (Verb.SUSPENDED, {"explanation": "Wij wachten op de rechter."})),
}


def talk(world: World, number: str) -> None:
    """A contact moment with a promise, and a message to the professionals."""
    desk, path = world.visitor("balie-den-haag"), f"/zaken/{number}"
    desk.open(path).send(
        f"{path}/contactmomenten",
        {"vraag": "Hoe staat het?", "verteld": "UWV is bezig.", "toezegging": "Wij bellen terug", "toegezegdVoor": "04-03-2026"},
    )
    desk.open(path).send(f"{path}/overleg", {"bericht": "Kan het huurcontract ook per post?"})


def settled_cases(world: World) -> None:
    """One in which every organisation decided, one that was closed after that, and one that is withdrawn."""
    desk, visitor = world.desk, world.visitor("balie-den-haag")
    for name, surname in (("besloten", "Bakker"), ("gesloten", "Visser")):
        number = dismissal(world, surname, "akw", "bijstand")
        desk.drain()
        for part in desk.case(number).referrals:
            desk.decide(part)
        world.keep(name, number)
    path = f"/zaken/{number}/sluiten"
    visitor.open(path).send(path, {"hoe": "geholpen", "geholpen": "ja", "gemak": "4"})
    path = f"/zaken/{world.keep('ingetrokken', dismissal(world, 'Mulder', 'ww'))}/intrekken"
    delen = f"{world.at['ingetrokken']}-1"
    visitor.open(path).send(path, {"delen": delen, "reden": "Heeft weer werk", "bevestigd": "ja"})


def handed_over(world: World) -> None:
    """A handover that waits, one that was taken up and of which the citizen knows nothing yet, and one that was refused."""
    sender, receiver = world.visitor("balie-den-haag"), world.visitor("balie-uwv")
    words = {"ontvanger": "UWV Den Haag", "reden": "De inwoner is verhuisd", "samenvatting": "De WW loopt.", "akkoord": "ja"}
    for name, act, typed in (
        ("wacht", "", {}),
        ("opgepakt", "oppakken", {"naam": "Fatima de Wit"}),
        ("geweigerd", "weigeren", {"reden": "Deze inwoner woont hier niet"}),
    ):
        path = f"/zaken/{world.keep(f'zaak_{name}', dismissal(world, 'Overdracht', 'ww'))}/overdragen"
        sender.open(path).send(path, {**words, "bereiken": "Bellen na zes uur"})
        address = world.keep(name, sender.path)
        if act:
            receiver.open(address).send(f"{address}/{act}", dict(typed))


def privacy_matters(world: World) -> None:
    """A request for access, a breach, and a case that was opened for a typed reason."""
    request = avg_requests.receive(officer(world.desk), RequestKind.ACCESS, bsn=BSN, note="Wat weet u van mij?")
    world.keep("verzoek", str(request))
    wrong = world.keep("verkeerd", dismissal(world, "De Vries", "ww"))
    world.desk.drain()
    path = f"/zaken/{wrong}/verkeerde-persoon"
    world.visitor("balie-den-haag").open(path).send(path, {"reden": "De buurman kreeg deze zaak"})
    page = world.visitor("privacy-officer").open("/privacyregister").page
    world.keep("inbreuk", page.partition("/privacyregister/inbreuk?id=")[2].partition('"')[0])
    elsewhere = f"/zaken/{world.at['besloten']}"
    world.visitor("balie-uwv").open(elsewhere).send(f"{elsewhere}/inzage", {"grond": "met-reden", "reden": "De huisarts belt hierover."})
