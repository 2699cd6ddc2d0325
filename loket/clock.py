"""The clock: a small loop under a lease row, so that any number of clock processes tick as one."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable

import structlog
from sqlalchemy.exc import DBAPIError

from loket.queues import Waker
from loket.routing import alert_outbox, alerts, announcing, audit, line_hours, outage_log, pull, reading, retention, sweep
from loket.routing.arrears import handling
from loket.routing.claims import work_left
from loket.routing.context import MACHINE, Context
from loket.routing.dispatch import Dispatcher, drain
from loket.routing.figures import folding
from loket.routing.tailored import talks

log = structlog.get_logger()
LEASE_SECONDS = 15.0
NAME = "klok"


def run_clock(current: Callable[[], Dispatcher], waker: Waker, stop: threading.Event) -> None:
    """Tick until ``stop`` is set. Survives a database that is away; whoever holds the lease ticks, the others wait for it.

    ``current`` is asked before each tick: the configuration may have changed since the last.
    """
    holder = f"{socket.gethostname()}-{os.getpid()}"
    next_terms = 0.0
    dispatcher = current()
    noted = dispatcher.catalogue.version
    if dispatcher.settings.alerts.lines:
        threading.Thread(target=send_alerts, args=(dispatcher, stop), name="meldingen", daemon=True).start()
    while not stop.wait(dispatcher.settings.pace.sweep):
        try:
            dispatcher = current()
            if not _hold(dispatcher, holder):
                continue
            note_configuration(dispatcher, noted)
            noted = dispatcher.catalogue.version
            seal(dispatcher)
            tell(dispatcher)
            deliver(dispatcher, waker)
            if time.monotonic() >= next_terms:
                next_terms = time.monotonic() + dispatcher.settings.pace.terms
                look(dispatcher)
                alert(dispatcher)
                destroy(dispatcher)
            count(dispatcher)  # last: nothing that a citizen waits for comes after it
        except DBAPIError as error:
            log.warning("clock_lost_database", error=type(error).__name__)


def send_alerts(dispatcher: Dispatcher, stop: threading.Event) -> None:
    """Send alerts until ``stop`` is set, beside the ticks: a mail server that hangs delays no seal and no event.

    It needs no lease: each message is claimed by its own row.
    """
    while not stop.wait(dispatcher.settings.pace.sweep):
        try:
            alert_outbox.send(dispatcher)
        except DBAPIError as error:
            log.warning("alerts_lost_database", error=type(error).__name__)


def _hold(dispatcher: Dispatcher, holder: str) -> bool:
    with dispatcher.sessions() as session:
        return sweep.hold_lease(session, NAME, holder, dispatcher.now(session), LEASE_SECONDS)


def note_configuration(dispatcher: Dispatcher, before: str) -> None:
    """Have it written down when another configuration than ``before`` is in use."""
    if dispatcher.catalogue.version != before:
        with dispatcher.sessions() as session:
            audit.note_configuration(Context(session, dispatcher.catalogue, MACHINE, dispatcher.now(session)), before)


def seal(dispatcher: Dispatcher) -> None:
    """Seal what was logged since. A file outside the database that cannot be written stops nothing: the next look tries again."""
    with dispatcher.sessions() as session:
        try:
            audit.seal(Context(session, dispatcher.catalogue, MACHINE, dispatcher.now(session)), dispatcher.settings.audit_file)
        except OSError as error:
            log.error("audit_file_unwritable", error=type(error).__name__)


def tell(dispatcher: Dispatcher) -> None:
    """Plan the events for who subscribed, of what was committed since."""
    with dispatcher.sessions() as session:
        context = Context(session, dispatcher.catalogue, MACHINE, dispatcher.now(session), base_url=dispatcher.settings.base_url)
        announcing.announce(context)


def count(dispatcher: Dispatcher) -> None:
    """Count again what changed, for the figures."""
    with dispatcher.sessions() as session:
        folding.fold(Context(session, dispatcher.catalogue, MACHINE, dispatcher.now(session)))


def deliver(dispatcher: Dispatcher, waker: Waker) -> bool:
    """Deliver what is due: wake a worker, and if none took it up by the next look, do the work here. Returns whether work was left."""
    with dispatcher.sessions() as session:
        left = work_left(session, dispatcher.catalogue, dispatcher.now(session))
    if left and (not waker.wake() or _nobody_works(dispatcher)):
        return drain(dispatcher, seconds=LEASE_SECONDS / 3)
    return left


def _nobody_works(dispatcher: Dispatcher) -> bool:
    """Whether due work stays untouched although a worker was woken: wait a moment and look again."""
    time.sleep(min(1.0, dispatcher.settings.pace.sweep))
    with dispatcher.sessions() as session:
        return work_left(session, dispatcher.catalogue, dispatcher.now(session))


def look(dispatcher: Dispatcher) -> None:
    """See what time changed: outages, norms, terms, old cases, what need not be kept."""
    steps: tuple[Callable[[Context], object], ...] = (
        pull.follow_configuration,
        sweep.look_at_outages,
        outage_log.look,
        sweep.look_at_norms,
        sweep.look_at_terms,
        sweep.look_again,
        sweep.look_at_fetches,
        sweep.look_at_handovers,
        sweep.look_at_promises,
        sweep.look_at_tables,
        reading.look_at_readings,
        sweep.close_old,
        sweep.forget,
        line_hours.forget,
        handling.forget,
        talks.end_with_case,
    )
    for step in steps:
        with dispatcher.sessions() as session:
            now = dispatcher.now(session)
            step(Context(session, dispatcher.catalogue, MACHINE, now, pace=dispatcher.settings.pace, base_url=dispatcher.settings.base_url))


def alert(dispatcher: Dispatcher) -> None:
    """Plan what supervisors must hear now; nothing while alerts are off."""
    if dispatcher.settings.alerts.lines:
        with dispatcher.sessions() as session:
            now = dispatcher.now(session)
            context = Context(session, dispatcher.catalogue, MACHINE, now, base_url=dispatcher.settings.base_url)
            alerts.look(context, dispatcher.settings.alerts)


def destroy(dispatcher: Dispatcher) -> None:
    """Destroy what has been kept long enough. What cannot be exported first is not destroyed: the next look tries again."""
    with dispatcher.sessions() as session:
        context = Context(session, dispatcher.catalogue, MACHINE, dispatcher.now(session))
        try:
            retention.expire(context, dispatcher.settings.export_dir)
            retention.clear_exports(context, dispatcher.settings.export_dir)
        except OSError as error:
            log.error("export_folder_unwritable", error=type(error).__name__)
