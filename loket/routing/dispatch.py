"""The drain: claims due deliveries for all organisations, calls them from a pool of threads, writes the results down.

Data flow: claim (``claims``) → commit → call (an adapter, outside any transaction) → result (``results``) → commit. A drain
assumes that it may be killed at any moment and that another one runs beside it: leases and fences are in the rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from loket.adapters.port import Adapter, Kind, Message, Result, Verdict
from loket.db import database_now
from loket.routing.catalogue import Catalogue
from loket.routing.claims import MOST_LOST_LEASES, Claim, claim, work_left
from loket.routing.context import MACHINE, Context
from loket.routing.ends import adapter_of, end_of
from loket.routing.results import Outcome, write
from loket.settings import Settings

log = structlog.get_logger()
POISON = Result(Verdict.RETRY, detail="drie keer afgebroken tijdens het bezorgen", answered=False)


@dataclass(frozen=True)
class Dispatcher:
    """What a drain needs. ``sessions`` makes a new session; ``clock`` None means the database's own time."""

    sessions: Callable[[], Session]
    catalogue: Catalogue
    adapters: Mapping[str, Adapter]
    settings: Settings
    clock: Callable[[], datetime] | None = None

    def now(self, session: Session) -> datetime:
        """The time by which leases and tries are measured."""
        return self.clock() if self.clock else database_now(session)


def drain(dispatcher: Dispatcher, seconds: float | None = None) -> bool:
    """Deliver what is due until nothing is left or ``seconds`` of work have passed; returns whether something is left."""
    ends = time.monotonic() + (dispatcher.settings.pace.drain if seconds is None else seconds)
    running: dict[Future[Outcome], Claim] = {}
    with ThreadPoolExecutor(dispatcher.settings.threads, thread_name_prefix="bezorgen") as pool:
        while True:
            fresh = _claim(dispatcher, dispatcher.settings.threads - len(running)) if time.monotonic() < ends else []
            for claimed, message in fresh:
                running[pool.submit(_call, dispatcher.adapters, claimed, message)] = claimed
            if not running:
                break
            done, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            for future in done:
                del running[future]
            _write(dispatcher, [future.result() for future in done])
    with dispatcher.sessions() as session:
        return work_left(session, dispatcher.catalogue, dispatcher.now(session))


def _claim(dispatcher: Dispatcher, slots: int) -> list[tuple[Claim, Message]]:
    if slots <= 0:
        return []
    settings = dispatcher.settings
    with dispatcher.sessions() as session:
        now = dispatcher.now(session)
        claims = claim(session, dispatcher.catalogue, settings.pace, now, slots, settings.per_organisation)
        found = [(one, _message(session, one, now)) for one in claims]
        session.commit()
        session.expunge_all()
        return found


def _message(session: Session, claimed: Claim, now: datetime) -> Message:
    row = claimed.delivery
    end = end_of(session, row)
    return Message(
        delivery_id=str(row.id),
        kind=Kind(row.kind),
        number=end.number,
        product=end.product,
        body=(row.body or "").encode(),
        created_at=row.created_at,
        attempt=claimed.attempt,
        traceparent=row.traceparent,
        reference=end.reference,
        target=end.target(now),
    )


def _call(adapters: Mapping[str, Adapter], claimed: Claim, message: Message) -> Outcome:
    """One try. An adapter that raises has broken: only this delivery suffers. Poison is not tried again: it may kill this worker too."""
    organisation = claimed.delivery.organisation
    if claimed.delivery.lost_leases >= MOST_LOST_LEASES:
        log.error("poison", organisation=organisation, delivery=message.delivery_id)
        return Outcome(claimed, POISON, 0)
    began = time.monotonic()
    try:
        result = adapters[adapter_of(organisation)].send(message)
    except Exception as error:
        log.exception("adapter_broke", organisation=organisation, delivery=message.delivery_id)
        result = Result(Verdict.RETRY, detail=f"adapter: {type(error).__name__}")
    milliseconds = int((time.monotonic() - began) * 1000)
    log.info(
        "delivery",
        organisation=organisation,
        delivery=message.delivery_id,
        kind=message.kind.value,
        attempt=claimed.attempt,
        verdict=result.verdict.value,
        status=result.status,
        milliseconds=milliseconds,
    )
    return Outcome(claimed, result, milliseconds)


def _write(dispatcher: Dispatcher, outcomes: list[Outcome]) -> None:
    """Write a batch in one transaction; when that fails, each by itself, so that one bad answer costs only itself."""
    if not outcomes:
        return
    try:
        _write_batch(dispatcher, outcomes)
    except Exception:
        log.exception("results_batch_failed", size=len(outcomes))
        for outcome in outcomes:
            _write_alone(dispatcher, outcome)


def _write_alone(dispatcher: Dispatcher, outcome: Outcome) -> None:
    try:
        _write_batch(dispatcher, [outcome])
    except Exception:
        log.exception("result_failed", delivery=str(outcome.claimed.delivery.id))  # its lease runs out and it is tried again


def _write_batch(dispatcher: Dispatcher, outcomes: list[Outcome]) -> None:
    with dispatcher.sessions() as session:
        now = dispatcher.now(session)
        settings = dispatcher.settings
        context = Context(
            session,
            dispatcher.catalogue,
            MACHINE,
            now,
            pace=settings.pace,
            base_url=settings.base_url,
            messages=settings.messages,
            practice=settings.demo,
        )
        write(context, outcomes)
        session.commit()
