"""Tries any route of the application as anybody, on a case that is to them what the test asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loket import session_of
from loket.routing import openings, sessions
from loket.routing.clients import SCOPES, add_client
from loket.routing.grounds import PRESENT, Ground, load_grounds
from loket.routing.sessions import Person
from loket.web.accounts import AT_COUNTER, HANDLER
from loket.web.policy import PROGRAM_OF_COUNTER, Relation
from tests.support.desk import COUNTER, Desk

#: Who somebody works for, so that the case (taken in at COUNTER, with a part of svb) is this to them: loket and organisation.
COUNTERS = {Relation.OWN: (COUNTER, "gemeente-0518"), Relation.CONCERNED: ("svb-utrecht", "svb")}
ELSEWHERE = ("uwv-den-haag", "uwv")
ARGUMENTS = {"verb": "besloten", "filename": "icon.svg", "organisatie": "gemeente-0363"}


@dataclass
class Doors:
    """One application with one case in it."""

    app: Flask
    desk: Desk
    number: str  # of the case
    part: str  # the part of svb in it
    names: Iterator[int] = field(default_factory=count)

    @staticmethod
    def possible(role: str) -> tuple[Relation, ...]:
        """The relations that can be true for this role: only who works for a loket can have taken the case in."""
        if role in (*AT_COUNTER, PROGRAM_OF_COUNTER):
            opened = () if role == PROGRAM_OF_COUNTER else (Relation.PRESENT, Relation.REASONED)
            return (Relation.OWN, Relation.CONCERNED, *opened, Relation.OTHER)
        return (Relation.CONCERNED, Relation.OTHER) if role in (HANDLER, "programma-organisatie") else (Relation.OTHER,)

    def about_a_case(self, endpoint: str) -> bool:
        """Whether the address of this route holds a zaaknummer or a deelzaaknummer."""
        return bool(re.search(r"<(number|zaaknummer|deelzaaknummer)>", self._rule(endpoint)))

    def try_page(self, endpoint: str, method: str, role: str | None, relation: Relation) -> TestResponse:
        """Open a page, signed in with this role or not at all; forms come without the guard against other sites."""
        self.app.config["WTF_CSRF_METHODS"] = set()
        client = self.app.test_client()
        if role is not None:
            self._sign_in(client, role, relation)
        return client.open(self._address(endpoint), method=method, buffered=True)

    def try_program(self, endpoint: str, method: str, kind: str | None, relation: Relation, without: str | None = None) -> TestResponse:
        """Call an operation with a key of such a program, or with none; ``without`` is a scope that the key lacks."""
        headers = {"Authorization": f"Bearer {self._key(kind, relation, without)}"} if kind else {}
        media = "application/cloudevents+json" if endpoint == "api.statusMelden" else "application/json"
        body = {"data": "{}", "content_type": media} if method == "POST" else {}
        return self.app.test_client().open(self._address(endpoint), method=method, headers=headers, **body)

    def ground(self, slug: str) -> Ground:
        """A ground of the configuration."""
        extensions = self.app.extensions["loket"]
        grounds = load_grounds(extensions.settings.config / "gronden.toml", extensions.catalogue)
        return next(ground for ground in grounds if ground.slug == slug)

    def _sign_in(self, client: FlaskClient, role: str, relation: Relation) -> None:
        counter, organisation = COUNTERS.get(relation, ELSEWHERE)
        works_for = (counter, organisation) if role in AT_COUNTER else (None, organisation if role == HANDLER else None)
        with session_of(self.app) as session:
            context = replace(self.desk.context(session=session), practice=True)
            token = sessions.begin(context, Person(f"{role}-1", "Iemand", role, *works_for))
            found = sessions.find(context, token)
            assert found is not None
            if relation in (Relation.PRESENT, Relation.REASONED):
                slug = PRESENT if relation is Relation.PRESENT else "met-reden"
                openings.open_case(context, self.number, found.id, self.ground(slug), "De huisarts belde over deze zaak.")
        client.set_cookie("loket", token)

    def _key(self, kind: str, relation: Relation, without: str | None) -> str:
        counter, organisation = COUNTERS.get(relation, ELSEWHERE)
        owner = (counter, organisation) if kind == PROGRAM_OF_COUNTER else (None, organisation)
        with session_of(self.app) as session:
            return add_client(
                session, f"programma-{next(self.names)}", [scope for scope in SCOPES if scope != without], *owner, self.desk.clock.now()
            )

    def _address(self, endpoint: str) -> str:
        """The address of a route, about the case or its part of svb."""
        rule = self._rule(endpoint)
        about_part = "deelzaken" in rule or "werkvoorraad" in rule
        number = self.part if about_part else self.number
        known = {"number": number, "zaaknummer": number, "deelzaaknummer": self.part, **ARGUMENTS}
        return re.sub(r"<(?:path:)?(\w+)>", lambda found: known[found[1]], rule)

    def _rule(self, endpoint: str) -> str:
        return next(rule.rule for rule in self.app.url_map.iter_rules() if rule.endpoint == endpoint)
