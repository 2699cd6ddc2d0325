"""Commands about what is kept: the tables, the logs, the keys they are encrypted with, one person's data, and how long."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from loket.commands import OPERATOR, application
from loket.db import db
from loket.migrating import upgrade as migrate
from loket.routing import audit, logbook, retention, rights, rotation, succession
from loket.routing.clients import add_practice_client
from loket.routing.context import MACHINE
from loket.routing.figures import recount
from loket.web.parts import context, parts


@click.group("db")
def database() -> None:
    """De database."""


@database.command()
def upgrade() -> None:
    """Breng de tabellen op de laatste stand; in de oefenomgeving komt ook de oefensleutel erin."""
    app = application()
    migrate(app)
    with app.app_context():
        if parts().settings.demo:
            add_practice_client(db.session(), parts().clock())


@click.command("gemeente-opvolgen")
@click.argument("oud")
@click.argument("nieuw")
def follow(oud: str, nieuw: str) -> None:
    """Laat gemeente NIEUW het lopende werk van de opgeheven gemeente OUD overnemen (gemeentecodes)."""
    with application().app_context():
        moved = succession.follow(context(MACHINE), oud, nieuw)
    click.echo(f"{moved} onderdelen gaan verder bij gemeente {nieuw}.")


@click.group("audit")
def auditing() -> None:
    """Het auditlogboek en het verwerkingenlogboek."""


@auditing.command("verify")
@click.option("--bestand", "outside", type=click.Path(path_type=Path), help="Het bestand met zegels; anders LOKET_AUDIT_FILE.")
def verify_audit(outside: Path | None) -> None:
    """Controleer of niemand de logboeken heeft veranderd; eindigt met 1 als er iets niet klopt."""
    app = application()
    with app.app_context():
        report = audit.verify(context(OPERATOR), outside or parts().settings.audit_file)
    for finding in report.findings:
        click.echo(str(finding))
    if report.findings:
        raise click.ClickException(f"{len(report.findings)} bevindingen bij {report.rows} verzegelde rijen.")
    click.echo(f"De logboeken kloppen: {report.rows} rijen in {report.seals} zegels.")


@auditing.command("export")
@click.option("--van", "first", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Eerste dag.")
@click.option("--tot", "last", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Laatste dag, die telt mee.")
def export_audit(first: datetime, last: datetime) -> None:
    """Geef beide logboeken van een periode, als JSON per regel."""
    with application().app_context():
        for line in logbook.export(context(OPERATOR), first.date(), last.date()):
            click.echo(json.dumps(line, ensure_ascii=False))


@click.group("sleutels")
def encryption() -> None:
    """De sleutels waarmee gegevens versleuteld zijn."""


@encryption.command("tonen")
def show_keys() -> None:
    """Toon van elke sleutel de naam en hoeveel waarden hem nog gebruiken."""
    with application().app_context():
        for key_id, count in rotation.key_use(db.session()).items():
            click.echo(f"{key_id}: {count} waarden{', versleutelt nu' if key_id == parts().settings.current_key else ''}")


@encryption.command("roteren")
def rotate_keys() -> None:
    """Versleutel alles opnieuw met de laatste sleutel van LOKET_KEYS. Loket kan blijven draaien; opnieuw starten mag."""
    with application().app_context():
        changed = rotation.rotate(context(OPERATOR))
    for name, count in changed.items():
        click.echo(f"{name}: {count}")
    click.echo(f"{sum(changed.values())} waarden opnieuw versleuteld.")


@encryption.command("opzoeken-roteren")
def rotate_lookup() -> None:
    """Bereken de opzoekwaarde van elk BSN opnieuw met LOKET_LOOKUP_KEY."""
    with application().app_context():
        changed, doubles = rotation.rotate_lookup(context(OPERATOR))
    click.echo(f"{changed} opzoekwaarden vernieuwd.")
    if doubles:
        raise click.ClickException(f"{doubles} personen staan er dubbel in; laat LOKET_LOOKUP_KEY_ALSO staan.")


@click.command("persoon-uitvoer")
def export_person() -> None:
    """Geef alle gegevens van een inwoner als JSON. Leest het BSN van de invoer: de opdrachtregel kan iedereen zien."""
    with application().app_context():
        document = rights.export_person(context(OPERATOR), sys.stdin.readline())
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@click.group("cijfers")
def figures() -> None:
    """De cijfers."""


@figures.command("hertellen")
def count_again() -> None:
    """Tel alle cijfers opnieuw en herstel wat niet klopte; eindigt met 1 als er iets niet klopte. De klok telt dan even niet."""
    with application().app_context():
        found = recount.recount(context(OPERATOR))
    click.echo(f"{found.cases} zaken geteld, waarvan {found.stale} nog niet waren bijgewerkt.")
    if found.wrong:
        raise click.ClickException(f"{found.wrong} tellingen klopten niet. Ze zijn hersteld.")


@click.command("bewaartermijnen-herrekenen")
def plan_again() -> None:
    """Laat een veranderde selectielijst ook gelden voor zaken die al gesloten waren."""
    with application().app_context():
        click.echo(f"{retention.plan_again(context(OPERATOR))} zaken krijgen een nieuwe bewaartermijn.")
