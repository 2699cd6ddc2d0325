"""The delivery log for who works at an organisation: the list, one delivery with its tries, and sending again."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.deadlines import midnight
from loket.cases.outbox import DeliveryState
from loket.errors import LoketError
from loket.routing import deliveries as log
from loket.routing import replay
from loket.routing.deliveries import STATES, Wanted
from loket.web import texts, texts_deliveries
from loket.web.addresses import with_query
from loket.web.forms import iso_date
from loket.web.guard import account, acting, guarded
from loket.web.parts import parts, today

deliveries = guarded("deliveries")

PAGE = 25
LONGEST = 31  #: days in one replay


@dataclass(frozen=True, slots=True)
class Filter:
    """What the form above the list asks for, and what is wrong with it: field → words. Without days the last month."""

    wanted: Wanted
    first: date
    last: date
    errors: Mapping[str, str]


@deliveries.get("/bezorgingen")
def overview() -> str:
    asked = _filter()
    found = log.page(acting(), _organisation(), asked.wanted, PAGE + 1)
    following = _address(na=str(found[PAGE - 1].id)) if len(found) > PAGE else None
    return render_template(
        "bezorgingen.html", found=found[:PAGE], following=following, asked=asked, errors=asked.errors, form=request.args, t=texts_deliveries
    )


@deliveries.get("/bezorgingen/<uuid:delivery>")
def one(delivery: UUID) -> str:
    entry, tries = log.one(acting(), _organisation(), delivery)
    return render_template("bezorging.html", entry=entry, tries=tries, t=texts_deliveries)


@deliveries.post("/bezorgingen/<uuid:delivery>/herhalen")
def again(delivery: UUID) -> Response:
    """Put one delivery in line again, or say why it cannot be; back to its page."""
    context = acting()
    try:
        replay.replay(context, _organisation(), delivery)
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        parts().wake()
        flash(texts_deliveries.ONE_DONE, "goed")
    return redirect(url_for("deliveries.one", delivery=delivery))


@deliveries.post("/bezorgingen/herhalen")
def all_again() -> Response:
    """Everything of the period in the form that could not be delivered."""
    asked = _filter()
    since, until = asked.wanted.since, asked.wanted.until
    if asked.errors or since is None or until is None or (asked.last - asked.first).days >= LONGEST:
        flash(next(iter(asked.errors.values()), texts_deliveries.TOO_LONG.format(dagen=LONGEST)), "fout")
        return redirect(_address())
    done = replay.replay_period(acting(), _organisation(), since, until, DeliveryState.DEAD, None)
    parts().wake()
    flash(texts_deliveries.ALL_DONE.format(aantal=done.count, overgeslagen=done.skipped), "goed")
    if done.following and done.count:
        flash(texts_deliveries.MORE, "goed")
    return redirect(_address())


def _filter() -> Filter:
    errors: dict[str, str] = {}
    last = _day("tot", today(), errors)
    first = _day("van", last - timedelta(days=LONGEST - 1), errors)
    if not errors and last < first:
        errors["tot"] = texts_deliveries.WRONG_ORDER
    wanted = Wanted(midnight(first), midnight(last + timedelta(days=1)), STATES.get(request.values.get("status", "")))
    with suppress(ValueError):  # a page that does not exist is the first page
        wanted = replace(wanted, after=UUID(request.values["na"])) if "na" in request.values else wanted
    return Filter(wanted, first, last, errors)


def _day(name: str, default: date, errors: dict[str, str]) -> date:
    text = request.values.get(name, "").strip()
    try:
        return datetime.fromisoformat(iso_date(text)).date() if text else default
    except ValueError:
        errors[name] = texts.WRONG_DATE
        return default


def _address(**more: str) -> str:
    """The list with the filter of this request."""
    kept = {name: request.values[name] for name in ("van", "tot", "status") if request.values.get(name)} | more
    return with_query(url_for("deliveries.overview"), kept)


def _organisation() -> str:
    return account().organisation or ""
