"""Nothing in supervision changes a state outside ``cases/lifecycle``: in the source, and in what its acts leave behind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, select

from loket.cases.lifecycle import CASE_TABLE, REFERRAL_TABLE, Rule
from loket.cases.models import Case, CaseEvent, Referral
from loket.cases.outbox import AuditLog
from loket.settings import ROOT
from tests.routing.supervised_acts import MOVE, ONLY_TOLD, STAY, WHY, Act, Prepared
from tests.support.desk import Desk

WORDS = {"S", "C", "ReferralState", "CaseState"}


def moved_by_hand(path: Path) -> list[str]:
    """The places in a file where a state of a part or case is written: ``x.state = S.SENT``, ``values(state=…)``, ``setattr``."""
    lines = [value.lineno for node in ast.walk(ast.parse(path.read_text())) for value in _written(node) if _names_a_state(value)]
    return [f"{path.name}:{line}" for line in sorted(lines)]


def _written(node: ast.AST) -> Iterator[ast.expr]:
    """What this node writes into something that is called ``state``."""
    match node:
        case ast.Assign(targets=targets, value=value) if any(_is_state(aim) for target in targets for aim in ast.walk(target)):
            yield value
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value) if _is_state(target):
            yield value
        case ast.keyword(arg="state", value=value) | ast.Call(func=ast.Name("setattr"), args=[_, ast.Constant("state"), value]):
            yield value
        case ast.Dict(keys=keys, values=values):
            yield from (value for key, value in zip(keys, values, strict=True) if _is_state(key))


def _is_state(aim: ast.AST | None) -> bool:
    return (isinstance(aim, ast.Attribute) and aim.attr == "state") or (isinstance(aim, ast.Constant) and aim.value == "state")


def _names_a_state(value: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in WORDS for node in ast.walk(value))


def test_no_source_writes_the_state_of_a_part_or_a_case() -> None:
    made_with = {"forwarding.py", "drafts.py"}  # a new part or case begins in its first state
    files = [path for folder in ("routing", "web") for path in (ROOT / "loket" / folder).rglob("*.py")]
    assert {"bridging.py", "recording.py", "folding.py"} <= {path.name for path in files}  # the folders in it as well
    moved = {path.name for path in (*files, ROOT / "loket" / "clock.py") if moved_by_hand(path)}
    assert moved == made_with


def test_a_state_that_is_written_by_hand_would_be_found(tmp_path: Path) -> None:
    by_hand = (
        "part.state, part.turn = S.SENT, None",
        "query.values(state=ReferralState.SENT)",
        "part.state: ReferralState = S.SENT",
        "part.state += S.SENT",
        'setattr(part, "state", S.SENT)',
        "query.values({Case.state: C.CLOSED})",
        'query.values({"state": CaseState.CLOSED})',
    )
    path = tmp_path / "wrong.py"
    path.write_text("\n".join([*by_hand, "row.state = DeliveryState.DUE", 'setattr(part, "turn", S.SENT)', "part.state: ReferralState"]))
    assert moved_by_hand(path) == [f"wrong.py:{line}" for line, _ in enumerate(by_hand, 1)]


def in_the_table(rules: list[Rule], before: object, after: object) -> bool:
    """Whether one or two rows lead from one state to the other: a case settles once more after what a person did."""
    steps = {before} | {rule.target for rule in rules if before in rule.sources}
    return after in steps | {rule.target for rule in rules if steps & rule.sources}


def moves_of(act: Act) -> list[tuple[type, object, object]]:
    """Every state that it gives a part or case that was there: what it was and what it is. What is new has none before."""
    seen: list[tuple[type, object, object]] = []

    def note(target: object, value: object, old: object, _initiator: object) -> None:
        if inspect(target).persistent and value != old:
            seen.append((type(target), old, value))

    for table in (Referral, Case):
        event.listen(table.state, "set", note)
    try:
        act.do()
    finally:
        for table in (Referral, Case):
            event.remove(table.state, "set", note)
    return seen


@pytest.mark.parametrize("prepare", [*MOVE, *STAY], ids=lambda prepare: prepare.__name__)
def test_each_act_goes_by_the_tables_and_tells_in_both_logs_who_why_and_what_it_changed(desk: Desk, prepare: Prepared) -> None:
    act = prepare(desk)
    case, moves = act.case, moves_of(act)
    tables_of: dict[type, list[Rule]] = {Referral: list(REFERRAL_TABLE.values()), Case: list(CASE_TABLE.values())}
    assert [move for move in moves if not in_the_table(tables_of[move[0]], move[1], move[2])] == []
    assert bool(moves) is (prepare in MOVE)
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == act.action, AuditLog.object.startswith(case.number))).one()
    details = row.details or {}
    line = desk.session.scalars(select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.sequence == details["regel"])).one()
    assert (row.actor, line.actor) == ("toezichthouder", "toezicht")
    assert line.details.get("toelichting") == act.reason
    assert (details["van"] == details["tot"]) is (prepare in ONLY_TOLD)
    assert WHY not in str(details)
