"""Lists of the Zaken API: filters, pages of a hundred, and what ``expand`` adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from loket.practice.zgw.gemeente import Gemeente
from loket.practice.zgw.problems import Problem, invalid
from loket.practice.zgw.register import Register

PAGE = 100
FILTERS = ("identificatie", "bronorganisatie", "zaaktype")
KNOWN = frozenset({*FILTERS, "kenmerk", "ordering", "page", "expand"})


def case_filters(register: Register, args: Mapping[str, str]) -> list[dict[str, Any]]:
    """The zaken that ``args`` ask for, each with its ``_expand``; Problem 400 for a parameter that does not exist."""
    unknown = sorted(set(args) - KNOWN)
    if unknown:
        raise invalid("nonFieldErrors", "unknown-parameters", f"Onbekende query parameters: {', '.join(unknown)}")
    source, colon, mark = args.get("kenmerk", "").partition(":")
    if "kenmerk" in args and not colon:
        raise invalid("kenmerk", "invalid", "Voer een geldige waarde in.")
    wanted = {name: args[name] for name in FILTERS if name in args}
    found = [case for case in list(register.kept["zaken"].values()) if all(case[name] == value for name, value in wanted.items())]
    if colon:
        found = [case for case in found if {"kenmerk": mark, "bron": source} in case["kenmerken"]]
    return unexpanded(found)


def unexpanded(cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Zaken as a list shows them, the newest first."""
    return [{**case, "_expand": {}} for case in reversed(cases)]


def page(found: Sequence[Mapping[str, Any]], args: Mapping[str, str], url: str) -> dict[str, Any]:
    """One page of ``found``; ``next`` and ``previous`` are whole URLs. Problem 404 for a page that does not exist."""
    number, pages = args.get("page", "1"), max(1, -(-len(found) // PAGE))
    if not number.isdigit() or not 1 <= int(number) <= pages:
        raise Problem(404)
    at = int(number)
    return {
        "count": len(found),
        "next": _at(url, at + 1) if at < pages else None,
        "previous": _at(url, at - 1) if at > 1 else None,
        "results": list(found[(at - 1) * PAGE : at * PAGE]),
    }


def expanded(gemeente: Gemeente, case: Mapping[str, Any], wishes: str) -> dict[str, Any]:
    """The zaak with what ``expand`` asks for under ``_expand``: status, rollen, resultaat and the types of the first and last."""
    wanted = set(wishes.split(","))
    found: dict[str, Any] = {}
    kept, types = gemeente.register.kept, gemeente.catalogue.entries
    for name, kind, type_name, type_kind in (
        ("status", "statussen", "statustype", "statustypen"),
        ("resultaat", "resultaten", "resultaattype", "resultaattypen"),
    ):
        if name in wanted and case[name]:
            found[name] = dict(kept[kind][case[name]])
            if f"{name}.{type_name}" in wanted:
                found[name]["_expand"] = {type_name: types[type_kind][found[name][type_name]]}
    if "rollen" in wanted:
        found["rollen"] = [kept["rollen"][url] for url in case["rollen"]]
    if "zaaktype" in wanted:
        found["zaaktype"] = gemeente.catalogue.case_types[case["zaaktype"]]
    return {**case, "_expand": found}


def _at(url: str, number: int) -> str:
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "page"]
    return parts._replace(query=urlencode([*query, ("page", str(number))])).geturl()
