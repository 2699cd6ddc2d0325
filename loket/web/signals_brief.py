"""The knelpuntenbrief: a page to print and a file. Rounded numbers, none below ten, for it goes outside (practice rule 25)."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template, request
from werkzeug.wrappers import Response

from loket.cases.deadlines import amsterdam_date
from loket.routing import journal
from loket.routing.signals import brief
from loket.routing.signals.brief import Line
from loket.web import csv_lines, signal_filters, signal_form, texts_signals
from loket.web.guard import acting, guarded
from loket.web.parts import organisation_name, product_name, today
from loket.web.signals import words_of

signals_brief = guarded("signals_brief")

MADE = "knelpuntenbrief-maken"  #: the filters are named in the audit log, never their values
FEWER = (texts_signals.FEW, None, None, None)


@signals_brief.get("/signalen/brief")
def page() -> str:
    """The brief of the chosen signals."""
    context, filters = acting(), signal_filters.kept(request.args)
    found = brief.lines(context, signal_filters.choice(filters, context))
    text = render_template(
        "signalen/brief.html",
        lines=found,
        filters=filters,
        options=signal_form.options(context),
        today=today(),
        most=brief.MOST,
        **words_of(context),
    )
    journal.record(context, MADE, "signalen", vorm="pagina", filters=sorted(filters))
    return text


@signals_brief.get("/signalen/brief.csv")
def export() -> Response:
    """The same as a table, of all chosen signals and without words of cases."""
    context, filters = acting(), signal_filters.kept(request.args)
    choice = signal_filters.choice(filters, context)
    journal.record(context, MADE, "signalen", vorm="csv", filters=sorted(filters))
    rows: Iterator[Iterator[tuple[object, ...]]] = (map(_cells, lines) for lines in brief.table(context, choice))
    return csv_lines.file(f"knelpuntenbrief-{today().isoformat()}", texts_signals.BRIEF_HEADS, rows)


def _cells(line: Line) -> tuple[object, ...]:
    signal = line.signal
    organisation = organisation_name(signal.organisation) if signal.organisation else None
    about = (texts_signals.CODES[signal.code][0], product_name(signal.product) or None, organisation, signal.article or None)
    numbers = (line.count, line.days, line.knocks, line.hand_backs)
    shown = [texts_signals.FEW if line.count and number is None else number for number in numbers] if line.count else FEWER
    answered = amsterdam_date(signal.answered_at).isoformat() if line.answer and signal.answered_at else None
    return (*about, signal.addressee, texts_signals.STATUSES[signal.status][0], *shown, answered)
