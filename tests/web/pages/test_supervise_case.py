"""The supervisor's page of one case: what may be seen, what can be done now, and nothing changes on a fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.models import Referral
from loket.cases.numbers import show
from loket.cases.outbox import AuditLog
from loket.cases.states import CaseState, ReferralState
from tests.support.counting import counted
from tests.support.desk import MONDAY, Desk
from tests.support.post import REFUSED
from tests.web.pages.browsing import Visitor

S = ReferralState
MOST_STATEMENTS = 12
SignIn = Callable[[str], Visitor]
SAID = {"door": "mevrouw De Wit", "op": "02-03-2026", "wijze": "telefoon", "woorden": "Wij besluiten deze week."}


class Supervised:
    """A case, and a supervisor who has its page open."""

    def __init__(self, house: Desk, visitor: Visitor, number: str) -> None:
        self.house, self.visitor, self.number = house, visitor, number

    @property
    def path(self) -> str:
        return f"/vastgelopen/zaken/{self.number}"

    def part(self, ordinal: int = 1) -> str:
        return f"{self.number}-{ordinal}"

    def look(self) -> str:
        self.house.session.rollback()
        self.house.clock.advance(seconds=1)
        return self.visitor.open(self.path).page

    def open_with_reason(self) -> None:
        """Open the case with a typed reason, as a supervisor may."""
        self.house.session.rollback()
        case = f"/zaken/{self.number}"
        page = self.visitor.open(case).page
        ground = page.split(f'action="{case}/inzage"', 1)[1].split('name="grond" value="', 1)[1].split('"', 1)[0]
        self.visitor.send(f"{case}/inzage", {"grond": ground, "reden": "De inwoner belde de gemeente twee keer."})

    def act(self, act: str, ordinal: int | None = None, **values: Any) -> str:
        """Fill in a form on the page and send it; returns the text of where that leads."""
        self.look()
        return self.send(act, ordinal, **values)

    def send(self, act: str, ordinal: int | None = None, **values: Any) -> str:
        self.visitor.send(self.action(act, ordinal), values)
        return self.visitor.page

    def action(self, act: str, ordinal: int | None = None) -> str:
        return f"{self.path}/{act}" if ordinal is None else f"/vastgelopen/deelzaken/{self.part(ordinal)}/handelingen/{act}"

    def state(self, ordinal: int = 1) -> ReferralState:
        found = self.house.session.scalars(select(Referral.state).where(Referral.number == self.part(ordinal))).one()
        self.house.session.rollback()
        return found

    def case_state(self) -> CaseState:
        found = self.house.case(self.number).state
        self.house.session.rollback()
        return found


@pytest.fixture
def supervised(house: Desk, signed_in: SignIn) -> Callable[..., Supervised]:
    """Takes a case in for these products, delivers it, and lets a supervisor look; ``seen`` opens it with a reason first."""
    house.clock.set(MONDAY)

    def take_in(*products: str, seen: bool = True, **given: Any) -> Supervised:
        number = house.open(*products, **given).number
        house.drain()
        found = Supervised(house, signed_in("toezichthouder"), number)
        if seen:
            found.open_with_reason()
        return found

    return take_in


def part_of(house: Desk, number: str) -> Referral:
    return house.session.scalars(select(Referral).where(Referral.number == number)).one()


def test_it_tells_how_the_case_stands_and_why_it_stands_still(supervised: Callable[..., Supervised], house: Desk) -> None:
    house.post["uwv"].will(REFUSED)
    page = supervised("ww").look()
    assert "De vraag kon niet worden bezorgd." in page
    assert "Wat nu:" in page
    assert "Bied de vraag opnieuw aan" in page


def test_without_a_ground_only_the_shared_status_is_shown(supervised: Callable[..., Supervised]) -> None:
    page = supervised("ww", seen=False).look()
    assert "U ziet de gedeelde stand" in page
    assert "UWV" in page
    assert "Werkloosheidsuitkering" not in page.split("<main", 1)[1].split("<select", 1)[0]
    assert "Vastleggen wat de organisatie zei" not in page


def test_of_a_sensitive_part_one_sees_not_who_has_it_and_gives_it_no_other_route(supervised: Callable[..., Supervised]) -> None:
    found = supervised("wlz-indicatie", seen=False)
    page = found.look()
    assert "Een onderdeel" in page
    assert "u ziet niet wie het heeft" in page
    assert "CIZ" not in page.split("<main", 1)[1].split("<datalist", 1)[0]
    assert found.action("route", 1) not in page
    fields = {**found.visitor.form("/uitloggen").fields.to_dict(), "organisatie": "SVB", "product": "algemeen-verzoek", "reden": "Hoe?"}
    found.visitor.client.post(found.action("route", 1), data=fields)
    assert found.visitor.open(found.path).page.count("Dit kan nu niet meer") == 1
    assert found.state() is S.SENT


def test_a_sensitive_part_is_reminded_without_a_word_of_what_it_is(supervised: Callable[..., Supervised]) -> None:
    found = supervised("wlz-indicatie")
    page = found.act("herinneren", 1, reden="Hoe staat het?")
    assert "De herinnering gaat nu weg." in page
    assert "CIZ" not in page.split("<main", 1)[1].split("<datalist", 1)[0]


def test_offering_again_forwarding_and_giving_back_have_their_place(supervised: Callable[..., Supervised], house: Desk) -> None:
    house.post["uwv"].will(REFUSED)
    found = supervised("ww")
    assert "De vraag is opnieuw aangeboden." in found.act("opnieuw", 1, reden="Adres hersteld")
    house.drain()
    house.tell(part_of(house, found.part()), Verb.DECLINED, reason=DeclineReason.OTHER)
    assert "De vraag is doorgestuurd." in found.act("doorsturen", 1, organisatie="SVB", reden="Woont in het buitenland")
    assert (found.state(1), found.state(2)) == (S.FORWARDED, S.PENDING)


def test_a_part_goes_back_to_its_sender(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww")
    house.tell(part_of(house, found.part()), Verb.DECLINED, reason=DeclineReason.OTHER)
    found.act("terug", 1, reden="Verteld dat dit niet kan")
    assert found.state() is S.RETURNED


def test_an_organisation_is_reminded_once_and_then_the_page_says_from_when_again(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    page = found.act("herinneren", 1, reden="Hoe staat het?")
    assert "De herinnering gaat nu weg." in page
    assert "Vanaf 9 maart 2026 mag het weer" in page
    assert f'action="{found.action("herinneren", 1)}"' not in page


def test_a_part_gets_another_route(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    found.act("route", 1, organisatie="SVB", product="algemeen-verzoek", reden="Woont in het buitenland")
    assert (found.state(1), found.state(2)) == (S.WITHDRAWN, S.PENDING)


def test_an_organisation_that_nobody_knows_is_named_at_its_field_and_nothing_changes(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    page = found.act("route", 1, organisatie="De Kringloop", product="algemeen-verzoek", reden="Woont in het buitenland")
    assert f'href="#route-{found.part()}-organisatie">Kies een organisatie uit de lijst.' in page
    assert "Woont in het buitenland</textarea>" in page
    assert found.state() is S.SENT


def test_every_fault_of_a_form_is_named_and_what_was_typed_stays(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    page = found.act("mededeling", 1, **SAID | {"door": "", "op": "ooit"})
    assert "Vul dit in: Wie zei dit?" in page
    assert 'aria-invalid="true"' in page
    assert "Wij besluiten deze week.</textarea>" in page
    assert page.count('<h2 class="utrecht-heading-3">Kijk dit na</h2>') == 1
    assert "Volgens mededeling van" not in page


def test_what_an_organisation_said_stands_on_the_page_with_its_source(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    page = found.act("mededeling", 1, **SAID)
    assert "Volgens mededeling van mevrouw De Wit op 2 maart 2026, door de telefoon:" in page
    assert "Wij besluiten deze week." in page
    assert found.state() is S.SENT


def test_without_a_mandate_nothing_can_be_done_in_the_name_of_an_organisation(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    assert "Namens UWV" not in found.look()
    fields = {**found.visitor.form(found.action("mededeling", 1)).fields.to_dict(), "reden": "Overlegd", "uitkomst": "toegekend"}
    found.visitor.client.post(found.action("besluiten", 1), data=fields)
    assert found.state() is S.SENT


def test_with_a_mandate_a_decision_is_taken_in_its_name(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("bijzondere-bijstand")
    assert "Namens gemeente Den Haag: besluiten" in found.look()
    page = found.act("besluiten", 1, uitkomst="toegekend", datumBesluit="02-03-2026", reden="Overlegd met de teamleider")
    assert "Gedaan, namens de organisatie." in page
    assert part_of(house, found.part()).outcome == Outcome.GRANTED.value


def test_what_an_organisation_said_moves_the_part_where_there_is_a_mandate(supervised: Callable[..., Supervised]) -> None:
    found = supervised("bijzondere-bijstand")
    found.act("mededeling", 1, **SAID, handeling="opschorten")
    assert found.state() is S.SUSPENDED


def test_a_part_is_withdrawn_with_the_applicants_word(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww", "akw")
    found.act("intrekken", delen=[found.part(2)], wie="aanvrager", **SAID)
    assert (found.state(1), found.state(2)) == (S.SENT, S.WITHDRAWN)


def test_two_cases_are_merged_and_each_page_points_to_the_other(supervised: Callable[..., Supervised], house: Desk) -> None:
    first = house.open("ww").number
    house.clock.advance(days=1)
    found = supervised("ww", counter="uwv-den-haag")
    assert f'<option value="{first}">' in found.look()
    page = found.send("samenvoegen", andereZaak=first, reden="Twee keer gevraagd")
    assert "Deze zaak was dubbel. De vraag loopt verder in" in page
    assert show(first) in page
    assert found.case_state() is CaseState.CLOSED
    assert "Zaak opnieuw openen" not in page


def test_a_case_is_split(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww", "akw")
    page = found.act("splitsen", delen=[found.part(2)], reden="De partner mag dit niet zien")
    assert "Een deel gaat verder in" in page
    assert (found.state(1), found.state(2)) == (S.SENT, S.WITHDRAWN)


def test_a_case_is_closed_with_how_it_ended_and_opened_again(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww")
    assert found.action("sluiten") not in found.look()
    house.decide(part_of(house, found.part()))
    assert "De zaak is gesloten." in found.act("sluiten", hoe="onbereikbaar", reden="Drie keer gebeld")
    assert found.case_state() is CaseState.CLOSED
    assert "De zaak is weer open." in found.act("heropenen", reden="Er staat nog iets open")
    assert found.case_state() is CaseState.SETTLED


def test_of_two_supervisors_the_second_sees_what_the_first_did(supervised: Callable[..., Supervised], signed_in: SignIn) -> None:
    found = supervised("ww")
    other = Supervised(found.house, signed_in("toezichthouder"), found.number)
    other.look()
    found.act("route", 1, organisatie="SVB", product="algemeen-verzoek", reden="Woont in het buitenland")
    page = other.send("route", 1, organisatie="CAK", product="algemeen-verzoek", reden="Verhuisd")
    assert other.visitor.answer.status_code == 409
    assert "Deze zaak is intussen veranderd" in page
    assert "Dit deel gaat van UWV naar SVB." in page
    assert len(found.house.case(found.number).referrals) == 2


def test_an_act_that_does_not_exist_is_not_found(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    found.look()
    fields = found.visitor.form("/uitloggen").fields.to_dict()
    for path in (found.action("toveren"), found.action("toveren", 1)):
        assert found.visitor.client.post(path, data=fields).status_code == 404


def test_a_look_is_accounted_for(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww", seen=False)
    found.look()
    rows = house.session.scalars(select(AuditLog).where(AuditLog.object == found.number, AuditLog.actor == "toezichthouder")).all()
    assert [row.action for row in rows] == ["zaak-inzien"]


def test_nobody_else_comes_in(supervised: Callable[..., Supervised], signed_in: SignIn) -> None:
    found = supervised("ww", seen=False)
    for account in ("balie-den-haag", "behandelaar-cjib", "beheerder", "privacy-officer"):
        assert signed_in(account).open(found.path).answer.status_code in (403, 404)


@pytest.mark.parametrize("products", [("ww",), ("ww", "akw", "bijzondere-bijstand", "studieschuld-draagkracht", "rijgeschiktheid")])
def test_the_page_takes_at_most_twelve_statements_however_many_parts_there_are(
    supervised: Callable[..., Supervised], app: Flask, products: tuple[str, ...]
) -> None:
    found = supervised(*products)
    found.act("mededeling", 1, **SAID)
    found.house.session.rollback()
    with counted(app) as statements:
        found.visitor.open(found.path)
    assert len(statements) <= MOST_STATEMENTS, "\n".join(statements)
