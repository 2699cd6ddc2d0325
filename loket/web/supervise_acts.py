"""What each form on the supervisor's page of a case does: an act → the use case that does it with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from loket.errors import BadRequest, Fault
from loket.routing import (
    choosing,
    closing,
    coordinating,
    forwarding,
    mandated,
    merging,
    reassignment,
    reminders,
    splitting,
    stuck_list,
    supervise,
)
from loket.routing.context import Context
from loket.routing.sourced_notes import Heard
from loket.routing.stuck_list import NOBODY
from loket.routing.withdrawal import at_their_word
from loket.web import act_forms, signal_form, texts_acts, texts_work
from loket.web.parts import parts
from loket.web.typed import organisation_slug

Values = Mapping[str, Any]
Act = Callable[[Context, str, Values], object]
#: What an act in the name of an organisation says → its field in the form.
REPORTED = {"outcome": "uitkomst", "decided_on": "datumBesluit", "announced_on": "bekendgemaaktOp", "new_due": "nieuweEinddatum"}


def _organisation(typed: str) -> str:
    """The slug of an organisation that was typed by name; BadRequest for any other text."""
    if slug := organisation_slug(parts().catalogue, typed):
        return slug
    raise BadRequest(texts_acts.UNKNOWN_ORGANISATION, faults=(Fault("/organisatie", "onbekend", texts_acts.UNKNOWN_ORGANISATION),))


def _told(typed: Values) -> dict[str, Any]:
    return {name: typed.get(field) for name, field in REPORTED.items()}


def _heard(typed: Values) -> Heard:
    return Heard(typed["door"], typed["op"], typed["wijze"], typed["woorden"])


def by_mandate(act: str) -> Act:
    return lambda context, number, typed: mandated.act(context, number, mandated.report_of(act, **_told(typed)), _why(typed))


def _why(typed: Values) -> str:
    """The reason, led by why the term stands still where that was asked."""
    ground = dict(texts_work.GROUNDS).get(typed.get(act_forms.GROUND) or "")
    return f"{texts_work.GROUND_TOLD.format(reden=ground)} {typed['reden']}" if ground else str(typed["reden"])


def _assign(context: Context, number: str, typed: Values) -> None:
    who = None if typed["wie"] == NOBODY else typed["wie"]
    coordinating.assign(context, number, who, typed["reden"], dict(stuck_list.coordinators(context.session)))


def _merge(context: Context, number: str, typed: Values) -> None:
    """Lets go of the lock on this case first: both are locked in one order, and a colleague may merge them the other way round."""
    context.session.rollback()
    merging.merge(context, number, typed["andereZaak"], typed["reden"])


def _record(context: Context, number: str, typed: Values) -> None:
    act = typed.get("handeling")
    mandated.record(context, number, _heard(typed), mandated.report_of(act, **_told(typed)) if act else None)


ON_PART: Mapping[str, Act] = {
    "opnieuw": lambda context, number, typed: supervise.retry(context, number, typed["reden"]),
    "herinneren": lambda context, number, typed: reminders.remind(context, number, typed["reden"]),
    "route": lambda context, number, typed: reassignment.reassign(
        context, number, _organisation(typed["organisatie"]), typed["product"], typed["reden"]
    ),
    "doorsturen": lambda context, number, typed: forwarding.forward(
        context, number, _organisation(typed["organisatie"]), None, typed["reden"]
    ),
    "terug": lambda context, number, typed: forwarding.return_to_sender(context, number, typed["reden"]),
    "mededeling": _record,
}
ON_CASE: Mapping[str, Act] = {
    "organisatie-kiezen": lambda context, number, typed: choosing.choose(
        context, number, _organisation(typed["organisatie"]), typed["product"], typed["reden"], typed.get("voor")
    ),
    "intrekken": lambda context, number, typed: at_their_word(context, number, typed["delen"], _heard(typed), typed["wie"]),
    "samenvoegen": _merge,
    "splitsen": lambda context, number, typed: splitting.split(context, number, typed["delen"], typed.get("zonder") or (), typed["reden"]),
    "sluiten": signal_form.close,
    "heropenen": lambda context, number, typed: closing.reopen(context, number, typed["reden"]),
    "toewijzen": _assign,
    "uitstellen": lambda context, number, typed: coordinating.snooze(context, number, typed["tot"], typed["reden"]),
    "uitstel-beeindigen": lambda context, number, typed: coordinating.wake(context, number, typed["reden"]),
}
