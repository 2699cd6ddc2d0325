"""A real browser in front of real processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from loket.cases import crypto
from tests.browser.desk import Desk
from tests.browser.windows import Windows
from tests.browser.world import World, running
from tests.support.stack import Stack


@pytest.fixture
def page(browser: Browser, shared_stack: Stack) -> Iterator[Page]:
    """A fresh window with nobody signed in; a script that breaks or breaks the content policy fails the test."""
    yield from _window(browser.new_context(base_url=shared_stack.base_url, locale="nl-NL"))


@pytest.fixture
def plain_page(browser: Browser, shared_stack: Stack) -> Iterator[Page]:
    """The same without JavaScript."""
    yield from _window(browser.new_context(base_url=shared_stack.base_url, locale="nl-NL", java_script_enabled=False))


def _window(context: BrowserContext) -> Iterator[Page]:
    complaints: list[str] = []
    with closing(context):
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        yield page
    assert [text for text in complaints if "status of 40" not in text] == []


@pytest.fixture
def desk(page: Page) -> Desk:
    """An employee at the counter of gemeente Den Haag."""
    return Desk(page).sign_in("Balie gemeente Den Haag")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("world")) as found:
        yield found


@pytest.fixture(scope="session")
def opened(browser: Browser, prepared: World) -> Iterator[Windows]:
    with closing(Windows(browser, prepared)) as found:
        yield found
    assert found.complaints == []


@pytest.fixture
def world(prepared: World) -> World:
    """One prepared Loket for all tests that look at every page. It runs in this process, where other tests use other keys."""
    crypto.use(prepared.keyring)
    return prepared


@pytest.fixture
def windows(opened: Windows, world: World) -> Iterator[Windows]:
    """A window for each account, at rest between tests; a script that broke in one of them fails the last test."""
    yield opened
    opened.rest()
