"""A case in the form of ZGW, and the recorded notifications over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from loket import session_of
from loket.adapters.signing import notification_authorization
from loket.cases.models import Referral
from loket.cases.outbox import AuditLog
from loket.cases.states import ReferralState
from loket.web.schema_zgw import ZgwZakenSchema
from tests.adapters.fake_open_zaak import RECORDED
from tests.adapters.zgw_table import TABLE, Hears
from tests.support.clock import Clock
from tests.web.api.conftest import Api

EXPLANATION = "Een persoonlijke toelichting"


def exported(api: Api, number: str) -> dict[str, Any]:
    answer = api.get(f"/zaken/{number}/zgw-zaken")
    assert answer.status_code == 200, answer.text
    assert ZgwZakenSchema().validate(answer.json) == {}
    found: dict[str, Any] = answer.json
    return found


def change(app: Flask, **values: Any) -> None:
    """Change the first part of every case."""
    with session_of(app) as session:
        session.execute(update(Referral).where(Referral.ordinal == 1).values(values))
        session.commit()


def test_a_case_is_a_hoofdzaak_with_a_deelzaak_for_each_part(api: Api, clock: Clock) -> None:
    case = api.open()
    found = exported(api, case["zaaknummer"])
    whole, parts = found["hoofdzaak"], found["deelzaken"]
    assert whole["identificatie"] == case["zaaknummer"]
    assert [part["identificatie"] for part in parts] == [part["deelzaaknummer"] for part in case["deelzaken"]]
    assert whole["deelzaken"] == [part["url"] for part in parts]
    assert {part["hoofdzaak"] for part in parts} == {whole["url"]}
    assert (whole["hoofdzaak"], whole["bronorganisatie"], whole["communicatiekanaalNaam"]) == (None, "999990342", "Balie")
    assert whole["_expand"]["rollen"][0]["omschrijvingGeneriek"] == "klantcontacter"
    assert parts[0]["_expand"]["status"]["statustoelichting"] == case["deelzaken"][0]["statustekst"]
    assert parts[0]["omschrijving"] == case["deelzaken"][0]["productnaam"]
    assert "beperkt" not in whole


def test_outcome_suspension_and_extension_have_their_zgw_form(api: Api, app: Flask, clock: Clock) -> None:
    case = api.open()
    with session_of(app) as session:
        part = session.scalars(select(Referral).where(Referral.terms["termijn"].as_string().is_not(None))).first()
        assert part is not None
        ordinal = part.ordinal - 1
        part.received_by_organisation_at, part.explanation, part.state = clock.now(), EXPLANATION, ReferralState.SUSPENDED
        part.extended_to, part.suspended_days = clock.now().date() + timedelta(days=500), 3
        session.commit()
    shown = exported(api, case["zaaknummer"])["deelzaken"][ordinal]
    assert shown["opschorting"] == {"indicatie": True, "eerdereOpschorting": True, "reden": EXPLANATION}
    assert shown["verlenging"]["duur"].startswith("P")
    with session_of(app) as session:
        session.execute(update(Referral).values(state=ReferralState.DECIDED, outcome="toegekend", reference="KENMERK-77"))
        session.commit()
    shown = exported(api, case["zaaknummer"])["deelzaken"][ordinal]
    assert shown["_expand"]["resultaat"] == {"resultaattype": "toegekend", "toelichting": EXPLANATION}
    assert (shown["opschorting"]["indicatie"], shown["kenmerken"][0]["kenmerk"]) == (False, "KENMERK-77")
    assert shown["einddatum"] is not None


def test_who_may_not_see_the_content_gets_no_more_than_of_the_shared_status(api: Api, other_counter: Api, app: Flask) -> None:
    case = api.open()
    change(app, explanation=EXPLANATION, outcome="toegekend", reference="KENMERK-77", suspended_days=3)
    answer = other_counter.get(f"/zaken/{case['zaaknummer']}/zgw-zaken")
    found = exported(other_counter, case["zaaknummer"])
    for one in (found["hoofdzaak"], *found["deelzaken"]):
        assert one["beperkt"] is True
        assert (one["omschrijving"], one["toelichting"], one["communicatiekanaalNaam"], one["kenmerken"]) == (None, None, None, [])
        assert one["_expand"]["resultaat"] is None
    hidden = (EXPLANATION, "KENMERK-77", "toegekend", *(part["productnaam"] for part in case["deelzaken"]))
    assert not [word for word in hidden if word in answer.text]


def test_a_sensitive_part_hides_its_organisation_here_too(api: Api, other_counter: Api, app: Flask) -> None:
    case = api.open()
    with session_of(app) as session:
        part = session.scalars(select(Referral).where(Referral.ordinal == 1)).one()
        part.terms = {**part.terms, "gevoelig": "gezondheid"}
        session.commit()
    shown = exported(other_counter, case["zaaknummer"])["deelzaken"][0]
    assert shown["_expand"]["rollen"] == []
    assert exported(api, case["zaaknummer"])["deelzaken"][0]["_expand"]["rollen"] != []


def test_no_person_stands_in_it(api: Api) -> None:
    case = api.open()
    text = api.get(f"/zaken/{case['zaaknummer']}/zgw-zaken").text
    assert not [word for word in ("999992740", "999993653", "Jager", "Moulin", "1947-01-01") if word in text]


def test_an_organisation_sees_only_cases_that_it_has_a_part_of(api: Api, as_client: Callable[..., Api]) -> None:
    case = api.open()
    organisation = case["deelzaken"][0]["organisatie"]
    shown = exported(as_client("deelnemer", organisation=organisation), case["zaaknummer"])
    assert shown["deelzaken"][0]["omschrijving"] is not None
    assert as_client("buiten", organisation="gemeente-0014").get(f"/zaken/{case['zaaknummer']}/zgw-zaken").status_code == 404


def test_each_export_is_accounted_for(api: Api, app: Flask) -> None:
    number = api.open()["zaaknummer"]
    exported(api, number)
    with session_of(app) as session:
        actions = session.scalars(select(AuditLog.action).where(AuditLog.object == number)).all()
    assert sorted(actions) == ["zaak-inzien", "zaak-openen"]


def test_each_recorded_notification_gets_the_recorded_answer(app: Flask) -> None:
    secret = app.extensions["loket"].settings.environment["LOKET_GEHEIM_GEMEENTE_0518"]
    client, given = app.test_client(), {"Authorization": notification_authorization(secret)}
    for name in [name for name, row in TABLE.items() if isinstance(row, Hears)]:
        row, asked = TABLE[name], RECORDED[name]["request"]
        assert isinstance(row, Hears)
        answer = client.post("/api/v1/zgw/notificaties/gemeente-0518", json=asked["body"], headers=given if row.status == 204 else {})
        assert answer.status_code == row.status, name


@pytest.mark.parametrize("header", [None, "Bearer onjuist"])
def test_a_notification_without_the_agreed_header_is_401(app: Flask, header: str | None) -> None:
    body = RECORDED["notificatie.callback.status.create"]["request"]["body"]
    headers = {"Authorization": header} if header else {}
    assert app.test_client().post("/api/v1/zgw/notificaties/gemeente-0518", json=body, headers=headers).status_code == 401
