"""A gemeente that answers with nothing but the recorded exchanges, over real HTTP."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from tests.adapters.fake_open_zaak import EMPTY, HOST, RECORDED
from tests.adapters.serving import seen

#: The usual answer to each call; a slash at the end means one resource.
USUAL = {
    "GET zaaktypen": "catalogi.zaaktypen.op-identificatie",
    "GET statustypen": "catalogi.statustypen",
    "GET roltypen": "catalogi.roltypen",
    "GET resultaattypen": "catalogi.resultaattypen",
    "POST zaken": "zaken.zaak.create.eigen-identificatie",
    "GET zaken": "zaken.zaak.zoek-na-dubbel",
    "GET zaken/": "zaken.zaak.detail.expand",
    "PATCH zaken/": "zaken.zaak.patch.opschorting.einde",
    "POST rollen": "zaken.rol.create",
    "GET rollen": "zaken.rollen.lijst",
    "POST statussen": "zaken.status.create.eerste",
    "GET statussen/": "zaken.status.detail",
    "GET resultaten/": "zaken.resultaat.detail",
}
#: Of the resultaattypen only two were kept; the one that the recorded zaken end with is not among them.
GRANTED = {"url": f"{HOST}/catalogi/api/v1/resultaattypen/24fa75bf-01fc-4894-a439-99c31b2eb65c", "omschrijving": "Toegekend"}


class ExchangeServer:
    """``answers["POST rollen"] = ["fout.x"]`` comes before the usual answer; a dict is a body of our own.

    ``calls`` holds what was called, ``steps`` the same in short.
    """

    def __init__(self) -> None:
        self.answers: defaultdict[str, list[Any]] = defaultdict(list)
        self.calls: list[dict[str, Any]] = []
        self.steps: list[str] = []
        self.base = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        call = seen(environ)
        kind, *rest = call["path"].split("/")[4:]
        step = f"{call['method']} {kind}{'/' if rest else ''}"
        self.calls.append(call)
        self.steps.append(step)
        status, headers, body = self._answer(step, rest)
        start_response(f"{status} X", [(name, value) for name, value in headers.items() if name != "Allow"])
        text = "" if body is None else body if isinstance(body, str) else json.dumps(body)
        return [text.replace(HOST, self.base).encode()]

    def _answer(self, step: str, rest: list[str]) -> tuple[int, dict[str, str], Any]:
        named = self.answers[step].pop(0) if self.answers[step] else USUAL.get(step)
        if isinstance(named, dict):
            return 200, {"Content-Type": "application/json"}, named
        if named:
            told = RECORDED[named]["response"]
            return told["status"], told["headers"], told["body"]
        found = GRANTED if step == "GET resultaattypen/" else _entry(rest[0]) if rest else EMPTY
        return 200, {"Content-Type": "application/json"}, found


def _entry(key: str) -> dict[str, Any]:
    """A statustype out of the recorded list."""
    entries: list[dict[str, Any]] = RECORDED["catalogi.statustypen"]["response"]["body"]["results"]
    return next(entry for entry in entries if entry["url"].endswith(key))
