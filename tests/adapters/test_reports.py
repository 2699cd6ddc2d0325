"""Reading a status report: everything checked, everything told at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from loket.adapters.port import DeclineReason, Outcome, Verb
from loket.adapters.reports import Vocabulary, read_report
from loket.errors import BadRequest

PLAIN = Vocabulary()


def faults(verb: str, data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(BadRequest) as refused:
        read_report(verb, data, PLAIN)
    return {fault.pointer: fault.code for fault in refused.value.faults}


def test_a_full_report_is_read() -> None:
    data = {
        "kenmerk": "WW-1",
        "toelichting": "U krijgt WW.",
        "uitkomst": "deels-toegekend",
        "datumBesluit": "2026-11-20",
        "bekendgemaaktOp": "2026-11-21",
        "iets": "van hen",  # unknown fields are ignored
    }
    report = read_report("besloten", data, PLAIN)
    assert (report.verb, report.outcome, report.reference) == (Verb.DECIDED, Outcome.PARTLY_GRANTED, "WW-1")
    assert (report.decided_on, report.announced_on) == (date(2026, 11, 20), date(2026, 11, 21))
    assert report.explanation == "U krijgt WW."


def test_a_report_that_hands_back_names_the_right_organisation() -> None:
    report = read_report("teruggegeven", {"reden": "niet-bevoegd", "juisteOrganisatie": "svb", "juistProduct": "aow"}, PLAIN)
    assert (report.reason, report.right_organisation, report.right_product) == (DeclineReason.NOT_COMPETENT, "svb", "aow")


def test_questions_for_the_citizen_are_read() -> None:
    report = read_report("aanvulling-gevraagd", {"hersteltermijn": "2026-12-06", "vragen": ["Wat is uw inkomen? "]}, PLAIN)
    assert (report.information_due, report.questions) == (date(2026, 12, 6), ("Wat is uw inkomen?",))


@pytest.mark.parametrize(
    ("verb", "field"),
    [
        ("besloten", "uitkomst"),
        ("herzien", "uitkomst"),
        ("aanvulling-gevraagd", "hersteltermijn"),
        ("teruggegeven", "reden"),
        ("verdaagd", "nieuweEinddatum"),
    ],
)
def test_a_field_that_the_verb_needs_is_asked_for(verb: str, field: str) -> None:
    assert faults(verb, {}) == faults(verb, {field: None}) == {f"/data/{field}": "verplicht"}


@pytest.mark.parametrize("verb", ["ontvangen", "in-behandeling-genomen", "opgeschort", "hervat", "uitgevoerd", "afgesloten"])
def test_the_other_verbs_need_nothing(verb: str) -> None:
    assert read_report(verb, {}, PLAIN).verb.value == verb


@pytest.mark.parametrize("day", ["2026-02-30", "20261206", "2026-W49-7", "6 december", "", 20261206, "2026-12-06T00:00", "２０２６-12-06"])
def test_what_is_no_date_is_refused(day: Any) -> None:
    assert faults("aanvulling-gevraagd", {"hersteltermijn": day}) == {"/data/hersteltermijn": "ongeldige-datum"}


@pytest.mark.parametrize("text", ["", "  ", "x" * 121, 5, ["x"], "met\x00nul"])
def test_a_reference_must_be_a_short_text(text: Any) -> None:
    assert faults("ontvangen", {"kenmerk": text}) == {"/data/kenmerk": "ongeldige-tekst"}


@pytest.mark.parametrize("questions", ["tekst", [""], ["x" * 501], ["x"] * 21, [5], {}])
def test_questions_must_be_a_list_of_short_texts(questions: Any) -> None:
    assert faults("ontvangen", {"vragen": questions}) == {"/data/vragen": "ongeldige-vragen"}


def test_all_faults_are_told_at_once() -> None:
    data = {"uitkomst": "ja", "kenmerk": "x" * 200, "toelichting": "x" * 2001, "datumBesluit": "gisteren"}
    assert set(faults("besloten", data)) == {"/data/uitkomst", "/data/kenmerk", "/data/toelichting", "/data/datumBesluit"}


def test_an_unknown_verb_is_told_with_the_words_that_are_known() -> None:
    with pytest.raises(BadRequest) as refused:
        read_report("goedgekeurd", {}, Vocabulary(verbs={"toekenning": Verb.DECIDED}))
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("/type", "onbekende-waarde")
    assert "toekenning" in fault.detail
    assert "besloten" in fault.detail


def test_an_own_word_for_a_verb_needs_the_same_fields() -> None:
    words = Vocabulary(verbs={"toekenning": Verb.DECIDED})
    with pytest.raises(BadRequest):
        read_report("toekenning", {}, words)
