"""The supervisor's list of cases that stand still, and what can be done about them: each act with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.models import Case
from loket.cases.states import ReferralState
from loket.errors import BadRequest, LoketError
from loket.routing import forwarding, outages, supervise
from loket.routing.context import Context
from loket.web import texts_outages
from loket.web.guard import acting, guarded
from loket.web.parts import parts

supervisor = guarded("supervisor")

Act = Callable[[Context, str, str], None]
PAGE = 25
LOST = frozenset({ReferralState.DECLINED, ReferralState.UNDELIVERABLE})  # a person chooses what follows
AGAIN = frozenset({ReferralState.PENDING, ReferralState.UNDELIVERABLE})  # can be offered again


@supervisor.get("/vastgelopen")
def stuck() -> str:
    """What is away, and a page of stuck cases, the longest waiting first; the link to the next page names the last one shown.

    Cases that only wait for an organisation that is away stand behind that one cause (``?reden=``), not one by one between the others.
    """
    reason = request.args.get("reden") if request.args.get("reden") in supervise.OUTAGES else None
    found = supervise.stuck(acting(), _after(request.args.get("na")), PAGE + 1, reason, outages=False)
    shown = found[:PAGE]
    following = url_for("supervisor.stuck", na=_cursor(shown[-1]), reden=reason) if len(found) > PAGE else None
    away = () if reason else outages.outages(acting())
    return render_template(
        "vastgelopen.html",
        cases=shown,
        following=following,
        lost=LOST,
        again=AGAIN,
        organisations=_organisations(),
        away=away,
        reason=reason,
        t=texts_outages,
    )


@supervisor.post("/vastgelopen/lijnen/<organisatie>/openen")
def reopen(organisatie: str) -> Response:
    """Open a line; a free reason would have no place, for the audit log holds none."""
    context = acting()
    try:
        outages.reopen(context, organisatie)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        flash(texts_outages.OPENED, "goed")
    return redirect(url_for("supervisor.stuck"))


@supervisor.post("/vastgelopen/deelzaken/<number>/opnieuw")
def retry(number: str) -> Response:
    return _act(number, "De vraag is opnieuw aangeboden.", supervise.retry)


@supervisor.post("/vastgelopen/deelzaken/<number>/doorsturen")
def forward(number: str) -> Response:
    def act(context: Context, part: str, reason: str) -> None:
        forwarding.forward(context, part, request.form.get("organisatie", ""), None, reason)

    return _act(number, "De vraag is doorgestuurd.", act)


@supervisor.post("/vastgelopen/deelzaken/<number>/terug")
def give_back(number: str) -> Response:
    return _act(number, "Vastgelegd: dit deel stopt en de inwoner is dat verteld.", forwarding.return_to_sender)


def _act(number: str, done: str, act: Act) -> Response:
    """Do one act with the typed reason; back to the list with what happened."""
    reason = request.form.get("reden", "").strip()
    context = acting()
    try:
        if not reason:
            raise BadRequest("Vul een reden in. Zonder reden verandert er niets.")
        act(context, number, reason)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        flash(done, "goed")
    return redirect(url_for("supervisor.stuck"))


def _organisations() -> list[tuple[str, str]]:
    known = parts().catalogue.organisations.values()
    return sorted(((found.slug, found.short_name) for found in known), key=lambda pair: pair[1].casefold())


def _cursor(case: Case) -> str | None:
    return f"{case.stuck_since.isoformat()}_{case.id}" if case.stuck_since else None


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    if not cursor:
        return None
    since, _, case_id = cursor.rpartition("_")
    try:
        return datetime.fromisoformat(since), UUID(case_id)
    except ValueError:
        raise BadRequest("Deze bladzijde bestaat niet. Begin bij het begin van de lijst.") from None
