"""Whether a gemeente's systems let Loket in and know what it needs: everything that is missing, in plain Dutch. It only reads.

A scope cannot be tried out without changing something, so scopes are read from the Autorisaties API where Loket may read that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loket.adapters import zgw_body
from loket.adapters.answers import CallError
from loket.adapters.gemeente import Gemeente
from loket.adapters.zgw_client import Halt, Session, link

#: What Loket must be allowed to do: component and scope, with the words for whoever grants it.
SCOPES = {
    "catalogi.lezen": ("ztc", "zaaktypen opzoeken"),
    "zaken.lezen": ("zrc", "zaken teruglezen"),
    "zaken.aanmaken": ("zrc", "zaken aanmaken, met rollen en eerste status"),
    "zaken.bijwerken": ("zrc", "zaken aanvullen en een opschorting beëindigen"),
}
DOORS = {
    "jwt-expiredsignatureerror": "Het token was volgens de gemeente verlopen. Zet de klok van deze machine gelijk.",
    "jwt-expired": "Het token was volgens de gemeente te oud. Zet de klok van deze machine gelijk.",
    "invalid-jwt-signature": "Het geheim klopt niet: de gemeente heeft een ander geheim bij deze client.",
    "invalid-client-identifier": "De gemeente kent deze client_id niet.",
    "jwt-decode-error": "De gemeente kan het token niet lezen.",
}
READ_ERROR = "De gemeente geeft hier geen bruikbaar antwoord"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``missing``: the line does not work as it should; else only good to know."""

    words: str
    missing: bool = True


def check(gemeente: Gemeente, products: Mapping[str, Iterable[str]], now: datetime) -> Iterator[Finding]:
    """Look at everything that deliveries of ``products`` (slug → its questions) to this gemeente need, in the order of a delivery.

    Ends at the first thing without which nothing else can be seen. Gives no finding at all when all is well.
    """
    session = gemeente.session("")
    try:
        yield from _door(gemeente, session)
        grants = _grants(gemeente, session)
    except Halt as halt:
        yield Finding(_why(halt, gemeente))
        return
    except CallError as error:
        yield Finding(f"Er komt geen antwoord van {gemeente.line.cases}: {error.words}.")
        return
    if gemeente.by_request:
        words = (
            "De gemeente kiest zelf het zaaktype bij een verzoek. Of haar statustypen en resultaattypen bekend zijn, is hier niet te zien."
        )
        yield Finding(words, missing=False)
        return
    if grants is None:
        rest = ", ".join(scope for scope in SCOPES if scope not in ("catalogi.lezen", "zaken.lezen"))
        words = f"Of de rechten {rest} er zijn, is zonder het recht autorisaties.lezen niet te zien. Vraag het de beheerder."
        yield Finding(words, missing=False)
    elif not _allows(grants, "ztc", "catalogi.lezen", None):
        yield Finding(_no_right("catalogi.lezen"))
    for product, questions in products.items():
        yield from _product(gemeente, product, questions, now, grants)


def _door(gemeente: Gemeente, session: Session) -> Iterator[Finding]:
    """Both APIs let our token in. The numbers asked for exist nowhere: no zaak is read."""
    try:
        session.list(f"{gemeente.line.catalogue}/zaaktypen", status="definitief", identificatie="loket-zgw-check")
    except Halt as halt:
        if halt.code != "permission_denied":
            raise
        yield Finding(_no_right("catalogi.lezen"))
    if gemeente.by_request:
        session.list(f"{gemeente.line.objects}/objects", data_attrs="bron__kenmerk__exact__loket-zgw-check")
    try:
        session.list(f"{gemeente.line.cases}/zaken", identificatie="loket-zgw-check", bronorganisatie=gemeente.source)
    except Halt as halt:
        if halt.code != "permission_denied":
            raise
        yield Finding(_no_right("zaken.lezen"))


def _grants(gemeente: Gemeente, session: Session) -> Mapping[str, Any] | None:
    """Our own rights, as the Autorisaties API tells them; None when we may not see them."""
    try:
        return session.get(f"{gemeente.line.rights}/applicaties/consumer", clientId=gemeente.line.client_id)
    except Halt:
        return None


def _allows(grants: Mapping[str, Any], component: str, scope: str, case_type: str | None) -> bool:
    if grants.get("heeftAlleAutorisaties"):
        return True
    given = [one for one in grants.get("autorisaties", []) if one.get("component") == component and scope in one.get("scopes", [])]
    return any(case_type is None or one.get("zaaktype") == case_type for one in given)


def _product(
    gemeente: Gemeente, product: str, questions: Iterable[str], now: datetime, grants: Mapping[str, Any] | None
) -> Iterator[Finding]:
    session, code = gemeente.session(""), gemeente.code_of(product)
    where = f"{product} (zaaktype {code})"
    try:
        day = zgw_body.amsterdam_day(now).isoformat()
        found = session.list(f"{gemeente.line.catalogue}/zaaktypen", status="definitief", identificatie=code, datumGeldigheid=day)
        if not found:
            yield Finding(f"{where}: dit zaaktype bestaat niet of is vandaag niet geldig.")
            return
        url = link(max(found, key=lambda one: str(one.get("beginGeldigheid") or "")), "url")
        for scope, (component, _) in SCOPES.items() if grants is not None else ():
            if component == "zrc" and not _allows(grants or {}, component, scope, url):
                yield Finding(f"{where}: {_no_right(scope)}")
        yield from (Finding(f"{where}: {words}") for words in _contents(gemeente, session, url, questions))
    except Halt as halt:
        yield Finding(f"{where}: {_why(halt, gemeente)}")
    except CallError as error:
        yield Finding(f"{where}: {READ_ERROR}: {error.words}.")


def _contents(gemeente: Gemeente, session: Session, url: str, questions: Iterable[str]) -> Iterator[str]:
    """What a zaaktype lacks, or holds that nothing translates."""

    def entries(kind: str) -> list[dict[str, Any]]:
        return session.list(f"{gemeente.line.catalogue}/{kind}", zaaktype=url)

    statuses, results = entries("statustypen"), entries("resultaattypen")
    if not statuses:
        yield "er zijn geen statustypen."
    for name in (str(one.get("omschrijving")) for one in statuses if not one.get("isEindstatus")):
        if name.lower() not in gemeente.tables.statuses:
            yield f"het statustype “{name}” is onbekend en telt als in behandeling. Zet het in opties.statustypen."
    if not results:
        yield "er zijn geen resultaattypen: dan kan geen zaak worden afgesloten."
    for one in results:
        names = [str(one.get(key) or "") for key in ("omschrijving", "omschrijvingGeneriek")]
        if not any(name.lower() in gemeente.tables.results for name in names):
            yield f"het resultaattype “{names[0]}” is onbekend: wat zo eindigt, blijft hier open staan. Zet het in opties.resultaattypen."
    if "initiator" not in [one.get("omschrijvingGeneriek") for one in entries("roltypen")]:
        yield "er is geen roltype voor de initiator: dan staat de aanvrager niet bij de zaak."
    wanted = {key: gemeente.properties[key] for key in questions if key in gemeente.properties}
    known = {one.get("naam") for one in entries("eigenschappen")} if wanted else set()
    yield from (f"de eigenschap “{name}” (vraag {key}) bestaat niet." for key, name in wanted.items() if name not in known)


def _no_right(scope: str) -> str:
    return f"het recht {scope} ontbreekt ({SCOPES[scope][1]})."


def _why(halt: Halt, gemeente: Gemeente) -> str:
    if halt.code in DOORS:
        return f"{DOORS[halt.code]} (client_id {gemeente.line.client_id})"
    return f"{READ_ERROR}: {halt.result.detail}."
