"""A practice gemeente moves its zaken along, tells so by notifications, and fails as its scenario says."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from loket.adapters.signing import notification_authorization
from tests.practice.playing import RSIN, SECRET, Answer, Play, today
from tests.practice.receiver import Receiver
from tests.practice.replay import case_type
from tests.support.waiting import until

CASES = "/zaken/api/v1/zaken"


def case(play: Play, note: str = "", product: str = "bijstand", number: str | None = None) -> dict[str, Any]:
    """The body of a new zaak."""
    return {
        "identificatie": number or f"L-{uuid4().hex[:8]}-1",
        "bronorganisatie": RSIN,
        "verantwoordelijkeOrganisatie": RSIN,
        "zaaktype": case_type(play, product),
        "startdatum": "2026-11-22",
        "omschrijving": "Aanvraag: Bijstand",
        "toelichting": note,
    }


def opened(play: Play, note: str = "", product: str = "bijstand") -> str:
    """The URL of a new zaak."""
    answer = play.zgw("POST", CASES, case(play, note, product))
    assert answer.status == 201, answer.raw
    return str(answer.json["url"])


def ended(play: Play, url: str) -> dict[str, Any]:
    """The zaak once it has a resultaat and a status after it, with both expanded."""
    wish = f"{url}?expand=status,status.statustype,resultaat,resultaat.resultaattype"

    def read() -> dict[str, Any] | None:
        found: dict[str, Any] = play.zgw("GET", wish).json
        kind = found["_expand"].get("status", {}).get("_expand", {}).get("statustype", {})
        return found if kind.get("omschrijving") in ("Afgehandeld", "Uitgevoerd") else None

    return until(read, "the zaak has ended", 10)


def result(found: dict[str, Any]) -> str:
    """The name of the resultaattype."""
    return str(found["_expand"]["resultaat"]["_expand"]["resultaattype"]["omschrijving"])


@pytest.mark.parametrize(
    ("scenario", "name"),
    [
        ("toekennen", "Toegekend"),
        ("deels", "Deels toegekend"),
        ("afwijzen", "Afgewezen"),
        ("niet-bevoegd", "Niet bevoegd"),
        ("al-geregeld", "Al geregeld"),
        ("dubbel", "Toegekend"),
        ("verkeerde-volgorde", "Toegekend"),
    ],
)
def test_a_zaak_ends_with_the_resultaat_of_the_scenario(play: Play, receiver: Receiver, scenario: str, name: str) -> None:
    found = ended(play, opened(play, f"oefen:gemeente-0518={scenario}"))
    assert result(found) == name
    assert found["einddatum"] is not None


def test_the_right_organisation_stands_in_the_words_of_the_resultaat(play: Play, receiver: Receiver) -> None:
    play.put("gemeente-0518", scenario="niet-bevoegd", juisteOrganisatie="svb")
    assert "svb" in ended(play, opened(play))["_expand"]["resultaat"]["toelichting"]


def test_a_notification_says_that_a_status_was_set_and_nothing_more(play: Play, receiver: Receiver) -> None:
    url = opened(play)
    call = receiver.notifications(3)[0]
    assert call["path"] == "/api/v1/zgw/notificaties/gemeente-0518"
    assert call["headers"]["authorization"] == notification_authorization(SECRET)
    assert {key: call["content"][key] for key in ("kanaal", "hoofdObject", "resource", "actie")} == {
        "kanaal": "zaken",
        "hoofdObject": url,
        "resource": "status",
        "actie": "create",
    }
    assert play.zgw("GET", call["content"]["resourceUrl"]).json["zaak"] == url


@pytest.mark.parametrize(("scenario", "count"), [("dubbel", 9), ("kapotte-handtekening", 6)])
def test_notifications_come_more_than_once_or_first_with_a_wrong_authorization(
    play: Play, receiver: Receiver, scenario: str, count: int
) -> None:
    opened(play, f"oefen:*={scenario}")
    allowed = [call["headers"]["authorization"] == notification_authorization(SECRET) for call in receiver.notifications(count)]
    assert allowed == ([True] * 9 if scenario == "dubbel" else [False, True] * 3)


def test_what_delivers_is_decided_first_and_carried_out_after(play: Play, receiver: Receiver) -> None:
    found = ended(play, opened(play, product="levert"))
    assert found["_expand"]["status"]["_expand"]["statustype"]["omschrijving"] == "Uitgevoerd"
    assert result(found) == "Toegekend"
    assert found["einddatum"] is None


def test_a_zaak_waits_for_information_and_goes_on_when_it_came(play: Play, receiver: Receiver) -> None:
    url = opened(play, "oefen:gemeente=aanvulling")
    asked = until(lambda: (found := play.zgw("GET", url).json)["opschorting"]["indicatie"] and found, "the zaak is suspended")
    assert asked["opschorting"]["reden"].startswith(f"Aanvulling tot {today().year}-")
    change = {"toelichting": "Aanvulling via Loket (bericht 0123456789ab):\nHier", "opschorting": {"indicatie": False, "reden": ""}}
    assert play.zgw("PATCH", url, change).status == 200
    assert result(ended(play, url)) == "Toegekend"
    assert [line["effect"] for line in play.lines("effect")] == ["aangemaakt", "aangevuld"]


def test_a_decision_is_revised_by_another_resultaat(play: Play, receiver: Receiver) -> None:
    url = opened(play, "oefen:*=herzien")
    until(lambda: result(ended(play, url)) == "Toegekend", "the refusal was revised")
    assert receiver.notifications(4)[3]["content"]["resource"] == "resultaat"


def test_a_withdrawn_zaak_is_closed_as_withdrawn(play: Play, receiver: Receiver) -> None:
    url = opened(play, "oefen:*=stilte")
    play.zgw("PATCH", url, {"toelichting": "INGETROKKEN door de aanvrager via Loket (bericht 0123456789ab): anders"})
    assert result(ended(play, url)) == "Ingetrokken"
    assert [line["effect"] for line in play.lines("effect")] == ["aangemaakt", "ingetrokken"]


def test_silence_leaves_the_zaak_as_it_is(play: Play, receiver: Receiver) -> None:
    url = opened(play, "oefen:*=stilte")
    ended(play, opened(play))
    assert play.zgw("GET", url).json["status"] is None


@pytest.mark.parametrize(("scenario", "status"), [("fout-500", 500), ("te-druk", 429), ("gestopt", 410)])
def test_a_fault_that_was_set_spoils_every_call(play: Play, scenario: str, status: int) -> None:
    play.put("gemeente-0518", scenario=scenario)
    answer = play.zgw("GET", CASES)
    assert answer.status == status
    assert answer.headers.get_content_type() == "text/html"


def test_a_time_out_makes_the_zaak_all_the_same(play: Play, receiver: Receiver) -> None:
    body = case(play, "oefen:*=time-out")
    play.put("gemeente-0518", keren=1)
    with pytest.raises(TimeoutError):
        play.zgw("POST", CASES, body, seconds=0.2)
    assert play.zgw("POST", CASES, body).json["invalidParams"][0]["code"] == "identificatie-niet-uniek"
    assert [line["effect"] for line in play.lines("effect")] == ["aangemaakt"]
    assert len({line["body_sha256"] for line in play.lines("verdict") if line["kind"] == "aanvraag"}) == 1


def test_an_old_etag_still_gets_304_after_a_status_was_set(play: Play, receiver: Receiver) -> None:
    url = opened(play, "oefen:*=toekennen")
    tag = play.zgw("GET", url).headers["ETag"]
    ended(play, url)
    assert play.zgw("GET", url, If_None_Match=tag).status == 304


def test_a_long_list_comes_in_pages(play: Play) -> None:
    play.put("gemeente-0518", scenario="stilte")
    for _ in range(101):
        opened(play)
    first = play.zgw("GET", f"{CASES}?bronorganisatie={RSIN}").json
    assert (first["count"], len(first["results"]), first["previous"]) == (101, 100, None)
    assert len(play.zgw("GET", first["next"]).json["results"]) == 1


def test_zaken_survive_a_restart_without_personal_data(start: Callable[[], Play], receiver: Receiver) -> None:
    play = start()
    url = opened(play, "oefen:*=stilte Mevrouw Jansen")
    kinds = play.zgw("GET", f"/catalogi/api/v1/roltypen?zaaktype={case_type(play, 'bijstand')}").json["results"]
    role = {"zaak": url, "betrokkeneType": "natuurlijk_persoon", "roltype": kinds[0]["url"], "betrokkeneIdentificatie": {"inpBsn": RSIN}}
    assert play.zgw("POST", "/zaken/api/v1/rollen", role).status == 201
    play.server.stop()
    kept = (play.log.parent / "zaken" / "gemeente-0518.jsonl").read_text()
    again: Answer = start().zgw("GET", url)
    assert again.status == 200
    assert "Jansen" not in kept
    assert '"inpBsn"' not in kept


def test_a_zaak_never_names_a_resultaat_that_is_not_there_yet(start: Callable[[], Play], receiver: Receiver) -> None:
    """Whoever reads it just then got an error 500; so did a gemeente that was killed between the two."""
    play = start()
    ended(play, opened(play))
    play.server.stop()
    known = set[str]()
    for kind, entry in map(json.loads, (play.log.parent / "zaken" / "gemeente-0518.jsonl").read_text().splitlines()):
        known.add(entry["url"])
        assert kind != "zaken" or entry["resultaat"] in {None, *known}
