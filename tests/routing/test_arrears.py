"""Arrears at several organisations: without a ground refused and written down, of one alone seen by nobody, of enough one signal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from loket.cases.arrears import ArrearsNotice, ArrearsSignal
from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.models import Person
from loket.cases.privacy import RequestKind
from loket.errors import BadRequest, Conflict, Forbidden, NotFound
from loket.routing import avg_requests, rights
from loket.routing.arrears import handling, reporting
from loket.routing.arrears.lists import read_arrears
from loket.routing.arrears.reporting import Reported
from loket.routing.catalogue_folder import Folder
from loket.routing.context import MACHINE, Actor
from tests.routing import small_config
from tests.routing.asking import CONFIG, ENVIRON
from tests.routing.test_catalogue_faults import faults as config_faults
from tests.support.desk import BSN, MONDAY, Desk
from tests.support.privacy import officer

LIST = "vroegsignalering"
GEMEENTE = Actor("behandelaar-den-haag", "gemeente-0518", organisation="gemeente-0518", origin="web")
ELSEWHERE = Actor("behandelaar-utrecht", "gemeente-0344", organisation="gemeente-0344", origin="web")


def tell(desk: Desk, organisation: str, code: str = "0518", **told: Any) -> date | None:
    """This organisation signals that the person is behind."""
    desk.clock.advance(minutes=1)
    actor = Actor(f"client:{organisation}", organisation, organisation=organisation, origin="api")
    return reporting.report(desk.context(actor), Reported(LIST, BSN, code, **told))


def signals(desk: Desk, actor: Actor = GEMEENTE) -> list[ArrearsSignal]:
    return list(handling.listed(desk.context(actor))[0])


def audited(desk: Desk, action: str) -> list[AuditLog]:
    desk.session.rollback()
    return list(desk.session.scalars(select(AuditLog).where(AuditLog.action == action).order_by(AuditLog.id)))


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
    (row,) = audited(desk, "achterstand-melden")
    assert (row.result, row.object, row.details) == ("geweigerd", LIST, {"organisatie": "uwv"})
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


def test_a_signal_that_somebody_took_up_does_not_vanish_under_their_hands(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    handling.take_up(desk.context(GEMEENTE), signals(desk)[0].id)
    tell(desk, "svb", paid=True)
    assert len(signals(desk)) == 1


def test_it_is_taken_up_once_and_closed_with_what_came_of_it(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    one = signals(desk)[0].id
    handling.take_up(desk.context(GEMEENTE), one)
    with pytest.raises(Conflict):
        handling.take_up(desk.context(replace(GEMEENTE, name="collega")), one)
    with pytest.raises(BadRequest):
        handling.close(desk.context(GEMEENTE), one, "misschien")
    handling.close(desk.context(GEMEENTE), one, "hulp")
    with pytest.raises(Conflict):
        handling.close(desk.context(GEMEENTE), one, "hulp")
    steps = [(row.details["van"], row.details["tot"]) for what in ("oppakken", "sluiten") for row in audited(desk, f"schuldsignaal-{what}")]
    assert steps == [("open", "opgepakt"), ("opgepakt", "hulp")]


def test_another_gemeente_cannot_find_it(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    one = signals(desk)[0].id
    for act in (handling.look, handling.take_up):
        with pytest.raises(NotFound):
            act(desk.context(ELSEWHERE), one)


def test_after_closing_only_news_makes_another_one(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    handling.close(desk.context(GEMEENTE), signals(desk)[0].id, "niet-bereikt")
    tell(desk, "waterschap")
    assert signals(desk) == []
    tell(desk, "cak")
    assert [one.organisations for one in signals(desk)] == [["waterschap", "cak"]]


def test_who_carries_out_debt_help_for_the_gemeente_gets_its_signals(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation, "0153")
    bank = Actor("behandelaar-bank", "stadsbank-oost-nederland", organisation="stadsbank-oost-nederland", origin="web")
    own = Actor("behandelaar-enschede", "gemeente-0153", organisation="gemeente-0153", origin="web")
    assert (len(signals(desk, bank)), len(signals(desk, own))) == (1, 0)


def test_every_look_at_the_person_is_accounted_for(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    found = handling.look(desk.context(GEMEENTE), signals(desk)[0].id)
    assert found.person.bsn == BSN
    pseudonym = found.person.pseudonym
    names = desk.session.scalars(select(ProcessingLog.name).where(ProcessingLog.subject == pseudonym).order_by(ProcessingLog.id)).all()
    assert sorted(set(names)) == ["achterstand-melden", "schuldsignaal-inzien", "schuldsignaal-maken"]


def test_no_log_holds_the_bsn(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    desk.session.rollback()
    rows = [(row.object, row.details, row.ground) for row in desk.session.scalars(select(AuditLog))]
    assert BSN not in str(rows)


def test_pages_of_the_list_go_on_where_the_last_one_stopped(desk: Desk) -> None:
    for number in ("999993653", "999992740", "999990342"):
        for organisation in ("cak", "svb"):
            desk.clock.advance(minutes=1)
            actor = Actor("client", organisation, organisation=organisation, origin="api")
            reporting.report(desk.context(actor), Reported(LIST, number, "0518"))
    first, following = handling.listed(desk.context(GEMEENTE), size=2)
    firsts = [one.id for one in first]
    rest, end = handling.listed(desk.context(GEMEENTE), following, size=2)
    assert (len(firsts), [one.id in firsts for one in rest], end) == (2, [False], None)


def test_what_may_be_kept_no_longer_is_erased_with_a_person_of_whom_nothing_else_is_known(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    handling.close(desk.context(GEMEENTE), signals(desk)[0].id, "hulp")
    desk.clock.advance(days=29)
    assert handling.forget(desk.context(MACHINE)) == 0
    desk.clock.advance(days=2)
    assert handling.forget(desk.context(MACHINE)) == 1
    desk.clock.advance(days=40)
    assert handling.forget(desk.context(MACHINE)) == 2
    desk.session.rollback()
    assert desk.session.scalars(select(Person)).all() == []


def test_a_person_with_a_case_stays(desk: Desk) -> None:
    desk.open("ww")
    tell(desk, "cak")
    desk.clock.advance(days=100)
    assert handling.forget(desk.context(MACHINE)) == 1
    desk.session.rollback()
    assert [person.bsn for person in desk.session.scalars(select(Person))] == [BSN]


def test_nothing_is_erased_while_the_person_asks_what_is_known(desk: Desk) -> None:
    tell(desk, "cak")
    avg_requests.receive(officer(desk), RequestKind.ACCESS, bsn=BSN, note="Wat weet u van mij?")
    desk.clock.advance(days=100)
    assert handling.forget(desk.context(MACHINE)) == 0


def test_the_person_reads_it_in_their_export(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)
    found = rights.export_person(officer(desk), BSN)["schuldsignalen"]
    assert [row.get("door") for row in found] == ["CAK", "SVB", None]
    assert (found[2]["naar"], found[2]["gemeldDoor"]) == ("gemeente Den Haag", ["CAK", "SVB"])


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
