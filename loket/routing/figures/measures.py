"""What is counted. A measure is a histogram: a value (days, a yes or no, a number of times) and how often it was seen in a period."""

from __future__ import annotations

import enum


class Measure(enum.StrEnum):
    """The values are what stands in the database. Days are whole days in Amsterdam; a day too few by clocks that differ counts as 0."""

    CASES = "zaken"  #: cases taken in; value 0, on the day that Loket had it
    OPEN = "open"  #: cases that are open now; the value is the day of intake as an ordinal, without a period
    ANSWERED = "beantwoord"  #: days from the first knock until every organisation answered, on that day; not where all was withdrawn
    KNOCKS = "aankloppen"  #: how often the person came until then, the first time included; on the same day
    QUESTIONS = "vragen"  #: answers in a case: 1 was known and stood, 0 was asked; on the day of intake
    HELPED = "geholpen"  #: what the person said at closing, by its place in ``closing.HELPED``; on the day of closing
    PARTS = "onderdelen"  #: parts that could be sent; value 0, on the day from which they could
    RECEIVED = "ontvangen"  #: days from then until the organisation had it, on the day that it did
    TAKEN_UP = "opgepakt"  #: days from receipt until the organisation first did something with it, on that day
    DECIDED = "besloten"  #: days from receipt until the first decision, on the day of the decision
    IN_TIME = "op-tijd"  #: decisions with a legal term: 1 within it, 0 after it; on the day of the decision
    HANDED_BACK = "teruggegeven"  #: parts handed back; value 0, on that day


class Grain(enum.StrEnum):
    """How long a period is."""

    WEEK = "week"  #: Monday to Sunday
    MONTH = "maand"
    YEAR = "jaar"  #: a calendar year; kept by month
    NOW = "stand"  #: no period: what is open now


NO_EVENT = "geen"  #: in place of a life event, of a case that was not opened for one
