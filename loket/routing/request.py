"""A citizen's request as plain values: what the API and the desk form are both turned into before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

#: The roles that a person can have in a case; the values are the words of the API.
APPLICANT = "aanvrager"
DECEASED = "overledene"
PARTNER = "partner"
CHILD = "kind"
ESTATE_CONTACT = "contactpersoon-nalatenschap"
REPRESENTATIVE = "gemachtigde"
ROLES = (APPLICANT, DECEASED, PARTNER, CHILD, ESTATE_CONTACT, REPRESENTATIVE)


@dataclass(frozen=True, slots=True)
class PersonGiven:
    """A person as given at the counter. ``birth_date`` is ISO with 00 for unknown parts; ``bsn`` passed the 11-proef."""

    role: str
    surname: str
    birth_date: str | None = None
    bsn: str | None = field(default=None, repr=False)
    given_names: str | None = None
    prefix: str | None = None
    died_on: date | None = None
    gemeente_code: str | None = None  # where they are registered
    postcode: str | None = None  # 1234AB
    house_number: str | None = None
    telephone: str | None = None
    email: str | None = None
    kvk_number: str | None = None
    secrecy: bool = False  # geheimhouding: the address is not shown, and sent only where a product cannot do without
    representation: str | None = None  # only for a gemachtigde: ouder, gemachtigde, bewindvoerder, curator, mentor, begeleider


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """A product that the employee added or left out, with the reason."""

    product: str
    organisation: str | None = None  # needed for a product that every organisation has
    for_role: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Answers are by question key and already checked for type (ja-nee → bool, datum → ISO text, keuze → value)."""

    applicant: PersonGiven
    channel: str  # balie, telefoon, website, brief
    counter: str
    others: tuple[PersonGiven, ...] = ()
    life_event: str | None = None
    products: tuple[ProductChoice, ...] = ()
    left_out: tuple[ProductChoice, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    chosen_gemeente: str | None = None  # what the person says when they are registered nowhere
    urgent: bool = False
    urgency: str | None = None
    note: str | None = None
    new_case_reason: str | None = None  # nieuweZaak: a new case although one is open (Awb 4:6)
    knocked_at: datetime | None = None  # when they first asked, if that was earlier
