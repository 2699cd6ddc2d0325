"""The legal dates that come: which there are, in which order, and how they are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from loket.adapters.port import Outcome, Verb
from loket.cases.models import Case
from loket.cases.states import ReferralState
from loket.routing import legal_steps, terms
from loket.routing.legal_steps import Step
from loket.routing.terms import Cursor, Kind, Wanted
from tests.support.crowd import crowd, plans, scans
from tests.support.desk import MONDAY, SUPERVISOR, Desk, part_of, person

TODAY = MONDAY.date()


def dates(desk: Desk, **wanted: Any) -> list[tuple[date, str]]:
    found, _ = terms.listed(desk.context(SUPERVISOR), Wanted(**wanted))
    return [(one.day, one.kind.value) for one in found]


def delivered(desk: Desk, *products: str, **given: Any) -> Case:
    case = desk.open(*products, applicant=person(bsn=None), **given)
    desk.drain()
    return desk.case(case.number)


def test_an_open_part_has_its_last_day_for_a_decision(desk: Desk) -> None:
    case = delivered(desk, "ww")
    assert dates(desk) == [(part_of(case, "ww").due_on, "besluit")]


def test_what_must_be_supplied_stands_beside_the_term_that_stands_still_meanwhile(desk: Desk) -> None:
    case = delivered(desk, "ww")
    until = TODAY + timedelta(days=14)
    desk.tell(part_of(case, "ww"), Verb.INFORMATION_ASKED, information_due=until, questions=("Een kopie",))
    assert dates(desk) == [(until, "aanvulling"), (part_of(desk.case(case.number), "ww").due_on, "besluit")]
    found, _ = terms.listed(desk.context(SUPERVISOR), Wanted(kind=Kind.DECISION))
    assert (found[0].part.suspended_on, found[0].runs) == (TODAY, False)
    assert dates(desk, running=True) == [(until, "aanvulling")]


def test_a_decision_takes_its_term_away_and_brings_the_last_day_for_an_objection(desk: Desk) -> None:
    case = delivered(desk, "ww")
    desk.tell(part_of(case, "ww"), Verb.DECIDED, outcome=Outcome.REFUSED, announced_on=TODAY)
    assert dates(desk) == [(date(2026, 4, 13), "bezwaar")]


def test_a_notice_of_default_at_the_desk_brings_the_first_day_of_the_penalty(desk: Desk) -> None:
    case = delivered(desk, "ww")
    due = part_of(case, "ww").due_on
    assert due is not None
    desk.clock.advance(days=(due - TODAY).days + 1)
    legal_steps.take(desk.context(), part_of(case, "ww").number, Step.DEFAULT_NOTICE, "Ik wacht al te lang.")
    first = due + timedelta(days=1 + 15)
    assert dates(desk, kind=Kind.PENALTY) == [(first, "dwangsom")]
    desk.clock.advance(days=1)
    legal_steps.take(desk.context(), part_of(case, "ww").number, Step.DEFAULT_NOTICE, "Nog een keer.")
    assert dates(desk, kind=Kind.PENALTY) == [(first, "dwangsom")]  # the first notice counts


def test_a_notice_within_the_term_brings_no_penalty(desk: Desk) -> None:
    case = delivered(desk, "ww")
    legal_steps.take(desk.context(), part_of(case, "ww").number, Step.DEFAULT_NOTICE, "Schiet op.")
    assert dates(desk, kind=Kind.PENALTY) == []


def test_what_was_withdrawn_or_belongs_to_the_wrong_person_has_no_dates(desk: Desk) -> None:
    case = delivered(desk, "ww")
    case.hidden = True
    desk.session.commit()
    assert dates(desk) == []


def test_the_list_goes_on_page_by_page_and_shows_each_date_once(desk: Desk) -> None:
    for _ in range(3):
        case = delivered(desk, "ww", "akw")
        desk.tell(part_of(case, "ww"), Verb.INFORMATION_ASKED, information_due=TODAY + timedelta(days=14), questions=("Een kopie",))
    whole, end = terms.listed(desk.context(SUPERVISOR), Wanted())
    seen, after = [], None
    while True:
        found, after = terms.listed(desk.context(SUPERVISOR), Wanted(after=Cursor.parse(str(after)) if after else None), size=2)
        seen += [one.cursor for one in found]
        if after is None:
            break
    assert (seen, end) == ([one.cursor for one in whole], None)
    assert len(set(seen)) == 9


def test_a_file_has_every_date_once_read_in_pieces(desk: Desk) -> None:
    for _ in range(3):
        delivered(desk, "ww", "akw")
    pieces = [[one.cursor for one in found] for found in terms.whole(desk.context(SUPERVISOR), Wanted(), 4)]
    whole, _ = terms.listed(desk.context(SUPERVISOR), Wanted())
    assert ([len(piece) for piece in pieces], [one for piece in pieces for one in piece]) == ([4, 2], [one.cursor for one in whole])


def test_what_is_near_is_as_the_configuration_says(desk: Desk) -> None:
    catalogue = desk.dispatcher.catalogue
    norms = replace(catalogue.desk_norms, term_near=1)
    desk.dispatcher = replace(desk.dispatcher, catalogue=replace(catalogue, desk_norms=norms))
    assert terms.near(desk.context()) == TODAY + timedelta(days=1)


def test_one_asks_for_an_organisation_a_product_a_loket_a_period_or_urgency(desk: Desk) -> None:
    ww = part_of(delivered(desk, "ww"), "ww")
    akw = part_of(delivered(desk, "akw", counter="uwv-den-haag", urgent=True), "akw")
    assert dates(desk, organisation=ww.organisation) == dates(desk, product="ww") == dates(desk, counter="gemeente-0518")
    assert dates(desk, urgent=True) == dates(desk, counter="uwv-den-haag") == [(akw.due_on, "besluit")]
    assert dates(desk, first=TODAY, last=TODAY) == []


def test_what_is_near_is_counted_in_working_days(desk: Desk) -> None:
    assert terms.near(desk.context()) == date(2026, 3, 9)
    desk.clock.set(MONDAY.replace(month=4, day=2))  # the Thursday before Easter: Good Friday and Monday are free (Atw 3)
    assert terms.near(desk.context()) == date(2026, 4, 13)


def test_days_of_a_period_are_counted_by_kind(desk: Desk) -> None:
    case = delivered(desk, "ww")
    delivered(desk, "ww")
    due = part_of(case, "ww").due_on
    assert terms.counted(desk.context(), Wanted(first=due, last=due)) == {due: {Kind.DECISION: 2}}
    assert terms.counted(desk.context(), Wanted(last=TODAY)) == {}


def test_what_is_near_is_counted_and_what_stands_still_is_not(desk: Desk) -> None:
    for days in (5, 7, 8):
        case = delivered(desk, "ww")
        until = TODAY + timedelta(days=days)
        desk.tell(part_of(case, "ww"), Verb.INFORMATION_ASKED, information_due=until, questions=("Een kopie",))
    part = part_of(desk.case(case.number), "ww")
    part.due_on = TODAY
    desk.session.commit()
    assert terms.soon(desk.context(), Wanted()) == {Kind.INFORMATION: 2}


#: A part in each of these states has dates of these kinds.
DATED: tuple[Mapping[str, Any], ...] = (
    {"state": ReferralState.ACCEPTED, "due_on": TODAY},
    {"state": ReferralState.NEEDS_INFORMATION, "due_on": TODAY, "information_due_on": TODAY},
    {"state": ReferralState.RECEIVED, "due_on": TODAY, "penalty_from": TODAY},
    {"state": ReferralState.DECIDED, "objection_until": TODAY},
)


def dated(number: int) -> Mapping[str, Any]:
    """One of those, each date on a day of its own."""
    later = timedelta(days=number % 2000 - 1000)
    return {name: value + later if name != "state" else value for name, value in DATED[number % len(DATED)].items()}


def test_each_kind_is_read_from_its_index_and_never_the_whole_table(desk: Desk) -> None:
    crowd(desk, 2000, of_part=dated)
    for after in (None, Cursor(TODAY, Kind.DECISION, UUID(int=1))):
        wanted = Wanted(first=TODAY, after=after)
        found, *_ = plans(desk, lambda wanted=wanted: terms.listed(desk.context(), wanted))
        indexes = ("ix_referral_due", "ix_referral_asked", "ix_referral_penalty", "ix_referral_objection")
        assert ([index for index in indexes if index not in found], scans([found], "case", "referral", "case_line")) == ([], []), found


def test_products_can_be_left_out(desk: Desk) -> None:
    delivered(desk, "ww")
    assert len(dates(desk)) == len(dates(desk, without=frozenset({"akw"}))) > 0
    assert dates(desk, without=frozenset({"ww"})) == []
