"""The receipt that is printed and handed over: its order, its languages, what it proves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from loket.cases.models import Case, Referral
from loket.cases.outbox import Channel
from loket.db import db
from loket.web.receipt import qr
from loket.web.texts_receipt import LANGUAGES
from tests.support.clock import Clock
from tests.web.pages.browsing import Visitor
from tests.web.pages.taken import take_in

FIRST_DAY = "eerste-werkloze-dag"
Tell = Callable[..., None]


def headings(page: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", page)


def change(app: Flask, number: str, **values: object) -> None:
    with app.app_context():
        db.session.execute(update(Case).where(Case.number == number).values(**values))
        db.session.commit()


def test_the_receipt_begins_with_what_the_person_must_do_then_by_itself_then_done(desk: Visitor, app: Flask) -> None:
    number = take_in(app)
    found = headings(desk.open(f"/zaken/{number}/ontvangst").page)
    assert found[:3] == ["Wat u zelf moet doen", "Gaat vanzelf", "Gedaan"]
    assert found[-1] == "Uw verklaring"


def test_what_must_be_done_stands_in_the_order_of_its_dates(desk: Visitor, app: Flask, told: Tell, clock: Clock) -> None:
    number = take_in(app)
    late, soon = clock.today() + timedelta(days=20), clock.today() + timedelta(days=9)
    told(f"{number}-1", "aanvulling-gevraagd", hersteltermijn=late.isoformat(), gevraagd=["loonstrook"])
    told(f"{number}-2", "aanvulling-gevraagd", hersteltermijn=soon.isoformat(), gevraagd=["loonstrook"])
    page = desk.open(f"/zaken/{number}/ontvangst?taal=en").page
    dates = re.findall(r"At the latest (\d+ \w+ \d+)", page.split("Happens by itself")[0])
    assert dates[:2] == [LANGUAGES["en"].day(soon), LANGUAGES["en"].day(late)]


def test_the_qr_code_holds_the_status_page_with_the_number_behind_the_hash(desk: Visitor, app: Flask) -> None:
    number = take_in(app)
    shown = f"L-{number[2:7]}-{number[7:12]}-{number[12:]}"
    base = app.extensions["loket"].settings.base_url
    assert qr(f"{base}/status#{shown}") in desk.open(f"/zaken/{number}/ontvangst").page
    assert shown in desk.page


def test_the_receipt_names_the_loket_and_what_to_do_without_news(desk: Visitor, app: Flask) -> None:
    number = take_in(app)
    page = desk.open(f"/zaken/{number}/ontvangst").page
    assert "Hoort u niets?" in page
    assert "Wat gebeurt er nu?" in page
    with desk.client.application.app_context():
        counter = desk.client.application.extensions["loket"].catalogue.counters["gemeente-0518"]
    assert counter.telephone in page


def test_english_by_one_click_leaves_names_of_products_and_organisations_dutch(desk: Visitor, app: Flask) -> None:
    number = take_in(app)
    assert "taal=en" in desk.open(f"/zaken/{number}/ontvangst").page
    page = desk.open(f"/zaken/{number}/ontvangst?taal=en").page
    assert headings(page)[0] == "What you must do yourself"
    assert 'lang="en"' in page
    assert "UWV" in page
    assert "Wat u zelf moet doen" not in page


def test_a_language_that_is_not_there_gives_dutch(desk: Visitor, app: Flask) -> None:
    number = take_in(app)
    assert headings(desk.open(f"/zaken/{number}/ontvangst?taal=xx").page)[0] == "Wat u zelf moet doen"


def test_large_print_and_the_language_can_be_chosen_together(desk: Visitor, app: Flask) -> None:
    number = take_in(app)
    page = desk.open(f"/zaken/{number}/ontvangst?taal=en&groot=1").page
    assert "loket-paper--large" in page
    assert f"/zaken/{number}/ontvangst?groot=1" in page  # to Dutch, still large


@pytest.mark.parametrize(
    ("how", "words", "line"), [("handtekening", "", True), ("scherm", "op het scherm", False), ("mondeling", "mondeling", True)]
)
def test_the_statement_says_how_it_was_made_and_leaves_room_to_sign(desk: Visitor, app: Flask, how: str, words: str, line: bool) -> None:
    number = take_in(app)
    change(app, number, stated_how=how, stated_at=app.extensions["loket"].clock())
    statement = desk.open(f"/zaken/{number}/ontvangst").page.split("Uw verklaring")[1]
    assert words in statement
    assert ("loket-signature" in statement) is line


def test_an_outage_over_a_last_day_gives_a_proof_of_when_the_person_was_there(desk: Visitor, app: Flask, clock: Clock) -> None:
    first = clock.today() - timedelta(days=2)
    number = take_in(app, **{FIRST_DAY: first.isoformat()})
    assert "Bewijs dat u op tijd was" not in desk.open(f"/zaken/{number}/ontvangst").page
    with app.app_context():
        part = db.session.scalars(select(Referral).join(Case).where(Case.number == number, Referral.product == "ww")).one()
        db.session.execute(update(Channel).where(Channel.organisation == part.organisation).values(open_since=clock.now()))
        db.session.commit()
    page = desk.open(f"/zaken/{number}/ontvangst").page
    assert "Bewijs dat u op tijd was" in page
    assert LANGUAGES["nl"].moment(clock.now()) in page.split("Bewijs dat u op tijd was")[1]


def test_only_who_may_act_on_the_case_can_print_it(app: Flask, signed_in: Callable[[str], Visitor]) -> None:
    number = take_in(app)
    other = signed_in("balie-uwv").open(f"/zaken/{number}/ontvangst")
    assert other.answer.status_code in (403, 404)


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_language_has_the_same_words_and_short_sentences(code: str) -> None:
    known, dutch = LANGUAGES[code], LANGUAGES["nl"]
    for mine, theirs in (
        (known.receipt, dutch.receipt),
        (known.status, dutch.status),
        (known.parts, dutch.parts),
        (known.cases, dutch.cases),
        (known.outage, dutch.outage),
    ):
        assert set(mine) == set(theirs)
    assert set(known.turns) == set(dutch.turns)
    texts = [
        *known.receipt.values(),
        *known.status.values(),
        *known.parts.values(),
        *known.cases.values(),
        *known.turns.values(),
        *known.outage.values(),
    ]
    sentences = [one for text in texts for one in re.split(r"(?<=[.?!:])\s+", text) if len(one.split()) > 2]
    lengths = [len(one.split()) for one in sentences]
    assert sum(lengths) / len(lengths) <= 15
    assert max(lengths) <= 20
