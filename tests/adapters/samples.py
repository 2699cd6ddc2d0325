"""Messages and settings for the tests of the adapters."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from loket.adapters.port import Kind, Message
from loket.adapters.settings import OrganisationSettings
from loket.adapters.signing import derive_secret

NOW = datetime(2026, 11, 22, 0, 16, 30, tzinfo=UTC)
CREATED = datetime(2026, 11, 22, 0, 16, 8, tzinfo=UTC)
NUMBER = "L-7K3M9P2XQ4-8-1"
DELIVERY = "0199f5a0-0000-7000-8000-0123456789ab"
BSN = "999990342"
SECRET = derive_secret("zaad", "proef")
ZAAKTYPE = "aanvraag-financiele-ondersteuning-ondernemers-beha"

CONTENT: dict[str, Any] = {
    "berichtId": DELIVERY,
    "deelzaaknummer": NUMBER,
    "zaaknummer": "L-7K3M9P2XQ4-8",
    "product": "bbz",
    "productnaam": "Bijstand voor zelfstandigen",
    "aangekloptOp": "2026-11-22T00:16:08Z",
    "spoed": False,
    "kanaal": "balie",
    "voor": "aanvrager",
    "personen": [{"rol": "aanvrager", "burgerservicenummer": BSN, "geslachtsnaam": "Moulin", "geboortedatum": "1982-04-10"}],
    "antwoorden": [
        {"vraag": "inkomen", "label": "Hebt u inkomen?", "waarde": False},
        {"vraag": "hulp", "label": "Waarbij hebt u hulp nodig?", "waarde": ["huur", "eten"]},
    ],
    "toelichting": "Ik kan de huur niet betalen.",
}


def message(kind: Kind = Kind.REQUEST, reference: str | None = None, **content: Any) -> Message:
    """A message of ``kind`` with the sample content, changed by ``content``."""
    body = json.dumps({**CONTENT, "soort": kind.value, **content}, ensure_ascii=False).encode()
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    return Message(DELIVERY, kind, NUMBER, "bbz", body, CREATED, 1, trace, reference)


def settings(adapter: str, address: str | None = None, **options: Any) -> OrganisationSettings:
    """Settings for an organisation that speaks ``adapter``."""
    return OrganisationSettings(
        slug="proef",
        adapter=adapter,
        address=address,
        options=options,
        secrets=(SECRET,),
        deadline=5.0,
        rsin="517439943",
    )
