"""The lines that a supervisor's acts leave on the timeline: type of event → sentence, as in ``words.EVENT_SENTENCES``."""

from __future__ import annotations

ACT_SENTENCES = {
    "herinnerd": "De toezichthouder vraagt {wie} hoe het staat.",
    "anders-gerouteerd": "Dit deel gaat van {wie} naar {naar}.",
    "organisatie-gekozen": "Er is een organisatie gekozen voor deze vraag.",
    "mededeling": "Volgens mededeling van {wie} op {gezegdOp}.",
    "namens-organisatie": "Dit is gedaan namens {wie}, met een mandaat.",
    "op-verzoek-ingetrokken": "De inwoner heeft gezegd dat dit niet meer hoeft.",
    "dubbel": "Deze vraag liep ook al in een andere zaak: {andereZaak}.",
    "dubbel-gevonden": "Dezelfde vraag was nog een keer gesteld en hoort bij deze zaak: {andereZaak}.",
    "afgesplitst": "Een deel van deze zaak gaat verder als nieuwe zaak: {andereZaak}.",
    "afgesplitst-van": "Deze zaak is een deel van een eerdere zaak: {andereZaak}.",
    "zaak-heropend": "De zaak is opnieuw geopend.",
    "oorzaak-vastgelegd": "Een medewerker schreef op wat er misging.",
    "oorzaak-weggehaald": "Een medewerker haalde weg wat per ongeluk was opgeschreven als oorzaak.",
    "eigen-woorden-gewist": "De eigen woorden van de inwoner zijn gewist.",
}

#: The details of these lines that are dates.
ACT_DATES = ("gezegdOp",)
