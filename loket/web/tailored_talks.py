"""The conversations that a programme plans with the person of a case: planned, moved, held, or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases.deadlines import AMSTERDAM
from loket.cases.models import Case
from loket.cases.tailored import PlannedTalk
from loket.errors import BadRequest, LoketError, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.tailored import talks
from loket.web import changes, texts_tailored
from loket.web.case_view import find
from loket.web.guard import acting, guarded
from loket.web.parts import parts
from loket.web.typed import by_field, moment_of

tailored_talks = guarded("tailored_talks")

Page = str | Response | tuple[str, int]
Lines = Sequence[Mapping[str, Any]]


@tailored_talks.get("/zaken/<number>/gesprekken")
def page(number: str) -> str:
    text = _page(number)
    journal.record_read(acting(), find(acting(), number))
    return text


@tailored_talks.post("/zaken/<number>/gesprekken/<uuid:gesprek>/<wat>")
def act(number: str, gesprek: UUID, wat: str) -> Page:
    """Plan or move a conversation, or write down what came of it; a choice (409) when the case changed since the form was opened."""
    if wat not in ACTS:
        raise NotFound("Deze handeling bestaat niet.")
    context, case_number = acting(), find(acting(), number).number
    if changed := changes.since_opened(case_number):
        return _page(number, tried=gesprek, changed=changed), changes.CONFLICT
    try:
        ACTS[wat](context, case_number, gesprek)
    except BadRequest as refused:
        context.session.rollback()
        return _page(number, by_field(refused), gesprek)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        flash(texts_tailored.TALK_DONE[wat], "goed")
    return redirect(url_for("tailored_talks.page", number=number))


def state(talk: PlannedTalk) -> str:
    """Where a conversation stands, as a key of ``texts_tailored.TALK_LINES``."""
    if talk.outcome is not None:
        return "gehouden" if talk.planned_for else "gehouden-zonder-afspraak"
    if talk.not_held is not None:
        return "vervallen"
    return "te-plannen" if talk.planned_for is None else "gepland"


def of_case(case: Case) -> list[tuple[PlannedTalk, str]]:
    """The conversations of a case with where each stands."""
    return [(talk, state(talk)) for talk in talks.of_case(acting().session, case)]


def _page(number: str, errors: Mapping[str, str] | None = None, tried: UUID | None = None, changed: Lines = ()) -> str:
    """The page; ``tried`` is the conversation whose form needs another look."""
    case = find(acting(), number)
    return render_template(
        "maatwerk/gesprekken.html",
        case=case,
        rows=[(talk, where, request.form if talk.id == tried else _stands(talk)) for talk, where in of_case(case)],
        tried=tried,
        errors=errors or {},
        changed=changed,
        now=parts().clock(),
        versie=changes.state_of(case),
        t=texts_tailored,
    )


def _stands(talk: PlannedTalk) -> MultiDict[str, str]:
    when = f"{talk.planned_for.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}" if talk.planned_for else ""
    return MultiDict({"moment": when, "plaats": talk.place or "", "deelnemers": talk.people or ""})


def _moment() -> datetime | None:
    try:
        return moment_of(request.form.get("moment", ""))
    except ValueError:
        return None


def _typed(name: str) -> str:
    return request.form.get(name, "")


ACTS: Mapping[str, Callable[[Context, str, UUID], None]] = {
    "plannen": lambda context, number, talk: talks.plan(context, number, talk, _moment(), _typed("plaats"), _typed("deelnemers")),
    "gehouden": lambda context, number, talk: talks.held(context, number, talk, _typed("uitkomst")),
    "vervallen": lambda context, number, talk: talks.drop(context, number, talk, _typed("waaromNiet")),
}
