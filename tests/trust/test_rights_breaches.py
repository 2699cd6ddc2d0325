"""After a leak: which persons and fields an account, a key, an organisation or a period touched."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from loket.cases.models import Case
from loket.routing import breaches, journal
from loket.routing.breaches import Touched
from loket.routing.context import Actor
from tests.support.desk import BSN, MONDAY, PARTNER_BSN, Desk, person
from tests.support.privacy import officer

THIEF = Actor(name="gestolen-sleutel", label="gemeente-0344", counter="gemeente-0344", origin="api")
DAY = timedelta(days=1)


def touched(desk: Desk, begin: datetime = MONDAY - DAY, end: datetime = MONDAY + DAY, **whose: str) -> Touched:
    return breaches.touched(officer(desk), begin, end, **whose)


def look(desk: Desk, case: Case) -> None:
    """Somebody with a stolen key opens the case."""
    journal.record_read(desk.context(THIEF), desk.case(case.number))


def test_an_account_or_key_touched_all_that_stands_in_the_cases_it_opened(desk: Desk) -> None:
    seen = desk.open("ww", answers={"ziek-nu": True})
    desk.open("ww", applicant=person(bsn=PARTNER_BSN))
    look(desk, seen)
    found = touched(desk, actor=THIEF.name)
    assert found.cases == {seen.number}
    assert set(found.persons) == {seen.person.pseudonym}
    assert {"aanvrager.burgerservicenummer", "aanvrager.geslachtsnaam", "antwoorden.ziek-nu"} <= set(found.fields)


def test_what_was_opened_outside_the_period_does_not_count(desk: Desk) -> None:
    look(desk, desk.open("ww"))
    assert touched(desk, begin=MONDAY + DAY, end=MONDAY + 2 * DAY, actor=THIEF.name).persons == {}


def test_an_organisation_touched_the_fields_that_it_was_sent(desk: Desk) -> None:
    case = desk.open("ww", "akw", applicant=person(postcode="2584AE", house_number="1485"))
    desk.drain()
    found = touched(desk, organisation="uwv")
    assert found.fields == dict.fromkeys(
        ("aanvrager.burgerservicenummer", "aanvrager.geboortedatum", "aanvrager.geslachtsnaam"),
        1,
    )
    assert found.cases == {case.number}


def test_an_organisation_that_was_sent_nothing_touched_nothing(desk: Desk) -> None:
    desk.open("ww")
    assert touched(desk, organisation="uwv").persons == {}


def test_a_period_touches_everybody_in_it(desk: Desk) -> None:
    for bsn in (BSN, PARTNER_BSN):
        desk.open("ww", applicant=person(bsn=bsn))
    found = touched(desk)
    assert len(found.persons) == 2
    assert found.fields["aanvrager.burgerservicenummer"] == 2


def test_a_case_that_no_longer_exists_is_named_as_gone(desk: Desk) -> None:
    case = desk.open("ww")
    look(desk, case)
    desk.session.execute(delete(Case))
    desk.session.commit()
    assert touched(desk, actor=THIEF.name).gone == {case.number}
