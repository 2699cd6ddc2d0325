"""The port between Loket and the organisations: plain values and one protocol, no I/O.

``routing`` hands an adapter a :class:`Message` and gets a :class:`Result`; an adapter never sees the database.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

PULL = "ophalen"  #: the adapter of organisations that fetch their messages themselves: nothing is ever sent


class Kind(enum.StrEnum):
    """What a delivery is about: the closed set of things that Loket sends to an organisation or to the citizen."""

    REQUEST = "aanvraag"  #: the citizen applies for a product
    NOTICE = "melding"  #: the citizen reports something
    COMPLETION = "aanvulling"  #: information that the organisation asked for
    CORRECTION = "correctie"  #: an answer given earlier was wrong
    WITHDRAWAL = "intrekking"  #: the citizen no longer wants this part
    OBJECTION = "bezwaar"  #: an objection lodged at a desk, forwarded under Awb 6:15
    DEFAULT_NOTICE = "ingebrekestelling"  #: the term has passed without a decision (Awb 4:17 lid 3)
    COMPLAINT = "klacht"  #: about how the citizen was treated (Awb 9:1)
    REMINDER = "herinnering"  #: nothing was heard within the norm
    PAUSE = "pauzeverzoek"  #: a table for tailored help asks to wait with collecting
    FETCH = "ophalen"  #: read the state back from the organisation's own system
    EVENT = "gebeurtenis"  #: for a subscriber: that something changed
    CITIZEN = "inwonerbericht"  #: for the applicant, by e-mail or SMS: there is news


class Verdict(enum.StrEnum):
    """What became of one try."""

    DELIVERED = "bezorgd"  #: the organisation has it
    RETRY = "opnieuw"  #: it may succeed later
    REFUSED = "geweigerd"  #: the organisation answered that it will never take this; a person must look
    GONE = "gestopt"  #: 410: the organisation wants nothing more at this address
    UNABLE = "kan-niet"  #: this adapter cannot do this kind; a task for a person


class Verb(enum.StrEnum):
    """What an organisation can tell about a part: the closed set of status reports (the last part of the event type)."""

    RECEIVED = "ontvangen"
    TAKEN_UP = "in-behandeling-genomen"
    DECLINED = "teruggegeven"
    INFORMATION_ASKED = "aanvulling-gevraagd"
    INFORMATION_RECEIVED = "aanvulling-ontvangen"
    SUSPENDED = "opgeschort"
    RESUMED = "hervat"
    EXTENDED = "verdaagd"
    DECIDED = "besloten"
    CARRIED_OUT = "uitgevoerd"
    REVISED = "herzien"
    CLOSED = "afgesloten"


class Outcome(enum.StrEnum):
    """The outcome of a decision on an application (Awb 1:3, 4:5)."""

    GRANTED = "toegekend"
    PARTLY_GRANTED = "deels-toegekend"
    REFUSED = "afgewezen"
    DISMISSED = "buiten-behandeling"


class DeclineReason(enum.StrEnum):
    """Why an organisation hands a part back."""

    NOT_COMPETENT = "niet-bevoegd"
    DUPLICATE = "dubbel"
    ALREADY_ARRANGED = "al-geregeld"
    OTHER = "anders"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message for a subscriber goes, with the secrets that sign it: the newest first, two while they rotate."""

    address: str
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery as it goes out. ``body`` holds the same bytes on every try; ``delivery_id`` is the idempotency key."""

    delivery_id: str
    kind: Kind
    number: str  # deelzaaknummer; for the citizen the zaaknummer
    product: str  # for the citizen empty
    body: bytes  # JSON (UTF-8), composed once; see loket/routing/compose.py
    created_at: datetime  # aware, UTC
    attempt: int  # 1 for the first try
    traceparent: str  # W3C trace context
    reference: str | None = None  # the organisation's own reference, once known
    target: Target | None = None  # for a subscriber; all others have an adapter of their own that knows


@dataclass(frozen=True, slots=True)
class Report:
    """What an organisation told about a part, in Loket's own words (already translated from its vocabulary)."""

    verb: Verb
    at: datetime | None = None  # when it happened over there; aware
    reference: str | None = None
    explanation: str | None = None
    outcome: Outcome | None = None
    decided_on: date | None = None
    announced_on: date | None = None  # bekendgemaaktOp: the objection window counts from the day after (Awb 6:8)
    reason: DeclineReason | None = None
    right_organisation: str | None = None
    right_product: str | None = None
    information_due: date | None = None  # hersteltermijn (Awb 4:5)
    new_due: date | None = None  # nieuweEinddatum
    questions: tuple[str, ...] = ()  # question keys or plain sentences asked of the citizen


@dataclass(frozen=True, slots=True)
class Result:
    """What one try brought. ``answered`` is False when no connection was made: that costs the delivery no try."""

    verdict: Verdict
    status: int | None = None
    detail: str = ""  # for the log and the supervisor; never holds personal data
    reference: str | None = None
    retry_after: float | None = None  # seconds, from the Retry-After header
    answered: bool = True
    reports: tuple[Report, ...] = ()  # what the answer itself tells about the part (FETCH, or a synchronous answer)
    warnings: tuple[str, ...] = ()  # went well, but somebody should look at the configuration; never holds personal data
    fetch: bool = False  # read the state back: what they notified of before their reference stood here went unheard


class Adapter(Protocol):
    """A dialect. Made once per organisation by the registry; safe for use by several threads at once."""

    kinds: frozenset[Kind]  #: what it can send; the rest becomes a task for a person
    pushes: bool  #: False when the organisation works in Loket itself (worklist) and nothing leaves over HTTP

    def send(self, message: Message) -> Result:
        """Send one message, once, within the deadline. Declared failures are a Result; anything raised counts as a broken adapter."""

    def understand(self, verb: str, data: Mapping[str, Any]) -> Report:
        """Translate a status report in the organisation's words; BadRequest with all faults when it makes no sense."""
