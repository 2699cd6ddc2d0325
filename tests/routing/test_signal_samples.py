"""Four eyes: a cause counts in a brief only after a second person confirmed a sample of its signal (practice rule 26)."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import func, select

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.signals import Cause, Review, Signal, SignalMonth
from loket.errors import BadRequest, Conflict
from loket.routing.signals import listing, sampling
from loket.routing.signals.harm import COUNTS
from tests.support.desk import EMPLOYEE, SUPERVISOR, Desk
from tests.support.signalling import judged, noted, the_signal


def reviews(desk: Desk) -> list[str]:
    return sorted(str(review) for review in desk.session.scalars(select(Cause.review)))


def drawn(desk: Desk, signal: UUID) -> list[Cause]:
    context = desk.context(SUPERVISOR)
    return list(sampling.sample(context, listing.one(context, signal)))


def test_nothing_counts_before_somebody_looked(desk: Desk) -> None:
    noted(desk, 3)
    assert (the_signal(desk).count, the_signal(desk).counted) == (3, 0)


def test_a_sample_of_five_that_is_right_makes_all_of_them_count(desk: Desk) -> None:
    signal = noted(desk, 7)
    assert judged(desk, signal) == 7
    assert reviews(desk) == ["bevestigd"] * 5 + ["meegeteld"] * 2
    assert the_signal(desk).counted == 7


def test_who_noted_a_cause_never_confirms_it(desk: Desk) -> None:
    signal = noted(desk, 2, by=SUPERVISOR)
    assert drawn(desk, signal) == []
    with pytest.raises(Conflict):
        sampling.judge(desk.context(SUPERVISOR), signal, {})
    assert judged(desk, signal, by=EMPLOYEE) == 2


def test_what_the_reviewer_noted_waits_while_the_rest_counts(desk: Desk) -> None:
    noted(desk, 6)
    signal = noted(desk, 1, by=SUPERVISOR)
    assert judged(desk, signal) == 6
    assert reviews(desk)[0] == "None"


def test_one_that_is_wrong_lets_only_the_others_that_were_looked_at_count(desk: Desk) -> None:
    signal = noted(desk, 7)
    assert judged(desk, signal, **{drawn(desk, signal)[0].pseudonym: sampling.WRONG}) == 4
    assert reviews(desk) == ["None", "None", *["bevestigd"] * 4, "klopt-niet"]
    assert the_signal(desk).count == 6
    assert desk.session.scalar(select(func.sum(SignalMonth.count))) == 6
    assert judged(desk, signal) == 2


def test_a_sample_stays_the_same_until_it_is_judged(desk: Desk) -> None:
    signal = noted(desk, 7)
    assert [one.id for one in drawn(desk, signal)] == [one.id for one in drawn(desk, signal)]


def test_a_sample_is_judged_as_a_whole_and_only_while_it_is_the_one_that_was_shown(desk: Desk) -> None:
    signal = noted(desk, 6)
    ids = [cause.id for cause in drawn(desk, signal)]
    with pytest.raises(BadRequest):
        sampling.judge(desk.context(SUPERVISOR), signal, dict.fromkeys(ids, ""))
    desk.session.rollback()
    for shown in (ids[:4], [*ids, UUID(int=1)], []):
        with pytest.raises(Conflict):
            sampling.judge(desk.context(SUPERVISOR), signal, dict.fromkeys(shown, sampling.RIGHT))
        desk.session.rollback()
    assert the_signal(desk).counted == 0


def test_the_numbers_of_a_brief_equal_a_full_recount(desk: Desk) -> None:
    signal = noted(desk, 8)
    judged(desk, signal, **{drawn(desk, signal)[0].pseudonym: sampling.WRONG})
    columns = Cause.days, Cause.knocks, Cause.hand_backs
    recount = desk.session.execute(select(func.count(), *map(func.sum, columns)).where(Cause.review.in_(COUNTS))).one()
    kept = select(Signal.counted, Signal.counted_days, Signal.counted_knocks, Signal.counted_hand_backs)
    assert desk.session.execute(kept).one() == recount
    assert desk.session.scalars(select(SignalMonth.counted)).all() == [recount[0]]


def test_a_judgement_is_in_the_audit_log_with_before_and_after(desk: Desk) -> None:
    signal = noted(desk, 2)
    judged(desk, signal)
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "steekproef-bekijken")).one()
    assert (row.actor, row.object, row.details) == (SUPERVISOR.name, str(signal), {"van": 0, "tot": 2, "fout": 0})


def test_who_reads_a_sample_is_accounted_for_at_each_case_and_person(desk: Desk) -> None:
    signal = noted(desk, 2)
    sampling.note_reading(desk.context(SUPERVISOR), the_signal(desk), drawn(desk, signal))
    desk.session.commit()
    rows = desk.session.scalars(select(AuditLog.object).where(AuditLog.action == "oorzaken-nakijken")).all()
    subjects = desk.session.scalars(select(ProcessingLog.subject).where(ProcessingLog.name == "oorzaken-nakijken")).all()
    cases = desk.session.scalars(select(Cause)).all()
    assert sorted(rows) == sorted(cause.case.number for cause in cases)
    assert set(subjects) == {cause.case.person.pseudonym for cause in cases}


def test_pseudonyms_are_random_and_lead_to_no_case(desk: Desk) -> None:
    noted(desk, 5)
    causes = desk.session.scalars(select(Cause)).all()
    assert len({cause.pseudonym for cause in causes}) == 5
    assert [cause for cause in causes if cause.pseudonym in f"{cause.case.number} {cause.id.hex.upper()}"] == []


def test_a_confirmed_cause_of_a_case_of_the_wrong_person_is_no_example(desk: Desk) -> None:
    signal = noted(desk, 2)
    judged(desk, signal)
    context = desk.context(SUPERVISOR)
    first, second = listing.examples(context, the_signal(desk))
    desk.case(first.case.number).hidden = True
    desk.session.commit()
    assert listing.examples(desk.context(SUPERVISOR), the_signal(desk)) == [second]
    assert second.review is Review.CONFIRMED
