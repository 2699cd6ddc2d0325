"""What the case page and the receipt show: the shared status, with words for people around it. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from loket.cases import numbers, queries, words
from loket.cases.deadlines import amsterdam_date
from loket.cases.lifecycle import OPEN
from loket.cases.models import Case, Referral
from loket.cases.queries import Viewer
from loket.cases.states import ReferralState, Turn
from loket.errors import NotFound
from loket.routing import legal_steps
from loket.routing.catalogue import Catalogue
from loket.routing.compose import to_confirm
from loket.routing.context import Context
from loket.web import texts_case
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
    taken = legal_steps.of_case(context, case)
    cards = [_card(context.catalogue, case, by_number[line["deelzaaknummer"]], line, viewer, today) for line in status["deelzaken"]]
    for card in cards:
        part = by_number[card["deelzaaknummer"]]
        card["ingediend"] = [step for step in taken if step.referral_id == part.id] if viewer.sees_content(case, part) else []
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


def filtered(shown: Shown, organisation: str, kind: str) -> Shown:
    """The same with only the lines of the timeline of one organisation and of one kind; empty text is no filter.

    Only organisations that this viewer may know of can be chosen.
    """
    owners = {card["deelzaaknummer"]: card["organisatie"] for card in shown["cards"] if card["organisatie"]}
    lines = [
        line
        for line in shown["timeline"]
        if (not organisation or owners.get(line["deelzaaknummer"]) == organisation) and (not kind or kind_of(line["soort"]) == kind)
    ]
    choices = [(slug, organisation_name(slug)) for slug in dict.fromkeys(owners.values())]
    return shown | {"timeline": lines, "organisations": choices, "chosen": {"organisatie": organisation, "soort": kind}}


def kind_of(event: str) -> str:
    """The kind of a timeline line, as a key of ``texts_case.KINDS``."""
    if event in texts_case.OF_ORGANISATIONS:
        return "organisaties"
    return "inwoner" if event in texts_case.OF_CITIZEN else "loket"


def first_date(cards: Sequence[Shown]) -> tuple[str, str] | None:
    """The first date that matters: (what, ISO date). What the citizen must do comes before what an organisation must."""
    asked = sorted(card["hersteltermijn"] for card in cards if card.get("hersteltermijn"))
    if asked:
        return "Uiterlijk aanleveren", asked[0]
    due = sorted(card["uiterlijkeEinddatumAfdoening"] for card in cards if card["open"] and card["uiterlijkeEinddatumAfdoening"])
    if due:
        return "Eerste besluit uiterlijk", due[0]
    objections = sorted(card["bezwaar"] for card in cards if card.get("bezwaar"))
    return ("Bezwaar kan tot en met", objections[0]) if objections else None


def _card(catalogue: Catalogue, case: Case, part: Referral, line: Shown, viewer: Viewer, today: date) -> Shown:
    content = viewer.sees_content(case, part)
    product = catalogue.products.get(part.product)
    unconfirmed = to_confirm(case.answers, product) if product and content and part.state in OPEN else {}
    card = {
        **line,
        "naam": organisation_name(part.organisation) if line["organisatie"] else queries.HIDDEN_PART.capitalize(),
        "open": part.state in OPEN,
        "kan_aanvullen": content and (can_supply(part) or bool(unconfirmed)),
        "uitkomst_tekst": words.OUTCOME_WORDS.get(line.get("uitkomst") or "", None),
        "vragen": [_asked(catalogue, key) for key in dict.fromkeys([*line.get("gevraagd", []), *unconfirmed])],
    }
    return card | _content(catalogue, part, today) if content else card


def _content(catalogue: Catalogue, part: Referral, today: date) -> Shown:
    """What only those concerned see on a card: terms, the outcome in a sentence, what can be set against it, whom to call."""
    room = legal_steps.room_for(catalogue, part, today)
    found: Shown = {
        "termijn": _term(part),
        "uitkomst_zin": texts_case.OUTCOMES.get(part.outcome or ""),
        "afgewezen": part.outcome in texts_case.REFUSED,
        "stappen": [(step.value, texts_case.STEPS[step]) for step in room.steps],
        "lijn": line_to(catalogue, part),
    }
    if part.state is ReferralState.DECIDED and part.terms.get("levert") and part.outcome in ("toegekend", "deels-toegekend"):
        found["levering"] = texts_case.NOT_YET_DELIVERED
    if room.last_day is not None:
        found |= {"bezwaar": room.last_day.isoformat(), "bezwaar_voorbij": room.last_day < today}
    return found


def _term(part: Referral) -> list[tuple[str, str]]:
    """What moved the term, in words with a date (Awb 4:14, 4:15)."""
    found: list[tuple[str, str]] = []
    if part.state not in OPEN:
        return found
    if part.suspended_on is not None:
        found.append(("Opgeschort sinds", part.suspended_on.isoformat()))
    elif part.state is ReferralState.SUSPENDED:
        found.append(("Opgeschort sinds", amsterdam_date(part.state_since).isoformat()))
    if part.extended_to is not None:
        found.append(("Verdaagd tot", part.extended_to.isoformat()))
    return found


def line_to(catalogue: Catalogue, part: Referral) -> Shown | None:
    """The organisation's line for professionals; without a known one its general number, and said so."""
    organisation = catalogue.organisations.get(part.organisation)
    number = organisation and (organisation.professionals_line or organisation.telephone)
    if not organisation or not number:
        return None
    direct = organisation.professionals_line is not None
    label = texts_case.DIRECT_LINE if direct else texts_case.GENERAL_LINE
    return {"label": label, "nummer": number, "uitleg": "" if direct else texts_case.NO_DIRECT_LINE}


def can_supply(part: Referral) -> bool:
    """Whether the applicant can deliver something for this part now."""
    return part.state is ReferralState.NEEDS_INFORMATION or (part.state is ReferralState.PLANNED and part.turn is Turn.APPLICANT)


def _asked(catalogue: Catalogue, key: str) -> str:
    """A question key in words; organisations may also ask in a sentence of their own."""
    return catalogue.questions[key].label if key in catalogue.questions else key
