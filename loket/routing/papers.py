"""Papers at the desk (practice rule 9): which ones a request needs, what was seen before, and what an export tells of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import SEEN, Paper
from loket.cases.models import Case
from loket.routing import known
from loket.routing.catalogue import Catalogue
from loket.routing.context import Context
from loket.routing.knowledge import PaperKind
from loket.routing.request import APPLICANT


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of paper and the products (slugs) that need it."""

    kind: PaperKind
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeenPaper:
    """A paper of this person that a loket saw before: when (UTC) and where."""

    kind: str
    at: datetime
    counter: str


def needed(catalogue: Catalogue, products: Iterable[str]) -> tuple[Need, ...]:
    """The papers that these products need, each once, in the order of the products."""
    users: dict[str, list[str]] = {}
    for slug in dict.fromkeys(products):
        for kind in catalogue.products[slug].papers:
            users.setdefault(kind, []).append(slug)
    return tuple(Need(catalogue.knowledge.papers[kind], tuple(slugs)) for kind, slugs in users.items())


def seen_before(context: Context, bsn: str | None, check: str | None) -> dict[str, SeenPaper]:
    """The applicant's own papers that any loket saw and that still count, by kind; none without a BSN.

    Those of another loket only when it was checked who is there, as with answers (``known``). Reads only.
    """
    person = known.person_id(context, bsn)
    if person is None:
        return {}
    query = select(Paper.kind, Paper.noted_at, Paper.counter).join(Case, Paper.case_id == Case.id)
    query = query.where(Case.person_id == person, *known.readable(context), Paper.whose == APPLICANT, Paper.state.in_(SEEN))
    found: dict[str, SeenPaper] = {}
    for row in context.session.execute(query.order_by(Paper.noted_at.desc())):
        own = row.counter == context.actor.counter or check in known.CHECKED
        if own and _counts(context, row.kind, row.noted_at):
            found.setdefault(row.kind, SeenPaper(row.kind, row.noted_at, row.counter))
    return found


def papers_of(context: Context, case: Case) -> list[dict[str, Any]]:
    """The papers of a case by Dutch names, for the person's own export; a copy itself is not in it."""
    kinds = context.catalogue.knowledge.papers
    rows = context.session.scalars(select(Paper).where(Paper.case_id == case.id).order_by(Paper.noted_at, Paper.id))
    return [
        {
            "plaats": f"{case.number}/papieren/{row.id}",
            "soort": kinds[row.kind].name if row.kind in kinds else row.kind,
            "van": row.whose,
            "stand": row.state.value,
            "datum": row.dated.isoformat() if row.dated else None,
            "moment": row.noted_at.isoformat(),
        }
        for row in rows
    ]


def _counts(context: Context, kind: str, at: datetime) -> bool:
    known_kind = context.catalogue.knowledge.papers.get(kind)
    last = amsterdam_date(at) + timedelta(days=known_kind.valid_days) if known_kind else None
    return last is not None and amsterdam_date(context.now) <= last
