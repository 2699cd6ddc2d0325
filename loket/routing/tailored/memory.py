"""What tables learned, for other tables (practice rule 26): a summary written for that, free of personal data, read by a second person.

A precedent points to no case: it stays when the case is destroyed, and nothing in it leads back, no moment, place or colleague either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import exists, or_, select, tuple_

from loket.cases.models import Case
from loket.cases.tailored import Harm, Precedent, PrecedentProduct, TailoredTable
from loket.errors import BadRequest, Conflict, Fault, Faults, Forbidden, NotFound
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.doing import check_reason
from loket.routing.progress import today
from loket.routing.signals.anonymous import personal_in
from loket.routing.tailored import tables
from loket.routing.tailored.tables import check_text

PAGE = 20
SHOWN = 5  #: beside an open table

#: Who decided, without saying which: value → words.
KINDS = {"gemeente": "een gemeente", "organisatie": "een andere organisatie"}


NEWEST = (Precedent.month.desc(), Precedent.id.desc())


FILE_NUMBER = re.compile(r"(?<!\d)\d{6,7}(?!\d)")  # what others learn outlives the case, also in a file of somebody else


@dataclass(frozen=True, slots=True)
class Sought:
    """Which precedents. None: any."""

    harm: Harm | None = None
    product: str | None = None
    law: str | None = None
    after: UUID | None = None


@dataclass(frozen=True, slots=True)
class Learned:
    """A precedent with the products that it is about."""

    precedent: Precedent
    products: tuple[str, ...]


def summarise(context: Context, number: str, table_id: UUID, text: str) -> None:
    """Write what others may learn from a table that decided; the words before are replaced. Commits.

    NotFound; BadRequest without words, or when something in them looks like a person; Conflict before a decision or after the release.
    """
    faults = Faults()
    text = check_text(faults, "samenvatting", text, "Schrijf op wat een andere maatwerktafel hiervan kan leren.")
    faults.raise_if_any()
    case, table = _decided(context, number, table_id)
    if found := [*personal_in(text, case.participants), *FILE_NUMBER.findall(text)]:
        told = f"Dit lijkt iets over een persoon te zeggen: {', '.join(found)}. Haal het weg."
        raise BadRequest(told, faults=(Fault("/samenvatting", "persoonsgegeven", told),))
    doing, before = tables.begin(context, "maatwerk-samenvatten", case), table.summary is not None
    table.summary, table.summary_by = text, context.actor.name
    doing.tell("maatwerk-samenvatting", None)
    doing.done(tafel=str(table_id), van=before, tot=True)


def release(context: Context, number: str, table_id: UUID) -> UUID:
    """A second person read the summary and found nothing personal in it: from now on other tables see it. Returns its id. Commits.

    It stands with the table no longer: two texts that are the same would point to each other.
    NotFound; Forbidden for who wrote it; Conflict when there is none, or when it was released already.
    """
    case, table = _decided(context, number, table_id)
    if table.summary is None or table.summary_by is None:
        raise Conflict("Er is nog geen samenvatting.", code="geen-samenvatting")
    if table.summary_by == context.actor.name:
        raise Forbidden("Een ander dan de schrijver leest de samenvatting en geeft hem vrij.", code="zelf-geschreven")
    doing = tables.begin(context, "maatwerk-vrijgeven", case)
    row = Precedent(
        id=uuid4(),  # not new_id: that tells the moment
        harm=table.harm,
        law=article(table.law),
        outcome=table.outcome,
        decided_by=_kind(context, table.decider_organisation),
        summary=table.summary,
        month=today(context).replace(day=1),
    )
    table.summary, table.summary_by, table.released_at = None, None, context.now
    context.session.add(row)
    context.session.flush()
    context.session.add_all(PrecedentProduct(precedent_id=row.id, product=product) for product in table.products)
    doing.tell("maatwerk-vrijgegeven", None)
    doing.done(tafel=str(table_id), van="concept", tot="vrijgegeven")
    return row.id


def withdraw(context: Context, precedent_id: UUID, reason: str) -> None:
    """Take a precedent back, for good: it told too much after all, or it is no longer right. Commits.

    NotFound; BadRequest without a reason. The reason is not kept: it may repeat what had to go. The audit log tells that it was taken back.
    """
    check_reason(reason)
    row = context.session.get(Precedent, precedent_id)
    if row is None:
        raise NotFound("Dit eerdere besluit is hier niet bekend.")
    journal.audit(context, "maatwerk-intrekken", str(precedent_id), van="vrijgegeven", tot="ingetrokken")
    context.session.delete(row)
    context.session.commit()


def comparable(context: Context, table: TailoredTable) -> list[Learned]:
    """What other tables decided about the same knot, the newest first: the same article, or the same harm with a product of this case."""
    same = exists().where(PrecedentProduct.precedent_id == Precedent.id, PrecedentProduct.product.in_(table.products))
    knot = [(Precedent.harm == table.harm) & same, *([Precedent.law == article(table.law)] if table.law else [])]
    rows = context.session.scalars(select(Precedent).where(or_(*knot)).order_by(*NEWEST).limit(SHOWN)).all()
    return _with_products(context, rows)


def search(context: Context, sought: Sought, size: int = PAGE) -> tuple[list[Learned], UUID | None]:
    """One page of precedents, the newest first, and after which the next page begins; one that was taken back meanwhile begins anew."""
    query = select(Precedent)
    if sought.harm is not None:
        query = query.where(Precedent.harm == sought.harm)
    if sought.law is not None:
        query = query.where(Precedent.law == article(sought.law))
    if sought.product is not None:
        query = query.where(Precedent.id.in_(select(PrecedentProduct.precedent_id).where(PrecedentProduct.product == sought.product)))
    last = context.session.get(Precedent, sought.after) if sought.after else None
    if last is not None:
        query = query.where(tuple_(Precedent.month, Precedent.id) < tuple_(last.month, last.id))
    rows = context.session.scalars(query.order_by(*NEWEST).limit(size + 1)).all()
    return _with_products(context, rows[:size]), rows[size - 1].id if len(rows) > size else None


def article(law: str | None) -> str | None:
    """The article without its paragraph: knots are compared by it."""
    return law.partition(" lid ")[0] if law else None


def _kind(context: Context, organisation: str | None) -> str:
    found = context.catalogue.organisations.get(organisation or "")
    return "gemeente" if found and found.gemeente_code else "organisatie"


def _decided(context: Context, number: str, table_id: UUID) -> tuple[Case, TailoredTable]:
    case, table = tables.locked(context, number, table_id, running=False)
    if table.outcome is None:
        raise Conflict("Deze maatwerktafel heeft niet besloten.", code="geen-besluit")
    if table.released_at is not None:
        raise Conflict("De samenvatting is al vrijgegeven.", code="was-al-zo")
    return case, table


def _with_products(context: Context, rows: Sequence[Precedent]) -> list[Learned]:
    if not rows:
        return []
    query = select(PrecedentProduct).where(PrecedentProduct.precedent_id.in_([row.id for row in rows]))
    about: dict[UUID, list[str]] = {}
    for one in context.session.scalars(query.order_by(PrecedentProduct.product)):
        about.setdefault(one.precedent_id, []).append(one.product)
    return [Learned(row, tuple(about.get(row.id, ()))) for row in rows]
