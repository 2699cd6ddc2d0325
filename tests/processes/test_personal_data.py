"""After a full run with several people no BSN stands in clear anywhere that something is kept or logged, and nobody's name in a log.

Whatever the tests are about, each run of processes is searched so when it stops (``tests.support.stack.start_stack``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, inspect, text

from tests.processes.running import Running, only_on, request
from tests.support import traces

pytestmark = pytest.mark.processes

PEOPLE = ("999993653", "999993872", "999992740", "999993793", "999991565", "999994293")
INVALID = "999990001"  # fails the eleven test
CONTACT = {"voornamen": "Suzanne Marie", "postcode": "3077AW", "telefoonnummer": "0612345678", "emailadres": "s.moulin@voorbeeld.nl"}


@pytest.fixture(scope="module")
def number(running: Running) -> str:
    """Several people are taken in, looked for, refused and answered about: one zaaknummer."""
    family = [
        {"rol": role, "burgerservicenummer": bsn, "geslachtsnaam": "Moulin", "geboortedatum": "2019-05-01"} | CONTACT
        for role, bsn in (("partner", PEOPLE[3]), ("kind", PEOPLE[4]), ("overledene", PEOPLE[5]))
    ]
    numbers = [
        running.open("aio", "anw", "akw", "wlz-bijdrage", "bijstand", "toeslag-voorschot", bsn=bsn, betrokkenen=family)
        for bsn in PEOPLE[:3]
    ]
    for bsn in PEOPLE[:3]:
        assert running.call("POST", "/zaken/_zoek", {"burgerservicenummer": bsn})[0] == 200
    _make_mistakes(running)
    running.ended(*numbers)
    return numbers[0]


def _make_mistakes(running: Running) -> None:
    """A BSN in every place where it does not belong."""
    wrong = request("aio", bsn=INVALID)
    assert running.call("POST", "/zaken", wrong)[0] == 400
    misplaced = request("aio", bsn=PEOPLE[0], loket=PEOPLE[0], antwoorden={PEOPLE[1]: PEOPLE[2]})
    misplaced["aanvrager"] |= {"geboortedatum": PEOPLE[2], "postcode": PEOPLE[2], "gemeentecode": PEOPLE[2]}
    assert running.call("POST", "/zaken", misplaced)[0] == 400
    assert running.call("GET", f"/zaken/{PEOPLE[0]}")[0] == 404
    assert running.call("POST", f"/deelzaken/{PEOPLE[0]}-1/aanvullingen", {"toelichting": PEOPLE[1]})[0] == 404
    assert running.call("POST", "/zaken/_zoek", {"kenmerk": PEOPLE[0]})[0] == 200


def _found_in(content: bytes) -> set[str]:
    return {bsn for bsn in (*PEOPLE, INVALID) if bsn.encode() in content}


def test_no_bsn_stands_in_the_database(running: Running, number: str) -> None:
    rows = b"\n".join(_rows(running.database_url))
    assert number.encode() in rows  # the search does find what is there
    assert _found_in(rows) == set()


def test_no_bsn_stands_in_a_file_that_the_processes_wrote(running: Running, number: str) -> None:
    """Logs of all processes, the practice log with the paths that were called, the zaken of the practice gemeenten, SQLite and its WAL."""
    files = [path for path in running.folder.rglob("*") if path.is_file()]
    assert number.encode() in running.stack.practice_log.read_bytes()
    assert {path.name for path in files} >= {"web.log", "worker.log", "clock.log", "practice.log", "oefenorganisaties.jsonl"}
    assert {str(path): found for path in files if (found := _found_in(path.read_bytes()))} == {}


@only_on("postgresql")  # the file of SQLite is among those of the processes
def test_no_bsn_stands_in_the_files_of_postgresql(running: Running, number: str) -> None:
    assert running.postgres is not None
    engine = create_engine(running.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
    engine.dispose()
    files = [path for path in running.postgres.folder.rglob("data/**/*") if path.is_file()]
    assert any(number.encode() in path.read_bytes() for path in files)
    assert {str(path): found for path in files if (found := _found_in(path.read_bytes()))} == {}


def test_no_bsn_stands_in_the_queue(running: Running, number: str) -> None:
    with redis.Redis.from_url(running.valkey.url) as client:
        kept = [key + b" " + (client.dump(key) or b"") for key in client.scan_iter()]
    assert kept
    assert _found_in(b"\n".join(kept)) == set()


def test_no_person_and_no_secret_stands_in_a_log_a_job_an_address_or_a_figure(running: Running, number: str) -> None:
    stack = running.stack
    logs = {Path(place).name: text for place, text in traces.kept_in(running.folder, stack.environment).items()}
    kept = logs | {"metrics": stack.metrics(), "Valkey": traces.said_to_valkey(running.valkey.heard())}
    wanted = traces.everything_of(stack.environment)
    assert {*PEOPLE, INVALID} <= wanted.numbers | {INVALID}
    assert {"suzanne marie", "3077aw", "0612345678", "s.moulin@voorbeeld.nl", "2019-05-01"} <= wanted.texts
    for place, known in KNOWN.items():  # each place is searched, and what may stand there does
        assert known in kept[place], place
    assert number in kept["oefenorganisaties.jsonl"]
    traces.refuse(kept, wanted)


#: What stands in each place after any run.
KNOWN = {
    "web.log": '"route": "/api/v1/zaken/<zaaknummer>"',
    "worker.log": '"event": "delivery"',
    "clock.log": '"event": "audit_sealed"',
    "auditzegels.log": "1 ",
    "metrics": 'loket_deliveries{state="done"}',
    "Valkey": '["loket.drain_job", null, [], {}]',  # a job, with what rq compressed opened
}


def _rows(url: str) -> Iterator[bytes]:
    engine = create_engine(url)
    with engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                yield repr(tuple(row)).encode()
    engine.dispose()


def test_the_folder_that_is_searched_holds_everything_the_processes_keep(running: Running) -> None:
    assert Path(running.stack.environment["LOKET_VAR"]) == running.folder
