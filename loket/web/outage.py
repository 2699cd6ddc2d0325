"""The page of one outage: the call list of the urgent ones, the terms that it touches, and the report afterwards (practice rule 24)."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.errors import LoketError, NotFound
from loket.routing import outage_calls, outage_log, outage_report, terms
from loket.web import texts_organisations, texts_outages, texts_terms
from loket.web.guard import acting, guarded
from loket.web.parts import parts, today

outage = guarded("outage")


@outage.get("/organisaties/<organisatie>/storing")
def page(organisatie: str) -> str:
    """The outage that ``id`` names, or the last one of this organisation; without one the page says so."""
    context = acting()
    if organisatie not in parts().catalogue.organisations:
        raise NotFound("Deze organisatie is hier niet bekend.")
    found = outage_log.one(context, organisatie, _id("id"))
    if found is None:
        return render_template("storing.html", organisation=organisatie, outage=None, t=texts_organisations)
    to_call, more = outage_calls.listed(context, found, _id("na"))
    called, _ = outage_calls.listed(context, found, called=True)
    touched, _ = terms.listed(context, outage_report.touched_terms(context, found))
    return render_template(
        "storing.html",
        organisation=organisatie,
        outage=found,
        to_call=to_call,
        more=more,
        called=called,
        touched=touched,
        counts=outage_report.calls(context, found),
        waiting=None if found.report else outage_report.backlog(context, found),
        catalogue_entry=parts().catalogue.organisations[organisatie],
        near=terms.near(context),
        today=today(),
        t=texts_organisations,
        lines=texts_outages,
        terms_words=texts_terms,
    )


@outage.post("/organisaties/<organisatie>/storing/bellen/<uuid:bel>")
def called(organisatie: str, bel: UUID) -> Response:
    """Tick one off: somebody called about it."""
    context = acting()
    try:
        outage_calls.called(context, organisatie, bel, request.form.get("notitie", ""))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        flash(texts_organisations.TICKED, "goed")
    return redirect(url_for("outage.page", organisatie=organisatie, _anchor="bellijst"))


def _id(name: str) -> UUID | None:
    try:
        return UUID(request.args[name]) if request.args.get(name) else None
    except ValueError:
        raise NotFound("Deze storing is hier niet bekend.") from None
