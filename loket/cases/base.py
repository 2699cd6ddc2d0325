"""What all tables share: the declarative base, ids and UTC times."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, stored and returned in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={datetime: UTCDateTime(), dict[str, Any]: JSON(), list[str]: JSON()},
    )


def new_id(now: datetime | None = None) -> uuid.UUID:
    """A UUIDv7 (RFC 9562 §5.7): sorts by time, made without asking the database, so that a whole case is one INSERT a table."""
    milliseconds = int((now or datetime.now(UTC)).timestamp() * 1000)
    random = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 7 << 76 | (random >> 68 & 0xFFF) << 64 | 2 << 62 | random & (1 << 62) - 1
    return uuid.UUID(int=value)


def first_id(moment: datetime) -> uuid.UUID:
    """The smallest id that :func:`new_id` can make at this moment (aware), to the millisecond: ids from then on are larger or equal.

    Before 1970 it is the smallest id that there is: no id was made then.
    """
    return uuid.UUID(int=max(int(moment.timestamp() * 1000), 0) << 80)


def made_at(made: uuid.UUID) -> datetime:
    """When :func:`new_id` made this id, to the millisecond, in UTC."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)
