"""Callbacks by the thousand: sound ones about the parts of some cases, and every way to spoil one, from a seed.

Each comes with the answers that are right for it; what was sent before comes again, as it was or with another body.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from loket.adapters.signing import new_secret, sign

MEDIA = "application/cloudevents+json"
TYPE = "nl.overheid.loket.deelzaak."
OUTCOMES = ("toegekend", "deels-toegekend", "afgewezen", "buiten-behandeling")
KNOWN = frozenset({200, 202, 400, 404, 409})  #: what a genuine message may be answered, depending on what came before it


@dataclass(frozen=True)
class Sender:
    """An organisation with the numbers of its parts, and of parts that are not its own."""

    source: str
    secret: str = field(repr=False)
    numbers: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """One message as it goes out: what kind it is, its bytes, its headers, and the statuses that are right for it."""

    kind: str
    raw: bytes
    headers: dict[str, str]
    right: frozenset[int]
    media: str = MEDIA


class Storm:
    """Makes calls; the same seed makes the same ones for the same senders."""

    def __init__(self, seed: int, senders: list[Sender], now: datetime) -> None:
        self._dice, self._senders, self._now = random.Random(seed), senders, now  # noqa: S311
        self._sent: list[tuple[Sender, str, Call]] = []
        self._count = 0
        self._kinds = [kind for kind, weight in WEIGHTS.items() for _ in range(weight)]

    def calls(self, count: int) -> Iterator[Call]:
        """So many calls."""
        for _ in range(count):
            kind = self._dice.choice(self._kinds)
            yield replace(kind(self), kind=kind.__name__.strip("_"))

    def sound(self) -> Call:
        """A report that makes sense by itself; whether it does now is for the state table."""
        sender = self._dice.choice(self._senders)
        message_id, event = self._event(sender)
        call = self._signed(sender, message_id, json.dumps(event).encode(), KNOWN - {400})
        self._sent.append((sender, message_id, call))
        return call

    def again(self) -> Call:
        """The same bytes and id as before, signed anew."""
        if not self._sent:
            return self.sound()
        sender, message_id, call = self._dice.choice(self._sent[-500:])
        return self._signed(sender, message_id, call.raw, KNOWN - {400})

    def other_body(self) -> Call:
        """A known id with other bytes; only when the first was refused it may count."""
        if not self._sent:
            return self.sound()
        sender, message_id, _ = self._dice.choice(self._sent[-500:])
        return self._signed(sender, message_id, json.dumps(self._event(sender)[1]).encode(), KNOWN - {400})

    def forged(self) -> Call:
        """Signed with another secret, over other bytes, long ago or ahead, or with rubbish for a signature."""
        call = self.sound_unsent()
        spoil = self._dice.randrange(5)
        if spoil == 0:
            return replace(call, headers=sign(new_secret(), "vals", self._now, call.raw), right=frozenset({401}))
        if spoil == 1:
            return replace(call, raw=call.raw + b" ", right=frozenset({401}))
        if spoil == 2:
            sender, at = self._dice.choice(self._senders), self._now + timedelta(seconds=self._dice.choice((-301, 301, -86400)))
            return replace(call, headers=sign(sender.secret, "oud", at, call.raw), right=frozenset({401}))
        rubbish = self._dice.choice(("", "v1", "v1,", "v1a,AAAA", "v1,%%%", "é", "v1,AAAA v1,BBBB", "v2,x", "Bearer x"))
        name = "webhook-signature" if spoil == 3 else self._dice.choice(tuple(call.headers))
        return replace(call, headers=call.headers | {name: rubbish}, right=frozenset({401}))

    def somebody_elses_name(self) -> Call:
        """The ``source`` of one, signed by another."""
        first, second = self._dice.sample(self._senders, 2)
        raw = json.dumps(self._event(first)[1]).encode()
        return self._signed(second, self._id(), raw, frozenset({401}))

    def truncated(self) -> Call:
        """Cut off, and signed as it is."""
        sender = self._dice.choice(self._senders)
        raw = json.dumps(self._event(sender)[1]).encode()
        return self._signed(sender, self._id(), raw[: self._dice.randrange(len(raw))], frozenset({401}))

    def not_utf8(self) -> Call:
        """Bytes that are no text; nobody can sign those, so the signature is of something else."""
        call = self.sound_unsent()
        place = self._dice.randrange(len(call.raw))
        return replace(
            call, raw=call.raw[:place] + self._dice.choice((b"\xff", b"\xc3\x28", b"\xed\xa0\x80")) + call.raw[place:], right=DENIED
        )

    def huge(self) -> Call:
        """More than 64 KiB."""
        return self._changed(lambda event: event["data"].update(toelichting="x" * 65_536), 413)

    def deep(self) -> Call:
        """Lists in lists."""
        levels = self._dice.choice((19, 40, 500, 5000))
        sender = self._dice.choice(self._senders)
        raw = json.dumps(self._event(sender)[1] | {"data": 0}).replace('"data": 0', f'"data": {"[" * levels}{"]" * levels}').encode()
        return self._signed(sender, self._id(), raw, frozenset({400}))

    def other_media(self) -> Call:
        """Genuine, but not said to be a CloudEvent."""
        return replace(self.sound_unsent(), media=self._dice.choice(("application/json", "text/plain", "")), right=frozenset({415}))

    def from_the_future(self) -> Call:
        """Happened later than now."""
        at = self._now + timedelta(seconds=self._dice.choice((301, 86_400, 10**9)))
        return self._changed(lambda event: event.update(time=at.isoformat()), 400)

    def broken_envelope(self) -> Call:
        """An attribute that is missing, unknown or wrong."""
        name, value = self._dice.choice(BROKEN)
        return self._changed(lambda event: event.pop(name) if value is None else event.update({name: value}), 400)

    def broken_data(self) -> Call:
        """Something in the data that cannot be."""
        name, value = self._dice.choice(
            (("uitkomst", 1), ("kenmerk", "x" * 121), ("vragen", {}), ("datumBesluit", "2026-02-30"), ("reden", "zomaar"))
        )
        return self._changed(lambda event: event["data"].update({name: value}), 400)

    def not_theirs(self) -> Call:
        """About a part of another organisation, or of nobody."""
        sender = self._dice.choice(self._senders)
        number = self._dice.choice((*sender.others, "L-0000000000-1", "geen nummer"))
        event = self._event(sender)[1] | {"subject": number}
        return self._signed(sender, self._id(), json.dumps(event).encode(), frozenset({404}))

    def sound_unsent(self) -> Call:
        """A sound one that is only there to be spoilt."""
        sender = self._dice.choice(self._senders)
        message_id, event = self._event(sender)
        return self._signed(sender, message_id, json.dumps(event).encode(), KNOWN)

    def _changed(self, change: Callable[[dict[str, Any]], Any], status: int) -> Call:
        sender = self._dice.choice(self._senders)
        message_id, event = self._event(sender)
        change(event)
        return self._signed(sender, message_id, json.dumps(event).encode(), frozenset({status}))

    def _signed(self, sender: Sender, message_id: str, raw: bytes, right: frozenset[int]) -> Call:
        return Call("", raw, sign(sender.secret, message_id, self._now, raw), right)

    def _id(self) -> str:
        self._count += 1
        return f"storm-{self._count}"

    def _event(self, sender: Sender) -> tuple[str, dict[str, Any]]:
        """A sound event with a fresh id: any verb, about any of their parts, of any moment in the last month."""
        message_id, verb = self._id(), self._dice.choice(tuple(DATA))
        return message_id, {
            "specversion": "1.0",
            "id": message_id,
            "source": sender.source,
            "type": TYPE + verb,
            "subject": self._dice.choice(sender.numbers),
            "time": (self._now - timedelta(minutes=self._dice.randrange(-5, 43_200))).isoformat(),
            "data": DATA[verb](self),
        }

    def _outcome(self) -> dict[str, Any]:
        return {"uitkomst": self._dice.choice(OUTCOMES)}

    def _asked(self) -> dict[str, Any]:
        return {"hersteltermijn": (self._now + timedelta(days=self._dice.randrange(2, 30))).date().isoformat(), "vragen": ["loonstrook"]}

    def _new_date(self) -> dict[str, Any]:
        return {"nieuweEinddatum": (self._now + timedelta(days=self._dice.randrange(2, 90))).date().isoformat()}

    def _reason(self) -> dict[str, Any]:
        reason = self._dice.choice(("niet-bevoegd", "dubbel", "al-geregeld", "anders"))
        return {"reden": reason, "juisteOrganisatie": self._dice.choice(("uwv", "svb", "cak", "gemeente-0344", "bestaat-niet"))}

    def _nothing_more(self) -> dict[str, Any]:
        return {"kenmerk": "K-1", "veldDatNiemandKent": [1, {"a": None}]}


DENIED = frozenset({401})
BROKEN: tuple[tuple[str, Any], ...] = (
    *((name, None) for name in ("specversion", "id", "type", "subject", "time", "data")),
    ("specversion", "0.3"),
    ("type", "nl.overheid.anders.besloten"),
    ("type", f"{TYPE}verzonnen"),
    ("type", 7),
    ("time", "2026-11-22T10:00:00"),
    ("time", "gisteren"),
    ("subject", ["L"]),
    ("data", "besloten"),
    ("bsn", "999992740"),
    ("id", "x" * 201),
)
DATA: dict[str, Callable[[Storm], dict[str, Any]]] = {
    "ontvangen": Storm._nothing_more,
    "in-behandeling-genomen": Storm._nothing_more,
    "teruggegeven": Storm._reason,
    "aanvulling-gevraagd": Storm._asked,
    "aanvulling-ontvangen": Storm._nothing_more,
    "opgeschort": Storm._nothing_more,
    "hervat": Storm._nothing_more,
    "verdaagd": Storm._new_date,
    "besloten": Storm._outcome,
    "uitgevoerd": Storm._nothing_more,
    "herzien": Storm._outcome,
    "afgesloten": Storm._nothing_more,
}
#: Of a hundred calls so many are of each kind: most are refused before the database is asked, as in a real attack.
WEIGHTS: dict[Callable[[Storm], Call], int] = {
    Storm.sound: 5,
    Storm.again: 2,
    Storm.other_body: 1,
    Storm.not_theirs: 1,
    Storm.forged: 24,
    Storm.somebody_elses_name: 8,
    Storm.truncated: 11,
    Storm.not_utf8: 9,
    Storm.huge: 6,
    Storm.deep: 8,
    Storm.other_media: 5,
    Storm.from_the_future: 6,
    Storm.broken_envelope: 9,
    Storm.broken_data: 5,
}
