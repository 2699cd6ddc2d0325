"""Two employees on one case: who sends a form sees what changed meanwhile, keeps what was typed, and chooses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from loket.adapters.port import Outcome, Verb
from loket.cases.states import ReferralState
from tests.web.pages.browsing import Visitor
from tests.web.pages.cases import AtDesk

SignIn = Callable[[str], Visitor]


@pytest.fixture
def other(at_desk: AtDesk, signed_in: SignIn) -> Visitor:
    """A colleague at the same counter, with the case open."""
    return signed_in("balie-den-haag").open(at_desk.path)


def knock(visitor: Visitor, path: str, **values: str) -> Visitor:
    return visitor.send(f"{path}/contactmomenten", {"vraag": "Hoe staat het?", **values})


def test_the_second_to_record_sees_what_the_first_did_and_keeps_their_words(at_desk: AtDesk, other: Visitor) -> None:
    at_desk.open()
    knock(at_desk.visitor, at_desk.path, verteld="Er is nog niets.")
    knock(other, at_desk.path, verteld="Ik bel morgen.")
    assert other.answer.status_code == 409
    assert "Deze zaak is intussen veranderd" in other.page
    assert "Ik bel morgen." in other.page
    assert len(at_desk.case().contacts) == 1


def test_who_looked_can_send_it_after_all(at_desk: AtDesk, other: Visitor) -> None:
    at_desk.open()
    knock(at_desk.visitor, at_desk.path)
    knock(other, at_desk.path)
    knock(other, at_desk.path)
    assert other.answer.status_code == 200
    assert len(at_desk.case().contacts) == 2


def test_a_form_sent_twice_makes_one_contact(at_desk: AtDesk, other: Visitor) -> None:
    fields = {**other.form(f"{at_desk.path}/contactmomenten").fields.to_dict(), "vraag": "Hoe staat het?"}
    codes = [other.client.post(f"{at_desk.path}/contactmomenten", data=fields).status_code for _ in range(2)]
    assert codes == [302, 409]
    assert len(at_desk.case().contacts) == 1


def test_a_withdrawal_stops_when_the_organisation_decided_meanwhile(at_desk: AtDesk, other: Visitor) -> None:
    other.open(f"{at_desk.path}/intrekken")
    at_desk.tell(Verb.DECIDED, 2, outcome=Outcome.GRANTED)
    other.send(f"{at_desk.path}/intrekken", {"delen": at_desk.part(1), "reden": "Heeft werk", "bevestigd": "ja"})
    assert other.answer.status_code == 409
    assert "heeft besloten" in other.page
    assert "Heeft werk" in other.page
    assert at_desk.case().referrals[0].state is ReferralState.SENT


def test_a_correction_does_not_undo_another_in_silence(at_desk: AtDesk, other: Visitor) -> None:
    path, field = f"{at_desk.path}/verbeteren", "antwoorden.laatste-werkgever"
    other.open(path)
    at_desk.send(path, {field: "Slager BV", "reden": "Verkeerd verstaan"})
    other.send(path, {"reden": "Telefoon klopt niet"})
    assert other.answer.status_code == 409
    assert "Nu staat er: Slager BV" in other.page
    newest = max(at_desk.case().answers, key=lambda answer: answer.answered_at)
    assert newest.value == "Slager BV"


def test_what_systems_tell_each_other_disturbs_nobody(at_desk: AtDesk, other: Visitor) -> None:
    at_desk.tell(Verb.RECEIVED)
    knock(other, at_desk.path)
    assert other.answer.status_code == 200
    assert len(at_desk.case().contacts) == 1


def test_a_decision_that_comes_while_a_talk_is_recorded_takes_nothing_away(at_desk: AtDesk, other: Visitor) -> None:
    at_desk.tell(Verb.DECIDED, outcome=Outcome.GRANTED)
    knock(other, at_desk.path)
    assert other.answer.status_code == 200
    assert len(at_desk.case().contacts) == 1


@pytest.mark.parametrize("path", ["{case}/toevoegen", "{case}/sluiten", "/deelzaken/{part}/indienen", "/deelzaken/{part}/aanvulling"])
def test_every_form_that_acts_shows_what_changed(at_desk: AtDesk, other: Visitor, path: str) -> None:
    place = path.format(case=at_desk.path, part=at_desk.part())
    other.open(place)
    at_desk.open()
    knock(at_desk.visitor, at_desk.path)
    other.send(
        place, {"toelichting": "Een brief", "tekst": "Nee", "bevestigd": "ja", "hoe": "geholpen", "reden": "Geld op", "product": "aow"}
    )
    assert other.answer.status_code == 409


def test_two_desks_at_the_same_moment_read_the_same_status(at_desk: AtDesk, signed_in: SignIn) -> None:
    elsewhere = signed_in("balie-uwv")
    for verb in (Verb.RECEIVED, Verb.TAKEN_UP):
        at_desk.tell(verb)
        strips = [visitor.open(f"{at_desk.path}/stand").page.split("</section>")[0] for visitor in (at_desk.visitor, elsewhere)]
        assert strips[0] == strips[1]
