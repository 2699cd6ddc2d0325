"""The queue or the database is away for a while: what a loket notices of it, and that everything goes on afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from sqlalchemy import Connection, create_engine, text

from tests.processes.running import Running, only_on, request
from tests.support.checker import Evidence, faults
from tests.support.waiting import until

pytestmark = pytest.mark.processes

PRODUCTS = ("aio", "toeslag-voorschot", "bijstand")
on_postgresql = only_on("postgresql")  # SQLite is a file: it is never away


@contextmanager
def queue_away(running: Running) -> Iterator[None]:
    """Valkey is down; afterwards it is back, empty."""
    running.valkey.stop()
    try:
        yield
    finally:
        running.valkey.start()


@contextmanager
def database_away(running: Running) -> Iterator[None]:
    """PostgreSQL was stopped as by a crash; afterwards it is back."""
    assert running.postgres is not None
    running.postgres.stop()
    try:
        yield
    finally:
        running.postgres.start()


@contextmanager
def connected(running: Running) -> Iterator[Connection]:
    """A connection to the database beside those of the processes; what it changes is undone."""
    engine = create_engine(running.database_url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def test_without_the_queue_intake_and_status_answer_as_before_and_the_sweep_delivers(running: Running, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted"
    with queue_away(running):
        numbers = [running.open(*PRODUCTS, accepted=accepted) for _ in range(3)]
        assert len(running.case(numbers[0])["deelzaken"]) == len(PRODUCTS)
        assert running.stack.call("GET", "/health/ready")[1]["onderdelen"]["wachtrij"] == "weg"
        assert running.stack.ready()
        running.ended(*numbers)
    assert faults(Evidence(accepted, running.database_url, running.stack.practice_log)) == []


def test_after_the_queue_came_back_the_worker_takes_wake_ups_again(running: Running) -> None:
    with queue_away(running):
        pass
    with running.clock_stopped():
        running.ended(running.open(*PRODUCTS))


@on_postgresql
def test_after_the_database_came_back_the_worker_and_the_clock_both_go_on(running: Running) -> None:
    with database_away(running):
        until(lambda: "clock_lost_database" in running.stack.logs()["clock"], "the clock noticed")
    running.ended(running.open(*PRODUCTS))
    with running.clock_stopped():
        running.ended(running.open(*PRODUCTS))
    running.kill("worker")
    running.ended(running.open(*PRODUCTS))


@on_postgresql
def test_without_the_database_every_call_is_told_to_come_back_and_the_first_one_after_it_succeeds(running: Running) -> None:
    known = running.open(*PRODUCTS)
    with database_away(running):
        for method, path, body in (("POST", "/zaken", request(*PRODUCTS)), ("GET", f"/zaken/{known}", None)):
            for _ in range(3):
                status, problem = running.call(method, path, body)
                assert (status, problem.get("code")) == (503, "tijdelijk-niet-beschikbaar")
    number = running.open(*PRODUCTS)
    running.ended(known, number)


@on_postgresql
def test_an_answer_without_the_database_is_problem_json_with_retry_after(running: Running) -> None:
    with database_away(running):
        url = f"{running.stack.base_url}/api/v1/zaken/L-0000000000-0"
        with pytest.raises(HTTPError) as refused:
            build_opener().open(Request(url, headers={"Authorization": f"Bearer {running.key}"}), timeout=20)
    with refused.value as answer:
        assert answer.code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert int(answer.headers["Retry-After"]) > 0
    running.ended(running.open(*PRODUCTS))


@on_postgresql
def test_a_page_without_the_database_is_a_plain_page_that_says_so(running: Running) -> None:
    browser = Visitor(running.stack.base_url)
    browser.sign_in("balie-den-haag")
    with database_away(running):
        status, headers, page = browser.get("/")
    assert (status, headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert int(headers["Retry-After"]) > 0
    assert "Traceback" not in page
    assert "<h1" in page
    assert browser.get("/")[0] == 200


@on_postgresql
def test_a_database_that_restarts_under_way_costs_no_accepted_request(running: Running, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted"
    numbers = [running.open(*PRODUCTS, accepted=accepted) for _ in range(5)]
    with database_away(running):
        pass
    numbers += [running.open(*PRODUCTS, accepted=accepted) for _ in range(2)]
    running.ended(*numbers)
    assert faults(Evidence(accepted, running.database_url, running.stack.practice_log)) == []


@on_postgresql
def test_a_process_that_hangs_with_rows_locked_does_not_hold_up_the_counter(running: Running) -> None:
    known = running.open(*PRODUCTS)
    running.ended(known)
    with connected(running) as hanging:
        hanging.execute(text('SELECT * FROM "case" FOR UPDATE'))  # in Loket's own order: cases before channels
        hanging.execute(text("UPDATE channel SET served_at = now()"))
        number = running.open(*PRODUCTS)
        assert running.case(known)["status"] == "besloten"
    running.ended(number)


class Visitor:
    """A browser without JavaScript: keeps cookies, follows redirects."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def sign_in(self, account: str) -> None:
        """Sign in with a practice account."""
        form = self.get("/inloggen")[2]
        token = form.partition('name="csrf_token" value="')[2].partition('"')[0]
        self._open("/inloggen", f"csrf_token={token}&account={account}".encode())

    def get(self, path: str) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of a page."""
        try:
            answer = self._open(path)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status or 0, dict(answer.headers), answer.read().decode()

    def _open(self, path: str, data: bytes | None = None) -> HTTPResponse | HTTPError:
        answer: HTTPResponse = self._opener.open(Request(self.base_url + path, data), timeout=20)
        return answer
