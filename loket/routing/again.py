"""What stands in a case, as the request that it once was: to begin it again for somebody else, or to add to it."""

from __future__ import annotations

from loket.cases.models import CaseLine, Participant
from loket.routing import rules
from loket.routing.request import PersonGiven


def given_again(one: Participant) -> PersonGiven:
    """A person of a case, as they were given at the counter."""
    contact = one.contact or {}
    return PersonGiven(
        role=one.role,
        surname=one.surname,
        birth_date=one.birth_date,
        bsn=one.person.bsn,
        given_names=one.given_names,
        prefix=one.prefix,
        died_on=one.died_on,
        gemeente_code=one.gemeente_code,
        postcode=contact.get("postcode"),
        house_number=contact.get("huisnummer"),
        telephone=contact.get("telefoonnummer"),
        email=contact.get("emailadres"),
        kvk_number=one.kvk_number,
        secrecy=one.secrecy,
        representation=one.representation,
        mandate=one.mandate,
        mandate_until=one.mandate_until,
        identity_check=one.identity_check,
        foreigner_number=one.foreigner_number,
        safe_contact=one.safe_contact,
        registered=one.registered,
    )


def line_again(line: CaseLine) -> rules.Line:
    """A line of a case, as the rules made it."""
    return rules.Line(line.way, line.words, line.for_role, line.product, line.organisation, line.until)
