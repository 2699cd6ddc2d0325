"""The sentences of the pages about deliveries: what an organisation was sent, and lines that are down."""

from __future__ import annotations

from loket.cases.outbox import DeliveryState

INTRO = "Hier ziet u elk bericht dat Loket uw organisatie stuurde of nog stuurt. Wat in een bericht staat, ziet u hier niet."
NOTHING = "In deze periode is er niets bezorgd of nog te bezorgen."
WHICH_DAY = "Schrijf dd-mm-jjjj."
WRONG_ORDER = "De laatste dag ligt voor de eerste dag."
TOO_LONG = "Kies hooguit {dagen} dagen om opnieuw te laten sturen."
ALL_AGAIN = "Stuur alles opnieuw wat in deze periode niet is bezorgd"
ALL_AGAIN_HELP = "Zijn uw systemen hersteld? Elk bericht houdt zijn nummer. Wat u al had, verandert niets."
ALL_DONE = "Klaargezet om opnieuw te versturen: {aantal}. Kon niet opnieuw: {overgeslagen}."
MORE = "Er is nog meer. Kies de knop nog een keer."
ONE_DONE = "Het bericht staat klaar en gaat vanzelf opnieuw."
SAME_BYTES = "U krijgt hetzelfde bericht met hetzelfde nummer. Hebt u het al verwerkt? Dan verandert er niets."
ERASED = "De inhoud van dit bericht is gewist. Het kan niet opnieuw worden gestuurd."
NO_TRIES = "Er is nog geen poging gedaan."
CUT_OFF = "Een poging die werd afgebroken staat niet in deze lijst, maar telt wel mee."

#: State of a delivery → words, icon, tone of its badge.
BADGES = {
    DeliveryState.DUE: ("Wacht", "clock", "quiet"),
    DeliveryState.READY: ("Klaar om op te halen", "clock", "quiet"),
    DeliveryState.SENDING: ("Onderweg", "busy", "busy"),
    DeliveryState.DONE: ("Bezorgd", "check", "done"),
    DeliveryState.DEAD: ("Niet bezorgd", "alert", "alarm"),
    DeliveryState.TASK: ("Geeft een medewerker door", "person", "attention"),
    DeliveryState.CANCELLED: ("Vervallen", "back", "quiet"),
}

#: What a try brought, by its verdict.
VERDICTS = {
    "bezorgd": "Bezorgd",
    "opnieuw": "Niet gelukt, later opnieuw",
    "geweigerd": "Geweigerd",
    "gestopt": "Adres neemt niets meer aan",
    "kan-niet": "Kan niet over deze weg",
}
