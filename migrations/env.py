"""Alembic's environment: migrates the database of the running application, or prints the SQL with ``--sql``."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

database = current_app.extensions["migrate"].db


def plain(kind: str, column_type: Any, _context: Any) -> str | bool:
    """A migration names plain column types, so that it still runs when the application's own types have changed."""
    if kind == "type" and isinstance(column_type, TypeDecorator):
        return f"sa.{column_type.impl!r}"
    return False


def run() -> None:
    """Migrate. SQLite changes a column by making the table anew, and dropping the old one would take along every row that points to it."""
    with database.engine.connect() as connection:
        lite = connection.dialect.name == "sqlite"
        if lite:
            connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=lite,
            compare_type=True,
            render_item=plain,
            transaction_per_migration=True,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if lite:
                connection.rollback()
                connection.connection.cursor().execute("PRAGMA foreign_keys = ON")


run()
