"""Tables for tailored help and planned conversations, for the person's own export: what was written, never the name of who did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from loket.cases.models import Case
from loket.cases.queries import stamp
from loket.cases.tailored import BridgingMeasure, TableSeat, TailoredTable
from loket.routing.context import Context
from loket.routing.tailored import tables, talks
from loket.routing.tailored.deciding import OUTCOMES
from loket.routing.tailored.setting import PERSPECTIVES
from loket.routing.tailored.tables import HARMS

Document = dict[str, Any]
Names = Callable[[str], str]


def tailored_document(context: Context, case: Case, names: Names) -> Document:
    """The tables and conversations of a case, by Dutch names; ``names`` gives a loket or organisation its name."""
    found = tables.of_case(context.session, case)
    return {
        "maatwerk": [_table(context, case, table, names) for table in found],
        "overbruggingen": [_measure(case, *one, names) for table in found for one in tables.measures(context.session, table)],
        "gesprekken": _talks(context, case),
    }


def _table(context: Context, case: Case, table: TailoredTable, names: Names) -> Document:
    return {
        "plaats": f"{case.number}/maatwerk/{table.id}",
        "moment": stamp(table.opened_at),
        "akkoordOp": stamp(table.opened_at),
        "door": names(table.source),
        "schade": HARMS[table.harm],
        "watKnelt": table.hurts,
        "wetsartikel": table.law,
        **{name: getattr(table, column) for name, column in PERSPECTIVES.items()},
        "deelnemers": _organisations(tables.seats(context.session, table), names),
        "beslist": names(table.decider_organisation) if table.decider_organisation else None,
        "uiterlijk": table.due_on.isoformat(),
        "hoe": OUTCOMES.get(table.outcome or ""),
        "besluit": table.decision,
        "grond": table.ground,
        "klaarOp": stamp(table.ended_at),
        "verteldOp": stamp(table.told_at),
        "samenvatting": table.summary,
    }


def _organisations(found: Sequence[TableSeat], names: Names) -> list[str]:
    return sorted({names(one.organisation) for one in found})


def _measure(case: Case, measure: BridgingMeasure, asked: Sequence[UUID], names: Names) -> Document:
    return {
        "plaats": f"{case.number}/overbruggingen/{measure.id}",
        "moment": stamp(measure.at),
        "tekst": measure.text,
        "totEnMet": measure.until.isoformat(),
        "gevraagdOmTeWachten": [names(part.organisation) for part in case.referrals if part.id in asked],
    }


def _talks(context: Context, case: Case) -> list[Document]:
    return [
        {
            "plaats": f"{case.number}/gesprekken/{talk.kind}",
            "gesprek": talk.name,
            "geplandVoor": stamp(talk.planned_for),
            "waar": talk.place,
            "deelnemers": talk.people,
            "uitkomst": talk.outcome,
            "waaromNiet": talk.not_held,
            "klaarOp": stamp(talk.done_at),
        }
        for talk in talks.of_case(context.session, case)
    ]
