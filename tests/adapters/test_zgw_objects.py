"""The way in by verzoek: one productaanvraag however often it is tried, and the zaak found by our kenmerk once the gemeente made it."""

from __future__ import annotations

import copy
import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest

from loket.adapters.gemeente import Gemeente
from loket.adapters.http import Client
from loket.adapters.port import Kind, Verb, Verdict
from loket.adapters.signing import objects_token
from loket.adapters.zgw_check import check
from tests.adapters.fake_open_zaak import EMPTY, RECORDED, FakeOpenZaak, ok
from tests.adapters.samples import BSN, CONTENT, NOW, NUMBER, SECRET, message, settings
from tests.adapters.serving import seen, wsgi

OBJECTTYPE = "https://objecttypen.gemeente.example/api/v1/objecttypes/3edfdaf7-f469-470b-a391-bb7ea015bd6f"


class Gemeentehuis(FakeOpenZaak):
    """Takes objects as well; of one it makes a zaak when it gets round to it. ``unanswered``: the next object gets no answer."""

    def __init__(self) -> None:
        super().__init__()
        self.objects: list[dict[str, Any]] = []
        self.passes: set[str] = set()
        self.unanswered = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        if not environ["PATH_INFO"].startswith("/objecten/"):
            return super().__call__(environ, start_response)
        call = seen(environ)
        self.passes.add(call["headers"]["authorization"])
        answer = self._take(call) if call["method"] == "POST" else self._list(parse_qs(call["query"]))
        start_response(f"{answer['status']} X", list(answer["headers"].items()))
        return [json.dumps(answer["body"]).encode()]

    def _take(self, call: dict[str, Any]) -> dict[str, Any]:
        assert call["headers"]["content-crs"] == "EPSG:4326"
        made = json.loads(call["body"]) | {"uuid": str(uuid.uuid4())}
        self.objects.append(made)
        if self.unanswered:
            self.unanswered = False
            return ok({"detail": "weg"}, 500)
        return ok(made, 201)

    def _list(self, query: dict[str, list[str]]) -> dict[str, Any]:
        number = query["data_attrs"][0].removeprefix("bron__kenmerk__exact__")
        return ok({**EMPTY, "results": [one for one in self.objects if one["record"]["data"]["bron"]["kenmerk"] == number]})

    def _search(self, query: dict[str, str]) -> Any:
        if "kenmerk" not in query:
            return super()._search(query)
        source, number = query["kenmerk"].split(":")
        mark = {"kenmerk": number, "bron": source}
        return ok({**EMPTY, "results": [case for case in self.cases.values() if mark in case["kenmerken"]]})

    def make_case(self) -> dict[str, Any]:
        """The gemeente makes the zaak, with a number of its own and ours as kenmerk."""
        key, source = str(uuid.uuid4()), self.objects[0]["record"]["data"]["bron"]
        case = copy.deepcopy(RECORDED["zaken.zaak.create"]["response"]["body"])
        case |= {"uuid": key, "url": f"{self.base}/zaken/api/v1/zaken/{key}"}
        case["kenmerken"] = [{"kenmerk": source["kenmerk"], "bron": source["naam"]}]
        self.cases[key] = case
        self.take_up(case, 1)
        return case


@pytest.fixture
def town() -> Iterator[Gemeentehuis]:
    running = Gemeentehuis()
    with wsgi(running) as running.base:
        yield running


@pytest.fixture
def adapter(town: Gemeentehuis, client: Client) -> Gemeente:
    options = {"bronorganisatie": "517439943", "ingang": "verzoek", "objecttype": OBJECTTYPE, "zaaktypen": {"bbz": "bbz-aanvraag"}}
    return Gemeente(settings("gemeente", town.base, **options), client)


def test_a_request_is_one_productaanvraag_with_our_number(adapter: Gemeente, town: Gemeentehuis) -> None:
    result = adapter.send(message())
    assert (result.verdict, result.reference, result.fetch) == (Verdict.DELIVERED, None, True)
    (one,) = town.objects
    data = one["record"]["data"]
    assert (one["type"], one["record"]["typeVersion"], one["record"]["startAt"]) == (OBJECTTYPE, 1, "2026-11-22")
    assert (data["bron"], data["type"]) == ({"naam": "Loket", "kenmerk": NUMBER}, "bbz-aanvraag")
    assert data["betrokkenen"] == [{"inpBsn": BSN, "rolOmschrijvingGeneriek": "initiator"}]
    assert data["aanvraaggegevens"]["antwoorden"] == {"inkomen": False, "hulp": ["huur", "eten"]}
    assert data["aanvraaggegevens"]["aanvrager"] == {"geslachtsnaam": "Moulin", "geboortedatum": "1982-04-10"}
    assert town.cases == {}


def test_any_number_of_tries_makes_one_also_when_the_answer_was_lost(adapter: Gemeente, town: Gemeentehuis) -> None:
    town.unanswered = True
    assert [adapter.send(message()).verdict for _ in range(3)] == [Verdict.RETRY, Verdict.DELIVERED, Verdict.DELIVERED]
    assert len(town.objects) == 1


def test_the_objects_api_gets_its_own_token_and_never_ours_for_zaken(adapter: Gemeente, town: Gemeentehuis) -> None:
    adapter.send(message())
    assert town.passes == {f"Token {objects_token(SECRET)}"}
    assert len(objects_token(SECRET)) == 40


def test_until_the_gemeente_made_a_zaak_there_is_nothing_to_read_and_no_fault(adapter: Gemeente, town: Gemeentehuis) -> None:
    adapter.send(message())
    result = adapter.send(message(Kind.FETCH))
    assert (result.verdict, result.reports, result.reference) == (Verdict.DELIVERED, (), None)
    assert "nog geen zaak" in result.detail


def test_the_zaak_is_found_by_our_kenmerk_and_read(adapter: Gemeente, town: Gemeentehuis) -> None:
    adapter.send(message())
    case = town.make_case()
    result = adapter.send(message(Kind.FETCH))
    assert (result.reference, [report.verb for report in result.reports]) == (case["uuid"], [Verb.RECEIVED])


def test_what_is_added_goes_to_the_zaak_or_to_a_person(adapter: Gemeente, town: Gemeentehuis) -> None:
    adapter.send(message())
    assert adapter.send(message(Kind.COMPLETION)).verdict is Verdict.UNABLE
    case = town.make_case()
    assert adapter.send(message(Kind.COMPLETION, toelichting="Hierbij.")).verdict is Verdict.DELIVERED
    assert "Hierbij." in case["toelichting"]


def test_somebody_without_a_bsn_is_no_betrokkene_but_stands_in_the_words(adapter: Gemeente, town: Gemeentehuis) -> None:
    partner = {"rol": "partner", "voornamen": "Ida", "geslachtsnaam": "Moulin"}
    adapter.send(message(personen=[*CONTENT["personen"], partner]))
    data = town.objects[0]["record"]["data"]
    assert len(data["betrokkenen"]) == 1
    assert "Betrokkene (partner): Ida Moulin" in data["zaakgegevens"]["toelichting"]


def test_check_reads_the_objects_api_and_says_what_it_cannot_see(adapter: Gemeente, town: Gemeentehuis) -> None:
    (finding,) = check(adapter, {"bbz": ()}, NOW)
    assert not finding.missing
    assert "kiest zelf het zaaktype" in finding.words
    assert town.objects == []


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"ingang": "verzoek"}, "opties.objecttype: het adres van het objecttype productaanvraag ontbreekt"),
        ({"ingang": "anders"}, "opties.ingang: moet een van zaak, verzoek zijn"),
        ({"objecttype_versie": "x"}, "opties.objecttype_versie: moet een getal zijn"),
    ],
)
def test_options_that_cannot_be_right_are_named(options: dict[str, str], fault: str) -> None:
    told = list(Gemeente.faults(settings("gemeente", "https://gemeente.example", bronorganisatie="517439943", **options)))
    assert told == [fault]
