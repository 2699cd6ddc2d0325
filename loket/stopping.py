"""Being asked to stop, by SIGTERM or SIGINT."""

from __future__ import annotations

import signal
import threading


def asked_to_stop() -> threading.Event:
    """Set when this process is asked to stop. To be called in the main thread.

    A handler runs between two steps of the main thread, which may just hold the event's own lock to wait for it: setting it there
    would wait for ever. So another thread does.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=stop.set, name="asked-to-stop").start())
    return stop
