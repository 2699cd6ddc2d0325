"""What a supervisor does to a case, each ready to be done: for the tests of what every such act leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from loket.adapters.port import DeclineReason, Outcome, Report, Verb
from loket.cases.models import Case
from loket.routing import (
    choosing,
    closing,
    coordinating,
    forwarding,
    mandated,
    merging,
    reassignment,
    reminders,
    splitting,
    supervise,
    withdrawal,
)
from loket.routing.sourced_notes import Heard
from loket.routing.tailored import bridging, deciding, tables
from tests.routing.sitting import GROUND, KNOT, Sitting
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import REFUSED

WHY = "Omdat het stilstaat"


class Act(NamedTuple):
    """What a supervisor is about to do to a case: the action of the audit log, and the reason that its line shows, if it has one."""

    case: Case
    action: str
    do: Callable[[], object]
    reason: str | None = WHY


Prepared = Callable[[Desk], Act]


def sent(desk: Desk, *products: str) -> Case:
    case = desk.open(*products)
    desk.drain()
    return desk.case(case.number)


def handed_back(desk: Desk) -> Case:
    case = sent(desk, "ww")
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.OTHER)
    return case


def heard(desk: Desk) -> Heard:
    return Heard("de heer Moulin", desk.clock.today(), "telefoon", WHY)


def retried(desk: Desk) -> Act:
    desk.post["uwv"].will(REFUSED)
    case = sent(desk, "ww")
    return Act(case, "opnieuw-aanbieden", lambda: supervise.retry(desk.context(SUPERVISOR), part_of(case, "ww").number, WHY))


def forwarded(desk: Desk) -> Act:
    case = handed_back(desk)
    return Act(case, "deel-doorzenden", lambda: forwarding.forward(desk.context(SUPERVISOR), f"{case.number}-1", "svb", None, WHY))


def given_back(desk: Desk) -> Act:
    case = handed_back(desk)
    return Act(case, "deel-terug-naar-afzender", lambda: forwarding.return_to_sender(desk.context(SUPERVISOR), f"{case.number}-1", WHY))


def reminded(desk: Desk) -> Act:
    case = sent(desk, "ww")
    return Act(case, "herinneren", lambda: reminders.remind(desk.context(SUPERVISOR), f"{case.number}-1", WHY))


def rerouted(desk: Desk) -> Act:
    case, other = sent(desk, "ww"), ("svb", "algemeen-verzoek")
    return Act(case, "route-wijzigen", lambda: reassignment.reassign(desk.context(SUPERVISOR), f"{case.number}-1", *other, WHY))


def chosen(desk: Desk) -> Act:
    case, whose = desk.open("algemeen-verzoek"), ("uwv", "algemeen-verzoek")
    return Act(case, "organisatie-kiezen", lambda: choosing.choose(desk.context(SUPERVISOR), case.number, *whose, WHY))


def decided(desk: Desk) -> Act:
    case, granted = sent(desk, "bijzondere-bijstand"), Report(Verb.DECIDED, outcome=Outcome.GRANTED)
    return Act(case, "namens-organisatie", lambda: mandated.act(desk.context(SUPERVISOR), f"{case.number}-1", granted, WHY))


def withdrawn(desk: Desk) -> Act:
    case, said = sent(desk, "ww"), heard(desk)
    parts = [f"{case.number}-1"]
    return Act(case, "intrekken-op-verzoek", lambda: withdrawal.at_their_word(desk.context(SUPERVISOR), case.number, parts, said))


def merged(desk: Desk) -> Act:
    older = sent(desk, "ww").number
    desk.clock.advance(days=1)
    newer = sent(desk, "ww")
    return Act(newer, "zaken-samenvoegen", lambda: merging.merge(desk.context(SUPERVISOR), newer.number, older, WHY))


def halved(desk: Desk) -> Act:
    case = sent(desk, "ww", "akw")
    parts = [part_of(case, "akw").number]
    return Act(case, "zaak-splitsen", lambda: splitting.split(desk.context(SUPERVISOR), case.number, parts, (), WHY))


def closed(desk: Desk) -> Act:
    case = sent(desk, "ww")
    desk.decide(part_of(case, "ww"))
    return Act(case, "zaak-sluiten", lambda: closing.close(desk.context(SUPERVISOR), case.number, "onbereikbaar", reason=WHY))


def opened_again(desk: Desk) -> Act:
    case, _, close, _ = closed(desk)
    close()
    return Act(case, "zaak-heropenen", lambda: closing.reopen(desk.context(SUPERVISOR), case.number, WHY))


def noted(desk: Desk) -> Act:
    case, said = sent(desk, "ww"), heard(desk)
    return Act(case, "mededeling-vastleggen", lambda: mandated.record(desk.context(SUPERVISOR), f"{case.number}-1", said))


def assigned(desk: Desk) -> Act:
    case, known = sent(desk, "ww"), {"t-2": "Noor Smit"}
    return Act(case, "zaak-toewijzen", lambda: coordinating.assign(desk.context(SUPERVISOR), case.number, "t-2", WHY, known))


def put_off(desk: Desk) -> Act:
    case, day = retried(desk).case, desk.clock.today() + timedelta(days=2)
    return Act(case, "zaak-uitstellen", lambda: coordinating.snooze(desk.context(SUPERVISOR), case.number, day, WHY))


def woken(desk: Desk) -> Act:
    case, _, snooze, _ = put_off(desk)
    snooze()
    return Act(case, "uitstel-beeindigen", lambda: coordinating.wake(desk.context(SUPERVISOR), case.number, WHY))


def brought_to_a_table(desk: Desk) -> Act:
    case = sent(desk, "ww")
    return Act(case, "maatwerk-vragen", lambda: tables.escalate(desk.context(SUPERVISOR), case.number, KNOT), reason=None)


def bridged(desk: Desk) -> Act:
    one, day = Sitting(desk), desk.clock.today()
    bridge = lambda: bridging.bridge(desk.context(SUPERVISOR), one.number, one.id, WHY, day, [one.part()], "Wacht")  # noqa: E731
    return Act(one.case, "maatwerk-overbruggen", bridge)


def decided_at_the_table(desk: Desk) -> Act:
    one = Sitting(desk)
    one.appoint()
    decide = lambda: deciding.decide(desk.context(SUPERVISOR), one.number, one.id, "maatwerk", WHY, GROUND)  # noqa: E731
    return Act(one.case, "maatwerk-besluiten", decide)


def told_of_the_table(desk: Desk) -> Act:
    one = Sitting(desk)
    one.decide()
    return Act(one.case, "maatwerk-vertellen", lambda: deciding.tell(desk.context(SUPERVISOR), one.number, one.id, "balie"), reason=None)


def stopped_at_the_table(desk: Desk) -> Act:
    one = Sitting(desk)
    return Act(one.case, "maatwerk-stoppen", lambda: deciding.stop(desk.context(SUPERVISOR), one.number, one.id, WHY))


#: What gives a part or the case another state, and what gives none.
MOVE = retried, forwarded, given_back, rerouted, chosen, decided, withdrawn, merged, halved, closed, opened_again
STAY = (
    *(reminded, noted, assigned, put_off, woken),
    *(brought_to_a_table, bridged, decided_at_the_table, told_of_the_table, stopped_at_the_table),
)
ONLY_TOLD = reminded, halved, noted, brought_to_a_table  #: what was is what is
