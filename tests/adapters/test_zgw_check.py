"""What ``loket zgw check`` finds missing at a gemeente, by the recorded exchanges; and that it only reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from loket.adapters.gemeente import Gemeente
from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.zgw_check import SCOPES, Finding, check
from tests.adapters.exchange_server import ExchangeServer
from tests.adapters.fake_open_zaak import EMPTY, HOST, RECORDED
from tests.adapters.samples import NOW, SECRET, ZAAKTYPE, settings
from tests.adapters.serving import wsgi

TYPE_URL = f"{HOST}/catalogi/api/v1/zaaktypen/59fa0613-b50d-41f1-8358-673909944686"
OPTIONS: dict[str, Any] = {"bronorganisatie": "517439943", "zaaktypen": {"bbz": ZAAKTYPE}}
WORDS = {"resultaattypen": {"bewaren": "toegekend", "zaakobject": "niet-bevoegd"}}
PROPERTY = {"results": [{"naam": "Inkomen", "url": f"{HOST}/catalogi/api/v1/eigenschappen/1"}]}


@pytest.fixture
def server() -> Iterator[ExchangeServer]:
    running = ExchangeServer()
    with wsgi(running) as running.base:
        yield running


def granted(*scopes: str) -> dict[str, Any]:
    """Our rights as the Autorisaties API tells them."""
    rights = [{"component": SCOPES[scope][0], "scopes": [scope], "zaaktype": TYPE_URL} for scope in scopes]
    return {"heeftAlleAutorisaties": False, "autorisaties": rights}


def found(server: ExchangeServer, client: Client, product: str = "bbz", **options: Any) -> list[Finding]:
    """What is found; all that was called were readings."""
    adapter = Gemeente(settings("gemeente", server.base, **{**OPTIONS, **WORDS, **options}), client)
    findings = list(check(adapter, {product: ("inkomen", "duur")}, NOW))
    assert {call["method"] for call in server.calls} <= {"GET"}
    assert SECRET not in repr(findings)
    return findings


def missing(findings: list[Finding]) -> str:
    return "\n".join(finding.words for finding in findings if finding.missing)


def test_where_all_is_there_nothing_is_found(server: ExchangeServer, client: Client) -> None:
    server.answers["GET applicaties/"] = [granted(*SCOPES)]
    server.answers["GET eigenschappen"] = [PROPERTY]
    assert found(server, client, eigenschappen={"inkomen": "Inkomen"}) == []


@pytest.mark.parametrize("scope", SCOPES)
def test_each_missing_scope_is_named_with_what_it_is_for(server: ExchangeServer, client: Client, scope: str) -> None:
    server.answers["GET applicaties/"] = [granted(*(one for one in SCOPES if one != scope))]
    (finding,) = found(server, client)
    assert f"het recht {scope} ontbreekt ({SCOPES[scope][1]})." in finding.words
    assert finding.missing


def test_a_scope_on_another_zaaktype_does_not_help(server: ExchangeServer, client: Client) -> None:
    rights = granted(*SCOPES)
    rights["autorisaties"][2]["zaaktype"] = f"{HOST}/catalogi/api/v1/zaaktypen/andere"
    server.answers["GET applicaties/"] = [rights]
    assert missing(found(server, client)).startswith(f"bbz (zaaktype {ZAAKTYPE}): het recht zaken.aanmaken ontbreekt")


def test_whoever_may_do_everything_misses_nothing(server: ExchangeServer, client: Client) -> None:
    server.answers["GET applicaties/"] = [{"heeftAlleAutorisaties": True, "autorisaties": []}]
    assert found(server, client) == []


def test_rights_that_may_not_be_seen_are_said_to_be_unseen(server: ExchangeServer, client: Client) -> None:
    server.answers["GET applicaties/"] = ["fout.zaak.audittrail.scope"]
    (finding,) = found(server, client)
    assert not finding.missing
    assert "zaken.aanmaken, zaken.bijwerken" in finding.words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fout.auth.verlopen", "Zet de klok van deze machine gelijk"),
        ("fout.auth.exp-verlopen", "Zet de klok van deze machine gelijk"),
        ("fout.auth.verkeerd-geheim", "Het geheim klopt niet"),
        ("fout.auth.onbekende-client", "kent deze client_id niet"),
        ("fout.auth.geen-jwt", "kan het token niet lezen"),
        ("storing.db-weg.get", "geen bruikbaar antwoord: HTTP 500"),
    ],
)
def test_a_door_that_stays_shut_is_explained_and_the_rest_is_not_asked(
    server: ExchangeServer, client: Client, name: str, words: str
) -> None:
    server.answers["GET zaaktypen"] = [name]
    (finding,) = found(server, client)
    assert words in finding.words
    assert len(server.calls) == 1


@pytest.mark.parametrize(("step", "scope"), [("GET zaaktypen", "catalogi.lezen"), ("GET zaken", "zaken.lezen")])
def test_a_reading_that_is_forbidden_is_a_missing_scope(server: ExchangeServer, client: Client, step: str, scope: str) -> None:
    server.answers[step] = ["fout.auth.scope"]
    assert f"het recht {scope} ontbreekt" in missing(found(server, client))


def test_an_unknown_zaaktype_is_named(server: ExchangeServer, client: Client) -> None:
    server.answers["GET zaaktypen"] = [EMPTY, EMPTY]
    assert "ww (zaaktype ww): dit zaaktype bestaat niet" in missing(found(server, client, "ww"))


def test_the_recorded_resultaattypen_that_nothing_translates_are_named(server: ExchangeServer, client: Client) -> None:
    told = missing(found(server, client, resultaattypen={}))
    names = [one["omschrijving"] for one in RECORDED["catalogi.resultaattypen"]["response"]["body"]["results"]]
    assert names == ["bewaren", "zaakobject"]  # the generic name of the second one, Afgebroken, is known
    assert "het resultaattype “bewaren” is onbekend" in told
    assert "zaakobject" not in told


def test_what_a_zaaktype_lacks_is_named(server: ExchangeServer, client: Client) -> None:
    server.answers |= {"GET statustypen": [EMPTY], "GET roltypen": [EMPTY], "GET resultaattypen": [EMPTY], "GET eigenschappen": [EMPTY]}
    told = missing(found(server, client, eigenschappen={"inkomen": "Inkomen", "anders": "Hoort niet bij dit product"}))
    for words in ("geen statustypen", "geen resultaattypen", "geen roltype voor de initiator", "de eigenschap “Inkomen” (vraag inkomen)"):
        assert words in told
    assert "Hoort niet" not in told


def test_an_unknown_statustype_is_named_unless_it_ends_the_zaak(server: ExchangeServer, client: Client) -> None:
    kinds = [{"omschrijving": "Bij de wethouder", "isEindstatus": False}, {"omschrijving": "Klaar", "isEindstatus": True}]
    server.answers["GET statustypen"] = [{"results": kinds}]
    told = missing(found(server, client))
    assert "het statustype “Bij de wethouder” is onbekend en telt als in behandeling" in told
    assert "Klaar" not in told


def test_nobody_at_the_address_is_said_so() -> None:
    client = Client(Guard(("127.0.0.0/8",)), clock=lambda: NOW)
    adapter = Gemeente(settings("gemeente", "http://127.0.0.1:9", **OPTIONS), client)
    (finding,) = check(adapter, {"bbz": ()}, NOW)
    assert finding.words == "Er komt geen antwoord van http://127.0.0.1:9/zaken/api/v1: geen verbinding."
