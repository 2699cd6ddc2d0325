"""What somebody said, written down with its source: "volgens mededeling van … op …" (practice rule 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from loket.cases.acts import SourcedNote
from loket.cases.base import new_id
from loket.cases.models import Case, Referral
from loket.errors import Faults
from loket.routing.context import Context
from loket.routing.doing import LONGEST
from loket.routing.progress import today

#: How something was heard: value → words.
WAYS = {
    "telefoon": "door de telefoon",
    "e-mail": "per e-mail",
    "brief": "per brief",
    "overleg": "in een overleg",
    "balie": "aan de balie",
}
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said: by whom (a name and a function), on which day, how it was heard (a key of WAYS), and in which words."""

    by: str = field(repr=False)
    on: date | None
    way: str
    words: str = field(repr=False)


def check(context: Context, heard: Heard, faults: Faults) -> None:
    """Add what is wrong with it: all four are needed, and the day is not ahead of us."""
    if not 2 <= len(heard.by.strip()) <= LONGEST_NAME:
        faults.add("/door", "verplicht", f"Vul in wie dit zei, in 2 tot {LONGEST_NAME} tekens.")
    if heard.on is None:
        faults.add("/op", "verplicht", "Vul in op welke dag dit is gezegd.")
    elif heard.on > today(context):
        faults.add("/op", "in-toekomst", "Deze dag moet nog komen.")
    if heard.way not in WAYS:
        faults.add("/wijze", "onbekend", "Kies hoe u dit hoorde.")
    if not heard.words.strip():
        faults.add("/woorden", "verplicht", "Vul in wat er is gezegd.")
    elif len(heard.words.strip()) > LONGEST:
        faults.add("/woorden", "te-lang", f"Schrijf hier hooguit {LONGEST} tekens.")


def keep(context: Context, case: Case, part: Referral | None, source: str, heard: Heard) -> None:
    """Write it down with this transaction; ``heard`` was checked. ``source`` is an organisation, or a role in the case."""
    context.session.add(
        SourcedNote(
            id=new_id(context.now),
            case_id=case.id,
            referral_id=part.id if part else None,
            source=source,
            said_by=heard.by.strip(),
            said_on=heard.on,
            channel=heard.way,
            text=heard.words.strip(),
            by=context.actor.name,
            at=context.now,
        )
    )


def of_case(context: Context, case: Case) -> Sequence[SourcedNote]:
    """The notes of a case, the newest first."""
    query = select(SourcedNote).where(SourcedNote.case_id == case.id)
    return context.session.scalars(query.order_by(SourcedNote.at.desc(), SourcedNote.id.desc())).all()
