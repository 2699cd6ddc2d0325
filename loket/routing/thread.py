"""Talk between professionals about a case: its loket and the organisations that have a part. Never for the citizen to act on."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from loket.cases.base import new_id
from loket.cases.desk import CaseMessage
from loket.cases.models import Case, Referral
from loket.cases.queries import Viewer, find_case
from loket.errors import BadRequest, Fault, Forbidden
from loket.routing import journal
from loket.routing.context import Context

LONGEST = 2000  # characters


def may_read(case: Case, viewer: Viewer) -> bool:
    """Whether somebody reads along: a loket whose work the case is, or who handles a part of it. An opened case opens no talk."""
    return _has_all(case, viewer) or bool(own_parts(case, viewer))


def own_parts(case: Case, viewer: Viewer) -> list[Referral]:
    """The parts about which ``viewer`` may write: all at the case's loket; elsewhere those of the organisation that they handle for.

    Who works at another loket is no handler, also when their organisation has a part.
    """
    if _has_all(case, viewer):
        return list(case.referrals)
    handles = viewer.counter is None and viewer.organisation is not None
    return [part for part in case.referrals if handles and part.organisation == viewer.organisation]


def messages(context: Context, case: Case, viewer: Viewer) -> Sequence[CaseMessage]:
    """What ``viewer`` may read, the oldest first: the loket everything, an organisation what is about its own parts or all of the case."""
    if not may_read(case, viewer):
        return ()
    query = select(CaseMessage).where(CaseMessage.case_id == case.id).order_by(CaseMessage.at, CaseMessage.id)
    if not _has_all(case, viewer):
        theirs = [part.id for part in own_parts(case, viewer)]
        query = query.where(or_(CaseMessage.referral_id.is_(None), CaseMessage.referral_id.in_(theirs)))
    return context.session.scalars(query).all()


def write(context: Context, number: str, viewer: Viewer, text: str, *, part: str | None = None, author: str = "") -> None:
    """Write one message about a case, or about one part (deelzaaknummer). Commits.

    ``author`` is the name that the other reads. NotFound; Forbidden for who may not read it; BadRequest without words, or about a part
    that is not theirs.
    """
    case = find_case(context.session, number)
    if not may_read(case, viewer):
        raise Forbidden("Dit overleg is niet van u.")
    words = text.strip()
    if not words or len(words) > LONGEST:
        told = f"Schrijf een bericht van hooguit {LONGEST} tekens."
        raise BadRequest(told, faults=(Fault("/bericht", "verplicht", told),))
    about = _about(case, viewer, part)
    context.session.add(
        CaseMessage(
            id=new_id(context.now),
            case_id=case.id,
            referral_id=about.id if about else None,
            author=author[:120] or context.actor.name,
            source=context.actor.source,
            text=words,
            at=context.now,
        )
    )
    journal.audit(context, "overleg", case.number, deel=about.number if about else None)
    journal.log_processing(context, "overleggen", [case.person.pseudonym])
    context.session.commit()


def _about(case: Case, viewer: Viewer, number: str | None) -> Referral | None:
    found = next((part for part in own_parts(case, viewer) if part.number == number), None)
    if number and found is None:
        told = "Kies een onderdeel van deze zaak."
        raise BadRequest(told, faults=(Fault("/deel", "onbekend", told),))
    return found


def _has_all(case: Case, viewer: Viewer) -> bool:
    return (viewer.counter is not None and viewer.counter == case.counter) or case.id in viewer.handed
