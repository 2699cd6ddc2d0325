"""Something about a person was wrong (AVG art. 16): it is put right here, and told to all who received it (AVG art. 19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from loket.adapters.port import Kind
from loket.cases import identity
from loket.cases.identity import surname_key
from loket.cases.models import Answer, Case, Participant, Referral
from loket.cases.outbox import WAITING, Delivery, DeliveryState
from loket.cases.queries import find_case
from loket.cases.states import ReferralState
from loket.db import insert_all
from loket.errors import BadRequest, Faults
from loket.routing import journal, rules, standstill
from loket.routing.compose import follow_up, may_have, request_delivery
from loket.routing.context import Context
from loket.routing.disclosure import FIRST_KINDS, disclosures
from loket.routing.drafts import answer_rows
from loket.routing.progress import lock_case, settle, start_answered

People = Mapping[UUID, Mapping[str, str | None]]

#: Field of a person by its API name → the column that holds it; the others stand together in ``contact``.
COLUMNS = {
    "voornamen": "given_names",
    "voorvoegsel": "prefix",
    "geslachtsnaam": "surname",
    "geboortedatum": "birth_date",
    "gemeentecode": "gemeente_code",
}
CONTACT = ("postcode", "huisnummer", "telefoonnummer", "emailadres")
CHECKS = {"geboortedatum": identity.birth_date, "postcode": identity.postcode, "emailadres": identity.email}
LONGEST = {"emailadres": 254, "voorvoegsel": 30, "gemeentecode": 4}


def correct(context: Context, number: str, *, answers: Mapping[str, Any], people: People, reason: str) -> tuple[str, ...]:
    """Put answers and personal data of a case right; returns the organisations that are told. Commits.

    ``people`` is participant id → field (API name) → new value, None to take it out. An answer becomes a new row of the ledger. Who
    received an old value gets a ``correctie`` with just the fields it received and may have; what did not leave yet is composed anew.
    NotFound, or BadRequest with all faults: a BSN is not corrected but moved (see ``wrong_person``).
    """
    case = lock_case(context, find_case(context.session, number).id)
    faults = Faults()
    checked = rules.check_answers(context.catalogue, answers, faults)
    named = _check_people(case, people, faults)
    if not reason.strip():
        faults.add("/reden", "verplicht", "Noem de reden van de correctie.")
    faults.raise_if_any()
    if not checked and not named:
        raise BadRequest("Noem minstens één gegeven dat anders moet.")
    insert_all(context.session, Answer, answer_rows(context, case.id, checked))
    for person in case.participants:
        _change(person, named.get(person.id, {}))
    context.session.flush()
    context.session.expire(case, ["answers"])
    standstill.weigh(context, case)
    told = tuple(part.organisation for part in case.referrals if _pass_on(context, case, part, checked, named, reason))
    _account(context, case, [*(f"antwoorden.{key}" for key in checked), *_field_names(case, named)], told, reason)
    start_answered(context, case)
    settle(context, case)
    context.session.commit()
    return told


def _check_people(case: Case, people: People, faults: Faults) -> dict[UUID, dict[str, str | None]]:
    known = {person.id for person in case.participants}
    named: dict[UUID, dict[str, str | None]] = {}
    for person, fields in people.items():
        if person not in known:
            faults.add(f"/personen/{person}", "onbekend", "Deze persoon hoort niet bij deze zaak.")
            continue
        for name, value in fields.items():
            try:
                named.setdefault(person, {})[name] = _checked(name, value)
            except ValueError as error:
                faults.add(f"/personen/{person}/{name}", "ongeldige-waarde", str(error))
    return named


def _checked(name: str, value: str | None) -> str | None:
    if name not in COLUMNS and name not in CONTACT:
        raise ValueError("Dit gegeven kunt u hier niet wijzigen.")
    text = (value or "").strip()
    if not text:
        if name == "geslachtsnaam":
            raise ValueError("Een achternaam is verplicht.")
        return None
    if len(text) > LONGEST.get(name, 200):
        raise ValueError("Dit is te lang.")
    return CHECKS[name](text) if name in CHECKS else text


def _change(person: Participant, fields: Mapping[str, str | None]) -> None:
    for name, value in fields.items():
        if name in COLUMNS:
            setattr(person, COLUMNS[name], value)
    contact = {**(person.contact or {}), **{name: value for name, value in fields.items() if name in CONTACT}}
    if any(name in CONTACT for name in fields):
        person.contact = {name: value for name, value in contact.items() if value is not None} or None
    person.surname_key = surname_key(person.surname)


def _field_names(case: Case, named: Mapping[UUID, Mapping[str, str | None]]) -> list[str]:
    return sorted({f"{person.role}.{name}" for person in case.participants for name in named.get(person.id, {})})


def _pass_on(
    context: Context,
    case: Case,
    part: Referral,
    answers: Mapping[str, Any],
    named: Mapping[UUID, Mapping[str, str | None]],
    reason: str,
) -> bool:
    """Tell the part's organisation what it received wrongly; False when there is nothing to tell."""
    if _compose_anew(context, case, part):
        return False
    received = {name for one in disclosures(context, case, part, waiting=True) for name in one.fields}
    content = _content(context, case, part, received, answers, named)
    if content:
        insert_all(context.session, Delivery, [follow_up(context, case, part, Kind.CORRECTION.value, **content, reden=reason)])
    return bool(content)


def _compose_anew(context: Context, case: Case, part: Referral) -> bool:
    """A request that was never tried, or that could not be delivered, goes out with the right values instead. True when that is so."""
    query = select(Delivery).where(Delivery.referral_id == part.id, Delivery.kind.in_(FIRST_KINDS))
    first: Sequence[Delivery] = context.session.scalars(query).all()
    untried = [row for row in first if row.state in WAITING and row.attempts == 0]
    dead = [row for row in first if row.state is DeliveryState.DEAD and part.state is ReferralState.UNDELIVERABLE]
    for row in (*untried, *dead):
        row.state, row.finished_at = DeliveryState.CANCELLED, context.now
    if untried:
        insert_all(context.session, Delivery, [request_delivery(context, case, part)])
    return bool(untried or dead)


def _content(
    context: Context,
    case: Case,
    part: Referral,
    received: set[str],
    answers: Mapping[str, Any],
    named: Mapping[UUID, Mapping[str, str | None]],
) -> dict[str, Any]:
    """What was changed and received, and may still be had: ``personen`` and ``antwoorden`` as in a request; None for what is taken out."""
    product = context.catalogue.products[part.product]
    people = []
    for person in case.participants:
        fields = {
            name: value
            for name, value in named.get(person.id, {}).items()
            if f"{person.role}.{name}" in received and may_have(product, person.role, name, secret=person.secrecy)
        }
        if fields:
            people.append({"rol": person.role, **fields})
    labels = {key: context.catalogue.questions[key].label for key in answers}
    told = [{"vraag": key, "label": labels[key], "waarde": value} for key, value in answers.items() if f"antwoorden.{key}" in received]
    found = {"personen": people, "antwoorden": told}
    return {name: value for name, value in found.items() if value}


def _account(context: Context, case: Case, fields: Sequence[str], told: Sequence[str], reason: str) -> None:
    journal.tell(context, case, "gecorrigeerd", velden=list(fields), toelichting=reason)
    journal.audit(context, "gegevens-corrigeren", case.number, velden=list(fields), gemeld=sorted(set(told)))
    subjects = [case.person.pseudonym]
    journal.log_processing(context, "gegevens-corrigeren", subjects)
    for organisation in sorted(set(told)):
        journal.log_processing(context, "gegevens-corrigeren", subjects, foreign=organisation)
