"""The privacy officer's register: requests under the AVG, the export with what is masked, and how each request ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from loket.cases import identity, numbers
from loket.cases.privacy import PrivacyRequest, RequestKind, RequestOutcome
from loket.errors import BadRequest, LoketError, NotFound
from loket.routing import avg_requests, breaches, masking, opening_review, rights
from loket.routing.context import Context
from loket.routing.dossier import Document
from loket.routing.masking import MASKED
from loket.web.forms import iso_date
from loket.web.guard import acting, guarded
from loket.web.parts import parts, today

privacy = guarded("privacy")

Act = Callable[[Context], None]


def act(done: str, what: Act, back: str) -> AnyResponse:
    """Do one thing and go back; what cannot be done is said there."""
    context = acting()
    try:
        what(context)
    except LoketError as error:
        context.session.rollback()
        flash(" ".join([error.detail, *(fault.detail for fault in error.faults)]), "fout")
    else:
        parts().wake()
        flash(done, "goed")
    return redirect(back)


def typed(name: str) -> str:
    """A field of the posted form, without spaces around it."""
    return request.form.get(name, "").strip()


def typed_number(text: str) -> str:
    """A zaaknummer as typed, in canonical form; BadRequest in Dutch."""
    try:
        return numbers.parse_case_number(text)
    except ValueError as error:
        raise BadRequest(str(error)) from None


def typed_id(text: str) -> UUID:
    """The id of a row in an address or a form; NotFound when it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("Deze regel staat niet in het register.") from None


@privacy.get("/privacyregister")
def register() -> str:
    """What is open: requests by their last day, breaches by the end of their 72 hours."""
    context = acting()
    return render_template(
        "privacy/register.html",
        requests=avg_requests.open_requests(context),
        breaches=breaches.undecided(context),
        sample=opening_review.waiting(context.session),
        kinds=[(kind.value, kind.value.capitalize()) for kind in RequestKind],
        today=today(),
        now=context.now,
        organisations=sorted((slug, known.short_name) for slug, known in context.catalogue.organisations.items()),
    )


@privacy.post("/privacyregister/verzoeken")
def receive() -> AnyResponse:
    """Note a request and show it."""
    context = acting()
    try:
        made = _receive(context)
    except LoketError as error:
        context.session.rollback()
        flash(" ".join([error.detail, *(fault.detail for fault in error.faults)]), "fout")
        return redirect(url_for("privacy.register"))
    return redirect(url_for("privacy.one", id=made))


def _receive(context: Context) -> UUID:
    kind = next((kind for kind in RequestKind if kind.value == typed("soort")), None)
    if kind is None:
        raise BadRequest("Kies wat de inwoner vraagt.")
    try:
        bsn = identity.bsn_typed(typed("burgerservicenummer")) if typed("burgerservicenummer") else None
        received_on = iso_date(typed("ontvangenOp")) if typed("ontvangenOp") else None
    except ValueError as error:
        raise BadRequest(str(error)) from None
    number = typed_number(typed("zaak")) if typed("zaak") else None
    day = None if received_on is None else today().fromisoformat(received_on)
    return avg_requests.receive(context, kind, bsn=bsn, case_number=number, received_on=day, note=typed("vraag") or None)


@privacy.get("/privacyregister/verzoek")
def one() -> str | AnyResponse:
    """One request with the draft of its export: each piece can be masked or shown, on a ground."""
    context = acting()
    try:
        row = _asked(context)
    except LoketError as error:
        flash(error.detail, "fout")
        return redirect(url_for("privacy.register"))
    document = _document(context, row)
    row = avg_requests.find(context, row.id)
    outcomes = [(outcome.value, outcome.value.replace("-", " ").capitalize()) for outcome in RequestOutcome]
    return render_template("privacy/verzoek.html", row=row, document=document, masked=MASKED, outcomes=outcomes, today=today())


@privacy.get("/privacyregister/uitvoer")
def export() -> str | AnyResponse:
    """The export as a page to print and hand over."""
    context = acting()
    try:
        row = _asked(context)
        document = rights.export_for(context, row)
    except LoketError as error:
        flash(error.detail, "fout")
        return redirect(url_for("privacy.register"))
    return render_template("privacy/uitvoer.html", row=row, document=document, masked=MASKED)


@privacy.get("/privacyregister/uitvoer/json")
def export_json() -> AnyResponse:
    """The export as a file that another system can read (AVG art. 20)."""
    context = acting()
    try:
        document = rights.export_for(context, _asked(context))
    except LoketError as error:
        flash(error.detail, "fout")
        return redirect(url_for("privacy.register"))
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return Response(text, mimetype="application/json", headers={"Content-Disposition": "attachment; filename=mijn-gegevens.json"})


@privacy.post("/privacyregister/verzoek/afschermen")
def mask() -> AnyResponse:
    shown = typed("keuze") == "tonen"

    def decide(context: Context) -> None:
        masking.decide(context, typed_id(typed("id")), typed("plaats"), masked=not shown, ground=typed("grond"))

    return act("Dit stuk is te zien." if shown else "Dit stuk is afgeschermd.", decide, _back())


@privacy.post("/privacyregister/verzoek/verlengen")
def extend() -> AnyResponse:
    done = "De termijn is twee maanden langer. Vertel dat de inwoner."
    return act(done, lambda context: avg_requests.extend(context, typed_id(typed("id")), typed("reden")), _back())


@privacy.post("/privacyregister/verzoek/beoordelen")
def review() -> AnyResponse:
    return act("U hebt de uitvoer beoordeeld.", lambda context: avg_requests.review(context, typed_id(typed("id"))), _back())


@privacy.post("/privacyregister/verzoek/afsluiten")
def close() -> AnyResponse:
    def end(context: Context) -> None:
        outcome = next((outcome for outcome in RequestOutcome if outcome.value == typed("uitkomst")), None)
        if outcome is None:
            raise BadRequest("Kies hoe het verzoek is afgelopen.")
        avg_requests.close(context, typed_id(typed("id")), outcome, typed("antwoord"))

    return act("Het verzoek is afgesloten.", end, _back())


def _asked(context: Context) -> PrivacyRequest:
    return avg_requests.find(context, typed_id(request.args.get("id", "")))


def _document(context: Context, row: PrivacyRequest) -> Document | None:
    """The export; None when nothing is known of the person."""
    try:
        return rights.export_for(context, row)
    except NotFound:
        return None


def _back() -> str:
    return url_for("privacy.one", id=typed("id"))
