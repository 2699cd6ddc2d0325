"""What the check page shows: one line for each organisation with what it gets, and the citizen's own statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loket.cases import queries
from loket.cases.models import Referral
from loket.routing import joining, rules
from loket.routing.proposals import Route
from loket.web import new_brp, new_statement, new_view, texts_new
from loket.web.guard import account, acting, looking
from loket.web.new_view import Given
from loket.web.parts import parts, today
from loket.web.relations import may_know
from loket.web.sheet import Sheet

Shown = dict[str, Any]


def check(sheet: Sheet) -> Shown:
    """The whole request once more: who, what each organisation gets, what is still open, and who declares it how."""
    asked = sheet.sound
    proposal = new_view.proposal_of(sheet.catalogue, asked, today())
    before = _sent_before(sheet)
    sent = {(part.organisation, part.product, part.for_role) for part in before}
    given = new_view.given_to(sheet.catalogue, asked, proposal, parts().clock())
    return {
        "asked": asked,
        "brp": new_brp.since(asked.applicant.registered),
        "otherwise": [line for person in (asked.applicant, *asked.others) for line in new_brp.different(person)],
        "proposal": proposal,
        "given": [found for found in given if _key(found.route) not in sent],
        "sent": [(part.organisation, part.terms.get("naam", part.product)) for part in before if _told(sheet, part, given)],
        "lines": new_view.lines_by_way(proposal.lines),
        "missing": [sheet.catalogue.questions[row["vraag"]] for row in rules.missing(sheet.catalogue, proposal, asked.answers)],
        "ways": texts_new.STATEMENTS,
        "usual": new_statement.usual_way(asked),
        "speakers": [(role, texts_new.SPEAKERS[role]) for role in new_statement.speakers_of(asked)],
        "known": any(route.way == "aanvragen" for route in proposal.routes),
    }


def _key(route: Route) -> tuple[str, str, str]:
    return route.organisation, route.product, route.for_role


def _sent_before(sheet: Sheet) -> list[Referral]:
    """The parts of the case that this request belongs to: they are not sent twice.

    The number comes with the form: of somebody else's case, or one that must not be known here, nothing is told; nor of a sensitive part.
    """
    number = sheet.form.get("zaak")
    if not number or not (sheet.form.get("snel") == number or number in {case.number for case in sheet.open_cases}):
        return []
    case = queries.find_case(acting().session, number) if may_know(account(), number) else None
    if case is None or not joining.same_person(sheet.sound, case):
        return []
    viewer = looking()
    return [part for part in case.referrals if viewer.sees_content(case, part) or not part.terms.get("gevoelig")]


def _told(sheet: Sheet, part: Referral, given: Sequence[Given]) -> bool:
    """Whether the page names this part: what was reported at the start of this talk, and what is asked now but runs already."""
    here = sheet.form.get("snel") == part.case.number and looking().sees_content(part.case, part)
    return here or (part.organisation, part.product, part.for_role) in {_key(found.route) for found in given}
