"""Requests that are finished later: kept a week for one loket, encrypted, and never overwritten silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.desk import SavedRequest
from loket.errors import Conflict, NotFound
from loket.routing import intake, rights, saved, sweep
from loket.routing.context import Context
from loket.routing.saved import GONE, STALE, Listed, Mark, Unfinished
from tests.support.desk import BSN, COUNTER, EMPLOYEE, MONDAY, Desk, request

MOMENT = timedelta(seconds=1)
FIELDS = (("aanvrager.geslachtsnaam", "Moulin"), ("extra", "ww"), ("extra", "akw"))


def unfinished(**changes: Any) -> Unfinished:
    return replace(Unfinished("situatie", "Moulin: Ontslag", FIELDS, BSN), **changes)


def keep(desk: Desk, **changes: Any) -> Mark:
    row = saved.save(desk.context(), unfinished(**changes))
    mark = Mark(row.id, row.version)
    desk.session.rollback()
    return mark


def listed(desk: Desk, counter: str = COUNTER, **more: Any) -> list[Listed]:
    return list(saved.drafts(desk.session, counter, desk.clock.now(), limit=10, **more))


def stored(desk: Desk) -> list[UUID]:
    return list(desk.session.scalars(select(SavedRequest.id)))


def as_colleague(desk: Desk, **actor: Any) -> Context:
    context = desk.context()
    return replace(context, actor=replace(context.actor, **actor))


def test_the_form_comes_back_as_it_stood(desk: Desk) -> None:
    mark = keep(desk)
    row = saved.resume(desk.context(), str(mark.id))
    assert (row.step, row.label, [tuple(pair) for pair in row.fields]) == ("situatie", "Moulin: Ontslag", list(FIELDS))


def test_what_was_typed_stands_encrypted(desk: Desk) -> None:
    keep(desk)
    stored = desk.session.execute(text("SELECT fields, label FROM saved_request")).one()
    assert "Moulin" not in "".join(stored)


def test_it_expires_seven_days_after_it_was_last_saved(desk: Desk) -> None:
    mark = keep(desk)
    desk.clock.advance(days=6)
    saved.save(desk.context(), unfinished(step="vragen"), mark)
    desk.clock.advance(days=6, hours=23)
    sweep.forget(desk.context())
    assert len(stored(desk)) == 1
    desk.session.rollback()
    desk.clock.advance(hours=2)
    assert listed(desk) == []
    desk.session.rollback()
    sweep.forget(desk.context())
    assert stored(desk) == []


def test_what_expired_cannot_be_opened_even_before_the_clock_deleted_it(desk: Desk) -> None:
    mark = keep(desk)
    desk.clock.advance(days=8)
    with pytest.raises(NotFound):
        saved.resume(desk.context(), str(mark.id))


def test_the_first_knock_counts_however_often_it_is_saved(desk: Desk) -> None:
    knocked = desk.clock.now()
    mark = keep(desk)
    desk.clock.advance(days=3)
    row = saved.save(desk.context(), unfinished(), mark)
    assert row.knocked_at - knocked < MOMENT
    assert desk.clock.now() - row.saved_at < MOMENT


def test_only_the_own_loket_finds_it(desk: Desk) -> None:
    mark = keep(desk)
    with pytest.raises(NotFound):
        saved.resume(as_colleague(desk, counter="uwv-den-haag"), str(mark.id))
    assert listed(desk, "uwv-den-haag") == []


def test_an_intermediary_finds_only_their_own(desk: Desk) -> None:
    mark = keep(desk)
    stranger = as_colleague(desk, name="iemand-anders", roles=frozenset({"intermediair"}))
    with pytest.raises(NotFound):
        saved.resume(stranger, str(mark.id))
    assert listed(desk, account="iemand-anders") == []


@pytest.mark.parametrize("typed", ["0", "00000000-0000-0000-0000-000000000000", "x' OR 1=1"])
def test_what_is_no_draft_is_not_found(desk: Desk, typed: str) -> None:
    with pytest.raises(NotFound):
        saved.remove(desk.context(), typed)


def test_an_older_version_overwrites_nothing(desk: Desk) -> None:
    mark = keep(desk)
    saved.save(desk.context(), unfinished(label="Van mijn collega"), mark)
    with pytest.raises(Conflict) as refused:
        saved.save(desk.context(), unfinished(label="Van mij"), mark)
    desk.session.rollback()
    assert refused.value.code == STALE
    assert [row.label for row in listed(desk)] == ["Van mijn collega"]


def test_what_is_gone_is_said_to_be_gone(desk: Desk) -> None:
    mark = keep(desk)
    saved.remove(desk.context(), str(mark.id))
    with pytest.raises(Conflict) as refused:
        saved.save(desk.context(), unfinished(), mark)
    assert refused.value.code == GONE


def test_sending_deletes_it_with_the_case_and_passes_on_the_knock(desk: Desk) -> None:
    knocked = desk.clock.now()
    mark = keep(desk)
    desk.clock.advance(days=2)
    opened = intake.open_case(desk.context(), request("ww"), draft=mark)
    assert desk.case(opened.number).knocked_at - knocked < MOMENT
    assert listed(desk) == []


def test_a_request_that_is_refused_keeps_its_draft(desk: Desk) -> None:
    mark = keep(desk)
    with pytest.raises(NotFound):
        intake.open_case(desk.context(), request("ww", into="L-00000000000"), draft=mark)
    desk.session.rollback()
    assert len(listed(desk)) == 1


def test_saving_opening_and_removing_stand_in_both_logs(desk: Desk) -> None:
    mark = keep(desk)
    saved.resume(desk.context(), str(mark.id))
    saved.remove(desk.context(), str(mark.id))
    did = ["concept-bewaren", "concept-openen", "concept-verwijderen"]
    assert [row.action for row in desk.session.scalars(select(AuditLog).order_by(AuditLog.at, AuditLog.id))][-3:] == did
    assert sorted(desk.session.scalars(select(ProcessingLog.name))) == did


def test_the_export_of_the_person_names_what_is_kept(desk: Desk) -> None:
    intake.open_case(desk.context(), request("ww"))
    keep(desk)
    [found] = rights.export_person(desk.context(), BSN)["concepten"]
    assert (found["gegevens"]["aanvrager.geslachtsnaam"], found["gegevens"]["extra"]) == (["Moulin"], ["ww", "akw"])


def test_nothing_of_a_draft_stands_in_its_repr(desk: Desk) -> None:
    row = SavedRequest(label="Moulin", fields=[["aanvrager.burgerservicenummer", BSN]], account=EMPLOYEE.name, knocked_at=MONDAY)
    assert BSN not in repr(row)
