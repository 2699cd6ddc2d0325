"""The supervisor's pages about legal dates: a list, a calendar and a file."""

from __future__ import annotations

from calendar import Calendar as Weeks
from dataclasses import replace
from datetime import date, timedelta

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.words import MONTHS
from loket.errors import BadRequest
from loket.routing import journal
from loket.routing import terms as dates
from loket.routing.terms import Cursor, Kind, LegalDate, Wanted
from loket.web import csv_lines, stuck_filters, texts_terms
from loket.web.addresses import place, with_query
from loket.web.guard import acting, guarded
from loket.web.parts import organisation_name, parts, today
from loket.web.stuck_filters import Options

terms = guarded("terms")

PAGE = 25
CHOICES = ("soort", "organisatie", "product", "loket", "spoed", "periode", "dag")


@terms.get("/termijnen")
def overview() -> str:
    """What ends soon on top, counted; then a page of dates, by organisation, product, loket and kind."""
    context, wanted = acting(), _wanted()
    found, following = dates.listed(context, wanted, PAGE)
    return render_template(
        "termijnen.html",
        found=found,
        following=_address("terms.overview", na=str(following)) if following else None,
        wanted=wanted,
        near=dates.near(context),
        working_days=parts().catalogue.desk_norms.term_near,
        soon={kind: texts_terms.count(number) for kind, number in dates.soon(context, wanted).items()},
        chosen=_chosen(),
        choices=_choices(),
        today=today(),
        address=_address,
        t=texts_terms,
    )


@terms.get("/termijnen/kalender")
def calendar() -> str:
    """A month: how many dates of which kind fall on each day."""
    first = _month()
    last = _next(first) - timedelta(days=1)
    counted = dates.counted(acting(), replace(_wanted(), first=first, last=last))
    return render_template(
        "termijnen_kalender.html",
        month=f"{MONTHS[first.month - 1]} {first.year}",
        first=first,
        weeks=Weeks().monthdatescalendar(first.year, first.month),
        counted=counted,
        before=_address("terms.calendar", maand=f"{first - timedelta(days=1):%Y-%m}"),
        after=_address("terms.calendar", maand=f"{_next(first):%Y-%m}"),
        chosen=_chosen(),
        choices=_choices(),
        today=today(),
        address=_address,
        t=texts_terms,
    )


@terms.get("/termijnen/uitvoer")
def export() -> Response:
    """The same list as a file: numbers and dates, no person."""
    context = acting()
    wanted = _wanted()
    journal.record(context, "termijnen-uitvoeren", "termijnen")
    rows = (map(_row, found) for found in dates.whole(context, wanted))
    return csv_lines.file(f"termijnen-{today().isoformat()}", texts_terms.HEADS, rows)


def _row(one: LegalDate) -> tuple[object, ...]:
    part = one.part
    hidden = bool(part.terms.get("gevoelig"))
    whose = (texts_terms.SENSITIVE,) * 2 if hidden else (organisation_name(part.organisation), part.terms.get("naam"))
    place = (*whose, organisation_name(part.case.counter), "ja" if part.case.urgent else "nee")
    return (one.day, texts_terms.KINDS[one.kind][0], one.working_days, part.number, *place, part.suspended_on, part.extended_to)


def _chosen() -> dict[str, str]:
    """The choices that stand in the address, without the place in the list."""
    return {name: request.args[name] for name in CHOICES if request.args.get(name)}


def _wanted() -> Wanted:
    """What the address asks for; other wrong words ask for nothing.

    BadRequest for a day or a place in the list that is none, and for a sensitive product.
    """
    kind, sensitive = request.args.get("soort", ""), parts().catalogue.sensitive
    if request.args.get("product") in sensitive:
        raise BadRequest(texts_terms.NO_PRODUCT)
    found = Wanted(
        kind=Kind(kind) if kind in set(Kind) else None,
        urgent=request.args.get("spoed") == "ja",
        after=place(request.args.get("na"), Cursor.parse),
        organisation=request.args.get("organisatie"),
        product=request.args.get("product"),
        counter=request.args.get("loket"),
        without=sensitive if request.args.get("organisatie") else frozenset(),
    )
    if request.args.get("dag"):
        day = _day(request.args["dag"], texts_terms.NO_DATE)
        return replace(found, first=day, last=day)
    if request.args.get("periode") == "voorbij":
        return replace(found, last=today() - timedelta(days=1))
    return replace(found, first=today())


def _day(text: str, told: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(told) from None


def _month() -> date:
    """The first day of the month that is asked for, or of this one. The first and last years have no month before or after."""
    asked = request.args.get("maand")
    first = _day(f"{asked}-01", texts_terms.NO_MONTH) if asked else today().replace(day=1)
    if not 2000 <= first.year < 2100:
        raise BadRequest(texts_terms.NO_MONTH)
    return first


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _address(endpoint: str, **changed: str | None) -> str:
    """A page with the same choices, but for what is ``changed``; None leaves a choice out."""
    return with_query(url_for(endpoint), {**_chosen(), **changed})


def _choices() -> dict[str, Options]:
    """What can be chosen: value and words, by name."""
    offered = stuck_filters.options(parts().catalogue, ())
    kinds = [(kind.value, words[0]) for kind, words in texts_terms.KINDS.items()]
    return {"soort": kinds, **{name: offered[name] for name in ("organisatie", "product", "loket")}}
