"""An organisation for tests and training that behaves as told, without a network.

``opties.gedrag``: ``neemt-aan`` · ``weigert`` (a declared refusal) · ``later`` (a declared failure that may pass) ·
``breekt`` (raises, undeclared) · ``kan-niet`` (knows no kind at all).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any, ClassVar

from loket.adapters.dialect import Dialect
from loket.adapters.http import Client
from loket.adapters.port import Kind, Message, Result, Verdict
from loket.adapters.registry import register
from loket.adapters.settings import Option, OrganisationSettings, one_of

ACCEPTS, REFUSES, LATER, BREAKS, UNABLE = "neemt-aan", "weigert", "later", "breekt", "kan-niet"
REMEMBERED = 1000


@register("rehearsal")
class Rehearsal(Dialect):
    """Keeps the last 1000 messages in ``received`` and answers by ``behaviour``, which a test may change at any moment."""

    pushes = False
    options: ClassVar[Mapping[str, Option]] = {"gedrag": one_of(ACCEPTS, REFUSES, LATER, BREAKS, UNABLE)}

    def __init__(self, settings: OrganisationSettings, client: Client) -> None:
        super().__init__(settings, client)
        self.behaviour: Any = settings.options.get("gedrag", ACCEPTS)
        self.received: deque[Message] = deque(maxlen=REMEMBERED)
        if self.behaviour == UNABLE:
            self.kinds: frozenset[Kind] = frozenset()

    def send(self, message: Message) -> Result:
        """Behave as told; RuntimeError for ``breekt``."""
        if message.kind not in self.kinds:
            return self.unable(message)
        self.received.append(message)
        if self.behaviour == BREAKS:
            raise RuntimeError("this rehearsal adapter breaks on purpose")
        if self.behaviour == REFUSES:
            return Result(Verdict.REFUSED, status=422, detail="geweigerd, zoals afgesproken")
        if self.behaviour == LATER:
            return Result(Verdict.RETRY, status=503, detail="later, zoals afgesproken", retry_after=1.0)
        return Result(Verdict.DELIVERED, status=200, reference=f"OEF-{message.number}")
