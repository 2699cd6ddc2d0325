"""CAK: the Loket interface with CAK's words. CAK publishes no intake interface today; the words are those of its letters."""

from __future__ import annotations

from typing import ClassVar

from loket.adapters.loket import Loket
from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.adapters.registry import register
from loket.adapters.reports import Vocabulary

WORDS = Vocabulary(
    verbs={
        "geregistreerd": Verb.RECEIVED,
        "in-verwerking": Verb.TAKEN_UP,
        "bewijsstuk-gevraagd": Verb.INFORMATION_ASKED,
        "vastgesteld": Verb.DECIDED,
        "gefactureerd": Verb.CARRIED_OUT,
        "opnieuw-vastgesteld": Verb.REVISED,
    },
    outcomes={
        "akkoord": Outcome.GRANTED,
        "deels-akkoord": Outcome.PARTLY_GRANTED,
        "niet-akkoord": Outcome.REFUSED,
        "niet-behandeld": Outcome.DISMISSED,
    },
    reasons={
        "niet-voor-cak": DeclineReason.NOT_COMPETENT,
        "al-bekend": DeclineReason.DUPLICATE,
        "al-verwerkt": DeclineReason.ALREADY_ARRANGED,
    },
)


@register("cak")
class Cak(Loket):
    """Speaks the Loket interface; understands CAK's words as well as Loket's."""

    words: ClassVar[Vocabulary] = WORDS
