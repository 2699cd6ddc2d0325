"""Causes: noted at a case in words of nobody in particular; equal ones make one signal, with the harm beside the count."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from loket.cases.audit import AuditLog
from loket.cases.models import Case
from loket.cases.signals import Cause, CauseCode, Signal, SignalMonth, SignalStatus
from loket.errors import BadRequest, NotFound
from loket.routing import closing
from loket.routing.context import Context
from loket.routing.signals import listing, recording
from loket.routing.signals.listing import Choice
from loket.routing.signals.recording import Raised
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.signalling import LAW, WORDS, judged, one_case, the_signal


def faults_of(desk: Desk, case: Case, raised: Raised) -> dict[str, str]:
    with pytest.raises(BadRequest) as refused:
        recording.record(desk.context(), case.number, raised)
    desk.session.rollback()
    return {fault.pointer.strip("/"): fault.code for fault in refused.value.faults}


def test_equal_causes_of_two_cases_are_one_signal_that_counts_two(desk: Desk) -> None:
    for written in ("Participatiewet art. 31", "participatiewet artikel 31."):
        recording.record(desk.context(), one_case(desk).number, replace(LAW, article=written))
    signal = the_signal(desk)
    assert (signal.count, signal.code, signal.article) == (2, CauseCode.LAW, "Participatiewet art. 31")


@pytest.mark.parametrize(
    "other",
    [{"code": "ict"}, {"product": "bijzondere-bijstand"}, {"organisation": "gemeente-0363"}, {"article": "Participatiewet art. 34"}],
    ids=lambda changed: next(iter(changed)),
)
def test_another_cause_product_organisation_or_article_is_another_signal(desk: Desk, other: dict[str, str]) -> None:
    recording.record(desk.context(), one_case(desk).number, LAW)
    recording.record(desk.context(), one_case(desk).number, replace(LAW, **other))
    assert desk.session.scalars(select(Signal.count)).all() == [1, 1]


def test_a_cause_is_told_on_the_timeline_and_in_the_audit_log_without_its_words(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    assert desk.events(case)[-1] == "oorzaak-vastgelegd"
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "oorzaak-vastleggen")).one()
    assert row.details == {"signaal": str(the_signal(desk).id), "regel": 3}
    assert WORDS not in str(desk.timeline(case))


def test_no_id_in_an_address_tells_a_moment(desk: Desk) -> None:
    recording.record(desk.context(), one_case(desk).number, LAW)
    assert [found.version for found in (the_signal(desk).id, *desk.session.scalars(select(Cause.id)))] == [4, 4]


def test_where_a_law_article_is_asked_nothing_else_can_be_written(desk: Desk) -> None:
    wrong = replace(LAW, article="zij belde vaak", second_article="art. 31 Participatiewet")
    assert faults_of(desk, one_case(desk), wrong) == dict.fromkeys(("wetsartikel", "tweedeArtikel"), "geen-artikel")


def test_a_law_article_that_is_numbered_like_a_date_is_none(desk: Desk) -> None:
    raised = replace(LAW, article="Wmo 2015 art. 2.6.10", second_article="Jeugdwet art. 8.1.10 onderdeel b")
    recording.record(desk.context(), one_case(desk).number, raised)
    assert the_signal(desk).article == "Wmo 2015 art. 2.6.10"


def test_what_was_noted_by_mistake_goes_out_of_every_number(desk: Desk) -> None:
    stays, goes = one_case(desk), one_case(desk)
    for case in (stays, goes):
        recording.record(desk.context(), case.number, LAW)
    judged(desk, the_signal(desk).id)
    mistake = desk.session.scalars(select(Cause.id).where(Cause.case_id == goes.id)).one()
    with pytest.raises(NotFound):
        recording.remove(desk.context(), stays.number, mistake)
    desk.session.rollback()
    recording.remove(desk.context(), goes.number, mistake)
    signal = the_signal(desk)
    assert (signal.count, signal.knocks, signal.counted, signal.counted_knocks) == (1, 1, 1, 1)
    assert desk.session.execute(select(SignalMonth.count, SignalMonth.counted)).one() == (1, 1)
    assert desk.events(goes)[-1] == "oorzaak-weggehaald"


def test_only_a_part_that_one_sees_can_be_named_and_nothing_is_told_of_another(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    assert faults_of(desk, case, replace(LAW, among=frozenset({("ww", "uwv")}))) == {"waarover": "onbekend"}


def test_the_same_cause_is_noted_once_for_a_case(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    assert faults_of(desk, case, LAW) == {"oorzaak": "dubbel"}
    assert the_signal(desk).count == 1


def test_all_faults_of_a_cause_are_named_at_once_and_nothing_is_written(desk: Desk) -> None:
    wrong = Raised("onzin", " ", "geen-product", "geen-organisatie", "", "WW art. 45", "Ik ben boos")
    found = faults_of(desk, one_case(desk), wrong)
    assert found == {
        "oorzaak": "verplicht",
        "waarover": "onbekend",
        "watGingMis": "verplicht",
        "wetsartikel": "verplicht",
        "akkoord": "verplicht",
    }
    assert desk.session.scalar(select(func.count()).select_from(Signal)) == 0


@pytest.mark.parametrize("field", ["words", "own_words"])
def test_what_leads_to_one_person_is_refused_and_shown_to_who_typed_it(desk: Desk, field: str) -> None:
    case = one_case(desk)
    with pytest.raises(BadRequest) as refused:
        recording.record(desk.context(), case.number, replace(LAW, agreed=True, **{field: "Volgens mevrouw moulin klopt het niet."}))
    desk.session.rollback()
    assert [fault.code for fault in refused.value.faults] == ["herleidbaar"]
    assert "‘moulin’" in refused.value.faults[0].detail


def test_own_words_are_kept_only_where_the_person_agreed_and_go_when_they_change_their_mind(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, replace(LAW, own_words="Ik kreeg elke week een andere brief.", agreed=True))
    cause = desk.session.scalars(select(Cause)).one()
    assert cause.own_words == "Ik kreeg elke week een andere brief."
    recording.forget_own_words(desk.context(), case.number, cause.id)
    desk.session.expire_all()
    assert (cause.own_words, cause.words) == (None, WORDS)
    with pytest.raises(NotFound):
        recording.forget_own_words(desk.context(), case.number, cause.id)


def test_a_cause_can_be_noted_while_closing_and_a_wrong_one_leaves_the_case_open(desk: Desk) -> None:
    case = one_case(desk)
    desk.drain()
    desk.decide(part_of(desk.case(case.number), "bijstand"))
    with pytest.raises(BadRequest) as refused:
        closing.close(desk.context(), case.number, "", cause=replace(LAW, words=""))
    assert [fault.pointer for fault in refused.value.faults] == ["/hoe", "/watGingMis"]
    assert desk.case(case.number).closed_at is None
    closing.close(desk.context(), case.number, "geholpen", cause=LAW)
    assert desk.events(case)[-2:] == ["zaak-gesloten", "oorzaak-vastgelegd"]
    assert the_signal(desk).count == 1


def test_the_numbers_of_every_signal_equal_a_full_recount(desk: Desk) -> None:
    for number in range(6):
        case = one_case(desk)
        desk.clock.advance(days=number)
        recording.record(desk.context(), case.number, replace(LAW, code=("wet", "ict")[number % 2]))
    columns = Cause.days, Cause.knocks, Cause.hand_backs
    sums = select(Cause.signal_id, func.count(), *map(func.sum, columns)).group_by(Cause.signal_id).order_by(Cause.signal_id)
    kept = select(Signal.id, Signal.count, Signal.days, Signal.knocks, Signal.hand_backs).order_by(Signal.id)
    assert desk.session.execute(kept).all() == desk.session.execute(sums).all()
    months = select(func.sum(SignalMonth.count))
    assert desk.session.scalar(months) == 6


def test_lokets_that_note_the_same_at_the_same_moment_lose_nothing(desk: Desk) -> None:
    contexts = [desk.context() for _ in range(4)]
    numbers = [one_case(desk).number for _ in contexts]
    desk.session.rollback()

    def note(context: Context, number: str) -> None:
        with desk.dispatcher.sessions() as session:
            recording.record(replace(context, session=session), number, LAW)

    with ThreadPoolExecutor() as pool:
        assert list(pool.map(note, contexts, numbers)) == [None] * 4
    assert (the_signal(desk).count, the_signal(desk).knocks) == (4, 4)


def test_a_solved_signal_opens_again_with_a_new_cause(desk: Desk) -> None:
    recording.record(desk.context(), one_case(desk).number, LAW)
    the_signal(desk).status = SignalStatus.SOLVED
    desk.session.commit()
    recording.record(desk.context(), one_case(desk).number, LAW)
    assert the_signal(desk).status is SignalStatus.OPEN


def test_the_list_has_most_cases_on_top_and_its_pages_join_without_a_gap(desk: Desk) -> None:
    for code, times in (("wet", 1), ("ict", 3), ("gegevens", 2)):
        for _ in range(times):
            recording.record(desk.context(), one_case(desk).number, replace(LAW, code=code))
    context = desk.context(SUPERVISOR)
    first, last = listing.page(context, Choice(), size=2)
    second, end = listing.page(context, Choice(), listing.place(context, str(last)), size=2)
    assert [signal.code.value for signal in (*first, *second)] == ["ict", "gegevens", "wet"]
    assert end is None
    assert [one.count for one in listing.page(context, Choice(code=CauseCode.DATA))[0]] == [2]


def test_the_trend_has_twelve_months_also_those_without_a_cause(desk: Desk) -> None:
    recording.record(desk.context(), one_case(desk).number, LAW)
    desk.clock.advance(days=60)
    recording.record(desk.context(), one_case(desk).number, LAW)
    months = listing.trend(desk.context(SUPERVISOR), the_signal(desk))
    assert [month.count for month in months] == [0] * 9 + [1, 0, 1]
    assert months[-1].first == desk.clock.today().replace(day=1)
