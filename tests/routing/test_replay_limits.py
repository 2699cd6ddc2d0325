"""What a replay may not do: reach somebody who has no part in it any more, overtake, or go round a door that is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from loket.adapters.port import DeclineReason, Result, Verb, Verdict
from loket.cases.models import Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.errors import Conflict
from loket.routing import completion, pull, replay, supervise, withdrawal
from loket.routing.claims import claim, work_left
from loket.routing.context import Actor
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import REFUSED
from tests.support.pulling import PULLER, without_door

S, D = ReferralState, DeliveryState
UWV = Actor(name="client:uwv", label="uwv", organisation="uwv", origin="api")


def sent(desk: Desk, *products: str) -> Referral:
    """A part of UWV after one drain."""
    case = desk.open(*(products or ("ww",)))
    desk.drain()
    return part_of(case, "ww")


def completed(desk: Desk) -> Referral:
    """A part of UWV for which the applicant brought what was asked; that was delivered too."""
    part = sent(desk)
    desk.tell(part, Verb.INFORMATION_ASKED, information_due=desk.clock.today() + timedelta(days=14), questions=("loonstrook",))
    completion.supply(desk.context(), part.number, {}, "Hier is de loonstrook.")
    desk.drain()
    return part


def refused(desk: Desk, row: Delivery) -> str:
    """The code of the refusal."""
    with pytest.raises(Conflict) as found:
        replay.replay(desk.context(UWV), "uwv", row.id)
    return found.value.code


def close(desk: Desk) -> None:
    """From now on UWV fetches."""
    desk.dispatcher = replace(desk.dispatcher, catalogue=without_door(desk.dispatcher.catalogue))


def test_nothing_more_of_a_part_that_was_handed_back_goes_to_who_handed_it_back(desk: Desk) -> None:
    part = completed(desk)
    desk.tell(part, Verb.DECLINED, reason=DeclineReason.OTHER)
    assert [refused(desk, row) for row in desk.deliveries(part)] == ["niet-meer-nodig", "niet-meer-nodig"]


def test_a_part_that_was_handed_back_shows_no_data_any_more_to_who_fetches(desk: Desk) -> None:
    part = completed(desk)
    assert len(pull.fetch(desk.context(UWV), part.number).messages) == 2
    desk.tell(part, Verb.DECLINED, reason=DeclineReason.OTHER)
    assert pull.fetch(desk.context(UWV), part.number).messages == []


def test_a_message_to_a_gemeente_that_is_gone_does_not_move_the_part_of_its_successor(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk, "ww", "akw")
    part.organisation = "svb"
    desk.session.commit()
    (row,) = desk.deliveries(part)
    assert refused(desk, row) == "niet-meer-nodig"
    supervise.retry(desk.context(SUPERVISOR), part.number, "Opnieuw")
    desk.drain()
    assert [one.organisation for one in desk.deliveries(part)] == ["uwv", "svb"]
    assert (part.state, len(desk.post["svb"].received), len(desk.post["uwv"].received)) == (S.SENT, 2, 1)


def test_of_a_period_each_part_gets_its_messages_in_order_again(desk: Desk) -> None:
    part = completed(desk)
    since, until = desk.clock.now() - timedelta(days=1), desk.clock.now() + timedelta(days=1)
    assert replay.replay_period(desk.context(UWV), "uwv", since, until, D.DONE, None).count == 2
    assert [(one.delivery.kind, one.delivery.referral_id) for one in desk.claim()] == [("aanvraag", part.id)]


def test_a_withdrawal_leaves_a_replay_that_waits_delivered_as_it_was(desk: Desk) -> None:
    part = sent(desk)
    (row,) = desk.deliveries(part)
    replay.replay(desk.context(UWV), "uwv", row.id)
    withdrawal.withdraw(desk.context(), part.case.number, [part.number], "Niet meer nodig")
    assert [(one.kind, one.state) for one in desk.deliveries(part)] == [("aanvraag", D.DONE), ("intrekking", D.DUE)]


def test_what_was_under_way_when_an_organisation_closed_its_door_waits_to_be_fetched(desk: Desk) -> None:
    case = desk.open("ww")
    number = part_of(case, "ww").number
    desk.claim()  # the worker dies
    close(desk)
    desk.clock.advance(minutes=10)
    pull.follow_configuration(desk.context())
    assert [message["soort"] for message in pull.fetch(desk.context(UWV), number).messages] == ["aanvraag"]


def test_a_line_over_which_nobody_may_be_called_keeps_no_drain_at_work_and_no_place_before_others(desk: Desk) -> None:
    desk.open("ww", "akw")
    desk.claim(1)
    close(desk)
    desk.clock.advance(minutes=10)
    settings = desk.dispatcher.settings
    for _ in range(2):
        found = claim(desk.session, desk.dispatcher.catalogue, settings.pace, desk.clock.now(), 1, settings.per_organisation)
        desk.session.commit()
    assert {one.delivery.organisation for one in found} <= {"svb"}
    for one in found:
        desk.write(one, Result(Verdict.DELIVERED, status=202))
    desk.drain()
    assert not work_left(desk.session, desk.dispatcher.catalogue, desk.clock.now())


def test_what_begins_to_wait_for_who_fetches_comes_into_its_list_again(desk: Desk) -> None:
    case = desk.open("ww")
    seen = pull.changes(desk.context(UWV), None, 50).after
    close(desk)
    pull.follow_configuration(desk.context())
    assert [line.part.number for line in pull.changes(desk.context(UWV), seen, 50).lines] == [part_of(case, "ww").number]


def test_a_dead_message_of_who_fetches_now_is_offered_to_be_fetched(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    close(desk)
    supervise.retry(desk.context(SUPERVISOR), part.number, "Opnieuw")
    assert [row.state for row in desk.deliveries(part)] == [D.READY]
    assert part.organisation == PULLER
