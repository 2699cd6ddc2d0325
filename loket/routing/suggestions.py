"""Forgotten rights (practice rule 12): at most three likely products outside the life event. Counted, never kept with a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select, update

from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import SuggestionCount
from loket.cases.lifecycle import FINAL
from loket.cases.models import Case, Referral
from loket.db import insert_missing
from loket.routing import known, rules
from loket.routing.catalogue import Catalogue
from loket.routing.conditions import holds
from loket.routing.context import Context
from loket.routing.knowledge import ForgottenRight
from loket.routing.proposals import Proposal
from loket.routing.request import Request

MOST = 3


def forgotten(
    catalogue: Catalogue, request: Request, proposal: Proposal, answers: Mapping[str, Any], today: date, running: Collection[str] = ()
) -> list[ForgottenRight]:
    """The likely rights to show, the first of the file first: those whose condition certainly holds by what was answered.

    Unlike a proposal, what is not known counts as no: a suggestion that is often wrong is not read. Left out are products that are
    proposed or told already, that somebody must carry out but nobody does here, and those in ``running``.
    """
    facts = rules.facts_of(catalogue, replace(request, answers=answers), today)
    told = {route.product for route in proposal.routes} | {line.product for line in proposal.lines} | set(running)
    told |= {choice.product for choice in request.left_out}
    found = [
        right
        for right in catalogue.knowledge.rights
        if right.product not in told and holds(right.condition, facts) is True and _can_be_asked(catalogue, right, proposal, today)
    ]
    return found[:MOST]


def running_products(context: Context, bsn: str | None) -> frozenset[str]:
    """The products of this person that run already somewhere, so that they are not suggested. Shown to nobody; reads only."""
    person = known.person_id(context, bsn)
    if person is None:
        return frozenset()
    query = select(Referral.product).join(Case, Referral.case_id == Case.id)
    return frozenset(context.session.scalars(query.where(Case.person_id == person, ~Case.hidden, Referral.state.not_in(list(FINAL)))))


def count(context: Context, shown: Iterable[str], taken: Collection[str], refused: Collection[str]) -> None:
    """Count what was shown and what became of it: by day, product and loket, of nobody in particular. Commits."""
    slugs = sorted(set(shown))
    if not slugs or context.actor.counter is None:
        return
    key = {"day": amsterdam_date(context.now), "counter": context.actor.counter}
    rows = [{**key, "product": slug, "shown": 0, "taken": 0, "refused": 0} for slug in slugs]
    insert_missing(context.session, SuggestionCount, rows, "day", "product", "counter")
    for slug in slugs:
        row = SuggestionCount
        statement = update(row).where(row.day == key["day"], row.counter == key["counter"], row.product == slug)
        more = {"shown": row.shown + 1, "taken": row.taken + int(slug in taken), "refused": row.refused + int(slug in refused)}
        context.session.execute(statement.values(more).execution_options(synchronize_session=False))
    context.session.commit()


def _can_be_asked(catalogue: Catalogue, right: ForgottenRight, proposal: Proposal, today: date) -> bool:
    product = catalogue.products[right.product]
    in_force = (product.valid_from or today) <= today <= (product.valid_to or today)
    return in_force and catalogue.executor_of(product, proposal.gemeente_code, today) is not None
