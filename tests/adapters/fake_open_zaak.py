"""A small Open Zaak that keeps zaken in memory and answers with the recorded exchanges, its oddities included."""

from __future__ import annotations

import copy
import json
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt

from tests.adapters.samples import SECRET, ZAAKTYPE
from tests.adapters.serving import seen

HOST = "https://zaken.gemeente.example"
RECORDED: dict[str, dict[str, Any]] = {
    item["name"]: item for item in json.loads((Path(__file__).parents[1] / "data" / "open-zaak-exchanges.json").read_text())
}
EMPTY = {"count": 0, "next": None, "previous": None, "results": []}
STATUSES = RECORDED["catalogi.statustypen"]["response"]["body"]["results"]
CRS_FAULTS = {"HTTP_ACCEPT_CRS": "fout.crs.accept", "HTTP_CONTENT_CRS": "fout.crs.content"}


class FakeOpenZaak:
    """``answers["POST rollen"] = ["fout.x"]`` gives recorded answers without acting; ``lost`` acts first and then gives the 500."""

    def __init__(self) -> None:
        self.cases: dict[str, dict[str, Any]] = {}
        self.roles: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.results: dict[str, dict[str, Any]] = {}
        self.result_types: dict[str, dict[str, Any]] = {}
        self.answers: defaultdict[str, list[Any]] = defaultdict(list)
        self.lost: list[str] = []
        self.calls: list[dict[str, Any]] = []
        self.base = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        call = seen(environ)
        self.calls.append(call)
        parts = call["path"].split("/")
        key = f"{call['method']} {parts[4]}"
        answer = self.answers[key].pop(0) if self.answers[key] else self._refused(environ, parts) or self._act(call, key, parts[5:])
        if key in self.lost:
            self.lost.remove(key)
            answer = "storing.db-weg.post"
        response = RECORDED[answer]["response"] if isinstance(answer, str) else answer
        headers = [(name, value) for name, value in response.get("headers", {}).items() if name != "Allow"]
        start_response(f"{response['status']} X", headers or [("Content-Type", "application/json")])
        body = response["body"]
        return [(body if isinstance(body, str) else json.dumps(body)).replace(HOST, self.base).encode()]

    def _refused(self, environ: dict[str, Any], parts: list[str]) -> str | None:
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        try:
            jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.InvalidTokenError:
            return "fout.auth.verkeerd-geheim"
        if parts[4] != "zaken":
            return None
        needed = ["HTTP_ACCEPT_CRS"] + ([] if environ["REQUEST_METHOD"] == "GET" else ["HTTP_CONTENT_CRS"])
        return next((CRS_FAULTS[name] for name in needed if environ.get(name) != "EPSG:4326"), None)

    def _act(self, call: dict[str, Any], key: str, rest: list[str]) -> Any:
        body = json.loads(call["body"]) if call["body"] else {}
        query = {name: values[0] for name, values in parse_qs(call["query"]).items()}
        acts = {
            "GET zaaktypen": lambda: self._case_types(query),
            "GET statustypen": lambda: RECORDED["catalogi.statustypen"]["response"],
            "GET roltypen": lambda: RECORDED["catalogi.roltypen"]["response"],
            "GET resultaattypen": lambda: ok(self.result_types[rest[0]]),
            "GET resultaten": lambda: ok(self.results[rest[0]]),
            "GET zaken": lambda: self._read(rest[0], query) if rest else self._search(query),
            "POST zaken": lambda: self._create(body),
            "PATCH zaken": lambda: self._change(rest[0], body),
            "POST rollen": lambda: self._add_role(body),
            "GET rollen": lambda: ok({**EMPTY, "results": [role for role in self.roles if role["zaak"] == query["zaak"]]}),
            "POST statussen": lambda: self._add_status(body),
        }
        return acts[key]()

    def _case_types(self, query: dict[str, str]) -> Any:
        known = query.get("identificatie") == ZAAKTYPE and query["status"] == "definitief"
        return RECORDED["catalogi.zaaktypen.op-identificatie"]["response"] if known else ok(EMPTY)

    def _create(self, body: dict[str, Any]) -> Any:
        if any(case["identificatie"] == body["identificatie"] for case in self.cases.values()):
            return "fout.zaak.dubbele-identificatie"
        if len(body["omschrijving"]) > 80 or len(body["toelichting"]) > 1000:
            return "fout.zaak.omschrijving-te-lang"
        key = str(uuid.uuid4())
        case = copy.deepcopy(RECORDED["zaken.zaak.create.eigen-identificatie"]["response"]["body"])
        self.cases[key] = case | body | {"uuid": key, "url": f"{self.base}/zaken/api/v1/zaken/{key}", "registratiedatum": "2026-11-22"}
        return ok(self.cases[key], 201)

    def _search(self, query: dict[str, str]) -> Any:
        if set(query) != {"identificatie", "bronorganisatie"}:
            return "fout.zaak.queryparam"
        return ok({**EMPTY, "results": [case for case in self.cases.values() if case["identificatie"] == query["identificatie"]]})

    def _read(self, key: str, query: dict[str, str]) -> Any:
        if key not in self.cases:
            return "fout.zaak.404"
        case = dict(self.cases[key])
        status = next((one for one in self.statuses if one["url"] == case["status"]), None)
        if status and query.get("expand") == "status,status.statustype":
            status_type = next(one for one in STATUSES if one["url"].replace(HOST, self.base) == status["statustype"])
            case["_expand"] = {"status": status | {"_expand": {"statustype": status_type}}}
        return ok(case)

    def _change(self, key: str, body: dict[str, Any]) -> Any:
        if self.cases[key]["einddatum"]:
            return "fout.zaak.patch.gesloten"
        self.cases[key].update(body)
        return ok(self.cases[key])

    def _add_role(self, body: dict[str, Any]) -> Any:
        if any((one["zaak"], one["roltype"]) == (body["zaak"], body["roltype"]) for one in self.roles):
            return "fout.rol.tweede-initiator"
        recorded = RECORDED["zaken.rol.create"]["response"]["body"]
        identity = recorded["betrokkeneIdentificatie"] | body["betrokkeneIdentificatie"]
        role = recorded | body | {"url": f"{self.base}/zaken/api/v1/rollen/{uuid.uuid4()}", "betrokkeneIdentificatie": identity}
        self.roles.append(role)
        self.cases[body["zaak"].rpartition("/")[2]]["rollen"].append(role["url"])
        return ok(role, 201)

    def _add_status(self, body: dict[str, Any]) -> Any:
        if any((one["zaak"], one["datumStatusGezet"]) == (body["zaak"], body["datumStatusGezet"]) for one in self.statuses):
            return "fout.status.zelfde-moment"
        status = RECORDED["zaken.status.create.eerste"]["response"]["body"] | body
        status["url"] = f"{self.base}/zaken/api/v1/statussen/{uuid.uuid4()}"
        self.statuses.append(status)
        self.cases[body["zaak"].rpartition("/")[2]]["status"] = status["url"]
        return ok(status, 201)

    def take_up(self, case: dict[str, Any], step: int) -> None:
        """The gemeente sets the statustype with volgnummer ``step``."""
        url = STATUSES[step - 1]["url"].replace(HOST, self.base)
        self._add_status({"zaak": case["url"], "statustype": url, "datumStatusGezet": f"2026-11-2{step + 2}T09:00:00Z"})

    def close(self, case: dict[str, Any], result: str, words: str = "", generic: str = "") -> None:
        """The gemeente closes the zaak with a resultaat of this name."""
        key, links = str(uuid.uuid4()), f"{self.base}/catalogi/api/v1/resultaattypen"
        self.result_types[key] = {"url": f"{links}/{key}", "omschrijving": result, "omschrijvingGeneriek": generic}
        self.results[key] = {"resultaattype": f"{links}/{key}", "toelichting": words}
        self.take_up(case, 3)
        case |= {"einddatum": "2026-11-26", "resultaat": f"{self.base}/zaken/api/v1/resultaten/{key}"}


def ok(body: Any, status: int = 200) -> dict[str, Any]:
    """A plain JSON answer."""
    return {"status": status, "headers": {"Content-Type": "application/json"}, "body": body}
