"""What Loket writes into a gemeente's zaak: pure translation of a composed message to ZGW bodies.

ZGW has no place for free answers that every zaaktype knows (eigenschappen differ per zaaktype), so they stand in ``toelichting`` as whole
lines. What does not fit in its 1000 characters is not cut in two: the last line says that the rest stands in Loket under the
deelzaaknummer, where the gemeente can fetch all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MAX_TITLE, MAX_NOTE = 80, 1000
APPLICANT, SOURCE = "aanvrager", "Loket"
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def amsterdam_day(moment: datetime) -> date:
    """The day in Amsterdam of an aware moment."""
    return moment.astimezone(_AMSTERDAM).date()


def case_body(content: Mapping[str, Any], type_url: str, source: str, responsible: str, created_at: datetime) -> dict[str, Any]:
    """The body of POST zaken, the same for the same message. No ``registratiedatum``: the gemeente's own clock sets it."""
    number = content["deelzaaknummer"]
    return {
        "identificatie": number,
        "bronorganisatie": source,
        "verantwoordelijkeOrganisatie": responsible,
        "zaaktype": type_url,
        "startdatum": amsterdam_day(created_at).isoformat(),
        "omschrijving": title(content),
        "toelichting": fitting(summary(content), number),
        "communicatiekanaalNaam": str(content.get("kanaal", "")).capitalize(),
        "kenmerken": [{"kenmerk": number, "bron": SOURCE}],
    }


def title(content: Mapping[str, Any]) -> str:
    """What the zaak is called: kind and product, at most 80 characters."""
    return _short(f"{str(content['soort']).capitalize()}: {content.get('productnaam') or content['product']}", MAX_TITLE)


def summary(content: Mapping[str, Any]) -> Iterator[str]:
    """The lines of ``toelichting``, the most important first: urgency, the citizen's own words, other people, answers."""
    yield f"Via Loket, zaak {content.get('zaaknummer', '')}; aangeklopt op {str(content.get('aangekloptOp', ''))[:10]}."
    if content.get("spoed"):
        yield "SPOED"
    if content.get("toelichting"):
        yield str(content["toelichting"])
    for person in others(content):
        yield f"Betrokkene ({person.get('rol')}): {_name(person)}, geboren {person.get('geboortedatum', 'onbekend')}"
    yield from answer_lines(content)


def answer_lines(content: Mapping[str, Any]) -> Iterator[str]:
    """One line for each answer."""
    for answer in content.get("antwoorden", []):
        yield f"{answer.get('label') or answer.get('vraag')}: {_spoken(answer.get('waarde'))}"


def properties(content: Mapping[str, Any], names: Mapping[str, str], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The eigenschappen to make: naam and the answer as text, for each answer that has one in the zaaktype (``known``)."""
    for answer in content.get("antwoorden", []):
        name = names.get(str(answer.get("vraag")), "")
        if name in known:
            yield name, _spoken(answer.get("waarde"))


def fitting(lines: Iterable[str], number: str) -> str:
    """The whole lines that fit in ``toelichting``; when one was left out a last line tells where it stands."""
    more = f"De rest staat in Loket onder {number}."
    kept: list[str] = []
    room, left_out = MAX_NOTE - len(more), False
    for line in lines:
        fits = len(line) + 1 <= room
        kept, room, left_out = ([*kept, line], room - len(line) - 1, left_out) if fits else (kept, room, True)
    return "\n".join([*kept, more] if left_out else kept)


def people(content: Mapping[str, Any], roles: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rollen to make, without ``zaak``: the applicant as initiator, others as belanghebbende where the zaaktype knows that."""
    for person in content.get("personen", []):
        role = roles.get("initiator" if person.get("rol") == APPLICANT else "belanghebbende")
        if role is not None:
            yield {
                "betrokkeneType": "natuurlijk_persoon",
                "roltype": role,
                "roltoelichting": f"{str(person.get('rol')).capitalize()} volgens Loket",
                "betrokkeneIdentificatie": _identity(person),
            }


def others(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Everybody but the applicant."""
    return [person for person in content.get("personen", []) if person.get("rol") != APPLICANT]


def first_status(type_url: str, created_at: datetime) -> dict[str, Any]:
    """The first status, without ``zaak``. Its moment is fixed by the message, a second back: a repeated try then names the same moment."""
    moment = created_at.astimezone(UTC) - timedelta(seconds=1)
    stamp = moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return {"statustype": type_url, "datumStatusGezet": stamp, "statustoelichting": "Ontvangen via Loket"}


def supplement(content: Mapping[str, Any], created_at: datetime) -> str:
    """The paragraph that an aanvulling adds to ``toelichting``; the same for the same message, so that it is added once."""
    head = f"Aanvulling via Loket op {amsterdam_day(created_at)} ({_mark(content)}):"
    own = [str(content["toelichting"])] if content.get("toelichting") else []
    return "\n".join([head, *own, *answer_lines(content)])


def withdrawal(content: Mapping[str, Any], created_at: datetime) -> str:
    """The paragraph that an intrekking puts before ``toelichting``; the same for the same message."""
    reason = content.get("reden") or "geen reden genoemd"
    return f"INGETROKKEN door de aanvrager via Loket op {amsterdam_day(created_at)} ({_mark(content)}): {reason}"


def _mark(content: Mapping[str, Any]) -> str:
    return f"bericht {str(content.get('berichtId', ''))[-12:]}"


def _identity(person: Mapping[str, Any]) -> dict[str, Any]:
    named = {
        "inpBsn": person.get("burgerservicenummer"),
        "geslachtsnaam": person.get("geslachtsnaam"),
        "voorvoegselGeslachtsnaam": person.get("voorvoegsel"),
        "voornamen": person.get("voornamen"),
        "geboortedatum": person.get("geboortedatum"),
    }
    return {name: str(value) for name, value in named.items() if value}


def _name(person: Mapping[str, Any]) -> str:
    return " ".join(str(person[part]) for part in ("voornamen", "voorvoegsel", "geslachtsnaam") if person.get(part))


def _spoken(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
