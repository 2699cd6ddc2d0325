"""The case page: what each desk sees of it, and what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.audit import AuditLog
from loket.cases.models import Case, Referral
from loket.cases.numbers import show
from loket.cases.states import ReferralState
from tests.support.clock import Clock
from tests.web.pages.browsing import Visitor

Told = Callable[..., None]


def state(session: Session, product: str = "ww") -> ReferralState:
    found = session.scalars(select(Referral.state).where(Referral.product == product)).one()
    session.rollback()  # a reader holds SQLite's write lock until then
    return found


@pytest.fixture
def number(desk: Visitor) -> str:
    return desk.new_request("ontslag")


def test_the_page_begins_with_the_sentence_and_whose_turn_it_is(desk: Visitor, number: str) -> None:
    page = desk.open(f"/zaken/{number}").page
    strip = page.split('class="loket-strip', 1)[1].split("</section>", 1)[0]
    assert "Uw vraag is ontvangen." in strip
    assert "De organisatie" in strip
    assert page.index("loket-strip") < page.index("loket-part") < page.index("Wat de inwoner moet doen") < page.index("Tijdlijn")


def test_a_number_is_read_as_people_write_it(desk: Visitor, number: str) -> None:
    assert desk.open(f"/zaken/{show(number).lower()}").answer.status_code == 200


@pytest.mark.parametrize("path", ["/zaken/L-00000000000", "/zaken/onzin", "/zaken/onzin/stand", "/deelzaken/onzin/aanvulling"])
def test_a_case_that_is_not_there_is_404(desk: Visitor, path: str) -> None:
    assert desk.open(path).answer.status_code == 404


def test_a_decision_shows_its_outcome_and_the_last_day_for_an_objection(
    desk: Visitor, number: str, told: Told, clock: Clock, session: Session
) -> None:
    told(f"{number}-1", "besloten", uitkomst="afgewezen", bekendgemaaktOp="2026-03-02", toelichting="U werkte te kort.")
    page = desk.open(f"/zaken/{number}").page
    assert "Afgewezen" in page
    assert "13 april 2026" in page  # six weeks from the day after (Awb 6:7, 6:8)
    assert "U werkte te kort." in page


def test_what_is_granted_but_not_delivered_says_so(desk: Visitor, number: str, told: Told) -> None:
    told(f"{number}-1", "besloten", uitkomst="toegekend")
    assert "nog niet geleverd" in desk.open(f"/zaken/{number}").page
    told(f"{number}-1", "uitgevoerd")
    assert "nog niet geleverd" not in desk.open(f"/zaken/{number}").page


def test_another_counter_sees_the_state_but_not_the_content(
    desk: Visitor, number: str, told: Told, signed_in: Callable[[str], Visitor]
) -> None:
    told(f"{number}-2", "besloten", uitkomst="afgewezen", toelichting="Te veel spaargeld.")
    page = signed_in("balie-uwv").open(f"/zaken/{number}").page
    assert "Een ander loket nam deze vraag aan" in page
    assert [words for words in ("Te veel spaargeld", "Afgewezen", "Algemene bijstand", "Ontvangstbewijs") if words in page] == []


@pytest.mark.parametrize("path", ["/zaken/{}/ontvangst", "/zaken/{}/intrekken", "/deelzaken/{}-2/aanvulling"])
def test_another_counter_cannot_open_the_pages_with_content(
    desk: Visitor, number: str, signed_in: Callable[[str], Visitor], path: str
) -> None:
    assert signed_in("balie-uwv").open(path.format(number)).answer.status_code == 403


def test_the_fresh_part_of_the_page_is_only_sent_when_something_changed(desk: Visitor, number: str, told: Told) -> None:
    path = f"/zaken/{number}/stand"
    first = desk.client.get(path)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert desk.client.get(path, headers=tag).status_code == 304
    told(f"{number}-1", "ontvangen")
    changed = desk.client.get(path, headers=tag)
    assert changed.status_code == 200
    assert "UWV heeft uw vraag ontvangen" in changed.get_data(as_text=True)


def test_what_was_asked_can_be_delivered_at_the_desk(desk: Visitor, number: str, told: Told, clock: Clock, session: Session) -> None:
    until = (clock.now() + timedelta(days=14)).date().isoformat()
    told(f"{number}-1", "aanvulling-gevraagd", hersteltermijn=until, vragen=["laatste-werkgever", "Stuur uw laatste loonstrook."])
    page = desk.open(f"/deelzaken/{number}-1/aanvulling").page
    assert "Bij wie werkt of werkte u het laatst?" in page
    assert "Stuur uw laatste loonstrook." in page
    desk.send(desk.path, {"antwoorden.laatste-werkgever": "Bakkerij Brood", "toelichting": "Loonstrook gegeven."})
    assert desk.path == f"/zaken/{number}"
    assert state(session) is ReferralState.ACCEPTED
    assert "Bakkerij Brood" in [answer.value for answer in session.scalars(select(Case)).one().answers]


def test_delivering_nothing_is_pointed_out(desk: Visitor, number: str, told: Told, clock: Clock, session: Session) -> None:
    until = (clock.now() + timedelta(days=14)).date().isoformat()
    told(f"{number}-1", "aanvulling-gevraagd", hersteltermijn=until, vragen=["Stuur uw laatste loonstrook."])
    desk.open(f"/deelzaken/{number}-1/aanvulling")
    desk.send(desk.path, {})
    assert "Geef minstens één antwoord" in desk.page
    assert state(session) is ReferralState.NEEDS_INFORMATION


def test_looking_at_a_case_is_accounted_for_but_a_refresh_is_not(desk: Visitor, number: str, session: Session) -> None:
    desk.open(f"/zaken/{number}").open(f"/zaken/{number}/stand")
    looks = select(AuditLog.actor).where(AuditLog.action == "zaak-inzien", AuditLog.object == number)
    assert session.scalars(looks).all() == ["balie-den-haag"] * 2  # the receipt and the page


def test_a_knock_is_recorded_with_what_was_promised(desk: Visitor, number: str, clock: Clock) -> None:
    day = (clock.now() + timedelta(days=3)).strftime("%d-%m-%Y")
    values = {"vraag": "Wanneer krijg ik geld?", "beantwoord": "nee", "toezegging": "Wij bellen u"}
    desk.open(f"/zaken/{number}").send(f"/zaken/{number}/contactmomenten", values | {"toegezegdVoor": day})
    assert "Wanneer krijg ik geld?" in desk.page
    assert "Wij bellen u" in desk.page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Vul in wat de inwoner wilde weten."),
        ({"vraag": "Hoe staat het?", "toezegging": "Wij bellen"}, "Een toezegging heeft een datum nodig."),
        ({"vraag": "Hoe staat het?", "toegezegdVoor": "morgen"}, "Schrijf een datum als dd-mm-jjjj"),
    ],
)
def test_a_knock_that_misses_something_is_pointed_out_and_not_recorded(
    desk: Visitor, number: str, session: Session, values: dict[str, str], words: str
) -> None:
    desk.open(f"/zaken/{number}").send(f"/zaken/{number}/contactmomenten", values)
    assert words in desk.page
    assert session.scalars(select(Case)).one().contacts == []


def test_a_part_is_withdrawn_only_with_a_reason_and_a_confirmation(desk: Visitor, number: str, session: Session) -> None:
    path = f"/zaken/{number}/intrekken"
    desk.open(path).send(path, {"delen": f"{number}-1"})
    assert "Bevestig dat de inwoner dit wil." in desk.page
    assert state(session) is ReferralState.PENDING
    desk.send(path, {"delen": f"{number}-1", "reden": "Heeft werk gevonden", "bevestigd": "ja"})
    assert desk.path == f"/zaken/{number}"
    assert state(session) is ReferralState.WITHDRAWN
    assert state(session, "bijstand") is ReferralState.PENDING


def test_the_start_page_lists_what_waits_for_the_citizen(desk: Visitor, number: str, told: Told, clock: Clock) -> None:
    told(f"{number}-1", "aanvulling-gevraagd", hersteltermijn=(clock.now() + timedelta(days=14)).date().isoformat())
    waiting = desk.open("/").page.split('aria-labelledby="lijst-aanvullingen"')[1].split("</section>")[0]
    assert number in waiting
