"""However many signals and causes there are: the list, a signal and its sample go through an index."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select, text

from loket.cases.base import new_id
from loket.cases.models import Case
from loket.cases.signals import Cause, CauseCode, Review, Signal, SignalMonth, SignalStatus
from loket.routing.signals import brief, journey, listing, sampling
from loket.routing.signals.listing import Choice
from tests.support.crowd import plans, scans
from tests.support.desk import SUPERVISOR, Desk

SIGNALS, CAUSES = 3000, 4000
BIG = ("signal", "signal_month", "cause", "case")
CHOICES = {
    "all": Choice(),
    "product": Choice(product="product-4"),
    "organisation": Choice(organisation="gemeente-0040"),
    "code": Choice(code=CauseCode.ICT),
    "status": Choice(status=SignalStatus.SOLVED),
}


@pytest.fixture
def crowded(desk: Desk) -> Desk:
    """Thousands of signals, and thousands of causes in the first of them."""
    case, now = desk.open("ww"), desk.clock.now()
    columns = {column.key: getattr(case, column.key) for column in Case.__table__.columns} | {"joinable": False}
    numbers = dict.fromkeys(("days", "knocks", "hand_backs", "counted_days", "counted_knocks", "counted_hand_backs", "revision"), 0)
    codes, states = list(CauseCode), list(SignalStatus)
    signals = [
        {"id": new_id(now), "product": f"product-{number % 60}", "organisation": f"gemeente-{number % 340:04d}", "article": str(number)}
        | {"article_key": str(number), "code": codes[number % 5], "status": states[number % 5], "count": number, "counted": number % 50}
        | {"first_at": now, "last_at": now, **numbers}
        for number in range(SIGNALS)
    ]
    cases = [columns | {"id": new_id(now), "number": f"L-{number:011d}"} for number in range(CAUSES)]
    noted = {
        "signal_id": signals[0]["id"],
        "words": "x",
        "source": "x",
        "by": "x",
        "at": now,
        "month": now.date(),
        "days": 1,
        "knocks": 1,
        "hand_backs": 0,
    }
    causes: list[dict[str, Any]] = [
        noted | {"id": new_id(now), "case_id": row["id"], "pseudonym": f"{number:06d}", "review": Review.CONFIRMED if number < 20 else None}
        for number, row in enumerate(cases)
    ]
    desk.session.execute(insert(Signal), signals)
    desk.session.execute(insert(Case), cases)
    desk.session.execute(insert(Cause), causes)
    desk.session.execute(insert(SignalMonth), [{"signal_id": one["id"], "month": now.date(), "count": 1, "counted": 0} for one in signals])
    desk.session.commit()
    desk.session.execute(text("ANALYZE"))
    desk.session.commit()
    return desk


def first(desk: Desk) -> Signal:
    return desk.session.scalars(select(Signal).order_by(Signal.count).limit(1)).one()


def test_a_page_of_the_list_scans_nothing_and_a_scan_would_be_found(crowded: Desk) -> None:
    context = crowded.context(SUPERVISOR)
    for name, choice in CHOICES.items():
        shown, _ = listing.page(context, choice, size=3)
        found = plans(crowded, lambda choice=choice, last=shown[-1]: listing.page(context, choice, last))  # type: ignore[misc]
        assert scans(found, *BIG) == [], name
    scanning = plans(crowded, lambda: crowded.session.scalars(select(Signal.id).where(Signal.addressee == "x")).all())
    assert scans(scanning, *BIG) == scanning


def test_what_the_page_of_a_large_signal_needs_scans_nothing(crowded: Desk) -> None:
    context, signal = crowded.context(SUPERVISOR), first(crowded)
    for needs in (listing.trend, listing.pairs, listing.examples, sampling.sample):
        found = plans(crowded, lambda needs=needs: needs(context, signal))  # type: ignore[misc]
        assert scans(found, *BIG) == [], needs.__name__


def test_which_examples_have_a_journey_is_asked_of_their_cases_only(crowded: Desk) -> None:
    context, signal = crowded.context(SUPERVISOR), first(crowded)
    found = plans(crowded, lambda: journey.among(context, listing.examples(context, signal)))
    assert scans(found, *BIG) == []


def test_a_brief_takes_four_statements_however_many_signals_it_has(crowded: Desk) -> None:
    assert len(plans(crowded, lambda: brief.lines(crowded.context(SUPERVISOR), Choice()))) == 4
