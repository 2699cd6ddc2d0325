"""Commands that tell what is there: what the configuration holds, which data goes where, and what the software is made of."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from loket import __version__
from loket.commands import catalogue_to_read
from loket.routing.catalogue_check import summary
from loket.routing.catalogue_files import load_catalogue
from loket.routing.data_page import page
from loket.sbom import bill
from loket.settings import ROOT


@click.command()
@click.option("--oefenen", "practising", is_flag=True, help="Als in de oefenomgeving: met testnummers en oefenadressen.")
def check(practising: bool) -> None:
    """Kijk of de configuratie klopt en vertel wat erin staat."""
    config = Path(os.environ.get("LOKET_CONFIG") or ROOT / "config")
    practice_address = {"LOKET_DEMO": "1", "LOKET_PRACTICE_URL": "http://127.0.0.1:8001"} if practising else {}
    click.echo(summary(load_catalogue(config, {**os.environ, **practice_address})))


@click.command("gegevens")
def data() -> None:
    """Toon per product welke gegevens naar wie gaan, en op welke grondslag (Markdown)."""
    click.echo(page(catalogue_to_read()), nl=False)


@click.command()
def sbom() -> None:
    """Toon waar Loket van is gemaakt: elk pakket met versie en hash (CycloneDX 1.6, JSON)."""
    click.echo(json.dumps(bill(ROOT, __version__), indent=1, ensure_ascii=False))
