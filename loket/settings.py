"""The settings of one installation, read once from the environment and never changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loket.alert_settings import Alerts
from loket.errors import ConfigurationError
from loket.key_texts import key_bytes, keys_in

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"  #: of Loket, as in pyproject.toml
DEMO = "demo"  #: what the ids and the secret key of the demo begin with
FEWEST_CHARACTERS = 12  # different ones in a secret of 32 or more
METRICS_KEY = re.compile(r"[!-~]{16,200}")
#: How many calls are allowed in a window, by the setting that says so, with the number that holds without it.
LIMITS: Mapping[str, int] = {
    "LOKET_API_LIMIT": 600,  # a minute for each client
    "LOKET_CALLBACK_LIMIT": 6000,  # a minute for each organisation
    "LOKET_TEST_LIMIT": 5,  # a minute for each organisation and each operation that costs much
    "LOKET_PAGE_LIMIT": 300,  # a minute for each account
    "LOKET_SEARCH_LIMIT": 60,  # a minute for each account, at the desk
    "LOKET_STRANGER_LIMIT": 600,  # a minute for each address, without a session
    "LOKET_SIGN_IN_LIMIT": 60,  # a minute for each address
    "LOKET_MISS_LIMIT": 30,  # in ten minutes for each account or client: numbers of no case that they may know of
    "LOKET_STATUS_LIMIT": 10,  # in ten minutes for each address and each number: tries on the page for citizens
    "LOKET_WRONG_KEY_LIMIT": 60,  # a minute for each address: keys and signatures that are not right
}
LIMIT_NAME = re.compile(r"LOKET_\w+_LIMIT")
HIGHEST_LIMIT = 1_000_000
MOST_PROXIES = 10


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


QUICK = Pace(lease=7.0, drain=5.0, sweep=0.5, terms=3.0, probes=(0.5, 1.0, 2.0))


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations. Secrets never appear in its repr."""

    database_url: str = field(repr=False)  # may hold a password
    secret_key: str = field(repr=False)
    key_texts: Mapping[str, bytes] = field(repr=False)
    lookup_key: bytes = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    also_lookup_key: bytes | None = field(default=None, repr=False)  # while the look-up key rotates: the other one
    signing_keys: Mapping[str, bytes] = field(default_factory=dict, repr=False)  # what we sign with beside the shared secrets (v1a)
    redis_url: str | None = field(default=None, repr=False)
    audit_file: Path = ROOT / "var" / "auditzegels.log"
    export_dir: Path = ROOT / "var" / "uitvoer"  # encrypted exports of destroyed cases, for the archivist
    demo: bool = False
    config: Path = ROOT / "config"
    base_url: str = "http://127.0.0.1:8000"
    practice_url: str | None = None
    login: LoginProvider | None = None
    alerts: Alerts = field(default_factory=Alerts)  # to the supervisors
    metrics_key: str | None = field(default=None, repr=False)  # who may read the figures; without it nobody, in the demo everybody
    limits: Mapping[str, int] = field(default_factory=lambda: LIMITS)
    proxies: int = 0  # of our own, before Loket
    pace: Pace = field(default_factory=Pace)
    threads: int = 64
    per_organisation: int = 4

    @property
    def messages(self) -> bool:
        """Whether citizens who want it get messages; ``adapters.messenger`` reads over which line."""
        return bool(self.environment.get("LOKET_MESSAGES"))

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
        keys = keys_in("LOKET_KEYS", _secret("LOKET_KEYS", environ, faults), faults)
        if not keys:
            faults.append("LOKET_KEYS: at least one key is needed, as <id>:<base64 of 32 random bytes>")
        signing = keys_in("LOKET_SIGNING_KEYS", _secret("LOKET_SIGNING_KEYS", environ, faults), faults)
        secret = _secret_key(environ, faults)
        if not demo and (secret.startswith(DEMO) or any(key_id.startswith(DEMO) for key_id in {**keys, **signing})):
            faults.append("LOKET_KEYS, LOKET_SECRET_KEY, LOKET_SIGNING_KEYS: these are keys of the demo (LOKET_DEMO=1); make new ones")
        also = _secret("LOKET_LOOKUP_KEY_ALSO", environ, faults)
        made = cls(
            **_places(environ),
            secret_key=secret,
            key_texts=keys,
            lookup_key=key_bytes("LOKET_LOOKUP_KEY", _secret("LOKET_LOOKUP_KEY", environ, faults), faults),
            environment=environ,
            also_lookup_key=key_bytes("LOKET_LOOKUP_KEY_ALSO", also, faults) if also else None,
            signing_keys=signing,
            demo=demo,
            login=_login(environ, demo, faults),
            alerts=Alerts.load(environ, _secret("LOKET_ALERT_SECRET", environ, faults), faults, demo=demo),
            metrics_key=_metrics_key(environ, faults),
            limits=_limits(environ, faults),
            proxies=_number("LOKET_PROXIES", environ, 0, range(MOST_PROXIES + 1), faults),
            pace=QUICK if environ.get("LOKET_FAST") == "1" else Pace(),
        )
        if faults:
            raise ConfigurationError("\n".join(faults))
        return made


def _places(environ: Mapping[str, str]) -> dict[str, Any]:
    """Where things are: the database, the queue, folders and addresses."""
    var = Path(environ.get("LOKET_VAR") or ROOT / "var")
    return {
        "database_url": _driver(
            environ.get("LOKET_DATABASE_URL") or environ.get("DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'loket.db'}"
        ),
        "redis_url": environ.get("LOKET_REDIS_URL") or environ.get("REDIS_URL") or None,
        "audit_file": Path(environ.get("LOKET_AUDIT_FILE") or var / "auditzegels.log"),
        "export_dir": Path(environ.get("LOKET_EXPORT_DIR") or var / "uitvoer"),
        "config": Path(environ.get("LOKET_CONFIG") or ROOT / "config"),
        "base_url": environ.get("LOKET_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        "practice_url": environ.get("LOKET_PRACTICE_URL") or None,
    }


def _secret_key(environ: Mapping[str, str], faults: list[str]) -> str:
    """What signs the cookies."""
    secret = _secret("LOKET_SECRET_KEY", environ, faults)
    if len(secret) < 32 or len(set(secret)) < FEWEST_CHARACTERS:
        faults.append("LOKET_SECRET_KEY: at least 32 random characters are needed")
    return secret


def _metrics_key(environ: Mapping[str, str], faults: list[str]) -> str | None:
    """What the reader of the figures sends; in a header, so visible ASCII."""
    key = _secret("LOKET_METRICS_KEY", environ, faults)
    if key and not METRICS_KEY.fullmatch(key):
        faults.append("LOKET_METRICS_KEY: 16 to 200 random visible ASCII characters are needed")
    return key or None


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


def _limits(environ: Mapping[str, str], faults: list[str]) -> dict[str, int]:
    """Each limit of :data:`LIMITS`; a variable that is named like one but is none limits nothing, and is refused."""
    unknown = sorted(name for name in environ if LIMIT_NAME.fullmatch(name) and name not in LIMITS)
    faults.extend(f"{name}: there is no such limit; known are {', '.join(LIMITS)}" for name in unknown)
    return {name: _number(name, environ, default, range(1, HIGHEST_LIMIT + 1), faults) for name, default in LIMITS.items()}


def _number(name: str, environ: Mapping[str, str], default: int, allowed: range, faults: list[str]) -> int:
    """A whole number in plain digits; the default when the variable is absent or empty."""
    text = environ.get(name) or str(default)
    if re.fullmatch(r"[0-9]{1,9}", text) and int(text) in allowed:
        return int(text)
    faults.append(f"{name}: a whole number from {allowed.start} to {allowed.stop - 1} is needed")
    return default


def _driver(url: str) -> str:
    """``postgres://`` and ``postgresql://`` mean psycopg 3 here."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def secret_text(name: str, environ: Mapping[str, str]) -> str:
    """A secret from its variable or file, empty when it has none; ConfigurationError when both are given or the file cannot be read."""
    faults: list[str] = []
    found = _secret(name, environ, faults)
    if faults:
        raise ConfigurationError("\n".join(faults))
    return found


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
