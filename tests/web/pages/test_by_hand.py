"""A reminder that a gemeente cannot get over its line becomes a task for a person, with what to say, until the answer is written down."""

from __future__ import annotations

from collections.abc import Callable

from loket.routing import legal_steps
from loket.routing.legal_steps import Step
from tests.support.desk import Desk
from tests.support.post import UNABLE
from tests.web.pages.supervised import SAID, Supervised

ASKED = "Wanneer besluit u?"


def main_of(page: str) -> str:
    return page.split("<main", 1)[1]


def test_beforehand_the_form_tells_that_one_must_call(supervised: Callable[..., Supervised]) -> None:
    page = supervised("bijstand", "ww").look()
    assert page.count("Deze organisatie kan geen herinnering ontvangen. U belt of schrijft zelf.") == 1
    assert page.count("De organisatie krijgt een bericht over dit onderdeel.") == 1


def test_what_was_asked_stands_at_the_part_until_the_answer_is_written_down(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("bijstand")
    house.post["gemeente-0518"].will(then=UNABLE)
    assert "Bel of schrijf de organisatie nu zelf." in found.act("herinneren", 1, reden=ASKED)
    house.drain()
    page = main_of(found.look())
    assert "Geef dit zelf door: herinnering van 2 maart 2026." in page
    assert ASKED in page.split("Geef dit zelf door", 1)[1].split("</li>", 1)[0]
    found.act("mededeling", 1, **SAID)
    assert "Geef dit zelf door" not in found.look()


def test_without_a_ground_what_the_citizen_wrote_is_not_shown(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("bijstand", seen=False)
    house.post["gemeente-0518"].will(then=UNABLE)
    legal_steps.take(house.context(), found.part(1), Step.COMPLAINT, "Ik werd niet teruggebeld")
    house.drain()
    page = main_of(found.look())
    assert ("Geef dit zelf door: klacht" in page, "Ik werd niet teruggebeld" in page) == (True, False)
    found.open_with_reason()
    assert "Ik werd niet teruggebeld" in main_of(found.look())


def test_of_a_sensitive_part_one_only_hears_that_the_loket_must_pass_it_on(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("shv-gesprek", seen=False)
    house.post["gemeente-0518"].will(then=UNABLE)
    found.act("herinneren", 1, reden=ASKED)
    house.drain()
    page = main_of(found.look())
    assert ("Vraag het loket van de zaak om het door te geven." in page, ASKED in page) == (True, False)
