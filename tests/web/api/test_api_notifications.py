"""What the notification service of a gemeente tells over HTTP (ZGW)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from loket import session_of
from loket.adapters.signing import notification_authorization
from loket.cases.models import Referral
from loket.cases.outbox import Delivery
from loket.routing.parts import Parts
from tests.web.api.conftest import Api


@dataclass
class Notifier:
    """The notification service of a gemeente that has a part."""

    api: Api
    slug: str
    authorization: str

    def send(self, body: dict[str, Any], authorization: str | None) -> TestResponse:
        """One notification."""
        headers = {"Authorization": authorization} if authorization else {}
        return self.api.client.post(f"/api/v1/zgw/notificaties/{self.slug}", json=body, headers=headers)


@pytest.fixture
def notifier(api: Api, app: Flask) -> Notifier:
    """The notification service of the gemeente in which the applicant lives, for a part that was delivered there as zaak."""
    number = api.open(levensgebeurtenis=None, betrokkenen=None, producten=["bijstand"])["deelzaken"][0]["deelzaaknummer"]
    parts: Parts = app.extensions["loket"]
    with session_of(app) as session:
        part = session.scalars(select(Referral).where(Referral.number == number)).one()
        part.reference = UUID
        session.commit()
        organisation = parts.catalogue.organisations[part.organisation]
    return Notifier(api, organisation.slug, notification_authorization(parts.settings.environment[organisation.secrets[0]]))


UUID = "095be615-a8ad-4c33-8e9c-c7612fbf6c9f"
CHANGED = {"kanaal": "zaken", "hoofdObject": f"http://zaken.example/zaken/api/v1/zaken/{UUID}", "resource": "status", "actie": "create"}


def test_a_notification_plans_to_fetch_what_changed(notifier: Notifier, app: Flask) -> None:
    assert notifier.send(CHANGED, notifier.authorization).status_code == 204
    with session_of(app) as session:
        assert session.scalars(select(Delivery.kind).where(Delivery.kind == "ophalen")).all() == ["ophalen"]


@pytest.mark.parametrize("body", [{"kanaal": "test", "hoofdObject": "http://x"}, {**CHANGED, "hoofdObject": "http://x/zaken/onbekend"}])
def test_a_notification_about_nothing_of_ours_is_204_too(notifier: Notifier, app: Flask, body: dict[str, Any]) -> None:
    answer = notifier.send(body, notifier.authorization)
    assert (answer.status_code, answer.data) == (204, b"")
    with session_of(app) as session:
        assert session.scalars(select(Delivery.kind).where(Delivery.kind == "ophalen")).all() == []


@pytest.mark.parametrize("authorization", [None, "", "Bearer x", "é"])
def test_a_notification_without_the_agreed_header_is_401(notifier: Notifier, authorization: str | None) -> None:
    assert notifier.send(CHANGED, authorization).status_code == 401


def test_a_notification_of_an_unknown_organisation_is_401_too(notifier: Notifier) -> None:
    notifier.slug = "onbekend"
    assert notifier.send(CHANGED, notifier.authorization).status_code == 401


def test_a_notification_that_is_none_is_400(notifier: Notifier) -> None:
    assert notifier.send({"kanaal": 1}, notifier.authorization).status_code == 400
