"""What a gemeente's zaak tells, in Loket's words. A zaak holds a present state, not events: each reading tells it from the start.

So a reading may repeat what was told before; whoever takes the reports in must be able to see the same one twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from loket.adapters.port import DeclineReason, Outcome, Report, Verb

#: statustype → verb, by its omschrijving in lower case; the options of an organisation come first. Unknown: in behandeling.
STATUSES: Mapping[str, Verb] = {
    "ontvangen": Verb.RECEIVED,
    "aanvraag ontvangen": Verb.RECEIVED,
    "melding ontvangen": Verb.RECEIVED,
    "geregistreerd": Verb.RECEIVED,
    "in behandeling": Verb.TAKEN_UP,
    "in behandeling genomen": Verb.TAKEN_UP,
    "besloten": Verb.DECIDED,
    "besluit genomen": Verb.DECIDED,
    "afgehandeld": Verb.DECIDED,
    "uitgevoerd": Verb.CARRIED_OUT,
}

#: resultaattype → outcome of a decision, or why the zaak went back without one (somebody must then choose what follows);
#: by its omschrijving or else its omschrijvingGeneriek in lower case; the options come first.
RESULTS: Mapping[str, Outcome | DeclineReason] = {
    "toegekend": Outcome.GRANTED,
    "toegewezen": Outcome.GRANTED,
    "verleend": Outcome.GRANTED,
    "deels toegekend": Outcome.PARTLY_GRANTED,
    "gedeeltelijk toegekend": Outcome.PARTLY_GRANTED,
    "gedeeltelijk verleend": Outcome.PARTLY_GRANTED,
    "afgewezen": Outcome.REFUSED,
    "geweigerd": Outcome.REFUSED,
    "buiten behandeling gesteld": Outcome.DISMISSED,
    "niet ontvankelijk": Outcome.DISMISSED,
    "niet bevoegd": DeclineReason.NOT_COMPETENT,
    "doorgezonden": DeclineReason.NOT_COMPETENT,
    "al geregeld": DeclineReason.ALREADY_ARRANGED,
    "dubbel": DeclineReason.DUPLICATE,
    "afgebroken": DeclineReason.OTHER,
    "ingetrokken": DeclineReason.OTHER,
}

#: ``resultaat.toelichting`` of a zaak that went back may name the right organisation by its slug: "Juiste organisatie: svb".
RIGHT = re.compile(r"juiste organisatie:\s*(?P<slug>[a-z0-9-]+)", re.IGNORECASE)
CLOSED_UNDECIDED = "De gemeente sloot de zaak zonder besluit."

#: ``opschorting.reden`` that begins so asks the applicant for something; "Aanvulling tot 2026-12-06: huurcontract" names the term as well.
ASKED = re.compile(r"aanvulling(?: tot (?P<due>\d{4}-\d{2}-\d{2}))?:\s*(?P<what>.*)", re.IGNORECASE | re.DOTALL)


class UnknownResult(Exception):
    """The zaak ended with a resultaattype that neither the table nor the options translate."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of one organisation: its own words before the common ones. Keys in lower case."""

    statuses: Mapping[str, Verb] = field(default_factory=lambda: STATUSES)
    results: Mapping[str, Outcome | DeclineReason] = field(default_factory=lambda: RESULTS)

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Tables:
        """The tables with ``statustypen`` and ``resultaattypen`` of ``options`` put before the common ones."""
        statuses = {name.lower(): Verb(verb) for name, verb in options.get("statustypen", {}).items()}
        results = {name.lower(): _ending(word) for name, word in options.get("resultaattypen", {}).items()}
        return cls({**STATUSES, **statuses}, {**RESULTS, **results})


@dataclass(frozen=True, slots=True)
class Reading:
    """A zaak as read, with the statustype, resultaat and resultaattype that it links to; empty where there is none."""

    case: Mapping[str, Any]
    status: Mapping[str, Any] = field(default_factory=dict)
    status_type: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)
    result_type: Mapping[str, Any] = field(default_factory=dict)


def reports(reading: Reading, tables: Tables) -> Iterator[Report]:
    """What ``reading`` tells, in the order in which it happened. Raises UnknownResult for an end that nothing translates."""
    if not reading.status:
        return
    at = _moment(reading.status.get("datumStatusGezet"))
    verb = _verb(reading, tables)
    yield Report(Verb.RECEIVED, at=at if verb is Verb.RECEIVED else None)
    closed = bool(reading.case.get("einddatum"))
    if closed or verb is not Verb.RECEIVED:
        yield Report(Verb.TAKEN_UP, at=at if verb is Verb.TAKEN_UP else None)
    if closed or verb in (Verb.DECIDED, Verb.CARRIED_OUT):
        yield from _end(reading, tables, at)
        if verb is Verb.CARRIED_OUT:
            yield Report(Verb.CARRIED_OUT, at=at)
    else:  # a zaak that was closed while suspended still says so
        yield from _pauses(reading.case)


def unknown_words(reading: Reading, tables: Tables) -> Iterator[str]:
    """The statustype that neither the table nor the options translate: it counts as in behandeling, and somebody should look at it."""
    name = str(reading.status_type.get("omschrijving", ""))
    if reading.status and name.lower() not in tables.statuses and not reading.status_type.get("isEindstatus"):
        yield f"opties.statustypen: vertaling ontbreekt van: {name}"[:200]


def _verb(reading: Reading, tables: Tables) -> Verb:
    name = str(reading.status_type.get("omschrijving", "")).lower()
    known = tables.statuses.get(name)
    if known is Verb.DECIDED and not reading.result_type:
        return Verb.TAKEN_UP
    if known is None and reading.status_type.get("isEindstatus"):
        return Verb.DECIDED
    return known or Verb.TAKEN_UP


def _ending(word: str) -> Outcome | DeclineReason:
    return Outcome(word) if word in list(Outcome) else DeclineReason(word)


def _end(reading: Reading, tables: Tables, at: datetime | None) -> Iterator[Report]:
    names = [str(reading.result_type.get(key, "")).lower() for key in ("omschrijving", "omschrijvingGeneriek")]
    explanation = str(reading.result.get("toelichting") or "") or None
    ending = next((tables.results[name] for name in names if name in tables.results), None)
    if ending is None:
        raise UnknownResult(names[0] or "geen resultaat")
    if isinstance(ending, Outcome):
        yield Report(Verb.DECIDED, at=at, outcome=ending, decided_on=_day(reading.case.get("einddatum")), explanation=explanation)
    else:
        right = RIGHT.search(explanation or "")
        slug = right["slug"].lower() if right else None
        yield Report(Verb.DECLINED, at=at, reason=ending, right_organisation=slug, explanation=explanation or CLOSED_UNDECIDED)


def _pauses(case: Mapping[str, Any]) -> Iterator[Report]:
    pause = case.get("opschorting") or {}
    reason = str(pause.get("reden") or "")
    asked = ASKED.match(reason)
    if pause.get("indicatie") and asked:
        what = asked["what"].strip()
        questions = (what,) if what else ()
        yield Report(Verb.INFORMATION_ASKED, information_due=_day(asked["due"]), questions=questions, explanation=what or None)
    elif pause.get("indicatie"):
        yield Report(Verb.SUSPENDED, explanation=reason or None)
    elif pause.get("eerdereOpschorting"):
        yield Report(Verb.RESUMED)
    extension, due = case.get("verlenging") or {}, _day(case.get("uiterlijkeEinddatumAfdoening"))
    if extension.get("duur") and due:  # the duration alone moves nothing: the gemeente names the date itself
        yield Report(Verb.EXTENDED, new_due=due, explanation=str(extension.get("reden") or "") or None)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
