"""How far a signal is, whom it is for, and the answer: it goes back to the lokets that raised it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from loket.cases.base import new_id
from loket.cases.signals import TELLS, Cause, Signal, SignalNews, SignalStatus
from loket.db import insert_all
from loket.errors import Conflict, Faults
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.signals.anonymous import of_a_case
from loket.routing.signals.harm import lock
from loket.routing.signals.listing import one

LONGEST, LONGEST_NAME = 2000, 120


@dataclass(frozen=True, slots=True)
class Answer:
    """What a supervisor noted of a signal. ``revision`` is that of the page on which it was typed."""

    status: str
    addressee: str
    words: str
    revision: int


def answer(context: Context, signal_id: UUID, typed: Answer) -> None:
    """Write the status, the addressee and the answer down; with a new answer, every loket that raised it reads it. Commits.

    NotFound; BadRequest that names all faults; Conflict when somebody changed it since the page was opened.
    """
    signal = one(context, signal_id)
    lock(context, signal_id)
    if typed.revision != signal.revision:
        raise Conflict("Een collega heeft dit signaal net veranderd. Kijk hieronder wat er nu staat.", code="veranderd")
    _check(typed, signal)
    before, status, words = signal.status, SignalStatus(typed.status), typed.words.strip() or None
    changed = (status, words) != (before, signal.answer)
    if changed:
        signal.answer, signal.answered_at = words, context.now if status in TELLS else None
    signal.status, signal.addressee = status, typed.addressee.strip() or None
    signal.revision += 1
    if changed:
        _tell(context, signal)
    journal.audit(context, "signaal-beantwoorden", str(signal.id), van=before.value, tot=status.value)
    context.session.commit()


def unread(session: Session, source: str, limit: int) -> Sequence[SignalNews]:
    """The answers that a loket did not read yet, the oldest first. One statement."""
    query = select(SignalNews).where(SignalNews.source == source, SignalNews.read_at.is_(None)).options(joinedload(SignalNews.signal))
    return session.scalars(query.order_by(SignalNews.at, SignalNews.id).limit(limit)).all()


def raised_by(context: Context, signal_id: UUID, *, unread: bool = False) -> bool:
    """Whether whom somebody works for was told of this signal's answer; with ``unread``, and nobody there read it yet."""
    query = select(SignalNews.id).where(SignalNews.signal_id == signal_id, SignalNews.source == context.actor.source)
    return context.session.scalar(query.where(SignalNews.read_at.is_(None)) if unread else query) is not None


def read(context: Context, signal_id: UUID) -> None:
    """Somebody at this loket read the answer: it leaves today's work there. Commits; nothing when it was read already."""
    own = SignalNews.signal_id == signal_id, SignalNews.source == context.actor.source, SignalNews.read_at.is_(None)
    context.session.execute(update(SignalNews).where(*own).values(read_at=context.now))
    journal.audit(context, "antwoord-gelezen", str(signal_id))
    context.session.commit()


def _check(typed: Answer, signal: Signal) -> None:
    faults, words = Faults(), typed.words.strip()
    if typed.status not in set(SignalStatus):
        faults.add("/status", "verplicht", "Kies hoe ver dit signaal is.")
    if typed.status in TELLS and not words:
        faults.add("/antwoord", "verplicht", "Schrijf het antwoord op: de loketten lezen het.")
    if typed.status == SignalStatus.AGREED and not typed.addressee.strip():
        faults.add("/geadresseerde", "verplicht", "Vul in wie hier iets aan kan doen.")
    if len(words) > LONGEST:
        faults.add("/antwoord", "te-lang", f"Schrijf hier hooguit {LONGEST} tekens.")
    if len(typed.addressee.strip()) > LONGEST_NAME:
        faults.add("/geadresseerde", "te-lang", f"Schrijf hier hooguit {LONGEST_NAME} tekens.")
    for field, text, before in (("/antwoord", words, signal.answer), ("/geadresseerde", typed.addressee, signal.addressee)):
        if text != before and (found := of_a_case(text)):
            told = ", ".join(f"‘{piece}’" for piece in found)
            faults.add(field, "herleidbaar", f"Laat zaaknummers en BSN's weg. Hier staat: {told}.")
    faults.raise_if_any()


def _tell(context: Context, signal: Signal) -> None:
    """One line for each loket that raised it, in place of that of an earlier answer; none while there is none. Three statements."""
    context.session.execute(delete(SignalNews).where(SignalNews.signal_id == signal.id))
    if signal.status not in TELLS:
        return
    sources = context.session.scalars(select(Cause.source).where(Cause.signal_id == signal.id).distinct()).all()
    rows = [{"id": new_id(context.now), "signal_id": signal.id, "source": source, "at": context.now} for source in sources]
    insert_all(context.session, SignalNews, rows)
