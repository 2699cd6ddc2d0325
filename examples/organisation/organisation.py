"""An organisation that Loket sends requests to: it checks the signature, takes in, answers, and reports back. Standard library only.

LOKET_GEHEIM=whsec_... OIN=00000099000000020000 python3 organisation.py 9000
"""

import base64
import hmac
import json
import os
import sys
import threading
import time
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from wsgiref.simple_server import make_server
from zoneinfo import ZoneInfo

SECRETS = os.environ["LOKET_GEHEIM"].split()  # the newest first: it signs. While they are being changed there are two, and both count.
SOURCE = f"urn:nld:oin:{os.environ['OIN']}:systeem:zaken"
ANSWERS: dict[str, dict[str, str]] = {}  # berichtId -> our answer. Yours is a table, written in one transaction with the work.
REFERENCES: dict[str, str] = {}  # deelzaaknummer -> our own number for it


def signature(secret: str, message_id: str, moment: str, body: bytes) -> str:
    """Standard Webhooks 1.0.0: HMAC-SHA256 over ``id.timestamp.body``."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{moment}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def is_genuine(environ: dict[str, Any], body: bytes) -> bool:
    """Whether one of our secrets signed exactly these bytes, at most five minutes ago."""
    message_id, moment, offered = (environ.get(f"HTTP_WEBHOOK_{name}", "") for name in ("ID", "TIMESTAMP", "SIGNATURE"))
    ours = [signature(secret, message_id, moment, body).encode() for secret in SECRETS]
    recent = moment.isdecimal() and abs(time.time() - int(moment[:12])) <= 300
    return recent and any(hmac.compare_digest(one, theirs.encode()) for one in ours for theirs in offered.split())


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """``POST /verzoeken``; wsgiref serves one call at a time, so nothing here needs a lock."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    if (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", "/verzoeken"):
        status, answer = "404 Not Found", {"title": "Hier is niets."}
    elif not is_genuine(environ, body):
        status, answer = "401 Unauthorized", {"title": "De handtekening klopt niet."}
    else:
        status, answer = "202 Accepted", take_in(json.loads(body))
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]


def take_in(message: dict[str, Any]) -> dict[str, str]:
    """Our answer to a message. The same message again gets the same answer, and no work is done twice."""
    if message["berichtId"] not in ANSWERS:
        reference = REFERENCES.setdefault(message["deelzaaknummer"], f"VB-{len(REFERENCES) + 1:06d}")
        ANSWERS[message["berichtId"]] = {"kenmerk": reference}
        if message["soort"] in ("aanvraag", "melding"):
            threading.Thread(target=handle, args=(message, reference), daemon=True).start()
    return ANSWERS[message["berichtId"]]


def handle(message: dict[str, Any], reference: str) -> None:
    """The work itself. Yours takes people and weeks; here everything is granted at once."""
    today = now()[:10]
    report(message, "ontvangen", kenmerk=reference)
    report(message, "in-behandeling-genomen")
    report(message, "besloten", uitkomst="toegekend", datumBesluit=today, bekendgemaaktOp=today, toelichting="Uw verzoek is toegekend.")


def report(message: dict[str, Any], verb: str, **data: str) -> None:
    """One status report: a fresh id, and the same bytes each time until Loket took it in or refused it for good."""
    event = {"specversion": "1.0", "id": str(uuid.uuid4()), "source": SOURCE, "type": f"nl.overheid.loket.deelzaak.{verb}"}
    event |= {"subject": message["deelzaaknummer"], "time": now(), "datacontenttype": "application/json"}
    body = json.dumps({**event, "data": data}).encode()
    for wait in (1, 5, 30, 120, *[600] * 150):  # seconds; a day in all
        if is_settled(message["terugmelden"], event["id"], body):
            return
        time.sleep(wait)


def is_settled(address: str, message_id: str, body: bytes) -> bool:
    """Send a report once; whether trying again is of no use."""
    moment = str(int(time.time()))
    headers = {"webhook-id": message_id, "webhook-timestamp": moment, "webhook-signature": signature(SECRETS[0], message_id, moment, body)}
    try:
        with urlopen(Request(address, body, {"Content-Type": "application/cloudevents+json", **headers}), timeout=20):
            return True
    except HTTPError as refused:
        with refused:
            print(refused.code, refused.read().decode())
        return refused.code < 500 and refused.code not in (408, 429)
    except OSError:
        return False


def now() -> str:
    """This moment in the Netherlands, with its time zone."""
    return datetime.now(ZoneInfo("Europe/Amsterdam")).isoformat(timespec="seconds")


if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[1]), application).serve_forever()
