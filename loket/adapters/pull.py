"""For organisations without a door of their own: nothing leaves, their messages wait until they fetch them over the API."""

from __future__ import annotations

from loket.adapters.dialect import Dialect
from loket.adapters.port import PULL, Kind, Message, Result, Verdict
from loket.adapters.registry import register


@register(PULL)
class Pull(Dialect):
    """Sends nothing. Its organisation's deliveries are never claimed: see ``routing.pull``."""

    kinds = Dialect.kinds - {Kind.FETCH}
    pushes = False

    def send(self, message: Message) -> Result:
        """Not now: this message was under way when the organisation began to fetch."""
        if message.kind not in self.kinds:
            return self.unable(message)
        return Result(Verdict.RETRY, detail=f"{message.kind.value} wordt opgehaald", answered=False)
