"""What is asked of the figures: by choice and period, side by side, and frozen."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from loket.errors import BadRequest, NotFound
from loket.routing.context import Actor
from loket.routing.figures import frozen, reading
from loket.routing.figures.cells import SHAPES
from loket.routing.figures.disclosure import Told
from loket.routing.figures.measures import Grain
from loket.routing.figures.reading import Wanted
from loket.routing.figures.results import Result, Values
from loket.settings import VERSION
from tests.support import figured
from tests.support.desk import SUPERVISOR, Desk

YEAR = Wanted(date(2025, 4, 1), date(2026, 3, 2))
OF_UWV = Actor(name="toezicht-uwv", label="uwv", organisation="uwv", roles=frozenset({"toezichthouder"}), origin="web")
COUNTED = 300


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Some hundreds of cases were counted."""
    figured.put(desk.session, figured.many(desk.clock.today(), COUNTED))
    return desk


def figure(desk: Desk, slug: str, wanted: Wanted = YEAR, actor: Actor = SUPERVISOR, told: Told | None = None) -> Result:
    found = reading.everything(desk.context(actor), wanted, told)
    return next(one for one in found if one.definition.slug == slug)


def test_every_case_is_in_one_week_and_in_one_month(busy: Desk) -> None:
    weeks, months = (figure(busy, "instroom", replace(YEAR, grain=grain), told=Told(exact=True)) for grain in (Grain.WEEK, Grain.MONTH))
    assert weeks.whole == months.whole == (COUNTED,)
    assert len(months.lines) == 12
    assert [line.key for line in months.lines][:2] == ["2025-04-01", "2025-05-01"]


def test_the_parts_of_all_organisations_are_all_parts(busy: Desk) -> None:
    every, organisations = figure(busy, "onderdelen", told=Told(exact=True)), ("uwv", "svb", "gemeente-0518")
    each = [figure(busy, "onderdelen", replace(YEAR, organisation=one), told=Told(exact=True)).whole for one in organisations]
    assert sum(whole[0] or 0 for whole in each) == every.whole[0] == COUNTED


def test_outside_the_own_organisation_a_number_is_rounded_and_the_own_one_is_exact(busy: Desk) -> None:
    exact = figure(busy, "onderdelen", replace(YEAR, organisation="uwv"), told=Told(exact=True)).whole[0]
    assert figure(busy, "onderdelen", replace(YEAR, organisation="uwv"), OF_UWV).whole == (exact,)
    other = figure(busy, "onderdelen", replace(YEAR, organisation="svb"), OF_UWV)
    assert all(line.values[0] is None or line.values[0] % 10 == 0 for line in other.lines)
    everywhere = figure(busy, "onderdelen", actor=OF_UWV)
    assert everywhere.whole[0] == sum(line.values[0] or 0 for line in everywhere.lines)


def test_a_period_without_anything_has_a_line_of_its_own(desk: Desk) -> None:
    found = figure(desk, "instroom", told=Told(exact=True))
    assert [line.values for line in found.lines] == [(0,)] * 12


def test_what_is_open_is_told_by_age_whatever_the_period(desk: Desk) -> None:
    today = desk.clock.today()
    days = (0, 7, 8, 30, 31, 90, 91, 400)
    opened = [["open", today.isoformat(), today.toordinal() - age, 1] for age in days]
    figured.put(desk.session, [{"loket": "l", "gebeurtenis": "geen", "zaak": opened, "delen": []}])
    found = figure(desk, "open", replace(YEAR, first=date(2020, 1, 1), last=date(2020, 2, 1)), told=Told(exact=True))
    assert [(line.key, *line.values) for line in found.lines] == [("0-7", 2), ("8-30", 2), ("31-90", 2), ("91", 2)]


def test_side_by_side_there_is_a_row_for_each_that_has_something_and_one_for_all(busy: Desk) -> None:
    context = busy.context(OF_UWV)
    rows, whole = reading.split(context, YEAR, "organisatie", reading.names_of(context, "organisatie"))
    assert list(rows) == ["gemeente-0518", "svb", "uwv"]
    exact = figure(busy, "onderdelen", replace(YEAR, organisation="uwv"), OF_UWV).whole
    assert rows["uwv"][0] == exact
    assert whole[0][0] == sum(row[0][0] or 0 for row in rows.values())


def test_side_by_side_who_has_too_little_to_be_told_has_no_row(busy: Desk) -> None:
    chance, day = random.Random(1), busy.clock.today() - timedelta(days=80)  # noqa: S311 no secret
    before = beside(busy, "organisatie")
    places = [("cak", "wlz-bijdrage"), ("uwv", "zw")] * 9
    few = [figured.adds(chance, day, *place, "uwv-den-haag", "geen") for place in places]
    figured.put(busy.session, few)
    rows = beside(busy, "organisatie")
    assert {**rows, "uwv": None} == {**before, "uwv": None}
    assert list(beside(busy, "product")) == ["akw", "bijstand", "ww"]
    assert list(beside(busy, "product", replace(YEAR, organisation="uwv"))) == ["ww", "zw"]


def beside(desk: Desk, by: str, wanted: Wanted = YEAR) -> dict[str, list[Values]]:
    """The rows that somebody of UWV sees."""
    context = desk.context(OF_UWV)
    return reading.split(context, wanted, by, reading.names_of(context, by))[0]


def test_a_year_is_counted_as_a_whole(busy: Desk) -> None:
    years = figure(busy, "instroom", replace(YEAR, grain=Grain.YEAR))
    assert [line.key for line in years.lines] == ["2025-01-01", "2026-01-01"]
    exact = figure(busy, "instroom", replace(YEAR, grain=Grain.YEAR), told=Told(exact=True))
    assert exact.whole == (COUNTED,)
    assert years.lines[0].values == (Told().number(int(exact.lines[0].values[0] or 0)),)


@pytest.mark.parametrize("by", list(reading.SPLITS))
def test_side_by_side_goes_with_one_choice_beside_it(busy: Desk, by: str) -> None:
    chosen = {"loket": {"organisation": "uwv"}}.get(by, {"counter": "gemeente-0518"})
    wanted = replace(YEAR, **chosen)
    context = busy.context(SUPERVISOR)
    assert reading.splits(wanted, by)
    rows, _ = reading.split(context, wanted, by, reading.names_of(context, by))
    assert rows


def test_any_two_choices_and_organisation_product_and_loket_go_together() -> None:
    assert len(SHAPES) == 12
    assert replace(YEAR, organisation="uwv", product="ww", counter="uwv-den-haag").offered
    assert not replace(YEAR, organisation="uwv", product="ww", life_event="ontslag").offered


def test_a_frozen_figure_answers_the_same_whatever_is_counted_since(busy: Desk) -> None:
    number = frozen.freeze(busy.context(OF_UWV), "besluit", replace(YEAR, organisation="uwv"))
    before = kept(busy, number)
    busy.clock.advance(days=92)
    figured.put(busy.session, figured.many(busy.clock.today(), 30))
    assert kept(busy, number) == before
    assert before["filters"] == {"organisatie": "uwv", "per": "maand", "van": "2025-04-01", "tot": "2026-03-02"}
    assert before["definition"]["name"] == "Tijd tot besluit"
    assert (before["code_version"], before["catalogue_version"]) == (VERSION, busy.dispatcher.catalogue.version)


def test_a_frozen_figure_says_the_whole_periods_that_it_holds(busy: Desk) -> None:
    wanted = Wanted(date(2025, 11, 15), date(2025, 11, 29), Grain.YEAR)
    filters = kept(busy, frozen.freeze(busy.context(SUPERVISOR), "instroom", wanted))["filters"]
    assert (filters["van"], filters["tot"]) == ("2025-01-01", "2025-12-31")


def test_a_frozen_figure_holds_no_number_under_ten_also_when_an_organisation_freezes_its_own(busy: Desk) -> None:
    number = frozen.freeze(busy.context(OF_UWV), "onderdelen", replace(YEAR, organisation="uwv"))
    values = [line[1] for line in kept(busy, number)["result"]["regels"]]
    assert all(value is None or value % 10 == 0 for value in values)


def test_figures_are_numbered_in_order_and_listed_the_newest_first(busy: Desk) -> None:
    numbers = [frozen.freeze(busy.context(SUPERVISOR), figure, YEAR) for figure in ("instroom", "geholpen")]
    found, following = frozen.listed(busy.context(SUPERVISOR))
    assert ([row.number for row in found][:2], following) == (numbers[::-1], None)


def test_what_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest):
        frozen.freeze(desk.context(SUPERVISOR), "geluk", YEAR)
    for number in (4_000_000, 10**12):
        with pytest.raises(NotFound):
            frozen.get(desk.context(SUPERVISOR), number)


def kept(desk: Desk, number: int) -> dict[str, Any]:
    """A frozen figure as it is read."""
    row = frozen.get(desk.context(SUPERVISOR), number)
    return {name: getattr(row, name) for name in ("definition", "filters", "result", "code_version", "catalogue_version", "at")}
