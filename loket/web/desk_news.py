"""Keeping somebody informed (practice rule 15): a ready text from the shared status, to tell, print or send."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases import numbers, words
from loket.cases.models import Case
from loket.cases.queries import shared_status
from loket.cases.states import Turn
from loket.routing import contact, journal, messages, news
from loket.routing.request import APPLICANT
from loket.web import texts, texts_desk
from loket.web.case_view import find
from loket.web.guard import acting, guarded, looking
from loket.web.parts import organisation_name, parts, today

desk_news = guarded("desk_news")

LONGEST = 2000  # characters
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@desk_news.get("/zaken/<number>/bijpraten")
def form(number: str) -> str:
    case = find(acting(), number)
    text = _page(case, letter(case), None)
    journal.record_read(acting(), case)
    return text


@desk_news.post("/zaken/<number>/bijpraten")
def told(number: str) -> str | Response:
    """Record that the person was told, and send the short message where that was asked for."""
    context = acting()
    case = find(context, number)
    said = request.form.get("verteld", "").strip()[:LONGEST]
    if not said:
        return _page(case, said, texts_desk.NEWS_NEEDED)
    channel = request.form.get("kanaal", "")
    known = {value for value, _ in texts.CHANNELS}
    contact.record(
        context, case.number, question=texts_desk.NEWS_QUESTION, channel=channel if channel in known else "balie", answered=True, said=said
    )
    flash(texts_desk.NEWS_RECORDED, "goed")
    if request.form.get("bericht") == "ja":
        sent = news.send(acting(), case.number)
        flash(texts_desk.NEWS_SENT if sent else texts_desk.NEWS_NOT_SENT, "goed" if sent else "fout")
        parts().wake()
    return redirect(url_for("desk_case.page", number=number, _anchor="contact"))


def _page(case: Case, said: str, error: str | None) -> str:
    person = next(one for one in case.participants if one.role == APPLICANT)
    return render_template(
        "zaak/bijpraten.html",
        case=case,
        form={"verteld": said, "kanaal": request.form.get("kanaal", "telefoon")},
        errors={"verteld": error} if error else {},
        never=(person.safe_contact or {}).get("nooit"),
        may_send=acting().messages and messages.reach(person) is not None,
        words=texts_desk,
    )


def letter(case: Case) -> str:
    """What to tell, in plain Dutch: where it stands, each part with its day, what the person must do, where to ask."""
    status = shared_status(case, looking(), organisation_name, today())
    lines = [texts_desk.NEWS_BEGIN.format(nummer=numbers.show(case.number)), status["statustekst"]]
    lines += [_about(part) for part in status["deelzaken"] if part["aanZet"] != Turn.APPLICANT.value]  # those follow as what is to do
    lines += [_to_do(item) for item in status["moetUNog"]] or [texts_desk.NEWS_NOTHING]
    counter = parts().catalogue.counters.get(case.counter)
    call = texts_desk.NEWS_CALL.format(telefoon=counter.telephone) if counter and counter.telephone else ""
    return "\n\n".join([*lines, texts_desk.NEWS_END.format(loket=organisation_name(case.counter), telefoon=call)])


def _about(part: dict[str, Any]) -> str:
    until = part["uiterlijkeEinddatumAfdoening"]
    waits = part["status"] in ("verzonden", "ontvangen", "in-behandeling")
    return " ".join([part["statustekst"], *([texts_desk.NEWS_UNTIL.format(datum=words.day(until))] if until and waits else [])])


def _to_do(item: dict[str, Any]) -> str:
    """One line of what to do. Its day can be words too, such as "2 dagen na uw eerste dag zonder werk"."""
    said, until = texts_desk.NEWS_TO_DO.format(tekst=item["tekst"]), item["uiterlijk"] or ""
    return f"{said} {texts_desk.NEWS_TO_DO_BY.format(datum=words.day(until))}" if ISO_DAY.fullmatch(until) else said
