"""The planned conversations at the desk: on the case, in today's work when they are due, planned, moved and written down."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from loket.routing import closing
from loket.routing.tailored import talks
from tests.support.clock import Clock
from tests.support.desk import MONDAY, Desk, part_of, person
from tests.web.pages.browsing import Visitor

PLANNED = {"moment": "05-03-2026 14:00", "plaats": "Stadhuis, kamer 12", "deelnemers": "UWV en mevrouw Moulin"}
HELD = "<summary>Uitkomst vastleggen"
LIST = 'aria-labelledby="lijst-maatwerk"'


class Talking:
    """An employee at the conversations of a case."""

    def __init__(self, house: Desk, visitor: Visitor, code: str = "0518") -> None:
        self.house, self.visitor = house, visitor
        self.number = house.open("ww", applicant=person(bsn=None, gemeente_code=code)).number
        self.path = f"/zaken/{self.number}/gesprekken"
        house.session.rollback()

    def id(self, place: int = 0) -> UUID:
        """The conversation at this place."""
        found = talks.of_case(self.house.session, self.house.case(self.number))[place].id
        self.house.session.rollback()
        return found

    def act(self, what: str, **typed: str) -> str:
        """Send a form of the first conversation; returns the text of the page that follows."""
        action = f"{self.path}/{self.id()}/{what}"
        self.house.clock.advance(seconds=1)
        return self.visitor.open(self.path).send(action, typed).page


@pytest.fixture
def talking(house: Desk, clock: Clock, desk: Visitor) -> Talking:
    clock.set(MONDAY)
    return Talking(house, desk)


def test_the_case_shows_the_conversations_that_go_with_it(talking: Talking) -> None:
    page = talking.visitor.open(f"/zaken/{talking.number}").page
    assert page.count("Nog niet gepland.") == 3
    assert ("Plan het uiterlijk op 16 maart 2026." in page, talking.path in page) == (True, True)


def test_elsewhere_there_are_none(house: Desk, clock: Clock, desk: Visitor) -> None:
    clock.set(MONDAY)
    talking = Talking(house, desk, code="0153")
    assert "Gesprekken plannen" not in desk.open(f"/zaken/{talking.number}").page
    assert "Bij deze zaak horen geen gesprekken." in desk.open(talking.path).page


def test_one_is_planned_moved_held_and_written_down(talking: Talking) -> None:
    page = talking.act("plannen", **PLANNED)
    assert "Gepland op 5 maart 2026, 14:00, Stadhuis, kamer 12. Met: UWV en mevrouw Moulin." in page
    assert 'value="05-03-2026 14:00"' in page
    assert talking.visitor.page.count(HELD) == 2  # the two others may be held without a plan
    assert "Gepland op 6 maart 2026, 09:30" in talking.act("plannen", **PLANNED | {"moment": "06-03-2026 09:30"})
    talking.house.clock.advance(days=5)
    page = talking.act("gehouden", uitkomst="Zij zoekt werk in de zorg.")
    assert ("De uitkomst is vastgelegd." in page, "Gehouden op" in page, "Zij zoekt werk in de zorg." in page) == (True, True, True)


def test_one_that_is_not_held_says_why(talking: Talking) -> None:
    page = talking.act("vervallen", waaromNiet="Mevrouw heeft weer werk.")
    assert ("Gaat niet door." in page, "Mevrouw heeft weer werk." in page) == (True, True)


def test_everything_that_is_wrong_is_named_and_what_was_typed_stays(talking: Talking) -> None:
    page = talking.act("plannen", moment="morgen", plaats="", deelnemers="UWV")
    assert ("Kies een dag en tijd die nog komen." in page, "Vul in waar het gesprek is." in page) == (True, True)
    assert ('value="morgen"' in page, 'value="UWV"' in page, 'href="#gesprek-kennismaking-moment"' in page) == (True, True, True)


def test_another_loket_sees_none_of_it(talking: Talking, signed_in: Callable[[str], Visitor]) -> None:
    elsewhere = signed_in("balie-uwv")
    assert "Nog niet gepland." not in elsewhere.open(f"/zaken/{talking.number}").page
    assert elsewhere.client.get(talking.path).status_code == 403


def test_what_is_due_stands_in_todays_work_and_leaves_it_when_it_is_done(talking: Talking) -> None:
    desk, clock = talking.visitor, talking.house.clock
    assert LIST not in desk.open("/").page
    clock.advance(days=8)
    mine = desk.open("/").page.split(LIST, 1)[1].split("</section>", 1)[0]
    assert ("Plan een gesprek: Kennismaking met UWV en de gemeente." in mine, "Te laat" in mine) == (True, False)
    clock.advance(days=8)
    assert "Te laat: 16 maart 2026" in desk.open("/vandaag/maatwerk").page
    talking.act("plannen", **PLANNED | {"moment": "19-03-2026 10:00"})
    assert "Leg daarna de uitkomst vast." in desk.open("/vandaag/maatwerk").page
    talking.act("vervallen", waaromNiet="Ziek")
    assert LIST not in desk.open("/").page


def test_a_conversation_that_was_planned_stays_in_todays_work_when_the_case_closes(talking: Talking) -> None:
    house = talking.house
    talking.act("plannen", **PLANNED)
    house.drain()
    house.decide(part_of(house.case(talking.number), "ww"))
    closing.close(house.context(), talking.number, "geholpen")
    house.session.rollback()
    assert "Gesprek: Kennismaking" in talking.visitor.open("/vandaag/maatwerk").page


def test_a_colleague_who_was_first_is_shown(talking: Talking) -> None:
    talk = talking.id()
    talking.visitor.open(talking.path)
    talking.house.clock.advance(seconds=1)
    talks.drop(talking.house.context(), talking.number, talk, "Mevrouw wil niet.")
    talking.house.session.rollback()
    answer = talking.visitor.send(f"{talking.path}/{talk}/plannen", PLANNED).answer
    assert (answer.status_code, "Deze zaak is intussen veranderd" in answer.get_data(as_text=True)) == (409, True)
