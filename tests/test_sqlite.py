"""SQLite as Loket runs on it; tests in one process let it not wait for the disk (``tests/support/databases.py``)."""

from __future__ import annotations

from loket import create_app
from loket.db import db
from loket.settings import Settings


def test_a_commit_outlives_a_power_cut_and_readers_do_not_wait(environment: dict[str, str], sqlite_url: str) -> None:
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url}))
    with app.app_context(), db.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode", "foreign_keys")}
    assert found == {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1}  # 2: FULL
