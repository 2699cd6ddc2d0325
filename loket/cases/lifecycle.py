"""The two state tables, and the only place where a state changes: :func:`fire` and :func:`follow`.

Read a row aloud: on *trigger*, a part in one of *sources* goes to *target*; in one of *ignored* the message is kept as late
and changes nothing; in every other state it is refused. Callbacks are guards only: effects happen in ``loket.routing``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from transitions import Machine

from loket.cases.states import CASE_WORDS, REFERRAL_WORDS, CaseState, ReferralState, Turn
from loket.errors import Conflict

S = ReferralState
C = CaseState


class Trigger(enum.StrEnum):
    """What can happen to a part."""

    READY = "ready"  #: what it waited for is there
    SEND = "send"  #: their system took it
    GIVE_UP = "give_up"  #: it cannot be delivered
    RETRY = "retry"  #: a person offers it again
    RECEIVE = "receive"  #: they confirmed receipt
    ACCEPT = "accept"  #: they took it up
    ASK = "ask"  #: they ask the applicant for something (Awb 4:5)
    COMPLETE = "complete"  #: they have what they asked for
    SUSPEND = "suspend"  #: the term stands still (Awb 4:15)
    RESUME = "resume"  #: the term runs again
    EXTEND = "extend"  #: they name a later date (Awb 4:14)
    DECIDE = "decide"  #: there is a decision
    CARRY_OUT = "carry_out"  #: what was granted was paid or started
    REVISE = "revise"  #: another outcome takes the place of the first
    CLOSE = "close"  #: they closed their file
    DECLINE = "decline"  #: they hand it back
    FORWARD = "forward"  #: a successor takes its place (Awb 2:3)
    RETURN = "return"  #: nothing follows, and the applicant was told
    WITHDRAW = "withdraw"  #: the applicant no longer wants it, or it is no longer needed


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a table. ``target`` None means: stays where it is."""

    sources: frozenset[Any]
    target: Any
    ignored: frozenset[Any] = frozenset()


def _rule(sources: Iterable[Any], target: Any, ignored: Iterable[Any] = ()) -> Rule:
    return Rule(frozenset(sources), target, frozenset(ignored))


ASIDE = {S.DECLINED, S.RETURNED, S.FORWARDED, S.WITHDRAWN}  # not theirs any more
AWAY = {S.PENDING, S.SENT, S.UNDELIVERABLE}  # it may have arrived before we knew
BUSY = {S.RECEIVED, S.ACCEPTED, S.NEEDS_INFORMATION, S.SUSPENDED}
DONE = {S.DECIDED, S.DELIVERED, S.CLOSED}

REFERRAL_TABLE: dict[Trigger, Rule] = {
    Trigger.READY: _rule({S.PLANNED}, S.PENDING, set(S) - {S.PLANNED}),
    Trigger.SEND: _rule({S.PENDING}, S.SENT, set(S) - {S.PENDING, S.PLANNED}),
    Trigger.GIVE_UP: _rule({S.PENDING}, S.UNDELIVERABLE, set(S) - {S.PENDING, S.PLANNED}),
    Trigger.RETRY: _rule({S.UNDELIVERABLE}, S.PENDING),
    Trigger.RECEIVE: _rule(AWAY, S.RECEIVED, BUSY | DONE | ASIDE),
    Trigger.ACCEPT: _rule(AWAY | {S.RECEIVED}, S.ACCEPTED, (BUSY - {S.RECEIVED}) | DONE | ASIDE),
    Trigger.ASK: _rule(AWAY | BUSY, S.NEEDS_INFORMATION, DONE | ASIDE),
    Trigger.COMPLETE: _rule({S.NEEDS_INFORMATION}, S.ACCEPTED, AWAY | (BUSY - {S.NEEDS_INFORMATION}) | DONE | ASIDE),
    Trigger.SUSPEND: _rule(AWAY | {S.RECEIVED, S.ACCEPTED}, S.SUSPENDED, {S.NEEDS_INFORMATION, S.SUSPENDED} | DONE | ASIDE),
    Trigger.RESUME: _rule({S.SUSPENDED, S.NEEDS_INFORMATION}, S.ACCEPTED, AWAY | {S.RECEIVED, S.ACCEPTED} | DONE | ASIDE),
    Trigger.EXTEND: _rule(AWAY | BUSY, None, DONE | ASIDE),
    Trigger.DECIDE: _rule(AWAY | BUSY, S.DECIDED, DONE | ASIDE),
    Trigger.CARRY_OUT: _rule({S.DECIDED}, S.DELIVERED, AWAY | BUSY | {S.DELIVERED, S.CLOSED} | ASIDE),
    Trigger.REVISE: _rule(AWAY | BUSY | DONE, S.DECIDED, ASIDE),
    Trigger.CLOSE: _rule({S.DECIDED, S.DELIVERED}, S.CLOSED, {S.CLOSED} | ASIDE),
    Trigger.DECLINE: _rule(AWAY | BUSY, S.DECLINED, DONE | ASIDE),
    Trigger.FORWARD: _rule({S.DECLINED, S.UNDELIVERABLE}, S.FORWARDED),
    Trigger.RETURN: _rule({S.DECLINED, S.UNDELIVERABLE}, S.RETURNED),
    Trigger.WITHDRAW: _rule({S.PLANNED, S.DECLINED} | AWAY | BUSY, S.WITHDRAWN, {S.WITHDRAWN, S.FORWARDED, S.RETURNED}),
}

#: No trigger but a revision leaves these: what was asked of this organisation has come to an end.
FINAL = frozenset(DONE | {S.FORWARDED, S.RETURNED, S.WITHDRAWN})
OPEN = frozenset(set(S) - FINAL)


class CaseTrigger(enum.StrEnum):
    """What can happen to the whole request."""

    LOSE_ROUTE = "lose_route"  #: no part is left or was found
    PROGRESS = "progress"  #: an organisation has its part, or a part became open again
    WAIT = "wait"  #: a part needs something of the applicant
    SETTLE = "settle"  #: all parts are final
    WITHDRAW = "withdraw"  #: all parts are withdrawn
    CLOSE = "close"  #: a person recorded how it ended
    REOPEN = "reopen"  #: a person opened it again


LIVE = {C.RECEIVED, C.UNROUTABLE, C.IN_PROGRESS, C.WAITING_FOR_CITIZEN, C.SETTLED}

CASE_TABLE: dict[CaseTrigger, Rule] = {
    CaseTrigger.LOSE_ROUTE: _rule({C.RECEIVED, C.IN_PROGRESS}, C.UNROUTABLE, set(C) - {C.RECEIVED, C.IN_PROGRESS}),
    CaseTrigger.PROGRESS: _rule(LIVE - {C.IN_PROGRESS} | {C.WITHDRAWN}, C.IN_PROGRESS, {C.IN_PROGRESS, C.CLOSED}),
    CaseTrigger.WAIT: _rule(LIVE - {C.WAITING_FOR_CITIZEN} | {C.WITHDRAWN}, C.WAITING_FOR_CITIZEN, {C.WAITING_FOR_CITIZEN, C.CLOSED}),
    CaseTrigger.SETTLE: _rule(LIVE - {C.SETTLED}, C.SETTLED, {C.SETTLED, C.CLOSED, C.WITHDRAWN}),
    CaseTrigger.WITHDRAW: _rule(LIVE, C.WITHDRAWN, {C.WITHDRAWN, C.CLOSED}),
    CaseTrigger.CLOSE: _rule({C.SETTLED, C.WITHDRAWN, C.UNROUTABLE}, C.CLOSED, {C.CLOSED}),
    CaseTrigger.REOPEN: _rule({C.CLOSED}, C.IN_PROGRESS, LIVE | {C.WITHDRAWN}),
}


def _machine(states: type[enum.StrEnum], table: dict[Any, Rule]) -> Machine:
    machine = Machine(model=None, initial=None, states=states, auto_transitions=False)
    for trigger, rule in table.items():
        machine.add_transition(trigger.value, sorted(rule.sources), "=" if rule.target is None else rule.target)
    return machine


REFERRAL_MACHINE = _machine(ReferralState, dict(REFERRAL_TABLE))
CASE_MACHINE = _machine(CaseState, dict(CASE_TABLE))

_TURNS = {
    S.PLANNED: Turn.APPLICANT,
    S.PENDING: Turn.ORGANISATION,
    S.SENT: Turn.ORGANISATION,
    S.RECEIVED: Turn.ORGANISATION,
    S.ACCEPTED: Turn.ORGANISATION,
    S.SUSPENDED: Turn.ORGANISATION,
    S.NEEDS_INFORMATION: Turn.APPLICANT,
    S.DECLINED: Turn.COUNTER,
    S.UNDELIVERABLE: Turn.COUNTER,
}


class Stateful(Protocol):
    """What :func:`fire` needs of a part."""

    state: ReferralState
    state_since: datetime
    turn: Turn


class StatefulCase(Protocol):
    """What :func:`follow` needs of a case."""

    state: CaseState
    turn: Turn


@dataclass(frozen=True, slots=True)
class Fired:
    """What a trigger did: moved (also when it stays by right), or was ignored for a reason in Dutch."""

    moved: bool
    reason: str = ""


def fire(part: Stateful, trigger: Trigger, now: datetime) -> Fired:
    """Move a part, or say why the trigger changes nothing; Conflict when it makes no sense in this state."""
    rule = REFERRAL_TABLE[trigger]
    if part.state in rule.ignored:
        return Fired(False, f"dit deel was al {REFERRAL_WORDS[part.state]}")
    if part.state not in rule.sources:
        raise Conflict(f"Dit kan niet bij een deel dat {REFERRAL_WORDS[part.state]} is.", code="past-niet-bij-status")
    before = part.state
    REFERRAL_MACHINE.events[trigger.value].trigger(part)
    if part.state is not before:
        part.state_since = now
    part.turn = turn_of(part.state)
    return Fired(True)


def turn_of(state: ReferralState) -> Turn:
    """Who is to act on a part by its state alone; a planned part that waits for another takes over that one's turn."""
    return _TURNS.get(state, Turn.NONE)


def follow(case: StatefulCase, trigger: CaseTrigger) -> Fired:
    """Move a case, or say why nothing changes; Conflict when it makes no sense in this state."""
    rule = CASE_TABLE[trigger]
    if case.state in rule.ignored:
        return Fired(False, f"de zaak was al {CASE_WORDS[case.state]}")
    if case.state not in rule.sources:
        raise Conflict(f"Dit kan niet bij een zaak die {CASE_WORDS[case.state]} is.", code="past-niet-bij-status")
    CASE_MACHINE.events[trigger.value].trigger(case)
    return Fired(True)


def case_trigger(states: Iterable[ReferralState], *, unrouted: bool = False) -> CaseTrigger | None:
    """What the states of all parts mean for their case; the first that holds. None: nothing left the house yet."""
    parts = set(states)
    if not parts:
        return CaseTrigger.LOSE_ROUTE
    if parts == {S.WITHDRAWN}:
        return CaseTrigger.WITHDRAW
    if parts <= FINAL and not unrouted:
        return CaseTrigger.SETTLE
    if S.NEEDS_INFORMATION in parts:
        return CaseTrigger.WAIT
    return None if parts <= {S.PLANNED, S.PENDING} else CaseTrigger.PROGRESS


def case_turn(turns: Iterable[Turn]) -> Turn:
    """Who is to act on the case: the applicant before the loket before nobody before an organisation."""
    found = set(turns)
    order = (Turn.APPLICANT, Turn.COUNTER, Turn.NOBODY, Turn.ORGANISATION)
    return next((turn for turn in order if turn in found), Turn.NONE)
