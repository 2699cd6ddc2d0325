"""Handing a case over warmly: offer it, see where it stands, take it up by name, tell the citizen, refuse it or take it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.desk import Handover
from loket.cases.models import Case
from loket.cases.people import Participant
from loket.errors import BadRequest, LoketError
from loket.routing import handover, journal
from loket.routing.request import APPLICANT
from loket.web import texts_desk
from loket.web.case_view import find
from loket.web.guard import account, acting, guarded
from loket.web.parts import organisation_name, parts, today
from loket.web.typed import by_field

desk_handover = guarded("desk_handover")

FIELDS = ("ontvanger", "reden", "samenvatting", "bereiken")


@desk_handover.get("/zaken/<number>/overdragen")
def form(number: str) -> str:
    """The form, with what safe contact says about reaching the citizen."""
    case = find(acting(), number)
    text = _form(case, {"bereiken": reach(_applicant(case))}, {})
    journal.record_read(acting(), case)
    return text


@desk_handover.post("/zaken/<number>/overdragen")
def offer(number: str) -> str | Response:
    """Offer the case; the form again with what is wrong in it."""
    context = acting()
    case = find(context, number)
    receiver, reason, summary, wish = (request.form.get(name, "").strip() for name in FIELDS)
    counter, organisation = _receiver(receiver)
    given = handover.Offer(counter, organisation, reason, summary, wish, agreed=request.form.get("akkoord") == "ja")
    try:
        made = handover.offer(context, case.number, given)
    except BadRequest as refused:
        context.session.rollback()
        return _form(find(acting(), number), request.form, by_field(refused))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
        return redirect(url_for("desk_case.page", number=number))
    flash(texts_desk.OFFERED, "goed")
    return redirect(url_for("desk_handover.one", number=number, handover=made))


@desk_handover.get("/zaken/<number>/overdrachten/<uuid:handover>")
def one(number: str, handover: UUID) -> str:
    text = _page(number, handover, {})
    journal.record_read(acting(), find(acting(), number))
    return text


@desk_handover.post("/zaken/<number>/overdrachten/<uuid:handover>/oppakken")
def take_up(number: str, handover: UUID) -> str | Response:
    return _act(number, handover, "oppakken")


@desk_handover.post("/zaken/<number>/overdrachten/<uuid:handover>/verteld")
def tell(number: str, handover: UUID) -> str | Response:
    return _act(number, handover, "verteld")


@desk_handover.post("/zaken/<number>/overdrachten/<uuid:handover>/weigeren")
def refuse(number: str, handover: UUID) -> str | Response:
    return _act(number, handover, "weigeren")


@desk_handover.post("/zaken/<number>/overdrachten/<uuid:handover>/terugnemen")
def take_back(number: str, handover: UUID) -> str | Response:
    return _act(number, handover, "terugnemen")


def _act(number: str, handover_id: UUID, verb: str) -> str | Response:
    """One step, with its errors at the field; afterwards to where the work goes on."""
    context = acting()
    case_number = find(context, number).number
    try:
        done = _do(verb, case_number, handover_id)
    except BadRequest as refused:
        context.session.rollback()
        return _page(number, handover_id, by_field(refused))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
        return redirect(url_for("home.start"))
    flash(done, "goed")
    return redirect(url_for("home.start") if verb == "weigeren" else url_for("desk_case.page", number=number))


def _do(verb: str, number: str, handover_id: UUID) -> str:
    """Carry out one step; returns what to say about it."""
    context, sent = acting(), request.form
    if verb == "oppakken":
        told = sent.get("kanaal", "balie") if sent.get("verteld") == "ja" else None
        handover.take_up(context, number, handover_id, sent.get("naam", "").strip(), told=told)
        return texts_desk.COMPLETE if told else texts_desk.TAKEN_UP
    if verb == "verteld":
        handover.tell(context, number, handover_id, sent.get("kanaal", "balie"))
        return texts_desk.COMPLETE
    if verb == "weigeren":
        handover.refuse(context, number, handover_id, sent.get("reden", "").strip())
        return texts_desk.REFUSED
    handover.take_back(context, number, handover_id)
    return texts_desk.TAKEN_BACK


def _form(case: Case, form: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    never = (_applicant(case).safe_contact or {}).get("nooit")
    return render_template(
        "overdracht/overdragen.html", case=case, form=form, errors=errors, never=never, receivers=receivers(), words=texts_desk
    )


def _page(number: str, handover_id: UUID, errors: Mapping[str, str]) -> str:
    context, here = acting(), account()
    case = find(context, number)
    row = handover.find(context.session, case, handover_id)
    receiving = row.to_counter == here.counter if row.to_counter else row.to_organisation == here.organisation and not here.at_counter
    sending = here.at_counter and row.from_counter == here.counter
    return render_template(
        "overdracht/overdracht.html",
        case=case,
        row=row,
        state=state(row),
        receiving=receiving,
        sending=sending,
        never=(_applicant(case).safe_contact or {}).get("nooit"),
        form=request.form if errors else {"naam": here.name},
        errors=errors,
        words=texts_desk,
    )


def state(row: Handover) -> str:
    """Where a handover stands, as a key of ``texts_desk.HANDOVER_STATES``."""
    if row.told_at is not None:
        return "klaar"
    if row.ended_at is not None:
        return "teruggenomen"
    if row.refused_at is not None:
        return "geweigerd"
    if row.taken_up_at is not None:
        return "opgepakt"
    return "te-laat" if row.norm_at <= parts().clock() else "wacht"


def receivers() -> list[str]:
    """The names of everybody who can get a case now: lokets but one's own, and organisations."""
    catalogue, own = parts().catalogue, account().counter
    lokets = [counter.name for slug, counter in catalogue.counters.items() if slug != own and catalogue.counter_on(slug, today())]
    return sorted({*lokets, *(found.name for found in catalogue.organisations.values())}, key=str.casefold)


def _receiver(typed: str) -> tuple[str | None, str | None]:
    """Loket and organisation by the name that was chosen; both None when it is no name from the list."""
    catalogue, wanted = parts().catalogue, typed.casefold()
    lokets = [slug for slug, counter in catalogue.counters.items() if wanted == counter.name.casefold()]
    if lokets:
        return lokets[0], None
    found = [slug for slug, one in catalogue.organisations.items() if wanted in (one.name.casefold(), one.short_name.casefold())]
    return None, (found[0] if found else None)


def reach(person: Participant) -> str:
    """How this person may be reached, from safe contact, in a sentence or two; empty when nothing is known."""
    wish, contact = person.safe_contact or {}, person.contact or {}
    ways = [str(wish[key]) for key in ("wijze", "wanneer") if wish.get(key)]
    numbers = [str(contact[key]) for key in ("telefoonnummer", "emailadres") if contact.get(key)]
    said = [", ".join(ways), ", ".join(numbers), texts_desk.NEVER.format(nooit=wish["nooit"]) if wish.get("nooit") else ""]
    return ". ".join(text.rstrip(".") for text in said if text)


def _applicant(case: Case) -> Participant:
    return next(person for person in case.participants if person.role == APPLICANT)


def shown(case: Case) -> list[tuple[Handover, str, str]]:
    """The handovers of a case for its page: row, state, and whose it is; see ``zaak/overdrachten.html``."""
    return [(row, state(row), organisation_name(row.receiver)) for row in handover.of_case(acting().session, case)]
