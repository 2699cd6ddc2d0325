"""W3C trace context: a caller's trace goes on in our logs and in what goes out; nonsense starts a new one."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from loket import session_of
from loket.cases.audit import ProcessingLog
from loket.routing.clients import PRACTICE_KEY, add_practice_client
from loket.routing.context import Actor, new_traceparent, trace_from
from loket.web.parts import context, parts
from tests.support.desk import Desk

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
ANYBODY = Actor(name="balie", label="balie")


@pytest.mark.parametrize("header", [f"00-{TRACE}-{PARENT}-01", f" 00-{TRACE}-{PARENT}-01 ", f"cc-{TRACE}-{PARENT}-01-later-more"])
def test_a_good_traceparent_is_kept(header: str) -> None:
    assert trace_from(header) == f"00-{TRACE}-{PARENT}-01"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        f"ff-{TRACE}-{PARENT}-01",  # a version that may not be
        f"00-{TRACE}-{PARENT}-01-more",  # version 00 has four fields
        f"00-{'0' * 32}-{PARENT}-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-{PARENT}-01",
        f"00-{TRACE}-{PARENT}",
        f"00-{TRACE}-{PARENT}-01\r\nx: y",
    ],
)
def test_a_wrong_traceparent_starts_a_new_trace_without_a_parent(header: str | None) -> None:
    made = trace_from(header)
    assert made.startswith("00-")
    assert TRACE not in made
    assert made.endswith(f"-{'0' * 16}-01")


def test_every_new_trace_is_another_one() -> None:
    assert new_traceparent() != new_traceparent()


def test_one_request_has_one_trace(app: Flask) -> None:
    with app.test_request_context(headers={"traceparent": f"00-{TRACE}-{PARENT}-00"}):
        assert context(ANYBODY).traceparent == f"00-{TRACE}-{PARENT}-00"
    with app.test_request_context():
        assert context(ANYBODY).traceparent == context(ANYBODY).traceparent


def test_a_callers_trace_is_in_the_processing_log(app: Flask) -> None:
    with app.app_context(), session_of(app) as session:
        add_practice_client(session, parts().clock())
    person = {"geslachtsnaam": "Jansen", "geboortedatum": "1986-05-05", "gemeentecode": "0518"}
    body = {"producten": [{"product": "ww"}], "aanvrager": person, "communicatiekanaal": "balie", "loket": "gemeente-0518"}
    headers = {"Authorization": f"Bearer {PRACTICE_KEY}", "traceparent": f"00-{TRACE}-{PARENT}-01"}
    answer = app.test_client().post("/api/v1/zaken", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    with session_of(app) as session:
        row = session.scalars(select(ProcessingLog)).one()
        assert (row.trace_id, row.parent_span_id) == (TRACE, PARENT)


def test_what_goes_out_bears_the_span_that_the_processing_log_has(desk: Desk) -> None:
    desk.open("ww")
    desk.drain()
    sent = desk.session.scalars(select(ProcessingLog).where(ProcessingLog.name == "verstrekken")).one()
    opened = desk.session.scalars(select(ProcessingLog).where(ProcessingLog.name == "zaak-openen")).one()
    assert desk.deliveries()[0].traceparent == f"00-{sent.trace_id}-{sent.span_id}-01"
    assert (opened.trace_id, opened.parent_span_id) == (sent.trace_id, None)
