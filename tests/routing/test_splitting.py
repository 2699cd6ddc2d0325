"""Parts of one case become a new case of the same person."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from loket.adapters.port import Verb
from loket.cases.acts import CaseLink
from loket.cases.desk import Paper
from loket.cases.models import Case
from loket.cases.outbox import AuditLog
from loket.cases.states import CaseState, ReferralState
from loket.errors import BadRequest, Conflict
from loket.routing import legal_steps, paper_copies, splitting
from loket.routing.context import Actor
from loket.routing.legal_steps import Step
from loket.routing.request import PaperGiven, Statement
from tests.support.desk import PARTNER_BSN, SUPERVISOR, Desk, part_of, person
from tests.support.files import pdf

S = ReferralState
UWV = Actor(name="uwv", label="uwv", organisation="uwv", origin="api")
WHY = "Zij zijn uit elkaar; de partner mag dit deel niet zien"


def couple(desk: Desk) -> Case:
    partner = person("partner", surname="Jager", bsn=PARTNER_BSN, birth_date="1984-02-03")
    case = desk.open("ww", "akw", others=(partner,), answers={"laatste-werkgever": "Bakker BV"})
    desk.drain()
    return desk.case(case.number)


def split(desk: Desk, case: Case, *products: str, without: tuple[str, ...] = (), reason: str = WHY) -> Case:
    numbers = [part_of(case, product).number for product in products]
    return desk.case(splitting.split(desk.context(SUPERVISOR), case.number, numbers, without, reason))


def test_the_part_begins_again_in_a_new_case_of_the_same_person_with_the_first_knock(desk: Desk) -> None:
    old = couple(desk)
    desk.clock.advance(days=2)
    new = split(desk, old, "ww")
    desk.drain()
    old = desk.case(old.number)
    assert (part_of(old, "ww").state, part_of(old, "akw").state) == (S.WITHDRAWN, S.SENT)
    assert [(part.product, part.organisation, part.state) for part in desk.case(new.number).referrals] == [("ww", "uwv", S.SENT)]
    assert (new.person_id, new.knocked_at, new.counter) == (old.person_id, old.knocked_at, old.counter)


def test_the_organisation_gets_the_withdrawal_and_the_new_request_with_the_answers(desk: Desk) -> None:
    new = split(desk, couple(desk), "ww")
    desk.drain()
    messages = [json.loads(message.body) for message in desk.post["uwv"].received]
    assert sorted(message["soort"] for message in messages[1:]) == ["aanvraag", "intrekking"]
    again = next(message for message in messages[1:] if message["soort"] == "aanvraag")
    assert again["zaaknummer"] == new.number
    assert [answer["waarde"] for answer in again["antwoorden"]] == ["Bakker BV"]


def test_the_note_and_what_makes_a_standstill_hit_harder_go_along(desk: Desk) -> None:
    case = desk.open("ww", "akw", note="Spreekt Frans", answers={"onveilig": True})
    desk.drain()
    new = split(desk, desk.case(case.number), "ww")
    assert (new.note, new.need) == ("Spreekt Frans", desk.case(case.number).need)
    assert new.need > 0


def test_its_papers_go_along_as_they_were_seen_but_not_of_who_stays_behind(desk: Desk) -> None:
    desk.change_product("ww", papers=("loonstroken",))
    seen = (PaperGiven("loonstroken", "aanvrager", "gezien"), PaperGiven("loonstroken", "partner", "gezien"))
    partner = person("partner", surname="Jager", bsn=PARTNER_BSN, birth_date="1984-02-03")
    case = desk.open("ww", "akw", others=(partner,), papers=(*seen, PaperGiven("huurcontract", "aanvrager", "gezien")))
    desk.drain()
    new = split(desk, desk.case(case.number), "ww", without=("partner",))
    [paper] = desk.session.scalars(select(Paper).where(Paper.case_id == new.id)).all()
    assert (paper.kind, paper.whose, paper.noted_by) == ("loonstroken", "aanvrager", "balie-den-haag")


def test_a_copy_that_waits_is_there_for_the_new_part(desk: Desk) -> None:
    case = desk.open("wia", "akw")
    desk.drain()
    copy = paper_copies.store_copy(desk.context(), part_of(case, "wia").number, "re-integratieverslag", pdf())
    new = split(desk, desk.case(case.number), "wia")
    part = part_of(new, "wia")
    assert paper_copies.fetch_copy(desk.context(UWV), part.number, copy).content == pdf()


def test_a_notice_that_did_not_arrive_yet_is_not_cancelled(desk: Desk) -> None:
    old = couple(desk)
    legal_steps.take(desk.context(), part_of(old, "ww").number, Step.COMPLAINT, "Niemand belt terug.")
    with pytest.raises(Conflict) as refused:
        split(desk, old, "ww")
    assert refused.value.code == "bericht-onderweg"
    desk.session.rollback()
    assert part_of(desk.case(old.number), "ww").state is S.SENT


def test_what_was_only_said_stays_a_report(desk: Desk) -> None:
    case = desk.open("ww", "akw", statement=Statement("aanvrager", "mondeling", desk.clock.now()))
    desk.drain()
    new = split(desk, desk.case(case.number), "ww")
    desk.drain()
    assert [message.kind.value for message in desk.post["uwv"].received].count("melding") == 2
    assert (new.stated_by, new.stated_how) == ("aanvrager", "mondeling")


def test_a_partner_who_must_not_see_it_stays_behind(desk: Desk) -> None:
    old = couple(desk)
    new = split(desk, old, "ww", without=("partner",))
    assert [one.role for one in new.participants] == ["aanvrager"]
    assert sorted(one.role for one in desk.case(old.number).participants) == ["aanvrager", "partner"]


def test_both_timelines_tell_it_and_each_points_to_the_other(desk: Desk) -> None:
    old = couple(desk)
    new = split(desk, old, "ww")
    links = desk.session.execute(select(CaseLink.case_id, CaseLink.kind, CaseLink.other_number)).all()
    assert {tuple(link) for link in links} == {(old.id, "afgesplitst-naar", new.number), (new.id, "afgesplitst-van", old.number)}
    assert "afgesplitst" in desk.events(old)
    assert desk.events(new)[-1] == "afgesplitst-van"
    rows = desk.session.scalars(select(AuditLog).where(AuditLog.action == "zaak-splitsen")).all()
    assert {row.object for row in rows} == {old.number, new.number}
    assert all((row.details or {})["van"] and (row.details or {})["tot"] and (row.details or {})["regel"] for row in rows)


def test_a_case_for_the_same_life_event_can_be_split(desk: Desk) -> None:
    case = desk.open("akw", life_event="ontslag")
    desk.drain()
    new = split(desk, desk.case(case.number), "akw")
    assert (new.life_event, new.joinable) == ("ontslag", False)
    assert desk.case(case.number).state is CaseState.IN_PROGRESS


def test_what_is_being_handled_stays(desk: Desk) -> None:
    old = couple(desk)
    desk.tell(part_of(old, "ww"), Verb.TAKEN_UP)
    with pytest.raises(BadRequest) as refused:
        split(desk, old, "ww")
    assert [fault.code for fault in refused.value.faults] == ["wordt-behandeld"]
    assert part_of(desk.case(old.number), "ww").state is S.ACCEPTED


def test_something_must_stay(desk: Desk) -> None:
    with pytest.raises(Conflict) as refused:
        split(desk, couple(desk), "ww", "akw")
    assert refused.value.code == "niets-over"


def test_every_fault_is_named_and_no_case_is_made(desk: Desk) -> None:
    old = couple(desk)
    with pytest.raises(BadRequest) as refused:
        splitting.split(desk.context(SUPERVISOR), old.number, [], ("aanvrager",), "")
    assert [fault.pointer for fault in refused.value.faults] == ["/reden", "/delen", "/zonder"]
    desk.session.rollback()
    assert len(desk.session.scalars(select(Case)).all()) == 1


def test_a_part_whose_product_is_offered_no_more_stays(desk: Desk) -> None:
    old = couple(desk)
    desk.change_product("ww", valid_to=desk.clock.today().replace(year=2025))
    with pytest.raises(Conflict) as refused:
        split(desk, old, "ww")
    assert refused.value.code == "geen-route"
    assert part_of(desk.case(old.number), "ww").state is S.SENT
