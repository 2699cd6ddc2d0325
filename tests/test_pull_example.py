"""examples/ophalen, against Loket itself and against a stand-in that knows trouble: what it fetches, what it reports, what it does then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from flask import Flask
from sqlalchemy.orm import Session

from loket.cases.models import Referral
from loket.cases.states import ReferralState
from loket.routing.clients import add_client
from loket.settings import ROOT
from tests.adapters.serving import seen, wsgi
from tests.support.clock import Clock
from tests.support.desk import Desk
from tests.support.pulling import PULLER, close_door
from tests.support.waiting import until

EXAMPLE = ROOT / "examples" / "ophalen" / "ophalen.py"
NUMBERS = ("L-7K3M9P2XQ4H-1", "L-7K3M9P2XQ4H-2")


class Pulled:
    """Two parts on two pages. ``trouble`` holds answers to give before anything else, by the beginning of a path."""

    def __init__(self, **trouble: list[str]) -> None:
        self.calls: list[dict[str, Any]] = []
        self._trouble = {"/api/v1/deelzaken" + path: deque(statuses) for path, statuses in trouble.items()}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        call = seen(environ)
        self.calls.append(call)
        waiting = self._trouble.get(call["path"])
        status, content = (waiting.popleft(), {}) if waiting else self._answer(call)
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(content).encode()]

    def _answer(self, call: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if call["headers"].get("authorization") != "Bearer sleutel":
            return "401 Unauthorized", {}
        if call["method"] == "POST":
            return "202 Accepted", {"verwerkt": True}
        rest = call["path"].removeprefix("/api/v1/deelzaken")
        if rest:
            return "200 OK", {"berichten": [{"berichtId": f"b{rest}", "soort": "aanvraag", "deelzaaknummer": rest[1:]}]}
        place = int(parse_qs(call["query"]).get("sinds", ["0"])[0])
        lines = [{"deelzaaknummer": number} for number in NUMBERS[place : place + 1]]
        return "200 OK", {"deelzaken": lines, "volgende": str(min(place + 1, 2)), "meer": place == 0}

    def reports(self) -> list[tuple[str, str, str]]:
        """Part, kind and idempotency key of each report."""
        posted = [call for call in self.calls if call["method"] == "POST"]
        return [(call["path"].split("/")[4], json.loads(call["body"])["soort"], call["headers"]["idempotency-key"]) for call in posted]


@contextmanager
def following(loket: Any, state: Path, key: str = "sleutel", pause: float = 0.1) -> Iterator[None]:
    """The example as a process, fetching from ``loket`` (a WSGI application) every ``pause`` seconds."""
    with wsgi(loket) as url:
        environment = {"PATH": os.environ["PATH"], "LOKET": url, "LOKET_SLEUTEL": key}
        command = [sys.executable, str(EXAMPLE), str(state), str(pause)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
            try:
                yield
            finally:
                process.kill()


def wanted() -> list[tuple[str, str, str]]:
    return [(number, verb, f"b/{number}-{verb}") for number in NUMBERS for verb in ("ontvangen", "in-behandeling-genomen", "besloten")]


def test_a_case_at_loket_itself_is_fetched_and_decided(app: Flask, session: Session, clock: Clock, tmp_path: Path) -> None:
    desk = Desk(close_door(app), session, clock)
    key = add_client(session, "uwv", ("deelzaken:lezen", "statusmeldingen:schrijven"), None, PULLER, clock.now())
    number = desk.open("ww").number
    session.rollback()  # on SQLite a reader holds the write lock
    with following(app, tmp_path / "stand.json", key):
        until(lambda: _part(desk, number).state is ReferralState.DECIDED, "the part is decided")
    part = _part(desk, number)
    assert (part.outcome, part.reference) == ("toegekend", "VB-000001")
    assert part.received_by_organisation_at is not None
    assert desk.events(desk.case(number))[-4:] == ["verzonden", "ontvangen", "in-behandeling-genomen", "besloten"]


def _part(desk: Desk, number: str) -> Referral:
    found = desk.case(number).referrals[0]
    desk.session.rollback()
    return found


def test_it_fetches_every_page_and_reports_on_each_part_once(tmp_path: Path) -> None:
    loket = Pulled()
    with following(loket, tmp_path / "stand.json"):
        until(lambda: len(loket.reports()) == 6, "six reports")
        rounds = len(loket.calls)
        until(lambda: len(loket.calls) > rounds + 3, "it goes on looking")
    assert loket.reports() == wanted()
    assert {parse_qs(call["query"])["sinds"][0] for call in loket.calls[-2:]} == {"2"}


def test_it_goes_on_where_it_was_after_a_restart(tmp_path: Path) -> None:
    for loket in (Pulled(), Pulled()):
        with following(loket, tmp_path / "stand.json"):
            until(lambda loket=loket: any("sinds=2" in call["query"] for call in loket.calls), "it knows its place")  # type: ignore[misc]
    assert loket.reports() == []


def test_a_stop_at_any_moment_leaves_a_whole_place_to_go_on_from(tmp_path: Path) -> None:
    state, loket = tmp_path / "stand.json", Pulled()
    with following(loket, state, pause=0):
        until(state.exists, "it wrote down its place")
        for _ in range(3000):
            assert json.loads(state.read_text())["done"] is not None
        until(lambda: len(loket.calls) > 100, "it wrote meanwhile")


def test_a_place_that_is_too_old_makes_it_begin_again_without_doing_its_work_twice(tmp_path: Path) -> None:
    state = tmp_path / "stand.json"
    state.write_text(json.dumps({"since": "oud", "done": {f"b/{NUMBERS[0]}": "VB-000001"}}))
    loket = Pulled(**{"": ["410 Gone"]})
    with following(loket, state):
        until(lambda: len(loket.reports()) == 3, "the reports on the other part")
    assert loket.reports() == wanted()[3:]


def test_a_report_that_met_an_outage_goes_again_with_the_same_key(tmp_path: Path) -> None:
    loket = Pulled(**{f"/{NUMBERS[0]}/statusmeldingen": ["503 Service Unavailable"]})
    with following(loket, tmp_path / "stand.json"):
        until(lambda: len(loket.reports()) == 7, "seven reports")
    assert loket.reports() == [wanted()[0], *wanted()]
