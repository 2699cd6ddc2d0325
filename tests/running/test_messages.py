"""A message to a citizen, through the real outbox and over real HTTP to the NotifyNL of the demo."""

from __future__ import annotations

from urllib.request import urlopen

import pytest

from loket.cases.numbers import show
from tests.support.stack import Stack
from tests.support.waiting import until

pytestmark = pytest.mark.processes

READER = {
    "levensgebeurtenis": "ontslag",
    "aanvrager": {
        "geslachtsnaam": "Berichtenlezer",
        "geboortedatum": "1981-04-27",
        "gemeentecode": "0518",
        "emailadres": "lezer@example.nl",
        "veiligContact": {"berichten": "email", "taal": "en"},
    },
    "communicatiekanaal": "balie",
    "loket": "gemeente-0518",
}


def caught(stack: Stack) -> str:
    with urlopen(f"{stack.practice_url}/oefenorganisaties/berichten", timeout=10) as answer:
        return str(answer.read().decode())


def test_the_demo_shows_what_it_would_have_sent_and_the_timeline_says_so(shared_stack: Stack) -> None:
    status, case = shared_stack.call("POST", "/api/v1/zaken", READER)
    assert status == 201, case
    number = case["zaaknummer"]
    until(lambda: show(number) in caught(shared_stack), "the message came", 60)
    assert "lezer@example.nl" in caught(shared_stack)
    assert "request" in caught(shared_stack)

    def told() -> bool:
        _, page = shared_stack.call("GET", f"/api/v1/zaken/{number}/gebeurtenissen")
        return "bericht-verstuurd" in str(page)

    until(told, "the timeline says that a message went out", 60)


def test_the_demo_shows_the_digest_of_the_supervisors(shared_stack: Stack) -> None:
    until(lambda: "dagoverzicht voor toezicht" in caught(shared_stack), "the digest came", 60)
    assert "Termijnen die aflopen tot en met" in caught(shared_stack)
