"""A file that a spreadsheet opens: lines of CSV (RFC 4180), in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  #: tells a spreadsheet that it is UTF-8


def lines(rows: Iterable[Iterable[object]]) -> str:
    """These rows as lines of CSV with a semicolon, as a Dutch spreadsheet expects; None is empty."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def file(name: str, heads: Sequence[object], chunks: Iterable[Iterable[Iterable[object]]]) -> Response:
    """A file to save, ``name`` without its ending, sent while its rows are read: chunk by chunk, however many there are."""

    def text() -> Iterator[str]:
        yield MARK + lines([heads])
        for rows in chunks:
            yield lines(rows)

    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(stream_with_context(text()), mimetype="text/csv", headers=headers)


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
