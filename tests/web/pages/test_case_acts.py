"""What is done with a case at the desk after it was taken in: promises, steps after a decision, adding, correcting, closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Verb
from loket.cases.desk import Feedback, LegalStep
from loket.cases.privacy import Breach
from loket.cases.states import CaseState, ReferralState
from tests.web.pages.browsing import Visitor
from tests.web.pages.cases import AtDesk

SignIn = Callable[[str], Visitor]


def knock(at_desk: AtDesk, **values: str) -> str:
    at_desk.open()
    at_desk.visitor.send(f"{at_desk.path}/contactmomenten", {"vraag": "Hoe staat het?", **values})
    return at_desk.visitor.page


def day(at_desk: AtDesk, days: int) -> str:
    return (at_desk.house.clock.now() + timedelta(days=days)).strftime("%d-%m-%Y")


def test_a_promise_names_who_keeps_it_and_anybody_at_the_desk_can_settle_it(at_desk: AtDesk) -> None:
    page = knock(at_desk, toezegging="UWV belt terug", toegezegdVoor=day(at_desk, 2), toegezegdDoor="uwv")
    assert "door UWV: UWV belt terug" in page
    at_desk.visitor.submit(f"{at_desk.path}/toezeggingen")
    (promise,) = at_desk.case().contacts
    assert (promise.promise_owner, promise.promise_kept_by) == ("uwv", "Balie gemeente Den Haag")
    assert "Nagekomen op" in at_desk.open()


def test_a_promise_past_its_day_is_shown_as_late(at_desk: AtDesk) -> None:
    knock(at_desk, toezegging="Wij bellen", toegezegdVoor=day(at_desk, 1))
    at_desk.house.clock.advance(days=3)
    at_desk.visitor.open("/inloggen").submit("/inloggen", account="balie-den-haag")
    assert "Deze dag is voorbij." in at_desk.open()


def test_a_promise_that_is_not_there_is_pointed_out(at_desk: AtDesk) -> None:
    token = at_desk.visitor.open(at_desk.path).form(f"{at_desk.path}/contactmomenten").fields["csrf_token"]
    answer = at_desk.visitor.client.post(f"{at_desk.path}/toezeggingen", data={"csrf_token": token, "contactmoment": "x"})
    assert answer.status_code == 400


def test_what_was_said_counts_as_news_and_a_question_alone_does_not(at_desk: AtDesk) -> None:
    before = at_desk.case().told_at
    knock(at_desk)
    assert at_desk.case().told_at == before
    knock(at_desk, verteld="UWV is bezig.")
    assert at_desk.case().told_at == at_desk.house.clock.now()


def test_a_decision_is_told_in_plain_words_with_what_can_be_done(at_desk: AtDesk) -> None:
    at_desk.refuse(announced_on=date(2026, 11, 20))
    page = at_desk.open()
    assert "De inwoner krijgt dit niet." in page
    assert "1 januari 2027" not in page  # a holiday: the last day moves (Atw)
    assert "4 januari 2027" in page
    assert "Bezwaar aantekenen" in page


def test_an_objection_is_taken_in_at_the_desk_and_shown_on_the_card(at_desk: AtDesk) -> None:
    at_desk.refuse()
    page = at_desk.send(f"/deelzaken/{at_desk.part()}/indienen?soort=bezwaar", {"tekst": "Ik werkte wel.", "bevestigd": "ja"})
    assert "Doorgestuurd. De dag van vandaag telt." in page
    assert "Ingediend op" in page
    at_desk.drain()
    assert at_desk.house.post["uwv"].kinds_received[-1] == "bezwaar"


@pytest.mark.parametrize(
    ("values", "words"),
    [({"tekst": "Nee"}, "Bevestig dat de inwoner dit wil."), ({"bevestigd": "ja"}, "Schrijf op wat de inwoner zegt")],
)
def test_a_step_that_misses_something_is_pointed_out_and_not_sent(at_desk: AtDesk, values: dict[str, str], words: str) -> None:
    at_desk.refuse()
    assert words in at_desk.send(f"/deelzaken/{at_desk.part()}/indienen?soort=bezwaar", values)
    assert at_desk.house.session.scalars(select(LegalStep)).all() == []


def test_a_provisional_objection_and_a_late_one_are_taken_in_too(at_desk: AtDesk) -> None:
    at_desk.refuse(announced_on=date(2026, 1, 5))
    page = at_desk.open(f"/deelzaken/{at_desk.part()}/indienen?soort=bezwaar")
    assert "De laatste dag voor bezwaar is voorbij." in page
    at_desk.send(f"/deelzaken/{at_desk.part()}/indienen?soort=bezwaar", {"voorlopig": "ja", "bevestigd": "ja"})
    assert "Bezwaar (voorlopig)" in at_desk.open()


def test_a_notice_of_default_names_the_day_from_which_a_penalty_can_run(at_desk: AtDesk) -> None:
    page = at_desk.open(f"/deelzaken/{at_desk.part()}/indienen?soort=ingebrekestelling")
    assert "Een dwangsom kan beginnen op" in page
    assert "De termijn loopt nog." in page


def test_a_product_is_added_with_only_the_open_questions(at_desk: AtDesk) -> None:
    path = f"{at_desk.path}/toevoegen"
    page = at_desk.send(path, {"product": "bijstand", "reden": "Het geld is op"})
    assert "Bij wie werkt of werkte u het laatst?" not in page  # it is known already
    at_desk.visitor.send(path, {"hoe": "handtekening"})
    assert at_desk.visitor.path == at_desk.path
    assert [part.product for part in at_desk.case().referrals] == ["ww", "akw", "bijstand"]
    at_desk.drain()
    assert at_desk.case().referrals[-1].state is not ReferralState.PLANNED


def test_adding_nothing_or_without_a_reason_is_pointed_out(at_desk: AtDesk) -> None:
    page = at_desk.send(f"{at_desk.path}/toevoegen", {})
    assert "Kies minstens één product." in page
    assert "Vertel waarom dit erbij komt." in page


def test_a_refusal_leads_to_something_else(at_desk: AtDesk) -> None:
    at_desk.refuse()
    assert f'href="{at_desk.path}/toevoegen">Past iets anders beter?' in at_desk.open()


def test_a_wrong_answer_is_put_right_at_the_desk_and_goes_to_who_had_it(at_desk: AtDesk) -> None:
    values = {"antwoorden.laatste-werkgever": "Slager BV", "reden": "Verkeerd verstaan"}
    page = at_desk.send(f"{at_desk.path}/verbeteren", values)
    assert "Dit horen ook: UWV." in page
    assert "Slager BV" in page
    at_desk.drain()
    assert at_desk.house.post["uwv"].kinds_received[-1] == "correctie"


def test_a_correction_without_a_reason_is_pointed_out(at_desk: AtDesk) -> None:
    page = at_desk.send(f"{at_desk.path}/verbeteren", {"antwoorden.laatste-werkgever": "Slager BV"})
    assert "Noem de reden van de correctie." in page


def test_a_name_is_not_changed_at_the_desk(at_desk: AtDesk) -> None:
    person = at_desk.case().participants[0]
    field = f"{person.id}.geslachtsnaam"
    at_desk.house.session.rollback()
    at_desk.send(f"{at_desk.path}/verbeteren", {field: "Jansen", "reden": "Anders gespeld"})
    assert at_desk.case().participants[0].surname == "Moulin"


def test_the_wrong_person_is_reported_and_the_privacy_officer_finds_it(at_desk: AtDesk) -> None:
    page = at_desk.send(f"{at_desk.path}/verkeerde-persoon", {"reden": "Twee mensen met dezelfde naam"})
    assert "De privacyfunctionaris kijkt ernaar." in page
    (found,) = at_desk.house.session.scalars(select(Breach)).all()
    assert (found.case_number, found.words) == (at_desk.number, "Twee mensen met dezelfde naam")
    at_desk.house.session.rollback()
    assert "/verkeerde-persoon" not in at_desk.open()  # once is enough


def test_a_settled_case_is_closed_with_how_it_went(at_desk: AtDesk) -> None:
    at_desk.refuse()
    assert f"{at_desk.path}/sluiten" not in at_desk.open()
    at_desk.tell(Verb.DECIDED, 2, outcome=Outcome.GRANTED)
    assert "Kies hoe het afliep." in at_desk.send(f"{at_desk.path}/sluiten", {})
    at_desk.visitor.send(f"{at_desk.path}/sluiten", {"hoe": "deels-geholpen", "geholpen": "deels", "gemak": "4"})
    case = at_desk.case()
    assert (case.state, case.closing) == (CaseState.CLOSED, "deels-geholpen")
    row = at_desk.house.session.scalars(select(Feedback)).one()
    assert (row.helped, row.ease) == ("deels", 4)


def test_an_open_case_cannot_be_closed(at_desk: AtDesk) -> None:
    page = at_desk.send(f"{at_desk.path}/sluiten", {"hoe": "geholpen"})
    assert "Dit kan niet bij een zaak" in page
    assert at_desk.case().state is CaseState.IN_PROGRESS
