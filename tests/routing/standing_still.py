"""For each reason why a case can stand still: how it comes about, and the act that the list recommends."""

from __future__ import annotations

from dataclasses import dataclass

from loket.adapters.port import Outcome, Verb
from tests.routing.sitting import decide_at_the_table, table_too_late
from tests.routing.standing_acts import (
    Make,
    Solve,
    answer,
    asked_twice,
    choose,
    close_it,
    decide_awaited,
    fails_again_and_again,
    follower_of_nothing,
    handed_back,
    keep_promise,
    near_its_term,
    not_delivered,
    offered,
    past_its_term,
    promised,
    refused_by_both,
    reopened,
    retry,
    send_on,
    supplied,
    supply,
    take_up,
    tells,
    told,
    undeliverable,
    waits_too_long,
    withdraw_follower,
    without_route,
)


@dataclass(frozen=True)
class Scenario:
    """How a case comes to stand still for one reason, and what ends it."""

    make: Make
    solve: Solve


SCENARIOS = {
    "geen-route": Scenario(without_route, choose),
    "door-allen-teruggegeven": Scenario(handed_back("svb", None), send_on),
    "tegenstrijdige-besluiten": Scenario(refused_by_both, tells(Verb.REVISED, outcome=Outcome.GRANTED)),
    "onbestelbaar": Scenario(undeliverable, retry),
    "heen-en-weer": Scenario(handed_back("svb", "cak"), tells(Verb.TAKEN_UP)),
    "teruggegeven": Scenario(handed_back(None), send_on),
    "voorganger-mislukt": Scenario(follower_of_nothing, withdraw_follower),
    "wacht-te-lang": Scenario(waits_too_long, decide_awaited),
    "termijn-verstreken": Scenario(past_its_term, tells(Verb.DECIDED, outcome=Outcome.REFUSED)),
    "maatwerk-te-laat": Scenario(table_too_late, decide_at_the_table),
    "overdracht-niet-opgepakt": Scenario(offered, take_up),
    "toezegging-niet-nagekomen": Scenario(promised, keep_promise),
    "opnieuw-aangeklopt": Scenario(asked_twice, answer),
    "bezorgen-mislukt": Scenario(fails_again_and_again, retry),
    "niet-bezorgd": Scenario(not_delivered, retry),
    "geen-ontvangst": Scenario(lambda desk: told(desk, days=3), tells(Verb.RECEIVED)),
    "niet-opgenomen": Scenario(lambda desk: told(desk, Verb.RECEIVED, days=8), tells(Verb.TAKEN_UP)),
    "aanvulling-onbeantwoord": Scenario(supplied, tells(Verb.INFORMATION_RECEIVED)),
    "geen-voortgang": Scenario(lambda desk: told(desk, Verb.TAKEN_UP, days=29), tells(Verb.SUSPENDED)),
    "aanvulling-verlopen": Scenario(lambda desk: told(desk, Verb.TAKEN_UP, Verb.INFORMATION_ASKED, days=18), supply),
    "niet-geleverd": Scenario(lambda desk: told(desk, Verb.DECIDED, days=15), tells(Verb.CARRIED_OUT)),
    "niemand-aan-zet": Scenario(reopened, close_it),
    "termijn-nadert": Scenario(near_its_term, tells(Verb.DECIDED, outcome=Outcome.REFUSED)),
}
#: What is shown elsewhere: an outage is one cause (test_stuck_list), a fetch needs an organisation without a door (test_api_pull_later).
ELSEWHERE = {"organisatie-onbereikbaar", "organisatie-onderhoud", "niet-opgehaald"}
