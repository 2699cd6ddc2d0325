"""Loads ``config/`` into one :class:`Catalogue`; says at once everything that is wrong with it.

Organisations and counters are read by ``catalogue_organisations``; which Dutch key fills which field stands in ``catalogue_tables``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from loket.cases.deadlines import Calendar, Term, Unit
from loket.routing.arrears.lists import read_arrears
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_check import check
from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_organisations import read_counters, read_executors, read_gemeenten, read_organisations
from loket.routing.catalogue_reading import slug
from loket.routing.catalogue_tables import COLLISION, LIFE_EVENT, NORMS, PRODUCT, QUESTION, ROW, SETTINGS
from loket.routing.concepts import read_concepts
from loket.routing.entries import Collision, DeskNorms, LifeEvent, Product, Question, Row
from loket.routing.grounds import read_grounds
from loket.routing.knowledge import read_knowledge
from loket.routing.mandate import read_mandates
from loket.routing.programmes import read_programmes
from loket.routing.register import activities, read_register
from loket.routing.selection import read_selection
from loket.routing.service_points import read_service_points
from loket.routing.sign_in import read_sign_in
from loket.routing.tailored.talk_kinds import read_talks
from loket.routing.urgency import read_urgency

SIX_WEEKS = Term(6, Unit.WEEKS)


def load(folder: Path, environ: Mapping[str, str], *, demo: bool) -> Catalogue:
    """The catalogue of a folder; ``${NAME}`` in addresses comes from ``environ``.

    Raises ConfigurationError with a line for each fault. Test OINs (00000099) and addresses without TLS are faults outside the demo.
    """
    source = Folder(folder, environ, demo)
    settings = source.entry("loket.toml", "loket", source.tables("loket.toml", *SETTINGS), dict[str, Any], SETTINGS) or {}
    gemeenten, register = read_gemeenten(source), read_register(source)
    organisations = read_organisations(source, gemeenten, _dutch_norms(settings.get("norms", {})))
    counters, products, questions = read_counters(source), _products(source), _questions(source)
    catalogue = Catalogue(
        organisations=organisations,
        executors=read_executors(source),
        counters=counters,
        products=products,
        questions=questions,
        life_events=_life_events(source),
        collisions=_collisions(source),
        gemeenten=gemeenten,
        successors={row["code"]: row["opvolger"] for row in source.rows("data/gemeente_opvolgers.csv", "code", "naam", "opvolger")},
        postcodes=_postcodes(source),
        calendar=_calendar(source),
        register=register,
        activities=activities(register),
        grounds=read_grounds(source, organisations, products),
        sign_in=read_sign_in(source, organisations, counters),
        service_points=read_service_points(source, gemeenten),
        selection=read_selection(source),
        urgency=read_urgency(source, products, questions),
        knowledge=read_knowledge(source),
        places=source.places,
        version=source.version(),
        **_agreements(source),
        **_for_everybody(settings),
    )
    source.raise_if_any(() if source.unreadable else check(catalogue, source.broken))
    return catalogue


def load_catalogue(folder: Path, environ: Mapping[str, str]) -> Catalogue:
    """:func:`load` for the command line, where the environment says whether this is the demo (``LOKET_DEMO=1``)."""
    return load(folder, environ, demo=environ.get("LOKET_DEMO") == "1")


def _agreements(source: Folder) -> dict[str, Any]:
    """What organisations agreed on: who may act for whom, what they call the same, and when they look at somebody together."""
    return {
        "programmes": read_programmes(source),
        "mandates": read_mandates(source),
        "concepts": read_concepts(source),
        "talks": read_talks(source),
        "arrears": read_arrears(source),
    }


def _for_everybody(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "retry_steps": settings.get("retry", {}).get("steps", ()),
        "aow_ages": settings.get("aow_ages", {}),
        "objection": settings.get("objection", {}).get("term", SIX_WEEKS),
        "oin": settings.get("events", {}).get("oin"),
        "desk_norms": settings.get("desk_norms", DeskNorms()),
    }


def _dutch_norms(norms: Mapping[str, int]) -> dict[str, int]:
    return {name: norms[key.field] for name, key in NORMS.items() if key.field in norms}


def _questions(source: Folder) -> dict[str, Question]:
    return source.named("vragen.toml", "vraag", source.tables("vragen.toml", "vraag").get("vraag", {}), Question, QUESTION)


def _products(source: Folder) -> dict[str, Product]:
    found: dict[str, Product] = {}
    for file in source.names("producten"):
        content = source.tables(file, "uitvoerder", "product")
        executor = source.value(file, "", "uitvoerder", content.get("uitvoerder"), slug, "")
        found |= source.named(file, "product", content.get("product", {}), Product, PRODUCT, executor=executor)
    return found


def _life_events(source: Folder) -> dict[str, LifeEvent]:
    found: dict[str, LifeEvent] = {}
    for file in source.names("levensgebeurtenissen"):
        content = source.tables(file, *LIFE_EVENT, "regel")
        name = Path(file).stem
        tables = content.pop("regel", [])
        rows = [source.entry(file, f"levensgebeurtenis.{name} regel {number}", table, Row, ROW) for number, table in enumerate(tables, 1)]
        found |= source.named(
            *(file, "levensgebeurtenis", {name: content}, LifeEvent, LIFE_EVENT), rows=tuple(row for row in rows if row is not None)
        )
    return found


def _collisions(source: Folder) -> tuple[Collision, ...]:
    tables = source.tables("botsingen.toml", "botsing").get("botsing", {})
    return tuple(source.named("botsingen.toml", "botsing", tables, Collision, COLLISION).values())


def _postcodes(source: Folder) -> dict[str, tuple[tuple[str, float], ...]]:
    """PC4 → its gemeenten with their share of the area; a PC4 whose area nobody measured has share 0: ask the person."""
    file = "data/postcodes.csv"
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for row in source.rows(file, "pc4", "gemeentecode", "aandeel"):
        share = source.value(file, row["pc4"], "aandeel", row["aandeel"], _share, 0.0)
        found[row["pc4"]] = (*found.get(row["pc4"], ()), (row["gemeentecode"], share))
    return found


def _calendar(source: Folder) -> Calendar:
    rows = source.rows("data/feestdagen.csv", "datum", "naam", "grondslag", "weekdag", "atw_feestdag", "status")
    return source.value("data/feestdagen.csv", "", "", rows, Calendar.from_rows, Calendar(frozenset(), 0))


def _share(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        raise ValueError(f'"{text}" is geen getal') from None
