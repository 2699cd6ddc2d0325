"""What one row of the policy can say.

A row names the roles that may come in and, where the route is about a case or a part, what that case must be to them: see
:class:`Relation`. Programs come in with a scope of their key.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from loket.web.accounts import COUNTER, HANDLER, INTERMEDIARY, SUPERVISOR


class Relation(enum.StrEnum):
    """What a case is to who asks for it; more than one can be true."""

    OWN = "eigen-loket"  #: their loket took it in
    MINE = "zelf-aangenomen"  #: they took it in themselves, at the loket where they work now
    CONCERNED = "eigen-organisatie"  #: their organisation has or had this part, or a part of this case
    HANDED = "overgedragen"  #: a warm handover makes it their work: see ``handover.entitled``
    OFFERED = "aangeboden"  #: they offered it to somebody, and that is not over: they go on reading
    PRESENT = "inwoner-aanwezig"  #: opened just now because the citizen is there and asks for it
    REASONED = "met-reden"  #: opened just now for a reason that was typed
    OTHER = "geen"  #: always true: any case at all


class By(enum.Enum):
    """How somebody proves who they are."""

    NOTHING = enum.auto()  #: open to everybody
    SESSION = enum.auto()  #: an employee who signed in
    KEY = enum.auto()  #: a program with a key; the row names its scope
    SIGNATURE = enum.auto()  #: an organisation that signs, or sends the header that it was given
    FIGURES_KEY = enum.auto()  #: who watches over this installation, with LOKET_METRICS_KEY; in the demo everybody


Relations = frozenset[Relation]
Key = tuple[str, str]  # endpoint and method; HEAD goes with GET

PROGRAM_OF_COUNTER = "programma-loket"
PROGRAM_OF_ORGANISATION = "programma-organisatie"
PROGRAMS = (PROGRAM_OF_COUNTER, PROGRAM_OF_ORGANISATION)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: by what, for which roles, and for each role which relations to the case suffice."""

    by: By
    roles: Mapping[str, Relations]
    scope: str | None = None
    hidden: bool = False  # also about a case that was opened for the wrong person: who received it must hear that it is called back


ANY: Relations = frozenset(Relation)
OWN: Relations = frozenset({Relation.OWN})
MINE: Relations = frozenset({Relation.MINE})
HANDED: Relations = frozenset({Relation.HANDED})
OFFERED: Relations = frozenset({Relation.OFFERED})
SERVED: Relations = frozenset({Relation.OWN, Relation.HANDED, Relation.PRESENT})
CONCERNED: Relations = frozenset({Relation.CONCERNED})
AT_WORK: Relations = SERVED | CONCERNED


def employees(*anywhere: str, **about: Relations) -> Rule:
    """A row for people: roles for whom the case does not matter, and roles with what the case must be to them."""
    return Rule(By.SESSION, dict.fromkeys(anywhere, ANY) | {WORDS[name]: relations for name, relations in about.items()})


def programs(scope: str, counter: Relations | None = None, organisation: Relations | None = None, *, hidden: bool = False) -> Rule:
    """A row for programs with this scope: what the case must be to one of a loket, and to one of an organisation."""
    found = {PROGRAM_OF_COUNTER: counter, PROGRAM_OF_ORGANISATION: organisation}
    return Rule(By.KEY, {kind: relations for kind, relations in found.items() if relations is not None}, scope, hidden)


WORDS = {"counter": COUNTER, "handler": HANDLER, "supervisor": SUPERVISOR, "intermediary": INTERMEDIARY}
EVERYBODY = Rule(By.NOTHING, {})
SIGNED = Rule(By.SIGNATURE, {})
WATCHES = Rule(By.FIGURES_KEY, {})
