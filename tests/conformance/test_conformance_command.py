"""The command: its report and exit code, its JUnit file, and one clear line for what it cannot do."""

from __future__ import annotations

import csv
import socket
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from loket.cli import main
from loket.conformance.findings import Scenario, good, untested, wrong
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
    return CliRunner().invoke(main, given if "--url" in given else [*given, "--url", NOBODY], env={"GEHEIM": secret})


def test_nobody_at_the_address_is_one_line_that_is_wrong_and_exit_code_1(tmp_path: Path) -> None:
    result = conformance("--url", f"http://{HOST}:{free_port()}", "--junit", str(tmp_path / "report.xml"))
    assert result.exit_code == 1
    assert "fout          Een verzoek wordt aangenomen: geen verbinding" in result.output
    assert f"0 goed, 1 fout, {len(Scenario) - 1} niet getoetst." in result.output
    suite = ElementTree.parse(tmp_path / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == (str(len(Scenario)), "1")


@pytest.mark.parametrize(
    ("arguments", "organisation", "words"),
    [
        ((), "bestaat-niet", "staat niet in organisaties.toml"),
        ((), "gemeente-0518", "spreekt ZGW"),
        (("--product", "ww"), "duo", "heeft geen product ww"),
        (("--listen", "9001"), "duo", "zoals 127.0.0.1:9001"),
        (("--next-secret-env", "BESTAAT_NIET"), "duo", "BESTAAT_NIET is leeg of staat niet in de omgeving"),
        (("--url", "ftp://ergens"), "duo", "adres: moet een http- of https-adres"),
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
