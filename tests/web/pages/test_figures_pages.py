"""The pages with figures: what they show, their files, what is frozen, and that a policy maker sees no case."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask

from loket.routing.figures.definitions import DEFINITIONS
from loket.web import texts_figures
from loket.web.policy import POLICY
from tests.support import figured
from tests.support.counting import counted
from tests.support.desk import MONDAY, Desk
from tests.web.pages.browsing import Visitor

MOST_STATEMENTS = 12
PAGE, SIDE, FROZEN = "/cijfers", "/cijfers/naast-elkaar", "/cijfers/vastgelegd"
A_YEAR = "van=01-04-2025&tot=02-03-2026"


@pytest.fixture
def busy(house: Desk) -> Desk:
    """Hundreds of cases were counted."""
    house.clock.set(MONDAY)
    figured.put(house.session, figured.many(house.clock.today()))
    return house


@pytest.fixture
def maker(house: Desk, signed_in: Callable[[str], Visitor]) -> Visitor:
    """A policy maker, who begins at the figures."""
    house.clock.set(MONDAY)
    return signed_in("beleidsmaker")


@pytest.mark.usefixtures("busy")
def test_every_figure_stands_there_with_its_meaning_its_context_and_its_table(maker: Visitor) -> None:
    page = maker.open(f"{PAGE}?{A_YEAR}").page
    for one in DEFINITIONS.values():
        assert one.means in page
        assert one.context in page
        assert f'id="cijfer-{one.slug}"' in page
    assert page.count("<table") == len(DEFINITIONS)
    new_cases = page.split('id="cijfer-instroom"', 1)[1].split("</section>", 1)[0]
    assert ">300<" in new_cases.split("loket-figure__whole", 1)[1]
    assert "&lt;10" in page
    assert texts_figures.SMALL in page


@pytest.mark.usefixtures("busy")
def test_a_chart_has_a_name_and_no_style_or_script(maker: Visitor) -> None:
    page = maker.open(f"{PAGE}?{A_YEAR}").page
    assert 'aria-label="Nieuwe zaken: staafdiagram. De getallen staan in de tabel."' in page
    assert "style=" not in page
    assert "<script" not in page
    assert page.count('<p class="loket-ends loket-help" aria-hidden="true"><span>april 2025</span><span>maart 2026</span></p>') > 1


def test_a_choice_narrows_every_figure_and_is_said_in_words(maker: Visitor) -> None:
    page = maker.open(f"{PAGE}?organisatie=uwv&product=ww&loket=uwv-den-haag&per=week&{A_YEAR}").page
    assert "Gekozen: organisatie UWV, product " in page
    assert "week 9 van 2026" in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("organisatie=nergens", "Dit bestaat hier niet: organisatie."),
        ("organisatie=nergens&product=geluk&per=dag", "Dit bestaat hier niet: organisatie, product, per."),
        ("van=gisteren", "dd-mm-jjjj"),
        ("van=02-03-2026&tot=01-03-2026", "Deze periode kan niet."),
        ("van=01-01-2001&tot=01-03-2026", "Deze periode kan niet."),
        ("van=01-01-0001&tot=01-03-0001", "Deze periode kan niet."),
        ("tot=31-12-9999", "Deze periode kan niet."),
        ("tot=01-01-0001", "Deze periode kan niet."),
        ("organisatie=uwv&product=ww&gebeurtenis=ontslag", "Deze keuzes kunnen niet samen."),
    ],
)
def test_a_choice_that_cannot_be_is_named_and_all_figures_are_there(maker: Visitor, query: str, told: str) -> None:
    page = maker.open(f"{PAGE}?{query}").page
    assert told in page
    assert 'id="cijfer-instroom"' in page


def test_days_that_cannot_be_leave_the_other_choices_as_they_were(maker: Visitor) -> None:
    page = maker.open(f"{PAGE}?organisatie=uwv&per=week&van=morgen").page
    assert "dd-mm-jjjj" in page
    assert "Gekozen: organisatie UWV." in page
    page = maker.open(f"{SIDE}?product=ww&naast=loket&tot=morgen").page
    assert "dd-mm-jjjj" in page
    assert 'naast=loket" aria-current="true"' in page
    assert "Gekozen: product " in page


@pytest.mark.parametrize("file", ["/cijfers.csv", "/cijfers.json", "/cijfers/naast-elkaar.csv"])
def test_a_file_of_a_choice_that_cannot_be_is_refused(maker: Visitor, file: str) -> None:
    assert maker.open(f"{file}?product=nergens").answer.status_code == 400


@pytest.mark.usefixtures("busy")
def test_the_files_carry_definitions_and_no_number_under_ten(maker: Visitor) -> None:
    text = maker.open(f"/cijfers.csv?{A_YEAR}").page
    assert text.splitlines()[0].lstrip("\ufeff") == ";".join(texts_figures.HEADS)
    one = DEFINITIONS["instroom"]
    assert f"Nieuwe zaken;{one.means};{one.context} {texts_figures.SMALL};Samen;Aantal;300;" in text
    assert "alles, per maand, 1 april 2025 tot en met 2 maart 2026" in text
    document = json.loads(maker.open(f"/cijfers.json?{A_YEAR}").page)
    assert document["cijfers"][0]["definitie"]["means"] == DEFINITIONS["instroom"].means
    numbers = [line[1] for line in document["cijfers"][0]["regels"]]
    assert None in numbers
    assert all(number is None or number >= 10 for number in numbers)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("by", list(texts_figures.FIELDS))
def test_side_by_side_each_has_a_row_with_a_way_to_its_own_figures(maker: Visitor, by: str) -> None:
    page = maker.open(f"{SIDE}?naast={by}&{A_YEAR}").page
    links = re.findall(rf'<th [^>]*scope="row"><a [^>]*href="({PAGE}\?[^"]*&amp;{by}=[^"&]+)"', page)
    assert len(links) > 1
    assert "Gekozen: " in maker.open(links[0].replace("&amp;", "&")).page
    text = maker.open(f"{SIDE}.csv?naast={by}&{A_YEAR}").page.lstrip("\ufeff")
    assert text.splitlines()[0] == ";".join((texts_figures.FIELDS[by], *texts_figures.SIDE_HEADS))
    assert DEFINITIONS["besluit"].means in text


def test_side_by_side_by_something_else_is_refused_with_words(maker: Visitor) -> None:
    assert "Dit bestaat hier niet" in maker.open(f"{SIDE}?naast=geluk").page
    for together in ("naast=gebeurtenis&organisatie=uwv&product=ww", "naast=loket&product=ww&gebeurtenis=ontslag"):
        assert "Deze keuzes kunnen niet samen" in maker.open(f"{SIDE}?{together}").page


@pytest.mark.usefixtures("busy")
def test_a_figure_is_frozen_under_a_number_and_found_by_it(maker: Visitor) -> None:
    maker.open(f"{PAGE}?{A_YEAR}&organisatie=uwv").submit("/cijfers/vastleggen")
    assert "Vastgelegd onder nummer" in maker.page
    assert "Nieuwe zaken" in maker.title
    number = maker.title.split("cijfer ")[1].split(":")[0]
    assert f'href="{FROZEN}/{number}"' in maker.open(FROZEN).page
    assert "organisatie UWV, per maand, 1 april 2025 tot en met 2 maart 2026" in maker.page
    assert maker.open(f"{FROZEN}/99999").answer.status_code == 404


def test_freezing_what_does_not_exist_changes_nothing(maker: Visitor) -> None:
    maker.open(PAGE).submit("/cijfers/vastleggen", cijfer="geluk")
    assert "Dit cijfer bestaat niet." in maker.page
    assert texts_figures.FROZEN_NONE in maker.open(FROZEN).page


def test_a_policy_maker_begins_at_the_figures_and_finds_no_way_to_a_case(maker: Visitor) -> None:
    assert maker.open("/").title == "Cijfers"
    assert "Zoek een zaak" not in maker.page
    menu = maker.page.split('aria-label="Hoofdmenu"')[1].split("</nav>")[0]
    assert re.findall('href="([^"]+)"', menu) == ["/signalen", "/signalen/begrippen", PAGE]
    opened = {endpoint.partition(".")[0] for (endpoint, _), rule in POLICY.items() if "beleidsmaker" in rule.roles}
    assert opened == {"login", "signals", "signals_brief", "concepts", "crisis", "figures", "figures_frozen"}


@pytest.mark.parametrize("path", ["/zaken/{}", "/zaken/{}/stand", "/vastgelopen", "/vastgelopen/zaken/{}", "/termijnen", "/organisaties"])
def test_no_page_with_a_case_opens_for_a_policy_maker(busy: Desk, maker: Visitor, path: str) -> None:
    number = busy.open("ww").number
    busy.session.rollback()
    answer = maker.client.get(path.format(number))
    assert answer.status_code in (403, 404)
    assert number not in answer.get_data(as_text=True)


def test_a_page_takes_at_most_twelve_statements_however_much_was_counted(busy: Desk, app: Flask, maker: Visitor) -> None:
    seen: dict[str, list[int]] = {}
    for _ in range(2):
        for path in (f"{PAGE}?{A_YEAR}", f"{SIDE}?{A_YEAR}", FROZEN):
            busy.session.rollback()
            with counted(app) as statements:
                assert maker.open(path).answer.status_code == 200
            seen.setdefault(path, []).append(len(statements))
        figured.put(busy.session, figured.many(busy.clock.today(), 100))
    assert all(first == last <= MOST_STATEMENTS for first, last in seen.values())
