"""The citizen's own last day (practice rule 7): reckoned from an answer where the catalogue says how. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from loket.routing.entries import Product


@dataclass(frozen=True, slots=True)
class OwnDay:
    """The last day to apply, and how many days are left today; negative once it has passed."""

    last: date
    left: int


def own_day(product: Product, answers: Mapping[str, Any], today: date) -> OwnDay | None:
    """The applicant's last day for ``product``; None when it has none, or its question was not answered. It is no legal term: no Atw."""
    answered = answers.get(product.apply_by_question or "")
    if product.apply_by_days is None or not isinstance(answered, str):
        return None
    last = date.fromisoformat(answered) + timedelta(days=product.apply_by_days)
    return OwnDay(last, (last - today).days)
