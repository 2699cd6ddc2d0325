"""What the kit looks at and what it found: plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Scenario(enum.StrEnum):
    """One line of the report. The value names it in the JUnit file."""

    DELIVERY = "bezorging"  #: a request is taken in
    AGAIN = "herhaling"  #: the same message again has no second effect
    FORGED = "valse-handtekening"  #: what is not signed by us is refused
    STALE = "verkeerde-tijd"  #: so is what was signed long ago, or will be
    ROTATION = "wisselen-van-geheim"  #: two secrets count
    SEVERAL = "meer-handtekeningen"  #: one good signature among others counts (Standard Webhooks, signature scheme)
    FIELD = "onbekend-veld"  #: a later version may add fields
    KIND = "onbekende-soort"  #: what is not known is no crash
    PRODUCT = "onbekend-product"
    FOLLOW_UPS = "vervolgberichten"  #: all that can follow a request is taken in
    BIG = "groot-bericht"
    SPEED = "snelheid"  #: each answer within the deadline
    REPORTS = "meldingen"  #: something is told about a request
    SIGNED = "meldingen-ondertekend"
    FORM = "meldingen-leesbaar"
    FRESH = "meldingen-eigen-nummer"
    ORDER = "meldingen-volgorde"
    RETRIED = "meldingen-opnieuw"
    KEY = "sleutel"  #: who fetches: every call carries the key
    FETCHED = "ophalen"  #: it fetches what the list names
    PLACE = "verlopen-plaats"  #: a place in the list that is too old is no end


class Verdict(enum.StrEnum):
    """What can be said of a scenario."""

    GOOD = "goed"
    WRONG = "fout"
    UNTESTED = "niet getoetst"


#: The lines of an organisation that is called, and of one that fetches; in the order of the report.
PUSH = tuple(scenario for scenario in Scenario if scenario not in (Scenario.KEY, Scenario.FETCHED, Scenario.PLACE))
PULL = (
    *(Scenario.KEY, Scenario.FETCHED, Scenario.FIELD, Scenario.KIND, Scenario.PRODUCT, Scenario.PLACE, Scenario.AGAIN),
    *(Scenario.REPORTS, Scenario.FORM, Scenario.FRESH, Scenario.ORDER, Scenario.RETRIED),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``seen`` says what happened, in Dutch; what to do about it stands in ``words.ADVICE``. ``seconds``: how long it took."""

    scenario: Scenario
    verdict: Verdict
    seen: str
    seconds: float = 0.0


def good(scenario: Scenario, seen: str) -> Finding:
    return Finding(scenario, Verdict.GOOD, seen)


def wrong(scenario: Scenario, seen: str) -> Finding:
    return Finding(scenario, Verdict.WRONG, seen)


def untested(scenario: Scenario, why: str) -> Finding:
    return Finding(scenario, Verdict.UNTESTED, why)
