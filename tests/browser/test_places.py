"""The list of pages is whole: a new page that nobody looks at fails here."""

from __future__ import annotations

from flask import Flask

from loket import create_app
from loket.settings import Settings
from tests.browser.places import EXCUSED, PLACES


def pages(environment: dict[str, str], sqlite_url: str) -> set[str]:
    app: Flask = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url}))
    return {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def excused(endpoint: str) -> bool:
    return endpoint in EXCUSED or endpoint.split(".")[0] in EXCUSED


def test_every_page_has_a_place_or_an_excuse(environment: dict[str, str], sqlite_url: str) -> None:
    seen = {place.endpoint for place in PLACES}
    assert sorted(endpoint for endpoint in pages(environment, sqlite_url) - seen if not excused(endpoint)) == []


def test_every_place_and_every_excuse_is_about_a_route_that_exists(environment: dict[str, str], sqlite_url: str) -> None:
    known = pages(environment, sqlite_url)
    assert {place.endpoint for place in PLACES} <= known
    assert EXCUSED.keys() <= known | {endpoint.split(".")[0] for endpoint in known}


def test_no_two_places_share_a_name() -> None:
    names = [place.name for place in PLACES]
    assert len(names) == len(set(names))
