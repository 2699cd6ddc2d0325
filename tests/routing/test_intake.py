"""Taking a request in: one transaction, whatever is asked, and nothing is refused for being incomplete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select, update
from sqlalchemy.engine import Engine

from loket.cases.base import Base
from loket.cases.models import Case, CaseEvent, Person
from loket.cases.outbox import AuditLog, Delivery, IdempotencyKey, ProcessingLog
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import BadRequest, Conflict
from loket.routing import intake
from tests.support.desk import BSN, PARTNER_BSN, Desk, general, part_of, person, request

#: Every table that a request with idempotency key, others, answers and lines is written to.
TABLES = 12


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL statements that run meanwhile, without those that begin or end a transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "SELECT pg_catalog", "SELECT 1")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def count(desk: Desk, table: type[Base]) -> int:
    desk.session.rollback()
    return desk.session.scalar(select(func.count()).select_from(table)) or 0


def opening(desk: Desk, products: list[str]) -> list[str]:
    """The statements of one request of two people for these products."""
    others = (person("partner", surname="Moulin", bsn=PARTNER_BSN),)
    wanted = request(*products, others=others, answers={"uw-vraag": "Wat nu?"}, life_event="pensioen")
    context = desk.context()
    engine = context.session.get_bind()
    assert isinstance(engine, Engine)
    with statements(engine) as seen:
        intake.open_case(context, wanted, ("kassa", f"sleutel-{len(products)}", "0" * 64))
    return seen


def test_a_new_request_has_a_part_and_a_delivery_for_every_product(desk: Desk) -> None:
    case = desk.open("ww", "akw")
    assert [(part.organisation, part.product, part.number) for part in case.referrals] == [
        ("uwv", "ww", f"{case.number}-1"),
        ("svb", "akw", f"{case.number}-2"),
    ]
    assert {row.organisation for row in desk.deliveries()} == {"uwv", "svb"}
    assert (case.state, case.turn, case.counter, case.employee) == (
        CaseState.RECEIVED,
        Turn.ORGANISATION,
        "gemeente-0518",
        "balie-den-haag",
    )


def test_taking_in_is_accounted_for_in_the_same_transaction(desk: Desk) -> None:
    case = desk.open("ww", others=(person("partner", bsn=PARTNER_BSN),))
    audit = desk.session.scalars(select(AuditLog)).one()
    assert (audit.action, audit.object, audit.actor, audit.result) == ("zaak-openen", case.number, "balie-den-haag", "gelukt")
    subjects = set(desk.session.scalars(select(ProcessingLog.subject)))
    assert subjects == set(desk.session.scalars(select(Person.pseudonym)))
    assert len(subjects) == 2


def test_a_failure_while_writing_leaves_nothing(desk: Desk) -> None:
    wanted, key = request("ww", "akw"), ("kassa", "sleutel", "0" * 64)
    intake.open_case(desk.context(), wanted, key)
    before = [count(desk, table) for table in (Case, Person, Delivery, CaseEvent, AuditLog)]
    other = request("ww", applicant=person(bsn=PARTNER_BSN))
    with pytest.raises(Conflict) as raised:
        intake.open_case(desk.context(), other, key)  # its last row, the idempotency key, stands there already
    assert raised.value.code == "idempotency-loopt"
    assert [count(desk, table) for table in (Case, Person, Delivery, CaseEvent, AuditLog)] == before


def test_the_number_of_statements_does_not_grow_with_the_number_of_parts(desk: Desk) -> None:
    few = opening(desk, general("uwv"))
    desk.session.execute(update(Case).values(joinable=False))  # the next request opens a case of its own
    desk.session.commit()
    many = opening(desk, general("uwv", "svb", "cak", "duo", "cbr", "rvo", "kvk", "rdw", "ciz", "ind"))
    assert len(many) == len(few) <= TABLES + 4


def test_the_idempotency_key_is_kept_with_its_case_and_status(desk: Desk) -> None:
    opened = intake.open_case(desk.context(), request("ww"), ("kassa", "sleutel", "f" * 64))
    desk.session.rollback()
    row = desk.session.scalars(select(IdempotencyKey)).one()
    assert (row.client, row.key, row.body_hash, row.status, row.case_number) == ("kassa", "sleutel", "f" * 64, 201, opened.number)


def test_missing_answers_never_refuse_a_request_but_are_listed(desk: Desk) -> None:
    case = desk.open("ww", "tw")
    asked = {row["vraag"]: row["producten"] for row in intake.open_questions(desk.context(), desk.case(case.number))}
    assert part_of(case, "ww").state is ReferralState.PENDING
    assert asked["eerste-werkloze-dag"] == ["ww"]
    assert "rekeningnummer" in asked


def test_a_question_that_was_answered_is_not_open(desk: Desk) -> None:
    case = desk.open("ww", answers={"eerste-werkloze-dag": "2026-04-01"})
    asked = [row["vraag"] for row in intake.open_questions(desk.context(), desk.case(case.number))]
    assert "eerste-werkloze-dag" not in asked
    assert "laatste-werkgever" in asked


def test_a_part_that_cannot_start_without_an_answer_waits_for_the_applicant(desk: Desk) -> None:
    desk.change_product("ww", required=("eerste-werkloze-dag",))
    part = part_of(desk.open("ww"), "ww")
    assert (part.state, part.turn, desk.deliveries()) == (ReferralState.PLANNED, Turn.APPLICANT, [])


def test_an_unclear_gemeente_is_refused_with_its_candidates(desk: Desk) -> None:
    wanted = request("bijstand", applicant=person(gemeente_code=None, postcode="1086AB"))
    with pytest.raises(BadRequest) as raised:
        intake.open_case(desk.context(), wanted)
    assert raised.value.code == "gemeente-onduidelijk"
    assert {fault.detail for fault in raised.value.faults} == {"0363 Amsterdam", "0384 Diemen"}
    assert count(desk, Case) == 0


def test_no_gemeente_is_needed_for_what_no_gemeente_carries_out(desk: Desk) -> None:
    case = desk.open("ww", applicant=person(gemeente_code=None))
    assert (case.gemeente_code, part_of(case, "ww").organisation) == (None, "uwv")


def test_an_abolished_gemeente_leads_to_its_successor(desk: Desk) -> None:
    case = desk.open("bijstand", applicant=person(gemeente_code="1107"))  # Loosduinen, since 1923 part of Den Haag
    assert (case.gemeente_code, part_of(case, "bijstand").organisation) == ("0518", "gemeente-0518")


def test_the_debt_help_of_enschede_is_carried_out_by_another_organisation(desk: Desk) -> None:
    case = desk.open("shv-gesprek", "bijstand", applicant=person(gemeente_code="0153"))
    assert part_of(case, "shv-gesprek").organisation == "stadsbank-oost-nederland"
    assert part_of(case, "bijstand").organisation == "gemeente-0153"


def test_a_request_that_nobody_carries_out_waits_for_the_counter(desk: Desk) -> None:
    case = desk.open("algemeen-verzoek")  # every organisation has it, and none was named
    status = desk.status(case)
    assert (status["status"], status["aanZet"], status["vastgelopen"]["reden"]) == ("routering-nodig", "loket", "geen-route")
    assert case.referrals == []


def test_a_product_without_a_route_stays_on_the_list_while_the_others_go_on(desk: Desk) -> None:
    case = desk.open("ww", "algemeen-verzoek")
    desk.drain()
    assert (case.state, case.turn, case.stuck_reason) == (CaseState.IN_PROGRESS, Turn.COUNTER, "geen-route")


def test_the_timeline_of_a_new_case_has_no_gaps(desk: Desk) -> None:
    case = desk.open("ww", "akw", "bijstand")
    numbers = list(desk.session.scalars(select(CaseEvent.sequence).where(CaseEvent.case_id == case.id).order_by(CaseEvent.sequence)))
    assert numbers == list(range(1, case.events_count + 1))
    assert desk.events(case) == ["zaak-ontvangen", "deel-gemaakt", "deel-gemaakt", "deel-gemaakt"]


def test_no_bsn_stands_in_clear_in_the_row_of_a_person(desk: Desk) -> None:
    desk.open("ww")
    stored = desk.session.connection().exec_driver_sql("SELECT bsn, bsn_blind FROM person").one()
    assert BSN not in f"{stored}"


def test_an_earlier_knock_is_kept_beside_the_time_of_receipt(desk: Desk) -> None:
    asked = replace(request("bijstand"), knocked_at=desk.clock.now().replace(day=1))
    case = desk.take_in(asked)
    assert (case.knocked_at, case.received_at) == (asked.knocked_at, desk.clock.now())
