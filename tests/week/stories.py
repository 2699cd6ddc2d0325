"""For each reason why a case can stand still: who misbehaves and how, what happens, what is better afterwards, and the recommended act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from loket.cases.stuck_reasons import CONTRADICTION, DOWN, MAINTENANCE, NEAR, Act
from loket.practice.plans import RECEIVED, TAKEN_UP
from loket.practice.scenarios import Scenario
from loket.practice.switchboard import Setting
from tests.week import acting, misbehaving
from tests.week.acting import does, reminds, waits
from tests.week.misbehaving import asks_for, told
from tests.week.week import Week

S = Scenario
SILENT = Setting(S.SILENCE)
MENDED = Setting(times=0)  # what it took in while it hung is answered from now on
LONG = 3600  # seconds, and answers: longer than a test


@dataclass(frozen=True)
class Story:
    """``is_act``: what ``act`` comes to; ``plays``: how organisations behave when it begins; ``then``: while the supervisor acts."""

    is_act: Act
    make: Callable[[Week], str]
    act: Callable[[Week, str], None]
    plays: Mapping[str, Setting] = field(default_factory=dict)
    then: Mapping[str, Setting] = field(default_factory=dict)


STORIES = {
    "geen-route": Story(
        Act.CHOOSE,
        asks_for("algemeen-verzoek"),
        does("organisatie-kiezen", organisatie="UWV", product="algemeen-verzoek"),
        then={"uwv": Setting(S.TWICE)},
    ),
    "door-allen-teruggegeven": Story(
        Act.REROUTE,
        asks_for("ww"),
        does("doorsturen", 2, organisatie="CAK"),
        plays={"uwv": Setting(S.NOT_COMPETENT), "svb": Setting(S.NOT_COMPETENT)},
        then={"cak": Setting(S.PARTLY)},
    ),
    CONTRADICTION: Story(
        Act.TALK,
        asks_for("ww", "bijstand"),
        acting.brings_both_together,
        plays={"uwv": Setting(S.REFUSE), "gemeente-0518": Setting(S.REFUSE)},
    ),
    "onbestelbaar": Story(Act.RETRY, asks_for("ww"), does("opnieuw"), plays={"uwv": Setting(S.GONE)}, then={"uwv": Setting(S.DISORDER)}),
    "heen-en-weer": Story(
        Act.TALK,
        asks_for("ww"),
        acting.agrees_who_does_it,
        plays={"uwv": Setting(S.NOT_COMPETENT), "svb": Setting(S.NOT_COMPETENT, right_organisation="cak"), "cak": SILENT},
    ),
    "teruggegeven": Story(
        Act.REROUTE,
        asks_for("ww"),
        does("doorsturen", organisatie="SVB"),
        plays={"uwv": Setting(S.NOT_COMPETENT, right_organisation="wie-dan-ook")},
        then={"svb": Setting(S.BROKEN_SIGNATURE)},
    ),
    "voorganger-mislukt": Story(
        Act.REROUTE, asks_for("wlz-indicatie", "wlz-bijdrage"), acting.loket_asks_for_it_apart, plays={"ciz": Setting(S.ARRANGED)}
    ),
    "maatwerk-te-laat": Story(
        Act.TALK, misbehaving.table_lets_its_day_pass, acting.table_decides_and_the_citizen_hears_it, plays={"uwv": SILENT}
    ),
    "wacht-te-lang": Story(Act.ASK, asks_for("wlz-indicatie", "wlz-bijdrage", days=57), does("herinneren", 1), plays={"ciz": SILENT}),
    "termijn-verstreken": Story(Act.ASK, told(RECEIVED, TAKEN_UP, days=58), reminds, plays={"uwv": SILENT}),
    DOWN: Story(
        Act.WAIT, misbehaving.no_answer_to_anybody, waits(minutes=2), plays={"duo": Setting(S.HANG, times=LONG)}, then={"duo": MENDED}
    ),
    MAINTENANCE: Story(Act.WAIT, misbehaving.away_as_announced, waits(hours=5)),
    "overdracht-niet-opgepakt": Story(Act.HAND_OVER, misbehaving.offered_and_not_taken_up, acting.receiver_takes_up, plays={"uwv": SILENT}),
    "toezegging-niet-nagekomen": Story(
        Act.INFORM, misbehaving.promised_and_not_kept, acting.loket_keeps_its_promise, plays={"uwv": SILENT}
    ),
    "opnieuw-aangeklopt": Story(Act.INFORM, misbehaving.asked_twice_in_vain, acting.loket_tells_how_it_stands, plays={"uwv": SILENT}),
    "niet-opgehaald": Story(Act.ASK, misbehaving.does_not_fetch, acting.organisation_fetches),
    "bezorgen-mislukt": Story(
        Act.RETRY,
        misbehaving.tries_in_vain,
        acting.offers_again_when_it_is_busy,
        plays={"uwv": Setting(S.ERROR, seconds=LONG)},
        then={"uwv": Setting(S.BUSY, times=1)},
    ),
    "niet-bezorgd": Story(
        Act.RETRY,
        misbehaving.one_try_and_then_a_day_without_a_worker,
        does("opnieuw"),
        plays={"uwv": Setting(S.DRIP, times=LONG)},
        then={"uwv": Setting(S.REVISE)},
    ),
    "geen-ontvangst": Story(Act.ASK, asks_for("ww", days=3), reminds, plays={"uwv": SILENT}),
    "niet-opgenomen": Story(Act.ASK, told(RECEIVED, days=8), reminds, plays={"uwv": SILENT}),
    "aanvulling-onbeantwoord": Story(Act.ASK, misbehaving.supplied_and_not_answered, reminds, plays={"uwv": SILENT}),
    "geen-voortgang": Story(Act.ASK, told(RECEIVED, TAKEN_UP, days=29), reminds, plays={"uwv": SILENT}),
    "aanvulling-verlopen": Story(Act.CITIZEN, asks_for("ww", days=18), acting.citizen_supplies, plays={"uwv": Setting(S.ASK)}),
    "niet-geleverd": Story(Act.ASK, misbehaving.granted_and_not_carried_out, acting.asks_when_it_comes, plays={"uwv": SILENT}),
    "niemand-aan-zet": Story(Act.CHOOSE, misbehaving.left_open_by_a_fault, acting.closes),
    NEAR: Story(Act.ASK, misbehaving.near_its_term, reminds, plays={"uwv": SILENT}),
}
