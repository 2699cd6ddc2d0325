"""Tries any route of the application as anybody, on a case that is to them what the test asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from loket import session_of
from loket.adapters.signing import new_secret
from loket.cases.desk import Handover, Paper, PaperCopy, PaperState, SavedRequest
from loket.cases.feed import Subscription
from loket.cases.models import Case, Referral
from loket.cases.outbox import KeyKind, OrganisationKey
from loket.cases.tailored import Harm, TailoredTable
from loket.routing import openings, sessions
from loket.routing.clients import SCOPES, add_client
from loket.routing.events import TYPES
from loket.routing.grounds import PRESENT, Ground
from loket.routing.sessions import Person
from loket.web.accounts import AT_COUNTER, HANDLER, INTERMEDIARY
from loket.web.policy_rule import PROGRAM_OF_COUNTER, Relation
from tests.support import crisis
from tests.support.desk import COUNTER, EMPLOYEE, Desk
from tests.trust import deliveries_kept as kept
from tests.trust import signals_kept

#: Who somebody works for, so that the case (taken in at COUNTER, with a part of svb) is this to them: loket and organisation.
AT_HOME = (COUNTER, "gemeente-0518")
COUNTERS = {
    **dict.fromkeys((Relation.OWN, Relation.MINE), AT_HOME),
    Relation.CONCERNED: ("svb-utrecht", "svb"),
    Relation.HANDED: ("cak-den-haag", "cak"),
    Relation.OFFERED: ("uwv-utrecht", "uwv"),
}
ELSEWHERE = ("uwv-den-haag", "uwv")
HANDOVERS = UUID(int=1), UUID(int=2)
ARGUMENTS = {
    "handover": str(HANDOVERS[0]),
    "verb": "besloten",
    "tafel": str(UUID(int=7)),  # a table for tailored help, see sit_down
    "daad": "beschrijven",  # at that table
    "besluit": str(UUID(int=6)),  # a precedent that is not there
    "gesprek": str(UUID(int=6)),  # a planned conversation that is not there
    "wat": "plannen",
    "schuldsignaal": str(UUID(int=6)),  # a signal of arrears that is not there
    "stap": "sluiten",
    "handeling": "herinneren",
    "filename": "icon.svg",
    "organisatie": "gemeente-0363",
    "onderbreking": str(UUID(int=6)),  # announced downtime that is not there
    "bel": str(UUID(int=6)),  # a line of a call list that is not there
    "nummer": "1",  # the only frozen figure
    "name": "overdrachten",  # a list of today
    "product": "ww",  # a knowledge card
    "saved": str(UUID(int=4)),  # a draft of who tries, see put_away
    **kept.ARGUMENTS,
    **signals_kept.ARGUMENTS,
    "gebeurtenis": crisis.SLUG,
    "abonnementId": str(UUID(int=5)),  # a subscription of who tries, see subscribe
    "papier": str(UUID(int=3)),  # a copy of a paper, see keep_copy
    "sleutelId": str(UUID(int=5)),  # a public key of the caller's organisation
}


def keep_copy(session: Session, part: Referral, now: datetime) -> None:
    """A copy of a paper that waits for the organisation of this part."""
    kind = {"case_id": part.case_id, "kind": "besluit-uitkering", "whose": "aanvrager", "state": PaperState.COPY}
    session.add(Paper(id=UUID(int=4), **kind, noted_at=now, noted_by="balie", counter=COUNTER))
    session.flush()
    file = {"media_type": "application/pdf", "size": 4, "content": "JVBERg==", "stored_at": now}
    session.add(PaperCopy(id=UUID(int=3), case_id=part.case_id, paper_id=UUID(int=4), referral_id=part.id, **file))
    session.commit()


def sit_down(session: Session, part: Referral, now: datetime) -> None:
    """A table for tailored help that looks at the case of this part."""
    told = {"harm": Harm.DEBTS, "hurts": "De huur", "products": ["aow"], "shared": [], "opened_by": "balie", "source": COUNTER}
    session.add(TailoredTable(id=UUID(int=7), case_id=part.case_id, **told, opened_at=now, due_on=now.date()))
    session.commit()


def subscribe(session: Session, organisation: str | None, now: datetime) -> None:
    """One subscription, always of who tries; its address may not be called, so a test event goes nowhere."""
    if organisation is not None:
        address = {"address": "https://127.0.0.1/", "types": list(TYPES), "secret": new_secret(), "sequence": 0}
        session.merge(Subscription(id=UUID(int=5), organisation=organisation, **address, created_at=now, ended_at=None))
        session.commit()


def put_away(session: Session, account: str, counter: str, now: datetime) -> None:
    """One draft, always of this employee at this loket."""
    session.execute(delete(SavedRequest))
    moments = dict.fromkeys(("knocked_at", "saved_at"), now) | {"expires_at": now + timedelta(days=7)}
    session.add(SavedRequest(id=UUID(int=4), account=account, counter=counter, step="persoon", label="Iemand", fields=[], **moments))
    session.commit()


@dataclass
class Doors:
    """One application with one case in it."""

    app: Flask
    desk: Desk
    number: str  # of the case
    part: str  # the part of svb in it
    names: Iterator[int] = field(default_factory=count)
    inside: tuple[str, Relation, str] | None = None  # who is signed in and finds all that they could look at, with their token

    @staticmethod
    def possible(role: str) -> tuple[Relation, ...]:
        """The relations that can be true for this role: only who works for a loket can have taken the case in."""
        if role in (*AT_COUNTER, PROGRAM_OF_COUNTER):
            opened = () if role == PROGRAM_OF_COUNTER else (Relation.PRESENT, Relation.REASONED)
            mine = (Relation.MINE,) if role == INTERMEDIARY else ()
            handed = () if role == PROGRAM_OF_COUNTER else (Relation.HANDED, Relation.OFFERED)
            return (Relation.OWN, *mine, *handed, Relation.CONCERNED, *opened, Relation.OTHER)
        if role == HANDLER:
            return (Relation.CONCERNED, Relation.HANDED, Relation.OTHER)
        return (Relation.CONCERNED, Relation.OTHER) if role == "programma-organisatie" else (Relation.OTHER,)

    def about_a_case(self, endpoint: str) -> bool:
        """Whether the address of this route holds a zaaknummer or a deelzaaknummer."""
        return bool(re.search(r"<(number|zaaknummer|deelzaaknummer)>", self._rule(endpoint)))

    def try_page(self, endpoint: str, method: str, role: str | None, relation: Relation) -> TestResponse:
        """Open a page, signed in with this role or not at all; forms come without the guard against other sites.

        Who only looks changes nothing: the next attempt of the same goes on with what was laid ready.
        """
        self.app.config["WTF_CSRF_METHODS"] = set()
        client = self.app.test_client()
        if role is not None:
            if self.inside is None or self.inside[:2] != (role, relation):
                self.inside = (role, relation, self._sign_in(role, relation))
            client.set_cookie("loket", self.inside[2])
        if method != "GET":
            self.inside = None
        return client.open(self._address(endpoint), method=method, buffered=True)

    def try_program(self, endpoint: str, method: str, kind: str | None, relation: Relation, without: str | None = None) -> TestResponse:
        """Call an operation with a key of such a program, or with none; ``without`` is a scope that the key lacks."""
        headers = {"Authorization": f"Bearer {self._key(kind, relation, without)}"} if kind else {}
        media = "application/cloudevents+json" if endpoint == "api.statusMelden" else "application/json"
        body = {"data": "{}", "content_type": media} if method in ("POST", "PATCH") else {}
        return self.app.test_client().open(self._address(endpoint), method=method, headers=headers, **body)

    def ground(self, slug: str) -> Ground:
        """A ground of the configuration."""
        grounds = self.app.extensions["loket"].catalogue.grounds
        return next(ground for ground in grounds if ground.slug == slug)

    def _sign_in(self, role: str, relation: Relation) -> str:
        """A session of somebody with this role; returns its token. What they could look at is laid ready."""
        counter, organisation = COUNTERS.get(relation, ELSEWHERE)
        works_for = (counter, organisation) if role in AT_COUNTER else (None, organisation if role == HANDLER else None)
        name = EMPLOYEE.name if relation is Relation.MINE else f"{role}-1"
        with session_of(self.app) as session:
            context = replace(self.desk.context(session=session), practice=True)
            token = sessions.begin(context, Person(name, "Iemand", role, *works_for))
            found = sessions.find(context, token)
            assert found is not None
            if role in AT_COUNTER:
                put_away(session, name, counter, self.desk.clock.now())
            if relation is Relation.HANDED:
                self.hand_over(session, *works_for)
            if relation is Relation.OFFERED:
                self.hand_over(session, *COUNTERS[Relation.HANDED], sender=counter)
            if relation in (Relation.PRESENT, Relation.REASONED):
                slug = PRESENT if relation is Relation.PRESENT else "met-reden"
                openings.open_case(context, self.number, found.id, self.ground(slug), "De huisarts belde over deze zaak.")
            kept.keep(session, self.part, organisation, self.desk.clock.now())
            signals_kept.keep(session, self.part, works_for[0] or works_for[1] or name, self.desk.clock.now())
        return token

    def hand_over(self, session: Session, counter: str | None, organisation: str | None, sender: str = "gemeente-0363") -> None:
        """Let a handover of the case to this loket, or to who handles at this organisation, wait."""
        case = session.scalars(select(Case.id).where(Case.number == self.number)).one()
        now = self.desk.clock.now()
        session.merge(
            Handover(
                id=HANDOVERS[counter is None],
                case_id=case,
                from_counter=sender,
                from_account="iemand-anders",
                to_counter=counter,
                to_organisation=None if counter else organisation,
                reason="Verhuisd",
                summary="De zaak loopt.",
                reach="Bellen",
                offered_at=now,
                norm_at=now,
                refused_at=None,  # whoever tried before this may have ended it
                taken_up_at=None,
                ended_at=None,
            )
        )
        session.commit()

    def _key(self, kind: str, relation: Relation, without: str | None) -> str:
        self.inside = None
        counter, organisation = COUNTERS.get(relation, ELSEWHERE)
        owner = (counter, organisation) if kind == PROGRAM_OF_COUNTER else (None, organisation)
        with session_of(self.app) as session:
            kept.keep(session, self.part, organisation, self.desk.clock.now())
            about = {
                "kind": KeyKind.WEBHOOK,
                "public_key": "",
                "created_at": self.desk.clock.now(),
                "created_by": "iemand",
                "revoked_at": None,
            }
            session.merge(OrganisationKey(id=UUID(int=5), organisation=organisation, **about))
            subscribe(session, owner[1] if kind != PROGRAM_OF_COUNTER else None, self.desk.clock.now())
            return add_client(
                session, f"programma-{next(self.names)}", [scope for scope in SCOPES if scope != without], *owner, self.desk.clock.now()
            )

    def _address(self, endpoint: str) -> str:
        """The address of a route, about the case or its part of svb."""
        rule = self._rule(endpoint)
        about_part = "deelzaken" in rule or "werkvoorraad" in rule
        number = self.part if about_part else self.number
        known = {"number": number, "zaaknummer": number, "deelzaaknummer": self.part, **ARGUMENTS}
        return re.sub(r"<(?:path:|uuid:|int:)?(\w+)>", lambda found: known[found[1]], rule)

    def _rule(self, endpoint: str) -> str:
        return next(rule.rule for rule in self.app.url_map.iter_rules() if rule.endpoint == endpoint)
