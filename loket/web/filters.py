"""How templates write dates, numbers, names and states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from loket.cases import numbers, words
from loket.cases.deadlines import amsterdam_date
from loket.cases.desk import Handover
from loket.cases.models import Case
from loket.cases.queries import HIDDEN_PART
from loket.cases.states import CASE_WORDS, REFERRAL_WORDS, CaseState, ReferralState
from loket.cases.tailored import PlannedTalk, TailoredTable
from loket.cases.words import OUTAGE_SENTENCES
from loket.db import db
from loket.routing import lines
from loket.routing.request import APPLICANT
from loket.routing.service_points import ServicePoint, nearest
from loket.web import arrears, desk_handover, new_view, tailored_table, tailored_talks, texts
from loket.web.parts import organisation_name, parts, product_name, today


def datum(value: date | str | None) -> str:
    """A date (ISO text or date) as ``5 maart 2026``; other text stays as it is."""
    try:
        return words.day(value) if value else ""
    except ValueError:
        return str(value)


def moment(value: datetime | str | None) -> str:
    """A time (RFC 3339 text or aware datetime) in Amsterdam."""
    return words.moment(datetime.fromisoformat(value) if isinstance(value, str) else value) if value else ""


def dag(value: date | datetime) -> str:
    """A day, or the day in Amsterdam of a time, as ``5 maart 2026``."""
    return words.day(amsterdam_date(value) if isinstance(value, datetime) else value)


def nummer(value: str) -> str:
    """A zaaknummer or deelzaaknummer in groups."""
    return numbers.show(value)


def organisatie(slug: str | None) -> str:
    """The name of an organisation or loket as a person says it."""
    return organisation_name(slug) if slug else HIDDEN_PART.capitalize()


def kop(text: str) -> str:
    """A name as it begins a heading."""
    return text[:1].upper() + text[1:]


def zaakstand(state: CaseState) -> str:
    """The state of a case in the word of the API."""
    return CASE_WORDS[state]


def deelstand(state: ReferralState) -> str:
    """The state of a part in the word of the API."""
    return REFERRAL_WORDS[state]


def badge(state: str) -> tuple[str, str, str]:
    """Words, icon and tone of a state."""
    return texts.BADGES.get(state, (state, "clock", "quiet"))


def turn(value: str) -> tuple[str, str]:
    """Words and icon for whose turn it is."""
    return {key.value: found for key, found in texts.TURNS.items()}[value]


def vastgelopen(reason: str) -> str:
    """Why a case stands still, in a sentence."""
    return words.STUCK_SENTENCES.get(reason, "Deze zaak staat stil.")


def veldwaarde(value: object, name: str) -> str:
    """A person's field as the desk reads it."""
    return new_view.field_value(parts().catalogue, name, str(value))


def antwoord(value: Any, key: str) -> str:
    """An answer as a person says it."""
    question = parts().catalogue.questions.get(key)
    return new_view.said(question, value) if question else str(value)


def schuldlijst(organisation: str | None) -> bool:
    """Whether this organisation gets signals of arrears."""
    return arrears.has_list(organisation)


def maand(value: date) -> str:
    """The month of a day, as ``maart 2026``: a precedent tells no day."""
    return words.month(value)


def productnaam(slug: str) -> str:
    """The name of a product; the slug when the catalogue no longer knows it."""
    return product_name(slug)


def maatwerktafels(case: Case) -> list[tuple[TailoredTable, str]]:
    """The tables for tailored help of a case for its page, each with a key of ``texts_tailored.LINES``."""
    return tailored_table.of_case(case)


def gesprekken(case: Case) -> list[tuple[PlannedTalk, str]]:
    """The planned conversations of a case for its page, each with a key of ``texts_tailored.TALK_LINES``."""
    return tailored_talks.of_case(case)


def overdrachten(case: Case) -> list[tuple[Handover, str, str]]:
    """The handovers of a case, the newest first: row, state, receiver."""
    return desk_handover.shown(case)


def wacht_op_lijn(case: Case) -> list[str]:
    """The organisations that this case waits for and that cannot be reached, where its status does not say so already.

    A sensitive part stays unnamed, as in the status.
    """
    waits = {part.organisation for part in case.referrals if part.state is ReferralState.PENDING and not part.terms.get("gevoelig")}
    if not waits or case.stuck_reason in OUTAGE_SENTENCES:
        return []
    return lines.away(db.session(), waits, parts().clock())


def dienstpunten(case: Case) -> list[ServicePoint]:
    """The nearest places to send this applicant to; none when their address is secret, for a place would tell where they live."""
    person = next(one for one in case.participants if one.role == APPLICANT)
    if person.secrecy:
        return []
    return nearest(parts().catalogue, case.gemeente_code, (person.contact or {}).get("postcode"), today())


FILTERS: tuple[Callable[..., Any], ...] = (
    datum,
    moment,
    dag,
    nummer,
    organisatie,
    kop,
    zaakstand,
    deelstand,
    badge,
    turn,
    vastgelopen,
    veldwaarde,
    antwoord,
    overdrachten,
    maand,
    schuldlijst,
    productnaam,
    maatwerktafels,
    gesprekken,
    wacht_op_lijn,
    dienstpunten,
)
