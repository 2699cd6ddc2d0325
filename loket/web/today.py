"""Today's work of one loket: short lists of what waits, each one bounded statement. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import url_for
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import Handover
from loket.cases.models import Case, ContactMoment, Participant, Referral
from loket.cases.signals import Signal
from loket.cases.states import ReferralState, Turn
from loket.routing import news, saved, waiting
from loket.routing.signals import answering
from loket.web import signal_form, texts_desk, texts_signals
from loket.web.parts import organisation_name
from loket.web.today_tailored import tailored
from loket.web.work import AFTER, AHEAD, RUNS, SECOND, Listed, Place, Work
from loket.web.work import MOST as MOST
from loket.web.work import SHOWN as SHOWN


def handovers(place: Place) -> list[Work]:
    """Handovers to this loket that run, and those from here that ask for something: tell the citizen, refused, not taken up."""
    late = or_(Handover.refused_at.is_not(None), Handover.taken_up_at.is_not(None), Handover.reminded_at.is_not(None))
    sent = and_(Handover.from_counter == place.counter, late)
    mine = and_(sent, Handover.from_account == place.employee) if place.employee else or_(_received(place), sent)
    return _handovers(place.session, mine, to=place.counter)


def _received(place: Place) -> ColumnElement[bool]:
    return and_(Handover.to_counter == place.counter, Handover.refused_at.is_(None))


def handovers_of(session: Session, organisation: str) -> list[Work]:
    """Handovers to an organisation's own people that run."""
    return _handovers(session, and_(Handover.to_organisation == organisation, Handover.refused_at.is_(None)), to=organisation)


def _handovers(session: Session, which: ColumnElement[bool], to: str) -> list[Work]:
    columns = (Handover.id, Handover.to_counter, Handover.to_organisation, Handover.from_counter, Handover.norm_at)
    states = (Handover.taken_up_by, Handover.refused_at, Handover.reminded_at, Case.number, Case.urgent)
    query = select(*columns, *states).join(Case, Case.id == Handover.case_id).where(Handover.ended_at.is_(None), which, *RUNS)
    rows = session.execute(query.order_by(Handover.norm_at, Handover.id).limit(MOST + 1))
    return [
        Work(
            row.number,
            url_for("desk_handover.one", number=row.number, handover=row.id),
            _handover_words(row.to_counter or row.to_organisation, row.from_counter, row.taken_up_by, row.refused_at, to),
            row.norm_at - SECOND if row.refused_at is None and row.taken_up_by is None else None,
            row.urgent,
            row.reminded_at is not None and row.taken_up_by is None,
        )
        for row in rows
    ]


def _handover_words(receiver: str, sender: str, by: str | None, refused: datetime | None, here: str) -> str:
    if refused is not None:
        return texts_desk.HANDOVER_REFUSED.format(wie=organisation_name(receiver))
    if by is not None:
        return texts_desk.HANDOVER_TELL.format(naam=by)
    waiting_here = receiver == here
    words = texts_desk.HANDOVER_WAITS if waiting_here else texts_desk.HANDOVER_NOT_TAKEN
    return words.format(wie=organisation_name(sender if waiting_here else receiver))


def silence(place: Place) -> list[Work]:
    """Citizens who heard nothing for too long."""
    found = news.heard_nothing(place.session, place.catalogue, place.counter, place.now, employee=place.employee, limit=MOST + 1)
    return [
        Work(
            case.number,
            url_for("desk_news.form", number=case.number),
            texts_desk.SILENT.format(dagen=(place.today - amsterdam_date(case.told_at or case.received_at)).days),
            urgent=case.urgent,
        )
        for case in found
    ]


def promises(place: Place) -> list[Work]:
    """Promises that this loket must keep, also those that another loket made for it; the oldest day first."""
    here = or_(
        ContactMoment.promise_owner == place.counter,
        and_(ContactMoment.promise_owner.is_(None), ContactMoment.counter == place.counter),
    )
    mine = [here, *waiting.PROMISED, *RUNS, *([ContactMoment.employee == place.employee] if place.employee else [])]
    columns = ContactMoment.promised_by, ContactMoment.counter, Case.number, Case.urgent
    query = select(*columns).join(Case, Case.id == ContactMoment.case_id).where(*mine)
    rows = place.session.execute(query.order_by(ContactMoment.promised_by, ContactMoment.id).limit(MOST + 1))
    return [
        Work(
            row.number,
            url_for("desk_case.page", number=row.number, _anchor="contact"),
            _promise_words(place, row.counter),
            row.promised_by,
            row.urgent,
            row.promised_by < place.today,
        )
        for row in rows
    ]


def _promise_words(place: Place, counter: str) -> str:
    return texts_desk.PROMISE_HERE if counter == place.counter else texts_desk.PROMISE_FOR_YOU.format(wie=organisation_name(counter))


def information(place: Place) -> list[Work]:
    """What citizens must still give: asked by an organisation, by its last day, and then answers without which a part cannot begin."""
    columns = Referral.number, Referral.organisation, Referral.information_due_on, Case.urgent
    query = select(*columns).join(Case, Case.id == Referral.case_id)
    missing = and_(Referral.state == ReferralState.PLANNED, Referral.awaits_id.is_(None), Referral.turn == Turn.APPLICANT)
    query = query.where(*place.own(), or_(Referral.state == ReferralState.NEEDS_INFORMATION, missing))
    rows = place.session.execute(query.order_by(Referral.information_due_on.nulls_last(), Referral.id).limit(MOST + 1))
    return [
        Work(
            row.number,
            url_for("desk_part.supply_form", number=row.number),
            texts_desk.ASKED.format(wie=organisation_name(row.organisation)),
            row.information_due_on,
            row.urgent,
            row.information_due_on is not None and row.information_due_on < place.today,
        )
        for row in rows
    ]


def drafts(place: Place) -> list[Work]:
    """Requests that are finished later; an intermediary sees their own."""
    found = saved.drafts(place.session, place.counter, place.now, account=place.employee, limit=MOST + 1)
    return [Work(None, url_for("desk_drafts.resume", saved=draft.id), draft.label, draft.expires_at) for draft in found]


def mandates(place: Place) -> list[Work]:
    """Mandates that end within sixty days or ended just now: a parent's ends with the 18th birthday (BW 1:233)."""
    columns = Participant.representation, Participant.mandate_until, Case.number, Case.urgent
    query = select(*columns).join(Case, Case.id == Participant.case_id)
    query = query.where(Participant.mandate_until.between(place.today - AFTER, place.today + AHEAD), *place.own())
    rows = place.session.execute(query.order_by(Participant.mandate_until, Participant.id).limit(MOST + 1))
    return [
        Work(
            row.number,
            url_for("desk_case.page", number=row.number),
            texts_desk.MANDATE_ENDS.get(row.representation, texts_desk.MANDATE_ENDS[None]),
            row.mandate_until,
            row.urgent,
            row.mandate_until < place.today,
        )
        for row in rows
    ]


def signals(place: Place) -> list[Work]:
    """Answers to what this loket noted as gone wrong, until somebody here read them."""
    found = answering.unread(place.session, place.counter, MOST + 1)
    return [Work(None, url_for("signals_desk.news", signaal=one.signal_id), _signal_words(one.signal), one.at) for one in found]


def _signal_words(signal: Signal) -> str:
    return texts_signals.NEWS_LINE.format(oorzaak=signal_form.name(signal), stand=texts_signals.STATUSES[signal.status][0])


def ours(place: Place) -> list[Work]:
    """Cases in which it is the loket's turn, or nobody's: nobody's first."""
    query = select(Case).where(*place.own(), Case.turn.in_((Turn.COUNTER, Turn.NOBODY)))
    found = place.session.scalars(query.order_by(Case.turn.desc(), Case.received_at).limit(MOST + 1))
    return [_of_case(case, texts_desk.TURNS[case.turn], late=case.turn is Turn.NOBODY) for case in found]


def recent(place: Place) -> list[Work]:
    """What this loket took in last."""
    query = select(Case).where(*place.own()).order_by(Case.received_at.desc()).limit(SHOWN)
    return [_of_case(case, _event_name(place, case), case.received_at) for case in place.session.scalars(query)]


def _event_name(place: Place, case: Case) -> str:
    event = place.catalogue.life_events.get(case.life_event or "")
    return event.name if event else texts_desk.NO_EVENT


def _of_case(case: Case, words: str, day: datetime | None = None, *, late: bool = False) -> Work:
    return Work(case.number, url_for("desk_case.page", number=case.number), words, day, case.urgent, late)


#: In the order of the page.
LISTS: dict[str, Callable[[Place], list[Work]]] = {
    "overdrachten": handovers,
    "bijpraten": silence,
    "toezeggingen": promises,
    "maatwerk": tailored,
    "loket": ours,
    "aanvullingen": information,
    "concepten": drafts,
    "vertegenwoordiging": mandates,
    "signalen": signals,
    "laatst": recent,
}


def listed(place: Place, name: str) -> Listed:
    """One list; KeyError for a name that there is not."""
    title, empty = texts_desk.LISTS[name]
    return Listed(name, title, empty, LISTS[name](place))
