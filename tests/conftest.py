"""What every test can ask for: a database of each kind, an application with a clock of its own, and servers of our own."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from xdist.remote import Producer

from loket import session_of
from loket.db import db
from loket.demo import demo_environment
from loket.settings import ROOT
from tests.support import sharing, traces
from tests.support.applications import Applications
from tests.support.browser import find_chromium, launched
from tests.support.clock import Clock
from tests.support.databases import empty, migrate
from tests.support.servers import Postgres, Valkey
from tests.support.stack import Stack, start_stack

DATABASES = ("sqlite", "postgresql")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> sharing.Sharing:
    """Our own way to share tests out over workers, whatever ``--dist`` says."""
    config.option.loadscopereorder = False  # the order is that of the collection
    return sharing.Sharing(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groups stay together, and what takes long begins first, so that no worker is left with it alone at the end."""
    items[:] = sharing.in_order(items)


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it again and again for garbage takes a twentieth of the time of most tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """What the tests of a group shared ends with its last test: left running, it would take the time of all that follow."""
    yield
    if nextitem is None or sharing.group_of(nextitem.nodeid) != sharing.group_of(item.nodeid):
        sharing.end_shared()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI nothing is left out: a skipped test has failed. Everywhere: a failed test shows the logs of its processes."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"left out, which CI does not allow: {report.longrepr}"
    if report.failed and isinstance(item, pytest.Function):
        for value in item.funcargs.values():
            if isinstance(value, Stack):
                report.sections.extend((f"log of {name}", text) for name, text in value.logs().items())
    return report


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a demo without Redis and BRP: keys, a secret for each organisation, and addresses where nothing listens."""
    var = tmp_path_factory.mktemp("environment")
    made = demo_environment(ROOT / "config", var, port=1, practice_port=2, valkey_folder=var, environ={"PATH": os.environ["PATH"]})
    return {name: value for name, value in made.items() if name != "LOKET_REDIS_URL" and not name.startswith("LOKET_BRP_")}


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests; whoever stops it starts it again."""
    with closing(Postgres()) as server:
        yield server


@pytest.fixture(scope="session")
def valkey() -> Iterator[Valkey]:
    """A Valkey server for all tests; whoever stops it starts it again."""
    with closing(Valkey()) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> str:
    """A SQLite database with all tables."""
    url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'loket.db'}"
    migrate(url, environment)
    return url


@pytest.fixture(scope="session")
def postgresql_url(postgres: Postgres, environment: dict[str, str]) -> str:
    """A PostgreSQL database with all tables."""
    url = postgres.create_database("loket")
    migrate(url, environment)
    return url


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database with all tables; each test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    empty(url)
    return url


@pytest.fixture
def clock() -> Clock:
    """The time of the application under test; it stands still until the test moves it."""
    return Clock()


@pytest.fixture(scope="session")
def applications(environment: dict[str, str]) -> Iterator[Applications]:
    """Makes the application once for each database: reading the configuration takes longer than most tests."""
    with closing(Applications(environment)) as made:
        yield made


@pytest.fixture
def app(database_url: str, applications: Applications, clock: Clock) -> Iterator[Flask]:
    """The whole application, without Redis, in practice mode, as if it had just started."""
    made = applications.fresh(database_url, clock)
    yield made
    with made.app_context():
        pool = db.engine.pool
        if db.engine.dialect.name == "sqlite" or not isinstance(pool, QueuePool) or pool.checkedout():
            db.engine.dispose()  # of PostgreSQL else the next test goes on with connections that know the tables


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session on the application's database; it sees only what was committed."""
    with session_of(app) as opened:
        yield opened


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Calls the application without a network."""
    return app.test_client()


@pytest.fixture
def stacks(tmp_path: Path) -> Iterator[Callable[..., Stack]]:
    """Starts Loket as real processes with its practice organisations; see ``start_stack``. All end with the test."""
    with ExitStack() as opened:
        yield lambda database_url, **options: opened.enter_context(start_stack(tmp_path, database_url, **options))


@pytest.fixture(scope="session")
def shared_stack(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Loket as real processes on PostgreSQL for all tests that only open cases of their own; starting one takes seconds."""
    with sharing.until_the_group_ends() as opened:
        own, url = opened.enter_context(closing(Valkey())), postgres.create_database("shared")
        yield opened.enter_context(start_stack(tmp_path_factory.mktemp("shared"), url, valkey=own))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium; without one on this machine the test is left out. Nothing personal may have stood in an address it called."""
    path = find_chromium() or pytest.skip("no Chromium on this machine: the tests marked 'browser' are left out")
    net_log = tmp_path_factory.mktemp("browser") / "net-log.json"
    with launched(path, net_log) as opened:
        yield opened
    traces.refuse({"addresses that the browser called": traces.strings_in(net_log)}, traces.of_all_runs())


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a browser that knows nobody yet."""
    with closing(browser.new_context(locale="nl-NL")) as context:
        yield context.new_page()
