"""The form of a case as ZGW shows it (Zaken API 1.7), for the OpenAPI document; a test holds real answers against it."""

from __future__ import annotations

from loket.web.schema_answers import MANY
from loket.web.schema_fields import Choice, Day, Flag, Inside, Listed, Moment, Strict, Text


class VerlengingSchema(Strict):
    """By how long the term was extended: an ISO 8601 duration."""

    reden = Text(200, allow_none=True, required=True)
    duur = Text(20, required=True)


class OpschortingSchema(Strict):
    """Whether the term stands still."""

    indicatie = Flag(required=True)
    eerdereOpschorting = Flag(allow_none=True, required=True)
    reden = Text(4000, allow_none=True, required=True)


class KenmerkSchema(Strict):
    """The organisation's own number."""

    kenmerk = Text(120, required=True)
    bron = Text(60, required=True)


class ZgwStatusSchema(Strict):
    """The present status."""

    statustype = Text(60, required=True)
    datumStatusGezet = Moment(required=True)
    statustoelichting = Text(1000, required=True)


class EenheidSchema(Strict):
    """An organisation or loket."""

    naam = Text(200, required=True)


class RolSchema(Strict):
    """Who has it: an organisation or a loket, never a person."""

    betrokkeneType = Choice("organisatorische_eenheid", required=True)
    omschrijvingGeneriek = Choice("behandelaar", "klantcontacter", required=True)
    betrokkeneIdentificatie = Inside(EenheidSchema, required=True)


class ResultaatSchema(Strict):
    """The outcome."""

    resultaattype = Text(30, required=True)
    toelichting = Text(4000, allow_none=True, required=True)


class UitgevouwenSchema(Strict):
    """What ZGW keeps as resources of their own."""

    status = Inside(ZgwStatusSchema, required=True)
    rollen = Listed(Inside(RolSchema), MANY, required=True)
    resultaat = Inside(ResultaatSchema, allow_none=True, required=True)


class ZgwZaakSchema(Strict):
    """A hoofdzaak or a deelzaak. What the caller may not see is null, and then ``beperkt`` is true."""

    url = Text(300, required=True)
    identificatie = Text(40, required=True)
    bronorganisatie = Text(9, allow_none=True, required=True)
    omschrijving = Text(80, allow_none=True, required=True)
    toelichting = Text(4000, allow_none=True, required=True)
    registratiedatum = Day(required=True)
    startdatum = Day(required=True)
    einddatum = Day(allow_none=True, required=True)
    uiterlijkeEinddatumAfdoening = Day(allow_none=True, required=True)
    communicatiekanaalNaam = Text(250, allow_none=True, required=True)
    vertrouwelijkheidaanduiding = Choice("zaakvertrouwelijk", required=True)
    verlenging = Inside(VerlengingSchema, allow_none=True, required=True)
    opschorting = Inside(OpschortingSchema, allow_none=True, required=True)
    hoofdzaak = Text(300, allow_none=True, required=True)
    deelzaken = Listed(Text(300), MANY, required=True)
    kenmerken = Listed(Inside(KenmerkSchema), MANY, required=True)
    expand = Inside(UitgevouwenSchema, data_key="_expand", required=True)
    beperkt = Flag()


class ZgwZakenSchema(Strict):
    """A case as ZGW shows it."""

    hoofdzaak = Inside(ZgwZaakSchema, required=True)
    deelzaken = Listed(Inside(ZgwZaakSchema), MANY, required=True)
