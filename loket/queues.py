"""Redis (or Valkey): wakes the drain and counts for rate limits. The database is the truth: whatever is lost here costs seconds.

One queue, one job, one wake-up key: however many cases come in, at most one wake-up waits at a time (performance §2).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import structlog
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue, SimpleWorker
from rq.exceptions import StopRequested
from rq.serializers import JSONSerializer

log = structlog.get_logger()

QUEUE = "loket"
WAKE_KEY = "loket:wek"
WAKE_SECONDS = 5
JOB = "loket.drain_job"
JOB_SECONDS = 60


class DrainFailed(Exception):
    """A drain ended early; the text is only the kind of error. rq writes it into the log and into Redis, with the frames."""


class Waker:
    """Wakes a drain after a commit. Never raises: errors are counted in ``failures`` and the sweep delivers."""

    def __init__(self, url: str | None) -> None:
        self.failures = 0
        self._redis = connect(url) if url else None

    def wake(self) -> bool:
        """Ask for a drain unless one was asked for already; False when Redis cannot be reached or is not there."""
        if self._redis is None:
            return False
        try:
            if self._redis.set(WAKE_KEY, "1", nx=True, ex=WAKE_SECONDS):
                queue = Queue(QUEUE, connection=self._redis, serializer=JSONSerializer)
                queue.enqueue(JOB, job_timeout=JOB_SECONDS, result_ttl=0, failure_ttl=3600)
        except RedisError:
            self.failures += 1
            log.warning("wake_failed", failures=self.failures)
            return False
        return True

    def answer(self) -> None:
        """The drain begins: from now on a new wake-up starts another drain. Never raises."""
        try:
            if self._redis is not None:
                self._redis.delete(WAKE_KEY)
        except RedisError:
            self.failures += 1

    def allow(self, bucket: str, limit: int, seconds: int) -> bool:
        """Count one call in ``bucket``; False past ``limit`` calls in a window of ``seconds``. Open when Redis is away."""
        if self._redis is None:
            return True
        key = f"loket:maat:{bucket}"
        try:
            with self._redis.pipeline() as pipe:
                pipe.incr(key)
                pipe.expire(key, seconds, nx=True)
                count, _ = pipe.execute()
        except RedisError:
            self.failures += 1
            return True
        return int(count) <= limit

    def spent(self, bucket: str, limit: int) -> bool:
        """Whether ``limit`` calls were counted in ``bucket`` already; counts nothing itself. False when Redis is away."""
        if self._redis is None:
            return False
        try:
            count: Any = self._redis.get(f"loket:maat:{bucket}")
        except RedisError:
            self.failures += 1
            return False
        return int(count or 0) >= limit

    def reachable(self) -> bool:
        """Whether Redis answers now."""
        try:
            return self._redis is not None and bool(self._redis.ping())
        except RedisError:
            return False


def connect(url: str, *, patient: bool = False) -> Redis:
    """A client that gives up within a second, so that intake never waits for Redis; ``patient`` for a worker's blocking reads."""
    if patient:
        return Redis.from_url(url, socket_connect_timeout=2)
    return Redis.from_url(url, socket_connect_timeout=0.3, socket_timeout=1.0, retry=Retry(NoBackoff(), 0))


class _Worker(SimpleWorker):
    """One worker on our queue. It leaves its loop when ``stop`` is set, and also when Redis was away in the middle of a job."""

    max_connection_wait_time = 5  # seconds between two tries to reach Redis

    def __init__(self, url: str, name: str, stop: threading.Event) -> None:
        self._stop_asked = stop
        queues, connection = [QUEUE], connect(url, patient=True)
        super().__init__(queues, connection=connection, name=name, serializer=JSONSerializer, worker_ttl=30, maintenance_interval=15)
        self.log_result_lifespan = False

    def check_for_suspension(self, burst: bool) -> None:
        """Before each job: a signal that came before rq listened to signals is heard here."""
        if self._stop_asked.is_set():
            raise StopRequested
        super().check_for_suspension(burst)


def run_worker(url: str, name: str, stop: threading.Event, prepare: Callable[[], None]) -> None:
    """Work off wake-ups until ``stop`` (of ``asked_to_stop``) is set; comes back by itself when Redis was away."""
    prepare()
    while not stop.is_set():
        try:
            _Worker(url, name, stop).work(logging_level="WARNING")
        except RedisError:
            log.warning("worker_lost_redis")
        stop.wait(1.0)
