"""Handing over on the pages: the form, the page where it waits, and who may see the case because of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from loket import session_of
from loket.cases.desk import Handover
from loket.cases.models import Participant
from loket.routing import handover
from loket.routing.handover import Offer
from tests.support.clock import Clock
from tests.support.desk import COUNTER, MONDAY, Desk
from tests.web.pages.browsing import Visitor

FILLED = {
    "ontvanger": "UWV Den Haag",
    "reden": "De inwoner is verhuisd",
    "samenvatting": "De WW loopt.",
    "bereiken": "Bellen na zes uur",
    "akkoord": "ja",
}
LIMITED = "Een ander loket nam deze vraag aan"


@pytest.fixture
def office(app: Flask, clock: Clock) -> Iterator[Desk]:
    """What happens behind the counter."""
    clock.set(MONDAY)
    with session_of(app) as session:
        yield Desk(app, session, clock)


@pytest.fixture
def number(office: Desk) -> str:
    """The zaaknummer of a case of Den Haag; whoever reads holds SQLite's write lock until the end."""
    found = office.open("ww", "bijstand").number
    office.session.rollback()
    return found


def made(office: Desk) -> Handover:
    """The only handover that there is."""
    office.session.expire_all()
    found = office.session.scalars(select(Handover)).one()
    office.session.expunge_all()
    office.session.rollback()
    return found


def give(visitor: Visitor, number: str, **changed: str) -> Visitor:
    """Fill in the form and send it."""
    path = f"/zaken/{number}/overdragen"
    return visitor.open(path).send(path, {**FILLED, **changed})


def path_of(office: Desk, number: str) -> str:
    return f"/zaken/{number}/overdrachten/{made(office).id}"


def test_the_form_offers_the_case_and_shows_where_it_waits(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    desk = give(signed_in("balie-den-haag"), number)
    assert desk.title == "Overdracht aan UWV Den Haag"
    assert "Wacht tot iemand de zaak oppakt." in desk.page
    assert made(office).from_counter == COUNTER


@pytest.mark.parametrize("field", sorted(FILLED))
def test_what_is_missing_is_named_at_its_field_and_the_rest_stays(number: str, signed_in: Callable[[str], Visitor], field: str) -> None:
    desk = give(signed_in("balie-den-haag"), number, **{field: ""})
    assert f'id="veld-{field}-fout"' in desk.page
    kept = "samenvatting" if field != "samenvatting" else "reden"
    assert FILLED[kept] in desk.page


def test_a_receiver_that_is_not_on_the_list_is_refused(number: str, signed_in: Callable[[str], Visitor]) -> None:
    assert 'id="veld-ontvanger-fout"' in give(signed_in("balie-den-haag"), number, ontvanger="De buurman").page


def test_how_to_reach_somebody_comes_from_safe_contact_and_what_must_never_happen_stands_out(
    office: Desk, number: str, signed_in: Callable[[str], Visitor]
) -> None:
    person = office.session.scalars(select(Participant)).one()
    person.safe_contact = {"wijze": "bellen", "wanneer": "na zes uur", "nooit": "voicemail inspreken"}
    office.session.commit()
    page = signed_in("balie-den-haag").open(f"/zaken/{number}/overdragen").page
    assert "bellen, na zes uur. Nooit: voicemail inspreken</textarea>" in page
    assert "<p>Nooit: voicemail inspreken</p>" in page


def test_the_receiver_takes_it_up_by_name_and_sees_the_whole_case(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    give(signed_in("balie-den-haag"), number)
    path = path_of(office, number)
    receiver = signed_in("balie-uwv").open(path).submit(f"{path}/oppakken", naam="Fatima de Wit")
    assert receiver.path == f"/zaken/{number}"
    assert LIMITED not in receiver.page
    assert "Opgepakt door Fatima de Wit. De inwoner weet dat nog niet." in receiver.page
    receiver.open(path).submit(f"{path}/verteld", kanaal="telefoon")
    assert made(office).ended_at is not None


def test_without_a_name_it_stays_where_it_is(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    give(signed_in("balie-den-haag"), number)
    path = path_of(office, number)
    receiver = signed_in("balie-uwv").open(path).submit(f"{path}/oppakken", naam="")
    assert 'id="veld-naam-fout"' in receiver.page
    assert made(office).waits


def test_the_sender_keeps_reading_after_it_is_complete(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    sender = give(signed_in("balie-den-haag"), number)
    path = path_of(office, number)
    signed_in("balie-uwv").open(path).submit(f"{path}/oppakken", naam="Fatima de Wit", verteld="ja")
    assert LIMITED not in sender.open(f"/zaken/{number}").page
    assert "Klaar. Fatima de Wit heeft de zaak en de inwoner weet dat." in sender.page


def test_a_third_loket_still_sees_only_the_shared_status(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    handover.offer(office.context(), number, Offer("cak-den-haag", None, "Verhuisd", "Loopt", "Bellen", agreed=True))
    office.session.rollback()
    third = signed_in("balie-uwv")
    assert LIMITED in third.open(f"/zaken/{number}").page
    assert third.open(path_of(office, number)).answer.status_code == 403


def test_after_a_refusal_the_receiver_sees_only_the_shared_status_again(
    office: Desk, number: str, signed_in: Callable[[str], Visitor]
) -> None:
    sender = give(signed_in("balie-den-haag"), number)
    path = path_of(office, number)
    receiver = signed_in("balie-uwv").open(path).submit(f"{path}/weigeren", reden="Woont hier niet")
    assert receiver.path == "/"
    assert LIMITED in receiver.open(f"/zaken/{number}").page
    assert receiver.open(path).answer.status_code == 403
    assert "Woont hier niet" in sender.open(path).page


def test_who_offered_a_case_of_another_loket_goes_on_reading_and_does_nothing_else(
    office: Desk, number: str, clock: Clock, signed_in: Callable[[str], Visitor]
) -> None:
    sender = signed_in("balie-uwv").open(f"/zaken/{number}").submit(f"/zaken/{number}/inzage", grond="inwoner-aanwezig")
    give(sender, number, ontvanger="CAK Den Haag")
    for _ in range(4):  # the citizen has left: what was opened for them is closed again, the session is not
        clock.advance(minutes=10)
        assert "De WW loopt." in sender.open(path_of(office, number)).page
    assert LIMITED not in sender.open(f"/zaken/{number}").page
    for act in ("sluiten", "verbeteren", "intrekken", "toevoegen", "verkeerde-persoon"):
        assert sender.open(f"/zaken/{number}/{act}").answer.status_code == 403
    assert sender.open(path_of(office, number)).submit(f"{path_of(office, number)}/terugnemen").answer.status_code == 200
    assert LIMITED in sender.open(f"/zaken/{number}").page


def test_after_taking_back_the_receiver_has_no_more_rights(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    sender = give(signed_in("balie-den-haag"), number)
    path = path_of(office, number)
    sender.submit(f"{path}/terugnemen")
    assert signed_in("balie-uwv").open(path).answer.status_code == 403


def test_a_handler_finds_it_on_the_worklist_and_takes_it_up(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    stranger = signed_in("behandelaar-ind")
    assert stranger.open(f"/zaken/{number}").answer.status_code == 404
    give(signed_in("balie-den-haag"), number, ontvanger="CJIB")
    path = path_of(office, number)
    handler = signed_in("behandelaar-cjib").open("/werkvoorraad")
    assert f'href="{path}"' in handler.page
    handler.open(path).submit(f"{path}/oppakken", naam="Jan Vos", verteld="ja")
    assert handler.path == f"/zaken/{number}"
    assert made(office).told_at is not None
    assert stranger.open(f"/zaken/{number}").answer.status_code == 404


def test_a_second_click_says_that_it_is_over(office: Desk, number: str, signed_in: Callable[[str], Visitor]) -> None:
    give(signed_in("balie-den-haag"), number)
    path = path_of(office, number)
    receiver = signed_in("balie-uwv").open(path)
    token = receiver.form(f"{path}/oppakken").fields["csrf_token"]
    for _ in range(2):
        answer = receiver.client.post(f"{path}/oppakken", data={"csrf_token": token, "naam": "Fatima de Wit"}, follow_redirects=True)
    assert "Deze overdracht is al opgepakt" in answer.get_data(as_text=True)
