"""Tables as CSV for a spreadsheet: no cell can become a formula there (OWASP, CSV injection)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from werkzeug.wrappers import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"  # so that a spreadsheet reads it as UTF-8


def harmless(value: object) -> str:
    """A cell as text; what a spreadsheet would run begins with an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A file to save, ``name`` without its ending; cells are parted by semicolons, as spreadsheets in Dutch expect."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([harmless(value) for value in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(BOM + text.getvalue(), mimetype="text/csv; charset=utf-8", headers=headers)
