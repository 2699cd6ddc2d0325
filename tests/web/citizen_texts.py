"""All texts that a citizen reads, by the place where each stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from loket.cases import words, words_messages
from loket.settings import ROOT
from loket.web import texts_receipt_en, texts_receipt_nl

MODULES = (words, words_messages, texts_receipt_nl, texts_receipt_en)
#: The keys of the configuration that are read by citizens, or out loud to them: folder or file → keys.
CONFIGURED = {
    "levensgebeurtenissen": {"naam", "uitleg", "reden", "uiterlijk", "woorden"},
    "producten": {"naam", "uiterlijk_aanvragen", "vroegst_aanvragen"},
    "vragen.toml": {"label", "hulp", "woorden", "keuzes"},
    "kenniskaarten.toml": {"voor_wie", "papieren", "hoe_lang", "valkuilen", "niet_beloven"},
    "papieren.toml": {"naam", "uitleg"},
    "botsingen.toml": {"woorden", "uitleg", "zin"},
    "vergeten_rechten.toml": {"reden", "woorden", "uitleg"},
    "spoed.toml": {"label", "hulp", "uitleg"},
    "gronden.toml": {"naam"},
}
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9‘'{])")
WORD = re.compile(r"[\w{}’'.@/-]*\w[\w{}’'.@/-]*|\{\w+\}")


def sentences(text: str) -> list[str]:
    """The sentences of a text; a text without a full stop is one."""
    return [one.strip() for one in SENTENCE_END.split(text) if WORD.search(one)]


def length(sentence: str) -> int:
    """The number of words; a placeholder counts as one."""
    return len(WORD.findall(sentence))


def of_modules() -> Iterator[tuple[str, str]]:
    """Every text in the modules with words for citizens."""
    for module in MODULES:
        yield from _texts(module.__name__.rpartition(".")[2], _constants(module))


def _constants(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if name.isupper() and len(name) > 1}


def of_config() -> Iterator[tuple[str, str]]:
    """Every text for citizens in the configuration."""
    for name, keys in CONFIGURED.items():
        place = ROOT / "config" / name
        for path in sorted(place.glob("*.toml")) if place.is_dir() else [place]:
            yield from _chosen(path.name, tomllib.loads(Path(path).read_text()), keys)


def _chosen(place: str, value: Any, keys: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(f"{place} {key}", inner) if key in keys else _chosen(f"{place} {key}", inner, keys)
    elif isinstance(value, list):
        for inner in value:
            yield from _chosen(place, inner, keys)


def _texts(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(f"{place} {key}", inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(place, inner)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(f"{place} {one.name}", getattr(value, one.name))
