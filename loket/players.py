"""Which organisations the practice plays: all of the catalogue that are reached over HTTP, in their own dialects."""

from __future__ import annotations

from collections.abc import Mapping

from loket.adapters.signing_keys import own_keys, public_text
from loket.practice.organisations import PracticeOrganisation
from loket.routing.catalogue import Catalogue
from loket.routing.entries import Organisation
from loket.routing.secrets import secrets_of

NO_KEYS: Mapping[str, bytes] = {}


def players(catalogue: Catalogue, environment: Mapping[str, str], seeds: Mapping[str, bytes] = NO_KEYS) -> list[PracticeOrganisation]:
    """Every organisation with an address and a secret, as the practice plays it; ``seeds`` are the keys that Loket signs with."""
    reached = [organisation for organisation in catalogue.organisations.values() if organisation.address]
    keys = tuple(public_text(key.public) for key in own_keys(seeds))
    return [_player(catalogue, one, secrets, keys) for one in reached if (secrets := secrets_of(one, environment))]


def _player(catalogue: Catalogue, organisation: Organisation, secrets: tuple[str, ...], keys: tuple[str, ...]) -> PracticeOrganisation:
    products = list(catalogue.products_of(organisation))
    options = organisation.options or {}
    return PracticeOrganisation(
        slug=organisation.slug,
        name=organisation.name,
        dialect=organisation.adapter,
        oin=organisation.oin,
        source=organisation.event_source,
        secrets=secrets,
        keys=keys,
        products={product.slug: product.name for product in products},
        delivers=frozenset(product.slug for product in products if product.delivers),
        client_id=options.get("client_id", "loket"),
        rsin=options.get("verantwoordelijke_organisatie", ""),
    )
