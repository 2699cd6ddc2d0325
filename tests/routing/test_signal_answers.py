"""The answer to a signal goes back to the lokets that raised it, and nobody overwrites another's answer in silence."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from loket.cases.audit import AuditLog
from loket.cases.signals import SignalStatus
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing.signals import answering
from loket.routing.signals.answering import Answer
from tests.support.desk import COUNTER, EMPLOYEE, SUPERVISOR, Desk
from tests.support.signalling import ELSEWHERE, noted, the_signal

WORDS = "De organisatie levert het dagloon voortaan na een week."


def answer(
    desk: Desk, signal: UUID, status: str = "beantwoord", words: str = WORDS, revision: int = 0, to: str = "Ministerie van SZW"
) -> None:
    answering.answer(desk.context(SUPERVISOR), signal, Answer(status, to, words, revision))


def waiting(desk: Desk, source: str) -> list[UUID]:
    return [one.signal_id for one in answering.unread(desk.context().session, source, 10)]


def test_each_loket_that_raised_it_reads_the_answer_once(desk: Desk) -> None:
    noted(desk, 2)
    signal = noted(desk, 1, by=ELSEWHERE)
    answer(desk, signal)
    assert (waiting(desk, COUNTER), waiting(desk, "uwv-den-haag"), waiting(desk, "svb-utrecht")) == ([signal], [signal], [])
    answering.read(desk.context(EMPLOYEE), signal)
    assert (waiting(desk, COUNTER), waiting(desk, "uwv-den-haag")) == ([], [signal])


def test_another_answer_is_news_again(desk: Desk) -> None:
    signal = noted(desk)
    answer(desk, signal)
    answering.read(desk.context(EMPLOYEE), signal)
    answer(desk, signal, "opgelost", "Het is geregeld.", revision=1)
    assert waiting(desk, COUNTER) == [signal]
    assert (the_signal(desk).status, the_signal(desk).answer) == (SignalStatus.SOLVED, "Het is geregeld.")


def test_who_notes_it_after_the_answer_reads_it_too_and_another_addressee_is_no_news(desk: Desk) -> None:
    signal = noted(desk)
    answer(desk, signal)
    answering.read(desk.context(EMPLOYEE), signal)
    noted(desk, 1, by=ELSEWHERE)
    answer(desk, signal, revision=1, to="Gemeente")
    assert (waiting(desk, COUNTER), waiting(desk, "uwv-den-haag")) == ([], [signal])


def test_an_answer_that_is_taken_back_is_gone_everywhere(desk: Desk) -> None:
    signal = noted(desk)
    answer(desk, signal)
    answer(desk, signal, "open", "", revision=1)
    assert (the_signal(desk).answer, waiting(desk, COUNTER)) == (None, [])


def test_putting_it_on_an_agenda_tells_nobody(desk: Desk) -> None:
    signal = noted(desk)
    answer(desk, signal, "geagendeerd", "")
    assert waiting(desk, COUNTER) == []
    assert (the_signal(desk).status, the_signal(desk).addressee) == (SignalStatus.AGREED, "Ministerie van SZW")


@pytest.mark.parametrize(
    ("status", "to", "words", "fields"),
    [
        ("beantwoord", "", " ", ["/antwoord"]),
        ("opgelost", "", "", ["/antwoord"]),
        ("afgewezen", "", "", ["/antwoord"]),
        ("geagendeerd", " ", "", ["/geadresseerde"]),
        ("beantwoord", "Jan, 999993653", "Zie zaak L-7K3M9-P2XQ4-8.", ["/antwoord", "/geadresseerde"]),
        ("onzin", "x" * 121, "x" * 2001, ["/status", "/antwoord", "/geadresseerde"]),
    ],
)
def test_what_misses_is_named_and_nothing_changes(desk: Desk, status: str, to: str, words: str, fields: list[str]) -> None:
    signal = noted(desk)
    with pytest.raises(BadRequest) as refused:
        answer(desk, signal, status, words, to=to)
    desk.session.rollback()
    assert [fault.pointer for fault in refused.value.faults] == fields
    assert the_signal(desk).revision == 0


def test_dates_and_how_to_reach_an_organisation_belong_in_an_answer(desk: Desk) -> None:
    answer(desk, noted(desk), words="Vanaf 1 januari 2027 geldt het niet meer. Bel 088 123 45 67 of mail klacht@example.org.")
    assert the_signal(desk).status is SignalStatus.ANSWERED


def test_words_of_an_answer_that_is_not_given_yet_stay_inside_and_it_has_the_day_on_which_it_is_given(desk: Desk) -> None:
    signal = noted(desk)
    answer(desk, signal, "geagendeerd")
    assert (the_signal(desk).answer, the_signal(desk).given, the_signal(desk).answered_at) == (WORDS, None, None)
    desk.clock.advance(days=17)
    answer(desk, signal, revision=1)
    assert (the_signal(desk).given, the_signal(desk).answered_at) == (WORDS, desk.clock.now())


def test_who_answers_what_a_colleague_answered_meanwhile_is_told(desk: Desk) -> None:
    signal = noted(desk)
    answer(desk, signal)
    with pytest.raises(Conflict):
        answer(desk, signal, "afgewezen", "Nee.")
    assert the_signal(desk).answer == WORDS


def test_a_new_cause_does_not_make_an_open_form_old(desk: Desk) -> None:
    signal = noted(desk)
    noted(desk)
    answer(desk, signal)
    assert the_signal(desk).status is SignalStatus.ANSWERED


def test_an_answer_is_in_the_audit_log_without_its_words(desk: Desk) -> None:
    signal = noted(desk)
    answer(desk, signal)
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "signaal-beantwoorden")).one()
    assert (row.object, row.details) == (str(signal), {"van": "open", "tot": "beantwoord"})


def test_a_signal_that_is_not_there_cannot_be_answered(desk: Desk) -> None:
    with pytest.raises(NotFound):
        answer(desk, UUID(int=1))
