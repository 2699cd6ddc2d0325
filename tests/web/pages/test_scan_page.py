"""The maatwerkscan at the desk: asked where the gemeente takes part, skipped without a trace, taken up when the person says yes."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Referral
from loket.web.texts_taking import VOLUNTARY
from tests.web.pages.browsing import STEP, WILLEM, Visitor

QUESTION = "Zorgt u voor iemand, en is dat soms te veel?"


def situation(desk: Visitor, gemeente: str = "0518") -> Visitor:
    return desk.meet({**WILLEM, "aanvrager.gemeentecode": gemeente}).submit(STEP, levensgebeurtenis="ontslag")


@pytest.mark.parametrize(("gemeente", "times"), [("0153", 0), ("0518", 4)])
def test_the_scan_is_asked_only_where_the_gemeente_takes_part(desk: Visitor, gemeente: str, times: int) -> None:
    situation(desk, gemeente)
    assert desk.title == "De situatie"
    assert (desk.page.count(VOLUNTARY), QUESTION in desk.page) == (times, times > 0)


def test_a_yes_proposes_help_with_its_reason_and_what_is_wanted_is_sent(desk: Visitor, session: Session) -> None:
    situation(desk).send(STEP, {"antwoorden.scan-zorg-voor-ander": "ja"})
    assert "U zegt dat de zorg voor een ander soms te veel is." in desk.page
    desk.finish()
    assert "wmo-melding" in set(session.scalars(select(Referral.product)))


def test_help_that_is_not_wanted_is_left_out(desk: Visitor, session: Session) -> None:
    situation(desk).send(STEP, {"antwoorden.scan-zorg-voor-ander": "ja"}).send(STEP, {"keuze.wmo-melding": "wil-niet"})
    desk.finish()
    assert "wmo-melding" not in set(session.scalars(select(Referral.product)))


def test_what_was_skipped_is_not_listed_as_missing(desk: Visitor) -> None:
    situation(desk).submit(STEP).go_to("Controleren en versturen")
    assert "Hebt u schulden" in desk.page
    assert QUESTION not in desk.page
