"""One delivery and what comes of its tries: the steps between them, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from loket.adapters.port import Result, Verdict
from loket.cases.models import Referral
from loket.cases.outbox import Channel, DeliveryAttempt, DeliveryState, ProcessingLog
from loket.cases.states import CaseState, ReferralState, Turn
from loket.routing import completion, supervise
from loket.routing.results import JITTER
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import ABSENT, BROKEN, GONE, REFUSED, SILENT, UNABLE


def opened(desk: Desk, product: str = "ww") -> Referral:
    """The only part of a new case."""
    return part_of(desk.open(product), product)


def attempts(desk: Desk) -> list[DeliveryAttempt]:
    desk.session.rollback()
    return list(desk.session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.number)))


def fail_until_the_end(desk: Desk, most: int = 30) -> list[timedelta]:
    """Let every try fail; returns the time between the tries."""
    waits: list[timedelta] = []
    for _ in range(most):
        desk.drain()
        row = desk.deliveries()[0]
        if row.state is not DeliveryState.DUE:
            return waits
        waits.append(row.next_attempt_at - desk.clock.now())
        desk.clock.set(row.next_attempt_at)
    return waits


def test_a_delivery_that_is_taken_makes_the_part_sent_and_starts_the_term(desk: Desk) -> None:
    part = opened(desk)
    assert desk.drain() is False
    assert (part.state, part.received_by_organisation_at, part.due_on) == (
        ReferralState.SENT,
        desk.clock.now(),
        desk.clock.today() + timedelta(weeks=8, days=1),  # the last day is Koningsdag (Atw art. 1)
    )
    assert part.case.state is CaseState.IN_PROGRESS


def test_giving_data_to_an_organisation_is_accounted_for(desk: Desk) -> None:
    opened(desk)
    desk.drain()
    rows = desk.session.scalars(select(ProcessingLog).where(ProcessingLog.name == "verstrekken")).all()
    assert [row.foreign for row in rows] == ["uwv"]


def test_the_reference_that_comes_with_the_answer_is_kept(desk: Desk) -> None:
    desk.post["uwv"].will(Result(Verdict.DELIVERED, status=202, reference="UWV-7"))
    part = opened(desk)
    desk.drain()
    assert part.reference == "UWV-7"


def test_every_try_sends_the_same_bytes_under_the_same_id(desk: Desk) -> None:
    desk.post["uwv"].will(BROKEN, SILENT, RuntimeError("broken"))
    opened(desk)
    fail_until_the_end(desk)
    seen = desk.post["uwv"].received
    assert len(seen) == 4
    assert len({(message.delivery_id, message.body) for message in seen}) == 1
    assert [message.attempt for message in seen] == [1, 2, 3, 4]


def test_every_try_is_a_row_with_its_verdict(desk: Desk) -> None:
    desk.post["uwv"].will(BROKEN)
    opened(desk)
    fail_until_the_end(desk)
    assert [(row.number, row.verdict, row.status) for row in attempts(desk)] == [(1, "opnieuw", 500), (2, "bezorgd", 202)]


def test_the_time_between_tries_follows_the_steps_with_jitter_and_then_the_part_is_undeliverable(desk: Desk) -> None:
    desk.post["uwv"].will(then=BROKEN)
    steps = desk.dispatcher.catalogue.retry_steps
    part = opened(desk)
    waits = []
    for _ in steps:
        desk.session.execute(update(Channel).values(open_since=None, failures=0, probe_at=None))  # as if others got through
        desk.session.commit()
        desk.drain()
        row = desk.deliveries()[0]
        waits.append((row.next_attempt_at - desk.clock.now()).total_seconds())
        desk.clock.set(row.next_attempt_at)
    assert part.state is ReferralState.UNDELIVERABLE
    assert all(abs(wait - step) <= step * JITTER + 1e-6 for wait, step in zip(waits, steps[1:], strict=False))
    assert any(wait != step for wait, step in zip(waits, steps[1:], strict=False))


def test_a_call_without_a_connection_costs_no_try(desk: Desk) -> None:
    desk.post["uwv"].will(then=ABSENT)
    opened(desk)
    for _ in range(4):
        desk.drain()
        desk.clock.set(desk.deliveries()[0].next_attempt_at)
    row = desk.deliveries()[0]
    assert (row.state, row.attempts, row.tries) == (DeliveryState.DUE, 4, 0)


def test_retry_after_silences_the_whole_line_for_as_long_as_asked(desk: Desk) -> None:
    desk.post["uwv"].will(Result(Verdict.RETRY, status=429, retry_after=120.0))
    opened(desk)
    desk.drain()
    opened(desk, "zw")
    desk.clock.advance(seconds=119)
    desk.drain()
    assert len(desk.post["uwv"].received) == 1
    desk.clock.advance(seconds=2)
    desk.drain()
    assert len(desk.post["uwv"].received) == 3


def test_a_retry_after_of_days_silences_the_line_for_an_hour_at_most(desk: Desk) -> None:
    desk.post["uwv"].will(Result(Verdict.RETRY, status=503, retry_after=86_400.0))
    opened(desk)
    desk.drain()
    assert desk.channel("uwv").quiet_until == desk.clock.now() + timedelta(hours=1)


@pytest.mark.parametrize("answer", [REFUSED, GONE], ids=["refused", "gone"])
def test_an_answer_that_means_never_makes_the_part_undeliverable_at_once(desk: Desk, answer: Result) -> None:
    desk.post["uwv"].will(answer)
    part = opened(desk)
    desk.drain()
    status = desk.status(part.case)
    assert (part.state, part.turn) == (ReferralState.UNDELIVERABLE, Turn.COUNTER)
    assert (status["aanZet"], status["vastgelopen"]["reden"]) == ("loket", "onbestelbaar")
    assert "Het loket zoekt dit uit" in status["deelzaken"][0]["statustekst"]


def test_410_pauses_the_line_and_nothing_else_goes_out(desk: Desk) -> None:
    desk.post["uwv"].will(GONE)
    opened(desk)
    desk.drain()
    opened(desk, "zw")
    desk.clock.advance(days=2)
    desk.drain()
    assert len(desk.post["uwv"].received) == 1
    assert "410" in (desk.channel("uwv").pause_reason or "")


def test_a_refusal_says_nothing_about_the_line(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    opened(desk)
    desk.drain()
    channel = desk.channel("uwv")
    assert (channel.failures, channel.paused_at, channel.open_since) == (0, None, None)


def test_what_an_adapter_cannot_do_becomes_a_task_on_the_timeline(desk: Desk) -> None:
    part = opened(desk)
    desk.drain()
    desk.post["uwv"].will(UNABLE)
    completion.supply(desk.context(), part.number, {}, "Hier is mijn loonstrook")
    desk.drain()
    assert desk.deliveries(part)[1].state is DeliveryState.TASK
    assert desk.events(part.case)[-1] == "taak"
    assert desk.timeline(part.case)[-1]["tekst"] == "Een medewerker geeft een bericht zelf door aan uwv."


def test_an_adapter_that_raises_costs_only_that_delivery(desk: Desk) -> None:
    desk.post["uwv"].will(RuntimeError("broken"))
    first = opened(desk)
    desk.drain()
    second = opened(desk, "akw")
    desk.drain()
    assert (first.state, second.state) == (ReferralState.PENDING, ReferralState.SENT)
    assert desk.deliveries(first)[0].last_error == "adapter: RuntimeError"


@pytest.mark.parametrize(
    ("answer", "words"),
    [(REFUSED, "De organisatie nam het bericht niet aan."), (GONE, "De organisatie neemt op dit adres niets meer aan.")],
    ids=["refused", "gone"],
)
def test_the_timeline_tells_in_words_why_it_was_not_delivered_and_the_log_of_tries_in_codes(desk: Desk, answer: Result, words: str) -> None:
    desk.post["uwv"].will(answer)
    part = opened(desk)
    desk.drain()
    assert desk.timeline(part.case)[-1]["toelichting"] == words
    assert desk.deliveries(part)[0].last_error == answer.detail


def test_a_follow_up_that_fails_for_good_leaves_the_part_as_it_was(desk: Desk) -> None:
    part = opened(desk)
    desk.drain()
    desk.post["uwv"].will(REFUSED)
    completion.supply(desk.context(), part.number, {}, "Hier is mijn loonstrook")
    desk.drain()
    assert (part.state, desk.deliveries(part)[1].state) == (ReferralState.SENT, DeliveryState.DEAD)
    assert desk.events(part.case)[-1] == "onbestelbaar"


def test_a_part_offered_again_goes_out_with_the_same_bytes_and_id(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = opened(desk)
    desk.drain()
    supervise.retry(desk.context(SUPERVISOR), part.number, "adres hersteld")
    desk.drain()
    first, second = desk.post["uwv"].received
    assert (first.delivery_id, first.body) == (second.delivery_id, second.body)
    assert part.state is ReferralState.SENT
