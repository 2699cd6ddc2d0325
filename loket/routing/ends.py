"""Who a delivery is for: the organisation of a part, the citizen, or a subscriber. What a result means differs there and only there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from loket.adapters.port import Kind, Result, Target, Verdict
from loket.cases.lifecycle import Trigger, fire
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery
from loket.cases.words import UNDELIVERABLE_WORDS
from loket.errors import LoketError
from loket.routing import callbacks, journal, messages, reports, subscriptions
from loket.routing.announcing import PREFIX
from loket.routing.catalogue import Catalogue
from loket.routing.context import Actor, Context
from loket.routing.disclosure import FIRST_KINDS
from loket.routing.progress import heard, reckon_term, release

log = structlog.get_logger()
MISFIT = "inrichting-nakijken"


class End(Protocol):
    """The other end of a delivery. Each method is called with the case locked, before ``settle``."""

    @property
    def number(self) -> str: ...  # what the message is about: deelzaaknummer or zaaknummer

    @property
    def product(self) -> str: ...

    @property
    def reference(self) -> str | None: ...  # the organisation's own

    @property
    def actor(self) -> Actor: ...  # who stands on the timeline beside it

    def target(self, now: datetime) -> Target | None: ...  # its own address, for a subscriber

    def delivered(self, context: Context, result: Result) -> None:
        """It arrived."""

    def delivered_again(self, context: Context) -> None:
        """It was replayed and arrived: they had it already, so nothing starts or moves."""

    def given_up(self, context: Context, verdict: Verdict) -> None:
        """It never will: refused, gone, or every try was spent."""

    def unable(self, context: Context) -> None:
        """The adapter cannot do this kind: never silence, but a task for a person."""


def end_of(session: Session, row: Delivery) -> End:
    """Who this delivery is for."""
    if row.kind == Kind.EVENT.value:
        return subscriptions.Subscriber(session.get_one(Case, row.case_id), subscriptions.of_line(session, row.organisation))
    if row.referral_id is None:
        return messages.Citizen(session.get_one(Case, row.case_id), row)
    return Organisation(session.get_one(Referral, row.referral_id), row)


def limit_of(catalogue: Catalogue, line: str) -> int | None:
    """How many calls may be under way at once over a line; None when it is called no more."""
    if line == messages.LINE:
        return messages.LIMIT
    if line.startswith(PREFIX):
        return subscriptions.LIMIT
    organisation = catalogue.organisations.get(line)
    return organisation.limit if organisation and not catalogue.pulls(line) else None


def disclosed(context: Context, part: Referral) -> list[UUID]:
    """Whose data an organisation gets with its part: the people whose role the product's allow-list names."""
    fields = context.catalogue.products[part.product].fields
    return [person.person.pseudonym for person in part.case.participants if fields.get(person.role)]


def adapter_of(line: str) -> str:
    """The name of the adapter for a line: all subscriptions share one."""
    return subscriptions.ADAPTER if line.startswith(PREFIX) else line


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation that has a part."""

    part: Referral
    row: Delivery

    @property
    def number(self) -> str:
        """The deelzaaknummer."""
        return self.part.number

    @property
    def product(self) -> str:
        """What the part is about."""
        return self.part.product

    @property
    def reference(self) -> str | None:
        """The organisation's own, once known."""
        return self.part.reference

    @property
    def actor(self) -> Actor:
        """Their answer is what moved the part."""
        slug = self.part.organisation
        return Actor(name="loket", label=slug, organisation=slug, origin="bezorging")

    def target(self, now: datetime) -> None:
        """None: its adapter knows."""

    def delivered(self, context: Context, result: Result) -> None:
        """They have it; their answer may hold a reference, or tell of the part at once."""
        case, part, row = self.part.case, self.part, self.row
        if result.reference:
            part.reference = result.reference[:120]
        if row.kind in FIRST_KINDS:
            self._arrived(context)
            if result.fetch:
                callbacks.fetch(context, part)
        elif row.kind != Kind.FETCH.value:
            kind = "aanvulling-bezorgd" if row.kind == Kind.COMPLETION.value else "bericht-bezorgd"
            journal.tell(context, case, kind, part, soort=row.kind)
        for words in result.warnings:
            self._warn(context, words)
        for report in result.reports:
            try:
                reports.read_back(context, case, part, report)
            except LoketError as error:
                log.warning("report_refused", part=part.number, verb=report.verb.value, code=error.code)

    def _warn(self, context: Context, words: str) -> None:
        """Something in the configuration does not fit theirs. Told once for each part: the same reading comes back every day."""
        before = [event for event in self.part.case.events if event.type == MISFIT and event.referral_id == self.part.id]
        log.warning("configuration_misfit", organisation=self.part.organisation, part=self.part.number, words=words)
        if words not in {event.details.get("woorden") for event in before}:
            journal.tell(context, self.part.case, MISFIT, self.part, woorden=words)
            journal.audit(context, MISFIT, self.part.number, result="let op", woorden=words)

    def _arrived(self, context: Context) -> None:
        """Their 2xx: the decision term starts. Their callback may have been quicker."""
        case, part = self.part.case, self.part
        part.sent_at = part.sent_at or context.now
        if part.received_by_organisation_at is None:
            part.received_by_organisation_at = context.now
            reckon_term(context, part)
        if fire(part, Trigger.SEND, context.now).moved:
            heard(context, part)
        journal.tell(context, case, "verzonden", part)
        self._account(context)

    def delivered_again(self, context: Context) -> None:
        """The same data went out once more: that is told and accounted for, and nothing else happens."""
        journal.tell(context, self.part.case, "opnieuw-bezorgd", self.part, soort=self.row.kind)
        self._account(context)

    def _account(self, context: Context) -> None:
        if self.row.kind in FIRST_KINDS:
            sent = self.row.traceparent
            journal.log_processing(context, "verstrekken", disclosed(context, self.part), foreign=self.part.organisation, sent=sent)

    def given_up(self, context: Context, verdict: Verdict) -> None:
        """The part itself becomes undeliverable when its first message did. A fetch is asked again another time."""
        case, part, row = self.part.case, self.part, self.row
        if row.kind == Kind.FETCH.value:
            return
        if row.kind in FIRST_KINDS and fire(part, Trigger.GIVE_UP, context.now).moved:
            heard(context, part)
            release(context, case, part)
        journal.tell(context, case, "onbestelbaar", part, toelichting=UNDELIVERABLE_WORDS[verdict], soort=row.kind)

    def unable(self, context: Context) -> None:
        """Somebody passes it on by hand."""
        journal.tell(context, self.part.case, "taak", self.part, soort=self.row.kind)
