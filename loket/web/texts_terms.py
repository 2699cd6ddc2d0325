"""The sentences of the supervisor's pages about legal dates."""

from __future__ import annotations

from datetime import date

from loket.cases.queries import HIDDEN_PART
from loket.routing.terms import MOST, Kind

TITLE = "Termijnen"
INTRO = "Dit zijn de wettelijke dagen van onderdelen die nog lopen. De eerste dag staat bovenaan."
NEAR = "Binnen {dagen} werkdagen, tot en met {dag}"
NOTHING_NEAR = "Er loopt geen termijn af binnen {dagen} werkdagen."
NOTHING = "Er zijn geen termijnen met deze keuzes."
WARNED = "Dichtbij"
OVERDUE = "Voorbij"
STANDS_STILL = "loopt nu niet"
SUSPENDED = "De termijn loopt niet sinds {dag}."
EXTENDED = "Verlengd tot {dag}."
NOTICE = "Er is een ingebrekestelling. Vanaf deze dag betaalt de organisatie een dwangsom."
SENSITIVE = HIDDEN_PART.capitalize()
SENSITIVE_LEFT_OUT = "Kiest u een organisatie? Dan staan gevoelige onderdelen niet in de lijst."
NO_PRODUCT = "Op dit product kunt u niet kiezen."
TODAY = "vandaag"
LEFT = {0: "voor de volgende werkdag", 1: "nog 1 werkdag"}  # none: it falls in a weekend or on a holiday that comes
MANY_LEFT = "nog {aantal} werkdagen"
DAY_ONLY = "Alleen {dag}"
ALL_DAYS = "Toon alle komende dagen"
PAST = "Toon wat voorbij is"
COMING = "Toon wat nog komt"
CALENDAR = "Kalender"
LIST = "Lijst"
CSV = "Bewaar als CSV"
NEXT, FIRST = "Volgende termijnen", "Terug naar het begin"
NO_DATE = "Dit is geen dag. Schrijf jjjj-mm-dd."
NO_MONTH = "Dit is geen maand. Schrijf jjjj-mm."
CALENDAR_INTRO = "Bij elke dag staat hoeveel termijnen dan aflopen. Kies een getal om ze te zien."
NO_DATES_THIS_MONTH = "In deze maand loopt geen termijn af."
ALL_ORGANISATIONS, ALL_PRODUCTS, ALL_COUNTERS, ALL_KINDS = "Alle organisaties", "Alle producten", "Alle loketten", "Alle soorten"

#: Kind → what it is called, and what it is called when there are many.
KINDS = {
    Kind.PENALTY: ("Dwangsom begint", "dwangsom begint"),
    Kind.DECISION: ("Besluit uiterlijk", "besluit uiterlijk"),
    Kind.INFORMATION: ("Aanvullen uiterlijk", "aanvullen uiterlijk"),
    Kind.OBJECTION: ("Bezwaar uiterlijk", "bezwaar uiterlijk"),
}
HEADS = ("Dag", "Soort", "Werkdagen over", "Deelzaak", "Organisatie", "Product", "Loket", "Spoed", "Loopt niet sinds", "Verlengd tot")
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def left(day: date, working_days: int, today: date) -> str:
    """How long it is until a day that has not passed, in words."""
    if day == today:
        return TODAY
    return LEFT.get(working_days) or MANY_LEFT.format(aantal=working_days)


def count(number: int) -> str:
    """A count that ends at MOST."""
    return f"{MOST}+" if number > MOST else str(number)
