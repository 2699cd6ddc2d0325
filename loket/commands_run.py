"""The commands that keep running: web, worker and clock."""

from __future__ import annotations

import os
import platform

import click

from loket import create_app, dispatcher_of, refresh
from loket.clock import run_clock
from loket.commands import application
from loket.db import db
from loket.errors import ConfigurationError
from loket.logs import quiet_crashes
from loket.queues import run_worker
from loket.routing.clients import refuse_practice
from loket.routing.dispatch import Dispatcher
from loket.server import run_web
from loket.settings import Settings
from loket.stopping import asked_to_stop


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Adres en poort.")
@click.option("--workers", default=2, show_default=True, help="Processen.")
@click.option("--threads", default=8, show_default=True, help="Threads per proces.")
def web(bind: str, workers: int, threads: int) -> None:
    """Bied de pagina's en de API aan."""
    settings = Settings.load(os.environ)
    if not settings.demo:
        with create_app(settings).app_context():
            refuse_practice(db.session())
    run_web(settings, bind, workers, threads)


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
