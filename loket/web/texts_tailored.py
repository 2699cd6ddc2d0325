"""The sentences of the pages about tailored help (maatwerk) and about the planned conversations."""

from __future__ import annotations

from loket.cases.tailored import Harm
from loket.routing.tailored.deciding import OUTCOMES as DECIDED
from loket.routing.tailored.memory import KINDS as KINDS
from loket.routing.tailored.tables import HARMS as HURTS
from loket.web.texts_case import CHANGED as CHANGED
from loket.web.texts_case import CHANGED_INTRO as CHANGED_INTRO
from loket.web.texts_case import LEAVE as LEAVE
from loket.web.texts_case import SEND_ANYWAY as SEND_ANYWAY

TITLE = "Maatwerk"
INTRO = "Hier liggen zaken waarin regels samen knellen. Een tafel met mensen van meer organisaties kijkt ernaar. Een van hen besluit."
OPEN, ENDED = "Nog te besluiten", "Klaar"
LATE = "Tafels die te laat zijn: {aantal}. Ze staan bovenaan."
NONE_LATE = "Alle tafels zijn op tijd."
NOTHING = "Er ligt geen zaak op een maatwerktafel met deze keuzes."
HEADS = ("Zaak", "Wat doet pijn", "Besluit uiterlijk", "Wie beslist", "Loket")
ENDED_HEADS = ("Zaak", "Wat doet pijn", "Klaar op", "Uitkomst", "Loket")
TOO_LATE = "Te laat"
NOBODY_DECIDES = "nog niemand"
WITHOUT = "gestopt zonder besluit"
NOT_TOLD = "De inwoner weet het nog niet."
NEXT, FIRST = "Volgende zaken", "Terug naar het begin"
ALL_HARMS, ALL_COUNTERS, ALL_ORGANISATIONS = "Alles", "Alle loketten", "Alle organisaties"
WHOSE, MINE, OF_ALL = "Van wie", "Zaken die ik volg", "Zaken van iedereen"
MEMORY_LINK = "Eerdere besluiten van maatwerktafels"

HARMS = {harm.value: words[:1].upper() + words[1:] for harm, words in HURTS.items()}
HARM_NAMES = {
    Harm.INCOME: "Geen inkomen",
    Harm.DEBTS: "Schulden",
    Harm.HOUSING: "Wonen",
    Harm.HEALTH: "Gezondheid",
    Harm.CHILDREN: "Kinderen",
    Harm.WORK: "Werk of school",
    Harm.STRAIN: "Niet vol te houden",
    Harm.OTHER: "Iets anders",
}
OUTCOMES = {value: words[:1].upper() + words[1:] for value, words in DECIDED.items()}

# bringing a case to the table
ASK = "Maatwerk vragen"
ASK_INTRO = "Een maatwerktafel kijkt of de wet hier doet wat hij moet doen. De tafel besluit uiterlijk op {dag}."
ASK_FIELDS = {
    "schade": "Wat doet het meeste pijn?",
    "watKnelt": "Wat knelt er?",
    "wetsartikel": "In welk wetsartikel zit het vast?",
    "delen": "Welke gevoelige onderdelen mag de tafel kennen?",
    "akkoord": "De inwoner weet van de maatwerktafel en vindt die goed",
}
HURTS_HELP = "Schrijf op wat er gebeurt als niemand iets doet. De mensen aan tafel lezen dit. De inwoner kan het opvragen."
LAW_HELP = "Weet u het niet? Laat het leeg. Anders bijvoorbeeld: Participatiewet art. 18 lid 10."
SHARE_HELP = "Vraag het de inwoner. De tafel kan deze organisaties dan vragen om te wachten met invorderen."
ASKED = "De zaak ligt nu op de maatwerktafel."
RUNS = "Over deze zaak zit al een maatwerktafel."

# the table
TABLE = "Maatwerktafel"
ASKED_BY = "Gevraagd door {wie} op {moment}."
DUE = "De tafel besluit uiterlijk op {dag}."
DUE_LATE = "De tafel moest besluiten op {dag}. Die dag is voorbij."
STOPPED = "Deze tafel is gestopt zonder besluit."
WHAT_HURTS = "Wat knelt er"
LOOKS = "Hoe de tafel kijkt"
PERSPECTIVES = {
    "bedoeling": ("Waar de wet voor bedoeld is", "Wat wilde de wetgever bereiken voor iemand als deze inwoner?"),
    "juridisch": ("Wat het recht zegt", "Welke regels knellen, en waar is ruimte? Denk aan een hardheidsclausule."),
    "sociaal": ("Wat het met mensen doet", "Wat gebeurt er in het gezin en de omgeving als er niets verandert?"),
    "economisch": ("Wat het kost", "Wat kost helpen, en wat kost niets doen?"),
    "persoonlijk": ("Hoe de inwoner het ziet", "Wat wil de inwoner zelf, in eigen woorden?"),
}
NOT_WRITTEN = "Nog niets opgeschreven."
WRITE = "Opschrijven hoe de tafel kijkt"
SEATS, NO_SEATS = "Wie er aan tafel zitten", "Er zit nog niemand aan tafel."
SEAT, UNSEAT = "Iemand toevoegen", "Haal weg"
SEAT_FIELDS = {"organisatie": "Organisatie", "naam": "Naam"}
PICK_HELP = "Typ een deel van de naam en kies uit de lijst."
DECIDES, DECIDED_BY = "Wie beslist", "{naam} beslist, namens {wie}."
NO_DECIDER = "Er is nog niemand die beslist."
APPOINT = "Vastleggen wie beslist"
APPOINT_FIELDS = {
    "beslisser": "Naam",
    "beslisorganisatie": "Organisatie",
    "uiterlijk": "Besluit uiterlijk op",
    "waarom": "Waarom deze persoon en deze dag?",
}
DATE_HELP = "Schrijf dd-mm-jjjj."
BRIDGE, NO_MEASURES = "Hulp tot er een oplossing is", "Er is nog geen hulp voor de tussentijd."
BRIDGE_ADD = "Hulp vastleggen"
BRIDGE_FIELDS = {
    "overbrugging": "Wat helpt er tot dan?",
    "overbruggingTot": "Tot en met",
    "delen": "Wie vraagt u om te wachten met invorderen?",
    "pauzewoorden": "Wat vraagt u deze organisaties?",
}
PAUSE_HELP = "Dit is een verzoek. De organisatie besluit zelf. Hier staat alleen wie al een deel heeft en door de inwoner is genoemd."
NOBODY_TO_ASK = "Er is in deze zaak geen organisatie die invordert en de zaak al kent."
WORDS_HELP = "Alleen nodig als u iemand vraagt te wachten. De organisatie leest dit."
UNTIL = "Tot en met {dag}"
ASKED_TO_WAIT = "Gevraagd om te wachten: {wie}"
DECISION = "Het besluit"
DECIDE = "Besluit vastleggen"
DECIDE_HELP = "Aan een deel van de zaak verandert dit niets. Wat een organisatie doet, meldt zij zelf."
DECIDE_FIELDS = {"hoe": "Wat is er besloten?", "besluit": "Het besluit, in gewone woorden", "grond": "Waarom dit mag"}
GROUND_HELP = "Noem de wet, het beleid of de bevoegdheid."
GROUND, WHY_STOPPED = "Waarom dit mag: {grond}", "Waarom: {grond}"
STOP, STOP_FIELD = "Stoppen zonder besluit", "Waarom stopt de tafel?"
TELL, TOLD = "De inwoner weet het", "De inwoner weet het sinds {moment}."
TELL_INTRO = "Vertel de inwoner hoe het afliep en wat er nu gebeurt."
DONE = {
    "beschrijven": "Opgeschreven.",
    "aanschuiven": "Toegevoegd aan de tafel.",
    "vertrekken": "Van de tafel gehaald.",
    "beslisser": "Vastgelegd wie beslist.",
    "overbruggen": "Vastgelegd. Een verzoek om te wachten gaat vanzelf, of staat bij het onderdeel: dan belt of schrijft u.",
    "besluiten": "Vastgelegd. Het loket ziet dat de inwoner dit moet horen.",
    "stoppen": "De tafel is gestopt. Het loket ziet dat de inwoner dit moet horen.",
    "samenvatten": "Opgeschreven. Een ander leest het en geeft het vrij.",
    "vrijgeven": "Vrijgegeven. Andere tafels zien dit nu.",
    "verteld": "Vastgelegd dat de inwoner het weet.",
}

# the memory
MEMORY = "Eerdere besluiten"
MEMORY_INTRO = "Zo besloten andere tafels over dezelfde knoop. Er staat niets in over een persoon."
ALL_MEMORY_INTRO = "Zo besloten tafels eerder. Er staat niets in over een persoon."
NO_MEMORY = "Er is nog geen eerder besluit over deze knoop."
LEARNED = "{uitkomst}. Besloten door {wie} in {maand}."
ABOUT = "Gaat over: {producten}"
SUMMARY = "Wat kan een andere tafel hiervan leren?"
SUMMARY_HELP = "Noem geen naam, plaats, datum of nummer. Een ander leest dit na en geeft het vrij."
SUMMARISE, RELEASE = "Samenvatting bewaren", "Hier staat niets in over een persoon: vrijgeven"
TO_RELEASE = "Deze samenvatting wacht tot een ander haar naleest."
OWN_SUMMARY = "U schreef dit zelf. Een ander leest het na."
RELEASED = "De samenvatting is vrijgegeven voor andere tafels."
MEMORY_TITLE = "Eerdere besluiten van maatwerktafels"
SEARCH_FIELDS = {"schade": "Wat deed pijn", "product": "Product", "wetsartikel": "Wetsartikel"}
ALL_PRODUCTS = "Alle producten"
NO_PRECEDENTS = "Er is geen eerder besluit met deze keuzes."
OLDER = "Oudere besluiten"
WITHDRAW, WITHDRAW_WHY, WITHDRAWN = "Trek in", "Waarom trekt u dit in?", "Ingetrokken. Niemand ziet dit besluit nog."

# on the case page and in today's work
LINES = {
    "open": "Een maatwerktafel kijkt naar deze zaak en besluit uiterlijk op {dag}.",
    "besloten": "De maatwerktafel heeft besloten. De inwoner weet het nog niet.",
    "besloten-verteld": "De maatwerktafel heeft besloten en de inwoner weet het.",
    "gestopt": "De maatwerktafel is gestopt zonder besluit. De inwoner weet het nog niet.",
    "gestopt-verteld": "De maatwerktafel is gestopt zonder besluit en de inwoner weet het.",
}
TO_TABLE = "Naar de maatwerktafel"
TELL_CITIZEN = "De maatwerktafel is klaar. Vertel de inwoner hoe het afliep."
BRIDGE_ENDS = "De hulp voor de tussentijd stopt. Kijk wat er daarna is."

# conversations
TALKS = "Gesprekken"
TALKS_INTRO = "Deze gesprekken horen bij een programma waaraan de gemeente meedoet. De inwoner mag nee zeggen."
NO_TALKS = "Bij deze zaak horen geen gesprekken."
TALK_LINES = {
    "te-plannen": "Nog niet gepland. Plan het uiterlijk op {dag}.",
    "gepland": "Gepland op {moment}, {plaats}. Met: {deelnemers}.",
    "gehouden": "Gehouden op {moment}.",
    "gehouden-zonder-afspraak": "Gehouden zonder afspraak vooraf. Opgeschreven op {klaar}.",
    "vervallen": "Gaat niet door.",
}
TALK_PLAN, TALK_MOVE = "Plannen", "Verzetten"
TALK_HELD, TALK_DROP = "Uitkomst vastleggen", "Gaat niet door"
TALK_FIELDS = {
    "moment": "Dag en tijd",
    "plaats": "Waar",
    "deelnemers": "Wie praten mee",
    "uitkomst": "Wat is er afgesproken?",
    "waaromNiet": "Waarom gaat het niet door?",
}
MOMENT_HELP = "Schrijf dd-mm-jjjj uu:mm."
TALK_DONE = {
    "plannen": "Het gesprek is gepland.",
    "gehouden": "De uitkomst is vastgelegd.",
    "vervallen": "Vastgelegd dat het gesprek niet doorgaat.",
}
ALL_TALKS = "Gesprekken plannen en vastleggen"
TALK_TO_PLAN, TALK_TODAY = "Plan een gesprek: {gesprek}.", "Gesprek: {gesprek}. Leg daarna de uitkomst vast."
