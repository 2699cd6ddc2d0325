"""What tailored help and planned conversations ask of a loket today; lists as in ``today``."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from sqlalchemy import exists, literal, select, union_all
from sqlalchemy.orm import aliased

from loket.cases.models import Case
from loket.cases.tailored import BridgingMeasure, PlannedTalk, TailoredTable
from loket.web import texts_tailored
from loket.web.work import MOST, Place, Work

BRIDGE_AHEAD = timedelta(days=5)  #: how long before help in between ends it is named
BRIDGE_AFTER = timedelta(days=14)  #: and how long afterwards, unless other help came or the citizen heard how it ended
TALK_AHEAD = timedelta(days=7)  #: how long before the day by which a conversation is planned or held


def tables(place: Place) -> list[Work]:
    """Tables of which the citizen must still hear how they ended, the oldest first; then help in between that ends. One statement.

    Also of a case that is over: who withdrew a request still hears what the table decided.
    """
    mine = [Case.counter == place.counter, ~Case.hidden, *([Case.employee == place.employee] if place.employee else [])]
    columns = literal(0).label("rank"), TailoredTable.id.label("table_id"), TailoredTable.due_on.label("day"), Case.number, Case.urgent
    untold = select(*columns).join(Case, Case.id == TailoredTable.case_id)
    untold = untold.where(TailoredTable.ended_at.is_not(None), TailoredTable.told_at.is_(None), *mine)
    ending = select(literal(1), BridgingMeasure.table_id, BridgingMeasure.until, Case.number, Case.urgent)
    ending = ending.join(Case, Case.id == BridgingMeasure.case_id).join(TailoredTable, TailoredTable.id == BridgingMeasure.table_id)
    later = aliased(BridgingMeasure)
    other = exists().where(later.table_id == BridgingMeasure.table_id, later.until > BridgingMeasure.until)
    ending = ending.where(BridgingMeasure.until.between(place.today - BRIDGE_AFTER, place.today + BRIDGE_AHEAD), *mine)
    ending = ending.where(TailoredTable.told_at.is_(None), ~other)
    both = union_all(untold, ending).subquery()
    rows = place.session.execute(select(both).order_by(both.c.rank, both.c.day, both.c.table_id).limit(MOST + 1))
    return [
        Work(
            row.number,
            url_for("tailored_table.page", number=row.number, tafel=row.table_id),
            texts_tailored.BRIDGE_ENDS if row.rank else texts_tailored.TELL_CITIZEN,
            row.day if row.rank else None,
            row.urgent,
            bool(row.rank) and row.day < place.today,
        )
        for row in rows
    ]


def conversations(place: Place) -> list[Work]:
    """Conversations that must be planned, or that are held these days and need their outcome; the first day on top.

    Also of a case that is over: the last one comes after the decision, and the person comes.
    """
    columns = PlannedTalk.name, PlannedTalk.due_on, PlannedTalk.planned_for, Case.number, Case.urgent
    query = select(*columns).join(Case, Case.id == PlannedTalk.case_id).where(PlannedTalk.counter == place.counter)
    query = query.where(PlannedTalk.done_at.is_(None), PlannedTalk.due_on <= place.today + TALK_AHEAD, ~Case.hidden)
    if place.employee:
        query = query.where(Case.employee == place.employee)
    rows = place.session.execute(query.order_by(PlannedTalk.due_on, PlannedTalk.id).limit(MOST + 1))
    return [
        Work(
            row.number,
            url_for("tailored_talks.page", number=row.number),
            (texts_tailored.TALK_TODAY if row.planned_for else texts_tailored.TALK_TO_PLAN).format(gesprek=row.name),
            row.planned_for or row.due_on,
            row.urgent,
            row.due_on < place.today,
        )
        for row in rows
    ]
