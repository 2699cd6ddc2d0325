"""A scripted week in which the practice organisations misbehave in every way: for each reason why a case can stand still the list shows
it, the act that it recommends resolves it, and the case ends."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle

import pytest

from loket.cases.states import CaseState
from loket.cases.stuck_reasons import REASONS
from loket.practice.scenarios import Scenario
from tests.conftest import DATABASES
from tests.week.stories import STORIES
from tests.week.week import Week


def in_turn(reasons: Iterable[str]) -> list[tuple[str, str]]:
    """Each story on one kind of database, in turn; ``tests/routing/test_stuck_reasons`` has every reason on both."""
    return sorted(zip(cycle(DATABASES), reasons), reverse=True)  # one house after the other: each takes seconds to make


def test_every_reason_has_its_story_in_which_the_act_that_it_recommends_is_played() -> None:
    assert {reason: story.is_act for reason, story in STORIES.items()} == {reason: row.act for reason, row in REASONS.items()}


def test_organisations_misbehave_in_every_way_that_there_is() -> None:
    played = [setting for story in STORIES.values() for plays in (story.plays, story.then) for setting in plays.values()]
    assert {setting.scenario for setting in played} == set(Scenario)


@pytest.mark.parametrize(("house", "reason"), in_turn(STORIES), indirect=["house"])
def test_the_list_shows_it_the_recommended_act_resolves_it_and_the_case_ends(week: Week, reason: str) -> None:
    story = STORIES[reason]
    week.plays(story.plays)
    number = story.make(week)
    assert week.lists(number, reason)
    week.plays(story.then)
    story.act(week, number)
    assert not week.stands_still(number)
    assert week.ends(number) is CaseState.CLOSED
    assert week.desk.stuck() == []
