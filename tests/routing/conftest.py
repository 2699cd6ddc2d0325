"""The real catalogue, loaded once, and a small one that a test may spoil."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from tests.routing import small_config
from tests.routing.asking import CONFIG, ENVIRON
from tests.support.clock import Clock
from tests.support.desk import MONDAY, Desk


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """What stands in ``config/``, as the demo loads it."""
    return load(CONFIG, ENVIRON, demo=True)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A small configuration without faults."""
    return small_config.write(tmp_path)


@pytest.fixture
def small(config: Path) -> Catalogue:
    """The small catalogue."""
    return load(config, small_config.SMALL_ENVIRON, demo=True)


@pytest.fixture
def desk(app: Flask, session: Session, clock: Clock) -> Desk:
    """A counter on each kind of database, on a Monday morning in March."""
    clock.set(MONDAY)
    return Desk(app, session, clock)
