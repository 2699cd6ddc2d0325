"""An organisation without a door of its own follows its parts and fetches its messages (practice rule 28)."""

from __future__ import annotations

import base64

import pytest
from sqlalchemy import func, select

from loket.cases.audit import ProcessingLog
from loket.cases.models import Case
from loket.cases.outbox import DeliveryAttempt, DeliveryState, InboundMessage
from loket.cases.states import ReferralState
from loket.routing import completion, withdrawal
from tests.routing.conftest import desk as desk
from tests.support.desk import Desk, part_of, person
from tests.support.pulling import PULLER
from tests.web.api.programs import Program, listed, numbers, opened
from tests.web.api.programs import app as app
from tests.web.api.programs import svb as svb
from tests.web.api.programs import uwv as uwv

ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # what it shows is the same on both


def test_a_drain_leaves_its_messages_alone_and_has_nothing_left_to_do(desk: Desk) -> None:
    part = opened(desk)
    assert desk.drain() is False
    assert (desk.post[PULLER].received, desk.deliveries()[0].state) == ([], DeliveryState.READY)
    assert part.now(desk).state is ReferralState.PENDING


def test_looking_at_the_list_marks_nothing(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    first, second = listed(uwv), listed(uwv)
    assert (
        first["deelzaken"]
        == second["deelzaken"]
        == [
            {
                "deelzaaknummer": part.number,
                "product": "ww",
                "status": "te-verzenden",
                "gewijzigdOp": first["deelzaken"][0]["gewijzigdOp"],
                "klaar": True,
            }
        ]
    )
    assert desk.deliveries()[0].state is DeliveryState.READY


def test_the_first_fetch_is_the_receipt_and_starts_the_term(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    desk.clock.advance(hours=3)
    shown = uwv.get(f"/deelzaken/{part.number}").json
    assert (shown["status"], shown["ontvangenOp"][:13]) == ("verzonden", "2026-03-02T12")
    assert shown["uiterlijkeEinddatumAfdoening"] == "2026-04-28"
    now = part.now(desk)
    assert (now.state, now.received_by_organisation_at) == (ReferralState.SENT, desk.clock.now())
    assert desk.events(desk.case(part.case)).count("verzonden") == 1
    row = desk.deliveries()[0]
    assert (row.state, row.finished_at) == (DeliveryState.DONE, desk.clock.now())
    tried = desk.session.scalars(select(DeliveryAttempt)).one()
    assert (tried.delivery_id, tried.status, tried.detail) == (row.id, 200, "opgehaald over de API")
    given = select(ProcessingLog.foreign).where(ProcessingLog.name == "verstrekken")
    assert desk.session.scalars(given).all() == [PULLER]


@ONE_DATABASE
def test_what_is_fetched_is_what_would_have_been_sent(desk: Desk, uwv: Program) -> None:
    part = opened(desk, applicant=person(telephone="06 1234 5678", foreigner_number="1234567890"))
    (message,) = uwv.get(f"/deelzaken/{part.number}").json["berichten"]
    product = desk.dispatcher.catalogue.products["ww"]
    assert (message["soort"], message["deelzaaknummer"], message["berichtId"]) == (
        "aanvraag",
        part.number,
        str(desk.deliveries()[0].id),
    )
    assert [set(one) - {"rol"} <= set(product.fields[one["rol"]]) for one in message["personen"]] == [True]


def test_fetching_again_shows_the_same_and_changes_nothing(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    first = uwv.get(f"/deelzaken/{part.number}").json
    desk.clock.advance(days=1)
    assert uwv.get(f"/deelzaken/{part.number}").json == first
    assert desk.session.scalar(select(func.count()).select_from(DeliveryAttempt)) == 1


@ONE_DATABASE
def test_a_head_receives_nothing(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    assert uwv.call("HEAD", f"/deelzaken/{part.number}").status_code == 200
    assert (part.now(desk).state, desk.deliveries()[0].state) == (ReferralState.PENDING, DeliveryState.READY)


def test_a_later_message_shows_in_the_list_and_is_received_by_the_fetch_that_returns_it(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    uwv.get(f"/deelzaken/{part.number}")
    key = {"Idempotency_Key": "vraag-1"}
    asked = {"soort": "aanvulling-gevraagd", "hersteltermijn": "2026-03-16", "vragen": ["Hoeveel uren werkte u?"]}
    assert uwv.post(f"/deelzaken/{part.number}/statusmeldingen", asked, **key).status_code == 202
    since = listed(uwv)["volgende"]
    assert listed(uwv, since)["deelzaken"] == []
    completion.supply(desk.context(), part.number, {}, "36 uur.")
    desk.session.rollback()
    page = listed(uwv, since)
    assert [(line["deelzaaknummer"], line["klaar"]) for line in page["deelzaken"]] == [(part.number, True)]
    shown = uwv.get(f"/deelzaken/{part.number}").json["berichten"]
    assert [message["soort"] for message in shown] == ["aanvraag", "aanvulling"]
    assert "aanvulling-bezorgd" in desk.events(desk.case(part.case))
    assert {row.state for row in desk.deliveries()} == {DeliveryState.DONE}


def test_what_is_withdrawn_before_it_was_fetched_never_leaves(desk: Desk, uwv: Program) -> None:
    part = opened(desk)
    withdrawal.withdraw(desk.context(), part.case, None, "niet meer nodig")
    desk.session.rollback()
    shown = uwv.get(f"/deelzaken/{part.number}").json
    assert (shown["status"], shown["berichten"]) == ("ingetrokken", [])
    assert [row.state for row in desk.deliveries()] == [DeliveryState.CANCELLED]


def test_an_organisation_sees_its_own_parts_only(desk: Desk, uwv: Program, svb: Program) -> None:
    case: Case = desk.open("ww", "algemeen-verzoek@svb")
    other = next(part.number for part in case.referrals if part.organisation == "svb")
    own = part_of(case, "ww").number
    assert numbers(listed(uwv)) == [own]
    assert uwv.get(f"/deelzaken/{other}").status_code == 404
    assert svb.get(f"/deelzaken/{own}").status_code == 404
    assert uwv.post(f"/deelzaken/{other}/statusmeldingen", {"soort": "ontvangen"}, Idempotency_Key="1").status_code == 404
    assert desk.session.scalar(select(func.count()).select_from(InboundMessage)) == 0


def test_an_organisation_with_a_door_reads_what_it_was_sent_and_takes_nothing_out_of_the_line(desk: Desk, svb: Program) -> None:
    number = part_of(desk.open("algemeen-verzoek@svb"), "algemeen-verzoek").number
    assert svb.get(f"/deelzaken/{number}").json["berichten"] == []
    desk.drain()
    assert len(desk.post["svb"].received) == 1
    assert [one["soort"] for one in svb.get(f"/deelzaken/{number}").json["berichten"]] == ["aanvraag"]


def test_pages_follow_each_other_without_a_gap_or_a_repetition(desk: Desk, uwv: Program) -> None:
    made = [opened(desk, new_case_reason="ander verzoek").number for _ in range(5)]
    found, page = [], listed(uwv, aantal=2)
    while page["meer"]:
        found += numbers(page)
        page = listed(uwv, page["volgende"], aantal=2)
    assert found + numbers(page) == made


def test_a_part_that_changes_comes_again_and_once(desk: Desk, uwv: Program) -> None:
    parts = [opened(desk, new_case_reason="ander verzoek") for _ in range(3)]
    since = listed(uwv)["volgende"]
    uwv.get(f"/deelzaken/{parts[1].number}")
    assert numbers(listed(uwv, since)) == [parts[1].number]
    assert sorted(numbers(listed(uwv))) == sorted(part.number for part in parts)


@ONE_DATABASE
def test_a_cursor_that_is_none_of_ours_is_refused(uwv: Program) -> None:
    for wrong in ("x", "%%%", "é", base64.urlsafe_b64encode(b"1.1.svb").decode(), "MTIz", "9" * 400):
        answer = uwv.call("GET", "/deelzaken", query_string={"sinds": wrong})
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (400, "ongeldige-verwijzing")


@ONE_DATABASE
def test_a_number_of_lines_that_cannot_be_is_refused(uwv: Program) -> None:
    answers = [uwv.call("GET", "/deelzaken", query_string={"aantal": wrong}) for wrong in ("0", "101", "veel", "-1", "")]
    assert {answer.status_code for answer in answers} == {400}


@ONE_DATABASE
def test_an_unknown_or_repeated_parameter_is_refused_by_name(uwv: Program) -> None:
    answer = uwv.call("GET", "/deelzaken?aantal=1&aantal=2&vanaf=1")
    assert [fault["code"] for fault in answer.json["errors"]] == ["dubbele-parameter", "onbekende-parameter"]


@ONE_DATABASE
def test_a_cursor_past_its_retention_says_how_to_begin_again(desk: Desk, uwv: Program) -> None:
    opened(desk)
    since = listed(uwv)["volgende"]
    desk.clock.advance(days=89)
    assert listed(uwv, since)["deelzaken"] == []
    desk.clock.advance(days=2)
    answer = uwv.call("GET", "/deelzaken", query_string={"sinds": since})
    assert (answer.status_code, answer.mimetype, answer.json["code"]) == (410, "application/problem+json", "verwijzing-verlopen")
    assert "zonder ‘sinds’" in answer.json["detail"]
    assert len(listed(uwv)["deelzaken"]) == 1
