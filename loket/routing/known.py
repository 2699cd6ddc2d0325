"""What a person told any loket before: the newest answer to each question that still counts, so that it is asked only once.

Rule 20 of practice decides which answers may be shown again: those of the own loket always; those of another loket only when it was
checked who is there; a sensitive answer of another loket only when that was proven (see ``DECISIONS.md``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, exists, select

from loket.cases.crypto import keys
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Answer, Case, Person, Referral
from loket.cases.privacy import WRONG_PERSON, Breach
from loket.errors import Faults
from loket.routing import journal
from loket.routing.answers import check_answers
from loket.routing.context import Context
from loket.routing.entries import Question
from loket.routing.roles import INTERMEDIARY

READ = "antwoorden-inzien"
PROVEN = frozenset({"identiteitsbewijs", "digid"})  #: what proves who is there
CHECKED = PROVEN | {"vragen"}  #: what makes it likely enough for answers that are not sensitive


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """An answer that still counts: its row in the ledger, its value as checked, the loket or organisation that asked, and when (UTC)."""

    id: UUID
    question: str
    value: Any
    source: str
    at: datetime


def known_answers(context: Context, bsn: str | None, check: str | None) -> dict[str, KnownAnswer]:
    """The answers of an applicant that still count and may be shown here, by question; none without a BSN.

    ``check`` is how it was seen who is there (``PersonGiven.identity_check``). Reads only; whoever shows them calls
    :func:`account_for`. See also :func:`readable`.
    """
    person = person_id(context, bsn)
    if person is None:
        return {}
    rows: dict[str, Row[Any]] = {}
    for row in context.session.execute(_newest_first(context, person)):
        rows.setdefault(row.question, row)  # the newest alone counts: behind one that may not be shown, no older one is
    sensitive = _sensitive_cases(context, {row.case_id for row in rows.values()})
    return {
        key: KnownAnswer(row.id, key, row.value, row.source, row.answered_at)
        for key, row in rows.items()
        if _counts(context, row) and _may_see(context, check, row, sensitive.get(row.case_id, ()))
    }


def account_for(context: Context, bsn: str | None, shown: Iterable[str]) -> None:
    """Write down that earlier answers were shown: a processing row for the person and an audit row with the keys only. Commits."""
    questions = sorted(shown)
    person = person_id(context, bsn)
    if not questions or person is None:
        return
    journal.log_processing(context, READ, [context.session.get_one(Person, person).pseudonym])
    journal.audit(context, READ, "antwoorden", vragen=questions)
    context.session.commit()


def confirmed_by(known: Mapping[str, KnownAnswer], answers: Mapping[str, Any]) -> dict[str, UUID]:
    """The answers that stood unchanged: question → the row that they confirm. A changed one is a new answer."""
    return {key: known[key].id for key, value in answers.items() if key in known and known[key].value == value}


def last_good_day(question: Question, given_on: date) -> date:
    """The last day on which an answer of that (Amsterdam) day still counts."""
    return given_on + timedelta(days=question.valid_days)


def person_id(context: Context, bsn: str | None) -> UUID | None:
    """The person by their blinded BSN; while the look-up key rotates, by either value."""
    if bsn is None:
        return None
    return context.session.scalars(select(Person.id).where(Person.bsn_blind.in_(keys().blinds(bsn)))).first()


def readable(context: Context) -> list[ColumnElement[bool]]:
    """Which cases may be looked into for this at all: none of, or reported as of, the wrong person (practice rule 19); for an
    intermediary only what they took in themselves (rule 23).
    """
    reported = exists().where(Breach.case_number == Case.number, Breach.kind == WRONG_PERSON)
    actor = context.actor
    own = [Case.counter == actor.counter, Case.employee == actor.name] if INTERMEDIARY in actor.roles else []
    return [~Case.hidden, ~reported, *own]


def _newest_first(context: Context, person: UUID) -> Select[Any]:
    columns = (Answer.id, Answer.case_id, Answer.question, Answer.value, Answer.source, Answer.answered_at, Case.counter, Case.life_event)
    query = select(*columns).join(Case, Answer.case_id == Case.id).where(Case.person_id == person, *readable(context))
    return query.order_by(Answer.answered_at.desc(), Answer.id.desc())


def _sensitive_cases(context: Context, cases: Collection[UUID]) -> dict[UUID, set[str]]:
    """By case the questions that were asked there for a sensitive product."""
    found: dict[UUID, set[str]] = {}
    query = select(Referral.case_id, Referral.product).where(Referral.case_id.in_(cases))
    for case_id, slug in context.session.execute(query) if cases else ():
        product = context.catalogue.products.get(slug)
        if product is not None and product.sensitive:
            found.setdefault(case_id, set()).update(product.questions)
    return found


def _may_see(context: Context, check: str | None, row: Row[Any], sensitive: Collection[str]) -> bool:
    if row.counter == context.actor.counter:
        return True
    event = context.catalogue.life_events.get(row.life_event or "")
    own = context.catalogue.questions[row.question].sensitive
    guarded = row.question in sensitive or bool(own or (event and event.sensitive))
    return check in (PROVEN if guarded else CHECKED)


def _counts(context: Context, row: Row[Any]) -> bool:
    """Whether one may rely on it today: given within the question's validity, and of the form that the question has now."""
    question = context.catalogue.questions.get(row.question)
    if question is None or question.valid_days == 0:
        return False
    if last_good_day(question, amsterdam_date(row.answered_at)) < amsterdam_date(context.now):
        return False
    return row.question in check_answers(context.catalogue, {row.question: row.value}, Faults())
