"""Two cases of one person about the same: what was asked twice is called back once, and the newer one points to the older.

No part moves to another case: organisations know it by its number, and withdrawing an application to make it anew would cost its date.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from loket.cases import numbers
from loket.cases.acts import CaseLink, LinkKind
from loket.cases.base import new_id
from loket.cases.desk import Handover
from loket.cases.lifecycle import FINAL, OPEN, CaseTrigger, follow
from loket.cases.models import Case, ContactMoment, Participant, Referral
from loket.cases.queries import find_case
from loket.cases.states import CASE_OVER, ReferralState
from loket.errors import BadRequest, Conflict, Fault, Faults
from loket.routing import loose_ends, standstill, withdrawal
from loket.routing.compose import ADDRESS
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.progress import lock_case, settle, unrouted
from loket.routing.request import APPLICANT
from loket.routing.signals import harm
from loket.routing.tailored import tables

S = ReferralState
DUPLICATE = "dubbel"  #: the closing of a case that was one; nobody chooses it
RUNS = frozenset(OPEN - {S.DECLINED, S.UNDELIVERABLE})  #: a part whose duplicate is not needed


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it: the case that goes on, the one that was the duplicate, and whether that one closed."""

    kept: str
    duplicate: str
    closed: bool


def merge(context: Context, number: str, other: str, reason: str) -> Merged:
    """Make the newer of two cases the duplicate of the older. Commits.

    Of each product that both ask of the same organisation for the same person, the part that the organisation had first goes on; the
    other is withdrawn there, and what only its case knows goes along. The newer case closes when nothing of it is left, and then its
    contacts and promises move along. Else it goes on for what stands only there. It cannot be undone. NotFound; BadRequest for another
    person's case; Conflict when one is closed or being handed over, nothing is asked twice, or something would be lost (``loose_ends``).
    """
    faults = Faults()
    reason, wanted = check_reason(reason, faults), _typed(other, faults)
    faults.raise_if_any()
    older, newer = _locked(context, number, wanted)
    _check(context, older, newer)
    twice = _choose(_pairs(older, newer))
    loose_ends.refuse_open(context, [gone for gone, _ in twice])
    loose_ends.refuse_copies(context, [gone for gone, _ in twice])
    doing = Doing(context, "zaken-samenvoegen", newer)
    doing.tell("dubbel", reason, andereZaak=older.number)
    beside = Doing(context, "zaken-samenvoegen", older)
    beside.tell("dubbel-gevonden", reason, andereZaak=newer.number)
    _call_back(context, twice)
    for source, target in ((newer, older), (older, newer)):
        if gone := {part.product for part, _ in twice if part.case_id == source.id}:
            loose_ends.carry_over(context, source, target, gone)
    _link(context, newer, older)
    settle(context, newer)
    closed = _close(context, newer, older)
    result = Merged(older.number, newer.number, closed)
    doing.finish(andereZaak=older.number)
    beside.done(andereZaak=newer.number)
    return result


def same_person(one: Case, other: Case) -> bool:
    """Whether two cases are of the same applicant: by BSN; where one has none by name and whole birth date, at one loket only.

    A first name or an address that stands in both must then be the same too: a twin and a namesake are somebody else.
    """
    if one.person.bsn_blind and other.person.bsn_blind:
        return one.person_id == other.person_id
    mine, theirs = (next(person for person in case.participants if person.role == APPLICANT) for case in (one, other))
    whole = mine.birth_date is not None and "00" not in mine.birth_date.split("-")
    named = (mine.surname_key, mine.birth_date) == (theirs.surname_key, theirs.birth_date)
    return whole and named and one.counter == other.counter and not _differ(mine, theirs)


def _differ(mine: Participant, theirs: Participant) -> bool:
    """Whether something that is known of both says that they are two people."""
    here, there = ([one.given_names, one.foreigner_number, *((one.contact or {}).get(name) for name in ADDRESS)] for one in (mine, theirs))
    return any(one and other and one.casefold() != other.casefold() for one, other in zip(here, there, strict=True))


def others_of(context: Context, case: Case) -> list[str]:
    """The zaaknummers of this person's other cases that are not over, the newest first. One statement."""
    query = select(Case.number).where(Case.person_id == case.person_id, Case.id != case.id, ~Case.hidden, Case.state.not_in(CASE_OVER))
    return list(context.session.scalars(query.order_by(Case.received_at.desc())))


def _typed(other: str, faults: Faults) -> str:
    try:
        return numbers.parse_case_number(other)
    except ValueError:
        faults.add("/andereZaak", "onbekend", "Vul het zaaknummer van de andere zaak in.")
        return ""


def _locked(context: Context, number: str, other: str) -> tuple[Case, Case]:
    """Both cases, locked in the order of their ids so that nobody waits for another in a circle; the older first."""
    found = sorted((find_case(context.session, one).id for one in {number, other}), key=str)
    if len(found) == 1:
        told = "Kies een andere zaak dan deze."
        raise BadRequest(told, faults=(Fault("/andereZaak", "zelfde", told),))
    cases = [lock_case(context, one) for one in found]
    older, newer = sorted(cases, key=lambda case: (case.received_at, case.number))
    return older, newer


def _check(context: Context, older: Case, newer: Case) -> None:
    if not same_person(older, newer):
        told = "Deze zaak is niet van dezelfde inwoner."
        raise BadRequest(told, faults=(Fault("/andereZaak", "andere-persoon", told),))
    if older.state in CASE_OVER or newer.state in CASE_OVER:
        raise Conflict("Een van de zaken is al gesloten of ingetrokken.", code="past-niet-bij-status")
    running = select(Handover.id).where(Handover.case_id == newer.id, Handover.ended_at.is_(None))
    if context.session.scalar(running.limit(1)) is not None:
        raise Conflict("De nieuwste zaak wordt overgedragen. Neem die overdracht eerst terug.", code="overdracht-loopt")
    tables.refuse_unfinished(context, newer)
    if any(part.state not in FINAL for part in newer.referrals) and not _pairs(older, newer):
        raise Conflict("Deze zaken vragen niets dubbel. Laat ze naast elkaar lopen.", code="niets-dubbel")
    if unrouted(newer):
        raise Conflict("In de nieuwste zaak heeft een vraag nog geen organisatie. Regel die eerst.", code="geen-route")
    if any(bool(first.terms.get("gevoelig")) is not bool(second.terms.get("gevoelig")) for first, second in _pairs(older, newer)):
        raise Conflict("Een van deze onderdelen is gevoelig. Laat de zaken naast elkaar lopen.", code="gevoelig")


def _pairs(older: Case, newer: Case) -> list[tuple[Referral, Referral]]:
    """What is asked twice and runs in both: the part of the older and that of the newer case."""
    known = {(part.organisation, part.product, part.for_role): part for part in older.referrals if part.state in RUNS}
    mine = [part for part in newer.referrals if part.state not in FINAL]
    found = [(known.get((part.organisation, part.product, part.for_role)), part) for part in mine]
    return [(first, second) for first, second in found if first is not None]


def _choose(pairs: list[tuple[Referral, Referral]]) -> list[tuple[Referral, Referral]]:
    """Of each pair which part goes and which stays; what waits for another part comes after it, for it follows that one."""
    chosen: list[tuple[Referral, Referral]] = []
    for first, second in sorted(pairs, key=lambda pair: pair[0].awaits_id is not None):
        followed = first.awaits_id is not None and any(first.awaits_id == gone.id for gone, _ in chosen)
        chosen.append((first, second) if _newer_stays(first, second, followed=followed) else (second, first))
    return chosen


def _newer_stays(first: Referral, second: Referral, *, followed: bool) -> bool:
    """Whether the part of the newer case goes on: the older one waits in vain or did not begin, or the organisation had this one first."""
    if second.state not in RUNS:
        return False
    if S.PLANNED in (first.state, second.state):
        return first.state is S.PLANNED and (second.state is not S.PLANNED or followed)
    mine, theirs = first.received_by_organisation_at, second.received_by_organisation_at
    return theirs is not None and (mine is None or theirs < mine)


def _call_back(context: Context, twice: list[tuple[Referral, Referral]]) -> None:
    for gone, stays in twice:
        withdrawal.withdraw_parts(context, gone.case, [gone], f"Dubbel: deze vraag loopt verder onder {stays.number}.")


def _close(context: Context, newer: Case, older: Case) -> bool:
    """Close the duplicate when nothing of it is left; what was talked about and promised goes to the case that runs."""
    if any(part.state is not S.WITHDRAWN for part in newer.referrals):
        return False
    follow(newer, CaseTrigger.CLOSE)
    newer.closed_at, newer.closing = context.now, DUPLICATE
    context.session.execute(update(ContactMoment).where(ContactMoment.case_id == newer.id).values(case_id=older.id))
    context.session.expire(newer, ["contacts"])
    context.session.expire(older, ["contacts"])
    older.knocked_at = min(older.knocked_at, newer.knocked_at)
    standstill.write(context, newer)
    context.session.flush()
    harm.recount(context, older, newer)
    return True


def _link(context: Context, newer: Case, older: Case) -> None:
    pairs = ((newer, older, LinkKind.MERGED_INTO), (older, newer, LinkKind.MERGED_FROM))
    add_links(context, pairs)


def add_links(context: Context, pairs: tuple[tuple[Case, Case, LinkKind], ...]) -> None:
    """Pointers between cases: which case, to which other one, and what that is to it."""
    by, at = context.actor.name, context.now
    context.session.add_all(
        CaseLink(id=new_id(at), case_id=one.id, other_number=other.number, kind=kind, by=by, at=at) for one, other, kind in pairs
    )
