"""A request to a gemeente: what is made over there, and that any number of tries makes it once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jwt
import pytest

from loket.adapters.gemeente import Gemeente
from loket.adapters.port import Kind, Verdict
from tests.adapters.fake_open_zaak import HOST, RECORDED, FakeOpenZaak
from tests.adapters.samples import BSN, CONTENT, NOW, NUMBER, SECRET, message


def made(open_zaak: FakeOpenZaak) -> dict[str, Any]:
    (case,) = open_zaak.cases.values()
    return case


def steps(open_zaak: FakeOpenZaak) -> list[str]:
    return [f"{call['method']} {call['path'].split('/')[4]}" for call in open_zaak.calls]


def test_a_request_makes_a_zaak_then_the_initiator_then_the_first_status(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    result = gemeente.send(message())
    assert (result.verdict, result.reference) == (Verdict.DELIVERED, made(open_zaak)["uuid"])
    assert steps(open_zaak)[3:] == ["POST zaken", "POST rollen", "POST statussen"]
    assert open_zaak.roles[0]["betrokkeneIdentificatie"]["inpBsn"] == BSN
    assert open_zaak.statuses[0]["datumStatusGezet"] == "2026-11-22T00:16:07.000000Z"  # a second before the message was composed


def test_the_zaak_carries_our_number_and_the_citizens_words(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    gemeente.send(message())
    case = made(open_zaak)
    assert (case["identificatie"], case["kenmerken"]) == (NUMBER, [{"kenmerk": NUMBER, "bron": "Loket"}])
    assert (case["startdatum"], case["communicatiekanaalNaam"]) == ("2026-11-22", "Balie")
    assert case["omschrijving"] == "Aanvraag: Bijstand voor zelfstandigen"
    assert "Ik kan de huur niet betalen.\nHebt u inkomen?: nee\nWaarbij hebt u hulp nodig?: huur, eten" in case["toelichting"]


def test_our_calls_are_the_recorded_ones(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    gemeente.send(message())
    names = ["zaken.zaak.create", "zaken.rol.create", "zaken.status.create.eerste"]
    for call, name in zip(open_zaak.calls[3:], names, strict=True):
        recorded = RECORDED[name]["request"]
        assert {header.lower() for header in recorded["headers"]} <= set(call["headers"])
        assert call["path"] == recorded["path"].replace(HOST, "")
        assert set(recorded["body"]) - {"uiterlijkeEinddatumAfdoening"} <= set(json.loads(call["body"]))


def test_each_call_has_a_fresh_token_with_the_recorded_claims(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    gemeente.send(message())
    token = open_zaak.calls[-1]["headers"]["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
    assert set(claims) == set(RECORDED["auth.jwt"]["request"]["claims"])
    assert jwt.get_unverified_header(token) == RECORDED["auth.jwt"]["request"]["jwt_header"]
    assert claims["iat"] == int(NOW.timestamp()) - 1


def test_the_catalogue_is_asked_once(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    gemeente.send(message())
    gemeente.send(message())
    assert steps(open_zaak).count("GET zaaktypen") == 1


def test_no_bsn_stands_in_a_url(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    for kind in gemeente.kinds:
        gemeente.send(message(kind))
    assert not [call for call in open_zaak.calls if BSN in call["path"] + call["query"]]


STEPS = ["GET zaaktypen", "GET statustypen", "GET roltypen", "POST zaken", "POST rollen", "POST statussen"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("acted", [True, False])
def test_a_try_that_broke_at_any_step_is_completed_by_the_next(gemeente: Gemeente, open_zaak: FakeOpenZaak, step: str, acted: bool) -> None:
    if acted:
        open_zaak.lost.append(step)  # it worked over there, but the answer was the HTML of a database that went away
    else:
        open_zaak.answers[step] = ["storing.db-weg.post"]
    first = gemeente.send(message())
    assert (first.verdict, first.status, first.detail) == (Verdict.RETRY, 500, "HTTP 500")
    assert gemeente.send(replace(message(), attempt=2)).verdict is Verdict.DELIVERED
    assert gemeente.send(replace(message(), attempt=3)).reference == made(open_zaak)["uuid"]
    assert (len(open_zaak.roles), len(open_zaak.statuses)) == (1, 1)


def test_a_repeated_role_and_status_are_no_fault(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    open_zaak.answers["POST rollen"] = ["fout.rol.tweede-initiator"]
    open_zaak.answers["POST statussen"] = ["fout.status.zelfde-moment"]
    assert gemeente.send(message()).verdict is Verdict.DELIVERED


def test_a_status_that_the_gemeente_set_meanwhile_is_left_alone(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    open_zaak.answers["POST statussen"] = ["storing.db-weg.post"]
    gemeente.send(message())
    open_zaak.take_up(made(open_zaak), 2)
    assert gemeente.send(message()).verdict is Verdict.DELIVERED
    assert len(open_zaak.statuses) == 1


REFUSALS = {
    "fout.zaak.zaaktype-niet-geautoriseerd": (Verdict.REFUSED, "permission_denied"),  # a scope is missing: not a login problem
    "fout.auth.verlopen": (Verdict.RETRY, "jwt-expired"),
    "fout.auth.verkeerd-geheim": (Verdict.RETRY, "invalid-jwt-signature"),
    "fout.auth.onbekende-client": (Verdict.RETRY, "invalid-client-identifier"),
    "fout.auth.geen-jwt": (Verdict.RETRY, "jwt-decode-error"),
    "fout.zaak.omschrijving-te-lang": (Verdict.REFUSED, "omschrijving max_length"),
    "fout.zaak.rsin": (Verdict.REFUSED, "bronorganisatie min_length"),
    "fout.zaak.json-kapot": (Verdict.REFUSED, "parse_error"),
    "fout.crs.accept": (Verdict.REFUSED, "precondition_failed"),
    "fout.zaak.geen-uuid": (Verdict.RETRY, "serverfout"),
    "fout.methode": (Verdict.REFUSED, "405"),
}


@pytest.mark.parametrize(("name", "expected"), REFUSALS.items())
def test_each_recorded_refusal_is_told_apart_by_its_code(
    gemeente: Gemeente, open_zaak: FakeOpenZaak, name: str, expected: tuple[Verdict, str]
) -> None:
    open_zaak.answers["POST zaken"] = [name]
    result = gemeente.send(message())
    assert result.verdict is expected[0]
    assert expected[1] in result.detail


def test_a_status_in_the_future_of_their_clock_is_tried_again(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    open_zaak.answers["POST statussen"] = ["fout.status.toekomst"]
    assert gemeente.send(message()).verdict is Verdict.RETRY


def test_a_wrong_bsn_is_refused_without_being_told(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    open_zaak.answers["POST rollen"] = ["fout.rol.bsn-elfproef"]
    result = gemeente.send(message())
    assert (result.verdict, result.detail.endswith("betrokkeneIdentificatie.inpBsn invalid")) == (Verdict.REFUSED, True)
    assert BSN not in repr(result)


@pytest.mark.parametrize("body", ["geen json", "[]", "{}", '{"url": 5}'])
def test_a_success_without_sense_is_tried_again(gemeente: Gemeente, open_zaak: FakeOpenZaak, body: str) -> None:
    open_zaak.answers["POST zaken"] = [{"status": 201, "headers": {"Content-Type": "application/json"}, "body": body}]
    assert gemeente.send(message()).verdict is Verdict.RETRY


def test_an_unknown_zaaktype_is_refused_by_name(gemeente: Gemeente) -> None:
    result = gemeente.send(replace(message(), product="onbekend"))
    assert (result.verdict, "zaaktype onbekend" in result.detail) == (Verdict.REFUSED, True)


def test_our_token_does_not_follow_a_link_to_another_host(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    elsewhere = {"count": 1, "next": "http://127.0.0.1:9/catalogi/api/v1/zaaktypen?page=2", "results": []}
    open_zaak.answers["GET zaaktypen"] = [{"status": 200, "headers": {"Content-Type": "application/json"}, "body": elsewhere}]
    assert gemeente.send(message()).verdict is Verdict.REFUSED


def many_answers() -> Iterator[dict[str, str]]:
    for number in range(40):
        yield {"vraag": f"v{number}", "label": f"Vraag nummer {number}", "waarde": "een antwoord van enige lengte"}


def test_answers_that_do_not_fit_are_left_out_whole_and_pointed_at(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    gemeente.send(message(antwoorden=list(many_answers())))
    note = made(open_zaak)["toelichting"]
    assert len(note) <= 1000
    assert note.splitlines()[-1] == f"De rest staat in Loket onder {NUMBER}."
    assert all(line.endswith("lengte") for line in note.splitlines() if line.startswith("Vraag nummer"))


def test_a_long_product_name_fits_in_omschrijving(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    gemeente.send(message(productnaam="Lang " * 40))
    assert len(made(open_zaak)["omschrijving"]) <= 80


def test_somebody_else_stands_in_the_note_without_a_bsn_when_there_is_no_role_for_them(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    partner = {"rol": "partner", "burgerservicenummer": "999993653", "voornamen": "Ida", "geslachtsnaam": "Moulin"}
    gemeente.send(message(personen=[*CONTENT["personen"], partner]))
    assert "Betrokkene (partner): Ida Moulin" in made(open_zaak)["toelichting"]
    assert "999993653" not in made(open_zaak)["toelichting"]


def test_a_notice_is_a_zaak_too(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> None:
    assert gemeente.send(message(Kind.NOTICE)).verdict is Verdict.DELIVERED
    assert made(open_zaak)["omschrijving"].startswith("Melding: ")
