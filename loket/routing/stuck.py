"""Whether a case stands still and why: one pure function over time and turn. *Stuck* is a question, not a state.

What each reason means and how much it hurts stands in ``cases.stuck_reasons``; ``routing.standstill`` gathers the facts and writes it down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from uuid import UUID

from loket.cases.deadlines import midnight
from loket.cases.lifecycle import DONE, FINAL, case_turn
from loket.cases.models import Referral
from loket.cases.states import CASE_ENDED, CASE_OVER, CaseState, ReferralState, Turn
from loket.cases.stuck_reasons import CONTRADICTION, DOWN, MAINTENANCE, NEAR, OUTAGES, REASONS

S = ReferralState

#: What it means that a part in this state has been silent past its norm.
SILENT = {
    S.PENDING: "niet-bezorgd",
    S.SENT: "geen-ontvangst",
    S.RECEIVED: "niet-opgenomen",
    S.ACCEPTED: "geen-voortgang",
    S.SUSPENDED: "geen-voortgang",
    S.NEEDS_INFORMATION: "aanvulling-verlopen",
    S.DECIDED: "niet-geleverd",
    S.PLANNED: "wacht-te-lang",
}
ORDER = tuple(REASONS)  #: the worst first

TERM_RUNS = frozenset({S.SENT, S.RECEIVED, S.ACCEPTED})
FAILED = frozenset({S.DECLINED, S.RETURNED, S.UNDELIVERABLE, S.WITHDRAWN})  #: what waits for such a part waits in vain
NOT_TAKEN_UP = frozenset({S.PENDING, S.SENT, S.RECEIVED, S.DECLINED, S.UNDELIVERABLE})
HANDED_BACK = frozenset({S.DECLINED, S.RETURNED, S.FORWARDED})
REFUSALS = frozenset({"afgewezen", "buiten-behandeling"})
KNOCKS = 2  #: how often somebody asks in vain before that is a reason of its own
HOPS = 2  #: how often a request is sent on before that is a reason of its own
BEHIND = 1000  #: the rank of what waits for a line that is away: behind every case that needs a person


@dataclass(frozen=True, slots=True)
class Aside:
    """What can keep a case waiting beside its parts."""

    handover_norm: datetime | None = None  # when the handover that nobody took up yet must have been
    promised_by: date | None = None  # the first day of a promise that was not kept
    table_due: date | None = None  # the last day for the decision of a table for tailored help
    knocks: int = 0  # how often the person asked since the last news, without an answer
    fetch_norm: datetime | None = None  # when a message that no organisation fetched yet must have been


@dataclass(frozen=True, slots=True)
class Facts:
    """What the parts themselves do not tell. ``now`` is aware, ``today`` the date in Amsterdam."""

    now: datetime
    today: date
    down: Collection[str] = ()  # organisations that do not answer now
    announced: Collection[str] = ()  # those that said themselves that they cannot be reached
    near: date | None = None  # a legal date up to and including this day is near
    failing: Collection[UUID] = ()  # parts (Referral.id) with a message that still has not arrived after so many tries
    first: Mapping[str, Collection[str]] = field(default_factory=dict)  # product → the products that a refusal of it points at
    aside: Aside = Aside()


@dataclass(frozen=True, slots=True)
class Found:
    """Why a case stands still, as a key of ``REASONS``, and which part holds it up, if it is one."""

    reason: str
    part: Referral | None = None


def look(parts: Sequence[Referral], state: CaseState, facts: Facts) -> Found | None:
    """The worst reason why this case stands still; None when it moves. Overdue has no upper bound."""
    if state is CaseState.UNROUTABLE:
        return Found("geen-route")
    found = [*_of_parts(parts, state, facts), *_of_case(parts, state, facts), *map(Found, aside_reasons(facts, state))]
    if not found and state not in CASE_ENDED and parts and case_turn(part.turn for part in parts) in (Turn.NOBODY, Turn.NONE):
        return Found("niemand-aan-zet")
    return min(found, key=lambda one: ORDER.index(one.reason), default=None)


def part_reason(part: Referral, facts: Facts, awaited: Referral | None = None) -> str | None:
    """Why this part stands still; None when it moves or is done. ``awaited`` is the part that it waits for."""
    if part.state is S.PLANNED and awaited is not None and awaited.state in FAILED:
        return "voorganger-mislukt"
    if part.state is S.PLANNED and part.turn is Turn.COUNTER:
        return "wacht-te-lang"
    return _undelivered(part, facts) or _silent(part, facts)


def aside_reasons(facts: Facts, state: CaseState) -> list[str]:
    """Every reason beside the parts (practice rules 15 and 16); none once the case is closed. The day of a promise belongs to it."""
    if state in CASE_OVER:
        return []
    aside = facts.aside
    late = {
        "niet-opgehaald": aside.fetch_norm is not None and aside.fetch_norm <= facts.now,
        "maatwerk-te-laat": aside.table_due is not None and aside.table_due < facts.today,
        "overdracht-niet-opgepakt": aside.handover_norm is not None and aside.handover_norm <= facts.now,
        "toezegging-niet-nagekomen": aside.promised_by is not None and aside.promised_by < facts.today,
        "opnieuw-aangeklopt": aside.knocks >= KNOCKS and state is not CaseState.SETTLED,
    }
    return [why for why, holds in late.items() if holds]


def next_look(parts: Sequence[Referral], facts: Facts) -> datetime | None:
    """When time alone may make the reason worse: after a legal date, a promise or the norm of a fetch; None when it cannot.

    The norms of parts and handovers are not among them: the clock looks at those whether the case stands still or not.
    """
    days = [part.due_on for part in parts if part.state in TERM_RUNS and part.due_on is not None and part.due_on >= facts.today]
    days += [day for day in (facts.aside.promised_by, facts.aside.table_due) if day is not None and day >= facts.today]
    moments = [midnight(day + timedelta(days=1)) for day in days]
    if facts.aside.fetch_norm is not None and facts.aside.fetch_norm > facts.now:
        moments.append(facts.aside.fetch_norm)
    return min(moments, default=None)


def rank(reason: str, need: int) -> int:
    """The place in the supervisor's list, which begins with the least: minus the harm (the weight of the reason and of the person's need).

    What waits for an organisation that is away comes behind all the rest: that is one cause, and it stands once.
    """
    return (BEHIND if reason in OUTAGES else 0) - (REASONS[reason].harm + need)


def overdue_turn(state: ReferralState) -> Turn:
    """Whose turn it is when a part has been silent past its norm: nobody's, but the loket's while it was not received."""
    if state in (S.PENDING, S.SENT, S.PLANNED):
        return Turn.COUNTER
    return Turn.APPLICANT if state is S.NEEDS_INFORMATION else Turn.NOBODY


def _of_parts(parts: Sequence[Referral], state: CaseState, facts: Facts) -> Iterator[Found]:
    """Of a case that is over only what keeps a message from an organisation: an objection must still arrive."""
    by_id = {part.id: part for part in parts}
    for part in parts:
        awaited = by_id.get(part.awaits_id) if part.awaits_id else None
        why = _undelivered(part, facts) if state in CASE_OVER else part_reason(part, facts, awaited)
        if why:
            yield Found(why, part)


def _undelivered(part: Referral, facts: Facts) -> str | None:
    """What keeps a message from its organisation, or a part that it did not keep."""
    away = DOWN if part.organisation in facts.down else MAINTENANCE if part.organisation in facts.announced else None
    if part.state is S.UNDELIVERABLE:
        return "onbestelbaar"
    if part.state in NOT_TAKEN_UP and part.hops >= HOPS:
        return "heen-en-weer"
    if part.state is S.DECLINED:
        return "teruggegeven"
    if part.state is S.PENDING and away:
        return away
    return "bezorgen-mislukt" if part.id in facts.failing and not away else None


def _silent(part: Referral, facts: Facts) -> str | None:
    """A term that passed, a norm that passed, or a term that is near."""
    term = part.due_on if part.state in TERM_RUNS else None
    if term is not None and term < facts.today:
        return "termijn-verstreken"
    if part.norm_at is not None and part.norm_at <= facts.now and part.state in SILENT:
        answered = part.supplied_at is None or part.state is not S.ACCEPTED
        return SILENT[part.state] if answered else "aanvulling-onbeantwoord"
    return NEAR if term is not None and facts.near is not None and term <= facts.near else None


def _of_case(parts: Sequence[Referral], state: CaseState, facts: Facts) -> Iterator[Found]:
    """What only the parts together tell."""
    if state in CASE_OVER:
        return
    real = [part for part in parts if part.state is not S.WITHDRAWN]
    declined = [part for part in real if part.state is S.DECLINED]
    if declined and all(part.state in HANDED_BACK for part in real) and len({part.organisation for part in real}) > 1:
        yield Found("door-allen-teruggegeven", declined[-1])
    for one, other in combinations(real, 2):
        if _points_at(one, other, facts) and _points_at(other, one, facts):
            yield Found(CONTRADICTION, one)


def _points_at(one: Referral, other: Referral, facts: Facts) -> bool:
    """Whether this part was refused because the other comes first: their own word, else what the configuration says of the product."""
    refused = one.state in DONE and one.outcome in REFUSALS
    if not refused and one.state is not S.DECLINED:
        return False
    if one.points_to is not None:
        return one.points_to in (other.product, other.organisation)
    return refused and other.product in facts.first.get(one.product, ())


def open_dates(parts: Sequence[Referral], today: date) -> list[date]:
    """The legal dates on the parts (practice rule 24): for a decision and for what the applicant was asked, also when they have passed;
    the first day of a penalty (Awb 4:17), and the last day for an objection (Awb 6:7) although the part was decided, until they come.
    """
    live = [part for part in parts if part.state not in FINAL]
    run = [day for part in live for day in (part.due_on, part.information_due_on) if day is not None]
    come = [*(part.penalty_from for part in live), *(part.objection_until for part in parts)]
    return [*run, *(day for day in come if day is not None and day >= today)]
