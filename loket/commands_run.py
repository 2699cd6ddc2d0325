"""The commands that keep running without serving anybody: worker and clock."""

from __future__ import annotations

import os
import platform

import click

from loket import dispatcher_of, refresh
from loket.clock import run_clock
from loket.commands import application
from loket.errors import ConfigurationError
from loket.logs import quiet_crashes
from loket.queues import run_worker
from loket.routing.dispatch import Dispatcher
from loket.stopping import asked_to_stop


@click.command()
def worker() -> None:
    """Bezorg wat klaarstaat zodra er iets klaarstaat (rq)."""
    quiet_crashes()
    app = application()
    url = app.extensions["loket"].settings.redis_url
    if url is None:
        raise ConfigurationError("LOKET_REDIS_URL ontbreekt. Zonder Redis bezorgt `loket clock`.")
    run_worker(url, f"{platform.node()}-{os.getpid()}", asked_to_stop(), app.app_context().push)


@click.command()
def clock() -> None:
    """Kijk steeds wat er aan de beurt is: bezorgingen, termijnen, vastgelopen zaken."""
    quiet_crashes()
    app = application()

    def current() -> Dispatcher:
        refresh(app)
        return dispatcher_of(app)

    run_clock(current, app.extensions["loket"].waker, asked_to_stop())
