"""The sentences of the page about the API, for engineers: Dutch, and short like the rest."""

from __future__ import annotations

TITLE = "De API van Loket"
INTRO = "Deze pagina is gemaakt van het OpenAPI-document van deze installatie. Elk voorbeeld hieronder is getest."
DOCUMENT = "Het document zelf haalt u op als JSON."
KEY_TITLE = "Hoe u zich aanmeldt"
KEY = "Stuur bij elk verzoek de sleutel mee die u van de beheerder kreeg."
KEY_RIGHTS = "Een sleutel hoort bij één loket of één organisatie en heeft alleen de rechten die u nodig hebt."
ERRORS_TITLE = "Hoe een fout eruitziet"
ERRORS = "Elke fout komt als application/problem+json. Alle fouten in een verzoek staan in één antwoord, onder errors."
ERRORS_INSTANCE = "Noem het nummer bij instance als u een fout meldt. Dat nummer staat ook in ons logboek."
TIMES = "Een tijdstip mag elke tijdzone hebben. Wij antwoorden altijd in UTC, met een Z."
UNKNOWN = "Een veld of een parameter die wij niet kennen, weigeren wij bij naam."
EVERYBODY = "Iedereen, zonder sleutel."
SIGNED = "Een organisatie die het bericht ondertekent of het afgesproken bewijs meestuurt."
WHO = "Een programma met het recht ‘{recht}’: {van}."
OF_COUNTER, OF_ORGANISATION, OF_BOTH = "van een loket", "van een organisatie", "van een loket of van een organisatie"
COUNTER_OWN = "van het loket dat de zaak aannam"
TYPES = {
    "string": "tekst",
    "integer": "heel getal",
    "number": "getal",
    "boolean": "true of false",
    "array": "lijst",
    "object": "object",
    "date": "datum",
    "date-time": "tijdstip",
}
AT_MOST = "hooguit {aantal} tekens"
ONE_OF = "een van: {woorden}"
PLACES = {"path": "in het adres", "query": "achter het vraagteken", "header": "header"}
