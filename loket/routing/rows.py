"""The rows of a case that follow straight from what was given: people, answers, papers, lines and the statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from loket.cases.base import new_id
from loket.cases.desk import PaperState
from loket.cases.identity import surname_key
from loket.cases.mandates import last_day
from loket.routing import rules
from loket.routing.context import Context
from loket.routing.facts import contact_of
from loket.routing.request import REPRESENTATIVE, PaperGiven, PersonGiven, Request

Row = dict[str, Any]


def line_row(context: Context, case_id: UUID, line: rules.Line) -> Row:
    """A line that the person reads: what goes by itself, what they do themselves, what to mind."""
    return {
        "id": new_id(context.now),
        "case_id": case_id,
        "way": line.way,
        "organisation": line.organisation,
        "product": line.product,
        "for_role": line.for_role,
        "words": line.words[:500],
        "until": line.until,
    }


def answer_row(context: Context, case_id: UUID, key: str, value: object) -> Row:
    """A row of the ledger for an answer given now."""
    source = context.actor.source
    return {
        "id": new_id(context.now),
        "case_id": case_id,
        "question": key,
        "value": value,
        "source": source,
        "asked_by": context.actor.name,
        "answered_at": context.now,
    }


def answer_rows(context: Context, case_id: UUID, answers: Mapping[str, Any]) -> list[Row]:
    """Ledger rows for answers given now; the newest of a question counts."""
    return [answer_row(context, case_id, key, value) for key, value in answers.items()]


def participant_row(context: Context, case_id: UUID, given: PersonGiven, person_id: UUID) -> Row:
    """A person in a case, as given now."""
    return {
        "id": new_id(context.now),
        "case_id": case_id,
        "person_id": person_id,
        "role": given.role,
        "given_names": given.given_names,
        "prefix": given.prefix,
        "surname": given.surname,
        "surname_key": surname_key(given.surname),
        "birth_date": given.birth_date,
        "died_on": given.died_on,
        "gemeente_code": given.gemeente_code,
        "contact": contact_of(given) or None,
        "kvk_number": given.kvk_number,
        "representation": given.representation,
        "mandate": dict(given.mandate) if given.mandate else None,
        "mandate_until": given.mandate_until,
        "identity_check": given.identity_check,
        "foreigner_number": given.foreigner_number,
        "safe_contact": dict(given.safe_contact) if given.safe_contact else None,
        "registered": dict(given.registered) if given.registered else None,
        "secrecy": given.secrecy,
    }


def paper_row(context: Context, case_id: UUID, paper: PaperGiven) -> Row:
    """A paper as it stands now."""
    return {
        "id": new_id(context.now),
        "case_id": case_id,
        "kind": paper.kind,
        "whose": paper.whose,
        "state": PaperState(paper.state),
        "dated": paper.dated,
        "noted_at": context.now,
        "noted_by": context.actor.name,
        "counter": context.actor.source,
    }


def stated_columns(request: Request) -> Row:
    """The columns of a case that hold the citizen's own statement; empty when nothing was declared."""
    said = request.statement
    return {"stated_by": said.by, "stated_how": said.how, "stated_at": said.at} if said else {}


def with_mandates(request: Request) -> Request:
    """The request with the last day of each mandate reckoned: a parent's ends by itself (practice rule 10)."""
    born = request.applicant.birth_date
    others = tuple(
        replace(one, mandate_until=last_day(one.representation, born, one.mandate_until)) if one.role == REPRESENTATIVE else one
        for one in request.others
    )
    return replace(request, others=others)
