"""The command that serves pages and API. A file of its own: no other needs gunicorn."""

from __future__ import annotations

import os

import click

from loket import create_base
from loket.db import db
from loket.routing.clients import refuse_practice
from loket.server import run_web
from loket.settings import Settings


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Adres en poort.")
@click.option("--workers", default=2, show_default=True, help="Processen.")
@click.option("--threads", default=8, show_default=True, help="Threads per proces.")
def web(bind: str, workers: int, threads: int) -> None:
    """Bied de pagina's en de API aan."""
    settings = Settings.load(os.environ)
    if not settings.demo:
        with create_base(settings).app_context():
            refuse_practice(db.session())
    run_web(settings, bind, workers, threads)
