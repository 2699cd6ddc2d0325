"""The form of what an organisation fetches of its own parts, and tells about them with its key."""

from __future__ import annotations

import re

from loket.cases.states import REFERRAL_WORDS
from loket.web.schema_actions import NUMBER_LENGTH
from loket.web.schema_answers import MANY, TURN
from loket.web.schema_fields import Checked, Choice, Day, Flag, Inside, Listed, Moment, Strict, Table, Text

STATUS = Choice(*dict.fromkeys(REFERRAL_WORDS.values()), required=True)


USUAL, MOST = 50, 100  # parts on a page
COUNT = re.compile(r"[0-9]{1,3}")


def count(text: str) -> str:
    """How many parts on a page; ValueError in Dutch."""
    if COUNT.fullmatch(text) and 1 <= int(text) <= MOST:
        return text
    raise ValueError(f"Dit is een heel getal van 1 tot en met {MOST}.")


class DeelzakenVraagSchema(Strict):
    """What the list begins after (``volgende`` of an earlier answer), and how many parts come at once."""

    sinds = Text(400)
    aantal = Checked(count, "ongeldig-aantal", 3, load_default=str(USUAL))


class EigenRegelSchema(Strict):
    """One own part in the list. ``klaar``: a message waits to be fetched."""

    deelzaaknummer = Text(NUMBER_LENGTH, required=True)
    product = Text(60, required=True)
    status = STATUS
    gewijzigdOp = Moment(required=True)
    klaar = Flag(required=True)


class DeelzakenSchema(Strict):
    """Own parts that changed. ``volgende`` is the ``sinds`` of the next call, also when there is nothing ``meer`` now."""

    deelzaken = Listed(Inside(EigenRegelSchema), MANY, required=True)
    volgende = Text(400, required=True)
    meer = Flag(required=True)


class EigenDeelzaakSchema(Strict):
    """One own part and its messages, each as an organisation with a door of its own would get it."""

    deelzaaknummer = Text(NUMBER_LENGTH, required=True)
    zaaknummer = Text(NUMBER_LENGTH, required=True)
    product = Text(60, required=True)
    status = STATUS
    aanZet = TURN
    sinds = Moment(required=True)
    ontvangenOp = Moment(required=True, allow_none=True)
    uiterlijkeEinddatumAfdoening = Day(required=True, allow_none=True)
    hersteltermijn = Day(required=True, allow_none=True)
    uitkomst = Text(30, required=True, allow_none=True)
    kenmerk = Text(120, required=True, allow_none=True)
    berichten = Listed(Table(), MANY, required=True)


class EigenStatusmeldingSchema(Strict):
    """What an organisation tells about its own part: the fields of ``data`` of a Statusmelding, beside the last word of its type."""

    soort = Text(60, required=True, metadata={"example": "besloten"})
    kenmerk = Text(120)
    toelichting = Text(2000)
    uitkomst = Text(60)
    datumBesluit = Day()
    bekendgemaaktOp = Day()
    reden = Text(60)
    juisteOrganisatie = Text(60)
    juistProduct = Text(60)
    hersteltermijn = Day()
    nieuweEinddatum = Day()
    vragen = Listed(Text(500), 20)


REPORT = EigenStatusmeldingSchema()
ASKED = DeelzakenVraagSchema()
