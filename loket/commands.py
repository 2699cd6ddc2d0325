"""Commands about who may come in (keys of programs, employees who are signed in), and what all files of commands share."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask

from loket import create_app
from loket.db import db
from loket.routing import sessions
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load
from loket.routing.clients import SCOPES, add_client
from loket.routing.context import MACHINE
from loket.settings import ROOT, Settings
from loket.web.parts import context, parts

#: Whoever sits at the command line; who that was stands in the machine's own log.
OPERATOR = replace(MACHINE, name="beheerder", origin="cli")


def application() -> Flask:
    """The application as the environment describes it."""
    return create_app(Settings.load(os.environ))


def catalogue_to_read() -> Catalogue:
    """The catalogue of ``LOKET_CONFIG`` or of this folder, test numbers and all: for commands that read it and call nobody in it."""
    config = Path(os.environ.get("LOKET_CONFIG") or ROOT / "config")
    return load(config, {"LOKET_PRACTICE_URL": "http://127.0.0.1:9", **os.environ}, demo=True)


@click.group()
def key() -> None:
    """Sleutels voor programma's die de API gebruiken."""


@key.command("add")
@click.argument("naam")
@click.option("--loket", "counter", help="Het loket waarvoor dit programma werkt.")
@click.option("--organisatie", "organisation", help="De organisatie waarvoor dit programma werkt.")
@click.option("--recht", "scopes", multiple=True, type=click.Choice(sorted(SCOPES)), help="Mag meer dan eens.")
def add_key(naam: str, counter: str | None, organisation: str | None, scopes: tuple[str, ...]) -> None:
    """Maak een sleutel; hij wordt één keer getoond."""
    with application().app_context():
        click.echo(add_client(db.session(), naam, scopes, counter, organisation, parts().clock()))


@click.group("sessies")
def web_sessions() -> None:
    """Wie er is ingelogd."""


@web_sessions.command("beeindigen")
@click.option("--account", required=True, help="Het account, zoals het in het auditlogboek staat.")
def end_sessions(account: str) -> None:
    """Log iemand overal uit, bijvoorbeeld omdat de rol is veranderd. Wie nog toegang heeft, kan opnieuw inloggen."""
    with application().app_context():
        click.echo(f"{sessions.end_all(context(OPERATOR), account)} sessies beëindigd.")
