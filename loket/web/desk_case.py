"""The case at the desk: the page itself, the part of it that refreshes, the receipt, and the knocks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from loket.errors import BadRequest, Forbidden
from loket.routing import contact, intake, journal
from loket.routing.grounds import PRESENT
from loket.web.case_view import Shown, case_shown, find
from loket.web.forms import iso_date
from loket.web.guard import account, acting, grounds, guarded, looking
from loket.web.parts import today
from loket.web.relations import current_opening

desk_case = guarded("desk_case")


@desk_case.get("/zaken/<number>")
def page(number: str) -> str:
    """The whole page; looking at it is accounted for once, not again each time that its status refreshes."""
    text = _page(number, {}, {})
    journal.record_read(acting(), find(acting(), number))
    return text


@desk_case.get("/zaken/<number>/stand")
def state(number: str) -> AnyResponse:
    """The part of the page that changes by itself; 304 while nothing did."""
    case = find(acting(), number)
    response = Response(render_template("zaak/stand.html", **case_shown(acting(), case, looking(), today())))
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    return response.make_conditional(request)


@desk_case.get("/zaken/<number>/ontvangst")
def receipt(number: str) -> str:
    """The receipt to print: what goes by itself, what was done, what the person must still do."""
    context = acting()
    case = find(context, number)
    if not looking().sees_case(case):
        raise Forbidden("Dit ontvangstbewijs is van een ander loket.")
    catalogue = context.catalogue
    questions = [catalogue.questions[row["vraag"]] for row in intake.open_questions(context, case)]
    event = catalogue.life_events.get(case.life_event or "")
    shown = case_shown(context, case, looking(), today())
    text = render_template("zaak/ontvangst.html", questions=questions, event=event, joined="bestaand" in request.args, **shown)
    journal.record_read(context, case)
    return text


@desk_case.post("/zaken/<number>/contactmomenten")
def knock(number: str) -> str | AnyResponse:
    """Record that the person asked about the case: what, whether it was answered, what was promised by when."""
    form = request.form
    errors: dict[str, str] = {}
    promised_by = None
    if form.get("toegezegdVoor", "").strip():
        try:
            promised_by = date.fromisoformat(iso_date(form["toegezegdVoor"]))
        except ValueError as error:
            errors["toegezegdVoor"] = str(error)
    case = find(acting(), number)
    if not errors:
        try:
            contact.record(
                acting(),
                case.number,
                question=form.get("vraag", "").strip(),
                channel=form.get("kanaal", "balie"),
                answered=form.get("beantwoord") == "ja",
                said=form.get("verteld", "").strip() or None,
                promise=form.get("toezegging", "").strip() or None,
                promised_by=promised_by,
            )
        except BadRequest as refused:
            errors = {fault.pointer.strip("/"): fault.detail for fault in refused.faults}
    if errors:
        return _page(number, errors, form)
    return redirect(url_for("desk_case.page", number=case.number, _anchor="contact"))


def _page(number: str, errors: Mapping[str, str], form: Mapping[str, str]) -> str:
    context, viewer = acting(), looking()
    case = find(context, number)
    shown: Shown = case_shown(context, case, viewer, today())
    event = context.catalogue.life_events.get(case.life_event or "") if viewer.sees_case(case) else None
    return render_template(
        "zaak/zaak.html",
        errors=errors,
        form=form,
        event=event,
        contacts=case.contacts if viewer.sees_case(case) else [],
        grounds=grounds(),
        opening=current_opening(),
        may_act=account().at_counter and (account().counter == case.counter or viewer.ground == PRESENT),
        **shown,
    )
