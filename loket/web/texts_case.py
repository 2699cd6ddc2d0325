"""The sentences of the case page and of what can be done there. Plain Dutch (B1); statuses stand in ``cases.words``."""

from __future__ import annotations

from loket.routing.legal_steps import Step

# the parts
OUTCOMES = {
    "toegekend": "De inwoner krijgt wat is gevraagd.",
    "deels-toegekend": "De inwoner krijgt een deel van wat is gevraagd.",
    "afgewezen": "De inwoner krijgt dit niet.",
    "buiten-behandeling": "De organisatie keek niet naar de inhoud. Meestal miste er informatie.",
}
REFUSED = ("afgewezen", "buiten-behandeling")
NOT_YET_DELIVERED = "Toegekend, nog niet geleverd."
NO_PARTS = "Er zijn nog geen onderdelen. Een medewerker kiest wie deze vraag behandelt."
LIMITED = "Inhoud alleen te zien bij het loket dat de vraag aannam"
DIRECT_LINE = "Lijn voor professionals"
GENERAL_LINE = "Algemeen nummer"
NO_DIRECT_LINE = "Geen lijn voor professionals bekend."
NOTE_CAUSE = "Oorzaak opschrijven"
SOMETHING_ELSE = "Past iets anders beter? Voeg het toe."

# steps after a decision
STEPS = {
    Step.OBJECTION: "Bezwaar aantekenen",
    Step.DEFAULT_NOTICE: "In gebreke stellen",
    Step.COMPLAINT: "Klacht indienen",
}
STEPS_DONE = {"bezwaar": "Bezwaar", "ingebrekestelling": "Ingebrekestelling", "klacht": "Klacht"}
STEP_INTRO = {
    Step.OBJECTION: "U stuurt dit vandaag door. De dag van vandaag telt, ook als het later aankomt.",
    Step.DEFAULT_NOTICE: "De organisatie krijgt nog twee weken om te besluiten. Daarna kan een dwangsom beginnen.",
    Step.COMPLAINT: "Een klacht gaat over hoe de inwoner is behandeld. Tegen een besluit is er bezwaar.",
}
STEP_LABEL = {
    Step.OBJECTION: "Waarom is de inwoner het niet eens met het besluit?",
    Step.DEFAULT_NOTICE: "Wat zegt de inwoner?",
    Step.COMPLAINT: "Wat is er gebeurd?",
}
PROVISIONAL = "Voorlopig bezwaar: de redenen komen later"
PROVISIONAL_HELP = "Kies dit als de tijd bijna om is. De organisatie zegt tot wanneer de redenen mogen komen."
CONFIRM_STEP = "De inwoner wil dat dit vandaag wordt doorgestuurd"
CONFIRM_NEEDED = "Bevestig dat de inwoner dit wil."
STEP_TAKEN = "Doorgestuurd. De dag van vandaag telt."
PENALTY_FROM = "Een dwangsom kan beginnen op"
OWN_WORDS = "Schrijf het op in de woorden van de inwoner."

# the timeline
KINDS = {
    "organisaties": "Wat organisaties meldden",
    "inwoner": "Wat de inwoner zei en kreeg",
    "loket": "Wat het loket deed",
}
OF_ORGANISATIONS = frozenset(
    {
        "mededeling",
        "namens-organisatie",
        "ontvangen",
        "in-behandeling-genomen",
        "teruggegeven",
        "aanvulling-gevraagd",
        "aanvulling-ontvangen",
        "opgeschort",
        "hervat",
        "verdaagd",
        "besloten",
        "uitgevoerd",
        "herzien",
        "afgesloten",
        "te-laat-bericht",
        "inrichting-nakijken",
    }
)
OF_CITIZEN = frozenset(
    {
        "op-verzoek-ingetrokken",
        "zaak-ontvangen",
        "contactmoment",
        "toezegging-nagekomen",
        "opnieuw-gevraagd",
        "product-toegevoegd",
        "aanvulling-gegeven",
        "bericht-van-inwoner",
        "bericht-verstuurd",
        "bericht-mislukt",
        "ingetrokken",
        "regel-gedaan",
    }
)
NEWEST_LINES = 8  # how many the page shows before the rest is unfolded
EARLIER_LINES = "Eerder gebeurd ({aantal})"
NOTHING_HERE = "Er is niets dat hierbij past."

# people, answers, papers
SAFE_CONTACT = "Veilig contact"
HIDDEN_ADDRESS = "Het adres is geheim. Geef het aan niemand door."
PAPER_STATES = {"niet-nodig": "Niet nodig", "gezien": "Gezien", "kopie": "Kopie gegeven", "nog-brengen": "Nog brengen"}
IDENTITY = {
    "identiteitsbewijs": "Identiteitsbewijs gezien",
    "digid": "Met DigiD",
    "vragen": "Met controlevragen",
    "niet": "Niet vastgesteld",
}
MANDATE_ENDED = "Deze persoon mag niet meer namens de inwoner handelen."
TO_CONFIRM = "Moet nog worden bevestigd"
REGISTER_DIFFERS = "De BRP heeft iets anders"

# contact and promises
PROMISE_LATE = "Deze dag is voorbij."
KEPT = "Toezegging nagekomen"
THREAD_INTRO = "Alleen dit loket en de organisatie van het onderdeel lezen dit. De inwoner kan het later opvragen."
NO_MESSAGES = "Er is nog niets geschreven."
ABOUT_ALL = "De hele zaak"

# two employees at once
CHANGED = "Deze zaak is intussen veranderd"
CHANGED_INTRO = "Dit gebeurde terwijl u bezig was. Wat u typte, staat er nog. Kies wat u doet."
SEND_ANYWAY = "Klopt het nog? Verstuur het dan opnieuw met de knop onderaan."
LEAVE = "Laat het zo en ga terug naar de zaak"

# withdrawing
WITHDRAW_INTRO = "Wat u intrekt, stopt. De organisatie krijgt daar bericht van. Later opnieuw vragen kan, maar dan telt de nieuwe datum."
NOTHING_TO_WITHDRAW = "Er is niets meer om in te trekken. Op alle delen is een antwoord."

# adding, correcting, reporting, closing
ADD_INTRO = "Kies wat erbij komt. Wat al bekend is, hoeft niemand opnieuw te vragen."
ADD_HOW = "Hoe vraagt de inwoner dit?"
HOW = (("handtekening", "Op papier, met een handtekening"), ("scherm", "Op het scherm, zelf bevestigd"), ("mondeling", "Alleen gezegd"))
ADDED = "Toegevoegd. Het gaat vanzelf naar de organisatie."
NO_QUESTIONS = "Alles wat hiervoor nodig is, is al bekend."
WHY_ADDED = "Vertel waarom dit erbij komt."
CHOOSE_HOW = "Kies hoe de inwoner dit vraagt."
CHOOSE_PRODUCT = "Kies minstens één product."
CORRECT_INTRO = "Verander alleen wat fout is. Elke organisatie die het oude gegeven kreeg, krijgt de verbetering."
CORRECT_OTHERS = "Klopt een naam, geboortedatum of BSN niet? Dan helpt de privacyfunctionaris."
STANDS_NOW = "Een collega heeft dit net veranderd. Nu staat er:"
CORRECTED = "Verbeterd."
NOBODY_HAD_IT = "Niemand had dit gekregen."
ALSO_TOLD = "Dit horen ook"
WRONG_PERSON_INTRO = (
    "Wat nog niet weg is, stopt meteen.",
    "De privacyfunctionaris krijgt bericht en haalt terug wat al weg is.",
    "De zaak gaat daarna verder voor de juiste persoon.",
)
WRONG_PERSON_TOLD = "Gemeld. Wat nog niet weg was, is gestopt. De privacyfunctionaris kijkt ernaar."
WRONG_PERSON_RUNS = "Dit loket meldde dat deze zaak op de verkeerde naam staat. De privacyfunctionaris kijkt ernaar. Verstuur niets meer."
CLOSE_INTRO = "Op alle delen is een antwoord. Vraag de inwoner hoe het is gegaan. Weet u het niet, laat de vragen dan open."
HELPED = (("ja", "Ja"), ("deels", "Voor een deel"), ("nee", "Nee"), ("onbekend", "Niet gevraagd"))
EASE = (("1", "1: heel moeilijk"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5: heel makkelijk"))
CLOSED = "De zaak is gesloten."
