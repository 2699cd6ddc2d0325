"""The one shared status: the same for everybody, content only for those concerned, derived from the parts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from loket.adapters.port import Outcome, Verb
from loket.cases import queries
from loket.cases.lifecycle import CASE_TABLE, case_trigger, case_turn, turn_of
from loket.cases.models import Case
from loket.cases.queries import HIDDEN_PART, Viewer
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import NotFound
from tests.support.desk import BSN, COUNTER, PARTNER_BSN, Desk, part_of, person

S = ReferralState
HERE, ELSEWHERE, UWV = Viewer(counter=COUNTER), Viewer(counter="gemeente-0344"), Viewer(organisation="uwv")
CITIZEN = Viewer(counter="gemeente-0344", ground="de inwoner staat aan de balie")
SHARED = ("zaaknummer", "status", "statustekst", "aanZet", "ontvangenOp", "loket", "uiterlijkeEinddatumAfdoening", "vastgelopen", "versie")
SHARED_OF_A_PART = ("deelzaaknummer", "organisatie", "status", "statustekst", "aanZet", "sinds", "uiterlijkeEinddatumAfdoening")
CONTENT = {"product", "productnaam", "uitkomst", "kenmerk", "toelichting"}


def decided(desk: Desk, *products: str) -> Case:
    """A case of which UWV granted its part and explained why."""
    case = desk.open(*products)
    desk.drain()
    desk.tell(case.referrals[0], Verb.DECIDED, outcome=Outcome.GRANTED, explanation="Zie de brief", reference="UWV-1")
    return case


def seen(desk: Desk, case: Case, viewer: Viewer) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    status = desk.status(case, viewer)
    return {key: status[key] for key in SHARED}, [{key: part[key] for key in SHARED_OF_A_PART} for part in status["deelzaken"]]


def test_an_organisation_with_a_secret_part_is_still_named_with_its_other_part(desk: Desk) -> None:
    case = decided(desk, "ww", "zw")
    lines = desk.timeline(case, ELSEWHERE)
    assert [line["door"] for line in lines if line["deelzaaknummer"] == part_of(case, "ww").number] == [COUNTER, "uwv", "uwv"]
    assert {line["door"] for line in lines if line["deelzaaknummer"] == part_of(case, "zw").number} == {HIDDEN_PART}


def test_the_release_of_another_part_does_not_tell_of_a_secret_one(desk: Desk) -> None:
    desk.change_product("wlz-bijdrage", sensitive=None)
    case = desk.open("wlz-indicatie", "wlz-bijdrage")
    desk.drain()
    desk.decide(part_of(case, "wlz-indicatie"))
    assert "ciz" not in str(desk.timeline(case, ELSEWHERE)).lower()


@pytest.mark.parametrize(
    ("states", "status", "turn"),
    [
        ([S.PENDING], CaseState.RECEIVED, Turn.ORGANISATION),
        ([S.PLANNED], CaseState.RECEIVED, Turn.APPLICANT),
        ([S.PENDING, S.SENT], CaseState.IN_PROGRESS, Turn.ORGANISATION),
        ([S.RECEIVED, S.DECIDED], CaseState.IN_PROGRESS, Turn.ORGANISATION),
        ([S.NEEDS_INFORMATION, S.UNDELIVERABLE, S.SENT], CaseState.WAITING_FOR_CITIZEN, Turn.APPLICANT),
        ([S.UNDELIVERABLE, S.SENT], CaseState.IN_PROGRESS, Turn.COUNTER),
        ([S.DECLINED], CaseState.IN_PROGRESS, Turn.COUNTER),
        ([S.SUSPENDED], CaseState.IN_PROGRESS, Turn.ORGANISATION),
        ([S.DECIDED, S.RETURNED, S.FORWARDED, S.WITHDRAWN], CaseState.SETTLED, Turn.NONE),
        ([S.DELIVERED, S.CLOSED], CaseState.SETTLED, Turn.NONE),
        ([S.WITHDRAWN, S.WITHDRAWN], CaseState.WITHDRAWN, Turn.NONE),
        ([], CaseState.UNROUTABLE, Turn.NONE),
    ],
)
def test_the_status_of_a_case_follows_from_its_parts(states: list[ReferralState], status: CaseState, turn: Turn) -> None:
    trigger = case_trigger(states)
    assert (CASE_TABLE[trigger].target if trigger else CaseState.RECEIVED) is status
    assert case_turn(turn_of(state) for state in states) is turn


@pytest.mark.parametrize("viewer", [ELSEWHERE, UWV, CITIZEN], ids=["another counter", "an organisation", "with a ground"])
def test_what_everybody_may_see_is_the_same_at_every_desk(desk: Desk, viewer: Viewer) -> None:
    case = decided(desk, "ww", "akw")
    assert seen(desk, case, viewer) == seen(desk, case, HERE)


@pytest.mark.parametrize(
    ("viewer", "own", "other"),
    [(HERE, True, True), (CITIZEN, True, True), (UWV, True, False), (ELSEWHERE, False, False)],
    ids=["the counter that took it in", "with a ground", "the organisation concerned", "another counter"],
)
def test_content_is_for_those_concerned(desk: Desk, viewer: Viewer, own: bool, other: bool) -> None:
    first, second = desk.status(decided(desk, "ww", "akw"), viewer)["deelzaken"]
    assert (set(first) >= CONTENT, set(second) >= CONTENT) == (own, other)
    assert (first.get("beperkt"), second.get("beperkt")) == (None if own else True, None if other else True)
    assert not other or first["toelichting"] == "Zie de brief"


def test_the_life_event_is_for_the_counter_and_for_who_has_a_ground(desk: Desk) -> None:
    case = desk.open(life_event="pensioen")
    assert desk.status(case, HERE)["levensgebeurtenis"] == desk.status(case, CITIZEN)["levensgebeurtenis"] == "pensioen"
    for viewer in (ELSEWHERE, Viewer(organisation="svb")):
        assert "levensgebeurtenis" not in desk.status(case, viewer)
        assert desk.status(case, viewer)["beperkt"] is True


def test_others_see_of_a_sensitive_part_not_even_whose_it_is(desk: Desk) -> None:
    case = decided(desk, "ww", "zw", "wlz-indicatie")
    hidden = desk.status(case, ELSEWHERE)["deelzaken"][2]
    assert (hidden["organisatie"], hidden["status"]) == (None, "verzonden")
    assert hidden["statustekst"] == "Uw vraag is bezorgd bij een onderdeel."
    assert "ciz" not in str(desk.status(case, ELSEWHERE)).lower()
    assert desk.status(case, Viewer(organisation="ciz"))["deelzaken"][2]["organisatie"] == "ciz"
    assert desk.status(case, CITIZEN)["deelzaken"][2]["organisatie"] == "ciz"


def test_the_timeline_hides_a_sensitive_part_in_every_line(desk: Desk) -> None:
    case = desk.open("ww", "wlz-indicatie")
    desk.drain()
    part = part_of(case, "wlz-indicatie")
    until = desk.clock.today() + timedelta(days=14)
    desk.tell(part, Verb.INFORMATION_ASKED, information_due=until, explanation="over uw gezondheid")
    desk.tell(part, Verb.DECLINED, right_organisation="zorgkantoor")
    lines = desk.timeline(case, ELSEWHERE)
    assert not any(secret in str(lines).lower() for secret in ("ciz", "zorgkantoor", "gezondheid"))
    assert any(line["tekst"].startswith(HIDDEN_PART.capitalize()) for line in lines)


def test_the_timeline_tells_an_outcome_only_to_those_concerned(desk: Desk) -> None:
    case = decided(desk, "ww")
    assert desk.timeline(case, HERE)[-1]["tekst"] == "Uwv heeft besloten: toegekend."
    assert desk.timeline(case, ELSEWHERE)[-1]["tekst"] == "Uwv heeft besloten."
    assert "toelichting" not in desk.timeline(case, ELSEWHERE)[-1]


def test_the_version_grows_with_every_change(desk: Desk) -> None:
    case = desk.open("ww")
    versions = [case.version]
    part = part_of(case, "ww")
    desk.drain()
    versions.append(desk.case(case.number).version)
    for verb, told in (
        (Verb.RECEIVED, {}),
        (Verb.TAKEN_UP, {}),
        (Verb.RECEIVED, {"explanation": "nog eens"}),  # a late one: the timeline grew
        (Verb.EXTENDED, {"new_due": desk.clock.today() + timedelta(days=90)}),
        (Verb.DECIDED, {"outcome": Outcome.GRANTED}),
        (Verb.CARRIED_OUT, {}),
        (Verb.CLOSED, {}),
    ):
        desk.clock.advance(minutes=1)
        desk.tell(part, verb, **told)
        versions.append(desk.case(case.number).version)
    assert versions == sorted(set(versions))


def test_a_case_is_found_by_its_applicants_bsn_and_not_by_another_persons(desk: Desk) -> None:
    case = desk.open("ww", others=(person("partner", bsn=PARTNER_BSN),))
    assert [found.number for found in queries.search(desk.session, bsn=BSN)] == [case.number]
    assert queries.search(desk.session, bsn=PARTNER_BSN) == []


def test_a_case_is_found_by_name_and_birth_date_and_by_reference(desk: Desk) -> None:
    case = decided(desk, "ww")
    by_name = queries.search(desk.session, surname="moulin", birth_date="1985-12-01")
    by_reference = queries.search(desk.session, reference="UWV-1")
    assert [found.number for found in (*by_name, *by_reference)] == [case.number, case.number]
    assert queries.search(desk.session, surname="moulin") == []


def test_an_unknown_number_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        queries.find_case(desk.session, "L-00000000000")
