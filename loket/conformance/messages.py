"""The messages that the kit sends: composed as in production, about test persons of RvIG and numbers that are no case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from loket.adapters.port import Kind
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.cases.numbers import new_case_number, referral_number
from loket.cases.queries import stamp
from loket.routing.catalogue import Catalogue
from loket.routing.compose import allowed_people, delivery_row, facts_of_request, follow_up, request_body
from loket.routing.context import MACHINE, Context
from loket.routing.entries import Organisation, Product, Question
from loket.routing.request import APPLICANT, CHILD, DECEASED, ESTATE_CONTACT, PARTNER, REPRESENTATIVE, PersonGiven, Request

#: The largest body that Loket takes in, and so about the largest that it sends on; bytes.
BIGGEST = 256 * 1024
NOTE = "Dit is een toets van de koppeling. Er hoort geen mens bij."
#: From RvIG's public set of test persons.
PEOPLE = (
    PersonGiven(APPLICANT, "Kierkegaard", "1981-04-27", "999992508", "Willem", postcode="2497GS", house_number="47", gemeente_code="0518"),
    PersonGiven(PARTNER, "Moulin", "1985-12-01", "999993653", "Suzanne", postcode="3077AW", house_number="31", gemeente_code="0599"),
    PersonGiven(CHILD, "Jager", "2000-01-01", "999992740", "Jael", "de", gemeente_code="0518"),
    PersonGiven(DECEASED, "Zon", "1970-04-07", "999993112", "Wilma", "van", gemeente_code="0363"),
    PersonGiven(ESTATE_CONTACT, "Deursen", "1961-01-13", "999990263", "Wilhelmina Sophia", "van"),
    PersonGiven(REPRESENTATIVE, "Brandweer", "1980-01-23", "999993811", "Babette", representation="gemachtigde"),
)


@dataclass(frozen=True, slots=True)
class Composed:
    """One message: its id, the bytes that go out, and which part it is about."""

    delivery_id: str
    kind: Kind
    number: str
    product: str
    body: bytes
    traceparent: str


class Composer:
    """Makes messages for one product of one organisation, which reports back below ``base_url``."""

    def __init__(self, catalogue: Catalogue, organisation: Organisation, product: Product, base_url: str) -> None:
        self._catalogue, self._organisation, self._base_url = catalogue, organisation, base_url
        self.product = product

    def request(self, now: datetime, **changes: Any) -> Composed:
        """A first message about a fresh part; ``changes`` replace or add fields of the body."""
        number = new_case_number()
        answers = {key: value for key in self.product.questions if (value := _answer(self._catalogue.questions[key], now)) is not None}
        asked = Request(PEOPLE[0], "balie", "toets", others=PEOPLE[1:], answers=answers)
        facts = facts_of_request(asked, number, now, now)
        kind = Kind.REQUEST if self.product.term else Kind.NOTICE
        made = request_body(
            self._context(now), facts, self.product, kind, referral_number(number, 1), self._for_role(now), self.product.ground
        )
        return self._composed(now, kind, made | changes)

    def follow_ups(self, now: datetime, first: Composed, reference: str | None) -> Iterator[Composed]:
        """One message of each kind that can follow a request, the withdrawal last."""
        case = Case(id=new_id(now), number=first.number.rpartition("-")[0], urgent=False)
        part = Referral(id=new_id(now), number=first.number, organisation=self._organisation.slug, reference=reference)
        today = now.date().isoformat()
        contents: dict[Kind, dict[str, Any]] = {
            Kind.COMPLETION: {"antwoorden": [], "toelichting": NOTE},
            Kind.CORRECTION: {"personen": [{"rol": APPLICANT, "telefoonnummer": None}], "reden": NOTE},
            Kind.OBJECTION: {"ingediendOp": today, "voorlopig": True, "toelichting": NOTE},
            Kind.DEFAULT_NOTICE: {"ingediendOp": today, "toelichting": NOTE},
            Kind.COMPLAINT: {"ingediendOp": today, "toelichting": NOTE},
            Kind.REMINDER: {"ontvangenOp": stamp(now), "toelichting": NOTE},
            Kind.PAUSE: {"tot": today, "toelichting": NOTE},
            Kind.WITHDRAWAL: {"reden": NOTE},
        }
        for kind, content in contents.items():
            yield self._row(kind, first.number, follow_up(self._context(now), case, part, kind.value, **content))

    def _for_role(self, now: datetime) -> str:
        """For whom it is asked: the applicant where the product gets the applicant, else the first whom it gets."""
        facts = facts_of_request(Request(PEOPLE[0], "balie", "toets", others=PEOPLE[1:]), "", now, now)
        roles = [str(person["rol"]) for person in allowed_people(facts, self.product)]
        return next(iter(roles), APPLICANT)

    def _composed(self, now: datetime, kind: Kind, made: dict[str, Any]) -> Composed:
        row = delivery_row(self._context(now), new_id(now), new_id(now), self._organisation.slug, made, urgent=False)
        return self._row(kind, made["deelzaaknummer"], row)

    def _row(self, kind: Kind, number: str, row: dict[str, Any]) -> Composed:
        return Composed(str(row["id"]), kind, number, self.product.slug, row["body"].encode(), row["traceparent"])

    def _context(self, now: datetime) -> Context:
        return Context(Session(), self._catalogue, MACHINE, now, base_url=self._base_url)


def _answer(question: Question, now: datetime) -> object:
    """An answer that fits; None where only a real one would."""
    if question.pattern:
        return None
    if question.type in ("keuze", "meerkeuze"):
        value = question.choices[0][0]
        return [value] if question.type == "meerkeuze" else value
    simple = {"ja-nee": True, "getal": question.minimum or 1, "bedrag": question.minimum or 100, "datum": now.date().isoformat()}
    return simple.get(question.type, "Toets van de koppeling")
