"""The settings of one installation, read once from the environment and never changed."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loket.errors import ConfigurationError

ROOT = Path(__file__).resolve().parent.parent
DEMO = "demo"  #: what the ids and the secret key of the demo begin with
KEY_ID = re.compile(r"[a-z0-9-]{1,40}")
FEWEST_CHARACTERS = 12  # different ones in a secret of 32 or more


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly the machine works; all in seconds. Tests and the demo use a short pace, production the defaults."""

    lease: float = 25.0  # a claim is lost after this: the longest call plus five
    drain: float = 20.0  # a drain returns after this much work
    sweep: float = 2.0  # the clock looks for due deliveries
    terms: float = 60.0  # the clock looks at terms and norms
    probes: tuple[float, ...] = (5.0, 15.0, 60.0)  # after the breaker opened; the last repeats
    breaker: int = 5  # failures in a row that open the breaker


@dataclass(frozen=True, slots=True)
class LoginProvider:
    """Where employees sign in (OpenID Connect), and who Loket is there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


QUICK = Pace(lease=7.0, drain=5.0, sweep=0.5, terms=1.0, probes=(0.5, 1.0, 2.0))


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations. Secrets never appear in its repr."""

    database_url: str = field(repr=False)  # may hold a password
    secret_key: str = field(repr=False)
    key_texts: Mapping[str, bytes] = field(repr=False)
    lookup_key: bytes = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    also_lookup_key: bytes | None = field(default=None, repr=False)  # while the look-up key rotates: the other one
    redis_url: str | None = field(default=None, repr=False)
    audit_file: Path = ROOT / "var" / "auditzegels.log"
    export_dir: Path = ROOT / "var" / "uitvoer"  # encrypted exports of destroyed cases, for the archivist
    demo: bool = False
    config: Path = ROOT / "config"
    base_url: str = "http://127.0.0.1:8000"
    practice_url: str | None = None
    login: LoginProvider | None = None
    pace: Pace = field(default_factory=Pace)
    threads: int = 64
    per_organisation: int = 4

    @property
    def current_key(self) -> str:
        """The id of the key that encrypts: the last one named."""
        return list(self.key_texts)[-1]

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> Settings:
        """Read the settings; ConfigurationError names each variable that is missing or wrong, never its value.

        Each secret stands in its variable or in the file that ``<variable>_FILE`` names. Keys of the demo are refused outside it.
        """
        faults: list[str] = []
        demo = environ.get("LOKET_DEMO") == "1"
        keys = _keys(_secret("LOKET_KEYS", environ, faults), faults)
        lookup = _bytes("LOKET_LOOKUP_KEY", _secret("LOKET_LOOKUP_KEY", environ, faults), faults)
        also_text = _secret("LOKET_LOOKUP_KEY_ALSO", environ, faults)
        also = _bytes("LOKET_LOOKUP_KEY_ALSO", also_text, faults) if also_text else None
        secret = _secret("LOKET_SECRET_KEY", environ, faults)
        if len(secret) < 32 or len(set(secret)) < FEWEST_CHARACTERS:
            faults.append("LOKET_SECRET_KEY: at least 32 random characters are needed")
        if not demo and (secret.startswith(DEMO) or any(key_id.startswith(DEMO) for key_id in keys)):
            faults.append("LOKET_KEYS, LOKET_SECRET_KEY: these are keys of the demo (LOKET_DEMO=1); make new ones")
        login = _login(environ, demo, faults)
        if faults:
            raise ConfigurationError("\n".join(faults))
        return cls(
            database_url=_driver(
                environ.get("LOKET_DATABASE_URL") or environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'loket.db'}"
            ),
            secret_key=secret,
            key_texts=keys,
            lookup_key=lookup,
            environment=environ,
            also_lookup_key=also,
            audit_file=Path(environ.get("LOKET_AUDIT_FILE") or Path(environ.get("LOKET_VAR") or ROOT / "var") / "auditzegels.log"),
            redis_url=environ.get("LOKET_REDIS_URL") or environ.get("REDIS_URL") or None,
            export_dir=Path(environ.get("LOKET_EXPORT_DIR") or Path(environ.get("LOKET_VAR") or ROOT / "var") / "uitvoer"),
            demo=demo,
            config=Path(environ.get("LOKET_CONFIG") or ROOT / "config"),
            base_url=environ.get("LOKET_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
            practice_url=environ.get("LOKET_PRACTICE_URL") or None,
            login=login,
            pace=QUICK if environ.get("LOKET_FAST") == "1" else Pace(),
        )


def _login(environ: Mapping[str, str], demo: bool, faults: list[str]) -> LoginProvider | None:
    """The login provider; None when none is named. Outside the demo only over https."""
    issuer = environ.get("LOKET_OIDC_ISSUER", "").rstrip("/")
    client_id, secret = environ.get("LOKET_OIDC_CLIENT_ID", ""), _secret("LOKET_OIDC_CLIENT_SECRET", environ, faults)
    if not issuer:
        return None
    if not client_id or not secret:
        faults.append("LOKET_OIDC_CLIENT_ID, LOKET_OIDC_CLIENT_SECRET: needed with LOKET_OIDC_ISSUER")
    if not demo and not issuer.startswith("https://"):
        faults.append("LOKET_OIDC_ISSUER: an address with https is needed")
    return LoginProvider(issuer, client_id, secret)


def _driver(url: str) -> str:
    """``postgres://`` and ``postgresql://`` mean psycopg 3 here."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _secret(name: str, environ: Mapping[str, str], faults: list[str]) -> str:
    """The value of a secret variable, or the content of the file that ``<name>_FILE`` names."""
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name, "")
    if environ.get(name):
        faults.append(f"{name}: give either {name} or {name}_FILE")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{name}_FILE: cannot be read ({type(error).__name__})")
        return ""


def _keys(text: str, faults: list[str]) -> dict[str, bytes]:
    """``LOKET_KEYS``: ``<id>:<base64 of 32 bytes>``, separated by commas or lines; the last one encrypts."""
    found: dict[str, bytes] = {}
    for part in text.replace(",", " ").split():
        key_id, _, encoded = part.partition(":")
        if not KEY_ID.fullmatch(key_id) or key_id in found:
            faults.append("LOKET_KEYS: each key has its own id of small letters, digits and hyphens")
            continue
        found[key_id] = _bytes(f"LOKET_KEYS ({key_id})", encoded, faults)
    if not found:
        faults.append("LOKET_KEYS: at least one key is needed, as <id>:<base64 of 32 random bytes>")
    return found


def _bytes(name: str, encoded: str, faults: list[str]) -> bytes:
    try:
        value = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if len(value) != 32:
        faults.append(f"{name}: base64 of 32 random bytes is needed")
    return value
