"""How many statements something costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from loket.db import db


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that the application sends meanwhile, without those that begin a transaction or set up a connection."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def counted_twice(app: Flask, status_of: Callable[[str], int], paths: Iterable[str], grow: Callable[[], object]) -> dict[str, list[int]]:
    """How many statements each of these pages takes, before and after ``grow``; each must open (200)."""
    seen: dict[str, list[int]] = {path: [] for path in paths}
    for again in (False, True):
        if again:
            grow()
        for path, numbers in seen.items():
            with counted(app) as statements:
                assert status_of(path) == 200, path
            numbers.append(len(statements))
    return seen
