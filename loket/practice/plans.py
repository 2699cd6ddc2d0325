"""Which reports an organisation sends, and in which order, for each scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from loket.practice.scenarios import Scenario

#: How often one report goes out: (what is added to its message id, whether the signature is spoilt).
ONCE = (("", False),)
THRICE = (("", False), ("", False), ("-nogmaals", False))
BROKEN_FIRST = (("", True), ("", False))


@dataclass(frozen=True, slots=True)
class Step:
    """One report: the last part of the event's type, words for the citizen, and data in Loket's own words."""

    verb: str
    words: str
    data: Mapping[str, str] = field(default_factory=dict)
    sendings: tuple[tuple[str, bool], ...] = ONCE
    early: bool = False  # happened when the request came in, whenever it is told


RECEIVED = Step("ontvangen", "Wij hebben het verzoek ontvangen.", early=True)
TAKEN_UP = Step("in-behandeling-genomen", "Een medewerker bekijkt het verzoek.")
ASKED = Step("aanvulling-gevraagd", "Wij hebben nog een bewijsstuk nodig. Stuur het binnen 14 dagen.")
COMPLETED = Step("aanvulling-ontvangen", "Wij hebben de aanvulling ontvangen.")
GRANTED = Step("besloten", "Het verzoek is toegekend.", {"uitkomst": "toegekend"})
PARTLY = Step("besloten", "Een deel van het verzoek is toegekend.", {"uitkomst": "deels-toegekend"})
REFUSED = Step("besloten", "Het verzoek is afgewezen. U voldoet niet aan de voorwaarden.", {"uitkomst": "afgewezen"})
REVISED = Step("herzien", "Wij hebben het besluit opnieuw bekeken. Het verzoek is alsnog toegekend.", {"uitkomst": "toegekend"})
NOT_COMPETENT = Step("teruggegeven", "Dit verzoek hoort bij een andere organisatie.", {"reden": "niet-bevoegd"})
ARRANGED = Step("teruggegeven", "Dit is al geregeld. Er is niets meer nodig.", {"reden": "al-geregeld"})
CARRIED_OUT = Step("uitgevoerd", "Wij hebben uitgevoerd wat is toegekend.")

_ENDS: Mapping[Scenario, tuple[Step, ...]] = {
    Scenario.PARTLY: (PARTLY,),
    Scenario.REFUSE: (REFUSED,),
    Scenario.ASK: (ASKED,),
    Scenario.NOT_COMPETENT: (NOT_COMPETENT,),
    Scenario.ARRANGED: (ARRANGED,),
    Scenario.REVISE: (REFUSED, REVISED),
}
_CARRIED_OUT_AFTER = (PARTLY, GRANTED, REVISED)


def plan(scenario: Scenario, delivers: bool) -> tuple[Step, ...]:
    """The reports after an application was taken in; ``delivers``: what is granted is carried out afterwards."""
    if scenario is Scenario.SILENCE:
        return ()
    ends = _carried_out(_ENDS.get(scenario, (GRANTED,)), delivers)
    if scenario is Scenario.DISORDER:
        return (*ends, RECEIVED, TAKEN_UP)
    steps = (RECEIVED, TAKEN_UP, *ends)
    sendings = {Scenario.TWICE: THRICE, Scenario.BROKEN_SIGNATURE: BROKEN_FIRST}.get(scenario, ONCE)
    return tuple(replace(step, sendings=sendings) for step in steps)


def plan_after_completion(delivers: bool) -> tuple[Step, ...]:
    """The reports after the information that was asked for came in."""
    return (COMPLETED, *_carried_out((GRANTED,), delivers))


def _carried_out(ends: tuple[Step, ...], delivers: bool) -> tuple[Step, ...]:
    return (*ends, CARRIED_OUT) if delivers and ends[-1] in _CARRIED_OUT_AFTER else ends
