"""Bringing a case to a table for tailored help, and finding its tables. One table at a time; what it did stays with the case."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.base import new_id
from loket.cases.deadlines import Term, Unit, end_of_term
from loket.cases.models import Case
from loket.cases.queries import find_case
from loket.cases.states import CASE_OVER
from loket.cases.tailored import BridgingMeasure, Harm, PauseRequest, TableSeat, TailoredTable
from loket.errors import BadRequest, Conflict, Fault, Faults, NotFound
from loket.routing import waiting
from loket.routing.context import Context
from loket.routing.doing import Doing
from loket.routing.progress import lock_case, today
from loket.routing.signals.anonymous import personal_in

PROCESSING = "maatwerk"  #: the action in the register of AVG 30
LONGEST = 2000  # characters of a text
LONGEST_NAME = 120
RUNS = "Over deze zaak zit een maatwerktafel. Laat die eerst besluiten of stoppen."
UNTOLD = "De inwoner weet nog niet hoe het aan de maatwerktafel afliep. Vertel het eerst."
NO_ARTICLE = "Schrijf het artikel als: Participatiewet art. 18 lid 10."
NOT_THEIRS = "Kies alleen onderdelen uit de lijst."

#: An article as lawyers write it: "Participatiewet art. 18 lid 10", "Awb art. 4:84".
ARTICLE = re.compile(r"[A-Z][A-Za-z -]{1,40} art\. [0-9]{1,4}(:[0-9]{1,3})?[a-z]{0,2}( lid [0-9]{1,2})?")

HARMS = {
    Harm.INCOME: "er is geen geld om van te leven",
    Harm.DEBTS: "schulden lopen op",
    Harm.HOUSING: "het huis is weg of komt er niet",
    Harm.HEALTH: "iemand wordt er ziek van of krijgt geen zorg",
    Harm.CHILDREN: "kinderen hebben er last van",
    Harm.WORK: "werk of school gaat verloren",
    Harm.STRAIN: "de inwoner kan het niet meer volhouden",
    Harm.OTHER: "iets anders",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is brought to the table. ``agreed``: the citizen knows of it and agrees.

    ``shared`` are sensitive parts (deelzaaknummers) of which the table may know who has them, so that it can ask them to wait.
    """

    harm: str
    hurts: str = field(repr=False)
    law: str = ""
    agreed: bool = False
    shared: tuple[str, ...] = ()


def escalate(context: Context, number: str, asked: Asked, sharable: Collection[str] = ()) -> UUID:
    """Bring a case to a table; returns the table's id. It decides within the norm ``maatwerk`` (working days). Commits.

    ``sharable`` are the parts (deelzaaknummers) that who asks may share: of another one nobody opens what is sensitive.
    NotFound; BadRequest with a fault per field; Conflict when the case is closed or a table looks at it already.
    """
    _check(asked)
    case = lock_case(context, find_case(context.session, number).id)
    if case.state in CASE_OVER:
        raise Conflict("Deze zaak is gesloten. Open hem eerst opnieuw.", code="zaak-gesloten")
    if open_table(context.session, case) is not None:
        raise Conflict(RUNS, code="maatwerk-loopt")
    if personal_in(asked.law, case.participants):
        raise BadRequest(NO_ARTICLE, faults=(Fault("/wetsartikel", "ongeldig", NO_ARTICLE),))
    if set(asked.shared) - set(sharable):
        raise BadRequest(NOT_THEIRS, faults=(Fault("/delen", "onbekend", NOT_THEIRS),))
    doing = begin(context, "maatwerk-vragen", case)
    row = TailoredTable(
        id=new_id(context.now),
        case_id=case.id,
        harm=Harm(asked.harm),
        hurts=asked.hurts.strip(),
        law=asked.law.strip() or None,
        products=_comparable(case, asked.shared),
        shared=sorted(asked.shared),
        opened_at=context.now,
        opened_by=context.actor.name,
        source=context.actor.label,
        due_on=last_day(context),
    )
    context.session.add(row)
    doing.tell("maatwerk-gevraagd", None, schade=HARMS[row.harm])
    doing.done(tafel=str(row.id), schade=row.harm.value, uiterlijk=row.due_on.isoformat(), akkoord="ja", gedeeld=row.shared)
    return row.id


def _comparable(case: Case, shared: Collection[str]) -> list[str]:
    """The products by which other tables find this one: none of what is sensitive, unless the citizen shared it."""
    open_ones = (part for part in case.referrals if not part.terms.get("gevoelig") or part.number in shared)
    return list(dict.fromkeys(part.product for part in open_ones))


def last_day(context: Context) -> date:
    """The last day on which a table that begins today decides by the norm."""
    catalogue = context.catalogue
    return end_of_term(today(context), Term(catalogue.desk_norms.tailored, Unit.WORKING_DAYS), catalogue.calendar).on


def open_table(session: Session, case: Case) -> TailoredTable | None:
    """The table that looks at this case now."""
    return session.scalars(select(TailoredTable).where(TailoredTable.case_id == case.id, *waiting.UNDECIDED)).one_or_none()


def refuse_unfinished(context: Context, case: Case) -> None:
    """Conflict while a table looks at this case, or ended and the citizen was not told."""
    row = unfinished(context.session, case)
    if row is not None:
        raise Conflict(RUNS if row.ended_at is None else UNTOLD, code="maatwerk-loopt")


def unfinished(session: Session, case: Case) -> TailoredTable | None:
    """The first table that looks at this case, or that ended and of which the citizen was not told."""
    query = select(TailoredTable).where(TailoredTable.case_id == case.id, *waiting.UNFINISHED)
    return session.scalars(query.order_by(TailoredTable.id).limit(1)).one_or_none()


def end_all(context: Context, case: Case) -> None:
    """No table looks any more at a case that stood on the name of somebody else, and nobody is to be told. The caller commits."""
    rows = context.session.scalars(select(TailoredTable).where(TailoredTable.case_id == case.id, *waiting.UNFINISHED)).all()
    for row in rows:
        row.ended_at, row.ended_by = row.ended_at or context.now, row.ended_by or context.actor.name
        row.told_at, row.told_by = context.now, context.actor.name


def of_case(session: Session, case: Case) -> Sequence[TailoredTable]:
    """The tables of a case, the newest first."""
    return session.scalars(select(TailoredTable).where(TailoredTable.case_id == case.id).order_by(TailoredTable.id.desc())).all()


def find(session: Session, case: Case, table_id: UUID) -> TailoredTable:
    """One table of this case; NotFound otherwise."""
    row = session.get(TailoredTable, table_id)
    if row is None or row.case_id != case.id:
        raise NotFound("Deze maatwerktafel is hier niet bekend.")
    return row


def locked(context: Context, number: str, table_id: UUID, *, running: bool = True) -> tuple[Case, TailoredTable]:
    """The table with its case, the case locked. NotFound; Conflict when it ended and must be ``running``."""
    case = lock_case(context, find_case(context.session, number).id)
    row = find(context.session, case, table_id)
    if running and row.ended_at is not None:
        raise Conflict("Deze maatwerktafel is klaar.", code="maatwerk-klaar")
    return case, row


def begin(context: Context, action: str, case: Case) -> Doing:
    """An act at a table under way; see :class:`Doing`."""
    return Doing(context, action, case, processing=PROCESSING)


def seats(session: Session, table: TailoredTable) -> Sequence[TableSeat]:
    """Who sits at the table, as they came."""
    return session.scalars(select(TableSeat).where(TableSeat.table_id == table.id).order_by(TableSeat.id)).all()


def measures(session: Session, table: TailoredTable) -> list[tuple[BridgingMeasure, list[UUID]]]:
    """What bridges the wait, the oldest first, with the parts (Referral.id) that were asked to wait with collecting. One statement."""
    query = select(BridgingMeasure, PauseRequest.referral_id).outerjoin(PauseRequest, PauseRequest.measure_id == BridgingMeasure.id)
    query = query.where(BridgingMeasure.table_id == table.id).order_by(BridgingMeasure.id, PauseRequest.id)
    found: dict[UUID, tuple[BridgingMeasure, list[UUID]]] = {}
    for measure, asked in session.execute(query):
        found.setdefault(measure.id, (measure, []))[1].extend([asked] if asked else [])
    return list(found.values())


def check_text(faults: Faults, name: str, value: str, needed: str, longest: int = LONGEST) -> str:
    """The text of this form field without white around it; its fault is added when it is empty or too long."""
    found = value.strip()
    if not found:
        faults.add(f"/{name}", "verplicht", needed)
    elif len(found) > longest:
        faults.add(f"/{name}", "te-lang", f"Schrijf hier hooguit {longest} tekens.")
    return found


def _check(asked: Asked) -> None:
    faults = Faults()
    if asked.harm not in set(Harm):
        faults.add("/schade", "verplicht", "Kies wat het meeste pijn doet.")
    check_text(faults, "watKnelt", asked.hurts, "Schrijf op wat er knelt.")
    law = asked.law.strip()
    if law and not ARTICLE.fullmatch(law):
        faults.add("/wetsartikel", "ongeldig", NO_ARTICLE)
    if not asked.agreed:
        faults.add("/akkoord", "verplicht", "Vertel de inwoner van de maatwerktafel en vraag of dat goed is.")
    faults.raise_if_any()
