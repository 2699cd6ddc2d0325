"""Status reports as an organisation sends them: CloudEvents in its own words, signed (Standard Webhooks 1.0.0)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from loket.adapters.signing import sign
from loket.practice.courier import Outgoing
from loket.practice.journal import Taken
from loket.practice.organisations import PracticeOrganisation
from loket.practice.plans import Step
from loket.practice.stage import Act, Stage

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TYPE = "nl.overheid.loket.deelzaak."
PATH = "/api/v1/statusmeldingen"
COMPLETION_DAYS = 14
QUESTION = "Stuur een bewijs van uw inkomen."
_IDS = uuid.UUID("6f3c1f0e-6d5b-4c39-9d0a-3c1b7f5f8f10")


def today(stage: Stage) -> date:
    """The date in Amsterdam, which counts for decisions and terms."""
    return stage.clock().astimezone(AMSTERDAM).date()


def acts(stage: Stage, organisation: PracticeOrganisation, taken: Taken, steps: Sequence[Step]) -> list[Act]:
    """``steps`` as things to do. A step has the same message id in every run, so that a restart repeats and never adds."""

    def act(step: Step) -> Act:
        return lambda: outgoing(stage, organisation, taken, step)

    return [act(step) for step in steps]


def outgoing(stage: Stage, organisation: PracticeOrganisation, taken: Taken, step: Step) -> list[Outgoing]:
    """The calls that tell one step: one, or several when the scenario repeats or spoils them. The same id carries the same bytes."""
    now = taken.at if step.early else stage.clock().isoformat().replace("+00:00", "Z")
    data = report(stage, organisation, taken, step)
    calls = []
    for suffix, broken in step.sendings:
        message_id = str(uuid.uuid5(_IDS, f"{organisation.slug}/{taken.number}/{step.verb}{suffix}"))
        event = {
            "specversion": "1.0",
            "id": message_id,
            "source": organisation.source,
            "type": TYPE + step.verb,
            "subject": taken.number,
            "time": now,
            "datacontenttype": "application/json",
            "data": data,
        }
        body = json.dumps(event, ensure_ascii=False).encode()
        calls.append(Outgoing(stage.loket_url + PATH, body, _Headers(organisation.secrets[0], message_id, body, broken)))
    return calls


def report(stage: Stage, organisation: PracticeOrganisation, taken: Taken, step: Step) -> Mapping[str, Any]:
    """The ``data`` of one report, in the organisation's own words."""
    data: dict[str, Any] = {"kenmerk": taken.reference, "toelichting": step.words, **step.data}
    if "uitkomst" in data:
        data |= {
            "uitkomst": organisation.word(data["uitkomst"]),
            "datumBesluit": today(stage).isoformat(),
            "bekendgemaaktOp": today(stage).isoformat(),
        }
    if data.get("reden") == "niet-bevoegd":
        data["juisteOrganisatie"] = stage.switchboard.get(organisation.slug).right_organisation or organisation.names_as_right
    if "reden" in data:
        data["reden"] = organisation.reason(data["reden"])
    if step.verb == "aanvulling-gevraagd":
        data |= {"hersteltermijn": completion_due(stage), "vragen": [QUESTION]}
    return data


def completion_due(stage: Stage) -> str:
    """The last day for information that is asked for today."""
    return (today(stage) + timedelta(days=COMPLETION_DAYS)).isoformat()


class _Headers:
    """The headers of one call, signed at the moment of the try; a broken one carries a signature over other bytes."""

    def __init__(self, secret: str, message_id: str, body: bytes, broken: bool) -> None:
        self._secret, self._id, self._signed = secret, message_id, body + b" " if broken else body

    def __call__(self, at: datetime) -> Mapping[str, str]:
        return {"Content-Type": "application/cloudevents+json", **sign(self._secret, self._id, at, self._signed)}
