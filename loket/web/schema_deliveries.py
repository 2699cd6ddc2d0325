"""The form of the delivery log in the API: what may be asked, what may be replayed, and what is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from marshmallow import validates_schema

from loket.routing.deliveries import STATES
from loket.web.schema_answers import MANY, Whole
from loket.web.schema_fields import Checked, Choice, Flag, Inside, Listed, Moment, Strict, Text, refusal

LONGEST = timedelta(days=31)  #: a period that is replayed
REPLAYABLE = ("onbestelbaar", "bezorgd")


def canonical_id(text: str) -> str:
    """The canonical form of an id; ValueError in Dutch."""
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError("Dit is geen id dat wij uitgaven.") from None


def an_id(**options: Any) -> Checked:
    """The id of a delivery or of a subscription."""
    return Checked(canonical_id, "ongeldig-id", 36, metadata={"format": "uuid"}, **options)


class Period(Strict):
    """A period that ends after it begins."""

    @validates_schema(skip_on_field_errors=True)
    def _forward(self, data: dict[str, Any], **_: object) -> None:
        if "van" in data and "tot" in data and data["van"] >= data["tot"]:
            raise refusal("periode-omgekeerd", "‘tot’ ligt na ‘van’.", field="tot")


class BezorgingenVraagSchema(Period):
    """Which deliveries: made from ``van`` until before ``tot``, with one status, after the last one of the page before.

    With ``abonnement`` the events that went to that subscription, otherwise what went to the organisation itself.
    """

    van = Moment()
    tot = Moment()
    status = Choice(*STATES)
    na = an_id()
    abonnement = an_id()


class HerhalingSchema(Period):
    """Which deliveries are replayed: made from ``van`` until before ``tot``, and undeliverable unless ``status`` says else."""

    van = Moment(required=True)
    tot = Moment(required=True)
    status = Choice(*REPLAYABLE, load_default=REPLAYABLE[0])
    na = an_id()
    abonnement = an_id()

    @validates_schema(skip_on_field_errors=True)
    def _bounded(self, data: dict[str, Any], **_: object) -> None:
        if data["tot"] - data["van"] > LONGEST:
            raise refusal("periode-te-lang", f"Een periode is hooguit {LONGEST.days} dagen lang.", field="tot")


class BezorgingSchema(Strict):
    """One message that was sent, or must still be sent. Never what stood in it."""

    bezorgingId = Text(36, required=True)
    abonnementId = Text(36, required=True, allow_none=True)
    zaaknummer = Text(30, required=True)
    deelzaaknummer = Text(30, required=True, allow_none=True)
    soort = Text(20, required=True)
    status = Choice(*STATES, required=True)
    aangemaaktOp = Moment(required=True)
    bezorgdOp = Moment(required=True, allow_none=True)
    pogingen = Whole(minimum=0)
    volgendePoging = Moment(required=True, allow_none=True)
    bodyHash = Text(64, required=True)


class BezorgingenSchema(Strict):
    """A page of deliveries, the newest first; ``volgende`` is the ``na`` of the next page."""

    bezorgingen = Listed(Inside(BezorgingSchema), MANY, required=True)
    volgende = Text(36, required=True, allow_none=True)


class PogingSchema(Strict):
    """One try: when it began, how long it took, what was answered or what went wrong, and what that meant."""

    nummer = Whole(minimum=1)
    begonnenOp = Moment(required=True)
    milliseconden = Whole(minimum=0)
    oordeel = Choice("bezorgd", "opnieuw", "geweigerd", "gestopt", "kan-niet", required=True)
    httpStatus = Whole(minimum=100, maximum=599, allow_none=True)
    uitleg = Text(300, required=True, allow_none=True)


class BezorgingMetPogingenSchema(BezorgingSchema):
    """One message with its tries, the oldest first, and whether its body is still kept."""

    inhoudBewaard = Flag(required=True)
    pogingenLijst = Listed(Inside(PogingSchema), MANY, required=True)


class HerhaaldSchema(Strict):
    """How many deliveries of a period are in line again; ``volgende`` is the ``na`` of the next call when there are more."""

    aantal = Whole(minimum=0)
    overgeslagen = Whole(minimum=0)
    volgende = Text(36, required=True, allow_none=True)


ASKED = BezorgingenVraagSchema()
REPLAY = HerhalingSchema()
