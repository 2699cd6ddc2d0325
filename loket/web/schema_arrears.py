"""The form of signalled arrears in the API."""

from __future__ import annotations

from loket.cases import identity
from loket.routing.catalogue_reading import LONGEST_SLUG, SLUG
from loket.web.schema_fields import Checked, Day, Flag, Strict, Text
from loket.web.schema_intake import GEMEENTE_CODE


def _list_slug(text: str) -> str:
    if not SLUG.fullmatch(text) or len(text) > LONGEST_SLUG:
        raise ValueError("Deze lijst is hier niet bekend.")
    return text


class AchterstandSchema(Strict):
    """Of whom, for which list, and where they live. No amount and no reason: the list needs neither."""

    lijst = Checked(_list_slug, "onbekende-lijst", LONGEST_SLUG, required=True, metadata={"pattern": f"^{SLUG.pattern}$"})
    burgerservicenummer = Checked(identity.bsn, "ongeldig-bsn", 9, required=True, metadata={"pattern": "^[0-9]{9}$"})
    gemeentecode = Checked(GEMEENTE_CODE, "ongeldige-gemeentecode", 4, required=True, metadata={"pattern": "^[0-9]{4}$"})
    voldaan = Flag(load_default=False)


class AchterstandGenoteerdSchema(Strict):
    """Until when it counts; empty once it was paid. What others signalled is not told."""

    lijst = Text(60, required=True)
    teltMeeTot = Day(allow_none=True)


ARREARS = AchterstandSchema()
