"""What a run may leave nowhere that is logged, queued or counted: who it was about, and every secret.

Looked for in what a real run leaves: everything its processes print, the logs that they keep, all that was ever sent to Valkey, the
figures of ``/metrics``, the log of PostgreSQL, and the network log of the browser, which holds every address that it called.
Encrypted columns are proved elsewhere, and the names that the database and the practice gemeenten keep are no log.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

from loket.settings import ROOT

#: Names of test persons that are words of logs, paths and figures too. Whoever adds one says where it stands.
ALSO_WORDS: frozenset[str] = frozenset()
SHORTEST = 4  # letters of a name; a shorter one, or a house number alone, says nothing
LOGS = ("log/*.log", "*.log", "*.jsonl", "oefenorganisaties.json")
SECRET_NAME = re.compile(r"KEY|SECRET|GEHEIM|TOKEN|PASSWORD")
SECRET = re.compile(r"[^\s:,]{16,}")
NINE_DIGITS = re.compile(r"(?<![0-9a-fA-F])\d{9}(?![0-9a-fA-F])")
WORD = re.compile(r"[^\W_]+")
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,}")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


_runs: list[Wanted] = []


@dataclass(frozen=True)
class Wanted:
    """What may not be found. ``texts``: names, addresses, dates and free text; ``hashes``: SHA-256 of cookies and API keys."""

    numbers: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    secrets: Mapping[str, str] = field(default_factory=dict)
    hashes: frozenset[str] = frozenset()

    def __or__(self, other: Wanted) -> Wanted:
        secrets = {**self.secrets, **other.secrets}
        return Wanted(self.numbers | other.numbers, self.texts | other.texts, secrets, self.hashes | other.hashes)

    def found_in(self, text: str) -> list[str]:
        """What of it stands in ``text``, also as a URL spells it; of a secret only its name."""
        text = f"{text}\n{unquote_plus(text)}" if "%" in text or "+" in text else text
        found = [f"BSN {number}" for number in sorted(set(NINE_DIGITS.findall(text)) & self.numbers)]
        found += [f"e-mail {address}" for address in sorted(set(EMAIL.findall(text)))]
        found += [f"secret {name}" for name, value in sorted(self.secrets.items()) if value in text]
        found += [f"cookie or key {token[:4]}..." for token in sorted(set(TOKEN.findall(text))) if _hashed(token) in self.hashes]
        return found + [f"text {value!r}" for value in self._texts_in(text.lower())]

    def _texts_in(self, text: str) -> Iterator[str]:
        words = set(WORD.findall(text))
        for value in sorted(self.texts - ALSO_WORDS):
            if words.issuperset(WORD.findall(value)) and re.search(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])", text):
                yield value


def people_of_rvig() -> Wanted:
    """Everybody in the test sets of RvIG: BSN, names, street and postcode."""
    with (ROOT / "tests/data/brp_testpersonen.csv").open(encoding="utf-8") as people, (ROOT / "tests/data/bsn_gevallen.csv").open() as bsns:
        rows = list(csv.DictReader(people))
        numbers = {row["burgerservicenummer"] for row in rows} | {row["bsn"] for row in csv.DictReader(bsns)}
    return Wanted(frozenset(numbers), texts(row[name] for row in rows for name in ("voornamen", "geslachtsnaam", "straat", "postcode")))


def texts(values: Iterable[str]) -> frozenset[str]:
    """Those that are long enough to be looked for, in lower case."""
    return frozenset(value.strip().lower() for value in values if len(value.strip()) >= SHORTEST)


def secrets_in(environment: Mapping[str, str]) -> dict[str, str]:
    """Every secret of an environment by the name of its variable; of the database's address the password."""
    found = {
        f"{name} {place}": value.removeprefix("whsec_")
        for name, text in environment.items()
        if name.startswith("LOKET_") and SECRET_NAME.search(name) and not name.endswith("_FILE")
        for place, value in enumerate(SECRET.findall(text))
    }
    password = urlsplit(environment["LOKET_DATABASE_URL"]).password
    return found | ({"password of the database": password} if password else {})


def taken_in(environment: Mapping[str, str]) -> Wanted:
    """Whom the run was about and who came in: read from its database, with its keys, by a process of its own."""
    command = [sys.executable, "-m", "tests.support.taken_in"]
    told = json.loads(subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    return Wanted(frozenset(told["numbers"]), texts(told["texts"]), secrets_in(environment), frozenset(told["hashes"]))


def everything_of(environment: Mapping[str, str]) -> Wanted:
    """What this run may not have left anywhere; remembered, for the browser's own log is searched for that of all runs."""
    wanted = people_of_rvig() | taken_in(environment)
    _runs.append(wanted)
    return wanted


def of_all_runs() -> Wanted:
    """The test persons, and what all runs so far took in and handed out."""
    return reduce(or_, _runs, people_of_rvig())


def kept_in(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """What the processes of a run printed and logged, by place."""
    kept = {str(path): path.read_text(errors="replace") for pattern in LOGS for path in sorted(folder.glob(pattern))}
    database = urlsplit(environment["LOKET_DATABASE_URL"])
    socket = re.search(r"host=([^&]+)", database.query)
    return kept | ({"log of PostgreSQL": "".join(_lines_of(database.path[1:], Path(socket[1]) / "log"))} if socket else {})


def _lines_of(database: str, log: Path) -> Iterator[str]:
    """The lines of PostgreSQL's log about one database: other tests use the same server. A line that begins with a tab goes on."""
    ours = False
    with log.open(errors="replace") as lines:
        for line in lines:
            ours = ours if line.startswith("\t") else f" db={database} " in line
            if ours:
                yield line


def said_to_valkey(monitored: str) -> str:
    """What MONITOR of Valkey showed, each text once, made readable: escapes undone, what rq compressed opened."""
    return "\n".join(map(_readable, sorted(set(QUOTED.findall(monitored)))))


def strings_in(net_log: Path) -> str:
    """Each text in a network log of the browser, once: it tells most things thousands of times, and numbers of its own between them."""
    with net_log.open(errors="replace") as lines:
        return "\n".join(sorted({text for line in lines for text in QUOTED.findall(line)}))


class LeftBehind(AssertionError):
    """``found``: what stands where."""

    def __init__(self, found: Mapping[str, list[str]]) -> None:
        super().__init__(f"personal data or secrets are left behind: {found}")
        self.found = found


def refuse(places: Mapping[str, str], wanted: Wanted) -> None:
    """Raises LeftBehind with every place in which something wanted stands."""
    found = {Path(place).name: hits for place, text in places.items() if (hits := wanted.found_in(text))}
    if found:
        raise LeftBehind(found)


def _readable(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted
    value: bytes = ast.literal_eval("b" + quoted.encode("ascii", "backslashreplace").decode())
    return (zlib.decompress(value) if value.startswith(b"x\x9c") else value).decode(errors="replace")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
