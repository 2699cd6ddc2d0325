"""The page on which the behaviour is chosen."""

from __future__ import annotations

import pytest

from loket.practice.scenarios import EXPLANATIONS, Scenario
from tests.practice.playing import Play, message

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAGE = "/oefenorganisaties"


def test_the_page_lists_organisations_scenarios_and_the_last_requests(play: Play) -> None:
    number = message()["deelzaaknummer"]
    play.send("uwv", message(number=number))
    page = play.call("GET", PAGE)
    text = page.raw.decode()
    assert all(word in text for word in ("UWV", "SVB", "Een andere gemeente", number, *Scenario))
    assert "Gemeente Den Haag" not in text  # a gemeente is listed once it had traffic
    assert "script" not in text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_every_scenario_is_explained() -> None:
    assert set(EXPLANATIONS) == set(Scenario)


@pytest.mark.parametrize(("given", "slug"), [("svb", "svb"), ("518", "gemeente-0518")])
def test_choosing_on_the_page_sets_the_behaviour(play: Play, given: str, slug: str) -> None:
    answer = play.call("POST", PAGE, f"organisatie={given}&scenario=stilte".encode(), FORM)
    assert (answer.status, answer.headers["Location"]) == (303, f"{PAGE}?ingesteld={slug}")
    assert play.call("GET", f"{PAGE}/{slug}").json["scenario"] == "stilte"
    assert b"doet nu <strong>stilte" in play.call("GET", answer.headers["Location"]).raw


def test_another_site_may_not_set_the_behaviour(play: Play) -> None:
    headers = {**FORM, "Sec-Fetch-Site": "cross-site"}
    assert play.call("POST", PAGE, b"organisatie=svb&scenario=stilte", headers).status == 403


@pytest.mark.parametrize(
    "setting",
    [{"scenario": "dansen"}, {"onbekend": 1}, {"vertraging": "lang"}, {"keren": -1}, {"seconden": True}, {"juisteOrganisatie": 3}],
)
def test_a_setting_that_makes_no_sense_is_refused(play: Play, setting: dict[str, object]) -> None:
    assert play.put("svb", **setting).status == 400


def test_an_unknown_organisation_cannot_be_set(play: Play) -> None:
    assert play.put("onbekend", scenario="stilte").status == 404


def test_the_style_is_served(play: Play) -> None:
    assert play.call("GET", f"{PAGE}/opmaak.css").headers.get_content_type() == "text/css"
