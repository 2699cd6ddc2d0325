"""Every act of supervision stands in the audit log: who did it and what it was before and after. An act that no test plays is found."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from sqlalchemy import select

from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.signals import Cause
from loket.cases.words import EVENT_SENTENCES
from loket.routing import handover, legal_steps
from loket.routing.arrears import handling
from loket.routing.context import MACHINE
from loket.routing.figures import frozen, recount
from loket.routing.figures.reading import Wanted
from loket.routing.legal_steps import Step
from loket.routing.signals import answering, recording
from loket.routing.signals.answering import Answer
from loket.routing.tailored import bridging, deciding, memory, setting, tables
from loket.settings import ROOT
from tests.routing.arrears_told import GEMEENTE, closed, tell
from tests.routing.sitting import COLLEAGUE, Sitting
from tests.routing.standing_acts import OFFER, RECEIVER
from tests.support.desk import EMPLOYEE, MONDAY, SUPERVISOR, Desk
from tests.support.signalling import LAW, noted

LESSON = "Een vordering kan stil staan zolang iemand geen inkomen heeft."
WORDS = "Woorden die in geen logboek staan."
TODAY = MONDAY.date()
SOMETHING: Any = object()


def left(desk: Desk) -> None:
    one = Sitting(desk)
    setting.seat(desk.context(SUPERVISOR), one.number, one.id, "svb", "Ali Demir")
    (seat,) = [row.id for row in tables.seats(desk.session, one.table)]
    setting.unseat(desk.context(SUPERVISOR), one.number, one.id, seat)


def bridged(desk: Desk) -> None:
    one = Sitting(desk)
    bridging.bridge(desk.context(SUPERVISOR), one.number, one.id, WORDS, TODAY, [one.part()], WORDS)


def stopped(desk: Desk) -> None:
    one = Sitting(desk)
    deciding.stop(desk.context(SUPERVISOR), one.number, one.id, WORDS)


def told(desk: Desk) -> None:
    one = Sitting(desk)
    one.decide()
    deciding.tell(desk.context(), one.number, one.id, "telefoon")


def summarised(desk: Desk) -> Sitting:
    one = Sitting(desk)
    one.decide()
    memory.summarise(desk.context(SUPERVISOR), one.number, one.id, LESSON)
    return one


def released(desk: Desk) -> UUID:
    one = summarised(desk)
    return memory.release(desk.context(COLLEAGUE), one.number, one.id)


def taken_back(desk: Desk) -> None:
    precedent = released(desk)
    memory.withdraw(desk.context(SUPERVISOR), precedent, WORDS)


def with_cause(desk: Desk) -> tuple[str, UUID]:
    """The zaaknummer and the only cause at it."""
    noted(desk, raised=replace(LAW, own_words=WORDS, agreed=True))
    cause = desk.session.scalars(select(Cause)).one()
    return cause.case.number, cause.id


def cause_removed(desk: Desk) -> None:
    number, cause = with_cause(desk)
    recording.remove(desk.context(), number, cause)


def own_words_gone(desk: Desk) -> None:
    number, cause = with_cause(desk)
    recording.forget_own_words(desk.context(), number, cause)


def answer_read(desk: Desk) -> None:
    signal = noted(desk)
    answering.answer(desk.context(SUPERVISOR), signal, Answer("opgelost", "SZW", "De regel is veranderd.", 0))
    answering.read(desk.context(), signal)


def came_back(desk: Desk) -> None:
    answer_read(desk)
    noted(desk)


def frozen_figure(desk: Desk) -> None:
    frozen.freeze(desk.context(SUPERVISOR), "instroom", Wanted(TODAY, TODAY))


def recounted(desk: Desk) -> None:
    desk.open("ww")
    recount.recount(desk.context(MACHINE))


def signalled(desk: Desk) -> None:
    for organisation in ("cak", "svb"):
        tell(desk, organisation)


def lapsed(desk: Desk) -> None:
    signalled(desk)
    tell(desk, "cak", paid=True)


def handled(desk: Desk) -> None:
    signalled(desk)
    closed(desk, "hulp")


def forgotten(desk: Desk) -> None:
    tell(desk, "cak")
    desk.clock.advance(days=400)
    handling.forget(desk.context(MACHINE))


def offered(desk: Desk) -> tuple[str, UUID]:
    number = desk.open("ww").number
    handover.offer(desk.context(), number, OFFER)
    return number, handover.of_case(desk.session, desk.case(number))[0].id


def refused(desk: Desk) -> None:
    number, waiting = offered(desk)
    handover.refuse(desk.context(RECEIVER), number, waiting, WORDS)


def called_back(desk: Desk) -> None:
    number, waiting = offered(desk)
    handover.take_back(desk.context(), number, waiting)


class Told(NamedTuple):
    """What is played, and what the one row of the audit log then says: who, and these details."""

    play: Callable[[Desk], object]
    actor: str
    holds: Mapping[str, Any]


BY, OTHER, DESK, GEMEENTES = SUPERVISOR.name, COLLEAGUE.name, EMPLOYEE.name, GEMEENTE.name
HANDED = {"van": "gemeente-0518", "naar": "uwv-den-haag"}
ACTS = {
    "maatwerk-vertrekken": Told(left, BY, {"van": 1, "tot": 0, "organisatie": "svb"}),
    "maatwerk-overbruggen": Told(bridged, BY, {"van": None, "tot": TODAY.isoformat(), "gevraagd": SOMETHING}),
    "maatwerk-stoppen": Told(stopped, BY, {"van": None, "tot": "gestopt"}),
    "maatwerk-vertellen": Told(told, DESK, {"van": "niet-verteld", "tot": "verteld"}),
    "maatwerk-samenvatten": Told(summarised, BY, {"van": False, "tot": True}),
    "maatwerk-vrijgeven": Told(released, OTHER, {"van": "concept", "tot": "vrijgegeven"}),
    "maatwerk-intrekken": Told(taken_back, BY, {"van": "vrijgegeven", "tot": "ingetrokken"}),
    "oorzaak-weghalen": Told(cause_removed, DESK, {"signaal": SOMETHING, "regel": SOMETHING}),
    "eigen-woorden-wissen": Told(own_words_gone, DESK, {"signaal": SOMETHING, "regel": SOMETHING}),
    "antwoord-gelezen": Told(answer_read, DESK, {}),
    "signaal-komt-terug": Told(came_back, DESK, {"van": "opgelost", "tot": "open"}),
    "cijfer-vastleggen": Told(frozen_figure, BY, {"cijfer": "instroom", "filters": SOMETHING}),
    "cijfers-hertellen": Told(recounted, MACHINE.name, {"zaken": 1, "achter": 1, "fout": 0}),
    "schuldsignaal-vervallen": Told(lapsed, "client:cak", {"van": "open", "tot": "voldaan"}),
    "schuldsignaal-oppakken": Told(handled, GEMEENTES, {"van": "open", "tot": "opgepakt"}),
    "schuldsignaal-sluiten": Told(handled, GEMEENTES, {"van": "opgepakt", "tot": "hulp"}),
    "schuldsignalen-wissen": Told(forgotten, MACHINE.name, {"aantal": 1}),
    "overdracht-weigeren": Told(refused, RECEIVER.name, HANDED),
    "overdracht-terugnemen": Told(called_back, DESK, HANDED),
}


@pytest.mark.parametrize("action", ACTS)
def test_an_act_tells_who_did_it_and_what_it_changed_and_none_of_the_words(desk: Desk, action: str) -> None:
    act = ACTS[action]
    act.play(desk)
    desk.session.rollback()
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == action)).one()
    details = row.details or {}
    assert (row.actor, row.result) == (act.actor, "gelukt")
    assert {name: details[name] for name in act.holds} == {
        name: details[name] if value is SOMETHING else value for name, value in act.holds.items()
    }
    assert WORDS not in str(details)


def test_what_a_citizen_sets_against_a_part_is_in_both_logs(desk: Desk) -> None:
    number = f"{desk.open('ww').number}-1"
    desk.drain()
    legal_steps.take(desk.context(), number, Step.COMPLAINT, WORDS)
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == Step.COMPLAINT.value)).one()
    assert (row.actor, row.object, row.details) == (DESK, number, {"voorlopig": False, "laatsteDag": None})
    gone_on = select(ProcessingLog.foreign).where(ProcessingLog.name == "rechtsmiddel-doorsturen")
    assert desk.session.scalars(gone_on).all() == ["uwv"]


#: Where the acts of supervision stand: these folders and files of ``loket/routing``.
FOLDERS = ("tailored", "arrears", "signals", "figures")
FILES = (
    *("choosing", "closing", "coordinating", "downtime", "forwarding", "handover", "line_pause", "mandated", "merging", "outage_calls"),
    *("reassignment", "reminders", "replay", "splitting", "supervise", "thread", "withdrawal"),
)
WRITERS = {"audit", "Doing", "begin", "_record"}  #: what is given the action of an act


def actions_in(source: str) -> Iterator[str]:
    """The actions that this source writes into the audit log by name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in WRITERS:
            words = [given.value for given in node.args if isinstance(given, ast.Constant) and isinstance(given.value, str)]
            yield from ([word for word in words if word not in EVENT_SENTENCES] or words)[:1]  # beside it may stand the kind of its line


def untested(sources: list[Path]) -> set[str]:
    """The actions in these files that stand in no test which looks at the audit log."""
    tests = [path.read_text() for path in (ROOT / "tests").rglob("*.py")]
    looking = "\n".join(text for text in tests if any(word in text for word in ("AuditLog", "audited(", "of the audit log")))
    return {action for path in sources for action in actions_in(path.read_text()) if f'"{action}"' not in looking}


def test_no_act_of_supervision_is_without_a_test_of_its_audit_row(tmp_path: Path) -> None:
    routing = ROOT / "loket" / "routing"
    sources = [path for folder in FOLDERS for path in (routing / folder).glob("*.py")] + [routing / f"{name}.py" for name in FILES]
    assert len({action for path in sources for action in actions_in(path.read_text())}) > 50
    assert untested(sources) == set()
    new = tmp_path / "new.py"
    acts = [f"nieuwe-{what}" for what in ("daad", "stap", "tafel")]
    new.write_text(f'journal.audit(context, "{acts[0]}", "x")\nDoing(context, "{acts[1]}", case)\ntables.begin(context, "{acts[2]}", case)')
    assert untested([new]) == set(acts)
