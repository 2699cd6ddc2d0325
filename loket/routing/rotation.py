"""New keys without downtime: writes every encrypted value again with the current key, and every look-up value of a BSN.

1. Put the new key first in LOKET_KEYS (it decrypts) and restart the processes one by one. 2. Put it last (it encrypts) and restart
them again. 3. Rotate. 4. When no value uses the old key any more, take it out. The look-up key goes the same way: the new one beside
the old one as LOKET_LOOKUP_KEY_ALSO, then the two change places, then rotate, then take the old one out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import (
    Column,
    ColumnElement,
    CursorResult,
    Row,
    RowMapping,
    Select,
    Table,
    Text,
    bindparam,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from loket.cases.base import Base
from loket.cases.crypto import EncryptedJSON, EncryptedText, keys
from loket.cases.models import Person
from loket.db import locked
from loket.routing import journal, saved
from loket.routing.context import Context

log = structlog.get_logger()
BATCH = 100
PASSES = 3  # rows that somebody held are tried again
UNKNOWN = "onbekend"  #: in a count of values by key: those of a key that this installation does not have


@dataclass(frozen=True, slots=True)
class Place:
    """One encrypted column."""

    table: Table
    column: Column[Any]

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def stored(self) -> ColumnElement[str]:
        """The value as it stands, encrypted."""
        return type_coerce(self.column, Text())

    def made_by(self, key_id: str) -> ColumnElement[bool]:
        """Whether this key encrypted the value."""
        return self.stored.startswith(f"{key_id}:", autoescape=True)


def places() -> list[Place]:
    """Every encrypted column of every table."""
    kinds = (EncryptedText, EncryptedJSON)
    return [Place(table, column) for table in Base.metadata.sorted_tables for column in table.columns if isinstance(column.type, kinds)]


def key_use(session: Session) -> dict[str, int]:
    """How many values each key of this installation encrypted, by its id; ``onbekend`` counts values of keys that are not here."""
    found = dict.fromkeys(keys().keys, 0)
    total = 0
    for place in places():
        total += session.scalar(select(func.count(place.stored))) or 0
        for key_id in found:
            found[key_id] += session.scalar(select(func.count(place.stored)).where(place.made_by(key_id))) or 0
    session.rollback()
    unknown = total - sum(found.values())
    return found | ({UNKNOWN: unknown} if unknown else {})


def rotate(context: Context) -> dict[str, int]:
    """Write every value that another key made again with the current key; returns how many by table and column.

    Commits each small batch, so that it can be stopped and run again. Takes only rows that nobody holds and that still are as they
    were read: who writes at the same time wins and never waits long. Version counters stay as they are.
    """
    done = {place.name: sum(_pass(context.session, place) for _ in range(PASSES)) for place in places()}
    changed = {name: count for name, count in done.items() if count}
    journal.audit(context, "sleutels-roteren", keys().current, aantallen=changed)
    context.session.commit()
    return changed


def rotate_lookup(context: Context) -> tuple[int, int]:
    """Reckon the look-up value of every BSN again with the current look-up key. Commits each person: nobody waits for two.

    Returns how many changed, and how many persons could not because another row already has the new value: for those two processes
    took in the same new person at the same moment, each with its own key. They stay findable through LOKET_LOOKUP_KEY_ALSO only.
    """
    changed = doubles = 0
    last = None
    while people := context.session.execute(_people_after(last)).all():
        context.session.rollback()
        last = people[-1].id
        for person in people:
            if person.bsn_blind != keys().blind(person.bsn):
                moved = _move(context.session, person, keys().blind(person.bsn))
                changed, doubles = changed + moved, doubles + (not moved)
    saved.blind_again(context)
    journal.audit(context, "opzoeksleutel-roteren", "personen", aantal=changed, dubbel=doubles)
    context.session.commit()
    return changed, doubles


def adopt(session: Session, bsns: Iterable[str]) -> None:
    """While the look-up key rotates: give the persons with these BSNs the look-up value of this process's key, so that the unique
    index on it still keeps one row a person. Does nothing at other times."""
    if keys().also is None:
        return
    other = aliased(Person)
    for now, *former in sorted(keys().blinds(bsn) for bsn in bsns):
        taken = select(other.id).where(other.bsn_blind == now).exists()
        statement = update(Person).where(Person.bsn_blind.in_(former), ~taken).values(bsn_blind=now)
        session.execute(statement, execution_options={"synchronize_session": False})


def _pass(session: Session, place: Place) -> int:
    """One walk through a column in order of its primary key; returns how many values were written again."""
    return sum(_write(session, place, rows) for rows in _stale(session, place))


def _stale(session: Session, place: Place) -> Iterator[Sequence[RowMapping]]:
    """Batches of rows whose value another key made, locked; rows that somebody else holds are left out."""
    key = list(place.table.primary_key.columns)
    query = select(*key, place.stored.label("b_old")).where(place.column.is_not(None), ~place.made_by(keys().current))
    query = query.order_by(*key).limit(BATCH)
    rows = session.execute(locked(session, query, skip=True)).mappings().all()
    while rows:
        yield rows
        after = tuple_(*key) > tuple_(*(literal(rows[-1][column.name], column.type) for column in key))
        rows = session.execute(locked(session, query.where(after), skip=True)).mappings().all()
    session.rollback()


def _write(session: Session, place: Place, rows: Sequence[RowMapping]) -> int:
    key = {column: bindparam(f"b_{column.name}", type_=column.type) for column in place.table.primary_key.columns}
    same = [column == given for column, given in key.items()]
    statement = update(place.table).where(*same, place.stored == bindparam("b_old", type_=Text()))
    values = [
        {**{given.key: row[column.name] for column, given in key.items()}, "b_old": row["b_old"], "b_new": renewed}
        for row in rows
        if (renewed := _renewed(place, row["b_old"])) is not None
    ]
    done = session.execute(statement.values({place.column: bindparam("b_new", type_=Text())}), values) if values else None
    session.commit()
    return done.rowcount if isinstance(done, CursorResult) else 0


def _renewed(place: Place, stored: str) -> str | None:
    """The same value under the current key; None when it cannot be read: its key is gone or it was damaged."""
    try:
        return keys().encrypt(keys().decrypt(stored))
    except (KeyError, ValueError, InvalidTag) as error:
        log.error("value_unreadable", place=place.name, error=type(error).__name__)
        return None


def _people_after(last: UUID | None) -> Select[UUID, str | None, str | None]:
    query = select(Person.id, Person.bsn, Person.bsn_blind).where(Person.bsn.is_not(None)).order_by(Person.id).limit(BATCH)
    return query if last is None else query.where(Person.id > last)


def _move(session: Session, person: Row[UUID, str | None, str | None], blind: str) -> bool:
    """Give one person the new look-up value, unless another row has it; a value that changed meanwhile stays."""
    statement = update(Person).where(Person.id == person.id, Person.bsn_blind == person.bsn_blind).values(bsn_blind=blind)
    try:
        session.execute(statement, execution_options={"synchronize_session": False})
        session.commit()
    except IntegrityError:
        session.rollback()
        return False
    return True
