"""The words of the screens, together in one place: plain Dutch (B1), short sentences. Sentences on a status stand in ``cases.words``."""

from __future__ import annotations

from loket.cases.states import Turn
from loket.cases.stuck_reasons import ADVICE
from loket.routing.request import APPLICANT, CHILD, DECEASED, ESTATE_CONTACT, PARTNER, REPRESENTATIVE

#: The steps of a new request, in order: name in the form → title on screen.
STEPS = {
    "persoon": "Wie vraagt het?",
    "spoed": "Spoed en veiligheid",
    "lopend": "Wat loopt er al?",
    "gebeurtenis": "Wat is er gebeurd?",
    "situatie": "De situatie",
    "producten": "Wie kan helpen?",
    "vragen": "Vragen van de organisaties",
    "papieren": "Papieren",
    "controle": "Controleren en versturen",
}

ROLES = {
    APPLICANT: "de inwoner",
    DECEASED: "de overledene",
    PARTNER: "de partner",
    CHILD: "het kind",
    ESTATE_CONTACT: "de contactpersoon voor de nalatenschap",
    REPRESENTATIVE: "de gemachtigde",
}

#: Fields of a person by their API name → label.
PERSON_FIELDS = {
    "burgerservicenummer": "Burgerservicenummer (BSN)",
    "geslachtsnaam": "Achternaam",
    "voorvoegsel": "Voorvoegsel",
    "voornamen": "Voornamen",
    "geboortedatum": "Geboortedatum",
    "datumOverlijden": "Datum van overlijden",
    "postcode": "Postcode",
    "huisnummer": "Huisnummer",
    "gemeentecode": "Gemeente van inschrijving",
    "gekozenGemeentecode": "Gemeente",
    "telefoonnummer": "Telefoonnummer",
    "emailadres": "E-mailadres",
    "kvkNummer": "KVK-nummer",
    "vertegenwoordiging": "Soort vertegenwoordiging",
    "toelichting": "Toelichting",
    "geheimhouding": "Adres is geheim",
    "vreemdelingennummer": "V-nummer",
    "geenBsn": "Geen BSN, omdat",
    "geenVastAdres": "Geen vast adres",
    "geenTelefoon": "Geen telefoon",
    "identiteitscontrole": "Hoe is vastgesteld wie dit is",
    "wijze": "Liefst bereikbaar via",
    "wanneer": "Liefst bereikbaar op",
    "nooit": "Doe dit nooit",
    "berichten": "Berichten",
    "taal": "Taal",
    "omvang": "Waarvoor",
    "bewijs": "Bewijs",
    "van": "Vanaf",
    "tot": "Tot en met",
}

#: Names in the export of somebody's data → label; those of a person stand above.
EXPORT_FIELDS = {
    "waarde": "Antwoord",
    "bron": "Bron",
    "gegevenOp": "Gegeven op",
    "soort": "Soort",
    "moment": "Wanneer",
    "aangekomen": "Aangekomen",
    "velden": "Gegevens",
    "grondslag": "Grondslag",
    "doel": "Doel",
    "ontvangenOp": "Ontvangen op",
    "aangekloptOp": "Eerst gevraagd op",
    "afgehandeldOp": "Afgehandeld op",
    "afgeslotenOp": "Afgesloten op",
    "ontvangenDoorOrganisatieOp": "Bij de organisatie sinds",
    "uiterlijkeEinddatumAfdoening": "Besluit uiterlijk",
    "beslotenOp": "Besloten op",
    "levensgebeurtenis": "Levensgebeurtenis",
    "toegezegdVoor": "Toegezegd voor",
    "door": "Door",
    "functie": "Functie",
    "van": "Van",
    "naar": "Naar",
    "gezegd": "Wat er is gezegd",
    "bereiken": "Hoe de inwoner bereikt wil worden",
    "opgepaktOp": "Opgepakt op",
    "verteldOp": "De inwoner verteld op",
    "geweigerdOp": "Niet aangenomen op",
    "redenVanWeigeren": "Waarom niet aangenomen",
    "grond": "Grond",
    "reden": "Reden",
    "beoordeeldOp": "Beoordeeld op",
    "oordeel": "Oordeel",
    "toegezegdDoor": "Toegezegd door",
    "nagekomenOp": "Nagekomen op",
    "brpBron": "Bron van de gegevens",
    "brpOp": "Opgehaald op",
    "brpGegevens": "Volgens de BRP",
    "brpAfwijkend": "U zei anders",
    "ingediendOp": "Ingediend op",
    "laatsteDag": "Laatste dag",
    "bewaardOp": "Bewaard op",
    "opgehaaldOp": "Opgehaald op",
    "gewistOp": "Gewist op",
    "schade": "Wat deed pijn",
    "watKnelt": "Wat er knelde",
    "wetsartikel": "Wetsartikel",
    "bedoeling": "Waar de wet voor bedoeld is",
    "juridisch": "Wat het recht zegt",
    "sociaal": "Wat het met mensen doet",
    "economisch": "Wat het kost",
    "persoonlijk": "Hoe u het zag",
    "deelnemers": "Wie meededen",
    "beslist": "Wie besliste",
    "uiterlijk": "Uiterlijk",
    "hoe": "Wat er is besloten",
    "klaarOp": "Klaar op",
    "samenvatting": "Samenvatting voor andere maatwerktafels",
    "totEnMet": "Tot en met",
    "gevraagdOmTeWachten": "Gevraagd om te wachten met invorderen",
    "lijst": "Lijst",
    "gemeldDoor": "Gemeld door",
    "geplandVoor": "Gepland voor",
    "waaromNiet": "Waarom het niet doorging",
}

OTHER_FIELDS = {"communicatiekanaal": "Hoe de vraag binnenkwam", "gemachtigde.soort": "Wie spreekt voor de inwoner"}

CHANNELS = (("balie", "Aan de balie"), ("telefoon", "Telefoon"), ("website", "Website"), ("brief", "Brief"))

REPRESENTATIONS = (
    ("gemachtigde", "Gemachtigde"),
    ("ouder", "Ouder"),
    ("bewindvoerder", "Bewindvoerder"),
    ("curator", "Curator"),
    ("mentor", "Mentor"),
    ("begeleider", "Begeleider"),
)

URGENCIES = (
    ("ontruiming", "Dreigende ontruiming"),
    ("afsluiting", "Gas, stroom of water wordt afgesloten"),
    ("geen-inkomen", "Geen inkomen of geen geld voor eten"),
    ("geen-onderdak", "Geen plek om te slapen"),
    ("anders", "Iets anders met spoed"),
)

#: Why a proposed product is left out. The words travel with the case, so that nobody has to guess later.
LEAVE_OUT = (
    ("wil-niet", "Weglaten: de inwoner wil dit niet"),
    ("loopt-al", "Weglaten: dit is al aangevraagd of loopt al"),
    ("past-niet", "Weglaten: dit past niet bij de situatie"),
)

#: How to begin the talk, by the tone of the life event (practice rule 13): advice to the employee.
TONES = {"gecondoleerd": "Condoleer de inwoner en neem de tijd. Alles mag later worden aangevuld."}

WAYS = {"aanvragen": "Aanvraag", "melden": "Melding"}

#: Whose turn it is: words, icon.
TURNS = {
    Turn.APPLICANT: ("De inwoner", "person"),
    Turn.ORGANISATION: ("De organisatie", "building"),
    Turn.COUNTER: ("Het loket", "counter"),
    Turn.NOBODY: ("Niemand. Hier moet iemand naar kijken", "alert"),
    Turn.NONE: ("Niemand hoeft nog iets te doen", "check"),
}

#: State of a part in API words → (words on the badge, icon, tone).
BADGES = {
    "gepland": ("Wacht nog", "clock", "quiet"),
    "te-verzenden": ("Wordt verstuurd", "clock", "quiet"),
    "verzonden": ("Bezorgd", "sent", "busy"),
    "ontvangen": ("Ontvangen", "sent", "busy"),
    "in-behandeling": ("In behandeling", "busy", "busy"),
    "wacht-op-aanvulling": ("Wacht op de inwoner", "person", "attention"),
    "opgeschort": ("Staat even stil", "pause", "quiet"),
    "besloten": ("Besloten", "check", "done"),
    "uitgevoerd": ("Uitgevoerd", "check", "done"),
    "afgesloten": ("Afgesloten", "check", "done"),
    "teruggegeven": ("Teruggegeven", "back", "attention"),
    "doorgezonden": ("Doorgestuurd", "forward", "quiet"),
    "onbestelbaar": ("Niet bezorgd", "alert", "alarm"),
    "ingetrokken": ("Ingetrokken", "back", "quiet"),
    "routering-nodig": ("Kies een organisatie", "alert", "alarm"),
    "wacht-op-aanvrager": ("Wacht op de inwoner", "person", "attention"),
    "afgerond": ("Afgerond", "check", "done"),
}

#: What a supervisor does now, by reason code of a stuck case.
WHAT_NOW = ADVICE

#: Outcomes and decline reasons for the worklist: value of the API → words.
OUTCOMES = (
    ("toegekend", "Toegekend"),
    ("deels-toegekend", "Voor een deel toegekend"),
    ("afgewezen", "Afgewezen"),
    ("buiten-behandeling", "Buiten behandeling gelaten"),
)
DECLINES = (
    ("niet-bevoegd", "Wij gaan hier niet over"),
    ("dubbel", "Dit is al eerder gevraagd"),
    ("al-geregeld", "Dit is al geregeld"),
    ("anders", "Om een andere reden"),
)

#: Error pages by status: title, what it means and what to do.
ERRORS = {
    400: ("Dit formulier kon niet worden verwerkt", "Ga terug naar de vorige pagina en probeer het nog eens."),
    403: ("Deze pagina is niet voor u", "Uw account heeft een andere rol. Meld u aan met een ander account als dat nodig is."),
    404: ("Deze pagina is er niet", "Kijk het adres of het nummer na, of zoek de zaak met het zoekveld."),
    405: ("Dit kan niet op deze pagina", "Ga terug naar de startpagina en begin opnieuw."),
    409: ("Dit kan nu niet", "Iemand anders was u voor, of de status is intussen veranderd. Bekijk de zaak opnieuw."),
    413: ("Dit is te groot", "Kort de tekst in of kies een kleiner bestand. Probeer het daarna nog eens."),
    415: ("Dit kan hier niet worden ingestuurd", "Loket neemt geen bestanden aan. Vul het formulier in."),
    429: ("Dit ging te snel achter elkaar", "Wacht even en probeer het dan opnieuw. Wat al was verstuurd, is bewaard."),
    500: ("Er ging iets mis", "Wat al was verstuurd, is bewaard. Probeer het over een paar minuten opnieuw."),
    503: ("Loket is even niet bereikbaar", "Wat al was verstuurd, is bewaard. Probeer het over een halve minuut opnieuw."),
}

WRONG_DATE = "Schrijf een datum als dd-mm-jjjj, bijvoorbeeld 05-03-2026."
WRONG_NUMBER = "Schrijf alleen cijfers, bijvoorbeeld 1250 of 1250,50."
NOTHING_CHOSEN = "Kies minstens één product."
REASON_NEEDED = "Vertel waarom u dit toevoegt."
CHOOSE_GEMEENTE = "Kies in welke gemeente de inwoner woont. Dat volgt niet uit het adres."
UNKNOWN_GEMEENTE = "Deze gemeente is niet gevonden. Kies een gemeente uit de lijst."
NOTHING_FOUND = "Er is geen zaak gevonden."
SEARCH_HELP = "Zoek op zaaknummer, BSN, kenmerk of op achternaam met geboortedatum, bijvoorbeeld: Jansen 05-03-1950."
