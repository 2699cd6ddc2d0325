"""What all adapters share: how they are made, and what is checked before the first message."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from loket.adapters.http import Client
from loket.adapters.port import Kind, Message, Report, Result, Verdict
from loket.adapters.reports import Vocabulary, read_report
from loket.adapters.settings import Option, OrganisationSettings


class Dialect(ABC):
    """An adapter that the registry can make: the port, plus the check of its settings at start."""

    kinds: frozenset[Kind] = frozenset(Kind) - {Kind.CITIZEN, Kind.EVENT}
    pushes: bool = True
    reads: ClassVar[bool] = False  # its state must be read back (FETCH), since it only notifies or not even that
    options: ClassVar[Mapping[str, Option]] = {}
    words: ClassVar[Vocabulary] = Vocabulary()

    def __init__(self, settings: OrganisationSettings, client: Client) -> None:
        self._settings, self._client = settings, client

    @classmethod
    def faults(cls, settings: OrganisationSettings) -> Iterator[str]:
        """What is wrong with ``settings`` for this dialect: one sentence a fault, each naming the key."""
        for key, value in settings.options.items():
            if key not in cls.options:
                yield f"opties.{key}: dit adapter kent deze sleutel niet"
            elif not cls.options[key].fits(value):
                yield f"opties.{key}: moet {cls.options[key].words} zijn"
        if cls.pushes:
            yield from cls.line_faults(settings)

    @classmethod
    def line_faults(cls, settings: OrganisationSettings) -> Iterator[str]:
        """What is wrong with the line to the organisation: its address and secrets."""
        try:
            parts = urlsplit(settings.address or "")
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and not parts.query
        except ValueError:
            usable = False
        if not usable or (settings.address or "").endswith("/"):
            yield "adres: moet een http- of https-adres zonder schuine streep aan het eind zijn"
        if not settings.secrets:
            yield "geheimen: er is geen geheim ingevuld"
        if settings.deadline <= 0:
            yield "tijdslimiet: moet meer dan 0 seconden zijn"

    @abstractmethod
    def send(self, message: Message) -> Result:
        """See :meth:`loket.adapters.port.Adapter.send`."""

    def understand(self, verb: str, data: Mapping[str, Any]) -> Report:
        """Translate a status report with this dialect's vocabulary; BadRequest with all faults when it makes no sense."""
        return read_report(verb, data, self.words)

    def unable(self, message: Message) -> Result:
        """The result for a kind that this dialect cannot do: a task for a person."""
        return Result(Verdict.UNABLE, detail=f"{self._settings.adapter} kan geen {message.kind.value} doorgeven")
