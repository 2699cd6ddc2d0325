"""The form of what the API answers, for the OpenAPI document; a test holds real answers against it."""

from __future__ import annotations

from marshmallow import fields

from loket.cases.states import CASE_WORDS, REFERRAL_WORDS, Turn
from loket.web.schema_fields import Choice, Day, Dutch, Flag, Inside, Listed, Moment, Strict, Table, Text

TURN = Choice(*(turn.value for turn in Turn), required=True)
MANY = 1000


class Whole(Dutch, fields.Integer):
    """A whole number that is always there."""

    def __init__(self, *, allow_none: bool = False, **metadata: int) -> None:
        super().__init__(strict=True, required=True, allow_none=allow_none, metadata=metadata)


class TaakSchema(Strict):
    """Something that the applicant must do."""

    tekst = Text(1000, required=True)
    uiterlijk = Text(200, allow_none=True)


class VastgelopenSchema(Strict):
    """Why a case stands still, and since when."""

    reden = Text(40, required=True)
    sinds = Moment(required=True)
    tot = Moment()


class DeelzaakSchema(Strict):
    """One organisation's part. Without a ground for its content ``beperkt`` is true and the rest is absent."""

    deelzaaknummer = Text(30, required=True)
    organisatie = Text(60, allow_none=True, required=True)
    status = Choice(*dict.fromkeys(REFERRAL_WORDS.values()), required=True)
    statustekst = Text(500, required=True)
    aanZet = TURN
    sinds = Moment(required=True)
    uiterlijkeEinddatumAfdoening = Day(allow_none=True, required=True)
    product = Text(60)
    productnaam = Text(200, allow_none=True)
    uitkomst = Text(30, allow_none=True)
    kenmerk = Text(120, allow_none=True)
    toelichting = Text(4000, allow_none=True)
    gevraagd = Listed(Text(1000), MANY)
    hersteltermijn = Day(allow_none=True)
    indicatief = Flag()
    beperkt = Flag()


class ZaakSchema(Strict):
    """The shared status: the same for every loket at the same moment."""

    zaaknummer = Text(20, required=True)
    status = Choice(*CASE_WORDS.values(), required=True)
    statustekst = Text(1000, required=True)
    aanZet = TURN
    ontvangenOp = Moment(required=True)
    loket = Text(60, required=True)
    uiterlijkeEinddatumAfdoening = Day(allow_none=True, required=True)
    vastgelopen = Inside(VastgelopenSchema, allow_none=True, required=True)
    moetUNog = Listed(Inside(TaakSchema), MANY, required=True)
    deelzaken = Listed(Inside(DeelzaakSchema), MANY, required=True)
    versie = Whole()
    levensgebeurtenis = Text(60, allow_none=True)
    beperkt = Flag()


class OpenVraagSchema(Strict):
    """A question without an answer yet, and the products that need it."""

    vraag = Text(80, required=True)
    producten = Listed(Text(60), MANY, required=True)


class GeopendeZaakSchema(ZaakSchema):
    """The shared status of a case that was just opened or joined."""

    openVragen = Listed(Inside(OpenVraagSchema), MANY, required=True)


class DoorgezondenZaakSchema(ZaakSchema):
    """The shared status after forwarding a part."""

    opvolger = Text(30, required=True)


class ZoekresultaatSchema(Strict):
    """The cases that were found."""

    zaken = Listed(Inside(ZaakSchema), MANY, required=True)


class GebeurtenisSchema(Strict):
    """One line of the timeline."""

    volgnummer = Whole()
    soort = Text(60, required=True)
    moment = Moment(required=True)
    door = Text(120, required=True)
    deelzaaknummer = Text(30, allow_none=True, required=True)
    tekst = Text(1000, required=True)
    toelichting = Text(4000)


class TijdlijnSchema(Strict):
    """The timeline of a case."""

    gebeurtenissen = Listed(Inside(GebeurtenisSchema), MANY, required=True)


class OntvangstbevestigingSchema(Strict):
    """What was done with an organisation's message."""

    verwerkt = Flag(required=True)
    reden = Text(300)


class CatalogusSchema(Strict):
    """What can be asked, of whom, with which questions."""

    versie = Text(64, required=True)
    levensgebeurtenissen = Listed(Table(), MANY, required=True)
    producten = Listed(Table(), MANY, required=True)
    vragen = Listed(Table(), MANY, required=True)
    organisaties = Listed(Table(), MANY, required=True)
    loketten = Listed(Table(), MANY, required=True)


class PapierSchema(Strict):
    """A copy of a paper that waits for the organisation that asked for it."""

    id = Text(36, required=True)
    soort = Text(60, required=True)
    mediatype = Text(40, required=True)
    bytes = Whole(minimum=1)
    bewaardOp = Moment(required=True)


class PapierenSchema(Strict):
    """The copies that wait, the oldest first."""

    papieren = Listed(Inside(PapierSchema), MANY, required=True)


class PlaatsSchema(Strict):
    """Where in the body something is wrong."""

    pointer = fields.String(required=True, metadata={"description": "JSON pointer (RFC 6901)"})


class FoutSchema(Strict):
    """One thing that is wrong."""

    location = Inside(PlaatsSchema, required=True)
    code = Text(60, required=True)
    detail = Text(1000, required=True)


class ProbleemSchema(Strict):
    """An error (RFC 9457)."""

    status = Whole(minimum=400, maximum=599)
    title = Text(200, required=True)
    detail = Text(1000, required=True)
    instance = Text(60, required=True)
    code = Text(60, required=True)
    errors = Listed(Inside(FoutSchema), MANY)
