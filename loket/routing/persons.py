"""A person by BSN: the one that is known, or one that is made. One row a person, whoever comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from loket.cases.base import new_id
from loket.cases.crypto import keys
from loket.cases.models import Person
from loket.db import insert_missing
from loket.routing import rotation
from loket.routing.context import Context


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the database knows them."""

    id: UUID
    pseudonym: UUID


def persons(context: Context, bsns: Sequence[str | None]) -> list[Known]:
    """A Person for each: known ones by their blinded BSN, new ones made; two statements for any number of people. No commit."""
    blinds = [keys().blind(bsn) if bsn else None for bsn in bsns]
    fresh = [Known(new_id(context.now), new_id(context.now)) for _ in bsns]
    rows = {
        blind or person.id: {"id": person.id, "bsn": bsn, "bsn_blind": blind, "pseudonym": person.pseudonym}
        for bsn, blind, person in zip(bsns, blinds, fresh, strict=True)
    }
    in_order = [rows[key] for key in sorted(rows, key=str)]  # two requests that name the same people never wait for each other
    rotation.adopt(context.session, (bsn for bsn in bsns if bsn))
    insert_missing(context.session, Person, in_order, "bsn_blind")
    known = [blind for blind in blinds if blind]
    query = select(Person.bsn_blind, Person.id, Person.pseudonym).where(Person.bsn_blind.in_(known))
    found = {row.bsn_blind: Known(row.id, row.pseudonym) for row in context.session.execute(query)} if known else {}
    return [found[blind] if blind else person for blind, person in zip(blinds, fresh, strict=True)]
