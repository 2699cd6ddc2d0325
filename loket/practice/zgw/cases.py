"""Views of the Zaken API on zaken: open, list, search, read, change, and the calls that do several things at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, g, request

from loket.practice.zgw.answers import answer_with, tagged
from loket.practice.zgw.calls import Call
from loket.practice.zgw.gemeente import rebased
from loket.practice.zgw.lists import case_filters, expanded, page, unexpanded
from loket.practice.zgw.problems import FORBIDDEN, Problem, invalid


def open_case() -> Response:
    """POST zaken."""
    return answer_with(opened(g.call, g.call.body), 201)


def list_cases() -> Response:
    """GET zaken."""
    found = case_filters(g.call.gemeente.register, rebased(request.args.to_dict(), g.call.base, "@"))
    return answer_with(page(found, request.args, request.url))


def search_cases() -> Response:
    """POST zaken/_zoek, by ``uuid__in``."""
    if not g.call.body:
        raise invalid("nonFieldErrors", "empty_search_body", "Je moet zoekparameters opgeven")
    wanted = g.call.body.get("uuid__in", [])
    found = [case for case in list(g.call.gemeente.register.kept["zaken"].values()) if case["uuid"] in wanted]
    return answer_with(page(unexpanded(found), {}, request.url))


def read_case(identifier: str) -> Response:
    """GET one zaak, with ``expand``."""
    if identifier == "_zoek":
        raise Problem(405, 'Methode "GET" niet toegestaan.')
    case = g.call.gemeente.register.get("zaken", identifier)
    return tagged(expanded(g.call.gemeente, case, request.args.get("expand", "")), case)


def change_case(identifier: str) -> Response:
    """PATCH one zaak; a withdrawal or the information that was asked for sets the gemeente going."""
    call: Call = g.call
    case = call.gemeente.register.get("zaken", identifier)
    changed = dict(call.gemeente.register.change_case(case, call.body))
    fresh = call.take()
    if fresh and call.kind == "intrekking":
        call.gemeente.close_withdrawn(case)
    elif fresh and not case["opschorting"]["indicatie"]:
        call.gemeente.go_on_after(case)
    return answer_with(changed)


def forbidden(identifier: str) -> Response:
    """What our client has no scope for."""
    g.call.gemeente.register.get("zaken", identifier)
    raise Problem(403, FORBIDDEN)


def register_case() -> Response:
    """POST zaak_registreren: zaak, rollen and first status at once."""
    call: Call = g.call
    register, body = call.gemeente.register, call.body
    with register.lock:
        for place, role in enumerate(body.get("rollen", [])):
            register.check_role(role, f"rollen.{place}.")
        case = opened(call, body.get("zaak", {}), "zaak.")
        roles = [register.add_role({**role, "zaak": case["url"]}) for role in body.get("rollen", [])]
        status = register.add_status({**body["status"], "zaak": case["url"]}) if body.get("status") else None
    case = register.kept["zaken"][case["url"]]
    return answer_with(
        {"zaak": case, "rollen": roles, "zaakinformatieobjecten": [], "zaakobjecten": [], "status": status}, 201, located=False
    )


def change_and_set_status(act: str, identifier: str) -> Response:
    """POST zaak_opschorten or zaak_afsluiten: change, resultaat and status at once."""
    register, body = g.call.gemeente.register, g.call.body
    with register.lock:
        case = register.get("zaken", identifier)
        told = {"zaak": register.change_case(case, body.get("zaak", {}))}
        if act == "zaak_afsluiten":
            told["resultaat"] = register.set_result({**body.get("resultaat", {}), "zaak": case["url"]})
        told["status"] = register.add_status({**body.get("status", {}), "zaak": case["url"]})
    return answer_with(told)


def opened(call: Call, body: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """A new zaak in the register, taken up once."""
    case = call.gemeente.register.add_case(body, prefix)
    call.case = case
    if call.take() or not call.gemeente.is_finished(case):
        call.gemeente.go_on(case)
    return dict(case)
