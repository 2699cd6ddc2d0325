"""Offering a part again: what is dead comes back, what waits goes at once, and the line opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from loket.cases.models import CaseEvent, Referral
from loket.cases.outbox import AuditLog, DeliveryState
from loket.cases.states import CaseState, ReferralState
from loket.errors import Conflict, NotFound
from loket.routing import completion, forwarding, line_pause, supervise, withdrawal
from loket.routing.claims import MOST_LOST_LEASES
from loket.routing.outages import BY_HAND
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import GONE, REFUSED, SILENT

S = ReferralState


def sent(desk: Desk) -> Referral:
    case = desk.open("ww")
    desk.drain()
    return part_of(case, "ww")


def retry(desk: Desk, part: Referral) -> None:
    supervise.retry(desk.context(SUPERVISOR), part.number, "het adres is hersteld")


def test_an_undeliverable_part_is_offered_again(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    retry(desk, part)
    assert (part.state, part.case.stuck_reason) == (S.PENDING, None)
    desk.drain()
    assert (part.state, part.case.state) == (S.SENT, CaseState.IN_PROGRESS)


def test_the_reason_is_told_on_the_timeline_and_the_audit_log_holds_no_free_text(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    retry(desk, part)
    told = desk.session.scalars(select(CaseEvent).where(CaseEvent.type == "opnieuw-aangeboden")).one()
    assert told.details == {"toelichting": "het adres is hersteld"}
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "opnieuw-aanbieden")).one()
    details = {"van": "onbestelbaar", "tot": "te-verzenden", "regel": told.sequence}
    assert (row.actor, row.object, row.details) == ("toezichthouder", part.number, details)


def test_what_waits_for_its_next_try_goes_at_once(desk: Desk) -> None:
    desk.post["uwv"].will(SILENT, SILENT)
    part = sent(desk)
    desk.clock.advance(minutes=1)
    desk.drain()
    assert desk.deliveries(part)[0].next_attempt_at > desk.clock.now() + timedelta(minutes=2)
    retry(desk, part)
    desk.drain()
    assert part.state is S.SENT


def test_a_line_that_was_paused_by_410_opens_again(desk: Desk) -> None:
    desk.post["uwv"].will(GONE)
    part = sent(desk)
    retry(desk, part)
    desk.drain()
    assert (part.state, desk.channel("uwv").paused_at) == (S.SENT, None)


def test_a_line_that_a_supervisor_stopped_stays_so_and_what_is_offered_waits(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Zij bouwen om.")
    retry(desk, part)
    desk.drain()
    assert (part.state, desk.channel("uwv").paused_at is None, len(desk.post["uwv"].received)) == (S.PENDING, False, 1)
    line_pause.resume(desk.context(SUPERVISOR), "uwv", "Zij zijn klaar.")
    desk.drain()
    assert part.state is S.SENT


def test_410_to_what_was_under_way_leaves_a_stop_by_a_supervisor_theirs(desk: Desk) -> None:
    desk.open("ww")
    (claimed,) = desk.claim()
    line_pause.pause(desk.context(SUPERVISOR), "uwv", "Zij bouwen om.")
    desk.write(claimed, GONE)
    assert desk.channel("uwv").pause_reason == BY_HAND


def test_a_poisonous_delivery_gets_its_tries_back(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    for _ in range(MOST_LOST_LEASES):
        desk.claim()
        desk.clock.advance(seconds=8)
    desk.drain()
    assert part.state is S.UNDELIVERABLE
    retry(desk, part)
    desk.drain()
    assert part.state is S.SENT


def test_a_follow_up_that_failed_is_offered_again_too(desk: Desk) -> None:
    part = sent(desk)
    desk.post["uwv"].will(REFUSED)
    completion.supply(desk.context(), part.number, {}, "Mijn loonstrook")
    desk.drain()
    retry(desk, part)
    desk.drain()
    assert desk.deliveries(part)[1].state is DeliveryState.DONE


def test_there_must_be_something_to_offer(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(Conflict) as raised:
        retry(desk, part)
    assert raised.value.code == "niets-te-versturen"


def test_what_was_withdrawn_meanwhile_is_not_offered_again(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    withdrawal.withdraw(desk.context(), part.case.number, None, "toch niet")
    with pytest.raises(Conflict):
        retry(desk, part)
    assert part.state is S.WITHDRAWN


def test_what_went_to_another_organisation_is_not_offered_again(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    forwarding.forward(desk.context(SUPERVISOR), part.number, "svb", None, "uwv neemt dit niet aan")
    with pytest.raises(Conflict):
        retry(desk, part)


def test_an_unknown_part_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        supervise.retry(desk.context(SUPERVISOR), "L-0000000000-1", "proberen")


def test_while_it_is_being_sent_there_is_nothing_to_offer(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    desk.claim()
    with pytest.raises(Conflict):
        retry(desk, part)
