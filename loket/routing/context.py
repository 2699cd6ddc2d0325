"""What every use case is handed: the session, the catalogue, who acts and what time it is."""

from __future__ import annotations

import os
import re
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


#: W3C Trace Context §3.2: two hex digits of version (not ff), trace id, parent id (neither all zeros), flags; a later version may add.
TRACEPARENT = re.compile(r"(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
NO_PARENT = "0" * 16  #: the parent id of a trace that begins here


def new_traceparent() -> str:
    """A trace that begins here, sampled: its parent id is NO_PARENT. What goes out gets a span id of its own (see ``compose``)."""
    return f"00-{os.urandom(16).hex()}-{NO_PARENT}-01"


def trace_from(header: str | None) -> str:
    """The caller's trace (W3C Trace Context, version 00) from its ``traceparent`` header; a new one when that is absent or wrong."""
    found = TRACEPARENT.fullmatch((header or "").strip())
    if found is None or (found[1] == "00" and found[5]):
        return new_traceparent()
    return f"00-{found[2]}-{found[3]}-{found[4]}"


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
    messages: bool = False  # whether citizens who want them get messages (LOKET_MESSAGES)
    practice: bool = False  # the demo: words like `oefen:*=aanvulling` in a note travel to the practice organisations
