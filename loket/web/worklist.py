"""The worklist of an organisation: its employees see their own parts in Loket and tell what a system would tell by callback."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from loket.cases import queries
from loket.cases.models import Referral
from loket.cases.outbox import Delivery
from loket.cases.states import REFERRAL_WORDS, ReferralState
from loket.errors import BadRequest, Conflict, Fault, LoketError, NotFound
from loket.routing import callbacks, handling, journal, thread
from loket.routing.handling import Cursor, Wanted, Whose
from loket.web import changes, lists, texts_case, texts_work
from loket.web.forms import iso_date
from loket.web.guard import account, acting, guarded, looking
from loket.web.parts import organisation_name, parts, today
from loket.web.today import handovers_of
from loket.web.typed import by_field

worklist = guarded("worklist")

Page = str | Response | tuple[str, int]
Lines = Sequence[Mapping[str, Any]]
S = ReferralState
NEW = (S.SENT, S.RECEIVED)
BUSY = (S.SENT, S.RECEIVED, S.ACCEPTED, S.NEEDS_INFORMATION, S.SUSPENDED)
#: What an employee can tell, by the word of the API → the states in which that makes sense.
VERBS: Mapping[str, tuple[ReferralState, ...]] = {
    "aanvulling-gevraagd": (*NEW, S.ACCEPTED),
    "aanvulling-ontvangen": (S.NEEDS_INFORMATION,),
    "opgeschort": (*NEW, S.ACCEPTED),
    "hervat": (S.SUSPENDED,),
    "verdaagd": BUSY,
    "besloten": BUSY,
    "teruggegeven": BUSY,
    "uitgevoerd": (S.DECIDED,),
}
STATES = {REFERRAL_WORDS[state]: state for state in BUSY}
DATES = ("hersteltermijn", "nieuweEinddatum", "datumBesluit", "bekendgemaaktOp")
FIELDS = ("toelichting", "kenmerk", "uitkomst", "reden", "juisteOrganisatie", *DATES)


@worklist.get("/werkvoorraad")
def overview() -> str:
    """One of the three lists, by product and state, a page at a time."""
    context, counted = acting(), handling.counted(acting())
    asked = request.args.get("lijst", "")
    whose = Whose(asked) if asked in set(Whose) else Whose.MINE if counted[Whose.MINE] else Whose.NOBODY
    wanted = Wanted(request.args.get("product"), STATES.get(request.args.get("status", "")), Cursor.parse(request.args.get("na", "")))
    found, following = handling.listed(context, whose, wanted)
    return render_template(
        "werkvoorraad.html",
        found=found,
        following=following,
        whose=whose.value,
        wanted=wanted,
        counted={one.value: count for one, count in counted.items()},
        products=handling.products(context),
        states=sorted({REFERRAL_WORDS[state] for state in BUSY}),
        carry_out=lists.to_carry_out(context.session, account().organisation or ""),
        handed=handovers_of(context.session, account().organisation or ""),
        work=texts_work,
    )


@worklist.get("/werkvoorraad/<number>")
def part(number: str) -> str:
    text = _page(number, {}, None)
    journal.record_read(acting(), _own(acting().session, number).case)
    return text


@worklist.post("/werkvoorraad/<number>/oppakken")
def take_up(number: str) -> Page:
    """Make this part one's own work."""
    return _moved(number, lambda: handling.take_up(acting(), _number(number), account().name), texts_work.TAKEN)


@worklist.post("/werkvoorraad/<number>/overgeven")
def hand(number: str) -> Page:
    """Make it a colleague's work."""
    colleague, seen = request.form.get("collega", ""), request.form.get("gezien", "")
    return _moved(number, lambda: handling.hand_to(acting(), _number(number), colleague, seen), texts_work.HANDED)


@worklist.post("/werkvoorraad/<number>/terugleggen")
def put_back(number: str) -> Page:
    """Make it nobody's work again."""
    return _moved(number, lambda: handling.put_back(acting(), _number(number), request.form.get("gezien", "")), texts_work.BACK)


def _moved(number: str, act: Callable[[], str | None], said: str) -> Page:
    """What came of a change of hands; when somebody was first the page says so and shows how it is now."""
    try:
        name = act()
    except BadRequest as refused:
        acting().session.rollback()
        return _page(number, {"collega": refused.faults[0].detail}, "overgeven")
    except Conflict as conflict:
        acting().session.rollback()
        return _page(number, {}, None, first=conflict.detail), changes.CONFLICT
    parts().wake()
    flash(said.format(naam=name), "goed")
    return redirect(url_for("worklist.part", number=number))


@worklist.post("/werkvoorraad/<number>/<verb>")
def tell(number: str, verb: str) -> Page:
    """Tell one thing about a part, with the same checks as a callback; a choice (409) when it changed since the form was opened."""
    if verb not in VERBS:
        raise NotFound("Deze handeling bestaat niet.")
    context = acting()
    if changed := _changed(_own(context.session, number)):
        return _page(number, {}, verb, changed), changes.CONFLICT
    try:
        received = callbacks.report(context, _number(number), callbacks.report_from(verb, _data(verb)))
    except BadRequest as refused:
        context.session.rollback()
        errors = {fault.pointer.removeprefix("/data/"): fault.detail for fault in refused.faults} or {"toelichting": refused.detail}
        return _page(number, errors, verb)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        said = texts_work.NOTED if received.processed else texts_work.NOTHING_CHANGED.format(reden=received.reason)
        flash(said, "goed" if received.processed else "fout")
    return redirect(url_for("worklist.part", number=number))


def _changed(found: Referral) -> list[dict[str, Any]]:
    """What happened to this part, or to the case as a whole; what other organisations do to theirs stops nobody here."""
    number = found.number
    return [line for line in changes.since_opened(found.case.number) if line["deelzaaknummer"] in (None, number)]


def _number(number: str) -> str:
    return _own(acting().session, number).number


@worklist.post("/werkvoorraad/<number>/berichten")
def write(number: str) -> Page:
    """Write to the loket about this part."""
    context, found = acting(), _own(acting().session, number)
    try:
        thread.write(context, found.case.number, looking(), request.form.get("bericht", ""), part=number, author=account().name)
    except BadRequest as refused:
        return _page(number, by_field(refused), "overleg")
    return redirect(url_for("worklist.part", number=number, _anchor="overleg"))


def _data(verb: str) -> dict[str, Any]:
    """The posted form in the words of the callback; a date that cannot be read is passed on and refused there.

    Why a term stands still (Awb 4:15) has no field of its own in a callback: it goes first in ``toelichting``.
    """
    data: dict[str, Any] = {name: value for name in FIELDS if (value := request.form.get(name, "").strip())}
    for name in DATES:
        if name in data:
            data[name] = _iso(data[name])
    if verb == "opgeschort":
        ground = dict(texts_work.GROUNDS).get(request.form.get("grond", ""))
        if ground is None:
            raise BadRequest(texts_work.GROUND_NEEDED, faults=(Fault("/data/grond", "verplicht", texts_work.GROUND_NEEDED),))
        data["toelichting"] = " ".join(filter(None, (texts_work.GROUND_TOLD.format(reden=ground), data.get("toelichting"))))
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
    if found.organisation != account().organisation or found.state in handling.NOT_THERE:
        raise NotFound("Dit deel is hier niet bekend.")
    return found


def _page(number: str, errors: Mapping[str, str], verb: str | None, changed: Lines = (), first: str | None = None) -> str:
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
        changed=changed,
        first=first,
        state=changes.state_of(found.case),
        colleagues=handling.colleagues(acting()),
        work=texts_work,
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
