"""The knowledge cards: what a colleague who knows a product would tell, one click away from wherever its name stands."""

from __future__ import annotations

from flask import render_template, request

from loket.cases.identity import surname_key
from loket.errors import NotFound
from loket.routing.catalogue import Catalogue
from loket.routing.entries import GEMEENTE, Product
from loket.web import texts_taking
from loket.web.guard import guarded
from loket.web.parts import parts

knowledge = guarded("knowledge")


@knowledge.get("/kenniskaarten")
def overview() -> str:
    """All cards by who carries the product out; ``zoekwoord`` narrows the list without JavaScript."""
    catalogue, typed = parts().catalogue, request.args.get("zoekwoord", "")[:100]
    return render_template("kennis/overzicht.html", groups=_groups(catalogue, typed), typed=typed)


@knowledge.get("/kenniskaarten/<product>")
def card(product: str) -> str:
    """One card; NotFound for a product without one."""
    catalogue = parts().catalogue
    found = catalogue.knowledge.cards.get(product)
    if found is None:
        raise NotFound(texts_taking.CARD_NONE)
    known = catalogue.products[product]
    kinds = [catalogue.knowledge.papers[kind] for kind in known.papers]
    return render_template(
        "kennis/kaart.html", card=found, product=known, kinds=kinds, executor=catalogue.organisations.get(known.executor), gemeente=GEMEENTE
    )


def _groups(catalogue: Catalogue, typed: str) -> dict[str, list[Product]]:
    words = surname_key(typed).split()
    groups: dict[str, list[Product]] = {}
    for slug in catalogue.knowledge.cards:
        product = catalogue.products[slug]
        if all(word in surname_key(product.name) for word in words):
            groups.setdefault(product.executor, []).append(product)
    return {executor: sorted(found, key=lambda product: product.name) for executor, found in sorted(groups.items())}
