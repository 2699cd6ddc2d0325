"""Which personal data goes to whom on which ground, as a page made from the configuration: for ``docs/data.md`` and for every operator."""

from __future__ import annotations

from collections.abc import Iterator

from loket.routing.catalogue import Catalogue
from loket.routing.compose import BSN, NOTE
from loket.routing.entries import EVERYONE, GEMEENTE, Product

HEAD = """# Which data goes where

Made from `config/producten` by `loket gegevens`; a test fails when this page and the configuration differ.
Run the command for a configuration of your own. Grounds were collected from public pages; a lawyer checks them before production.

A request holds what its row names about people, as far as it is known, and nothing else.
Later messages add what the citizen gives or writes: an answer that was asked for, an objection, a notice of default, a complaint.
What every message holds besides, such as numbers and dates: [organisations.md](organisations.md#what-you-get).
"""
EXECUTORS = {GEMEENTE: "Each gemeente, for its own inhabitants", EVERYONE: "Every organisation, when nothing else fits"}


def page(catalogue: Catalogue) -> str:
    """The whole page, in Markdown: a table for each who carries products out."""
    executors = dict.fromkeys(product.executor for product in catalogue.products.values())
    return "\n".join([HEAD, *(line for executor in executors for line in _section(catalogue, executor))])


def _section(catalogue: Catalogue, executor: str) -> Iterator[str]:
    organisation = catalogue.organisations.get(executor)
    yield f"## {organisation.name if organisation else EXECUTORS[executor]}\n"
    yield "| product | ground and purpose | of whom | answers to |"
    yield "|---|---|---|---|"
    yield from (_row(product) for product in catalogue.products.values() if product.executor == executor)
    yield ""


def _row(product: Product) -> str:
    why = f"{product.ground}. {product.purpose}." + (f" Sensitive: {product.sensitive}." if product.sensitive else "")
    whom = "; ".join(_fields(product, role) for role in product.fields)
    if product.secret_address:
        whom += f". A secret address too: {product.secret_address}"
    cells = (f"{product.name} (`{product.slug}`)", why, whom or "nobody", ", ".join(f"`{key}`" for key in product.questions) or "nothing")
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _fields(product: Product, role: str) -> str:
    """The fields of one role; a BSN only where the product may have one."""
    names = [name for name in product.fields[role] if name != BSN or product.bsn]
    own_words = " (the citizen's own words)" if NOTE in names else ""
    return f"{role}: {', '.join(names)}{own_words}"
