"""Acting in the name of an organisation, and writing down what it said: a state moves only where a mandate says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Report, Verb
from loket.cases.acts import SourcedNote
from loket.cases.models import CaseEvent, Referral
from loket.cases.outbox import AuditLog
from loket.cases.queries import Viewer
from loket.cases.states import ReferralState
from loket.errors import BadRequest, ConfigurationError, Conflict
from loket.routing import mandated
from loket.routing.catalogue_files import load
from loket.routing.mandate import Holder
from loket.routing.sourced_notes import Heard
from tests.routing.asking import CONFIG, ENVIRON
from tests.support.desk import SUPERVISOR, Desk, part_of

S = ReferralState
BASIS = "Voorbeeldmandaat bijzondere bijstand, artikel 2 (Awb 10:3)"
SAID = Heard("mevrouw De Wit, teamleider", date(2026, 3, 2), "telefoon", "Wij besluiten deze week.")
GRANT = Report(Verb.DECIDED, outcome=Outcome.GRANTED, decided_on=date(2026, 3, 2))


def with_mandate(desk: Desk) -> Referral:
    """A part of the gemeente and product of the one mandate in the configuration."""
    answers = {"soort-kosten": "fiets", "hoogte-kosten": 100}
    case = desk.open("bijzondere-bijstand", answers=answers)
    desk.drain()
    return part_of(case, "bijzondere-bijstand")


def without_mandate(desk: Desk) -> Referral:
    case = desk.open("ww")
    desk.drain()
    return part_of(case, "ww")


def act(desk: Desk, part: Referral, told: Report, reason: str = "Overlegd met de teamleider") -> None:
    mandated.act(desk.context(SUPERVISOR), part.number, told, reason)


def test_a_decision_by_mandate_says_in_whose_name(desk: Desk) -> None:
    part = with_mandate(desk)
    act(desk, part, GRANT)
    assert (part.state, part.outcome) == (S.DECIDED, "toegekend")
    assert part.explanation == "Namens gemeente Den Haag: Overlegd met de teamleider"
    assert [line["tekst"] for line in desk.timeline(part.case)][-2:] == [
        "Gemeente-0518 heeft besloten: toegekend.",
        "Dit is gedaan namens gemeente-0518, met een mandaat.",
    ]


def test_the_audit_log_has_before_after_and_the_mandate(desk: Desk) -> None:
    part = with_mandate(desk)
    act(desk, part, Report(Verb.SUSPENDED))
    row = desk.session.scalars(select(AuditLog).where(AuditLog.action == "namens-organisatie")).one()
    line = desk.session.scalars(select(CaseEvent).where(CaseEvent.type == "namens-organisatie")).one()
    told = {"van": "verzonden", "tot": "opgeschort", "regel": line.sequence, "handeling": "opgeschort", "mandaat": BASIS}
    assert (row.actor, row.details) == ("toezichthouder", told)
    assert line.details["toelichting"] == "Overlegd met de teamleider"


def test_what_was_suspended_by_mandate_goes_on_by_mandate(desk: Desk) -> None:
    part = with_mandate(desk)
    act(desk, part, Report(Verb.SUSPENDED))
    desk.clock.advance(days=3)
    due = part.due_on
    act(desk, part, Report(Verb.RESUMED))
    assert (part.state, part.suspended_days) == (S.ACCEPTED, 2)
    assert part.due_on is not None
    assert due is not None
    assert part.due_on >= due


def test_without_a_mandate_the_organisation_does_it_itself(desk: Desk) -> None:
    part = without_mandate(desk)
    for told in (Report(Verb.SUSPENDED), GRANT, Report(Verb.EXTENDED, new_due=date(2026, 9, 1))):
        with pytest.raises(Conflict, match="geen mandaat") as refused:
            act(desk, part, told)
        assert refused.value.code == "geen-mandaat"
    assert (part.state, part.outcome, part.extended_to) == (S.SENT, None, None)


def test_a_mandate_that_ended_lets_nobody_act(desk: Desk) -> None:
    catalogue = desk.dispatcher.catalogue
    ended = replace(catalogue.mandates[0], valid_to=date(2026, 3, 1))
    desk.dispatcher = replace(desk.dispatcher, catalogue=replace(catalogue, mandates=(ended,)))
    part = with_mandate(desk)
    with pytest.raises(Conflict):
        act(desk, part, GRANT)


def test_a_supervisor_to_whom_no_mandate_was_given_has_none(desk: Desk) -> None:
    part = with_mandate(desk)
    other = replace(SUPERVISOR, name="een-ander")
    assert mandated.acts_for(desk.context(other), part) == []
    with pytest.raises(Conflict) as refused:
        mandated.act(desk.context(other), part.number, GRANT, "Overlegd")
    assert refused.value.code == "geen-mandaat"


def test_a_mandate_of_an_organisation_is_held_by_who_acts_from_there() -> None:
    holder = Holder("svb")
    assert holder.is_held_by(replace(SUPERVISOR, organisation="svb"))
    assert not holder.is_held_by(SUPERVISOR)


def test_an_act_that_the_mandate_does_not_name_is_refused(desk: Desk) -> None:
    part = with_mandate(desk)
    with pytest.raises(Conflict):
        act(desk, part, Report(Verb.TAKEN_UP))


@pytest.mark.parametrize(
    ("told", "pointer"),
    [
        (Report(Verb.DECIDED), "/uitkomst"),
        (replace(GRANT, decided_on=date(2026, 3, 3)), "/datumBesluit"),
        (replace(GRANT, announced_on=date(2026, 3, 1)), "/bekendgemaaktOp"),
        (Report(Verb.EXTENDED), "/nieuweEinddatum"),
        (Report(Verb.EXTENDED, new_due=date(2026, 3, 9)), "/nieuweEinddatum"),
    ],
)
def test_what_cannot_be_is_named_with_all_that_is_wrong_and_changes_nothing(desk: Desk, told: Report, pointer: str) -> None:
    part = with_mandate(desk)
    with pytest.raises(BadRequest) as refused:
        act(desk, part, told, " ")
    assert [fault.pointer for fault in refused.value.faults] == ["/reden", pointer]
    assert desk.case(part.case.number).referrals[0].state is S.SENT


def test_what_the_organisation_said_is_kept_with_its_source_and_moves_nothing(desk: Desk) -> None:
    part = without_mandate(desk)
    mandated.record(desk.context(SUPERVISOR), part.number, SAID)
    note = desk.session.scalars(select(SourcedNote)).one()
    assert (note.source, note.said_by, note.said_on, note.channel, note.text, note.by) == (
        *("uwv", "mevrouw De Wit, teamleider", date(2026, 3, 2), "telefoon", "Wij besluiten deze week.", "toezichthouder"),
    )
    assert part.state is S.SENT
    assert desk.timeline(part.case)[-1]["tekst"] == "Volgens mededeling van uwv op 2 maart 2026."


def test_what_the_organisation_said_moves_the_part_only_by_mandate(desk: Desk) -> None:
    part = without_mandate(desk)
    with pytest.raises(Conflict):
        mandated.record(desk.context(SUPERVISOR), part.number, SAID, GRANT)
    assert desk.session.scalars(select(SourcedNote)).all() == []
    known = with_mandate(desk)
    mandated.record(desk.context(SUPERVISOR), known.number, SAID, GRANT)
    assert known.state is S.DECIDED
    assert desk.events(known.case)[-2:] == ["mededeling", "besloten"]


def test_a_note_without_a_source_is_refused_with_every_fault(desk: Desk) -> None:
    part = without_mandate(desk)
    with pytest.raises(BadRequest) as refused:
        mandated.record(desk.context(SUPERVISOR), part.number, Heard("", desk.clock.today() + timedelta(days=1), "postduif", " "))
    assert [fault.pointer for fault in refused.value.faults] == ["/door", "/op", "/wijze", "/woorden"]


def test_who_may_not_see_the_part_hears_that_something_was_said_but_not_what(desk: Desk) -> None:
    part = with_mandate(desk)
    mandated.record(desk.context(SUPERVISOR), part.number, SAID)
    assert "toelichting" not in desk.timeline(part.case, Viewer(counter="uwv-den-haag"))[-1]


def test_what_can_be_done_now_follows_from_state_and_mandate(desk: Desk) -> None:
    part = with_mandate(desk)
    assert mandated.acts_for(desk.context(SUPERVISOR), part) == ["opschorten", "verdagen", "besluiten"]
    act(desk, part, Report(Verb.SUSPENDED))
    assert mandated.acts_for(desk.context(SUPERVISOR), part) == ["hervatten", "verdagen", "besluiten"]
    act(desk, part, GRANT)
    assert mandated.acts_for(desk.context(SUPERVISOR), part) == []


MANDATE = """
[[mandaat]]
organisatie = "gemeente-0518"
product = "bijzondere-bijstand"
gemandateerde = { accounts = ["toezichthouder"] }
handelingen = ["besluiten"]
grondslag = "Mandaatbesluit 2026"
bron = "mandaatregister"
geldig_vanaf = 2026-01-01
"""


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('"gemeente-0518"', '"gemeente-9999"', 'organisatie: onbekend: organisatie "gemeente-9999"'),
        ('gemandateerde = { accounts = ["toezichthouder"] }', "", "gemandateerde: ontbreekt"),
        ('{ accounts = ["toezichthouder"] }', "{}", "gemandateerde: noem een organisatie of accounts"),
        ('{ accounts = ["toezichthouder"] }', '{ organisatie = "nergens" }', 'gemandateerde.organisatie: onbekend: organisatie "nergens"'),
        ('"bijzondere-bijstand"', '"ww"', 'product: "ww" is geen product van "gemeente-0518"'),
        ('"besluiten"', '"toveren"', "handelingen"),
        ('grondslag = "Mandaatbesluit 2026"', "", "grondslag: ontbreekt"),
        ("geldig_vanaf = 2026-01-01", "geldig_vanaf = 2026-01-01\ngeldig_tot = 2025-01-01", "geldig_tot"),
    ],
)
def test_a_mandate_that_cannot_be_is_found_by_the_check(tmp_path: Path, before: str, after: str, words: str) -> None:
    for path in CONFIG.iterdir():
        if path.name != "mandaten.toml":
            (tmp_path / path.name).symlink_to(path)
    (tmp_path / "mandaten.toml").write_text(MANDATE.replace(before, after))
    with pytest.raises(ConfigurationError, match=words) as refused:
        load(tmp_path, ENVIRON, demo=True)
    assert "[mandaat 1]" in str(refused.value)
