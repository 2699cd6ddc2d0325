"""Who handles a part, and the three lists of an organisation that works in Loket."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from loket.adapters.port import Verb
from loket.cases.audit import AuditLog
from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import handling, sessions
from loket.routing.context import Actor
from loket.routing.handling import Cursor, Wanted, Whose
from loket.routing.roles import HANDLER
from loket.routing.sessions import Person
from tests.support.desk import BSN, Desk, part_of, person

ANNA = Actor(name="anna", label="cjib", organisation="cjib", roles=frozenset({HANDLER}), origin="web")
BEN = replace(ANNA, name="ben")
ELSEWHERE = replace(ANNA, name="anders", label="ind", organisation="ind")
PRODUCT = "betalingsregeling-cjib"


@pytest.fixture
def part(desk: Desk) -> str:
    """The number of a part that lies on the worklist of an organisation, and is nobody's yet."""
    case = desk.open(PRODUCT)
    desk.drain()
    return part_of(desk.case(case.number), PRODUCT).number


def now(desk: Desk, number: str) -> Referral:
    desk.session.rollback()
    desk.session.expire_all()
    return desk.session.scalars(select(Referral).where(Referral.number == number)).one()


def here(desk: Desk, whose: Whose, actor: Actor = ANNA, wanted: Wanted | None = None) -> list[str]:
    found, _ = handling.listed(desk.context(actor), whose, wanted or Wanted())
    numbers = [part.number for part in found]
    desk.session.rollback()
    return numbers


def works_here(desk: Desk, actor: Actor, name: str) -> None:
    """Somebody signs in."""
    sessions.begin(desk.context(actor), Person(actor.name, name, HANDLER, None, actor.organisation))


def test_what_is_taken_up_is_ones_own_and_in_behandeling(desk: Desk, part: str) -> None:
    assert here(desk, Whose.NOBODY) == [part]
    handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    assert (now(desk, part).handler_name, now(desk, part).state) == ("Anna de Boer", ReferralState.ACCEPTED)
    assert (here(desk, Whose.NOBODY), here(desk, Whose.MINE), here(desk, Whose.TEAM, BEN)) == ([], [part], [part])
    assert handling.counted(desk.context(BEN)) == {Whose.MINE: 0, Whose.TEAM: 1, Whose.NOBODY: 0}


def test_of_two_who_take_up_the_same_part_one_hears_who_has_it(desk: Desk, part: str) -> None:
    handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    with pytest.raises(Conflict, match="Anna de Boer heeft dit onderdeel al"):
        handling.take_up(desk.context(BEN), part, "Ben")
    assert now(desk, part).handler == "anna"


def test_taking_up_what_is_ones_own_changes_nothing(desk: Desk, part: str) -> None:
    for _ in range(2):
        handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    assert desk.events(desk.case(now(desk, part).case.number)).count("in-behandeling-genomen") == 1


def test_a_part_that_waits_for_the_applicant_stays_so_when_it_is_taken_up(desk: Desk, part: str) -> None:
    desk.tell(now(desk, part), Verb.INFORMATION_ASKED, information_due=desk.clock.now().date() + timedelta(days=14))
    handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    assert now(desk, part).state is ReferralState.NEEDS_INFORMATION


def test_a_part_is_handed_to_a_colleague_who_is_signed_in(desk: Desk, part: str) -> None:
    works_here(desk, BEN, "Ben Smit")
    handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    assert handling.hand_to(desk.context(ANNA), part, "ben", seen="anna") == "Ben Smit"
    assert here(desk, Whose.MINE, BEN) == [part]


def test_nobody_of_elsewhere_is_a_colleague(desk: Desk, part: str) -> None:
    works_here(desk, ELSEWHERE, "Iemand anders")
    assert handling.colleagues(desk.context(ANNA)) == {}
    with pytest.raises(BadRequest) as refused:
        handling.hand_to(desk.context(ANNA), part, "anders", seen="")
    assert [fault.pointer for fault in refused.value.faults] == ["/collega"]


def test_who_hands_over_what_somebody_else_has_by_now_is_told(desk: Desk, part: str) -> None:
    works_here(desk, BEN, "Ben Smit")
    handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    with pytest.raises(Conflict, match="Anna de Boer heeft dit onderdeel nu"):
        handling.hand_to(desk.context(ANNA), part, "ben", seen="")
    with pytest.raises(Conflict):
        handling.put_back(desk.context(BEN), part, seen="ben")


def test_what_is_put_back_is_nobodys_and_keeps_its_state(desk: Desk, part: str) -> None:
    handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    handling.put_back(desk.context(BEN), part, seen="anna")
    assert (now(desk, part).handler, now(desk, part).state) == (None, ReferralState.ACCEPTED)
    assert here(desk, Whose.NOBODY, BEN) == [part]


def test_another_organisation_neither_sees_nor_takes_it(desk: Desk, part: str) -> None:
    assert all(here(desk, whose, ELSEWHERE) == [] for whose in Whose)
    for act in (
        lambda: handling.take_up(desk.context(ELSEWHERE), part, "X"),
        lambda: handling.put_back(desk.context(ELSEWHERE), part, seen=""),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        handling.hand_to(desk.context(ELSEWHERE), part, "anna", seen="")


def test_a_case_of_the_wrong_person_is_in_no_list(desk: Desk, part: str) -> None:
    now(desk, part).case.hidden = True
    desk.session.commit()
    assert here(desk, Whose.NOBODY) == []


def test_each_change_of_hands_is_in_the_audit_log_and_not_on_the_timeline(desk: Desk, part: str) -> None:
    works_here(desk, BEN, "Ben Smit")
    handling.take_up(desk.context(ANNA), part, "Anna de Boer")
    handling.hand_to(desk.context(ANNA), part, "ben", seen="anna")
    handling.put_back(desk.context(BEN), part, seen="ben")
    rows = desk.session.scalars(select(AuditLog.action).where(AuditLog.object == part).order_by(AuditLog.id)).all()
    assert [action for action in rows if action.startswith("deel-")] == ["deel-oppakken", "deel-overgeven", "deel-terugleggen"]
    told = str(desk.timeline(desk.case(now(desk, part).case.number)))
    assert "Anna" not in told
    assert "Ben" not in told


def test_the_first_legal_date_stands_on_top_and_each_part_on_one_page(desk: Desk) -> None:
    numbers, shown, after, pages = many(desk, 8), list[str](), None, 0
    while pages == 0 or after:
        found, following = handling.listed(desk.context(ANNA), Whose.NOBODY, Wanted(after=after), size=3)
        shown += [part.number for part in found]
        after, pages = Cursor.parse(str(following)) if following else None, pages + 1
    assert (shown, pages) == (numbers, 3)


def many(desk: Desk, count: int) -> list[str]:
    """So many parts, with legal dates that some share and some lack; returns their numbers in the order of the list."""
    made: list[Case] = [
        desk.open(PRODUCT, applicant=person(bsn=None if number else BSN, surname=f"Bakker{number}")) for number in range(count)
    ]
    while desk.drain():
        pass
    numbers = {case.number for case in made}
    parts = [part for part in desk.session.scalars(select(Referral).order_by(Referral.id)) if part.case.number in numbers]
    for place, part in enumerate(parts):
        part.due_on = None if place % 3 == 0 else desk.clock.now().date() + timedelta(days=place % 2)
    desk.session.commit()
    parts.sort(key=lambda part: (part.due_on is None, part.due_on or desk.clock.now().date(), part.id))
    return [part.number for part in parts]


def test_a_list_can_be_of_one_product_or_one_state(desk: Desk, part: str) -> None:
    assert here(desk, Whose.NOBODY, wanted=Wanted(product=PRODUCT, state=now(desk, part).state)) == [part]
    assert here(desk, Whose.NOBODY, wanted=Wanted(product="ww")) == []
    assert here(desk, Whose.NOBODY, wanted=Wanted(state=ReferralState.SUSPENDED)) == []
    assert handling.products(desk.context(ANNA)) == [PRODUCT]


@pytest.mark.parametrize("text", ["", "x", "2026-13-01_x", "_", "2026-03-02", "2026-03-02_geen-id"])
def test_a_spoilt_place_in_a_list_is_its_beginning(text: str) -> None:
    assert Cursor.parse(text) is None
