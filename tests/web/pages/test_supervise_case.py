"""The supervisor's page of one case: what may be seen, which acts are offered, and nothing changes on a fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from loket.cases.numbers import show
from loket.cases.outbox import AuditLog
from loket.cases.states import ReferralState
from tests.support.counting import counted
from tests.support.desk import Desk
from tests.support.post import REFUSED
from tests.web.pages.browsing import Visitor
from tests.web.pages.supervised import SAID, Supervised

S = ReferralState
MOST_STATEMENTS = 12
SignIn = Callable[[str], Visitor]


def test_it_tells_how_the_case_stands_and_why_it_stands_still(supervised: Callable[..., Supervised], house: Desk) -> None:
    house.post["uwv"].will(REFUSED)
    page = supervised("ww").look()
    assert "De vraag kon niet worden bezorgd." in page
    assert "Wat nu:" in page
    assert "Bied de vraag opnieuw aan" in page


def test_that_a_legal_date_is_near_is_told_with_what_to_do(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww", seen=False)
    case = house.case(found.number)
    case.stuck_reason, case.stuck_since, case.stuck_rank = "termijn-nadert", house.clock.now(), -10
    house.session.commit()
    page = found.look()
    assert ("bijna voorbij" in page, "Vraag de organisatie of zij op tijd besluit." in page) == (True, True)


def test_of_a_part_that_waits_the_page_tells_for_which_other_one(supervised: Callable[..., Supervised]) -> None:
    found = supervised("wlz-indicatie", "wlz-bijdrage", seen=False)
    page = found.look()
    assert f"Wacht op {show(found.part(1))}: " in page
    assert "CIZ" not in page.split("<main", 1)[1].split("<datalist", 1)[0]


def test_who_lets_a_change_be_stays_on_the_page_of_acts(supervised: Callable[..., Supervised], signed_in: SignIn) -> None:
    found = supervised("ww")
    other = Supervised(found.house, signed_in("toezichthouder"), found.number)
    other.look()
    found.act("route", 1, organisatie="SVB", product="algemeen-verzoek", reden="Woont in het buitenland")
    page = other.send("route", 1, organisatie="CAK", product="algemeen-verzoek", reden="Verhuisd")
    assert f'href="{found.path}">' in page.split('id="veranderd"')[1].split("</div>")[0]


def test_the_menu_marks_where_one_is(supervised: Callable[..., Supervised]) -> None:
    assert '<a href="/vastgelopen" aria-current="page">' in supervised("ww", seen=False).look()


def test_without_a_ground_only_the_shared_status_is_shown(supervised: Callable[..., Supervised]) -> None:
    page = supervised("ww", seen=False).look()
    assert "U ziet de gedeelde stand" in page
    assert "UWV" in page
    assert "Werkloosheidsuitkering" not in page.split("<main", 1)[1].split("<select", 1)[0]
    assert "Vastleggen wat de organisatie zei" not in page


def test_it_is_opened_with_a_reason_where_one_is_and_the_filters_stay(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww", seen=False)
    filters = "organisatie=uwv&spoed=alle"
    found.visitor.open(f"{found.path}?{filters}")
    found.visitor.send(f"/zaken/{found.number}/inzage?verder=bijsturen&{filters}", {"reden": "De gemeente belde erover."})
    assert (found.visitor.path, found.visitor.answer.request.query_string) == (found.path, filters.encode())
    assert "Vastleggen wat de organisatie zei" in found.visitor.page
    assert "U ziet de gedeelde stand" not in found.visitor.page


def unfolded(page: str) -> list[str]:
    """The titles of the forms that stand open."""
    return [part.split("<summary>", 1)[1].split("<", 1)[0] for part in page.split('<details class="loket-details" open>')[1:]]


def test_the_form_of_what_is_recommended_stands_open(supervised: Callable[..., Supervised], house: Desk) -> None:
    assert unfolded(supervised("akw").look()) == []
    house.post["uwv"].will(REFUSED)
    lost = supervised("akw", "ww", seen=False)
    assert unfolded(lost.look()) == ["Opnieuw aanbieden"]
    assert unfolded(lost.act("toewijzen", wie="niemand", reden="")) == ["Toewijzen aan een toezichthouder"]


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


def test_without_a_mandate_nothing_can_be_done_in_the_name_of_an_organisation(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    assert "Namens UWV" not in found.look()
    fields = {**found.visitor.form(found.action("mededeling", 1)).fields.to_dict(), "reden": "Overlegd", "uitkomst": "toegekend"}
    found.visitor.client.post(found.action("besluiten", 1), data=fields)
    assert found.state() is S.SENT


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
