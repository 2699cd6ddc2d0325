"""What every use case is handed: the session, the catalogue, who acts and what time it is."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from loket.routing.catalogue import Catalogue
from loket.settings import Pace


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``name`` goes into the audit log, ``label`` into the timeline; neither is a citizen's."""

    name: str  # an account, an API client or "loket" for the machine itself
    label: str  # what others read: a counter's or organisation's slug
    counter: str | None = None
    organisation: str | None = None
    roles: frozenset[str] = frozenset()
    origin: str = "loket"  # web, api, cli, clock, callback

    @property
    def source(self) -> str:
        """The source of what this actor says, for the answer ledger."""
        return self.counter or self.organisation or self.name


MACHINE = Actor(name="loket", label="loket")


def new_traceparent() -> str:
    """A W3C traceparent (version 00, sampled) with fresh random ids."""
    return f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-01"


@dataclass(frozen=True, slots=True)
class Context:
    """One call of a use case. ``now`` is aware and in UTC. The use case commits; its caller does not."""

    session: Session
    catalogue: Catalogue
    actor: Actor
    now: datetime
    traceparent: str = field(default_factory=new_traceparent)
    pace: Pace = field(default_factory=Pace)
    base_url: str = ""  # where organisations call back
    practice: bool = False  # the demo: words like `oefen:*=aanvulling` in a note travel to the practice organisations
