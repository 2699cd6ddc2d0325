"""A crisis in the catalogue of an application: a life event with a first and a last day, and words for every desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask import Flask

from loket.routing.catalogue import Catalogue

SLUG, NAME, WORDS = "overstroming", "Overstroming", "Er is een overstroming in Limburg."


def with_crisis(catalogue: Catalogue, first: date, last: date) -> Catalogue:
    """This catalogue with a crisis beside its life events: what people ask is what they ask after losing their home."""
    lost = catalogue.life_events["huis-kwijt"]
    event = replace(lost, slug=SLUG, name=NAME, valid_from=first, valid_to=last, crisis=WORDS, sensitive=None)
    return replace(catalogue, life_events={**catalogue.life_events, SLUG: event})


def begin_crisis(app: Flask, first: date, last: date) -> None:
    """Let an application have it."""
    parts = app.extensions["loket"]
    catalogue = with_crisis(parts.catalogue, first, last)
    app.extensions["loket"] = replace(parts, catalogue=catalogue)
    app.extensions["loket.dispatcher"] = replace(app.extensions["loket.dispatcher"], catalogue=catalogue)
