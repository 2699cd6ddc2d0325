"""Commands about what an organisation's programs left behind: what a thief of an API key may have made is seen here, and ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import click

from loket.commands import OPERATOR, application
from loket.errors import NotFound
from loket.routing import logbook, organisation_keys, subscriptions
from loket.routing.context import Context
from loket.web.parts import context, parts

NOBODY = "onbekend"  #: it was made before the audit log began
slug = click.argument("organisatie")


@click.group()
def organisatie() -> None:
    """Wat de programma's van een organisatie hebben gemaakt."""


@organisatie.command("sleutels")
@slug
@click.option("--intrekken", "revoked", type=click.UUID, help="Het id van de sleutel die vanaf nu niets meer bewijst.")
def keys(organisatie: str, revoked: UUID | None) -> None:
    """Toon de geldige openbare sleutels van een organisatie, of trek er een in."""
    with application().app_context():
        acting = _of(organisatie)
        if revoked:
            organisation_keys.revoke(acting, revoked)
            click.echo(f"Sleutel {revoked} is ingetrokken.")
            return
        for row in organisation_keys.keys_of(acting):
            _line(row.id, row.kind.value, row.created_at, row.created_by)


@organisatie.command("abonnementen")
@slug
@click.option("--beeindigen", "ended", type=click.UUID, help="Het id van het abonnement waar niets meer heen gaat.")
def subscribed(organisatie: str, ended: UUID | None) -> None:
    """Toon de abonnementen van een organisatie, of beëindig er een."""
    with application().app_context():
        acting = _of(organisatie)
        if ended:
            subscriptions.end(acting, ended)
            click.echo(f"Abonnement {ended} is beëindigd.")
            return
        for row in subscriptions.listed(acting):
            _line(row.id, row.address, row.created_at, logbook.by_whom(acting, "abonnement-maken", str(row.id)) or NOBODY)


def _of(organisatie: str) -> Context:
    """The operator, for this one organisation; NotFound when the catalogue has none of that name: a typing error must not look clean."""
    if organisatie not in parts().catalogue.organisations:
        raise NotFound(f"Organisatie {organisatie} staat niet in de configuratie.")
    return context(replace(OPERATOR, organisation=organisatie))


def _line(row_id: UUID, what: str, made: datetime, maker: str) -> None:
    click.echo(f"{row_id}  {what}  {made:%Y-%m-%dT%H:%M:%SZ}  {maker}")
