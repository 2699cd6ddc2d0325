"""The kit for who fetches: the example passes, and with one mistake in it exactly that line fails."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from loket.conformance.findings import PULL, Finding, Scenario, Verdict
from loket.conformance.messages import Composer
from loket.conformance.pull import play_pull
from loket.conformance.pull_server import PullServer
from loket.demo import HOST
from loket.routing.catalogue import Catalogue
from loket.settings import ROOT
from tests.conformance.playing import QUIET, wrong

S = Scenario
EXAMPLE = ROOT / "examples" / "ophalen" / "ophalen.py"
SLUG, KEY = "duo", "sleutel-van-de-toets"
NUMBER = "f\"{message['berichtId']}-{verb}\""
ONCE = 'if message["berichtId"] not in progress.done:'
#: Per mistake the line that must fail, and what is changed in the example.
MISTAKES: dict[str, tuple[Scenario, list[tuple[str, str]]]] = {
    "another key": (S.KEY, [("Bearer {KEY}", "Bearer x{KEY}")]),
    "fetches elsewhere": (S.FETCHED, [("call(f\"/deelzaken/{line['deelzaaknummer']}\")", "call(f\"/zaken/{line['deelzaaknummer']}\")")]),
    "breaks on an unknown field": (S.FIELD, [(ONCE, f'assert "nieuwVeld" not in message\n            {ONCE}')]),
    "breaks on an unknown kind": (S.KIND, [(ONCE, f'assert "onbekend" not in message["soort"]\n            {ONCE}')]),
    "breaks on an unknown product": (S.PRODUCT, [(ONCE, f'assert "onbekend" not in message["product"]\n            {ONCE}')]),
    "is lost when its place is too old": (S.PLACE, [("refused.code == 410", "refused.code == 409")]),
    "works twice": (
        S.AGAIN,
        [
            (ONCE, "if True:"),
            ('progress.since = ""', 'progress.since, os.environ["ROUND"] = "", "2"'),
            (NUMBER, "f\"{message['berichtId']}-{verb}-{os.environ.get('ROUND')}\""),
        ],
    ),
    "never reports": (S.REPORTS, [("handle(message, reference)\n                progress", "pass\n                progress")]),
    "a word that nobody knows": (S.FORM, [('report(message, "in-behandeling-genomen")', 'report(message, "bekeken")')]),
    "one number for all reports": (S.FRESH, [(NUMBER, '"melding"')]),
    "closes before it decides": (S.ORDER, [('report(message, "in-behandeling-genomen")', 'report(message, "afgesloten")')]),
    "does not try again": (S.RETRIED, [("if refused.code >= 500 or", "if refused.code >= 600 or")]),
}


def play(catalogue: Catalogue, folder: Path, changes: list[tuple[str, str]], wait: float) -> list[Finding]:
    """What is found about the example with these changes in it."""
    source = EXAMPLE.read_text()
    for good, bad in changes:
        assert source.count(good) == 1, good
        source = source.replace(good, bad)
    (folder / "ophalen.py").write_text(source)
    organisation = catalogue.organisations[SLUG]
    product = next(one for one in catalogue.products_of(organisation) if one.executor == SLUG)
    with PullServer(HOST, 0, KEY) as server:
        environment = {"PATH": os.environ["PATH"], "LOKET": server.url, "LOKET_SLEUTEL": KEY}
        command = [sys.executable, str(folder / "ophalen.py"), str(folder / "stand.json"), "0.1"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                return play_pull(Composer(catalogue, organisation, product, server.url), organisation, server, wait, QUIET)
            finally:
                process.kill()


@pytest.fixture(scope="module")
def played(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """What was found per mistake. Most of them never come to an end, so a few are played at once; one must come round twice, also on a
    busy machine."""
    with ThreadPoolExecutor(6) as pool:
        running = {
            mistake: pool.submit(play, catalogue, tmp_path_factory.mktemp("pull"), changes, 20 if mistake == "works twice" else 6)
            for mistake, (_, changes) in MISTAKES.items()
        }
        return {mistake: future.result() for mistake, future in running.items()}


def test_the_example_that_fetches_passes(catalogue: Catalogue, tmp_path: Path) -> None:
    findings = play(catalogue, tmp_path, [], 20)
    assert [finding for finding in findings if finding.verdict is not Verdict.GOOD] == []
    assert tuple(finding.scenario for finding in findings) == PULL


def test_there_is_a_mistake_for_every_line_of_that_report() -> None:
    assert {scenario for scenario, _ in MISTAKES.values()} == set(PULL)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_fetching_fails_on_its_own_line(played: dict[str, list[Finding]], mistake: str) -> None:
    assert list(wrong(played[mistake])) == [MISTAKES[mistake][0]], wrong(played[mistake])
    assert len(played[mistake]) == len(PULL)
