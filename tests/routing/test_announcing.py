"""Who hears of what was committed, in which order, and that no number is missing or given twice."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import Any

import pytest
from sqlalchemy import select, update

from loket import session_of
from loket.adapters.port import Verb
from loket.cases.feed import Subscription
from loket.cases.models import Case, CaseEvent
from loket.cases.outbox import Delivery, DeliveryState
from loket.db import db
from loket.errors import Conflict
from loket.routing import announcing, events, rights, subscriptions
from loket.routing.context import MACHINE, Context
from tests.support.desk import PARTNER_BSN, Desk, general, part_of, person
from tests.support.privacy import officer
from tests.support.subscribing import allow, program, subscribe, tell

ADDRESS = "http://127.0.0.1:9/hoor"
CHANGED = "nl.overheid.loket.zaak.gewijzigd"
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what it shows is the same on both


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A counter whose organisations may subscribe an address where nobody answers."""
    allow(desk.app, ADDRESS.removesuffix("/hoor"), desk)
    return desk


class Meeting:
    """A line to subscribers whose addresses are all found good at the same moment."""

    def __init__(self, together: int, desk: Desk) -> None:
        self._all, self._line = threading.Barrier(together), desk.app.extensions["loket"].adapters[subscriptions.ADAPTER]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._line, name)

    def fault(self, _address: str) -> None:
        self._all.wait(5)


def planned(desk: Desk, one: Subscription) -> list[dict[str, Any]]:
    """The events that wait for a subscriber, in the order of their numbers."""
    desk.session.rollback()
    rows = desk.session.scalars(select(Delivery).where(Delivery.organisation == announcing.line_of(one.id))).all()
    found = [json.loads(row.body or "") for row in rows]
    desk.session.rollback()
    return sorted(found, key=lambda event: int(event["sequence"]))


def kinds(found: list[dict[str, Any]]) -> list[str]:
    return [event["type"].removeprefix(events.PREFIX) for event in found]


def test_an_organisation_hears_what_happened_to_its_own_part_and_of_the_rest_only_that_the_case_changed(desk: Desk) -> None:
    (uwv, _), (svb, _), (cak, _) = (subscribe(desk, slug, ADDRESS) for slug in ("uwv", "svb", "cak"))
    case: Case = desk.open(*general("uwv", "svb"))
    desk.drain()
    own = next(part for part in case.referrals if part.organisation == "uwv")
    number, about = case.number, own.number
    desk.tell(own, Verb.TAKEN_UP)
    tell(desk)
    assert sorted(kinds(planned(desk, uwv))) == ["deelzaak.in-behandeling-genomen", "deelzaak.verzonden", "zaak.gewijzigd"]
    assert sorted(kinds(planned(desk, svb))) == ["deelzaak.verzonden", "zaak.gewijzigd", "zaak.gewijzigd"]
    assert planned(desk, cak) == []
    assert {event["subject"] for event in planned(desk, uwv)} == {number, about}


@ONE_DATABASE
def test_an_event_is_a_thin_cloud_event_with_the_next_number(desk: Desk) -> None:
    uwv, _ = subscribe(desk, "uwv", ADDRESS)
    part = part_of(desk.open("ww"), "ww")
    number = part.number
    desk.drain()
    tell(desk)
    (event,) = planned(desk, uwv)
    row = desk.session.scalars(select(Delivery).where(Delivery.kind == "gebeurtenis")).one()
    assert event == {
        "specversion": "1.0",
        "id": str(row.id),
        "source": "urn:nld:oin:00000099000000000001:systeem:loket",
        "type": "nl.overheid.loket.deelzaak.verzonden",
        "subject": number,
        "time": event["time"],
        "dataref": f"http://127.0.0.1:1/api/v1/deelzaken/{number}",
        "sequence": "1",
        "sequencetype": "Integer",
    }
    assert (row.fields, row.urgent) == ([], False)


def test_a_subscriber_hears_only_of_the_types_that_it_asked_for_and_its_numbers_have_no_gap(desk: Desk) -> None:
    uwv, _ = subscribe(desk, "uwv", ADDRESS, ["nl.overheid.loket.deelzaak.besloten"])
    for _ in range(3):
        part = part_of(desk.open("ww", new_case_reason="ander verzoek"), "ww")
        desk.drain()
        desk.decide(part)
    tell(desk)
    assert [(event["type"].rpartition(".")[2], event["sequence"]) for event in planned(desk, uwv)] == [
        ("besloten", "1"),
        ("besloten", "2"),
        ("besloten", "3"),
    ]


@ONE_DATABASE
def test_nobody_hears_of_a_case_that_was_opened_for_the_wrong_person(desk: Desk) -> None:
    uwv, _ = subscribe(desk, "uwv", ADDRESS)
    part = part_of(desk.open("ww", applicant=person()), "ww")
    case_id = part.case_id
    desk.drain()
    desk.session.execute(update(Case).where(Case.id == case_id).values(hidden=True))
    desk.session.commit()
    tell(desk)
    assert planned(desk, uwv) == []


@ONE_DATABASE
def test_what_happened_before_there_was_a_subscriber_is_not_told(desk: Desk) -> None:
    desk.open("ww")
    desk.drain()
    assert tell(desk) > 0
    uwv, _ = subscribe(desk, "uwv", ADDRESS)
    assert (tell(desk), planned(desk, uwv)) == (0, [])


def test_clocks_that_tick_at_once_give_each_number_once(desk: Desk) -> None:
    uwv, _ = subscribe(desk, "uwv", ADDRESS)
    for _ in range(6):
        desk.open("ww", new_case_reason="ander verzoek")
    desk.drain()
    contexts = [desk.context(MACHINE, session=session_of(desk.app)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(announcing.announce, contexts))
    for context in contexts:
        context.session.close()
    assert [int(event["sequence"]) for event in planned(desk, uwv)] == list(range(1, 7))


def test_what_is_rolled_back_takes_no_number(desk: Desk) -> None:
    uwv, _ = subscribe(desk, "uwv", ADDRESS)
    part_of(desk.open("ww"), "ww")
    desk.drain()
    context = desk.context(MACHINE)
    case = desk.case(desk.session.scalars(select(Case.number)).one())
    line = desk.session.scalars(select(CaseEvent).where(CaseEvent.type == "verzonden")).one()
    kind, subject = events.about(case, line, "uwv") or ("", "")
    announcing._plan(context, case, line, "uwv", kind, subject, context.now)
    context.session.rollback()
    assert planned(desk, uwv) == []
    tell(desk)
    assert [event["sequence"] for event in planned(desk, uwv)] == ["1"]


def test_a_subscription_that_ended_gets_nothing_and_what_waited_is_cancelled(desk: Desk) -> None:
    uwv, _ = subscribe(desk, "uwv", ADDRESS)
    desk.open("ww")
    desk.drain()
    tell(desk)
    subscriptions.end(desk.context(program("uwv")), uwv.id)
    desk.open("ww", new_case_reason="ander verzoek")
    desk.drain()
    tell(desk)
    rows = desk.session.scalars(select(Delivery).where(Delivery.kind == "gebeurtenis")).all()
    assert [row.state for row in rows] == [DeliveryState.CANCELLED]
    ended = desk.session.get_one(Subscription, uwv.id, populate_existing=True)
    assert (ended.secret, ended.previous_secret) == (None, None)


@ONE_DATABASE
def test_one_tick_announces_a_bounded_number_and_the_next_goes_on(desk: Desk) -> None:
    uwv, _ = subscribe(desk, "uwv", ADDRESS)
    for _ in range(3):
        desk.open("ww", new_case_reason="ander verzoek")
    desk.drain()
    assert announcing.announce(desk.context(MACHINE), batches=2, size=2) == 4
    tell(desk)
    assert [int(event["sequence"]) for event in planned(desk, uwv)] == [1, 2, 3]


def test_what_waited_for_a_subscriber_is_cancelled_when_its_case_proves_to_be_for_the_wrong_person(desk: Desk) -> None:
    subscribe(desk, "uwv", ADDRESS)
    case = desk.open("ww")
    desk.drain()
    tell(desk)
    right = person(surname="Ander", birth_date="1990-01-01", bsn=PARTNER_BSN)
    rights.wrong_person(officer(desk), case.number, right, "Twee mensen met dezelfde naam")
    desk.session.rollback()
    rows = desk.session.scalars(select(Delivery).where(Delivery.kind == "gebeurtenis")).all()
    assert {row.state for row in rows} == {DeliveryState.CANCELLED}


def test_programs_of_an_organisation_that_subscribe_at_once_do_not_pass_its_limit(desk: Desk) -> None:
    for _ in range(subscriptions.MOST - 1):
        subscribe(desk, "uwv", ADDRESS)
    contexts = [desk.context(program("uwv"), session=session_of(desk.app)) for _ in range(4)]

    adapters = {subscriptions.ADAPTER: Meeting(4, desk)}
    with ExitStack() as opened, desk.app.app_context():
        for _ in range(4):
            opened.enter_context(db.engine.connect())  # ready in the pool, so that nobody begins late

    def attempt(context: Context) -> bool:
        with context.session, suppress(Conflict):
            return bool(subscriptions.create(context, adapters, ADDRESS, events.TYPES))
        return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(attempt, contexts)) == [False, False, False, True]
