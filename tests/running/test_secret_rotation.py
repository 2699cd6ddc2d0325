"""The shared secret of an organisation is changed while messages go both ways: every request ends, and no message is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loket.adapters.signing import new_secret
from loket.demo import answers
from loket.settings import ROOT
from tests.support.servers import Valkey
from tests.support.stack import Stack
from tests.support.waiting import until

pytestmark = pytest.mark.processes

NEWEST, OTHER = "LOKET_GEHEIM_SVB", "LOKET_GEHEIM_SVB_OUD"
ENDED = ("besloten", "afgerond")


def two_secrets(folder: Path) -> Path:
    """The configuration of the demo in which SVB has two names for a secret, the newest first; one that is not set does not count."""
    copy = folder / "config"
    shutil.copytree(ROOT / "config", copy)
    file = copy / "organisaties.toml"
    changed = file.read_text().replace(f'geheimen = ["{NEWEST}"]', f'geheimen = ["{NEWEST}", "{OTHER}"]')
    assert changed != file.read_text()
    file.write_text(changed)
    return copy


def restart(stack: Stack, secret: str, other: str, *names: str) -> None:
    """Stop these programs and start them with these secrets, while requests and reports are under way."""
    stack.supervisor.environment.update({NEWEST: secret, OTHER: other})
    for name in names:
        stack.restart(name)
    until(lambda: stack.ready() and answers(f"{stack.practice_url}/oefenorganisaties"), "all parts run", 90)


def open_cases(stack: Stack, count: int) -> list[str]:
    """So many requests for SVB, each of somebody without a BSN, so that none is joined to another."""
    applicant = {"geslachtsnaam": "Kierkegaard", "geboortedatum": "1981-04-27", "gemeentecode": "0518"}
    body = {"aanvrager": applicant, "communicatiekanaal": "balie", "loket": "gemeente-0518", "producten": ["aio"]}
    made = [stack.call("POST", "/api/v1/zaken", body) for _ in range(count)]
    assert {status for status, _ in made} == {201}, made
    return [case["zaaknummer"] for _, case in made]


def lines(file: Path) -> list[dict[str, Any]]:
    """The JSON lines of a log; a program that was killed while it wrote leaves half a line."""
    return [json.loads(line) for line in file.read_text().splitlines() if line.startswith("{") and line.endswith("}")]


def verdicts(stack: Stack) -> set[str]:
    """What SVB did with what it got."""
    return {line["verdict"] for line in lines(stack.practice_log) if line["organisation"] == "svb" and "verdict" in line}


def answered(stack: Stack) -> set[int]:
    """What Loket answered to the reports of SVB."""
    requests = [line for line in lines(stack.supervisor.log("web")) if line.get("event") == "request"]
    return {line["status"] for line in requests if line["route"].endswith("/statusmeldingen")}


def test_a_secret_is_changed_without_losing_a_message_in_either_direction(
    stacks: Callable[..., Stack], tmp_path: Path, valkey: Valkey
) -> None:
    valkey.flush()
    old, new = new_secret(), new_secret()
    url = f"sqlite:///{tmp_path / 'loket.db'}"
    stack = stacks(url, valkey=valkey, config=two_secrets(tmp_path), delay=0.5, **{NEWEST: old, OTHER: ""})
    numbers = open_cases(stack, 3)
    restart(stack, old, new, "practice")  # 1. they accept both and still sign with the old one
    numbers += open_cases(stack, 3)
    restart(stack, new, old, "web", "worker", "clock")  # 2. we sign with the new one and accept both
    numbers += open_cases(stack, 3)
    until(lambda: not pending(stack), "what was signed with the old one has arrived", 90)
    restart(stack, new, "", "practice")  # 3. they sign with the new one and accept no other
    numbers += open_cases(stack, 3)
    restart(stack, new, "", "web")  # 4. nor do we
    numbers += open_cases(stack, 1)
    until(lambda: all(status(stack, number) in ENDED for number in numbers), "every request ended", 120)
    assert verdicts(stack) == {"aannemen"}
    assert 202 in answered(stack)
    assert answered(stack) <= {200, 202, 503}  # a database that is busy is tried again


def status(stack: Stack, number: str) -> str:
    """The status of a case."""
    return str(stack.call("GET", f"/api/v1/zaken/{number}")[1].get("status"))


def pending(stack: Stack) -> bool:
    """Whether a message still has to go out."""
    return 'loket_deliveries{state="due"} 0.0' not in stack.metrics() and 'loket_deliveries{state="due"}' in stack.metrics()
