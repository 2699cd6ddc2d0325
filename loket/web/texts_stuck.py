"""The sentences of the supervisor's list of cases that stand still, and of what is done with several at once."""

from __future__ import annotations

from collections.abc import Sequence

from loket.cases.numbers import show
from loket.routing import bulk, stuck_list
from loket.routing.stuck_list import MOST

INTRO = "Wat iemand het meest schaadt, staat bovenaan. Daarna staat vooraan wat het langst stilstaat."
SNOOZED_INTRO = "Deze zaken zijn uitgesteld. Op de genoemde dag staan zij vanzelf weer op de lijst."
NONE_CHOSEN = "Met deze keuze staat er niets stil."
WHY = "Waarom staat het stil?"
WHY_HELP = "Kies een reden om alleen die zaken te zien."
MANY = f"{MOST} of meer"
AT_LEAST = "{aantal} of meer"
OUTSIDE = "Zaken die alleen op een storing wachten, staan niet in deze lijst. Die vindt u bij de organisatie."
SINCE = "Sinds {moment}."
WAITS_AT = "Bij {organisatie}: {product}."
FOLLOWED = "Toezichthouder: {naam}."
FOLLOWED_BY_NOBODY = "Nog geen toezichthouder."
AWAY_UNTIL = "Uitgesteld tot {dag}."
CSV = "Bewaar als CSV"
WHAT_NOW = "Wat nu:"
DO = "Doen"
SENSITIVE_LEFT_OUT = "Kiest u een organisatie? Dan staan gevoelige onderdelen niet in de lijst."
NOT_HERE = "Dit filter bestaat niet: {velden}."

#: How much a standstill harms somebody: from this sum of the reason and the person's need.
HARMS = ((100, "Grote schade", "alarm"), (50, "Schade", "attention"), (0, "Minder schade", "quiet"))

#: The filters of the form: name in the address → label.
FIELDS = {
    "reden": "Reden",
    "organisatie": "Organisatie",
    "product": "Product",
    "loket": "Loket dat de vraag aannam",
    "gemeente": "Gemeente",
    "toezichthouder": "Toezichthouder",
    "spoed": "Spoed",
    "dagen": "Staat stil",
    "uitgesteld": "Uitgesteld",
}
AGES = (("2", "2 dagen of langer"), ("7", "Een week of langer"), ("30", "Een maand of langer"), ("90", "Drie maanden of langer"))
ANY_URGENCY = (stuck_list.ANY, "Alles met spoed")
NOBODY = (stuck_list.NOBODY, "Nog niemand")
SNOOZED = (("ja", "Alleen wat is uitgesteld"),)

SAVE_VIEW = "Deze keuze bewaren"
SAVE_VIEW_HELP = "Alleen u ziet deze weergave. Zet er geen naam van een inwoner in."
SAVED = "De weergave is bewaard."
REMOVED = "De weergave is verwijderd."

TOGETHER = "Meer zaken tegelijk"
WHICH = "Welke zaken?"
TICKED = "De aangekruiste zaken op deze bladzijde"
EVERY = f"Alle zaken bij deze keuze: {{aantal}} (hooguit {bulk.MOST} tegelijk)"
TOGETHER_HELP = "U ziet eerst wat er zou gebeuren. Pas daarna beslist u."
ACTS = (
    ("opnieuw", "Opnieuw aanbieden"),
    ("herinneren", "Herinneren"),
    ("toewijzen", "Toewijzen aan een toezichthouder"),
    ("uitstellen", "Uitstellen tot een dag"),
    ("terug", "Uitstel beëindigen"),
)
ACT_MISSING = "Kies wat u wilt doen."
DAY_MISSING = "Vul de dag in tot wanneer u uitstelt."
WHO_MISSING = "Kies een toezichthouder."
NO_NUMBER = "Een van de zaaknummers klopt niet."
NOTHING_TICKED = "Kruis minstens één zaak aan."
WHO_HELP = "Alleen bij toewijzen."
DAY_HELP = "Alleen bij uitstellen. Schrijf dd-mm-jjjj."
PREVIEW = {
    "opnieuw": "Dit zou er gebeuren: opnieuw aanbieden.",
    "herinneren": "Dit zou er gebeuren: de organisaties die aan zet zijn, krijgen een herinnering met uw tekst.",
    "terug": "Dit zou er gebeuren: weer op de lijst.",
    "toewijzen": "Dit zou er gebeuren: {naam} volgt deze zaken.",
    "uitstellen": "Dit zou er gebeuren: uitstellen tot {dag}.",
}
PREVIEW_NOBODY = "Dit zou er gebeuren: geen toezichthouder volgt deze zaken nog."
NOTHING_DONE_YET = "Er is nog niets veranderd."
POSSIBLE = "Dit kan: {aantal}"
IMPOSSIBLE = "Dit kan niet: {aantal}"
NONE_POSSIBLE = "Bij geen van deze zaken kan dit."
WHOLE = "Dit gaat over alle zaken bij deze keuze: {alle}."
FIRST_OF_WHOLE = "Bij deze keuze horen nu {alle} zaken. Dit gaat over de eerste {nu}."
DONE = "Gedaan bij {aantal} van de {alle} zaken."
REMAINS = "Bij deze keuze staan er nu: {aantal}."
REFUSED = "{nummers}: {reden}"
AND_MORE = "{nummers} en nog {aantal}"
NAMED = 5  #: numbers that one line names


def refused(numbers: Sequence[str], why: str) -> str:
    """Which cases refused, and why."""
    named = ", ".join(show(number) for number in numbers[:NAMED])
    more = len(numbers) - NAMED
    return REFUSED.format(nummers=AND_MORE.format(nummers=named, aantal=more) if more > 0 else named, reden=why)


def harm_of(points: int) -> tuple[str, str]:
    """Words and tone of a sum of harm."""
    return next((words, tone) for least, words, tone in HARMS if points >= least)
