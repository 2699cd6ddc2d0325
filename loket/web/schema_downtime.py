"""The form of announced downtime in the API."""

from __future__ import annotations

from loket.routing.downtime import MOST
from loket.web.schema_fields import Inside, Listed, Moment, Strict, Text


class OnderbrekingSchema(Strict):
    """From when until when the organisation cannot be reached, and why. No personal data."""

    van = Moment(required=True)
    tot = Moment(required=True)
    reden = Text(300, required=True)


class AangekondigdeOnderbrekingSchema(OnderbrekingSchema):
    """An announced downtime."""

    onderbrekingId = Text(36, required=True)
    aangekondigdOp = Moment(required=True)


class OnderbrekingenSchema(Strict):
    """What was announced and is not over, the first one on top."""

    onderbrekingen = Listed(Inside(AangekondigdeOnderbrekingSchema), MOST, required=True)


DOWNTIME = OnderbrekingSchema()
