"""What tailored help and planned conversations ask of a loket today; lists as in ``today``."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Row, Select, cast, exists, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from loket.cases.models import Case
from loket.cases.tailored import BridgingMeasure, PlannedTalk, TailoredTable
from loket.web import texts_tailored
from loket.web.work import MOST, Place, Work

BRIDGE_AHEAD = timedelta(days=5)  #: how long before help in between ends it is named
BRIDGE_AFTER = timedelta(days=14)  #: and how long afterwards, unless other help was noted since or the citizen heard how it ended
TALK_AHEAD = timedelta(days=7)  #: how long before the day by which a conversation is planned or held
NO_TALK = cast(null(), PlannedTalk.name.type).label("name"), cast(null(), PlannedTalk.planned_for.type).label("planned_for")


def tailored(place: Place) -> list[Work]:
    """Tables of which the citizen must still hear how they ended, help in between that ends, and conversations that must be planned or
    that are held these days and need their outcome; the first day on top, whichever it is. One statement.

    Also of a case that is over: who withdrew a request still hears what the table decided, and the last conversation comes after the
    decision.
    """
    found = union_all(_untold(place), _ending(place), _talks(place)).subquery()
    rows = place.session.execute(select(found).order_by(found.c.day, found.c.rank, found.c.id).limit(MOST + 1))
    return [_talk(row, place) if row.name is not None else _table(row, place) for row in rows]


def _mine(place: Place) -> list[ColumnElement[bool]]:
    return [Case.counter == place.counter, ~Case.hidden, *([Case.employee == place.employee] if place.employee else [])]


def _untold(place: Place) -> Select[*tuple[Any, ...]]:
    columns = literal(0).label("rank"), TailoredTable.id.label("id"), TailoredTable.due_on.label("day"), Case.number, Case.urgent, *NO_TALK
    query = select(*columns).join(Case, Case.id == TailoredTable.case_id)
    return query.where(TailoredTable.ended_at.is_not(None), TailoredTable.told_at.is_(None), *_mine(place))


def _ending(place: Place) -> Select[*tuple[Any, ...]]:
    columns = literal(1), BridgingMeasure.table_id, BridgingMeasure.until, Case.number, Case.urgent, *NO_TALK
    query = select(*columns).distinct().join(Case, Case.id == BridgingMeasure.case_id)
    query = query.join(TailoredTable, TailoredTable.id == BridgingMeasure.table_id).where(*_mine(place))
    later, ends = aliased(BridgingMeasure), BridgingMeasure.until
    other = exists().where(later.table_id == BridgingMeasure.table_id, later.at > BridgingMeasure.at, later.until > ends)
    settled = or_(TailoredTable.told_at.is_not(None), other)
    return query.where(ends.between(place.today - BRIDGE_AFTER, place.today + BRIDGE_AHEAD), or_(ends >= place.today, ~settled))


def _talks(place: Place) -> Select[*tuple[Any, ...]]:
    columns = PlannedTalk.id, PlannedTalk.due_on, Case.number, Case.urgent, PlannedTalk.name, PlannedTalk.planned_for
    query = select(literal(2).label("rank"), *columns).join(Case, Case.id == PlannedTalk.case_id)
    query = query.where(PlannedTalk.counter == place.counter, PlannedTalk.done_at.is_(None), ~Case.hidden)
    query = query.where(PlannedTalk.due_on <= place.today + TALK_AHEAD)
    if place.employee:
        query = query.where(Case.employee == place.employee)
    return select(query.order_by(PlannedTalk.due_on, PlannedTalk.id).limit(MOST + 1).subquery())


def _table(row: Row[Any], place: Place) -> Work:
    address = url_for("tailored_table.page", number=row.number, tafel=row.id)
    if row.rank == 0:
        return Work(row.number, address, texts_tailored.TELL_CITIZEN, None, row.urgent)
    return Work(row.number, address, texts_tailored.BRIDGE_ENDS, row.day, row.urgent, row.day < place.today)


def _talk(row: Row[Any], place: Place) -> Work:
    words = (texts_tailored.TALK_TODAY if row.planned_for else texts_tailored.TALK_TO_PLAN).format(gesprek=row.name)
    address = url_for("tailored_talks.page", number=row.number)
    return Work(row.number, address, words, row.planned_for or row.day, row.urgent, row.day < place.today)
