"""The form of an organisation's public keys, as they come in and as they are told."""

from __future__ import annotations

from loket.cases.outbox import KeyKind
from loket.web.schema_fields import Choice, Inside, Listed, Moment, Strict, Text

KINDS = tuple(kind.value for kind in KeyKind)
LONGEST = 2000


class SleutelToevoegingSchema(Strict):
    """A public key: ``whpk_…`` for signatures on messages (webhook), PEM for tokens (jwt)."""

    soort = Choice(*KINDS, required=True)
    sleutel = Text(LONGEST, required=True)


class SleutelSchema(Strict):
    """A public key that is valid now."""

    id = Text(36, required=True)
    soort = Choice(*KINDS, required=True)
    sleutel = Text(LONGEST, required=True)
    toegevoegdOp = Moment(required=True)


class SleutelsSchema(Strict):
    """The valid keys, the oldest first."""

    sleutels = Listed(Inside(SleutelSchema), 10, required=True)


ADDITION = SleutelToevoegingSchema()
