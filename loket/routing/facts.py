"""What is known of a case when a message is composed, from a request that comes in or from a case that stands in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from loket.cases.deadlines import amsterdam_date
from loket.cases.mandates import gets_data
from loket.cases.models import Answer, Case, Participant
from loket.cases.queries import stamp
from loket.routing.entries import Product
from loket.routing.request import SPOKEN, PersonGiven, Request

BSN = "burgerservicenummer"
SECRECY = "geheimhouding"  #: whose address may not be known (Wet BRP 2.59); goes along wherever the address does
TO_CONFIRM = "te-bevestigen"  #: source of an answer that was taken over from another case: nothing is done with it until it is given again


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of a case when a message is composed: people by role in API names, answers by question."""

    number: str
    knocked_at: datetime
    received_at: datetime
    channel: str
    urgent: bool
    note: str | None
    people: tuple[tuple[str, Mapping[str, Any]], ...]
    answers: Mapping[str, Any]
    statement: Mapping[str, Any] | None = None  # door, wijze, moment; None: nothing was declared here


def facts_of_request(request: Request, number: str, knocked_at: datetime, received_at: datetime) -> CaseFacts:
    """The facts of a request that is being taken in."""
    people = given_people((request.applicant, *request.others), amsterdam_date(received_at))
    said = request.statement
    declared = stated(said.by, said.how, said.at) if said else None
    return CaseFacts(number, knocked_at, received_at, request.channel, request.urgent, request.note, people, request.answers, declared)


def given_people(people: Iterable[PersonGiven], today: date) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """People as given at the counter, by role in API names, without representatives who get nothing today (practice rule 10)."""
    return tuple((one.role, person_fields(one)) for one in people if gets_data(one.representation, one.mandate_until, today))


def facts_of_case(case: Case, today: date) -> CaseFacts:
    """The facts of a case that stands in the database; of each question the newest answer counts. People as in :func:`given_people`."""
    there = [person for person in case.participants if gets_data(person.representation, person.mandate_until, today)]
    people = tuple((person.role, stored_fields(person)) for person in there)
    answers = newest(case.answers)
    declared = stated(case.stated_by, case.stated_how, case.stated_at) if case.stated_by and case.stated_how and case.stated_at else None
    return CaseFacts(case.number, case.knocked_at, case.received_at, case.channel, case.urgent, case.note, people, answers, declared)


def stated(by: str, how: str, at: datetime) -> dict[str, Any]:
    """The citizen's own statement as it goes along: who declared it, how, and when (practice rule 6)."""
    return {"door": by, "wijze": how, "moment": stamp(at)}


def kind_of(way: str, facts: CaseFacts) -> str:
    """``aanvraag`` or ``melding``: what is to be applied for but was only said, goes as a report, which keeps the date (Awb 4:1, 4:2)."""
    spoken = facts.statement is not None and facts.statement["wijze"] == SPOKEN
    return "melding" if way == "melden" or spoken else "aanvraag"


def newest(answers: Iterable[Answer]) -> dict[str, Any]:
    """The answer that counts for each question; what must still be confirmed does not count."""
    given = sorted((answer for answer in answers if answer.source != TO_CONFIRM), key=lambda answer: (answer.answered_at, answer.id))
    return {answer.question: answer.value for answer in given}


def to_confirm(answers: Iterable[Answer], product: Product) -> dict[str, Any]:
    """The answers to this product's questions that were taken over from another case and not given again yet."""
    rows = list(answers)
    known = newest(rows)
    return {row.question: row.value for row in rows if row.question in product.questions and row.question not in known}


def person_fields(person: PersonGiven) -> dict[str, Any]:
    """A person's fields by their API names, as given at the counter; what is not known is absent."""
    return _fields(person, person.bsn, contact_of(person))


def contact_of(person: PersonGiven) -> dict[str, Any]:
    """The contact data of a person by their API names, as they are kept encrypted."""
    return known_only(
        {
            "postcode": person.postcode,
            "huisnummer": person.house_number,
            "telefoonnummer": person.telephone,
            "emailadres": person.email,
            "geenBsn": person.no_bsn,
            "geenVastAdres": person.no_address or None,
            "geenTelefoon": person.no_telephone or None,
        }
    )


def stored_fields(person: Participant) -> dict[str, Any]:
    """A person's fields by their API names, as they stand in the database; what is not known is absent."""
    return _fields(person, person.person.bsn, person.contact or {})


def _fields(person: PersonGiven | Participant, bsn: str | None, contact: Mapping[str, Any]) -> dict[str, Any]:
    return known_only(
        {
            BSN: bsn,
            "kvkNummer": person.kvk_number,
            "voornamen": person.given_names,
            "voorvoegsel": person.prefix,
            "geslachtsnaam": person.surname,
            "geboortedatum": person.birth_date,
            "datumOverlijden": person.died_on.isoformat() if person.died_on else None,
            "gemeentecode": person.gemeente_code,
            "vertegenwoordiging": person.representation,
            SECRECY: person.secrecy or None,
            **contact,
        }
    )


def known_only(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
