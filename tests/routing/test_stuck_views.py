"""Choices from the stuck list that an account keeps under a name: its own, no more than twenty."""

from __future__ import annotations

import pytest
from sqlalchemy import Text, select, type_coerce

from loket.cases.stuck_views import StuckView
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import stuck_views
from loket.routing.context import Actor
from tests.support.desk import SUPERVISOR, Desk

COLLEAGUE = Actor(name="collega", label="loket", origin="web")


def names(desk: Desk, actor: Actor = SUPERVISOR) -> list[str]:
    return [view.name for view in stuck_views.saved(desk.context(actor))]


def test_a_view_belongs_to_one_account_and_its_name_is_not_readable_in_the_database(desk: Desk) -> None:
    stuck_views.save(desk.context(SUPERVISOR), " Ochtend ", {"reden": "teruggegeven"})
    assert (names(desk), names(desk, COLLEAGUE)) == (["Ochtend"], [])
    desk.session.rollback()
    assert "Ochtend" not in (desk.session.scalar(select(type_coerce(StuckView.name, Text()))) or "")


def test_the_same_name_again_takes_the_place_of_the_first(desk: Desk) -> None:
    stuck_views.save(desk.context(SUPERVISOR), "Ochtend", {"reden": "teruggegeven"})
    stuck_views.save(desk.context(SUPERVISOR), "ochtend", {"spoed": "alle"})
    assert [view.chosen for view in stuck_views.saved(desk.context(SUPERVISOR))] == [{"spoed": "alle"}]


def test_a_view_needs_a_name_and_there_are_no_more_than_the_most(desk: Desk) -> None:
    with pytest.raises(BadRequest):
        stuck_views.save(desk.context(SUPERVISOR), "  ", {})
    for number in range(stuck_views.MOST):
        stuck_views.save(desk.context(SUPERVISOR), f"Weergave {number}", {})
    with pytest.raises(Conflict):
        stuck_views.save(desk.context(SUPERVISOR), "Nog een", {})


def test_only_ones_own_view_can_be_removed(desk: Desk) -> None:
    stuck_views.save(desk.context(SUPERVISOR), "Ochtend", {})
    view = str(stuck_views.saved(desk.context(SUPERVISOR))[0].id)
    for actor, wanted in ((COLLEAGUE, view), (SUPERVISOR, "geen-id")):
        with pytest.raises(NotFound):
            stuck_views.remove(desk.context(actor), wanted)
    stuck_views.remove(desk.context(SUPERVISOR), view)
    assert names(desk) == []
