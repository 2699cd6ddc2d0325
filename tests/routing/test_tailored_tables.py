"""A case at a table for tailored help: asked for with what hurts, set, bridged, decided, told; each step with before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loket.cases.models import CaseEvent
from loket.cases.queries import Viewer
from loket.cases.tailored import TailoredTable
from loket.errors import Conflict, LoketError, NotFound
from loket.routing import closing, merging, sweep, wrong_person
from loket.routing.context import MACHINE
from loket.routing.tailored import bridging, deciding, setting, tables
from loket.routing.tailored.tables import ARTICLE, Asked
from tests.routing.sitting import DECISION, GROUND, HURTS, KNOT, Sitting, faults
from tests.support.desk import MONDAY, SUPERVISOR, Desk, part_of, person
from tests.support.privacy import officer

TODAY = MONDAY.date()
NORM = date(2026, 3, 16)  # ten working days after that Monday


def test_a_case_comes_to_the_table_with_what_hurts_and_a_last_day(desk: Desk) -> None:
    sitting = Sitting(desk)
    table = sitting.table
    assert (table.harm.value, table.hurts, table.due_on) == ("schulden", HURTS, NORM)
    assert table.products == ["ww", "betalingsregeling-cjib"]
    assert desk.events(sitting.case)[-1] == "maatwerk-gevraagd"
    (told,) = sitting.audited("maatwerk-vragen")
    assert (told["schade"], told["uiterlijk"], told["akkoord"]) == ("schulden", "2026-03-16", "ja")


def test_everything_that_is_missing_is_named_at_once(desk: Desk) -> None:
    number = desk.open("ww").number
    asked = Asked("pech", " ", "de wet", agreed=False)
    assert faults(lambda: tables.escalate(desk.context(), number, asked)) == {"/schade", "/watKnelt", "/wetsartikel", "/akkoord"}
    assert faults(lambda: tables.escalate(desk.context(), number, replace(KNOT, law="Mevrouw Moulin art. 3"))) == {"/wetsartikel"}
    assert desk.session.scalars(select(TailoredTable)).all() == []


def test_only_parts_that_who_asks_may_share_are_shared(desk: Desk) -> None:
    case = desk.open("ww", "betalingsregeling-cjib")
    number, (first, second) = case.number, [part.number for part in case.referrals]
    asked = replace(KNOT, shared=(second,))
    assert faults(lambda: tables.escalate(desk.context(), number, asked, (first,))) == {"/delen"}
    tables.escalate(desk.context(), number, asked, (second,))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Participatiewet art. 18 lid 10", True),
        ("Awb art. 4:84", True),
        ("Zvw art. 18f", True),
        ("Mevrouw Jansen, art. 3", False),
        ("art. 3", False),
        ("Participatiewet", False),
    ],
)
def test_an_article_is_written_as_lawyers_do_so_that_no_words_about_a_person_slip_in(text: str, fits: bool) -> None:
    assert bool(ARTICLE.fullmatch(text)) is fits


def test_one_table_looks_at_a_case_at_a_time(desk: Desk) -> None:
    sitting = Sitting(desk)
    with pytest.raises(Conflict):
        tables.escalate(desk.context(), sitting.number, KNOT)
    sitting.decide()
    tables.escalate(desk.context(), sitting.number, KNOT)
    assert len(tables.of_case(desk.session, sitting.case)) == 2


def test_a_closed_case_comes_to_no_table(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"))
    closing.close(desk.context(), case.number, "geholpen")
    with pytest.raises(Conflict):
        tables.escalate(desk.context(), case.number, KNOT)


def test_the_table_writes_down_how_it_looks_and_the_audit_log_knows_only_which(desk: Desk) -> None:
    sitting = Sitting(desk)
    setting.describe(desk.context(SUPERVISOR), sitting.number, sitting.id, {"bedoeling": "Bestaanszekerheid", "sociaal": "Ruzie thuis"})
    setting.describe(desk.context(SUPERVISOR), sitting.number, sitting.id, {"sociaal": " "})
    table = sitting.table
    assert (table.intent, table.social) == ("Bestaanszekerheid", None)
    told = [(row["van"], row["tot"], row["veranderd"]) for row in sitting.audited("maatwerk-beschrijven")]
    assert told == [([], ["bedoeling", "sociaal"], ["bedoeling", "sociaal"]), (["bedoeling", "sociaal"], ["bedoeling"], ["sociaal"])]
    with pytest.raises(Conflict):
        setting.describe(desk.context(SUPERVISOR), sitting.number, sitting.id, {"bedoeling": "Bestaanszekerheid"})


def test_people_of_organisations_take_a_seat_and_leave(desk: Desk) -> None:
    sitting = Sitting(desk)
    for name in ("Ali Demir", "Eva Bos"):
        setting.seat(desk.context(SUPERVISOR), sitting.number, sitting.id, "svb", name)
    with pytest.raises(Conflict):
        setting.seat(desk.context(SUPERVISOR), sitting.number, sitting.id, "svb", "Eva Bos")
    first = tables.seats(desk.session, sitting.table)[0].id
    setting.unseat(desk.context(SUPERVISOR), sitting.number, sitting.id, first)
    assert [seat.name for seat in tables.seats(desk.session, sitting.table)] == ["Eva Bos"]
    assert [(row["van"], row["tot"]) for row in sitting.audited("maatwerk-aanschuiven")] == [(0, 1), (1, 2)]
    with pytest.raises(NotFound):
        setting.unseat(desk.context(SUPERVISOR), sitting.number, sitting.id, first)


def test_who_decides_is_a_person_of_an_organisation_by_a_day_that_comes(desk: Desk) -> None:
    sitting = Sitting(desk)
    wrong = faults(lambda: setting.appoint(desk.context(SUPERVISOR), sitting.number, sitting.id, "", "bank", TODAY - timedelta(days=1), ""))
    assert wrong == {"/beslisser", "/beslisorganisatie", "/uiterlijk", "/waarom"}
    sitting.appoint(TODAY + timedelta(days=3))
    table = sitting.table
    assert (table.decider, table.decider_organisation, table.due_on) == ("Fatima de Wit", "uwv", TODAY + timedelta(days=3))
    (told,) = sitting.audited("maatwerk-beslisser")
    assert (told["van"], told["tot"]) == ([None, "2026-03-16"], ["uwv", "2026-03-05"])


def test_a_decision_has_a_ground_and_somebody_who_took_it(desk: Desk) -> None:
    sitting = Sitting(desk)
    decide = lambda *told: deciding.decide(desk.context(SUPERVISOR), sitting.number, sitting.id, *told)  # noqa: E731
    assert faults(lambda: decide("misschien", "", "")) == {"/hoe", "/besluit", "/grond"}
    with pytest.raises(Conflict, match="wie beslist"):
        decide("maatwerk", DECISION, GROUND)
    sitting.decide()
    table = sitting.table
    assert (table.outcome, table.decision, table.ground, table.ended_at) == ("maatwerk", DECISION, GROUND, desk.clock.now())
    assert (sitting.audited("maatwerk-besluiten")[0]["van"], sitting.audited("maatwerk-besluiten")[0]["tot"]) == (None, "maatwerk")


def test_the_outcome_returns_to_the_case_for_those_who_may_see_it(desk: Desk) -> None:
    sitting = Sitting(desk)
    sitting.decide()
    here, elsewhere = desk.timeline(sitting.case)[-1], desk.timeline(sitting.case, Viewer(counter="uwv-den-haag"))[-1]
    assert (here["tekst"], here["toelichting"]) == ("De maatwerktafel heeft besloten: de inwoner krijgt maatwerk.", DECISION)
    assert (elsewhere["tekst"], elsewhere.get("toelichting")) == ("De maatwerktafel heeft besloten.", None)


def test_the_citizen_hears_it_once_and_that_is_a_contact_and_news(desk: Desk) -> None:
    sitting = Sitting(desk)
    with pytest.raises(Conflict):
        deciding.tell(desk.context(), sitting.number, sitting.id, "telefoon")
    sitting.decide()
    deciding.tell(desk.context(), sitting.number, sitting.id, "telefoon")
    case = sitting.case
    assert (case.told_at, [(knock.channel, knock.said) for knock in case.contacts]) == (desk.clock.now(), [("telefoon", DECISION)])
    with pytest.raises(Conflict):
        deciding.tell(desk.context(), sitting.number, sitting.id, "telefoon")


def test_a_table_can_stop_without_a_decision_for_a_reason(desk: Desk) -> None:
    sitting = Sitting(desk)
    assert faults(lambda: deciding.stop(desk.context(SUPERVISOR), sitting.number, sitting.id, " ")) == {"/stopreden"}
    deciding.stop(desk.context(SUPERVISOR), sitting.number, sitting.id, "Er is geen ruimte in de wet.")
    assert (sitting.table.outcome, sitting.table.ground, sitting.table.ended_at is not None) == (None, "Er is geen ruimte in de wet.", True)


def test_that_a_table_stopped_is_told_to_the_citizen_before_the_case_closes(desk: Desk) -> None:
    sitting = Sitting(desk, products=("ww",))
    desk.decide(part_of(sitting.case, "ww"))
    deciding.stop(desk.context(SUPERVISOR), sitting.number, sitting.id, "Er is geen ruimte in de wet.")
    with pytest.raises(Conflict, match="Vertel het eerst"):
        closing.close(desk.context(), sitting.number, "geholpen")
    deciding.tell(desk.context(), sitting.number, sitting.id, "telefoon")
    assert [knock.said for knock in sitting.case.contacts] == ["De maatwerktafel is gestopt zonder besluit."]
    closing.close(desk.context(), sitting.number, "geholpen")


def test_a_case_on_the_wrong_name_leaves_no_table_open(desk: Desk) -> None:
    sitting = Sitting(desk)
    right = person(bsn="999990342", surname="Ander")
    wrong_person.wrong_person(officer(desk), sitting.number, right, "Verkeerd nummer")
    desk.session.rollback()
    assert desk.session.scalars(select(TailoredTable.ended_at)).one() is not None


@pytest.mark.parametrize(
    "act",
    [
        lambda context, one: setting.describe(context, one.number, one.id, {"bedoeling": "Iets"}),
        lambda context, one: setting.seat(context, one.number, one.id, "svb", "Ali Demir"),
        lambda context, one: setting.appoint(context, one.number, one.id, "Ali Demir", "svb", TODAY, "Daarom"),
        lambda context, one: bridging.bridge(context, one.number, one.id, "Voorschot", TODAY, (), ""),
        lambda context, one: deciding.stop(context, one.number, one.id, "Daarom"),
    ],
)
def test_at_a_table_that_ended_nothing_is_done_any_more(desk: Desk, act: Callable[[Any, Sitting], None]) -> None:
    sitting = Sitting(desk)
    sitting.decide()
    with pytest.raises(Conflict):
        act(desk.context(SUPERVISOR), sitting)


def test_a_table_is_found_only_with_its_own_case(desk: Desk) -> None:
    sitting = Sitting(desk)
    other = desk.open("ww", applicant=person(bsn=None)).number
    with pytest.raises(NotFound):
        tables.locked(desk.context(SUPERVISOR), other, sitting.id)


def test_an_agreed_later_day_lets_the_case_move_again(desk: Desk) -> None:
    sitting = Sitting(desk)
    desk.clock.advance(days=16)
    assert sweep.look_at_tables(desk.context(MACHINE)) == 1
    assert sitting.case.stuck_reason == "maatwerk-te-laat"
    assert sweep.look_at_tables(desk.context(MACHINE)) == 0
    sitting.appoint(desk.clock.today() + timedelta(days=7))
    assert sitting.case.stuck_reason is None


def test_a_case_is_not_closed_before_its_table_decided_and_the_citizen_knows_also_not_by_itself(desk: Desk) -> None:
    sitting = Sitting(desk, products=("ww",))
    desk.decide(part_of(sitting.case, "ww"))
    with pytest.raises(Conflict, match="maatwerktafel"):
        closing.close(desk.context(), sitting.number, "geholpen")
    desk.clock.advance(days=50)
    sweep.close_old(desk.context(MACHINE))
    assert sitting.case.closed_at is None
    sitting.decide()
    with pytest.raises(Conflict, match="Vertel het eerst"):
        closing.close(desk.context(), sitting.number, "geholpen")
    sweep.close_old(desk.context(MACHINE))
    assert sitting.case.closed_at is None
    deciding.tell(desk.context(), sitting.number, sitting.id, "telefoon")
    sweep.close_old(desk.context(MACHINE))
    assert sitting.case.closed_at is not None


def test_a_case_with_a_table_is_not_closed_as_a_duplicate(desk: Desk) -> None:
    older = desk.open("ww", applicant=person()).number
    desk.clock.advance(minutes=1)
    newer = desk.open("ww", applicant=person()).number
    desk.drain()
    tables.escalate(desk.context(), newer, KNOT)
    with pytest.raises(LoketError) as refused:
        merging.merge(desk.context(SUPERVISOR), newer, older, "Twee keer gevraagd")
    assert refused.value.code == "maatwerk-loopt"


def test_the_reason_of_a_choice_stands_on_the_timeline(desk: Desk) -> None:
    sitting = Sitting(desk)
    sitting.appoint()
    query = select(CaseEvent).where(CaseEvent.case_id == sitting.case.id).order_by(CaseEvent.sequence.desc()).limit(1)
    assert desk.session.scalars(query).one().details["toelichting"] == "Zij mag besluiten"
