"""The sentences of the worklist, for who handles parts in Loket."""

from __future__ import annotations

#: The three lists: name → title, and what stands there when it is empty.
LISTS = {
    "mijn": ("Van mij", "U hebt geen onderdelen."),
    "team": ("Mijn team", "Uw collega's hebben geen onderdelen."),
    "niemand": ("Nog van niemand", "Er ligt niets dat nog van niemand is."),
}
ALL_PRODUCTS, ALL_STATES = "Alle producten", "Alle statussen"
FILTER, NEXT, FIRST = "Toon", "Volgende onderdelen", "Terug naar het begin"
NOTHING_WITH_THIS = "Met deze keuze is er niets."
WHO = "Behandelaar"
NOBODY_YET = "Nog niemand"
YOU = "U"
TAKE_UP = "Ik pak dit op"
TAKEN = "Dit onderdeel is nu van u."
HAND, HAND_TITLE = "Overgeven", "Aan een collega geven"
COLLEAGUE, CHOOSE = "Collega", "Kies een collega"
HANDED = "{naam} heeft dit onderdeel nu."
NO_COLLEAGUES = "Er is nu geen collega ingelogd. Leg het terug, dan kan een collega het oppakken."
PUT_BACK = "Terugleggen"
BACK = "Dit onderdeel is weer van niemand."
NOTED = "Vastgelegd."
NOTHING_CHANGED = "Er veranderde niets: {reden}."
GROUND = "Waarom staat de termijn stil?"
GROUND_NEEDED = "Kies waarom de termijn stilstaat (Awb 4:15)."
GROUND_TOLD = "Reden: {reden}."
#: Awb 4:15: when the term stands still, beside the request to complete (which has its own form).
GROUNDS = (
    ("buitenland", "wij wachten op gegevens uit het buitenland"),
    ("instemming", "de aanvrager stemde schriftelijk in met uitstel"),
    ("aanvrager", "het wachten ligt aan de aanvrager"),
    ("overmacht", "wij kunnen door overmacht niet beslissen"),
)
