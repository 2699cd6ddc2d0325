"""What a table for tailored help does for the time until its decision, the list of tables, and what of it stays where."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from loket.cases.audit import AuditLog
from loket.cases.queries import Viewer
from loket.cases.states import ReferralState
from loket.cases.tailored import PauseRequest
from loket.routing import rights
from loket.routing.tailored import bridging, listing, setting, tables
from loket.routing.tailored.listing import Wanted
from tests.routing.sitting import DECISION, GROUND, HURTS, Sitting, faults
from tests.support.desk import MONDAY, SUPERVISOR, Desk, part_of, person
from tests.support.privacy import officer

TODAY = MONDAY.date()
NORM = date(2026, 3, 16)  # ten working days after that Monday


def test_a_measure_bridges_the_wait_and_asks_who_collects_to_pause(desk: Desk) -> None:
    sitting = Sitting(desk)
    until = TODAY + timedelta(days=30)
    part = sitting.part()
    before = part_of(sitting.case, "betalingsregeling-cjib").state
    bridging.bridge(desk.context(SUPERVISOR), sitting.number, sitting.id, "Voorschot van de gemeente.", until, [part], "Wilt u wachten?")
    desk.drain()
    message = json.loads(desk.post["cjib"].received[-1].body)
    assert (message["soort"], message["tot"], message["toelichting"]) == ("pauzeverzoek", "2026-04-01", "Wilt u wachten?")
    assert part_of(sitting.case, "betalingsregeling-cjib").state is before is ReferralState.ACCEPTED
    assert desk.events(sitting.case)[-3:] == ["overbrugging", "maatwerk-verzoek", "bericht-bezorgd"]
    ((measure, asked),) = tables.measures(desk.session, sitting.table)
    assert (measure.until, asked) == (until, [part_of(sitting.case, "betalingsregeling-cjib").id])
    assert [row["pauzeTot"] for row in sitting.audited("pauze-vragen")] == ["2026-04-01"]


def test_another_loket_does_not_read_that_somebody_was_asked_to_wait_with_collecting(desk: Desk) -> None:
    sitting = Sitting(desk, products=("akw",))
    part = sitting.part("akw")
    bridging.bridge(desk.context(SUPERVISOR), sitting.number, sitting.id, "Voorschot", TODAY, [part], "Wilt u wachten?")
    here, elsewhere = (desk.timeline(sitting.case, *viewer)[-1] for viewer in ((), (Viewer(counter="uwv-den-haag"),)))
    assert here["tekst"] == "De maatwerktafel heeft svb iets gevraagd: wachten met invorderen tot en met 2 maart 2026."
    assert (elsewhere["soort"], elsewhere["tekst"]) == ("maatwerk-verzoek", "De maatwerktafel heeft svb iets gevraagd.")


def test_only_who_collects_and_knows_the_case_can_be_asked_to_wait(desk: Desk) -> None:
    sitting = Sitting(desk, products=("akw", "betalingsregeling-cjib"))
    collectors = bridging.collectors(desk.dispatcher.catalogue, sitting.case)
    assert {part.organisation for part in collectors} == {"svb", "cjib"}
    elsewhere = desk.open("betalingsregeling-cjib", applicant=person(bsn=None)).referrals[0].number
    wrong = faults(
        lambda: bridging.bridge(desk.context(SUPERVISOR), sitting.number, sitting.id, "Voorschot", TODAY, [elsewhere], "Wilt u wachten?")
    )
    assert wrong == {"/delen"}
    assert desk.session.scalars(select(PauseRequest)).all() == []


def test_a_sensitive_part_is_asked_only_when_the_citizen_shared_it(desk: Desk) -> None:
    sitting = Sitting(desk, share=False)
    part = sitting.part()
    assert [one.product for one in bridging.askable(desk.dispatcher.catalogue, sitting.case, sitting.table)] == ["ww"]
    wrong = faults(
        lambda: bridging.bridge(desk.context(SUPERVISOR), sitting.number, sitting.id, "Voorschot", TODAY, [part], "Wilt u wachten?")
    )
    assert wrong == {"/delen"}


def test_a_measure_needs_words_a_day_that_comes_and_something_to_ask(desk: Desk) -> None:
    sitting = Sitting(desk)
    part = sitting.part()
    wrong = faults(
        lambda: bridging.bridge(desk.context(SUPERVISOR), sitting.number, sitting.id, "", TODAY - timedelta(days=1), [part], " ")
    )
    assert wrong == {"/overbrugging", "/overbruggingTot", "/pauzewoorden"}


def test_the_list_begins_with_the_first_last_day_and_goes_on_where_it_stopped(desk: Desk) -> None:
    sittings = [Sitting(desk, products=("ww",), applicant=person(bsn=None)) for _ in range(3)]
    for days, sitting in zip((5, 1, 3), sittings, strict=True):
        sitting.appoint(TODAY + timedelta(days=days))
    first, following = listing.listed(desk.context(SUPERVISOR), Wanted(), size=2)
    rest, end = listing.listed(desk.context(SUPERVISOR), Wanted(after=listing.Cursor.parse(str(following))), size=2)
    assert [table.due_on for table, _ in [*first, *rest]] == [TODAY + timedelta(days=days) for days in (1, 3, 5)]
    assert end is None
    desk.clock.advance(days=2)
    assert listing.overdue(desk.context(SUPERVISOR)) == 1


def test_the_list_of_what_ended_begins_with_the_newest(desk: Desk) -> None:
    sittings = [Sitting(desk, products=("ww",), applicant=person(bsn=None)) for _ in range(3)]
    for sitting in sittings:
        desk.clock.advance(minutes=1)
        sitting.decide()
    first, following = listing.listed(desk.context(SUPERVISOR), Wanted(ended=True), size=2)
    rest, _ = listing.listed(desk.context(SUPERVISOR), Wanted(ended=True, after=following), size=2)
    assert [case.number for _, case in [*first, *rest]] == [one.number for one in reversed(sittings)]
    assert listing.listed(desk.context(SUPERVISOR), Wanted())[0] == []


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"organisation": "uwv"}, True),
        ({"organisation": "svb"}, False),
        ({"counter": "gemeente-0518"}, True),
        ({"counter": "uwv-den-haag"}, False),
        ({"coordinator": "iemand"}, False),
    ],
)
def test_the_list_is_chosen_by_who_decides_loket_and_who_follows(desk: Desk, chosen: dict[str, str], found: bool) -> None:
    Sitting(desk).appoint()
    assert bool(listing.listed(desk.context(SUPERVISOR), Wanted(**chosen))[0]) is found


def test_no_free_text_of_the_table_stands_in_the_audit_log_and_no_name(desk: Desk) -> None:
    sitting = Sitting(desk)
    setting.seat(desk.context(SUPERVISOR), sitting.number, sitting.id, "svb", "Ali Demir")
    bridging.bridge(desk.context(SUPERVISOR), sitting.number, sitting.id, "Voorschot", TODAY, (), "")
    sitting.decide()
    desk.session.rollback()
    text = str([row.details for row in desk.session.scalars(select(AuditLog))])
    assert [secret for secret in (HURTS, DECISION, GROUND, "Ali Demir", "Fatima", "Voorschot", "Zij mag") if secret in text] == []


def test_the_person_reads_it_in_their_export_without_the_names_of_employees(desk: Desk) -> None:
    sitting = Sitting(desk)
    setting.seat(desk.context(SUPERVISOR), sitting.number, sitting.id, "svb", "Ali Demir")
    bridging.bridge(desk.context(SUPERVISOR), sitting.number, sitting.id, "Voorschot", TODAY, [sitting.part()], "Wilt u wachten?")
    sitting.decide()
    number = person().bsn
    assert number is not None
    (case,) = rights.export_person(officer(desk), number)["zaken"]
    (told,), (measure,) = case["maatwerk"], case["overbruggingen"]
    assert (told["watKnelt"], told["besluit"], told["deelnemers"], told["beslist"]) == (HURTS, DECISION, ["SVB"], "UWV")
    assert (measure["tekst"], measure["gevraagdOmTeWachten"]) == ("Voorschot", ["CJIB"])
    assert [name for name in ("Ali Demir", "Fatima de Wit") if name in str(case)] == []
