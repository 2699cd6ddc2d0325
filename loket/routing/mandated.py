"""Acting in the name of an organisation, and writing down what it said: a state moves only where a mandate says so (Awb 10:3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from loket.adapters.port import Outcome, Report, Verb
from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case, Referral
from loket.cases.states import ReferralState
from loket.errors import Conflict, Faults
from loket.routing import reports, sourced_notes
from loket.routing.context import Context
from loket.routing.doing import Doing, check_reason
from loket.routing.mandate import ACTS, Mandate, mandate_for
from loket.routing.progress import lock_part, today
from loket.routing.sourced_notes import Heard

S = ReferralState
THEIRS = frozenset({S.SENT, S.RECEIVED, S.ACCEPTED, S.NEEDS_INFORMATION, S.SUSPENDED})  #: only what they have
#: In which states an act makes sense: what would change nothing is not offered.
SENSIBLE: dict[Verb, frozenset[ReferralState]] = {
    Verb.RECEIVED: frozenset({S.SENT}),
    Verb.TAKEN_UP: frozenset({S.SENT, S.RECEIVED}),
    Verb.SUSPENDED: frozenset({S.SENT, S.RECEIVED, S.ACCEPTED}),
    Verb.RESUMED: frozenset({S.SUSPENDED, S.NEEDS_INFORMATION}),
    Verb.EXTENDED: THEIRS,
    Verb.DECIDED: THEIRS,
}
NO_MANDATE = "U hebt hiervoor geen mandaat (Awb 10:3). De organisatie doet dit zelf."


def report_of(
    name: str,
    *,
    outcome: str | None = None,
    decided_on: date | None = None,
    announced_on: date | None = None,
    new_due: date | None = None,
) -> Report:
    """What an act (a key of ``mandate.ACTS``) says of a part; ``outcome`` is a value of ``port.Outcome``. ValueError for any other."""
    found = Outcome(outcome) if outcome else None
    return Report(ACTS[name], outcome=found, decided_on=decided_on, announced_on=announced_on, new_due=new_due)


def acts_for(context: Context, part: Referral) -> list[str]:
    """What may be done to a part now in the name of its organisation, as keys of ``mandate.ACTS``."""
    return [act for act, verb in ACTS.items() if part.state in SENSIBLE[verb] and _mandate(context, part, verb)]


def act(context: Context, number: str, told: Report, reason: str) -> None:
    """Do in the name of the organisation what ``told`` says: suspend, resume, extend, decide. Commits.

    NotFound; BadRequest without a reason or with a date that cannot be; Conflict ``geen-mandaat`` where the configuration gives the
    actor none, and when it would change nothing.
    """
    faults = Faults()
    reason = check_reason(reason, faults)
    case, part = lock_part(context, number)
    mandate = _needed(context, part, told.verb)
    _check(context, part, told, faults)
    doing = Doing(context, "namens-organisatie", case, part)
    name = context.catalogue.organisations[part.organisation].short_name
    _apply(context, case, part, replace(told, explanation=f"Namens {name}: {reason}"))
    doing.tell("namens-organisatie", reason, grondslag=mandate.basis)
    doing.done(handeling=told.verb.value, mandaat=mandate.basis)


def record(context: Context, number: str, heard: Heard, told: Report | None = None) -> None:
    """Keep what the organisation of a part said, with its source; ``told`` also moves the part, by mandate. Commits.

    NotFound; BadRequest with a fault per field; Conflict as :func:`act`, and then nothing is kept either.
    """
    faults = Faults()
    sourced_notes.check(context, heard, faults)
    case, part = lock_part(context, number)
    mandate = _needed(context, part, told.verb) if told else None
    if told:
        _check(context, part, told, faults)
    faults.raise_if_any()
    doing = Doing(context, "mededeling-vastleggen", case, part)
    sourced_notes.keep(context, case, part, part.organisation, heard)
    doing.tell("mededeling", heard.words.strip(), gezegdOp=heard.on.isoformat() if heard.on else None)
    if told:
        _apply(context, case, part, told)
    moved = {"handeling": told.verb.value, "mandaat": mandate.basis} if told and mandate else {}
    doing.done(**moved)


def _mandate(context: Context, part: Referral, verb: Verb) -> Mandate | None:
    return mandate_for(context.catalogue.mandates, context.actor, part, verb, today(context))


def _needed(context: Context, part: Referral, verb: Verb) -> Mandate:
    found = _mandate(context, part, verb)
    if found is None:
        raise Conflict(NO_MANDATE, code="geen-mandaat")
    if part.state not in SENSIBLE[verb]:
        raise Conflict("Dit past niet bij de stand van dit deel.", code="past-niet-bij-status")
    return found


def _check(context: Context, part: Referral, told: Report, faults: Faults) -> None:
    """The dates and the outcome that an act needs; raises BadRequest with all that ``faults`` holds."""
    day = today(context)
    received = part.received_by_organisation_at and amsterdam_date(part.received_by_organisation_at)
    if told.verb is Verb.DECIDED and told.outcome is None:
        faults.add("/uitkomst", "verplicht", "Kies de uitkomst van het besluit.")
    if told.decided_on and (told.decided_on > day or (received and told.decided_on < received)):
        faults.add("/datumBesluit", "past-niet", "Deze dag ligt tussen de ontvangst en vandaag.")
    if told.announced_on and told.announced_on < (told.decided_on or received or told.announced_on):
        faults.add("/bekendgemaaktOp", "past-niet", "Bekendmaken kan niet voor het besluit.")
    if told.verb is Verb.EXTENDED and (told.new_due is None or told.new_due <= max(day, part.due_on or day)):
        faults.add("/nieuweEinddatum", "past-niet", "De nieuwe einddatum ligt na vandaag en na de termijn die nu loopt.")
    faults.raise_if_any()


def _apply(context: Context, case: Case, part: Referral, told: Report) -> None:
    fired = reports.apply(context, case, part, told, quiet=True)
    if not fired.moved:
        raise Conflict(f"Er verandert niets: {fired.reason}.", code="past-niet-bij-status")
