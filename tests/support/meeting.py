"""Two threads that are in the same place of their work at once, so that what they may not do at once shows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import Connection, Engine, event

MOMENT = 0.3  # seconds: longer than the other needs, short enough for who is kept out and never comes
PATIENT = "SET LOCAL lock_timeout = '60s'"  # a machine may stand still longer than a desk waits; a circle is found in one


@contextmanager
def meeting(bind: Engine | Connection, fragment: str) -> Iterator[None]:
    """Each statement with this fragment ends for two threads together; when one is kept out, the other goes on after a moment.

    Who waits for a lock meanwhile gets it, however slow the machine, unless the two wait for each other.
    """
    both = threading.Barrier(2, timeout=MOMENT)

    def wait(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if fragment in statement:
            with suppress(threading.BrokenBarrierError):
                both.wait()

    def be_patient(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(PATIENT)

    event.listen(bind.engine, "after_cursor_execute", wait)
    event.listen(bind.engine, "begin", be_patient)
    try:
        yield
    finally:
        event.remove(bind.engine, "after_cursor_execute", wait)
        event.remove(bind.engine, "begin", be_patient)
