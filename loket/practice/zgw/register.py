"""The zaken of one practice gemeente, with their rollen, statussen and resultaat, kept as the API shows them.

Every link to an own resource begins with ``@`` (the root of the gemeente's APIs), so that what is kept does not depend on a port.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from loket.practice.zgw.catalogue import ZgwCatalogue
from loket.practice.zgw.checks import check_bsn, check_case, check_change, identity_taken
from loket.practice.zgw.problems import Problem, invalid
from loket.practice.zgw.shapes import new_case, new_property, new_role, new_status

ROOT = "@/zaken/api/v1"
TERM_DAYS = 91
KINDS = ("zaken", "rollen", "statussen", "resultaten", "zaakeigenschappen")
HIDDEN: Mapping[str, Mapping[str, Any]] = {
    "zaken": {"toelichting": ""},
    "rollen": {"betrokkeneIdentificatie": {}},
    "zaakeigenschappen": {"waarde": ""},
}
REOPEN = "Het heropenen van een gesloten zaak is niet toegestaan zonder de scope zaken.heropenen"
CHANGEABLE = ("omschrijving", "toelichting", "communicatiekanaalNaam", "kenmerken", "verlenging", "uiterlijkeEinddatumAfdoening")


class Register:
    """One gemeente's zaken by kind and URL; safe for use by several threads. ``path`` keeps them without what is personal."""

    def __init__(self, catalogue: ZgwCatalogue, path: Path | None, clock: Callable[[], datetime]) -> None:
        self.catalogue, self._path, self._clock = catalogue, path, clock
        self.lock = threading.RLock()
        self.kept: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS}
        self._parts: dict[tuple[str, str], list[dict[str, Any]]] = {}  # by kind and zaak
        self._numbers: set[tuple[str, str]] = set()
        if path and path.exists():
            self._read(path)

    def get(self, kind: str, identifier: str) -> dict[str, Any]:
        """One resource by the last part of its URL; Problem 500 (sic) when that is no uuid, 404 when it does not exist."""
        try:
            url = f"{ROOT}/{kind}/{uuid.UUID(identifier)}"
        except ValueError:
            raise Problem(500, "Internal Server Error") from None
        if url not in self.kept[kind]:
            raise Problem(404)
        return self.kept[kind][url]

    def of(self, kind: str, case_url: str) -> list[dict[str, Any]]:
        """The rollen, statussen (newest first) or resultaten of one zaak."""
        found = list(self._parts.get((kind, case_url), []))
        return sorted(found, key=lambda entry: str(entry.get("datumStatusGezet", "")), reverse=True)

    def add_case(self, body: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
        """A new zaak; Problem 400 with what is wrong."""
        check_case(body, self.catalogue, prefix)
        with self.lock:
            source = body["bronorganisatie"]
            number = body.get("identificatie") or f"ZAAK-{self._clock().year}-{len(self.kept['zaken']) + 1:010d}"
            if (number, source) in self._numbers:
                raise identity_taken(number, prefix)
            planned = (date.fromisoformat(body["startdatum"]) + timedelta(days=TERM_DAYS)).isoformat()
            case = new_case(f"{ROOT}/zaken", body, number, planned, self.now())
            return self._keep("zaken", case)

    def change_case(self, case: dict[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
        """PATCH: what is given replaces what was, whole lists too. A term that is extended does not move its end date."""
        check_change(body)
        with self.lock:
            if case["einddatum"]:
                raise Problem(403, "Modifying a closed case with current scope is forbidden")
            case.update({name: body[name] for name in CHANGEABLE if name in body})
            if pause := body.get("opschorting"):
                before = case["opschorting"]["eerdereOpschorting"]
                suspended = bool(pause.get("indicatie"))
                case["opschorting"] = {"indicatie": suspended, "eerdereOpschorting": before or suspended, "reden": pause.get("reden", "")}
            return self._touch(case)

    def check_role(self, body: Mapping[str, Any], prefix: str = "") -> None:
        """Problem 400 with what is wrong with a rol in itself."""
        self._type_of(body, "roltype", "roltypen")
        check_bsn(body, prefix)

    def add_role(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """A new rol; one initiator at most."""
        with self.lock:
            case, kind = self._case_of(body), self._type_of(body, "roltype", "roltypen")
            check_bsn(body)
            generic = kind["omschrijvingGeneriek"]
            if generic == "initiator" and any(role["omschrijvingGeneriek"] == generic for role in self.of("rollen", case["url"])):
                raise invalid("roltype", "max-occurences", "De waarde `initiator` komt al 1 keer voor")
            role = self._keep("rollen", new_role(f"{ROOT}/rollen", body, kind, self.now()))
            case["rollen"].append(role["url"])
            self._touch(case)
            return role

    def add_property(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """A new eigenschap of a zaak. Nothing keeps the same one from being made twice: whoever repeats must look first."""
        with self.lock:
            case, kind = self._case_of(body), self._type_of(body, "eigenschap", "eigenschappen")
            if kind["zaaktype"] != case["zaaktype"]:
                raise invalid("nonFieldErrors", "zaaktype-mismatch", "De referentie hoort niet bij het zaaktype van de zaak.")
            made = self._keep("zaakeigenschappen", new_property(case["url"], kind, str(body.get("waarde", ""))))
            case["eigenschappen"].append(made["url"])
            self._touch(case)
            return made

    def add_status(self, body: Mapping[str, Any], forced: bool = False) -> dict[str, Any]:
        """A new status, in any order of volgnummer. ``forced``: by the gemeente itself, which may also change a closed zaak."""
        with self.lock:
            case, kind = self._case_of(body), self._type_of(body, "statustype", "statustypen")
            moment = _moment(str(body.get("datumStatusGezet", "")))
            self._check_status(case, kind, moment, forced)
            status = new_status(f"{ROOT}/statussen", body, _written(moment))
            self._keep("statussen", status)
            for place, one in enumerate(self.of("statussen", case["url"])):
                one["indicatieLaatstGezetteStatus"] = place == 0
            case["status"] = self.of("statussen", case["url"])[0]["url"]
            if kind["isEindstatus"] and case["status"] == status["url"]:
                self._close(case, moment)
            self._touch(case)
            return status

    def set_result(self, body: Mapping[str, Any], forced: bool = False) -> dict[str, Any]:
        """The resultaat of a zaak, at most one; ``forced`` puts it in the place of the one before."""
        with self.lock:
            case, kind = self._case_of(body), self._type_of(body, "resultaattype", "resultaattypen")
            if case["resultaat"] and not forced:
                raise invalid("zaak", "unique", "Er bestaat al een resultaat met eenzelfde zaak.")
            url = case["resultaat"] or f"{ROOT}/resultaten/{uuid.uuid4()}"
            linked = {"url": url, "uuid": url.rpartition("/")[2], "zaak": case["url"], "resultaattype": kind["url"]}
            made = self._keep("resultaten", {**linked, "toelichting": body.get("toelichting", "")})  # first: others read meanwhile
            case["resultaat"] = url
            self._touch(case)
            return made

    def now(self) -> str:
        """The time as the API writes it."""
        return _written(self._clock())

    def _check_status(self, case: Mapping[str, Any], kind: Mapping[str, Any], moment: datetime, forced: bool) -> None:
        if case["einddatum"] and not forced:
            raise Problem(403, REOPEN)
        if moment > self._clock():
            raise invalid("datumStatusGezet", "date-in-future", "Deze datum mag niet in de toekomst zijn")
        if kind["zaaktype"] != case["zaaktype"]:
            raise invalid("nonFieldErrors", "zaaktype-mismatch", "De referentie hoort niet bij het zaaktype van de zaak.")
        if any(status["datumStatusGezet"] == _written(moment) for status in self.of("statussen", case["url"])):
            raise invalid("nonFieldErrors", "unique", "De velden zaak, datum_status_gezet moeten een unieke set zijn.")
        if kind["isEindstatus"] and not case["resultaat"]:
            raise invalid("nonFieldErrors", "resultaat-does-not-exist", "Zaak has no resultaat.")

    def _close(self, case: dict[str, Any], moment: datetime) -> None:
        ends = moment.date()
        kept_until = (ends + timedelta(days=365 * 5)).isoformat()
        case |= {"einddatum": ends.isoformat(), "startdatumBewaartermijn": ends.isoformat()}
        case |= {"archiefnominatie": "vernietigen", "archiefactiedatum": kept_until}

    def _case_of(self, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self.kept["zaken"][body["zaak"]]
        except KeyError:
            raise invalid("zaak", "object-does-not-exist", "Dit object bestaat niet in de database") from None

    def _type_of(self, body: Mapping[str, Any], name: str, kind: str) -> dict[str, Any]:
        try:
            return self.catalogue.entries[kind][body[name]]
        except KeyError:
            raise invalid(name, "object-does-not-exist", "Dit object bestaat niet in de database") from None

    def _touch(self, case: dict[str, Any]) -> dict[str, Any]:
        case["laatstGemuteerd"] = self.now()
        return self._keep("zaken", case)

    def _keep(self, kind: str, entry: dict[str, Any]) -> dict[str, Any]:
        self._remember(kind, entry)
        if self._path:
            hidden = {name: empty for name, empty in HIDDEN.get(kind, {}).items() if name in entry}
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([kind, entry | hidden], ensure_ascii=False) + "\n")
        return entry

    def _read(self, path: Path) -> None:
        for line in path.read_text("utf-8").splitlines():
            try:
                kind, entry = json.loads(line)
            except ValueError:  # half a line, left by a process that was killed while it wrote
                continue
            self._remember(kind, entry)

    def _remember(self, kind: str, entry: dict[str, Any]) -> None:
        self.kept[kind][entry["url"]] = entry
        if kind == "zaken":
            self._numbers.add((entry["identificatie"], entry["bronorganisatie"]))
            return
        others = [one for one in self._parts.get((kind, entry["zaak"]), []) if one["url"] != entry["url"]]
        self._parts[kind, entry["zaak"]] = [*others, entry]


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        wrong = "Datetime heeft een ongeldig formaat, gebruik 1 van de volgende formaten: YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z]."
        raise invalid("datumStatusGezet", "invalid", wrong) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
