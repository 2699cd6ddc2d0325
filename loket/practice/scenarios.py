"""How a practice organisation may behave, and which behaviour a request asks for."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping


class Scenario(enum.StrEnum):
    """The closed set of behaviours."""

    GRANT = "toekennen"
    PARTLY = "deels"
    REFUSE = "afwijzen"
    ASK = "aanvulling"
    NOT_COMPETENT = "niet-bevoegd"
    ARRANGED = "al-geregeld"
    SILENCE = "stilte"
    ERROR = "fout-500"
    HANG = "time-out"
    DRIP = "druppelen"
    BUSY = "te-druk"
    GONE = "gestopt"
    TWICE = "dubbel"
    DISORDER = "verkeerde-volgorde"
    BROKEN_SIGNATURE = "kapotte-handtekening"
    REVISE = "herzien"


EXPLANATIONS: Mapping[Scenario, str] = {
    Scenario.GRANT: "Neemt het verzoek aan, behandelt het en kent het toe.",
    Scenario.PARTLY: "Kent een deel toe.",
    Scenario.REFUSE: "Wijst het verzoek af.",
    Scenario.ASK: "Vraagt om een aanvulling binnen 14 dagen. Kent het toe zodra de aanvulling er is.",
    Scenario.NOT_COMPETENT: "Geeft het verzoek terug en noemt de juiste organisatie.",
    Scenario.ARRANGED: "Geeft het verzoek terug: het was al geregeld.",
    Scenario.SILENCE: "Neemt het verzoek aan en laat daarna niets horen, tot er een herinnering komt. Kent het dan toe.",
    Scenario.ERROR: "Geeft een tijd lang fout 500 en werkt daarna gewoon.",
    Scenario.HANG: "Neemt het verzoek aan maar antwoordt niet. Doet dat een paar keer en werkt daarna gewoon.",
    Scenario.DRIP: "Antwoordt met één teken per keer. Doet dat een paar keer en werkt daarna gewoon.",
    Scenario.BUSY: "Zegt een paar keer dat het te druk is (429 met Retry-After) en werkt daarna gewoon.",
    Scenario.GONE: "Wil op dit adres niets meer ontvangen (410).",
    Scenario.TWICE: "Stuurt elke melding drie keer: twee keer met hetzelfde nummer en een keer met een ander nummer.",
    Scenario.DISORDER: "Stuurt het besluit eerst en de ontvangst daarna.",
    Scenario.BROKEN_SIGNATURE: "Stuurt elke melding eerst met een handtekening die niet klopt en dan met een goede.",
    Scenario.REVISE: "Wijst eerst af en herziet dat later: alsnog toegekend.",
}

#: Scenarios that spoil the answer itself, a number of times or for a while.
FAULTS = frozenset({Scenario.ERROR, Scenario.HANG, Scenario.DRIP, Scenario.BUSY, Scenario.GONE})

_WISH = re.compile(r"\boefen:([a-z0-9*-]+)=([a-z0-9-]+)")


def wishes(texts: Iterable[object]) -> dict[str, Scenario]:
    """What ``oefen:<slug, product, gemeente or *>=<scenario>`` in ``texts`` asks for, by target; unknown scenarios are left out."""
    known = set(Scenario)
    found = (match.groups() for text in texts if isinstance(text, str) for match in _WISH.finditer(text))
    return {target: Scenario(scenario) for target, scenario in found if scenario in known}


def wished(texts: Iterable[object], product: str, slug: str, dialect: str) -> Scenario | None:
    """The scenario asked for this product at this organisation; the most precise target wins (product, organisation, dialect, ``*``)."""
    found = wishes(texts)
    return next((found[target] for target in (product, slug, dialect, "*") if target in found), None)
