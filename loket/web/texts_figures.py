"""The sentences of the pages with figures."""

from __future__ import annotations

from loket.routing.figures.disclosure import FEWEST
from loket.routing.figures.measures import Grain
from loket.routing.figures.results import MEAN, MEDIAN, NINETY, NUMBER, SHARE

TITLE, SPLIT_TITLE, FROZEN_TITLE, ONE_FROZEN = "Cijfers", "Cijfers naast elkaar", "Vastgelegde cijfers", "Vastgelegd cijfer {nummer}"
INTRO = "Hoe het gaat met alle zaken samen. Bij elk cijfer staat wat het betekent en hoe u het leest."
SMALL = (
    f"Aantallen onder de {FEWEST} staan er niet, behalve van uw eigen organisatie. De andere aantallen zijn afgerond op tientallen. "
    "Een totaal over meer perioden telt op wat er staat. Is een week of maand te klein, kies dan per jaar."
)
SMALL_FROZEN = f"Aantallen onder de {FEWEST} staan er niet. De andere aantallen zijn afgerond op tientallen."
SPLIT_INTRO = "Dezelfde cijfers voor elke organisatie, elk product, elk loket of elke levensgebeurtenis."
READ = "Hoe leest u dit?"
CHOOSE = "Kies wat u wilt zien"
TOGETHER = "U kiest er hoogstens twee tegelijk, of een organisatie met een product en een loket."
SHOW, ALL = "Toon", "Alles"
FIELDS = {"organisatie": "Organisatie", "product": "Product", "loket": "Loket", "gebeurtenis": "Levensgebeurtenis"}
GRAINS = {Grain.WEEK.value: "Per week", Grain.MONTH.value: "Per maand", Grain.YEAR.value: "Per jaar"}
FROM, UNTIL, BY = "Van", "Tot en met", "Per"
DAY_HELP = "Schrijf dd-mm-jjjj."
CSV, JSON = "Bewaar als CSV", "Bewaar als JSON"
DASHBOARD, SPLIT, FROZEN = "Alle cijfers", "Naast elkaar", "Vastgelegd"
SPLIT_BY = "Zet naast elkaar"
NOT_HERE = "Dit bestaat hier niet: {velden}."
NOT_TOGETHER = "Deze keuzes kunnen niet samen. Kies er minder."
WRONG_PERIOD = "Deze periode kan niet. Kies een begin voor het einde, en hoogstens {meest} weken, maanden of jaren."

PERIOD, CLASS, WHOLE = "Periode", "Dagen open", "Samen"
WEEK = "week {week} van {jaar}"
AGE_CLASSES = {"0-7": "0 tot en met 7", "8-30": "8 tot en met 30", "31-90": "31 tot en met 90", "91": "91 of meer"}
COLUMNS = {
    NUMBER: "Aantal",
    MEDIAN: "Helft binnen (dagen)",
    NINETY: "9 van de 10 binnen (dagen)",
    SHARE: "Van de honderd",
    MEAN: "Gemiddeld",
    "ja": "Ja",
    "deels": "Deels",
    "nee": "Nee",
    "onbekend": "Onbekend",
}
FEW = f"<{FEWEST}"
TOO_FEW = "te weinig"
LEFT_OUT = "niet getoond"
CHART = "{naam}: staafdiagram. De getallen staan in de tabel."
TABLE = "Tabel: {naam}"
TOP = "De hoogste staaf is {waarde}."
NO_BARS = "Er is te weinig om te tekenen."
SERIES = "Dicht: de helft. Open: 9 van de 10."
NOTHING = "Er zijn nog geen cijfers bij deze keuze."

FREEZE = "Leg dit cijfer vast"
FROZEN_DONE = "Vastgelegd onder nummer {nummer}. Dit antwoord verandert niet meer."
FROZEN_INTRO = "Een vastgelegd cijfer geeft over drie maanden hetzelfde antwoord. Noem het nummer als u het gebruikt."
FROZEN_NONE = "Er is nog geen cijfer vastgelegd."
FROZEN_HEADS = ("Nummer", "Cijfer", "Vastgelegd op", "Keuze")
FROZEN_ON = "Vastgelegd op {moment}, met versie {versie} van Loket en versie {inrichting} van de inrichting."
CHOSEN = "Gekozen: {keuze}."
NEXT, FIRST = "Oudere cijfers", "Terug naar het begin"
HEADS = ("cijfer", "betekenis", "hoe te lezen", "periode of klasse", "kolom", "waarde", "keuze")
SIDE_HEADS = ("cijfer", "betekenis", "hoe te lezen", "kolom", "waarde", "keuze")
CHOICE = "{keuze}, {per}, {van} tot en met {tot}"
