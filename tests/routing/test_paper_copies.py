"""Copies of papers: for whom they are kept, what kind of file may come in, who fetches one, and when it is gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, text

from loket.adapters.port import Verb
from loket.cases.base import new_id
from loket.cases.desk import Paper, PaperCopy, PaperState
from loket.cases.models import Case, Referral
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import paper_copies, sweep
from loket.routing.context import MACHINE, Actor
from loket.routing.paper_content import JPEG, LARGEST, PDF, PNG, media_type_of
from tests.support.desk import Desk
from tests.support.files import jpeg, pdf, png

UWV = Actor(name="uwv", label="uwv", organisation="uwv", origin="api")
SVB = Actor(name="svb", label="svb", organisation="svb", origin="api")


@pytest.fixture
def part(desk: Desk) -> Referral:
    """A part of UWV of which the product asks for a copy."""
    return desk.open("wia").referrals[0]


def keep(desk: Desk, part: Referral, kind: str = "re-integratieverslag", content: bytes = pdf()) -> PaperCopy:
    copy_id = paper_copies.store_copy(desk.context(), part.number, kind, content)
    desk.session.expire_all()
    return desk.session.get_one(PaperCopy, copy_id)


@pytest.mark.parametrize(("make", "kind"), [(jpeg, JPEG), (pdf, PDF), (png, PNG)])
def test_a_whole_file_is_known_by_its_content(make: Callable[[], bytes], kind: str) -> None:
    assert media_type_of(make()) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"GIF89a" + b"\0" * 20,
        b"MZ" + pdf(),
        jpeg() + b"<script>",
        jpeg()[:-2],
        b"\xff\xd8\xff\xd9",
        pdf()[:-7],
        pdf() + b"PK\x03\x04" + b"\0" * 40,
        png() + b"PK\x03\x04",
        png()[:-6],
        png().replace(b"IDAT", b"iDAT"),
    ],
)
def test_anything_else_half_or_with_something_behind_it_is_refused(content: bytes) -> None:
    assert media_type_of(content) is None


def test_a_file_above_ten_megabytes_is_refused() -> None:
    body, end = pdf()[:-40], pdf()[-40:]
    assert media_type_of(body + b" " * (LARGEST - len(pdf())) + end) == PDF
    assert media_type_of(body + b" " * (LARGEST - len(pdf()) + 1) + end) is None


def test_the_same_kind_of_paper_of_somebody_else_in_the_case_is_another_paper(desk: Desk, part: Referral) -> None:
    of_partner = {"kind": "re-integratieverslag", "whose": "partner", "state": PaperState.SEEN, "counter": "gemeente-0518"}
    now = desk.clock.now()
    desk.session.add(Paper(id=new_id(now), case_id=part.case_id, noted_at=now, noted_by="balie", **of_partner))
    desk.session.commit()
    copy = keep(desk, part)
    assert desk.session.get_one(Paper, copy.paper_id).whose == "aanvrager"


def test_a_copy_is_kept_encrypted_and_the_paper_counts_as_seen(desk: Desk, part: Referral) -> None:
    copy = keep(desk, part)
    assert (copy.media_type, copy.size, copy.referral_id) == (PDF, len(pdf()), part.id)
    stored = desk.session.scalar(text("SELECT content FROM paper_copy"))
    assert "JVBERi0" not in str(stored)  # the first letters of a PDF in base64
    assert desk.session.get_one(Paper, copy.paper_id).state is PaperState.COPY


def test_nobody_asked_for_a_copy_of_this_paper(desk: Desk, part: Referral) -> None:
    with pytest.raises(Conflict) as raised:
        keep(desk, part, "bankafschriften")
    assert raised.value.code == "kopie-niet-gevraagd"


def test_while_a_part_waits_for_information_any_paper_but_an_identity_document_may_be_copied(desk: Desk) -> None:
    part = desk.open("bijstand").referrals[0]
    desk.drain()
    desk.tell(part, Verb.RECEIVED)
    desk.tell(part, Verb.INFORMATION_ASKED, questions=("bankafschriften van maart",))
    keep(desk, part, "bankafschriften")
    with pytest.raises(Conflict):
        keep(desk, part, "identiteitsbewijs")


def test_a_file_that_is_none_of_the_three_kinds_leaves_nothing_behind(desk: Desk, part: Referral) -> None:
    with pytest.raises(BadRequest):
        keep(desk, part, content=b"<html></html>")
    desk.session.rollback()
    assert desk.session.query(Paper).count() == desk.session.query(PaperCopy).count() == 0


def test_a_second_copy_waits_until_the_first_was_fetched(desk: Desk, part: Referral) -> None:
    first = keep(desk, part)
    with pytest.raises(Conflict) as raised:
        keep(desk, part)
    assert raised.value.code == "kopie-staat-klaar"
    desk.session.rollback()
    paper_copies.fetch_copy(desk.context(UWV), part.number, first.id)
    assert keep(desk, part).id != first.id


def test_only_the_organisation_of_the_part_fetches_its_copy(desk: Desk, part: Referral) -> None:
    copy = keep(desk, part)
    with pytest.raises(NotFound):
        paper_copies.fetch_copy(desk.context(SVB), part.number, copy.id)
    desk.session.rollback()
    found = paper_copies.fetch_copy(desk.context(UWV), part.number, copy.id)
    assert (found.content, found.media_type, found.name) == (pdf(), PDF, f"{part.number}-re-integratieverslag.pdf")


def test_a_copy_is_gone_thirty_days_after_the_first_fetch(desk: Desk, part: Referral) -> None:
    copy = keep(desk, part)
    paper_copies.fetch_copy(desk.context(UWV), part.number, copy.id)
    desk.clock.advance(days=29)
    paper_copies.fetch_copy(desk.context(UWV), part.number, copy.id)
    sweep.forget(desk.context(MACHINE))
    assert content_of(desk, copy) is not None
    desk.clock.advance(days=1)
    sweep.forget(desk.context(MACHINE))
    assert content_of(desk, copy) is None
    with pytest.raises(NotFound):
        paper_copies.fetch_copy(desk.context(UWV), part.number, copy.id)


def test_a_copy_that_nobody_fetched_goes_thirty_days_after_the_end_of_its_part(desk: Desk, part: Referral) -> None:
    copy = keep(desk, part)
    desk.drain()
    desk.decide(part)
    desk.tell(part, Verb.CARRIED_OUT)
    desk.clock.advance(days=31)
    sweep.forget(desk.context(MACHINE))
    assert content_of(desk, copy) is None


def content_of(desk: Desk, copy: PaperCopy) -> str | None:
    desk.session.rollback()
    desk.session.expire_all()
    return desk.session.get_one(PaperCopy, copy.id).content


def test_storing_and_fetching_are_in_the_processing_log(desk: Desk, part: Referral) -> None:
    copy = keep(desk, part)
    paper_copies.fetch_copy(desk.context(UWV), part.number, copy.id)
    query = text("SELECT name FROM processing_log WHERE name LIKE 'stuk-%' ORDER BY id")
    assert list(desk.session.scalars(query)) == ["stuk-bewaren", "stuk-ophalen"]


def test_a_case_that_goes_takes_its_copies_along(desk: Desk, part: Referral) -> None:
    keep(desk, part)
    desk.session.execute(delete(Case).where(Case.id == part.case_id))
    desk.session.commit()
    assert desk.session.query(PaperCopy).count() == 0
