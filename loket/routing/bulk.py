"""The same act on many cases: rehearsed first, so that a supervisor sees what would happen, and then done, each case for itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from loket.cases.models import Case
from loket.cases.queries import find_case
from loket.db import is_held_up
from loket.errors import Conflict, LoketError
from loket.routing.context import Context
from loket.routing.progress import lock_case

MOST = 200  #: cases at once
CHANGED = "Deze zaak past niet meer bij uw keuze. Er is niets mee gedaan."
HELD_UP = "Iemand anders werkt nu aan deze zaak. Probeer het straks opnieuw."

Act = Callable[[Context, Case], None]  #: what is done to a locked case; does not commit


@dataclass(frozen=True, slots=True)
class Line:
    """What comes of one case: ``fault`` says why nothing does, in Dutch."""

    number: str
    fault: str | None = None


def rehearse(context: Context, numbers: Sequence[str], act: Act) -> list[Line]:
    """What would come of this act on each case, by doing it and taking it back: nothing is changed."""
    return [_one(context, number, act, keep=False) for number in numbers[:MOST]]


def carry_out(context: Context, numbers: Sequence[str], act: Act) -> list[Line]:
    """Do it to each case that allows it. Commits each: what one refuses holds no other up."""
    return [_one(context, number, act, keep=True) for number in numbers[:MOST]]


def while_it_fits(fits: Callable[[Context, Case], bool], act: Act) -> Act:
    """The act on what still is as it was chosen: of a case that changed meanwhile the line says so, and nothing is done to it."""

    def checked(context: Context, case: Case) -> None:
        if not fits(context, case):
            raise Conflict(CHANGED, code="past-niet-meer")
        act(context, case)

    return checked


def _one(context: Context, number: str, act: Act, *, keep: bool) -> Line:
    try:
        act(context, lock_case(context, find_case(context.session, number).id))
        if keep:
            context.session.commit()
    except LoketError as error:
        return Line(number, error.detail)
    except DBAPIError as error:
        if not is_held_up(error):
            raise
        return Line(number, HELD_UP)
    finally:
        context.session.rollback()
    return Line(number)
