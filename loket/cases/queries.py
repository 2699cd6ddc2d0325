"""What may be read of a case. :func:`shared_status` is the one function behind desk page, API and events.

The session comes in; nothing is written. Who sees what: architecture §6, practice rule 20.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from loket.cases import words
from loket.cases.crypto import keys
from loket.cases.identity import surname_key
from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, CaseEvent, Participant, Person, Referral
from loket.cases.states import CASE_WORDS, REFERRAL_WORDS, Turn
from loket.cases.stuck_reasons import NEAR
from loket.errors import NotFound

Names = Callable[[str], str]
HIDDEN_PART = "een onderdeel"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: the counter or organisation they work for, and the ground recorded for this look, if any."""

    counter: str | None = None
    organisation: str | None = None
    ground: str | None = None  # the citizen is here, identified, and asks for it; or a typed reason
    products: frozenset[str] | None = None  # what the ground opens; None: every product
    sensitive: bool = True  # whether the ground opens what is ``gevoelig`` too
    handed: frozenset[UUID] = frozenset()  # cases that are their work by a warm handover (Case.id)
    offered: frozenset[UUID] = frozenset()  # cases that they offered to somebody else, until that is over

    def sees_content(self, case: Case, part: Referral) -> bool:
        """Whether outcome, product and explanation of this part may be shown."""
        taken_in_here = self.counter is not None and self.counter == case.counter
        concerned = self.organisation is not None and self.organisation == part.organisation
        return taken_in_here or concerned or case.id in self.handed | self.offered or self._opened(part)

    def sees_case(self, case: Case) -> bool:
        """Whether the life event and the person's own to-do list may be shown: with a ground only when it opens every part."""
        taken_in_here = self.counter is not None and self.counter == case.counter
        opened = self.ground is not None and self.products is None and all(map(self._opened, case.referrals))
        return taken_in_here or case.id in self.handed | self.offered or opened

    def _opened(self, part: Referral) -> bool:
        named = self.products is None or part.product in self.products
        return self.ground is not None and named and (self.sensitive or not part.terms.get("gevoelig"))


def with_parts(*, hidden: bool = False) -> Select[Case]:
    """Cases with their parts and lines: what a shared status needs, in three statements for any number of cases.

    ``hidden`` only for the privacy officer: also cases that were opened for the wrong person (practice rule 19).
    """
    query = select(Case).options(selectinload(Case.referrals), selectinload(Case.lines))
    return query if hidden else query.where(~Case.hidden)


def find_case(session: Session, number: str, *, hidden: bool = False) -> Case:
    """The case with this zaaknummer (canonical form); NotFound otherwise. ``hidden`` as in :func:`with_parts`."""
    found = session.scalars(with_parts(hidden=hidden).where(Case.number == number)).one_or_none()
    if found is None:
        raise NotFound("Deze zaak is hier niet bekend.")
    return found


def find_referral(session: Session, number: str) -> Referral:
    """The part with this deelzaaknummer; NotFound otherwise."""
    query = select(Referral).join(Case, Case.id == Referral.case_id).where(Referral.number == number, ~Case.hidden)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("Dit deel is hier niet bekend.")
    return found


def search(
    session: Session,
    *,
    bsn: str | None = None,
    surname: str | None = None,
    birth_date: str | None = None,
    reference: str | None = None,
    limit: int = 20,
) -> list[Case]:
    """Cases of a person (BSN, or name and birth date) or with an organisation's reference, the newest first.

    By BSN only the applicant's own cases are found; a betrokkene's cases need a ground (practice rule 2).
    """
    query = with_parts()
    if bsn is not None:
        query = query.join(Person, Case.person_id == Person.id).where(Person.bsn_blind.in_(keys().blinds(bsn)))
    elif reference is not None:
        query = query.where(Case.id.in_(select(Referral.case_id).where(Referral.reference == reference)))
    elif surname is not None and birth_date is not None:
        query = query.join(Participant).where(
            Participant.surname_key == surname_key(surname), Participant.birth_date == birth_date, Participant.role == "aanvrager"
        )
    else:
        return []
    return list(session.scalars(query.order_by(Case.received_at.desc()).limit(limit)).unique())


def shared_status(case: Case, viewer: Viewer, names: Names, today: date) -> dict[str, Any]:
    """The one shared status: the same minimal fields for everybody, content only where ``viewer`` may see it.

    Returns the JSON shape of architecture §6. ``today`` is the date in Amsterdam.
    """
    parts = [part_status(case, part, viewer, names) for part in case.referrals]
    status: dict[str, Any] = {
        "zaaknummer": case.number,
        "status": CASE_WORDS[case.state],
        "statustekst": sentence(case, names),
        "aanZet": case.turn.value,
        "ontvangenOp": stamp(case.received_at),
        "loket": case.counter,
        "uiterlijkeEinddatumAfdoening": _last([part.due_on for part in case.referrals if part.state in OPEN]),
        "vastgelopen": stuck(case),
        "moetUNog": to_do(case, viewer, names, today),
        "deelzaken": parts,
        "versie": case.version,
    }
    if viewer.sees_case(case):
        status["levensgebeurtenis"] = case.life_event
    else:
        status["beperkt"] = True
    return status


def stuck(case: Case, *, warned: bool = False) -> dict[str, Any] | None:
    """Why a case stands still and since when; until when where that was announced. None when it moves.

    ``warned`` for the supervisor: also that a legal date is near.
    """
    if not case.stuck_reason or not case.stuck_since or (case.stuck_reason == NEAR and not warned):
        return None
    known = {"reden": case.stuck_reason, "sinds": stamp(case.stuck_since)}
    return known | ({"tot": stamp(case.stuck_until)} if case.stuck_until else {})


def part_status(case: Case, part: Referral, viewer: Viewer, names: Names) -> dict[str, Any]:
    """One line of the shared status: what, since when, who is to act, by which date."""
    content = viewer.sees_content(case, part)
    hidden = bool(part.terms.get("gevoelig")) and not content
    who = HIDDEN_PART if hidden else names(part.organisation)
    line: dict[str, Any] = {
        "deelzaaknummer": part.number,
        "organisatie": None if hidden else part.organisation,
        "status": REFERRAL_WORDS[part.state],
        "statustekst": words.part_sentence(part.state, who),
        "aanZet": part.turn.value,
        "sinds": stamp(part.state_since),
        "uiterlijkeEinddatumAfdoening": part.due_on.isoformat() if part.due_on else None,
    }
    if content:
        line |= {
            "product": part.product,
            "productnaam": part.terms.get("naam"),
            "uitkomst": part.outcome,
            "kenmerk": part.reference,
            "toelichting": part.explanation,
            "gevraagd": part.asked or [],
            "hersteltermijn": part.information_due_on.isoformat() if part.information_due_on else None,
            "indicatief": bool(part.terms.get("indicatief")),
        }
    else:
        line["beperkt"] = True
    return line


def to_do(case: Case, viewer: Viewer, names: Names, today: date) -> list[dict[str, Any]]:
    """What the citizen must do, by date: deliver what was asked, and what nobody does for them."""
    asked = [
        {"tekst": words.part_sentence(part.state, names(part.organisation)), "uiterlijk": _iso(part.information_due_on)}
        for part in case.referrals
        if part.turn is Turn.APPLICANT and part.information_due_on and (viewer.sees_content(case, part) or not part.terms.get("gevoelig"))
    ]
    own = [{"tekst": line.words, "uiterlijk": line.until} for line in case.lines if line.way == "zelf-doen" and line.done_at is None]
    return sorted(asked, key=lambda item: item["uiterlijk"] or today.isoformat()) + (own if viewer.sees_case(case) else [])


def sentence(case: Case, names: Names) -> str:
    """The status of the case in one or two sentences; an outage is told by itself (practice rule 14)."""
    text = words.CASE_SENTENCES[case.state]
    outage = words.OUTAGE_SENTENCES.get(case.stuck_reason or "")
    if outage is None:
        return text
    down = {names(part.organisation) for part in case.referrals if part.state.value == "pending" and not part.terms.get("gevoelig")}
    until = words.moment(case.stuck_until) if case.stuck_until else "een later moment"
    return f"{text} {outage.format(wie=' en '.join(sorted(down)) or 'Een organisatie', tot=until)} {words.KEPT}"


def timeline(session: Session, case: Case, viewer: Viewer, names: Names) -> list[dict[str, Any]]:
    """The timeline, oldest first: number, time, who, and a sentence; explanations only for those who may see the part."""
    parts = {part.id: part for part in case.referrals}
    secret = {part.organisation for part in case.referrals if part.terms.get("gevoelig") and not viewer.sees_content(case, part)}
    rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.sequence))
    found = [(event, parts.get(event.referral_id) if event.referral_id else None) for event in rows]
    return [_line(case, event, part, viewer, names, secret) for event, part in found]


def _line(case: Case, event: CaseEvent, part: Referral | None, viewer: Viewer, names: Names, secret: Collection[str]) -> dict[str, Any]:
    """One line. ``secret`` are the organisations whose part in the case must not be known: also not as actor of another part's line."""
    content = viewer.sees_content(case, part) if part else viewer.sees_case(case)
    hidden = part is not None and not content and bool(part.terms.get("gevoelig"))
    own = part.organisation if part and not hidden else None
    target = event.details.get("naar", "")
    details = {**event.details, "naar": HIDDEN_PART if target in secret else names(target)} if not hidden else {}
    actor = HIDDEN_PART if hidden or (event.actor in secret and event.actor != own) else event.actor
    line = {
        "volgnummer": event.sequence,
        "soort": event.type,
        "moment": stamp(event.at),
        "door": actor,
        "deelzaaknummer": part.number if part else None,
        "tekst": words.event_sentence(event.type, names(own) if own else names(actor), details, content=content),
    }
    if content and event.details.get("toelichting"):
        line["toelichting"] = event.details["toelichting"]
    return line


def stamp(at: datetime | None) -> str | None:
    """RFC 3339 in UTC with ``Z``, to the millisecond."""
    return None if at is None else at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _last(days: Iterable[date | None]) -> str | None:
    known = [value for value in days if value]
    return max(known).isoformat() if known else None
