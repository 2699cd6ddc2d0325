"""The steps that make a zaak whole after it was opened: rollen, eigenschappen, first status. Each can be repeated.

Every step looks at what is there before it adds anything, so a try that was cut off after any call is completed by the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from loket.adapters import zgw_body
from loket.adapters.port import Message
from loket.adapters.zgw_catalogue import CaseType
from loket.adapters.zgw_client import Halt, Invalid, Session, link

#: What a second try of the same call is told; the first is spelled so over there.
ALREADY_THERE = {"rol": "max-occurences", "status": "unique", "zaak": "identificatie-niet-uniek"}

Case = Mapping[str, Any]
Content = Mapping[str, Any]


def add_people(session: Session, case: Case, content: Content, kind: CaseType) -> None:
    """A rol for each person that the zaaktype has a roltype for."""
    url = f"{session.line.cases}/rollen"
    there = session.list(url, zaak=link(case, "url")) if case.get("rollen") else []
    for role in zgw_body.people(content, kind.roles):
        if not any(_same_role(role, one) for one in there):
            _create_once(session, url, {"zaak": link(case, "url"), **role}, ALREADY_THERE["rol"])


def add_properties(session: Session, case: Case, content: Content, names: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, ...]:
    """An eigenschap for each answer that ``names`` (question → naam) gives one; ``known`` is naam → URL in the zaaktype.

    Returns what the gemeente would not take, in words and without the answer. That stops nothing: every answer also stands in
    ``toelichting``.
    """
    wanted = dict(zgw_body.properties(content, names, known))
    if not wanted:
        return ()
    url = f"{link(case, 'url')}/zaakeigenschappen"
    there = {one.get("eigenschap") for one in session.list(url)} if case.get("eigenschappen") else set()
    return tuple(_refused(session, url, case, {name: one for name, one in wanted.items() if known[name] not in there}, known))


def _refused(session: Session, url: str, case: Case, wanted: Mapping[str, str], known: Mapping[str, str]) -> Iterator[str]:
    for name, value in wanted.items():
        try:
            session.create(url, {"zaak": link(case, "url"), "eigenschap": known[name], "waarde": value})
        except Invalid as fault:
            yield f"eigenschap {name} is niet overgenomen: {', '.join(sorted(fault.codes))}"


def missing(content: Content, names: Mapping[str, str], known: Iterable[str]) -> tuple[str, ...]:
    """The eigenschappen that the options name for an answer in ``content`` and that the zaaktype has not, in words."""
    there = set(known)
    asked = [str(answer.get("vraag")) for answer in content.get("antwoorden", [])]
    return tuple(f"eigenschap {names[key]} bestaat niet bij dit zaaktype" for key in asked if key in names and names[key] not in there)


def set_first_status(session: Session, case: Case, message: Message, kind: CaseType) -> None:
    """The status with the lowest volgnummer, unless the zaak has any status already. Comes last: then the zaak is whole.

    A gemeente that is quick may have closed the zaak since we made it. Then it refuses our status, and has one of its own.
    """
    if not kind.first_status or case.get("status"):
        return
    status = zgw_body.first_status(kind.first_status, message.created_at)
    try:
        _create_once(session, f"{session.line.cases}/statussen", {"zaak": link(case, "url"), **status}, ALREADY_THERE["status"])
    except Halt as halt:
        if halt.code != "permission_denied" or not session.get(link(case, "url")).get("status"):
            raise


def _create_once(session: Session, url: str, body: Mapping[str, Any], already_there: str) -> None:
    try:
        session.create(url, body)
    except Invalid as fault:
        if already_there not in fault.codes:
            raise


def _same_role(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    identity = theirs.get("betrokkeneIdentificatie") or {}
    same_person = all(identity.get(name) == value for name, value in ours["betrokkeneIdentificatie"].items())
    return same_person and all(theirs.get(name) == ours[name] for name in ("roltype", "roltoelichting"))
