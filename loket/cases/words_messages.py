"""What a message to the citizen says, in each language. All of them are thin: no organisation, no product, no event, no name.

Whoever reads along on somebody else's telephone learns that there is a question, and no more. A language is one entry here.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Template(enum.StrEnum):
    """Why the citizen hears something; the value stands on the timeline."""

    RECEIVED = "ontvangst"
    ASKED = "vraag"
    DECIDED = "besluit"
    ENDED = "einde"
    CATCH_UP = "bijpraten"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. ``look`` names where to look, ``call`` the telephone of the loket where that may be told."""

    subject: str
    news: dict[Template, str]
    look: str
    call: str


DUTCH = Words(
    subject="Nieuws over uw vraag",
    news={
        Template.RECEIVED: "Wij hebben uw vraag ontvangen. Uw nummer is {nummer}.",
        Template.ASKED: "Er is iets van u nodig voor uw vraag met nummer {nummer}.",
        Template.DECIDED: "Er is nieuws over uw vraag met nummer {nummer}.",
        Template.ENDED: "Uw vraag met nummer {nummer} is afgehandeld.",
        Template.CATCH_UP: "Uw vraag met nummer {nummer} loopt nog. Wij zijn u niet vergeten.",
    },
    look="Kijk op {adres}",
    call="of bel {telefoon}",
)
ENGLISH = Words(
    subject="News about your request",
    news={
        Template.RECEIVED: "We have received your request. Your number is {nummer}.",
        Template.ASKED: "We need something from you for your request with number {nummer}.",
        Template.DECIDED: "There is news about your request with number {nummer}.",
        Template.ENDED: "Your request with number {nummer} is finished.",
        Template.CATCH_UP: "Your request with number {nummer} is still open. We have not forgotten you.",
    },
    look="Look at {adres}",
    call="or call {telefoon}",
)
LANGUAGES = {"nl": DUTCH, "en": ENGLISH}


def message(template: Template, language: str, number: str, address: str, telephone: str | None) -> tuple[str, str]:
    """Subject and text, in Dutch when the language is not known here. Without ``telephone`` only the page is named."""
    words = LANGUAGES.get(language, DUTCH)
    where = words.look.format(adres=address) + (f" {words.call.format(telefoon=telephone)}" if telephone else "")
    return words.subject, f"{words.news[template].format(nummer=number)} {where}."


#: Why a message did not arrive (``adapters.port.Verdict``), for the desk.
MESSAGE_FAILED_WORDS = {
    "geweigerd": "Het e-mailadres of telefoonnummer wordt niet aangenomen. Kijk het na met de inwoner.",
    "gestopt": "De dienst voor berichten neemt niets meer aan.",
    "opnieuw": "Ook na alle pogingen kwam er geen goed antwoord.",
    "kan-niet": "Dit soort bericht kan hier niet worden verstuurd.",
}
