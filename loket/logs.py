"""What Loket writes to standard output: one JSON object a line, and never the text of an exception, which may hold personal data."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog


def configure() -> None:
    """Have every log line of this process written so; does nothing the second time."""
    if not structlog.is_configured():
        structlog.configure(
            processors=[
                structlog.contextvars.merge_contextvars,
                structlog.processors.add_log_level,
                structlog.dev.set_exc_info,
                _tell_the_place_only,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ]
        )


def quiet_crashes() -> None:
    """Have an error that ends this process, or a thread of it, told by its kind and place. For programs whose output is kept."""
    sys.excepthook = lambda _kind, error, _trace: _crashed(error)
    threading.excepthook = lambda crash: _crashed(crash.exc_value)


def _crashed(error: BaseException | None) -> None:
    structlog.get_logger().critical("crashed", error=type(error).__name__, frames=frames(error) if error else [])


def frames(error: BaseException) -> list[str]:
    """Where an error came from: function, file and line of each frame. No source, no values, no text of the error."""
    return [f"{frame.name} {frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]


def _tell_the_place_only(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: the kind of an exception and its frames, in place of its text and values.

    An error of the database quotes the row, one of a parser quotes what it read.
    """
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    return event if error is None else {**event, "error": type(error).__name__, "frames": frames(error)}
