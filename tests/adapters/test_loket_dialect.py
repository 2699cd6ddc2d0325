"""The Loket interface: what goes out, what the answers mean, and what is left out of the log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from loket.adapters.http import Client
from loket.adapters.loket import Loket
from loket.adapters.port import Kind, Outcome, Verdict
from loket.adapters.registry import dialects
from loket.adapters.rehearsal import BREAKS, LATER, REFUSES, UNABLE, Rehearsal
from loket.adapters.signing import verify
from loket.adapters.signing_keys import SigningKey, public_text
from loket.adapters.worklist import Worklist
from tests.adapters.samples import BSN, DELIVERY, NOW, SECRET, message, settings
from tests.adapters.serving import answering, wsgi


@pytest.mark.parametrize("kind", sorted(Loket.kinds))
def test_every_kind_goes_out_signed_with_the_bytes_as_composed(kind: Kind, client: Client) -> None:
    log: list[dict[str, Any]] = []
    with wsgi(answering("202 Accepted", log=log)) as base:
        assert Loket(settings("loket", f"{base}/proef"), client).send(message(kind)).verdict is Verdict.DELIVERED
    (call,) = log
    assert (call["method"], call["path"], call["body"]) == ("POST", "/proef/verzoeken", message(kind).body)
    assert verify([SECRET], call["headers"], call["body"], NOW) == DELIVERY
    assert call["headers"]["idempotency-key"] == DELIVERY
    assert call["headers"]["traceparent"] == message().traceparent
    assert call["headers"]["content-type"] == "application/json"


def test_with_a_key_of_our_own_a_message_can_be_checked_by_that_alone_and_by_the_secret_alone(client: Client) -> None:
    log: list[dict[str, Any]] = []
    key = SigningKey("k1", bytes(range(32)))
    with wsgi(answering("202 Accepted", log=log)) as base:
        Loket(replace(settings("loket", base), key=key), client).send(message())
    sent = log[0]["headers"], log[0]["body"], NOW
    assert verify([], *sent, keys=lambda: [public_text(key.public)]) == DELIVERY
    assert verify([SECRET], *sent) == DELIVERY


def test_every_try_sends_the_same_bytes_and_key(client: Client) -> None:
    log: list[dict[str, Any]] = []
    with wsgi(answering("503 Down", log=log)) as base:
        for attempt in (1, 2):
            Loket(settings("loket", base), client).send(replace(message(), attempt=attempt))
    assert log[0]["body"] == log[1]["body"]
    assert log[0]["headers"]["webhook-id"] == log[1]["headers"]["webhook-id"]


@pytest.mark.parametrize(
    ("answer", "reference"),
    [
        ({"kenmerk": "WW-2026-1"}, "WW-2026-1"),
        ({}, None),
        ({"kenmerk": 5}, None),
        ({"kenmerk": "x" * 121}, None),
        (["kenmerk"], None),
        (b"geen json", None),
    ],
)
def test_a_reference_in_the_answer_is_kept_when_it_makes_sense(client: Client, answer: Any, reference: str | None) -> None:
    with wsgi(answering("200 OK", answer)) as base:
        result = Loket(settings("loket", base), client).send(message())
    assert (result.verdict, result.reference) == (Verdict.DELIVERED, reference)


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        ("409 Conflict", {"berichtId": DELIVERY}, Verdict.DELIVERED),  # known there under this id
        ("409 Conflict", {"berichtId": "een ander"}, Verdict.RETRY),
        ("409 Conflict", None, Verdict.RETRY),  # another try with this id is under way
        ("408 Timeout", None, Verdict.RETRY),
        ("404 Not Found", None, Verdict.REFUSED),
        ("413 Too Large", None, Verdict.REFUSED),
    ],
)
def test_a_status_means_what_it_says(client: Client, status: str, body: Any, verdict: Verdict) -> None:
    with wsgi(answering(status, body)) as base:
        assert Loket(settings("loket", base), client).send(message()).verdict is verdict


def test_a_refusal_tells_code_and_title_but_no_detail_and_no_number(client: Client) -> None:
    problem = {"code": "onbekend", "title": f"Burger {BSN} onbekend", "detail": "Jan Jansen woont hier niet"}
    with wsgi(answering("422 No", problem)) as base:
        result = Loket(settings("loket", base), client).send(message())
    assert result.detail == "HTTP 422 onbekend Burger # onbekend"


@pytest.mark.parametrize(
    ("name", "word", "outcome"),
    [
        ("uwv", "gedeeltelijk-toegewezen", Outcome.PARTLY_GRANTED),
        ("uwv", "niet-in-behandeling-genomen", Outcome.DISMISSED),
        ("svb", "toekenning", Outcome.GRANTED),
        ("svb", "afwijzing", Outcome.REFUSED),
        ("cak", "niet-akkoord", Outcome.REFUSED),
        ("cak", "niet-behandeld", Outcome.DISMISSED),
    ],
)
def test_an_organisations_own_words_are_understood(client: Client, name: str, word: str, outcome: Outcome) -> None:
    adapter = dialects()[name](settings(name, "http://127.0.0.1:9"), client)
    assert adapter.understand("besloten", {"uitkomst": word}).outcome is outcome


@pytest.mark.parametrize("name", ["uwv", "svb", "cak"])
def test_a_vocabulary_reaches_every_outcome(name: str) -> None:
    assert set(dialects()[name].words.outcomes.values()) == set(Outcome)


def test_the_worklist_has_received_what_it_can_see(client: Client) -> None:
    worklist = Worklist(settings("worklist"), client)
    assert (worklist.pushes, worklist.send(message()).verdict) == (False, Verdict.DELIVERED)


def test_the_rehearsal_behaves_as_told(client: Client) -> None:
    def verdict(behaviour: str) -> Verdict:
        return Rehearsal(settings("rehearsal", gedrag=behaviour), client).send(message()).verdict

    assert [verdict(REFUSES), verdict(LATER), verdict(UNABLE)] == [Verdict.REFUSED, Verdict.RETRY, Verdict.UNABLE]
    with pytest.raises(RuntimeError):
        verdict(BREAKS)


def test_the_rehearsal_remembers_what_it_got(client: Client) -> None:
    rehearsal = Rehearsal(settings("rehearsal"), client)
    rehearsal.send(message(Kind.NOTICE))
    assert [received.kind for received in rehearsal.received] == [Kind.NOTICE]
