"""The sentences of a new request: who it is, urgency, what runs already, the statement, and finishing later. Plain Dutch (B1)."""

from __future__ import annotations

from datetime import datetime

from loket.cases import words
from loket.cases.deadlines import amsterdam_date
from loket.routing.request import APPLICANT, REPRESENTATIVE, SPOKEN

# who
NO_BSN = (
    ("nooit-gehad", "De inwoner heeft geen BSN"),
    ("weet-niet", "De inwoner weet het niet"),
    ("geeft-niet", "De inwoner geeft het niet"),
)
NO_BSN_HELP = "Geen BSN is ook een antwoord. De vraag gaat gewoon mee."
FOREIGNER_HELP = "Tien cijfers, op het verblijfsdocument."
NO_ADDRESS_HELP = "Vul dan bij gemeente in waar de inwoner verblijft."
IDENTITY_CHECKS = (
    ("identiteitsbewijs", "Identiteitsbewijs gezien"),
    ("digid", "Ingelogd met DigiD"),
    ("vragen", "Met controlevragen"),
    ("niet", "Niet vastgesteld"),
)
IDENTITY_HELP = "Hiervan hangt af welke eerdere antwoorden u ziet."
REACH_WAYS = (("telefoon", "Bellen"), ("email", "E-mail"), ("post", "Brief"), ("balie", "Aan de balie"))
MESSAGES = (("geen", "Geen berichten"), ("email", "Per e-mail"), ("sms", "Per sms"))
LANGUAGES = (("nl", "Nederlands"), ("en", "Engels"))
REACH_HELP = "Iedereen die met deze vraag bezig is, houdt zich hieraan."
NEVER_HELP = "Bijvoorbeeld: niet naar huis bellen, niets aan de partner vertellen."
SCOPE_HELP = "Waarvoor mag deze persoon spreken? Bijvoorbeeld: alles, of alleen geldzaken."
EVIDENCE_HELP = "Wat hebt u gezien? Bijvoorbeeld: een getekende machtiging of een beschikking van de rechter."
UNTIL_HELP = "Bij een ouder stopt het vanzelf op de dag dat het kind 18 wordt."
COMPANION_NOTE = "Een begeleider helpt bij het gesprek. Zijn gegevens gaan naar niemand."
PARENT_OF_ADULT = "De inwoner is 18 jaar of ouder. Kies een andere soort, zoals gemachtigde."
ENDS_BEFORE_IT_BEGINS = "De laatste dag ligt voor de eerste dag. Kijk de datums na."
MANDATE_IS_OVER = "Deze dag is voorbij. Wie niet meer mag spreken, hoeft u niet in te vullen."

# urgency
URGENT_QUESTION = "Is er nu iets dringends?"
NOTHING_URGENT = "Nee"
DANGER = "Is er nu gevaar? Bel 112. Bij geweld thuis helpt Veilig Thuis dag en nacht: 0800 2000."
AT_ONCE = "Snel melden"
AT_ONCE_WORDS = "Snel melden: het dringende deel gaat meteen weg. De rest vult u daarna aan in dezelfde zaak."
CHOOSE_URGENCY = "Kies eerst wat er dringend is."
NO_URGENT_PRODUCT = "Voor deze soort spoed is er geen vaste melding. Ga verder en kies zelf wat nodig is."

# what runs
RUNNING_INTRO = "Deze inwoner heeft al een vraag lopen. Gaat het gesprek daarover? Voeg het dan toe. Zo komt er geen tweede zaak."
RUNNING = {
    "join": "Zelfde vraag: voeg toe aan deze zaak",
    "more": "Nieuwe hulp vragen in deze zaak",
    "other": "Andere vraag",
}
RUNNING_QUESTION = "Wat wil de inwoner weten?"
SAME_QUESTION = "Dezelfde vraag, opnieuw gesteld."
JOINED = "Het gesprek is bij de lopende zaak gevoegd."

# the statement
STATEMENT_TITLE = "Verklaring van de inwoner"
STATEMENT = "Ik vraag wat hierboven staat. Wat ik heb verteld, klopt volgens mij. Ik weet welke organisatie wat krijgt."
STATEMENT_HELP = "Lees dit voor of laat het lezen."
STATEMENTS = (
    ("handtekening", "Ondertekent op papier"),
    ("scherm", "Ondertekent op het scherm"),
    (SPOKEN, "Zegt het alleen, zonder handtekening"),
)
SPOKEN_NOTE = "Zonder handtekening gaat de vraag als melding mee. De datum van vandaag telt wel."
SPEAKERS = {APPLICANT: "De inwoner zelf", REPRESENTATIVE: "Wie voor de inwoner spreekt"}
SENT_ALREADY = "Al gemeld bij de start van dit gesprek."

# finishing later
LATER = "Later afmaken"
LATER_HELP = "Later afmaken: wat u hebt ingevuld, blijft zeven dagen bij dit loket staan."
NO_NAME = "Zonder naam"
RESUMED = "U gaat verder met wat eerder is ingevuld."
STALE_TITLE = "Een collega heeft dit concept intussen veranderd"
STALE = "Er gaat niets verloren. Kies met welke versie u verdergaat."
GONE_TITLE = "Dit concept is er niet meer"
GONE = "Een collega heeft het verstuurd of weggegooid. Zoek eerst of er al een zaak is. Wat u invulde, staat er nog."
KEEP_MINE = "Verder met mijn versie, als nieuw concept"
TAKE_THEIRS = "Open de versie van mijn collega"
SIGNED_IN_AGAIN = "U was even weg en bent opnieuw ingelogd. Wat u hebt ingevuld, staat er nog. Klik nog eens op de knop."
REMOVED = "Het concept is weggegooid."


def saved_until(moment: datetime) -> str:
    """What is said when a request was put away."""
    return f"Bewaard. U vindt het tot en met {words.day(amsterdam_date(moment))} op de startpagina van dit loket."


def reported(number: str) -> str:
    """What is said when the urgent part went out; ``number`` in groups."""
    return f"Snel gemeld in zaak {number}. Vul nu de rest in; die komt in dezelfde zaak."
