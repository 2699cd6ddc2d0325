"""The sentences of taking a request in: what is known, last days, papers, knowledge cards and forgotten rights. Plain Dutch (B1)."""

from __future__ import annotations

from datetime import date, datetime

from loket.cases import words
from loket.cases.desk import PaperState

# life events
FILTER_LABEL = "Zoek in de lijst"
FILTER_HELP = "Typ een woord, bijvoorbeeld werk, kind of huis."
FILTER_BUTTON = "Zoeken"
FILTER_NOTHING = "Er past geen gebeurtenis bij dit woord. Kies ‘Iets anders’ of haal het woord weg."
FILTER_ALL = "Toon alles"
ELSE_NAME = "Iets anders"
ELSE_WORDS = "Kies zelf waar de inwoner hulp bij nodig heeft."

# products
PROPOSED = "Dit past bij de situatie. Alles gaat mee, tenzij u het weglaat."
NOTHING_PROPOSED = "Voor deze situatie hoeft niets te worden aangevraagd. U kunt hieronder zelf iets toevoegen."
COLLISIONS = "Regelingen die elkaar raken"
COLLISIONS_INTRO = "Bespreek dit met de inwoner voordat u verdergaat."
RIGHTS = "Misschien ook recht op"
RIGHTS_INTRO = "Dit volgt uit de antwoorden. De organisatie bekijkt of er echt recht is."
TAKE_RIGHT, REFUSE_RIGHT = "recht-ja", "recht-nee"  #: what the form posts
RIGHT_CHOICES = ((TAKE_RIGHT, "Ja, gaat mee"), (REFUSE_RIGHT, "Nee, de inwoner wil dit niet"))
CARD_LINK = "Uitleg"

# questions
VOLUNTARY = "U mag deze vraag overslaan. Dat heeft geen gevolgen."
KNOWN_SOME = "Wat de inwoner al eerder vertelde, staat ingevuld. Vraag of het nog klopt en verander wat anders is."
ASKED_ONCE = "Elke vraag staat hier één keer, ook als meer organisaties het antwoord nodig hebben. Een open vraag houdt niets tegen."
NOTHING_ASKED = "Er zijn geen vragen meer. Alles wat nodig is, is al bekend."

# papers
PAPERS_INTRO = "Vraag naar deze papieren. Een papier dat er niet is, houdt niets tegen."
NO_PAPERS = "Voor deze vraag zijn geen papieren nodig."
PAPERS_SEEN = "Al gezien"
NEVER_COPIED = "Maak hiervan nooit een kopie. Bekijk het en geef het terug."
WRONG_PAPER_DATE = "Schrijf de datum van het papier als dd-mm-jjjj, of laat hem leeg."
FUTURE_PAPER_DATE = "De datum van het papier ligt in de toekomst. Kijk hem na."
PAPER_STATES = (
    (PaperState.TO_BRING.value, "Nog te brengen"),
    (PaperState.SEEN.value, "Gezien"),
    (PaperState.COPY.value, "Kopie gegeven"),
    (PaperState.NOT_NEEDED.value, "Niet nodig"),
)
PAPER_WORDS = dict(PAPER_STATES)

# copies
COPY_LINK = "Kopie van een papier"
COPY_INTRO = "Alleen de organisatie die erom vroeg, kan deze kopie ophalen. Dertig dagen daarna is hij weg."
COPY_KINDS = "Een pdf, jpeg of png van hoogstens 10 MB. Nooit een kopie van een identiteitsbewijs."
COPY_NOT_ASKED = "Deze organisatie vroeg niet om een kopie. Laat het papier zien of noteer dat het is gezien."
COPY_MISSING = "Kies een bestand."
COPY_KIND_MISSING = "Kies welk papier dit is."
COPY_STORED = "De kopie is bewaard. De organisatie kan hem nu ophalen."
COPY_TWICE = "Van dit papier staat al een kopie klaar voor deze organisatie."

# knowledge cards
CARDS_INTRO = "Wat een collega u zou vertellen. Geen recht of bedrag staat hier vast: de organisatie beslist."
CARD_ESTIMATE = "Nog niet nagekeken bij een bron. Bel bij twijfel."
CARDS_NOTHING = "Er past geen kaart bij dit woord."
CARD_NONE = "Voor dit product is nog geen kenniskaart."
CARD_PARTS = (
    ("for_whom", "Voor wie"),
    ("papers", "Papieren"),
    ("how_long", "Hoe lang het duurt"),
    ("pitfalls", "Waar het misgaat"),
    ("never_promise", "Beloof dit niet"),
    ("whom_to_call", "Wie u belt"),
)


def told_before(on: date, place: str) -> str:
    """When and where an answer was given before, with the question whether it still holds."""
    return f"U vertelde dit op {words.day(on)} bij {place}. Klopt dit nog?"


def days_left(days: int, last: date) -> str:
    """The citizen's own last day, as it stands today; after that day it is still worth applying."""
    when = words.day(last)
    if days < 0:
        return f"De laatste dag was {when}. Vraag toch aan: de organisatie beslist wat dit betekent."
    if days == 0:
        return f"Vandaag is de laatste dag ({when})."
    return f"Nog {days} {'dag' if days == 1 else 'dagen'}: uiterlijk {when}."


def from_day(earliest: str) -> str:
    """The first day, in the words of the catalogue."""
    return f"Kan vanaf: {earliest}."


def waits_for(name: str) -> str:
    """That a part follows another by itself."""
    return f"Begint vanzelf na: {name}."


def nobody_known(names: list[str]) -> str:
    """Products that no known organisation carries out for this person."""
    what = "één product" if len(names) == 1 else f"{len(names)} producten"
    return f"Voor {what} is nog geen organisatie bekend: {', '.join(names)}. Een medewerker kijkt daarnaar."


def seen_before(on: date, place: str) -> str:
    """That a paper was seen before, so that it is not asked again."""
    return f"Gezien op {words.day(on)} bij {place}. Vraag er niet opnieuw naar."


def copy_told(stored: datetime, fetched: datetime | None, erased_on: date | None) -> str:
    """Where a copy stands: when it was kept, fetched, and when it goes."""
    told = f"bewaard op {words.moment(stored)}"
    if fetched is None:
        return f"{told}, nog niet opgehaald."
    return f"{told}, opgehaald op {words.moment(fetched)}. Gewist op {words.day(erased_on)}."


#: In place of a secret address that an organisation needs.
KEPT_BACK = "geheim, gaat wel mee"
