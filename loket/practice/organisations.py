"""Who is played, and in which words: the practice organisations and their vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Outcomes in each organisation's own words; an organisation without a row speaks Loket's words.
OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "uwv": {
        "toegekend": "toegewezen",
        "deels-toegekend": "gedeeltelijk-toegewezen",
        "afgewezen": "afgewezen",
        "buiten-behandeling": "niet-in-behandeling-genomen",
    },
    "svb": {
        "toegekend": "toekenning",
        "deels-toegekend": "gedeeltelijke-toekenning",
        "afgewezen": "afwijzing",
        "buiten-behandeling": "buiten-behandeling-gesteld",
    },
    "cak": {
        "toegekend": "akkoord",
        "deels-toegekend": "deels-akkoord",
        "afgewezen": "niet-akkoord",
        "buiten-behandeling": "niet-beoordeeld",
    },
}

#: Reasons for handing back, likewise.
REASONS: Mapping[str, Mapping[str, str]] = {
    "uwv": {"niet-bevoegd": "niet-voor-uwv", "al-geregeld": "loopt-al"},
    "svb": {"niet-bevoegd": "geen-taak-svb", "al-geregeld": "gaat-automatisch"},
    "cak": {"niet-bevoegd": "niet-voor-cak", "al-geregeld": "al-verwerkt"},
}

#: Whom an organisation names when a request is not for it, unless told otherwise.
RIGHT_ORGANISATIONS: Mapping[str, str] = {"uwv": "svb", "svb": "uwv", "cak": "svb", "gemeente": "uwv"}


@dataclass(frozen=True, slots=True)
class PracticeOrganisation:
    """One organisation to play. ``dialect`` is ``loket``, ``uwv``, ``svb``, ``cak`` or ``gemeente``.

    A gemeente speaks ZGW, the others the Loket interface.

    ``secrets`` (``whsec_…``, the newest first) sign both ways; for a gemeente the newest also is the secret of its ZGW client.
    ``keys`` are Loket's public keys (``whpk_…``), ``source`` is the CloudEvents source, ``delivers`` names the products that are
    carried out after they were granted.
    """

    slug: str
    name: str
    dialect: str
    oin: str
    source: str
    secrets: tuple[str, ...] = field(repr=False)
    keys: tuple[str, ...] = ()
    products: Mapping[str, str] = field(default_factory=dict)  # slug → name
    delivers: frozenset[str] = frozenset()
    client_id: str = "loket"
    client_secret: str | None = field(default=None, repr=False)
    rsin: str = ""
    right_organisation: str | None = None  # named when a request is not for it

    @property
    def is_gemeente(self) -> bool:
        """Whether it speaks ZGW instead of the Loket interface."""
        return self.dialect == "gemeente"

    @property
    def zgw_secret(self) -> str:
        """The secret that the tokens of the ZGW client are signed with."""
        return self.client_secret or self.secrets[0]

    @property
    def names_as_right(self) -> str:
        """The slug of the organisation it points to when a request is not for it."""
        return self.right_organisation or RIGHT_ORGANISATIONS.get(self.dialect, "uwv")

    def word(self, outcome: str) -> str:
        """``outcome`` (Loket's word) as this organisation says it."""
        return OUTCOMES.get(self.dialect, {}).get(outcome, outcome)

    def reason(self, reason: str) -> str:
        """``reason`` for handing back (Loket's word) as this organisation says it."""
        return REASONS.get(self.dialect, {}).get(reason, reason)
