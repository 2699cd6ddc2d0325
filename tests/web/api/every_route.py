"""Calls every operation of the API as whoever may, right but for one thing. Made from OPERATIONS: a new one is covered by itself."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client, TestResponse

from loket.web.api_operations import OPERATIONS, Operation
from loket.web.api_routes import PREFIX
from loket.web.security_headers import API_VERSION, HEADERS
from tests.support.clock import Clock
from tests.web.api.conftest import Api
from tests.web.api.fuzzing import ORGANISATION, Signed, World, world_of

#: Operations whose body is somebody else's standard: what is unknown in it is left alone.
TOLERANT = {"notificatieOntvangen"}
PAGES = {"documentatieLezen"}  # read by people: its good answers have the headers of a page
Headers = dict[str, str]


class Unread(io.RawIOBase):
    """A body that counts how much of it was read."""

    def __init__(self, size: int) -> None:
        self._left, self.read_so_far = size, 0

    def readable(self) -> bool:
        """It is, to whoever wants it."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give some of it."""
        count = min(len(buffer), self._left)
        buffer[:count] = b"x" * count
        self._left -= count
        self.read_so_far += count
        return count


@dataclass(frozen=True)
class Everywhere:
    """The application with cases in it, and a way to call each of its operations."""

    client: FlaskClient
    signing: Client  # signs what is sent as a status report
    world: World

    def call(self, known: Operation, path: str | None = None, **options: Any) -> TestResponse:
        """Call it as who may, with a sound body, unless ``options`` say otherwise."""
        headers = {**self.headers(known), **options.pop("headers", {})}
        sent = {name: value for name, value in headers.items() if value}
        if known.body and not options.keys() & {"data", "input_stream"}:
            options["data"] = json.dumps(self.world.bodies.get(known.id, {}))
        if known.body:
            options.setdefault("content_type", known.media)
        return self.signing.open(path or self.path(known), method=options.pop("method", known.method), headers=sent, **options)

    def headers(self, known: Operation) -> Headers:
        """What proves who calls."""
        return dict(self.world.callers[self.world.fit(known.id)[0]]) if known.caller else {}

    def path(self, known: Operation, **changed: str) -> str:
        """Its address, about what exists where the world knows that."""
        return PREFIX + re.sub(r"{(\w+)}", lambda found: changed.get(found[1]) or self.world.numbers.get(found[1], ["x"])[0], known.path)

    def knows(self, known: Operation) -> bool:
        """Whether all that its address names exists."""
        return {*arguments(known)} <= self.world.numbers.keys()


def everywhere(app: Flask, clock: Clock, make: Callable[..., Api]) -> Everywhere:
    """Fill the application and be ready to call it."""
    world = world_of(app, clock, make)
    parts = app.extensions["loket"]
    secret = parts.settings.environment[parts.catalogue.organisations[ORGANISATION].secrets[0]]
    return Everywhere(app.test_client(), Client(Signed(app, secret, clock), app.response_class), world)


def operations(keep: Callable[[Operation], Any] = lambda _: True) -> Iterator[Operation]:
    """Every operation for which ``keep`` holds."""
    yield from (known for known in OPERATIONS.values() if keep(known))


def arguments(known: Operation) -> list[str]:
    """The names in its path."""
    return re.findall(r"{(\w+)}", known.path)


def methods_by_path() -> dict[str, set[str]]:
    """The methods of each path; HEAD comes with GET. Not of ``_zoek``, which may also be read as an id."""
    found = dict[str, set[str]]()
    for known in operations(lambda known: "/_" not in known.path):
        found.setdefault(known.path, {"OPTIONS"}).update({known.method} | ({"HEAD"} if known.method == "GET" else set()))
    return found


def wrong(answer: TestResponse, *statuses: int) -> str:
    """What is wrong with an answer that should be a problem with one of these statuses; empty when nothing is."""
    if answer.status_code not in statuses:
        return f"{answer.status_code} {answer.text[:200]}"
    told = answer.json if answer.mimetype == "application/problem+json" else None
    if not isinstance(told, dict):
        return f"{answer.status_code} as {answer.mimetype}"
    words = [told.get(name) for name in ("title", "detail", "code", "instance")]
    if told.get("status") != answer.status_code or not all(isinstance(word, str) and word for word in words):
        return f"{answer.status_code} tells {told}"
    if answer.headers.get("Content-Language") != "nl" or re.search(r"\b(the|not|error|request|Traceback)\b", f"{words[0]} {words[1]}"):
        return f"{answer.status_code} not in Dutch: {words}"
    return headers_missing(answer)


def headers_missing(answer: TestResponse) -> str:
    """Which headers of every answer this one lacks, or has although it must not."""
    wanted = {**HEADERS, "API-Version": API_VERSION}
    lacking = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    extra = {"Server", "X-Powered-By", "Set-Cookie"} & set(answer.headers.keys())
    return f"{answer.status_code} lacks {lacking}, has {sorted(extra)}" if lacking or extra else ""


def told(found: Iterable[tuple[Any, str]]) -> list[str]:
    """The lines about whatever was wrong."""
    return [f"{getattr(known, 'id', known)}: {words}" for known, words in found if words]
