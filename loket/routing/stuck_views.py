"""Saved choices from the list of stuck cases: each account has its own, under a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select

from loket.cases.base import new_id
from loket.cases.stuck_views import StuckView
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing.context import Context

MOST = 20
LONGEST_NAME = 60


def saved(context: Context) -> Sequence[StuckView]:
    """What this account saved, the oldest first."""
    query = select(StuckView).where(StuckView.account == context.actor.name)
    return context.session.scalars(query.order_by(StuckView.created_at, StuckView.id)).all()


def save(context: Context, name: str, chosen: Mapping[str, str]) -> None:
    """Keep a choice under this name, in place of one that had it. Commits. BadRequest without a name; Conflict past ``MOST``."""
    name = name.strip()[:LONGEST_NAME]
    if not name:
        raise BadRequest("Vul een naam in voor deze weergave.")
    views = saved(context)
    found = next((view for view in views if view.name.casefold() == name.casefold()), None)
    if found is None and len(views) >= MOST:
        raise Conflict(f"U hebt al {MOST} weergaven. Verwijder er eerst een.", code="te-veel-weergaven")
    if found is None:
        found = StuckView(id=new_id(context.now), account=context.actor.name, name=name, created_at=context.now)
        context.session.add(found)
    found.chosen = dict(chosen)
    context.session.commit()


def remove(context: Context, view: str) -> None:
    """Forget one of this account's. Commits. NotFound when it has none with this id."""
    own = StuckView.account == context.actor.name
    try:
        gone = context.session.scalars(delete(StuckView).where(StuckView.id == UUID(view), own).returning(StuckView.id)).all()
    except ValueError:
        gone = []
    if not gone:
        raise NotFound("Deze weergave is er niet.")
    context.session.commit()
