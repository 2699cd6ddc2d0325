"""Everything that is known of a person, for that person: where it came from, who received it, who looked; others are masked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from loket.cases.models import Case
from loket.errors import BadRequest, NotFound
from loket.routing import contact, journal, rights
from loket.routing.masking import MASKED, OTHERS
from tests.support.desk import BSN, COUNTER, PARTNER_BSN, SUPERVISOR, Desk, person
from tests.support.post import SILENT
from tests.support.privacy import officer

Export = dict[str, Any]
STORY = "Mijn buurman zei dat ik hierheen moest"
ADDRESS = {"postcode": "2584AE", "house_number": "1485"}


def couple(desk: Desk, *products: str, **given: Any) -> Case:
    """A case of a woman and her partner."""
    partner = person("partner", surname="Jager", bsn=PARTNER_BSN, birth_date="1984-02-03", **ADDRESS)
    return desk.open(*(products or ("aow",)), others=(partner,), note=STORY, **given)


def exported(desk: Desk, bsn: str = BSN) -> Export:
    return rights.export_person(officer(desk), bsn)


def only_case(export: Export) -> Export:
    (case,) = export["zaken"]
    found: Export = case
    return found


def test_an_export_tells_each_answer_with_its_source_and_date(desk: Desk) -> None:
    desk.open("ww", answers={"laatste-werkgever": "Bakkerij Vos"})
    (answer,) = only_case(exported(desk))["antwoorden"]
    assert (answer["vraag"], answer["waarde"]) == ("laatste-werkgever", "Bakkerij Vos")
    assert answer["bron"] == desk.dispatcher.catalogue.counters[COUNTER].name
    assert answer["gegevenOp"].startswith("2026-03-02T09:00")


def test_an_export_tells_who_received_which_fields_when_on_which_ground_and_for_what(desk: Desk) -> None:
    desk.open("ww", applicant=person(telephone="070 123 45 67"), answers={"ziek-nu": False})
    desk.drain()
    (part,) = only_case(exported(desk))["onderdelen"]
    (sent,) = part["verstrekkingen"]
    product = desk.dispatcher.catalogue.products["ww"]
    assert (part["organisatie"], sent["soort"], sent["aangekomen"]) == ("UWV", "aanvraag", "ja")
    assert (sent["grondslag"], sent["doel"]) == (product.ground, product.purpose)
    assert set(sent["velden"]) == {
        "aanvrager.burgerservicenummer",
        "aanvrager.geslachtsnaam",
        "aanvrager.geboortedatum",
        "aanvrager.telefoonnummer",
        "antwoorden.ziek-nu",
    }


def test_who_received_what_is_still_known_when_the_message_itself_was_erased(desk: Desk) -> None:
    case = desk.open("ww")
    desk.drain()
    desk.deliveries(case.referrals[0])[0].body = None
    desk.session.commit()
    (part,) = only_case(exported(desk))["onderdelen"]
    assert "aanvrager.burgerservicenummer" in part["verstrekkingen"][0]["velden"]


def test_of_a_message_from_before_fields_were_noted_the_allow_list_tells(desk: Desk) -> None:
    case = desk.open("ww", answers={"ziek-nu": True})
    desk.drain()
    row = desk.deliveries(case.referrals[0])[0]
    noted, row.body, row.fields = set(row.fields or ()), None, None
    desk.session.commit()
    (part,) = only_case(exported(desk))["onderdelen"]
    assert set(part["verstrekkingen"][0]["velden"]) == noted


def test_a_message_that_got_no_answer_may_have_arrived(desk: Desk) -> None:
    desk.post["uwv"].will(then=SILENT)
    desk.open("ww")
    desk.drain()
    (part,) = only_case(exported(desk))["onderdelen"]
    assert part["verstrekkingen"][0]["aangekomen"] == "onbekend"


def test_what_was_never_tried_was_given_to_nobody(desk: Desk) -> None:
    desk.open("ww")
    (part,) = only_case(exported(desk))["onderdelen"]
    assert part["verstrekkingen"] == []


def test_an_export_tells_who_looked_by_loket_and_ground_and_names_no_employee(desk: Desk) -> None:
    case = desk.open("ww")
    context = desk.context(SUPERVISOR)
    journal.record_read(context, desk.case(case.number), ground="inwoner is hier en vraagt erom")
    export = exported(desk)
    looks = [(look["door"], look["handeling"], look["grond"]) for look in only_case(export)["ingezien"]]
    assert ("toezicht", "zaak-inzien", "inwoner is hier en vraagt erom") in looks
    assert "balie-den-haag" not in json.dumps(export)
    assert "toezichthouder" not in json.dumps(export)


def test_an_export_tells_contact_moments_and_the_timeline(desk: Desk) -> None:
    case = desk.open("ww")
    contact.record(desk.context(), case.number, question="Hoe lang duurt het?", channel="telefoon", said="Acht weken.")
    found = only_case(exported(desk))
    assert [(one["vraag"], one["gezegd"]) for one in found["contactmomenten"]] == [("Hoe lang duurt het?", "Acht weken.")]
    assert found["tijdlijn"][0]["tekst"] == "De vraag is ontvangen."


def test_in_her_own_case_she_sees_herself_and_not_her_partner(desk: Desk) -> None:
    couple(desk, applicant=person(**ADDRESS))
    people = {one["rol"]: one for one in only_case(exported(desk))["personen"]}
    assert (people["aanvrager"]["burgerservicenummer"], people["aanvrager"]["postcode"]) == (BSN, "2584AE")
    assert people["partner"] == {"plaats": people["partner"]["plaats"], "rol": "partner", MASKED: OTHERS}


def test_in_a_case_of_another_somebody_sees_only_what_is_about_themselves(desk: Desk) -> None:
    couple(desk, answers={"laatste-werkgever": "Bakkerij Vos"})
    text = json.dumps(exported(desk, PARTNER_BSN), ensure_ascii=False)
    assert "Jager" in text
    for secret in (BSN, "Moulin", STORY, "Bakkerij Vos"):
        assert secret not in text


def test_a_betrokkene_learns_who_received_their_own_fields_and_nothing_more(desk: Desk) -> None:
    product = desk.dispatcher.catalogue.products["ww"]
    desk.change_product("ww", fields={**product.fields, "partner": ("geslachtsnaam",)})
    couple(desk, "ww", "akw")
    desk.drain()
    parts = only_case(exported(desk, PARTNER_BSN))["onderdelen"]
    assert [(part["organisatie"], part["verstrekkingen"][0]["velden"]) for part in parts] == [("UWV", ["partner.geslachtsnaam"])]
    assert all(MASKED in part["inhoud"] for part in parts)


def test_an_export_is_accounted_for_and_in_the_next_one(desk: Desk) -> None:
    desk.open("ww")
    exported(desk)
    assert [row["handeling"] for row in exported(desk)["verwerkingen"]] == ["zaak-openen", "gegevens-uitvoeren"]


def test_of_an_unknown_person_there_is_nothing_to_export(desk: Desk) -> None:
    with pytest.raises(NotFound):
        exported(desk)


def test_a_number_that_is_no_bsn_is_refused_without_repeating_it(desk: Desk) -> None:
    with pytest.raises(BadRequest) as refused:
        exported(desk, "123456789")
    assert "123456789" not in str(refused.value)
