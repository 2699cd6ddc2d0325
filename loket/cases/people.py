"""The people in a case, and who they are apart from it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from loket.cases.base import Base
from loket.cases.columns import case_key
from loket.cases.crypto import EncryptedJSON, EncryptedText

if TYPE_CHECKING:
    from loket.cases.models import Case


class Person(Base):
    """Who somebody is, apart from any case. ``pseudonym`` is what the logs call them; deleting the row breaks that link."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    bsn: Mapped[str | None] = mapped_column(EncryptedText)
    bsn_blind: Mapped[str | None] = mapped_column(String(64), unique=True)
    pseudonym: Mapped[uuid.UUID] = mapped_column(unique=True)


class Participant(Base):
    """A person in a case, as they were given then: role, names, contact. One ``applicant`` a case."""

    __tablename__ = "participant"
    __table_args__ = (Index("ix_participant_name", "surname_key", "birth_date"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_id: Mapped[uuid.UUID] = case_key()
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))  # aanvrager, overledene, partner, kind, contactpersoon-nalatenschap, gemachtigde
    given_names: Mapped[str | None] = mapped_column(String(200))
    prefix: Mapped[str | None] = mapped_column(String(30))
    surname: Mapped[str] = mapped_column(String(200))
    surname_key: Mapped[str] = mapped_column(String(200))  # lower case, without accents
    birth_date: Mapped[str | None] = mapped_column(String(10))  # ISO; unknown parts are 00, as in the BRP
    died_on: Mapped[date | None]
    gemeente_code: Mapped[str | None] = mapped_column(String(4))
    contact: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)  # postcode, huisnummer, telefoonnummer, emailadres
    kvk_number: Mapped[str | None] = mapped_column(String(8))
    representation: Mapped[str | None] = mapped_column(String(30))  # for a gemachtigde: kind
    mandate: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)  # for a gemachtigde: omvang, bewijs, van
    mandate_until: Mapped[date | None] = mapped_column(index=True)  # last day; a parent's ends with the 18th birthday (BW 1:233)
    identity_check: Mapped[str | None] = mapped_column(String(30))  # how it was seen who this is: identiteitsbewijs, digid, vragen, niet
    foreigner_number: Mapped[str | None] = mapped_column(EncryptedText)  # V-nummer, of a person without BSN
    safe_contact: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)  # wijze, wanneer, nooit, berichten, taal
    registered: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)  # what the BRP says: bron, moment, gegevens, afwijkend
    secrecy: Mapped[bool] = mapped_column(default=False)  # geheimhouding (Wet BRP 2.59)

    case: Mapped[Case] = relationship(back_populates="participants")
    person: Mapped[Person] = relationship()
