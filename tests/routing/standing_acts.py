"""How a case comes to stand still, and what makes it move again: all with real use cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from loket import clock as ticking
from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.cases.lifecycle import CaseTrigger, follow
from loket.cases.models import Case
from loket.routing import (
    choosing,
    closing,
    completion,
    contact,
    forwarding,
    handover,
    standstill,
    supervise,
    withdrawal,
)
from loket.routing.context import MACHINE, Actor
from loket.routing.handover import Offer
from loket.routing.progress import lock_case
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import ABSENT, BROKEN, REFUSED, TAKEN

RECEIVER = Actor(name="balie-uwv", label="uwv-den-haag", counter="uwv-den-haag", organisation="uwv", origin="web")
OFFER = Offer("uwv-den-haag", None, "Verhuisd", "De WW-aanvraag loopt.", "Bellen na zes uur", agreed=True)

Make = Callable[[Desk], Case]
Solve = Callable[[Desk, Case], None]


def pass_time(desk: Desk, **time: float) -> None:
    """Let time pass and let the clock look."""
    desk.clock.advance(**time)
    desk.session.rollback()
    ticking.look(desk.dispatcher)
    desk.session.expire_all()


def sent(desk: Desk, *products: str) -> Case:
    """A case whose parts were delivered."""
    case = desk.open(*(products or ("ww",)))
    desk.drain()
    return desk.case(case.number)


def told(desk: Desk, *verbs: Verb, days: float = 0, product: str = "ww") -> Case:
    """A case of which the organisation told this, and then nothing for so many days."""
    case = sent(desk, product)
    for verb in verbs:
        desk.clock.advance(seconds=1)
        due = desk.clock.today() + timedelta(days=14) if verb is Verb.INFORMATION_ASKED else None
        desk.tell(part_of(case, product), verb, outcome=Outcome.GRANTED if verb is Verb.DECIDED else None, information_due=due)
    pass_time(desk, days=days)
    return desk.case(case.number)


def tells(verb: Verb, **said: object) -> Solve:
    """The organisation of the first part that is still open tells something."""

    def solve(desk: Desk, case: Case) -> None:
        desk.tell(case.referrals[-1], verb, **said)

    return solve


def hand_back(desk: Desk, case: Case, right: str | None = None) -> None:
    desk.tell(case.referrals[-1], Verb.DECLINED, reason=DeclineReason.NOT_COMPETENT, right_organisation=right)


def handed_back(*rights: str | None) -> Make:
    """A part that was handed back once for each, each time naming who is right."""

    def make(desk: Desk) -> Case:
        case = sent(desk)
        for right in rights:
            hand_back(desk, case, right)
            desk.drain()
            case = desk.case(case.number)
        return case

    return make


def send_on(desk: Desk, case: Case) -> None:
    """Somebody sends it to another organisation, which takes it up."""
    desk.drain()
    forwarding.forward(desk.context(SUPERVISOR), case.referrals[-1].number, "cak", None, "Het CAK doet dit")
    desk.drain()
    desk.tell(desk.case(case.number).referrals[-1], Verb.TAKEN_UP)


def retry(desk: Desk, case: Case) -> None:
    """The line is mended and the part is offered again."""
    desk.post["uwv"].will(then=TAKEN)
    supervise.retry(desk.context(SUPERVISOR), case.referrals[0].number, "hersteld")
    desk.drain()


def without_route(desk: Desk) -> Case:
    return desk.open("algemeen-verzoek")  # every organisation has it, and none was named


def choose(desk: Desk, case: Case) -> None:
    choosing.choose(desk.context(SUPERVISOR), case.number, "uwv", "algemeen-verzoek", "UWV gaat hierover")
    desk.drain()


def refused_by_both(desk: Desk) -> Case:
    case = sent(desk, "ww", "bijstand")
    for product in ("ww", "bijstand"):
        desk.decide(part_of(case, product), Outcome.REFUSED)
    return desk.case(case.number)


def undeliverable(desk: Desk) -> Case:
    desk.post["uwv"].will(REFUSED)
    return sent(desk)


def follower_of_nothing(desk: Desk) -> Case:
    case = sent(desk, "wlz-indicatie", "wlz-bijdrage")
    desk.tell(part_of(case, "wlz-indicatie"), Verb.DECLINED, reason=DeclineReason.ALREADY_ARRANGED)
    return desk.case(case.number)


def withdraw_follower(desk: Desk, case: Case) -> None:
    withdrawal.withdraw(desk.context(), case.number, [part_of(case, "wlz-bijdrage").number], "niet meer nodig")


def waits_too_long(desk: Desk) -> Case:
    case = sent(desk, "wlz-indicatie", "wlz-bijdrage")
    pass_time(desk, days=57)
    return desk.case(case.number)


def decide_awaited(desk: Desk, case: Case) -> None:
    desk.decide(part_of(case, "wlz-indicatie"))


def past_its_term(desk: Desk) -> Case:
    case = told(desk, Verb.TAKEN_UP)
    pass_time(desk, days=58)
    return desk.case(case.number)


def near_its_term(desk: Desk) -> Case:
    case = told(desk, Verb.TAKEN_UP)
    for _ in range(2):  # a sign of life in between, so that only the term is the matter
        desk.clock.advance(days=26)
        desk.tell(part_of(case, "ww"), Verb.SUSPENDED)
        desk.tell(part_of(case, "ww"), Verb.RESUMED)
    pass_time(desk)
    return desk.case(case.number)


def offered(desk: Desk) -> Case:
    case = told(desk, Verb.TAKEN_UP)
    handover.offer(desk.context(), case.number, OFFER)
    pass_time(desk, days=3)
    return desk.case(case.number)


def take_up(desk: Desk, case: Case) -> None:
    waiting = handover.of_case(desk.session, case)[0].id
    handover.take_up(desk.context(RECEIVER), case.number, waiting, "Fatima de Wit")


def promised(desk: Desk) -> Case:
    case = told(desk, Verb.TAKEN_UP)
    day = desk.clock.today()
    contact.record(desk.context(), case.number, question="Hoe staat het?", channel="balie", promise="Wij bellen", promised_by=day)
    pass_time(desk, days=1)
    return desk.case(case.number)


def keep_promise(desk: Desk, case: Case) -> None:
    (knock,) = case.contacts
    contact.keep_promise(desk.context(), case.number, str(knock.id))


def asked_twice(desk: Desk) -> Case:
    case = told(desk, Verb.TAKEN_UP)
    for _ in range(2):
        desk.clock.advance(hours=1)
        contact.record(desk.context(), case.number, question="Hoe staat het?", channel="balie")
    return desk.case(case.number)


def answer(desk: Desk, case: Case) -> None:
    desk.clock.advance(hours=1)
    contact.record(desk.context(), case.number, question="Hoe staat het?", channel="balie", said="Nog een week")


def fails_again_and_again(desk: Desk) -> Case:
    desk.post["uwv"].will(then=BROKEN)
    case = desk.open("ww")
    desk.drain_until(desk.clock.now() + timedelta(minutes=9), 60)
    return desk.case(case.number)


def not_delivered(desk: Desk) -> Case:
    desk.post["uwv"].will(then=ABSENT)
    case = sent(desk)
    pass_time(desk, days=1, minutes=1)
    return desk.case(case.number)


def supplied(desk: Desk) -> Case:
    case = told(desk, Verb.TAKEN_UP, Verb.INFORMATION_ASKED)
    completion.supply(desk.context(), part_of(case, "ww").number, {}, "Hier is het")
    desk.drain()
    pass_time(desk, days=11)
    return desk.case(case.number)


def supply(desk: Desk, case: Case) -> None:
    completion.supply(desk.context(), part_of(case, "ww").number, {}, "Hier is het")


def reopened(desk: Desk) -> Case:
    """All parts are at their end, and a person opened the case again."""
    case = sent(desk)
    desk.decide(part_of(case, "ww"), Outcome.REFUSED)
    closing.close(desk.context(), case.number, "geholpen")
    context = desk.context(MACHINE)
    locked = lock_case(context, case.id)
    follow(locked, CaseTrigger.REOPEN)
    standstill.write(context, locked)
    context.session.commit()
    return desk.case(case.number)


def close_it(desk: Desk, case: Case) -> None:
    closing.close(desk.context(SUPERVISOR), case.number, "geholpen", reason="Er hoeft niets meer")
