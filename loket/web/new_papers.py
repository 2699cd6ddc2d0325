"""The step with the papers: per paper whether it is not needed, seen, copied or still to bring. What was seen before is not asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import PaperState
from loket.routing import papers
from loket.routing.catalogue import Catalogue
from loket.routing.papers import Need, SeenPaper
from loket.routing.request import PaperGiven
from loket.web import new_view, texts_taking
from loket.web.forms import Form, iso_date
from loket.web.guard import acting
from loket.web.parts import organisation_name, today

if TYPE_CHECKING:
    from loket.web.sheet import Sheet

PREFIX = "papieren."
DATED = "datum"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper on the form: its field, the names of the products that need it, the choices, and when it was seen before (or empty)."""

    need: Need
    field: str
    products: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    told: str


def read_papers(form: Form, catalogue: Catalogue) -> tuple[tuple[PaperGiven, ...], dict[str, str]]:
    """The papers on the form, and what is wrong by field.

    Fields: ``papieren.<kind>`` holds the state, ``papieren.<kind>.datum`` the date on it. A state of an unknown kind is left out; of
    an identity document a copy becomes *seen*.
    """
    found, errors = [], dict[str, str]()
    for field, kind in _fields(form):
        state, paper = form.get(field, ""), catalogue.knowledge.papers.get(kind)
        if paper is None or state not in texts_taking.PAPER_WORDS:
            continue
        if paper.never_copied and state == PaperState.COPY:
            state = PaperState.SEEN.value
        found.append(PaperGiven(kind, paper.whose, state, _dated(form, field, errors)))
    return tuple(found), errors


def shown(sheet: Sheet) -> dict[str, Any]:
    """What the step needs: the papers to ask for, and those that were seen before with when and where; nothing when none is asked."""
    asked = sheet.asked
    proposal = new_view.proposal_of(sheet.catalogue, asked, today())
    needs = papers.needed(sheet.catalogue, [route.product for route in proposal.routes])
    before = papers.seen_before(acting(), asked.applicant.bsn, asked.applicant.identity_check) if needs else {}
    wanted = [_wanted(sheet.catalogue, need, before.get(need.kind.slug)) for need in needs]
    to_ask = [one for one in wanted if not one.told]
    return {"to_ask": to_ask, "seen": [one for one in wanted if one.told]} if to_ask else {}


def _wanted(catalogue: Catalogue, need: Need, seen: SeenPaper | None) -> Wanted:
    names = tuple(catalogue.products[slug].name for slug in need.products)
    choices = tuple(one for one in texts_taking.PAPER_STATES if not (need.kind.never_copied and one[0] == PaperState.COPY))
    told = texts_taking.seen_before(amsterdam_date(seen.at), organisation_name(seen.counter)) if seen else ""
    return Wanted(need, PREFIX + need.kind.slug, names, choices, told)


def _fields(form: Form) -> Iterator[tuple[str, str]]:
    for field in form:
        if field.startswith(PREFIX) and field.count(".") == 1:
            yield field, field.removeprefix(PREFIX)


def _dated(form: Mapping[str, str], field: str, errors: dict[str, str]) -> date | None:
    typed = form.get(f"{field}.{DATED}", "").strip()
    if not typed:
        return None
    try:
        found = date.fromisoformat(iso_date(typed))
    except ValueError:
        errors[f"{field}.{DATED}"] = texts_taking.WRONG_PAPER_DATE
        return None
    if found > today():
        errors[f"{field}.{DATED}"] = texts_taking.FUTURE_PAPER_DATE
    return found
