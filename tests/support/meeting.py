"""Two threads that are in the same place of their work at once, so that what they may not do at once shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, event

MOMENT = 0.3  # seconds: longer than the other needs, short enough for who is kept out and never comes


@contextmanager
def meeting(bind: Engine | Connection, fragment: str) -> Iterator[None]:
    """Each statement with this fragment ends for two threads together; when one is kept out, the other goes on after a moment."""
    both = threading.Barrier(2, timeout=MOMENT)

    def wait(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if fragment in statement:
            with suppress(threading.BrokenBarrierError):
                both.wait()

    event.listen(bind.engine, "after_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(bind.engine, "after_cursor_execute", wait)
