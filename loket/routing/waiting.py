"""What keeps a case waiting beside its parts: a handover that nobody took up, a promise, somebody who asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loket.cases.desk import Handover
from loket.cases.models import Case, CaseEvent, ContactMoment
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.tailored import TailoredTable
from loket.routing.stuck import KNOCKS, Aside

#: A handover that waits for somebody to take it up.
WAITS = (Handover.taken_up_at.is_(None), Handover.refused_at.is_(None), Handover.ended_at.is_(None))
#: A promise that nobody kept yet.
PROMISED = (ContactMoment.promised_by.is_not(None), ContactMoment.promise_kept_at.is_(None))
#: A table for tailored help that must still decide.
UNDECIDED = (TailoredTable.ended_at.is_(None),)
#: One that must still decide, or of whose end the citizen must still hear.
UNFINISHED = (TailoredTable.told_at.is_(None),)
#: What is news to a citizen: a line of the timeline that an organisation's word brought.
NEWS = (
    *("ontvangen", "in-behandeling-genomen", "teruggegeven", "aanvulling-gevraagd", "aanvulling-ontvangen", "opgeschort", "hervat"),
    *("verdaagd", "besloten", "uitgevoerd", "herzien", "afgesloten", "doorgezonden"),
)


def aside(session: Session, case: Case, *, fetches: bool = False) -> Aside:
    """What besides its parts keeps this case waiting, in a few small statements; ``fetches``: an organisation fetches its messages."""
    norms = select(func.min(Handover.norm_at)).where(Handover.case_id == case.id, *WAITS).scalar_subquery()
    tables = select(func.min(TailoredTable.due_on)).where(TailoredTable.case_id == case.id, *UNDECIDED).scalar_subquery()
    norm, table_due = session.execute(select(norms, tables)).one()
    columns = ContactMoment.at, ContactMoment.answered, ContactMoment.promised_by, ContactMoment.promise_kept_at
    contacts = session.execute(select(*columns).where(ContactMoment.case_id == case.id)).all()
    promised = [row.promised_by for row in contacts if row.promised_by and row.promise_kept_at is None]
    unanswered = [row.at for row in contacts if not row.answered]
    ready = select(func.min(Delivery.next_attempt_at)).where(Delivery.case_id == case.id, Delivery.state == DeliveryState.READY)
    fetch_norm = session.scalar(ready) if fetches else None
    knocks = _in_vain(session, case, unanswered)
    return Aside(norm, min(promised, default=None), table_due, knocks, fetch_norm)


def _in_vain(session: Session, case: Case, knocks: Iterable[datetime]) -> int:
    """How many of these knocks came after the last news and after the last time that the person was told something."""
    asked = [at for at in knocks if case.told_at is None or at > case.told_at]
    if len(asked) < KNOCKS:
        return len(asked)
    news = session.scalar(select(func.max(CaseEvent.at)).where(CaseEvent.case_id == case.id, CaseEvent.type.in_(NEWS)))
    return sum(news is None or at > news for at in asked)
