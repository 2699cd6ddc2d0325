"""Which claim of the login provider says what, and what its values mean here (``config/aanmelden.toml``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from loket.routing.catalogue_folder import Folder
from loket.routing.catalogue_reading import Key, mapping, one_of, several, slug, text
from loket.routing.roles import ROLES

FILE = "aanmelden.toml"
CLAIMS = ("account", "naam", "rol", "organisatie", "loket")


@dataclass(frozen=True, slots=True)
class ClaimMap:
    """What Loket asks for, in which claim each thing stands, and what the values of a claim mean here."""

    asks: tuple[str, ...]  # the scopes
    claims: Mapping[str, str]
    roles: Mapping[str, str]  # the first that somebody has counts
    organisations: Mapping[str, str]
    counters: Mapping[str, str]

    @property
    def scope(self) -> str:
        """The scopes as they stand in a request."""
        return " ".join(self.asks)


def read_sign_in(folder: Folder, organisations: Collection[str], counters: Collection[str]) -> ClaimMap | None:
    """The mapping in ``aanmelden.toml``; None without that file: then nobody signs in with a login provider. Faults go to ``folder``."""
    if not folder.has(FILE):
        return None
    found = folder.entry(FILE, "aanmelden", folder.tables(FILE, *SIGN_IN), ClaimMap, SIGN_IN)
    if found is None:
        return None
    for key in CLAIMS:
        if key not in found.claims:
            folder.fault(FILE, "claims", key, "ontbreekt")
    if "openid" not in found.asks:
        folder.fault(FILE, "", "vraagt", "noemt in elk geval openid")
    if not found.roles:
        folder.fault(FILE, "rol", "", "is leeg: dan kan niemand aanmelden")
    for table, named, known in (("organisatie", found.organisations, organisations), ("loket", found.counters, counters)):
        for theirs, ours in named.items():
            if ours not in known and ours not in folder.broken:
                folder.fault(FILE, table, theirs, f'onbekend: "{ours}"')
    return found


SIGN_IN: Mapping[str, Key] = {
    "vraagt": Key("asks", several(text), required=True),
    "claims": Key("claims", mapping(one_of(*CLAIMS), text), required=True),
    "rol": Key("roles", mapping(text, one_of(*ROLES)), required=True),
    "organisatie": Key("organisations", mapping(text, slug), default={}),
    "loket": Key("counters", mapping(text, slug), default={}),
}
