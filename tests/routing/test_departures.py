"""For every product: method, address, headers, body and log hold what the product lists, and no other field or value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from loket import create_app
from loket.db import db
from loket.players import players
from loket.practice import PracticeServer, create_practice
from loket.routing.catalogue import Catalogue
from loket.settings import Settings
from tests.support.clock import Clock
from tests.support.databases import empty
from tests.support.departures import Departures, Place, wishes
from tests.support.desk import MONDAY

BSN = "burgerservicenummer"
HEADERS = {
    *("Host", "Accept", "Accept-Encoding", "Content-Type", "Content-Length", "User-Agent", "Traceparent"),
    *("Idempotency-Key", "Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"),
    *("Authorization", "Accept-Crs", "Content-Crs"),
}


@pytest.fixture(scope="module")
def departures(
    environment: dict[str, str], sqlite_url: str, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Departures]:
    """Every product asked for once and delivered over HTTP to the practice organisations, which report nothing back."""
    empty(sqlite_url)
    found, folder = Departures(), tmp_path_factory.mktemp("departures")
    organisations = create_practice(
        players(catalogue, environment), loket_url="http://127.0.0.1:9", log_path=folder / "log", delay=3600, state_path=None
    )
    organisations.before_request(found.keep)
    with PracticeServer(organisations) as server:
        settings = Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url, "LOKET_PRACTICE_URL": server.url})
        app = create_app(settings, clock=Clock(MONDAY).now)
        found.deliver_all(app)
        yield found
        with app.app_context():
            db.engine.dispose()


def listed(catalogue: Catalogue, slug: str) -> set[Place]:
    """What the configuration lets this product have."""
    product = catalogue.products[slug]
    people = {(role, name) for role, names in product.fields.items() for name in names if product.bsn or name != BSN}
    return people | {("antwoorden", key) for key in product.questions}


def test_every_product_leaves_with_what_it_lists_and_nothing_else(departures: Departures, catalogue: Catalogue) -> None:
    extra = {wish: more for wish, places in departures.arrived().items() if (more := places - listed(catalogue, wish[0]))}
    assert extra == {}


def test_what_was_given_later_and_what_was_put_right_left_as_well(departures: Departures) -> None:
    kinds = {kind for one in departures.received for kind in re.findall(r'"soort":"(\w+)"', one.text)}
    assert {"aanvraag", "aanvulling", "correctie"} <= kinds


def test_every_product_that_is_not_worked_on_in_loket_itself_arrives(departures: Departures, catalogue: Catalogue) -> None:
    inside = {slug for slug, organisation in catalogue.organisations.items() if organisation.address is None}
    wished = {wish for wish in wishes(catalogue) if catalogue.products[wish[0]].executor not in inside}
    assert departures.arrived().keys() == wished


def test_what_speaks_the_loket_interface_gets_all_that_it_lists(departures: Departures, catalogue: Catalogue) -> None:
    unmarked = {"gemeentecode"}
    for wish, places in departures.arrived().items():
        if "gemeente" not in (catalogue.products[wish[0]].executor, (wish[1] or "").split("-")[0]):
            wanted = {place for place in listed(catalogue, wish[0]) if place[1] not in unmarked}
            assert places == wanted, wish


def test_no_request_tells_of_another_request(departures: Departures) -> None:
    for one in departures.received:
        assert len({departures.places[mark][0] for mark in one.marks & departures.places.keys()}) <= 1, one.text


def test_each_request_goes_to_the_organisation_of_its_product(departures: Departures, catalogue: Catalogue) -> None:
    for one in departures.received:
        for slug, chosen in {departures.places[mark][0] for mark in one.marks & departures.places.keys()}:
            executor = chosen or catalogue.products[slug].executor
            assert one.organisation == ("gemeente-0518" if executor == "gemeente" else executor), slug


def test_no_address_and_no_header_tells_anything_of_anybody(departures: Departures) -> None:
    for one in departures.received:
        head = replace(one, text=one.text.partition("\r\n\r\n")[0])
        assert not head.marks & departures.places.keys()
        assert one.headers <= HEADERS


def test_the_sender_logs_each_delivery_and_nothing_of_anybody(departures: Departures) -> None:
    assert departures.logged.count('"event": "delivery"') >= len(departures.arrived())
    assert "/verzoeken" in departures.logged  # the library that calls logs its addresses, so that they are searched too
    assert [mark for mark in departures.places if mark in departures.logged] == []
