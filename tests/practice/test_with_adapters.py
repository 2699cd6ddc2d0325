"""Loket's own adapters and the practice organisations understand each other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from loket.adapters.guard import Guard
from loket.adapters.http import Client
from loket.adapters.port import Kind, Message, Outcome, Report, Verb, Verdict
from loket.adapters.registry import Registry
from loket.adapters.settings import OrganisationSettings
from tests.practice.playing import RSIN, SECRET, Play
from tests.practice.receiver import Receiver
from tests.support.waiting import until

SLUGS = {"uwv": "uwv", "svb": "svb", "cak": "cak", "duo": "loket", "gemeente-0518": "gemeente"}


def options(adapter: str) -> dict[str, str]:
    """What only a gemeente is told: as whom we register."""
    return {"bronorganisatie": RSIN} if adapter == "gemeente" else {}


@pytest.fixture
def adapters(play: Play) -> Iterator[Registry]:
    """An adapter for each practice organisation."""
    client = Client(Guard(("127.0.0.0/8",)), clock=lambda: datetime.now(UTC))
    lines = {
        slug: OrganisationSettings(slug, adapter, f"{play.server.url}/{slug}", secrets=(SECRET,), rsin=RSIN, options=options(adapter))
        for slug, adapter in SLUGS.items()
    }
    yield Registry.build(lines, client)
    client.close()


def delivery(kind: Kind = Kind.REQUEST, number: str = "L-7K3M9P2XQ4-8-1", **content: Any) -> Message:
    """A delivery as the routing composes it."""
    identifier = str(uuid4())
    person = {"rol": "aanvrager", "burgerservicenummer": "999990342", "geslachtsnaam": "Moulin"}
    told = {"berichtId": identifier, "soort": kind.value, "deelzaaknummer": number, "product": "bijstand", "personen": [person], **content}
    return Message(
        identifier, kind, number, "bijstand", json.dumps(told).encode(), datetime.now(UTC), 1, "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    )


@pytest.mark.parametrize("slug", ["uwv", "svb", "cak", "duo"])
@pytest.mark.parametrize(
    ("scenario", "count", "outcome"),
    [
        ("toekennen", 3, Outcome.GRANTED),
        ("deels", 3, Outcome.PARTLY_GRANTED),
        ("afwijzen", 3, Outcome.REFUSED),
        ("herzien", 4, Outcome.GRANTED),
    ],
)
def test_a_decision_is_understood(
    play: Play, receiver: Receiver, adapters: Registry, slug: str, scenario: str, count: int, outcome: Outcome
) -> None:
    sent = adapters[slug].send(delivery(toelichting=f"oefen:*={scenario}"))
    assert (sent.verdict, bool(sent.reference)) == (Verdict.DELIVERED, True)
    last = receiver.events(count)[-1]
    report = adapters[slug].understand(last["type"].rpartition(".")[2], last["data"])
    assert (report.outcome, report.reference) == (outcome, sent.reference)


@pytest.mark.parametrize("slug", ["uwv", "svb", "cak", "duo"])
@pytest.mark.parametrize("scenario", ["niet-bevoegd", "al-geregeld", "aanvulling"])
def test_other_reports_are_understood(play: Play, receiver: Receiver, adapters: Registry, slug: str, scenario: str) -> None:
    adapters[slug].send(delivery(toelichting=f"oefen:*={scenario}"))
    last = receiver.events(3)[-1]
    report = adapters[slug].understand(last["type"].rpartition(".")[2], last["data"])
    assert scenario in (report.reason, report.verb.value.partition("-")[0])
    assert bool(report.right_organisation) == (scenario == "niet-bevoegd")


@pytest.mark.parametrize(
    ("scenario", "verb", "outcome"),
    [
        ("toekennen", Verb.DECIDED, Outcome.GRANTED),
        ("deels", Verb.DECIDED, Outcome.PARTLY_GRANTED),
        ("afwijzen", Verb.DECIDED, Outcome.REFUSED),
        ("niet-bevoegd", Verb.DECLINED, None),
        ("al-geregeld", Verb.DECLINED, None),
        ("aanvulling", Verb.INFORMATION_ASKED, None),
        ("herzien", Verb.DECIDED, Outcome.GRANTED),
    ],
)
def test_a_gemeente_is_read_back(
    play: Play, receiver: Receiver, adapters: Registry, scenario: str, verb: Verb, outcome: Outcome | None
) -> None:
    gemeente = adapters["gemeente-0518"]
    opened = gemeente.send(delivery(toelichting=f"oefen:*={scenario}"))
    assert opened.verdict is Verdict.DELIVERED, opened
    again = gemeente.send(delivery(toelichting=f"oefen:*={scenario}"))
    assert again.reference == opened.reference

    def read() -> bool:
        found = gemeente.send(delivery(Kind.FETCH)).reports
        return bool(found) and (found[-1].verb, found[-1].outcome) == (verb, outcome)

    assert until(read, f"{verb} {outcome}", 10)


def test_a_gemeente_goes_on_after_the_information_came(play: Play, receiver: Receiver, adapters: Registry) -> None:
    gemeente = adapters["gemeente-0518"]
    gemeente.send(delivery(toelichting="oefen:*=aanvulling"))
    until(lambda: gemeente.send(delivery(Kind.FETCH)).reports[-1].verb is Verb.INFORMATION_ASKED, "information is asked")
    supplied = gemeente.send(delivery(Kind.COMPLETION, antwoorden=[{"vraag": "inkomen", "label": "Inkomen", "waarde": 0}]))
    assert supplied.verdict is Verdict.DELIVERED
    until(lambda: gemeente.send(delivery(Kind.FETCH)).reports[-1].outcome is Outcome.GRANTED, "granted")


def test_a_suspension_and_an_extension_go_both_ways(play: Play, adapters: Registry) -> None:
    play.put("gemeente-0518", scenario="stilte")
    gemeente = adapters["gemeente-0518"]
    uuid = gemeente.send(delivery()).reference
    case = f"/zaken/api/v1/zaken/{uuid}"

    def told(**change: Any) -> dict[Verb, Report]:
        """What is read after the gemeente changed its zaak so."""
        assert play.zgw("PATCH", case, change).status == 200
        return {report.verb: report for report in gemeente.send(delivery(Kind.FETCH)).reports}

    assert Verb.SUSPENDED in told(opschorting={"indicatie": True, "reden": "Wacht op het buitenland"})
    assert Verb.RESUMED in told(opschorting={"indicatie": False, "reden": ""})
    longer = told(verlenging={"reden": "Meer onderzoek", "duur": "P14D"}, uiterlijkeEinddatumAfdoening="2027-06-30")
    assert str(longer[Verb.EXTENDED].new_due) == "2027-06-30"
    asked = told(opschorting={"indicatie": True, "reden": "Aanvulling tot 2027-01-06: huurcontract"})
    assert asked[Verb.INFORMATION_ASKED].questions == ("huurcontract",)
    gemeente.send(delivery(Kind.COMPLETION, antwoorden=[], toelichting="Het huurcontract."))
    shown = play.zgw("GET", case).json
    assert (shown["opschorting"]["indicatie"], shown["opschorting"]["eerdereOpschorting"]) == (False, True)
    assert "Het huurcontract." in shown["toelichting"]


@pytest.mark.parametrize(
    ("scenario", "verdict"),
    [("fout-500", Verdict.RETRY), ("te-druk", Verdict.RETRY), ("gestopt", Verdict.GONE)],
)
@pytest.mark.parametrize("slug", ["uwv", "gemeente-0518"])
def test_a_spoilt_answer_means_what_it_should(play: Play, adapters: Registry, slug: str, scenario: str, verdict: Verdict) -> None:
    assert adapters[slug].send(delivery(toelichting=f"oefen:*={scenario}")).verdict is verdict
