"""``loket zgw check`` and ``loket zgw abonneren``: against the practice gemeenten, and a notification service that tries our address."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from loket import create_app
from loket.cli import main
from loket.players import players
from loket.practice import PracticeServer, create_practice
from loket.routing.catalogue_files import load_catalogue
from loket.settings import ROOT, Settings
from tests.adapters.fake_open_zaak import RECORDED
from tests.adapters.serving import seen, wsgi

Run = Callable[..., Result]
SUBSCRIBED, TEST = RECORDED["notificatie.abonnement.create"], RECORDED["notificatie.callback.test.met-auth"]


class Notifier:
    """A notification service: on subscribing it calls the address without and with the header, as Open Notificaties does."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self.tried: list[int] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.base = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        call = seen(environ)
        body = json.loads(call["body"]) if call["body"] else {}
        self.calls.append((call["method"], body))
        status, told = self._subscribe(body) if call["method"] != "GET" else (200, self.kept)
        start_response(f"{status} X", [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]

    def _subscribe(self, body: dict[str, Any]) -> tuple[int, Any]:
        self.tried = [_post(body["callbackUrl"], header) for header in (None, body["auth"])]
        if self.tried[0] not in (401, 403) or not 200 <= self.tried[1] < 210:
            return 400, {"code": "invalid", "invalidParams": [{"name": "callbackUrl", "code": "invalid-callback-url"}]}
        self.kept = [{**SUBSCRIBED["response"]["body"], "url": f"{self.base}/api/v1/abonnement/1", "callbackUrl": body["callbackUrl"]}]
        return 201, self.kept[0]


def _post(url: str, authorization: str | None) -> int:
    """The recorded test notification, sent to ``url``; the status of the answer."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=5)
    headers = {"Content-Type": "application/json"} | ({"Authorization": authorization} if authorization else {})
    try:
        connection.request("POST", parts.path, json.dumps(TEST["request"]["body"]), headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def demo(environment: dict[str, str], sqlite_url: str, tmp_path: Path, opened: ExitStack) -> dict[str, str]:
    """The environment of a demo whose practice gemeenten run; their log stands in ``practice.jsonl``."""
    catalogue = load_catalogue(ROOT / "config", environment)
    playing = create_practice(players(catalogue, environment), loket_url="http://127.0.0.1:9", log_path=tmp_path / "practice.jsonl")
    server = PracticeServer(playing)
    opened.callback(server.stop)
    return {**environment, "LOKET_DATABASE_URL": sqlite_url, "LOKET_PRACTICE_URL": server.url}


def run(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(main, ["zgw", *arguments], env=environment)


def methods(tmp_path: Path) -> set[str]:
    lines = map(json.loads, (tmp_path / "practice.jsonl").read_text().splitlines())
    return {line["method"] for line in lines if "method" in line}


def test_a_practice_gemeente_has_all_that_is_needed_and_check_only_reads(demo: dict[str, str], tmp_path: Path) -> None:
    result = run(demo, "check", "--gemeente", "0766")
    assert result.exit_code == 0, result.output
    assert "instellingen, toegang en" in result.output
    assert "zaaktypen zijn in orde" in result.output
    assert methods(tmp_path) == {"GET"}


def test_what_is_missing_is_told_in_plain_words_with_exit_code_1(demo: dict[str, str]) -> None:
    other = {**demo, "LOKET_GEHEIM_GEMEENTE_0766": demo["LOKET_GEHEIM_GEMEENTE_0518"]}
    result = run(other, "check", "--gemeente", "0766")
    assert result.exit_code == 1
    assert "ontbreekt: Het geheim klopt niet: de gemeente heeft een ander geheim bij deze client." in result.output
    assert demo["LOKET_GEHEIM_GEMEENTE_0518"] not in result.output


@pytest.mark.parametrize("command", ["check", "abonneren"])
def test_a_gemeente_that_does_not_exist_is_said_so(demo: dict[str, str], command: str) -> None:
    result = run(demo, command, "--gemeente", "9999")
    assert (result.exit_code, result.output) == (1, "Error: Er is geen gemeente 9999 in config/.\n")


@pytest.fixture
def subscribing(environment: dict[str, str], sqlite_url: str, tmp_path: Path, opened: ExitStack) -> tuple[Notifier, dict[str, str]]:
    """A notification service on a host of its own, and a Loket on a real port."""
    notifier = Notifier()
    notifier.base = opened.enter_context(wsgi(notifier))
    config = tmp_path / "config"
    _copy_config(config, f'notificaties_adres = "{notifier.base}/api/v1"\n')
    served: list[Any] = []
    base_url = opened.enter_context(wsgi(lambda environ, start: served[0](environ, start)))
    whole = {**environment, "LOKET_DATABASE_URL": sqlite_url, "LOKET_CONFIG": str(config), "LOKET_BASE_URL": base_url}
    whole["LOKET_PRACTICE_URL"] = notifier.base  # the only place that may be called
    served.append(create_app(Settings.load(whole)))
    return notifier, whole


def _copy_config(target: Path, options: str) -> None:
    for path in (ROOT / "config").rglob("*.*"):
        copy = target / path.relative_to(ROOT / "config")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    with (target / "organisaties.toml").open("a") as file:
        file.write(options)


def test_abonneren_subscribes_our_address_once_and_the_service_finds_it_right(subscribing: tuple[Notifier, dict[str, str]]) -> None:
    notifier, environment = subscribing
    first, second = (run(environment, "abonneren", "--gemeente", "0518") for _ in range(2))
    assert first.exit_code == 0, first.output
    assert first.output.endswith("Gemeente Den Haag: Het abonnement is gemaakt.\n")
    assert "Het abonnement stond er al." in second.output
    assert notifier.tried == [401, 204]
    ((_, body),) = [call for call in notifier.calls if call[0] == "POST"]
    assert set(body) == set(SUBSCRIBED["request"]["body"])
    assert body["kanalen"] == [{"naam": "zaken", "filters": {"bronorganisatie": "999990342"}}]


def test_abonneren_gives_the_newest_secret_when_asked(subscribing: tuple[Notifier, dict[str, str]]) -> None:
    notifier, environment = subscribing
    run(environment, "abonneren", "--gemeente", "0518")
    result = run(environment, "abonneren", "--gemeente", "0518", "--vernieuw")
    assert "heeft nu het nieuwste geheim" in result.output
    assert [method for method, _ in notifier.calls] == ["GET", "POST", "GET", "PATCH"]


def test_a_service_that_cannot_reach_us_says_so(subscribing: tuple[Notifier, dict[str, str]]) -> None:
    notifier, environment = subscribing
    result = run({**environment, "LOKET_BASE_URL": f"{environment['LOKET_BASE_URL']}/ergens"}, "abonneren", "--gemeente", "0518")
    assert result.exit_code == 1
    assert "neemt het abonnement niet aan" in result.output
    assert "callbackUrl invalid-callback-url" in result.output
    assert notifier.kept == []
