"""SVB: the Loket interface with SVB's words. SVB publishes no intake interface today; the words are those of its letters."""

from __future__ import annotations

from typing import ClassVar

from loket.adapters.loket import Loket
from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.adapters.registry import register
from loket.adapters.reports import Vocabulary

WORDS = Vocabulary(
    verbs={
        "ontvangstbevestiging": Verb.RECEIVED,
        "in-onderzoek": Verb.TAKEN_UP,
        "gegevens-opgevraagd": Verb.INFORMATION_ASKED,
        "beslist": Verb.DECIDED,
        "uitbetaald": Verb.CARRIED_OUT,
        "nieuwe-beslissing": Verb.REVISED,
    },
    outcomes={
        "toekenning": Outcome.GRANTED,
        "gedeeltelijke-toekenning": Outcome.PARTLY_GRANTED,
        "afwijzing": Outcome.REFUSED,
        "buiten-behandeling-gesteld": Outcome.DISMISSED,
    },
    reasons={
        "geen-taak-svb": DeclineReason.NOT_COMPETENT,
        "dubbele-aanvraag": DeclineReason.DUPLICATE,
        "gaat-automatisch": DeclineReason.ALREADY_ARRANGED,
    },
)


@register("svb")
class Svb(Loket):
    """Speaks the Loket interface; understands SVB's words as well as Loket's."""

    words: ClassVar[Vocabulary] = WORDS
