"""The form of a new request as it stands, with what it says and which steps it skips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from loket.cases.models import Case
from loket.cases.queries import search
from loket.errors import BadRequest
from loket.routing.catalogue import Catalogue
from loket.routing.entries import LifeEvent
from loket.routing.request import Request
from loket.web import new_brp, new_known, new_papers, new_view, steps, texts
from loket.web.forms import Form, Reading, read
from loket.web.guard import account, acting
from loket.web.new_statement import statement_of
from loket.web.parts import parts, today
from loket.web.relations import may_know


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
        if reading.request:
            reading = replace(reading, request=new_brp.settled(reading.request, form))
        event = catalogue.life_events.get(form.get("levensgebeurtenis", ""))
        return cls(catalogue, form, reading, event if event and event.holds_on(today()) else None)

    @property
    def homes(self) -> Mapping[str, str]:
        """The questions that are asked earlier than the others: those on safety, and those that decide the life event's rows."""
        deciding = dict.fromkeys(self.event.questions if self.event else (), "situatie")
        return deciding | dict.fromkeys(self.catalogue.urgency.questions, "spoed")

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong by field, a gemeente that cannot be told and a paper's date included."""
        errors = dict(self.reading.errors)
        if self.reading.request and new_view.gemeente_gap(self.catalogue, self.reading.request, today()):
            errors["aanvrager.gekozenGemeentecode"] = texts.CHOOSE_GEMEENTE
        return errors | new_papers.read_papers(self.form, self.catalogue)[1]

    def step_of(self, field: str) -> str:
        """The step on which a field is asked."""
        return steps.step_of(field, self.form, self.homes)

    def asked_before(self, key: str) -> bool:
        """Whether this question was answered on the step on safety: then it is not asked again."""
        return key in self.catalogue.urgency.questions and bool(self.form.get(f"antwoorden.{key}", "").strip())

    @property
    def asked(self) -> Request:
        """The request; BadRequest when an earlier step no longer holds (a hidden field was changed)."""
        if self.reading.request is None:
            raise BadRequest("De gegevens van een eerdere stap kloppen niet meer. Begin opnieuw.")
        return self.reading.request

    @property
    def sound(self) -> Request:
        """The request without what needs another look: enough to show a step with its faults again. BadRequest as for ``asked``."""
        wrong = self.reading.errors.keys() | ({"extra"} if "extra_reden" in self.reading.errors else set())
        return Sheet.of(MultiDict((name, value) for name, value in self.form.items(multi=True) if name not in wrong)).asked

    def whole(self) -> Request:
        """The request as it is sent: with the papers, the earlier answers that stood, the statement and the case it belongs to."""
        asked = self.asked
        return replace(
            asked,
            papers=new_papers.read_papers(self.form, self.catalogue)[0],
            confirmed=new_known.read_confirmed(self.form, new_known.known_to(asked)),
            statement=statement_of(self.form, asked, parts().clock()),
            into=self.form.get("zaak") or None,
        )

    @property
    def open_cases(self) -> list[Case]:
        """The open cases of this person that who is signed in may know of; none without a BSN, or once a case was opened just now."""
        bsn = self.reading.data["aanvrager"].get("burgerservicenummer")
        if not bsn or "aanvrager.burgerservicenummer" in self.reading.errors or self.form.get("snel"):
            return []
        return [case for case in search(acting().session, bsn=bsn) if case.closed_at is None and may_know(account(), case.number)]

    def skipped(self) -> frozenset[str]:
        """The steps with nothing to ask: open cases when there are none, papers when no product needs one."""
        nothing = {"lopend": not self.open_cases, "papieren": self.reading.request is not None and not new_papers.shown(self)}
        return frozenset(name for name, empty in nothing.items() if empty)
