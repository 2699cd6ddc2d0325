"""The command: its report and exit code, its JUnit file, and one clear line for what it cannot do."""

from __future__ import annotations

import csv
import socket
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from loket.cli import main
from loket.conformance.findings import PUSH, Scenario, good, untested, wrong
from loket.conformance.messages import PEOPLE
from loket.conformance.report import junit, lines
from loket.conformance.words import ADVICE, TITLES
from loket.demo import HOST, free_port
from loket.settings import ROOT
from tests.conformance.playing import SECRETS

NOBODY = f"http://{HOST}:9"
FINDINGS = [good(Scenario.DELIVERY, "antwoord 202"), wrong(Scenario.AGAIN, "twee kenmerken"), untested(Scenario.ROTATION, "één geheim")]


def conformance(*arguments: str, organisation: str = "duo", secret: str = SECRETS[0]) -> Result:
    given = ["conformance", "--organisation", organisation, "--secret-env", "GEHEIM", *arguments]
    way = [] if {"--url", "--pull"} & set(given) else ["--url", NOBODY]
    return CliRunner().invoke(main, [*given, *way], env={"GEHEIM": secret})


def test_nobody_at_the_address_is_one_line_that_is_wrong_and_exit_code_1(tmp_path: Path) -> None:
    result = conformance("--url", f"http://{HOST}:{free_port()}", "--junit", str(tmp_path / "made" / "report.xml"))
    assert result.exit_code == 1
    assert "fout          Een verzoek wordt aangenomen: geen verbinding" in result.output
    assert f"0 goed, 1 fout, {len(PUSH) - 1} niet getoetst." in result.output
    suite = ElementTree.parse(tmp_path / "made" / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == (str(len(PUSH)), "1")


@pytest.mark.parametrize(
    ("arguments", "organisation", "words"),
    [
        ((), "bestaat-niet", "staat niet in organisaties.toml"),
        ((), "gemeente-0518", "spreekt ZGW"),
        ((), "ind", "Haalt zij zelf op, geef dan --pull"),
        (("--product", "ww"), "duo", "heeft geen product ww"),
        (("--listen", "9001"), "duo", "zoals 127.0.0.1:9001"),
        (("--next-secret-env", "BESTAAT_NIET"), "duo", "BESTAAT_NIET is leeg of staat niet in de omgeving"),
        (("--url", "ftp://ergens"), "duo", "adres: moet een http- of https-adres"),
        (("--url", NOBODY, "--pull"), "duo", "of --pull voor wie zelf ophaalt"),
    ],
)
def test_what_cannot_be_tested_is_said_in_one_line(arguments: tuple[str, ...], organisation: str, words: str) -> None:
    result = conformance(*arguments, organisation=organisation)
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_secret_that_cannot_be_one_is_told_and_not_shown() -> None:
    result = conformance(secret="geen-geheim")
    assert "een geheim moet whsec_ zijn" in result.output
    assert "geen-geheim" not in result.output


def test_a_taken_port_is_told() -> None:
    with socket.create_server((HOST, 0)) as taken:
        result = conformance("--listen", f"{HOST}:{taken.getsockname()[1]}")
    assert "hier kan niet worden geluisterd" in result.output


def test_who_fetches_is_told_where_and_nobody_who_comes_is_wrong() -> None:
    result = conformance("--pull", "--wait", "0.1")
    assert result.exit_code == 1
    assert "Dienst Uitvoering Onderwijs haalt op bij http://127.0.0.1:" in result.output
    assert "fout          U haalt op wat in de lijst staat: er werd niets opgehaald" in result.output


def test_below_what_is_wrong_stands_what_to_do() -> None:
    assert list(lines(FINDINGS)) == [
        f"goed          {TITLES[Scenario.DELIVERY]}: antwoord 202",
        f"fout          {TITLES[Scenario.AGAIN]}: twee kenmerken",
        f"              Doe: {ADVICE[Scenario.AGAIN]}",
        f"niet getoetst {TITLES[Scenario.ROTATION]}: één geheim",
        "",
        "1 goed, 1 fout, 1 niet getoetst.",
    ]


def test_a_build_server_reads_the_same_from_junit() -> None:
    suite = ElementTree.fromstring(junit(FINDINGS, "duo"))[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "1", "1")
    assert [(case.get("name"), [child.tag for child in case]) for case in suite] == [
        ("bezorging", ["system-out"]),
        ("herhaling", ["failure"]),
        ("wisselen-van-geheim", ["skipped"]),
    ]


def test_every_line_has_its_words() -> None:
    assert set(TITLES) == set(ADVICE) == set(Scenario)


def test_the_kit_sends_nothing_but_test_persons() -> None:
    with (ROOT / "tests" / "data" / "brp_testpersonen.csv").open(encoding="utf-8", newline="") as file:
        known = {(row["burgerservicenummer"], row["geslachtsnaam"], row["geboortedatum"]) for row in csv.DictReader(file)}
    assert {(person.bsn, person.surname, person.birth_date) for person in PEOPLE} <= known
