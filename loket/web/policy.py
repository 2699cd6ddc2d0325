"""Who may do what: one row for every route and method, the only place where this is decided. What has no row is refused.

What a row can say stands in ``loket.web.policy_rule``. What they then see of a case is ``queries.Viewer``'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from loket.web.accounts import COUNTER, HANDLER, INTERMEDIARY, PRIVACY_OFFICER, ROLES, SUPERVISOR
from loket.web.policy_rule import (
    ANY,
    AT_WORK,
    CONCERNED,
    EVERYBODY,
    HANDED,
    MINE,
    OFFERED,
    OWN,
    SERVED,
    SIGNED,
    WATCHES,
    By,
    Key,
    Rule,
    employees,
    programs,
)

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
    ("terms.overview", "GET"): SUPERVISE,
    ("terms.calendar", "GET"): SUPERVISE,
    ("terms.export", "GET"): SUPERVISE,
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
