"""Alerts to supervisors: one message for what is new, one digest a day. A cause is told once, until it ends.

The causes are kept with the messages in one transaction: a process that is killed tells nothing twice and forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, literal, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from loket.alert_settings import Alerts
from loket.cases import numbers, words
from loket.cases import words_alerts as told
from loket.cases.base import new_id
from loket.cases.deadlines import AMSTERDAM
from loket.cases.models import Case, Referral
from loket.cases.queries import stamp
from loket.cases.stuck_reasons import NEAR, OUTAGES
from loket.cases.watch import Alert, AlertMessage
from loket.routing import alert_outbox, outages, stuck_list, terms
from loket.routing.alert_outbox import Letter
from loket.routing.context import Context
from loket.routing.outages import How
from loket.routing.progress import today
from loket.routing.stuck_list import ANY, Choice
from loket.routing.terms import Kind, Wanted

MOST = 20  #: named in one message; the rest is counted
LOOKED_AT = 500  #: of each kind that were not told yet, at once; the next look takes the rest
LINE, STUCK, TERM = "organisatie-", "spoed-vast", "spoed-termijn"  #: the kinds of causes
KEPT = timedelta(days=30)
LINE_KINDS = {
    How.DOWN: "organisatie-weg",
    How.DARK: "organisatie-donker",
    How.PAUSED: "organisatie-gestopt",
    How.STOPPED: "organisatie-gestopt",
}
STANDS = (Case.stuck_reason.is_not(None), Case.stuck_reason.not_in((*OUTAGES, NEAR)), Case.urgent, ~Case.hidden)
PRESSING = (Kind.DECISION, Kind.INFORMATION, Kind.PENALTY)


@dataclass(frozen=True, slots=True)
class Cause:
    """What supervisors must know: its kind, what it is about (a slug or a number), and the sentence."""

    kind: str
    about: str
    sentence: str

    @property
    def key(self) -> str:
        """By which it is known again."""
        return f"{self.kind}:{self.about}"


def look(context: Context, settings: Alerts) -> None:
    """Plan a message for causes that are new and the digest when it is time; forget what is old. Commits."""
    fresh = list(_news(context, settings))
    context.session.add_all(Alert(id=new_id(context.now), cause=cause.key, began_at=context.now) for cause in fresh)
    context.session.flush()
    if fresh:
        alert_outbox.plan(context, settings, f"melding:{new_id(context.now)}", _alert(context, fresh))
    if digest_is_due(context, settings):
        alert_outbox.plan(context, settings, f"dagoverzicht:{today(context).isoformat()}", digest(context))
    context.session.execute(delete(Alert).where(Alert.ended_at < context.now - KEPT))
    context.session.execute(delete(AlertMessage).where(AlertMessage.done_at < context.now - KEPT))
    context.session.commit()


def _news(context: Context, settings: Alerts) -> Iterable[Cause]:
    """What holds and was not told yet, after an end was put to each alert whose own cause holds no more."""
    lines = {cause.key: cause for cause in _lines(context, context.now - timedelta(minutes=settings.down))}
    stands = select(Case.id).where(*STANDS, Case.number == _about(STUCK))
    runs = [terms.dates(kind, _soon(context, kind)).where(Referral.number == _about(TERM)) for kind in PRESSING]
    over = or_(
        Alert.cause.startswith(LINE) & Alert.cause.not_in(lines),
        Alert.cause.startswith(f"{STUCK}:") & ~stands.exists(),
        Alert.cause.startswith(f"{TERM}:") & and_(*(~one.exists() for one in runs)),
    )
    ended = update(Alert).where(Alert.ended_at.is_(None), over).values(ended_at=context.now)
    context.session.execute(ended.execution_options(synchronize_session=False))
    told = set(context.session.scalars(select(Alert.cause).where(Alert.ended_at.is_(None), Alert.cause.in_(lines))))
    fresh = [*(cause for key, cause in lines.items() if key not in told), *_stuck(context), *_terms(context)]
    return {cause.key: cause for cause in fresh}.values()


def _about(kind: str) -> ColumnElement[str]:
    """What an alert of this kind is about, in a statement."""
    return func.substr(Alert.cause, len(kind) + 2)


def _untold(kind: str, about: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return ~exists().where(Alert.ended_at.is_(None), Alert.cause == literal(f"{kind}:") + about)


def digest_is_due(context: Context, settings: Alerts) -> bool:
    """Whether the time of today's digest has come in Amsterdam and it was not planned yet."""
    if context.now.astimezone(AMSTERDAM).time() < settings.digest:
        return False
    query = select(AlertMessage.id).where(AlertMessage.subject == f"dagoverzicht:{today(context).isoformat()}").limit(1)
    return context.session.scalar(query) is None


def digest(context: Context) -> Letter:
    """The state of this moment in counts: what stands still and why, who cannot be reached, what ends soon."""
    stuck = _standing_still(context, Choice())
    urgent = _standing_still(context, Choice(urgency=ANY))
    away = sorted(_name(context, one.organisation) for one in outages.outages(context) if one.how is not How.BACK)
    until = terms.near(context)
    ending = terms.soon(context, Wanted())
    lines = [
        told.STUCK.format(aantal=_sum(stuck), spoed=_sum(urgent)),
        *(told.REASON.format(reden=words.STUCK_SENTENCES[reason], aantal=_sum({reason: count})) for reason, count in sorted(stuck.items())),
        told.AWAY.format(wie=", ".join(away)) if away else told.NOBODY_AWAY,
        told.TERMS.format(dag=words.day(until), aantal=_sum(ending)),
    ]
    data = {"vastgelopen": stuck, "nietBereikbaar": away, "termijnen": sum(ending.values())}
    return _letter(context, "dagoverzicht", told.DIGEST_SUBJECT.format(dag=words.day(today(context))), lines, data)


def _standing_still(context: Context, choice: Choice) -> dict[str, int]:
    """What the supervisor's list counts, without the terms that are near: those stand in a line of their own."""
    return {reason: count for reason, count in stuck_list.counts(context, choice).items() if reason != NEAR}


def _sum(counts: Mapping[Any, int]) -> str:
    total = sum(counts.values())
    return told.AT_LEAST.format(aantal=total) if max(counts.values(), default=0) >= stuck_list.MOST else str(total)


def _alert(context: Context, fresh: Sequence[Cause]) -> Letter:
    lines = [cause.sentence for cause in fresh[:MOST]]
    if len(fresh) > MOST:
        lines.append(told.MORE.format(aantal=len(fresh) - MOST))
    data = {"aantal": len(fresh), "meldingen": [{"soort": one.kind, "over": one.about, "tekst": one.sentence} for one in fresh[:MOST]]}
    return _letter(context, "melding", told.SUBJECT.format(aantal=len(fresh)), lines, data)


def _letter(context: Context, kind: str, subject: str, lines: Iterable[str], data: dict[str, Any]) -> Letter:
    address = f"{context.base_url}/vastgelopen"
    text = "\n".join([*lines, told.LOOK.format(adres=address)])
    return Letter(kind, subject, text, {"moment": stamp(context.now), "adres": address, **data})


def _lines(context: Context, norm: datetime) -> Iterator[Cause]:
    for one in outages.outages(context):
        kind = LINE_KINDS.get(one.how)
        if kind and (one.how is not How.DOWN or one.since <= norm):
            yield _cause(kind, one.organisation, wie=_name(context, one.organisation), sinds=words.moment(one.since))


def _stuck(context: Context) -> Iterator[Cause]:
    """Urgent cases that stand still; what only waits for an organisation that is away is that one cause, a term that is near its own."""
    query = select(Case.number, Case.stuck_since).where(*STANDS, _untold(STUCK, Case.number))
    for number, since in context.session.execute(query.order_by(Case.stuck_since).limit(LOOKED_AT)):
        if since is not None:
            yield _cause(STUCK, number, sinds=words.moment(since))


def _terms(context: Context) -> Iterator[Cause]:
    """Terms of urgent cases that end soon."""
    for kind in PRESSING:
        found = terms.dates(kind, _soon(context, kind)).add_columns(Referral.number).where(_untold(TERM, Referral.number))
        for row in context.session.execute(found.order_by("day", Referral.id).limit(LOOKED_AT)):
            yield _cause(TERM, row.number, dag=words.day(row.day))


def _soon(context: Context, kind: Kind) -> Wanted:
    return Wanted(first=today(context), last=terms.near(context), kind=kind, urgent=True, running=True)


def _cause(kind: str, about: str, **details: str) -> Cause:
    number = numbers.show(about) if kind.startswith("spoed") else about
    sentence = told.ALERTS[kind].format(nummer=number, **details)
    return Cause(kind, about, sentence[:1].upper() + sentence[1:])


def _name(context: Context, slug: str) -> str:
    found = context.catalogue.organisations.get(slug)
    return found.short_name if found else told.CITIZENS
