"""Organisations that answer as a test tells them, in place of the adapters."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from loket.adapters.port import Adapter, Kind, Message, Report, Result, Verdict
from loket.adapters.reports import Vocabulary, read_report

Answer = Result | Exception | Callable[[Message], Result]

TAKEN = Result(Verdict.DELIVERED, status=202)
SILENT = Result(Verdict.RETRY, detail="geen volledig antwoord binnen de tijd")
ABSENT = Result(Verdict.RETRY, detail="geen verbinding", answered=False)
BROKEN = Result(Verdict.RETRY, status=500, detail="HTTP 500")
REFUSED = Result(Verdict.REFUSED, status=422, detail="HTTP 422")
GONE = Result(Verdict.GONE, status=410, detail="HTTP 410")
UNABLE = Result(Verdict.UNABLE, detail="kan dit niet")


class Organisation:
    """Keeps what it received; gives the answers that it was told to give, one a message, and then its usual one."""

    kinds = frozenset(Kind) - {Kind.FETCH}
    pushes = True

    def __init__(self) -> None:
        self.received: list[Message] = []
        self.answers: deque[Answer] = deque()
        self.usual: Answer = TAKEN

    def will(self, *answers: Answer, then: Answer | None = None) -> None:
        """Give these answers to the next messages, and ``then`` from there on."""
        self.answers.extend(answers)
        self.usual = then or self.usual

    def send(self, message: Message) -> Result:
        """Answer as told; an exception is raised."""
        self.received.append(message)
        answer = self.answers.popleft() if self.answers else self.usual
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Result) else answer(message)

    def understand(self, verb: str, data: Mapping[str, Any]) -> Report:
        """The words of the Loket interface."""
        return read_report(verb, data, Vocabulary())

    @property
    def kinds_received(self) -> list[str]:
        """What kinds of messages came, in order."""
        return [message.kind.value for message in self.received]


class Post(Mapping[str, Adapter]):
    """An organisation for every slug, made when first asked for."""

    def __init__(self) -> None:
        self.organisations: dict[str, Organisation] = {}

    def __getitem__(self, slug: str) -> Organisation:
        return self.organisations.setdefault(slug, Organisation())

    def __iter__(self) -> Iterator[str]:
        return iter(self.organisations)

    def __len__(self) -> int:
        return len(self.organisations)
