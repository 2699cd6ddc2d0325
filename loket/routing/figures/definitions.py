"""Each figure with what it means and what one must know to read it: these words go along wherever it goes, also into a file."""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass

from loket.routing.figures.measures import Measure


class Form(enum.StrEnum):
    """What is told of a histogram."""

    COUNT = "aantal"  #: how many
    DAYS = "dagen"  #: how many, the median and the 90th percentile, in whole days
    SHARE = "aandeel"  #: of how many, and how many in a hundred have the value 1
    MEAN = "gemiddelde"  #: of how many, and the mean of the values
    AGES = "leeftijd"  #: how many in each class of age, now
    ANSWERS = "antwoorden"  #: how many of each answer


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure. ``means`` says what is counted, ``context`` what one must know to read it; both in Dutch."""

    slug: str
    name: str
    measure: Measure
    form: Form
    means: str
    context: str

    def words(self) -> dict[str, str]:
        """All of it, to keep with a result."""
        return {name: str(value) for name, value in asdict(self).items()}


DEFINITIONS = {
    one.slug: one
    for one in (
        Definition(
            *("instroom", "Nieuwe zaken", Measure.CASES, Form.COUNT),
            "Het aantal zaken dat Loket in de periode kreeg.",
            "Een dubbele zaak telt mee, een zaak op naam van de verkeerde persoon niet. Eén zaak kan bij meer organisaties lopen.",
        ),
        Definition(
            *("onderdelen", "Nieuwe onderdelen", Measure.PARTS, Form.COUNT),
            "Het aantal onderdelen dat in de periode naar een organisatie kon.",
            "Een onderdeel is wat één organisatie van een zaak doet. Wordt het doorgestuurd, dan komt er een onderdeel bij.",
        ),
        Definition(
            *("open", "Open zaken naar leeftijd", Measure.OPEN, Form.AGES),
            "Het aantal zaken waarop nog niet elke organisatie antwoord gaf, naar dagen sinds de aanvraag.",
            "Dit is de stand van nu. De gekozen periode doet hier niet mee.",
        ),
        Definition(
            *("ontvangst", "Tijd tot ontvangst", Measure.RECEIVED, Form.DAYS),
            "Dagen vanaf de dag dat een onderdeel weg kon tot de organisatie het had.",
            "Bij een storing wacht een vraag vanzelf. Die dagen tellen mee, ook als de organisatie de storing aankondigde.",
        ),
        Definition(
            *("oppakken", "Tijd tot oppakken", Measure.TAKEN_UP, Form.DAYS),
            "Dagen vanaf ontvangst tot de organisatie voor het eerst iets met het onderdeel deed.",
            "Niet elke organisatie meldt dat zij een vraag oppakt. Dan telt haar eerste vraag aan de inwoner, of haar besluit.",
        ),
        Definition(
            *("besluit", "Tijd tot besluit", Measure.DECIDED, Form.DAYS),
            "Dagen vanaf ontvangst door de organisatie tot haar eerste besluit.",
            "Dagen waarop de termijn stilstond tellen mee, want de inwoner wachtte ook dan. Een herzien besluit telt niet opnieuw.",
        ),
        Definition(
            *("doorlooptijd", "Tijd tot alles beantwoord is", Measure.ANSWERED, Form.DAYS),
            "Dagen vanaf de eerste keer aankloppen tot elke organisatie in de zaak antwoord gaf.",
            "Zo lang wachtte een inwoner. Bij één organisatie staan de zaken waarin zij een onderdeel had. Een ingetrokken zaak telt niet.",
        ),
        Definition(
            *("op-tijd", "Besloten binnen de termijn", Measure.IN_TIME, Form.SHARE),
            "Van de besluiten met een wettelijke termijn: hoeveel van de honderd er binnen die termijn waren.",
            "De termijn is zoals hij op de dag van het besluit gold: verlengd en stilgezet als dat was gemeld.",
        ),
        Definition(
            *("teruggegeven", "Teruggegeven onderdelen", Measure.HANDED_BACK, Form.COUNT),
            "Het aantal onderdelen dat een organisatie in de periode teruggaf.",
            "Teruggeven kan terecht zijn. Het zegt vooral dat de vraag eerst op de verkeerde plek kwam.",
        ),
        Definition(
            *("aankloppen", "Keren aankloppen per zaak", Measure.KNOCKS, Form.MEAN),
            "Hoe vaak een inwoner bij een loket kwam tot alles beantwoord was, de eerste keer meegeteld.",
            "Geteld in de periode waarin de zaak klaar was. Ook een gesprek waarin het loket nieuws vertelde telt mee.",
        ),
        Definition(
            *("niet-opnieuw", "Niet opnieuw gevraagd", Measure.QUESTIONS, Form.SHARE),
            "Van de vragen in nieuwe zaken: hoeveel van de honderd al bekend waren en klopten.",
            "Zonder burgerservicenummer is niets bekend. Wie voor het eerst komt, krijgt dus elke vraag.",
        ),
        Definition(
            *("geholpen", "Geholpen of niet", Measure.HELPED, Form.ANSWERS),
            "Wat de inwoner bij het sluiten van de zaak zei: ja, deels, nee, of onbekend.",
            "Onbekend is het als niemand het vroeg, of als de zaak na zes weken vanzelf sloot. Lees nee en onbekend dus samen.",
        ),
    )
}
