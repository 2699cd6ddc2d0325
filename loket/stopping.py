"""Being asked to stop, by SIGTERM or SIGINT."""

from __future__ import annotations

import os
import signal
import threading

SIGNALS = (signal.SIGTERM, signal.SIGINT)


def asked_to_stop() -> threading.Event:
    """Set when this process is asked to stop. To be called in the main thread.

    A handler in Python runs at the next step of the main thread, and that may never come: a signal that arrives just before an endless
    wait begins, or in another thread, wakes nobody. So no handler sets the event. What Python writes to the wakeup descriptor, at once
    and in any thread, wakes a thread that does.
    """
    stop = threading.Event()
    hears, says = os.pipe()
    os.set_blocking(says, False)  # as set_wakeup_fd asks: a signal never waits

    def listen() -> None:
        while os.read(hears, 1)[0] not in SIGNALS:
            pass
        stop.set()

    threading.Thread(target=listen, name="asked-to-stop", daemon=True).start()
    signal.set_wakeup_fd(says)
    for number in SIGNALS:
        signal.signal(number, lambda *_: None)  # without one of ours the process would end
    return stop
