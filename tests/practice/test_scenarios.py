"""One test for each behaviour of an organisation that speaks the Loket interface."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.practice.playing import Play, message, today
from tests.practice.receiver import Receiver
from tests.support.waiting import until

TAKEN_UP = ["ontvangen", "in-behandeling-genomen"]


def test_a_request_is_answered_with_a_reference_and_granted(play: Play, receiver: Receiver) -> None:
    sent = message()
    answer = play.send("uwv", sent)
    assert (answer.status, answer.json) == (202, {"kenmerk": f"UWV-{today().year}-000001"})
    events = receiver.events(3)
    assert receiver.verbs(3) == [*TAKEN_UP, "besloten"]
    assert {event["subject"] for event in events} == {sent["deelzaaknummer"]}
    assert {event["source"] for event in events} == {"urn:uwv"}
    assert events[2]["data"]["kenmerk"] == answer.json["kenmerk"]
    assert date.fromisoformat(events[2]["data"]["datumBesluit"]) == date.fromisoformat(events[2]["data"]["bekendgemaaktOp"])


def test_the_report_travels_as_a_structured_cloudevent_whose_id_is_the_message_id(play: Play, receiver: Receiver) -> None:
    play.send("duo", message())
    receiver.events(1)
    call = receiver.calls[0]
    assert call["headers"]["content-type"] == "application/cloudevents+json"
    assert call["headers"]["webhook-id"] == call["content"]["id"]
    assert call["content"]["time"].endswith("Z")
    assert call["content"]["specversion"] == "1.0"


def test_what_delivers_is_carried_out_after_it_was_granted(play: Play, receiver: Receiver) -> None:
    play.send("duo", message(product="levert"))
    assert receiver.verbs(4) == [*TAKEN_UP, "besloten", "uitgevoerd"]


@pytest.mark.parametrize(
    ("slug", "scenario", "word"),
    [
        ("uwv", "toekennen", "toegewezen"),
        ("svb", "deels", "gedeeltelijke-toekenning"),
        ("cak", "afwijzen", "niet-akkoord"),
        ("duo", "deels", "deels-toegekend"),  # no dialect: Loket's own words
    ],
)
def test_each_organisation_decides_in_its_own_words(play: Play, receiver: Receiver, slug: str, scenario: str, word: str) -> None:
    play.send(slug, message(f"oefen:{slug}={scenario}"))
    assert receiver.events(3)[2]["data"]["uitkomst"] == word


def test_information_is_asked_with_a_term_and_the_request_is_granted_once_it_came(play: Play, receiver: Receiver) -> None:
    first = message("oefen:svb=aanvulling")
    play.send("svb", first)
    asked = receiver.events(3)[2]
    assert receiver.verbs(3) == [*TAKEN_UP, "aanvulling-gevraagd"]
    assert date.fromisoformat(asked["data"]["hersteltermijn"]) >= today() + timedelta(days=13)
    play.send("svb", message(kind="aanvulling", number=first["deelzaaknummer"]))
    assert receiver.verbs(5)[3:] == ["aanvulling-ontvangen", "besloten"]


@pytest.mark.parametrize(
    ("note", "setting", "told"),
    [
        ("oefen:svb=niet-bevoegd", {}, {"reden": "geen-taak-svb", "juisteOrganisatie": "uwv"}),
        ("oefen:svb=niet-bevoegd", {"juisteOrganisatie": "duo"}, {"reden": "geen-taak-svb", "juisteOrganisatie": "duo"}),
        ("oefen:svb=al-geregeld", {}, {"reden": "gaat-automatisch"}),
    ],
)
def test_a_request_is_handed_back_with_a_reason(
    play: Play, receiver: Receiver, note: str, setting: dict[str, Any], told: dict[str, str]
) -> None:
    play.put("svb", **setting)
    play.send("svb", message(note))
    last = receiver.events(3)[2]
    assert last["type"].endswith(".teruggegeven")
    assert told.items() <= last["data"].items()


def test_silence_means_taken_in_and_nothing_more(play: Play, receiver: Receiver) -> None:
    assert play.send("uwv", message("oefen:uwv=stilte")).status == 202
    play.send("duo", message())
    assert {event["source"] for event in receiver.events(3)} == {"urn:duo"}


def test_every_report_comes_three_times_under_two_ids(play: Play, receiver: Receiver) -> None:
    play.send("uwv", message("oefen:*=dubbel"))
    ids = [event["id"] for event in receiver.events(9)]
    assert [ids[at] == ids[at + 1] != ids[at + 2] for at in (0, 3, 6)] == [True] * 3
    assert len(set(ids)) == 6
    assert receiver.calls[0]["body"] == receiver.calls[1]["body"]


def test_the_decision_comes_before_the_receipt(play: Play, receiver: Receiver) -> None:
    play.send("uwv", message("oefen:uwv=verkeerde-volgorde"))
    decided, received, _ = receiver.events(3)
    assert receiver.verbs(3) == ["besloten", *TAKEN_UP]
    assert received["time"] < decided["time"]


def test_a_broken_signature_is_followed_by_a_good_one(play: Play, receiver: Receiver) -> None:
    play.send("uwv", message("oefen:uwv=kapotte-handtekening"))
    receiver.events(3)
    assert [call["status"] for call in receiver.calls] == [401, 202] * 3
    assert receiver.calls[0]["content"] == receiver.calls[1]["content"]


def test_a_decision_is_revised_later(play: Play, receiver: Receiver) -> None:
    play.send("uwv", message("oefen:uwv=herzien"))
    events = receiver.events(4)
    assert receiver.verbs(4)[2:] == ["besloten", "herzien"]
    assert [event["data"]["uitkomst"] for event in events[2:]] == ["afgewezen", "toegewezen"]


def test_a_withdrawal_stops_the_reports(play: Play, receiver: Receiver) -> None:
    play.put("uwv", scenario="toekennen", vertraging=60)
    sent = message()
    play.send("uwv", sent)
    assert play.send("uwv", message(kind="intrekking", number=sent["deelzaaknummer"])).status == 202
    assert [line["effect"] for line in play.lines("effect")] == ["aangemaakt", "ingetrokken"]
    assert not play.server.app.extensions["practice"].journal.unfinished()
    assert receiver.calls == []


def test_a_report_is_sent_again_until_it_is_taken_in(play: Play, receiver: Receiver) -> None:
    receiver.answers.extend([503, 500])
    play.send("uwv", message("oefen:uwv=al-geregeld"))
    assert receiver.verbs(3) == [*TAKEN_UP, "teruggegeven"]
    assert [call["status"] for call in receiver.calls] == [503, 500, 202, 202, 202]


def test_the_most_precise_wish_wins(play: Play, receiver: Receiver) -> None:
    play.send("uwv", message("oefen:*=stilte oefen:uwv=deels oefen:ww=afwijzen oefen:uwv=bestaat-niet"))
    assert receiver.events(3)[2]["data"]["uitkomst"] == "afgewezen"


def test_a_wish_may_stand_in_an_answer(play: Play, receiver: Receiver) -> None:
    play.send("uwv", message(antwoorden=[{"vraag": "opmerking", "waarde": "oefen:uwv=deels"}]))
    until(lambda: receiver.events(3), "a decision")
    assert receiver.events(3)[2]["data"]["uitkomst"] == "gedeeltelijk-toegewezen"


@pytest.mark.parametrize("kind", ["bezwaar", "ingebrekestelling", "klacht"])
def test_what_a_citizen_sets_against_a_decision_is_taken_in_once_and_reports_nothing_new(play: Play, receiver: Receiver, kind: str) -> None:
    first = message()
    play.send("uwv", first)
    receiver.events(3)
    later = {"berichtId": str(uuid4()), "soort": kind, "deelzaaknummer": first["deelzaaknummer"], "ingediendOp": "2026-03-02"}
    assert [play.send("uwv", later).status for _ in range(2)] == [202, 202]
    assert [line["kind"] for line in play.lines("effect")].count(kind) == 1
    assert len(receiver.events(3)) == 3


def test_who_keeps_silent_goes_on_once_reminded(start: Callable[[], Play], receiver: Receiver) -> None:
    play, silent = start(), message("oefen:uwv=stilte")
    play.send("uwv", silent)
    until(lambda: play.lines("done"), "it has nothing to tell")
    play.server.stop()
    again = start()
    again.send("uwv", message(kind="herinnering", number=silent["deelzaaknummer"]))
    assert receiver.verbs(3) == [*TAKEN_UP, "besloten"]
