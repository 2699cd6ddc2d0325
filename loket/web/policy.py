"""Who may do what: one row for every route and method, the only place where this is decided. What has no row is refused.

A row names the roles that may come in and, where the route is about a case or a part, what that case must be to them: see
:class:`Relation`. Programs come in with a scope of their key. What they then see of a case is ``queries.Viewer``'s to say.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from loket.web.accounts import (
    COUNTER,
    HANDLER,
    INTERMEDIARY,
    PRIVACY_OFFICER,
    ROLES,
    SUPERVISOR,
)


class Relation(enum.StrEnum):
    """What a case is to who asks for it; more than one can be true."""

    OWN = "eigen-loket"  #: their loket took it in
    CONCERNED = "eigen-organisatie"  #: their organisation has or had this part, or a part of this case
    PRESENT = "inwoner-aanwezig"  #: opened just now because the citizen is there and asks for it
    REASONED = "met-reden"  #: opened just now for a reason that was typed
    OTHER = "geen"  #: always true: any case at all


class By(enum.Enum):
    """How somebody proves who they are."""

    NOTHING = enum.auto()  #: open to everybody
    SESSION = enum.auto()  #: an employee who signed in
    KEY = enum.auto()  #: a program with a key; the row names its scope
    SIGNATURE = enum.auto()  #: an organisation that signs, or sends the header that it was given


Relations = frozenset[Relation]
Key = tuple[str, str]  # endpoint and method; HEAD goes with GET

PROGRAM_OF_COUNTER = "programma-loket"
PROGRAM_OF_ORGANISATION = "programma-organisatie"
PROGRAMS = (PROGRAM_OF_COUNTER, PROGRAM_OF_ORGANISATION)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: by what, for which roles, and for each role which relations to the case suffice."""

    by: By
    roles: Mapping[str, Relations]
    scope: str | None = None


ANY: Relations = frozenset(Relation)
OWN: Relations = frozenset({Relation.OWN})
SERVED: Relations = frozenset({Relation.OWN, Relation.PRESENT})
CONCERNED: Relations = frozenset({Relation.CONCERNED})
AT_WORK: Relations = SERVED | CONCERNED


def employees(*anywhere: str, **about: Relations) -> Rule:
    """A row for people: roles for whom the case does not matter, and roles with what the case must be to them."""
    return Rule(By.SESSION, dict.fromkeys(anywhere, ANY) | {WORDS[name]: relations for name, relations in about.items()})


def programs(scope: str, counter: Relations | None = None, organisation: Relations | None = None) -> Rule:
    """A row for programs with this scope: what the case must be to one of a loket, and to one of an organisation."""
    found = {PROGRAM_OF_COUNTER: counter, PROGRAM_OF_ORGANISATION: organisation}
    return Rule(By.KEY, {kind: relations for kind, relations in found.items() if relations is not None}, scope)


WORDS = {"counter": COUNTER, "handler": HANDLER, "supervisor": SUPERVISOR, "intermediary": INTERMEDIARY}
EVERYBODY = Rule(By.NOTHING, {})
SIGNED = Rule(By.SIGNATURE, {})

SEE_CASE = employees(counter=ANY, supervisor=ANY, handler=CONCERNED, intermediary=OWN)
SUPPLY = employees(counter=AT_WORK, intermediary=OWN)
WITHDRAW = employees(counter=SERVED, intermediary=OWN)
TAKE_IN = employees(COUNTER, INTERMEDIARY)
WORK = employees(handler=CONCERNED)
SUPERVISE = employees(SUPERVISOR)
GUARD_PRIVACY = employees(PRIVACY_OFFICER)

POLICY: dict[Key, Rule] = {
    ("health.live", "GET"): EVERYBODY,
    ("health.ready", "GET"): EVERYBODY,
    ("health.metrics", "GET"): EVERYBODY,
    ("pages.static", "GET"): EVERYBODY,
    ("home.start", "GET"): EVERYBODY,
    ("home.practice", "GET"): EVERYBODY,
    ("home.accessibility", "GET"): EVERYBODY,
    ("home.privacy", "GET"): EVERYBODY,
    ("home.security", "GET"): EVERYBODY,
    ("login.sign_in", "GET"): EVERYBODY,
    ("login.signed_in", "POST"): EVERYBODY,
    ("login.leave_for_provider", "GET"): EVERYBODY,
    ("login.back_from_provider", "GET"): EVERYBODY,
    ("login.sign_out", "POST"): EVERYBODY,
    ("login.sign_out_everywhere", "POST"): employees(*ROLES),
    ("login.own_account", "GET"): employees(*ROLES),
    ("desk.search", "POST"): employees(COUNTER, SUPERVISOR, HANDLER),
    ("desk_new.begin", "GET"): TAKE_IN,
    ("desk_new.step", "POST"): TAKE_IN,
    ("desk_case.page", "GET"): SEE_CASE,
    ("desk_case.state", "GET"): SEE_CASE,
    ("desk_case.receipt", "GET"): WITHDRAW,
    ("desk_case.knock", "POST"): employees(counter=ANY, supervisor=ANY, intermediary=OWN),
    ("opening.open_case", "POST"): employees(counter=ANY, supervisor=ANY, handler=CONCERNED),
    ("desk_part.supply_form", "GET"): SUPPLY,
    ("desk_part.supply", "POST"): SUPPLY,
    ("desk_part.withdraw_form", "GET"): WITHDRAW,
    ("desk_part.withdraw", "POST"): WITHDRAW,
    ("supervisor.stuck", "GET"): SUPERVISE,
    ("supervisor.retry", "POST"): SUPERVISE,
    ("supervisor.forward", "POST"): SUPERVISE,
    ("supervisor.give_back", "POST"): SUPERVISE,
    ("privacy.register", "GET"): GUARD_PRIVACY,
    ("privacy.receive", "POST"): GUARD_PRIVACY,
    ("privacy.one", "GET"): GUARD_PRIVACY,
    ("privacy.export", "GET"): GUARD_PRIVACY,
    ("privacy.export_json", "GET"): GUARD_PRIVACY,
    ("privacy.mask", "POST"): GUARD_PRIVACY,
    ("privacy.extend", "POST"): GUARD_PRIVACY,
    ("privacy.review", "POST"): GUARD_PRIVACY,
    ("privacy.close", "POST"): GUARD_PRIVACY,
    ("privacy_breaches.one", "GET"): GUARD_PRIVACY,
    ("privacy_breaches.decide", "POST"): GUARD_PRIVACY,
    ("privacy_breaches.examine", "POST"): GUARD_PRIVACY,
    ("privacy_breaches.wrong_person_form", "GET"): GUARD_PRIVACY,
    ("privacy_breaches.wrong_person", "POST"): GUARD_PRIVACY,
    ("privacy_breaches.hold", "POST"): GUARD_PRIVACY,
    ("privacy_breaches.lift", "POST"): GUARD_PRIVACY,
    ("privacy_correct.form", "GET"): GUARD_PRIVACY,
    ("privacy_correct.correct", "POST"): GUARD_PRIVACY,
    ("worklist.overview", "GET"): employees(HANDLER),
    ("worklist.part", "GET"): WORK,
    ("worklist.tell", "POST"): WORK,
    ("api.zaakOpenen", "POST"): programs("zaken:openen", counter=ANY, organisation=ANY),
    ("api.zaakOpvragen", "GET"): programs("zaken:lezen", counter=ANY, organisation=CONCERNED),
    ("api.zaakZoeken", "POST"): programs("zaken:zoeken", counter=ANY, organisation=ANY),
    ("api.gebeurtenissenOpvragen", "GET"): programs("zaken:lezen", counter=ANY, organisation=CONCERNED),
    ("api.contactmomentVastleggen", "POST"): programs("contactmomenten:schrijven", counter=ANY),
    ("api.zaakIntrekken", "POST"): programs("intrekkingen:schrijven", counter=OWN),
    ("api.deelzaakAanvullen", "POST"): programs("aanvullingen:schrijven", counter=OWN | CONCERNED, organisation=CONCERNED),
    ("api.deelzaakDoorzenden", "POST"): programs("doorzendingen:schrijven", counter=OWN, organisation=CONCERNED),
    ("api.catalogusOpvragen", "GET"): programs("catalogus:lezen", counter=ANY, organisation=ANY),
    ("api.statusMelden", "POST"): SIGNED,
    ("api.notificatieOntvangen", "POST"): SIGNED,
    ("api.documentatieOpvragen", "GET"): EVERYBODY,
}

#: The row that says which cases one may know of at all: what fails it does not exist for them.
MAY_KNOW: Mapping[By, Rule] = {By.SESSION: POLICY["desk_case.page", "GET"], By.KEY: POLICY["api.zaakOpvragen", "GET"]}


def rule_of(endpoint: str, method: str) -> Rule | None:
    """The row of a route; None when it has none, and then nobody may come in."""
    return POLICY.get((endpoint, "GET" if method == "HEAD" else method))


def scope_of(endpoint: str) -> str | None:
    """The scope that a key needs for this route of the API."""
    return next((rule.scope for (name, _), rule in POLICY.items() if name == endpoint), None)
