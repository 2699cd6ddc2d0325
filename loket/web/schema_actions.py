"""The form of the smaller bodies: searching, contact moments, withdrawing, supplying, forwarding, and an organisation's message."""

from __future__ import annotations

from typing import Any

from marshmallow import validates_schema

from loket.cases import identity
from loket.routing.request import CHANNELS
from loket.web.schema_fields import Checked, Choice, Day, Flag, Listed, Moment, Strict, Table, Text, refusal

EVENT_TYPE = "nl.overheid.loket.deelzaak."
NUMBER_LENGTH = 30


class ZoekvraagSchema(Strict):
    """Whom or what to look for, in exactly one of three ways."""

    burgerservicenummer = Checked(identity.bsn, "ongeldig-bsn", 9, metadata={"pattern": "^[0-9]{9}$"})
    geslachtsnaam = Text(200)
    geboortedatum = Checked(identity.birth_date, "ongeldige-geboortedatum", 10, metadata={"example": "1968-00-00"})
    kenmerk = Text(120)

    @validates_schema(skip_on_field_errors=True)
    def _one_way(self, data: dict[str, Any], **_: object) -> None:
        if set(data) not in ({"burgerservicenummer"}, {"geslachtsnaam", "geboortedatum"}, {"kenmerk"}):
            raise refusal("kies-een", "Zoek op burgerservicenummer, of op geslachtsnaam en geboortedatum, of op kenmerk.")


class ContactmomentSchema(Strict):
    """One knock: what was asked, answered, said and promised."""

    vraag = Text(2000, required=True)
    communicatiekanaal = Choice(*CHANNELS, required=True)
    beantwoord = Flag(load_default=False)
    gezegd = Text(2000)
    toezegging = Text(500)
    toegezegdOp = Day()
    toegezegdDoor = Text(60)


class IntrekkingSchema(Strict):
    """Which parts are withdrawn (all open ones when none is named), and why."""

    deelzaken = Listed(Text(NUMBER_LENGTH), 50)
    reden = Text(300, required=True)


class AanvullingSchema(Strict):
    """What the applicant gives: answers, a note, or both."""

    antwoorden = Table()
    toelichting = Text(4000)

    @validates_schema(skip_on_field_errors=True)
    def _something(self, data: dict[str, Any], **_: object) -> None:
        if not data.get("antwoorden") and "toelichting" not in data:
            raise refusal("verplicht", "Geef antwoorden, een toelichting, of allebei.")


class DoorzendingSchema(Strict):
    """Where a part must go, and why (Awb 2:3)."""

    organisatie = Text(60, required=True)
    product = Text(60)
    reden = Text(300, required=True)


class StatusmeldingSchema(Strict):
    """A CloudEvent 1.0 (NL GOV profile 1.1, structured mode) in which an organisation tells about its part."""

    specversion = Choice("1.0", required=True)
    id = Text(200, required=True)
    source = Text(200, required=True)
    type = Text(120, required=True, metadata={"example": f"{EVENT_TYPE}besloten"})
    subject = Text(NUMBER_LENGTH, required=True)
    time = Moment(required=True)
    datacontenttype = Choice("application/json")
    dataschema = Text(500)
    data = Table(required=True)
    traceparent = Text(55)
    tracestate = Text(512)
    sequence = Text(40)
    sequencetype = Choice("Integer")

    @validates_schema(skip_on_field_errors=True)
    def _ours(self, data: dict[str, Any], **_: object) -> None:
        if not data["type"].startswith(EVENT_TYPE):
            raise refusal("onbekend-type", f"Het type begint met {EVENT_TYPE}.", field="type")


class NotificatieSchema(Strict):
    """A ZGW notification (Notificaties API 1.0): that something changed, not what."""

    kanaal = Text(100, required=True)
    hoofdObject = Text(1000, required=True)
    resource = Text(100)
    resourceUrl = Text(1000)
    actie = Text(100)
    aanmaakdatum = Text(40)
    kenmerken = Table()


SEARCH = ZoekvraagSchema()
CONTACT = ContactmomentSchema()
WITHDRAWAL = IntrekkingSchema()
COMPLETION = AanvullingSchema()
FORWARDING = DoorzendingSchema()
EVENT = StatusmeldingSchema()
