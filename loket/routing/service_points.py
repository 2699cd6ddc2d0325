"""Places where a person gets help: town halls, other organisations' lokets, and the points of ``config/dienstpunten.csv``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from loket.routing.catalogue_folder import Folder
from loket.routing.entries import Counter

if TYPE_CHECKING:
    from loket.routing.catalogue import Catalogue

FILE = "dienstpunten.csv"
COLUMNS = (
    *("naam", "soort", "gemeentecode", "adres", "telefoon", "website", "open", "mobiel"),
    *("geldig_vanaf", "geldig_tot", "bron"),
)
TOWN_HALL, OFFICE = "gemeentehuis", "kantoor"
#: What stands in the column ``soort``.
KINDS = ("bibliotheek", "wijkteam", "sociaal-raadslieden", "juridisch-loket", "spreekuur", "anders")
POSTCODE = re.compile(r"\b([1-9][0-9]{3}) ?[A-Z]{2}\b")
YES_NO = {"ja": True, "nee": False, "": False}
SAME_REGION = 2  #: digits of the postcode that a point outside the gemeente must share to be called near


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """One place. ``pc4`` are the first four digits of its postcode; None without an address. Its last day counts."""

    name: str
    kind: str
    gemeente_code: str
    address: str = ""
    telephone: str = ""
    website: str = ""
    hours: str = ""
    mobile: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    @property
    def pc4(self) -> str | None:
        """From its address."""
        found = POSTCODE.search(self.address)
        return found[1] if found else None

    def holds(self, today: date) -> bool:
        """Whether it is there today."""
        return (self.valid_from is None or self.valid_from <= today) and (self.valid_to is None or today <= self.valid_to)


def read_service_points(folder: Folder, gemeenten: Collection[str]) -> tuple[ServicePoint, ...]:
    """The rows of ``dienstpunten.csv``; without that file there are none. Every fault goes to ``folder``, with its row (from 2)."""
    if not folder.has(FILE):
        return ()
    found = []
    for number, row in enumerate(folder.rows(FILE, *COLUMNS), 2):
        for key, words in _faults(row, gemeenten):
            folder.fault(FILE, f"rij {number}", key, words)
        found.append(_point(folder, f"rij {number}", row))
    return tuple(found)


def _faults(row: Mapping[str, str], gemeenten: Collection[str]) -> Iterator[tuple[str, str]]:
    for key in ("naam", "bron"):
        if not (row[key] or "").strip():
            yield key, "ontbreekt"
    if row["soort"] not in KINDS:
        yield "soort", f'"{row["soort"]}" is geen van {", ".join(KINDS)}'
    if row["gemeentecode"] not in gemeenten:
        yield "gemeentecode", f'onbekend: "{row["gemeentecode"]}"'
    if row["mobiel"] not in YES_NO:
        yield "mobiel", "is ja of nee"
    if row["website"] and not row["website"].startswith("https://"):
        yield "website", "moet met https:// beginnen"
    if row["adres"] and not POSTCODE.search(row["adres"]):
        yield "adres", "heeft geen postcode zoals 1234 AB"
    if not row["adres"] and row["mobiel"] != "ja":
        yield "adres", "ontbreekt: alleen een mobiel punt heeft er geen"


def _point(folder: Folder, place: str, row: Mapping[str, str]) -> ServicePoint:
    def day(key: str) -> date | None:
        return folder.value(FILE, place, key, row[key], _day, None)

    first, last = day("geldig_vanaf"), day("geldig_tot")
    if first and last and last < first:
        folder.fault(FILE, place, "geldig_tot", f"{last} ligt voor geldig_vanaf ({first})")
    return ServicePoint(
        row["naam"],
        row["soort"],
        row["gemeentecode"],
        row["adres"],
        row["telefoon"],
        row["website"],
        row["open"],
        mobile=YES_NO.get(row["mobiel"], False),
        valid_from=first,
        valid_to=last,
        source=row["bron"],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f'"{text}" is geen datum (jjjj-mm-dd)') from None


def nearest(catalogue: Catalogue, gemeente_code: str | None, postcode: str | None, today: date, limit: int = 4) -> list[ServicePoint]:
    """The places to send a person to, the likeliest first: the town hall, then what is in the gemeente, then what is in the region.

    There are no coordinates here: near means the same gemeente, then a postcode whose four digits differ little. Without a
    gemeente it is that of the postcode, if that lies in one only; with neither the list is empty.
    """
    pc4 = postcode[:4] if postcode and re.match(r"[1-9][0-9]{3}", postcode) else None
    home = gemeente_code or _gemeente_of(catalogue, pc4)
    there = [point for point in _all(catalogue) if point.holds(today) and _serves(point, home, pc4)]
    ranked = sorted(there, key=lambda point: (point.gemeente_code != home, point.kind != TOWN_HALL, _apart(point, pc4), point.name))
    return ranked[:limit]


def _gemeente_of(catalogue: Catalogue, pc4: str | None) -> str | None:
    shares = catalogue.postcodes.get(pc4 or "", ())
    return shares[0][0] if len(shares) == 1 else None


def _serves(point: ServicePoint, home: str | None, pc4: str | None) -> bool:
    """Whatever is in the gemeente; outside it what is in the region, but no town hall of another gemeente."""
    in_region = pc4 is not None and point.pc4 is not None and point.pc4[:SAME_REGION] == pc4[:SAME_REGION]
    return point.gemeente_code == home or (in_region and (home is None or point.kind != TOWN_HALL))


def _apart(point: ServicePoint, pc4: str | None) -> int:
    """How far the numbers of two postcodes differ; what has no address comes last."""
    return abs(int(point.pc4) - int(pc4)) if point.pc4 and pc4 else 10_000


def _all(catalogue: Catalogue) -> Iterator[ServicePoint]:
    yield from catalogue.service_points
    yield from _of_counters(catalogue.counters.values())


def _of_counters(counters: Iterable[Counter]) -> Iterator[ServicePoint]:
    """The lokets where Loket itself is used: a town hall is the loket of the gemeente with an address."""
    for counter in counters:
        if counter.gemeente_code and (counter.address or counter.mobile):
            town_hall = counter.slug == f"gemeente-{counter.gemeente_code}"
            kind = TOWN_HALL if town_hall else OFFICE
            where = counter.address, counter.telephone, counter.website, "; ".join(counter.hours)
            dates = counter.valid_from, counter.valid_to, counter.source
            yield ServicePoint(counter.name, kind, counter.gemeente_code, *where, counter.mobile, *dates)
