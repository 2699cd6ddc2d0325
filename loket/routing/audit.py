"""The clock seals the two logs; an auditor verifies the seals. What a seal is, stands in ``cases.audit``; its line outside the
database in ``routing.witness``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice
from pathlib import Path

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from loket.cases.audit import LOGS, AuditLog, AuditSeal, Finding, LogRow, check_seal, first_id, make_seal, milliseconds, row_name
from loket.routing import journal, witness
from loket.routing.context import Context

log = structlog.get_logger()
BATCH = 1000  # rows of each log in one seal
SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)
CONFIGURATION, CHANGED = "configuratie", "configuratie-wijzigen"
PAGE = 20  # seals verified at once
UNSEALED = timedelta(minutes=10)  # a row without a seal, or a seal without a line outside: by then the clock should have come by
LATE = timedelta(hours=1)  # no transaction takes this long: an older row among sealed ones was slipped in afterwards


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification saw, and what was wrong."""

    seals: int
    rows: int
    findings: tuple[Finding, ...]


def seal(context: Context, outside: Path) -> int:
    """Seal what was committed and not sealed yet, the oldest first, whenever it was written; returns how many rows.

    Commits each batch and then writes ``outside``, with the seals of a clock that died before it could. OSError when that fails.
    """
    total = 0
    known = witness.last_number(outside)
    while rows := _unsealed(context.session):
        made = _seal(context.session, rows, context.now)
        known = min(known, made - 1)
        total += len(rows)
    context.session.rollback()
    witness.append(outside, context.session.scalars(select(AuditSeal).where(AuditSeal.number > known).order_by(AuditSeal.number)))
    context.session.rollback()
    return total


def verify(context: Context, outside: Path) -> Report:
    """Compare every sealed row with its seal, every seal with the one before it and with its line ``outside``. Changes nothing."""
    findings: list[Finding] = []
    last: AuditSeal | None = None
    newest: dict[type[LogRow], int] = {}
    total = 0
    for one, rows in _sealed(context.session):
        findings += check_seal(one, last, rows)
        findings += _slipped_in(one, rows, newest)
        total += len(rows)
        last = one
    findings += _without_seal(context.session, context.now)
    findings += _check_outside(context.session, outside, context.now)
    return Report(last.number if last else 0, total, tuple(findings))


def _unsealed(session: Session) -> list[LogRow]:
    queries = [select(table).where(table.seal.is_(None)).order_by(table.id).limit(BATCH) for table in LOGS]
    return [row for query in queries for row in session.scalars(query)]


def _seal(session: Session, rows: Sequence[LogRow], now: datetime) -> int:
    """Write one seal and its number in its rows; two clocks at once cannot both take a number. Commits; returns the number."""
    last = session.scalars(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1)).first()
    made = make_seal(last, rows, now)
    number, text = made.number, made.hash
    session.add(made)
    session.flush()
    for table in LOGS:
        ids = [row.id for row in rows if isinstance(row, table)]
        session.execute(update(table).where(table.id.in_(ids)).values(seal=number), execution_options={"synchronize_session": False})
    session.commit()
    session.expunge_all()
    log.info("audit_sealed", number=number, hash=text, rows=len(rows))
    return number


def _sealed(session: Session) -> Iterator[tuple[AuditSeal, list[LogRow]]]:
    """Every seal in order with the rows that bear its number. Reads a page at a time and holds no transaction in between."""
    number = -1
    while seals := session.scalars(select(AuditSeal).where(AuditSeal.number > number).order_by(AuditSeal.number).limit(PAGE)).all():
        number = seals[-1].number
        numbers = [one.number for one in seals]
        rows: list[LogRow] = [row for table in LOGS for row in session.scalars(select(table).where(table.seal.in_(numbers)))]
        session.expunge_all()
        session.rollback()
        by_seal = {key: list(group) for key, group in groupby(sorted(rows, key=_number), _number)}
        yield from ((one, by_seal.get(one.number, [])) for one in seals)
    session.rollback()


def _number(row: LogRow) -> int:
    return row.seal or 0


def _slipped_in(one: AuditSeal, rows: Iterable[LogRow], newest: dict[type[LogRow], int]) -> Iterator[Finding]:
    """Rows whose time cannot be true. The oldest are sealed first, so rows of an earlier seal are older; ``newest`` grows."""
    seen, sealed = dict(newest), milliseconds(one.sealed_at)
    for row in rows:
        kind = type(row)
        too_old = row.time < seen.get(kind, row.time) - LATE // MILLISECOND
        other_id = abs(row.time - (row.id.int >> 80)) > SECOND // MILLISECOND
        if too_old or other_id or row.time > sealed + UNSEALED // MILLISECOND:
            yield Finding("de tijd kan niet kloppen: de rij is later of eerder geschreven", one.number, row_name(row))
        newest[kind] = max(newest.get(kind, row.time), min(row.time, sealed))


def _without_seal(session: Session, now: datetime) -> Iterator[Finding]:
    for table in LOGS:
        old = table.id < first_id(now - UNSEALED)
        waiting = session.scalar(select(func.count()).select_from(table).where(table.seal.is_(None), old))
        if waiting:
            yield Finding(f"{waiting} rijen in {table.__tablename__} zijn nog niet verzegeld. Draait `loket clock`?")
        known = select(AuditSeal.number).where(AuditSeal.number == table.seal).exists()
        for row in session.scalars(select(table).where(table.seal.is_not(None), ~known)):
            yield Finding("het zegel van deze rij bestaat niet", row.seal, row_name(row))
    session.rollback()


def _check_outside(session: Session, outside: Path, now: datetime) -> Iterator[Finding]:
    """What the lines outside tell of seals that are gone or replaced, and of lines that are missing."""
    last = 0
    if outside.exists():
        read = witness.lines(outside)
        while page := list(islice(read, BATCH)):
            yield from _compare(session, page)
            last = max([last, *(line.number for line in page if line.number is not None)])
    query = select(func.count()).select_from(AuditSeal).where(AuditSeal.number > last, AuditSeal.sealed_at < now - UNSEALED)
    missing = session.scalar(query)
    session.rollback()
    if missing:
        yield Finding(f"{missing} zegels staan niet in {outside.name}: daarvan is niet te zien of ze zijn vervangen")


def _compare(session: Session, page: Sequence[witness.Line]) -> Iterator[Finding]:
    numbers = [line.number for line in page if line.number is not None]
    query = select(AuditSeal.number, AuditSeal.hash).where(AuditSeal.number.in_(numbers))
    known = {row.number: row.hash for row in session.execute(query)}
    session.rollback()
    for line in page:
        if line.number is None:
            yield Finding(f"regel {line.place} van het bestand buiten de database is niet te lezen")
        elif line.number not in known:
            yield Finding("het zegel is verdwenen uit de database", line.number)
        elif known[line.number] != line.hash:
            yield Finding("het zegel is een ander dan buiten de database is opgeschreven", line.number)


def note_configuration(context: Context, before: str) -> None:
    """Write down that another configuration than ``before`` is in use, unless another clock did (BIO2 8.15). Commits."""
    last = select(AuditLog.details).where(AuditLog.object == CONFIGURATION, AuditLog.action == CHANGED)
    known = context.session.scalar(last.order_by(AuditLog.at.desc(), AuditLog.id.desc()).limit(1)) or {}
    if known.get("tot") != context.catalogue.version[:12]:
        journal.audit(context, CHANGED, CONFIGURATION, van=before[:12], tot=context.catalogue.version[:12])
        context.session.commit()
