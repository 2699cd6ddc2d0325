"""An organisation signals that somebody is behind with paying it. Enough of them make one signal; of one alone nobody learns.

The organisation hears nothing of what others signalled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, select

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

PAID, MOVED = "voldaan", "verhuisd"
#: How a signal ends when too few organisations still signal and nobody took it up: value → words.
BY_ITSELF = {PAID: "er is betaald", MOVED: "de inwoner woont nu in een andere gemeente"}
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
        known = told.list_slug if told.list_slug in catalogue.arrears.lists else "onbekend"  # anybody's words do not go into a sealed log
        journal.audit(context, "achterstand-melden", known, result="geweigerd", organisatie=organisation)
        context.session.commit()
        raise Forbidden(NO_GROUND, code="geen-grondslag")
    code = catalogue.successors.get(told.gemeente_code, told.gemeente_code)
    if code not in catalogue.gemeenten:
        words = "Deze gemeente is hier niet bekend."
        raise BadRequest(words, faults=(Fault("/gemeentecode", "onbekend", words),))
    wanted = catalogue.arrears.lists[told.list_slug]
    until, person = None, _locked_person(context, told)
    if person is not None:
        _follow_mergers(context, wanted, person)
        _leave(context, wanted, person, organisation, PAID if told.paid else MOVED, code)
        if not told.paid:
            until = _keep(context, wanted, person, ground, code)
        journal.log_processing(context, "achterstand-melden", [person.pseudonym], foreign=organisation)
    action = "achterstand-voldaan" if told.paid else "achterstand-melden"
    journal.audit(context, action, told.list_slug, ground=ground.article, organisatie=organisation)
    context.session.commit()
    return until


def _locked_person(context: Context, told: Reported) -> Known | None:
    """The person, locked so that two at once see each other; who paid is not made for that. Anew when they were erased meanwhile."""
    while True:
        person = _known(context, told.bsn) if told.paid else persons(context, [told.bsn])[0]
        if person is None or lock_person(context, person.id):
            return person


def lock_person(context: Context, person_id: UUID) -> bool:
    """Lock a person before what is signalled of them is read; False when there is none. Every change of notices and signals begins so."""
    return context.session.scalar(locked(context.session, select(Person.id).where(Person.id == person_id))) is not None


def _known(context: Context, bsn: str) -> Known | None:
    """The person with this BSN, if anything is known of them."""
    row = context.session.execute(select(Person.id, Person.pseudonym).where(Person.bsn_blind.in_(keys().blinds(bsn)))).first()
    return Known(row.id, row.pseudonym) if row else None


def _follow_mergers(context: Context, wanted: ArrearsList, person: Known) -> None:
    """What stands at a gemeente that is no more belongs to its successor, or nobody would have moved and yet all would count apart."""
    successors, running = context.catalogue.successors, open_signals(context, wanted, person.id)
    for notice in _notices(context, wanted, person.id):
        notice.gemeente_code = successors.get(notice.gemeente_code, notice.gemeente_code)
    held = {signal.gemeente_code for signal in running}
    for signal in running:
        code = successors.get(signal.gemeente_code, signal.gemeente_code)
        if code not in held:  # one open signal for each gemeente
            signal.gemeente_code = code
            held.add(code)
    context.session.flush()


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
    """One signal for all who signal now that the person lives in this gemeente; an open one learns who came later."""
    counted = [one for one in _notices(context, wanted, person.id) if one.expires_on > today(context) and one.gemeente_code == code]
    running = next((one for one in open_signals(context, wanted, person.id) if one.gemeente_code == code), None)
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


def _leave(context: Context, wanted: ArrearsList, person: Known, organisation: str, why: str, code: str) -> None:
    """An organisation leaves the signals that no longer hold: all once it was paid, those of another gemeente when the person ``MOVED``.

    A notice that was paid counts no longer. With too few left a signal ends, unless somebody took it up: the person hears of it.
    """
    notices = _notices(context, wanted, person.id)
    own = [row for row in notices if row.organisation == organisation]
    grounds = {row.ground for row in own}
    for row in own:
        row.expires_on = today(context) if why == PAID else row.expires_on
    for signal in open_signals(context, wanted, person.id):
        if organisation not in signal.organisations or (why == MOVED and signal.gemeente_code == code):
            continue
        signal.organisations = [one for one in signal.organisations if one != organisation]
        still = {row.ground for row in notices if row.organisation in signal.organisations}
        signal.grounds = [one for one in signal.grounds if one in still or one not in grounds]
        if len(signal.organisations) < wanted.least and signal.taken_up_at is None:
            end(context, signal, why)
            journal.audit(context, "schuldsignaal-vervallen", str(signal.id), van="open", tot=why)


def open_signals(context: Context, wanted: ArrearsList, person_id: UUID) -> Sequence[ArrearsSignal]:
    """The signals of this person that are not closed: one for each gemeente at most."""
    query = select(ArrearsSignal).where(ArrearsSignal.person_id == person_id, ArrearsSignal.list_slug == wanted.slug)
    query = query.where(ArrearsSignal.closed_at.is_(None)).order_by(ArrearsSignal.raised_at, ArrearsSignal.id)
    return context.session.scalars(query.execution_options(populate_existing=True)).all()


def end(context: Context, signal: ArrearsSignal, outcome: str) -> None:
    """Close a signal: it is kept for a short while, and no longer than any other. No commit."""
    signal.closed_at, signal.outcome = context.now, outcome
    wanted = context.catalogue.arrears.lists.get(signal.list_slug)
    if wanted is not None:
        signal.expires_on = min(signal.expires_on, today(context) + timedelta(days=wanted.kept))


def erase_told(context: Context, signal: ArrearsSignal) -> None:
    """Erase the notices that this signal told of: something came of them, so only what comes after makes another one. No commit."""
    of = ArrearsNotice.person_id == signal.person_id, ArrearsNotice.list_slug == signal.list_slug
    told = ArrearsNotice.gemeente_code == signal.gemeente_code, ArrearsNotice.organisation.in_(signal.organisations)
    context.session.execute(delete(ArrearsNotice).where(*of, *told))


def _notices(context: Context, wanted: ArrearsList, person_id: UUID) -> Sequence[ArrearsNotice]:
    query = select(ArrearsNotice).where(ArrearsNotice.person_id == person_id, ArrearsNotice.list_slug == wanted.slug)
    query = query.order_by(ArrearsNotice.at, ArrearsNotice.id)
    return context.session.scalars(query.execution_options(populate_existing=True)).all()
