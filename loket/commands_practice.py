"""The commands for practising: Loket on one machine with everything around it, and the organisations alone."""

from __future__ import annotations

import os
from pathlib import Path

import click

from loket.demo import HOST, run
from loket.errors import ConfigurationError
from loket.players import players
from loket.practice import create_practice, serve
from loket.routing.catalogue_files import load_catalogue
from loket.settings import ROOT, Settings


@click.command()
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
        players(load_catalogue(settings.config, os.environ), os.environ, settings.signing_keys),
        loket_url=settings.base_url,
        log_path=var / "oefenorganisaties.jsonl",
        delay=delay,
        state_path=var / "oefenorganisaties.json",
        persons=ROOT / "tests" / "data" / "brp_testpersonen.csv",
    )
    serve(app, HOST, port)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def demo(port: int) -> None:
    """Draai alles op deze machine, met oefenorganisaties."""
    config = Path(os.environ.get("LOKET_CONFIG") or ROOT / "config")
    run(config, Path(os.environ.get("LOKET_VAR") or ROOT / "var"), port, os.environ)
