"""The second way into a gemeente: a *verzoek* (productaanvraag) in the Objects API, of which the gemeente makes the zaak itself.

The record is of the objecttype Productaanvraag-Dimpact (open-objecten/objecttypes, community-concepts). An object has no key of ours, so
each try looks first for one with our deelzaaknummer in ``bron``. The zaak is then found by the same pair, as its kenmerk.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loket.adapters import zgw_body
from loket.adapters.port import Result, Verdict
from loket.adapters.zgw_client import Halt, Session


class NoCaseYet(Halt):
    """The gemeente has not made a zaak of our verzoek: nothing can be read, and what is added must be passed on by a person."""

    def __init__(self) -> None:
        super().__init__(Result(Verdict.UNABLE, detail="de gemeente heeft van het verzoek nog geen zaak gemaakt"))


def request_once(session: Session, objecttype: str, version: int, kind: str, content: Mapping[str, Any], created_at: datetime) -> None:
    """Put the request there as a productaanvraag of type ``kind``, unless it is there. Raises Halt and CallError as a session does."""
    url = f"{session.line.objects}/objects"
    number = content["deelzaaknummer"]
    if session.list(url, type=objecttype, data_attrs=f"bron__kenmerk__exact__{number}"):
        return
    record = {"typeVersion": version, "startAt": zgw_body.amsterdam_day(created_at).isoformat(), "data": request_data(content, kind)}
    session.create(url, {"type": objecttype, "record": record})


def request_data(content: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The productaanvraag: where it comes from, the answers by question, and who it is about. The same for the same message."""
    number = content["deelzaaknummer"]
    people = content.get("personen", [])
    applicant: Mapping[str, Any] = next((person for person in people if person.get("rol") == zgw_body.APPLICANT), {})
    return {
        "bron": {"naam": zgw_body.SOURCE, "kenmerk": number},
        "type": kind,
        "taal": "nld",
        "aanvraaggegevens": {
            "aanvrager": {name: value for name, value in applicant.items() if name not in ("rol", "burgerservicenummer")},
            "antwoorden": {str(answer.get("vraag")): answer.get("waarde") for answer in content.get("antwoorden", [])},
        },
        "zaakgegevens": {
            "omschrijving": zgw_body.title(content),
            "toelichting": zgw_body.fitting(zgw_body.summary(content), number),
        },
        "betrokkenen": [
            {
                "inpBsn": person["burgerservicenummer"],
                "rolOmschrijvingGeneriek": "initiator" if person.get("rol") == zgw_body.APPLICANT else "belanghebbende",
            }
            for person in people
            if person.get("burgerservicenummer")
        ],
    }
