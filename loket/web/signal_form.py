"""The form on which a cause is noted: the same on its own page, at closing and in a supervisor's act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from loket.cases.models import Case, Referral
from loket.cases.signals import Signal
from loket.routing import closing
from loket.routing.context import Context
from loket.routing.signals.listing import Sight
from loket.routing.signals.recording import Raised
from loket.web import texts_signals
from loket.web.parts import organisation_name, product_name
from loket.web.stuck_filters import Options, by_name

TYPED = ("oorzaak", "waarover", "watGingMis", "wetsartikel", "tweedeArtikel", "eigenWoorden")
CODES = tuple((code.value, words[0]) for code, words in texts_signals.CODES.items())


def choices(seen: Collection[Referral]) -> list[tuple[str, str]]:
    """What a cause can be about: the parts whose content one may see, by product and organisation."""
    return [(f"{part.product}@{part.organisation}", f"{part.terms.get('naam')}: {organisation_name(part.organisation)}") for part in seen]


def articles(case: Case) -> list[str]:
    """The laws of what the case is about, to choose from while typing."""
    return sorted({str(part.terms["wet"]) for part in case.referrals if part.terms.get("wet") and not part.terms.get("gevoelig")})


def raised(form: Mapping[str, Any], seen: Collection[Referral] | None = None) -> Raised:
    """The cause as it was typed; about one of the parts that are ``seen``, or where the form was checked already about anything."""
    typed = {name: (form.get(name) or "").strip() for name in TYPED}
    product, _, organisation = typed["waarover"].partition("@")
    return Raised(
        typed["oorzaak"],
        typed["watGingMis"],
        product,
        organisation,
        typed["wetsartikel"],
        typed["tweedeArtikel"],
        typed["eigenWoorden"],
        agreed=form.get("akkoord") == "ja",
        among=None if seen is None else frozenset((part.product, part.organisation) for part in seen),
    )


def raised_if_any(form: Mapping[str, Any], seen: Collection[Referral] | None = None) -> Raised | None:
    """The same; None when nothing of it was filled in."""
    return raised(form, seen) if any((form.get(name) or "").strip() for name in TYPED) else None


def close(context: Context, number: str, typed: Mapping[str, Any]) -> None:
    """Close a case for a supervisor, with the cause where one was filled in."""
    closing.close(context, number, typed["hoe"], reason=typed["reden"], cause=raised_if_any(typed))


def name(signal: Signal, sight: Sight | None = None) -> str:
    """What a signal is about, in one line: the cause, the product, the organisation, and the law article where ``sight`` reads that."""
    about = where(signal)
    code = texts_signals.CODES[signal.code][0]
    article = sight.article(signal) if sight else signal.article
    return f"{code}: {about}{f' ({article})' if article else ''}"


def where(signal: Signal) -> str:
    """The product and the organisation of a signal, as people say them."""
    product = product_name(signal.product)
    organisation = organisation_name(signal.organisation) if signal.organisation else ""
    if product and organisation:
        return texts_signals.AT.format(product=product, organisatie=organisation)
    return product or organisation or texts_signals.GENERAL


def options(context: Context) -> dict[str, Options]:
    """What the list of signals can be filtered by: value and words, by name."""
    catalogue = context.catalogue
    named = {
        "product": [(slug, one.name) for slug, one in catalogue.products.items()],
        "organisatie": [(slug, one.short_name) for slug, one in catalogue.organisations.items()],
    }
    return {
        **{field: by_name(pairs) for field, pairs in named.items()},
        "oorzaak": CODES,
        "status": tuple((status.value, words[0]) for status, words in texts_signals.STATUSES.items()),
    }
