"""The published example with one mistake in it each time: the kit fails on the line of that mistake and on no other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from loket.conformance.findings import PUSH, Finding, Scenario, Verdict
from loket.routing.catalogue import Catalogue
from tests.conformance.playing import EXAMPLE, conform, listening, program, wrong

S = Scenario
SLUG = "duo"
#: Quicker than a real organisation tries again.
HASTE = ("for wait in (1, 5, 30, 120,", "for wait in (0.1, 5, 30, 120,")
ONCE_KNOWN = 'if message["berichtId"] not in ANSWERS:'
STARTS_WORK = 'if message["soort"] in ("aanvraag", "melding"):'
FOLLOWING = '"aanvulling": 0, "correctie": 0, "intrekking": 0, "bezwaar": 0, "ingebrekestelling": 0, "herinnering": 0, "pauzeverzoek": 0'
START = "threading.Thread(target=handle, args=(message, reference), daemon=True).start()"
#: Per mistake the line that must fail, and what is changed in the example.
MISTAKES: dict[str, tuple[Scenario, str, str]] = {
    "another address": (S.DELIVERY, '("POST", "/verzoeken")', '("POST", "/berichten")'),
    "works twice": (S.AGAIN, ONCE_KNOWN, "if True:"),
    "a new reference each time": (
        S.AGAIN,
        f'{ONCE_KNOWN}\n        reference = REFERENCES.setdefault(message["deelzaaknummer"],',
        ("if True:\n        reference = REFERENCES.setdefault(str(uuid.uuid4()),"),
    ),
    "believes every signature": (S.FORGED, "return recent and any(", "return recent or False and any("),
    "believes every time": (S.STALE, "abs(time.time() - int(moment[:12])) <= 300", "int(moment[:12]) > 0"),
    "knows one secret": (S.ROTATION, "for secret in SECRETS]", "for secret in SECRETS[:1]]"),
    "reads one signature": (S.SEVERAL, "offered.split())", "offered.split()[:1])"),
    "breaks on an unknown field": (S.FIELD, ONCE_KNOWN, f'assert "nieuwVeld" not in message\n    {ONCE_KNOWN}'),
    "breaks on an unknown kind": (
        S.KIND,
        STARTS_WORK,
        f'if {{"aanvraag": 1, "melding": 1, {FOLLOWING}, "klacht": 0}}[message["soort"]]:',
    ),
    "breaks on an unknown product": (S.PRODUCT, ONCE_KNOWN, f'assert "onbekend" not in message.get("product", "")\n    {ONCE_KNOWN}'),
    "breaks on a complaint": (
        *(S.FOLLOW_UPS, STARTS_WORK),
        f'if {{"aanvraag": 1, "melding": 1, {FOLLOWING}, "nog-onbekende-soort": 0}}[message["soort"]]:',
    ),
    "reads half of a big message": (S.BIG, '(int(environ.get("CONTENT_LENGTH") or 0))', '(min(65536, int(environ["CONTENT_LENGTH"])))'),
    "slow with a big message": (
        S.SPEED,
        "    start_response(status",
        "    time.sleep(1.2 * (len(body) > 65536))\n    start_response(status",
    ),
    "never reports": (S.REPORTS, START, "pass"),
    "does not sign its reports": (S.SIGNED, ", **headers}), timeout", "}), timeout"),
    "another media type": (S.FORM, "application/cloudevents+json", "application/json"),
    "a word that nobody knows": (S.FORM, 'report(message, "in-behandeling-genomen")', 'report(message, "bekeken")'),
    "the number of the case": (S.FORM, '"subject": message["deelzaaknummer"]', '"subject": message["zaaknummer"]'),
    "a report that is no JSON": (S.FORM, "body = json.dumps({**event", 'body = b"{" + json.dumps({**event'),
    "one id for all reports": (S.FRESH, '"id": str(uuid.uuid4())', '"id": "melding"'),
    "closes before it decides": (S.ORDER, 'report(message, "in-behandeling-genomen")', 'report(message, "afgesloten")'),
    "does not try again": (S.RETRIED, "return refused.code < 500 and", "return refused.code < 600 or"),
}


@pytest.fixture(scope="module")
def played(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Finding]]:
    """What was found per mistake. They mostly wait, so a few are played at once."""
    folder = tmp_path_factory.mktemp("mistakes")
    with ThreadPoolExecutor(6) as pool:
        running = {mistake: pool.submit(_play, catalogue, folder, mistake) for mistake in MISTAKES}
        return {mistake: future.result() for mistake, future in running.items()}


def _play(catalogue: Catalogue, folder: Path, mistake: str) -> list[Finding]:
    scenario, good, bad = MISTAKES[mistake]
    source = EXAMPLE.read_text().replace(*HASTE)
    assert source.count(good) == 1, good
    path = folder / f"{mistake.replace(' ', '_')}.py"
    path.write_text(source.replace(good, bad))
    ends = scenario not in (S.REPORTS, S.FRESH, S.FORM)  # those may never tell that they are ready
    with program(path, catalogue.organisations[SLUG].oin) as url, listening() as listener:
        return conform(catalogue, SLUG, url, listener, wait=15 if ends else 2, deadline=1 if scenario is S.SPEED else 20)


def test_there_is_a_mistake_for_every_line_of_the_report() -> None:
    assert {scenario for scenario, _, _ in MISTAKES.values()} == set(PUSH)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_fails_on_its_own_line_and_on_no_other(played: dict[str, list[Finding]], mistake: str) -> None:
    assert list(wrong(played[mistake])) == [MISTAKES[mistake][0]], wrong(played[mistake])


def test_without_a_delivery_nothing_else_is_said(played: dict[str, list[Finding]]) -> None:
    others = played["another address"][1:]
    assert {finding.verdict for finding in others} == {Verdict.UNTESTED}
    assert [finding.scenario for finding in others] == list(PUSH)[1:]
