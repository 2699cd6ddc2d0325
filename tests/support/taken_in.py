"""Prints, as JSON, whom the database of a run is about and the hashes of all cookies and keys that were handed out.

A program of its own: it opens the database with the keys of that run (``tests.support.traces.taken_in``).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from loket import create_app, session_of
from loket.cases.base import Base
from loket.cases.crypto import EncryptedJSON, EncryptedText
from loket.settings import Settings

#: Columns that are not encrypted and yet say who somebody is.
PLAIN = {"participant": ("given_names", "surname", "surname_key", "birth_date")}
SPEAKING = re.compile(r"\s|@|^\d{4}[A-Za-z]{2}$|^\d{10,}$")  # words, an e-mail address, a postcode, a phone number
EXERCISE = re.compile(r"oefen:\S+\s*")  # for the practice organisations: not of anybody


def personal(session: Session) -> Iterator[str]:
    """Every value that is about a person or was written by one; codes and single words are left out."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column.name in PLAIN.get(table.name, ()):
                yield from filter(None, session.scalars(select(column)))
            elif isinstance(column.type, EncryptedJSON | EncryptedText):
                values = session.scalars(select(column).where(column.is_not(None)))
                yield from (text for value in values for text in leaves(value) if SPEAKING.search(text))


def leaves(value: Any) -> Iterator[str]:
    """The texts in a value, without what was composed from others: a whole message."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    elif isinstance(value, str) and not value.startswith("{"):
        yield EXERCISE.sub("", value)


def hashes(session: Session) -> Iterator[str]:
    """Of session cookies and of API keys."""
    for name, column in (("web_session", "token_hash"), ("api_client", "key_hash")):
        table: Table = Base.metadata.tables[name]
        yield from session.scalars(select(table.c[column]))


if __name__ == "__main__":
    with session_of(create_app(Settings.load(os.environ))) as opened:
        bsn = Base.metadata.tables["person"].c.bsn
        numbers = [number for number in opened.scalars(select(bsn)) if number]
        json.dump({"numbers": numbers, "texts": sorted(set(personal(opened))), "hashes": list(hashes(opened))}, sys.stdout)
