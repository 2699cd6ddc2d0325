"""One case at a table for tailored help: asking for it, the page of the table, and what is done there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from loket.cases import numbers
from loket.cases.models import Case, Referral
from loket.cases.tailored import TailoredTable
from loket.errors import BadRequest, LoketError, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.tailored import bridging, deciding, memory, tables
from loket.routing.tailored.setting import PERSPECTIVES
from loket.routing.tailored.tables import Asked
from loket.web import changes, texts_tailored
from loket.web.accounts import SUPERVISOR
from loket.web.case_view import find
from loket.web.guard import account, acting, guarded, looking
from loket.web.parts import organisation_name, parts, today
from loket.web.tailored_acts import ACTS, FIELDS
from loket.web.typed import by_field

tailored_table = guarded("tailored_table")

Page = str | Response | tuple[str, int]
Lines = Sequence[Mapping[str, Any]]
Shown = dict[str, Any]


@tailored_table.get("/zaken/<number>/maatwerk")
def form(number: str) -> str | Response:
    """The form with which a case is brought to a table; when one looks at it already, that table."""
    case = find(acting(), number)
    running = tables.open_table(acting().session, case)
    if running is not None:
        flash(texts_tailored.RUNS, "fout")
        return redirect(_address(number, running.id))
    return _form(case, {})


@tailored_table.post("/zaken/<number>/maatwerk")
def escalate(number: str) -> Page:
    """Bring the case to a table; the form again with what is wrong in it."""
    context, typed = acting(), request.form
    case = find(context, number)
    agreed, shared = typed.get("akkoord") == "ja", tuple(typed.getlist("delen"))
    sharable = [part.number for part in _sharable(case)]
    asked = Asked(typed.get("schade", ""), typed.get("watKnelt", ""), typed.get("wetsartikel", ""), agreed, shared)
    try:
        made = tables.escalate(context, case.number, asked, sharable)
    except BadRequest as refused:
        context.session.rollback()
        return _form(find(acting(), number), by_field(refused, "watKnelt"))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
        return redirect(url_for("desk_case.page", number=number))
    flash(texts_tailored.ASKED, "goed")
    return redirect(_address(number, made))


@tailored_table.get("/zaken/<number>/maatwerk/<uuid:tafel>")
def page(number: str, tafel: UUID) -> str:
    case = _found(number)
    text = _page(case, tafel)
    journal.record_read(acting(), case, "maatwerk-inzien")
    return text


@tailored_table.post("/zaken/<number>/maatwerk/<uuid:tafel>/verteld")
def tell(number: str, tafel: UUID) -> Page:
    """The citizen knows what was decided."""
    return _act(number, tafel, "verteld", lambda context: deciding.tell(context, number, tafel, request.form.get("kanaal", "")))


@tailored_table.post("/zaken/<number>/maatwerk/<uuid:tafel>/<daad>")
def act(number: str, tafel: UUID, daad: str) -> Page:
    """Do something at the table; a choice (409) when the case changed since the form was opened."""
    if daad not in ACTS:
        raise NotFound("Deze handeling bestaat niet.")
    case = find(acting(), number)
    if changed := changes.since_opened(case.number):
        return _page(_found(number), tafel, daad, changed=changed), changes.CONFLICT
    return _act(number, tafel, daad, lambda context: ACTS[daad](context, case.number, tafel))


def of_case(case: Case) -> list[tuple[TailoredTable, str]]:
    """The tables of a case, the newest first, with where each stands: a key of ``texts_tailored.LINES``."""
    return [(table, _state(table)) for table in tables.of_case(acting().session, case)]


def _state(table: TailoredTable) -> str:
    if table.ended_at is None:
        return "open"
    how = "gestopt" if table.outcome is None else "besloten"
    return how if table.told_at is None else f"{how}-verteld"


def _act(number: str, tafel: UUID, what: str, do: Callable[[Context], object]) -> Page:
    context = acting()
    try:
        do(context)
    except BadRequest as refused:
        context.session.rollback()
        return _page(_found(number), tafel, what, by_field(refused, next(iter(FIELDS.get(what, ("waarom",))))))
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        flash(texts_tailored.DONE[what], "goed")
    return redirect(_address(number, tafel))


def _address(number: str, tafel: UUID) -> str:
    return url_for("tailored_table.page", number=number, tafel=tafel)


def _form(case: Case, errors: Mapping[str, str]) -> str:
    context = acting()
    laws = sorted({product.law for product in parts().catalogue.products.values() if tables.ARTICLE.fullmatch(product.law)})
    return render_template(
        "maatwerk/vragen.html",
        case=case,
        form=request.form,
        errors=errors,
        last=tables.last_day(context),
        laws=laws,
        sharable=_words(_sharable(case)),
        versie="",
        t=texts_tailored,
    )


def _sharable(case: Case) -> list[Referral]:
    """The sensitive parts that who is signed in sees, and whose organisation can be asked to wait."""
    viewer = looking()
    collect = bridging.collectors(acting().catalogue, case)
    return [part for part in collect if part.terms.get("gevoelig") and viewer.sees_content(case, part)]


def _found(number: str) -> Case:
    """The case with all that the page needs of it, in two statements."""
    query = select(Case).options(selectinload(Case.referrals), joinedload(Case.person))
    found = acting().session.scalars(query.where(Case.number == numbers.parse_case_number(number), ~Case.hidden)).one_or_none()
    if found is None:
        raise NotFound("Deze zaak is hier niet bekend.")
    return found


def _page(case: Case, tafel: UUID, tried: str = "", errors: Mapping[str, str] | None = None, changed: Lines = ()) -> str:
    """The page; ``tried`` is the act whose form needs another look, with what was typed in it."""
    context = acting()
    table = tables.find(context.session, case, tafel)
    at_work = account().role == SUPERVISOR
    return render_template(
        "maatwerk/tafel.html",
        case=case,
        table=table,
        at_work=at_work and table.ended_at is None,
        may_learn=at_work and table.outcome is not None and table.released_at is None,
        own_summary=table.summary_by == account().actor.name,
        written={name: getattr(table, column) for name, column in PERSPECTIVES.items()},
        seats=tables.seats(context.session, table),
        measures=_measures(case, table),
        askable=_words(bridging.askable(parts().catalogue, case, table)),
        learned=memory.comparable(context, table) if at_work else (),
        names=sorted({entry.short_name for entry in parts().catalogue.organisations.values()}, key=str.casefold),
        form=_stands(table, tried),
        errors=errors or {},
        tried=tried,
        changed=changed,
        versie=changes.state_of(case),
        today=today(),
        t=texts_tailored,
        leave=_address(case.number, tafel),
    )


def _stands(table: TailoredTable, tried: str) -> MultiDict[str, str]:
    """What stands in the forms of a table: in that of the act that was ``tried`` what was typed, in all others what is kept."""
    found: MultiDict[str, str] = MultiDict({name: getattr(table, column) or "" for name, column in PERSPECTIVES.items()})
    found["beslisser"] = table.decider or ""
    found["beslisorganisatie"] = organisation_name(table.decider_organisation) if table.decider_organisation else ""
    found["uiterlijk"] = f"{table.due_on:%d-%m-%Y}"
    found["samenvatting"] = table.summary or ""
    for name in FIELDS.get(tried, ()):
        found.setlist(name, request.form.getlist(name))
    return found


def _words(parts_of_case: Iterable[Referral]) -> list[tuple[str, str]]:
    """Parts to choose from, as number and words."""
    return [(part.number, f"{organisation_name(part.organisation)}: {part.terms.get('naam')}") for part in parts_of_case]


def _measures(case: Case, table: TailoredTable) -> list[Shown]:
    """What bridges the wait, and the names of who was asked to wait with collecting."""
    names = {part.id: organisation_name(part.organisation) for part in case.referrals}
    return [{"row": row, "asked": [names[one] for one in asked]} for row, asked in tables.measures(acting().session, table)]
