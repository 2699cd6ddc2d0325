"""Searching: one field that understands a zaaknummer, a BSN, a name with a birth date, and an organisation's reference."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from loket.cases import identity, numbers, queries
from loket.cases.models import Case
from loket.errors import NotFound
from loket.routing import journal
from loket.web.guard import account, acting, guarded
from loket.web.policy import MAY_KNOW, By
from loket.web.relations import concerns

desk = guarded("desk")

NAME_AND_DATE = re.compile(r"(?P<name>\D+?)[\s,]+(?P<date>[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{4})")
DIGITS = re.compile(r"[0-9][0-9\s.\-]{6,14}[0-9]")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought. ``trouble`` points out what seems wrong with what was typed; ``bsn`` is a right one that was typed."""

    cases: tuple[Case, ...] = ()
    number: str | None = None
    trouble: str | None = None
    bsn: str | None = None


@desk.post("/zoeken")
def search() -> str | Response:
    typed = request.form.get("zoek", "").strip()[:LONGEST]
    found = _known(look_up(acting().session, typed))
    if found.number:
        return redirect(url_for("desk_case.page", number=found.number))
    if len(found.cases) == 1 and found.bsn is None:
        return redirect(url_for("desk_case.page", number=found.cases[0].number))
    text = render_template("zoeken.html", found=found, typed="" if found.bsn else typed)
    for case in found.cases:
        journal.record_read(acting(), case, "zaak-zoeken")
    return text


def _known(found: Found) -> Found:
    """Only the cases that who searches may know of: the others were not found."""
    needed = MAY_KNOW[By.SESSION].roles[account().role]
    known = tuple(case for case in found.cases if concerns(account().actor, needed, case.number))
    number = found.number if found.number and concerns(account().actor, needed, found.number) else None
    return replace(found, cases=known, number=number)


def look_up(session: Session, typed: str) -> Found:
    """Find cases by whatever was typed; a BSN is only ever looked up by its blinded form."""
    if not typed:
        return Found()
    if named := NAME_AND_DATE.fullmatch(typed):
        return _by_name(session, named["name"], named["date"])
    if DIGITS.fullmatch(typed) and len(re.sub(r"\D", "", typed)) in (8, 9):
        return _by_bsn(session, typed)
    by_number = _by_number(session, typed)
    if by_number.number:
        return by_number
    cases = queries.search(session, reference=typed)
    return Found(tuple(cases)) if cases else by_number


def _by_name(session: Session, name: str, typed_date: str) -> Found:
    try:
        birth_date = identity.birth_date(typed_date)
    except ValueError as error:
        return Found(trouble=str(error))
    return Found(tuple(queries.search(session, surname=name, birth_date=birth_date)))


def _by_bsn(session: Session, typed: str) -> Found:
    try:
        bsn = identity.bsn_typed(typed)
    except ValueError as error:
        cases = queries.search(session, reference=typed)
        return Found(tuple(cases)) if cases else Found(trouble=str(error))
    return Found(tuple(queries.search(session, bsn=bsn)), bsn=bsn)


def _by_number(session: Session, typed: str) -> Found:
    try:
        number = _case_number(typed)
        return Found(number=queries.find_case(session, number).number)
    except numbers.CheckCharacterError as error:
        return Found(trouble=str(error))
    except (ValueError, NotFound):
        return Found()


def _case_number(typed: str) -> str:
    """The zaaknummer in what was typed, also when it was a deelzaaknummer."""
    try:
        return numbers.parse_case_number(typed)
    except numbers.CheckCharacterError:
        raise
    except ValueError:
        return numbers.parse_referral_number(typed)[0]
