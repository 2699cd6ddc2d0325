"""The duty to forward (Awb 2:3): what is another body's goes on by itself, or a person looks and the status says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from loket.adapters.port import DeclineReason, Verb
from loket.cases.models import Case, Referral
from loket.cases.queries import Viewer
from loket.cases.states import CaseState, ReferralState, Turn
from loket.errors import BadRequest, Conflict, NotFound
from loket.routing import forwarding
from tests.support.desk import SUPERVISOR, Desk, part_of
from tests.support.post import REFUSED

S = ReferralState


def sent(desk: Desk, product: str = "ww") -> Referral:
    case = desk.open(product)
    desk.drain()
    return part_of(case, product)


def decline(desk: Desk, part: Referral, to: str | None = None, product: str | None = None, **told: Any) -> None:
    """The organisation hands the part back because it is not competent, and may name who is."""
    told = {"reason": DeclineReason.NOT_COMPETENT} | told
    desk.tell(part, Verb.DECLINED, right_organisation=to, right_product=product, **told)


def last(case: Case) -> Referral:
    return case.referrals[-1]


def test_the_right_organisation_gets_it_by_itself(desk: Desk) -> None:
    part = sent(desk)
    decline(desk, part, "svb", "akw")
    successor = last(part.case)
    assert (part.state, successor.organisation, successor.product, successor.state) == (S.FORWARDED, "svb", "akw", S.PENDING)
    assert (successor.ground, successor.hops, successor.predecessor_id) == ("Awb art. 2:3 (doorzendplicht)", 1, part.id)
    desk.drain()
    assert [message.number for message in desk.post["svb"].received] == [successor.number]


@pytest.mark.parametrize(
    ("product", "to", "named", "successor"),
    [
        ("ww", "svb", "akw", "akw"),  # what was named, when the target has it
        ("ww", "svb", "bijstand", "algemeen-verzoek"),  # the target does not have what was named
        ("ww", "svb", None, "algemeen-verzoek"),
        ("bijstand", "gemeente-0344", None, "bijstand"),  # from gemeente to gemeente it stays the same
        ("bijstand", "uwv", None, "algemeen-verzoek"),
    ],
)
def test_the_product_of_the_successor(desk: Desk, product: str, to: str, named: str | None, successor: str) -> None:
    part = sent(desk, product)
    decline(desk, part, to, named)
    assert (last(part.case).organisation, last(part.case).product) == (to, successor)


def test_the_successor_is_told_the_ground_of_forwarding_and_the_day_of_the_first_knock(desk: Desk) -> None:
    part = sent(desk, "bijstand")
    desk.clock.advance(days=5)
    decline(desk, part, "gemeente-0344")
    body = json.loads(desk.deliveries(last(part.case))[0].body or "")
    assert body["grondslag"] == "Awb art. 2:3 (doorzendplicht)"
    assert body["aangekloptOp"].startswith("2026-03-02T")


def test_the_applicant_is_told_in_the_same_transaction(desk: Desk) -> None:
    part = sent(desk, "bijstand")
    version = part.case.version
    decline(desk, part, "gemeente-0344")
    assert desk.events(part.case)[-3:] == ["teruggegeven", "doorgezonden", "deel-gemaakt"]
    assert "De vraag is doorgestuurd van gemeente-0518 naar gemeente-0344." in [line["tekst"] for line in desk.timeline(part.case)]
    assert (part.case.version > version, part.case.state) == (True, CaseState.IN_PROGRESS)


def test_the_successor_of_a_sensitive_part_is_sensitive_too(desk: Desk) -> None:
    part = sent(desk, "wlz-indicatie")
    decline(desk, part, "zorgkantoor")
    hidden = desk.status(part.case, Viewer(counter="gemeente-0344"))["deelzaken"][1]
    assert (last(part.case).product, hidden["organisatie"]) == ("algemeen-verzoek", None)


def test_a_forwarded_part_is_at_its_end_and_its_successor_is_not(desk: Desk) -> None:
    part = sent(desk)
    decline(desk, part, "svb")
    desk.drain()
    assert part.case.state is CaseState.IN_PROGRESS
    desk.decide(last(part.case))
    assert part.case.state is CaseState.SETTLED


def test_a_third_hop_is_for_a_person(desk: Desk) -> None:
    part = sent(desk)
    for slug in ("svb", "cak", "duo"):
        decline(desk, last(part.case), slug)
        desk.drain()
    case = part.case
    assert [found.organisation for found in case.referrals] == ["uwv", "svb", "cak"]
    assert (last(case).hops, last(case).state, case.turn) == (2, S.DECLINED, Turn.COUNTER)
    assert "twee keer doorgestuurd" in desk.timeline(case)[-1]["tekst"]


def test_it_does_not_go_back_to_one_that_handed_it_back(desk: Desk) -> None:
    part = sent(desk)
    decline(desk, part, "svb")
    desk.drain()
    decline(desk, last(part.case), "uwv")
    assert (len(part.case.referrals), last(part.case).state) == (2, S.DECLINED)
    assert "gaf deze vraag al terug" in desk.timeline(part.case)[-1]["tekst"]


@pytest.mark.parametrize("named", [None, "bestaat-niet"])
def test_without_a_known_organisation_the_counter_looks_and_the_status_says_so(desk: Desk, named: str | None) -> None:
    part = sent(desk)
    decline(desk, part, named)
    status = desk.status(part.case)
    assert (status["aanZet"], status["vastgelopen"]["reden"]) == ("loket", "teruggegeven")
    assert status["deelzaken"][0]["statustekst"] == "Uwv gaf dit deel terug. Het loket kijkt wie het wel kan doen."
    assert desk.events(part.case)[-1] == "geen-doorzending"


@pytest.mark.parametrize("reason", [DeclineReason.DUPLICATE, DeclineReason.ALREADY_ARRANGED])
def test_what_was_asked_or_arranged_before_ends_by_itself(desk: Desk, reason: DeclineReason) -> None:
    part = sent(desk)
    decline(desk, part, "svb", reason=reason, explanation="Loopt al onder nummer 12")
    assert (part.state, part.case.state, part.turn) == (S.RETURNED, CaseState.SETTLED, Turn.NONE)
    assert desk.timeline(part.case)[-1]["toelichting"] == "Loopt al onder nummer 12"


def test_a_person_sends_it_on_with_a_reason(desk: Desk) -> None:
    part = sent(desk)
    decline(desk, part)
    number = forwarding.forward(desk.context(SUPERVISOR), part.number, "svb", "akw", "de SVB doet dit")
    assert (part.state, last(part.case).number, last(part.case).product) == (S.FORWARDED, number, "akw")
    assert (part.case.turn, part.case.stuck_reason) == (Turn.ORGANISATION, None)


def test_a_person_may_send_an_undeliverable_part_elsewhere(desk: Desk) -> None:
    desk.post["uwv"].will(REFUSED)
    part = sent(desk)
    forwarding.forward(desk.context(SUPERVISOR), part.number, "svb", None, "uwv neemt dit niet aan")
    desk.drain()
    assert (part.state, last(part.case).state) == (S.FORWARDED, S.SENT)


def test_a_part_that_was_not_handed_back_stays_where_it_is(desk: Desk) -> None:
    part = sent(desk)
    with pytest.raises(Conflict):
        forwarding.forward(desk.context(SUPERVISOR), part.number, "svb", None, "toch liever")
    assert desk.case(part.case.number).referrals == [part]


def test_every_fault_in_where_it_should_go_is_named_at_once(desk: Desk) -> None:
    part = sent(desk)
    decline(desk, part)
    with pytest.raises(BadRequest) as raised:
        forwarding.forward(desk.context(SUPERVISOR), part.number, "niemand", "niets", "")
    assert [fault.pointer for fault in raised.value.faults] == ["/organisatie", "/product"]


def test_an_unknown_part_cannot_be_sent_on(desk: Desk) -> None:
    with pytest.raises(NotFound):
        forwarding.forward(desk.context(SUPERVISOR), "L-0000000000-1", "svb", None, "")


def test_a_person_records_that_nothing_follows_and_what_was_told(desk: Desk) -> None:
    part = sent(desk)
    decline(desk, part)
    forwarding.return_to_sender(desk.context(SUPERVISOR), part.number, "U kunt zelf bellen met de rechtbank")
    assert (part.state, part.case.state) == (S.RETURNED, CaseState.SETTLED)
    assert desk.timeline(part.case)[-1]["toelichting"] == "U kunt zelf bellen met de rechtbank"


def test_what_was_decided_cannot_be_returned(desk: Desk) -> None:
    part = sent(desk)
    desk.decide(part)
    with pytest.raises(Conflict):
        forwarding.return_to_sender(desk.context(SUPERVISOR), part.number, "toch niet")
