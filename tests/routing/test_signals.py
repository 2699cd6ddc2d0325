"""Causes: noted at a case in words of nobody in particular; equal ones make one signal, with the harm beside the count."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from loket.adapters.port import DeclineReason, Verb
from loket.cases.audit import AuditLog
from loket.cases.models import Case
from loket.cases.signals import Cause, CauseCode, Signal, SignalMonth, SignalStatus
from loket.errors import BadRequest, NotFound
from loket.routing import closing, contact
from loket.routing.context import Context
from loket.routing.signals import listing, recording
from loket.routing.signals.listing import Choice
from loket.routing.signals.recording import Raised, article_key
from loket.routing.sweep import close_old
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.signalling import LAW, WORDS, one_case, the_signal


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


@pytest.mark.parametrize(
    "piece",
    ["mevrouw moulin", "999993653", "06 12 34 56 78", "a@b.nl", "2514AA", "NL20INGB0001234567", "3 maart", "03-03-2026", "L-7K3M9-P2XQ4-8"],
)
@pytest.mark.parametrize("field", ["words", "own_words"])
def test_what_leads_to_one_person_is_refused_and_shown_to_who_typed_it(desk: Desk, piece: str, field: str) -> None:
    case = one_case(desk)
    with pytest.raises(BadRequest) as refused:
        recording.record(desk.context(), case.number, replace(LAW, agreed=True, **{field: f"Volgens {piece} klopt het niet."}))
    desk.session.rollback()
    assert [fault.code for fault in refused.value.faults] == ["herleidbaar"]
    assert piece.split()[-1] in refused.value.faults[0].detail


@pytest.mark.parametrize(
    "words", ["Het duurde 12 weken en kostte 1.250 euro.", "Artikel 31 lid 2 van 2015 past niet.", "In 2026 ging het van de gemeente weg."]
)
def test_amounts_terms_and_years_lead_to_nobody(desk: Desk, words: str) -> None:
    recording.record(desk.context(), one_case(desk).number, replace(LAW, words=words))
    assert the_signal(desk).count == 1


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


def test_the_harm_is_days_knocks_and_hand_backs(desk: Desk) -> None:
    case = one_case(desk, "bijstand", "ww")
    desk.drain()
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.NOT_COMPETENT)
    desk.clock.advance(days=20)
    contact.record(desk.context(), case.number, question="Hoe staat het?", channel="balie")
    recording.record(desk.context(), case.number, LAW)
    signal = the_signal(desk)
    assert (signal.days, signal.knocks, signal.hand_backs) == (20, 2, 1)


def test_the_harm_is_counted_again_when_the_case_is_closed(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    desk.drain()
    desk.clock.advance(days=30)
    desk.decide(part_of(desk.case(case.number), "bijstand"))
    contact.record(desk.context(), case.number, question="Wat is besloten?", channel="balie")
    assert the_signal(desk).days == 0
    closing.close(desk.context(), case.number, "geholpen")
    signal = the_signal(desk)
    assert (signal.count, signal.days, signal.knocks) == (1, 30, 2)


def test_the_harm_is_counted_again_when_a_case_closes_by_itself(desk: Desk) -> None:
    case = one_case(desk)
    recording.record(desk.context(), case.number, LAW)
    desk.drain()
    desk.decide(part_of(desk.case(case.number), "bijstand"))
    desk.clock.advance(days=50)
    close_old(desk.context())
    assert the_signal(desk).days == 50


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


def test_articles_are_compared_without_capitals_and_points() -> None:
    assert article_key(" Artikel 31,  lid 2, P-wet ") == article_key("art. 31 lid 2 p-wet")
