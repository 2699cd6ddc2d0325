"""Plays the recorded exchanges with a real Open Zaak against the practice gemeente, in their order."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from tests.practice.playing import Answer, Play, token

RECORDED = Path(__file__).parents[1] / "data" / "open-zaak-exchanges.json"
HOST = "https://zaken.gemeente.example"
#: The tokens of the recordings that were refused.
TOKENS = {
    "fout.auth.geen": None,
    "fout.auth.verlopen": {"age": 7200},
    "fout.auth.verkeerd-geheim": {"secret": "een-ander-geheim-van-voldoende-lengte"},
    "fout.auth.onbekende-client": {"client_id": "onbekend"},
    "fout.auth.exp-verlopen": {"exp": 1},
    "auth.iat-toekomst": {"age": -60},
}
#: What our practice cannot or need not do: other scopes, a database that is gone, zaken made outside of the recording.
LEFT_OUT = (
    "auth.jwt",
    "fout.auth.scope",
    "fout.zaak.zaaktype-niet-geautoriseerd",
    "catalogi.zaaktypen.op-identificatie",
    "storing.",
    "notificatie.",
)
#: The types of the recording by the name of ours: (kind, product, omschrijving).
TYPES = {
    "statustypen/b8395b44-0f24-4007-b2a2-98d6133f66dc": ("statustypen", "bijstand", "Aanvraag ontvangen"),
    "statustypen/936657e2-368d-4ad8-85e8-b97120c9fee2": ("statustypen", "bijstand", "In behandeling genomen"),
    "statustypen/52f18809-ae97-46ef-8c5c-15a9903d879b": ("statustypen", "bijstand", "Afgehandeld"),
    "statustypen/35135ca2-e765-4d92-84a7-15f587fa40de": ("statustypen", "andere", "Aanvraag ontvangen"),
    "resultaattypen/24fa75bf-01fc-4894-a439-99c31b2eb65c": ("resultaattypen", "bijstand", "Toegekend"),
    "roltypen/9f3888e7-7bbd-44fa-9ca9-ebadc61403c1": ("roltypen", "bijstand", "Initiator"),
    "roltypen/e8ccf688-671c-45ab-8a32-798ffe937627": ("roltypen", "bijstand", "Behandelaar"),
}
_OWN = re.compile(r"https://zaken\.gemeente\.example(/(?:zaken|catalogi)/api/v1/\w+/)([0-9a-f-]{36})")


def recorded() -> list[dict[str, Any]]:
    """The exchanges that are played, in order."""
    return [one for one in json.loads(RECORDED.read_text("utf-8")) if not one["name"].startswith(LEFT_OUT)]


def case_type(play: Play, product: str) -> str:
    """The URL of the zaaktype of a product."""
    return str(play.zgw("GET", f"/catalogi/api/v1/zaaktypen?identificatie={product}").json["results"][0]["url"])


def entry(play: Play, kind: str, product: str, name: str) -> str:
    """The URL of a statustype, resultaattype or roltype."""
    found = play.zgw("GET", f"/catalogi/api/v1/{kind}?zaaktype={case_type(play, product)}").json["results"]
    return next(str(one["url"]) for one in found if one["omschrijving"] == name)


class Replay:
    """``answers`` holds ours by the name of the exchange. ``tags`` the ETags. Identifiers are learnt as they are given out."""

    def __init__(self, play: Play) -> None:
        self.play, self.base = play, f"{play.server.url}/gemeente-0518"
        self.tags: dict[str, str] = {}
        self.ours = {key.rpartition("/")[2]: entry(play, *name).rpartition("/")[2] for key, name in TYPES.items()}
        self.ours["59fa0613-b50d-41f1-8358-673909944686"] = case_type(play, "bijstand").rpartition("/")[2]
        self.answers: dict[str, Answer] = {one["name"]: self._play(one) for one in recorded()}

    def _play(self, exchange: dict[str, Any]) -> Answer:
        asked, told = exchange["request"], exchange["response"]
        claims = TOKENS.get(exchange["name"], {})
        headers = {name: value for name, value in asked["headers"].items() if name != "Host"}
        headers |= {name: None for name in ("Accept-Crs", "Content-Crs") if name not in headers}
        headers["Authorization"] = None if claims is None else f"Bearer {token(**claims)}"
        if exchange["name"] == "fout.auth.geen-jwt":
            headers["Authorization"] = "Bearer geen-jwt"
        if "If-None-Match" in headers:
            headers["If-None-Match"] = self.tags[exchange["name"].removesuffix(".304")]
        answer = self.play.zgw(asked["method"], self._translated(asked["path"]), self._body(asked.get("body")), **headers)
        self._learn(told.get("body"), answer)
        if answer.headers["ETag"]:
            self.tags[exchange["name"]] = answer.headers["ETag"]
        return answer

    def _body(self, body: Any) -> Any:
        if body is None:
            return None
        return body.encode() if isinstance(body, str) else json.loads(self._translated(json.dumps(body)))

    def _translated(self, text: str) -> str:
        for theirs, ours in self.ours.items():
            text = text.replace(theirs, ours)
        return text.replace(HOST, self.base)

    def _learn(self, told: Any, answer: Answer) -> None:
        """Pair the links of the recorded answer with those of ours, place by place."""
        if answer.status not in (200, 201) or not isinstance(told, dict):
            return
        theirs, ours = told, answer.json
        pairs = [
            (theirs.get("url"), ours.get("url")),
            *((theirs[key]["url"], ours[key]["url"]) for key in ("zaak",) if isinstance(theirs.get(key), dict)),
        ]
        for one, other in pairs:
            if isinstance(one, str) and isinstance(other, str) and _OWN.match(one):
                self.ours.setdefault(one.rpartition("/")[2], other.rpartition("/")[2])
        if "identificatie" in theirs and "bronorganisatie" in theirs:
            self.ours.setdefault(theirs["identificatie"], ours["identificatie"])
