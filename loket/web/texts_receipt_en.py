"""The words of the receipt and of the public status page in English. Names of products and organisations stay Dutch."""

from __future__ import annotations

from loket.cases.states import CaseState, ReferralState, Turn

S = ReferralState
NAME = "English"
SHOWN_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
PARTS = {
    S.PLANNED: "This part still waits and then goes to {wie} by itself.",
    S.PENDING: "Your request goes to {wie} by itself.",
    S.SENT: "Your request was delivered to {wie}.",
    S.RECEIVED: "{Wie} has received your request.",
    S.ACCEPTED: "{Wie} is handling your request.",
    S.NEEDS_INFORMATION: "{Wie} still needs something from you.",
    S.SUSPENDED: "{Wie} has paused your request for now.",
    S.DECIDED: "{Wie} has made a decision.",
    S.DELIVERED: "{Wie} has carried out what you were given.",
    S.CLOSED: "{Wie} has closed this part.",
    S.DECLINED: "{Wie} handed this part back. The counter looks for who can do it.",
    S.RETURNED: "{Wie} handed this part back. You were told what that means.",
    S.FORWARDED: "This part was sent on to another organisation.",
    S.UNDELIVERABLE: "Your request could not be delivered to {wie}. The counter is looking into it.",
    S.WITHDRAWN: "This part was withdrawn.",
}
CASES = {
    CaseState.RECEIVED: "Your request has been received.",
    CaseState.UNROUTABLE: "Your request has been received. An employee chooses who will handle it.",
    CaseState.IN_PROGRESS: "Your request is being handled.",
    CaseState.WAITING_FOR_CITIZEN: "Something is still needed from you.",
    CaseState.SETTLED: "There is an answer to every part of your request.",
    CaseState.CLOSED: "Your request is finished.",
    CaseState.WITHDRAWN: "Your request was withdrawn.",
}
TURNS = {
    Turn.APPLICANT: "It is your turn.",
    Turn.ORGANISATION: "It is the turn of an organisation.",
    Turn.COUNTER: "It is the turn of the counter.",
    Turn.NOBODY: "This takes too long. Call the counter, then somebody looks into it.",
    Turn.NONE: "Nobody has to do anything.",
}
KEPT = "Your request is kept and goes by itself. You do not have to come back."
OUTAGE = {
    "organisatie-onbereikbaar": f"An organisation has a failure. {KEPT}",
    "organisatie-onderhoud": f"An organisation cannot be reached for a while. That was planned. {KEPT}",
}

RECEIPT = {
    "titel": "Receipt",
    "kop": "We have received your request",
    "gevoegd": "There was already a case about this event. Your request was added to it.",
    "nummer": "Your number",
    "ontvangen": "Received on {moment} by {loket}.",
    "nummer_uitleg": "With this number every counter can see how it stands.",
    "qr": "Scan this code to see for yourself how it stands.",
    "qr_anders": "Or go to {adres}. You need this number and your date of birth.",
    "zelf": "What you must do yourself",
    "zelf_niets": "You do not have to do anything now.",
    "zelf_vragen": "Answer these questions. You may do so later, at any counter: {vragen}.",
    "zelf_vragen_veel": "There are still {aantal} open questions. Answer them later, at any counter.",
    "zelf_papier": "Bring: {papier}.",
    "zelf_gevraagd": "{wie} still needs something from you. Hand it in at a counter.",
    "uiterlijk": "At the latest {dag}",
    "vanzelf": "Happens by itself",
    "vanzelf_niets": "Nothing happens by itself now.",
    "gedaan": "Done",
    "vastgelegd": "Your request was recorded on {moment}.",
    "antwoord": "Answer at the latest {dag}",
    "indicatie": "This is an estimate.",
    "let_op": "Please note",
    "verder": "What happens next?",
    "verder_tekst": "The organisations handle your request. They write or call you themselves. Do they need more? Then you will hear.",
    "verder_bericht": "You get a message when there is news.",
    "niets": "Did you hear nothing?",
    "niets_tekst": "Has a date passed and did you hear nothing? Call the counter, or bring this receipt to any counter.",
    "niets_verhaal": "You do not have to tell your story again.",
    "contact": "The counter",
    "verklaring": "Your statement",
    "verklaring_tekst": "I ask for what is written above. What I told is true, as far as I know.",
    "verklaring_scherm": "This was signed on the screen on {moment}.",
    "verklaring_mondeling": "This was said on {moment}. The date counts. Sign here if you also want it on paper.",
    "handtekening": "Signature",
    "datum": "Date",
    "bewijs": "Proof that you were in time",
    "bewijs_tekst": "You were at {loket} on {moment}. The last day for {product} was {dag}.",
    "bewijs_storing": "{wie} could not receive your request then. That was not your fault. Show this when somebody asks.",
    "nederlands": "Names, and what is taken over from the law, are in Dutch. The counter explains them.",
    "druk_af": "Print this receipt and hand it over.",
    "groot": "Large print",
    "gewoon": "Normal print",
    "naar_zaak": "To the case",
    "nieuwe_vraag": "New request",
}

STATUS = {
    "titel": "How does your request stand?",
    "uitleg": "Fill in the number on your receipt, and your date of birth.",
    "nummer": "Your number",
    "nummer_hulp": "For example L-7K3M9-P2XQ4-H.",
    "geboortedatum": "Your date of birth",
    "geboortedatum_hulp": "Write dd-mm-yyyy. Is the day or month not known? Then write 00.",
    "kijk": "See how it stands",
    "fout": "This number and this date of birth do not belong together. Check them on your receipt, or call the counter.",
    "te_vaak": "This was tried too often. Wait ten minutes, or call the counter.",
    "kop": "This is how your request stands",
    "aan_zet": "Whose turn is it?",
    "uiterlijk": "Until when?",
    "uiterlijk_tekst": "At the latest {dag}.",
    "geen_datum": "No date is known.",
    "meer": "Do you want to know more? Go to a counter or call. What your request is about is left out here on purpose.",
    "opnieuw": "Look at another number",
    "weg": "Is this not your own device? Then close this window.",
}
