"""An intermediary takes in for others and sees only what they took in themselves (practice rule 23)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from loket.cases import numbers
from loket.routing import intake
from loket.routing.context import Actor
from loket.web.texts_trust import JOINED_ELSEWHERE
from tests.support.desk import BSN, COUNTER, EMPLOYEE, Desk, request
from tests.trust.test_openings import signed_in
from tests.web.pages.browsing import MOST_STEPS, Visitor

MYSELF = Actor(name="intermediair", label=COUNTER, counter=COUNTER, organisation=COUNTER, roles=frozenset({"intermediair"}), origin="web")
NEW = "/nieuwe-vraag"
PAGES = ("", "/stand", "/ontvangst", "/intrekken")


def taken_in(desk: Desk, by: Actor) -> str:
    """A case of the loket of Den Haag, taken in by this employee."""
    opened = intake.open_case(desk.context(by), request("ww"))
    desk.session.rollback()
    return opened.number


@pytest.fixture
def me(desk: Desk) -> FlaskClient:
    """An intermediary who works at the loket of Den Haag."""
    return signed_in(desk, "intermediair")


def answers(client: FlaskClient, number: str) -> list[int]:
    return [client.get(f"/zaken/{number}{page}").status_code for page in PAGES]


def test_an_intermediary_takes_in_and_sees_what_they_took_in(desk: Desk, me: FlaskClient) -> None:
    assert me.get("/nieuwe-vraag").status_code == 200
    assert answers(me, taken_in(desk, MYSELF)) == [200, 200, 200, 200]


def test_a_case_of_a_colleague_at_the_same_loket_does_not_exist_for_them(desk: Desk, me: FlaskClient) -> None:
    assert answers(me, taken_in(desk, EMPLOYEE)) == [404] * 4


def test_their_start_page_lists_only_their_own(desk: Desk, me: FlaskClient) -> None:
    other = desk.open("ww").number
    desk.session.rollback()
    assert numbers.show(other) not in me.get("/").get_data(as_text=True)
    assert numbers.show(other) in signed_in(desk, "balie-den-haag").get("/").get_data(as_text=True)


def test_they_can_neither_search_nor_open_a_case_of_another(desk: Desk, me: FlaskClient) -> None:
    number = desk.open("ww").number
    desk.session.rollback()
    assert me.post("/zoeken", data={"zoek": BSN}).status_code == 403
    assert me.post(f"/zaken/{number}/inzage", data={"grond": "inwoner-aanwezig"}).status_code == 403
    assert answers(me, number) == [404] * 4


def ask_for_willem(client: FlaskClient) -> Visitor:
    """Take in that Willem lost his job; returns the visitor on the page after the last step."""
    visitor = Visitor(client)
    visitor.meet().submit(NEW, levensgebeurtenis="ontslag")
    for _ in range(MOST_STEPS):
        if visitor.path != NEW:
            break
        visitor.submit(NEW)
    return visitor


def test_a_request_of_theirs_ends_with_a_receipt(desk: Desk, me: FlaskClient) -> None:
    assert ask_for_willem(me).path.endswith("/ontvangst")


def test_what_joins_a_case_of_another_tells_them_no_more_than_that(desk: Desk, me: FlaskClient) -> None:
    number = ask_for_willem(signed_in(desk, "balie-den-haag")).path.split("/")[2]
    assert numbers.show(number) not in Visitor(me).meet().page
    after = ask_for_willem(me)
    assert after.path == "/"
    assert JOINED_ELSEWHERE in after.page
    assert numbers.show(number) not in after.page
