"""The filters of the list of stuck cases: from the address to a choice, and what the form offers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from flask import url_for

from loket.cases.stuck_reasons import REASONS
from loket.errors import BadRequest
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.stuck_list import ANY, NOBODY, Choice, follows
from loket.web import texts, texts_stuck
from loket.web.addresses import with_query

Options = Sequence[tuple[str, str]]


def kept(values: Mapping[str, str]) -> dict[str, str]:
    """The filters among the values of a form or an address, without what is empty."""
    return {name: value.strip() for name in texts_stuck.FIELDS if (value := values.get(name, "")).strip()}


def choice(values: Mapping[str, str], context: Context) -> Choice:
    """What these filters choose. BadRequest names each that does not exist: what passes may be logged and kept."""
    given, catalogue = kept(values), context.catalogue
    known: Mapping[str, Collection[str]] = {
        "reden": REASONS,
        "organisatie": catalogue.organisations,
        "product": named(catalogue),
        "loket": catalogue.counters,
        "gemeente": catalogue.gemeenten,
        "spoed": [ANY, *(value for value, _ in texts.URGENCIES)],
        "dagen": [days for days, _ in texts_stuck.AGES],
        "uitgesteld": ["ja"],
    }
    wrong = [texts_stuck.FIELDS[name].lower() for name, value in given.items() if name in known and value not in known[name]]
    account = given.get("toezichthouder", NOBODY)
    if account != NOBODY and not (account.isprintable() and follows(context.session, account)):
        wrong.append(texts_stuck.FIELDS["toezichthouder"].lower())
    if wrong:
        raise BadRequest(texts_stuck.NOT_HERE.format(velden=", ".join(wrong)))
    return Choice(
        reason=given.get("reden"),
        organisation=given.get("organisatie"),
        product=given.get("product"),
        counter=given.get("loket"),
        gemeente=given.get("gemeente"),
        coordinator=given.get("toezichthouder"),
        urgency=given.get("spoed"),
        days=int(given["dagen"]) if "dagen" in given else None,
        snoozed="uitgesteld" in given,
    )


def options(catalogue: Catalogue, coordinators: Options) -> dict[str, Options]:
    """What each filter of the form offers: value and words."""
    return {
        "reden": [(key, reason.sentence) for key, reason in REASONS.items()],
        "organisatie": by_name((slug, found.short_name) for slug, found in catalogue.organisations.items()),
        "product": by_name(named(catalogue).items()),
        "loket": by_name((slug, found.name) for slug, found in catalogue.counters.items()),
        "gemeente": by_name((code, found.name) for code, found in catalogue.gemeenten.items()),
        "toezichthouder": [texts_stuck.NOBODY, *coordinators],
        "spoed": [texts_stuck.ANY_URGENCY, *texts.URGENCIES],
        "dagen": texts_stuck.AGES,
        "uitgesteld": texts_stuck.SNOOZED,
    }


def named(catalogue: Catalogue) -> dict[str, str]:
    """The products that one may choose by, slug and name: a list of a sensitive one would tell who has it (practice rule 20)."""
    return {slug: found.name for slug, found in catalogue.products.items() if slug not in catalogue.sensitive}


def by_name(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of value and name, as people look names up."""
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def address(filters: Mapping[str, str], **more: str | None) -> str:
    """The list with these filters; ``more`` sets one, or takes it away with None."""
    return with_query(url_for("supervisor.stuck"), {**filters, **more})
