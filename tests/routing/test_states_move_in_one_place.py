"""Nothing in supervision changes a state outside ``cases/lifecycle``: in the source, and in what its acts leave behind."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import event, select

from loket.adapters.port import DeclineReason, Outcome, Report, Verb
from loket.cases.lifecycle import CASE_TABLE, REFERRAL_TABLE, Rule
from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.outbox import AuditLog
from loket.routing import choosing, closing, forwarding, mandated, merging, reassignment, reminders, splitting, supervise, withdrawal
from loket.routing.sourced_notes import Heard
from loket.settings import ROOT
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import REFUSED

WORDS = {"S", "C", "ReferralState", "CaseState"}
WHY = "Omdat het stilstaat"
Act = Callable[[Desk], tuple[Case, str]]


def moved_by_hand(path: Path) -> list[str]:
    """The places in a file where a state of a part or case is written: ``x.state = S.SENT``, ``values(state=…)``, ``setattr``."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        value = getattr(node, "value", None)
        aims = [aim for target in node.targets for aim in ast.walk(target)] if isinstance(node, ast.Assign) else []
        written = any(isinstance(aim, ast.Attribute) and aim.attr == "state" for aim in aims)
        keyword = isinstance(node, ast.keyword) and node.arg == "state"
        if (written or keyword) and isinstance(value, ast.AST) and _names_a_state(value):
            found.append(f"{path.name}:{value.lineno}")  # type: ignore[attr-defined]
    return found


def _names_a_state(value: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in WORDS for node in ast.walk(value))


def test_no_source_writes_the_state_of_a_part_or_a_case() -> None:
    made_with = {"forwarding.py"}  # a new part begins in its first state
    files = [path for folder in ("routing", "web") for path in (ROOT / "loket" / folder).glob("*.py")]
    assert {path.name: places for path in files if (places := moved_by_hand(path))}.keys() <= made_with


def test_a_state_that_is_written_by_hand_would_be_found(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("part.state, part.turn = S.SENT, None\nquery.values(state=ReferralState.SENT)\nrow.state = DeliveryState.DUE\n")
    assert moved_by_hand(path) == ["wrong.py:1", "wrong.py:2"]


def sent(desk: Desk, *products: str) -> Case:
    case = desk.open(*products)
    desk.drain()
    return desk.case(case.number)


def retried(desk: Desk) -> tuple[Case, str]:
    desk.post["uwv"].will(REFUSED)
    case = sent(desk, "ww")
    supervise.retry(desk.context(SUPERVISOR), part_of(case, "ww").number, WHY)
    return case, "opnieuw-aanbieden"


def forwarded(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "ww")
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.OTHER)
    forwarding.forward(desk.context(SUPERVISOR), part_of(case, "ww").number, "svb", None, WHY)
    return case, "deel-doorzenden"


def given_back(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "ww")
    desk.tell(part_of(case, "ww"), Verb.DECLINED, reason=DeclineReason.OTHER)
    forwarding.return_to_sender(desk.context(SUPERVISOR), part_of(case, "ww").number, WHY)
    return case, "deel-terug-naar-afzender"


def reminded(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "ww")
    reminders.remind(desk.context(SUPERVISOR), part_of(case, "ww").number, WHY)
    return case, "herinneren"


def rerouted(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "ww")
    reassignment.reassign(desk.context(SUPERVISOR), part_of(case, "ww").number, "svb", "algemeen-verzoek", WHY)
    return case, "route-wijzigen"


def chosen(desk: Desk) -> tuple[Case, str]:
    case = desk.open("algemeen-verzoek")
    choosing.choose(desk.context(SUPERVISOR), case.number, "uwv", "algemeen-verzoek", WHY)
    return case, "organisatie-kiezen"


def decided(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "bijzondere-bijstand")
    granted = Report(Verb.DECIDED, outcome=Outcome.GRANTED)
    mandated.act(desk.context(SUPERVISOR), part_of(case, "bijzondere-bijstand").number, granted, WHY)
    return case, "namens-organisatie"


def withdrawn(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "ww")
    said = Heard("de heer Moulin", desk.clock.today(), "telefoon", WHY)
    withdrawal.at_their_word(desk.context(SUPERVISOR), case.number, [part_of(case, "ww").number], said)
    return case, "intrekken-op-verzoek"


def merged(desk: Desk) -> tuple[Case, str]:
    older = sent(desk, "ww")
    desk.clock.advance(days=1)
    newer = sent(desk, "ww")
    merging.merge(desk.context(SUPERVISOR), newer.number, older.number, WHY)
    return newer, "zaken-samenvoegen"


def halved(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "ww", "akw")
    splitting.split(desk.context(SUPERVISOR), case.number, [part_of(case, "akw").number], (), WHY)
    return case, "zaak-splitsen"


def closed(desk: Desk) -> tuple[Case, str]:
    case = sent(desk, "ww")
    desk.decide(part_of(case, "ww"))
    closing.close(desk.context(SUPERVISOR), case.number, "onbereikbaar", reason=WHY)
    return case, "zaak-sluiten"


def opened_again(desk: Desk) -> tuple[Case, str]:
    case, _ = closed(desk)
    closing.reopen(desk.context(SUPERVISOR), case.number, WHY)
    return case, "zaak-heropenen"


ACTS: tuple[Act, ...] = (
    *(retried, forwarded, given_back, reminded, rerouted, chosen),
    *(decided, withdrawn, merged, halved, closed, opened_again),
)


def in_the_table(rules: list[Rule], before: object, after: object) -> bool:
    """Whether one or two rows lead from one state to the other: a case settles once more after what a person did."""
    steps = {before} | {rule.target for rule in rules if before in rule.sources}
    return after in steps | {rule.target for rule in rules if steps & rule.sources}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_each_act_goes_by_the_tables_and_tells_in_both_logs_who_why_and_what_it_changed(desk: Desk, act: Act) -> None:
    seen: list[tuple[object, object, object]] = []

    def note(target: object, value: object, old: object, _initiator: object) -> None:
        seen.append((target, old, value))

    for table in (Referral, Case):
        event.listen(table.state, "set", note)
    try:
        case, action = act(desk)
    finally:
        for table in (Referral, Case):
            event.remove(table.state, "set", note)
    moves = [(type(target), old, new) for target, old, new in seen if isinstance(old, str)]
    tables: dict[type, list[Rule]] = {Referral: list(REFERRAL_TABLE.values()), Case: list(CASE_TABLE.values())}
    assert [move for move in moves if not in_the_table(tables[move[0]], move[1], move[2])] == []
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == action, AuditLog.object.startswith(case.number))).one()
    details = row.details or {}
    line = desk.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.sequence == details["regel"])).one()
    assert (row.actor, line.actor) == ("toezichthouder", "toezicht")
    assert line.details["toelichting"] == WHY
    assert details["van"]
    assert details["tot"]
    assert WHY not in str(details)
