"""After a gemeente has a zaak: adding to it, reading it back, and being woken by its notifications."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from loket.adapters.gemeente import Gemeente
from loket.adapters.http import Client
from loket.adapters.port import DeclineReason, Kind, Outcome, Verb, Verdict
from loket.adapters.signing import notification_authorization
from loket.adapters.zgw_notifications import is_authorised, notification_reference
from loket.errors import BadRequest
from tests.adapters.fake_open_zaak import RECORDED, FakeOpenZaak
from tests.adapters.samples import SECRET, ZAAKTYPE, message, settings


@pytest.fixture
def case(gemeente: Gemeente, open_zaak: FakeOpenZaak) -> dict[str, Any]:
    gemeente.send(message())
    (case,) = open_zaak.cases.values()
    return case


def verbs(gemeente: Gemeente, case: dict[str, Any]) -> list[Verb]:
    return [report.verb for report in gemeente.send(message(Kind.FETCH, case["uuid"])).reports]


def test_an_aanvulling_is_added_once_and_ends_the_suspension(gemeente: Gemeente, case: dict[str, Any]) -> None:
    before = case["toelichting"]
    case["opschorting"] = {"indicatie": True, "reden": "Aanvulling: huurcontract", "eerdereOpschorting": True}
    for _ in range(2):
        result = gemeente.send(message(Kind.COMPLETION, case["uuid"], antwoorden=[], toelichting="Het huurcontract is ingeleverd."))
        assert result.verdict is Verdict.DELIVERED
    assert case["toelichting"].startswith(before)
    assert case["toelichting"].count("Het huurcontract is ingeleverd.") == 1
    assert case["opschorting"]["indicatie"] is False


def test_an_intrekking_is_told_first_and_once(gemeente: Gemeente, case: dict[str, Any]) -> None:
    for _ in range(2):
        assert gemeente.send(message(Kind.WITHDRAWAL, case["uuid"], reden="niet meer nodig")).verdict is Verdict.DELIVERED
    assert case["toelichting"].startswith("INGETROKKEN door de aanvrager via Loket op 2026-11-22")
    assert case["toelichting"].count("INGETROKKEN") == 1


def test_what_does_not_fit_any_more_is_a_task_for_a_person(gemeente: Gemeente, case: dict[str, Any]) -> None:
    case["toelichting"] = "x" * 990
    result = gemeente.send(message(Kind.COMPLETION, case["uuid"], toelichting="Nog iets."))
    assert (result.verdict, case["toelichting"]) == (Verdict.UNABLE, "x" * 990)


def test_a_closed_zaak_refuses_for_good(gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak) -> None:
    open_zaak.close(case, "Toegekend")
    result = gemeente.send(message(Kind.COMPLETION, case["uuid"], toelichting="Te laat."))
    assert (result.verdict, "permission_denied" in result.detail) == (Verdict.REFUSED, True)


@pytest.mark.parametrize("kind", [Kind.COMPLETION, Kind.WITHDRAWAL, Kind.FETCH])
def test_without_a_reference_the_zaak_is_found_by_our_number(gemeente: Gemeente, case: dict[str, Any], kind: Kind) -> None:
    assert gemeente.send(message(kind)).reference == case["uuid"]


@pytest.mark.parametrize("kind", [Kind.COMPLETION, Kind.WITHDRAWAL, Kind.FETCH])
def test_without_a_zaak_a_person_must_look(gemeente: Gemeente, kind: Kind) -> None:
    assert gemeente.send(message(kind)).verdict is Verdict.REFUSED


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.OBJECTION, Kind.DEFAULT_NOTICE, Kind.COMPLAINT, Kind.REMINDER, Kind.PAUSE])
def test_what_zgw_cannot_carry_is_a_task_for_a_person(gemeente: Gemeente, open_zaak: FakeOpenZaak, kind: Kind) -> None:
    assert gemeente.send(message(kind)).verdict is Verdict.UNABLE
    assert open_zaak.calls == []


def test_a_reading_tells_the_state_from_the_start(gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak) -> None:
    assert verbs(gemeente, case) == [Verb.RECEIVED]
    open_zaak.take_up(case, 2)
    assert verbs(gemeente, case) == [Verb.RECEIVED, Verb.TAKEN_UP]
    open_zaak.close(case, "Toegekend", "U krijgt bijstand.")
    decided = gemeente.send(message(Kind.FETCH, case["uuid"])).reports[-1]
    assert (decided.verb, decided.outcome, decided.explanation) == (Verb.DECIDED, Outcome.GRANTED, "U krijgt bijstand.")
    assert decided.decided_on == date(2026, 11, 26)


def test_no_reading_is_conditional(gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak) -> None:
    verbs(gemeente, case)
    verbs(gemeente, case)
    assert not [call for call in open_zaak.calls if "if-none-match" in call["headers"]]  # their ETags were seen stale


@pytest.mark.parametrize(
    ("result", "generic", "outcome"),
    [
        ("Verleend", "", Outcome.GRANTED),
        ("Deels toegekend", "", Outcome.PARTLY_GRANTED),
        ("Geweigerd", "", Outcome.REFUSED),
        ("Niet ontvankelijk", "", Outcome.DISMISSED),
        ("Eigen woord", "Afgewezen", Outcome.REFUSED),  # the generic name helps
    ],
)
def test_a_resultaattype_is_an_outcome(
    gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak, result: str, generic: str, outcome: Outcome
) -> None:
    open_zaak.close(case, result, generic=generic)
    assert gemeente.send(message(Kind.FETCH, case["uuid"])).reports[-1].outcome is outcome


def test_the_options_translate_a_gemeentes_own_words(open_zaak: FakeOpenZaak, client: Client, case: dict[str, Any]) -> None:
    tables = {"resultaattypen": {"Bewaren": "toegekend"}, "statustypen": {"In behandeling genomen": "ontvangen"}}
    own = Gemeente(settings("gemeente", open_zaak.base, bronorganisatie="517439943", zaaktypen={"bbz": ZAAKTYPE}, **tables), client)
    open_zaak.take_up(case, 2)
    assert verbs(own, case) == [Verb.RECEIVED]
    open_zaak.close(case, "bewaren", generic="Afgehandeld")
    assert own.send(message(Kind.FETCH, case["uuid"])).reports[-1].outcome is Outcome.GRANTED


def test_a_result_that_nothing_translates_is_not_guessed(gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak) -> None:
    open_zaak.close(case, "zaakobject", generic="Afgehandeld")
    result = gemeente.send(message(Kind.FETCH, case["uuid"]))
    assert (result.verdict, "zaakobject" in result.detail) == (Verdict.REFUSED, True)


def test_a_zaak_sent_back_names_the_right_organisation(gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak) -> None:
    open_zaak.close(case, "Niet bevoegd", "Juiste organisatie: uwv")
    report = gemeente.send(message(Kind.FETCH, case["uuid"])).reports[-1]
    assert (report.verb, report.reason, report.right_organisation) == (Verb.DECLINED, DeclineReason.NOT_COMPETENT, "uwv")


@pytest.mark.parametrize(
    ("pause", "verb", "due"),
    [
        ({"indicatie": True, "reden": "Wacht op informatie uit het buitenland"}, Verb.SUSPENDED, None),
        ({"indicatie": True, "reden": "Aanvulling: kopie huurcontract"}, Verb.INFORMATION_ASKED, None),
        ({"indicatie": True, "reden": "Aanvulling tot 2026-12-06: kopie huurcontract"}, Verb.INFORMATION_ASKED, date(2026, 12, 6)),
        ({"indicatie": False, "reden": "", "eerdereOpschorting": True}, Verb.RESUMED, None),
    ],
)
def test_a_suspension_is_read(
    gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak, pause: dict[str, Any], verb: Verb, due: date | None
) -> None:
    open_zaak.take_up(case, 2)
    case["opschorting"] = pause
    report = gemeente.send(message(Kind.FETCH, case["uuid"])).reports[-1]
    assert (report.verb, report.information_due) == (verb, due)


def test_an_extension_is_read_with_the_date_that_the_gemeente_set(
    gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak
) -> None:
    open_zaak.take_up(case, 2)
    case |= {"verlenging": {"reden": "Meer onderzoek nodig", "duur": "P14D"}, "uiterlijkeEinddatumAfdoening": "2027-01-31"}
    report = gemeente.send(message(Kind.FETCH, case["uuid"])).reports[-1]
    assert (report.verb, report.new_due) == (Verb.EXTENDED, date(2027, 1, 31))


def test_a_zaak_closed_while_suspended_is_decided(gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak) -> None:
    case["opschorting"] = {"indicatie": True, "reden": "Wacht"}
    open_zaak.close(case, "Toegekend")
    assert verbs(gemeente, case) == [Verb.RECEIVED, Verb.TAKEN_UP, Verb.DECIDED]


def test_a_read_that_fails_for_a_while_is_tried_again(gemeente: Gemeente, case: dict[str, Any], open_zaak: FakeOpenZaak) -> None:
    open_zaak.answers["GET zaken"] = ["storing.db-terug.get.1", "storing.db-terug.get.2"]
    tries = [gemeente.send(message(Kind.FETCH, case["uuid"])).verdict for _ in range(3)]
    assert tries == [Verdict.RETRY, Verdict.RETRY, Verdict.DELIVERED]


def test_a_reference_that_is_no_uuid_never_stands_in_a_path(gemeente: Gemeente, case: dict[str, Any]) -> None:
    assert gemeente.send(message(Kind.FETCH, "foo/../bar")).reference == case["uuid"]


NOTIFICATIONS = [
    name for name in RECORDED if name.startswith(("notificatie.publicatie", "notificatie.callback.zaak", "notificatie.callback.status"))
]


@pytest.mark.parametrize("name", NOTIFICATIONS)
def test_a_recorded_notification_leads_to_its_zaak(name: str) -> None:
    body = RECORDED[name]["request"]["body"]
    assert notification_reference(body) == body["hoofdObject"].rpartition("/")[2]


def test_the_test_notification_leads_nowhere() -> None:
    assert notification_reference(RECORDED["notificatie.callback.test.met-auth"]["request"]["body"]) is None


@pytest.mark.parametrize("body", [{}, {"kanaal": "zaken"}, {"kanaal": 5, "hoofdObject": []}])
def test_what_is_no_notification_is_a_bad_request(body: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        notification_reference(body)


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer é", notification_authorization("een ander geheim")])
def test_a_notification_without_the_agreed_header_is_not_authorised(given: str | None) -> None:
    assert not is_authorised([SECRET], given)


def test_a_notification_with_the_agreed_header_is_authorised_also_during_rotation() -> None:
    assert is_authorised(["nieuw", SECRET], notification_authorization(SECRET))
