"""Taking a request in: one transaction, one INSERT a table, and the answer only after the commit.

Data flow: request → gemeente → proposal (rules) → rows (``drafts``) → one transaction. The caller wakes a drain afterwards;
if that fails the sweep finds the deliveries (architecture §4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import Paper
from loket.cases.lifecycle import FINAL
from loket.cases.models import Answer, Case, CaseEvent, CaseLine, Participant, Referral
from loket.cases.outbox import Channel, Delivery, IdempotencyKey
from loket.cases.words_messages import Template
from loket.db import Row, insert_absent, insert_all, locked
from loket.errors import BadRequest, Conflict, Fault
from loket.routing import joining, journal, messages, rules, saved, standstill
from loket.routing.compose import newest
from loket.routing.context import Context
from loket.routing.drafts import ASKED_AGAIN, Draft, draft_case, draft_parts
from loket.routing.persons import Known, persons
from loket.routing.progress import settle, start_answered
from loket.routing.request import APPLICANT, PersonGiven, Request
from loket.routing.saved import Mark
from loket.routing.tailored import talks

Key = tuple[str, str, str]  # client, idempotency key, keyed hash of the body


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of a request: its case, and whether it was opened now or joined an open one."""

    number: str
    created: bool


def open_case(context: Context, request: Request, idempotency: Key | None = None, draft: Mark | None = None) -> Opened:
    """Take a request in and commit: a new case, or the open case of this person and life event (practice: join, don't duplicate).

    With ``request.into`` it joins that case: NotFound unless it is of the same person, Conflict when it is closed. ``draft`` is what
    it was put away as: deleted in the same transaction, and its day of the first knock counts; Conflict as ``saved.consume``.

    ``idempotency`` is (client, key, SHA-256 of the body): written in the same transaction, so that a repeated call finds the
    first answer even when the process died after the commit. Raises BadRequest ``gemeente-onduidelijk`` with the candidates,
    Conflict ``idempotency-loopt`` when the same key is being handled at this moment.
    """
    proposal = _propose(context, request)
    for attempt in (1, 2):
        try:
            opened = _open_or_join(context, request, proposal, idempotency, draft)
            context.session.commit()
        except IntegrityError as error:
            context.session.rollback()
            if "idempotency" in str(error.orig):
                raise Conflict("Een verzoek met deze sleutel wordt nu behandeld.", code="idempotency-loopt", retry_after=1) from error
            if attempt == 2:
                raise
        else:
            return opened
    raise AssertionError("unreachable")


def open_questions(context: Context, case: Case) -> list[dict[str, Any]]:
    """The questions of the case's open parts without an answer: ``[{"vraag": key, "producten": [slug, …]}]`` (Awb 4:5)."""
    known = newest(case.answers)
    found: dict[str, list[str]] = {}
    for part in case.referrals:
        product = context.catalogue.products.get(part.product)
        for key in product.questions if product and part.state not in FINAL else ():
            if key not in known and part.product not in found.setdefault(key, []):
                found[key].append(part.product)
    return [{"vraag": key, "producten": products} for key, products in found.items() if products]


def _propose(context: Context, request: Request) -> rules.Proposal:
    today = amsterdam_date(context.now)
    gemeente = rules.find_gemeente(context.catalogue, request)
    proposal = rules.propose(context.catalogue, request, gemeente.code, today)
    if proposal.needs_gemeente and gemeente.code is None:
        faults = tuple(Fault("/aanvrager/gekozenGemeentecode", "kandidaat", f"{found.code} {found.name}") for found in gemeente.candidates)
        raise BadRequest(
            "Welke gemeente bevoegd is, is niet duidelijk. Laat de inwoner kiezen.", code="gemeente-onduidelijk", faults=faults
        )
    return proposal


def _open_or_join(context: Context, request: Request, proposal: rules.Proposal, idempotency: Key | None, draft: Mark | None) -> Opened:
    if draft:
        request = replace(request, knocked_at=saved.consume(context, draft))
    opened = _into(context, request, proposal) if request.into else _own(context, request, proposal)
    if idempotency:
        client, key, body_hash = idempotency
        status = 201 if opened.created else 200
        row = {
            "client": client,
            "key": key,
            "body_hash": body_hash,
            "created_at": context.now,
            "status": status,
            "case_number": opened.number,
        }
        insert_all(context.session, IdempotencyKey, [row])
    return opened


def _own(context: Context, request: Request, proposal: rules.Proposal) -> Opened:
    """The person's open case for this life event, or a new one."""
    people = _people(context, (request.applicant, *request.others))
    case = None if request.new_case_reason else _open_one(context, request, people[0])
    return _create(context, request, proposal, people) if case is None else _join(context, request, proposal, case, people)


def _into(context: Context, request: Request, proposal: rules.Proposal) -> Opened:
    """The case that the request names: what Snel melden opened before, or what runs already."""
    case = joining.named_case(context, request)
    request = replace(request, others=joining.newcomers(case, request.others))
    if request.applicant.bsn and case.person.bsn_blind is None:
        _identify(context, case, request.applicant)
    people = [Known(case.person.id, case.person.pseudonym), *_people(context, request.others)]
    return _join(context, request, proposal, case, people)


def _identify(context: Context, case: Case, applicant: PersonGiven) -> None:
    """The BSN became known only after Snel melden: the case is of that person from now on."""
    [known] = _people(context, [applicant])
    case.person_id = known.id
    for one in case.participants:
        if one.role == APPLICANT:
            one.person_id = known.id
    context.session.flush()
    context.session.expire(case, ["person"])


def open_new(context: Context, request: Request, proposal: rules.Proposal, reason: str) -> Opened:
    """Open a new case inside the caller's transaction; beside an open one for the same event only because of ``reason`` (Awb 4:6)."""
    people = _people(context, (request.applicant, *request.others))
    if _open_one(context, request, people[0]) is not None:
        request = replace(request, new_case_reason=reason)
    return _create(context, request, proposal, people)


def _people(context: Context, given: Sequence[PersonGiven]) -> list[Known]:
    return persons(context, [person.bsn for person in given])


def _open_one(context: Context, request: Request, applicant: Known) -> Case | None:
    """The applicant's open case for the same life event, locked; without a BSN nothing is joined by itself."""
    if request.applicant.bsn is None or request.life_event is None:
        return None
    query = select(Case).where(*joining.open_for(applicant.id, request.life_event))
    return context.session.scalars(locked(context.session, query)).one_or_none()


def _create(context: Context, request: Request, proposal: rules.Proposal, people: Sequence[Known]) -> Opened:
    draft = draft_case(context, request, proposal, [person.id for person in people])
    session = context.session
    insert_all(session, Case, [draft.case])
    insert_all(session, Participant, draft.participants)
    insert_parts(context, draft)
    insert_all(session, Paper, draft.papers)
    talks.foresee(context, draft.case["id"], draft.case["counter"], draft.case["gemeente_code"], draft.products)
    insert_all(session, ProcessingLog, journal.processing_rows(context, "zaak-openen", [person.pseudonym for person in people]))
    insert_all(session, AuditLog, [journal.audit_row(context, "zaak-openen", draft.case["number"])])
    if context.messages and request.applicant.safe_contact:
        messages.send(context, session.get_one(Case, draft.case["id"]), Template.RECEIVED)
    return Opened(draft.case["number"], created=True)


def insert_parts(context: Context, draft: Draft) -> None:
    """Write the parts of a draft, with the answers, lines, messages and timeline that belong to them. The caller commits."""
    session = context.session
    insert_all(session, Answer, draft.answers)
    insert_all(session, Referral, _awaited_first(draft.referrals))
    insert_all(session, CaseLine, draft.lines)
    channels = [{"organisation": slug, "failures": 0, "probes": 0} for slug in sorted({row["organisation"] for row in draft.referrals})]
    insert_absent(session, Channel, channels, "organisation")
    insert_all(session, Delivery, draft.deliveries)
    insert_all(session, CaseEvent, draft.events)


def _awaited_first(parts: Sequence[Row]) -> list[Row]:
    """Each part after the one that it waits for, of which it holds the key. The configuration has no circles (``catalogue_check``)."""
    by_id = {part["id"]: part for part in parts}

    def depth(part: Row) -> int:
        awaited = by_id.get(part["awaits_id"])
        return 1 + depth(awaited) if awaited else 0

    return sorted(parts, key=depth)


def _join(context: Context, request: Request, proposal: rules.Proposal, case: Case, people: Sequence[Known]) -> Opened:
    """The same request again: a contact moment on the open case, and the products that it did not have yet."""
    joining.complete(context, case, request)
    event = joining.COMPLETED if request.into else ASKED_AGAIN
    draft = draft_parts(context, request, proposal, case, [person.id for person in people], event)
    insert_all(context.session, Participant, draft.participants)
    insert_parts(context, draft)
    joining.note_papers(context, case, draft.papers)
    talks.foresee(context, case.id, case.counter, case.gemeente_code, draft.products)
    case.events_count += len(draft.events)
    joining.note_knock(context, case, request)
    journal.audit(context, "zaak-samenvoegen", case.number)
    journal.log_processing(context, "zaak-openen", [case.person.pseudonym])
    context.session.flush()
    context.session.expire(case, ["referrals", "lines", "answers"])
    standstill.weigh(context, case)
    start_answered(context, case)
    settle(context, case, look_for_routes=True)
    return Opened(case.number, created=False)
