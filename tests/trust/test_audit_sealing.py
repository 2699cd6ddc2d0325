"""The clock seals what was committed, whenever it was; an auditor finds the logs in order, also after retention."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from loket import clock, session_of
from loket.cases.audit import LOGS, AuditLog, AuditSeal, ProcessingLog
from loket.cases.models import Case, Participant, Person
from loket.routing import audit, journal
from loket.routing.audit import Report
from tests.support.desk import PARTNER_BSN, Desk, person
from tests.support.logs import audit_entry


def sealed(desk: Desk, outside: Path) -> int:
    """Let the clock come by; returns how many rows it sealed."""
    return audit.seal(desk.context(), outside)


def verified(desk: Desk, outside: Path) -> Report:
    """What an auditor finds now."""
    return audit.verify(desk.context(), outside)


def words(desk: Desk, outside: Path) -> list[str]:
    """What an auditor reads now."""
    return [finding.words for finding in verified(desk, outside).findings]


def rows(desk: Desk) -> int:
    """How many rows the two logs have."""
    return sum(desk.session.scalar(select(func.count()).select_from(table)) for table in LOGS)


def test_the_clock_seals_every_row_of_both_logs_once(desk: Desk, outside: Path) -> None:
    desk.open("ww", others=(person("partner", bsn=PARTNER_BSN),))
    desk.drain()
    total = rows(desk)
    assert total >= 4
    assert sealed(desk, outside) == total
    assert sealed(desk, outside) == 0
    assert verified(desk, outside) == Report(1, total, ())


def test_each_seal_follows_the_one_before_and_stands_outside(desk: Desk, outside: Path) -> None:
    for product in ("ww", "akw", "bijstand"):
        desk.open(product, applicant=person(bsn=None))
        sealed(desk, outside)
        desk.clock.advance(seconds=2)
    seals = desk.session.scalars(select(AuditSeal).order_by(AuditSeal.number)).all()
    assert [seal.previous for seal in seals[1:]] == [seal.hash for seal in seals[:-1]]
    assert [line.split()[:2] for line in outside.read_text().splitlines()] == [[str(seal.number), seal.hash] for seal in seals]


def test_a_row_that_commits_late_is_sealed_later_and_the_logs_are_in_order(busy_desk: Desk, outside: Path) -> None:
    desk = busy_desk
    with session_of(desk.app) as slow:
        slow.add(audit_entry(desk.clock.now()))
        slow.flush()
        desk.clock.advance(seconds=20)
        desk.open("ww")
        sealed(desk, outside)
        slow.commit()
    assert sealed(desk, outside) == 1
    assert verified(desk, outside).findings == ()


def test_a_night_without_a_clock_is_told_and_then_made_good(desk: Desk, outside: Path) -> None:
    desk.open("ww")
    desk.clock.advance(hours=9)
    assert len(words(desk, outside)) == 2
    desk.open("akw", applicant=person(bsn=None))
    sealed(desk, outside)
    assert words(desk, outside) == []


def test_a_row_slipped_in_with_a_time_of_yesterday_is_found_although_it_was_sealed(desk: Desk, outside: Path) -> None:
    desk.open("ww")
    sealed(desk, outside)
    desk.session.add(audit_entry(desk.clock.now() - timedelta(days=1)))
    desk.session.commit()
    sealed(desk, outside)
    assert words(desk, outside) == ["de tijd kan niet kloppen: de rij is later of eerder geschreven"]


def test_an_id_that_is_of_another_time_than_the_row_is_found(desk: Desk, outside: Path) -> None:
    entry = audit_entry(desk.clock.now())
    entry.at -= timedelta(minutes=5)
    desk.session.add(entry)
    desk.session.commit()
    sealed(desk, outside)
    assert len(words(desk, outside)) == 1


def test_the_logs_stay_in_order_when_retention_deletes_a_person_and_all_their_cases(desk: Desk, outside: Path) -> None:
    pseudonym = desk.open("ww").person.pseudonym
    sealed(desk, outside)
    before = rows(desk)
    desk.session.execute(delete(Participant))
    for table in (Case, Person):
        desk.session.execute(delete(table))
    desk.session.commit()
    assert desk.session.scalars(select(ProcessingLog.subject)).all() == [pseudonym]
    assert rows(desk) == before
    assert verified(desk, outside) == Report(1, before, ())


def test_tampering_is_found_after_retention_too(desk: Desk, outside: Path) -> None:
    number = desk.open("ww").number
    sealed(desk, outside)
    desk.session.execute(delete(Participant))
    for table in (Case, Person):
        desk.session.execute(delete(table))
    desk.session.execute(update(AuditLog).where(AuditLog.object == number).values(actor="iemand anders"))
    desk.session.commit()
    assert words(desk, outside) == ["de rij is veranderd"]


def test_a_clock_that_died_before_it_wrote_outside_is_made_good_by_the_next(desk: Desk, outside: Path) -> None:
    desk.open("ww")
    sealed(desk, outside)
    outside.unlink()
    assert sealed(desk, outside) == 0
    assert outside.read_text().startswith("1 ")


def test_more_rows_than_fit_in_a_seal_take_several(desk: Desk, outside: Path) -> None:
    start = desk.clock.now()
    desk.session.add_all(audit_entry(start + timedelta(milliseconds=number)) for number in range(audit.BATCH + 1))
    desk.session.commit()
    desk.clock.advance(seconds=5)
    assert sealed(desk, outside) == audit.BATCH + 1
    assert verified(desk, outside) == Report(2, audit.BATCH + 1, ())


def test_a_read_of_a_case_is_in_both_logs(desk: Desk, outside: Path) -> None:
    case = desk.open("ww")
    journal.record_read(desk.context(), case)
    assert desk.session.scalars(select(AuditLog.object).where(AuditLog.action == "zaak-inzien")).all() == [case.number]
    assert desk.session.scalars(select(ProcessingLog.subject).where(ProcessingLog.name == "zaak-inzien")).all() == [case.person.pseudonym]


def test_an_unknown_action_is_never_logged(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(KeyError, match="gluren"):
        journal.log_processing(desk.context(), "gluren", [case.person.pseudonym])


def test_an_unwritable_file_outside_is_told_to_whoever_seals(desk: Desk, tmp_path: Path, app: Flask) -> None:
    (tmp_path / "elders").write_text("geen map")
    desk.open("ww")
    with pytest.raises(OSError, match="elders"):
        sealed(desk, tmp_path / "elders" / "zegels.log")


def test_the_clock_seals_and_an_unwritable_file_outside_does_not_stop_it(desk: Desk, tmp_path: Path) -> None:
    desk.open("ww")
    desk.session.rollback()
    (tmp_path / "vol").write_text("geen map")
    settings = replace(desk.dispatcher.settings, audit_file=tmp_path / "vol" / "zegels.log")
    clock.seal(replace(desk.dispatcher, settings=settings))
    assert desk.session.scalars(select(AuditSeal.number)).all() == [1]
    desk.session.rollback()
    clock.seal(replace(desk.dispatcher, settings=replace(settings, audit_file=tmp_path / "zegels.log")))
    assert (tmp_path / "zegels.log").read_text().startswith("1 ")
