"""The case at the desk: the page itself, the part of it that refreshes, and the knocks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from loket.cases.models import Case
from loket.errors import BadRequest
from loket.routing import contact, journal
from loket.routing.grounds import PRESENT
from loket.routing.openings import CONTACT
from loket.web import changes, texts_case
from loket.web.case_sections import sections
from loket.web.case_view import Shown, case_shown, filtered, find
from loket.web.forms import iso_date
from loket.web.guard import account, acting, grounds, guarded, looking
from loket.web.parts import organisation_name, today
from loket.web.relations import current_opening
from loket.web.typed import by_field

desk_case = guarded("desk_case")

#: What a colleague may have recorded while somebody typed the same; what organisations report meanwhile takes nothing away from a talk.
TALKED = frozenset({"contactmoment", "opnieuw-gevraagd", "toezegging-nagekomen"})


@desk_case.get("/zaken/<number>")
def page(number: str) -> str:
    """The whole page; looking at it is accounted for once, not again each time that its status refreshes."""
    text = case_page(number, {}, {})
    journal.record_read(acting(), find(acting(), number))
    return text


@desk_case.get("/zaken/<number>/stand")
def state(number: str) -> AnyResponse:
    """The part of the page that changes by itself; 304 while nothing did. Accounted for when the page itself was not looked at."""
    context = acting()
    case = find(context, number)
    response = Response(render_template("zaak/stand.html", t=texts_case, **_state(case)))
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    journal.record_look(context, case, context.now - CONTACT)
    return response.make_conditional(request)


@desk_case.post("/zaken/<number>/contactmomenten")
def knock(number: str) -> str | AnyResponse | tuple[str, int]:
    """Record that the person asked about the case: what, whether it was answered, what was promised by when and by whom."""
    form = request.form
    case = find(acting(), number)
    if changed := changes.since_opened(case.number, TALKED):
        return case_page(number, {}, form, changed=changed), changes.CONFLICT
    errors: dict[str, str] = {}
    promised_by = _promised_by(form, errors)
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
                promise_owner=form.get("toegezegdDoor") or None,
            )
        except BadRequest as refused:
            errors = by_field(refused)
    if errors:
        acting().session.rollback()
        return case_page(number, errors, form)
    return redirect(url_for("desk_case.page", number=case.number, _anchor="contact"))


def _promised_by(form: Mapping[str, str], errors: dict[str, str]) -> date | None:
    typed = form.get("toegezegdVoor", "").strip()
    try:
        return date.fromisoformat(iso_date(typed)) if typed else None
    except ValueError as error:
        errors["toegezegdVoor"] = str(error)
        return None


def _state(case: Case) -> Shown:
    """What the refreshing part shows, with the filters of the address."""
    context, viewer = acting(), looking()
    shown = filtered(case_shown(context, case, viewer, today()), request.args.get("organisatie", ""), request.args.get("soort", ""))
    here = account().at_counter and (account().counter == case.counter or case.id in viewer.handed)
    return shown | {"owns": here, "may_act": here or (account().at_counter and viewer.ground == PRESENT), "today": today()}


def case_page(
    number: str, errors: Mapping[str, str], form: Mapping[str, str], *, about: str = "contact", changed: Sequence[Shown] = ()
) -> str:
    """The page with a form that needs another look: ``about`` names which, ``changed`` is what happened meanwhile."""
    context, viewer = acting(), looking()
    case = find(context, number)
    event = context.catalogue.life_events.get(case.life_event or "") if viewer.sees_case(case) else None
    return render_template(
        "zaak/zaak.html",
        t=texts_case,
        errors=errors,
        form=form,
        about_form=about,
        changed=changed,
        versie=changes.state_of(case),
        event=event,
        owners=_owners(case),
        grounds=grounds(),
        opening=current_opening(),
        **sections(context, case, viewer, today()),
        **_state(case),
    )


def _owners(case: Case) -> list[tuple[str, str]]:
    """Who can keep a promise: this loket first, then the organisations that may be known."""
    viewer = looking()
    known = [part.organisation for part in case.referrals if viewer.sees_content(case, part) or not part.terms.get("gevoelig")]
    return [(slug, organisation_name(slug)) for slug in dict.fromkeys([acting().actor.source, *known])]
