"""Pressing a button that sends a form."""

from __future__ import annotations

from playwright.sync_api import Locator


def send(button: Locator) -> None:
    """Press it and wait until the page that answers is there: whoever looks at once would see the old page, or half of each."""
    with button.page.expect_navigation():
        button.click()
