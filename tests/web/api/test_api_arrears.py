"""Signalling arrears over the API."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.api.conftest import Api, codes

PATH = "/betalingsachterstanden"
SOUND = {"lijst": "vroegsignalering", "burgerservicenummer": "999993653", "gemeentecode": "0518"}


def test_an_organisation_with_a_ground_hears_until_when_it_counts_and_nothing_of_others(as_client: Callable[..., Api]) -> None:
    cak, svb = as_client("cak", organisation="cak"), as_client("svb", organisation="svb")
    first, second = cak.post(PATH, SOUND), svb.post(PATH, SOUND)
    assert (first.status_code, set(first.json)) == (202, {"lijst", "teltMeeTot"})
    assert first.json == second.json
    assert svb.post(PATH, {**SOUND, "voldaan": True}).json == {"lijst": "vroegsignalering", "teltMeeTot": None}


def test_without_a_ground_it_is_refused_and_a_loket_cannot_signal(as_client: Callable[..., Api], api: Api) -> None:
    refused = as_client("uwv", organisation="uwv").post(PATH, SOUND)
    assert (refused.status_code, refused.json["code"]) == (403, "geen-grondslag")
    assert api.post(PATH, SOUND).status_code == 403


def test_one_answer_names_everything_that_is_wrong(as_client: Callable[..., Api]) -> None:
    cak = as_client("cak", organisation="cak")
    wrong = cak.post(PATH, {"burgerservicenummer": "123456789", "voldaan": "ja", "bedrag": 100})
    assert codes(wrong) == {
        "/lijst": "verplicht",
        "/burgerservicenummer": "ongeldig-bsn",
        "/gemeentecode": "verplicht",
        "/voldaan": "verkeerd-type",
        "/bedrag": "onbekend-veld",
    }
    assert codes(cak.post(PATH, {**SOUND, "gemeentecode": "9999"})) == {"/gemeentecode": "onbekend"}
    assert codes(cak.post(PATH, {**SOUND, "lijst": "Mevrouw Moulin"})) == {"/lijst": "onbekende-lijst"}
