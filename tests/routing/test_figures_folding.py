"""Whatever happens to cases, in whatever order and however often the clock looks: the figures are equal to counting everything over."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, update

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.figures import CaseFigure, FigureCount
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery, DeliveryState
from loket.clock import count as counts_of_the_clock
from loket.clock import tell as told_by_the_clock
from loket.errors import LoketError
from loket.routing import announcing, closing, contact, merging, retention, splitting, sweep, withdrawal
from loket.routing.context import MACHINE, Context
from loket.routing.figures import folding, recount, store
from loket.routing.figures.measures import Measure
from tests.support import counted
from tests.support.desk import SUPERVISOR, Desk, general, part_of, person
from tests.support.meeting import meeting

STEPS = 30
PRODUCTS = (("ww",), ("ww", "bijstand"), ("akw", "aow"), tuple(general("uwv")), ("wlz-indicatie", "wlz-bijdrage"))
VERBS: tuple[tuple[Verb, dict[str, object]], ...] = (
    (Verb.RECEIVED, {}),
    (Verb.TAKEN_UP, {}),
    (Verb.SUSPENDED, {}),
    (Verb.RESUMED, {}),
    (Verb.DECIDED, {"outcome": Outcome.GRANTED}),
    (Verb.DECIDED, {"outcome": Outcome.REFUSED}),
    (Verb.REVISED, {"outcome": Outcome.PARTLY_GRANTED}),
    (Verb.CLOSED, {}),
    (Verb.DECLINED, {"reason": DeclineReason.NOT_COMPETENT, "right_organisation": "svb"}),
    (Verb.DECLINED, {"reason": DeclineReason.ALREADY_ARRANGED}),
)


class History:
    """Things that happen to cases by chance, the same ones for each seed."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance = desk, random.Random(seed)  # noqa: S311 no secret

    def go_on(self) -> None:
        """Something happens; what is refused did not."""
        self.desk.clock.advance(hours=self.chance.choice((1, 20, 80, 500)))
        acts: tuple[Callable[[], object], ...] = (self.ask, self.tell, self.tell, self.tell, self.desk.drain, self.at_the_desk)
        try:
            self.chance.choice(acts)()
        except LoketError:
            self.desk.session.rollback()

    def ask(self) -> None:
        event = self.chance.choice((None, None, None, "scheiding"))
        self.desk.open(*self.chance.choice(PRODUCTS), applicant=person(bsn=None, surname=f"P{self.chance.random()}"), life_event=event)

    def tell(self) -> None:
        part = self.chance.choice(self.desk.session.scalars(select(Referral).order_by(Referral.number)).all() or [None])
        if part is not None:
            verb, told = self.chance.choice(VERBS)
            self.desk.tell(part, verb, **told)

    def at_the_desk(self) -> None:
        number = self.chance.choice(self.desk.session.scalars(select(Case.number).order_by(Case.number)).all() or [None])
        if number is not None:
            context = self.desk.context()
            acts: tuple[Callable[[], object], ...] = (
                lambda: contact.record(context, number, question="Hoe staat het?", channel="balie"),
                lambda: closing.close(context, number, "geholpen", helped=self.chance.choice(closing.HELPED)),
                lambda: closing.reopen(context, number, "Er was nog iets"),
                lambda: withdrawal.withdraw(context, number, None, "niet meer nodig"),
            )
            self.chance.choice(acts)()


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_that_were_kept_up_are_equal_to_counting_everything_over(desk: Desk, seed: int) -> None:
    history = History(desk, seed)
    for _ in range(STEPS):
        history.go_on()
        if history.chance.random() < 0.3:
            counted.count(desk, size=2)
    counted.count(desk)
    assert counted.counted(desk) == counted.over_again(desk) != {}
    found = recount.recount(desk.context(MACHINE))
    assert (found.stale, found.wrong) == (0, 0)


def test_cases_that_are_merged_or_split_count_as_the_cases_stand_then(desk: Desk) -> None:
    older, newer, whole = desk.open("ww"), desk.open("ww", counter="uwv-den-haag"), desk.open("akw", "zw")
    desk.drain()
    counted.count(desk)
    before = counted.counted(desk)
    merging.merge(desk.context(SUPERVISOR), newer.number, older.number, "Twee keer gevraagd")
    splitting.split(desk.context(SUPERVISOR), whole.number, [part_of(desk.case(whole.number), "akw").number], (), "Niet samen")
    counted.count(desk)
    assert before != counted.counted(desk) == counted.over_again(desk)
    found = counted.of(desk, desk.clock.today())
    assert Measure.ANSWERED not in found  # a duplicate is closed, but nobody answered it
    assert found[Measure.CASES] == {"0": 4}


def test_a_case_that_is_marked_twice_or_counted_again_adds_nothing_twice(desk: Desk) -> None:
    case = desk.open("ww")
    counted.count(desk)
    before = counted.counted(desk)
    for _ in range(2):
        folding.mark(desk.context(MACHINE), [case.id])
        desk.session.commit()
    assert counted.count(desk) == 2
    assert counted.counted(desk) == before


def test_a_clock_that_is_killed_before_it_commits_changed_nothing(desk: Desk) -> None:
    desk.open("ww")
    announcing.announce(desk.context(MACHINE))
    context = desk.context(MACHINE)
    assert store.hold(context)
    assert folding.fold_marked(context, 10) > 0
    context.session.rollback()
    assert (counted.counted(desk), counted.marks(desk) > 0) == ({}, True)
    counted.count(desk)
    assert counted.counted(desk) == counted.over_again(desk) != {}


def test_two_clocks_at_once_count_each_change_once(desk: Desk) -> None:
    for number in range(4):
        desk.open("ww", applicant=person(bsn=None, surname=f"Jansen {number}"))
    announcing.announce(desk.context(MACHINE))
    desk.session.rollback()

    def run() -> int:
        with desk.dispatcher.sessions() as session:
            return folding.fold(Context(session, desk.dispatcher.catalogue, MACHINE, desk.clock.now()), 20, 1)

    with meeting(desk.session.get_bind(), "FROM figure_due"), ThreadPoolExecutor(2) as pool:
        done = sum(one.result() for one in [pool.submit(run) for _ in range(2)])
    assert done + counted.count(desk) >= 4
    assert counted.counted(desk) == counted.over_again(desk) != {}


def test_the_clock_counts_what_was_told_at_its_next_tick(desk: Desk) -> None:
    desk.open("ww")
    desk.session.rollback()
    told_by_the_clock(desk.dispatcher)
    counts_of_the_clock(desk.dispatcher)
    assert counted.of(desk, desk.clock.today())[Measure.CASES] == {"0": 1}


def test_a_case_that_closes_by_itself_counts_as_unknown_whether_it_helped(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(desk.case(case.number), "ww"))
    desk.clock.advance(days=43)
    sweep.close_old(desk.context(MACHINE))
    counted.count(desk)
    assert counted.of(desk, desk.clock.today())[Measure.HELPED] == {str(closing.HELPED.index("onbekend")): 1}


def test_what_a_destroyed_case_added_stays_and_is_no_longer_known_as_its_own(desk: Desk, tmp_path: Path) -> None:
    case = desk.open("ww")
    withdrawal.withdraw(desk.context(), case.number, None, "niet meer nodig")
    counted.count(desk)
    before = counted.counted(desk)
    desk.session.execute(update(Delivery).values(state=DeliveryState.CANCELLED))
    desk.session.commit()
    desk.clock.advance(days=6 * 366)
    assert retention.expire(desk.context(MACHINE), tmp_path) == 1
    counted.count(desk)
    assert counted.counted(desk) == before
    assert desk.session.scalars(select(CaseFigure)).all() == []
    found = recount.recount(desk.context(MACHINE))
    assert (found.cases, found.stale, found.wrong) == (0, 0, 0)
    assert counted.counted(desk) == before


def test_a_case_that_is_destroyed_before_it_was_counted_counts_all_the_same(desk: Desk) -> None:
    case = desk.open("ww")
    folding.retire(desk.context(MACHINE), case.id)
    desk.session.commit()
    assert counted.of(desk, desk.clock.today())[Measure.CASES] == {"0": 1}


def test_counting_over_finds_a_count_that_is_wrong_or_missing_and_puts_it_right(desk: Desk) -> None:
    desk.open("ww")
    counted.count(desk)
    right = counted.counted(desk)
    rows = desk.session.scalars(select(FigureCount)).all()
    rows[0].counts = {Measure.CASES: {"0": 7}}
    desk.session.delete(rows[1])
    desk.session.commit()
    assert recount.recount(desk.context(MACHINE)).wrong == 2
    assert counted.counted(desk) == right
    assert recount.recount(desk.context(MACHINE)).wrong == 0


def test_counting_over_counts_what_the_clock_had_not_come_to(desk: Desk) -> None:
    desk.open("ww")
    found = recount.recount(desk.context(MACHINE))
    assert (found.cases, found.stale, found.wrong) == (1, 1, 0)
    assert counted.counted(desk) == counted.over_again(desk) != {}
    counted.count(desk)
    assert counted.counted(desk) == counted.over_again(desk)
