"""A crisis over the API: the catalogue says from when until when, and a request outside those days is refused."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tests.support.clock import Clock
from tests.support.crisis import SLUG, begin_crisis
from tests.web.api.conftest import Api, widow


def test_the_catalogue_says_from_when_until_when(api: Api, app: Flask, clock: Clock) -> None:
    begin_crisis(app, clock.today(), clock.today() + timedelta(days=30))
    events = api.get("/catalogus").json["levensgebeurtenissen"]
    (crisis,) = (event for event in events if event["levensgebeurtenis"] == SLUG)
    assert (crisis["geldigVanaf"], crisis["geldigTot"]) == (str(clock.today()), str(clock.today() + timedelta(days=30)))


def test_a_request_after_the_last_day_is_refused_in_words(api: Api, app: Flask, clock: Clock) -> None:
    begin_crisis(app, clock.today() - timedelta(days=30), clock.today() - timedelta(days=1))
    answer = api.post("/zaken", widow(levensgebeurtenis=SLUG))
    assert answer.status_code == 400
    assert "levensgebeurtenis-niet-geldig" in str(answer.json)
