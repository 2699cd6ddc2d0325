"""A warm handover: who may do which step, what each leaves behind, and when it makes a case stand still."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.desk import Handover
from loket.cases.models import Case, ContactMoment
from loket.cases.queries import Viewer
from loket.errors import BadRequest, Conflict, Forbidden, NotFound
from loket.routing import handover
from loket.routing.context import Actor
from loket.routing.dossier import case_document
from loket.routing.handover import Offer
from tests.support.desk import COUNTER, EMPLOYEE, SUPERVISOR, Desk

RECEIVER = Actor(name="balie-uwv", label="uwv-den-haag", counter="uwv-den-haag", organisation="uwv", origin="web")
OTHER = Actor(name="balie-cak", label="cak-den-haag", counter="cak-den-haag", organisation="cak", origin="web")
HANDLER = Actor(name="behandelaar-svb", label="svb", organisation="svb", origin="web")
GIVEN = Offer("uwv-den-haag", None, "Verhuisd", "De WW-aanvraag loopt.", "Bellen na zes uur", agreed=True)


def offered(desk: Desk, given: Offer = GIVEN, **request: object) -> tuple[Case, UUID]:
    """A case that is offered to another loket."""
    case = desk.open("ww", **request)
    return case, handover.offer(desk.context(), case.number, given)


def row(desk: Desk, handover_id: UUID) -> Handover:
    desk.session.expire_all()
    return desk.session.get_one(Handover, handover_id)


def theirs(desk: Desk, case: Case, actor: Actor) -> bool:
    """Whether a handover makes the case this actor's work."""
    desk.session.rollback()
    return handover.is_theirs(desk.session, case.id, actor.counter, actor.organisation)


def test_an_offer_waits_with_everything_that_the_receiver_needs(desk: Desk) -> None:
    case, made = offered(desk)
    found = row(desk, made)
    assert (found.from_counter, found.receiver, found.waits) == (COUNTER, "uwv-den-haag", True)
    assert (found.reason, found.summary, found.reach) == ("Verhuisd", "De WW-aanvraag loopt.", "Bellen na zes uur")
    assert desk.events(case)[-1] == "overdracht-aangeboden"


def test_it_is_complete_only_when_a_named_person_took_it_up_and_the_citizen_was_told(desk: Desk) -> None:
    case, made = offered(desk)
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit")
    assert (row(desk, made).taken_up_by, row(desk, made).ended_at) == ("Fatima de Wit", None)
    handover.tell(desk.context(RECEIVER), case.number, made, "telefoon")
    found = row(desk, made)
    assert (found.told_by, found.ended_at) == (RECEIVER.name, desk.clock.now())
    assert desk.events(case)[-2:] == ["overdracht-opgepakt", "overdracht-verteld"]


def test_telling_the_citizen_is_a_contact_moment_and_ends_the_silence(desk: Desk) -> None:
    case, made = offered(desk)
    desk.clock.advance(hours=3)
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit", told="telefoon")
    knock = desk.session.scalars(select(ContactMoment)).one()
    assert (knock.channel, knock.answered, knock.said) == ("telefoon", True, "Uw zaak is opgepakt door Fatima de Wit.")
    assert desk.case(case.number).told_at == desk.clock.now()


def test_the_sender_may_tell_the_citizen_too(desk: Desk) -> None:
    case, made = offered(desk)
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit")
    handover.tell(desk.context(), case.number, made, "balie")
    assert row(desk, made).ended_at is not None


def test_before_anybody_took_it_up_nobody_can_be_told_who_it_is(desk: Desk) -> None:
    case, made = offered(desk)
    with pytest.raises(Conflict):
        handover.tell(desk.context(RECEIVER), case.number, made, "balie")


@pytest.mark.parametrize("name", ["", "F"])
def test_without_a_persons_name_it_is_not_taken_up(desk: Desk, name: str) -> None:
    case, made = offered(desk)
    with pytest.raises(BadRequest):
        handover.take_up(desk.context(RECEIVER), case.number, made, name)
    assert row(desk, made).waits


@pytest.mark.parametrize("actor", [EMPLOYEE, OTHER, HANDLER], ids=lambda actor: actor.name)
def test_only_the_receiver_takes_it_up_or_refuses_it(desk: Desk, actor: Actor) -> None:
    case, made = offered(desk)
    with pytest.raises(Forbidden):
        handover.take_up(desk.context(actor), case.number, made, "Iemand Anders")
    with pytest.raises(Forbidden):
        handover.refuse(desk.context(actor), case.number, made, "Niet van mij")
    assert row(desk, made).waits


def test_a_refusal_goes_back_to_the_sender_with_its_reason(desk: Desk) -> None:
    case, made = offered(desk)
    handover.refuse(desk.context(RECEIVER), case.number, made, "Woont hier niet")
    found = row(desk, made)
    assert (found.waits, found.refusal, found.ended_at) == (False, "Woont hier niet", None)
    handover.take_back(desk.context(), case.number, made)
    assert row(desk, made).ended_at is not None


def test_a_refusal_needs_a_reason(desk: Desk) -> None:
    case, made = offered(desk)
    with pytest.raises(BadRequest):
        handover.refuse(desk.context(RECEIVER), case.number, made, "")


def test_after_a_refusal_it_can_be_offered_to_somebody_else(desk: Desk) -> None:
    case, made = offered(desk)
    handover.refuse(desk.context(RECEIVER), case.number, made, "Woont hier niet")
    again = handover.offer(desk.context(), case.number, replace(GIVEN, counter="cak-den-haag"))
    assert row(desk, made).ended_at is not None
    assert row(desk, again).waits


def test_while_one_runs_there_is_no_other(desk: Desk) -> None:
    case, _ = offered(desk)
    with pytest.raises(Conflict, match="loopt al een overdracht"):
        handover.offer(desk.context(), case.number, replace(GIVEN, counter="cak-den-haag"))


def test_the_sender_takes_back_what_nobody_took_up(desk: Desk) -> None:
    case, made = offered(desk)
    handover.take_back(desk.context(), case.number, made)
    assert row(desk, made).ended_at is not None
    with pytest.raises(Conflict):
        handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit")


def test_what_was_taken_up_cannot_be_taken_back(desk: Desk) -> None:
    case, made = offered(desk)
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit")
    with pytest.raises(Conflict):
        handover.take_back(desk.context(), case.number, made)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"counter": None}, "/ontvanger"),
        ({"counter": "bestaat-niet"}, "/ontvanger"),
        ({"counter": COUNTER}, "/ontvanger"),
        ({"organisation": "svb"}, "/ontvanger"),
        ({"reason": ""}, "/reden"),
        ({"summary": "x" * 2001}, "/samenvatting"),
        ({"reach": ""}, "/bereiken"),
        ({"agreed": False}, "/akkoord"),
    ],
    ids=str,
)
def test_an_offer_that_misses_something_says_where(desk: Desk, change: dict[str, object], field: str) -> None:
    case = desk.open("ww")
    with pytest.raises(BadRequest) as refused:
        handover.offer(desk.context(), case.number, replace(GIVEN, **change))  # type: ignore[arg-type]  # parametrized fields
    assert [fault.pointer for fault in refused.value.faults] == [field]


def test_a_handover_of_another_case_is_not_found(desk: Desk) -> None:
    _, made = offered(desk)
    other = desk.open("akw")
    with pytest.raises(NotFound):
        handover.take_back(desk.context(), other.number, made)


def test_every_step_stands_in_both_logs(desk: Desk) -> None:
    case, made = offered(desk)
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit", told="balie")
    wanted = {"overdragen", "overdracht-oppakken", "overdracht-vertellen"}
    audited = set(desk.session.scalars(select(AuditLog.action).where(AuditLog.object == case.number)))
    processed = set(desk.session.scalars(select(ProcessingLog.name).where(ProcessingLog.subject == case.person.pseudonym)))
    assert wanted <= audited
    assert wanted <= processed


def test_the_receiver_gets_the_case_as_its_work_and_nobody_else_does(desk: Desk) -> None:
    case, made = offered(desk)
    assert [theirs(desk, case, actor) for actor in (RECEIVER, OTHER, HANDLER)] == [True, False, False]
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit", told="balie")
    assert [theirs(desk, case, actor) for actor in (RECEIVER, OTHER, HANDLER)] == [True, False, False]


def test_an_organisation_that_gets_it_gives_its_lokets_nothing(desk: Desk) -> None:
    case, _ = offered(desk, replace(GIVEN, counter=None, organisation="svb"))
    at_its_loket = Actor(name="balie-svb", label="svb-utrecht", counter="svb-utrecht", organisation="svb")
    assert [theirs(desk, case, actor) for actor in (HANDLER, at_its_loket, RECEIVER)] == [True, False, False]


@pytest.mark.parametrize("ending", ["refuse", "take_back"])
def test_after_a_refusal_or_taking_back_the_receiver_has_no_rights(desk: Desk, ending: str) -> None:
    case, made = offered(desk)
    if ending == "refuse":
        handover.refuse(desk.context(RECEIVER), case.number, made, "Woont hier niet")
    else:
        handover.take_back(desk.context(), case.number, made)
    assert not theirs(desk, case, RECEIVER)


def test_another_viewer_reads_only_that_there_is_a_handover(desk: Desk) -> None:
    case, made = offered(desk)
    handover.refuse(desk.context(RECEIVER), case.number, made, "Woont hier niet")
    told = [line["tekst"] for line in desk.timeline(desk.case(case.number), Viewer(counter=OTHER.counter))]
    assert told[-2:] == ["De zaak wordt overgedragen.", "De overdracht is niet aangenomen."]


def test_the_words_of_a_handover_stand_in_the_persons_own_export(desk: Desk) -> None:
    case, made = offered(desk)
    handover.take_up(desk.context(RECEIVER), case.number, made, "Fatima de Wit")
    document = case_document(desk.context(SUPERVISOR), desk.case(case.number))
    (found,) = document["overdrachten"]
    assert (found["reden"], found["gezegd"]) == ("Verhuisd", "De WW-aanvraag loopt.")
    assert "Fatima" not in str(document)


def test_what_was_said_at_a_handover_is_encrypted_at_rest(desk: Desk) -> None:
    _, made = offered(desk)
    stored = desk.session.connection().exec_driver_sql("SELECT reason, summary, reach FROM handover").one()
    assert made
    assert not [text for text in stored if "Verhuisd" in text or "WW-aanvraag" in text or "Bellen" in text]


def test_a_destroyed_case_takes_its_handovers_along(desk: Desk) -> None:
    case, _ = offered(desk)
    desk.session.execute(delete(Case).where(Case.id == case.id))
    assert desk.session.scalar(select(func.count()).select_from(Handover)) == 0
    desk.session.rollback()
