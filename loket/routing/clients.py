"""The programs that may call the API. A key is shown once, when it is made; only its SHA-256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.base import new_id
from loket.cases.outbox import ApiClient
from loket.errors import BadRequest, ConfigurationError, Conflict, Fault

#: What a key can be allowed to do, with the words for whoever hands it out.
SCOPES = {
    "zaken:openen": "een zaak openen",
    "zaken:lezen": "de gedeelde status en de gebeurtenissen lezen",
    "zaken:zoeken": "zaken zoeken op BSN, naam of kenmerk",
    "contactmomenten:schrijven": "een contactmoment vastleggen",
    "aanvullingen:schrijven": "doorgeven wat een organisatie vroeg",
    "papieren:lezen": "de kopie van een papier ophalen waar de organisatie om vroeg",
    "intrekkingen:schrijven": "een zaak of een deel intrekken",
    "doorzendingen:schrijven": "een deel naar een andere organisatie sturen",
    "deelzaken:lezen": "de eigen delen volgen en hun berichten ophalen",
    "statusmeldingen:schrijven": "melden hoe het staat met een eigen deel",
    "bezorgingen:lezen": "nakijken wat de eigen organisatie is bezorgd",
    "bezorgingen:herhalen": "een bezorging aan de eigen organisatie herhalen",
    "achterstanden:melden": "melden dat iemand achterloopt met betalen, waar daar een wettelijke grond voor is",
    "onderbrekingen:beheren": "aankondigen wanneer de eigen organisatie niet bereikbaar is",
    "abonnementen:beheren": "abonnementen op gebeurtenissen maken en beëindigen",
    "catalogus:lezen": "de catalogus lezen",
    "sleutels:beheren": "de openbare sleutels van de eigen organisatie beheren",
}
CLIENT = "client:"  #: with the name behind it: how a program stands in the audit log and at what it made
SHORTEST = 16
PRACTICE_KEY = "demo-loket-sleutel"  #: of the demo's contract; worth nothing outside it
PRACTICE_COUNTER = "gemeente-0518"
PRACTICE_SCOPES = ("zaken:openen", "zaken:lezen", "zaken:zoeken", "catalogus:lezen")


def add_client(
    session: Session,
    name: str,
    scopes: Iterable[str],
    counter: str | None,
    organisation: str | None,
    now: datetime,
    key: str | None = None,
) -> str:
    """Make a client and return its key, which is told only now. Commits.

    ``key`` fixes the key (practice only: at least 16 characters). BadRequest for an unknown scope or for a client of neither a
    loket nor an organisation; Conflict when the name is taken.
    """
    wanted = sorted(set(scopes))
    _check(wanted, counter or organisation, key)
    if session.scalar(select(ApiClient.id).where(ApiClient.name == name)):
        raise Conflict("Er is al een sleutel met deze naam.", code="naam-bestaat")
    made = key or f"loket_{secrets.token_urlsafe(32)}"
    session.add(
        ApiClient(
            id=new_id(now),
            name=name,
            key_hash=_hash(made),
            scopes=wanted,
            counter=counter,
            organisation=organisation,
            created_at=now,
            revoked_at=None,
        )
    )
    session.commit()
    return made


def add_practice_client(session: Session, now: datetime) -> None:
    """Make the client of the demo's contract, unless it is there: it works for one loket and may open, read and search."""
    if find_client(session, PRACTICE_KEY, practice=True) is None:
        add_client(session, "Oefenprogramma", PRACTICE_SCOPES, PRACTICE_COUNTER, None, now, PRACTICE_KEY)


def find_client(session: Session, key: str, *, practice: bool) -> ApiClient | None:
    """The client with this key; None for an unknown or revoked one, and for the demo's own key outside the demo.

    Looking up a hash takes no time that depends on the key, so that keys cannot be guessed by their prefix.
    """
    if key == PRACTICE_KEY and not practice:
        return None
    return session.scalars(select(ApiClient).where(ApiClient.key_hash == _hash(key), ApiClient.revoked_at.is_(None))).one_or_none()


def refuse_practice(session: Session) -> None:
    """ConfigurationError when this database comes from a demo: it holds the key that everybody knows."""
    if find_client(session, PRACTICE_KEY, practice=True) is not None:
        raise ConfigurationError("In deze database staat de sleutel van de oefenomgeving. Begin met een lege database.")


def _check(scopes: Iterable[str], owner: str | None, key: str | None) -> None:
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise BadRequest(
            f"Onbekend recht: {', '.join(unknown)}.", faults=(Fault("/scopes", "onbekend-recht", f"Kies uit: {', '.join(SCOPES)}."),)
        )
    if not owner:
        raise BadRequest("Een sleutel hoort bij een loket of bij een organisatie.")
    if key is not None and len(key) < SHORTEST:
        raise BadRequest(f"Een sleutel heeft ten minste {SHORTEST} tekens.")


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
