"""The form of subscriptions to status events."""

from __future__ import annotations

from marshmallow.fields import Integer

from loket.routing import events
from loket.web.schema_answers import MANY, Whole
from loket.web.schema_fields import Choice, Flag, Inside, Listed, Moment, Strict, Text


class AbonnementAanvraagSchema(Strict):
    """Which address wants to hear of which events."""

    adres = Text(500, required=True, metadata={"example": "https://organisatie.example/gebeurtenissen"})
    gebeurtenissen = Listed(Choice(*events.TYPES), len(events.TYPES), required=True)


class AbonnementWijzigingSchema(Strict):
    """Keeping events for later, or sending them again."""

    gepauzeerd = Flag(required=True)


class AbonnementSchema(Strict):
    """A subscription. ``laatsteVolgnummer``: the sequence of its last event."""

    abonnementId = Text(36, required=True)
    adres = Text(500, required=True)
    gebeurtenissen = Listed(Choice(*events.TYPES), len(events.TYPES), required=True)
    gepauzeerd = Flag(required=True)
    laatsteVolgnummer = Whole(minimum=0)
    gemaaktOp = Moment(required=True)


class NieuwAbonnementSchema(AbonnementSchema):
    """A subscription that was just made: its secret is shown now and never again."""

    geheim = Text(100, required=True)


class AbonnementenSchema(Strict):
    """The organisation's own subscriptions, the oldest first."""

    abonnementen = Listed(Inside(AbonnementSchema), MANY, required=True)


class NieuwGeheimSchema(Strict):
    """The secret that signs from now on, and until when the one before it signs as well."""

    geheim = Text(100, required=True)
    vorigeGeldigTot = Moment(required=True)


class TestuitslagSchema(Strict):
    """What was answered to a test event."""

    bezorgd = Flag(required=True)
    status = Integer(strict=True, required=True, allow_none=True, metadata={"minimum": 100, "maximum": 599})
    antwoord = Text(300, required=True)
    milliseconden = Whole(minimum=0)


REQUEST = AbonnementAanvraagSchema()
CHANGE = AbonnementWijzigingSchema()
