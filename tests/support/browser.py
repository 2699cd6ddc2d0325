"""A real Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

#: The headless shell first: it draws the same pages for a third of the work.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
#: Nothing that calls home; root cannot use Chromium's sandbox.
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """The path of a Chromium on this machine."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


_running: list[Playwright] = []  # one for each browser that is open, all the same: a process can have but one


@contextmanager
def _playwright() -> Iterator[Playwright]:
    _running.append(_running[0] if _running else sync_playwright().start())
    try:
        yield _running[0]
    finally:
        last = _running.pop()
        if not _running:
            last.stop()


@contextmanager
def launched(path: str, net_log: Path | None = None) -> Iterator[Browser]:
    """A headless browser that ends with the block; ``net_log`` then holds every address that it called, without what it posted."""
    flags = [*FLAGS, f"--log-net-log={net_log}"] if net_log else FLAGS
    with _playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=os.geteuid() != 0, args=flags)
        try:
            yield browser
        finally:
            browser.close()
