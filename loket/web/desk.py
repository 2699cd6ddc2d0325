"""Searching: one field that understands what people have in hand; see ``search_words`` for what it reads."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from loket.cases import identity, numbers, queries, slips
from loket.cases.models import Case
from loket.errors import NotFound
from loket.routing import journal
from loket.web import texts_desk
from loket.web.guard import account, acting, guarded
from loket.web.relations import may_know
from loket.web.search_words import born, digits_of_bsn, surnames

desk = guarded("desk")

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought. ``trouble`` points out what seems wrong with what was typed; ``bsn`` is a right one that was typed."""

    cases: tuple[Case, ...] = ()
    number: str | None = None
    trouble: str | None = None
    bsn: str | None = None
    meant: slips.Slip | None = None  # the one existing case that is a slip of the pen away


@desk.post("/zoeken")
def search() -> str | Response:
    """Find by whatever was typed: to the case itself when there is just one, else a list. A BSN never comes into an address."""
    typed = request.form.get("zoek", "").strip()[:LONGEST]
    found = _known(look_up(acting().session, typed))
    if found.number:
        return redirect(url_for("desk_case.page", number=found.number))
    if len(found.cases) == 1 and found.bsn is None:
        return redirect(url_for("desk_case.page", number=found.cases[0].number))
    text = render_template("zoeken.html", words=texts_desk, found=found, pointed=_pointed(found.meant), typed="" if found.bsn else typed)
    for case in found.cases:
        journal.record_read(acting(), case, "zaak-zoeken")
    return text


def _known(found: Found) -> Found:
    """Only the cases that who searches may know of: the others were not found, and no typing error leads to them."""
    signed_in = account()
    known = tuple(case for case in found.cases if may_know(signed_in, case.number))
    number = found.number if found.number and may_know(signed_in, found.number) else None
    meant = found.meant if found.meant and may_know(signed_in, found.meant.number) else None
    return replace(found, cases=known, number=number, meant=meant)


def _pointed(slip: slips.Slip | None) -> str | None:
    """Which character seems wrong, in words."""
    if slip is None:
        return None
    words = texts_desk.SWAPPED if slip.swapped else texts_desk.WRONG_CHARACTER
    return words.format(plaats=slip.place, volgende=slip.place + 1, getypt=slip.typed, bedoeld=slip.meant)


def look_up(session: Session, typed: str) -> Found:
    """Find cases by whatever was typed; a BSN is only ever looked up by its blinded form."""
    if not typed:
        return Found()
    if digits_of_bsn(typed):
        return _by_bsn(session, typed)
    if named := born(typed):
        return _by_name(session, *named)
    by_number = _by_number(session, typed)
    if by_number.number:
        return by_number
    cases = queries.search(session, reference=typed)
    return Found(tuple(cases)) if cases else by_number


def _by_name(session: Session, name: str, typed_date: str) -> Found:
    """By the whole name first, then without what stands before the surname: given names and prefixes."""
    try:
        birth_date = identity.birth_date(typed_date)
    except ValueError as error:
        return Found(trouble=str(error))
    for surname in surnames(name):
        if cases := queries.search(session, surname=surname, birth_date=birth_date):
            return Found(tuple(cases))
    return Found()


def _by_bsn(session: Session, typed: str) -> Found:
    try:
        bsn = identity.bsn_typed(typed)
    except ValueError as error:
        cases = queries.search(session, reference=typed)
        eleven = f" {texts_desk.ELEVEN_TEST}" if len(identity.SEPARATORS.sub("", typed)) == 9 else ""
        return Found(tuple(cases)) if cases else Found(trouble=f"{error}{eleven}")
    return Found(tuple(queries.search(session, bsn=bsn)), bsn=bsn)


def _by_number(session: Session, typed: str) -> Found:
    try:
        number = _case_number(typed)
        return Found(number=queries.find_case(session, number).number)
    except numbers.CheckCharacterError as error:
        return Found(trouble=str(error), meant=_meant(session, typed))
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


def _meant(session: Session, typed: str) -> slips.Slip | None:
    """The case that must have been meant: the only one that is a slip of the pen away."""
    try:
        near = slips.slips(typed)
    except ValueError:
        near = slips.slips(typed.translate(numbers.HYPHENS).rpartition("-")[0])
    there = set(session.scalars(select(Case.number).where(Case.number.in_([slip.number for slip in near]), ~Case.hidden)))
    found = [slip for slip in near if slip.number in there]
    return found[0] if len(there) == 1 else None
