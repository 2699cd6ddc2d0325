"""What the case in an address is to who asks, and whether that suffices for a row of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import g

from loket.cases import numbers
from loket.cases.access import CaseOpening
from loket.db import db
from loket.errors import Forbidden, LoketError, NotFound
from loket.routing import handover, openings
from loket.routing.context import Actor
from loket.routing.grounds import PRESENT
from loket.routing.openings import Place
from loket.web.accounts import Account
from loket.web.parts import parts
from loket.web.policy import MAY_KNOW
from loket.web.policy_rule import ANY, By, Relation, Relations, Rule

UNKNOWN_CASE = "Deze zaak is hier niet bekend."
UNKNOWN_PART = "Dit deel is hier niet bekend."
CASE_ARGUMENTS = ("number", "zaaknummer", "deelzaaknummer")


def check(rule: Rule, role: str, actor: Actor, arguments: Mapping[str, str], session_id: UUID | None = None) -> None:
    """Refuse a role that the row does not name, and a case that is not enough of theirs.

    Forbidden for a role, or for a case that they may know of; NotFound for any other case, as when it does not exist.
    """
    if role not in rule.roles:
        raise Forbidden("Dit hoort niet bij uw rol.")
    typed = next((arguments[name] for name in CASE_ARGUMENTS if name in arguments), None)
    if typed is None:
        return
    place, unknown = _place(typed, hidden=rule.hidden)
    found = _relations(place, actor, session_id)
    if found & rule.roles[role]:
        return
    raise _refusal(bool(found & MAY_KNOW[rule.by].roles.get(role, ANY - ANY)), unknown)


def current_opening() -> CaseOpening | None:
    """The opening that holds for the case of this request: that of the citizen who is there, else the newest."""
    found: CaseOpening | None = g.get("opening")
    return found


def may_know(account: Account, number: str) -> bool:
    """Whether somebody may know that this case exists, without any opening."""
    return concerns(account.actor, MAY_KNOW[By.SESSION].roles.get(account.role, ANY - ANY), number)


def offered() -> frozenset[UUID]:
    """The case of this request, while a handover by who asks is not over."""
    found: UUID | None = g.get("offered")
    return frozenset() if found is None else frozenset({found})


def handed() -> frozenset[UUID]:
    """The case of this request, when a warm handover makes it the work of who asks."""
    found: UUID | None = g.get("handed")
    return frozenset() if found is None else frozenset({found})


def concerns(actor: Actor, relations: Relations, number: str) -> bool:
    """Whether one of these relations holds between the actor and a case, without any opening."""
    place = openings.place_of(db.session(), number)
    return place is not None and bool(_relations(place, actor, None) & relations)


def _place(typed: str, *, hidden: bool = False) -> tuple[Place, str]:
    """First as a deelzaaknummer: that ends in a hyphen and an ordinal, so that no zaaknummer can be taken for one."""
    try:
        case, ordinal = numbers.parse_referral_number(typed)
        return _found(openings.place_of(db.session(), case, numbers.referral_number(case, ordinal), hidden=hidden), UNKNOWN_PART)
    except ValueError:
        pass
    try:
        return _found(openings.place_of(db.session(), numbers.parse_case_number(typed)), UNKNOWN_CASE)
    except ValueError:
        raise NotFound(UNKNOWN_CASE) from None


def _found(place: Place | None, unknown: str) -> tuple[Place, str]:
    if place is None:
        raise NotFound(unknown)
    return place, unknown


def _relations(place: Place, actor: Actor, session_id: UUID | None) -> Relations:
    found = {Relation.OTHER}
    if actor.counter is not None and actor.counter == place.counter:
        found |= {Relation.OWN, Relation.MINE} if actor.name == place.employee else {Relation.OWN}
    if actor.organisation in place.organisations:
        found.add(Relation.CONCERNED)
    if handover.is_theirs(db.session(), place.case_id, actor.counter, actor.organisation):
        found.add(Relation.HANDED)
        g.handed = place.case_id
    if handover.is_offered_by(db.session(), place.case_id, actor.counter):
        found.add(Relation.OFFERED)
        g.offered = place.case_id
    opened = openings.current(db.session(), session_id, place.case_id, parts().clock()) if session_id else ()
    found |= {Relation.PRESENT if one.ground == PRESENT else Relation.REASONED for one in opened}
    if opened:
        g.opening = next((one for one in opened if one.ground == PRESENT), opened[0])
    return frozenset(found)


def _refusal(known: bool, unknown: str) -> LoketError:
    return Forbidden("Deze zaak is niet van u.", code="geen-eigen-werk") if known else NotFound(unknown)
