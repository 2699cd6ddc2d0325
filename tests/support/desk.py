"""A counter for tests: takes requests in, lets organisations answer, and looks at what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket import dispatcher_of
from loket.adapters.port import Outcome as Decision
from loket.adapters.port import Report, Result, Verb
from loket.cases import queries
from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.outbox import Channel, Delivery
from loket.cases.queries import Viewer
from loket.routing import callbacks, intake, stuck_list
from loket.routing.callbacks import Received
from loket.routing.claims import Claim, claim
from loket.routing.context import MACHINE, Actor, Context
from loket.routing.dispatch import Dispatcher, drain
from loket.routing.request import APPLICANT, PersonGiven, ProductChoice, Request
from loket.routing.results import Outcome, write
from loket.routing.stuck_list import Choice, Cursor
from tests.support.clock import Clock
from tests.support.post import Post

COUNTER = "gemeente-0518"
EMPLOYEE = Actor(name="balie-den-haag", label=COUNTER, counter=COUNTER, origin="web")
SUPERVISOR = Actor(name="toezichthouder", label="toezicht", roles=frozenset({"toezichthouder"}), origin="web")
BSN, PARTNER_BSN = "999993653", "999992740"  # of the RvIG test set
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a working day far from any holiday


def person(role: str = APPLICANT, **given: Any) -> PersonGiven:
    """A woman of forty who is registered in Den Haag, unless ``given`` says otherwise."""
    fields: dict[str, Any] = {"surname": "Moulin", "birth_date": "1985-12-01"}
    return PersonGiven(role, **fields | ({"gemeente_code": "0518", "bsn": BSN} if role == APPLICANT else {}) | given)


def request(*products: str, applicant: PersonGiven | None = None, **given: Any) -> Request:
    """A request for these products; ``algemeen-verzoek@cak`` is one at a named organisation."""
    choices = tuple(ProductChoice(slug, organisation or None) for slug, _, organisation in (one.partition("@") for one in products))
    fields: dict[str, Any] = {"channel": "balie", "counter": COUNTER, "products": choices}
    return Request(applicant=applicant or person(), **fields | given)


def general(*organisations: str) -> list[str]:
    """The product that every organisation has, at each of these."""
    return [f"algemeen-verzoek@{slug}" for slug in organisations]


class Desk:
    """One application with a clock that stands still and organisations that answer as told.

    On SQLite a read holds the only write lock: each step ends the transaction of the one before.
    """

    def __init__(self, app: Flask, session: Session, clock: Clock) -> None:
        self.app, self.session, self.clock = app, session, clock
        self.post = Post()
        self.dispatcher: Dispatcher = replace(dispatcher_of(app), adapters=self.post)

    def change(self, **settings: Any) -> None:
        """Other settings for deliveries: ``pace``, ``threads``, ``per_organisation``."""
        self.dispatcher = replace(self.dispatcher, settings=replace(self.dispatcher.settings, **settings))

    def change_product(self, slug: str, **fields: Any) -> None:
        """A catalogue in which one product differs."""
        catalogue = self.dispatcher.catalogue
        products = {**catalogue.products, slug: replace(catalogue.products[slug], **fields)}
        self.dispatcher = replace(self.dispatcher, catalogue=replace(catalogue, products=products))

    def context(self, actor: Actor = EMPLOYEE, session: Session | None = None) -> Context:
        """What a use case is handed now. Each call comes a millisecond later: ids made in one have no order among them."""
        self.session.rollback()
        self.clock.advance(seconds=0.001)
        settings = self.dispatcher.settings
        return Context(
            session=session or self.session,
            catalogue=self.dispatcher.catalogue,
            actor=actor,
            now=self.clock.now(),
            pace=settings.pace,
            base_url=settings.base_url,
            messages=settings.messages,
        )

    def open(self, *products: str, **given: Any) -> Case:
        """Take a request in; returns its case."""
        return self.take_in(request(*products, **given))

    def take_in(self, wanted: Request) -> Case:
        """Take this request in; returns its case."""
        return self.case(intake.open_case(self.context(), wanted).number)

    def case(self, number: str) -> Case:
        """The case as it stands in the database."""
        self.session.rollback()
        self.session.expire_all()
        return queries.find_case(self.session, number)

    def drain(self) -> bool:
        """Deliver what is due now; returns whether something is left."""
        self.session.rollback()
        left = drain(self.dispatcher, 5)
        self.session.expire_all()  # what this session knows is old
        return left

    def drain_until(self, moment: datetime, seconds: float) -> None:
        """Deliver every so many seconds until ``moment``."""
        while self.clock.now() < moment:
            self.drain()
            self.clock.advance(seconds=seconds)

    def claim(self, slots: int = 64) -> list[Claim]:
        """Claim as a drain does and stop there, as a worker that is killed at this moment."""
        self.session.rollback()
        settings = self.dispatcher.settings
        with self.dispatcher.sessions() as session:
            claims = claim(session, self.dispatcher.catalogue, settings.pace, self.clock.now(), slots, settings.per_organisation)
            session.commit()
            session.expunge_all()
        self.session.expire_all()
        return claims

    def write(self, claimed: Claim, result: Result) -> None:
        """Write down what a claim brought, however late."""
        context = self.context(MACHINE)
        write(context, [Outcome(claimed, result, 5)])
        context.session.commit()
        self.session.expire_all()

    def tell(self, part: Referral, verb: Verb, message_id: str | None = None, **told: Any) -> Received:
        """Let the part's organisation send a status report now."""
        slug, number = part.organisation, part.number
        organisation = self.dispatcher.catalogue.organisations[slug]
        message_id = message_id or f"{number}-{verb.value}-{self.clock.now().isoformat()}"
        context = self.context(Actor(name=slug, label=slug, organisation=slug, origin="callback"))
        return callbacks.receive(context, organisation, message_id, verb.value, b"{}", number, Report(verb, **told))

    def decide(self, part: Referral, outcome: Decision = Decision.GRANTED) -> Received:
        """Let the part's organisation decide now."""
        return self.tell(part, Verb.DECIDED, outcome=outcome)

    def deliveries(self, part: Referral | None = None) -> Sequence[Delivery]:
        """The outbox in order, of one part or of all."""
        query = select(Delivery).order_by(Delivery.id)
        self.session.expire_all()
        return self.session.scalars(query.where(Delivery.referral_id == part.id) if part else query).all()

    def channel(self, organisation: str) -> Channel:
        """The line to this organisation."""
        self.session.expire_all()
        return self.session.get_one(Channel, organisation)

    def stuck(self, after: Cursor | None = None, limit: int = 50, **choice: Any) -> list[str]:
        """The zaaknummers on the supervisor's list, in its order; ``choice`` as ``stuck_list.Choice``."""
        return [case.number for case in stuck_list.page(self.context(SUPERVISOR), Choice(**choice), after, limit)]

    def events(self, case: Case) -> list[str]:
        """The kinds of the timeline's lines, in order."""
        query = select(CaseEvent.type).where(CaseEvent.case_id == case.id).order_by(CaseEvent.sequence)
        return list(self.session.scalars(query))

    def status(self, case: Case, viewer: Viewer | None = None) -> dict[str, Any]:
        """The shared status as somebody sees it; by default the counter that took the request in."""
        viewer = viewer or Viewer(counter=COUNTER)
        return queries.shared_status(case, viewer, lambda slug: slug, self.clock.today())

    def timeline(self, case: Case, viewer: Viewer | None = None) -> list[dict[str, Any]]:
        """The timeline as somebody sees it; by default the counter that took the request in."""
        return queries.timeline(self.session, case, viewer or Viewer(counter=COUNTER), lambda slug: slug)


def part_of(case: Case, product: str) -> Referral:
    """The newest part of a case for this product."""
    return next(part for part in reversed(case.referrals) if part.product == product)
