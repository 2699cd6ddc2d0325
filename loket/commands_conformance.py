"""The command that an organisation's engineers run against their own endpoint: is the connection as Loket needs it?"""

from __future__ import annotations

import os
from pathlib import Path

import click

from loket.commands import catalogue_to_read
from loket.conformance import report
from loket.conformance.line import Line
from loket.conformance.listener import Listener
from loket.conformance.messages import Composer
from loket.conformance.play import failed, play
from loket.conformance.words import HEAD
from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.entries import Organisation, Product


@click.command()
@click.option("--organisation", "slug", required=True, help="De organisatie, zoals in organisaties.toml.")
@click.option("--url", required=True, help="Haar adres, zonder /verzoeken.")
@click.option("--secret-env", required=True, help="De omgevingsvariabele met het geheim.")
@click.option("--next-secret-env", help="Die met het volgende geheim: dan wordt het wisselen getoetst.")
@click.option("--product", "product", help="Het product waar de toetsberichten over gaan; anders het eerste.")
@click.option("--listen", default="127.0.0.1:0", show_default=True, help="Waar de toets naar meldingen luistert; poort 0 is een vrije.")
@click.option("--callback-url", help="Hoe de organisatie dat adres bereikt, als dat van buiten anders is.")
@click.option(
    "--wait", default=30.0, show_default=True, type=click.FloatRange(0, 86_400), help="Seconden waarin de meldingen moeten komen."
)
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Schrijf de uitslag ook als JUnit XML.")
@click.pass_context
def conformance(
    ctx: click.Context,
    slug: str,
    url: str,
    secret_env: str,
    next_secret_env: str | None,
    product: str | None,
    listen: str,
    callback_url: str | None,
    wait: float,
    junit: Path | None,
) -> None:
    """Toets of een organisatie goed op Loket is aangesloten; eindigt met 1 bij een fout.

    Stuurt testgegevens en laat die staan: gebruik de testomgeving van de organisatie.
    """
    catalogue = catalogue_to_read()
    organisation = _organisation(catalogue, slug)
    secrets = tuple(_secret(name) for name in (secret_env, next_secret_env) if name)
    line = Line(organisation, url.rstrip("/"), secrets)
    chosen = _product(catalogue, organisation, product)
    with _listener(listen, secrets) as listener:
        back = (callback_url or listener.url).rstrip("/")
        click.echo(HEAD.format(naam=organisation.name, adres=url, product=chosen.slug, terug=back) + "\n")
        findings = play(Composer(catalogue, organisation, chosen, back), line, listener, wait)
    click.echo("\n".join(report.lines(findings)))
    if junit:
        junit.write_bytes(report.junit(findings, slug))
    ctx.exit(1 if any(failed(findings)) else 0)


def _organisation(catalogue: Catalogue, slug: str) -> Organisation:
    found = catalogue.organisations.get(slug)
    if found is None:
        raise ConfigurationError(f"De organisatie {slug} staat niet in organisaties.toml.")
    return found


def _product(catalogue: Catalogue, organisation: Organisation, wanted: str | None) -> Product:
    """The product that was asked for; else the first of its own, else the first that everybody has."""
    products = {product.slug: product for product in catalogue.products_of(organisation)}
    if wanted:
        if wanted not in products:
            raise ConfigurationError(f"{organisation.slug} heeft geen product {wanted}. Wel: {', '.join(products)}.")
        return products[wanted]
    if not products:
        raise ConfigurationError(f"{organisation.slug} heeft nog geen producten.")
    return next((product for product in products.values() if product.executor == organisation.slug), next(iter(products.values())))


def _secret(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ConfigurationError(f"{name} is leeg of staat niet in de omgeving.")
    return value


def _listener(listen: str, secrets: tuple[str, ...]) -> Listener:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise ConfigurationError(f"--listen {listen}: dit moet adres:poort zijn, zoals 127.0.0.1:9001.")
    try:
        return Listener(host, int(port), secrets)
    except OSError as error:
        raise ConfigurationError(f"--listen {listen}: hier kan niet worden geluisterd ({error.strerror}).") from error
