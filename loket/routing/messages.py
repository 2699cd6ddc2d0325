"""Messages to the citizen who wants them: whether one may go, its outbox row, and what becomes of it.

They take the way of everything that goes out: a delivery of the line ``inwonerberichten``, without a part. Nothing waits for them: a
message that does not arrive stands on the timeline, so that the desk can tell it itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from loket.adapters.port import Kind, Result, Verdict
from loket.cases import numbers
from loket.cases.models import Case, Participant
from loket.cases.outbox import Channel, Delivery, DeliveryState
from loket.cases.words_messages import MESSAGE_FAILED_WORDS, Template, message
from loket.db import insert_absent, insert_all
from loket.routing import journal
from loket.routing.compose import delivery_row
from loket.routing.context import Actor, Context
from loket.routing.request import APPLICANT

LINE = "inwonerberichten"  #: the slug of the line; stands where an organisation's does
LIMIT = 4  #: messages under way at once
EMAIL, SMS = "email", "sms"
_FIELDS = {EMAIL: "emailadres", SMS: "telefoonnummer"}
#: Words in "never" (safe contact) that forbid a way, in whole or as part of another word.
_FORBIDS = {EMAIL: ("mail",), SMS: ("sms", "bericht", "app")}


@dataclass(frozen=True, slots=True)
class Reach:
    """How the citizen may be reached by a message: the way, the address for it, and the language."""

    way: str
    to: str
    language: str


def reach(person: Participant) -> Reach | None:
    """How this person wants messages; None when they chose none, gave no address for it, or safe contact forbids the way."""
    wish: Mapping[str, str] = person.safe_contact or {}
    way = wish.get("berichten", "")
    to = (person.contact or {}).get(_FIELDS.get(way, ""))
    never = wish.get("nooit", "").lower()
    if not to or any(word in never for word in _FORBIDS[way]):
        return None
    return Reach(way, to, wish.get("taal", "nl"))


def send(context: Context, case: Case, template: Template) -> bool:
    """Put a message in the outbox of a locked case, in the caller's transaction; False when this person gets none.

    The newest news takes the place of what still waits: nobody gets five messages after an outage. Of a person with secrecy the
    loket's number stays out: it tells in which gemeente they live. A hidden case (wrong person) sends nothing.
    """
    found = reach(_applicant(case)) if context.messages and not case.hidden else None
    if found is None:
        return False
    stop(context, case)
    insert_absent(context.session, Channel, [{"organisation": LINE, "failures": 0, "probes": 0}], "organisation")
    insert_all(context.session, Delivery, [delivery_row(context, case.id, None, LINE, _body(context, case, found, template), False)])
    return True


def stop(context: Context, case: Case) -> None:
    """Call back what still waits for this citizen: there is newer news, or the case turned out to be of somebody else."""
    waiting = update(Delivery).where(Delivery.case_id == case.id, Delivery.organisation == LINE, Delivery.state == DeliveryState.DUE)
    context.session.execute(waiting.values(state=DeliveryState.CANCELLED, finished_at=context.now))


def _applicant(case: Case) -> Participant:
    return next(person for person in case.participants if person.role == APPLICANT)


def _body(context: Context, case: Case, found: Reach, template: Template) -> dict[str, Any]:
    counter = context.catalogue.counters.get(case.counter)
    telephone = counter.telephone if counter and not _applicant(case).secrecy else None
    address = f"{context.base_url}/status"
    subject, text = message(template, found.language, numbers.show(case.number), address, telephone)
    return {
        "soort": Kind.CITIZEN.value,
        "zaaknummer": case.number,
        "aanleiding": template.value,
        "wijze": found.way,
        "taal": found.language,
        "personen": [{"rol": APPLICANT, _FIELDS[found.way]: found.to}],
        "onderwerp": subject,
        "bericht": text,
    }


@dataclass(frozen=True, slots=True)
class Citizen:
    """The end of a delivery that has no part: the applicant. See ``ends.End``."""

    case: Case
    row: Delivery

    @property
    def number(self) -> str:
        """What the message is about."""
        return self.case.number

    @property
    def product(self) -> str:
        """None: a message to the citizen names no product."""
        return ""

    @property
    def reference(self) -> str | None:
        """None: nobody over there gives it one."""
        return None

    @property
    def actor(self) -> Actor:
        """Loket itself sent it."""
        return Actor(name="loket", label="loket", origin="bezorging")

    def target(self, now: datetime) -> None:
        """None: the adapter of the line knows."""

    def delivered(self, context: Context, result: Result) -> None:
        """The citizen was told: the silence begins anew from here (practice rule 15)."""
        self.case.told_at = context.now
        journal.tell(context, self.case, "bericht-verstuurd")
        journal.audit(context, "inwoner-berichten", self.case.number, status=result.status)
        journal.log_processing(context, "inwoner-berichten", [self.case.person.pseudonym], sent=self.row.traceparent)

    def delivered_again(self, context: Context) -> None:
        """Nobody replays a message to a citizen."""

    def given_up(self, context: Context, verdict: Verdict) -> None:
        """It did not arrive; the desk sees that and tells the news another way."""
        journal.tell(context, self.case, "bericht-mislukt", toelichting=MESSAGE_FAILED_WORDS[verdict])

    def unable(self, context: Context) -> None:
        """This way is not there; also for the desk to tell."""
        journal.tell(context, self.case, "bericht-mislukt", toelichting=MESSAGE_FAILED_WORDS[Verdict.UNABLE])
