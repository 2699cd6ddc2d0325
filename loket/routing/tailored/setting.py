"""Setting a table: how it looks at the case, who sits there, and who decides by which day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from loket.cases.base import new_id
from loket.cases.tailored import TableSeat, TailoredTable
from loket.errors import Conflict, Faults, NotFound
from loket.routing.context import Context
from loket.routing.doing import check_reason
from loket.routing.progress import today
from loket.routing.tailored import tables
from loket.routing.tailored.tables import LONGEST, LONGEST_NAME, check_text

#: How a table looks at a case: name in forms and the export → column. The first is what the law is meant for.
PERSPECTIVES = {"bedoeling": "intent", "juridisch": "legal", "sociaal": "social", "economisch": "economic", "persoonlijk": "personal"}


def describe(context: Context, number: str, table_id: UUID, written: Mapping[str, str]) -> None:
    """Write down how the table looks at the case; ``written`` by the names of ``PERSPECTIVES``. Commits.

    Empty text takes one out; a name that is not there leaves its text as it is.
    NotFound; BadRequest for text that is too long; Conflict when nothing changes or the table ended.
    """
    faults = Faults()
    texts = {name: written[name].strip() for name in PERSPECTIVES if name in written}
    for name, text in texts.items():
        if len(text) > LONGEST:
            faults.add(f"/{name}", "te-lang", f"Schrijf hier hooguit {LONGEST} tekens.")
    faults.raise_if_any()
    case, table = tables.locked(context, number, table_id)
    doing, before = tables.begin(context, "maatwerk-beschrijven", case), _stands(table)
    changed = [name for name, text in texts.items() if (text or None) != getattr(table, PERSPECTIVES[name])]
    if not changed:
        raise Conflict("Er is niets veranderd.", code="was-al-zo")
    for name in changed:
        setattr(table, PERSPECTIVES[name], texts[name] or None)
    doing.tell("maatwerk-beschreven", None)
    doing.done(tafel=str(table_id), van=before, tot=_stands(table), veranderd=changed)


def _stands(table: TailoredTable) -> list[str]:
    """Which perspectives are written down; what stands in them is no affair of the audit log."""
    return [name for name, column in PERSPECTIVES.items() if getattr(table, column)]


def seat(context: Context, number: str, table_id: UUID, organisation: str, name: str) -> None:
    """Somebody of an organisation takes a seat. Commits.

    NotFound; BadRequest for an unknown organisation or without a name; Conflict when they sit there already or the table ended.
    """
    faults = Faults()
    _known(context, organisation, "organisatie", faults)
    name = check_text(faults, "naam", name, "Vul in wie er aan tafel zit.", LONGEST_NAME)
    faults.raise_if_any()
    case, table = tables.locked(context, number, table_id)
    before = tables.seats(context.session, table)
    if any((one.organisation, one.name) == (organisation, name) for one in before):
        raise Conflict("Deze persoon zit al aan tafel.", code="was-al-zo")
    doing = tables.begin(context, "maatwerk-aanschuiven", case)
    made = {"id": new_id(context.now), "case_id": case.id, "table_id": table.id, "at": context.now, "by": context.actor.name}
    context.session.add(TableSeat(**made, organisation=organisation, name=name))
    doing.tell("maatwerk-deelnemer", None, naar=organisation)
    doing.done(tafel=str(table_id), van=len(before), tot=len(before) + 1, organisatie=organisation)


def unseat(context: Context, number: str, table_id: UUID, seat_id: UUID) -> None:
    """Somebody leaves the table. Commits. NotFound; Conflict when the table ended."""
    case, table = tables.locked(context, number, table_id)
    before = tables.seats(context.session, table)
    row = next((one for one in before if one.id == seat_id), None)
    if row is None:
        raise NotFound("Deze persoon zit niet aan tafel.")
    doing = tables.begin(context, "maatwerk-vertrekken", case)
    context.session.delete(row)
    doing.tell("maatwerk-deelnemer-weg", None, naar=row.organisation)
    doing.done(tafel=str(table_id), van=len(before), tot=len(before) - 1, organisatie=row.organisation)


def appoint(context: Context, number: str, table_id: UUID, decider: str, organisation: str, due_on: date | None, reason: str) -> None:
    """Who decides, for which organisation, and by which day (Amsterdam); ``reason`` says why these. Commits.

    NotFound; BadRequest with a fault per field, also for a day that has passed; Conflict when the table ended.
    """
    faults = Faults()
    decider = check_text(faults, "beslisser", decider, "Vul in wie beslist.", LONGEST_NAME)
    _known(context, organisation, "beslisorganisatie", faults)
    reason = check_reason(reason, faults, "/waarom")
    if due_on is None or due_on < today(context):
        faults.add("/uiterlijk", "ongeldig", "Kies vandaag of een dag daarna.")
    faults.raise_if_any()
    case, table = tables.locked(context, number, table_id)
    doing, before = tables.begin(context, "maatwerk-beslisser", case), _who(table)
    table.decider, table.decider_organisation, table.due_on = decider, organisation, due_on or table.due_on
    doing.tell("maatwerk-beslisser", reason, naar=organisation, tot=table.due_on.isoformat())
    doing.done(tafel=str(table_id), van=before, tot=_who(table))


def _who(table: TailoredTable) -> list[str | None]:
    return [table.decider_organisation, table.due_on.isoformat()]


def _known(context: Context, organisation: str, name: str, faults: Faults) -> None:
    if organisation not in context.catalogue.organisations:
        faults.add(f"/{name}", "onbekend", "Kies een organisatie uit de lijst.")
