"""An organisation signals that somebody is behind with paying it. Enough of them make one signal; of one alone nobody learns.

The organisation hears nothing of what others signalled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from loket.cases.arrears import ArrearsNotice, ArrearsSignal
from loket.cases.base import new_id
from loket.cases.crypto import keys
from loket.cases.models import Person
from loket.db import locked
from loket.errors import BadRequest, Fault, Forbidden
from loket.routing import journal
from loket.routing.arrears.lists import ArrearsGround, ArrearsList
from loket.routing.context import Context
from loket.routing.persons import Known, persons
from loket.routing.progress import today

PAID = "voldaan"  #: how a signal ends when too few organisations still signal and nobody took it up
NO_GROUND = "Er is geen wettelijke grond om dit aan deze lijst te melden."


@dataclass(frozen=True, slots=True)
class Reported:
    """What an organisation tells: for which list, of whom, and where they live. ``paid``: they are behind no longer."""

    list_slug: str
    bsn: str = field(repr=False)
    gemeente_code: str
    paid: bool = False


def report(context: Context, told: Reported) -> date | None:
    """Keep what the calling organisation tells, and raise a signal when there are enough. Returns until when it counts; None once paid.

    Commits. Forbidden ``geen-grondslag`` without a ground, which is written down without saying of whom; BadRequest for a gemeente that
    there is not.
    """
    organisation, catalogue = context.actor.organisation or "", context.catalogue
    ground = catalogue.arrears.ground_for(told.list_slug, organisation, today(context))
    if ground is None:
        journal.audit(context, "achterstand-melden", told.list_slug, result="geweigerd", organisatie=organisation)
        context.session.commit()
        raise Forbidden(NO_GROUND, code="geen-grondslag")
    code = catalogue.successors.get(told.gemeente_code, told.gemeente_code)
    if code not in catalogue.gemeenten:
        words = "Deze gemeente is hier niet bekend."
        raise BadRequest(words, faults=(Fault("/gemeentecode", "onbekend", words),))
    wanted = catalogue.arrears.lists[told.list_slug]
    until, person = None, _known(context, told.bsn) if told.paid else persons(context, [told.bsn])[0]
    if person is not None:
        context.session.execute(locked(context.session, select(Person.id).where(Person.id == person.id)))  # two at once see each other
        if told.paid:
            _take_back(context, wanted, person, organisation)
        else:
            until = _keep(context, wanted, person, ground, code)
        journal.log_processing(context, "achterstand-melden", [person.pseudonym], foreign=organisation)
    action = "achterstand-voldaan" if told.paid else "achterstand-melden"
    journal.audit(context, action, told.list_slug, ground=ground.article, organisatie=organisation)
    context.session.commit()
    return until


def _known(context: Context, bsn: str) -> Known | None:
    """The person with this BSN, if anything is known of them: who paid is not made for that."""
    row = context.session.execute(select(Person.id, Person.pseudonym).where(Person.bsn_blind.in_(keys().blinds(bsn)))).first()
    return Known(row.id, row.pseudonym) if row else None


def _keep(context: Context, wanted: ArrearsList, person: Known, ground: ArrearsGround, code: str) -> date:
    """The notice of this organisation, and what it makes together with the others."""
    row = next((one for one in _notices(context, wanted, person.id) if one.organisation == ground.organisation), None)
    until = today(context) + timedelta(days=wanted.within)
    told = {"gemeente_code": code, "ground": ground.article, "at": context.now, "expires_on": until}
    if row is None:
        of = {"person_id": person.id, "list_slug": wanted.slug, "organisation": ground.organisation}
        context.session.add(ArrearsNotice(id=new_id(context.now), **of, **told))
    else:
        row.gemeente_code, row.ground, row.at, row.expires_on = code, ground.article, context.now, until
    context.session.flush()
    _raise(context, wanted, person, code)
    return until


def _raise(context: Context, wanted: ArrearsList, person: Known, code: str) -> None:
    """One signal for all who signalled since the last one was closed; an open one learns who came later."""
    closed = select(func.max(ArrearsSignal.closed_at)).where(*_of(person.id, wanted.slug))
    since = context.session.scalar(closed)
    counted = [one for one in _notices(context, wanted, person.id) if one.expires_on > today(context) and (since is None or one.at > since)]
    running = open_signal(context, wanted, person.id)
    if running is not None:
        running.organisations = list(dict.fromkeys([*running.organisations, *(one.organisation for one in counted)]))
        running.grounds = sorted({*running.grounds, *(one.ground for one in counted)})
    elif len(counted) >= wanted.least:
        row = ArrearsSignal(
            id=new_id(context.now),
            person_id=person.id,
            list_slug=wanted.slug,
            gemeente_code=code,
            organisations=[one.organisation for one in counted],
            grounds=sorted({one.ground for one in counted}),
            raised_at=context.now,
            expires_on=today(context) + timedelta(days=wanted.longest),
        )
        context.session.add(row)
        journal.audit(context, "schuldsignaal", str(row.id), lijst=wanted.slug, gemeente=code, organisaties=len(counted))
        journal.log_processing(context, "schuldsignaal-maken", [person.pseudonym])


def _take_back(context: Context, wanted: ArrearsList, person: Known, organisation: str) -> None:
    """They paid: the notice counts no longer, nor does a signal that nobody took up and that too few still make. The clock erases both."""
    for row in _notices(context, wanted, person.id):
        if row.organisation == organisation:
            row.expires_on = today(context)
    running = open_signal(context, wanted, person.id)
    if running is None or running.taken_up_at is not None or organisation not in running.organisations:
        return
    running.organisations = [one for one in running.organisations if one != organisation]
    if len(running.organisations) < wanted.least:
        end(context, running, PAID)
        journal.audit(context, "schuldsignaal-sluiten", str(running.id), van="open", tot=PAID)


def open_signal(context: Context, wanted: ArrearsList, person_id: UUID) -> ArrearsSignal | None:
    """The signal of this person that is not closed."""
    query = select(ArrearsSignal).where(*_of(person_id, wanted.slug), ArrearsSignal.closed_at.is_(None))
    return context.session.scalars(query).one_or_none()


def end(context: Context, signal: ArrearsSignal, outcome: str) -> None:
    """Close a signal: it is kept for a short while, and no longer than any other. No commit."""
    signal.closed_at, signal.outcome = context.now, outcome
    wanted = context.catalogue.arrears.lists.get(signal.list_slug)
    if wanted is not None:
        signal.expires_on = min(signal.expires_on, today(context) + timedelta(days=wanted.kept))


def _of(person_id: UUID, list_slug: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ArrearsSignal.person_id == person_id, ArrearsSignal.list_slug == list_slug


def _notices(context: Context, wanted: ArrearsList, person_id: UUID) -> Sequence[ArrearsNotice]:
    query = select(ArrearsNotice).where(ArrearsNotice.person_id == person_id, ArrearsNotice.list_slug == wanted.slug)
    return context.session.scalars(query.order_by(ArrearsNotice.at, ArrearsNotice.id)).all()
