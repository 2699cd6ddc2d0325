"""The practice log: every request before it is deduplicated, and every effect when it first happens. Holds no personal data."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

#: What a kind of delivery brings about; a kind that is not here has no effect of its own.
EFFECTS: Mapping[str, str] = {
    "aanvraag": "aangemaakt",
    "melding": "aangemaakt",
    "aanvulling": "aangevuld",
    "correctie": "aangevuld",
    "bezwaar": "aangevuld",
    "ingebrekestelling": "aangevuld",
    "klacht": "aangevuld",
    "intrekking": "ingetrokken",
    "herinnering": "herinnerd",
}
#: A kind of delivery → the scenario in which it sets going what had stopped.
SETS_GOING: Mapping[str, str] = {"aanvulling": "aanvulling", "herinnering": "stilte"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request as it came in. ``verdict`` says how it is about to be answered."""

    organisation: str
    delivery_id: str
    kind: str
    number: str
    body: bytes
    method: str
    path: str  # without the query
    verdict: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A request that an organisation took in: what is needed to go on with it after a restart."""

    organisation: str
    number: str
    kind: str
    product: str
    scenario: str
    reference: str
    at: str


class Journal:
    """Appends to one file, flushed and synced; rebuilds from it what was done before. Safe for use by several threads."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._deliveries: set[tuple[str, str]] = set()
        self._effects: set[tuple[str, str, str]] = set()
        self._references: Counter[str] = Counter()
        self._done: set[tuple[str, str]] = set()
        self._taken: dict[tuple[str, str], Taken] = {}
        self.recent: deque[dict[str, Any]] = deque(maxlen=20)
        self.organisations: set[str] = set()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self._rebuild(path.read_bytes())
        self._file = path.open("ab")
        if path.stat().st_size and not path.read_bytes().endswith(b"\n"):
            self._file.write(b"\n")  # a process that was killed left half a line

    def close(self) -> None:
        """Nothing is written after this."""
        with self._lock:
            self._file.close()

    def arrived(self, arrival: Arrival) -> None:
        """Write down a request, before anything is done with it."""
        with self._lock:
            self._write(
                {
                    "time": self._now(),
                    "organisation": arrival.organisation,
                    "delivery_id": arrival.delivery_id,
                    "kind": arrival.kind,
                    "number": arrival.number,
                    "body_sha256": hashlib.sha256(arrival.body).hexdigest(),
                    "method": arrival.method,
                    "path": arrival.path,
                    "verdict": arrival.verdict,
                }
            )

    def take(self, organisation: str, number: str, kind: str, delivery_id: str, product: str, scenario: str) -> bool:
        """Perform the effect of a delivery once and write it down; False when it was performed before or the kind has none.

        The same delivery id is the same delivery; a second application for the same part is the same application.
        """
        if kind not in EFFECTS:
            return False
        with self._lock:
            once = kind in ("aanvraag", "melding") and (organisation, number, kind) in self._effects
            if (organisation, delivery_id) in self._deliveries or once:
                return False
            line = {
                "time": self._now(),
                "organisation": organisation,
                "number": number,
                "kind": kind,
                "effect": EFFECTS[kind],
                "delivery_id": delivery_id,
                "product": product,
                "scenario": scenario,
                "reference": self._reference(organisation),
            }
            self._write(line)
            return True

    def finished(self, organisation: str, number: str) -> None:
        """Write down that nothing more will be reported about a part unless something new comes in."""
        with self._lock:
            self._write({"time": self._now(), "organisation": organisation, "number": number, "done": True})

    def unfinished(self) -> list[Taken]:
        """What was taken in and not finished, the oldest first."""
        with self._lock:
            return [taken for key, taken in self._taken.items() if key not in self._done]

    def is_finished(self, organisation: str, number: str) -> bool:
        """Whether nothing more will be reported about a part."""
        with self._lock:
            return (organisation, number) in self._done

    def completed(self, organisation: str, number: str) -> bool:
        """Whether information that was asked for has come in."""
        with self._lock:
            return (organisation, number, "aanvulling") in self._effects

    def reminded(self, organisation: str, number: str) -> bool:
        """Whether somebody asked how a part stands."""
        with self._lock:
            return (organisation, number, "herinnering") in self._effects

    def taken(self, organisation: str, number: str) -> Taken | None:
        """What is known of a part that came in; None when it never did."""
        with self._lock:
            return self._taken.get((organisation, number))

    def _reference(self, organisation: str) -> str:
        return f"{organisation.upper()}-{self._clock().year}-{self._references[organisation] + 1:06d}"

    def _now(self) -> str:
        return self._clock().isoformat().replace("+00:00", "Z")

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._remember(line)

    def _rebuild(self, content: bytes) -> None:
        for line in content.split(b"\n"):
            try:
                read = json.loads(line)
            except ValueError:  # half a line, left by a process that was killed while it wrote
                continue
            self._remember(read)

    def _remember(self, line: dict[str, Any]) -> None:
        key = (line["organisation"], line.get("number", ""))
        self.organisations.add(line["organisation"])
        if "verdict" in line:
            self.recent.append(line)
        if line.get("done"):
            self._done.add(key)
        if "effect" in line:
            self._deliveries.add((line["organisation"], line["delivery_id"]))
            self._effects.add((*key, line["kind"]))
            if line["effect"] == "ingetrokken":
                self._done.add(key)
            if key in self._taken and self._taken[key].scenario == SETS_GOING.get(line["kind"]):
                self._done.discard(key)  # there is more to report
            if line["effect"] == "aangemaakt":
                self._references[line["organisation"]] += 1
                self._taken.setdefault(key, Taken(*key, line["kind"], line["product"], line["scenario"], line["reference"], line["time"]))
