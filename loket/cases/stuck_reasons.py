"""Why a case can stand still: one table, the worst first. Read a row aloud: what is told, whose it is, how much it hurts, what to do.

Which reason holds is for ``routing.stuck`` to say. The words of a row stand on screen, in the timeline and in the API.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from loket.cases.states import Turn


class Act(enum.StrEnum):
    """What a supervisor best does. The values are the words of the list's export."""

    CHOOSE = "organisatie-kiezen"  #: find out with the citizen who it is for
    REROUTE = "doorsturen"  #: another organisation, or the citizen is told that it ends
    TALK = "gesprek"  #: the organisations concerned in one conversation
    RETRY = "opnieuw-aanbieden"  #: offer the message again now
    ASK = "navragen"  #: remind or call the organisation
    CITIZEN = "inwoner-bellen"  #: help the citizen
    INFORM = "bijpraten"  #: tell the citizen how it stands
    HAND_OVER = "overdragen"  #: somebody with a name takes it
    WAIT = "afwachten"  #: it goes by itself


@dataclass(frozen=True, slots=True)
class Reason:
    """One row. ``harm`` is a weight from 0 to 60: what it does to a citizen that nobody moves this, before their own situation counts."""

    sentence: str
    whose: Turn
    harm: int
    act: Act
    advice: str


DOWN = "organisatie-onbereikbaar"  #: their line does not answer
MAINTENANCE = "organisatie-onderhoud"  #: they announced that they cannot be reached
CONTRADICTION = "tegenstrijdige-besluiten"  #: two organisations each say that the other comes first
OUTAGES = (DOWN, MAINTENANCE)  #: one cause each, however many cases wait
NEAR = "termijn-nadert"  #: a warning to the supervisor: nothing stands still yet, and nobody else is told

#: The worst first: what a person must solve, before what may still solve itself. A case has the first that holds.
REASONS = {
    "geen-route": Reason(
        "Er is geen organisatie gevonden voor deze vraag.",
        *(Turn.COUNTER, 60, Act.CHOOSE),
        "Kies een organisatie. Weet u niet welke? Vraag het loket om dat met de inwoner te doen.",
    ),
    "door-allen-teruggegeven": Reason(
        "Alle organisaties gaven de vraag terug. Niemand behandelt hem.",
        *(Turn.COUNTER, 60, Act.REROUTE),
        "Zoek uit wie dit moet doen. Bel de organisaties als zij naar elkaar wijzen.",
    ),
    CONTRADICTION: Reason(
        "Twee organisaties wezen af en elk zegt dat de ander eerst is.",
        *(Turn.NOBODY, 60, Act.TALK),
        "Breng beide organisaties in één gesprek. Leg vast wie herziet.",
    ),
    "onbestelbaar": Reason(
        "De vraag kon niet worden bezorgd.",
        *(Turn.COUNTER, 50, Act.RETRY),
        "Bied de vraag opnieuw aan of stuur hem naar een andere organisatie.",
    ),
    "heen-en-weer": Reason(
        "De vraag is twee keer of vaker doorgestuurd en nog niet opgepakt.",
        *(Turn.COUNTER, 50, Act.TALK),
        "Bel de organisaties en spreek af wie dit behandelt. Leg dat vast.",
    ),
    "teruggegeven": Reason(
        "De organisatie gaf de vraag terug en er is nog geen vervolg.",
        *(Turn.COUNTER, 45, Act.REROUTE),
        "Kies een andere organisatie of vertel de inwoner dat dit deel stopt.",
    ),
    "voorganger-mislukt": Reason(
        "Dit deel wacht op een ander deel dat niet is gelukt.",
        *(Turn.COUNTER, 40, Act.REROUTE),
        "Los eerst het andere deel op. Lukt dat niet? Vraag het loket om dit deel apart aan te vragen.",
    ),
    "maatwerk-te-laat": Reason(
        "De maatwerktafel heeft niet op tijd besloten.",
        *(Turn.COUNTER, 40, Act.TALK),
        "Bel wie beslist. Leg het besluit vast, of spreek met een reden een nieuwe dag af.",
    ),
    "wacht-te-lang": Reason(
        "Dit deel wacht op een ander deel dat niet komt.",
        *(Turn.COUNTER, 30, Act.ASK),
        "Kijk hoe het deel staat waarop dit wacht. Herinner de organisatie die het heeft.",
    ),
    "termijn-verstreken": Reason(
        "De wettelijke termijn is voorbij.",
        *(Turn.ORGANISATION, 40, Act.ASK),
        "Bel de organisatie. Vertel de inwoner over de ingebrekestelling.",
    ),
    DOWN: Reason(
        "De organisatie heeft een storing. De vraag is bewaard en gaat vanzelf.",
        *(Turn.ORGANISATION, 10, Act.WAIT),
        "U hoeft niets te doen. Bel de organisatie als er spoed is.",
    ),
    MAINTENANCE: Reason(
        "De organisatie zei dat zij tijdelijk niet bereikbaar is. De vraag is bewaard en gaat vanzelf.",
        *(Turn.ORGANISATION, 0, Act.WAIT),
        "U hoeft niets te doen. Na het onderhoud gaat alles vanzelf, wat spoed heeft het eerst.",
    ),
    "overdracht-niet-opgepakt": Reason(
        "Een overdracht is nog niet opgepakt.",
        *(Turn.COUNTER, 30, Act.HAND_OVER),
        "Bel de ontvanger en vraag wie de zaak oppakt. Of vraag het loket om de overdracht terug te nemen.",
    ),
    "toezegging-niet-nagekomen": Reason(
        "Een toezegging aan de inwoner is niet nagekomen.",
        *(Turn.COUNTER, 30, Act.INFORM),
        "Vraag het loket om de toezegging na te komen, of om de zaak over te dragen aan iemand met naam.",
    ),
    "opnieuw-aangeklopt": Reason(
        "De inwoner vroeg opnieuw hoe het staat en kreeg geen nieuws.",
        *(Turn.COUNTER, 35, Act.INFORM),
        "Zoek uit hoe het staat. Vraag het loket om de inwoner bij te praten.",
    ),
    "niet-opgehaald": Reason(
        "De organisatie heeft haar bericht nog niet opgehaald.",
        *(Turn.ORGANISATION, 25, Act.ASK),
        "Bel de organisatie: zij haalt haar berichten zelf op en doet dat nu niet.",
    ),
    "bezorgen-mislukt": Reason(
        "Het bezorgen mislukt steeds. Loket blijft het proberen.",
        *(Turn.COUNTER, 30, Act.RETRY),
        "Kijk waarom het bezorgen mislukt. Is dat opgelost? Bied het bericht dan opnieuw aan.",
    ),
    "niet-bezorgd": Reason(
        "De vraag is nog niet bezorgd.",
        *(Turn.COUNTER, 25, Act.RETRY),
        "Wacht de volgende poging af of bied de vraag opnieuw aan.",
    ),
    "geen-ontvangst": Reason(
        "De organisatie heeft de ontvangst niet bevestigd.",
        *(Turn.COUNTER, 20, Act.ASK),
        "Vraag de organisatie of de vraag is aangekomen.",
    ),
    "niet-opgenomen": Reason(
        "De organisatie heeft de vraag nog niet opgepakt.",
        *(Turn.NOBODY, 20, Act.ASK),
        "Bel de organisatie en vraag wie dit oppakt.",
    ),
    "aanvulling-onbeantwoord": Reason(
        "De inwoner leverde aan. De organisatie liet daarna niets horen.",
        *(Turn.NOBODY, 25, Act.ASK),
        "Vraag de organisatie of alles er is, en of zij verdergaat.",
    ),
    "geen-voortgang": Reason(
        "Er is lang niets gemeld.",
        *(Turn.NOBODY, 20, Act.ASK),
        "Bel de organisatie en vraag hoe het staat.",
    ),
    "aanvulling-verlopen": Reason(
        "De termijn om iets aan te leveren is voorbij.",
        *(Turn.APPLICANT, 30, Act.CITIZEN),
        "Bel de inwoner. Help om alsnog aan te leveren.",
    ),
    "niet-geleverd": Reason(
        "Toegekend, maar nog niet geleverd.",
        *(Turn.ORGANISATION, 35, Act.ASK),
        "Bel de organisatie en vraag wanneer zij levert. Leg vast wat zij zegt.",
    ),
    "niemand-aan-zet": Reason(
        "Deze zaak loopt nog, maar niemand is aan zet.",
        *(Turn.NOBODY, 40, Act.CHOOSE),
        "Vraag het loket wat er nog moet gebeuren. Is dat niets? Sluit dan de zaak.",
    ),
    NEAR: Reason(
        "De wettelijke termijn is bijna voorbij.",
        *(Turn.ORGANISATION, 10, Act.ASK),
        "Vraag de organisatie of zij op tijd besluit.",
    ),
}

#: A message that no adapter can bring: it is told in the timeline, and holds no case up.
TASK = "kan-niet-automatisch"
STUCK_SENTENCES = {key: reason.sentence for key, reason in REASONS.items()} | {TASK: "Dit bericht moet een medewerker zelf doorgeven."}
ADVICE = {key: reason.advice for key, reason in REASONS.items()} | {TASK: "Geef het bericht zelf door en leg dat vast."}
