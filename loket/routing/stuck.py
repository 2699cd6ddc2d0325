"""Whether a case stands still and why: one pure function over time and turn. *Stuck* is a question, not a state."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from loket.cases.models import Referral
from loket.cases.states import CASE_OVER, CaseState, ReferralState, Turn

S = ReferralState

DOWN = "organisatie-onbereikbaar"  #: their line does not answer
MAINTENANCE = "organisatie-onderhoud"  #: they announced that they cannot be reached

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

#: The worst first: what a person must solve, before what may still solve itself.
ORDER = (
    "geen-route",
    "onbestelbaar",
    "teruggegeven",
    "wacht-te-lang",
    "termijn-verstreken",
    DOWN,
    MAINTENANCE,
    "overdracht-niet-opgepakt",
    "toezegging-niet-nagekomen",
    "opnieuw-aangeklopt",
    "niet-opgehaald",
    "niet-bezorgd",
    "geen-ontvangst",
    "niet-opgenomen",
    "geen-voortgang",
    "aanvulling-verlopen",
    "niet-geleverd",
)

TERM_RUNS = frozenset({S.SENT, S.RECEIVED, S.ACCEPTED})
KNOCKS = 2  #: how often somebody asks in vain before that is a reason of its own


@dataclass(frozen=True, slots=True)
class Aside:
    """What can keep a case waiting beside its parts."""

    handover_norm: datetime | None = None  # when the handover that nobody took up yet must have been
    promised_by: date | None = None  # the first day of a promise that was not kept
    knocks: int = 0  # how often the person asked since the last news, without an answer
    fetch_norm: datetime | None = None  # when a message that no organisation fetched yet must have been


QUIET = Aside()


def reason(
    parts: Iterable[Referral],
    state: CaseState,
    now: datetime,
    today: date,
    down: Collection[str] = (),
    aside: Aside = QUIET,
    announced: Collection[str] = (),
) -> str | None:
    """The worst reason why this case stands still, as a key of ``cases.words.STUCK_SENTENCES``; None when it moves.

    ``down`` names the organisations that do not answer now, ``announced`` those that said so themselves. Overdue has no upper bound.
    """
    if state is CaseState.UNROUTABLE:
        return "geen-route"
    found = {why for part in parts if (why := part_reason(part, now, today, down, announced))} | aside_reasons(aside, state, now, today)
    return next((why for why in ORDER if why in found), None)


def aside_reasons(aside: Aside, state: CaseState, now: datetime, today: date) -> set[str]:
    """Every reason beside the parts (practice rules 15 and 16); none once the case is closed. The day of a promise belongs to it."""
    if state in CASE_OVER:
        return set()
    late = {
        "niet-opgehaald": aside.fetch_norm is not None and aside.fetch_norm <= now,
        "overdracht-niet-opgepakt": aside.handover_norm is not None and aside.handover_norm <= now,
        "toezegging-niet-nagekomen": aside.promised_by is not None and aside.promised_by < today,
        "opnieuw-aangeklopt": aside.knocks >= KNOCKS and state is not CaseState.SETTLED,
    }
    return {why for why, holds in late.items() if holds}


def part_reason(part: Referral, now: datetime, today: date, down: Collection[str] = (), announced: Collection[str] = ()) -> str | None:
    """Why this part stands still; None when it moves or is done."""
    if part.state is S.UNDELIVERABLE:
        return "onbestelbaar"
    if part.state is S.DECLINED:
        return "teruggegeven"
    if part.state is S.PLANNED and part.turn is Turn.COUNTER:
        return "wacht-te-lang"
    if part.state is S.PENDING and part.organisation in down:
        return DOWN
    if part.state is S.PENDING and part.organisation in announced:
        return MAINTENANCE
    if part.state in TERM_RUNS and part.due_on is not None and part.due_on < today:
        return "termijn-verstreken"
    return SILENT.get(part.state) if part.norm_at is not None and part.norm_at <= now else None


def overdue_turn(state: ReferralState) -> Turn:
    """Whose turn it is when a part has been silent past its norm: nobody's, but the loket's while it was not received."""
    if state in (S.PENDING, S.SENT, S.PLANNED):
        return Turn.COUNTER
    return Turn.APPLICANT if state is S.NEEDS_INFORMATION else Turn.NOBODY
