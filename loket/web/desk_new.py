"""A new request at the desk: short steps that post along all that was typed, so that nothing is lost between two of them."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.crypto import keys
from loket.errors import BadRequest, Conflict
from loket.routing import contact, intake, saved
from loket.routing.context import Context
from loket.routing.request import SPOKEN, Request, Statement
from loket.routing.saved import Mark
from loket.web import new_brp, putting_away, steps, texts, texts_new, texts_trust
from loket.web.filters import nummer
from loket.web.forms import ELSE, Form
from loket.web.guard import account, acting, guarded
from loket.web.idempotency import RUNNING, Given, first_answer
from loket.web.new_products import count_rights
from loket.web.new_statement import speakers_of
from loket.web.new_steps import Sheet, shown
from loket.web.parts import parts
from loket.web.relations import may_know

desk_new = guarded("desk_new")


@desk_new.get("/nieuwe-vraag")
def begin() -> str:
    return _begin_with(MultiDict())


@desk_new.post("/nieuwe-vraag")
def step() -> str | Response:
    """Leave one step for another: checks what was typed when going on, not when going back or putting it away."""
    form: Form = MultiDict(request.form)
    left, going = form.get("stap", ""), form.get("naar", "")
    if left not in steps.NAMES:
        return _begin_with(form)
    if going == steps.LATER:
        return putting_away.put_away(form, left)
    if going in steps.NAMES[: steps.NAMES.index(left) + 1]:
        return show(going, Sheet.of(form), {})
    told = new_brp.consult(form, left)
    sheet = Sheet.of(form)
    notice = new_brp.notice(told, form, sheet.reading.data)
    errors = sheet.errors
    wrong = steps.first_wrong(errors, form, left, sheet.homes) or (left if told and told.stop else None)
    if wrong:
        return show(wrong, sheet, errors, notice)
    if going == steps.AT_ONCE:
        return _at_once(form)
    if left == "lopend" and form.get("aan_zaak"):
        return _join(sheet, form["aan_zaak"])
    following = steps.following(left, sheet.skipped())
    return _send(sheet) if following == steps.SEND else show(following, sheet, {}, notice)


def again() -> str | None:
    """The form as it was sent, when only its proof of this browser was out of date; None for what another site sent."""
    form: Form = MultiDict(request.form)
    ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    if request.endpoint != "desk_new.step" or form.get("stap") not in steps.NAMES or not ours:
        return None
    sheet = Sheet.of(form)
    wrong = steps.first_wrong(sheet.errors, form, form["stap"], sheet.homes)
    return show(wrong or form["stap"], sheet, {}, texts_new.SIGNED_IN_AGAIN)


def show(name: str, sheet: Sheet, errors: dict[str, str], notice: str | None = None) -> str:
    """The page of a step; ``notice`` is said on top."""
    return render_template(f"nieuw/{name}.html", **shown(name, sheet, errors), notice=notice)


def _begin_with(form: Form) -> str:
    """A fresh form, with what is known already, such as the number that was searched for."""
    known = [(field, value) for field, value in form.items() if field.startswith("aanvrager.")]
    fresh: Form = MultiDict([("communicatiekanaal", "balie"), ("sleutel", secrets.token_urlsafe(24)), *known])
    return show(steps.FIRST, Sheet.of(fresh), {})


def _join(sheet: Sheet, number: str) -> Response:
    """The talk is about what runs already: a contact moment on that case, and nothing new."""
    if number not in {case.number for case in sheet.open_cases}:
        raise BadRequest("Deze zaak is niet van deze inwoner. Begin opnieuw.")
    question = sheet.form.get("aan_zaak_vraag", "").strip() or texts_new.SAME_QUESTION
    contact.record(acting(), number, question=question, channel=sheet.form.get("communicatiekanaal", "balie"))
    if mark := putting_away.mark_of(sheet.form):
        saved.remove(acting(), str(mark.id))
    return redirect(url_for("desk_case.page", number=number))


def _at_once(form: Form) -> str:
    """Snel melden: the urgent products go now, the rest of the form goes on with the case that they opened."""
    kind = form.get("spoedsoort", "")
    products = parts().catalogue.urgency.products_for(kind)
    sheet = Sheet.of(form)
    if not products:
        words = texts_new.NO_URGENT_PRODUCT if kind in dict(texts.URGENCIES) else texts_new.CHOOSE_URGENCY
        return show("spoed", sheet, {"spoedsoort": words})
    urgent = Sheet.of(_urgent_form(form, products))
    errors = urgent.errors
    if errors:
        return show(steps.first_wrong(errors, form, "spoed", sheet.homes) or "spoed", sheet, errors)
    sent = Given(acting().actor.name, f"snel-{_key(form)}"[:64], keys().blind("snel"))
    number = _open(_spoken(urgent.asked), sent, None)[0]
    form["snel"] = form["zaak"] = number
    on = Sheet.of(form)
    told = texts_new.reported(nummer(number)) if may_know(account(), number) else texts_trust.JOINED_ELSEWHERE
    return show(steps.following("spoed", on.skipped()), on, {}, told)


def _urgent_form(form: Form, products: tuple[str, ...]) -> Form:
    """The form with only what is urgent: freely chosen products, with the reason from the configuration."""
    urgent = MultiDict(form)
    urgent["levensgebeurtenis"] = ELSE
    urgent.setlist("extra", list(products))
    urgent["extra_reden"] = parts().catalogue.urgency.kinds[form["spoedsoort"]].reason
    return urgent


def _spoken(asked: Request) -> Request:
    """Nobody has signed yet: what goes at once goes as a report, and keeps the date (practice rule 6)."""
    return replace(asked, statement=Statement(speakers_of(asked)[0], SPOKEN, parts().clock()))


def _send(sheet: Sheet) -> str | Response:
    """Open the case; a second click on the button finds the first answer by the form's own key."""
    sent = Given(acting().actor.name, _key(sheet.form)[:64], _hash(sheet))
    try:
        number, created = _open(sheet.whole(), sent, putting_away.mark_of(sheet.form))
    except Conflict as conflict:
        if conflict.code not in (saved.STALE, saved.GONE):
            raise
        return putting_away.choice(sheet.form, "controle", conflict)
    if created is not None:
        count_rights(sheet)
    if not may_know(account(), number):  # it joined a case that an intermediary did not take in (practice rule 23)
        flash(texts_trust.JOINED_ELSEWHERE, "goed")
        return redirect(url_for("home.start"))
    return redirect(url_for("receipt.page", number=number, bestaand=1 if created is False and not sheet.form.get("snel") else None))


def _open(asked: Request, sent: Given, mark: Mark | None) -> tuple[str, bool | None]:
    """The number of the case, and whether it was made now; None when this is a second click."""
    context = acting()
    number = _opened_before(context, sent)
    if number is None:
        try:
            opened = intake.open_case(context, asked, sent.row, mark)
        except Conflict as conflict:
            context.session.rollback()
            number = _opened_before(context, sent) if conflict.code == RUNNING else None
            if number is None:
                raise
        else:
            parts().wake()
            return opened.number, opened.created
    return number, None


def _opened_before(context: Context, sent: Given) -> str | None:
    first = first_answer(context.session, sent, context.now)
    return first.case_number if first else None


def _key(form: Form) -> str:
    return form.get("sleutel", "") or secrets.token_urlsafe(24)


def _hash(sheet: Sheet) -> str:
    """Equal forms have equal hashes; keyed, so that nobody can try out a BSN on it."""
    return keys().blind(json.dumps(sheet.reading.data, sort_keys=True))
