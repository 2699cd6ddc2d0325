"""Subscriptions over the API and over real HTTP: made, tested, paused, given another secret, ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from loket.adapters.signing import SignatureRefused, verify
from loket.cases.feed import Subscription
from loket.cases.outbox import Channel, Delivery, DeliveryState
from loket.routing import announcing, sweep
from loket.routing.context import MACHINE
from loket.routing.events import TYPES
from loket.routing.subscriptions import MOST
from tests.routing.conftest import desk as desk
from tests.support.desk import Desk
from tests.support.subscribing import Subscriber, deliver, listening, tell
from tests.web.api.conftest import Api, codes
from tests.web.api.programs import Program

DECIDED = "nl.overheid.loket.deelzaak.besloten"
SENT = "nl.overheid.loket.deelzaak.verzonden"
ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what it shows is the same on both


@pytest.fixture
def uwv(as_client: Callable[..., Api], desk: Desk) -> Program:
    """The program of an organisation."""
    made = as_client("uwv", ["abonnementen:beheren"], organisation="uwv")
    return Program(made.client, made.key, desk)


@pytest.fixture
def heard(desk: Desk) -> Iterator[Subscriber]:
    """A server that hears events."""
    with listening(desk) as subscriber:
        yield subscriber


def made(api: Api, heard: Subscriber, *types: str) -> dict[str, Any]:
    """A new subscription as the API tells it."""
    answer = api.post("/abonnementen", {"adres": heard.address, "gebeurtenissen": list(types or (SENT,))})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json
    assert answer.headers["Location"] == f"/api/v1/abonnementen/{found['abonnementId']}"
    return found


def happen(desk: Desk, times: int = 1) -> None:
    """Let that many requests reach UWV, and let the clock plan what subscribers hear."""
    for _ in range(times):
        desk.open("ww", new_case_reason="ander verzoek")
    desk.drain()
    tell(desk)


def genuine(secret: str, call: tuple[dict[str, str], bytes], desk: Desk) -> bool:
    """Whether this call bears a signature with this secret."""
    try:
        verify([secret], *call, desk.clock.now())
    except SignatureRefused:
        return False
    return True


def test_an_event_arrives_signed_and_in_the_form_of_a_cloud_event(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)
    happen(desk, 3)
    deliver(desk)
    assert (heard.sequences, {event["type"] for event in heard.events}) == ([1, 2, 3], {SENT})
    headers = heard.calls[0][0]
    assert (headers["content-type"], headers["webhook-id"]) == ("application/cloudevents+json", heard.events[0]["id"])
    assert all(genuine(one["geheim"], call, desk) for call in heard.calls)
    assert uwv.get(f"/abonnementen/{one['abonnementId']}").json["laatsteVolgnummer"] == 3


@ONE_DATABASE
def test_the_secret_is_told_once(uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)
    shown = uwv.get(f"/abonnementen/{one['abonnementId']}").json
    assert shown == {name: value for name, value in one.items() if name != "geheim"}
    assert uwv.get("/abonnementen").json == {"abonnementen": [shown]}


def test_after_a_rotation_either_secret_is_accepted_for_a_day(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)
    fresh = uwv.post(f"/abonnementen/{one['abonnementId']}/geheimen", None)
    assert (fresh.status_code, fresh.json["vorigeGeldigTot"][:10]) == (201, "2026-03-03")
    happen(desk)
    deliver(desk)
    assert [genuine(secret, heard.calls[-1], desk) for secret in (one["geheim"], fresh.json["geheim"])] == [True, True]
    desk.clock.advance(days=1)
    sweep.forget(desk.context(MACHINE))
    happen(desk)
    deliver(desk)
    assert [genuine(secret, heard.calls[-1], desk) for secret in (one["geheim"], fresh.json["geheim"])] == [False, True]


def test_a_paused_subscription_keeps_its_events_and_sends_them_in_order_afterwards(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    path = f"/abonnementen/{made(uwv, heard)['abonnementId']}"
    assert uwv.call("PATCH", path, {"gepauzeerd": True}).json["gepauzeerd"] is True
    happen(desk, 4)
    deliver(desk)
    assert (heard.calls, uwv.get(path).json["laatsteVolgnummer"]) == ([], 4)
    assert uwv.call("PATCH", path, {"gepauzeerd": False}).json["gepauzeerd"] is False
    deliver(desk)
    assert heard.sequences == [1, 2, 3, 4]


@ONE_DATABASE
def test_an_event_that_fails_is_tried_again_with_the_same_bytes(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    made(uwv, heard)
    heard.answers = ["503 Service Unavailable"]
    happen(desk)
    deliver(desk)
    desk.clock.advance(minutes=10)
    deliver(desk)
    assert len({body for _, body in heard.calls}) == 1
    assert len(heard.calls) == 2


def test_410_ends_the_subscription(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)
    heard.answers = ["410 Gone"]
    happen(desk, 2)
    deliver(desk)
    assert uwv.get(f"/abonnementen/{one['abonnementId']}").status_code == 404
    states = desk.session.scalars(select(Delivery.state).where(Delivery.kind == "gebeurtenis").order_by(Delivery.id)).all()
    assert (len(heard.calls), states) == (1, [DeliveryState.DEAD, DeliveryState.CANCELLED])


@ONE_DATABASE
def test_a_test_event_says_what_was_answered_and_takes_no_number(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)
    path = f"/abonnementen/{one['abonnementId']}"
    heard.answers = ["204 No Content", "422 Unprocessable Content"]
    answers = [uwv.post(f"{path}/testberichten", None).json for _ in range(2)]
    assert [(answer["bezorgd"], answer["status"], answer["antwoord"]) for answer in answers] == [
        (True, 204, "HTTP 204"),
        (False, 422, "HTTP 422"),
    ]
    assert "sequence" not in heard.events[0]
    assert genuine(one["geheim"], heard.calls[0], desk)
    assert uwv.get(path).json["laatsteVolgnummer"] == 0


@ONE_DATABASE
def test_a_subscription_that_ended_is_gone_with_its_secrets(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    path = f"/abonnementen/{made(uwv, heard)['abonnementId']}"
    assert uwv.call("DELETE", path).status_code == 204
    assert {uwv.get(path).status_code, uwv.call("DELETE", path).status_code, uwv.post(f"{path}/geheimen", None).status_code} == {404}
    assert desk.session.scalars(select(Subscription.secret)).all() == [None]


@ONE_DATABASE
def test_another_organisation_does_not_know_it(as_client: Callable[..., Api], uwv: Program, heard: Subscriber, desk: Desk) -> None:
    path = f"/abonnementen/{made(uwv, heard)['abonnementId']}"
    other = as_client("svb", ["abonnementen:beheren"], organisation="svb")
    svb = Program(other.client, other.key, desk)
    calls = [
        svb.get(path),
        svb.call("PATCH", path, {"gepauzeerd": True}),
        svb.post(f"{path}/testberichten", None),
        svb.call("DELETE", path),
    ]
    assert ({answer.status_code for answer in calls}, svb.get("/abonnementen").json) == ({404}, {"abonnementen": []})


@ONE_DATABASE
def test_an_address_inside_is_refused_and_every_fault_is_named(uwv: Program) -> None:
    for address in (
        "http://example.org/",
        "https://10.0.0.1/x",
        "https://169.254.169.254/",  # the demo may call its own machine, and no other inside
        "https://[fe80::1]/",
        "https://a:b@8.8.8.8/",
        "geen adres",
    ):
        answer = uwv.post("/abonnementen", {"adres": address, "gebeurtenissen": [DECIDED]})
        assert codes(answer) == {"/adres": "ongeldig-adres"}
    both = uwv.post("/abonnementen", {"adres": "x", "gebeurtenissen": ["zaak.weg"], "extra": 1})
    assert set(codes(both)) == {"/gebeurtenissen/0", "/extra"}
    assert codes(uwv.post("/abonnementen", {"adres": "https://8.8.8.8/", "gebeurtenissen": []})) == {"/gebeurtenissen": "verplicht"}


@ONE_DATABASE
def test_an_organisation_has_a_limited_number_of_them(uwv: Program, heard: Subscriber) -> None:
    for _ in range(MOST):
        made(uwv, heard)
    answer = uwv.post("/abonnementen", {"adres": heard.address, "gebeurtenissen": list(TYPES)})
    assert (answer.status_code, answer.json["code"]) == (409, "te-veel-abonnementen")


def test_a_subscriber_that_is_down_holds_up_nobody_and_no_case(desk: Desk, uwv: Program, heard: Subscriber) -> None:
    one = made(uwv, heard)
    heard.answers = ["500 Internal Server Error"] * 9
    happen(desk, 6)
    deliver(desk)
    line = desk.session.get_one(Channel, announcing.line_of(one["abonnementId"]))
    assert line.open_since is not None
    assert desk.channel("uwv").open_since is None
    desk.session.rollback()
    assert sweep.look_at_outages(desk.context(MACHINE)) == 0


def test_a_subscription_has_a_log_in_which_a_dead_event_goes_again(desk: Desk, as_client: Callable[..., Api], heard: Subscriber) -> None:
    scopes = ["abonnementen:beheren", "bezorgingen:lezen", "bezorgingen:herhalen"]
    program = as_client("uwv-alles", scopes, organisation="uwv")
    uwv = Program(program.client, program.key, desk)
    one = made(uwv, heard)["abonnementId"]
    heard.answers = ["400 Bad Request"]
    happen(desk)
    deliver(desk)
    (event,) = uwv.get(f"/bezorgingen?abonnement={one}&status=onbestelbaar").json["bezorgingen"]
    assert (event["abonnementId"], event["deelzaaknummer"], event["soort"], event["pogingen"]) == (one, None, "gebeurtenis", 1)
    assert uwv.get(f"/bezorgingen/{event['bezorgingId']}").json["pogingenLijst"][0]["httpStatus"] == 400
    assert one not in uwv.get("/bezorgingen").text
    assert uwv.post(f"/bezorgingen/{event['bezorgingId']}/herhalingen", None).status_code == 202
    deliver(desk)
    assert uwv.get(f"/bezorgingen/{event['bezorgingId']}").json["status"] == "bezorgd"
    assert heard.calls[0][1] == heard.calls[1][1]
    assert heard.sequences == [1, 1]


@ONE_DATABASE
def test_the_log_of_anothers_subscription_is_not_there(desk: Desk, uwv: Program, as_client: Callable[..., Api], heard: Subscriber) -> None:
    one = made(uwv, heard)["abonnementId"]
    happen(desk)
    deliver(desk)
    event = str(desk.deliveries()[-1].id)
    desk.session.rollback()  # on SQLite a reader holds the write lock
    program = as_client("svb", ["bezorgingen:lezen", "bezorgingen:herhalen"], organisation="svb")
    svb = Program(program.client, program.key, desk)
    period = {"van": "2026-03-01T00:00:00Z", "tot": "2026-03-31T00:00:00Z", "status": "bezorgd", "abonnement": one}
    answers = [
        svb.get(f"/bezorgingen?abonnement={one}"),
        svb.get(f"/bezorgingen/{event}"),
        svb.post(f"/bezorgingen/{event}/herhalingen", None),
        svb.post("/herhalingen", period),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    unknown = UUID(int=1)  # nobody learns that somebody else's event is there
    assert answers[1].json["detail"] == svb.get(f"/bezorgingen/{unknown}").json["detail"]
    assert answers[2].json["detail"] == svb.post(f"/bezorgingen/{unknown}/herhalingen", None).json["detail"]
