"""The command that an organisation's engineers run against their own endpoint: is the connection as Loket needs it?"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

from loket.commands import catalogue_to_read
from loket.conformance import report
from loket.conformance.findings import Finding
from loket.conformance.line import Line
from loket.conformance.listener import Listener
from loket.conformance.messages import Composer
from loket.conformance.play import failed, play
from loket.conformance.pull import play_pull
from loket.conformance.pull_server import PullServer
from loket.conformance.words import HEAD, HEAD_PULL
from loket.errors import ConfigurationError
from loket.routing.catalogue import Catalogue
from loket.routing.entries import Organisation, Product

_Server = TypeVar("_Server", Listener, PullServer)


@click.command()
@click.option("--organisation", "slug", required=True, help="De organisatie, zoals in organisaties.toml.")
@click.option("--url", help="Haar adres, zonder /verzoeken.")
@click.option(
    "--pull", is_flag=True, help="In plaats van --url: zij haalt zelf op, bij het adres van --listen, met het geheim als sleutel."
)
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
    url: str | None,
    pull: bool,
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
    if bool(url) == pull:
        raise ConfigurationError("Geef --url voor wie wordt aangeroepen, of --pull voor wie zelf ophaalt.")
    catalogue = catalogue_to_read()
    organisation = _organisation(catalogue, slug)
    secrets = tuple(_secret(name) for name in (secret_env, next_secret_env) if name)
    place = Place(catalogue, organisation, _product(catalogue, organisation, product), *_address(listen), callback_url, wait)
    findings = _pulled(place, secrets[0]) if pull else _pushed(place, (url or "").rstrip("/"), secrets)
    click.echo("\n".join(report.lines(findings)))
    if junit:
        junit.parent.mkdir(parents=True, exist_ok=True)
        junit.write_bytes(report.junit(findings, slug))
    ctx.exit(1 if any(failed(findings)) else 0)


@dataclass(frozen=True, slots=True)
class Place:
    """What is tested, about which product, and where the kit listens."""

    catalogue: Catalogue
    organisation: Organisation
    product: Product
    host: str
    port: int
    outside: str | None  # how the organisation reaches it, where that differs
    wait: float

    def composer(self, back: str) -> Composer:
        """Makes the messages; ``back`` is where they ask to be reported on."""
        return Composer(self.catalogue, self.organisation, self.product, back)


def _pushed(place: Place, url: str, secrets: tuple[str, ...]) -> list[Finding]:
    line = Line(place.organisation, url, secrets)
    with _listening(lambda: Listener(place.host, place.port, secrets)) as listener:
        back = (place.outside or listener.url).rstrip("/")
        click.echo(HEAD.format(naam=place.organisation.name, adres=url, product=place.product.slug, terug=back) + "\n")
        return play(place.composer(back), line, listener, place.wait)


def _pulled(place: Place, key: str) -> list[Finding]:
    with _listening(lambda: PullServer(place.host, place.port, key)) as server:
        click.echo(HEAD_PULL.format(naam=place.organisation.name, adres=server.url, product=place.product.slug) + "\n")
        return play_pull(place.composer(server.url), place.organisation, server, place.wait)


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


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise ConfigurationError(f"--listen {listen}: dit moet adres:poort zijn, zoals 127.0.0.1:9001.")
    return host, int(port)


def _listening(make: Callable[[], _Server]) -> _Server:
    try:
        return make()
    except OSError as error:
        raise ConfigurationError(f"--listen: hier kan niet worden geluisterd ({error.strerror}).") from error
