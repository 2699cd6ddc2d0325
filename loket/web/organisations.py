"""The supervisor's pages about organisations: how each does, planned downtime, stopping its line and starting it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.errors import LoketError, NotFound
from loket.routing import downtime, line_health, line_pause, outage_log
from loket.routing.context import Context
from loket.routing.messages import LINE
from loket.web import texts_organisations, texts_outages
from loket.web.guard import acting, guarded
from loket.web.parts import parts
from loket.web.typed import moment_of

organisations = guarded("organisations")

Form = Mapping[str, str]
EMPTY: Form = MultiDict()


@organisations.get("/organisaties")
def overview() -> str:
    """Who cannot be reached on top, then a page of all organisations."""
    context = acting()
    shown, following = line_health.listed(context, request.args.get("na", ""))
    known = line_health.away(context)
    return render_template(
        "organisaties.html",
        away=known,
        found=line_health.of(context, shown, known),
        following=following,
        later=bool(request.args.get("na")),
        t=texts_organisations,
        lines=texts_outages,
    )


@organisations.get("/organisaties/<organisatie>")
def one(organisatie: str) -> str:
    return _page(organisatie, EMPTY, {})


@organisations.post("/organisaties/<organisatie>/stoppen")
def pause(organisatie: str) -> Response:
    """Stop the line to an organisation."""
    return _act(organisatie, texts_organisations.PAUSED, lambda context, reason: line_pause.pause(context, organisatie, reason))


@organisations.post("/organisaties/<organisatie>/starten")
def resume(organisatie: str) -> Response:
    """Start the line to an organisation again."""
    return _act(organisatie, texts_organisations.RESUMED, lambda context, reason: line_pause.resume(context, organisatie, reason))


@organisations.post("/organisaties/<organisatie>/onderbrekingen")
def announce(organisatie: str) -> str | Response:
    """Record that an organisation told of downtime; all faults are named at once."""
    context, form = acting(), request.form
    _known(organisatie)
    errors: dict[str, str] = {}
    since, until = (_moment(name, errors) for name in ("van", "tot"))
    reason = form.get("reden", "").strip()
    if not reason:
        errors["reden"] = texts_organisations.NO_REASON
    if since and until and not errors:
        try:
            downtime.announce(context, organisatie, since, until, reason)
        except LoketError as refused:
            context.session.rollback()
            errors = {fault.pointer.strip("/") or "van": fault.detail for fault in refused.faults} or {"van": refused.detail}
    if errors:
        return _page(organisatie, form, errors)
    flash(texts_organisations.ANNOUNCED, "goed")
    return _back(organisatie)


@organisations.post("/organisaties/<organisatie>/onderbrekingen/<uuid:onderbreking>/intrekken")
def cancel(organisatie: str, onderbreking: UUID) -> Response:
    """Take announced downtime back."""

    def act(context: Context, _reason: str) -> None:
        downtime.cancel(context, organisatie, onderbreking)

    return _act(organisatie, texts_organisations.CANCELLED, act)


def _act(organisation: str, done: str, act: Callable[[Context, str], None]) -> Response:
    """Do one act with the typed reason; back to the page with what happened."""
    context = acting()
    try:
        act(context, request.form.get("reden", ""))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        flash(done, "goed")
    return _back(organisation)


def _back(organisation: str) -> Response:
    if organisation == LINE:  # no organisation, so without a page of its own
        return redirect(url_for("supervisor.stuck"))
    return redirect(url_for("organisations.one", organisatie=organisation))


def _known(organisation: str) -> None:
    if organisation not in parts().catalogue.organisations:
        raise NotFound("Deze organisatie is hier niet bekend.")


def _moment(name: str, errors: dict[str, str]) -> datetime | None:
    try:
        return moment_of(request.form.get(name, ""))
    except ValueError:
        errors[name] = texts_organisations.WRONG_MOMENT
        return None


def _page(organisation: str, form: Form, errors: Mapping[str, str]) -> str:
    _known(organisation)
    context = acting()
    (health,) = line_health.of(context, [organisation])
    line = line_health.line(context, organisation)
    return render_template(
        "organisatie.html",
        health=health,
        line=line,
        stopped=line is not None and (line.paused_at is not None or line.open_since is not None),
        found=parts().catalogue.organisations[organisation],
        planned=downtime.ahead(context, organisation),
        history=outage_log.history(context, organisation),
        form=form,
        errors=errors,
        t=texts_organisations,
        lines=texts_outages,
    )
