"""The list of a gemeente of people with arrears: found by who may, taken up, closed, accounted for, and kept for a short while."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from loket.cases.arrears import ArrearsNotice
from loket.cases.audit import ProcessingLog
from loket.cases.models import Person
from loket.cases.privacy import RequestKind
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import avg_requests, breaches, rights
from loket.routing.arrears import handling, reporting
from loket.routing.arrears.reporting import Reported
from loket.routing.context import MACHINE, Actor
from tests.routing.arrears_told import ELSEWHERE, GEMEENTE, LIST, audited, closed, signals, tell
from tests.support.desk import BSN, MONDAY, Desk
from tests.support.privacy import officer


def test_a_signal_that_somebody_took_up_does_not_vanish_under_their_hands(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    handling.take_up(desk.context(GEMEENTE), signals(desk)[0].id)
    tell(desk, "svb", paid=True)
    assert [one.organisations for one in signals(desk)] == [["cak"]]
    tell(desk, "cak", paid=True)
    assert [(one.organisations, one.grounds) for one in signals(desk)] == [([], [])]


def test_it_is_taken_up_once_and_closed_with_what_came_of_it(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    one = signals(desk)[0].id
    with pytest.raises(Conflict, match="eerst op"):
        handling.close(desk.context(GEMEENTE), one, "hulp")
    handling.take_up(desk.context(GEMEENTE), one)
    with pytest.raises(Conflict):
        handling.take_up(desk.context(replace(GEMEENTE, name="collega")), one)
    with pytest.raises(BadRequest):
        handling.close(desk.context(GEMEENTE), one, "misschien")
    handling.close(desk.context(GEMEENTE), one, "hulp")
    with pytest.raises(Conflict):
        handling.close(desk.context(GEMEENTE), one, "hulp")
    steps = [(row.details["van"], row.details["tot"]) for what in ("oppakken", "sluiten") for row in audited(desk, f"schuldsignaal-{what}")]
    assert steps == [("open", "opgepakt"), ("opgepakt", "hulp")]


def test_another_gemeente_cannot_find_it(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    one = signals(desk)[0].id
    for act in (handling.look, handling.take_up):
        with pytest.raises(NotFound):
            act(desk.context(ELSEWHERE), one)


def test_who_was_looked_at_is_found_after_a_breach(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    found = handling.look(desk.context(GEMEENTE), signals(desk)[0].id)
    pseudonym, begin, end = found.person.pseudonym, MONDAY, MONDAY + timedelta(days=1)
    touched = breaches.touched(officer(desk), begin, end, actor=GEMEENTE.name)
    assert touched.persons == {pseudonym: {"burgerservicenummer", "schuldsignaal"}}


def test_after_closing_only_news_makes_another_one(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    closed(desk, "niet-bereikt")
    assert desk.session.scalars(select(ArrearsNotice)).all() == []
    tell(desk, "waterschap")
    assert signals(desk) == []
    tell(desk, "cak")
    assert [one.organisations for one in signals(desk)] == [["waterschap", "cak"]]


def test_who_carries_out_debt_help_for_the_gemeente_gets_its_signals(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation, "0153")
    bank = Actor("behandelaar-bank", "stadsbank-oost-nederland", organisation="stadsbank-oost-nederland", origin="web")
    own = Actor("behandelaar-enschede", "gemeente-0153", organisation="gemeente-0153", origin="web")
    assert (len(signals(desk, bank)), len(signals(desk, own))) == (1, 0)


def test_every_look_at_the_person_is_accounted_for(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    found = handling.look(desk.context(GEMEENTE), signals(desk)[0].id)
    assert found.person.bsn == BSN
    pseudonym = found.person.pseudonym
    names = desk.session.scalars(select(ProcessingLog.name).where(ProcessingLog.subject == pseudonym).order_by(ProcessingLog.id)).all()
    assert sorted(set(names)) == ["achterstand-melden", "schuldsignaal-inzien", "schuldsignaal-maken"]


def test_pages_of_the_list_go_on_where_the_last_one_stopped(desk: Desk) -> None:
    for number in ("999993653", "999992740", "999990342"):
        for organisation in ("cak", "svb"):
            desk.clock.advance(minutes=1)
            actor = Actor("client", organisation, organisation=organisation, origin="api")
            reporting.report(desk.context(actor), Reported(LIST, number, "0518"))
    first, following = handling.listed(desk.context(GEMEENTE), size=2)
    firsts = [one.id for one in first]
    rest, end = handling.listed(desk.context(GEMEENTE), following, size=2)
    assert (len(firsts), [one.id in firsts for one in rest], end) == (2, [False], None)


def test_what_may_be_kept_no_longer_is_erased_with_a_person_of_whom_nothing_else_is_known(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    closed(desk, "hulp")
    tell(desk, "waterschap")
    desk.clock.advance(days=29)
    assert handling.forget(desk.context(MACHINE)) == 0
    desk.clock.advance(days=2)
    assert handling.forget(desk.context(MACHINE)) == 1
    desk.clock.advance(days=40)
    assert handling.forget(desk.context(MACHINE)) == 1
    desk.session.rollback()
    assert desk.session.scalars(select(Person)).all() == []


def test_a_person_with_a_case_stays(desk: Desk) -> None:
    desk.open("ww")
    tell(desk, "cak")
    desk.clock.advance(days=100)
    assert handling.forget(desk.context(MACHINE)) == 1
    desk.session.rollback()
    assert [person.bsn for person in desk.session.scalars(select(Person))] == [BSN]


def test_nothing_is_erased_while_the_person_asks_what_is_known(desk: Desk) -> None:
    tell(desk, "cak")
    avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=BSN, note="Wat weet u van mij?")
    desk.clock.advance(days=100)
    assert handling.forget(desk.context(MACHINE)) == 0


def test_the_person_reads_it_in_their_export(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    found = rights.export_person(officer(desk), BSN)["schuldsignalen"]
    assert [row.get("door") for row in found] == ["CAK", "SVB", None]
    assert (found[2]["naar"], found[2]["gemeldDoor"]) == ("gemeente Den Haag", ["CAK", "SVB"])
