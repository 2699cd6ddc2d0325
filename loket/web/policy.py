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
    MINE = "zelf-aangenomen"  #: they took it in themselves, at the loket where they work now
    CONCERNED = "eigen-organisatie"  #: their organisation has or had this part, or a part of this case
    HANDED = "overgedragen"  #: a warm handover makes it their work: see ``handover.entitled``
    OFFERED = "aangeboden"  #: they offered it to somebody, and that is not over: they go on reading
    PRESENT = "inwoner-aanwezig"  #: opened just now because the citizen is there and asks for it
    REASONED = "met-reden"  #: opened just now for a reason that was typed
    OTHER = "geen"  #: always true: any case at all


class By(enum.Enum):
    """How somebody proves who they are."""

    NOTHING = enum.auto()  #: open to everybody
    SESSION = enum.auto()  #: an employee who signed in
    KEY = enum.auto()  #: a program with a key; the row names its scope
    SIGNATURE = enum.auto()  #: an organisation that signs, or sends the header that it was given
    FIGURES_KEY = enum.auto()  #: who watches over this installation, with LOKET_METRICS_KEY; in the demo everybody


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
    hidden: bool = False  # also about a case that was opened for the wrong person: who received it must hear that it is called back


ANY: Relations = frozenset(Relation)
OWN: Relations = frozenset({Relation.OWN})
MINE: Relations = frozenset({Relation.MINE})
HANDED: Relations = frozenset({Relation.HANDED})
OFFERED: Relations = frozenset({Relation.OFFERED})
SERVED: Relations = frozenset({Relation.OWN, Relation.HANDED, Relation.PRESENT})
CONCERNED: Relations = frozenset({Relation.CONCERNED})
AT_WORK: Relations = SERVED | CONCERNED


def employees(*anywhere: str, **about: Relations) -> Rule:
    """A row for people: roles for whom the case does not matter, and roles with what the case must be to them."""
    return Rule(By.SESSION, dict.fromkeys(anywhere, ANY) | {WORDS[name]: relations for name, relations in about.items()})


def programs(scope: str, counter: Relations | None = None, organisation: Relations | None = None, *, hidden: bool = False) -> Rule:
    """A row for programs with this scope: what the case must be to one of a loket, and to one of an organisation."""
    found = {PROGRAM_OF_COUNTER: counter, PROGRAM_OF_ORGANISATION: organisation}
    return Rule(By.KEY, {kind: relations for kind, relations in found.items() if relations is not None}, scope, hidden)


WORDS = {"counter": COUNTER, "handler": HANDLER, "supervisor": SUPERVISOR, "intermediary": INTERMEDIARY}
EVERYBODY = Rule(By.NOTHING, {})
SIGNED = Rule(By.SIGNATURE, {})
WATCHES = Rule(By.FIGURES_KEY, {})

SEE_CASE = employees(counter=ANY, supervisor=ANY, handler=CONCERNED | HANDED, intermediary=MINE)
SUPPLY = employees(counter=AT_WORK, intermediary=MINE)
WITHDRAW = employees(counter=SERVED, intermediary=MINE)
THEIR_CASE = employees(counter=OWN | HANDED, intermediary=MINE)
TAKE_IN = employees(COUNTER, INTERMEDIARY)
WORK = employees(handler=CONCERNED)
RECEIVE = employees(counter=HANDED, handler=HANDED)
SUPERVISE = employees(SUPERVISOR)
SUBSCRIBE = programs("abonnementen:beheren", organisation=ANY)
GUARD_PRIVACY = employees(PRIVACY_OFFICER)

POLICY: dict[Key, Rule] = {
    ("health.live", "GET"): EVERYBODY,
    ("health.ready", "GET"): EVERYBODY,
    ("health.metrics", "GET"): WATCHES,
    ("own_keys.key_set", "GET"): EVERYBODY,
    ("pages.static", "GET"): EVERYBODY,
    ("home.start", "GET"): EVERYBODY,
    ("home.practice", "GET"): EVERYBODY,
    ("practice_cards.overview", "GET"): EVERYBODY,
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
    ("login.choose_counter", "GET"): TAKE_IN,
    ("login.counter_chosen", "POST"): TAKE_IN,
    ("desk.search", "POST"): employees(COUNTER, SUPERVISOR, HANDLER),
    ("desk_new.begin", "GET"): TAKE_IN,
    ("desk_new.step", "POST"): TAKE_IN,
    ("desk_drafts.resume", "GET"): TAKE_IN,
    ("desk_drafts.remove", "POST"): TAKE_IN,
    ("knowledge.overview", "GET"): employees(COUNTER, INTERMEDIARY, HANDLER, SUPERVISOR),
    ("knowledge.card", "GET"): employees(COUNTER, INTERMEDIARY, HANDLER, SUPERVISOR),
    ("desk_case.page", "GET"): SEE_CASE,
    ("desk_case.state", "GET"): SEE_CASE,
    ("receipt.page", "GET"): WITHDRAW,
    ("status_page.ask", "GET"): EVERYBODY,
    ("status_page.look", "POST"): EVERYBODY,
    ("desk_case.knock", "POST"): employees(counter=ANY, supervisor=ANY, intermediary=MINE),
    ("home.more", "GET"): TAKE_IN,
    ("desk_handover.form", "GET"): WITHDRAW,
    ("desk_handover.offer", "POST"): WITHDRAW,
    ("desk_handover.one", "GET"): employees(counter=SERVED | OFFERED, handler=HANDED, intermediary=MINE),
    ("desk_handover.take_up", "POST"): RECEIVE,
    ("desk_handover.refuse", "POST"): RECEIVE,
    ("desk_handover.tell", "POST"): employees(counter=SERVED | OFFERED, handler=HANDED, intermediary=MINE),
    ("desk_handover.take_back", "POST"): employees(counter=SERVED | OFFERED, intermediary=MINE),
    ("desk_news.form", "GET"): WITHDRAW,
    ("desk_news.told", "POST"): WITHDRAW,
    ("desk_act.keep_promise", "POST"): WITHDRAW,
    ("desk_act.write", "POST"): THEIR_CASE,
    ("desk_act.step_form", "GET"): WITHDRAW,
    ("desk_act.step", "POST"): WITHDRAW,
    ("desk_act.correct_form", "GET"): THEIR_CASE,
    ("desk_act.correct", "POST"): THEIR_CASE,
    ("desk_act.wrong_form", "GET"): THEIR_CASE,
    ("desk_act.report_wrong", "POST"): THEIR_CASE,
    ("desk_act.close_form", "GET"): THEIR_CASE,
    ("desk_act.close", "POST"): THEIR_CASE,
    ("desk_add.form", "GET"): WITHDRAW,
    ("desk_add.add", "POST"): WITHDRAW,
    ("opening.open_case", "POST"): employees(counter=ANY, supervisor=ANY, handler=CONCERNED),
    ("desk_part.supply_form", "GET"): SUPPLY,
    ("desk_part.supply", "POST"): SUPPLY,
    ("desk_papers.form", "GET"): SUPPLY,
    ("desk_papers.store", "POST"): SUPPLY,
    ("desk_part.withdraw_form", "GET"): WITHDRAW,
    ("desk_part.withdraw", "POST"): WITHDRAW,
    ("supervisor.stuck", "GET"): SUPERVISE,
    ("supervisor.retry", "POST"): SUPERVISE,
    ("supervisor.reopen", "POST"): SUPERVISE,
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
    ("privacy_sample.waiting", "GET"): GUARD_PRIVACY,
    ("privacy_sample.review", "POST"): GUARD_PRIVACY,
    ("worklist.overview", "GET"): employees(HANDLER),
    ("worklist.part", "GET"): WORK,
    ("worklist.take_up", "POST"): WORK,
    ("worklist.hand", "POST"): WORK,
    ("worklist.put_back", "POST"): WORK,
    ("worklist.tell", "POST"): WORK,
    ("worklist.write", "POST"): WORK,
    ("deliveries.overview", "GET"): employees(HANDLER),
    ("deliveries.one", "GET"): employees(HANDLER),
    ("deliveries.again", "POST"): employees(HANDLER),
    ("deliveries.all_again", "POST"): employees(HANDLER),
    ("api.zaakOpenen", "POST"): programs("zaken:openen", counter=ANY, organisation=ANY),
    ("api.zaakOpvragen", "GET"): programs("zaken:lezen", counter=ANY, organisation=CONCERNED),
    ("api.zaakZoeken", "POST"): programs("zaken:zoeken", counter=ANY, organisation=ANY),
    ("api.gebeurtenissenOpvragen", "GET"): programs("zaken:lezen", counter=ANY, organisation=CONCERNED),
    ("api.zgwZakenOpvragen", "GET"): programs("zaken:lezen", counter=ANY, organisation=CONCERNED),
    ("api.contactmomentVastleggen", "POST"): programs("contactmomenten:schrijven", counter=ANY),
    ("api.zaakIntrekken", "POST"): programs("intrekkingen:schrijven", counter=OWN),
    ("api.deelzaakAanvullen", "POST"): programs("aanvullingen:schrijven", counter=OWN | CONCERNED, organisation=CONCERNED),
    ("api.papierenOpvragen", "GET"): programs("papieren:lezen", organisation=CONCERNED),
    ("api.papierOphalen", "GET"): programs("papieren:lezen", organisation=CONCERNED),
    ("api.deelzakenVolgen", "GET"): programs("deelzaken:lezen", organisation=ANY),
    ("api.deelzaakOphalen", "GET"): programs("deelzaken:lezen", organisation=CONCERNED, hidden=True),
    ("api.deelzaakMelden", "POST"): programs("statusmeldingen:schrijven", organisation=CONCERNED),
    ("api.abonnementenOpvragen", "GET"): SUBSCRIBE,
    ("api.abonnementMaken", "POST"): SUBSCRIBE,
    ("api.abonnementOpvragen", "GET"): SUBSCRIBE,
    ("api.abonnementWijzigen", "PATCH"): SUBSCRIBE,
    ("api.abonnementBeeindigen", "DELETE"): SUBSCRIBE,
    ("api.abonnementGeheimVernieuwen", "POST"): SUBSCRIBE,
    ("api.abonnementTesten", "POST"): SUBSCRIBE,
    ("api.deelzaakDoorzenden", "POST"): programs("doorzendingen:schrijven", counter=OWN, organisation=CONCERNED),
    ("api.catalogusOpvragen", "GET"): programs("catalogus:lezen", counter=ANY, organisation=ANY),
    ("api.bezorgingenOpvragen", "GET"): programs("bezorgingen:lezen", organisation=ANY),
    ("api.bezorgingOpvragen", "GET"): programs("bezorgingen:lezen", organisation=ANY),
    ("api.bezorgingHerhalen", "POST"): programs("bezorgingen:herhalen", organisation=ANY),
    ("api.periodeHerhalen", "POST"): programs("bezorgingen:herhalen", organisation=ANY),
    ("api.onderbrekingenOpvragen", "GET"): programs("onderbrekingen:beheren", organisation=ANY),
    ("api.onderbrekingAankondigen", "POST"): programs("onderbrekingen:beheren", organisation=ANY),
    ("api.onderbrekingIntrekken", "DELETE"): programs("onderbrekingen:beheren", organisation=ANY),
    ("api.sleutelsOpvragen", "GET"): programs("sleutels:beheren", organisation=ANY),
    ("api.sleutelToevoegen", "POST"): programs("sleutels:beheren", organisation=ANY),
    ("api.sleutelIntrekken", "DELETE"): programs("sleutels:beheren", organisation=ANY),
    ("api.statusMelden", "POST"): SIGNED,
    ("api.notificatieOntvangen", "POST"): SIGNED,
    ("api.documentatieOpvragen", "GET"): EVERYBODY,
    ("api.documentatieLezen", "GET"): EVERYBODY,
}

#: The row that says which cases one may know of at all: what fails it does not exist for them.
MAY_KNOW: Mapping[By, Rule] = {By.SESSION: POLICY["desk_case.page", "GET"], By.KEY: POLICY["api.zaakOpvragen", "GET"]}


def rule_of(endpoint: str, method: str) -> Rule | None:
    """The row of a route; None when it has none, and then nobody may come in."""
    return POLICY.get((endpoint, "GET" if method == "HEAD" else method))


def scope_of(endpoint: str) -> str | None:
    """The scope that a key needs for this route of the API."""
    return next((rule.scope for (name, _), rule in POLICY.items() if name == endpoint), None)
