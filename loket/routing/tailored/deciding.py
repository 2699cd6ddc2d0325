"""How a table ends: a decision with its ground, or none and why; and that the citizen knows. The outcome returns to the case."""

from __future__ import annotations

from uuid import UUID

from loket.cases.tailored import TailoredTable
from loket.errors import Conflict, Faults
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.doing import check_reason
from loket.routing.request import CHANNELS
from loket.routing.tailored import tables
from loket.routing.tailored.tables import check_text

#: What a table can decide: value → words.
OUTCOMES = {
    "maatwerk": "de inwoner krijgt maatwerk",
    "gewone-regel": "de gewone regel blijft gelden",
    "anders-opgelost": "het wordt op een andere manier opgelost",
}
WITHOUT = "De maatwerktafel is gestopt zonder besluit."
QUESTION = "Wat besloot de maatwerktafel?"  #: the contact that is recorded when a citizen hears it


def decide(context: Context, number: str, table_id: UUID, outcome: str, decision: str, ground: str) -> None:
    """Write down what was decided and on which ground; the table ends, and the loket must tell the citizen. Commits.

    Of a part nothing changes: what an organisation decides, it reports itself. NotFound; BadRequest with a fault per field; Conflict
    while nobody was named who decides, or when the table ended.
    """
    faults = Faults()
    if outcome not in OUTCOMES:
        faults.add("/hoe", "verplicht", "Kies wat er is besloten.")
    decision = check_text(faults, "besluit", decision, "Schrijf op wat er is besloten.")
    ground = check_text(faults, "grond", ground, "Schrijf op waarom dit mag: de wet, het beleid of de bevoegdheid.")
    faults.raise_if_any()
    case, table = tables.locked(context, number, table_id)
    if table.decider is None or table.decider_organisation is None:
        raise Conflict("Leg eerst vast wie beslist.", code="geen-beslisser")
    doing = tables.begin(context, "maatwerk-besluiten", case)
    table.outcome, table.decision, table.ground = outcome, decision, ground
    _end(context, table)
    context.session.flush()
    doing.tell("maatwerk-besloten", decision, hoe=OUTCOMES[outcome])
    doing.done(tafel=str(table_id), van=None, tot=outcome, organisatie=table.decider_organisation)


def stop(context: Context, number: str, table_id: UUID, reason: str) -> None:
    """End a table without a decision; the loket must tell the citizen that, and why. Commits.

    NotFound; BadRequest without a reason; Conflict when it ended already.
    """
    faults = Faults()
    reason = check_reason(reason, faults, "/stopreden")
    faults.raise_if_any()
    case, table = tables.locked(context, number, table_id)
    doing = tables.begin(context, "maatwerk-stoppen", case)
    table.ground = reason
    _end(context, table)
    context.session.flush()
    doing.tell("maatwerk-gestopt", reason)
    doing.done(tafel=str(table_id), van=None, tot="gestopt")


def tell(context: Context, number: str, table_id: UUID, channel: str) -> None:
    """Write down that the citizen heard how it ended: a contact, and news to them (practice rule 15). Commits.

    NotFound; Conflict while the table looks, or when they know already.
    """
    case, table = tables.locked(context, number, table_id, running=False)
    if table.ended_at is None:
        raise Conflict("Er is nog niets besloten.", code="geen-besluit")
    if table.told_at is not None:
        raise Conflict("De inwoner weet dit al.", code="was-al-zo")
    doing = tables.begin(context, "maatwerk-vertellen", case)
    table.told_at = case.told_at = context.now
    table.told_by = context.actor.name
    way = channel if channel in CHANNELS else CHANNELS[0]
    journal.note_contact(context, case, QUESTION, way, answered=True, said=table.decision or WITHOUT)
    doing.tell("maatwerk-verteld", None)
    doing.done(tafel=str(table_id), van="niet-verteld", tot="verteld")


def _end(context: Context, table: TailoredTable) -> None:
    table.ended_at, table.ended_by = context.now, context.actor.name
