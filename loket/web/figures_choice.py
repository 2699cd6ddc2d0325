"""What is chosen on the pages with figures: from the address to a choice and a period, and what the form offers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from loket.cases.words import day as day_words
from loket.errors import BadRequest
from loket.routing.context import Context
from loket.routing.figures.cells import period_of
from loket.routing.figures.measures import Grain
from loket.routing.figures.reading import FIELDS, MOST, Wanted, names_of
from loket.routing.progress import today
from loket.web import texts_figures, typed
from loket.web.stuck_filters import Options, by_name

FIRST_YEAR, LAST_YEAR = 2000, 2100
KEPT = (*FIELDS, "per", "van", "tot")
BACK = {Grain.YEAR: timedelta(days=4 * 365), Grain.MONTH: timedelta(days=335), Grain.WEEK: timedelta(weeks=12)}  #: when nobody chose


def kept(values: Mapping[str, str]) -> dict[str, str]:
    """The choices among the values of a form or an address, without what is empty."""
    return {name: value for name in KEPT if (value := values.get(name, "").strip())}


def wanted(values: Mapping[str, str], context: Context) -> Wanted:
    """What these values choose. BadRequest names each that does not exist, and says when a period or a combination cannot be."""
    given = kept(values)
    wrong = [texts_figures.FIELDS[by].lower() for by in FIELDS if by in given and given[by] not in names_of(context, by)]
    if given.get("per", Grain.MONTH.value) not in texts_figures.GRAINS:
        wrong.append(texts_figures.BY.lower())
    if wrong:
        raise BadRequest(texts_figures.NOT_HERE.format(velden=", ".join(wrong)))
    grain = Grain(given.get("per", Grain.MONTH.value))
    last = _day(given.get("tot")) or today(context)
    first = _day(given.get("van")) or period_of(grain, last - BACK[grain])
    found = Wanted(first, last, grain, **{field: given.get(by, "") for by, field in FIELDS.items()})
    if first > last or len(found.periods) > MOST:
        raise _wrong_period()
    if not found.offered:
        raise BadRequest(texts_figures.NOT_TOGETHER)
    return found


def options(context: Context) -> dict[str, Options]:
    """What each choice of the form offers: value and words."""
    return {by: by_name(names_of(context, by).items()) for by in FIELDS}


def words(context: Context, chosen: Mapping[str, str]) -> list[str]:
    """What is chosen, as a person says it."""
    return [f"{texts_figures.FIELDS[by].lower()} {names_of(context, by).get(value, value)}" for by, value in chosen.items() if by in FIELDS]


def sentence(context: Context, filters: Mapping[str, str]) -> str:
    """All of a choice (``frozen.filters_of``) in words, for what is read apart from the form that chose it."""
    return texts_figures.CHOICE.format(
        keuze=", ".join(words(context, filters)) or texts_figures.ALL.lower(),
        per=texts_figures.GRAINS[filters["per"]].lower(),
        van=day_words(filters["van"]),
        tot=day_words(filters["tot"]),
    )


def _day(text: str | None) -> date | None:
    """A day as it was typed; BadRequest in Dutch, also for one in another century."""
    if not text:
        return None
    try:
        found = date.fromisoformat(typed.iso_date(text))
    except ValueError as wrong:
        raise BadRequest(str(wrong)) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _wrong_period()
    return found


def _wrong_period() -> BadRequest:
    return BadRequest(texts_figures.WRONG_PERIOD.format(meest=MOST))
