"""What leaves supervision: a brief with only what counts, an anonymised journey, no number below ten (practice rules 25 and 26)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from loket.adapters.port import DeclineReason, Verb
from loket.cases.signals import Cause, CauseCode, Signal
from loket.errors import NotFound
from loket.routing import contact
from loket.routing.context import Actor
from loket.routing.figures.disclosure import FEWEST
from loket.routing.signals import brief, journey, listing, recording
from loket.routing.signals.listing import Choice, Sight
from tests.support.desk import EMPLOYEE, SUPERVISOR, Desk, part_of
from tests.support.signalling import LAW, POLICY_MAKER, WORDS, judged, noted, one_case, the_signal


def travelled(desk: Desk) -> tuple[UUID, UUID]:
    """A signal with one example: a part was handed back, and the person asked how it was."""
    case = one_case(desk, "bijstand", "ww")
    desk.drain()
    desk.clock.advance(days=5)
    desk.tell(part_of(case, "bijstand"), Verb.TAKEN_UP)
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.NOT_COMPETENT)
    desk.clock.advance(days=12)
    contact.record(desk.context(), case.number, question="Hoe staat het met mijn geld?", channel="balie")
    recording.record(desk.context(), case.number, LAW)
    signal = the_signal(desk).id
    judged(desk, signal)
    (example,) = listing.examples(desk.context(SUPERVISOR), the_signal(desk))
    return signal, example.id


def test_a_brief_has_only_what_a_second_person_confirmed(desk: Desk) -> None:
    signal = noted(desk, FEWEST)
    assert brief.lines(desk.context(SUPERVISOR), Choice()) == []
    judged(desk, signal)
    noted(desk, 3)
    (line,) = brief.lines(desk.context(SUPERVISOR), Choice())
    assert (line.count, line.knocks, line.lately, line.pairs) == (FEWEST, FEWEST, FEWEST, ("WW art. 45",))
    assert [example.words for example in line.examples] == [WORDS] * 2


def test_a_brief_counts_no_fewer_than_ten_and_has_no_example_then(desk: Desk) -> None:
    judged(desk, noted(desk, FEWEST - 1))
    (line,) = brief.lines(desk.context(SUPERVISOR), Choice())
    assert (line.count, line.days, line.examples, line.pairs) == (None, None, (), ())


def test_a_brief_is_of_the_chosen_signals_and_a_table_has_them_all(desk: Desk) -> None:
    first = noted(desk)
    judged(desk, first)
    recording.record(desk.context(), one_case(desk).number, replace(LAW, code="ict"))
    assert [line.signal.id for line in brief.lines(desk.context(SUPERVISOR), Choice(code=CauseCode.LAW))] == [first]
    assert brief.lines(desk.context(SUPERVISOR), Choice(code=CauseCode.ICT)) == []
    assert [line.signal.id for lines in brief.table(desk.context(SUPERVISOR), Choice()) for line in lines] == [first]


def test_a_brief_tells_whether_it_happens_more_often_than_before(desk: Desk) -> None:
    noted(desk, FEWEST + 2)
    desk.clock.advance(days=100)
    judged(desk, noted(desk, FEWEST))
    (line,) = brief.lines(desk.context(SUPERVISOR), Choice())
    assert (line.lately, line.earlier) == (FEWEST, FEWEST)


def test_months_that_would_give_a_small_number_away_are_left_out_for_a_policy_maker_and_in_a_brief(desk: Desk) -> None:
    noted(desk, 4)
    desk.clock.advance(days=100)
    signal = noted(desk, 10)
    judged(desk, signal)
    reader = listing.trend(desk.context(POLICY_MAKER), the_signal(desk))
    assert [month.count for month in reader] == [None] * 11 + [FEWEST]
    (line,) = brief.lines(desk.context(SUPERVISOR), Choice())
    assert (line.count, line.lately, line.earlier) == (FEWEST, FEWEST, None)
    assert [month.count for month in listing.trend(desk.context(SUPERVISOR), the_signal(desk))][-4:] == [4, 0, 0, 10]


def test_a_journey_has_steps_with_the_days_between_and_nothing_of_a_person(desk: Desk) -> None:
    found = journey.of(desk.context(SUPERVISOR), *travelled(desk))
    steps = [(step.kind, step.day, step.waited, step.named) for step in found.steps]
    assert steps[0] == ("zaak-ontvangen", 0, 0, False)
    assert ("in-behandeling-genomen", 5, 5, True) in steps
    assert ("teruggegeven", 5, 0, False) in steps
    assert steps[-1] == ("contactmoment", 17, 12, False)
    assert (found.days, found.knocks, found.hand_backs, found.organisations) == (17, 2, 1, 2)


def test_a_case_has_one_journey_so_that_two_signals_tell_nothing_together(desk: Desk) -> None:
    case = one_case(desk)
    for code in ("wet", "ict"):
        recording.record(desk.context(), case.number, replace(LAW, code=code))
    first, second = desk.session.scalars(select(Signal).order_by(Signal.code.desc())).all()
    examples = []
    for signal in (first, second):
        judged(desk, signal.id)
        desk.clock.advance(days=1)
        examples += listing.examples(desk.context(SUPERVISOR), signal)
    context = desk.context(SUPERVISOR)
    assert journey.among(context, examples) == {examples[0].id}
    assert journey.of(context, first.id, examples[0].id).steps
    with pytest.raises(NotFound):
        journey.of(context, second.id, examples[1].id)


def test_only_an_example_that_a_second_person_confirmed_has_a_journey(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    signal = the_signal(desk)
    (cause,) = desk.session.scalars(select(Cause.id)).all()
    with pytest.raises(NotFound):
        journey.of(desk.context(SUPERVISOR), signal.id, cause)
    judged(desk, signal.id)
    assert journey.of(desk.context(SUPERVISOR), signal.id, cause).steps


@pytest.mark.parametrize(
    ("who", "opens"), [(SUPERVISOR, True), (POLICY_MAKER, False), (EMPLOYEE, False)], ids=["supervisor", "policy", "desk"]
)
def test_below_ten_only_a_supervisor_reads_numbers_examples_and_journeys(desk: Desk, who: Actor, opens: bool) -> None:
    signal, example = travelled(desk)
    context = desk.context(who)
    assert Sight.of(context).opens(the_signal(desk)) is opens
    if opens:
        assert journey.of(context, signal, example)
    else:
        with pytest.raises(NotFound):
            journey.of(context, signal, example)


def test_a_supervisor_of_an_organisation_reads_all_of_what_is_about_it_only(desk: Desk) -> None:
    signal = listing.one(desk.context(), noted(desk, 2))
    own, other = (Sight.of(desk.context(replace(SUPERVISOR, organisation=slug))) for slug in ("gemeente-0518", "uwv"))
    assert [(sight.whole(signal), sight.number(signal, 2), sight.article(signal)) for sight in (own, other)] == [
        (True, 2, LAW.article),
        (False, None, ""),
    ]


def test_an_article_is_read_by_others_once_somebody_confirmed_it(desk: Desk) -> None:
    signal, sight = noted(desk, FEWEST), Sight.of(desk.context(POLICY_MAKER))
    assert sight.article(the_signal(desk)) == ""
    judged(desk, signal)
    assert sight.article(the_signal(desk)) == LAW.article


def test_from_ten_on_a_policy_maker_reads_numbers_and_journeys(desk: Desk) -> None:
    signal, example = travelled(desk)
    noted(desk, FEWEST - 1)
    assert journey.of(desk.context(POLICY_MAKER), signal, example).knocks == 2
