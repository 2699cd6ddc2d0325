"""A whole Loket in this process: the application over HTTP, the practice organisations beside it, and one clock for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from loket import create_app, dispatcher_of, session_of
from loket.db import db
from loket.demo import free_port
from loket.players import players
from loket.practice import PracticeServer, create_practice
from loket.practice.switchboard import Setting
from loket.settings import Settings
from tests.adapters.serving import wsgi
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.desk import MONDAY
from tests.week.week import House, Week


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """On the kind of database that the test names; it stands for all tests of a file."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    clock, port, served = Clock(MONDAY), free_port(), list[Callable[..., Any]]()
    with wsgi(lambda environ, start_response: served[0](environ, start_response)) as base_url:
        places = {"LOKET_DATABASE_URL": url, "LOKET_BASE_URL": base_url, "LOKET_PRACTICE_URL": f"http://127.0.0.1:{port}"}
        settings = Settings.load({**environment, **places})
        app = create_app(settings, clock=clock.now)
        served.append(app)
        practice = create_practice(
            players(dispatcher_of(app).catalogue, settings.environment, settings.signing_keys),
            loket_url=base_url,
            log_path=tmp_path_factory.mktemp("week") / "oefenorganisaties.jsonl",
            delay=0,
            clock=lambda: clock.advance(seconds=0.001),  # a case system knows no two statuses of one moment
        )
        with PracticeServer(practice, port=port):
            yield House(url, app, clock, practice.extensions["practice"])
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def week(house: House) -> Iterator[Week]:
    """A Monday morning on which nothing happened yet: no case, and every organisation does what it is asked."""
    empty(house.url)
    house.clock.set(MONDAY)
    extensions, adapters = dict(house.app.extensions), dict(house.app.extensions["loket"].adapters._made)
    with session_of(house.app) as session:
        yield Week(house, session)
    for slug in house.stage.switchboard.known():
        house.stage.switchboard.put(slug, Setting())
    house.app.extensions.update(extensions)
    made = house.app.extensions["loket"].adapters._made
    made.clear()
    made.update(adapters)
