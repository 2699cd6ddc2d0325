"""A gemeente's zaaktypen: which URL stands for which code. Looked up once and kept for an hour per process."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from loket.adapters.port import Verdict
from loket.adapters.zgw_client import Session, link

KEPT = timedelta(hours=1)
MOST = 500  #: resultaattypen and statustypen remembered of one gemeente: its answers say which URLs there are


@dataclass(frozen=True, slots=True)
class CaseType:
    """What must be known of a zaaktype to open a zaak: everything is a URL."""

    url: str
    first_status: str | None  # the statustype with the lowest volgnummer
    roles: Mapping[str, str]  # omschrijvingGeneriek → roltype


class CaseTypes:
    """The zaaktypen of one gemeente, cached; safe for several threads (at worst two look up the same)."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[str, tuple[datetime, CaseType]] = {}
        self._properties: dict[str, tuple[datetime, dict[str, str]]] = {}
        self._words: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def find(self, session: Session, code: str, on: date, now: datetime) -> CaseType:
        """The version of zaaktype ``code`` that is definite and valid on that day; Halt REFUSED when there is none."""
        with self._lock:
            kept = self._kept.get(code)
        if kept and now - kept[0] < KEPT:
            return kept[1]
        found = self._look_up(session, code, on)
        with self._lock:
            self._kept[code] = (now, found)
        return found

    def properties(self, session: Session, case_type: str, now: datetime) -> Mapping[str, str]:
        """naam → URL of each eigenschap of the zaaktype with that URL; asked only by those who fill them in."""
        kept = self._properties.get(case_type)
        if kept is None or now - kept[0] >= KEPT:
            found = session.list(f"{session.line.catalogue}/eigenschappen", zaaktype=case_type)
            self._properties[case_type] = kept = (now, {str(one.get("naam")): link(one, "url") for one in found})
        return kept[1]

    def entry(self, session: Session, url: str) -> dict[str, Any]:
        """A resultaattype or statustype by its URL. Published types do not change, so it is kept until :data:`MOST` newer ones came."""
        with self._lock:
            kept = self._words.get(url)
        if kept is not None:
            return kept
        found = session.get(url)
        with self._lock:
            while len(self._words) >= self._most:
                del self._words[next(iter(self._words))]
            self._words[url] = found
        return found

    def _look_up(self, session: Session, code: str, on: date) -> CaseType:
        base = session.line.catalogue
        found = session.list(f"{base}/zaaktypen", status="definitief", identificatie=code, datumGeldigheid=on.isoformat())
        if not found:
            raise session.halt(Verdict.REFUSED, f"zaaktype {code} bestaat niet bij deze gemeente of is niet geldig")
        url = link(max(found, key=lambda one: str(one.get("beginGeldigheid") or "")), "url")
        statuses = session.list(f"{base}/statustypen", zaaktype=url)
        roles = session.list(f"{base}/roltypen", zaaktype=url)
        first = min(statuses, key=lambda one: int(one.get("volgnummer", 0)), default=None)
        return CaseType(
            url=url,
            first_status=link(first, "url") if first else None,
            roles={str(role.get("omschrijvingGeneriek")): link(role, "url") for role in roles},
        )
