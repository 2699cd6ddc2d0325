"""For organisations that work in Loket itself: nothing leaves, a part is theirs as soon as it stands in their list."""

from __future__ import annotations

from loket.adapters.dialect import Dialect
from loket.adapters.port import Message, Result, Verdict
from loket.adapters.registry import register


@register("worklist")
class Worklist(Dialect):
    """Delivers by doing nothing: what is visible in the worklist has been received (the decision term starts there)."""

    pushes = False

    def send(self, message: Message) -> Result:
        """Delivered at once, whatever the kind."""
        if message.kind not in self.kinds:
            return self.unable(message)
        return Result(Verdict.DELIVERED, detail=f"{message.kind.value} staat in de werklijst")
