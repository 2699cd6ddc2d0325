"""The command line: each command reads the settings, calls one part of Loket, and says what came of it."""

from __future__ import annotations

import json
import os
import platform
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path

import click
import flask_migrate

from loket import create_app, dispatcher_of
from loket.clock import run_clock
from loket.commands import OPERATOR, application, key, web_sessions
from loket.commands_conformance import conformance
from loket.commands_inventory import data, sbom
from loket.commands_organisation import organisatie
from loket.commands_zgw import zgw
from loket.db import db
from loket.demo import HOST, add_demo_client, run
from loket.errors import ConfigurationError, LoketError
from loket.logs import quiet_crashes
from loket.players import players
from loket.practice import create_practice, serve
from loket.queues import run_worker
from loket.routing import audit, logbook, retention, rights, rotation, succession
from loket.routing.catalogue_check import summary
from loket.routing.catalogue_files import load_catalogue
from loket.routing.clients import refuse_practice
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


main.add_command(conformance)
main.add_command(data)
main.add_command(key)
main.add_command(organisatie)
main.add_command(sbom)
main.add_command(web_sessions)
main.add_command(zgw)


@main.command()
@click.option("--bind", default=f"{HOST}:8000", show_default=True, help="Adres en poort.")
@click.option("--workers", default=2, show_default=True, help="Processen.")
@click.option("--threads", default=8, show_default=True, help="Threads per proces.")
def web(bind: str, workers: int, threads: int) -> None:
    """Bied de pagina's en de API aan."""
    settings = Settings.load(os.environ)
    if not settings.demo:
        with create_app(settings).app_context():
            refuse_practice(db.session())
    run_web(settings, bind, workers, threads)


@main.command()
def worker() -> None:
    """Bezorg wat klaarstaat zodra er iets klaarstaat (rq)."""
    quiet_crashes()
    app = application()
    url = app.extensions["loket"].settings.redis_url
    if url is None:
        raise ConfigurationError("LOKET_REDIS_URL ontbreekt. Zonder Redis bezorgt `loket clock`.")
    run_worker(url, f"{platform.node()}-{os.getpid()}", _stop_signal(), app.app_context().push)


@main.command()
def clock() -> None:
    """Kijk steeds wat er aan de beurt is: bezorgingen, termijnen, vastgelopen zaken."""
    quiet_crashes()
    app = application()
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
        players(load_catalogue(settings.config, os.environ), os.environ, settings.signing_keys),
        loket_url=settings.base_url,
        log_path=var / "oefenorganisaties.jsonl",
        delay=delay,
        state_path=var / "oefenorganisaties.json",
        persons=ROOT / "tests" / "data" / "brp_testpersonen.csv",
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
    app = application()
    with app.app_context():
        flask_migrate.upgrade(str(ROOT / "migrations"))
        if parts().settings.demo:
            add_demo_client(db.session(), parts().clock())


@main.command("gemeente-opvolgen")
@click.argument("oud")
@click.argument("nieuw")
def follow(oud: str, nieuw: str) -> None:
    """Laat gemeente NIEUW het lopende werk van de opgeheven gemeente OUD overnemen (gemeentecodes)."""
    with application().app_context():
        moved = succession.follow(context(MACHINE), oud, nieuw)
    click.echo(f"{moved} onderdelen gaan verder bij gemeente {nieuw}.")


@main.group("audit")
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


@main.group("sleutels")
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


@main.command("persoon-uitvoer")
def export_person() -> None:
    """Geef alle gegevens van een inwoner als JSON. Leest het BSN van de invoer: de opdrachtregel kan iedereen zien."""
    with application().app_context():
        document = rights.export_person(context(OPERATOR), sys.stdin.readline())
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


@main.command("bewaartermijnen-herrekenen")
def plan_again() -> None:
    """Laat een veranderde selectielijst ook gelden voor zaken die al gesloten waren."""
    with application().app_context():
        click.echo(f"{retention.plan_again(context(OPERATOR))} zaken krijgen een nieuwe bewaartermijn.")


def _stop_signal() -> threading.Event:
    """Set by SIGTERM and SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
