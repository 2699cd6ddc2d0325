"""The words of the receipt and of the public status page in Dutch (B1). Every language has these keys; see ``texts_receipt``."""

from __future__ import annotations

from loket.cases.states import Turn
from loket.cases.words import CASE_SENTENCES, MONTHS, PART_SENTENCES

NAME = "Nederlands"
SHOWN_MONTHS = MONTHS
PARTS = PART_SENTENCES
CASES = CASE_SENTENCES

TURNS = {
    Turn.APPLICANT: "U bent aan zet.",
    Turn.ORGANISATION: "Een organisatie is aan zet.",
    Turn.COUNTER: "Het loket is aan zet.",
    Turn.NOBODY: "Het duurt te lang. Bel het loket, dan kijkt iemand ernaar.",
    Turn.NONE: "Niemand hoeft nog iets te doen.",
}
KEPT = "Uw vraag is bewaard en gaat vanzelf. U hoeft niet terug te komen."
OUTAGE = {
    "organisatie-onbereikbaar": f"Een organisatie heeft een storing. {KEPT}",
    "organisatie-onderhoud": f"Een organisatie is tijdelijk niet bereikbaar. Dat was gepland. {KEPT}",
}

RECEIPT = {
    "titel": "Ontvangstbewijs",
    "kop": "Uw vraag is ontvangen",
    "gevoegd": "Er liep al een zaak over deze gebeurtenis. De vraag is daarbij gevoegd.",
    "nummer": "Uw nummer",
    "ontvangen": "Ontvangen op {moment} door {loket}.",
    "nummer_uitleg": "Met dit nummer ziet elk loket hoe het staat.",
    "qr": "Scan deze code om zelf te kijken hoe het staat.",
    "qr_anders": "Of ga naar {adres}. U hebt dit nummer en uw geboortedatum nodig.",
    "zelf": "Wat u zelf moet doen",
    "zelf_niets": "U hoeft nu niets te doen.",
    "zelf_vragen": "Beantwoord nog deze vragen. Dat mag later, bij elk loket: {vragen}.",
    "zelf_vragen_veel": "Er staan nog {aantal} vragen open. Beantwoord ze later, bij elk loket.",
    "zelf_papier": "Breng mee: {papier}.",
    "zelf_gevraagd": "{wie} heeft nog iets van u nodig. Lever dit aan bij een loket.",
    "uiterlijk": "Uiterlijk {dag}",
    "vanzelf": "Gaat vanzelf",
    "vanzelf_niets": "Er gaat nu niets vanzelf.",
    "gedaan": "Gedaan",
    "vastgelegd": "Uw vraag is op {moment} vastgelegd.",
    "antwoord": "Antwoord uiterlijk {dag}",
    "indicatie": "Dit is een schatting.",
    "let_op": "Let op",
    "verder": "Wat gebeurt er nu?",
    "verder_tekst": "De organisaties behandelen uw vraag. Zij schrijven of bellen u zelf. Hebben zij meer van u nodig? Dan hoort u dat.",
    "verder_bericht": "U krijgt een bericht als er nieuws is.",
    "niets": "Hoort u niets?",
    "niets_tekst": "Is een datum voorbij en hoorde u niets? Bel het loket, of ga met dit bewijs naar een loket.",
    "niets_verhaal": "U hoeft uw verhaal niet opnieuw te vertellen.",
    "contact": "Het loket",
    "verklaring": "Uw verklaring",
    "verklaring_tekst": "Ik vraag wat hierboven staat. Wat ik heb verteld, klopt volgens mij.",
    "verklaring_scherm": "Dit is op {moment} op het scherm ondertekend.",
    "verklaring_mondeling": "Dit is op {moment} mondeling gezegd. De datum telt. Teken hier als u het ook op papier wilt.",
    "handtekening": "Handtekening",
    "datum": "Datum",
    "bewijs": "Bewijs dat u op tijd was",
    "bewijs_tekst": "U was op {moment} bij {loket}. De laatste dag voor {product} was {dag}.",
    "bewijs_storing": "{wie} kon uw vraag toen niet ontvangen. Dat lag niet aan u. Laat dit zien als er iets over gezegd wordt.",
    "nederlands": "",
    "druk_af": "Druk dit bewijs af en geef het mee.",
    "groot": "Grote letters",
    "gewoon": "Gewone letters",
    "naar_zaak": "Naar de zaak",
    "nieuwe_vraag": "Nieuwe vraag",
}

STATUS = {
    "titel": "Hoe staat het met uw vraag?",
    "uitleg": "Vul het nummer van uw ontvangstbewijs in, en uw geboortedatum.",
    "nummer": "Uw nummer",
    "nummer_hulp": "Bijvoorbeeld L-7K3M9-P2XQ4-H.",
    "geboortedatum": "Uw geboortedatum",
    "geboortedatum_hulp": "Schrijf dd-mm-jjjj. Weet u de dag of maand niet? Vul dan 00 in.",
    "kijk": "Kijk hoe het staat",
    "fout": "Dit nummer en deze geboortedatum horen niet bij elkaar. Kijk ze na op uw ontvangstbewijs, of bel het loket.",
    "te_vaak": "Er is te vaak geprobeerd. Wacht tien minuten, of bel het loket.",
    "kop": "Zo staat het met uw vraag",
    "aan_zet": "Wie is aan zet?",
    "uiterlijk": "Tot wanneer?",
    "uiterlijk_tekst": "Uiterlijk {dag}.",
    "geen_datum": "Er is geen datum bekend.",
    "meer": "Wilt u meer weten? Ga naar een loket of bel. Hier staat met opzet niet waar uw vraag over gaat.",
    "opnieuw": "Een ander nummer bekijken",
    "weg": "Is dit niet uw eigen apparaat? Sluit dan dit venster.",
}
