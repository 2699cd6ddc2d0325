"""What the case page and the receipt show: the shared status, with words for people around it. Nothing is decided here."""

from __future__ import annotations

from datetime import date
from typing import Any

from loket.cases import numbers, queries, words
from loket.cases.deadlines import objection_until
from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, Referral
from loket.cases.queries import Viewer
from loket.cases.states import ReferralState, Turn
from loket.errors import NotFound
from loket.routing.catalogue import Catalogue
from loket.routing.compose import to_confirm
from loket.routing.context import Context
from loket.web.parts import organisation_name

Shown = dict[str, Any]


def find(context: Context, typed: str) -> Case:
    """The case with the zaaknummer in an address; NotFound when it is none."""
    try:
        number = numbers.parse_case_number(typed)
    except ValueError:
        raise NotFound("Dit zaaknummer klopt niet. Kijk het nummer na.") from None
    return queries.find_case(context.session, number)


def case_shown(context: Context, case: Case, viewer: Viewer, today: date) -> Shown:
    """Strip, cards, to-do list and timeline of the case page."""
    status = queries.shared_status(case, viewer, organisation_name, today)
    by_number = {part.number: part for part in case.referrals}
    cards = [_card(context.catalogue, case, by_number[line["deelzaaknummer"]], line, viewer) for line in status["deelzaken"]]
    timeline = queries.timeline(context.session, case, viewer, organisation_name)
    shown = {"case": case, "status": status, "cards": cards, "first_date": first_date(cards), "timeline": timeline}
    return shown | _lines(case, viewer)


def _lines(case: Case, viewer: Viewer) -> Shown:
    lines = case.lines if viewer.sees_case(case) else []
    return {
        "by_itself": [line for line in lines if line.way == "vanzelf"],
        "warnings": [line for line in lines if line.way in ("waarschuwing", "botsing")],
        "own": [line for line in lines if line.way == "zelf-doen"],
    }


def first_date(cards: list[Shown]) -> tuple[str, str] | None:
    """The first date that matters: (what, ISO date). What the citizen must do comes before what an organisation must."""
    asked = sorted(card["hersteltermijn"] for card in cards if card.get("hersteltermijn"))
    if asked:
        return "Uiterlijk aanleveren", asked[0]
    due = sorted(card["uiterlijkeEinddatumAfdoening"] for card in cards if card["open"] and card["uiterlijkeEinddatumAfdoening"])
    if due:
        return "Eerste besluit uiterlijk", due[0]
    objections = sorted(card["bezwaar"] for card in cards if card.get("bezwaar"))
    return ("Bezwaar kan tot en met", objections[0]) if objections else None


def _card(catalogue: Catalogue, case: Case, part: Referral, line: Shown, viewer: Viewer) -> Shown:
    content = viewer.sees_content(case, part)
    product = catalogue.products.get(part.product)
    unconfirmed = to_confirm(case.answers, product) if product and content and part.state in OPEN else {}
    card = {
        **line,
        "naam": organisation_name(part.organisation) if line["organisatie"] else "Een onderdeel",
        "open": part.state in OPEN,
        "kan_aanvullen": content and (can_supply(part) or bool(unconfirmed)),
        "uitkomst_tekst": words.OUTCOME_WORDS.get(line.get("uitkomst") or "", None),
        "vragen": [_asked(catalogue, key) for key in dict.fromkeys([*line.get("gevraagd", []), *unconfirmed])],
    }
    if content and part.state is ReferralState.DECIDED and part.terms.get("levert") and part.outcome in ("toegekend", "deels-toegekend"):
        card["levering"] = "Toegekend, nog niet geleverd."
    announced = part.announced_on or part.decided_on
    if content and announced and part.outcome:
        card["bezwaar"] = objection_until(announced, catalogue.objection, catalogue.calendar).on.isoformat()
    return card


def can_supply(part: Referral) -> bool:
    """Whether the applicant can deliver something for this part now."""
    return part.state is ReferralState.NEEDS_INFORMATION or (part.state is ReferralState.PLANNED and part.turn is Turn.APPLICANT)


def _asked(catalogue: Catalogue, key: str) -> str:
    """A question key in words; organisations may also ask in a sentence of their own."""
    return catalogue.questions[key].label if key in catalogue.questions else key
