"""An organisation that Loket cannot call: it fetches what waits for it, and reports back. Standard library only.

LOKET=https://loket.example LOKET_SLEUTEL=... python3 ophalen.py stand.json 30
"""

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

API, KEY = f"{os.environ['LOKET']}/api/v1", os.environ["LOKET_SLEUTEL"]


@dataclass
class Progress:
    """What we have had: where the list goes on, and the messages that were dealt with. Yours is a table, with the work beside it."""

    since: str = ""
    done: dict[str, str] = field(default_factory=dict)  # berichtId -> our own number


def call(path: str, body: dict[str, Any] | None = None, message_id: str = "") -> Any:
    """One call with our key: a GET, or a POST when there is a body. Raises OSError (HTTPError is one) when it brings nothing."""
    headers = {"Authorization": f"Bearer {KEY}"}
    if body is not None:
        headers |= {"Content-Type": "application/json", "Idempotency-Key": message_id}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(API + path, data, headers), timeout=20) as answer:
        return json.load(answer)


def fetch(progress: Progress) -> bool:
    """One page of what changed, and every message in it; whether there is more. Looking marks nothing, fetching a part is its receipt."""
    page = call("/deelzaken" + (f"?sinds={quote(progress.since, safe='')}" if progress.since else ""))
    for line in page["deelzaken"]:
        for message in call(f"/deelzaken/{line['deelzaaknummer']}")["berichten"]:
            if message["berichtId"] not in progress.done:
                reference = f"VB-{len(progress.done) + 1:06d}"
                if message["soort"] in ("aanvraag", "melding"):
                    handle(message, reference)
                progress.done[message["berichtId"]] = reference
    progress.since = page["volgende"]
    return bool(page["meer"])


def handle(message: dict[str, Any], reference: str) -> None:
    """The work itself. Yours takes people and weeks; here everything is granted at once."""
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date().isoformat()
    report(message, "ontvangen", kenmerk=reference)
    report(message, "in-behandeling-genomen")
    report(message, "besloten", uitkomst="toegekend", datumBesluit=today, bekendgemaaktOp=today, toelichting="Uw verzoek is toegekend.")


def report(message: dict[str, Any], verb: str, **data: str) -> None:
    """One status report. Its id follows from what it is about, so that a second try after a crash changes nothing."""
    try:
        call(f"/deelzaken/{message['deelzaaknummer']}/statusmeldingen", {"soort": verb, **data}, f"{message['berichtId']}-{verb}")
    except HTTPError as refused:
        if refused.code >= 500 or refused.code in (408, 429):
            raise  # the whole message comes again in the next round
        print(refused.code, refused.read().decode())


def follow(path: Path, pause: float) -> None:
    """Fetch for ever, ``pause`` seconds after the list was at its end; what was done stands in the file at ``path``."""
    progress = Progress(**json.loads(path.read_text())) if path.exists() else Progress()
    while True:
        wait = pause
        try:
            wait = 0 if fetch(progress) else pause
        except HTTPError as refused:
            with refused:
                print(refused.code, refused.read().decode())
            wait = max(pause, int(refused.headers.get("Retry-After") or 0))
            if refused.code == 410:  # our place in the list is too old: begin again; what was done is not done twice
                progress.since = ""
        except OSError as error:
            print(error)
        keep(progress, path)
        time.sleep(wait)


def keep(progress: Progress, path: Path) -> None:
    """Write it beside the file and put it in its place at once: whoever is stopped half-way has the old file, whole."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(progress)))
    beside.replace(path)


if __name__ == "__main__":
    follow(Path(sys.argv[1]), float(sys.argv[2]))
