"""Every adapter over every kind, against real servers: the promise of the port, whoever is at the other end."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pytest

from loket.adapters.http import Client
from loket.adapters.port import Adapter, Kind, Result, Verb, Verdict
from loket.adapters.registry import dialects
from tests.adapters.samples import ZAAKTYPE, message, settings
from tests.adapters.serving import answering, raw, wsgi

NAMES = sorted(dialects())
PUSHING = [name for name in NAMES if dialects()[name].pushes]
NETWORKLESS = "http://127.0.0.1:9"
OPTIONS: dict[str, dict[str, Any]] = {"gemeente": {"bronorganisatie": "517439943", "zaaktypen": {"bbz": ZAAKTYPE}}}


def adapter(name: str, client: Client, address: str = NETWORKLESS) -> Adapter:
    return dialects()[name](settings(name, address, **OPTIONS.get(name, {})), client)


@contextmanager
def nobody() -> Iterator[str]:
    """An address where nobody listens."""
    with wsgi(answering("200 OK")) as base:
        pass
    yield base


def silent(_connection: Any, stop: threading.Event) -> None:
    stop.wait(5)


#: What may be at the other end, and whether the try counts.
COUNTERPARTS: dict[str, tuple[Callable[[], AbstractContextManager[str]], Verdict, bool]] = {
    "html with 500": (lambda: wsgi(answering("500 Oops", b"<html>", (("Content-Type", "text/html"),))), Verdict.RETRY, True),
    "busy": (lambda: wsgi(answering("429 Busy", None, (("Retry-After", "7"),))), Verdict.RETRY, True),
    "unavailable": (lambda: wsgi(answering("503 Down")), Verdict.RETRY, True),
    "redirect": (lambda: wsgi(answering("302 Found", None, (("Location", "http://127.0.0.1:9/"),))), Verdict.RETRY, True),
    "refusal": (lambda: wsgi(answering("422 No", {"title": "Onbekend product", "code": "onbekend"})), Verdict.REFUSED, True),
    "gone": (lambda: wsgi(answering("410 Gone")), Verdict.GONE, True),
    "garbage": (lambda: raw(lambda connection, _stop: connection.sendall(b"\x00\xff garbage\r\n")), Verdict.RETRY, True),
    "nobody": (nobody, Verdict.RETRY, False),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["send", "understand"])
def test_each_adapter_has_the_signatures_of_the_port(name: str, method: str) -> None:
    assert inspect.signature(getattr(dialects()[name], method)) == inspect.signature(getattr(Adapter, method))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_sent_or_is_a_task_never_silence(name: str, kind: Kind, client: Client) -> None:
    tried = adapter(name, client)
    result = tried.send(message(kind))
    assert isinstance(result, Result)
    assert (result.verdict is Verdict.UNABLE) == (kind not in tried.kinds)


@pytest.mark.parametrize("name", PUSHING)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("counterpart", COUNTERPARTS)
def test_each_failure_over_there_is_a_declared_result(name: str, kind: Kind, counterpart: str, client: Client) -> None:
    serve, verdict, counts = COUNTERPARTS[counterpart]
    with serve() as base:
        tried = adapter(name, client, base)
        result = tried.send(message(kind))
    if kind in tried.kinds:
        assert (result.verdict, result.answered) == (verdict, counts)
        assert result.retry_after == (7.0 if counterpart == "busy" else None)


@pytest.mark.parametrize("name", PUSHING)
def test_silence_over_there_ends_at_the_deadline(name: str, client: Client) -> None:
    with raw(silent) as base:
        quick = dialects()[name](replace(settings(name, base, **OPTIONS.get(name, {})), deadline=0.2), client)
        assert quick.send(message()) == Result(Verdict.RETRY, detail="geen volledig antwoord binnen de tijd")


@pytest.mark.parametrize("name", NAMES)
def test_each_adapter_understands_lokets_own_words(name: str, client: Client) -> None:
    for verb in Verb:
        data = {"uitkomst": "toegekend", "reden": "anders", "hersteltermijn": "2026-12-06", "nieuweEinddatum": "2027-01-31"}
        assert adapter(name, client).understand(verb.value, data).verb is verb


@pytest.mark.parametrize("name", NAMES)
def test_one_adapter_serves_several_threads_at_once(name: str, client: Client) -> None:
    results: list[Result] = []
    with wsgi(answering("503 Down")) as base:
        tried = adapter(name, client, base)
        threads = [threading.Thread(target=lambda: results.append(tried.send(message()))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert len({result.verdict for result in results}) == 1
    assert len(results) == 8
