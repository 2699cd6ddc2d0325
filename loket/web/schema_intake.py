"""The form of the intake body (architecture §6); what the catalogue must know of it stands in ``schema_content``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from marshmallow import fields

from loket.cases import identity
from loket.routing.request import CHANNELS, CHILD, DECEASED, ESTATE_CONTACT, PARTNER, ROLES
from loket.web.schema_fields import Checked, Choice, Day, Dutch, Flag, Inside, Listed, Moment, Strict, Table, Text, refusal

REPRESENTATIONS = ("ouder", "gemachtigde", "bewindvoerder", "curator", "mentor", "begeleider")


def _matching(pattern: str, words: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text.strip()):
            raise ValueError(words)
        return text.strip()

    return check


TELEPHONE = _matching(r"\+?[0-9][0-9 ()/-]{5,24}", "Dit is geen telefoonnummer.")
GEMEENTE_CODE = _matching(r"[0-9]{4}", "Een gemeentecode heeft vier cijfers.")
HOUSE_NUMBER = _matching(r"[1-9][0-9]{0,4}[ -]?[0-9A-Za-z .-]{0,12}", "Een huisnummer begint met een cijfer, bijvoorbeeld 12 of 12 A.")
FOREIGNER_NUMBER = _matching(r"[0-9]{10}", "Een V-nummer heeft tien cijfers.")
IDENTITY_CHECKS = ("identiteitsbewijs", "digid", "vragen", "niet")
NO_BSN = ("nooit-gehad", "weet-niet", "geeft-niet")


class HouseNumber(Dutch, fields.Field[str]):
    """A house number, as a number or as a text with its addition."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self.make_error("invalid")
        try:
            return HOUSE_NUMBER(str(value))
        except ValueError as error:
            raise refusal("ongeldig-huisnummer", str(error)) from None


class PersoonSchema(Strict):
    """What every person in a request can have."""

    burgerservicenummer = Checked(identity.bsn, "ongeldig-bsn", 9, metadata={"pattern": "^[0-9]{9}$"})
    voornamen = Text(200)
    voorvoegsel = Text(30)
    geslachtsnaam = Text(200, required=True)
    geboortedatum = Checked(identity.birth_date, "ongeldige-geboortedatum", 10, metadata={"example": "1968-00-00"})
    postcode = Checked(identity.postcode, "ongeldige-postcode", 7, metadata={"example": "2511BT"})
    huisnummer = HouseNumber(metadata={"oneOf": [{"type": "integer", "minimum": 1}, {"type": "string", "maxLength": 20}]})
    gemeentecode = Checked(GEMEENTE_CODE, "ongeldige-gemeentecode", 4, metadata={"pattern": "^[0-9]{4}$"})
    telefoonnummer = Checked(TELEPHONE, "ongeldig-telefoonnummer", 26)
    emailadres = Checked(identity.email, "ongeldig-emailadres", 254)
    geheimhouding = Flag()


class VeiligContactSchema(Strict):
    """How the applicant may be reached safely (practice rule 11)."""

    wijze = Choice("telefoon", "email", "post", "balie")
    wanneer = Text(200)
    nooit = Text(300)
    berichten = Choice("geen", "email", "sms")
    taal = Choice("nl", "en")


class AanvragerSchema(PersoonSchema):
    """Who asks."""

    geboortedatum = Checked(identity.birth_date, "ongeldige-geboortedatum", 10, required=True, metadata={"example": "1968-00-00"})
    kvkNummer = Checked(identity.kvk_number, "ongeldig-kvk-nummer", 8, metadata={"pattern": "^[0-9]{8}$"})
    gekozenGemeentecode = Checked(GEMEENTE_CODE, "ongeldige-gemeentecode", 4, metadata={"pattern": "^[0-9]{4}$"})
    vreemdelingennummer = Checked(FOREIGNER_NUMBER, "ongeldig-v-nummer", 10, metadata={"pattern": "^[0-9]{10}$"})
    geenBsn = Choice(*NO_BSN)
    geenVastAdres = Flag()
    geenTelefoon = Flag()
    identiteitscontrole = Choice(*IDENTITY_CHECKS)
    veiligContact = Inside(VeiligContactSchema)


class BetrokkeneSchema(PersoonSchema):
    """Somebody else whom the request is about."""

    rol = Choice(DECEASED, PARTNER, CHILD, ESTATE_CONTACT, required=True)
    datumOverlijden = Day()


class GemachtigdeSchema(PersoonSchema):
    """Who speaks for the applicant (Awb 2:1)."""

    soort = Choice(*REPRESENTATIONS, required=True)
    omvang = Text(300)
    bewijs = Text(200)
    van = Day()
    tot = Day()


class GekozenProductSchema(Strict):
    """A product that the employee added."""

    product = Text(60, required=True)
    organisatie = Text(60)
    voor = Choice(*ROLES)
    reden = Text(300)


class WeggelatenProductSchema(Strict):
    """A proposed product that the employee left out, and why."""

    product = Text(60, required=True)
    reden = Text(300, required=True)


class NieuweZaakSchema(Strict):
    """Why a new case is wanted although one is open (Awb 4:6)."""

    reden = Text(300, required=True)


class ProductField(Inside):
    """A product as an object, or just its slug."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._deserialize({"product": value} if isinstance(value, str) else value, *args, **kwargs)


class ZaakAanvraagSchema(Strict):
    """The intake body."""

    levensgebeurtenis = Text(60)
    producten = Listed(ProductField(GekozenProductSchema), 30)
    weggelaten = Listed(Inside(WeggelatenProductSchema), 30)
    aanvrager = Inside(AanvragerSchema, required=True)
    betrokkenen = Listed(Inside(BetrokkeneSchema), 20)
    gemachtigde = Inside(GemachtigdeSchema)
    antwoorden = Table()
    communicatiekanaal = Choice(*CHANNELS, required=True)
    loket = Text(60, required=True)
    spoed = Flag()
    toelichting = Text(4000)
    nieuweZaak = Inside(NieuweZaakSchema)
    aangekloptOp = Moment()


INTAKE = ZaakAanvraagSchema()
