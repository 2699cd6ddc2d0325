"""One test for each way in which an organisation spoils the answer itself, and the log that is written before anything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

import pytest

from tests.practice.playing import Play, message
from tests.practice.receiver import Receiver

GRANTED = ["ontvangen", "in-behandeling-genomen", "besloten"]


def test_errors_last_a_while_and_then_the_request_is_taken_in(play: Play, receiver: Receiver) -> None:
    play.put("uwv", scenario="fout-500", seconden=0.3)
    sent = message()
    failed = play.send("uwv", sent)
    assert (failed.status, failed.headers.get_content_type()) == (500, "text/html")
    while play.send("uwv", sent).status == 500:
        pass
    assert receiver.verbs(3) == GRANTED


def test_too_busy_says_when_to_come_back_and_then_the_request_is_taken_in(play: Play, receiver: Receiver) -> None:
    sent = message("oefen:uwv=te-druk")
    answers = [play.send("uwv", sent) for _ in range(4)]
    assert [answer.status for answer in answers] == [429, 429, 429, 202]
    assert answers[0].headers["Retry-After"] == "1"
    assert receiver.verbs(3) == GRANTED


def test_a_time_out_has_its_effect_once_and_reports_after_it_answered(play: Play, receiver: Receiver) -> None:
    play.put("uwv", scenario="time-out", keren=1)
    sent = message()
    with pytest.raises(TimeoutError):
        play.send("uwv", sent, seconds=0.2)
    assert [line["effect"] for line in play.lines("effect")] == ["aangemaakt"]
    assert receiver.calls == []
    assert play.send("uwv", sent).status == 202
    assert receiver.verbs(3) == GRANTED
    assert len(play.lines("effect")) == 1


def test_a_dripping_answer_never_ends_in_time(play: Play, receiver: Receiver) -> None:
    play.put("uwv", scenario="druppelen", keren=1)
    sent = message()
    with pytest.raises(TimeoutError):
        play.send("uwv", sent, seconds=0.1)
    assert play.send("uwv", sent).status == 202
    assert receiver.verbs(3) == GRANTED


def test_an_organisation_that_stopped_says_410_every_time(play: Play) -> None:
    sent = message("oefen:uwv=gestopt")
    assert [play.send("uwv", sent).status for _ in range(5)] == [410] * 5
    assert play.lines("effect") == []


def test_setting_another_scenario_ends_the_fault(play: Play) -> None:
    play.put("uwv", scenario="gestopt")
    sent = message()
    assert play.send("uwv", sent).status == 410
    play.put("uwv", scenario="toekennen")
    assert play.send("uwv", sent).status == 202


def test_every_arrival_is_logged_and_the_effect_only_once(play: Play, receiver: Receiver) -> None:
    sent = message(toelichting="van mevrouw Jansen", personen=[{"burgerservicenummer": "999990342"}])
    first, again = play.send("uwv", sent), play.send("uwv", sent)
    arrivals = play.lines("verdict")
    assert first.json == again.json
    assert [line["delivery_id"] for line in arrivals] == [sent["berichtId"]] * 2
    assert {line["body_sha256"] for line in arrivals} == {hashlib.sha256(json.dumps(sent).encode()).hexdigest()}
    assert [line["effect"] for line in play.lines("effect")] == ["aangemaakt"]
    assert receiver.verbs(3) == GRANTED
    assert "Jansen" not in play.log.read_text()
    assert "999990342" not in play.log.read_text()


def test_a_second_application_for_the_same_part_has_no_second_effect(play: Play) -> None:
    sent = message()
    play.send("uwv", sent)
    assert play.send("uwv", message(number=sent["deelzaaknummer"])).status == 202
    assert len(play.lines("verdict")) == 2
    assert len(play.lines("effect")) == 1


def test_a_wrong_signature_is_refused_and_logged(play: Play) -> None:
    body = json.dumps(message()).encode()
    headers = {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA"}
    assert play.call("POST", "/uwv/verzoeken", body, headers).status == 401
    assert [line["verdict"] for line in play.lines("verdict")] == ["weigeren-401"]


@pytest.mark.parametrize("path", ["/onbekend/verzoeken", "/gemeente-0518/verzoeken"])  # a gemeente has no such inbox
def test_only_organisations_of_the_loket_interface_have_an_inbox(play: Play, path: str) -> None:
    assert play.call("POST", path, b"{}").status == 404


def test_after_a_restart_nothing_is_done_twice_and_the_rest_is_told(start: Callable[[], Play], receiver: Receiver) -> None:
    play = start()
    play.put("uwv", scenario="toekennen", vertraging=60)
    sent = message()
    reference = play.send("uwv", sent).json
    play.server.stop()
    play = start()
    play.put("uwv", scenario="toekennen")
    assert play.send("uwv", sent).json == reference
    assert len(play.lines("effect")) == 1
    assert receiver.calls == []


def test_what_was_set_survives_a_restart(start: Callable[[], Play]) -> None:
    play = start()
    play.put("svb", scenario="stilte", vertraging=2.5)
    play.server.stop()
    answer = start().call("GET", "/oefenorganisaties/svb")
    assert (answer.json["scenario"], answer.json["vertraging"]) == ("stilte", 2.5)


def test_reports_that_were_planned_before_a_restart_still_come(start: Callable[[], Play], receiver: Receiver) -> None:
    play = start()
    play.put("uwv", scenario="toekennen", vertraging=60)
    play.send("uwv", message("oefen:uwv=deels"))
    play.put("uwv", scenario="toekennen")
    play.server.stop()
    start()
    assert receiver.events(3)[2]["data"]["uitkomst"] == "gedeeltelijk-toegewezen"
