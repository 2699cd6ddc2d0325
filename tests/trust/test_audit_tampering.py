"""Whoever changes the logs behind Loket's back is found: any field, any row, any seal, in any order."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, delete, select, update
from sqlalchemy.orm import Session

from loket.cases.audit import EPOCH, LOGS, AuditSeal, LogRow, make_seal
from tests.support.logs import MORNING, ROWS, SEALS, audit_entry, fill, opened, processing_entry, verified

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(0, SEALS + 2) | st.integers(0, 2**31 - 1),
    datetime: st.integers(0, 2**41).map(lambda milliseconds: EPOCH + timedelta(milliseconds=milliseconds)),
    uuid.UUID: st.uuids(),
    dict: st.dictionaries(TEXTS, st.integers() | TEXTS | st.none(), max_size=3),
}
COLUMNS = [(table, column) for table in (*LOGS, AuditSeal) for column in table.__table__.columns]
LOG, ORDINAL, SEAL = st.sampled_from(LOGS), st.integers(0, SEALS * ROWS - 1), st.integers(1, SEALS)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with logs that nobody has touched."""
    folder = tmp_path_factory.mktemp("logboek")
    fill(folder)
    return folder


@contextmanager
def copy_of(original: Path) -> Iterator[Path]:
    """A copy of that folder to spoil."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(original, name, dirs_exist_ok=True)
        yield Path(name)


def row(session: Session, table: type[LogRow | AuditSeal], ordinal: int) -> Any:
    """One row of a table, in order of its primary key."""
    return session.scalars(select(table).order_by(*table.__table__.primary_key).offset(ordinal)).first()


def value_for(data: st.DataObject, column: Column[Any], old: Any) -> Any:
    """Another value that the column can hold, and no number of another seal in a primary key."""
    values = VALUES[column.type.python_type if old is None else type(old)]
    values = values | st.none() if column.nullable else values
    taken = range(1, SEALS + 1) if column.primary_key else ()
    return data.draw(values.filter(lambda value: value != old and value not in taken))


def cut_off(session: Session, first: int) -> None:
    """Let the seals from ``first`` on vanish with their rows, as if they had never been."""
    session.execute(delete(AuditSeal).where(AuditSeal.number >= first))
    for table in LOGS:
        session.execute(delete(table).where(table.seal >= first))


def seal_again(session: Session, first: int) -> None:
    """What a forger who knows the code does: make the seals from ``first`` on anew over the rows as they now are."""
    last = session.get(AuditSeal, first - 1)
    for old in session.scalars(select(AuditSeal).where(AuditSeal.number >= first).order_by(AuditSeal.number)).all():
        rows = [found for table in LOGS for found in session.scalars(select(table).where(table.seal == old.number))]
        made = make_seal(last, rows, old.sealed_at)
        old.previous, old.rows, old.hash = made.previous, made.rows, made.hash
        last = old
    session.flush()


def test_untouched_logs_are_in_order(original: Path) -> None:
    report = verified(original)
    assert (report.seals, report.rows, report.findings) == (SEALS, 2 * SEALS * ROWS, ())


@settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(COLUMNS), ORDINAL)
def test_a_change_of_any_field_is_found(original: Path, data: st.DataObject, place: tuple[Any, Column[Any]], ordinal: int) -> None:
    table, column = place
    with copy_of(original) as folder:
        with opened(folder) as session:
            found = row(session, table, ordinal % SEALS if table is AuditSeal else ordinal)
            same = [key == getattr(found, key.name) for key in table.__table__.primary_key]
            value = value_for(data, column, getattr(found, column.name))
            session.execute(update(table).where(*same).values({column.name: value}))
            session.commit()
        assert verified(folder).findings


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(LOG, ORDINAL), min_size=1, max_size=5))
def test_every_removed_row_is_named(original: Path, places: set[tuple[type[LogRow], int]]) -> None:
    with copy_of(original) as folder:
        with opened(folder) as session:
            gone = [row(session, table, ordinal) for table, ordinal in places]
            for entry in gone:
                session.delete(entry)
            session.commit()
            names = {f"{entry.__tablename__} {entry.id.hex}" for entry in gone}
        assert {finding.row for finding in verified(folder).findings} == names


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([audit_entry, processing_entry]), st.integers(1, SEALS + 2) | st.none(), st.integers(0, 300))
def test_an_inserted_row_is_found(original: Path, entry: Any, seal: int | None, seconds: int) -> None:
    with copy_of(original) as folder:
        with opened(folder) as session:
            made = entry(MORNING + timedelta(seconds=seconds))
            made.seal = seal
            session.add(made)
            session.commit()
        assert verified(folder).findings


@settings(max_examples=40, deadline=None)
@given(LOG, st.lists(ORDINAL, min_size=2, max_size=2, unique=True))
def test_rows_that_changed_places_are_found(original: Path, table: type[LogRow], ordinals: list[int]) -> None:
    with copy_of(original) as folder:
        with opened(folder) as session:
            one, other = (row(session, table, ordinal).id for ordinal in ordinals)
            for old, new in ((one, uuid.UUID(int=0)), (other, one), (uuid.UUID(int=0), other)):
                session.execute(update(table).where(table.id == old).values(id=new))
            session.commit()
        assert verified(folder).findings


@settings(max_examples=20, deadline=None)
@given(st.lists(SEAL, min_size=2, max_size=2, unique=True))
def test_seals_that_changed_places_are_found(original: Path, numbers: list[int]) -> None:
    one, other = numbers
    with copy_of(original) as folder:
        with opened(folder) as session:
            for old, new in ((one, 0), (other, one), (0, other)):
                session.execute(update(AuditSeal).where(AuditSeal.number == old).values(number=new))
            session.commit()
        assert verified(folder).findings


@pytest.mark.parametrize("first", range(1, SEALS + 1))
def test_a_cut_off_tail_is_found_by_the_file_outside(original: Path, first: int) -> None:
    with copy_of(original) as folder:
        with opened(folder) as session:
            cut_off(session, first)
            session.commit()
        assert {finding.seal for finding in verified(folder).findings} == set(range(first, SEALS + 1))


@settings(max_examples=40, deadline=None)
@given(LOG, ORDINAL)
def test_a_forger_who_seals_again_is_found_by_the_file_outside(original: Path, table: type[LogRow], ordinal: int) -> None:
    with copy_of(original) as folder:
        with opened(folder) as session:
            gone = row(session, table, ordinal)
            first = gone.seal
            session.delete(gone)
            session.flush()
            seal_again(session, first)
            session.commit()
        assert {finding.seal for finding in verified(folder).findings} == set(range(first, SEALS + 1))


@pytest.mark.parametrize("text", ["", "1 kort\n", "vijf " + "a" * 64 + "\n"])
def test_a_spoilt_or_shortened_file_outside_is_found(original: Path, text: str) -> None:
    with copy_of(original) as folder:
        (folder / "zegels.log").write_text(text)
        assert verified(folder).findings


def test_without_the_file_outside_the_seals_cannot_be_trusted(original: Path) -> None:
    with copy_of(original) as folder:
        (folder / "zegels.log").unlink()
        assert [str(finding) for finding in verified(folder).findings] == [
            "logboek: 5 zegels staan niet in zegels.log: daarvan is niet te zien of ze zijn vervangen"
        ]
