"""Somebody's address is secret (geheimhouding): it goes only where a product says why it cannot do without, and is shown to them alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loket.cases.models import Case
from loket.errors import ConfigurationError
from loket.routing import rights
from loket.routing.catalogue_files import load
from tests.routing import small_config
from tests.support.desk import Desk, person
from tests.support.privacy import ADDRESS, bodies, officer

SECRETS = ("2584AE", "1485")
WITH_ADDRESS = "bijstand"  # gets postcode and huisnummer of the applicant, and gives no reason to need a secret one


def secret_case(desk: Desk, *products: str) -> Case:
    return desk.open(*products, applicant=person(secrecy=True, **ADDRESS))


def sent_to(desk: Desk, organisation: str) -> str:
    desk.drain()
    return json.dumps(bodies(desk, organisation))


def test_without_secrecy_the_address_goes_where_the_product_lists_it(desk: Desk) -> None:
    desk.open(WITH_ADDRESS, applicant=person(**ADDRESS))
    assert all(secret in sent_to(desk, "gemeente-0518") for secret in SECRETS)


def test_a_secret_address_leaves_for_no_product_that_gives_no_reason(desk: Desk) -> None:
    every = [slug for slug, product in desk.dispatcher.catalogue.products.items() if product.executor not in ("iedereen",)]
    desk.change_product("wmo-aanvraag", secret_address=None)
    reasons = [slug for slug in every if desk.dispatcher.catalogue.products[slug].secret_address]
    secret_case(desk, *(slug for slug in every if slug not in reasons))
    for row in desk.deliveries():
        assert not any(secret in (row.body or "") for secret in ("2584AE", '"1485"'))


def test_a_product_that_says_why_gets_the_address_and_that_it_is_secret(desk: Desk) -> None:
    desk.change_product(WITH_ADDRESS, secret_address="Een huisbezoek hoort bij het onderzoek")
    secret_case(desk, WITH_ADDRESS)
    desk.drain()
    (body,) = bodies(desk, "gemeente-0518")
    assert (body["personen"][0]["postcode"], body["personen"][0]["geheimhouding"]) == ("2584AE", True)


def test_an_address_that_becomes_secret_at_a_later_knock_is_secret_from_then_on(desk: Desk) -> None:
    desk.open(applicant=person(**ADDRESS), life_event="schulden", answers={"heeft-schulden": True})
    before = len(desk.deliveries())
    desk.open("bijstand", applicant=person(secrecy=True, **ADDRESS), life_event="schulden")
    later = desk.deliveries()[before:]
    assert later
    assert not any("2584AE" in (row.body or "") for row in later)


def test_a_correction_of_a_secret_address_goes_to_nobody(desk: Desk) -> None:
    case = secret_case(desk, WITH_ADDRESS)
    desk.drain()
    people = {case.participants[0].id: {"postcode": "2511BT"}}
    assert rights.correct(officer(desk), case.number, answers={}, people=people, reason="verhuisd") == ()


def test_the_export_shows_it_to_the_person_only(desk: Desk) -> None:
    partner = person("partner", surname="Jager", bsn="999992740", secrecy=True, **ADDRESS)
    desk.open("aow", others=(partner,))
    own = json.dumps(rights.export_person(officer(desk), "999992740"))
    other = json.dumps(rights.export_person(officer(desk), "999993653"))
    assert "2584AE" in own
    assert "2584AE" not in other


def test_a_reason_for_a_product_without_an_address_is_refused(tmp_path: Path) -> None:
    config = small_config.write(tmp_path)
    small_config.spoil(config, "producten/gemeente.toml", "bsn = false", 'bsn = false\ngeheim_adres = "huisbezoek"')
    with pytest.raises(ConfigurationError, match=r"\[product.hulp\] geheim_adres: geen rol geeft een adres mee"):
        load(config, small_config.SMALL_ENVIRON, demo=True)
