"""What was wrong is put right, and whoever received it is told: they alone, and of no more than they received."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from loket.adapters.port import Verb
from loket.cases.models import Answer, Case
from loket.cases.outbox import AuditLog, ProcessingLog
from loket.errors import BadRequest
from loket.routing import rights, supervise
from tests.support.desk import SUPERVISOR, Desk, part_of, person
from tests.support.post import REFUSED, SILENT
from tests.support.privacy import bodies, officer, waiting

WRONG, RIGHT = "Bakkerij Vos", "Bakkerij De Vos"
EMPLOYER = "laatste-werkgever"  # a question of ww, not of akw


def sent_case(desk: Desk, *products: str) -> Case:
    """A case whose parts all were delivered, with a telephone number and an employer."""
    case = desk.open(*(products or ("ww", "akw")), applicant=person(telephone="070 123 45 67"), answers={EMPLOYER: WRONG})
    desk.drain()
    return desk.case(case.number)


def correct_answer(desk: Desk, case: Case) -> tuple[str, ...]:
    return rights.correct(officer(desk), case.number, answers={EMPLOYER: RIGHT}, people={}, reason="verkeerd verstaan")


def correct_applicant(desk: Desk, case: Case, **fields: str | None) -> tuple[str, ...]:
    applicant = desk.case(case.number).participants[0].id
    return rights.correct(officer(desk), case.number, answers={}, people={applicant: fields}, reason="verkeerd getypt")


def test_a_corrected_answer_is_a_new_row_and_the_old_one_stays(desk: Desk) -> None:
    case = sent_case(desk)
    correct_answer(desk, case)
    query = select(Answer).where(Answer.case_id == case.id).order_by(Answer.answered_at)
    assert [row.value for row in desk.session.scalars(query)] == [WRONG, RIGHT]


def test_only_who_received_the_old_answer_is_told_and_of_that_answer_only(desk: Desk) -> None:
    case = sent_case(desk)
    assert correct_answer(desk, case) == ("uwv",)
    desk.drain()
    told = bodies(desk, "uwv")[-1]
    assert told["soort"] == "correctie"
    assert [(one["vraag"], one["waarde"]) for one in told["antwoorden"]] == [(EMPLOYER, RIGHT)]
    assert set(told) == {"berichtId", "soort", "deelzaaknummer", "zaaknummer", "antwoorden", "reden"}
    assert desk.post["svb"].kinds_received == ["aanvraag"]


def test_a_corrected_telephone_number_goes_to_all_who_received_the_old_one(desk: Desk) -> None:
    case = sent_case(desk)
    assert set(correct_applicant(desk, case, telefoonnummer="070 765 43 21")) == {"uwv", "svb"}
    desk.drain()
    assert bodies(desk, "svb")[-1]["personen"] == [{"rol": "aanvrager", "telefoonnummer": "070 765 43 21"}]


@pytest.mark.parametrize("typed", ["buur,jansen@voorbeeld.nl", "jansen@voorbeeld.nl\nBcc: buur@voorbeeld.nl"])
def test_a_corrected_mail_address_is_one_address(desk: Desk, typed: str) -> None:
    case = sent_case(desk)
    with pytest.raises(BadRequest):
        correct_applicant(desk, case, emailadres=typed)


def test_a_corrected_postcode_goes_to_nobody_who_never_got_one(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    assert correct_applicant(desk, case, postcode="2584AE", huisnummer="1485") == ()
    assert waiting(desk) == []


def test_what_is_taken_out_is_told_too(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    correct_applicant(desk, case, telefoonnummer=None)
    desk.drain()
    assert bodies(desk, "uwv")[-1]["personen"] == [{"rol": "aanvrager", "telefoonnummer": None}]
    assert desk.case(case.number).participants[0].contact is None


def test_a_corrected_name_is_found_from_then_on(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    correct_applicant(desk, case, geslachtsnaam="Moulijn")
    found = desk.case(case.number).participants[0]
    assert (found.surname, found.surname_key) == ("Moulijn", "moulijn")


def test_what_did_not_leave_yet_goes_out_with_the_right_value_only(desk: Desk) -> None:
    case = desk.open("ww", answers={EMPLOYER: WRONG})
    assert correct_answer(desk, case) == ()
    desk.drain()
    (body,) = bodies(desk, "uwv")
    assert (body["soort"], [one["waarde"] for one in body["antwoorden"]]) == ("aanvraag", [RIGHT])


def test_what_was_tried_may_have_arrived_and_is_corrected_after_it(desk: Desk) -> None:
    desk.post["uwv"].will(SILENT)
    case = desk.open("ww", answers={EMPLOYER: WRONG})
    desk.drain()
    assert correct_answer(desk, case) == ("uwv",)
    desk.clock.advance(minutes=10)
    desk.drain()
    desk.drain()
    assert desk.post["uwv"].kinds_received == ["aanvraag", "aanvraag", "correctie"]


def test_an_undeliverable_part_is_offered_again_with_the_right_value(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    case = desk.open("ww", answers={EMPLOYER: WRONG})
    desk.drain()
    correct_answer(desk, case)
    supervise.retry(desk.context(SUPERVISOR), desk.case(case.number).referrals[0].number, "het antwoord is verbeterd")
    desk.drain()
    assert [one["waarde"] for one in bodies(desk, "uwv")[-1]["antwoorden"]] == [RIGHT]


def test_who_decided_already_is_told_too(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    desk.decide(part_of(case, "ww"))
    assert correct_answer(desk, case) == ("uwv",)


def test_a_second_correction_follows_the_first(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    desk.tell(part_of(case, "ww"), Verb.TAKEN_UP)
    correct_answer(desk, case)
    rights.correct(officer(desk), case.number, answers={EMPLOYER: "Bakkerij De Vos BV"}, people={}, reason="voluit")
    desk.drain()
    assert desk.post["uwv"].kinds_received == ["aanvraag", "correctie", "correctie"]


def test_a_correction_is_told_and_accounted_for_without_values(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    correct_applicant(desk, case, telefoonnummer="070 765 43 21")
    assert "gecorrigeerd" in desk.events(case)
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "gegevens-corrigeren")).one()
    assert row.details == {"velden": ["aanvrager.telefoonnummer"], "gemeld": ["uwv"]}
    logged = desk.session.scalars(select(ProcessingLog.foreign).where(ProcessingLog.name == "gegevens-corrigeren")).all()
    assert set(logged) == {None, "uwv"}


def test_a_bsn_is_not_corrected_but_moved_to_the_right_person(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    with pytest.raises(BadRequest) as refused:
        correct_applicant(desk, case, burgerservicenummer="999992740")
    assert refused.value.faults[0].code == "ongeldige-waarde"


def test_a_wrong_correction_names_all_its_faults_and_changes_nothing(desk: Desk) -> None:
    case = sent_case(desk, "ww")
    people = {case.participants[0].id: {"postcode": "25", "geslachtsnaam": ""}, case.id: {"voornamen": "Jael"}}
    with pytest.raises(BadRequest) as refused:
        rights.correct(officer(desk), case.number, answers={"ziek-nu": "soms"}, people=people, reason=" ")
    assert len(refused.value.faults) == 5
    assert waiting(desk) == []
