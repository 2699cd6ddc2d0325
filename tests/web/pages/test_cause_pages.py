"""Noting what went wrong: at the desk, on closing, and by a supervisor."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.signals import Cause, Signal
from loket.cases.states import CaseState
from tests.support.desk import Desk
from tests.support.signalling import WORDS
from tests.web.pages.browsing import Visitor
from tests.web.pages.cases import AtDesk
from tests.web.pages.supervised import Supervised

TYPED = {"oorzaak": "wet", "waarover": "ww@uwv", "watGingMis": WORDS, "wetsartikel": "WW art. 45"}


def causes(house: Desk) -> list[tuple[str, str, str]]:
    found = house.session.execute(select(Signal.product, Signal.organisation, Signal.code).join(Cause)).all()
    house.session.rollback()
    return [(product, organisation, code.value) for product, organisation, code in found]


def test_a_desk_notes_a_cause_at_any_time_and_finds_it_back(at_desk: AtDesk) -> None:
    assert f"{at_desk.path}/oorzaak" in at_desk.open()
    page = at_desk.send(f"{at_desk.path}/oorzaak", TYPED)
    assert "Opgeschreven. U hoort het als er een antwoord is." in page
    assert ("De wet: WW-uitkering bij UWV (WW art. 45)" in page, WORDS in page) == (True, True)
    assert causes(at_desk.house) == [("ww", "uwv", "wet")]


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(at_desk: AtDesk) -> None:
    page = at_desk.send(f"{at_desk.path}/oorzaak", {"watGingMis": "Moulin wachtte lang.", "eigenWoorden": "Ik wachtte lang."})
    assert "Kies wat de oorzaak was." in page
    assert "Hier staat: ‘Moulin’." in page
    assert "Eigen woorden mogen alleen als de inwoner dat goed vindt." in page
    assert ">Moulin wachtte lang.</textarea>" in page
    assert causes(at_desk.house) == []


def test_the_desk_wipes_the_own_words_of_who_changed_their_mind(at_desk: AtDesk) -> None:
    at_desk.send(f"{at_desk.path}/oorzaak", {**TYPED, "eigenWoorden": "Ik wachtte lang.", "akkoord": "ja"})
    assert "Ik wachtte lang." in at_desk.visitor.page
    path = next(part.split('"', 1)[0] for part in at_desk.visitor.page.split('action="') if "/wissen" in part)
    at_desk.visitor.send(path, {})
    assert "De eigen woorden zijn gewist." in at_desk.visitor.page
    assert "Ik wachtte lang." not in at_desk.visitor.page


def test_what_a_page_does_not_show_cannot_be_taken_away_there(at_desk: AtDesk, signed_in: Callable[[str], Visitor]) -> None:
    at_desk.send(f"{at_desk.path}/oorzaak", TYPED)
    path = next(part.split('"', 1)[0] for part in at_desk.visitor.page.split('action="') if "/weghalen" in part)
    supervisor = signed_in("toezichthouder").open(f"{at_desk.path}/oorzaak")
    assert WORDS not in supervisor.page
    fields = supervisor.form(f"{at_desk.path}/oorzaak").fields
    told = supervisor.client.post(path, data=fields, follow_redirects=True).get_data(as_text=True)
    assert "Deze oorzaak staat niet op deze bladzijde." in told
    assert len(causes(at_desk.house)) == 1


def test_the_desk_takes_away_what_it_noted_by_mistake(at_desk: AtDesk) -> None:
    at_desk.send(f"{at_desk.path}/oorzaak", TYPED)
    path = next(part.split('"', 1)[0] for part in at_desk.visitor.page.split('action="') if "/weghalen" in part)
    at_desk.visitor.send(path, {})
    assert "De oorzaak is weggehaald en telt nergens meer mee." in at_desk.visitor.page
    assert (WORDS in at_desk.visitor.page, causes(at_desk.house)) == (False, [])


def test_closing_asks_for_a_cause_and_closes_without_one(at_desk: AtDesk) -> None:
    for ordinal in (1, 2):
        at_desk.tell(Verb.DECIDED, ordinal, outcome=Outcome.GRANTED)
    assert '<details class="loket-details">' in at_desk.visitor.open(f"{at_desk.path}/sluiten").page
    page = at_desk.send(f"{at_desk.path}/sluiten", {"hoe": "geholpen", "wetsartikel": "de wet"})
    assert [words for words in ("Kies wat de oorzaak was.", '<details class="loket-details" open>') if words not in page] == []
    at_desk.visitor.send(f"{at_desk.path}/sluiten", {"hoe": "geholpen", **TYPED})
    assert "De zaak is gesloten." in at_desk.visitor.page
    assert causes(at_desk.house) == [("ww", "uwv", "wet")]


def test_another_loket_notes_no_cause(at_desk: AtDesk, signed_in: Callable[[str], Visitor]) -> None:
    assert signed_in("balie-uwv").open(f"{at_desk.path}/oorzaak").answer.status_code == 403


def test_a_supervisor_notes_a_cause_of_the_whole_case_and_with_a_reason_of_a_part(supervised: Callable[..., Supervised]) -> None:
    found = supervised("ww", seen=False)
    path = f"/zaken/{found.number}/oorzaak"
    assert path in found.look()
    assert 'value="ww@uwv"' not in found.visitor.open(path).page
    found.open_with_reason()
    assert 'value="ww@uwv"' in found.visitor.open(path).page
    found.visitor.send(path, TYPED)
    assert causes(found.house) == [("ww", "uwv", "wet")]


def test_a_supervisor_closes_with_a_cause(supervised: Callable[..., Supervised], house: Desk) -> None:
    found = supervised("ww")
    house.tell(found.referral(), Verb.DECIDED, outcome=Outcome.REFUSED)
    page = found.act("sluiten", hoe="niet-geholpen", reden="Niemand sloot", oorzaak="wet")
    assert "Vertel in eigen woorden wat er misging." in page
    found.send("sluiten", hoe="niet-geholpen", reden="Niemand sloot", **TYPED)
    assert found.case_state() is CaseState.CLOSED
    assert causes(house) == [("ww", "uwv", "wet")]
