"""Bringing the tables to another state, by the files in ``migrations/``. Apart, so that no program reads Alembic that needs none."""

from __future__ import annotations

import flask_migrate
from flask import Flask
from flask_migrate import Migrate

from loket.db import db
from loket.settings import ROOT


def upgrade(app: Flask, revision: str = "head") -> None:
    """Go up to a state of the tables; those already there stay."""
    _known(app)
    with app.app_context():
        flask_migrate.upgrade(revision=revision)


def downgrade(app: Flask, revision: str) -> None:
    """Go back to an earlier state; "base" leaves no table."""
    _known(app)
    with app.app_context():
        flask_migrate.downgrade(revision=revision)


def _known(app: Flask) -> None:
    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
