"""Fetching copies of papers with a key: only the organisation that asked, with nothing a browser would open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from loket.cases.models import Referral
from loket.routing import paper_copies
from tests.routing.conftest import desk as desk
from tests.support.desk import Desk
from tests.support.files import pdf
from tests.web.api.conftest import Api

SCOPE = ["papieren:lezen"]


@pytest.fixture
def part(desk: Desk) -> Referral:
    """A part of UWV."""
    return desk.open("wia").referrals[0]


@pytest.fixture
def path(desk: Desk, part: Referral) -> str:
    """The address of a copy that waits for UWV."""
    copy = paper_copies.store_copy(desk.context(), part.number, "re-integratieverslag", pdf())
    desk.session.rollback()
    return f"/deelzaken/{part.number}/papieren/{copy}"


@pytest.fixture
def uwv(as_client: Callable[..., Api]) -> Api:
    """UWV's own program."""
    return as_client("uwv", SCOPE, organisation="uwv")


def test_the_organisation_sees_what_waits_and_fetches_it(uwv: Api, path: str) -> None:
    listed = uwv.get(path.rpartition("/")[0])
    assert [(row["soort"], row["mediatype"], row["bytes"]) for row in listed.json["papieren"]] == [
        ("re-integratieverslag", "application/pdf", len(pdf()))
    ]
    answer = uwv.get(f"{path.rpartition('/')[0]}/{listed.json['papieren'][0]['id']}", Accept="application/pdf")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, pdf(), "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize("owner", [{"counter": "gemeente-0518"}, {"organisation": "svb"}])
def test_nobody_else_gets_it(as_client: Callable[..., Api], path: str, owner: dict[str, str]) -> None:
    other = as_client("ander", SCOPE, **owner)
    assert {other.get(path).status_code, other.get(path.rpartition("/")[0]).status_code} <= {403, 404}


def test_without_the_scope_it_is_refused(as_client: Callable[..., Api], path: str) -> None:
    answer = as_client("lezer", ["zaken:lezen"], organisation="uwv").get(path)
    assert (answer.status_code, answer.json["code"]) == (403, "recht-ontbreekt")


@pytest.mark.parametrize("wrong", ["geen-uuid", "00000000-0000-7000-8000-000000000000"])
def test_an_unknown_copy_is_a_problem_in_json(uwv: Api, path: str, wrong: str) -> None:
    answer = uwv.get(f"{path.rpartition('/')[0]}/{wrong}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_document_says_that_a_file_comes(stranger: Api) -> None:
    document = stranger.get("/openapi.json").json
    good = document["paths"]["/deelzaken/{deelzaaknummer}/papieren/{papier}"]["get"]["responses"]["200"]
    assert set(good["content"]) == {"application/pdf", "image/jpeg", "image/png"}
