"""The sentences of the pages about who gets in and the proof afterwards."""

from __future__ import annotations

CHOOSE_COUNTER = "Aan welk loket werkt u nu? U kunt dit later bovenaan de pagina veranderen."
NO_COUNTER_NOW = "Geen van uw lokets is vandaag open. Vraag uw beheerder om hulp."
MOBILE = "Zonder vaste plek"

SAMPLE_INTRO = (
    "Deze zaken zijn geopend met een getypte reden, terwijl de inwoner er niet was.",
    "Past de reden bij het werk van deze medewerker? Vraag het na als u twijfelt.",
)
SAMPLE_EMPTY = "Alles is beoordeeld. Er staat geen inzage open."
SAMPLE_OWN = "Dit is uw eigen inzage. Een collega beoordeelt hem."
SAMPLE_NOTE = "Nodig bij ‘niet in orde’. Schrijf wat er mis was; dit komt in het register van inbreuken."
SAMPLE_RIGHT = "Beoordeeld: in orde."
SAMPLE_WRONG = "Beoordeeld: niet in orde. Er staat een inbreuk in het register. Besluit binnen 72 uur of u die meldt."
SAMPLE_CHOOSE = "Kies of deze inzage in orde is."

JOINED_ELSEWHERE = "De vraag is ontvangen. Hij is toegevoegd aan een vraag van deze inwoner bij een ander loket."
