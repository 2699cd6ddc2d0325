"""A client that may call loopback, an Open Zaak of our own and a gemeente that uses both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from loket.adapters.gemeente import Gemeente
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from tests.adapters.fake_open_zaak import FakeOpenZaak
from tests.adapters.samples import NOW, ZAAKTYPE, settings
from tests.adapters.serving import wsgi


@pytest.fixture
def client() -> Iterator[Client]:
    client = Client(Guard(("127.0.0.0/8",)), clock=lambda: NOW)
    yield client
    client.close()


@pytest.fixture
def open_zaak() -> Iterator[FakeOpenZaak]:
    fake = FakeOpenZaak()
    with wsgi(fake) as fake.base:
        yield fake


@pytest.fixture
def gemeente(open_zaak: FakeOpenZaak, client: Client) -> Gemeente:
    options = {"bronorganisatie": "517439943", "zaaktypen": {"bbz": ZAAKTYPE}}
    return Gemeente(settings("gemeente", open_zaak.base, **options), client)
