"""An anonymised journey: what somebody went through, step by step, without anything that says who (practice rule 26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select, tuple_
from sqlalchemy.orm import aliased

from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.signals import Cause, Review, Signal
from loket.errors import NotFound
from loket.routing.context import Context
from loket.routing.signals.listing import Sight, confirmed, one

MOST = 60  #: steps: one page
#: Lines of the timeline that are steps of a journey; all others say nothing to a stranger, or too much.
STEPS = (
    *("zaak-ontvangen", "contactmoment", "opnieuw-gevraagd", "product-toegevoegd", "verzonden", "onbestelbaar", "storing"),
    *("in-behandeling-genomen", "teruggegeven", "doorgezonden", "anders-gerouteerd", "terug-naar-afzender"),
    *("aanvulling-gevraagd", "aanvulling-gegeven", "opgeschort", "hervat", "verdaagd", "besloten", "herzien", "uitgevoerd"),
    *("bericht-van-inwoner", "ingetrokken", "overdracht-aangeboden", "overdracht-opgepakt", "vastgelopen", "zaak-gesloten"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a kind of ``STEPS``, days since the beginning and since the step before. ``named``: at the signal's own organisation."""

    kind: str
    day: int
    waited: int
    named: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """The steps of one case, under the pseudonym of its cause. ``organisations``: how many took part."""

    signal: Signal
    pseudonym: str
    steps: tuple[Step, ...]
    days: int
    knocks: int
    hand_backs: int
    organisations: int


def of(context: Context, signal_id: UUID, cause_id: UUID) -> Journey:
    """The journey of a confirmed example; three statements. NotFound for any other cause, also for who may not read the signal's examples.

    A case has one journey, under the example that was confirmed first: two of them, in two signals, would be known for the same person by
    their days. Days are whole days of Amsterdam; no date, number, place, outcome or name of the case is in it.
    """
    signal = one(context, signal_id)
    query = select(Cause).join(Case, Case.id == Cause.case_id).where(Cause.id == cause_id, Cause.signal_id == signal_id, ~Case.hidden)
    cause = context.session.scalars(query.where(confirmed(), _first_of_case())).one_or_none()
    if cause is None or not Sight.of(context).opens(signal):
        raise NotFound("Deze reis is hier niet bekend.")
    parts = {part.id: part for part in context.session.scalars(select(Referral).where(Referral.case_id == cause.case_id))}
    lines = select(CaseEvent).where(CaseEvent.case_id == cause.case_id, CaseEvent.type.in_(STEPS)).order_by(CaseEvent.sequence).limit(MOST)
    steps = _steps(signal, context.session.scalars(lines).all(), parts)
    took_part = len({part.organisation for part in parts.values()})
    return Journey(signal, cause.pseudonym, steps, cause.days, cause.knocks, cause.hand_backs, took_part)


def among(context: Context, causes: Sequence[Cause]) -> frozenset[UUID]:
    """Those of these examples that have a journey. One statement."""
    query = select(Cause.id).where(Cause.id.in_([cause.id for cause in causes]), confirmed(), _first_of_case())
    return frozenset(context.session.scalars(query)) if causes else frozenset()


def _first_of_case() -> ColumnElement[bool]:
    other = aliased(Cause)
    sooner = tuple_(other.reviewed_at, other.id) < tuple_(Cause.reviewed_at, Cause.id)
    return ~exists().where(other.case_id == Cause.case_id, other.review == Review.CONFIRMED, sooner)


def _steps(signal: Signal, lines: Iterable[CaseEvent], parts: Mapping[UUID, Referral]) -> tuple[Step, ...]:
    found: list[Step] = []
    begun = before = None
    for line in lines:
        day = amsterdam_date(line.at)
        begun, before = begun or day, before or day
        found.append(Step(line.type, (day - begun).days, (day - before).days, _is_own(signal, line, parts)))
        before = day
    return tuple(found)


def _is_own(signal: Signal, line: CaseEvent, parts: Mapping[UUID, Referral]) -> bool:
    """Whether a part's organisation may be named: it is the one that the signal is about, and the part is not a sensitive one."""
    part = parts.get(line.referral_id) if line.referral_id else None
    return part is not None and bool(signal.organisation) and part.organisation == signal.organisation and not part.terms.get("gevoelig")
