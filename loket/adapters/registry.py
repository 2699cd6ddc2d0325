"""The adapters by name, and one adapter per organisation.

A new dialect is a file in this folder with a class under :func:`register`; nothing else names it.
"""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import loket.adapters
from loket.adapters.dialect import Dialect
from loket.adapters.http import Client
from loket.adapters.port import Adapter
from loket.adapters.settings import OrganisationSettings
from loket.errors import ConfigurationError

_D = TypeVar("_D", bound=type[Dialect])
_dialects: dict[str, type[Dialect]] = {}


def register(name: str, into: dict[str, type[Dialect]] | None = None) -> Callable[[_D], _D]:
    """Make a dialect known as ``name``; ConfigurationError when the name is taken. ``into`` is for tests."""
    known = _dialects if into is None else into

    def add(dialect: _D) -> _D:
        if name in known:
            raise ConfigurationError(f"adapter {name}: deze naam is al van {known[name].__name__}")
        known[name] = dialect
        return dialect

    return add


def dialects() -> Mapping[str, type[Dialect]]:
    """Every dialect of this package by name; imports the package's modules at the first call."""
    for module in pkgutil.iter_modules(loket.adapters.__path__):
        importlib.import_module(f"loket.adapters.{module.name}")
    return _dialects


class Registry(Mapping[str, Adapter]):
    """An adapter per organisation's slug, made when first asked for; all settings were checked when the registry was built."""

    def __init__(self, organisations: Mapping[str, OrganisationSettings], client: Client, known: Mapping[str, type[Dialect]]) -> None:
        self._organisations, self._client, self._known = organisations, client, known
        self._made: dict[str, Adapter] = {}
        self._lock = threading.Lock()

    @classmethod
    def build(cls, organisations: Mapping[str, OrganisationSettings], client: Client) -> Registry:
        """The registry for ``organisations`` (by slug); ConfigurationError with one line for every fault in any of them."""
        known = dialects()
        faults = [fault for settings in organisations.values() for fault in faults_of(settings, known)]
        if faults:
            raise ConfigurationError("\n".join(faults))
        return cls(organisations, client, known)

    def add(self, slug: str, adapter: Adapter) -> None:
        """Put an adapter beside those of the organisations: the line to the citizen."""
        self._made[slug] = adapter

    def __getitem__(self, slug: str) -> Adapter:
        with self._lock:
            if slug not in self._made:
                settings = self._organisations[slug]
                self._made[slug] = self._known[settings.adapter](settings, self._client.on(settings.line))
            return self._made[slug]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._organisations, **self._made})

    def __len__(self) -> int:
        return len({**self._organisations, **self._made})


def faults_of(settings: OrganisationSettings, known: Mapping[str, type[Dialect]]) -> list[str]:
    """What is wrong with one organisation's settings, each fault naming organisation and key."""
    dialect = known.get(settings.adapter)
    if dialect is None:
        return [f"organisatie {settings.slug}: adapter: {settings.adapter} bestaat niet (wel: {', '.join(sorted(known))})"]
    return [f"organisatie {settings.slug}: {fault}" for fault in dialect.faults(settings)]
