"""Arrears at several organisations: without a ground refused and written down, of one alone seen by nobody, of enough one signal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from loket.cases.arrears import ArrearsNotice, ArrearsSignal
from loket.cases.audit import AuditLog
from loket.cases.models import Person
from loket.errors import BadRequest, Forbidden
from loket.routing.arrears import handling
from loket.routing.arrears.lists import read_arrears
from loket.routing.catalogue_folder import Folder
from loket.routing.context import MACHINE
from tests.routing import small_config
from tests.routing.arrears_told import ELSEWHERE, LIST, audited, signals, tell
from tests.routing.asking import CONFIG, ENVIRON
from tests.routing.test_catalogue_faults import faults as config_faults
from tests.support.desk import BSN, MONDAY, Desk


def test_one_organisation_alone_makes_no_signal_and_hears_until_when_it_counts(desk: Desk) -> None:
    assert tell(desk, "cak") == MONDAY.date() + timedelta(days=60)
    assert tell(desk, "cak") == MONDAY.date() + timedelta(days=60)
    assert signals(desk) == []
    assert len(desk.session.scalars(select(ArrearsNotice)).all()) == 1


def test_two_organisations_make_one_signal_and_a_third_joins_it(desk: Desk) -> None:
    for organisation in ("cak", "svb", "waterschap", "cak"):
        tell(desk, organisation)
    (one,) = signals(desk)
    assert (one.gemeente_code, one.organisations) == ("0518", ["cak", "svb", "waterschap"])
    assert signals(desk, ELSEWHERE) == []
    assert [row.details for row in audited(desk, "schuldsignaal")] == [{"lijst": LIST, "gemeente": "0518", "organisaties": 2}]


def test_without_a_ground_it_is_refused_and_that_is_written_down_without_saying_of_whom(desk: Desk) -> None:
    with pytest.raises(Forbidden) as refused:
        tell(desk, "uwv")
    assert refused.value.code == "geen-grondslag"
    with pytest.raises(Forbidden):
        tell(desk, "uwv", list_slug="mevrouw-moulin")
    found = [(row.result, row.object, row.details) for row in audited(desk, "achterstand-melden")]
    assert found == [("geweigerd", name, {"organisatie": "uwv"}) for name in (LIST, "onbekend")]
    assert desk.session.scalars(select(Person)).all() == []


@pytest.mark.parametrize(("first", "last"), [(date(2026, 3, 3), None), (date(2025, 1, 1), date(2026, 3, 1))])
def test_a_ground_counts_from_its_first_day_to_its_last(desk: Desk, first: date, last: date | None) -> None:
    catalogue = desk.dispatcher.catalogue
    grounds = tuple(replace(one, valid_from=first, valid_to=last) for one in catalogue.arrears.grounds)
    desk.dispatcher = replace(desk.dispatcher, catalogue=replace(catalogue, arrears=replace(catalogue.arrears, grounds=grounds)))
    with pytest.raises(Forbidden):
        tell(desk, "cak")


def test_a_gemeente_that_there_is_not_is_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest):
        tell(desk, "cak", "9999")


def test_what_was_signalled_too_long_ago_counts_no_longer(desk: Desk) -> None:
    tell(desk, "cak")
    desk.clock.advance(days=61)
    tell(desk, "svb")
    assert signals(desk) == []


def test_who_paid_is_taken_back_and_with_too_few_left_the_signal_ends(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    assert tell(desk, "svb", paid=True) is None
    assert signals(desk) == []
    assert desk.session.scalars(select(ArrearsSignal.outcome)).one() == "voldaan"
    assert handling.forget(desk.context(MACHINE)) == 1
    assert desk.session.scalars(select(ArrearsNotice.organisation)).all() == ["cak"]


def test_who_is_not_known_is_not_made_for_having_paid(desk: Desk) -> None:
    assert tell(desk, "cak", paid=True) is None
    assert desk.session.scalars(select(Person)).all() == []


def test_after_one_ended_because_somebody_was_paid_the_others_still_count(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    tell(desk, "svb", paid=True)
    assert signals(desk) == []
    tell(desk, "waterschap")
    assert [one.organisations for one in signals(desk)] == [["cak", "waterschap"]]


def test_what_is_signalled_in_different_gemeenten_does_not_add_up(desk: Desk) -> None:
    tell(desk, "cak", "0518")
    tell(desk, "svb", "0344")
    assert (signals(desk), signals(desk, ELSEWHERE)) == ([], [])


def test_who_moved_leaves_the_list_of_the_gemeente_where_they_lived(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation, "0518")
    tell(desk, "cak", "0344")
    assert (signals(desk), signals(desk, ELSEWHERE)) == ([], [])
    tell(desk, "svb", "0344")
    assert [one.organisations for one in signals(desk, ELSEWHERE)] == [["cak", "svb"]]
    assert desk.session.scalars(select(ArrearsSignal.outcome).order_by(ArrearsSignal.id)).all() == ["verhuisd", None]


def test_a_gemeente_that_merged_is_no_move(desk: Desk) -> None:
    for organisation in ("svb", "cak"):
        tell(desk, organisation)
    for table in (ArrearsNotice, ArrearsSignal):
        desk.session.execute(update(table).values(gemeente_code="1107"))  # Loosduinen, now Den Haag
    desk.session.commit()
    tell(desk, "svb")
    (signal,) = signals(desk)
    assert (set(signal.organisations), signal.outcome) == ({"svb", "cak"}, None)


def test_no_log_holds_the_bsn(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    desk.session.rollback()
    rows = [(row.object, row.details, row.ground) for row in desk.session.scalars(select(AuditLog))]
    assert BSN not in str(rows)


def test_outside_the_demo_only_a_ground_that_was_seen_in_the_law_counts() -> None:
    assert {one.organisation for one in read_arrears(Folder(CONFIG, ENVIRON, demo=True)).grounds} == {"cak", "svb", "waterschap"}
    assert read_arrears(Folder(CONFIG, ENVIRON, demo=False)).grounds == ()


def test_what_a_list_and_a_ground_name_must_be_there(tmp_path: Path) -> None:
    config = small_config.write(tmp_path)
    (config / "schuldsignalen.toml").write_text(
        '[lijst.vroeg]\nnaam = "Vroeg"\nproduct = "niets"\nminimaal = 1\nbinnen_dagen = 60\nbewaren_dagen = 30\nuiterlijk_dagen = 90\n'
        '[[grond]]\nlijst = "laat"\norganisatie = "bank"\nartikel = "x"\ngeldig_vanaf = 2026-01-01\nbron = "wet"\nzekerheid = "gezien"\n'
    )
    assert [fault.split("] ", 1)[1] for fault in config_faults(config)] == [
        'product: onbekend: product "niets"',
        "minimaal: is minstens 2: één melding is nog geen signaal",
        'lijst: onbekend: lijst "laat"',
        'organisatie: onbekend: organisatie "bank"',
    ]
