"""A practice BRP: Haal Centraal BRP bevragen v2 (RaadpleegMetBurgerservicenummer) over the test persons of RvIG."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, request

PREFIX = "/haalcentraal/api/brp"
KEY = "oefensleutel-brp"  #: what the practice BRP takes; worth nothing anywhere else
ALONG = frozenset({"geheimhoudingPersoonsgegevens", "opschortingBijhouding"})  #: never asked for, always given where they hold
TYPE = "RaadpleegMetBurgerservicenummer"

Tree = dict[str, Any]


def brp(persons: Path) -> Blueprint:
    """The API over ``persons``, a CSV as in ``tests/data/brp_testpersonen.csv``. Keeps nothing and logs nothing."""
    with persons.open(encoding="utf-8", newline="") as file:
        known = {row["burgerservicenummer"]: _person(row) for row in csv.DictReader(file)}
    blueprint = Blueprint("brp", __name__)

    @blueprint.post(f"{PREFIX}/personen")
    def people() -> Response:
        """The persons with the BSNs of the body, with the fields that were asked for and no other."""
        if request.headers.get("X-API-KEY") != KEY:
            return _problem(401, "Niet correct geauthenticeerd.")
        if not request.headers.get("x-doelbinding"):
            return _problem(403, "U bent niet geautoriseerd voor deze operatie.")
        asked: Any = request.get_json(silent=True)
        fault = _fault(asked)
        if fault:
            return _problem(400, fault)
        found = [known[bsn] for bsn in asked["burgerservicenummer"] if bsn in known]
        return jsonify({"type": TYPE, "personen": [_pruned(person, asked["fields"]) for person in found]})

    return blueprint


def _fault(asked: object) -> str | None:
    if not isinstance(asked, dict) or asked.get("type") != TYPE:
        return "Waarde is geen geldig zoek type."
    numbers, fields = asked.get("burgerservicenummer"), asked.get("fields")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 20 or not all(isinstance(one, str) for one in numbers):
        return "burgerservicenummer: 1 tot 20 nummers zijn nodig."
    if not isinstance(fields, list) or not fields:
        return "De foutieve parameter(s) zijn: fields."
    return "Parameter bevat een veld dat automatisch wordt geleverd." if ALONG & {str(one).split(".")[0] for one in fields} else None


def _problem(status: int, title: str) -> Response:
    answer = jsonify({"status": status, "title": title})
    answer.status_code, answer.content_type = status, "application/problem+json"
    return answer


def _person(row: Mapping[str, str]) -> Tree:
    """One row as the API gives it; what is not known is absent."""
    address = {
        "postcode": row["postcode"],
        "huisnummer": int(row["huisnummer"]) if row["huisnummer"] else None,
        "huisletter": row["huisletter"],
        "huisnummertoevoeging": row["toevoeging"],
        "woonplaats": row["woonplaats"],
        "officieleStraatnaam": row["straat"],
    }
    died = row["datum_overlijden"]
    suspended = row["opschorting_reden"]
    person = {
        "burgerservicenummer": row["burgerservicenummer"],
        "naam": {"voornamen": row["voornamen"], "voorvoegsel": row["voorvoegsel"], "geslachtsnaam": row["geslachtsnaam"]},
        "geboorte": {"datum": _date(row["geboortedatum"])},
        "gemeenteVanInschrijving": {"code": row["gemeente_inschrijving"], "omschrijving": row["gemeente_naam"]},
        "verblijfplaats": {"type": "Adres", "verblijfadres": address} if row["postcode"] else None,
        "overlijden": {"datum": _date(died)} if died else None,
        "geheimhoudingPersoonsgegevens": row["indicatie_geheim"] not in ("", "0") or None,
        "opschortingBijhouding": {"reden": {"code": suspended}, "datum": _date(row["datum_opschorting"])} if suspended else None,
    }
    return _without_blanks(person)


def _date(text: str) -> Tree | None:
    if not text:
        return None
    year, month, day = text.split("-")
    if "00" not in (month, day):
        return {"type": "Datum", "datum": text}
    if month != "00":
        return {"type": "JaarMaandDatum", "jaar": int(year), "maand": int(month)}
    return {"type": "JaarDatum", "jaar": int(year)} if year != "0000" else {"type": "DatumOnbekend", "onbekend": True}


def _without_blanks(tree: Mapping[str, Any]) -> Tree:
    kept = {name: _without_blanks(value) if isinstance(value, dict) else value for name, value in tree.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", {})}


def _pruned(person: Tree, fields: list[str]) -> Tree:
    """Only what ``fields`` names, by whole group or by path, and what always comes along."""
    found: Tree = {name: person[name] for name in ALONG if name in person}
    for path in fields:
        _copy(person, found, path.split("."))
    return found


def _copy(source: Tree, target: Tree, path: list[str]) -> None:
    name, *rest = path
    if name not in source:
        return
    if not rest or not isinstance(source[name], dict):
        target[name] = source[name]
        return
    inner = target.setdefault(name, {key: value for key, value in source[name].items() if key == "type"})
    _copy(source[name], inner, rest)
