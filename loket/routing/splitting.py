"""One case becomes two of the same person: parts that nobody took up yet begin again in a new case, with the first knock kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from loket.cases.acts import LinkKind
from loket.cases.lifecycle import FINAL
from loket.cases.models import Case, Referral
from loket.cases.queries import find_case
from loket.cases.states import CASE_OVER, ReferralState
from loket.errors import Conflict, Faults
from loket.routing import intake, rules, withdrawal
from loket.routing.again import given_again
from loket.routing.compose import newest
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.entries import EVERYONE
from loket.routing.merging import add_links
from loket.routing.progress import lock_case, today
from loket.routing.request import APPLICANT, ProductChoice, Request, Statement

S = ReferralState
MOVABLE = frozenset({S.PLANNED, S.PENDING, S.SENT, S.RECEIVED})  #: nobody took it up yet
GOES_ON = "Gaat verder als nieuwe zaak."


def split(context: Context, number: str, parts: Sequence[str], without: Collection[str], reason: str) -> str:
    """Begin a new case of the same person with these parts; returns its zaaknummer. Commits.

    The parts (deelzaaknummers) are withdrawn here, also at who has them, and asked again there, of the same organisation, with the first
    knock of this case and the answers to their own questions. ``without`` are roles that do not go along: a partner who must not see it
    (practice rule 11). What is already being handled stays, for that would begin anew. To undo it, merge the two. NotFound; BadRequest
    with a fault per field; Conflict when nothing would stay.
    """
    faults = Faults()
    reason = check_reason(reason, faults)
    old = lock_case(context, find_case(context.session, number).id)
    chosen = _chosen(old, parts, faults)
    if APPLICANT in without:
        faults.add("/zonder", "past-niet", "De inwoner zelf gaat altijd mee.")
    faults.raise_if_any()
    if old.state in CASE_OVER or not [part for part in old.referrals if part.state not in FINAL and part not in chosen]:
        raise Conflict("In deze zaak zou niets overblijven. Splitsen heeft dan geen zin.", code="niets-over")
    doing = Doing(context, "zaak-splitsen", old)
    new = _open(context, old, chosen, without)
    doing.tell("afgesplitst", reason, andereZaak=new.number)
    withdrawal.withdraw_parts(context, old, chosen, GOES_ON)
    beside = Doing(context, "zaak-splitsen", new)
    beside.tell("afgesplitst-van", reason, andereZaak=old.number)
    add_links(context, ((old, new, LinkKind.SPLIT_INTO), (new, old, LinkKind.SPLIT_FROM)))
    result = new.number
    doing.finish(andereZaak=new.number, delen=[part.number for part in chosen])
    beside.done(andereZaak=old.number)
    return result


def movable(case: Case) -> list[Referral]:
    """The parts that can begin a new case."""
    return [part for part in case.referrals if part.state in MOVABLE]


def _chosen(case: Case, numbers: Sequence[str], faults: Faults) -> list[Referral]:
    by_number = {part.number: part for part in case.referrals}
    if not numbers or set(numbers) - by_number.keys():
        faults.add("/delen", "verplicht", "Kies een of meer onderdelen van deze zaak.")
        return []
    chosen = [by_number[number] for number in dict.fromkeys(numbers)]
    if any(part.state not in MOVABLE for part in chosen):
        faults.add("/delen", "wordt-behandeld", "Een onderdeel dat al wordt behandeld of klaar is, blijft in deze zaak.")
    return chosen


def _open(context: Context, old: Case, parts: Sequence[Referral], without: Collection[str]) -> Case:
    """The new case, with the routes as they stood: who had a part keeps it."""
    request = _request(context, old, parts, without)
    proposal = rules.propose(context.catalogue, replace(request, life_event=None), old.gemeente_code, today(context))
    stood = {(part.product, part.for_role): part for part in parts}
    if stood.keys() != {(route.product, route.for_role) for route in proposal.routes}:
        raise Conflict("Voor een van deze onderdelen is nu geen route bekend. Laat het in deze zaak.", code="geen-route")
    routes = []
    for route in proposal.routes:
        part = stood[route.product, route.for_role]
        routes.append(replace(route, organisation=part.organisation, way=part.way, ground=part.ground))
    opened = intake.open_new(context, request, replace(proposal, routes=tuple(routes), lines=()), GOES_ON)
    return find_case(context.session, opened.number)


def _request(context: Context, old: Case, parts: Sequence[Referral], without: Collection[str]) -> Request:
    applicant = next(one for one in old.participants if one.role == APPLICANT)
    asked = {key for part in parts for key in context.catalogue.products[part.product].questions}
    return Request(
        applicant=given_again(applicant),
        channel=old.channel,
        counter=old.counter,
        others=tuple(given_again(one) for one in old.participants if one.role != APPLICANT and one.role not in without),
        life_event=old.life_event,
        products=tuple(_choice(context, part) for part in parts),
        answers={key: value for key, value in newest(old.answers).items() if key in asked},
        chosen_gemeente=old.gemeente_code,
        urgent=old.urgent,
        urgency=old.urgency,
        knocked_at=old.knocked_at,
        statement=Statement(old.stated_by, old.stated_how, old.stated_at) if old.stated_by and old.stated_how and old.stated_at else None,
    )


def _choice(context: Context, part: Referral) -> ProductChoice:
    everyone = context.catalogue.products[part.product].executor == EVERYONE
    return ProductChoice(part.product, part.organisation if everyone else None, part.for_role, part.reason)
