"""What a supervisor does with one case, through the forms of its page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.datastructures import MultiDict

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.base import new_id
from loket.cases.models import CaseLine
from loket.cases.numbers import show
from loket.cases.states import CaseState, ReferralState
from tests.support.desk import Desk
from tests.support.post import REFUSED
from tests.web.pages.supervised import SAID, Supervised

S = ReferralState


def test_offering_again_forwarding_and_giving_back_have_their_place(supervised: Callable[..., Supervised], house: Desk) -> None:
    house.post["uwv"].will(REFUSED)
    found = supervised("ww")
    assert "De vraag is opnieuw aangeboden." in found.act("opnieuw", 1, reden="Adres hersteld")
    house.drain()
    house.tell(found.referral(), Verb.DECLINED, reason=DeclineReason.OTHER)
    assert "De vraag is doorgestuurd." in found.act("doorsturen", 1, organisatie="SVB", reden="Woont in het buitenland")
    assert (found.state(1), found.state(2)) == (S.FORWARDED, S.PENDING)


def test_a_withdrawal_that_did_not_arrive_is_offered_again(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww")
    assert found.action("opnieuw", 1) not in found.look()
    house.post["uwv"].will(REFUSED)
    found.act("intrekken", delen=[found.part()], wie="aanvrager", **SAID)
    house.drain()
    found.act("opnieuw", 1, reden="Zij nemen hem nu aan")
    house.drain()
    assert [message.kind.value for message in house.post["uwv"].received][-1] == "intrekking"
    assert found.action("opnieuw", 1) not in found.look()


def test_a_part_goes_back_to_its_sender(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww")
    house.tell(found.referral(), Verb.DECLINED, reason=DeclineReason.OTHER)
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


def test_what_an_organisation_said_stands_on_the_page_with_its_source(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww")
    page = found.act("mededeling", 1, **SAID)
    assert "Volgens mededeling van mevrouw De Wit op 2 maart 2026, door de telefoon:" in page
    assert "Wij besluiten deze week." in page
    assert found.state() is S.SENT


def test_with_a_mandate_a_decision_is_taken_in_its_name(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("bijzondere-bijstand")
    assert "Namens gemeente Den Haag: besluiten" in found.look()
    page = found.act("besluiten", 1, uitkomst="toegekend", datumBesluit="02-03-2026", reden="Overlegd met de teamleider")
    assert "Gedaan, namens de organisatie." in page
    assert found.referral().outcome == Outcome.GRANTED.value


def test_who_suspends_by_mandate_says_why_the_term_stands_still(supervised: Callable[..., Supervised]) -> None:
    found = supervised("bijzondere-bijstand")
    assert "Vul dit in: Waarom staat de termijn stil?" in found.act("opschorten", 1, reden="Bericht van vrijdag")
    found.act("opschorten", 1, grond="buitenland", reden="Bericht van vrijdag")
    told = "Namens gemeente Den Haag: Reden: wij wachten op gegevens uit het buitenland. Bericht van vrijdag"
    assert (found.state(), found.referral().explanation) == (S.SUSPENDED, told)


def test_what_an_organisation_said_moves_the_part_where_there_is_a_mandate(supervised: Callable[..., Supervised]) -> None:
    found = supervised("bijzondere-bijstand")
    found.act("mededeling", 1, **SAID, handeling="opschorten")
    assert found.state() is S.SUSPENDED


def test_a_part_is_withdrawn_with_the_applicants_word(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww", "akw")
    found.act("intrekken", delen=[found.part(2)], wie="aanvrager", **SAID)
    assert (found.state(1), found.state(2)) == (S.SENT, S.WITHDRAWN)


@pytest.mark.parametrize("act", ["intrekken", "splitsen"])
def test_a_sensitive_part_that_was_not_offered_is_left_alone(supervised: Callable[..., Supervised], act: str) -> None:
    found = supervised("ww", "akw", "wlz-indicatie")
    page = found.look()
    assert f'value="{found.part(3)}"' not in page
    more = {**SAID, "wie": "aanvrager", "reden": "Zelf bedacht"}
    fields = MultiDict({**found.visitor.form(found.action(act)).fields.to_dict(), **more, "delen": [found.part(2), found.part(3)]})
    found.visitor.client.post(found.action(act), data=fields)
    assert (found.state(2), found.state(3)) == (S.SENT, S.SENT)


def test_who_may_not_see_the_whole_case_does_not_merge_it(supervised: Callable[..., Supervised], house: Desk) -> None:
    first = house.open("wlz-indicatie").number
    house.clock.advance(days=1)
    found = supervised("wlz-indicatie", counter="uwv-den-haag")
    assert found.action("samenvoegen") not in found.look()
    fields = {**found.visitor.form("/uitloggen").fields.to_dict(), "andereZaak": first, "reden": "Twee keer gevraagd"}
    found.visitor.client.post(found.action("samenvoegen"), data=fields)
    assert found.state() is S.SENT


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
    house.decide(found.referral())
    assert "De zaak is gesloten." in found.act("sluiten", hoe="onbereikbaar", reden="Drie keer gebeld")
    assert found.case_state() is CaseState.CLOSED
    assert "De zaak is weer open." in found.act("heropenen", reden="Er staat nog iets open")
    assert found.case_state() is CaseState.SETTLED


def test_a_case_is_given_to_a_supervisor_and_the_page_tells_who_follows_it(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww", seen=False)
    assert "Nog geen toezichthouder." in found.look()
    page = found.act("toewijzen", wie="toezichthouder", reden="Ik bel de organisatie")
    assert "Vastgelegd wie deze zaak volgt." in page
    assert "Toezichthouder: Toezichthouder." in page
    assert "Nog geen toezichthouder." in found.act("toewijzen", wie="niemand", reden="Ik ben op vakantie")


def test_a_case_is_put_off_until_a_day_that_may_be_and_put_back(supervised: Callable[..., Supervised], house: Desk) -> None:
    house.post["uwv"].will(REFUSED)
    found = supervised("ww", seen=False)
    page = found.act("uitstellen", tot="01-12-2026", reden="Zij bellen terug")
    assert f'href="#uitstellen-{found.number}-tot">Uitstellen kan hoogstens tot 30 maart 2026.' in page
    assert "Zij bellen terug</textarea>" in page
    page = found.act("uitstellen", tot="09-03-2026", reden="Zij bellen terug")
    assert "Uitgesteld tot 9 maart 2026." in page
    assert "De zaak staat weer op de lijst." in found.act("uitstel-beeindigen", reden="Zij belden al")
    assert "Uitgesteld tot" not in found.look()


def test_what_does_not_stand_still_is_not_put_off(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww", seen=False)
    assert found.action("uitstellen") not in found.look()


def test_what_has_no_route_gets_an_organisation_and_a_product(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("algemeen-verzoek", seen=False)
    assert found.action("organisatie-kiezen") not in found.look()
    found.open_with_reason()
    page = found.act("organisatie-kiezen", organisatie="UWV", product="bijstand", reden="Gaat over werk")
    assert "UWV voert dit product niet uit." in page
    assert "Gaat over werk</textarea>" in page
    page = found.send("organisatie-kiezen", organisatie="UWV", product="algemeen-verzoek", reden="Gaat over werk")
    assert "De vraag gaat nu naar deze organisatie." in page
    assert (found.state(), found.action("organisatie-kiezen") in page) == (S.PENDING, False)


def test_of_several_without_a_route_it_asks_which_one(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("algemeen-verzoek")
    case = house.case(found.number)
    row = CaseLine(id=new_id(house.clock.now()), case_id=case.id, way="geen-route", product="zw", for_role="aanvrager", words="Ziektewet")
    house.session.add(row)
    house.session.commit()
    page = found.act("organisatie-kiezen", organisatie="UWV", product="zw", reden="Is ziek")
    assert f'href="#organisatie-kiezen-{found.number}-voor"' in page
    assert "De vraag gaat nu naar deze organisatie." in found.send(
        "organisatie-kiezen", voor="zw", organisatie="UWV", product="zw", reden="Ziek"
    )


def test_what_an_organisation_says_is_written_down_after_it_decided_too(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww")
    house.decide(found.referral())
    house.session.rollback()
    assert "Vastgelegd, met de bron." in found.act("mededeling", 1, **SAID)
