"""Who may send what now: exact limits, leases, the fence, and order within a part."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from loket.adapters.port import Message, Result
from loket.cases.models import Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.states import ReferralState
from loket.routing import completion
from loket.routing.claims import MOST_LOST_LEASES
from loket.routing.dispatch import drain
from tests.support.desk import Desk, general, part_of
from tests.support.post import BROKEN, REFUSED, SILENT, TAKEN

LEASE = 8  # seconds: a little longer than the lease in tests


class Counted:
    """An answer that notes how many calls are under way at once; they wait for each other for a moment."""

    def __init__(self, together: int) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()
        self._meeting = threading.Barrier(together)

    def __call__(self, _message: Message) -> Result:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            self._meeting.wait(0.3)
        except threading.BrokenBarrierError:
            self._meeting.reset()
        with self._lock:
            self.now -= 1
        return TAKEN


def only(desk: Desk, product: str = "ww") -> tuple[Referral, Callable[[], Delivery]]:
    """The only part of a new case, and a look at its delivery."""
    part = part_of(desk.open(product), product)
    return part, lambda: desk.deliveries(part)[0]


def test_several_drains_together_keep_the_limit_of_an_organisation_exactly(desk: Desk) -> None:
    limit = desk.dispatcher.catalogue.organisations["uwv"].limit
    counted = Counted(limit)
    desk.post["uwv"].usual = counted
    for _ in range(12):
        desk.open(*general("uwv"))
    desk.session.rollback()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: drain(desk.dispatcher, 5), range(3)))
    assert len(desk.post["uwv"].received) == 12
    assert counted.most == limit


def test_an_organisation_with_a_smaller_share_of_the_threads_gets_no_more(desk: Desk) -> None:
    desk.change(per_organisation=2)
    for _ in range(5):
        desk.open(*general("uwv"))
    assert len(desk.claim()) == 2
    assert desk.claim() == []


def test_no_more_is_claimed_than_there_are_free_slots(desk: Desk) -> None:
    desk.open(*general("uwv", "svb", "cak", "duo"))
    assert len(desk.claim(slots=3)) == 3


def test_the_organisations_that_waited_longest_come_first(desk: Desk) -> None:
    desk.open(*general("uwv", "svb", "uwv"))
    desk.open(*general("uwv", "svb"))
    first = {one.delivery.organisation for one in desk.claim(slots=1)}
    desk.clock.advance(seconds=1)
    assert {one.delivery.organisation for one in desk.claim(slots=1)} == {"uwv", "svb"} - first


def test_what_is_urgent_goes_first(desk: Desk) -> None:
    desk.change(per_organisation=1)
    desk.open("ww")
    urgent = part_of(desk.open("zw", urgent=True), "zw")
    assert [one.delivery.referral_id for one in desk.claim()] == [urgent.id]


def test_a_claim_that_never_came_back_is_sent_again_with_the_same_bytes_and_id(desk: Desk) -> None:
    part, row = only(desk)
    lost = desk.claim()[0]
    desk.clock.advance(seconds=LEASE)
    desk.drain()
    message = desk.post["uwv"].received[0]
    assert (message.delivery_id, message.body.decode(), message.attempt) == (str(lost.delivery.id), row().body, 2)
    assert (part.state, row().lost_leases) == (ReferralState.SENT, 1)


def test_nobody_else_sends_it_while_the_lease_runs(desk: Desk) -> None:
    only(desk)
    desk.claim()
    desk.clock.advance(seconds=LEASE - 2)
    desk.drain()
    assert desk.post["uwv"].received == []


def test_a_late_result_of_an_older_claim_changes_nothing(desk: Desk) -> None:
    part, row = only(desk)
    old = desk.claim()[0]
    desk.clock.advance(seconds=LEASE)
    desk.drain()
    version = part.case.version
    desk.write(old, REFUSED)
    assert (part.state, row().state, part.case.version) == (ReferralState.SENT, DeliveryState.DONE, version)


def test_a_late_result_does_not_take_a_delivery_from_who_has_it_now(desk: Desk) -> None:
    part, row = only(desk)
    old = desk.claim()[0]
    desk.clock.advance(seconds=LEASE)
    new = desk.claim()[0]
    desk.write(old, TAKEN)
    assert (part.state, row().state) == (ReferralState.PENDING, DeliveryState.SENDING)
    desk.write(new, TAKEN)
    assert (part.state, row().state) == (ReferralState.SENT, DeliveryState.DONE)


def test_a_late_result_says_nothing_about_the_line(desk: Desk) -> None:
    only(desk)
    old = desk.claim()[0]
    desk.clock.advance(seconds=LEASE)
    desk.claim()
    desk.write(old, BROKEN)
    assert desk.channel("uwv").failures == 0


def test_a_delivery_that_kills_its_worker_three_times_is_poison(desk: Desk) -> None:
    part, row = only(desk)
    for _ in range(MOST_LOST_LEASES):
        assert len(desk.claim()) == 1
        desk.clock.advance(seconds=LEASE)
    desk.drain()
    assert desk.post["uwv"].received == []  # it is not tried a fourth time: that would kill this worker too
    assert (part.state, row().state) == (ReferralState.UNDELIVERABLE, DeliveryState.DEAD)
    assert "afgebroken" in (row().last_error or "")


def test_a_poisonous_delivery_does_not_hold_up_the_others(desk: Desk) -> None:
    only(desk)
    for _ in range(MOST_LOST_LEASES):
        desk.claim()
        desk.clock.advance(seconds=LEASE)
    healthy = part_of(desk.open("zw"), "zw")
    desk.drain()
    assert healthy.state is ReferralState.SENT


def test_the_completion_of_a_part_never_goes_before_its_request(desk: Desk) -> None:
    part, _ = only(desk)
    desk.post["uwv"].will(SILENT)
    desk.drain()
    completion.supply(desk.context(), part.number, {}, "Ik vergat iets")
    desk.drain()
    assert desk.post["uwv"].kinds_received == ["aanvraag"]
    desk.clock.advance(minutes=1)
    desk.drain()
    assert desk.post["uwv"].kinds_received == ["aanvraag", "aanvraag", "aanvulling"]


def test_a_later_part_does_not_wait_for_an_earlier_one(desk: Desk) -> None:
    only(desk)
    desk.post["uwv"].will(SILENT)
    desk.drain()
    later, _ = only(desk, "zw")
    desk.drain()
    assert later.state is ReferralState.SENT


def test_two_results_about_one_case_at_once_are_both_written(desk: Desk) -> None:
    case = desk.open(*general("uwv", "svb", "cak", "duo", "cbr", "rvo"))
    desk.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: drain(desk.dispatcher, 5), range(2)))
    assert {part.state for part in desk.case(case.number).referrals} == {ReferralState.SENT}
    assert len(desk.events(case)) == case.events_count == 1 + 6 + 6
