"""A figure under a number: it answers the same in three months (practice rule 25), whatever became of the cases since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from loket.cases.figures import FrozenFigure
from loket.errors import BadRequest, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.figures import reading
from loket.routing.figures.definitions import DEFINITIONS
from loket.routing.figures.disclosure import Told
from loket.routing.figures.reading import FIELDS, Wanted, following
from loket.routing.progress import today
from loket.settings import VERSION

PAGE = 50


def freeze(context: Context, figure: str, wanted: Wanted) -> int:
    """Keep this figure as it stands now; returns its number. Commits. BadRequest for a figure that there is not.

    It is kept as anybody may be told it, also when an organisation freezes its own: a number is there to be quoted.
    """
    if figure not in DEFINITIONS:
        raise BadRequest("Dit cijfer bestaat niet.")
    found = next(one for one in reading.everything(context, wanted, Told()) if one.definition.slug == figure)
    row = FrozenFigure(
        figure=figure,
        definition=found.definition.words(),
        filters=filters_of(context, wanted),
        result=found.document(),
        code_version=VERSION,
        catalogue_version=context.catalogue.version,
        at=context.now,
    )
    context.session.add(row)
    context.session.flush()
    number = row.number
    journal.audit(context, "cijfer-vastleggen", f"cijfer-{number}", cijfer=figure, filters=row.filters)
    context.session.commit()
    return number


def filters_of(context: Context, wanted: Wanted) -> dict[str, str]:
    """What was chosen, as plain words; the days are those of the whole periods that are read, up to today."""
    chosen = {by: value for by, field in FIELDS.items() if (value := getattr(wanted, field))}
    periods = wanted.periods
    ends = following(wanted.grain, periods[-1]) - timedelta(days=1)
    last = min(ends, max(today(context), wanted.last))
    return chosen | {"per": wanted.grain.value, "van": periods[0].isoformat(), "tot": last.isoformat()}


def get(context: Context, number: int) -> FrozenFigure:
    """The frozen figure with this number; NotFound."""
    found = context.session.get(FrozenFigure, number) if number < 2**31 else None
    if found is None:
        raise NotFound("Er is geen vastgelegd cijfer met dit nummer.")
    return found


def listed(context: Context, before: int | None = None) -> tuple[Sequence[FrozenFigure], int | None]:
    """A page of frozen figures, the newest first, below this number; and below which number the next page begins."""
    query = select(FrozenFigure).order_by(FrozenFigure.number.desc()).limit(PAGE + 1)
    rows = context.session.scalars(query if before is None else query.where(FrozenFigure.number < before)).all()
    return rows[:PAGE], rows[PAGE - 1].number if len(rows) > PAGE else None
