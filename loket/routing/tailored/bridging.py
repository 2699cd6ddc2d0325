"""What bridges the wait for a solution, and asking organisations that collect to pause: a request, for they decide that themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from loket.adapters.port import Kind
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.cases.outbox import Delivery
from loket.cases.states import ReferralState
from loket.cases.tailored import BridgingMeasure, PauseRequest, TailoredTable
from loket.db import insert_all
from loket.errors import BadRequest, Fault, Faults
from loket.routing.catalogue import Catalogue
from loket.routing.compose import follow_up
from loket.routing.context import Context
from loket.routing.doing import Doing
from loket.routing.progress import today
from loket.routing.tailored import tables
from loket.routing.tailored.tables import PROCESSING, check_text

S = ReferralState
NEVER_THEIRS = frozenset({S.PLANNED, S.PENDING, S.UNDELIVERABLE, S.DECLINED, S.RETURNED, S.FORWARDED, S.WITHDRAWN})


def collectors(catalogue: Catalogue, case: Case) -> list[Referral]:
    """The parts whose organisation can be asked to wait with collecting: it collects, and it knows this case already.

    An organisation without a part learns nothing: nobody gave it a ground to know of this person.
    """
    found = catalogue.organisations
    return [
        part
        for part in case.referrals
        if part.organisation in found and found[part.organisation].collects and part.state not in NEVER_THEIRS
    ]


def askable(catalogue: Catalogue, case: Case, table: TailoredTable) -> list[Referral]:
    """Those of which the table may know who has them: the others are sensitive, and the citizen did not share them (practice rule 20)."""
    return [part for part in collectors(catalogue, case) if not part.terms.get("gevoelig") or part.number in table.shared]


def bridge(context: Context, number: str, table_id: UUID, text: str, until: date | None, parts: Collection[str], words: str) -> None:
    """Note a measure and until when it helps; ask the organisations of these ``parts`` (deelzaaknummers) to pause until then. Commits.

    ``words`` go along to them and may be empty when none is asked. NotFound; BadRequest with a fault per field, also for a day that
    has passed and a part that cannot be asked; Conflict when the table ended.
    """
    faults = Faults()
    text = check_text(faults, "overbrugging", text, "Schrijf op wat er tot dan toe helpt.")
    if until is None or until < today(context):
        faults.add("/overbruggingTot", "ongeldig", "Kies vandaag of een dag daarna.")
    if parts:
        words = check_text(faults, "pauzewoorden", words, "Schrijf op wat u de organisaties vraagt.")
    faults.raise_if_any()
    case, table = tables.locked(context, number, table_id)
    asked = _asked(context, case, table, parts)
    doing, last = tables.begin(context, "maatwerk-overbruggen", case), until or today(context)
    made = {"id": new_id(context.now), "case_id": case.id, "table_id": table.id, "at": context.now, "by": context.actor.name}
    measure = BridgingMeasure(**made, text=text, until=last)
    context.session.add(measure)
    context.session.flush()
    doing.tell("overbrugging", text, tot=last.isoformat())
    for part in asked:
        _ask(context, case, part, measure, words)
    doing.done(tafel=str(table_id), van=None, tot=last.isoformat(), gevraagd=[part.number for part in asked])


def _asked(context: Context, case: Case, table: TailoredTable, numbers: Collection[str]) -> Sequence[Referral]:
    """These parts; BadRequest when one cannot be asked."""
    known = {part.number: part for part in askable(context.catalogue, case, table)}
    if set(numbers) - known.keys():
        told = "Kies alleen organisaties uit de lijst."
        raise BadRequest(told, faults=(Fault("/delen", "onbekend", told),))
    return [part for number, part in known.items() if number in numbers]


def _ask(context: Context, case: Case, part: Referral, measure: BridgingMeasure, words: str) -> None:
    """One request to pause: a message through the outbox, a line on the timeline, an audit row. No state changes."""
    doing = Doing(context, "pauze-vragen", case, part, processing=PROCESSING)
    row = {"id": new_id(context.now), "case_id": case.id, "measure_id": measure.id, "referral_id": part.id}
    context.session.add(PauseRequest(**row, until=measure.until, at=context.now))
    message = follow_up(context, case, part, Kind.PAUSE.value, tot=measure.until.isoformat(), toelichting=words)
    insert_all(context.session, Delivery, [message])
    doing.tell("maatwerk-verzoek", words, tot=measure.until.isoformat())
    doing.log(tafel=str(measure.table_id), pauzeTot=measure.until.isoformat())
