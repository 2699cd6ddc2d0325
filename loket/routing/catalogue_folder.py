"""The folder with the configuration: its files, each read once, and every fault that is found on the way."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from loket.errors import ConfigurationError
from loket.routing.catalogue_reading import Key, Reader, WrongError, read_table, slug

T = TypeVar("T")


@dataclass(slots=True)
class Folder:
    """Reads the files below ``root``. ``faults`` grows; ``broken`` are the names of entries that could not be read."""

    root: Path
    environ: Mapping[str, str]
    demo: bool
    faults: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)  # "product.ww" → its file
    unreadable: bool = False  # a whole file is missing or no TOML: what hangs on it cannot be checked
    _read: dict[str, bytes] = field(default_factory=dict)

    def file(self, name: str) -> str:
        """How messages call a file: with the folder's own name before it."""
        return f"{self.root.name}/{name}"

    def fault(self, file: str, table: str, key: str, words: str) -> None:
        """One line: ``config/producten/bank.toml [product.lening] termijn: "P8X" is geen termijn``."""
        self.faults.append(" ".join(part for part in (self.file(file), f"[{table}]" if table else "", key) if part) + f": {words}")

    def has(self, name: str) -> bool:
        """Whether there is such a file: some may be left out."""
        return (self.root / name).exists()

    def names(self, below: str) -> list[str]:
        """The TOML files of a folder below this one, in order."""
        return [f"{below}/{path.name}" for path in sorted((self.root / below).glob("*.toml"))]

    def tables(self, name: str, *kinds: str) -> dict[str, Any]:
        """The content of a TOML file; other top-level keys than ``kinds`` are faults. Empty when it cannot be read."""
        try:
            content = tomllib.loads(self._bytes(name).decode())
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self._unreadable(name, error)
            return {}
        for key in content.keys() - set(kinds):
            self.fault(name, "", key, "onbekende sleutel")
        return {key: value for key, value in content.items() if key in kinds}

    def rows(self, name: str, *columns: str) -> list[dict[str, str]]:
        """The rows of a CSV file that has exactly these columns."""
        try:
            reader = csv.DictReader(io.StringIO(self._bytes(name).decode(), newline=""), strict=True)
            rows = list(reader)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            self._unreadable(name, error)
            return []
        if tuple(reader.fieldnames or ()) != columns:
            self._unreadable(name, ConfigurationError(f"de kolommen moeten zijn: {', '.join(columns)}"))
            return []
        return rows

    def named(self, file: str, kind: str, tables: Any, make: Callable[..., T], keys: Mapping[str, Key], **fixed: Any) -> dict[str, T]:
        """The entries of ``[kind.slug]`` tables by slug. ``fixed`` are fields that do not stand in the table; ``slug`` is always given."""
        found: dict[str, T] = {}
        if not isinstance(tables, Mapping):
            self.fault(file, kind, "", "is geen tabel")
            return found
        for name, table in tables.items():
            self._check_name(file, kind, name)
            entry = self.entry(file, f"{kind}.{name}", table, make, keys, **{"key" if kind == "vraag" else "slug": name}, **fixed)
            if entry is not None:
                found[name] = entry
        return found

    def entry(self, file: str, table: str, raw: Any, make: Callable[..., T], keys: Mapping[str, Key], **fixed: Any) -> T | None:
        """One entry; None when something is wrong with it, with all its faults noted."""
        self.places.setdefault(table, self.file(file))
        try:
            fields = read_table(raw, keys)
            if (first := fields.get("valid_from")) and (last := fields.get("valid_to")) and last < first:
                raise WrongError([("geldig_tot", f"{last} ligt voor geldig_vanaf ({first})")])
            return make(**fixed, **fields)
        except WrongError as wrong:
            for key, words in wrong.faults:
                self.fault(file, table, key, words)
            self.broken.add(table.rsplit(".", 1)[-1])
            return None

    def value(self, file: str, table: str, key: str, raw: Any, read: Reader, default: T) -> T:
        """One value on its own; ``default`` when it is wrong, which is noted."""
        try:
            found: T = read(raw)
        except ValueError as error:
            self.fault(file, table, key, str(error))
            return default
        return found

    def version(self) -> str:
        """SHA-256 over the names and contents of all files read, in order of name."""
        total = hashlib.sha256()
        for name, content in sorted(self._read.items()):
            total.update(f"{name}\0{len(content)}\0".encode() + content)
        return total.hexdigest()

    def raise_if_any(self, more: Iterable[str] = ()) -> None:
        """ConfigurationError with one line for each different fault."""
        lines = dict.fromkeys([*self.faults, *more])
        if lines:
            raise ConfigurationError("\n".join(lines))

    def _bytes(self, name: str) -> bytes:
        self._read[name] = (self.root / name).read_bytes()
        return self._read[name]

    def _check_name(self, file: str, kind: str, name: str) -> None:
        if (first := self.places.get(f"{kind}.{name}")) is not None:
            self.fault(file, f"{kind}.{name}", "", f"bestaat al in {first}")
        self.value(file, f"{kind}.{name}", "", name, slug, "")

    def _unreadable(self, name: str, error: Exception) -> None:
        self.unreadable = True
        self.fault(name, "", "", "bestand ontbreekt" if isinstance(error, FileNotFoundError) else f"niet te lezen: {error}")
