"""The one page where Loket takes a file."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from loket.cases.desk import PaperCopy
from loket.cases.models import Referral
from loket.routing.paper_content import LARGEST
from tests.support.files import pdf
from tests.web.pages.browsing import WILLEM, Visitor

STEP = "/nieuwe-vraag"


@pytest.fixture
def number(desk: Visitor, session: Session) -> str:
    """The part of a request for bijzondere bijstand, of which the gemeente wants a copy of the bill."""
    desk.open(STEP).send(STEP, WILLEM)
    for _ in range(9):
        if desk.path != STEP:
            break
        here = desk.form(STEP).fields["stap"]
        chosen = {"gebeurtenis": {"levensgebeurtenis": "anders"}, "producten": {"extra": "bijzondere-bijstand"}}
        desk.send(STEP, chosen.get(here, {}))
    found = session.scalars(select(Referral.number).where(Referral.product == "bijzondere-bijstand")).one()
    session.rollback()
    return found


def page_of(number: str) -> str:
    return f"/deelzaken/{number}/papieren"


def upload(desk: Visitor, path: str, content: bytes, kind: str = "rekening-of-offerte", name: str = "foto.exe") -> TestResponse:
    """Send a file as a browser does; its name and type as sent mean nothing."""
    fields = {**desk.open(path).form(path).fields, "papier": kind, "bestand": (BytesIO(content), name, "text/html")}
    return desk.client.post(path, data=fields, content_type="multipart/form-data", follow_redirects=True)


def test_a_copy_is_kept_and_told_on_the_page(desk: Visitor, number: str, session: Session) -> None:
    answer = upload(desk, page_of(number), pdf())
    assert "De kopie is bewaard." in answer.text
    assert "nog niet opgehaald" in answer.text
    assert session.scalars(select(PaperCopy.size)).all() == [len(pdf())]


def test_a_file_of_another_kind_is_an_error_at_its_field(desk: Visitor, number: str, session: Session) -> None:
    answer = upload(desk, page_of(number), b"<html></html>", name="brief.pdf")
    assert 'href="#veld-bestand"' in answer.text
    assert "Nooit een kopie van een identiteitsbewijs." in answer.text
    assert session.scalars(select(PaperCopy.id)).all() == []


def test_an_identity_document_cannot_be_sent_even_by_hand(desk: Visitor, number: str, session: Session) -> None:
    answer = upload(desk, page_of(number), pdf(), kind="identiteitsbewijs")
    assert "vroeg niet om een kopie" in answer.text
    assert session.scalars(select(PaperCopy.id)).all() == []


def test_a_file_above_ten_megabytes_is_too_large(desk: Visitor, number: str) -> None:
    content = b"x" * (LARGEST + 70 * 1024)
    answer = desk.client.post(page_of(number), data=content, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "kies een kleiner bestand" in answer.text


def test_every_other_page_still_refuses_files(desk: Visitor) -> None:
    answer = desk.open(STEP).client.post(STEP, data=b"--x--", content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 415
    assert "Loket neemt geen bestanden aan" in answer.text


def test_without_the_token_of_the_form_nothing_is_kept(desk: Visitor, number: str, session: Session) -> None:
    fields = {"papier": "rekening-of-offerte", "bestand": (BytesIO(pdf()), "brief.pdf")}
    assert desk.client.post(page_of(number), data=fields, content_type="multipart/form-data").status_code == 400
    assert session.scalars(select(PaperCopy.id)).all() == []


def test_a_product_that_asked_for_no_copy_gets_none(desk: Visitor, number: str) -> None:
    desk.new_request("ontslag")
    other = desk.path.split("/")[2]
    desk.open(page_of(f"{other}-1"))
    assert 'type="file"' not in desk.page
    assert "vroeg niet om een kopie" in desk.page


def test_the_case_page_leads_to_the_copy_and_to_the_knowledge_card(desk: Visitor, number: str) -> None:
    desk.open(f"/zaken/{number.rpartition('-')[0]}")
    assert f'href="{page_of(number)}"' in desk.page
    assert 'href="/kenniskaarten/bijzondere-bijstand"' in desk.page
