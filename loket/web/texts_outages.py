"""The sentences about organisations that cannot be reached, on the supervisor's page."""

from __future__ import annotations

from loket.routing.messages import LINE
from loket.routing.outages import How

TITLE = "Organisaties die niet bereikbaar zijn"
CITIZENS = "Berichten aan inwoners"  # the line LINE, which is no organisation
TO_OUTAGE = "Bellijst en verslag"
TO_LINE = "Naar de lijn van deze organisatie"
SEE_CASES = "Bekijk de zaken die hierop wachten"
ALL_CASES = "Terug naar alle vastgelopen zaken"
ONE_CAUSE = "Deze zaken wachten op een organisatie die niet bereikbaar is. Alles is bewaard en gaat daarna vanzelf."

RESUME, REASON = "Start de lijn weer", "Reden"

#: What is the matter → what a supervisor reads. ``{sinds}`` and ``{tot}`` are moments, ``{duur}`` says how long it was away.
LINES = {
    How.STOPPED: "Een toezichthouder stopte deze lijn op {sinds}. Er gaat niets naartoe tot iemand de lijn weer start.",
    How.PAUSED: "Neemt op dit adres niets meer aan sinds {sinds}. Bel de organisatie. Klopt het adres weer? Start dan de lijn weer.",
    How.ANNOUNCED: "Is niet bereikbaar van {sinds} tot {tot}. Dat was aangekondigd. Daarna gaat alles vanzelf.",
    How.DARK: "Antwoordt al vijf dagen of langer niet, sinds {sinds}. Bel de organisatie. Loket blijft het elke minuut proberen.",
    How.DOWN: "Antwoordt niet sinds {sinds}. U hoeft niets te doen. Bel de organisatie als er spoed is.",
    How.BACK: "Antwoordt weer sinds {tot}, na {duur}. Berichten die toen wachtten: {wachtend}. Die gingen vanzelf.",
}
WAITING = "Berichten die wachten: {wachtend}. Met spoed: {spoed}."
#: What a loket reads on its start page, and on a case that waits for other things as well.
AT_DESK = "Nu niet bereikbaar: {wie}."
AT_DESK_HELP = "U kunt vragen gewoon aannemen. Ze worden bewaard en gaan vanzelf."


def who(slug: str, name: str) -> str:
    """How a line is called."""
    return CITIZENS if slug == LINE else name


def lasted(seconds: float) -> str:
    """How long something took, in one whole unit: minutes, hours or days."""
    for size, one, many in ((86_400, "dag", "dagen"), (3600, "uur", "uur"), (60, "minuut", "minuten")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {one if count == 1 else many}"
    return "minder dan een minuut"
