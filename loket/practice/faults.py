"""Answers as a system in trouble gives them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from flask import Response, stream_with_context

from loket.practice.scenarios import Scenario

HANG_SECONDS = 600.0
DRIP_SECONDS = 0.2
DRIPS = 3000  # ten minutes
RETRY_AFTER_SECONDS = 1

#: Open Zaak, and many a system behind a gateway, answers trouble with a page instead of JSON.
ERROR_PAGE = (
    '\n<!DOCTYPE html>\n<html lang="en">\n  <head>\n    <meta charset="utf-8">\n    <title>Server error</title>\n  </head>\n</html>\n'
)


def spoilt_answer(scenario: Scenario, stopping: threading.Event) -> Response:
    """The answer of one of the fault scenarios. ``time-out`` and ``druppelen`` last ten minutes, or until ``stopping`` is set."""
    if scenario is Scenario.GONE:
        return Response(status=410)
    if scenario is Scenario.BUSY:
        return Response(status=429, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    if scenario is Scenario.DRIP:
        return Response(stream_with_context(_drip(stopping)), 202, content_type="application/json")
    if scenario is Scenario.HANG:
        stopping.wait(HANG_SECONDS)
        return Response(status=503)
    return Response(ERROR_PAGE, 500, content_type="text/html; charset=utf-8")


def _drip(stopping: threading.Event) -> Iterator[bytes]:
    yield b"{"
    for _ in range(DRIPS):
        if stopping.wait(DRIP_SECONDS):
            return
        yield b" "
    yield b"}"
