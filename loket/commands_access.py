"""Commands about who may come in: keys of programs, and employees who are signed in."""

from __future__ import annotations

import click

from loket.commands import OPERATOR, application
from loket.db import db
from loket.routing import sessions
from loket.routing.clients import SCOPES, add_client
from loket.web.parts import context, parts


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
