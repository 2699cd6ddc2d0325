"""The forms of a supervisor's acts: which can be done now, what each asks, and what was typed in it. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from loket.cases.lifecycle import CASE_TABLE, FINAL, OPEN, CaseTrigger
from loket.cases.models import Case, Referral
from loket.cases.states import CASE_OVER, ReferralState
from loket.cases.words import day
from loket.routing import choosing, closing, mandated, merging, reassignment, reminders, snoozing, splitting
from loket.routing.context import Context
from loket.routing.outgoing import Outgoing
from loket.routing.request import APPLICANT
from loket.routing.sourced_notes import WAYS
from loket.routing.standstill import UNROUTED
from loket.web import signal_form, texts, texts_acts, texts_signals, texts_work
from loket.web.forms import iso_date
from loket.web.parts import organisation_name, parts

S = ReferralState
LOST = frozenset({S.DECLINED, S.UNDELIVERABLE})  # a person chooses what follows
GROUND = "grond"  #: why a term stands still (Awb 4:15)

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a form asks. ``kind``: kort, lang, dag, organisatie, keuze (one of ``choices``) or vinkjes (several)."""

    name: str
    label: str
    kind: str = "lang"
    choices: Choices = ()
    help: str = ""
    optional: bool = False
    value: str = ""
    empty: str = texts_acts.CHOOSE


@dataclass(frozen=True, slots=True)
class ActForm:
    """One act that can be done now; one without fields is only told about, because it must wait."""

    act: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""
    done: str = ""  # what is told once it is done


@dataclass(slots=True)
class Typed:
    """What was typed: ``values`` by name (text, date, list or None), and ``errors`` by name in Dutch."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


REASON = Field("reden", texts_acts.REASON)
SAID = (
    Field("door", texts_acts.SAID_BY, "kort", help=texts_acts.SAID_BY_HELP),
    Field("op", texts_acts.SAID_ON, "dag", help=texts_acts.DATE_HELP),
    Field("wijze", texts_acts.SAID_HOW, "keuze", tuple(WAYS.items())),
    Field("woorden", texts_acts.SAID_WHAT),
)
#: What an act in the name of an organisation asks besides a reason.
MANDATED: Mapping[str, tuple[Field, ...]] = {
    "opschorten": (Field(GROUND, texts_work.GROUND, "keuze", texts_work.GROUNDS),),
    "verdagen": (Field("nieuweEinddatum", texts_acts.NEW_DUE, "dag", help=texts_acts.DATE_HELP),),
    "besluiten": (
        Field("uitkomst", texts_acts.OUTCOME, "keuze", tuple(texts.OUTCOMES)),
        Field("datumBesluit", texts_acts.DECIDED_ON, "dag", help=texts_acts.DATE_HELP, optional=True),
        Field("bekendgemaaktOp", texts_acts.ANNOUNCED_ON, "dag", help=texts_acts.DATE_HELP, optional=True),
    ),
}


def part_forms(context: Context, part: Referral, sent: Outgoing, today: date, *, named: bool, content: bool) -> list[ActForm]:
    """What can be done now with a part; ``named`` when one may know who has it, ``content`` when one may also see what it is about.

    Offering again and reminding tell nothing of a part, so they can always be done.
    """
    found = [*_delivery_forms(part, sent, today, named=named)]
    if named:
        found += _route_forms(context, part, content=content)
    return [*found, *_mandated_forms(context, part)] if content else found


def case_forms(context: Context, case: Case, seen: Collection[Referral], *, whole: bool) -> Iterator[ActForm]:
    """What can be done now with the case; ``seen`` are the parts whose content one may see, ``whole`` when one may see all of it."""
    if whole and case.stuck_reason == UNROUTED:
        yield _choose(context, case)
    open_parts = [part for part in seen if part.state not in FINAL]
    if open_parts:
        yield _form("intrekken", _which(open_parts), Field("wie", texts_acts.WHO, "keuze", texts_acts.WHOSE_WORD), *SAID)
    if case.state not in CASE_OVER:
        if whole:  # what is asked twice is called back: one must be able to see it
            others = tuple((number, number) for number in merging.others_of(context, case))
            yield _form("samenvoegen", Field("andereZaak", texts_acts.OTHER_CASE, "kort", others), REASON)
        movable = [part for part in splitting.movable(case) if part in seen]
        if movable and len([part for part in case.referrals if part.state in OPEN]) > 1:
            yield _split(case, movable, whole=whole)
    if case.state in CASE_TABLE[CaseTrigger.CLOSE].sources or (case.state not in CASE_OVER and _all_final(case)):
        endings = tuple((value, words[:1].upper() + words[1:]) for value, words in closing.ENDINGS.items())
        yield _form("sluiten", Field("hoe", texts_acts.ENDING, "keuze", endings), REASON, *_cause(seen))
    if case.state in CASE_TABLE[CaseTrigger.REOPEN].sources and case.closing != merging.DUPLICATE:
        yield _form("heropenen", REASON)


def follow_forms(context: Context, case: Case, coordinators: Choices, today: date) -> Iterator[ActForm]:
    """Who follows the case, and putting it off: they tell nothing of it, so they can be done without a ground."""
    if case.state in CASE_OVER:
        return
    yield _form("toewijzen", Field("wie", texts_acts.FOLLOWER, "keuze", coordinators), REASON)
    last = snoozing.last_day(context, case)
    if case.stuck_reason is not None and last > today:
        yield _form("uitstellen", Field("tot", texts_acts.PUT_OFF_UNTIL, "dag", help=texts_acts.LAST_DAY.format(dag=day(last))), REASON)
    if case.snoozed_until is not None:
        yield _form("uitstel-beeindigen", REASON)


def _all_final(case: Case) -> bool:
    return bool(case.referrals) and all(part.state in FINAL for part in case.referrals)


def _choose(context: Context, case: Case) -> ActForm:
    """An organisation for what has none; where several things have none it is asked for which."""
    products = context.catalogue.products
    lost = tuple((slug, products[slug].name) for slug in (line.product or "" for line in choosing.waiting(case)) if slug in products)
    asked = Field("voor", texts_acts.CHOSEN_FOR, "keuze", lost)
    route = (Field("organisatie", texts_acts.ORGANISATION, "organisatie"), _product(context, lost[0][0] if len(lost) == 1 else ""))
    return _form("organisatie-kiezen", *([asked] if len(lost) > 1 else []), *route, REASON)


def _product(context: Context, value: str) -> Field:
    names = sorted(((slug, one.name) for slug, one in context.catalogue.products.items()), key=lambda pair: pair[1].casefold())
    return Field("product", texts_acts.PRODUCT, "keuze", tuple(names), value=value)


def _cause(seen: Collection[Referral]) -> tuple[Field, ...]:
    """What went wrong, where the supervisor wants to say so; there is more room for it on a page of its own."""
    about = tuple(signal_form.choices(seen))
    return (
        Field("oorzaak", texts_signals.CODE_LABEL, "keuze", signal_form.CODES, optional=True, empty=texts_acts.NO_CAUSE),
        Field("watGingMis", texts_signals.WORDS, help=texts_signals.WORDS_HELP, optional=True),
        *([Field("waarover", texts_signals.ABOUT, "keuze", about, optional=True, empty=texts_signals.WHOLE_CASE)] if about else []),
        Field("wetsartikel", texts_signals.ARTICLE, "kort", help=texts_signals.ARTICLE_HELP, optional=True),
    )


def _split(case: Case, movable: Collection[Referral], *, whole: bool) -> ActForm:
    roles = dict.fromkeys(one.role for one in case.participants if one.role != APPLICANT) if whole else {}
    leave = tuple((role, texts.ROLES.get(role, role)) for role in roles)
    without = Field("zonder", texts_acts.WITHOUT, "vinkjes", leave, texts_acts.WITHOUT_HELP, optional=True)
    return _form("splitsen", _which(movable), *([without] if leave else []), REASON)


def read(form: ActForm, posted: MultiDict[str, str]) -> Typed:
    """What was typed in a form, with everything that is missing or cannot be read."""
    found = Typed()
    for asked in form.fields:
        typed = posted.get(asked.name, "").strip()
        found.values[asked.name] = posted.getlist(asked.name) if asked.kind == "vinkjes" else typed or None
        if not found.values[asked.name] and not asked.optional:
            found.errors[asked.name] = texts_acts.NEEDED.format(veld=asked.label)
        elif asked.kind in ("keuze", "vinkjes") and set(filter(None, posted.getlist(asked.name))) - dict(asked.choices).keys():
            found.errors[asked.name] = texts_acts.UNKNOWN_CHOICE.format(veld=asked.label)
        elif asked.kind == "dag" and typed:
            try:
                found.values[asked.name] = date.fromisoformat(iso_date(typed))
            except ValueError as error:
                found.errors[asked.name] = str(error)
    return found


def _delivery_forms(part: Referral, sent: Outgoing, today: date, *, named: bool) -> Iterator[ActForm]:
    if sent.again or part.state is S.UNDELIVERABLE:
        yield _form("opnieuw", REASON)
    if part.state in reminders.THEIRS:
        yield _reminder(part, sent.remind_from, today, named=named)


def _route_forms(context: Context, part: Referral, *, content: bool) -> Iterator[ActForm]:
    if part.state in reassignment.MOVABLE:
        product = _product(context, part.product if content else "")
        yield _form("route", Field("organisatie", texts_acts.ORGANISATION, "organisatie"), product, REASON)
    if part.state in LOST:
        yield _form("doorsturen", Field("organisatie", texts_acts.ORGANISATION, "organisatie"), REASON)
        yield _form("terug", Field("reden", texts_acts.WHAT_TOLD))


def _reminder(part: Referral, remind_from: date | None, today: date, *, named: bool) -> ActForm:
    if remind_from is not None and remind_from > today:
        return ActForm("herinneren", texts_acts.TITLES["herinneren"], (), texts_acts.REMINDED.format(dag=day(remind_from)))
    asked = Field("reden", texts_acts.WHAT_ASKED)
    if named and not reminders.reaches(parts().adapters[part.organisation]):
        return ActForm("herinneren", texts_acts.TITLES["herinneren"], (asked,), texts_acts.REMIND_YOURSELF, texts_acts.REMINDED_YOURSELF)
    return _form("herinneren", asked)


def _mandated_forms(context: Context, part: Referral) -> Iterator[ActForm]:
    """Writing down what the organisation said, also after it decided, and acting in its name where there is a mandate."""
    acts = mandated.acts_for(context, part)
    choices = tuple((act, texts_acts.TITLES[act]) for act in acts)
    more = [_as_optional(one) for act in acts for one in MANDATED.get(act, ()) if one.name != GROUND]
    change = Field(
        "handeling", texts_acts.CHANGES, "keuze", choices, texts_acts.MOVES_BY_MANDATE, optional=True, empty=texts_acts.NO_CHANGE
    )
    yield _form("mededeling", *SAID, *[change, *more]) if acts else _form("mededeling", *SAID)
    name = organisation_name(part.organisation)
    for act in acts:
        title = texts_acts.IN_NAME_OF.format(wie=name, handeling=texts_acts.TITLES[act].lower())
        yield ActForm(act, title, (*MANDATED.get(act, ()), REASON), texts_acts.BY_MANDATE, texts_acts.DONE_IN_NAME)


def _as_optional(asked: Field) -> Field:
    return Field(asked.name, asked.label, asked.kind, asked.choices, asked.help, optional=True)


def _form(act: str, *fields: Field) -> ActForm:
    return ActForm(act, texts_acts.TITLES[act], fields, texts_acts.INTROS.get(act, ""), texts_acts.DONE[act])


def _which(parts: Collection[Referral]) -> Field:
    choices = tuple((part.number, f"{organisation_name(part.organisation)}: {part.terms.get('naam')}") for part in parts)
    return Field("delen", texts_acts.WHICH, "vinkjes", choices)
