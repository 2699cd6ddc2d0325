"""The delivery log over the API: an organisation sees what it was sent and what came of it, and lets it be sent again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event

from loket.cases.outbox import Delivery
from loket.cases.queries import stamp
from loket.db import db
from loket.routing.deliveries import PAGE
from tests.routing.conftest import desk as desk
from tests.support.desk import Desk, general
from tests.support.post import BROKEN, REFUSED
from tests.web.api.conftest import Api, codes

FIELDS = {
    *("bezorgingId", "abonnementId", "zaaknummer", "deelzaaknummer", "soort", "status"),
    *("aangemaaktOp", "bezorgdOp", "pogingen", "volgendePoging", "bodyHash"),
}


@pytest.fixture
def uwv(as_client: Callable[..., Api]) -> Api:
    """The program of one organisation, with every scope."""
    return as_client("uwv", organisation="uwv")


def statements(app: Flask, call: Callable[[], Any]) -> int:
    """How many statements a call takes."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([one for one in seen if not one.startswith(("BEGIN", "SELECT pg_catalog", "SELECT 1"))])


def test_each_delivery_tells_what_came_of_it_with_the_hash_of_the_bytes_sent(desk: Desk, uwv: Api) -> None:
    desk.post["uwv"].will(BROKEN)
    case = desk.open("ww", "akw")
    desk.drain()
    desk.session.rollback()
    row = uwv.get("/bezorgingen").json["bezorgingen"][0]
    assert row.keys() == FIELDS
    assert (row["deelzaaknummer"], row["soort"], row["status"], row["pogingen"]) == (f"{case.number}-1", "aanvraag", "wacht", 1)
    assert (row["bezorgdOp"], row["volgendePoging"] > row["aangemaaktOp"]) == (None, True)
    desk.clock.advance(minutes=1)
    desk.drain()
    desk.session.rollback()
    row = uwv.get("/bezorgingen").json["bezorgingen"][0]
    assert (row["status"], row["bezorgdOp"], row["volgendePoging"]) == ("bezorgd", stamp(desk.clock.now()), None)
    assert row["bodyHash"] == sha256(desk.post["uwv"].received[-1].body).hexdigest()


def test_one_delivery_shows_each_try_and_never_the_body(desk: Desk, uwv: Api) -> None:
    desk.post["uwv"].will(BROKEN)
    desk.open("ww")
    desk.drain()
    desk.clock.advance(minutes=1)
    desk.drain()
    desk.session.rollback()
    found = uwv.get("/bezorgingen").json["bezorgingen"][0]
    answer = uwv.get(f"/bezorgingen/{found['bezorgingId']}")
    tries = [(one["nummer"], one["oordeel"], one["httpStatus"], one["uitleg"]) for one in answer.json["pogingenLijst"]]
    assert tries == [(1, "opnieuw", 500, "HTTP 500"), (2, "bezorgd", 202, None)]
    assert all(one["milliseconden"] >= 0 and one["begonnenOp"].endswith("Z") for one in answer.json["pogingenLijst"])
    assert "Moulin" not in answer.text


def test_nobody_sees_or_replays_what_was_sent_to_another(desk: Desk, uwv: Api, as_client: Callable[..., Api]) -> None:
    desk.open("akw")
    desk.drain()
    other = str(desk.deliveries()[0].id)
    desk.session.rollback()
    assert uwv.get("/bezorgingen").json == {"bezorgingen": [], "volgende": None}
    for unknown in (other, str(UUID(int=1)), "geen-id"):
        assert uwv.get(f"/bezorgingen/{unknown}").status_code == 404
        assert uwv.call("POST", f"/bezorgingen/{unknown}/herhalingen").status_code == 404
    assert as_client("loket", counter="gemeente-0518").get("/bezorgingen").status_code == 403


def test_pages_follow_each_other_without_gap_or_double_in_a_fixed_number_of_statements(desk: Desk, uwv: Api, app: Flask) -> None:
    desk.open("ww")
    desk.session.rollback()
    few = statements(app, lambda: uwv.get("/bezorgingen"))
    first = desk.deliveries()[0]
    template = {column.name: getattr(first, column.name) for column in Delivery.__table__.columns}
    desk.session.add_all([Delivery(**template | {"id": UUID(int=first.id.int + step)}) for step in range(1, PAGE + 20)])
    desk.session.commit()
    assert statements(app, lambda: uwv.get("/bezorgingen")) == few == 2
    page = uwv.get("/bezorgingen").json
    rest = uwv.get(f"/bezorgingen?na={page['volgende']}").json
    ids = [row["bezorgingId"] for row in (*page["bezorgingen"], *rest["bezorgingen"])]
    assert (len(page["bezorgingen"]), len(ids), rest["volgende"]) == (PAGE, PAGE + 20, None)
    assert ids == sorted(set(ids), reverse=True)


def test_a_period_and_a_status_narrow_the_list(desk: Desk, uwv: Api) -> None:
    desk.post["uwv"].will(REFUSED)
    desk.open("ww")
    desk.drain()
    later = desk.clock.advance(hours=1)
    desk.open("ww")
    desk.drain()
    desk.session.rollback()
    moment = stamp(later)
    assert [row["status"] for row in uwv.get(f"/bezorgingen?van={moment}").json["bezorgingen"]] == ["bezorgd"]
    assert [row["status"] for row in uwv.get(f"/bezorgingen?tot={moment}").json["bezorgingen"]] == ["onbestelbaar"]
    assert len(uwv.get("/bezorgingen?status=onbestelbaar").json["bezorgingen"]) == 1


def test_a_period_that_begins_before_1970_begins_at_the_first_delivery(desk: Desk, uwv: Api) -> None:
    desk.open("ww")
    desk.drain()
    desk.session.rollback()
    before, at = "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"
    assert len(uwv.get(f"/bezorgingen?van={before}").json["bezorgingen"]) == 1
    assert uwv.get(f"/bezorgingen?tot={before}").json["bezorgingen"] == []
    assert uwv.post("/herhalingen", {"van": before, "tot": at}).json["aantal"] == 0


def test_all_faults_of_a_question_are_named_at_once(uwv: Api) -> None:
    assert codes(uwv.get("/bezorgingen?van=gisteren&status=weg&na=7")) == {
        "/van": "ongeldig-tijdstip",
        "/status": "onbekende-waarde",
        "/na": "ongeldig-id",
    }
    assert codes(uwv.get("/bezorgingen?sorteer=op")) == {"": "onbekende-parameter"}
    assert codes(uwv.get("/bezorgingen?status=wacht&status=bezorgd")) == {"/status": "dubbele-parameter"}
    assert codes(uwv.get("/bezorgingen?van=2026-03-02T00:00:00Z&tot=2026-03-01T00:00:00Z")) == {"/tot": "periode-omgekeerd"}


def test_a_delivery_is_replayed_and_the_second_ask_hears_that_it_waits(desk: Desk, uwv: Api) -> None:
    desk.open("ww")
    desk.drain()
    path = f"/bezorgingen/{desk.deliveries()[0].id}/herhalingen"
    desk.session.rollback()
    asked = uwv.call("POST", path)
    assert (asked.status_code, asked.json["status"], asked.json["bezorgdOp"] is None) == (202, "wacht", False)
    again = uwv.call("POST", path)
    assert (again.status_code, again.json["code"]) == (409, "wacht-al")
    desk.drain()
    assert len({message.delivery_id for message in desk.post["uwv"].received}) == 1


def test_all_dead_letters_of_a_period_go_again_and_the_answer_says_how_many(desk: Desk, uwv: Api) -> None:
    desk.post["uwv"].will(REFUSED, REFUSED)
    for _ in range(3):
        desk.open(*general("uwv"))
    desk.drain()
    desk.session.rollback()
    now = desk.clock.now()
    period = {"van": stamp(now - timedelta(days=1)), "tot": stamp(now + timedelta(hours=1))}
    answer = uwv.post("/herhalingen", period)
    assert (answer.status_code, answer.json) == (202, {"aantal": 2, "overgeslagen": 0, "volgende": None})
    assert uwv.get("/bezorgingen?status=onbestelbaar").json["bezorgingen"] == []


def test_a_period_to_replay_has_bounds(uwv: Api) -> None:
    assert codes(uwv.post("/herhalingen", {"status": "vervallen"})) == {
        "/van": "verplicht",
        "/tot": "verplicht",
        "/status": "onbekende-waarde",
    }
    long = {"van": "2026-01-01T00:00:00Z", "tot": "2026-03-01T00:00:00Z"}
    assert codes(uwv.post("/herhalingen", long)) == {"/tot": "periode-te-lang"}
