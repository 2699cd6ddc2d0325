"""What leaves for an organisation: the fields and answers of its product, and not one more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from loket.cases.models import Case
from loket.routing import intake
from loket.routing.catalogue import Catalogue
from loket.routing.compose import BSN as BSN_FIELD
from loket.routing.compose import facts_of_request, request_body
from loket.routing.context import MACHINE, Context
from loket.routing.entries import EVERYONE
from loket.routing.request import CHILD, DECEASED, ESTATE_CONTACT, PARTNER, REPRESENTATIVE, PersonGiven
from tests.support.desk import BSN, MONDAY, PARTNER_BSN, Desk, part_of, person, request

Body = dict[str, Any]
CHILD_BSN = "999993872"
HEAD = {
    "berichtId",
    "soort",
    "deelzaaknummer",
    "zaaknummer",
    "product",
    "productnaam",
    "grondslag",
    "doel",
    "aangekloptOp",
    "ontvangenOp",
    "rechtVanaf",
    "spoed",
    "kanaal",
    "voor",
    "personen",
    "antwoorden",
    "terugmelden",
}


def everybody() -> tuple[PersonGiven, ...]:
    """One person in each role besides the applicant, each with every field."""
    given = {
        "given_names": "Jael",
        "prefix": "de",
        "postcode": "2584AE",
        "house_number": "1485",
        "telephone": "070 123 45 67",
        "email": "jael@example.nl",
        "gemeente_code": "0518",
        "kvk_number": "12345678",
    }
    bsns = {DECEASED: PARTNER_BSN, PARTNER: PARTNER_BSN, CHILD: CHILD_BSN}
    roles = (DECEASED, PARTNER, CHILD, ESTATE_CONTACT, REPRESENTATIVE)
    return tuple(person(role, surname="Jager", bsn=bsns.get(role), **given) for role in roles)


def widow() -> PersonGiven:
    return person(birth_date="1947-01-15", telephone="070 123 45 67")


def deceased() -> PersonGiven:
    return person(DECEASED, surname="Jager", birth_date="1945-03-01", bsn=PARTNER_BSN)


def bodies(desk: Desk, case: Case) -> dict[str, Body]:
    """What goes out for each product of this case."""
    return {part.product: json.loads(desk.deliveries(part)[0].body or "") for part in case.referrals}


def roles(body: Body) -> set[str]:
    return {one["rol"] for one in body["personen"]}


def widows_bodies(desk: Desk) -> dict[str, Body]:
    answers = {"uitkering-overledene": "ww", "overledene-betaalde-bijdrage": True, "weinig-inkomen": True}
    case = desk.open(applicant=widow(), others=(deceased(),), life_event="overlijden-partner", answers=answers)
    return bodies(desk, case)


def test_a_widow_of_79_gets_no_anw(desk: Desk) -> None:
    assert "anw" not in widows_bodies(desk)


def test_the_bsn_of_the_deceased_goes_where_it_is_needed_and_nowhere_else(desk: Desk) -> None:
    found = widows_bodies(desk)
    needed = {slug for slug in found if BSN_FIELD in desk.dispatcher.catalogue.products[slug].fields.get(DECEASED, ())}
    assert {slug for slug, body in found.items() if PARTNER_BSN in json.dumps(body)} == needed
    assert {"overlijdensuitkering", "wlz-bijdrage"} <= needed
    assert needed < set(found)


def test_the_deceased_is_not_named_to_a_product_that_does_not_ask_for_them(desk: Desk) -> None:
    assert roles(widows_bodies(desk)["kwijtschelding-waterschap"]) == {"aanvrager"}


def full_body(catalogue: Catalogue, slug: str) -> Body:
    """The body for a product when everything is known of everybody and every question of the catalogue is answered."""
    wanted = request(applicant=person(telephone="1", email="a@b.nl", postcode="2511BT", house_number="1"), others=everybody())
    wanted = replace(wanted, answers=dict.fromkeys(catalogue.questions, "ja"), note="vertrouwelijk")
    context = Context(Session(), catalogue, MACHINE, MONDAY)
    product = catalogue.products[slug]
    return request_body(context, facts_of_request(wanted, "L1", MONDAY, MONDAY), product, "aanvraag", "L1-1", "aanvrager", product.ground)


def test_every_product_gets_exactly_the_fields_of_its_allow_list(catalogue: Catalogue) -> None:
    for slug, product in catalogue.products.items():
        for one in full_body(catalogue, slug)["personen"]:
            extra = set(one) - {"rol"} - set(product.fields[one["rol"]])
            assert not extra, f"{slug} gets {extra} of {one['rol']}"


def test_a_product_that_may_have_no_bsn_gets_none(catalogue: Catalogue) -> None:
    without = [slug for slug, product in catalogue.products.items() if not product.bsn]
    assert without
    for slug in without:
        text = json.dumps(full_body(catalogue, slug))
        assert not any(bsn in text for bsn in (BSN, PARTNER_BSN, CHILD_BSN)), slug


def test_every_product_gets_the_answers_to_its_own_questions_only(catalogue: Catalogue) -> None:
    for slug, product in catalogue.products.items():
        assert [row["vraag"] for row in full_body(catalogue, slug)["antwoorden"]] == list(product.questions), slug


def test_the_free_text_goes_only_to_a_product_that_lists_it(catalogue: Catalogue) -> None:
    listed = {slug for slug, product in catalogue.products.items() if "toelichting" in product.fields.get("aanvrager", ())}
    assert {slug for slug in catalogue.products if "vertrouwelijk" in json.dumps(full_body(catalogue, slug))} == listed


def test_a_body_has_the_agreed_head_and_nothing_else(desk: Desk) -> None:
    case = desk.open("ww", "akw", "bijstand", others=everybody(), note="Ik ben boos")
    for slug, body in bodies(desk, case).items():
        assert set(body) - {"toelichting"} == HEAD, slug
    assert bodies(desk, case)["bijstand"]["rechtVanaf"] == "melding"  # P-wet 44


def test_the_note_does_not_leave(desk: Desk) -> None:
    case = desk.open("ww", note="oefen:uwv=weigert en ik ben boos")
    assert "boos" not in json.dumps(bodies(desk, case))
    assert "toelichting" not in bodies(desk, case)["ww"]


def test_in_practice_mode_only_the_words_for_the_practice_organisations_leave(desk: Desk) -> None:
    context = replace(desk.context(), practice=True)
    number = intake.open_case(context, request("ww", note="oefen:uwv=weigert en ik ben boos oefen:*=stil")).number
    assert bodies(desk, desk.case(number))["ww"]["toelichting"] == "oefen:uwv=weigert oefen:*=stil"


def test_a_body_names_where_to_call_back_and_its_own_id(desk: Desk) -> None:
    case = desk.open("ww")
    row, body = desk.deliveries()[0], bodies(desk, case)["ww"]
    assert body["berichtId"] == str(row.id)
    assert body["deelzaaknummer"] == part_of(case, "ww").number
    assert body["terugmelden"].endswith("/api/v1/statusmeldingen")


def test_the_hash_of_a_delivery_is_that_of_its_bytes(desk: Desk) -> None:
    desk.open("ww", "bijstand")
    for row in desk.deliveries():
        assert hashlib.sha256((row.body or "").encode()).hexdigest() == row.body_hash


def test_a_partial_birth_date_leaves_as_it_was_given(desk: Desk) -> None:
    case = desk.open("ww", applicant=person(birth_date="1999-00-00"))
    assert bodies(desk, case)["ww"]["personen"][0]["geboortedatum"] == "1999-00-00"


def test_a_report_to_an_organisation_is_a_melding(desk: Desk) -> None:
    body = widows_bodies(desk)["wlz-bijdrage"]
    assert (body["soort"], body["voor"]) == ("melding", DECEASED)


def test_every_general_request_goes_without_a_bsn(catalogue: Catalogue) -> None:
    shared: Iterable[str] = [slug for slug, product in catalogue.products.items() if product.executor == EVERYONE]
    assert all(not catalogue.products[slug].bsn for slug in shared)
