"""One act of a supervisor under way: the line with the reason, the audit row with before and after, and what follows for the case."""

from __future__ import annotations

from typing import Any

from loket.cases.models import Case, Referral
from loket.cases.states import CASE_WORDS, REFERRAL_WORDS
from loket.errors import Faults
from loket.routing import journal
from loket.routing.context import Context
from loket.routing.progress import settle

LONGEST = 1000  # characters in a reason
NO_REASON = "Vul een reden in. Zonder reden verandert er niets."


class Doing:
    """Made once the case is locked and before anything changes; :meth:`done` is the last thing that an act does.

    ``processing`` is the action in the register of AVG 30. The audit log holds no free text: ``regel`` is the number of the line that has
    the reason.
    """

    def __init__(self, context: Context, action: str, case: Case, part: Referral | None = None, processing: str = "zaak-bijsturen") -> None:
        self.context, self.case, self.part, self._processing = context, case, part, processing
        self._action, self._before, self._line = action, self._state(), case.events_count + 1

    def tell(self, kind: str, reason: str | None, **details: Any) -> None:
        """The line of the timeline that says what was done and why."""
        journal.tell(self.context, self.case, kind, self.part, toelichting=reason, **details)
        self._line = self.case.events_count

    def done(self, **details: Any) -> None:
        """As :meth:`finish`, and commit."""
        self.finish(**details)
        self.context.session.commit()

    def finish(self, **details: Any) -> None:
        """Bring the case in line with its parts and write both logs. ``details`` hold no free text."""
        settle(self.context, self.case)
        self.log(**details)

    def log(self, **details: Any) -> None:
        """Write both logs, for an act that changes no part. ``details`` may have a ``van`` and ``tot`` other than the state."""
        number = self.part.number if self.part else self.case.number
        known: dict[str, Any] = {"van": self._before, "tot": self._state(), "regel": self._line}
        journal.audit(self.context, self._action, number, **known | details)
        journal.log_processing(self.context, self._processing, [self.case.person.pseudonym])

    def _state(self) -> str:
        return REFERRAL_WORDS[self.part.state] if self.part else CASE_WORDS[self.case.state]


def check_reason(reason: str, faults: Faults | None = None, field: str = "/reden") -> str:
    """The reason, of this form field, without white around it. Raises BadRequest, or adds to ``faults``, when empty or too long."""
    found, own = reason.strip(), Faults() if faults is None else faults
    if not found:
        own.add(field, "verplicht", NO_REASON)
    elif len(found) > LONGEST:
        own.add(field, "te-lang", f"Schrijf hier hooguit {LONGEST} tekens.")
    if faults is None:
        own.raise_if_any()
    return found
