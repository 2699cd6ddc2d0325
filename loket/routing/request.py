"""A citizen's request as plain values: what the API and the desk form are both turned into before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

#: How a request or a knock comes in: the values of the API.
CHANNELS = ("balie", "telefoon", "website", "brief")

#: The roles that a person can have in a case; the values are the words of the API.
APPLICANT = "aanvrager"
DECEASED = "overledene"
PARTNER = "partner"
CHILD = "kind"
ESTATE_CONTACT = "contactpersoon-nalatenschap"
REPRESENTATIVE = "gemachtigde"
#: How something can be declared; what was only said goes as a report (melding).
SIGNED_WAYS = ("handtekening", "scherm")
SPOKEN = "mondeling"
STATEMENT_WAYS = (*SIGNED_WAYS, SPOKEN)
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
    mandate: Mapping[str, str] | None = None  # only for a gemachtigde: omvang, bewijs, van
    mandate_until: date | None = None  # the last day on which they may act
    identity_check: str | None = None  # identiteitsbewijs, digid, vragen, niet
    foreigner_number: str | None = field(default=None, repr=False)  # V-nummer: ten digits
    no_bsn: str | None = None  # why there is none: an answer, not an error
    no_address: bool = False  # no fixed address; likewise
    no_telephone: bool = False
    safe_contact: Mapping[str, str] | None = None  # wijze, wanneer, nooit, berichten (email, sms or geen), taal
    registered: Mapping[str, Any] | None = None  # what the BRP says: bron, moment, gegevens, afwijkend


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """A paper at the counter (practice rule 9). ``kind`` is a key of ``config/papieren.toml``; ``state`` a ``cases.desk.PaperState``."""

    kind: str
    whose: str  # a role in the case
    state: str
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The citizen's own declaration of what is asked for (Awb 4:1, 4:2). ``how``: handtekening, scherm or mondeling.

    What was only said (mondeling, as by telephone) goes as a report (melding), which keeps the date.
    """

    by: str  # the role of who declared it
    how: str
    at: datetime


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
    statement: Statement | None = None  # None: nothing was declared here, as with a program that states it itself
    papers: tuple[PaperGiven, ...] = ()
    confirmed: Mapping[str, UUID] = field(default_factory=dict)  # question → the earlier answer (Answer.id) that was shown and stood
    into: str | None = None  # the zaaknummer that this belongs to: what Snel melden opened before
