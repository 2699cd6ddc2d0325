"""The worklist of an organisation: its employees see their own parts in Loket and tell what a system would tell by callback."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from loket.cases import queries
from loket.cases.models import Referral
from loket.cases.outbox import Delivery
from loket.cases.states import ReferralState
from loket.errors import BadRequest, LoketError, NotFound
from loket.routing import callbacks, journal, thread
from loket.web import lists, texts_case
from loket.web.forms import iso_date
from loket.web.guard import account, acting, guarded, looking
from loket.web.parts import organisation_name, parts, today
from loket.web.today import handovers_of

worklist = guarded("worklist")

S = ReferralState
NEW = (S.SENT, S.RECEIVED)
BUSY = (S.SENT, S.RECEIVED, S.ACCEPTED, S.NEEDS_INFORMATION, S.SUSPENDED)
#: What an employee can tell, by the word of the API → the states in which that makes sense.
VERBS: Mapping[str, tuple[ReferralState, ...]] = {
    "in-behandeling-genomen": NEW,
    "aanvulling-gevraagd": (*NEW, S.ACCEPTED),
    "aanvulling-ontvangen": (S.NEEDS_INFORMATION,),
    "opgeschort": (*NEW, S.ACCEPTED),
    "hervat": (S.SUSPENDED,),
    "verdaagd": BUSY,
    "besloten": BUSY,
    "teruggegeven": BUSY,
    "uitgevoerd": (S.DECIDED,),
}
DATES = ("hersteltermijn", "nieuweEinddatum", "datumBesluit", "bekendgemaaktOp")
FIELDS = ("toelichting", "kenmerk", "uitkomst", "reden", "juisteOrganisatie", *DATES)


@worklist.get("/werkvoorraad")
def overview() -> str:
    session, organisation = acting().session, account().organisation or ""
    return render_template(
        "werkvoorraad.html",
        open_parts=lists.open_parts(session, organisation),
        carry_out=lists.to_carry_out(session, organisation),
        handed=handovers_of(session, organisation),
    )


@worklist.get("/werkvoorraad/<number>")
def part(number: str) -> str:
    text = _page(number, {}, None)
    journal.record_read(acting(), _own(acting().session, number).case)
    return text


@worklist.post("/werkvoorraad/<number>/<verb>")
def tell(number: str, verb: str) -> str | Response:
    """Tell one thing about a part, with the same checks as a callback."""
    if verb not in VERBS:
        raise NotFound("Deze handeling bestaat niet.")
    context = acting()
    try:
        received = callbacks.report(context, _own(context.session, number).number, callbacks.report_from(verb, _data()))
    except BadRequest as refused:
        context.session.rollback()
        errors = {fault.pointer.removeprefix("/data/"): fault.detail for fault in refused.faults} or {"toelichting": refused.detail}
        return _page(number, errors, verb)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        flash("Vastgelegd." if received.processed else f"Er veranderde niets: {received.reason}.", "goed" if received.processed else "fout")
    return redirect(url_for("worklist.part", number=number))


@worklist.post("/werkvoorraad/<number>/berichten")
def write(number: str) -> str | Response:
    """Write to the loket about this part."""
    context, found = acting(), _own(acting().session, number)
    try:
        thread.write(context, found.case.number, looking(), request.form.get("bericht", ""), part=number, author=account().name)
    except BadRequest as refused:
        return _page(number, {fault.pointer.strip("/"): fault.detail for fault in refused.faults}, "overleg")
    return redirect(url_for("worklist.part", number=number, _anchor="overleg"))


def _data() -> dict[str, Any]:
    """The posted form in the words of the callback; a date that cannot be read is passed on and refused there."""
    data: dict[str, Any] = {name: value for name in FIELDS if (value := request.form.get(name, "").strip())}
    for name in DATES:
        if name in data:
            data[name] = _iso(data[name])
    asked = [*request.form.getlist("vragen"), *request.form.get("vraag", "").splitlines()]
    if questions := [line.strip() for line in asked if line.strip()]:
        data["vragen"] = questions
    return data


def _iso(text: str) -> str:
    try:
        return iso_date(text)
    except ValueError:
        return text


def _own(session: Session, number: str) -> Referral:
    found = queries.find_referral(session, number)
    if found.organisation != account().organisation or found.state in lists.NOT_THERE:
        raise NotFound("Dit deel is hier niet bekend.")
    return found


def _page(number: str, errors: Mapping[str, str], verb: str | None) -> str:
    session = acting().session
    found = _own(session, number)
    status = queries.part_status(found.case, found, account().viewer, organisation_name)
    catalogue = parts().catalogue
    product = catalogue.products[found.product]
    return render_template(
        "werkvoorraad_deel.html",
        part=found,
        status=status,
        messages=_messages(session, found),
        verbs=[name for name, states in VERBS.items() if found.state in states and (name != "uitgevoerd" or found.terms.get("levert"))],
        questions=[catalogue.questions[key] for key in product.questions],
        organisations=sorted((slug, entry.short_name) for slug, entry in catalogue.organisations.items()),
        errors=errors,
        tried=verb,
        form=request.form,
        today=today(),
        t=texts_case,
        thread=thread.messages(acting(), found.case, looking()),
        about=[(part.number, part) for part in thread.own_parts(found.case, looking())],
    )


def _messages(session: Session, found: Referral) -> list[dict[str, Any]]:
    """What this organisation was sent about the part, oldest first: exactly the fields of the product's allow-list."""
    query = select(Delivery).where(Delivery.referral_id == found.id, Delivery.kind != "ophalen").order_by(Delivery.id)
    return [json.loads(row.body) for row in session.scalars(query) if row.body]
