"""A delivery to a gemeente that is killed after any of its calls leaves, once it was tried again, exactly one complete zaak."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from loket.adapters.port import Verdict
from tests.practice.cutting import deliver, deliver_and_die
from tests.practice.playing import Play
from tests.practice.receiver import Receiver

CALLS = [
    "GET zaaktypen",
    "GET statustypen",
    "GET roltypen",
    "POST zaken",
    "GET eigenschappen",
    "POST rollen",
    "POST rollen",
    "POST zaakeigenschappen",
    "POST zaakeigenschappen",
    "POST statussen",
]


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """A practice gemeente that takes zaken in and does nothing with them."""
    with Receiver() as receiver, Play(receiver, tmp_path_factory.mktemp("cut")) as play:
        play.put("gemeente-0518", scenario="stilte")
        yield play


def address(practice: Play) -> str:
    return f"{practice.server.url}/gemeente-0518"


def fresh() -> str:
    return f"L-{uuid4().hex[:8]}-1"


def results(practice: Play, path: str) -> list[dict[str, Any]]:
    content = practice.zgw("GET", path).json
    found: list[dict[str, Any]] = content["results"] if isinstance(content, dict) else content
    return found


def assert_one_whole_case(practice: Play, number: str) -> None:
    """One zaak with this number, and in it each thing once."""
    (case,) = results(practice, f"/zaken/api/v1/zaken?identificatie={number}")
    roles = Counter(role["omschrijvingGeneriek"] for role in results(practice, f"/zaken/api/v1/rollen?zaak={case['url']}"))
    assert roles == {"initiator": 1, "belanghebbende": 1}
    properties = results(practice, f"/zaken/api/v1/zaken/{case['uuid']}/zaakeigenschappen")
    assert sorted((one["naam"], one["waarde"]) for one in properties) == [("Inkomen", "nee"), ("Woonsituatie", "huur")]
    (status,) = results(practice, f"/zaken/api/v1/statussen?zaak={case['url']}")
    assert status["datumStatusGezet"] == "2026-11-22T00:16:07Z"
    assert "Hoe lang al?: 3 jaar" in case["toelichting"]


def test_a_delivery_makes_these_calls_and_no_others(practice: Play) -> None:
    number = fresh()
    result, calls = deliver(address(practice), number)
    assert result is not None
    assert (result.verdict, result.warnings) == (Verdict.DELIVERED, ())
    assert [f"{call.split()[0]} {call.rpartition('/')[2].rpartition(' ')[2]}" for call in calls] == CALLS
    assert_one_whole_case(practice, number)


@pytest.mark.parametrize("after", range(1, len(CALLS) + 1))
def test_a_delivery_that_ended_after_any_call_is_completed_by_the_next(practice: Play, after: int) -> None:
    number = fresh()
    assert deliver(address(practice), number, after)[0] is None
    result, _ = deliver(address(practice), number)
    assert result is not None
    assert result.verdict is Verdict.DELIVERED
    assert_one_whole_case(practice, number)


def test_a_delivery_that_ends_one_call_further_each_time_makes_one_case(practice: Play) -> None:
    number, after, result = fresh(), 0, None
    while result is None:
        after += 1
        result, _ = deliver(address(practice), number, after)
    assert after == len(CALLS)  # what is there already is looked up, not made again
    assert_one_whole_case(practice, number)


def test_a_delivery_that_was_done_changes_nothing_when_it_comes_again(practice: Play) -> None:
    number = fresh()
    for _ in range(3):
        deliver(address(practice), number)
    assert_one_whole_case(practice, number)


def test_a_process_that_is_killed_with_kill_9_leaves_what_the_next_one_completes(practice: Play) -> None:
    number = fresh()
    assert deliver_and_die(address(practice), number, CALLS.index("POST rollen") + 1) == -signal.SIGKILL
    deliver(address(practice), number)
    assert_one_whole_case(practice, number)
