"""What is remembered of a gemeente's catalogue."""

from __future__ import annotations

import json
from typing import Any

from loket.adapters.http import Client
from loket.adapters.zgw_catalogue import CaseTypes
from loket.adapters.zgw_client import Line, Session
from tests.adapters.serving import wsgi


def test_a_type_is_asked_once_and_the_memory_has_an_end(client: Client) -> None:
    asked: list[str] = []

    def catalogue(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"url": environ["PATH_INFO"]}).encode()]

    types = CaseTypes(most=2)
    with wsgi(catalogue) as base:
        session = Session(Line(base, base, base, base, base, "loket", "geheim", 10), client, "")
        for path in ("/1", "/2", "/1", "/3", "/3", "/2", "/1"):
            assert types.entry(session, f"{base}{path}") == {"url": path}
    assert asked == ["/1", "/2", "/3", "/1"]  # the third put out the first
