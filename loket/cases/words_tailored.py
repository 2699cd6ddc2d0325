"""The lines that tailored help and planned talks leave on the timeline: type of event → sentence, as in ``words.EVENT_SENTENCES``.

Every loket reads the type and what stands before the colon: neither says that somebody has debts.
"""

from __future__ import annotations

TAILORED_SENTENCES = {
    "maatwerk-gevraagd": "De zaak gaat naar de maatwerktafel: {schade}.",
    "maatwerk-beschreven": "De maatwerktafel schreef op hoe zij naar de zaak kijkt.",
    "maatwerk-deelnemer": "Aan de maatwerktafel zit nu ook: {naar}.",
    "maatwerk-deelnemer-weg": "Niet meer aan de maatwerktafel: {naar}.",
    "maatwerk-beslisser": "Er is vastgelegd wie beslist aan de maatwerktafel: {naar}, uiterlijk {tot}.",
    "maatwerk-besloten": "De maatwerktafel heeft besloten: {hoe}.",
    "maatwerk-gestopt": "De maatwerktafel is gestopt zonder besluit.",
    "maatwerk-verteld": "De inwoner weet hoe het aan de maatwerktafel afliep.",
    "maatwerk-samenvatting": "Er is een samenvatting voor andere maatwerktafels geschreven.",
    "maatwerk-vrijgegeven": "Een samenvatting zonder persoonsgegevens helpt nu andere maatwerktafels.",
    "overbrugging": "Er is hulp voor de tijd tot er een oplossing is: tot en met {tot}.",
    "maatwerk-verzoek": "De maatwerktafel heeft {wie} iets gevraagd: wachten met invorderen tot en met {tot}.",
    "gesprek-gepland": "Een gesprek is gepland: {gesprek}, op {tot}.",
    "gesprek-verzet": "Een gesprek is verzet: {gesprek}, naar {tot}.",
    "gesprek-gehouden": "Een gesprek is gehouden: {gesprek}.",
    "gesprek-niet-gehouden": "Een gesprek gaat niet door: {gesprek}.",
}
