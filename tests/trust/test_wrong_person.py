"""A case opened for the wrong person is called back, hidden from both, begun again for the right one, and accounted for."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from loket.cases import queries
from loket.cases.models import Case
from loket.cases.outbox import DeliveryState
from loket.cases.privacy import Breach
from loket.cases.states import CaseState, ReferralState
from loket.errors import BadRequest, NotFound
from loket.routing import breaches, completion, intake, rights
from loket.routing.compose import TO_CONFIRM, newest
from tests.support.desk import BSN, PARTNER_BSN, Desk, part_of, person
from tests.support.post import SILENT
from tests.support.privacy import bodies, officer, waiting

RIGHT_BSN = "999990342"
REASON = "twee inwoners met dezelfde naam"
EMPLOYER = "laatste-werkgever"


def move(desk: Desk, case: Case) -> Case:
    """Move the case to the right person; returns the new case."""
    right = person(surname="Moulin", birth_date="1987-04-05", bsn=RIGHT_BSN)
    return desk.case(rights.wrong_person(officer(desk), case.number, right, REASON))


def old_one(desk: Desk, case: Case) -> Case:
    desk.session.rollback()
    desk.session.expire_all()
    return queries.find_case(desk.session, case.number, hidden=True)


def breach(desk: Desk) -> Breach:
    desk.session.expire_all()
    return desk.session.scalars(select(Breach)).one()


def test_what_did_not_leave_never_leaves(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    move(desk, case)
    assert {row.state for row in desk.deliveries(part_of(case, "ww"))} == {DeliveryState.CANCELLED}
    desk.drain()
    assert {body["personen"][0]["burgerservicenummer"] for body in bodies(desk, "uwv")} == {RIGHT_BSN}


def test_who_received_something_is_told_to_delete_it_and_nobody_else(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    desk.post["svb"].will(SILENT)
    desk.drain()
    move(desk, case)
    desk.clock.advance(minutes=1)
    desk.drain()
    assert sorted(desk.post["uwv"].kinds_received) == ["aanvraag", "aanvraag", "intrekking"]
    (called_back,) = [body for body in bodies(desk, "uwv") if body["soort"] == "intrekking"]
    assert called_back["deelzaaknummer"] == part_of(case, "ww").number
    assert set(called_back) == {"berichtId", "soort", "deelzaaknummer", "zaaknummer", "reden"}
    assert "intrekking" in desk.post["svb"].kinds_received  # what got no answer may have arrived


def test_a_try_that_is_under_way_changes_nothing_and_is_called_back_when_it_is_over(desk: Desk) -> None:
    case = desk.open("ww")
    (claimed,) = desk.claim()
    lease = claimed.delivery.lease_until
    move(desk, case)
    (withdrawal,) = [row for row in waiting(desk) if row.kind == "intrekking"]
    assert lease is not None
    assert withdrawal.next_attempt_at > lease


def test_who_decided_already_is_told_too(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.decide(part_of(case, "ww"))
    move(desk, case)
    desk.drain()
    assert sorted(desk.post["uwv"].kinds_received) == ["aanvraag", "aanvraag", "intrekking"]
    assert old_one(desk, case).referrals[0].state is ReferralState.DECIDED


def test_the_old_case_is_withdrawn_and_nobody_finds_it(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    number, part = case.number, part_of(case, "ww").number
    new = move(desk, case)
    assert old_one(desk, case).state is CaseState.WITHDRAWN
    assert queries.search(desk.session, bsn=BSN) == []
    assert [found.number for found in queries.search(desk.session, bsn=RIGHT_BSN)] == [new.number]
    assert queries.search(desk.session, surname="Moulin", birth_date="1985-12-01") == []
    for look in (lambda: queries.find_case(desk.session, number), lambda: queries.find_referral(desk.session, part)):
        with pytest.raises(NotFound):
            look()


def test_a_hidden_case_is_on_nobodys_stuck_list(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    move(desk, case)
    desk.clock.advance(days=90)
    assert case.number not in desk.stuck()


def test_the_new_case_has_the_same_event_products_people_and_first_knock(desk: Desk) -> None:
    partner = person("partner", surname="Jager", bsn=PARTNER_BSN)
    case = desk.open(life_event="ontslag", others=(partner,), answers={EMPLOYER: "Bakkerij Vos"})
    desk.clock.advance(days=3)
    old = {(part.product, part.for_role) for part in case.referrals}
    new = move(desk, case)
    assert new.number != case.number
    assert (new.life_event, new.knocked_at, new.counter) == ("ontslag", case.knocked_at, case.counter)
    assert {(part.product, part.for_role) for part in new.referrals} == old
    assert {(one.role, one.person.bsn) for one in new.participants} == {("aanvrager", RIGHT_BSN), ("partner", PARTNER_BSN)}


def test_the_answers_wait_to_be_confirmed_and_none_is_sent_before(desk: Desk) -> None:
    case = desk.open("ww", answers={EMPLOYER: "Bakkerij Vos"})
    new = move(desk, case)
    assert [(row.value, row.source) for row in new.answers] == [("Bakkerij Vos", TO_CONFIRM)]
    assert newest(new.answers) == {}
    assert EMPLOYER in {row["vraag"] for row in intake.open_questions(desk.context(), new)}
    desk.drain()
    assert bodies(desk, "uwv")[-1]["antwoorden"] == []
    completion.supply(desk.context(), part_of(new, "ww").number, {EMPLOYER: "Bakkerij Vos"}, None)
    desk.drain()
    assert [one["waarde"] for one in bodies(desk, "uwv")[-1]["antwoorden"]] == ["Bakkerij Vos"]


def test_a_later_knock_of_the_wrong_person_joins_nothing(desk: Desk) -> None:
    case = desk.open(life_event="ontslag")
    new = move(desk, case)
    again = desk.open(life_event="ontslag")
    assert again.number not in (case.number, new.number)


def test_the_right_person_may_have_an_open_case_for_the_same_event(desk: Desk) -> None:
    own = desk.open(life_event="ontslag", applicant=person(bsn=RIGHT_BSN))
    case = desk.open(life_event="ontslag")
    new = move(desk, case)
    assert new.number not in (own.number, case.number)
    assert not new.joinable


def test_a_breach_is_entered_with_who_received_which_fields_and_a_72_hour_clock(desk: Desk) -> None:
    case = desk.open("ww", "akw", applicant=person(telephone="070 123 45 67"))
    desk.post["svb"].will(SILENT)
    desk.drain()
    new = move(desk, case)
    found = breach(desk)
    assert (found.case_number, found.new_case_number, found.words) == (case.number, new.number, REASON)
    assert (found.due_at - found.known_at).total_seconds() == 72 * 3600
    assert {one.subject for one in found.subjects} == {case.person.pseudonym, new.person.pseudonym}
    received = {one.organisation: (one.certain, set(one.fields)) for one in found.receipts}
    assert {slug: certain for slug, (certain, _) in received.items()} == {"uwv": True, "svb": False}
    assert "aanvrager.burgerservicenummer" in received["uwv"][1]


def test_a_case_that_never_left_reached_nobody(desk: Desk) -> None:
    move(desk, desk.open("ww"))
    assert breach(desk).receipts == []


def test_both_learn_it_from_their_own_export_and_see_nothing_of_the_old_case(desk: Desk) -> None:
    case = desk.open("ww", answers={EMPLOYER: "Bakkerij Vos"})
    desk.drain()
    new = move(desk, case)
    wrong, right = (rights.export_person(officer(desk), bsn) for bsn in (BSN, RIGHT_BSN))
    assert wrong["zaken"] == []
    assert [found["zaaknummer"] for found in right["zaken"]] == [new.number]
    for export in (wrong, right):
        assert export["inbreuken"][0]["ontvangers"][0]["organisatie"] == "UWV"
        assert case.number not in str(export)


def test_a_breach_is_reported_or_noted_why_not_once(desk: Desk) -> None:
    move(desk, desk.open("ww"))
    found = breach(desk).id
    with pytest.raises(BadRequest):
        breaches.decide(officer(desk), found, reported=False, words="")
    breaches.decide(officer(desk), found, reported=False, words="niets is verstuurd")
    assert breaches.undecided(officer(desk)) == []


def test_a_case_is_not_moved_to_its_own_person_or_without_a_reason(desk: Desk) -> None:
    case = desk.open("ww")
    for right, reason in ((person(), REASON), (person(bsn=RIGHT_BSN), " ")):
        with pytest.raises(BadRequest):
            rights.wrong_person(officer(desk), case.number, right, reason)
    assert old_one(desk, case).hidden is False
