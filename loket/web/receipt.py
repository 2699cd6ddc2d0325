"""The receipt to print: what the person must do, what goes by itself, what was done; in each language, also in large print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from flask import render_template, request
from markupsafe import Markup
from sqlalchemy import select

from loket.cases import numbers
from loket.cases.desk import Paper, PaperState
from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, CaseLine, Referral
from loket.cases.states import ReferralState
from loket.errors import Forbidden
from loket.routing import intake, journal, messages
from loket.routing.context import Context
from loket.routing.proof import InTime, in_time
from loket.routing.request import APPLICANT
from loket.web.case_view import find
from loket.web.guard import acting, guarded, looking
from loket.web.parts import organisation_name, parts
from loket.web.texts_receipt import LANGUAGES, Language, language

receipt = guarded("receipt")

GOING = (ReferralState.PENDING, ReferralState.PLANNED)
FIRST = ""
LAST = "9999-12-31"  # what has no date comes after what has one
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_QUESTIONS = 4  # that are written out; more make the paper unreadable


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the receipt. ``foreign`` marks words that are only there in Dutch."""

    text: str
    until: str = ""
    who: str = ""
    note: str = ""
    foreign: bool = False


@receipt.get("/zaken/<number>/ontvangst")
def page(number: str) -> str:
    """The receipt; ``taal`` chooses the language, ``groot`` large print."""
    context = acting()
    case = find(context, number)
    if not looking().sees_case(case):
        raise Forbidden("Dit ontvangstbewijs is van een ander loket.")
    spoken = language(request.args.get("taal"))
    text = render_template("zaak/ontvangst.html", case=case, **_shown(context, case, spoken))
    journal.record_read(context, case)
    return text


def _shown(context: Context, case: Case, spoken: Language) -> dict[str, Any]:
    applicant = next(person for person in case.participants if person.role == APPLICANT)
    address = f"{parts().settings.base_url}/status"
    return {
        "lang": spoken,
        "words": spoken.receipt,
        "languages": [known for known in LANGUAGES.values() if known.code != spoken.code],
        "large": "groot" in request.args,
        "joined": "bestaand" in request.args,
        "status_address": address.partition("://")[2],
        "qr": qr(f"{address}#{numbers.show(case.number)}"),
        "own": own_lines(context, case, spoken),
        "by_itself": [*_parts(case, spoken, going=True), *(_by_itself(line, spoken) for line in case.lines if line.way == "vanzelf")],
        "done": [Line(spoken.receipt["vastgelegd"].format(moment=spoken.moment(case.received_at))), *_parts(case, spoken, going=False)],
        "warnings": [line.words for line in case.lines if line.way in ("waarschuwing", "botsing")],
        "proofs": [_proof(case, one, spoken) for one in in_time(context, case)],
        "messages": context.messages and messages.reach(applicant) is not None,
        "counter": context.catalogue.counters.get(case.counter),
        "statement": _statement(case, spoken),
        "op_bewijs": True,
        "status": {},  # the points near the person are shown in full: whoever sees the receipt sees the case
    }


def qr(target: str) -> Markup:
    """A QR code as SVG in the page itself: no file of its own, no style, so nothing for the content policy to stop.

    The number goes behind the hash: a browser sends that to nobody, so it stands in no log of a server or proxy on the way.
    """
    drawn = segno.make(target, error="m", micro=False).svg_inline(border=4, svgclass="loket-qr__code", lineclass=None, omitsize=True)
    return Markup(drawn)  # noqa: S704 (drawn here, from our own address and a number)


def own_lines(context: Context, case: Case, spoken: Language) -> list[Line]:
    """What the person must do, by date; what has no date comes last."""
    words = spoken.receipt
    found = [*_asked(case, spoken), *_own(case, spoken), *_papers(context, case, words["zelf_papier"])]
    labels = [context.catalogue.questions[row["vraag"]].label.rstrip("?") for row in intake.open_questions(context, case)]
    if labels:
        told = words["zelf_vragen"] if len(labels) <= MOST_QUESTIONS else words["zelf_vragen_veel"]
        found.append((LAST, Line(told.format(vragen="; ".join(labels), aantal=len(labels)))))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def _asked(case: Case, spoken: Language) -> Iterator[tuple[str, Line]]:
    for part in case.referrals:
        if part.state is ReferralState.NEEDS_INFORMATION:
            due = part.information_due_on
            who = organisation_name(part.organisation)
            text = spoken.receipt["zelf_gevraagd"].format(wie=who[:1].upper() + who[1:])
            yield due.isoformat() if due else LAST, Line(text, _until(spoken, due))


def _own(case: Case, spoken: Language) -> Iterator[tuple[str, Line]]:
    """What nobody does for them, in the words of the catalogue."""
    for line in case.lines:
        if line.way == "zelf-doen" and line.done_at is None:
            until = spoken.receipt["uiterlijk"].format(dag=spoken.until(line.until)) if line.until else ""
            yield _place(line.until), Line(line.words, until, foreign=True)


def _place(until: str | None) -> str:
    """Where a line stands among dates: days counted from something in the person's own life come first, for those are short."""
    return LAST if not until else until if ISO_DATE.fullmatch(until) else FIRST


def _papers(context: Context, case: Case, words: str) -> Iterator[tuple[str, Line]]:
    query = select(Paper.kind).where(Paper.case_id == case.id, Paper.state == PaperState.TO_BRING).order_by(Paper.kind).distinct()
    known = context.catalogue.knowledge.papers
    for kind in context.session.scalars(query):
        yield LAST, Line(words.format(papier=known[kind].name if kind in known else kind))


def _by_itself(line: CaseLine, spoken: Language) -> Line:
    who = organisation_name(line.organisation) if line.organisation else ""
    return Line(line.words, spoken.until(line.until) if line.until else "", who, foreign=True)


def _parts(case: Case, spoken: Language, *, going: bool) -> list[Line]:
    """The organisations that must still get their part, or those that have it."""
    return [_part(part, spoken) for part in case.referrals if (part.state in GOING) is going]


def _part(part: Referral, spoken: Language) -> Line:
    """One organisation: what it has, where that stands, by when it answers."""
    term = part.due_on if part.state in OPEN else None
    words = spoken.receipt
    until = words["antwoord"].format(dag=spoken.day(term)) if term else ""
    note = words["indicatie"] if term and part.terms.get("indicatief") else ""
    who = organisation_name(part.organisation)
    name = f"{who[:1].upper()}{who[1:]}: {part.terms.get('naam', part.product)}"
    return Line(spoken.part(part.state, who), until, name, note)


def _proof(case: Case, found: InTime, spoken: Language) -> tuple[str, str]:
    words = spoken.receipt
    told = {
        "moment": spoken.moment(case.knocked_at),
        "loket": organisation_name(case.counter),
        "product": found.part.terms.get("naam", found.part.product),
        "dag": spoken.day(found.last_day),
    }
    who = organisation_name(found.part.organisation)
    return words["bewijs_tekst"].format(**told), words["bewijs_storing"].format(wie=who[:1].upper() + who[1:])


def _statement(case: Case, spoken: Language) -> tuple[str, bool]:
    """How the person declared what they ask for (practice rule 6), and whether there is still something to sign."""
    words = spoken.receipt
    at = spoken.moment(case.stated_at or case.received_at)
    known = {"scherm": words["verklaring_scherm"], "mondeling": words["verklaring_mondeling"]}.get(case.stated_how or "", "")
    return known.format(moment=at), case.stated_how != "scherm"


def _until(spoken: Language, due: date | None) -> str:
    return spoken.receipt["uiterlijk"].format(dag=spoken.day(due)) if due else ""
