"""Announcing downtime over the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from loket.cases.queries import stamp
from tests.support.clock import Clock
from tests.web.api.conftest import Api, codes

PATH = "/organisatie/onderbrekingen"


def test_an_organisation_announces_sees_and_takes_back_its_own_downtime(as_client: Callable[..., Api], clock: Clock) -> None:
    uwv, svb = as_client("uwv", organisation="uwv"), as_client("svb", organisation="svb")
    wanted = {"van": stamp(clock.now()), "tot": stamp(clock.now() + timedelta(hours=2)), "reden": "Onderhoud"}
    made = uwv.post(PATH, wanted)
    assert (made.status_code, {name: made.json[name] for name in wanted}) == (201, wanted)
    assert [row["onderbrekingId"] for row in uwv.get(PATH).json["onderbrekingen"]] == [made.json["onderbrekingId"]]
    assert svb.get(PATH).json == {"onderbrekingen": []}
    one = f"{PATH}/{made.json['onderbrekingId']}"
    assert svb.call("DELETE", one).status_code == 404
    assert (uwv.call("DELETE", one).status_code, uwv.call("DELETE", one).status_code) == (204, 404)
    assert [uwv.call("DELETE", f"{PATH}/{wrong}").status_code for wrong in ("geen-id", UUID(int=1))] == [404, 404]


def test_a_wrong_announcement_is_refused_with_all_its_faults_and_a_loket_cannot_make_one(as_client: Callable[..., Api], api: Api) -> None:
    uwv = as_client("uwv", organisation="uwv")
    assert codes(uwv.post(PATH, {"van": "nu", "waarom": "x"})) == {
        "/van": "ongeldig-tijdstip",
        "/tot": "verplicht",
        "/reden": "verplicht",
        "/waarom": "onbekend-veld",
    }
    past = {"van": "2020-01-02T00:00:00Z", "tot": "2020-01-01T00:00:00Z", "reden": "Onderhoud"}
    assert codes(uwv.post(PATH, past)) == {"/tot": "in-verleden"}
    assert api.post(PATH, past).status_code == 403
