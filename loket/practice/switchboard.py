"""What was set per practice organisation, and how often an answer was spoilt."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loket.practice.scenarios import FAULTS, Scenario


@dataclass(frozen=True, slots=True)
class Setting:
    """The behaviour of one organisation; ``delay`` and ``seconds`` are in seconds."""

    scenario: Scenario = Scenario.GRANT
    delay: float | None = None  # between two reports; None is the practice's own
    seconds: float = 10.0  # how long fout-500 lasts
    times: int = 3  # how many answers te-druk, time-out and druppelen spoil
    right_organisation: str | None = None  # named by niet-bevoegd

    def as_json(self) -> dict[str, Any]:
        """The setting under its Dutch names."""
        return {key: getattr(self, name) for key, name in NAMES.items()}


NAMES: Mapping[str, str] = {
    "scenario": "scenario",
    "vertraging": "delay",
    "seconden": "seconds",
    "keren": "times",
    "juisteOrganisatie": "right_organisation",
}


def read_setting(data: object) -> Setting:
    """The setting that ``data`` (Dutch names, as in ``PUT``) describes; ValueError in Dutch when it does not make sense."""
    if not isinstance(data, Mapping) or not set(data) <= set(NAMES):
        raise ValueError(f"Dit kan worden ingesteld: {', '.join(NAMES)}.")
    given = {NAMES[key]: value for key, value in data.items() if value is not None}
    if given.get("scenario", Scenario.GRANT) not in set(Scenario):
        raise ValueError(f"Dit scenario bestaat niet. Kies uit: {', '.join(Scenario)}.")
    given["scenario"] = Scenario(given.get("scenario", Scenario.GRANT))
    numbers = [given[name] for name in ("delay", "seconds", "times") if name in given]
    if any(isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 3600 for number in numbers):
        raise ValueError("Vertraging, seconden en keren zijn getallen van 0 tot en met 3600.")
    if not isinstance(given.get("right_organisation", ""), str):
        raise ValueError("De juiste organisatie is een tekst.")
    return Setting(**given)


class Switchboard:
    """The settings by organisation, kept in a JSON file; safe for use by several threads."""

    def __init__(self, path: Path | None, monotonic: Callable[[], float]) -> None:
        self._path, self._monotonic = path, monotonic
        self._lock = threading.Lock()
        self._spoilt: dict[tuple[str, str], tuple[float, int]] = {}
        stored = json.loads(path.read_text("utf-8")) if path and path.exists() else {}
        self._settings = {slug: read_setting(data) for slug, data in stored.items()}

    def get(self, slug: str) -> Setting:
        """The setting of ``slug``; granting when nothing was set."""
        with self._lock:
            return self._settings.get(slug, Setting())

    def put(self, slug: str, setting: Setting) -> None:
        """Set the behaviour of ``slug`` from now on; what was spoilt before no longer counts."""
        with self._lock:
            self._settings[slug] = setting
            self._spoilt = {key: value for key, value in self._spoilt.items() if key[0] != slug}
            if self._path:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                fresh = self._path.with_suffix(".new")
                text = json.dumps({key: value.as_json() for key, value in sorted(self._settings.items())}, indent=1)
                fresh.write_text(text, "utf-8")
                fresh.replace(self._path)

    def known(self) -> set[str]:
        """The organisations that something was set for."""
        with self._lock:
            return set(self._settings)

    def spoils(self, slug: str, number: str, scenario: Scenario) -> bool:
        """Whether the answer to this request is to be spoilt, and count it.

        ``number`` is the deelzaaknummer when the request itself asked for the scenario, empty when the organisation behaves so for all.
        """
        if scenario not in FAULTS or scenario is Scenario.GONE:
            return scenario is Scenario.GONE
        setting = self.get(slug)
        with self._lock:
            since, times = self._spoilt.get((slug, number), (self._monotonic(), 0))
            self._spoilt[slug, number] = (since, times + 1)
        if scenario is Scenario.ERROR:
            return self._monotonic() - since < setting.seconds
        return times < setting.times
