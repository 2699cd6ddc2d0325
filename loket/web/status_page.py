"""``/status``: the citizen sees for themselves whose turn it is and by when (practice rule 23). Public, so it tells next to nothing.

The number is not a secret and the birth date is known to many; together they give the sentence, whose turn, and a date: no names, no
organisations, no product, no event. A number that does not exist, a wrong birth date and a case that is hidden get the same answer,
after the same work. Tries are counted per address and per number. Whatever is typed comes by POST; the QR on the receipt carries the
number behind the hash, where it stays in the browser.
"""

from __future__ import annotations

import hmac
import re
from typing import Any

from flask import Response, make_response, render_template, request
from sqlalchemy import select

from loket.cases import numbers
from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, Participant
from loket.cases.states import Turn
from loket.routing import journal
from loket.routing.context import Actor, Context
from loket.routing.request import APPLICANT
from loket.web import limits
from loket.web.guard import guarded
from loket.web.parts import context
from loket.web.texts_receipt import LANGUAGES, Language, language

status_page = guarded("status_page")

CITIZEN = Actor(name="inwoner", label="inwoner", origin="web")
LOOK = "stand-opvragen"
UNREADABLE = "onleesbaar"  #: stands in the audit log for what was no number at all
DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")


@status_page.get("/status")
def ask() -> Response:
    """The form."""
    return _page(language(request.args.get("taal")))


@status_page.post("/status")
def look() -> Response:
    """The status for a number and a birth date; 429 past a limit, 404 for whatever is not right."""
    spoken = language(request.form.get("taal"))
    number = _number(request.form.get("nummer", ""))
    if not limits.may_ask_status(number if number != UNREADABLE else None):
        return _page(spoken, 429, fault=spoken.status["te_vaak"])
    acting = context(CITIZEN)
    case = _found(acting, number, _day(request.form.get("geboortedatum", "")))
    if case is None:
        journal.record_refusal(acting, LOOK, number)
        return _page(spoken, 404, fault=spoken.status["fout"])
    shown = told(case, spoken)
    journal.record_read(acting, case, LOOK)
    return _page(spoken, told=shown)


def told(case: Case, spoken: Language) -> dict[str, Any]:
    """All that is told: the sentence, whose turn, and the last day for whoever it is."""
    sentence = spoken.cases[case.state]
    if (
        case.stuck_reason and case.stuck_reason in spoken.outage and case.turn is not Turn.APPLICANT
    ):  # who must do something is not told that they need not come
        sentence = f"{sentence} {spoken.outage[case.stuck_reason]}"
    return {"sentence": sentence, "turn": spoken.turns[case.turn], "until": _until(case, spoken)}


def _until(case: Case, spoken: Language) -> str:
    """When it is the citizen's turn their own first day; else the last day on which an open part must be decided."""
    if case.turn is Turn.APPLICANT:
        due = min((part.information_due_on for part in case.referrals if part.information_due_on), default=None)
    else:
        due = max((part.due_on for part in case.referrals if part.due_on and part.state in OPEN), default=None)
    return spoken.status["uiterlijk_tekst"].format(dag=spoken.day(due)) if due else spoken.status["geen_datum"]


def _found(acting: Context, number: str, birth_date: str) -> Case | None:
    """The case when the applicant was born on this day. One query, whether there is such a number or not."""
    query = select(Case, Participant.birth_date).join(Participant, Participant.case_id == Case.id)
    row = acting.session.execute(query.where(Case.number == number, Participant.role == APPLICANT, ~Case.hidden)).first()
    known = (row.birth_date if row else None) or "-"
    return row.Case if row and hmac.compare_digest(known.encode(), birth_date.encode()) else None


def _number(typed: str) -> str:
    try:
        return numbers.parse_case_number(typed[:40])
    except ValueError:
        return UNREADABLE


def _day(typed: str) -> str:
    """In ISO form with 00 for unknown parts; empty, which is nobody's birth date, when it is no date."""
    found = DATE.fullmatch(typed.strip())
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else ""


def _page(spoken: Language, status: int = 200, fault: str = "", told: dict[str, Any] | None = None) -> Response:
    others = [known for known in LANGUAGES.values() if known.code != spoken.code]
    text = render_template("status.html", lang=spoken, words=spoken.status, languages=others, fault=fault, told=told)
    answer = make_response(text, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
