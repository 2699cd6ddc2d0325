"""All 120 recorded exchanges with a real Open Zaak, replayed as a server: what our adapter does with each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import jwt
import pytest

from loket.adapters.gemeente import Gemeente
from loket.adapters.http import Client
from loket.adapters.port import Kind, Report, Verb
from loket.adapters.zgw_notifications import is_authorised, notification_reference
from tests.adapters.exchange_server import ExchangeServer
from tests.adapters.fake_open_zaak import RECORDED
from tests.adapters.samples import NUMBER, SECRET, ZAAKTYPE, message, settings
from tests.adapters.serving import wsgi
from tests.adapters.zgw_table import OURS, TABLE, ByCommand, Claims, Does, Hears, NotOurs


def rows(kind: type) -> list[str]:
    return [name for name, row in TABLE.items() if isinstance(row, kind)]


@pytest.fixture
def server() -> Iterator[ExchangeServer]:
    running = ExchangeServer()
    with wsgi(running) as running.base:
        yield running


@pytest.fixture
def adapter(server: ExchangeServer, client: Client) -> Gemeente:
    return Gemeente(settings("gemeente", server.base, bronorganisatie="517439943", zaaktypen={"bbz": ZAAKTYPE}), client)


def read(adapter: Gemeente, server: ExchangeServer, name: str, *, status: str = "zaken.status.detail") -> list[Report]:
    """What reading our zaak tells when it is answered so."""
    server.answers |= {"GET zaken/": [name], "GET statussen/": [status]}
    return list(adapter.send(message(Kind.FETCH, OURS)).reports)


def test_every_recorded_exchange_stands_in_the_table_and_nothing_else() -> None:
    assert set(TABLE) == set(RECORDED)
    assert len(TABLE) == 120


@pytest.mark.parametrize("name", rows(Does))
def test_an_exchange_is_handled_as_the_table_says(adapter: Gemeente, server: ExchangeServer, name: str) -> None:
    row = TABLE[name]
    assert isinstance(row, Does)
    for step, other in row.given.items():
        server.answers[step].append(other)
    server.answers[row.step].append(name)
    result = adapter.send(message(row.kind, row.reference))
    assert result.verdict is row.verdict, result
    assert row.says in result.detail
    assert tuple(report.verb for report in result.reports) == row.reports
    at = server.steps.index(row.step)
    assert server.steps[at + 1 : at + 2] == ([row.then] if row.then else [])


@pytest.mark.parametrize("name", rows(NotOurs))
def test_an_answer_to_a_call_that_is_not_ours_does_no_harm(adapter: Gemeente, server: ExchangeServer, name: str) -> None:
    row = TABLE[name]
    assert isinstance(row, NotOurs)
    assert row.reason
    server.answers["GET zaken/"].append(name)
    assert adapter.send(message(Kind.FETCH, OURS)).verdict.value in ("bezorgd", "opnieuw", "geweigerd")


def test_the_calls_that_the_table_calls_not_ours_are_not_made(adapter: Gemeente, server: ExchangeServer) -> None:
    for kind in adapter.kinds:
        adapter.send(message(kind, OURS))
    assert {step.split()[0] for step in server.steps} == {"GET", "POST", "PATCH"}
    assert not [call for call in server.calls if any(word in call["path"] for word in ("_zoek", "zaak_", "audittrail", "resultaten"))]
    assert not [call for call in server.calls if "if-none-match" in call["headers"] or "kenmerk=" in call["query"]]


@pytest.mark.parametrize("name", rows(Hears))
def test_a_notification_leads_to_its_zaak_or_nowhere(name: str) -> None:
    row, body = TABLE[name], RECORDED[name]["request"]["body"]
    assert isinstance(row, Hears)
    assert notification_reference(body) == (body["hoofdObject"].rpartition("/")[2] if row.leads else None)
    assert is_authorised([SECRET], None) is False  # the two calls on subscribing: see tests/web/api/test_api_zgw.py


@pytest.mark.parametrize("name", rows(ByCommand))
def test_what_a_command_calls_is_tested_with_that_command(name: str) -> None:
    row = TABLE[name]
    assert isinstance(row, ByCommand)
    assert row.command in ("check", "abonneren")  # see tests/running/test_zgw_commands.py


def test_each_call_has_a_token_of_its_own_with_the_recorded_claims(adapter: Gemeente, server: ExchangeServer) -> None:
    assert rows(Claims) == ["auth.jwt"]
    adapter.send(message())
    for call in server.calls:
        token = call["headers"]["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        assert set(claims) == set(RECORDED["auth.jwt"]["request"]["claims"])


def test_crs_headers_go_with_every_call_about_zaken_and_none_to_the_catalogue(adapter: Gemeente, server: ExchangeServer) -> None:
    adapter.send(message())
    adapter.send(message(Kind.WITHDRAWAL, OURS))
    for call in server.calls:
        on_cases = call["path"].startswith("/zaken/api/v1/zaken")
        assert call["headers"].get("accept-crs") == ("EPSG:4326" if call["path"].startswith("/zaken/") else None)
        assert ("content-crs" in call["headers"]) == (call["path"].startswith("/zaken/") and call["method"] != "GET")
        assert on_cases <= ("accept-crs" in call["headers"])


def test_a_double_identificatie_is_looked_up_with_ours_and_then_completed(adapter: Gemeente, server: ExchangeServer) -> None:
    server.answers["POST zaken"].append("fout.zaak.dubbele-identificatie")
    adapter.send(message())
    assert server.calls[4]["query"] == f"identificatie={NUMBER}&bronorganisatie=517439943"
    assert server.steps[4:] == ["GET zaken", "POST rollen", "POST statussen"]


def test_the_moment_of_the_first_status_is_fixed_whole_and_a_second_back(adapter: Gemeente, server: ExchangeServer) -> None:
    for _ in range(2):
        adapter.send(message())
    bodies = [json.loads(call["body"]) for call in server.calls if call["path"].endswith("/statussen")]
    assert [body["datumStatusGezet"] for body in bodies] == ["2026-11-22T00:16:07.000000Z"] * 2  # a bare date would be midnight


def test_a_change_never_sends_kenmerken(adapter: Gemeente, server: ExchangeServer) -> None:
    for kind in (Kind.COMPLETION, Kind.WITHDRAWAL):
        adapter.send(message(kind, OURS))
    changes = [json.loads(call["body"]) for call in server.calls if call["method"] == "PATCH"]
    assert [set(change) for change in changes] == [{"toelichting"}, {"toelichting"}]


def test_a_completion_ends_the_suspension_in_the_same_call(adapter: Gemeente, server: ExchangeServer) -> None:
    server.answers["GET zaken/"].append("zaken.zaak.patch.opschorting")
    adapter.send(message(Kind.COMPLETION, OURS))
    assert json.loads(server.calls[-1]["body"])["opschorting"] == {"indicatie": False, "reden": ""}


@pytest.mark.parametrize(
    ("name", "due"), [("zaken.zaak.patch.verlenging", date(2027, 1, 17)), ("zaken.zaak.patch.einddatum-mee", date(2027, 1, 31))]
)
def test_an_extension_counts_by_the_date_and_not_by_its_duration(adapter: Gemeente, server: ExchangeServer, name: str, due: date) -> None:
    assert read(adapter, server, name)[-1].new_due == due  # P14D both times


def test_a_zaak_that_was_closed_while_suspended_is_closed(adapter: Gemeente, server: ExchangeServer) -> None:
    recorded: dict[str, Any] = RECORDED["zaken.zaak_afsluiten"]["response"]["body"]["zaak"]
    assert recorded["opschorting"]["indicatie"] is True
    assert recorded["einddatum"]
    told = read(adapter, server, "zaken.zaak.detail.gesloten", status="zaken.status.create.eind")
    assert [report.verb for report in told][-1] is Verb.DECIDED


def test_a_list_is_read_to_its_end_over_the_absolute_links(adapter: Gemeente, server: ExchangeServer) -> None:
    server.answers["GET zaken"] += ["zaken.zaken.lijst", "zaken.zaken.lijst"]
    adapter.send(message(Kind.FETCH))
    asked = [call["query"] for call in server.calls if call["path"].endswith("/zaken")]
    assert asked == [f"identificatie={NUMBER}&bronorganisatie=517439943", *["ordering=-identificatie&page=2"] * 2]


def test_no_bsn_ever_stands_in_an_address(adapter: Gemeente, server: ExchangeServer) -> None:
    for kind in adapter.kinds:
        adapter.send(message(kind, OURS))
    assert not [call for call in server.calls if "999990342" in call["path"] + call["query"]]


def test_a_first_status_that_is_refused_on_a_zaak_without_any_is_a_refusal(adapter: Gemeente, server: ExchangeServer) -> None:
    server.answers |= {"POST statussen": ["fout.status.na-sluiten"], "GET zaken/": ["zaken.zaak.create"]}
    result = adapter.send(message())
    assert (result.verdict.value, "permission_denied" in result.detail) == ("geweigerd", True)


def test_a_statustype_that_nobody_translates_is_in_behandeling_with_a_warning(adapter: Gemeente, server: ExchangeServer) -> None:
    server.answers |= {"GET zaken/": ["zaken.zaak.detail"], "GET statustypen/": [{"omschrijving": "Bij de wethouder"}]}
    result = adapter.send(message(Kind.FETCH, OURS))
    assert [report.verb for report in result.reports] == [Verb.RECEIVED, Verb.TAKEN_UP]
    assert result.warnings == ("opties.statustypen: vertaling ontbreekt van: Bij de wethouder",)


@pytest.fixture
def with_properties(server: ExchangeServer, client: Client) -> Gemeente:
    """Writes two answers to eigenschappen, of which the zaaktype has one."""
    options = {"zaaktypen": {"bbz": ZAAKTYPE}, "eigenschappen": {"inkomen": "Inkomen", "hulp": "Hulpvraag"}}
    known = {"naam": "Inkomen", "url": f"{server.base}/catalogi/api/v1/eigenschappen/1"}
    server.answers["GET eigenschappen"] = [{"results": [known]}]
    return Gemeente(settings("gemeente", server.base, bronorganisatie="517439943", **options), client)


def test_an_eigenschap_that_is_not_there_stops_nothing_and_is_told(with_properties: Gemeente, server: ExchangeServer) -> None:
    server.answers["POST zaken/"] = [{"url": "x"}]
    result = with_properties.send(message())
    assert result.verdict.value == "bezorgd"
    assert result.warnings == ("eigenschap Hulpvraag bestaat niet bij dit zaaktype",)
    (made,) = [json.loads(call["body"]) for call in server.calls if call["path"].endswith("/zaakeigenschappen")]
    assert (made["eigenschap"].rpartition("/")[2], made["waarde"]) == ("1", "nee")
    assert server.steps[-1] == "POST statussen"


def test_an_eigenschap_that_is_refused_stops_nothing_and_is_told_without_the_answer(
    with_properties: Gemeente, server: ExchangeServer
) -> None:
    server.answers["POST zaken/"] = ["fout.status.ander-zaaktype"]
    result = with_properties.send(message())
    assert result.verdict.value == "bezorgd"
    assert "eigenschap Inkomen is niet overgenomen: zaaktype-mismatch" in result.warnings
    assert server.steps[-1] == "POST statussen"
