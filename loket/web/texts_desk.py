"""The words of the desk's own work: today's lists, searching, handovers, keeping people informed, places to go."""

from __future__ import annotations

from loket.cases.states import Turn

#: Today's lists: name → heading, what is said when there is nothing.
LISTS = {
    "overdrachten": ("Overdrachten", "Er wacht geen overdracht op u."),
    "bijpraten": ("Inwoner bijpraten", "Iedereen heeft kort geleden iets gehoord."),
    "toezeggingen": ("Toezeggingen", "Er staat geen toezegging open."),
    "maatwerk": ("Maatwerk en gesprekken", "Er is geen besluit van een maatwerktafel te vertellen, en deze week geen gesprek."),
    "loket": ("Hier moet het loket iets doen", "Er staat niets klaar voor het loket."),
    "aanvullingen": ("Gevraagd aan de inwoner", "Er is nu niets gevraagd aan een inwoner."),
    "concepten": ("Later afmaken", "Er staat niets klaar om af te maken."),
    "vertegenwoordiging": ("Machtiging loopt af", "Er loopt de komende 60 dagen geen machtiging af."),
    "signalen": ("Antwoord op een signaal", "Er is geen nieuw antwoord op wat dit loket opschreef."),
    "laatst": ("Laatst binnengekomen", "Dit loket heeft nog geen vragen aangenomen."),
}

HANDOVER_WAITS = "Overgedragen door {wie}. Wacht tot iemand de zaak oppakt."
HANDOVER_TELL = "{naam} pakte de zaak op. Vertel dat de inwoner."
HANDOVER_REFUSED = "Niet aangenomen door {wie}. De zaak is weer bij u."
HANDOVER_NOT_TAKEN = "Nog niet opgepakt door {wie}."
SILENT = "Hoorde al {dagen} dagen niets."
PROMISE_HERE = "U hebt iets toegezegd."
PROMISE_FOR_YOU = "{wie} heeft namens u iets toegezegd."
ASKED = "Aanleveren aan {wie}."
MANDATE_ENDS = {
    "ouder": "Het kind wordt 18. De ouder mag dan niet meer beslissen.",
    None: "De machtiging loopt af. Vraag of er een nieuwe komt.",
}
TURNS = {Turn.NOBODY: "Niemand is aan zet. Kijk wat er nodig is.", Turn.COUNTER: "Het loket is aan zet."}
NO_EVENT = "Losse vraag"
NOTHING_MORE = "Hier is nu niets te doen"
MORE = "Alle {aantal} bekijken"
FIRST_FIFTY = "Hier staan de eerste 50. Wat het langst wacht, staat bovenaan."

#: Searching.
ELEVEN_TEST = "Het haalt de elfproef niet: een cijfer is verkeerd, of twee cijfers zijn verwisseld."
WRONG_CHARACTER = "Kijk naar teken {plaats} na L-. Daar staat {getypt}. Moet dat {bedoeld} zijn?"
SWAPPED = "Kijk naar de tekens {plaats} en {volgende} na L-. Zijn die verwisseld?"
MEANT = "Bedoelt u dit nummer?"

#: The form of a handover: field → label.
HANDOVER_FIELDS = {
    "ontvanger": "Aan wie draagt u over?",
    "reden": "Waarom draagt u over?",
    "samenvatting": "Wat moet de ontvanger weten?",
    "bereiken": "Hoe en wanneer wil de inwoner bereikt worden?",
    "akkoord": "De inwoner weet van de overdracht en vindt die goed",
    "naam": "Uw naam, zoals de inwoner die hoort",
}
RECEIVER_HELP = "Typ een deel van de naam en kies uit de lijst."
HANDOVER_INTRO = "De overdracht is klaar als iemand met naam de zaak oppakt en de inwoner dat weet. U blijft de zaak zien."
HANDOVER_RIGHTS = "De ontvanger ziet de hele zaak. Neemt die de zaak niet aan, dan vervalt dat."
NEVER = "Nooit: {nooit}"
#: Where a handover stands: the state → what the page says.
HANDOVER_STATES = {
    "wacht": "Wacht tot iemand de zaak oppakt.",
    "te-laat": "Nog niet opgepakt. De tijd daarvoor is voorbij.",
    "opgepakt": "Opgepakt door {naam}. De inwoner weet dat nog niet.",
    "klaar": "Klaar. {naam} heeft de zaak en de inwoner weet dat.",
    "geweigerd": "Niet aangenomen.",
    "teruggenomen": "Teruggenomen of afgerond door de afzender.",
}
OFFERED = "De overdracht staat klaar bij de ontvanger."
TAKEN_UP = "De zaak is opgepakt. Vertel de inwoner wie de zaak heeft."
COMPLETE = "De overdracht is klaar."
REFUSED = "Vastgelegd. De afzender ziet waarom."
TAKEN_BACK = "De overdracht is voorbij. De zaak is weer bij u."
REFUSE = "Ik kan de zaak niet oppakken"

#: Keeping somebody informed. The letter is made of these sentences and of the shared status.
NEWS_TITLE = "Inwoner bijpraten"
NEWS_HELP = "Vertel dit, of druk het af. Pas de tekst aan waar dat nodig is."
NEWS_QUESTION = "Bijgepraat door het loket."
NEWS_BEGIN = "Wij praten u bij over uw vraag met nummer {nummer}."
NEWS_UNTIL = "U hoort dit uiterlijk op {datum}."
NEWS_TO_DO = "Wat u nog moet doen: {tekst}"
NEWS_TO_DO_BY = "Doe dit uiterlijk op {datum}."
NEWS_NOTHING = "U hoeft nu niets te doen."
NEWS_END = "Hebt u een vraag? Kom langs bij {loket}{telefoon}. Noem dan uw nummer."
NEWS_CALL = " of bel {telefoon}"
NEWS_RECORDED = "Vastgelegd dat de inwoner is bijgepraat."
NEWS_SENT = "Er gaat ook een kort bericht naar de inwoner."
NEWS_NOT_SENT = "De inwoner wil geen berichten, of er is al een bericht onderweg."
NEWS_NEEDED = "Vul in wat u de inwoner hebt verteld."

#: Places to go.
POINTS_TITLE = "Waar kan de inwoner terecht?"
POINTS_TITLE_RECEIPT = "Waar kunt u terecht?"
POINTS_HOW = "Dichtbij betekent hier: in dezelfde gemeente, of met een postcode die weinig verschilt. Het is geen gemeten afstand."
POINT_TELEPHONE = "telefoon {nummer}"
POINT_HOURS = "Open: {uren}"
POINT_WEBSITE = "Website"
POINT_OF = "van {naam}"
POINT_KINDS = {
    "gemeentehuis": "Gemeente",
    "kantoor": "Kantoor",
    "bibliotheek": "Bibliotheek",
    "wijkteam": "Wijkteam",
    "sociaal-raadslieden": "Sociaal raadslieden",
    "juridisch-loket": "Juridisch Loket",
    "spreekuur": "Spreekuur",
    "anders": "Hulp in de buurt",
}
MOBILE = "zonder vaste plek"
