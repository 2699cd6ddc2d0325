"""What follows on fetching: reports with the key, standing still, another configuration, the wrong person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loket.cases.outbox import DeliveryState
from loket.cases.states import ReferralState
from loket.routing import completion, pull, sweep, withdrawal, wrong_person
from loket.routing.context import MACHINE
from tests.routing.conftest import desk as desk
from tests.support.desk import Desk, person
from tests.support.pulling import PULLER
from tests.web.api.conftest import codes
from tests.web.api.programs import Program, listed, numbers, opened
from tests.web.api.programs import app as app
from tests.web.api.programs import svb as svb
from tests.web.api.programs import uwv as uwv

ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what it shows is the same on both


def test_a_report_with_the_key_of_the_organisation_is_a_report_like_any_other(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    path, key = f"/deelzaken/{part.number}/statusmeldingen", {"Idempotency_Key": "besluit-1"}
    uwv.get(f"/deelzaken/{part.number}")
    told = {"soort": "besloten", "uitkomst": "toegekend", "datumBesluit": "2026-03-02", "kenmerk": "WW-1"}
    assert [(answer.status_code, answer.json["verwerkt"]) for answer in (uwv.post(path, told, **key), uwv.post(path, told, **key))] == [
        (202, True),
        (200, False),
    ]
    late = uwv.post(path, {"soort": "ontvangen"}, Idempotency_Key="laat")
    assert (late.status_code, late.json["verwerkt"]) == (202, False)
    assert uwv.post(path, {"soort": "afgesloten"}, Idempotency_Key="a").status_code == 202
    now = part.now(desk)
    assert (now.state, now.outcome, now.reference) == (ReferralState.CLOSED, "toegekend", "WW-1")


@ONE_DATABASE
def test_a_wrong_report_names_all_its_faults_in_its_own_body(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    path, key = f"/deelzaken/{part.number}/statusmeldingen", {"Idempotency_Key": "1"}
    assert codes(uwv.post(path, {"soort": "besloten", "uitkomst": "misschien"}, **key)) == {"/uitkomst": "onbekende-waarde"}
    assert codes(uwv.post(path, {"soort": "zoek", "extra": 1}, **key)) == {"/extra": "onbekend-veld"}
    assert codes(uwv.post(path, {"soort": "zoek"}, **key)) == {"/soort": "onbekende-waarde"}
    past = {"soort": "aanvulling-gevraagd", "hersteltermijn": "2026-03-01"}
    assert codes(uwv.post(path, past, **key)) == {"/hersteltermijn": "in-verleden"}
    without = uwv.post(path, {"soort": "ontvangen"})
    assert (without.status_code, without.json["code"]) == (400, "idempotency-key-ontbreekt")


def test_what_is_not_fetched_for_a_working_day_makes_the_case_stand_still_until_it_is(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    steps = (sweep.look_at_norms, sweep.look_at_fetches)
    desk.clock.advance(hours=30)  # Tuesday: the day is not over
    assert [step(desk.context(MACHINE)) for step in steps] == [0, 0]
    desk.clock.advance(hours=10)
    assert [step(desk.context(MACHINE)) for step in steps] == [1, 0]
    assert (desk.case(part.case).stuck_reason, desk.events(desk.case(part.case))[-1]) == ("niet-opgehaald", "vastgelopen")
    uwv.get(f"/deelzaken/{part.number}")
    assert desk.case(part.case).stuck_reason is None


@ONE_DATABASE
def test_a_weekend_is_no_working_day(desk: Desk) -> None:
    desk.clock.advance(days=4)
    opened(desk)  # on a Friday
    desk.clock.advance(days=2, hours=20)
    assert sweep.look_at_norms(desk.context(MACHINE)) == 0
    desk.clock.advance(days=1)
    assert sweep.look_at_norms(desk.context(MACHINE)) == 1


def test_a_later_message_that_is_not_fetched_is_seen_too(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    uwv.get(f"/deelzaken/{part.number}")
    withdrawal.withdraw(desk.context(), part.case, None, "niet meer nodig")
    other = opened(desk, new_case_reason="ander verzoek")
    uwv.get(f"/deelzaken/{other.number}")
    uwv.post(
        f"/deelzaken/{other.number}/statusmeldingen", {"soort": "aanvulling-gevraagd", "hersteltermijn": "2026-04-30"}, Idempotency_Key="1"
    )
    completion.supply(desk.context(), other.number, {}, "Hier is het.")
    desk.clock.advance(days=2)
    assert sweep.look_at_fetches(desk.context(MACHINE)) == 1  # not the one that is over
    assert desk.case(other.case).stuck_reason == "niet-opgehaald"


def test_what_waits_goes_the_way_of_a_new_configuration(desk: Desk) -> None:
    opened(desk)
    fetches = desk.dispatcher
    svb = fetches.catalogue.organisations["svb"]
    door = replace(fetches.catalogue, organisations={**fetches.catalogue.organisations, PULLER: replace(svb, slug=PULLER)})
    desk.dispatcher = replace(fetches, catalogue=door)
    pull.follow_configuration(desk.context(MACHINE))
    assert desk.deliveries()[0].state is DeliveryState.DUE
    desk.dispatcher = fetches
    assert desk.drain() is False  # what is due is not sent to who fetches, and keeps nobody at work
    pull.follow_configuration(desk.context(MACHINE))
    assert (desk.deliveries()[0].state, desk.post[PULLER].received) == (DeliveryState.READY, [])


def test_the_wrong_person_is_called_back_and_no_longer_shown(desk: Desk, uwv: Program) -> None:
    part, unseen = opened(desk), opened(desk, new_case_reason="ander verzoek")
    number = part.number
    uwv.get(f"/deelzaken/{number}")
    since = listed(uwv)["volgende"]
    for one in (part, unseen):
        wrong_person.wrong_person(desk.context(), one.case, person(bsn="999990056", surname="Jansen"), "verkeerde gekozen")
    desk.session.rollback()
    page = listed(uwv, since)
    assert (number in numbers(page), unseen.number in numbers(page)) == (True, False)
    assert [one["soort"] for one in uwv.get(f"/deelzaken/{number}").json["berichten"]] == ["intrekking"]
    assert uwv.get(f"/deelzaken/{unseen.number}").status_code == 404
