"""The sentences of a gemeente's list of people with arrears at several organisations."""

from __future__ import annotations

from loket.routing.arrears.handling import OUTCOMES as CAME
from loket.routing.arrears.reporting import BY_ITSELF

TITLE = "Schuldsignalen"
INTRO = "Deze inwoners lopen bij meer organisaties achter met betalen. Bied hulp aan. Zij vroegen hier nog niet om."
NOTHING = "Er staat niemand op uw lijst."
HEADS = ("Signaal", "Sinds", "Gemeente", "Gemeld door", "Wie pakt het op")
NEXT, FIRST = "Volgende signalen", "Terug naar het begin"
ONE = "Signaal van {dag}"
FREE = "Nog niemand"
TAKEN = "Opgepakt door {naam}"
PERSON = "Burgerservicenummer"
REPORTED_BY, GROUND, KEPT = "Gemeld door", "Grond", "Wordt gewist op"
NOBODY_LEFT = "Niemand meer. Er is betaald, of de inwoner verhuisde."
NO_AMOUNTS = "Bedragen staan hier niet. Vraag de inwoner zelf om een overzicht."
TAKE_UP, TAKEN_UP = "Oppakken", "U pakt dit signaal op."
CLOSE, CLOSED, CAME_OF_IT = "Signaal sluiten", "Het signaal is gesloten. Het wordt vanzelf gewist.", "Wat kwam ervan?"
ALREADY = "Dit signaal is gesloten: {uitkomst}."
OUTCOMES = {value: words[:1].upper() + words[1:] for value, words in CAME.items()}
ENDED = {**CAME, **BY_ITSELF}
