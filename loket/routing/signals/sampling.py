"""A second person looks at a sample of a signal's causes: only then they count in a brief (four eyes, practice rule 26)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from loket.cases.models import Case
from loket.cases.signals import Cause, Review, Signal, SignalMonth
from loket.db import insert_or_add
from loket.errors import BadRequest, Conflict
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.signals.harm import give, lock, take
from loket.routing.signals.listing import one

SAMPLE = 5  #: causes that are looked at, or all when there are fewer
RIGHT, WRONG = "ja", "nee"


def sample(context: Context, signal: Signal) -> Sequence[Cause]:
    """At most SAMPLE causes that nobody looked at and that somebody else noted: random, and the same until they are judged.

    Two statements. Their pseudonyms are random, so their order says nothing about the case.
    """
    query = select(Cause).join(Case, Case.id == Cause.case_id).where(_open(context, signal), ~Case.hidden)
    whole = joinedload(Cause.case).options(joinedload(Case.person), selectinload(Case.referrals))
    return context.session.scalars(query.options(whole).order_by(Cause.pseudonym, Cause.id).limit(SAMPLE)).all()


def note_reading(context: Context, signal: Signal, drawn: Sequence[Cause]) -> None:
    """Account for somebody who reads these words: for each case an audit row and a processing row. The caller commits."""
    for cause in drawn:
        journal.audit(context, "oorzaken-nakijken", cause.case.number, signaal=str(signal.id))
    journal.log_processing(context, "oorzaken-nakijken", [cause.case.person.pseudonym for cause in drawn])


def may_link(context: Context, signal: Signal, cause: Cause) -> bool:
    """Whether the zaaknummer of a sample may stand beside its words: not where that would tell who has something sensitive (rule 20)."""
    sensitive = signal.product in context.catalogue.sensitive if signal.product else bool(signal.organisation)
    return not sensitive and not any(part.terms.get("gevoelig") for part in cause.case.referrals)


def judge(context: Context, signal_id: UUID, verdicts: Mapping[UUID, str]) -> int:
    """Judge a whole sample: by cause ``ja`` (right, and its words are of nobody in particular) or ``nee``. Commits.

    When all are right, every other cause of this signal that somebody else noted counts too; otherwise only what was looked at.
    Returns how many count from now on. NotFound; BadRequest when one was not judged; Conflict when the sample is another one by now.
    """
    signal = one(context, signal_id)
    lock(context, signal_id)
    drawn = sample(context, signal)
    if not drawn or {cause.id for cause in drawn} != verdicts.keys():
        raise Conflict("Deze steekproef is al bekeken of veranderd. Kijk hieronder opnieuw.", code="andere-steekproef")
    if any(verdict not in (RIGHT, WRONG) for verdict in verdicts.values()):
        raise BadRequest("Kies bij elk voorbeeld ja of nee.")
    before, months, wrong = signal.counted, Counter[date](), Counter[date]()
    for cause in drawn:
        take(signal, cause)
        cause.review = Review.CONFIRMED if verdicts[cause.id] == RIGHT else Review.WRONG
        cause.reviewed_by, cause.reviewed_at = context.actor.name, context.now
        give(signal, cause)
        (wrong, months)[cause.review is Review.CONFIRMED][cause.month] += 1
    if not wrong:
        months += _count_the_rest(context, signal)
    rows = [
        {"signal_id": signal.id, "month": month, "count": -wrong[month], "counted": months[month]} for month in sorted({*months, *wrong})
    ]
    insert_or_add(context.session, SignalMonth, rows, "signal_id", "month")
    journal.audit(context, "steekproef-bekijken", str(signal.id), van=before, tot=signal.counted, fout=wrong.total())
    context.session.commit()
    return signal.counted - before


def _count_the_rest(context: Context, signal: Signal) -> Counter[date]:
    """How many more count in each month: all but what the reviewer noted, which waits for somebody else. Two statements."""
    context.session.flush()
    rest = _open(context, signal)
    sums = [func.coalesce(func.sum(column), 0) for column in (Cause.days, Cause.knocks, Cause.hand_backs)]
    query = select(Cause.month, func.count(), sums[0], sums[1], sums[2]).where(rest).group_by(Cause.month)
    months = Counter[date]()
    for month, *numbers in context.session.execute(query):
        months[month] = numbers[0]
        for name, number in zip(("counted", "counted_days", "counted_knocks", "counted_hand_backs"), numbers, strict=True):
            setattr(signal, name, getattr(signal, name) + number)
    judged = {"review": Review.COUNTED, "reviewed_by": context.actor.name, "reviewed_at": context.now}
    context.session.execute(update(Cause).where(rest).values(judged).execution_options(synchronize_session=False))
    return months


def _open(context: Context, signal: Signal) -> ColumnElement[bool]:
    return and_(Cause.signal_id == signal.id, Cause.review.is_(None), Cause.by != context.actor.name)
