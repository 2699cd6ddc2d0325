"""Starting the practice organisations for a test, and calling them as Loket does."""

from __future__ import annotations

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from uuid import uuid4
from zoneinfo import ZoneInfo

import jwt

from loket.adapters.signing import sign
from loket.adapters.signing_keys import SigningKey, public_text
from loket.practice import PracticeOrganisation, PracticeServer, create_practice

if TYPE_CHECKING:
    from tests.practice.receiver import Receiver

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
KEY = SigningKey("k1", bytes(range(32)))
PUBLIC = (public_text(KEY.public),)
DELAY = 0.02
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
RSIN = "999990342"
GENERIC = [
    PracticeOrganisation(
        slug,
        slug.upper(),
        dialect,
        "00000099000000001000",
        f"urn:{slug}",
        (SECRET,),
        (public_text(KEY.public),),
        delivers=frozenset({"levert"}),
    )
    for slug, dialect in (("uwv", "uwv"), ("svb", "svb"), ("cak", "cak"), ("duo", "loket"))
]
GEMEENTE = PracticeOrganisation(
    slug="gemeente-0518",
    name="Gemeente Den Haag",
    dialect="gemeente",
    oin="00000001001900000000",
    source="urn:gemeente",
    secrets=(SECRET,),
    products={"bijstand": "Bijstand", "levert": "Wmo", "andere": "Andere"},
    delivers=frozenset({"levert"}),
    rsin=RSIN,
)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    raw: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.raw)


class Play:
    """Running practice organisations; files stand in ``folder``."""

    def __init__(self, receiver: Receiver, folder: Path) -> None:
        self.log = folder / "practice.jsonl"
        app = create_practice(
            [*GENERIC, GEMEENTE], loket_url=receiver.url, log_path=self.log, delay=DELAY, state_path=folder / "settings.json"
        )
        self.server = PracticeServer(app)

    def lines(self, key: str) -> list[dict[str, Any]]:
        """The lines of the log that hold ``key``: ``verdict`` for arrivals, ``effect`` for effects."""
        return [line for line in map(json.loads, self.log.read_text().splitlines()) if key in line]

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, seconds: float = 5
    ) -> Answer:
        """One call; ``path`` may be a whole URL. TimeoutError after ``seconds``."""
        parts = urlsplit(path)
        connection = http.client.HTTPConnection(self.server.host, self.server.port, timeout=seconds)
        try:
            connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, dict(headers or {}))
            with connection.getresponse() as response:
                return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def put(self, slug: str, **setting: Any) -> Answer:
        """Set the behaviour of an organisation."""
        return self.call("PUT", f"/oefenorganisaties/{slug}", json.dumps(setting).encode(), {"Content-Type": "application/json"})

    def send(
        self, slug: str, message: Mapping[str, Any], seconds: float = 5, secret: str | None = SECRET, key: SigningKey | None = None
    ) -> Answer:
        """Deliver a message as Loket does, signed with the secret, a key, or both."""
        body = json.dumps(message).encode()
        return self.call("POST", f"/{slug}/verzoeken", body, sign(secret, message["berichtId"], datetime.now(UTC), body, key), seconds)

    def zgw(self, method: str, path: str, body: Any = None, seconds: float = 5, **headers: str | None) -> Answer:
        """A call to the gemeente's APIs with a good token and CRS headers; ``headers`` change them (None leaves one out)."""
        own = {
            "Authorization": f"Bearer {token()}",
            "Accept-Crs": "EPSG:4326",
            "Content-Crs": "EPSG:4326",
            "Content-Type": "application/json",
        }
        own |= {name.replace("_", "-"): value for name, value in headers.items()}
        whole = path if path.startswith("http") else f"/gemeente-0518{path}"
        raw = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.call(method, whole, raw, {name: value for name, value in own.items() if value is not None}, seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()


def today() -> date:
    """The date in Amsterdam."""
    return datetime.now(AMSTERDAM).date()


def message(note: str = "", kind: str = "aanvraag", **changes: Any) -> dict[str, Any]:
    """A message of Loket; ``note`` becomes its toelichting."""
    number = changes.pop("number", f"L-{uuid4().hex[:8]}-1")
    return {"berichtId": str(uuid4()), "soort": kind, "deelzaaknummer": number, "product": "ww", "toelichting": note, **changes}


def token(secret: str = SECRET, age: float = 1, **claims: Any) -> str:
    """A token of our client that is ``age`` seconds old."""
    issued = int((datetime.now(UTC) - timedelta(seconds=age)).timestamp())
    return jwt.encode({"iss": "loket", "iat": issued, "client_id": "loket", **claims}, secret, algorithm="HS256")
