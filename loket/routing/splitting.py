"""One case becomes two of the same person: parts that nobody took up yet begin again in a new case, with the first knock kept."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import and_, or_, select

from loket.cases.acts import LinkKind
from loket.cases.base import new_id
from loket.cases.desk import Paper, PaperCopy
from loket.cases.lifecycle import FINAL
from loket.cases.models import Case, Referral
from loket.cases.queries import find_case
from loket.cases.states import CASE_OVER, ReferralState
from loket.errors import Conflict, Faults
from loket.routing import intake, loose_ends, rules, withdrawal
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
    knock of this case and the answers to their own questions; the note, their papers and copies that wait to be fetched go along.
    ``without`` are roles that do not go along: a partner who must not see it (practice rule 11). What is already being handled stays,
    for that would begin anew. To undo it, merge the two. NotFound; BadRequest with a fault per field; Conflict when nothing would stay,
    and while something of the citizen waits for its way to who has a part (``loose_ends``).
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
    loose_ends.refuse_open(context, chosen)
    doing = Doing(context, "zaak-splitsen", old)
    new = _open(context, old, chosen, without)
    _take_papers(context, new, chosen, without)
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


def _take_papers(context: Context, new: Case, parts: Sequence[Referral], without: Collection[str]) -> None:
    """The papers that these products need, as they were noted, and the copies that their organisations have not fetched yet."""
    numbers = [part.id for part in parts]
    waits = PaperCopy.referral_id.in_(numbers), PaperCopy.content.is_not(None), PaperCopy.fetched_at.is_(None)
    copies = context.session.scalars(select(PaperCopy).where(*waits)).all()
    needed = {kind for part in parts for kind in context.catalogue.products[part.product].papers}
    with_copy = {copy.paper_id for copy in copies}
    goes = or_(Paper.id.in_(with_copy), and_(Paper.kind.in_(needed), Paper.whose.not_in(list(without))))
    papers = context.session.scalars(select(Paper).where(Paper.case_id == parts[0].case_id, goes)).all()
    again = {paper.id: _again(context, new, paper) for paper in papers}
    context.session.add_all(again.values())
    context.session.flush()
    begun = {(part.product, part.for_role): part.id for part in new.referrals}
    successors = {part.id: begun[part.product, part.for_role] for part in parts}
    for copy in copies:
        copy.case_id, copy.paper_id, copy.referral_id = new.id, again[copy.paper_id].id, successors[copy.referral_id]
    context.session.flush()


def _again(context: Context, new: Case, paper: Paper) -> Paper:
    kept = {name: getattr(paper, name) for name in ("kind", "whose", "state", "dated", "noted_at", "noted_by", "counter")}
    return Paper(id=new_id(context.now), case_id=new.id, **kept)


def _request(context: Context, old: Case, parts: Sequence[Referral], without: Collection[str]) -> Request:
    applicant = next(one for one in old.participants if one.role == APPLICANT)
    asked = loose_ends.questions_of(context, [part.product for part in parts])
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
        note=old.note,
        knocked_at=old.knocked_at,
        statement=Statement(old.stated_by, old.stated_how, old.stated_at) if old.stated_by and old.stated_how and old.stated_at else None,
    )


def _choice(context: Context, part: Referral) -> ProductChoice:
    everyone = context.catalogue.products[part.product].executor == EVERYONE
    return ProductChoice(part.product, part.organisation if everyone else None, part.for_role, part.reason)
