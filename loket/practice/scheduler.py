"""Work that must be done later: one thread with a heap, and a small pool so that one slow call does not delay the others."""

from __future__ import annotations

import heapq
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count

Job = Callable[[], None]


class Scheduler:
    """Runs jobs after a delay, in the order in which they are due. ``stop`` drops what is not due and waits for what runs."""

    def __init__(self, workers: int = 8) -> None:
        self._heap: list[tuple[float, int, Job]] = []
        self._numbers = count()
        self._changed = threading.Condition()
        self._stopped = False
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="practice")
        self._thread = threading.Thread(target=self._run, name="practice-clock", daemon=True)
        self._thread.start()

    def later(self, seconds: float, job: Job) -> None:
        """Run ``job`` once, ``seconds`` from now; after ``stop`` it is dropped."""
        with self._changed:
            heapq.heappush(self._heap, (time.monotonic() + seconds, next(self._numbers), job))
            self._changed.notify()

    def stop(self) -> None:
        """Start nothing more and return when the running jobs are done."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        self._thread.join()
        self._pool.shutdown(cancel_futures=True)

    def _run(self) -> None:
        while job := self._due():
            self._pool.submit(job).add_done_callback(_tell)

    def _due(self) -> Job | None:
        with self._changed:
            while not self._stopped:
                wait = self._heap[0][0] - time.monotonic() if self._heap else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._heap)[2]
                self._changed.wait(wait)
        return None


def _tell(future: Future[None]) -> None:
    if not future.cancelled() and future.exception():
        logging.getLogger(__name__).error("a practice job failed", exc_info=future.exception())
