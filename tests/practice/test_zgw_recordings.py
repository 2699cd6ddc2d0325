"""The practice gemeente answers as the recorded Open Zaak did, its oddities included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.practice.playing import Answer, Play
from tests.practice.receiver import Receiver
from tests.practice.replay import Replay, recorded

#: Zaaktypen with entries that ours has none of, and a list of 43,217 zaken.
OWN_CONTENT = ("catalogi.zaaktype", "zaken.zaken.lijst")
EXCHANGES = {exchange["name"]: exchange["response"] for exchange in recorded()}


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """All exchanges, played once."""
    with Receiver() as receiver, Play(receiver, tmp_path_factory.mktemp("replay")) as play:
        play.put("gemeente-0518", scenario="stilte")
        yield Replay(play)


def test_there_are_exchanges_to_play() -> None:
    assert len(EXCHANGES) > 80


@pytest.mark.parametrize("name", EXCHANGES)
def test_the_answer_has_the_recorded_status_and_media_type(replay: Replay, name: str) -> None:
    answer, told = replay.answers[name], EXCHANGES[name]
    assert answer.status == told["status"], answer.raw[:500]
    assert answer.headers["Content-Type"] == told["headers"].get("Content-Type")


@pytest.mark.parametrize("name", EXCHANGES)
def test_the_answer_has_the_recorded_version_crs_and_location(replay: Replay, name: str) -> None:
    answer, told = replay.answers[name], EXCHANGES[name]
    assert answer.headers["API-version"] == told["headers"].get("API-version")
    assert answer.headers["Content-Crs"] == told["headers"].get("Content-Crs")
    assert ("Location" in answer.headers) == ("Location" in told["headers"])


@pytest.mark.parametrize("name", [name for name in EXCHANGES if name.startswith("fout.")])
def test_a_fault_is_told_with_the_recorded_codes_and_words(replay: Replay, name: str) -> None:
    ours, theirs = replay.answers[name].json, EXCHANGES[name]["body"]
    assert _fault(ours) == _fault(theirs)
    assert ours["type"].rpartition("/ref/")[2] == theirs["type"].rpartition("/ref/")[2]


@pytest.mark.parametrize("name", [name for name in EXCHANGES if not name.startswith(("fout.", *OWN_CONTENT))])
def test_an_answer_has_the_recorded_fields(replay: Replay, name: str) -> None:
    told = EXCHANGES[name]["body"]
    if told:  # a 304 has none
        assert _shape(replay.answers[name].json) == _shape(told)


@pytest.mark.parametrize(
    "field", ["einddatum", "opschorting", "verlenging", "uiterlijkeEinddatumAfdoening", "kenmerken", "einddatumGepland"]
)
def test_a_closed_zaak_has_the_recorded_values(replay: Replay, field: str) -> None:
    closed = "zaken.zaak.detail.gesloten"
    expected = EXCHANGES[closed]["body"][field]
    assert replay.answers[closed].json[field] == expected


def _fault(body: dict[str, Any]) -> tuple[Any, ...]:
    params = sorted((one["name"], one["code"]) for one in body.get("invalidParams", []))
    return body["status"], body["code"], body["title"], params


def _shape(content: Any) -> Any:
    """The names of the fields, in depth; of a list only its first item, of a rol not the person."""
    if isinstance(content, dict):
        return {key: _shape(value) for key, value in content.items() if value is not None}
    return [_shape(one) for one in content[:1]] if isinstance(content, list) else ""


def test_the_type_of_answer_is_what_the_adapter_will_meet(replay: Replay) -> None:
    answer: Answer = replay.answers["zaken.zaak.create"]
    assert answer.json["url"].startswith(replay.base)
