"""The search for personal data and secrets in what a run leaves does find them, in each place where they could stand."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from urllib.parse import quote_plus

import psycopg
import pytest
import redis
from playwright.sync_api import Browser, Error
from rq import Queue

from loket.demo import CLIENT_KEY
from tests.support import traces
from tests.support.browser import find_chromium, launched
from tests.support.servers import PASSWORD, Postgres, Valkey
from tests.support.stack import Stack, start_stack
from tests.support.traces import LeftBehind, Wanted

SURNAME, TELEPHONE, NOTE = "Wolfsangelder", "0701234567", "De deurwaarder stond aan de deur"
WANTED = Wanted(frozenset({"999993653"}), traces.texts(["Moulin", "Van den Berg", "3077AW", "1985-12-01"]), {"sleutel": "q7Rw+/x9Zt"})

DISMISSED = {
    "levensgebeurtenis": "ontslag",
    "aanvrager": {
        "burgerservicenummer": "999992508",
        "voornamen": "Willem",
        "geslachtsnaam": "Kierkegaard",
        "geboortedatum": "1981-04-27",
        "postcode": "2497GS",
        "huisnummer": 47,
        "gemeentecode": "0518",
    },
    "communicatiekanaal": "balie",
    "loket": "gemeente-0518",
}

pytestmark = pytest.mark.processes


@pytest.mark.parametrize(
    "text",
    [
        "999993653",
        'GET /zaken?bsn=999993653 HTTP/1.1"',
        "mevrouw MOULIN",
        '{"naam": "Moulin"}',
        f"/zoeken?naam={quote_plus('Van den Berg')}",
        "/zoeken?naam=van%20den%20berg",
        "geboren 1985-12-01.",
        "[3077AW]",
        "key=q7Rw+/x9Zt;",
        "s.moulin@voorbeeld.nl",
    ],
)
def test_something_personal_or_secret_is_found_in_a_line(text: str) -> None:
    assert WANTED.found_in(f"12:00:01 info {text} and more")


@pytest.mark.parametrize("text", ["Moulinette", "1999993653", "a999993653f", "van de berg", "/zaken/<number>", "01a204db-7776-7a1a"])
def test_what_only_resembles_it_is_not_found(text: str) -> None:
    assert not WANTED.found_in(text)


def test_all_words_that_are_left_out_are_names_of_test_persons() -> None:
    assert traces.people_of_rvig().texts >= traces.ALSO_WORDS


def test_a_run_that_leaves_something_behind_fails(tmp_path: Path) -> None:
    with pytest.raises(LeftBehind) as failure:
        _run_that_leaves_something_behind(tmp_path)
    assert failure.value.found == {
        "web.log": ["cookie or key demo..."],
        "worker.log": [f"text '{SURNAME.lower()}'"],
        "clock.log": ["secret LOKET_GEHEIM_UWV 0"],
        "practice.log": ["e-mail w@voorbeeld.nl"],
        "oefenorganisaties.jsonl": ["BSN 999992508"],
        "Valkey": [f"text '{TELEPHONE}'", f"text '{NOTE.lower()}'"],
    }


def _run_that_leaves_something_behind(folder: Path) -> None:
    applicant = {**DISMISSED["aanvrager"], "geslachtsnaam": SURNAME, "telefoonnummer": TELEPHONE}
    with closing(Valkey()) as valkey, start_stack(folder, f"sqlite:///{folder / 'loket.db'}", valkey=valkey) as running:
        assert running.call("POST", "/api/v1/zaken", {**DISMISSED, "aanvrager": applicant, "toelichting": NOTE})[0] == 201
        _leave_behind(running, valkey)


def _leave_behind(running: Stack, valkey: Valkey) -> None:
    secret = running.environment["LOKET_GEHEIM_UWV"].removeprefix("whsec_")
    lines = {"web": f"Bearer {CLIENT_KEY}", "worker": f"van {SURNAME}", "clock": f"sleutel={secret}", "practice": "w@voorbeeld.nl"}
    for name, line in lines.items():
        with running.supervisor.log(name).open("a") as log:
            log.write(line + "\n")
    with running.practice_log.open("a") as log:
        log.write('{"organisation": "uwv", "number": "999992508"}\n')
    with redis.Redis.from_url(valkey.url) as client:
        Queue("niemand-werkt-hieraan", connection=client).enqueue("niets", TELEPHONE, note=NOTE)  # rq compresses the arguments
        client.flushall()  # gone, and yet it was there


def test_what_postgresql_logs_of_this_run_is_searched_and_that_of_another_is_not() -> None:
    with closing(Postgres()) as server:
        ours, others = server.create_database("ours"), server.create_database("others")
        for name, value in (("ours", "999993653"), ("others", "999992740")):
            with (
                psycopg.connect(host=str(server.folder), user="loket", dbname=name) as connection,
                pytest.raises(psycopg.errors.InvalidTextRepresentation),
            ):
                connection.execute(f"SELECT\n'geen getal {value}'::int")
        logged = traces.kept_in(server.folder / "no-processes", {"LOKET_DATABASE_URL": ours})["log of PostgreSQL"]
        assert ("999993653" in logged, "999992740" in logged) == (True, False)
    assert PASSWORD in traces.secrets_in({"LOKET_DATABASE_URL": others}).values()


def _visit(browser: Browser, address: str) -> None:
    with closing(browser.new_page()) as page, pytest.raises(Error, match="ERR_"):
        page.goto(address)  # nobody listens there; the browser tried


@pytest.mark.browser
def test_the_addresses_that_a_browser_called_are_searched(tmp_path: Path) -> None:
    path = find_chromium() or pytest.skip("no Chromium on this machine: the tests marked 'browser' are left out")
    with launched(path, tmp_path / "net-log.json") as browser:
        _visit(browser, "http://127.0.0.1:9/zoeken?naam=Van+den+Berg&bsn=999993653")
    found = WANTED.found_in(traces.strings_in(tmp_path / "net-log.json"))
    assert found == ["BSN 999993653", "text 'van den berg'"]
