"""The loket is chosen at sign-in when there is a choice, and can be changed later (practice rule 23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from loket.cases.access import CaseOpening, WebSession
from loket.cases.audit import AuditLog
from loket.errors import Forbidden
from loket.routing.catalogue import Catalogue
from loket.routing.sign_in import ClaimMap
from loket.web.claims import account_of
from tests.support.desk import Desk

BUS = "den-haag-mobiel"
HALL = "gemeente-0518"
MAPPING = ClaimMap(
    ("openid",),
    {"account": "sub", "naam": "name", "rol": "roles", "organisatie": "org", "loket": "desks"},
    {"medewerker": "balie"},
    {},
    {"bus": BUS},
)
TODAY = date(2026, 3, 2)


@pytest.fixture
def traveller(desk: Desk) -> FlaskClient:
    """Somebody who may work at two lokets, just signed in."""
    desk.app.config["WTF_CSRF_METHODS"] = set()
    client = desk.app.test_client()
    client.post("/inloggen", data={"account": "balie-onderweg", "terug": "/nieuwe-vraag"})
    return client


@pytest.fixture
def catalogue(desk: Desk) -> Catalogue:
    return desk.dispatcher.catalogue


def row(desk: Desk) -> WebSession:
    desk.session.rollback()
    desk.session.expire_all()
    found = desk.session.scalars(select(WebSession)).one()
    desk.session.expunge_all()
    desk.session.rollback()  # on SQLite a reader holds the write lock
    return found


def choose(client: FlaskClient, counter: str, back: str = "/nieuwe-vraag") -> int:
    return client.post("/loket-kiezen", data={"loket": counter, "terug": back}).status_code


def close(desk: Desk, slug: str, last: date) -> None:
    """Let a loket end on that day, for the running application."""
    parts = desk.app.extensions["loket"]
    counters = {**parts.catalogue.counters, slug: replace(parts.catalogue.counters[slug], valid_to=last)}
    desk.app.extensions["loket"] = replace(parts, catalogue=replace(parts.catalogue, counters=counters))


def test_whoever_may_work_at_several_lokets_chooses_one_first(desk: Desk) -> None:
    desk.app.config["WTF_CSRF_METHODS"] = set()
    client = desk.app.test_client()
    assert client.post("/inloggen", data={"account": "balie-onderweg", "terug": "/nieuwe-vraag"}).location == (
        "/loket-kiezen?terug=/nieuwe-vraag"
    )
    shown = client.get("/loket-kiezen").get_data(as_text=True)
    assert "Loket gemeente Den Haag" in shown
    assert "Gemeente Den Haag, onderweg" in shown
    assert "Zonder vaste plek" in shown


@pytest.mark.parametrize("path", ["/", "/nieuwe-vraag", "/zaken/L-1X60GEY9A0R"])
def test_until_then_no_page_of_the_desk_opens(traveller: FlaskClient, path: str) -> None:
    assert traveller.get(path).location.split("?")[0] == "/loket-kiezen"


def test_the_choice_stands_in_the_session_and_the_audit_log(desk: Desk, traveller: FlaskClient) -> None:
    assert choose(traveller, BUS) == 302
    found = row(desk)
    assert (found.counter, found.organisation, found.counters) == (BUS, HALL, [HALL, BUS])
    assert traveller.get("/nieuwe-vraag").status_code == 200
    logged = desk.session.scalars(select(AuditLog).where(AuditLog.action == "loket-kiezen")).one()
    assert (logged.actor, logged.object, logged.details) == ("balie-onderweg", BUS, None)


def test_it_can_be_changed_later_from_every_page(desk: Desk, traveller: FlaskClient) -> None:
    choose(traveller, BUS)
    assert "Ander loket" in traveller.get("/nieuwe-vraag").get_data(as_text=True)
    desk.clock.advance(seconds=1)
    choose(traveller, HALL)
    assert row(desk).counter == HALL
    details = desk.session.scalars(select(AuditLog.details).where(AuditLog.action == "loket-kiezen").order_by(AuditLog.id)).all()
    assert details == [None, {"vorige": BUS}]


def test_changing_the_loket_closes_what_was_opened_at_the_other(desk: Desk, traveller: FlaskClient) -> None:
    number = desk.open("ww", counter="uwv-den-haag").number
    desk.session.rollback()
    choose(traveller, BUS)
    traveller.post(f"/zaken/{number}/inzage", data={"grond": "inwoner-aanwezig"})
    desk.clock.advance(seconds=60)
    choose(traveller, HALL)
    desk.session.rollback()
    assert desk.session.scalars(select(CaseOpening.until)).all() == [desk.clock.now()]


@pytest.mark.parametrize("slug", ["", "nergens", "uwv-den-haag"])
def test_a_loket_of_another_cannot_be_chosen(desk: Desk, traveller: FlaskClient, slug: str) -> None:
    assert choose(traveller, slug) == 400
    assert row(desk).counter is None


def test_a_loket_that_is_no_longer_there_cannot_be_chosen(desk: Desk, traveller: FlaskClient) -> None:
    close(desk, BUS, date(2026, 3, 1))
    assert "Gemeente Den Haag, onderweg" not in traveller.get("/loket-kiezen").get_data(as_text=True)
    assert choose(traveller, BUS) == 400


def test_the_choice_leads_to_no_other_site(traveller: FlaskClient) -> None:
    answer = traveller.post("/loket-kiezen", data={"loket": BUS, "terug": "//elders.example/"})
    assert answer.location == "/"


def test_with_one_loket_there_is_nothing_to_choose(desk: Desk) -> None:
    desk.app.config["WTF_CSRF_METHODS"] = set()
    client = desk.app.test_client()
    assert client.post("/inloggen", data={"account": "balie-den-haag"}).location == "/"
    assert "Ander loket" not in client.get("/").get_data(as_text=True)


def test_two_places_at_once_do_not_end_each_other(desk: Desk, traveller: FlaskClient) -> None:
    choose(traveller, BUS)
    other = desk.app.test_client()
    other.post("/inloggen", data={"account": "balie-onderweg"})
    choose(other, HALL)
    assert [client.get("/nieuwe-vraag").status_code for client in (traveller, other)] == [200, 200]


def claims(*desks: str) -> dict[str, object]:
    return {"sub": "noor", "name": "Noor", "roles": ["medewerker"], "desks": list(desks)}


def test_the_claims_may_name_several_lokets(catalogue: Catalogue) -> None:
    found = account_of(MAPPING, claims("bus", HALL, "bus"), catalogue, TODAY)
    assert (found.counter, found.organisation, found.counters) == (None, None, (BUS, HALL))


def test_lokets_that_are_unknown_or_closed_today_do_not_count(catalogue: Catalogue) -> None:
    found = account_of(MAPPING, claims("bus", "nergens", HALL), catalogue, date(2025, 12, 31))  # the bus drives from 2026
    assert (found.counter, found.organisation) == (HALL, HALL)


def test_with_only_closed_lokets_nobody_comes_in(catalogue: Catalogue) -> None:
    with pytest.raises(Forbidden):
        account_of(MAPPING, claims("bus"), catalogue, date(2025, 12, 31))
