"""Messages from organisations: each counts once, each is kept, and two at once see each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from loket import session_of
from loket.adapters.port import Kind, Message, Outcome, Report, Result, Verb
from loket.cases.models import Case, Referral
from loket.cases.outbox import AuditLog, DeliveryState, InboundMessage
from loket.cases.states import CaseState, ReferralState
from loket.errors import BadRequest, Conflict, LoketError, NotFound
from loket.routing import callbacks
from loket.routing.callbacks import Received
from loket.routing.context import Actor
from tests.support.clock import Clock
from tests.support.desk import MONDAY, Desk, general, part_of
from tests.support.post import TAKEN

TAKEN_UP = Report(Verb.TAKEN_UP)
GRANTED = Report(Verb.DECIDED, outcome=Outcome.GRANTED)


def sent(desk: Desk, product: str = "ww") -> Referral:
    case = desk.open(product)
    desk.drain()
    return part_of(case, product)


def receive(desk: Desk, slug: str, number: str, report: Report, message_id: str = "bericht-1", raw: bytes = b'{"a": 1}') -> Received:
    """A verified message of this organisation about this part."""
    context = desk.context(Actor(name=slug, label=slug, organisation=slug, origin="callback"))
    organisation = desk.dispatcher.catalogue.organisations[slug]
    return callbacks.receive(context, organisation, message_id, report.verb.value, raw, number, report)


def kept(desk: Desk) -> list[InboundMessage]:
    desk.session.rollback()
    desk.session.expire_all()
    return list(desk.session.scalars(select(InboundMessage)))


def test_a_message_is_kept_as_it_came_with_what_was_done_with_it(desk: Desk) -> None:
    part = sent(desk)
    receive(desk, "uwv", part.number, TAKEN_UP)
    message = kept(desk)[0]
    assert (message.raw, message.case_id, message.processed, message.result) == ('{"a": 1}', part.case_id, True, "verwerkt")


def test_a_second_delivery_of_the_same_message_changes_nothing(desk: Desk) -> None:
    part = sent(desk)
    receive(desk, "uwv", part.number, TAKEN_UP)
    version, events = part.case.version, desk.events(part.case)
    again = receive(desk, "uwv", part.number, GRANTED)  # the id decides, whatever stands in it
    assert (again.duplicate, again.processed) == (True, False)
    assert (part.state, part.case.version, desk.events(part.case)) == (ReferralState.ACCEPTED, version, events)


def test_the_same_id_of_another_organisation_is_another_message(desk: Desk) -> None:
    first, second = sent(desk), sent(desk, "akw")
    receive(desk, "uwv", first.number, TAKEN_UP)
    assert receive(desk, "svb", second.number, TAKEN_UP).processed


def test_a_late_message_is_kept_as_not_processed_and_told(desk: Desk) -> None:
    part = sent(desk)
    receive(desk, "uwv", part.number, GRANTED, "bericht-1")
    late = receive(desk, "uwv", part.number, TAKEN_UP, "bericht-2")
    assert (late.processed, late.reason) == (False, "dit deel was al besloten")
    assert [message.processed for message in kept(desk)] == [True, False]
    assert desk.events(part.case)[-1] == "te-laat-bericht"


def test_a_message_about_another_organisations_part_is_not_found_but_kept(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(NotFound):
        receive(desk, "svb", part.number, GRANTED)
    assert [(message.processed, message.case_id) for message in kept(desk)] == [(False, None)]
    assert part.state is ReferralState.SENT


def test_a_message_about_an_unknown_part_is_not_found_but_kept(desk: Desk) -> None:
    with pytest.raises(NotFound):
        receive(desk, "uwv", "L-0000000000-1", GRANTED)
    assert kept(desk)[0].result == "Dit deel is hier niet bekend."


def test_a_refused_message_leaves_nothing_but_itself(desk: Desk) -> None:
    part = sent(desk)
    version = part.case.version
    with pytest.raises(BadRequest):
        receive(desk, "uwv", part.number, Report(Verb.INFORMATION_ASKED, information_due=MONDAY.date()))
    assert (part.state, desk.case(part.case.number).version) == (ReferralState.SENT, version)
    assert kept(desk)[0].result == "De hersteltermijn ligt in het verleden."


def test_what_was_received_is_audited_without_the_content(desk: Desk) -> None:
    part = sent(desk)
    receive(desk, "uwv", part.number, replace(GRANTED, explanation="medisch"))
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "statusmelding")).one()
    assert (row.object, row.actor, row.origin, row.details) == (part.number, "uwv", "callback", {"soort": "besloten"})


def test_the_worklist_of_another_organisation_finds_nothing(desk: Desk) -> None:
    part = sent(desk)
    other = Actor(name="behandelaar", label="svb", organisation="svb")
    with pytest.raises(NotFound):
        callbacks.report(desk.context(other), part.number, GRANTED)


def test_a_message_that_was_refused_and_comes_again_otherwise_is_kept_as_it_was_processed(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(NotFound):
        receive(desk, "uwv", "L-0000000000-1", GRANTED)
    desk.clock.advance(minutes=1)
    receive(desk, "uwv", part.number, TAKEN_UP, raw=b'{"a": 2}')
    (message,) = kept(desk)
    assert (message.raw, message.type, message.received_at) == ('{"a": 2}', TAKEN_UP.verb.value, desk.clock.now())
    assert (message.processed, message.case_id) == (True, part.case_id)


def test_a_message_that_makes_no_sense_in_this_state_is_a_conflict(desk: Desk) -> None:
    waiting = part_of(desk.open("wlz-indicatie", "wlz-bijdrage"), "wlz-bijdrage")
    with pytest.raises(Conflict):
        receive(desk, "cak", waiting.number, GRANTED)


def test_a_notification_plans_one_fetch_however_often_it_comes(desk: Desk) -> None:
    part = sent(desk, "bijstand")
    part.reference = "https://zaken.example/1"
    desk.session.commit()
    organisation = desk.dispatcher.catalogue.organisations["gemeente-0518"]
    for _ in range(3):
        assert callbacks.note_change(desk.context(), organisation, "https://zaken.example/1")
    fetches = [row for row in desk.deliveries(part) if row.kind == Kind.FETCH.value]
    assert [row.state for row in fetches] == [DeliveryState.DUE]


def test_a_notification_about_an_unknown_case_is_not_ours(desk: Desk) -> None:
    organisation = desk.dispatcher.catalogue.organisations["gemeente-0518"]
    assert callbacks.note_change(desk.context(), organisation, "https://zaken.example/1") is False


def at_once(desk: Desk, told: list[tuple[str, str, Report, str]]) -> list[Received | str]:
    """Each message received by a thread of its own; an error becomes its code."""

    def one(slug: str, number: str, report: Report, message_id: str) -> Received | str:
        with session_of(desk.app) as session:
            other = Desk(desk.app, session, Clock(MONDAY))
            try:
                return receive(other, slug, number, report, message_id)
            except LoketError as error:
                session.rollback()
                return error.code

    desk.session.rollback()
    with ThreadPoolExecutor(len(told)) as pool:
        found = list(pool.map(one, *zip(*told, strict=True)))
    desk.session.expire_all()
    return found


def test_decisions_of_four_organisations_at_once_are_all_applied_and_settle_the_case(desk: Desk) -> None:
    case: Case = desk.open(*general("uwv", "svb", "cak", "duo"))
    desk.drain()
    told = [(part.organisation, part.number, GRANTED, part.number) for part in case.referrals]
    assert all(isinstance(one, Received) and one.processed for one in at_once(desk, told))
    case = desk.case(case.number)
    assert {part.state for part in case.referrals} == {ReferralState.DECIDED}
    assert (case.state, case.settled_at is not None) == (CaseState.SETTLED, True)
    assert len(desk.events(case)) == case.events_count


def test_the_same_message_at_once_counts_once(desk: Desk) -> None:
    part = sent(desk)
    number = part.number
    found = at_once(desk, [("uwv", number, TAKEN_UP, "bericht-1")] * 4)
    assert sorted(one.duplicate for one in found if isinstance(one, Received)) == [False, True, True, True]
    assert desk.events(desk.case(part.case.number)).count("in-behandeling-genomen") == 1


def test_a_decision_while_the_delivery_is_under_way_stays_when_their_2xx_is_noted(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")

    def decide_first(_message: Message) -> Result:
        assert at_once(desk, [("uwv", part_number, GRANTED, "bericht-1")]) == [Received(True)]
        return TAKEN

    part_number = part.number
    desk.post["uwv"].will(decide_first)
    desk.drain()
    part = part_of(desk.case(part.case.number), "ww")
    assert (part.state, desk.deliveries(part)[0].state) == (ReferralState.DECIDED, DeliveryState.DONE)
    assert part.case.state is CaseState.SETTLED


def test_a_refused_message_may_come_again_when_what_it_needed_is_there(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(Conflict):
        receive(desk, "uwv", part.number, Report(Verb.CLOSED), "sluiten")
    receive(desk, "uwv", part.number, GRANTED, "besluit")
    assert receive(desk, "uwv", part.number, Report(Verb.CLOSED), "sluiten").processed
    assert receive(desk, "uwv", part.number, Report(Verb.CLOSED), "sluiten").duplicate
