"""The privacy officer's pages: the register, the export with its masks, breaches, the wrong person, and corrections."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.web.pages.browsing import WILLEM, Visitor

RIGHT = {
    "aanvrager.burgerservicenummer": "999990342",
    "aanvrager.geslachtsnaam": "Kierkegaard",
    "aanvrager.geboortedatum": "27-04-1983",
    "aanvrager.gemeentecode": "0518",
}
REGISTER = "/privacyregister"


@pytest.fixture
def officer(signed_in: Callable[[str], Visitor]) -> Visitor:
    """The privacy officer, at the register."""
    return signed_in("privacy-officer").open("/")


@pytest.fixture
def case(desk: Visitor) -> str:
    """The zaaknummer of a request that was taken in."""
    return desk.new_request()


def asked(officer: Visitor, **more: str) -> Visitor:
    """The page of a request for access by Willem."""
    form = {"soort": "inzage", "burgerservicenummer": WILLEM["aanvrager.burgerservicenummer"], **more}
    return officer.open(REGISTER).submit(f"{REGISTER}/verzoeken", **form)


def test_the_officer_begins_at_the_register(officer: Visitor) -> None:
    assert (officer.path, officer.title) == (REGISTER, "Privacyregister")
    assert "Er staan geen verzoeken open." in officer.page


def test_a_request_shows_all_that_is_known_and_no_bsn_in_any_address(officer: Visitor, case: str) -> None:
    asked(officer)
    assert officer.title == "Verzoek om inzage"
    assert "Kierkegaard" in officer.page
    assert officer.path == f"{REGISTER}/verzoek"
    assert WILLEM["aanvrager.burgerservicenummer"] not in str(officer.answer.request.url)


def test_a_request_of_a_stranger_is_noted_and_says_so(officer: Visitor) -> None:
    asked(officer)
    assert "Van deze persoon is in Loket niets bekend." in officer.page


def test_a_wrong_bsn_is_said_and_not_repeated(officer: Visitor) -> None:
    asked(officer, burgerservicenummer="123456789")
    assert "Dit burgerservicenummer bestaat niet." in officer.page
    assert "123456789" not in officer.page


def test_a_piece_is_masked_on_a_ground_and_stays_so_in_the_export(officer: Visitor, case: str) -> None:
    asked(officer)
    place = re.search(r'name="plaats" value="([^"]+/personen/[^"]+)"', officer.page)
    assert place
    forms = {"plaats": place[1], "keuze": "afschermen", "grond": "dit is iemand anders"}
    officer.submit(f"{REGISTER}/verzoek/afschermen", **forms)
    assert "Afgeschermd: dit is iemand anders" in officer.page
    link = re.search(r'href="([^"]+/uitvoer/json\?[^"]+)"', officer.page)
    assert link
    document = json.loads(officer.client.get(link[1]).get_data())
    assert document["zaken"][0]["personen"][0]["afgeschermd"] == "dit is iemand anders"


def test_the_printed_export_says_that_it_is_a_draft_until_it_is_reviewed(officer: Visitor, case: str) -> None:
    asked(officer)
    link = re.search(r'href="([^"]+/uitvoer\?[^"]+)"', officer.page)
    assert link
    back = officer.answer.request.full_path
    assert "Dit is een concept." in officer.open(link[1]).page
    officer.open(back).submit(f"{REGISTER}/verzoek/beoordelen")
    assert "Dit is een concept." not in officer.open(link[1]).page
    assert officer.title == "Uw gegevens in Loket"


def test_a_request_is_extended_and_closed(officer: Visitor, case: str) -> None:
    asked(officer)
    officer.submit(f"{REGISTER}/verzoek/verlengen", reden="veel zaken")
    assert "twee maanden langer" in officer.page
    officer.submit(f"{REGISTER}/verzoek/afsluiten", uitkomst="toegewezen", antwoord="aan de balie gegeven")
    assert "Beoordeel eerst wat u afschermt." in officer.page
    officer.submit(f"{REGISTER}/verzoek/beoordelen")
    officer.submit(f"{REGISTER}/verzoek/afsluiten", uitkomst="toegewezen", antwoord="aan de balie gegeven")
    assert "Er staan geen verzoeken open." in officer.open(REGISTER).page


def test_a_case_moves_to_the_right_person_and_the_breach_waits_for_a_decision(officer: Visitor, case: str, desk: Visitor) -> None:
    officer.open(f"{REGISTER}/verkeerde-persoon")
    officer.send(f"{REGISTER}/verkeerde-persoon", {"zaak": case, "reden": "zelfde naam", **RIGHT})
    assert "opnieuw geopend voor de juiste persoon" in officer.page
    assert desk.open(f"/zaken/{case}").answer.status_code == 404
    link = re.search(r'href="([^"]+/inbreuk\?[^"]+)"', officer.page)
    assert link
    officer.open(link[1])
    assert "Niemand kreeg iets." in officer.page
    officer.submit(f"{REGISTER}/inbreuk/besluit", besluit="niet-gemeld", toelichting="niets is verstuurd")
    assert "Niet gemeld" in officer.page


def test_a_wrong_form_keeps_what_was_typed_and_names_the_faults(officer: Visitor, case: str) -> None:
    officer.open(f"{REGISTER}/verkeerde-persoon")
    officer.send(f"{REGISTER}/verkeerde-persoon", {"zaak": case, "reden": "zelfde naam", "aanvrager.voornamen": "Søren"})
    assert 'href="#veld-aanvrager-geslachtsnaam"' in officer.page
    assert "Søren" in officer.page


def test_a_correction_changes_only_what_differs(officer: Visitor, case: str) -> None:
    officer.open(f"{REGISTER}/verbeteren?zaak={case}")
    name = re.search(r'name="([^"]+\.voornamen)"', officer.page)
    assert name
    officer.send(f"{REGISTER}/verbeteren", {name[1]: "Wim", "reden": "roepnaam"})
    assert "Verbeterd." in officer.page
    assert 'value="Wim"' in officer.open(f"{REGISTER}/verbeteren?zaak={case}").page


def test_a_correction_that_changes_nothing_is_refused(officer: Visitor, case: str) -> None:
    officer.open(f"{REGISTER}/verbeteren?zaak={case}").submit(f"{REGISTER}/verbeteren", reden="zomaar")
    assert "Noem minstens één gegeven dat anders moet." in officer.page


def test_the_officer_sees_what_an_account_touched(officer: Visitor, case: str) -> None:
    today = "01-01-2020", "31-12-2099"
    officer.submit(f"{REGISTER}/onderzoek", van=today[0], tot=today[1], account="balie-den-haag")
    assert officer.title == "Wie of wat is geraakt"
    assert "aanvrager.burgerservicenummer" in officer.page


def test_an_examination_without_days_is_refused(officer: Visitor) -> None:
    officer.submit(f"{REGISTER}/onderzoek", van="gisteren", tot="")
    assert "Schrijf een datum als dd-mm-jjjj" in officer.page


def test_a_case_is_held_and_released(officer: Visitor, case: str) -> None:
    officer.submit(f"{REGISTER}/vasthouden", zaak=case, reden="rechtszaak")
    assert "Deze zaak wordt niet vernietigd." in officer.page
    officer.submit(f"{REGISTER}/vrijgeven", zaak=case, reden="uitspraak")
    assert "mag weer worden vernietigd" in officer.page


@pytest.mark.parametrize("path", ["verzoek", "uitvoer", "uitvoer/json", "inbreuk", "verbeteren"])
def test_an_address_that_leads_nowhere_leads_back_to_the_register(officer: Visitor, path: str) -> None:
    assert officer.open(f"{REGISTER}/{path}?id=nergens&zaak=nergens").path == REGISTER


@pytest.mark.parametrize("account", ["balie-den-haag", "toezichthouder", "beheerder"])
def test_nobody_else_comes_in(signed_in: Callable[[str], Visitor], account: str) -> None:
    assert signed_in(account).open(REGISTER).answer.status_code == 403


def test_at_the_desk_the_answers_of_before_are_confirmed(officer: Visitor, desk: Visitor) -> None:
    case = desk.new_request(**{"antwoorden.ziek-nu": "nee"})
    officer.open(f"{REGISTER}/verkeerde-persoon")
    officer.send(f"{REGISTER}/verkeerde-persoon", {"zaak": case, "reden": "zelfde naam", **RIGHT})
    found = re.search(r"juiste persoon: (L-[0-9A-Z]+)", officer.page)
    assert found
    link = re.search(r'href="(/deelzaken/[^"]+/aanvulling)"', desk.open(f"/zaken/{found[1]}").page)
    assert link
    desk.open(link[1])
    assert "checked" in desk.page
    desk.submit(link[1])
    assert desk.path == f"/zaken/{found[1]}"


def test_a_secret_address_is_told_at_the_desk_and_not_sent(desk: Visitor) -> None:
    willem = {**WILLEM, "aanvrager.postcode": "2511BT", "aanvrager.huisnummer": "70", "aanvrager.geheimhouding": "ja"}
    desk.meet(willem).submit("/nieuwe-vraag", levensgebeurtenis="ontslag").go_to("Controleren en versturen")
    assert "<dd>2511BT</dd>" not in desk.page
