"""What stands on the case page below the status, and that others see none of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from loket.adapters.port import Outcome, Verb
from loket.cases.models import Case
from loket.cases.queries import Viewer
from loket.routing import thread
from loket.routing.request import PaperGiven
from loket.web.case_view import line_to
from tests.support.desk import Desk, person, request
from tests.web.pages.browsing import Visitor
from tests.web.pages.cases import AtDesk

SignIn = Callable[[str], Visitor]
SECRETS = ("Moulin", "Bakker BV", "Bel niet voor 18.00 uur", "Uitstel gevraagd", "Ik werkte wel.", "Bezwaar", "Loonstroken", "Wij bellen")


def at(house: Desk, visitor: Visitor, case: Case) -> AtDesk:
    number = case.number
    house.drain()
    house.session.rollback()
    return AtDesk(visitor, house, number)


def full(at_desk: AtDesk, ordinal: int = 1) -> AtDesk:
    """The case with a talk and an objection about this part, and a contact with a promise."""
    at_desk.refuse(ordinal)
    day = (at_desk.house.clock.now() + timedelta(days=2)).strftime("%d-%m-%Y")
    at_desk.send(f"/deelzaken/{at_desk.part(ordinal)}/indienen?soort=bezwaar", {"tekst": "Ik werkte wel.", "bevestigd": "ja"})
    at_desk.open()
    at_desk.visitor.send(f"{at_desk.path}/overleg", {"bericht": "Uitstel gevraagd", "deel": at_desk.part(ordinal)})
    at_desk.visitor.send(f"{at_desk.path}/contactmomenten", {"vraag": "Hoe staat het?", "toezegging": "Wij bellen", "toegezegdVoor": day})
    return at_desk


@pytest.fixture
def safe(house: Desk, signed_in: SignIn) -> AtDesk:
    """A case with all that a desk can know: safe contact, a mandate, a paper, a secret address."""
    contact = {"wijze": "Alleen mobiel", "wanneer": "Bel niet voor 18.00 uur", "nooit": "Geen post"}
    applicant = person(safe_contact=contact, secrecy=True, postcode="2584AE", house_number="1485", identity_check="digid")
    mother = person("gemachtigde", surname="Braak", representation="bewindvoerder", mandate_until=date(2026, 3, 1))
    wanted = request("ww", "akw", applicant=applicant, answers={"laatste-werkgever": "Bakker BV"})
    papers = (PaperGiven("loonstroken", "aanvrager", "gezien"),)
    return at(house, signed_in("balie-den-haag"), house.take_in(replace(wanted, others=(mother,), papers=papers)))


def test_how_to_reach_somebody_safely_stands_above_everything(safe: AtDesk) -> None:
    page = safe.open()
    assert page.index("Bel niet voor 18.00 uur") < page.index("loket-strip__sentence")


def test_people_are_shown_with_who_speaks_for_them_and_until_when(safe: AtDesk) -> None:
    page = safe.open()
    assert "Braak" in page
    assert "Bewindvoerder" in page
    assert "1 maart 2026" in page
    assert "Deze persoon mag niet meer namens de inwoner handelen." in page
    assert "Met DigiD" in page


def test_a_secret_address_is_told_but_not_shown(safe: AtDesk) -> None:
    page = safe.open()
    assert "Het adres is geheim." in page
    assert "2584AE" not in page


def test_a_bsn_is_masked(at_desk: AtDesk) -> None:
    assert "999993653" not in at_desk.open()


def test_answers_say_who_asked_and_when(at_desk: AtDesk) -> None:
    answers = at_desk.open().split('id="antwoorden"')[1].split("</section>")[0]
    assert "Bij wie werkt of werkte u het laatst?" in answers
    assert "Bakker BV" in answers
    assert "Den Haag" in answers


def test_papers_are_shown_with_where_they_stand(safe: AtDesk) -> None:
    papers = safe.open().split('id="papieren"')[1].split("</section>")[0]
    assert "Loonstroken" in papers
    assert "Gezien" in papers


@pytest.mark.parametrize(("account", "ordinal"), [("balie-uwv", 2), ("behandelaar-svb", 1), ("toezichthouder", 1)])
def test_another_viewer_sees_nothing_but_the_shared_status(at_desk: AtDesk, signed_in: SignIn, account: str, ordinal: int) -> None:
    page = signed_in(account).open(full(at_desk, ordinal).path).page
    assert "loket-strip__sentence" in page
    assert [words for words in SECRETS if words in page] == []


def test_an_organisation_reads_the_talk_about_its_own_part_only(at_desk: AtDesk) -> None:
    full(at_desk)
    context = at_desk.house.context()
    seen = {slug: [one.text for one in thread.messages(context, at_desk.case(), Viewer(organisation=slug))] for slug in ("uwv", "svb")}
    assert seen == {"uwv": ["Uitstel gevraagd"], "svb": []}


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("organisatie=uwv", "UWV heeft de vraag ontvangen", "SVB heeft de vraag ontvangen"),
        ("soort=organisaties", "SVB heeft de vraag ontvangen", "De vraag is bezorgd bij"),
        ("organisatie=svb&soort=loket", "De vraag is bezorgd bij SVB", "De vraag is bezorgd bij UWV"),
        ("organisatie=onbekend", "Er is niets dat hierbij past.", "De vraag is ontvangen."),
    ],
)
def test_the_timeline_can_be_filtered_without_javascript(at_desk: AtDesk, query: str, there: str, absent: str) -> None:
    at_desk.tell(Verb.RECEIVED, 1)
    at_desk.tell(Verb.RECEIVED, 2)
    page = at_desk.open(f"{at_desk.path}?{query}")
    timeline = page.split('id="tijdlijn"')[1].split("</section>")[0]
    assert there in timeline
    assert absent not in timeline


def test_a_refresh_keeps_the_filter(at_desk: AtDesk) -> None:
    assert f'data-refresh="{at_desk.path}/stand?organisatie=uwv"' in at_desk.open(f"{at_desk.path}?organisatie=uwv")


@pytest.mark.parametrize(
    ("verb", "told", "words"),
    [
        (Verb.SUSPENDED, {}, "Opgeschort sinds"),
        (Verb.EXTENDED, {"new_due": date(2027, 3, 1)}, "Verdaagd tot"),
        (Verb.DECIDED, {"outcome": Outcome.GRANTED}, "Toegekend, nog niet geleverd."),
    ],
)
def test_a_card_says_what_moved_the_term_and_the_outcome(at_desk: AtDesk, verb: Verb, told: dict[str, Any], words: str) -> None:
    at_desk.tell(verb, **told)
    assert words in at_desk.open()


def test_the_number_to_call_says_what_kind_it_is(at_desk: AtDesk) -> None:
    page = at_desk.open()
    assert "Algemeen nummer" in page
    assert "Geen lijn voor professionals bekend." in page


def test_an_organisation_with_a_line_for_professionals_shows_that_one(at_desk: AtDesk) -> None:
    catalogue = at_desk.house.dispatcher.catalogue
    organisation = replace(catalogue.organisations["uwv"], professionals_line="088 000 00 00")
    part = at_desk.case().referrals[0]
    line = line_to(replace(catalogue, organisations={**catalogue.organisations, "uwv": organisation}), part)
    assert line == {"label": "Lijn voor professionals", "nummer": "088 000 00 00", "uitleg": ""}
