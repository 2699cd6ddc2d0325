"""An organisation that fetches its messages itself: UWV of the demo's configuration, with its door closed."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import replace

from flask import Flask

from loket.adapters.port import PULL
from loket.adapters.pull import Pull
from loket.adapters.registry import Registry
from loket.routing.catalogue import Catalogue

PULLER = "uwv"


def without_door(catalogue: Catalogue, slug: str = PULLER) -> Catalogue:
    """The catalogue in which this organisation has no address and fetches."""
    fetches = replace(catalogue.organisations[slug], adapter=PULL, address=None, options=None)
    return replace(catalogue, organisations={**catalogue.organisations, slug: fetches})


def close_door(app: Flask, slug: str = PULLER) -> Flask:
    """The same application with a configuration in which this organisation fetches."""
    adapters = app.extensions["loket"].adapters
    assert isinstance(adapters, Registry)
    settings = replace(adapters._organisations[slug], adapter=PULL, address=None)
    fetched = {slug: Pull(settings, adapters._client)}
    for name in ("loket", "loket.dispatcher"):
        part = app.extensions[name]
        app.extensions[name] = replace(part, catalogue=without_door(part.catalogue, slug), adapters=ChainMap(fetched, adapters))
    return app
