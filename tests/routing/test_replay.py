"""Replaying deliveries: the same id and bytes, with an effect once; whoever comes second hears so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from loket.adapters.port import Verb
from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.models import Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.errors import Conflict, NotFound
from loket.routing import completion, deliveries, replay, sweep, withdrawal
from loket.routing.context import Actor
from loket.routing.deliveries import Wanted
from tests.support.desk import Desk, part_of
from tests.support.post import ABSENT, BROKEN, REFUSED
from tests.support.pulling import close_door

S, D = ReferralState, DeliveryState
UWV = Actor(name="client:uwv", label="uwv", organisation="uwv", origin="api")


def sent(desk: Desk, *products: str) -> Referral:
    """A part of UWV after one drain."""
    case = desk.open(*(products or ("ww",)))
    desk.drain()
    return part_of(case, "ww")


def again(desk: Desk, part: Referral, number: int = 0) -> UUID:
    """Let UWV replay one of the deliveries of this part; returns its id."""
    delivery = desk.deliveries(part)[number].id
    replay.replay(desk.context(UWV), "uwv", delivery)
    return delivery


def test_what_arrived_is_sent_again_with_the_same_id_and_bytes(desk: Desk) -> None:
    part = sent(desk)
    desk.clock.advance(days=1)
    delivery = again(desk, part)
    desk.drain()
    first, second = desk.post["uwv"].received
    assert (first.delivery_id, first.body) == (second.delivery_id, second.body)
    assert first.delivery_id == str(delivery)
    assert desk.deliveries(part)[0].state is D.DONE


@pytest.mark.parametrize("verb", [None, Verb.TAKEN_UP])
def test_a_replay_of_what_arrived_restarts_no_term_and_moves_no_state(desk: Desk, verb: Verb | None) -> None:
    part = sent(desk)
    if verb:
        desk.tell(part, verb)
    before = [
        getattr(part, name) for name in ("state", "state_since", "sent_at", "received_by_organisation_at", "due_on", "norm_at", "turn")
    ]
    delivered = desk.deliveries(part)[0].delivered_at
    desk.clock.advance(days=3)
    again(desk, part)
    desk.drain()
    desk.session.refresh(part)
    after = [
        getattr(part, name) for name in ("state", "state_since", "sent_at", "received_by_organisation_at", "due_on", "norm_at", "turn")
    ]
    assert after == before
    assert desk.deliveries(part)[0].delivered_at == delivered
    assert desk.events(part.case).count("verzonden") == 1


def test_each_time_that_personal_data_go_out_again_is_accounted_for(desk: Desk) -> None:
    part = sent(desk)
    count = select(func.count()).select_from(ProcessingLog).where(ProcessingLog.name == "verstrekken")
    before = desk.session.scalar(count)
    again(desk, part)
    desk.drain()
    assert desk.session.scalar(count) == 2 * (before or 0)
    assert desk.events(part.case)[-1] == "opnieuw-bezorgd"
    asked = desk.session.scalars(select(AuditLog).where(AuditLog.action == "bezorging-herhalen")).one()
    assert (asked.actor, asked.object) == ("client:uwv", part.number)


def test_a_replay_that_fails_leaves_what_arrived_as_it_was(desk: Desk) -> None:
    part = sent(desk)
    again(desk, part)
    desk.post["uwv"].will(REFUSED)
    desk.drain()
    assert (part.state, part.case.stuck_reason, desk.deliveries(part)[0].state) == (S.SENT, None, D.DONE)
    assert "onbestelbaar" not in desk.events(part.case)


def test_a_replay_that_waits_holds_no_later_message_up(desk: Desk) -> None:
    part = sent(desk)
    again(desk, part)
    desk.post["uwv"].will(BROKEN)
    completion.supply(desk.context(), part.number, {}, "Mijn loonstrook")
    desk.drain()
    desk.drain()
    assert desk.deliveries(part)[1].state is D.DONE


def test_a_replay_of_an_answer_is_no_answer_under_way(desk: Desk) -> None:
    part = sent(desk)
    completion.supply(desk.context(), part.number, {}, "Mijn loonstrook")
    desk.drain()
    again(desk, part, 1)
    due = (desk.clock.now() + timedelta(days=14)).date()
    desk.tell(part, Verb.INFORMATION_ASKED, information_due=due, questions=("En uw contract?",))
    assert part.state is S.NEEDS_INFORMATION


def test_what_never_arrived_goes_after_all(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    assert part.state is S.UNDELIVERABLE
    again(desk, part)
    assert desk.events(part.case)[-1] == "opnieuw-aangeboden"
    desk.drain()
    assert (part.state, desk.events(part.case).count("verzonden")) == (S.SENT, 1)


def test_a_body_that_was_erased_cannot_be_replayed(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    desk.tell(part, Verb.CARRIED_OUT)
    desk.tell(part, Verb.CLOSED)
    desk.clock.advance(days=31)
    sweep.forget(desk.context())
    with pytest.raises(Conflict) as raised:
        again(desk, part)
    assert raised.value.code == "inhoud-gewist"


def test_a_request_that_went_elsewhere_or_was_withdrawn_is_not_sent_again(desk: Desk) -> None:
    part = sent(desk)
    withdrawal.withdraw(desk.context(), part.case.number, None, "toch niet")
    desk.drain()
    with pytest.raises(Conflict) as raised:
        again(desk, part)
    assert raised.value.code == "niet-meer-nodig"
    again(desk, part, 1)  # the withdrawal itself can be


def test_another_organisation_cannot_replay_it(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(NotFound):
        replay.replay(desk.context(UWV), "svb", desk.deliveries(part)[0].id)


def test_while_it_is_being_sent_the_replay_comes_second(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    with pytest.raises(Conflict) as waits:
        again(desk, part)
    desk.claim()
    with pytest.raises(Conflict) as sends:
        again(desk, part)
    assert (waits.value.code, sends.value.code) == ("wacht-al", "wordt-verzonden")


def test_of_two_replays_at_once_one_wins(desk: Desk) -> None:
    part = sent(desk)
    again(desk, part)
    with pytest.raises(Conflict):
        again(desk, part)
    desk.drain()
    assert len(desk.post["uwv"].received) == 2


def test_a_late_result_of_before_the_replay_changes_nothing(desk: Desk) -> None:
    part = part_of(desk.open("ww"), "ww")
    zombie = desk.claim()[0]
    desk.clock.advance(seconds=60)
    desk.drain()
    again(desk, part)
    desk.write(zombie, REFUSED)
    assert desk.deliveries(part)[0].state is D.DUE
    desk.drain()
    assert (part.state, desk.deliveries(part)[0].state) == (S.SENT, D.DONE)


def test_a_replay_lets_a_probe_through_to_an_organisation_that_was_down(desk: Desk) -> None:
    part = sent(desk)
    desk.post["uwv"].will(then=ABSENT)
    for _ in range(5):
        desk.open("ww")
    desk.drain()
    desk.drain()
    assert desk.channel("uwv").open_since is not None
    again(desk, part)
    assert desk.channel("uwv").probe_at == desk.clock.now()


def test_all_dead_letters_of_a_period_are_replayed_and_counted(desk: Desk) -> None:
    desk.post["uwv"].will(then=REFUSED)
    early = sent(desk)
    desk.clock.advance(days=1)
    began = desk.clock.now()
    parts = [sent(desk, "ww", "wia") for _ in range(2)]
    withdrawal.withdraw(desk.context(), parts[0].case.number, [parts[0].number], "toch niet")
    until = desk.clock.advance(seconds=1)
    found = replay.replay_period(desk.context(UWV), "uwv", began, until, D.DEAD, None)
    assert (found.count, found.skipped, found.following) == (3, 1, None)
    assert desk.deliveries(early)[0].state is D.DEAD


def test_a_large_period_goes_in_steps(desk: Desk) -> None:
    part = sent(desk)
    template = {column.name: getattr(desk.deliveries(part)[0], column.name) for column in Delivery.__table__.columns}
    desk.session.add_all([Delivery(**template | {"id": UUID(int=template["id"].int + step)}) for step in range(1, replay.MOST + 1)])
    desk.session.commit()
    began, until = desk.clock.now() - timedelta(days=1), desk.clock.now() + timedelta(days=1)
    first = replay.replay_period(desk.context(UWV), "uwv", began, until, D.DONE, None)
    rest = replay.replay_period(desk.context(UWV), "uwv", began, until, D.DONE, first.following)
    assert (first.count, rest.count, rest.following) == (replay.MOST, 1, None)


def test_the_log_shows_own_deliveries_the_newest_first_within_a_period_and_state(desk: Desk) -> None:
    first = sent(desk, "ww", "akw")
    middle = desk.clock.advance(hours=1)
    second = sent(desk)
    context = desk.context(UWV)
    assert [entry.number for entry in deliveries.page(context, "uwv", Wanted())] == [second.number, first.number]
    assert [entry.number for entry in deliveries.page(context, "uwv", Wanted(since=middle))] == [second.number]
    assert [entry.number for entry in deliveries.page(context, "uwv", Wanted(until=middle))] == [first.number]
    assert deliveries.page(context, "uwv", Wanted(state=D.DEAD)) == []


def test_who_fetches_finds_what_it_fetched_in_the_part_and_replays_nothing(desk: Desk) -> None:
    part = sent(desk)
    close_door(desk.app)
    with pytest.raises(Conflict) as refused:
        replay.replay(replace(desk.context(UWV), catalogue=desk.app.extensions["loket"].catalogue), "uwv", desk.deliveries(part)[0].id)
    assert refused.value.code == "haalt-zelf-op"
