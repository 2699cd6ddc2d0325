"""Closed cases are destroyed when the selectielijst says so: exported first, really gone, and nothing else with them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from loket.cases import crypto
from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.base import Base
from loket.cases.lifecycle import CaseTrigger, follow
from loket.cases.models import Case, Person
from loket.cases.privacy import PrivacyRequest, RequestKind, RequestOutcome
from loket.errors import BadRequest, Conflict
from loket.routing import audit, avg_requests, retention, rights, withdrawal
from loket.routing.progress import lock_case
from loket.routing.selection import KEEP, Selection
from tests.support.desk import BSN, PARTNER_BSN, SUPERVISOR, Desk, person
from tests.support.post import ABSENT
from tests.support.privacy import close, officer

FIVE_YEARS = 5 * 366


def destroy(desk: Desk, folder: Path) -> int:
    return retention.expire(desk.context(), folder)


def numbers(desk: Desk) -> set[str]:
    desk.session.rollback()
    return set(desk.session.scalars(select(Case.number)))


def count(desk: Desk, table: type[Base]) -> int:
    return desk.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_case_is_destroyed_on_the_day_its_period_ends_and_not_a_day_earlier(desk: Desk, tmp_path: Path) -> None:
    case = close(desk, desk.open("ww"))
    assert case.closed_at is not None
    ends = case.closed_at.replace(year=case.closed_at.year + 5)
    desk.clock.set(ends - timedelta(days=1))
    assert destroy(desk, tmp_path) == 0
    assert desk.case(case.number).archive_on == ends.date()
    desk.clock.set(ends)
    assert destroy(desk, tmp_path) == 1
    assert numbers(desk) == set()


def test_the_longest_period_of_its_parts_holds(desk: Desk, tmp_path: Path) -> None:
    close(desk, desk.open("ww", "bijstand"))
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 0
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 1


def test_a_withdrawn_case_counts_from_its_withdrawal(desk: Desk, tmp_path: Path) -> None:
    case = desk.open("ww")
    withdrawal.withdraw(desk.context(), case.number, None, "niet meer nodig")
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 1


@pytest.mark.parametrize("years", [5, 30])
def test_a_case_that_runs_is_never_destroyed(desk: Desk, tmp_path: Path, years: int) -> None:
    case = desk.open("ww")
    desk.clock.advance(days=366 * years)
    assert destroy(desk, tmp_path) == 0
    assert numbers(desk) == {case.number}


def test_a_case_that_was_reopened_meanwhile_is_not_destroyed(desk: Desk, tmp_path: Path) -> None:
    case = close(desk, desk.open("ww"))
    destroy(desk, tmp_path)
    context = desk.context()
    found = lock_case(context, case.id)
    follow(found, CaseTrigger.REOPEN)
    context.session.commit()
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 0


def test_what_must_be_kept_is_kept(desk: Desk, tmp_path: Path) -> None:
    change_list(desk, nomination=KEEP)
    case = close(desk, desk.open("ww"))
    desk.clock.advance(days=10 * 366)
    assert destroy(desk, tmp_path) == 0
    assert desk.case(case.number).nomination == KEEP


def change_list(desk: Desk, **fields: Any) -> None:
    """Another line for everything."""
    catalogue = desk.dispatcher.catalogue
    default = catalogue.selection.default
    assert default is not None
    changed = replace(catalogue, selection=Selection(replace(default, **fields)))
    desk.dispatcher = replace(desk.dispatcher, catalogue=changed)


def test_a_shorter_list_holds_for_closed_cases_when_an_operator_says_so(desk: Desk, tmp_path: Path) -> None:
    close(desk, desk.open("ww"))
    destroy(desk, tmp_path)
    change_list(desk, years=1)
    desk.clock.advance(days=400)
    assert destroy(desk, tmp_path) == 0
    assert retention.plan_again(desk.context()) == 1
    assert destroy(desk, tmp_path) == 1


def test_a_longer_list_holds_at_once(desk: Desk, tmp_path: Path) -> None:
    close(desk, desk.open("ww"))
    destroy(desk, tmp_path)
    change_list(desk, years=9)
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 0


def test_a_hold_blocks_until_it_is_lifted(desk: Desk, tmp_path: Path) -> None:
    case = close(desk, desk.open("ww"))
    retention.hold(desk.context(SUPERVISOR), case.number, "rechtszaak loopt")
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 0
    retention.lift(desk.context(SUPERVISOR), case.number, "uitspraak is er")
    assert destroy(desk, tmp_path) == 1


def test_a_hold_needs_a_reason_and_is_set_once(desk: Desk) -> None:
    case = desk.open("ww")
    with pytest.raises(BadRequest):
        retention.hold(desk.context(SUPERVISOR), case.number, "")
    with pytest.raises(Conflict):
        retention.lift(desk.context(SUPERVISOR), case.number, "er is niets")
    retention.hold(desk.context(SUPERVISOR), case.number, "rechtszaak")
    with pytest.raises(Conflict):
        retention.hold(desk.context(SUPERVISOR), case.number, "nog een rechtszaak")


def test_an_open_request_of_one_of_its_people_blocks(desk: Desk, tmp_path: Path) -> None:
    close(desk, desk.open("ww", others=(person("partner", bsn=PARTNER_BSN),)))
    desk.clock.advance(days=FIVE_YEARS)
    request = avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=PARTNER_BSN)
    assert destroy(desk, tmp_path) == 0
    avg_requests.close(officer(desk), request, RequestOutcome.WITHDRAWN, "hoeft niet meer")
    assert destroy(desk, tmp_path) == 1


def test_a_message_that_must_still_go_out_blocks(desk: Desk, tmp_path: Path) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.post["uwv"].will(then=ABSENT)
    rights.wrong_person(officer(desk), case.number, person(bsn=PARTNER_BSN), "verkeerd gekozen")
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 0
    assert case.number in numbers(desk)


def test_the_export_holds_the_whole_case_and_only_the_key_opens_it(desk: Desk, tmp_path: Path) -> None:
    case = close(desk, desk.open("ww", answers={"laatste-werkgever": "Bakkerij Vos"}))
    desk.clock.advance(days=FIVE_YEARS)
    destroy(desk, tmp_path)
    (file,) = tmp_path.glob("*/*")
    assert file.name == f"{case.number}.json.enc"
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text()
    assert "Moulin" not in text
    document = json.loads(crypto.keys().decrypt(text))
    assert document["zaaknummer"] == case.number
    assert document["antwoorden"][0]["waarde"] == "Bakkerij Vos"
    assert document["personen"][0]["burgerservicenummer"] == BSN


def test_without_an_export_nothing_is_destroyed(desk: Desk, tmp_path: Path) -> None:
    case = close(desk, desk.open("ww"))
    desk.clock.advance(days=FIVE_YEARS)
    (tmp_path / "vol").write_text("geen map")
    with pytest.raises(NotADirectoryError):
        destroy(desk, tmp_path / "vol")
    assert numbers(desk) == {case.number}


def test_exports_stay_as_long_as_the_list_says(desk: Desk, tmp_path: Path) -> None:
    close(desk, desk.open("ww"))
    desk.clock.advance(days=FIVE_YEARS)
    destroy(desk, tmp_path)
    desk.clock.advance(days=90)
    assert retention.clear_exports(desk.context(), tmp_path) == 0
    desk.clock.advance(days=1)
    assert retention.clear_exports(desk.context(), tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_pseudonym_in_the_logs_leads_to_nobody_and_the_logs_stay(desk: Desk, tmp_path: Path) -> None:
    pseudonym = close(desk, desk.open("ww")).person.pseudonym
    request = avg_requests.receive(officer(desk), RequestKind.ERASURE, bsn=BSN, note="Wis alles over mijn scheiding")
    avg_requests.close(officer(desk), request, RequestOutcome.REFUSED, "de bewaartermijn loopt nog")
    audit.seal(desk.context(), tmp_path / "zegels.log")
    before = count(desk, AuditLog), count(desk, ProcessingLog)
    desk.clock.advance(days=FIVE_YEARS)
    destroy(desk, tmp_path / "uitvoer")
    assert count(desk, Person) == 0
    assert (count(desk, AuditLog), count(desk, ProcessingLog)) == (before[0] + 1, before[1] + 1)
    assert pseudonym in set(desk.session.scalars(select(ProcessingLog.subject)))
    row = desk.session.scalars(select(PrivacyRequest)).one()
    assert (row.note, row.answer, row.outcome) == (None, None, RequestOutcome.REFUSED)
    audit.seal(desk.context(), tmp_path / "zegels.log")
    assert audit.verify(desk.context(), tmp_path / "zegels.log").findings == ()


def test_a_person_who_stands_in_another_case_stays(desk: Desk, tmp_path: Path) -> None:
    close(desk, desk.open("ww", others=(person("partner", bsn=PARTNER_BSN),)))
    desk.open("akw", applicant=person(bsn=PARTNER_BSN))
    desk.clock.advance(days=FIVE_YEARS)
    assert destroy(desk, tmp_path) == 1
    assert [row.bsn for row in desk.session.scalars(select(Person))] == [PARTNER_BSN]


def test_the_day_after_the_person_is_a_stranger(desk: Desk, tmp_path: Path) -> None:
    case = close(desk, desk.open("ww"))
    desk.clock.advance(days=FIVE_YEARS)
    destroy(desk, tmp_path)
    again = desk.open("ww")
    assert again.person.pseudonym != case.person.pseudonym


def test_every_row_that_belongs_to_a_case_goes_with_it() -> None:
    keys = [key for table in Base.metadata.tables.values() for key in table.foreign_keys if key.column.table.name == "case"]
    assert len(keys) >= 12
    assert {f"{key.parent.table.name}.{key.parent.name}" for key in keys if key.ondelete != "CASCADE"} == set()
