"""UWV: the Loket interface with UWV's words. UWV publishes no intake interface today; the words are those of its letters."""

from __future__ import annotations

from typing import ClassVar

from loket.adapters.loket import Loket
from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.adapters.registry import register
from loket.adapters.reports import Vocabulary

WORDS = Vocabulary(
    verbs={
        "aanvraag-ontvangen": Verb.RECEIVED,
        "in-beoordeling": Verb.TAKEN_UP,
        "informatie-nodig": Verb.INFORMATION_ASKED,
        "beslissing": Verb.DECIDED,
        "betaald": Verb.CARRIED_OUT,
        "beslissing-op-bezwaar": Verb.REVISED,
    },
    outcomes={
        "toegewezen": Outcome.GRANTED,
        "gedeeltelijk-toegewezen": Outcome.PARTLY_GRANTED,
        "afgewezen": Outcome.REFUSED,
        "niet-in-behandeling-genomen": Outcome.DISMISSED,
    },
    reasons={
        "niet-voor-uwv": DeclineReason.NOT_COMPETENT,
        "al-aangevraagd": DeclineReason.DUPLICATE,
        "loopt-al": DeclineReason.ALREADY_ARRANGED,
    },
)


@register("uwv")
class Uwv(Loket):
    """Speaks the Loket interface; understands UWV's words as well as Loket's."""

    words: ClassVar[Vocabulary] = WORDS
