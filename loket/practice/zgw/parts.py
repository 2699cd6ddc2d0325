"""Views on what belongs to a zaak (rollen, statussen, resultaten) and on the types of the Catalogi API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, g, request

from loket.practice.zgw.answers import CATALOGUE, answer_with, tagged
from loket.practice.zgw.gemeente import rebased
from loket.practice.zgw.lists import page
from loket.practice.zgw.problems import Problem


def add_part(kind: str) -> Response:
    """POST rollen, statussen or resultaten."""
    register = g.call.gemeente.register
    adders: Mapping[str, Callable[..., dict[str, Any]]] = {
        "rollen": register.add_role,
        "statussen": register.add_status,
        "resultaten": register.set_result,
    }
    return answer_with(adders[kind](g.call.body), 201)


def list_parts(kind: str) -> Response:
    """GET the rollen, statussen or resultaten of a zaak."""
    case_url = rebased(request.args.get("zaak", ""), g.call.base, "@")
    return answer_with(page(g.call.gemeente.register.of(kind, case_url), request.args, request.url))


def read_part(kind: str, identifier: str) -> Response:
    """GET one of them."""
    part = g.call.gemeente.register.get(kind, identifier)
    return tagged(part, part)


def add_property(identifier: str) -> Response:
    """POST an eigenschap of a zaak."""
    register = g.call.gemeente.register
    return answer_with(register.add_property({**g.call.body, "zaak": register.get("zaken", identifier)["url"]}), 201)


def list_properties(identifier: str) -> Response:
    """GET the eigenschappen of a zaak: a plain array, as over there, where all else comes in pages."""
    register = g.call.gemeente.register
    return answer_with(register.of("zaakeigenschappen", register.get("zaken", identifier)["url"]))


def read_rights() -> Response:
    """GET the application with this clientId: which rights it has, here of all zaaktypen the same."""
    gemeente = g.call.gemeente
    if request.args.get("clientId") != gemeente.organisation.client_id:
        raise Problem(404)
    scopes = ["zaken.lezen", "zaken.aanmaken", "zaken.bijwerken"]
    on_types = [
        {"component": "zrc", "scopes": scopes, "zaaktype": url, "maxVertrouwelijkheidaanduiding": "zaakvertrouwelijk"}
        for url in gemeente.catalogue.case_types
    ]
    rights = [{"component": "ztc", "scopes": ["catalogi.lezen"]}, *on_types]
    return answer_with({"clientIds": [gemeente.organisation.client_id], "heeftAlleAutorisaties": False, "autorisaties": rights})


def list_case_types() -> Response:
    """GET zaaktypen, by identificatie."""
    code = request.args.get("identificatie")
    found = [kind for kind in g.call.gemeente.catalogue.case_types.values() if code in (None, kind["identificatie"])]
    return answer_with(page(found, request.args, request.url))


def read_case_type(identifier: str) -> Response:
    """GET one zaaktype."""
    return _entry(g.call.gemeente.catalogue.case_types, "zaaktypen", identifier)


def list_types(kind: str) -> Response:
    """GET statustypen, resultaattypen, roltypen or eigenschappen of a zaaktype."""
    case_type = rebased(request.args.get("zaaktype", ""), g.call.base, "@")
    return answer_with(page(g.call.gemeente.catalogue.of(kind, case_type), request.args, request.url))


def read_type(kind: str, identifier: str) -> Response:
    """GET one of them."""
    return _entry(g.call.gemeente.catalogue.entries[kind], kind, identifier)


def _entry(entries: Mapping[str, dict[str, Any]], kind: str, identifier: str) -> Response:
    entry = entries.get(f"@{CATALOGUE}/{kind}/{identifier}")
    if entry is None:
        raise Problem(404)
    return tagged(entry, entry)
