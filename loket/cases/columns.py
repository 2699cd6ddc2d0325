"""Kinds of columns that many tables share."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Enum, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


def words(kind: type[Any]) -> Enum:
    """An enum column that stores the member's value as text, so that a new member needs no change of type."""
    return Enum(
        kind, native_enum=False, length=40, create_constraint=False, values_callable=lambda members: [member.value for member in members]
    )


def case_key(*, index: bool = True) -> Mapped[uuid.UUID]:
    return mapped_column(ForeignKey("case.id", ondelete="CASCADE"), index=index)
