"""The figures: counts by what they are about and when, what each case adds to them, and figures that were frozen. Nothing of a person.

None of these tables has a key to ``case``: counting must never wait for who holds a case, and counts outlive the cases.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base


class FigureCount(Base):
    """What was counted in one period: measure → day bucket or value → how many. An empty word in the key means: all of them.

    One row for each combination of ``routing.figures.cells.SHAPES``, so that a page reads a row for each period and no more.
    """

    __tablename__ = "figure_count"
    __table_args__ = (UniqueConstraint("organisation", "product", "counter", "life_event", "grain", "period"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)  # reckoned from the key: SQLite finds no row by a list of whole keys
    organisation: Mapped[str] = mapped_column(String(60))
    product: Mapped[str] = mapped_column(String(60))
    counter: Mapped[str] = mapped_column(String(60))
    life_event: Mapped[str] = mapped_column(String(60))
    grain: Mapped[str] = mapped_column(String(6))  # week, maand, or stand for what is open now
    period: Mapped[date]  # its first day
    counts: Mapped[dict[str, Any]]
    gone: Mapped[dict[str, Any]]  # what of the counts is of cases that were destroyed since


class CaseFigure(Base):
    """What one case adds to the figures as they stand: when the case changes, this is taken off and the new one added."""

    __tablename__ = "case_figure"

    case_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    adds: Mapped[dict[str, Any]]  # see routing.figures.contribution


class FigureDue(Base):
    """A case that changed since it was counted; more than one row for a case does no harm."""

    __tablename__ = "figure_due"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = mapped_column(index=True)


class FrozenFigure(Base):
    """A figure as it stood at one moment, under a number that is quoted (practice rule 25). Never changed, never deleted.

    Who froze it stands in the audit log, which is not kept for ever.
    """

    __tablename__ = "frozen_figure"

    number: Mapped[int] = mapped_column(primary_key=True)
    figure: Mapped[str] = mapped_column(String(40))
    definition: Mapped[dict[str, Any]]  # its words as they were
    filters: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]  # as published: small numbers are not in it
    code_version: Mapped[str] = mapped_column(String(40))
    catalogue_version: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
