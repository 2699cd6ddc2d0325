"""The command line: each command reads the settings, calls one part of Loket, and says what came of it."""

from __future__ import annotations

import os
import platform
import signal
import threading
from pathlib import Path

import click
import flask_migrate
from flask import Flask

from loket import create_app, dispatcher_of
from loket.clock import run_clock
from loket.db import db
from loket.demo import HOST, add_demo_client, run
from loket.errors import ConfigurationError, LoketError
from loket.players import players
from loket.practice import create_practice, serve
from loket.queues import run_worker
from loket.routing import succession
from loket.routing.catalogue_check import summary
from loket.routing.catalogue_files import load_catalogue
from loket.routing.clients import SCOPES, add_client
from loket.routing.context import MACHINE
from loket.server import run_web
from loket.settings import ROOT, Settings
from loket.supervisor import stop_at_eof
from loket.web.parts import context, parts


class Commands(click.Group):
    """Commands whose known errors are one clear text and exit code 1, without a stack trace."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (ConfigurationError, LoketError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Loket: één vraag erin, elke organisatie antwoordt, één gedeelde status eruit."""
    stop_at_eof(os.environ)


@main.command()
@click.option("--oefenen", "practising", is_flag=True, help="Als in de oefenomgeving: met testnummers en oefenadressen.")
def check(practising: bool) -> None:
    """Kijk of de configuratie klopt en vertel wat erin staat."""
    config = Path(os.environ.get("LOKET_CONFIG") or ROOT / "config")
    practice_address = {"LOKET_DEMO": "1", "LOKET_PRACTICE_URL": f"http://{HOST}:8001"} if practising else {}
    click.echo(summary(load_catalogue(config, {**os.environ, **practice_address})))


@main.command()
@click.option("--bind", default=f"{HOST}:8000", show_default=True, help="Adres en poort.")
@click.option("--workers", default=2, show_default=True, help="Processen.")
@click.option("--threads", default=8, show_default=True, help="Threads per proces.")
def web(bind: str, workers: int, threads: int) -> None:
    """Bied de pagina's en de API aan."""
    run_web(Settings.load(os.environ), bind, workers, threads)


@main.command()
def worker() -> None:
    """Bezorg wat klaarstaat zodra er iets klaarstaat (rq)."""
    app = _app()
    url = app.extensions["loket"].settings.redis_url
    if url is None:
        raise ConfigurationError("LOKET_REDIS_URL ontbreekt. Zonder Redis bezorgt `loket clock`.")
    run_worker(url, f"{platform.node()}-{os.getpid()}", _stop_signal(), app.app_context().push)


@main.command()
def clock() -> None:
    """Kijk steeds wat er aan de beurt is: bezorgingen, termijnen, vastgelopen zaken."""
    app = _app()
    run_clock(dispatcher_of(app), app.extensions["loket"].waker, _stop_signal())


@main.command()
@click.option("--port", required=True, type=int)
@click.option(
    "--delay", default=1.0, show_default=True, envvar="LOKET_PRACTICE_DELAY", help="Seconden tussen twee berichten van een organisatie."
)
def practice(port: int, delay: float) -> None:
    """Speel alle organisaties (alleen om te oefenen)."""
    settings = Settings.load(os.environ)
    if not settings.demo:
        raise ConfigurationError("Oefenorganisaties draaien alleen in de oefenomgeving (LOKET_DEMO=1).")
    var = Path(os.environ.get("LOKET_VAR") or ROOT / "var")
    app = create_practice(
        players(load_catalogue(settings.config, os.environ), os.environ),
        loket_url=settings.base_url,
        log_path=var / "oefenorganisaties.jsonl",
        delay=delay,
        state_path=var / "oefenorganisaties.json",
    )
    serve(app, HOST, port)


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(port: int) -> None:
    """Draai alles op deze machine, met oefenorganisaties."""
    config = Path(os.environ.get("LOKET_CONFIG") or ROOT / "config")
    run(config, Path(os.environ.get("LOKET_VAR") or ROOT / "var"), port, os.environ)


@main.group("db")
def database() -> None:
    """De database."""


@database.command()
def upgrade() -> None:
    """Breng de tabellen op de laatste stand; in de oefenomgeving komt ook de oefensleutel erin."""
    app = _app()
    with app.app_context():
        flask_migrate.upgrade(str(ROOT / "migrations"))
        if parts().settings.demo:
            add_demo_client(db.session(), parts().clock())


@main.group()
def key() -> None:
    """Sleutels voor programma's die de API gebruiken."""


@key.command("add")
@click.argument("naam")
@click.option("--loket", "counter", help="Het loket waarvoor dit programma werkt.")
@click.option("--organisatie", "organisation", help="De organisatie waarvoor dit programma werkt.")
@click.option("--recht", "scopes", multiple=True, type=click.Choice(sorted(SCOPES)), help="Mag meer dan eens.")
def add_key(naam: str, counter: str | None, organisation: str | None, scopes: tuple[str, ...]) -> None:
    """Maak een sleutel; hij wordt één keer getoond."""
    with _app().app_context():
        click.echo(add_client(db.session(), naam, scopes, counter, organisation, parts().clock()))


@main.command("gemeente-opvolgen")
@click.argument("oud")
@click.argument("nieuw")
def follow(oud: str, nieuw: str) -> None:
    """Laat gemeente NIEUW het lopende werk van de opgeheven gemeente OUD overnemen (gemeentecodes)."""
    with _app().app_context():
        moved = succession.follow(context(MACHINE), oud, nieuw)
    click.echo(f"{moved} onderdelen gaan verder bij gemeente {nieuw}.")


def _app() -> Flask:
    return create_app(Settings.load(os.environ))


def _stop_signal() -> threading.Event:
    """Set by SIGTERM and SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
