"""What the tests of a person's rights share: the privacy officer, and cases that came to their end."""

from __future__ import annotations

import json
from typing import Any

from loket.cases.lifecycle import CaseTrigger, follow
from loket.cases.models import Case
from loket.cases.outbox import Delivery
from loket.routing.context import Actor, Context
from loket.routing.progress import lock_case
from tests.support.desk import Desk

OFFICER = Actor(name="privacy-officer", label="privacy", roles=frozenset({"privacy-officer"}), origin="web")
ADDRESS = {"postcode": "2584AE", "house_number": "1485"}


def officer(desk: Desk) -> Context:
    """The context in which the privacy officer acts now."""
    return desk.context(OFFICER)


def close(desk: Desk, case: Case) -> Case:
    """Let every organisation refuse, and close the case now."""
    desk.drain()
    for part in desk.case(case.number).referrals:
        desk.decide(part)
    context = desk.context()
    found = lock_case(context, case.id)
    follow(found, CaseTrigger.CLOSE)
    found.closed_at, found.closing = context.now, "onbekend"
    context.session.commit()
    return found


def bodies(desk: Desk, organisation: str) -> list[dict[str, Any]]:
    """What this organisation received, in order."""
    return [json.loads(message.body) for message in desk.post[organisation].received]


def waiting(desk: Desk) -> list[Delivery]:
    """What must still go out."""
    return [row for row in desk.deliveries() if row.state.value in ("due", "sending")]
