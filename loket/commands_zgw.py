"""Commands about the gemeenten that speak ZGW: whether a line works, and subscribing to its notifications."""

from __future__ import annotations

import click

from loket.adapters.gemeente import Gemeente
from loket.adapters.zgw_check import check
from loket.adapters.zgw_subscribe import Subscribed, subscribe
from loket.commands import application
from loket.errors import ConfigurationError
from loket.routing.entries import Organisation
from loket.routing.secrets import secrets_of
from loket.web.parts import parts

DONE = {
    Subscribed.MADE: "Het abonnement is gemaakt.",
    Subscribed.RENEWED: "Het abonnement stond er al en heeft nu het nieuwste geheim.",
    Subscribed.THERE: "Het abonnement stond er al. Met een nieuw geheim: geef --vernieuw mee.",
}
code = click.option("--gemeente", "gemeente_code", required=True, help="De CBS-code, bijvoorbeeld 0518.")


@click.group()
def zgw() -> None:
    """Gemeenten die met Loket praten over ZGW."""


@zgw.command("check")
@code
def check_line(gemeente_code: str) -> None:
    """Kijk of een gemeente Loket binnenlaat en alles kent wat nodig is. Verandert niets; eindigt met 1 als er iets ontbreekt."""
    with application().app_context():
        organisation, adapter = _gemeente(gemeente_code)
        products = {product.slug: product.questions for product in parts().catalogue.products_of(organisation)}
        findings = list(check(adapter, products, parts().clock()))
    for finding in findings:
        click.echo(f"{'ontbreekt' if finding.missing else 'let op'}: {finding.words}")
    missing = sum(finding.missing for finding in findings)
    if missing:
        raise click.ClickException(f"{organisation.name}: {missing} dingen ontbreken.")
    click.echo(f"{organisation.name}: instellingen, toegang en {len(products)} zaaktypen zijn in orde.")


@zgw.command("abonneren")
@code
@click.option("--vernieuw", "renew", is_flag=True, help="Geef de notificatiedienst het nieuwste geheim.")
def subscribe_line(gemeente_code: str, renew: bool) -> None:
    """Abonneer Loket op de notificaties van een gemeente. Mag vaker: staat het er al, dan verandert er niets."""
    with application().app_context():
        organisation, adapter = _gemeente(gemeente_code)
        settings = parts().settings
        callback = f"{settings.base_url}/api/v1/zgw/notificaties/{organisation.slug}"
        done = subscribe(adapter, callback, secrets_of(organisation, settings.environment)[0], renew=renew)
    click.echo(f"{organisation.name}: {DONE[done]}")


def _gemeente(gemeente_code: str) -> tuple[Organisation, Gemeente]:
    organisation = parts().catalogue.organisations.get(f"gemeente-{gemeente_code}")
    if organisation is None:
        raise ConfigurationError(f"Er is geen gemeente {gemeente_code} in config/.")
    adapter = parts().adapters[organisation.slug]
    if not isinstance(adapter, Gemeente):
        raise ConfigurationError(f"{organisation.name} praat niet over ZGW: het adapter is {organisation.adapter}.")
    return organisation, adapter
