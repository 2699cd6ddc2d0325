"""Keys as texts in the environment: ``<id>:<base64 of 32 random bytes>``, several after each other. Faults name no value."""

from __future__ import annotations

import base64
import binascii
import re

KEY_ID = re.compile(r"[a-z0-9-]{1,40}")
KEY_BYTES = 32
FEWEST_BYTES = 12  # different ones in a key: 32 random bytes have fewer once in more than 10^20 times


def keys_in(name: str, text: str, faults: list[str]) -> dict[str, bytes]:
    """The keys in ``text`` by id, separated by commas or lines, in their order: the last one is the one in use."""
    found: dict[str, bytes] = {}
    for part in text.replace(",", " ").split():
        key_id, _, encoded = part.partition(":")
        if not KEY_ID.fullmatch(key_id) or key_id in found:
            faults.append(f"{name}: each key has its own id of small letters, digits and hyphens")
            continue
        found[key_id] = key_bytes(f"{name} ({key_id})", encoded, faults)
    return found


def key_bytes(name: str, encoded: str, faults: list[str]) -> bytes:
    """The bytes of one key; anything but 32 of them, or ones that nobody drew at random, is a fault."""
    try:
        value = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if len(value) != KEY_BYTES or len(set(value)) < FEWEST_BYTES:
        faults.append(f"{name}: base64 of 32 random bytes is needed")
    return value
