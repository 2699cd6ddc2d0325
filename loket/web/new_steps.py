"""What each step of a new request shows, from the form as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from loket.cases import queries
from loket.errors import BadRequest
from loket.routing import rules
from loket.routing.catalogue import Catalogue
from loket.routing.entries import Gemeente, LifeEvent
from loket.routing.request import Request
from loket.web import new_view, steps, texts
from loket.web.forms import ELSE, Form, Reading, read
from loket.web.guard import account, acting
from loket.web.parts import parts, today

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form as it stands, with what it says."""

    catalogue: Catalogue
    form: Form
    reading: Reading
    event: LifeEvent | None

    @classmethod
    def of(cls, form: Form) -> Sheet:
        """Read the form with the catalogue, clock and counter of this request."""
        catalogue = parts().catalogue
        reading = read(form, catalogue, account().counter or "", parts().clock())
        return cls(catalogue, form, reading, catalogue.life_events.get(form.get("levensgebeurtenis", "")))

    @property
    def deciding(self) -> tuple[str, ...]:
        """The keys of the questions that decide which rows of the life event apply."""
        return self.event.questions if self.event else ()

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong by field, a gemeente that cannot be told included."""
        errors = dict(self.reading.errors)
        if self.reading.request and new_view.gemeente_gap(self.catalogue, self.reading.request, today()):
            errors["aanvrager.gekozenGemeentecode"] = texts.CHOOSE_GEMEENTE
        return errors

    def step_of(self, field: str) -> str:
        """The step on which a field is asked."""
        return steps.step_of(field, self.form, self.deciding)

    @property
    def asked(self) -> Request:
        """The request; BadRequest when an earlier step no longer holds (a hidden field was changed)."""
        if self.reading.request is None:
            raise BadRequest("De gegevens van een eerdere stap kloppen niet meer. Begin opnieuw.")
        return self.reading.request


def shown(name: str, sheet: Sheet, errors: Mapping[str, str]) -> Shown:
    """Everything that the template of this step needs; only the errors of its own fields."""
    return {
        "step": name,
        "number": steps.NAMES.index(name) + 1,
        "previous": steps.before(name),
        "form": sheet.form,
        "errors": {field: words for field, words in errors.items() if sheet.step_of(field) == name},
        "carried": list(steps.carried(sheet.form, name, sheet.deciding)),
        "catalogue": sheet.catalogue,
        "event": sheet.event,
        "free": sheet.form.get("levensgebeurtenis") == ELSE,
        **_STEPS[name](sheet),
    }


def _person(sheet: Sheet) -> Shown:
    return {"gemeenten": _gemeenten(sheet)}


def _events(sheet: Sheet) -> Shown:
    bsn = sheet.reading.data["aanvrager"].get("burgerservicenummer")
    running = queries.search(acting().session, bsn=bsn) if bsn else []
    return {"life_events": sheet.catalogue.life_events.values(), "running": [case for case in running if case.closed_at is None]}


def _situation(sheet: Sheet) -> Shown:
    asked = sheet.reading.request
    hidden = rules.facts_of(sheet.catalogue, asked, today()).hidden if asked else ()
    return {
        "roles": new_view.roles_of(sheet.event),
        "questions": new_view.deciding_questions(sheet.catalogue, sheet.event, hidden),
        **_gemeente(sheet),
    }


def _gemeente(sheet: Sheet) -> Shown:
    gap = new_view.gemeente_gap(sheet.catalogue, sheet.reading.request, today()) if sheet.reading.request else None
    chosen = bool(sheet.form.get("aanvrager.gekozenGemeentecode"))
    postcode = str(sheet.reading.data["aanvrager"].get("postcode", ""))[:4]
    shares = sheet.catalogue.postcodes.get(postcode, ())
    return {
        "ask_gemeente": gap is not None or chosen,
        "candidates": [(code, sheet.catalogue.gemeenten[code].name) for code, _ in shares],
        "gemeenten": _gemeenten(sheet),
    }


def _gemeenten(sheet: Sheet) -> list[Gemeente]:
    return sorted(sheet.catalogue.gemeenten.values(), key=lambda found: found.name)


def _products(sheet: Sheet) -> Shown:
    proposal = new_view.offered(sheet.catalogue, sheet.reading.request, today()) if sheet.reading.request and sheet.event else None
    routes = proposal.routes if proposal else ()
    own = (account().organisation,)
    return {
        "proposal": proposal,
        "organisations": new_view.by_organisation(routes),
        "lines": new_view.lines_by_way(proposal.lines if proposal else ()),
        "choices": new_view.free_choices(sheet.catalogue, own, [route.product for route in routes], today()),
        "picked": sheet.form.getlist("extra"),
        **_gemeente(sheet),
    }


def _questions(sheet: Sheet) -> Shown:
    proposal = new_view.proposal_of(sheet.catalogue, sheet.asked, today())
    asked = new_view.product_questions(sheet.catalogue, proposal, sheet.event)
    return {
        "shared": [found for found in asked if len(found.users) > 1],
        "single": [found for found in asked if len(found.users) <= 1],
        "known": len(sheet.asked.answers),
    }


def _check(sheet: Sheet) -> Shown:
    asked = sheet.asked
    proposal = new_view.proposal_of(sheet.catalogue, asked, today())
    return {
        "asked": asked,
        "proposal": proposal,
        "given": new_view.given_to(sheet.catalogue, asked, proposal, parts().clock()),
        "lines": new_view.lines_by_way(proposal.lines),
        "missing": [sheet.catalogue.questions[row["vraag"]] for row in rules.missing(sheet.catalogue, proposal, asked.answers)],
    }


_STEPS: Mapping[str, Callable[[Sheet], Shown]] = {
    "persoon": _person,
    "gebeurtenis": _events,
    "situatie": _situation,
    "producten": _products,
    "vragen": _questions,
    "controle": _check,
}
