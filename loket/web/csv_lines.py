"""A file that a spreadsheet opens: lines of CSV (RFC 4180), in which no cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"  #: tells a spreadsheet that it is UTF-8


def lines(rows: Iterable[Iterable[object]]) -> str:
    """These rows as lines of CSV with a semicolon, as a Dutch spreadsheet expects; None is empty."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
