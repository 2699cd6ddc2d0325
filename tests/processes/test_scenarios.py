"""Every behaviour that a practice organisation can show, played with real processes: what the loket sees of it afterwards."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import pytest

from loket.practice.scenarios import FAULTS, Scenario
from tests.processes.running import Running, only_on
from tests.support.waiting import until

pytestmark = [pytest.mark.processes, only_on("postgresql")]  # what an organisation does is the same to either

TAKEN_UP = ["ontvangen", "in-behandeling-genomen"]
GRANTED = [*TAKEN_UP, "besloten", "uitgevoerd"]
LATE, BROUGHT = "te-laat-bericht", "aanvulling-bezorgd"


@dataclass(frozen=True)
class End:
    """How a part ends: its status, outcome, whose turn it is, and its timeline without the lines of making it and delivering to it."""

    status: str
    outcome: str | None
    told: list[str]
    turn: str = "geen"
    case: str = "besloten"


GRANT = End("uitgevoerd", "toegekend", GRANTED)
ENDS: dict[Scenario, End] = {
    Scenario.GRANT: GRANT,
    Scenario.PARTLY: End("uitgevoerd", "deels-toegekend", GRANTED),
    Scenario.REFUSE: End("besloten", "afgewezen", [*TAKEN_UP, "besloten"]),
    Scenario.NOT_COMPETENT: End("doorgezonden", None, [*TAKEN_UP, "teruggegeven", "doorgezonden"]),
    Scenario.ARRANGED: End("teruggegeven", None, [*TAKEN_UP, "teruggegeven", "terug-naar-afzender"]),
    Scenario.ERROR: GRANT,
    Scenario.HANG: GRANT,
    Scenario.DRIP: GRANT,
    Scenario.BUSY: GRANT,
    Scenario.GONE: End("onbestelbaar", None, ["onbestelbaar"], turn="loket", case="in-behandeling"),
    Scenario.BROKEN_SIGNATURE: GRANT,
    Scenario.SILENCE: End("verzonden", None, [], turn="organisatie", case="in-behandeling"),
}
SUPPLIED = ["aanvulling-gevraagd", "aanvulling-gegeven"]
LOKET_ENDS = ENDS | {
    Scenario.ASK: End("uitgevoerd", "toegekend", [*TAKEN_UP, *SUPPLIED, "aanvulling-ontvangen", "besloten", "uitgevoerd"]),
    Scenario.TWICE: End("uitgevoerd", "toegekend", [word for told in GRANTED for word in (told, LATE)]),
    Scenario.DISORDER: End("uitgevoerd", "toegekend", ["besloten", "uitgevoerd", LATE, LATE]),
    Scenario.REVISE: End("uitgevoerd", "toegekend", [*TAKEN_UP, "besloten", "herzien", "uitgevoerd"]),
}
#: A ZGW gemeente tells a present state and no events: a repeated notification tells nothing new, a zaak that was closed stays closed,
#: and a zaak that was registered reads as received.
ZGW_ENDS = ENDS | {
    Scenario.ASK: End("uitgevoerd", "toegekend", [*TAKEN_UP, *SUPPLIED, "besloten", "uitgevoerd"]),
    Scenario.TWICE: GRANT,
    Scenario.DISORDER: GRANT,
    Scenario.REVISE: End("besloten", "toegekend", [*TAKEN_UP, "besloten", "herzien"]),
    Scenario.SILENCE: End("ontvangen", None, ["ontvangen"], turn="organisatie", case="in-behandeling"),
}

#: One that stops taking requests, or that is slow, must not be in the way of another scenario: each has a system of its own.
DUO = ("duo", "studiefinanciering")
GENERIC = {
    Scenario.ERROR: ("toeslagen", "toeslag-voorschot"),
    Scenario.HANG: ("zorgkantoor", "zorg-leveren"),
    Scenario.DRIP: ("rvo", "subsidie"),
    Scenario.BUSY: ("stadsbank-oost-nederland", "shv-besluit"),
    Scenario.GONE: ("kvk", "uitschrijving"),
}
CODES = "0363 0599 0344 0014 0034 0200 0153 0193 0202 0268 0310 0327 0342 0355 0361 0518"
GEMEENTEN = dict(zip(Scenario, CODES.split(), strict=True))
SERVED_BY_STADSBANK = "0153"


@pytest.fixture(scope="module")
def cases(running: Running) -> dict[tuple[str, Scenario], str]:
    """A case for each scenario in both ways of speaking, all opened at once: zaaknummers."""
    numbers = {}
    for scenario in Scenario:
        slug, product = GENERIC.get(scenario, DUO)
        code = SERVED_BY_STADSBANK if slug.startswith("stadsbank") else "0518"
        running.behave(slug, keren=1, seconden=1)
        numbers["loket", scenario] = _open(running, product, code, f"oefen:{slug}={scenario}")
        gemeente = f"gemeente-{GEMEENTEN[scenario]}"
        running.behave(gemeente, keren=1, seconden=1, vertraging=4 if scenario is Scenario.REVISE else None)
        numbers["zgw", scenario] = _open(running, "bijstand", GEMEENTEN[scenario], f"oefen:{gemeente}={scenario}")
    return numbers


def _open(running: Running, product: str, code: str, wish: str) -> str:
    return running.open(product, aanvrager={"gemeentecode": code}, toelichting=f"Ik wil graag oefenen. {wish}")


@pytest.mark.parametrize(("dialect", "ends"), [("loket", LOKET_ENDS), ("zgw", ZGW_ENDS)])
@pytest.mark.parametrize("scenario", [*sorted(set(Scenario) - {Scenario.SILENCE}), Scenario.SILENCE])  # silence takes time to be heard
def test_a_scenario_ends_in_its_shared_status_and_timeline(
    running: Running, cases: dict[tuple[str, Scenario], str], dialect: str, ends: dict[Scenario, End], scenario: Scenario
) -> None:
    number, end = cases[dialect, scenario], ends[scenario]
    if scenario is Scenario.ASK:
        _supply(running, number)
    with suppress(AssertionError):  # the comparison below tells more
        until(lambda: _end_of(running, number) == end, f"{scenario} ends", 60)
    assert _end_of(running, number) == end


def _end_of(running: Running, number: str) -> End | None:
    """How the part stands now; None while a delivery to it is not on the timeline.

    Those lines have no fixed place: a report of theirs may come before their 2xx is written down.
    """
    case = running.case(number)
    part = case["deelzaken"][0]
    made, *told = running.timeline(number, 1)
    assert made == "deel-gemaakt"
    if told.count("verzonden") != (part["status"] != "onbestelbaar") or told.count(BROUGHT) != told.count("aanvulling-gegeven"):
        return None
    told = [kind for kind in told if kind not in ("verzonden", BROUGHT)]
    return End(part["status"], part["uitkomst"], told, part["aanZet"], case["status"])


def _supply(running: Running, number: str) -> None:
    until(lambda: running.case(number)["status"] in ("wacht-op-aanvrager", "besloten"), "something is asked of the citizen")
    case = running.case(number)
    assert (case["aanZet"], case["deelzaken"][0]["status"]) == ("aanvrager", "wacht-op-aanvulling")
    assert case["deelzaken"][0]["gevraagd"] == ["Stuur een bewijs van uw inkomen."]
    assert case["moetUNog"][0]["uiterlijk"] == case["deelzaken"][0]["hersteltermijn"]
    status, after = running.call("POST", f"/deelzaken/{number}-1/aanvullingen", {"toelichting": "Hierbij mijn loonstrook."})
    assert status == 201
    assert after["status"] in ("in-behandeling", "besloten")  # they may have decided before we read it back


@pytest.mark.parametrize("dialect", ["loket", "zgw"])
def test_what_an_organisation_is_not_competent_for_goes_to_the_one_it_names(
    running: Running, cases: dict[tuple[str, Scenario], str], dialect: str
) -> None:
    number = cases[dialect, Scenario.NOT_COMPETENT]
    running.ended(number)
    successor = running.case(number)["deelzaken"][1]
    assert (successor["organisatie"], successor["status"], successor["uitkomst"]) == ("uwv", "besloten", "toegekend")
    assert [kind for kind in running.timeline(number, 2) if kind != "verzonden"] == ["deel-gemaakt", *TAKEN_UP, "besloten"]


@pytest.mark.parametrize("dialect", ["loket", "zgw"])
@pytest.mark.parametrize("scenario", sorted(FAULTS - {Scenario.GONE}))
def test_a_spoilt_answer_is_tried_again_until_a_good_one_comes(
    running: Running, cases: dict[tuple[str, Scenario], str], dialect: str, scenario: Scenario
) -> None:
    number = cases[dialect, scenario]
    running.ended(number)
    verdicts = [line["verdict"] for line in running.arrivals(number) if line["kind"] == "aanvraag"]
    assert verdicts[0] == scenario
    assert verdicts[-1] == "aannemen"


@pytest.mark.parametrize("dialect", ["loket", "zgw"])
def test_what_can_not_be_delivered_stands_on_the_list_of_what_stands_still(
    running: Running, cases: dict[tuple[str, Scenario], str], dialect: str
) -> None:
    stuck = until(lambda: running.case(cases[dialect, Scenario.GONE])["vastgelopen"], "it stands still")
    assert stuck["reden"] == "onbestelbaar"
