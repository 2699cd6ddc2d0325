"""Commands for a security office: which data goes where, and what the software is made of."""

from __future__ import annotations

import json

import click

from loket import __version__
from loket.commands import catalogue_to_read
from loket.routing.data_page import page
from loket.sbom import bill
from loket.settings import ROOT


@click.command("gegevens")
def data() -> None:
    """Toon per product welke gegevens naar wie gaan, en op welke grondslag (Markdown)."""
    click.echo(page(catalogue_to_read()), nl=False)


@click.command()
def sbom() -> None:
    """Toon waar Loket van is gemaakt: elk pakket met versie en hash (CycloneDX 1.6, JSON)."""
    click.echo(json.dumps(bill(ROOT, __version__), indent=1, ensure_ascii=False))
