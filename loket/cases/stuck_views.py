"""What a supervisor keeps for themselves: a choice from the list of stuck cases, under a name."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from loket.cases.base import Base
from loket.cases.crypto import EncryptedText


class StuckView(Base):
    """A saved choice from the list (bewaarde weergave). Belongs to one account."""

    __tablename__ = "stuck_view"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(EncryptedText)  # typed by a person
    chosen: Mapped[dict[str, str]] = mapped_column(JSON)  # the query of the page: name → value
    created_at: Mapped[datetime]
