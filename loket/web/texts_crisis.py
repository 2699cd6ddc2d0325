"""The sentences about a crisis: the banner at the desks, and its figures."""

from __future__ import annotations

from loket.routing.figures.disclosure import FEWEST

TITLE = "Crisis"
INTRO = "Dit zijn de levensgebeurtenissen die maar een tijd gelden."
NONE = "Er is geen crisis, en er komt er geen."
HEADS = ("Levensgebeurtenis", "Van", "Tot en met", "Nu")
NOW = {"loopt": "loopt", "komt": "komt nog", "voorbij": "voorbij"}
BANNER = "Tot en met {dag}. Kies bij een nieuwe vraag: {naam}."
PERIOD = "Vragen die binnenkwamen van {van} tot en met {tot}."
TOTAL = "Samen: {aantal}."
FEW = f"minder dan {FEWEST}"
FEW_HELP = f"Aantallen onder {FEWEST} staan hier niet, behalve van uw eigen loketten. De andere aantallen zijn afgerond op tientallen."
NO_TOTAL = "Het totaal staat hier niet: een klein aantal zou eruit volgen."
STANDING = {"open": "Loopt nog", "besloten": "Op alle delen een antwoord", "ingetrokken": "Ingetrokken"}
HOW_FAR, BY_DAY, BY_COUNTER, BY_GEMEENTE = "Hoe ver", "Per dag", "Per loket", "Per gemeente"
STATE, DAY, COUNTER, GEMEENTE, NUMBER = "Stand", "Dag", "Loket", "Gemeente", "Aantal"
DEFINITION = "Een vraag telt op de dag dat hij bij Loket binnenkwam. Per loket en per gemeente staan hier de 50 grootste."
NOTHING = "Er kwam nog niets binnen."
COMES = "Deze gebeurtenis begint op {dag}. Daarna staan hier de cijfers."
