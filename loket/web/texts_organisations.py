"""The sentences of the supervisor's pages about organisations, their lines and their outages."""

from __future__ import annotations

from loket.routing.outages import How

TITLE = "Organisaties"
INTRO = "Hier ziet u of organisaties bereikbaar zijn, hoe het bezorgen gaat, en wat het langst wacht."
AWAY = "Niet bereikbaar, of net weer terug"
ALL = "Alle organisaties"
NEXT, FIRST = "Volgende organisaties", "Terug naar het begin"
NOBODY_AWAY = "Alle organisaties zijn bereikbaar."

HEADS = ("Organisatie", "Lijn", "Laatste 24 uur", "Laatste 7 dagen", "Antwoordtijd", "Oudste zonder antwoord", "Onderhoud")
NO_CALLS = "niets bezorgd"
SHARE = "{procent}% van {aantal} gelukt"
LATENCY = "helft binnen {helft}, 9 van de 10 binnen {negentig}"
LONGER = "meer dan 10 seconden"
NOTHING_OPEN = "niets"
SINCE = "sinds {moment}"
PULLS = "Deze organisatie haalt berichten zelf op. Er is geen lijn om te stoppen."
FROM_UNTIL = "van {van} tot {tot}"
FETCHES = "Haalt zelf op"
NONE_PLANNED = "Er is niets aangekondigd."
WHEN = "De cijfers tellen hele uren."

#: What is the matter with a line → words, icon, tone; None: it can be reached.
BADGES = {
    None: ("Bereikbaar", "check", "done"),
    How.STOPPED: ("Gestopt", "pause", "alarm"),
    How.PAUSED: ("Neemt niets aan", "pause", "alarm"),
    How.ANNOUNCED: ("Onderhoud", "clock", "attention"),
    How.DARK: ("Dagen onbereikbaar", "alert", "alarm"),
    How.DOWN: ("Storing", "alert", "alarm"),
    How.BACK: ("Hersteld", "check", "done"),
}
CIRCUIT = "{aantal} mislukte pogingen op rij. Volgende proef: {moment}."

PAUSE = "Stop de lijn"
PAUSE_HELP = "Er gaat dan niets meer naar deze organisatie. Alles blijft bewaard tot u de lijn weer start."
RESUME_HELP = "Wat wacht, gaat daarna vanzelf. Bij een storing gaat er eerst één bericht als proef."
PAUSED = "De lijn is gestopt. De loketten zien dat vragen wachten."
RESUMED = "De lijn is weer gestart. Wat wacht, gaat vanzelf."
DOWNTIME_TITLE, ANNOUNCE = "Onderhoud vastleggen", "Leg onderhoud vast"
DOWNTIME_HELP = (
    "Doe dit als een organisatie u vertelt dat zij tijdelijk niet bereikbaar is. Loket probeert dan niets en de loketten zien het."
)
ANNOUNCED = "Het onderhoud is vastgelegd."
CANCEL, CANCELLED = "Trek in", "Het onderhoud is ingetrokken. Wat wacht, gaat meteen."
WRONG_MOMENT = "Dit is geen dag met een tijd. Schrijf bijvoorbeeld 05-03-2026 14:00."
HOW_MOMENT = "Schrijf dd-mm-jjjj uu:mm."
NO_REASON = "Schrijf op waarom, bijvoorbeeld wat de organisatie u vertelde."
HISTORY, NO_HISTORY = "Storingen tot nu toe", "Er was nog geen storing."

OUTAGE = "Storing bij {wie}"
NO_OUTAGE = "Bij deze organisatie is geen storing bekend."
LASTS = "Sinds {sinds}. Duurt nog."
LASTED = "Van {sinds} tot {tot}, {duur} lang."
PAUSED_BECAUSE, RESUMED_BECAUSE = "Gestopt omdat: {reden}", "Weer gestart omdat: {reden}"
CALL_LIST, CALLED_LIST = "Bellijst: nog te bellen", "Al gebeld"
CALL_INTRO = "Deze onderdelen hebben spoed en wachten. Bel de organisatie, en schrijf op wat is afgesproken."
WHOM = "Bel: {wie}"
NO_NUMBER = "Er staat geen telefoonnummer van deze organisatie in de configuratie."
NOBODY_TO_CALL = "Er is niemand met spoed over wie nog gebeld moet worden."
NOTE = "Wie sprak u, en wat is afgesproken"
CALLED, TICKED = "Gebeld", "Vastgelegd. Het staat in de tijdlijn van de zaak."
CALL_HEADS = ("Deelzaak", "Wat", "Loket", "Aangeklopt", "Laatste dag")
NO_DAY = "geen laatste dag bekend"
TERMS, NO_TERMS = "Geraakte termijnen", "Er loopt geen termijn af in deze tijd."
TERMS_INTRO = "Termijnen van deze organisatie die aflopen tijdens de storing of kort daarna."
MORE = "Meer van deze lijst"
REPORT = "Verslag"
NOT_YET = "Het verslag komt vanzelf als de storing voorbij is en alles is bezorgd, uiterlijk een dag later."
WAITING_NOW = "Berichten die nu wachten: {aantal}. Met spoed: {spoed}, waarvan gebeld: {gebeld}."
PRINT_HINT = "U kunt dit verslag afdrukken met uw browser."
#: The counts of a report, in order.
COUNTS = {
    "wachtten": "Berichten die wachtten",
    "vanzelf": "Daarvan vanzelf bezorgd",
    "over": "Daarvan niet vanzelf bezorgd",
    "spoed": "Onderdelen met spoed",
    "gebeld": "Daarvan gebeld",
    "termijnen": "Geraakte termijnen",
}


def seconds(milliseconds: int | None) -> str:
    """A step of latency in words."""
    if milliseconds is None:
        return LONGER
    return f"{milliseconds / 1000:g}".replace(".", ",") + (" seconde" if milliseconds == 1000 else " seconden")


def percent(share: float) -> str:
    """A part of the whole, rounded down: nothing that failed is rounded away."""
    return str(int(share * 100))
