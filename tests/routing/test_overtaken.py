"""Reports that overtook each other on the way: the one that happened last holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from loket.adapters.port import Outcome, Verb
from loket.cases.models import Referral
from loket.cases.states import ReferralState
from tests.support.desk import Desk, part_of

S = ReferralState
LATER = date(2026, 4, 1)
MORNING, NOON = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)
#: The one that happened last and came first, the one that it overtook, and the state that holds
OVERTAKEN = [
    ((Verb.RESUMED, {}), (Verb.SUSPENDED, {}), S.ACCEPTED),
    ((Verb.INFORMATION_RECEIVED, {}), (Verb.INFORMATION_ASKED, {"information_due": LATER}), S.ACCEPTED),
    ((Verb.SUSPENDED, {}), (Verb.RESUMED, {}), S.SUSPENDED),
    ((Verb.EXTENDED, {"new_due": date(2026, 6, 1)}), (Verb.EXTENDED, {"new_due": date(2026, 5, 1)}), S.ACCEPTED),
    ((Verb.REVISED, {"outcome": Outcome.GRANTED}), (Verb.REVISED, {"outcome": Outcome.REFUSED}), S.DECIDED),
]


def sent(desk: Desk) -> Referral:
    """The only part of a new case, delivered."""
    case = desk.open("ww")
    desk.drain()
    return part_of(case, "ww")


@pytest.mark.parametrize(("newest", "overtaken", "state"), OVERTAKEN, ids=[row[1][0].value for row in OVERTAKEN])
def test_a_report_that_a_later_one_overtook_changes_nothing(desk: Desk, newest: Any, overtaken: Any, state: ReferralState) -> None:
    part = sent(desk)
    desk.tell(part, Verb.TAKEN_UP)
    desk.tell(part, newest[0], at=NOON, **newest[1])
    late = desk.tell(part, overtaken[0], at=MORNING, **overtaken[1])
    assert (late.processed, part.state) == (False, state)
    assert late.reason == "over dit deel kwam al een bericht van een later tijdstip"
    assert desk.events(part.case)[-1] == "te-laat-bericht"


def test_reports_in_the_order_in_which_they_happened_all_count(desk: Desk) -> None:
    part = sent(desk)
    for hour, verb in enumerate((Verb.SUSPENDED, Verb.RESUMED, Verb.SUSPENDED, Verb.RESUMED)):
        assert desk.tell(part, verb, at=MORNING + timedelta(hours=hour)).processed


def test_an_overtaken_decision_leaves_the_newer_outcome(desk: Desk) -> None:
    part = sent(desk)
    desk.tell(part, Verb.REVISED, outcome=Outcome.GRANTED, at=NOON)
    desk.tell(part, Verb.DECIDED, outcome=Outcome.REFUSED, at=MORNING)
    assert part.outcome == "toegekend"
