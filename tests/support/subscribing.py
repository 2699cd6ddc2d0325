"""A subscriber over real HTTP: a server that keeps the events that it gets, and the application allowed to call it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from loket import dispatcher_of
from loket.adapters.events import Events
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.registry import Registry
from loket.cases.feed import Subscription
from loket.routing import announcing, subscriptions
from loket.routing.context import MACHINE, Actor
from loket.routing.dispatch import drain
from loket.routing.events import TYPES
from tests.adapters.serving import wsgi
from tests.support.desk import Desk


def program(slug: str) -> Actor:
    """The program of an organisation."""
    return Actor(name=f"client:{slug}", label=slug, organisation=slug, origin="api")


@dataclass
class Subscriber:
    """What came in: headers in lower case and the raw body; ``answers`` are given first, then 204. Closed, it hangs for four seconds."""

    address: str = ""
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    opened: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.opened.set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """WSGI."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        headers = {name[5:].lower().replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        self.calls.append((headers | {"content-type": environ.get("CONTENT_TYPE", "")}, body))
        self.opened.wait(4)
        start_response(self.answers.pop(0) if self.answers else "204 No Content", [("Content-Length", "0")])
        return [b""]

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events, in the order in which they came."""
        return [json.loads(body) for _, body in self.calls]

    @property
    def sequences(self) -> list[int]:
        """Their numbers."""
        return [int(event["sequence"]) for event in self.events]


@contextmanager
def listening(desk: Desk) -> Iterator[Subscriber]:
    """A subscriber that this application may call."""
    heard = Subscriber()
    with wsgi(heard) as address:
        heard.address = f"{address}/gebeurtenissen"
        allow(desk.app, address, desk)
        yield heard


def allow(app: Flask, address: str, desk: Desk) -> None:
    """Let events go to this address although it is a private one."""
    registry = app.extensions["loket"].adapters
    assert isinstance(registry, Registry)
    registry.add(subscriptions.ADAPTER, Events(Client(Guard((address.split("//")[1],)), clock=desk.clock.now)))


def subscribe(desk: Desk, slug: str, address: str, types: Sequence[str] = TYPES) -> tuple[Subscription, str]:
    """A subscription of this organisation, with its secret."""
    adapters = desk.app.extensions["loket"].adapters
    made = subscriptions.create(desk.context(program(slug)), adapters, address, types)
    desk.session.rollback()
    return made


def tell(desk: Desk) -> int:
    """What the clock does: plan the events."""
    return announcing.announce(desk.context(MACHINE))


def deliver(desk: Desk) -> None:
    """Deliver what is due over real HTTP; only events go anywhere, for no organisation listens."""
    desk.session.rollback()
    drain(dispatcher_of(desk.app), 5)
    desk.session.expire_all()
