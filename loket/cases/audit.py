"""The two logs and the seals that prove them: a sealed row that was changed, removed or inserted is found.

Rows are written without a hash, in the transaction of the action; the clock seals them seconds later (law-and-standards §6). A seal
names each of its rows with a digest and holds the hash of the seal before it. Here is only what can be reckoned without a database.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base

BEGIN = "0" * 64  #: what the first seal has in place of the hash of the seal before it
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class LogRow(Base):
    """A row of either log. Its id is a UUIDv7 of its time."""

    __abstract__ = True

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seal: Mapped[int | None] = mapped_column(index=True)  # AuditSeal.number; None until the clock has sealed it

    @property
    def time(self) -> int:
        """When it happened, in milliseconds since 1970."""
        raise NotImplementedError


class ProcessingLog(LogRow):
    """One processing action on one person's data (Logboek Dataverwerkingen 1.0.0); written in the same transaction as the action."""

    __tablename__ = "processing_log"

    trace_id: Mapped[str] = mapped_column(String(32))
    span_id: Mapped[str] = mapped_column(String(16))
    parent_span_id: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(80))
    started_ms: Mapped[int] = mapped_column(BigInteger)  # milliseconds since 1970
    ended_ms: Mapped[int] = mapped_column(BigInteger)
    activity: Mapped[str] = mapped_column(String(200))  # dpl.core.processing_activity_id
    subject: Mapped[uuid.UUID | None] = mapped_column(index=True)  # Person.pseudonym
    foreign: Mapped[str | None] = mapped_column(String(120))  # dpl.core.foreign_operation.processor

    @property
    def time(self) -> int:
        return self.started_ms


class AuditLog(LogRow):
    """Who did what to which object, from where, with what result (BIO2 1.3, 8.15). Rows are never changed, only sealed."""

    __tablename__ = "audit_log"

    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(120))
    behalf: Mapped[str | None] = mapped_column(String(60))  # for which loket or organisation: what the citizen may know of the actor
    action: Mapped[str] = mapped_column(String(60))
    object: Mapped[str] = mapped_column(String(60), index=True)
    result: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(60))
    ground: Mapped[str | None] = mapped_column(String(200))
    details: Mapped[dict[str, Any] | None]

    @property
    def time(self) -> int:
        return milliseconds(self.at)


LOGS: tuple[type[LogRow], ...] = (AuditLog, ProcessingLog)


class AuditSeal(Base):
    """What was committed to the two logs since the seal before it; numbered from 1 without gaps."""

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_at: Mapped[datetime]
    previous: Mapped[str] = mapped_column(String(64))  # the hash of the seal before it, or BEGIN
    rows: Mapped[str] = mapped_column(Text)  # a line for each row: table, id in hex and digest, in order
    hash: Mapped[str] = mapped_column(String(64))  # see seal_hash

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each row by its name."""
        entries = (line.rpartition(" ") for line in self.rows.splitlines())
        return {name: digest for name, _, digest in entries}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which seal, which row (table and id) where it is about one, and Dutch words."""

    words: str
    seal: int | None = None
    row: str | None = None

    def __str__(self) -> str:
        place = [f"zegel {self.seal}" if self.seal is not None else "", f"rij {self.row}" if self.row else ""]
        return f"{', '.join(filter(None, place)) or 'logboek'}: {self.words}"


def milliseconds(moment: datetime) -> int:
    """A time as whole milliseconds since 1970."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def first_id(moment: datetime) -> uuid.UUID:
    """The lowest id that a row of this time can have: ids sort by time (RFC 9562 §5.7)."""
    return uuid.UUID(int=max(milliseconds(moment), 0) << 80)


def row_name(row: LogRow) -> str:
    """What a row is called in a seal and in a finding: its table and its id in hex."""
    return f"{row.__tablename__} {row.id.hex}"


def digest(row: LogRow) -> str:
    """SHA-256 over the row in one canonical form: table, and every field that is filled but ``seal``, in order of name.

    Empty fields are left out, so that a column which a later version adds leaves the digest of older rows as it was.
    """
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "seal"}
    return _sha256([row.__tablename__, {key: _canonical(value) for key, value in values.items() if value is not None}])


def seal_hash(seal: AuditSeal) -> str:
    """SHA-256 over the seal's number, time, rows and the hash of the seal before it."""
    return _sha256([seal.number, _canonical(seal.sealed_at), seal.previous, seal.rows])


def make_seal(last: AuditSeal | None, rows: Iterable[LogRow], now: datetime) -> AuditSeal:
    """The seal that follows ``last`` and holds these rows; the caller gives the rows its number."""
    lines = "\n".join(f"{row_name(row)} {digest(row)}" for row in sorted(rows, key=row_name))
    number, previous = (last.number + 1, last.hash) if last else (1, BEGIN)
    made = AuditSeal(number=number, sealed_at=now, previous=previous, rows=lines)
    made.hash = seal_hash(made)
    return made


def check_seal(seal: AuditSeal, last: AuditSeal | None, rows: Iterable[LogRow]) -> Iterator[Finding]:
    """What is wrong with a seal that should follow ``last``, given the rows that now bear its number."""
    expected, previous = (last.number + 1, last.hash) if last else (1, BEGIN)
    if seal.number != expected:
        yield Finding(f"zegel {expected} tot en met {seal.number - 1} ontbreekt", seal.number)
    if seal.previous != previous or seal.hash != seal_hash(seal):
        yield Finding("het zegel is veranderd of vervangen", seal.number)
    yield from _check_rows(seal, {row_name(row): row for row in rows})


def _check_rows(seal: AuditSeal, found: Mapping[str, LogRow]) -> Iterator[Finding]:
    digests = seal.digests
    for name, expected in digests.items():
        if name not in found:
            yield Finding("de rij is verwijderd of van zegel veranderd", seal.number, name)
        elif digest(found[name]) != expected:
            yield Finding("de rij is veranderd", seal.number, name)
    for name in sorted(found.keys() - digests.keys()):
        yield Finding("de rij is later tussengevoegd", seal.number, name)


def _canonical(value: Any) -> Any:
    """Times in microseconds since 1970 and ids in hex; the rest is JSON already."""
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    return value.hex if isinstance(value, uuid.UUID) else value


def _sha256(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
