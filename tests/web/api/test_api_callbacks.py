"""What organisations tell over HTTP: signed events."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from loket import session_of
from loket.adapters.signing import sign
from loket.cases.models import Referral
from loket.cases.outbox import InboundMessage
from loket.routing.entries import Organisation
from loket.routing.parts import Parts
from tests.support.clock import Clock
from tests.web.api.conftest import Api, codes

MEDIA = "application/cloudevents+json"


@dataclass
class Sender:
    """An organisation that reports about the first part of a case."""

    api: Api
    clock: Clock
    organisation: Organisation
    secret: str
    number: str
    headers: dict[str, str] = field(default_factory=dict)

    def event(self, verb: str = "ontvangen", **changes: Any) -> dict[str, Any]:
        """A sound event, with these attributes changed; None takes one out."""
        event = {
            "specversion": "1.0",
            "id": "m-1",
            "source": self.organisation.event_source,
            "type": f"nl.overheid.loket.deelzaak.{verb}",
            "subject": self.number,
            "time": self.clock.now().isoformat(),
            "datacontenttype": "application/json",
            "data": {"kenmerk": "K-1"},
        }
        return {name: value for name, value in {**event, **changes}.items() if value is not None}

    def send(self, event: Any, message_id: str = "m-1", media: str = MEDIA, secret: str | None = None) -> TestResponse:
        """Sign and send."""
        return self.send_raw(json.dumps(event).encode(), message_id, media, secret)

    def send_raw(self, raw: bytes, message_id: str = "m-1", media: str = MEDIA, secret: str | None = None) -> TestResponse:
        """Sign and send these bytes."""
        signed = sign(secret or self.secret, message_id, self.clock.now(), raw)
        return self.api.client.post("/api/v1/statusmeldingen", data=raw, headers={**signed, **self.headers}, content_type=media)


@pytest.fixture
def sender(api: Api, app: Flask, clock: Clock) -> Sender:
    """The organisation of the first part of a fresh case."""
    part = api.open()["deelzaken"][0]
    parts: Parts = app.extensions["loket"]
    organisation = parts.catalogue.organisations[part["organisatie"]]
    return Sender(api, clock, organisation, parts.settings.environment[organisation.secrets[0]], part["deelzaaknummer"])


def state(sender: Sender, app: Flask) -> str:
    """The state of the part."""
    with session_of(app) as session:
        return session.scalars(select(Referral).where(Referral.number == sender.number)).one().state.value


def test_a_signed_report_is_taken_in_with_202(sender: Sender, app: Flask) -> None:
    answer = sender.send(sender.event("in-behandeling-genomen"))
    assert (answer.status_code, answer.json) == (202, {"verwerkt": True})
    assert state(sender, app) == "accepted"


def test_a_second_delivery_of_the_same_message_is_200_and_changes_nothing(sender: Sender, app: Flask) -> None:
    sender.send(sender.event("in-behandeling-genomen"))
    again = sender.send(sender.event("in-behandeling-genomen"))
    assert (again.status_code, again.json["verwerkt"]) == (200, False)
    with session_of(app) as session:
        assert len(session.scalars(select(InboundMessage)).all()) == 1


def test_another_body_under_a_known_id_changes_nothing_and_the_answer_says_so(sender: Sender, app: Flask) -> None:
    sender.send(sender.event("in-behandeling-genomen"))
    again = sender.send(sender.event("besloten", data={"uitkomst": "toegekend"}))
    assert (again.status_code, again.json["verwerkt"]) == (200, False)
    assert again.json["reden"] == "onder dit id kwam eerder een ander bericht binnen; dat blijft gelden"
    assert state(sender, app) == "accepted"


def test_a_late_report_is_202_and_says_that_it_changed_nothing(sender: Sender, app: Flask) -> None:
    sender.send(sender.event("besloten", data={"uitkomst": "toegekend"}))
    late = sender.send(sender.event("in-behandeling-genomen", id="m-2"), "m-2")
    assert (late.status_code, late.json["verwerkt"]) == (202, False)
    assert late.json["reden"]
    assert state(sender, app) == "decided"


def test_unknown_sender_wrong_signature_and_no_signature_are_the_same_401(sender: Sender) -> None:
    event = sender.event()
    answers = [
        sender.send({**event, "source": "urn:nld:oin:00000099000000000000:systeem:zaken"}),
        sender.send(event, secret="whsec_" + "A" * 43 + "="),
        sender.api.client.post("/api/v1/statusmeldingen", json=event, content_type=MEDIA),
        sender.send_raw(b"garbage"),
        sender.api.client.post(
            "/api/v1/statusmeldingen", data=b"\xff", headers=sign(sender.secret, "m-1", sender.clock.now(), b""), content_type=MEDIA
        ),
        sender.send([]),
    ]
    told = {(answer.status_code, answer.json["code"], answer.json["detail"]) for answer in answers}
    assert len(told) == 1
    assert told.pop()[0] == 401


def test_an_old_signature_is_401(sender: Sender) -> None:
    raw = json.dumps(sender.event()).encode()
    headers = sign(sender.secret, "m-1", sender.clock.now() - timedelta(seconds=301), raw)
    answer = sender.api.client.post("/api/v1/statusmeldingen", data=raw, headers=headers, content_type=MEDIA)
    assert answer.status_code == 401


def test_another_media_type_is_415_once_the_signature_holds(sender: Sender) -> None:
    assert sender.send(sender.event(), media="application/json").status_code == 415


def test_an_event_above_64_kib_is_413(sender: Sender) -> None:
    assert sender.send(sender.event(data={"toelichting": "x" * 65_536})).status_code == 413


def test_a_part_of_somebody_else_and_an_unknown_part_are_the_same_404(sender: Sender, app: Flask) -> None:
    other = next(part for part in sender.api.open()["deelzaken"] if part["organisatie"] != sender.organisation.slug)
    numbers = (other["deelzaaknummer"], "L-0000000000Z-1", "geen nummer")
    answers = [sender.send(sender.event(subject=number, id=number), f"m-{index}") for index, number in enumerate(numbers)]
    assert {(answer.status_code, answer.json["detail"]) for answer in answers} == {(404, answers[0].json["detail"])}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"specversion": "0.3"}, "/specversion"),
        ({"id": None}, "/id"),
        ({"subject": None}, "/subject"),
        ({"time": "2026-11-22T10:00:00"}, "/time"),  # naive
        ({"type": "nl.overheid.anders.besloten"}, "/type"),
        ({"type": "nl.overheid.loket.deelzaak.verzonnen"}, "/type"),
        ({"datacontenttype": "text/xml"}, "/datacontenttype"),
        ({"data": []}, "/data"),
        ({"bsn": "999992740"}, "/bsn"),  # no personal data in attributes: unknown ones are refused
        ({"type": "nl.overheid.loket.deelzaak.besloten", "data": {}}, "/data/uitkomst"),
    ],
)
def test_an_event_that_is_not_sound_is_400_with_the_place(sender: Sender, changes: dict[str, Any], pointer: str) -> None:
    answer = sender.send(sender.event(**changes))
    assert answer.status_code == 400
    assert [fault["location"]["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_one_answer_names_the_faults_of_the_envelope_and_of_what_it_holds(sender: Sender) -> None:
    answer = sender.send(sender.event("besloten", specversion="0.3", naam="x", data={"uitkomst": "misschien", "datumBesluit": "gisteren"}))
    pointers = {fault["location"]["pointer"] for fault in answer.json["errors"]}
    assert pointers == {"/specversion", "/naam", "/data/uitkomst", "/data/datumBesluit"}


def test_an_event_of_five_minutes_ahead_is_welcome_and_a_later_one_is_refused(sender: Sender) -> None:
    edge = sender.clock.now() + timedelta(minutes=5)
    assert sender.send(sender.event(time=edge.isoformat())).status_code == 202
    answer = sender.send(sender.event(time=(edge + timedelta(seconds=1)).isoformat(), id="m-2"), "m-2")
    assert codes(answer) == {"/time": "in-toekomst"}


def test_fields_of_the_data_that_nobody_knows_are_left_alone(sender: Sender) -> None:
    assert sender.send(sender.event(data={"kenmerk": "K-1", "behandelaar": {"naam": ["x"]}, "": None})).status_code == 202


@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")], ids=["lists", "objects"])
@pytest.mark.parametrize(("levels", "status"), [(18, 202), (19, 400), (600, 400), (10_000, 400)])  # beside those of event and data
def test_a_body_of_more_than_twenty_levels_is_400(sender: Sender, opens: str, closes: str, levels: int, status: int) -> None:
    raw = json.dumps(sender.event(data={"x": 0})).replace('"x": 0', f'"x": {opens * levels}1{closes * levels}').encode()
    answer = sender.send_raw(raw)
    assert (answer.status_code, answer.json.get("code")) == (status, "te-diep" if status == 400 else None)


def test_a_source_that_is_no_text_is_401(sender: Sender) -> None:
    deep: Any = "x"
    for _ in range(300):
        deep = [deep]
    assert sender.send(sender.event(source=deep)).status_code == 401


def test_known_extension_attributes_are_welcome(sender: Sender) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    assert sender.send(sender.event(traceparent=trace, sequence="1", sequencetype="Integer")).status_code == 202
