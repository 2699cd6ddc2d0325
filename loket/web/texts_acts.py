"""The sentences of the supervisor's page of one case: what can be done, what each form asks, and what was done."""

from __future__ import annotations

from loket.cases.acts import LinkKind
from loket.routing.request import APPLICANT, REPRESENTATIVE
from loket.web.texts_case import CHANGED as CHANGED
from loket.web.texts_case import CHANGED_INTRO as CHANGED_INTRO
from loket.web.texts_case import LEAVE as LEAVE
from loket.web.texts_case import NOTE_CAUSE as NOTE_CAUSE
from loket.web.texts_case import SEND_ANYWAY as SEND_ANYWAY

CITIZEN_READS = "Dit leest de inwoner:"
MOVES = "Deze zaak staat niet stil."
SEE_CASE = "Naar de zaak aan de balie"
HIDDEN = "Dit onderdeel is gevoelig: u ziet niet wie het heeft. Is er meer nodig dan hieronder staat? Vraag het loket van de zaak."
LIMITED = "U ziet de gedeelde stand. Open de zaak met een reden om meer te zien en te doen."
STILL_LIMITED = "Een deel van deze zaak is gevoelig. Dat ziet alleen het loket van de zaak."
NOTHING = "Hier valt nu niets te doen."
PARTS = "Onderdelen"
WHOLE = "De hele zaak"
NOTES = "Wat er is gezegd"
REMINDED = "Er ging pas een herinnering. Vanaf {dag} mag het weer."
SOURCE = "Volgens mededeling van {door} op {dag}, {wijze}:"
REMIND_YOURSELF = "Deze organisatie kan geen herinnering ontvangen. U belt of schrijft zelf. Loket bewaart wat u vraagt bij dit onderdeel."
REMINDED_YOURSELF = "Bewaard. Bel of schrijf de organisatie nu zelf. Leg daarna vast wat zij zegt."
BY_HAND = "Geef dit zelf door: {soort} van {dag}. De organisatie kan het niet digitaal ontvangen. Leg daarna vast wat zij zegt."
BY_HAND_HIDDEN = "Een bericht over dit onderdeel kon niet digitaal weg. Vraag het loket van de zaak om het door te geven."
NO_CAUSE = "Geen oorzaak"
NOT_NOW = "Dit kan nu niet meer bij deze zaak. Kijk hieronder wat er wel kan."

LINKS = {
    LinkKind.MERGED_INTO: "Deze zaak was dubbel. De vraag loopt verder in",
    LinkKind.MERGED_FROM: "Hierbij hoort ook de dubbele zaak",
    LinkKind.SPLIT_INTO: "Een deel gaat verder in",
    LinkKind.SPLIT_FROM: "Deze zaak komt uit",
}

#: An act → the title of its form, which is also its button.
TITLES = {
    "opnieuw": "Opnieuw aanbieden",
    "herinneren": "Herinneren",
    "organisatie-kiezen": "Organisatie kiezen",
    "route": "Andere route kiezen",
    "doorsturen": "Doorsturen naar een andere organisatie",
    "terug": "Terug naar afzender",
    "mededeling": "Vastleggen wat de organisatie zei",
    "intrekken": "Intrekken op verzoek van de inwoner",
    "samenvoegen": "Samenvoegen met een dubbele zaak",
    "splitsen": "Splitsen",
    "sluiten": "Zaak sluiten",
    "heropenen": "Zaak opnieuw openen",
    "toewijzen": "Toewijzen aan een toezichthouder",
    "uitstellen": "Uitstellen tot een dag",
    "uitstel-beeindigen": "Uitstel beëindigen",
    "ontvangst-vastleggen": "Ontvangst vastleggen",
    "in-behandeling-nemen": "In behandeling nemen",
    "opschorten": "Stilzetten",
    "hervatten": "Weer laten lopen",
    "verdagen": "Termijn verlengen",
    "besluiten": "Besluiten",
}
IN_NAME_OF = "Namens {wie}: {handeling}"

#: An act → what it does, above its form.
INTROS = {
    "herinneren": "De organisatie krijgt een bericht over dit onderdeel.",
    "organisatie-kiezen": "Deze vraag heeft nog geen organisatie. De gekozen organisatie krijgt hem meteen.",
    "route": "De organisatie die het nu heeft, krijgt een intrekking. De andere krijgt de vraag, met de dag waarop de inwoner eerst kwam.",
    "terug": "Dit onderdeel stopt. Vertel de inwoner wat dat betekent.",
    "mededeling": "Dit blijft bij de zaak staan, met de bron. De stand verandert er niet vanzelf door.",
    "intrekken": "Alleen als de inwoner het zelf heeft gezegd. Wie een onderdeel heeft, krijgt een intrekking.",
    "samenvoegen": "Wat in beide zaken loopt, gaat één keer verder. Is de nieuwste zaak dan leeg? Die sluit. Dit kan niet terug.",
    "splitsen": "De gekozen onderdelen beginnen opnieuw in een nieuwe zaak van dezelfde inwoner. De eerste dag blijft staan.",
    "heropenen": "De zaak staat daarna zoals de onderdelen staan.",
}
BY_MANDATE = "Dit gebeurt namens de organisatie, met een mandaat. In het logboek staat welk."
MOVES_BY_MANDATE = "De organisatie zei dit en er is een mandaat: de stand kan meteen mee veranderen."

#: An act → what is told once it is done.
DONE = {
    "opnieuw": "De vraag is opnieuw aangeboden.",
    "herinneren": "De herinnering gaat nu weg.",
    "organisatie-kiezen": "De vraag gaat nu naar deze organisatie.",
    "route": "Dit onderdeel gaat naar de andere organisatie.",
    "doorsturen": "De vraag is doorgestuurd.",
    "terug": "Vastgelegd: dit deel stopt en de inwoner is dat verteld.",
    "mededeling": "Vastgelegd, met de bron.",
    "intrekken": "De gekozen onderdelen zijn ingetrokken.",
    "samenvoegen": "De dubbele vraag is teruggeroepen. Beide zaken wijzen naar elkaar.",
    "splitsen": "Er is een nieuwe zaak gemaakt. Beide zaken wijzen naar elkaar.",
    "sluiten": "De zaak is gesloten.",
    "heropenen": "De zaak is weer open.",
    "toewijzen": "Vastgelegd wie deze zaak volgt.",
    "uitstellen": "De zaak is uitgesteld. Op die dag staat zij weer op de lijst.",
    "uitstel-beeindigen": "De zaak staat weer op de lijst.",
}
DONE_IN_NAME = "Gedaan, namens de organisatie."

REASON = "Reden"
WHAT_ASKED = "Wat vraagt u de organisatie?"
WHAT_TOLD = "Wat hebt u de inwoner verteld?"
CHOSEN_FOR = "Voor welke vraag?"
ORGANISATION = "Organisatie"
PRODUCT = "Product"
SAID_BY = "Wie zei dit?"
SAID_BY_HELP = "Naam en functie."
SAID_ON = "Op welke dag?"
SAID_HOW = "Hoe hoorde u dit?"
SAID_WHAT = "Wat is er gezegd?"
WHO = "Namens wie?"
WHOSE_WORD = ((APPLICANT, "de inwoner zelf"), (REPRESENTATIVE, "de gemachtigde"))
WHICH = "Welke onderdelen?"
WITHOUT = "Wie gaat niet mee?"
WITHOUT_HELP = "Wie u aankruist, komt niet in de nieuwe zaak te staan."
OTHER_CASE = "Zaaknummer van de andere zaak"
ENDING = "Hoe liep het af?"
FOLLOWER = "Wie volgt deze zaak?"
PUT_OFF_UNTIL = "Uitstellen tot"
LAST_DAY = "Hoogstens tot {dag}. Schrijf dd-mm-jjjj."
AWAITS = "Wacht op {deel}: {wie}."
CHANGES = "Wat verandert er?"
NO_CHANGE = "Niets, alleen vastleggen"
OUTCOME = "Uitkomst"
DECIDED_ON = "Datum van het besluit"
ANNOUNCED_ON = "Bekendgemaakt op"
NEW_DUE = "Nieuwe einddatum"
DATE_HELP = "Schrijf dd-mm-jjjj."
CHOOSE = "Maak een keuze"
NEEDED = "Vul dit in: {veld}"
UNKNOWN_CHOICE = "Kies iets uit de lijst: {veld}"
UNKNOWN_ORGANISATION = "Kies een organisatie uit de lijst."
