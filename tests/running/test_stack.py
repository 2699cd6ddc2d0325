"""The processes of Loket, really running."""

from __future__ import annotations

import signal

import pytest

from tests.support.stack import Stack
from tests.support.waiting import until

pytestmark = pytest.mark.processes

DISMISSED = {
    "levensgebeurtenis": "ontslag",
    "aanvrager": {
        "burgerservicenummer": "999992508",
        "voornamen": "Willem",
        "geslachtsnaam": "Kierkegaard",
        "geboortedatum": "1981-04-27",
        "postcode": "2497GS",
        "huisnummer": 47,
        "gemeentecode": "0518",
    },
    "communicatiekanaal": "balie",
    "loket": "gemeente-0518",
}


def test_one_request_is_decided_by_every_organisation(stack: Stack) -> None:
    status, case = stack.call("POST", "/api/v1/zaken", DISMISSED)
    assert status == 201, case
    until(lambda: stack.call("GET", f"/api/v1/zaken/{case['zaaknummer']}")[1]["status"] in ("besloten", "afgerond"), "decided", 60)


def test_a_killed_program_starts_again_and_the_others_go_on(stack: Stack) -> None:
    for name in ("worker", "clock", "web", "practice"):
        stack.kill(name, signal.SIGKILL)
        stack.restart(name)
    until(stack.ready, "ready again", 30)


def test_a_program_asked_to_stop_leaves_with_exit_code_0(stack: Stack) -> None:
    codes = {}
    for name in list(stack.supervisor.running):
        process = stack.supervisor.running[name]
        stack.supervisor.stop(name)
        codes[name] = process.returncode
    assert set(codes.values()) == {0}, codes
