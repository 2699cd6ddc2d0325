"""The sentences of the pages about signals: what keeps going wrong, the brief, journeys and concepts."""

from __future__ import annotations

from loket.cases.signals import CauseCode, SignalStatus
from loket.routing.figures.disclosure import FEWEST
from loket.web.texts_case import NOTE_CAUSE

TITLE = "Signalen"
INTRO = "Hier staat wat steeds weer misgaat. Gelijke oorzaken staan bij elkaar. Wat de meeste zaken raakt, staat bovenaan."
NONE = "Er zijn geen signalen met deze keuzes."
FEW = f"minder dan {FEWEST}"
FEW_HELP = f"Onder {FEWEST} zaken staan hier geen aantallen en geen voorbeelden. Die zijn anders te herleiden."
ROUNDED = "De aantallen zijn afgerond op tientallen."
ALL_SIGNALS = "Alle signalen"
NEXT, FIRST = "Volgende signalen", "Terug naar het begin"
YOUR_ANSWERS = "Antwoord op uw signalen"
HEADS = ("Wat er misgaat", "Zaken", "Dagen", "Contacten", "Teruggegeven", "Stand")
HARM_HELP = "Dagen, contacten en keren teruggegeven zijn opgeteld over de zaken, tot de zaak sloot of de oorzaak werd opgeschreven."

#: A cause → what it is called, and what it means.
CODES = {
    CauseCode.LAW: ("De wet", "De wet klopt niet voor deze situatie, of twee wetten passen niet op elkaar"),
    CauseCode.EXECUTION: ("De uitvoering", "Hoe een organisatie het doet"),
    CauseCode.DATA: ("De gegevens", "Gegevens kloppen niet, ontbreken of worden niet gedeeld"),
    CauseCode.COMMUNICATION: ("De communicatie", "Brieven, woorden, bereikbaar zijn"),
    CauseCode.ICT: ("De ICT", "Een systeem kan het niet"),
}
#: A status → what it is called, the icon and the tone of its badge.
STATUSES = {
    SignalStatus.OPEN: ("Open", "clock", "attention"),
    SignalStatus.AGREED: ("Geagendeerd", "busy", "busy"),
    SignalStatus.ANSWERED: ("Beantwoord", "sent", "busy"),
    SignalStatus.SOLVED: ("Opgelost", "check", "done"),
    SignalStatus.REJECTED: ("Afgewezen", "back", "quiet"),
}
FIELDS = {"product": "Product", "organisatie": "Organisatie", "oorzaak": "Oorzaak", "status": "Stand"}
NOT_HERE = "Deze keuze bestaat niet: {velden}."
AT = "{product} bij {organisatie}"
GENERAL = "niet over één product"

# one signal
ARTICLE = "Wetsartikel"
PAIR = "Past niet op"
FIRST_SEEN, LAST_SEEN = "Eerst gezien", "Laatst gezien"
COUNTED = "Telt mee in een brief"
TREND = "Per maand"
TREND_INTRO = "Zo vaak is deze oorzaak opgeschreven."
TREND_TABLE = "De aantallen per maand"
TREND_NONE = "De maanden staan hier niet: daaruit zouden kleine aantallen te herleiden zijn."
MONTH, NUMBER = "Maand", "Aantal"
EXAMPLES = "Voorbeelden"
EXAMPLES_INTRO = "Een tweede persoon heeft deze voorbeelden bekeken. Er staat niet in over wie het gaat."
NO_EXAMPLES = "Er is nog geen voorbeeld dat een tweede persoon heeft bekeken."
EXAMPLE = "Voorbeeld {naam}, {maand}"
OWN_WORDS = "De inwoner zegt:"
TO_JOURNEY = "Bekijk de reis"
SAMPLE = "Steekproef"
SAMPLE_INTRO = (
    "Lees elk voorbeeld. Kies ja als de oorzaak klopt en er niets in staat over één persoon.",
    "Klopt alles? Dan telt ook de rest van dit signaal mee in een brief.",
    "Wat u zelf opschreef, bekijkt een collega.",
)
NOT_YOURS = "Dit signaal gaat over een andere organisatie. Daar beslist een andere toezichthouder over."
NO_SAMPLE = "Er is nu niets te bekijken. Wat u zelf opschreef, bekijkt een collega."
RIGHT = "Klopt dit?"
YES_NO = (("ja", "Ja"), ("nee", "Nee"))
SAMPLE_SEND = "Bewaar de steekproef"
SAMPLE_SEE = "Bekijk de zaak"
SAMPLE_DONE = "Bewaard. Er tellen nu {aantal} zaken meer mee in een brief."
ANSWER = "Antwoord en stand"
ANSWER_NONE = "Er is nog geen antwoord."
ANSWER_INTRO = "Met een antwoord horen de loketten die dit opschreven wat ermee gebeurt."
ANSWER_SEND = "Bewaren"
ANSWER_SAVED = "Bewaard."
ANSWER_TOLD = "Bewaard. De loketten die dit opschreven, lezen het antwoord."
STATUS_LABEL = "Hoe ver is dit?"
ADDRESSEE = "Wie kan er iets aan doen?"
ADDRESSEE_HELP = "Een organisatie of een ministerie."
ANSWER_LABEL = "Het antwoord"
NOT_ON_PAGE = "Deze oorzaak staat niet op deze bladzijde. Misschien haalde een collega hem weg."
ANSWER_HELP = "Schrijf zo dat elk loket het mag lezen. Noem geen personen, zaaknummers of BSN's."
ANSWERED_ON = "Antwoord van {dag}"

# the journey
JOURNEY = "Reis van voorbeeld {naam}"
JOURNEY_INTRO = "Wat iemand meemaakte, stap voor stap. Er staan geen namen, datums of nummers in."
JOURNEY_SUM = "Dagen: {dagen}. Contacten: {contacten}. Organisaties: {organisaties}. Teruggegeven: {terug}."
STEP_HEADS = ("Stap", "Wat er gebeurde", "Dag", "Na de vorige stap")
DAY = "dag {dag}"
SAME_DAY, BEGIN = "dezelfde dag", "begin"
DAYS_LATER = {1: "1 dag"}
MANY_DAYS_LATER = "{dagen} dagen"
ANOTHER = "een andere organisatie"
SOME = "een organisatie"
STEPS = {
    "zaak-ontvangen": "Iemand vraagt hulp bij een loket.",
    "contactmoment": "De inwoner neemt weer contact op.",
    "opnieuw-gevraagd": "De inwoner stelt dezelfde vraag nog een keer.",
    "product-toegevoegd": "De inwoner vraagt er iets bij.",
    "verzonden": "De vraag gaat naar {wie}.",
    "onbestelbaar": "De vraag kan niet worden bezorgd bij {wie}.",
    "storing": "{Wie} is niet bereikbaar.",
    "in-behandeling-genomen": "{Wie} pakt de vraag op.",
    "teruggegeven": "{Wie} geeft de vraag terug.",
    "doorgezonden": "De vraag gaat van {wie} naar een ander.",
    "anders-gerouteerd": "De vraag gaat van {wie} naar een ander.",
    "terug-naar-afzender": "De inwoner hoort dat {wie} de vraag niet kan behandelen.",
    "aanvulling-gevraagd": "{Wie} vraagt iets van de inwoner.",
    "aanvulling-gegeven": "De inwoner geeft wat {wie} vroeg.",
    "opgeschort": "{Wie} zet de behandeling stil.",
    "hervat": "{Wie} gaat weer verder.",
    "verdaagd": "{Wie} heeft meer tijd nodig.",
    "besloten": "{Wie} neemt een besluit.",
    "herzien": "{Wie} verandert het besluit.",
    "uitgevoerd": "{Wie} voert het besluit uit.",
    "bericht-van-inwoner": "De inwoner maakt bezwaar of klaagt bij {wie}.",
    "ingetrokken": "De inwoner wil dit niet meer van {wie}.",
    "overdracht-aangeboden": "Het loket draagt de zaak over.",
    "overdracht-opgepakt": "Iemand pakt de overdracht op.",
    "vastgelopen": "De zaak staat stil.",
    "zaak-gesloten": "De zaak wordt gesloten.",
}

# noting a cause
NOTE = NOTE_CAUSE
NOTE_INTRO = "Wat ging er mis, en waardoor? Gelijke oorzaken komen bij elkaar. Wie er iets aan kan doen, krijgt ze te zien."
NOTE_AT_CLOSING = "Ging er iets mis? Schrijf de oorzaak op"
CODE_LABEL = "Wat was de oorzaak?"
ABOUT = "Waar gaat het over?"
WHOLE_CASE = "De hele zaak"
WORDS = "Wat ging er mis?"
WORDS_HELP = "Schrijf geen namen, nummers en datums op. Anderen lezen dit."
ARTICLE_HELP = "Bijvoorbeeld: Participatiewet art. 31."
SECOND = "Welk artikel past daar niet bij?"
OWN = "Wat zegt de inwoner zelf?"
OWN_HELP = "Alleen als de inwoner dat goed vindt."
AGREED = "De inwoner vindt goed dat anderen deze woorden lezen"
AGREEMENT = "Toestemming"
NOTED = "Opgeschreven. U hoort het als er een antwoord is."
STANDS = "Wat al is opgeschreven"
FORGET = "Wis de eigen woorden"
FORGET_HELP = "De inwoner mag dit altijd vragen."
FORGOTTEN = "De eigen woorden zijn gewist."
REMOVE = "Haal deze oorzaak weg"
REMOVED = "De oorzaak is weggehaald en telt nergens meer mee."

# the answer at a loket
NEWS_TITLE = "Antwoord op een signaal"
NEWS_INTRO = "Uw loket schreef op dat hier iets misging. Dit is het antwoord."
NEWS_READ = "Gelezen"
NEWS_LINE = "{oorzaak}: {stand}"

# the brief
BRIEF = "Knelpuntenbrief"
BRIEF_INTRO = "Druk deze bladzijde af of bewaar haar als CSV. Alleen wat een tweede persoon heeft nagekeken, telt mee."
BRIEF_FROM = "Gemaakt op {dag} met de signalen van de loketten. De aantallen zijn afgerond op tientallen."
BRIEF_NONE = "Er zijn nog geen signalen die meetellen. Bekijk eerst een steekproef."
BRIEF_COUNT = "Zaken: {aantal}. Samen dagen: {dagen}, contacten: {contacten}, keren teruggegeven: {terug}."
BRIEF_FEW = f"Minder dan {FEWEST} zaken. Daarom staan hier geen aantallen en geen voorbeelden."
BRIEF_TREND = "Laatste drie maanden: {nu}. De drie maanden daarvoor: {eerder}."
BRIEF_PAIRS = "Past niet op: {artikelen}."
BRIEF_TO = "Aan: {wie}."
BRIEF_MORE = "Deze brief heeft de eerste {aantal} signalen. In de CSV staan ze allemaal."
CSV = "Bewaar als CSV"
BRIEF_HEADS = (
    *("Oorzaak", "Product", "Organisatie", "Wetsartikel", "Geadresseerde", "Stand"),
    *("Zaken", "Dagen", "Contacten", "Keren teruggegeven", "Antwoord op"),
)

# concepts
CONCEPTS = "Begrippen"
CONCEPTS_INTRO = "Hetzelfde woord betekent in een andere wet iets anders. Kies twee producten en leg ze naast elkaar."
CONCEPTS_CHOOSE = "Kies twee producten."
CONCEPTS_NONE = "Er zijn nog geen begrippen vastgelegd."
LEFT, RIGHT_SIDE = "Eerste product", "Tweede product"
CONCEPT = "Begrip"
KINDS = (("income", "Inkomen"), ("partner", "Partner"), ("household", "Huishouden"), ("assets", "Vermogen"))
CONFIDENCE = {"gezien": "Nagekeken in de bron", "schatting": "Nog na te kijken door een jurist"}
