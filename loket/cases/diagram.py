"""The two state tables as Mermaid diagrams, for ``docs/lifecycle.md``; a test keeps the page equal to the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from loket.cases.lifecycle import CASE_TABLE, FINAL, REFERRAL_TABLE, Rule
from loket.cases.states import CASE_WORDS, REFERRAL_WORDS, CaseState, ReferralState

HEAD = """# The two state tables

Made from `loket/cases/lifecycle.py` by `loket.cases.diagram.page`; a test fails when this page and the tables differ.
A trigger that is not drawn for a state is either ignored with a reason on the timeline or refused with a clear error:
`tests/cases/test_lifecycle.py` lists every pair.
"""


def page() -> str:
    """The whole page."""
    final = ", ".join(f"`{state.value}`" for state in ReferralState if state in FINAL)
    parts = _diagram(REFERRAL_TABLE, [(state.value, REFERRAL_WORDS[state]) for state in ReferralState])
    cases = _diagram(CASE_TABLE, [(state.value, CASE_WORDS[state]) for state in CaseState])
    return f"{HEAD}\n## A part (deelzaak)\n\nFinal: {final}.\n\n{parts}\n## A request (zaak)\n\n{cases}"


def _diagram(table: Mapping[Any, Rule], names: Iterable[tuple[str, str]]) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {value}: {value} ({word})" for value, word in names]
    for trigger, rule in table.items():
        for source in sorted(rule.sources):
            lines.append(f"    {source} --> {rule.target or source}: {trigger}")
    return "\n".join([*lines, "```", ""])
