"""What a desk keeps beside a case is the person's too: it stands in their export, and no table of a case is forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from loket.adapters.port import Outcome, Verb
from loket.cases.base import Base, new_id
from loket.cases.desk import Paper, PaperCopy, PaperState
from loket.cases.models import Case
from loket.cases.queries import Viewer
from loket.routing import closing, contact, legal_steps, rights, thread
from loket.routing.legal_steps import Step
from loket.routing.request import Statement
from tests.support.desk import BSN, COUNTER, PARTNER_BSN, Desk, person
from tests.support.privacy import officer

#: Tables with a case_id → where they stand in the export of a case, or why not.
SHOWN = {
    "answer": "antwoorden",
    "bridging_measure": "overbruggingen",
    "case_event": "tijdlijn",
    "case_link": "verwijzingen",
    "case_line": "regels",
    "case_message": "overleg",
    "case_opening": "geopend",
    "cause": "oorzaken",
    "contact_moment": "contactmomenten",
    "delivery": "onderdelen",  # as verstrekkingen: who received which fields
    "feedback": "terugkoppeling",
    "handover": "overdrachten",
    "legal_step": "rechtsmiddelen",
    "paper": "papieren",
    "paper_copy": "kopieen",
    "participant": "personen",
    "pause_request": "overbruggingen",
    "planned_talk": "gesprekken",
    "referral": "onderdelen",
    "sourced_note": "mededelingen",
    "table_seat": "maatwerk",  # by organisation
    "tailored_table": "maatwerk",
}
EXCUSED = {
    "case_figure": "what the case adds to the figures: days and products that stand in the export already",
    "figure_due": "that the case must be counted again: gone within seconds",
    "delivery_attempt": "a try of a delivery: technical, and says nothing more about the person",
    "inbound_message": "the raw report of an organisation: what it told stands on the timeline and with the part",
    "legal_hold": "why a case may not be destroyed: about the case, kept by the privacy officer",
    "outage_call": "that somebody called an organisation about the case: the timeline tells it, with what was agreed",
    "mask": "what was masked in an earlier export",
}
TALK, WORDS = "Kan dit voor vrijdag?", "Ik werkte wel."


def full(desk: Desk) -> Case:
    """A case with a row in every table that a desk writes."""
    seen = {"bron": "BRP", "moment": "2026-03-02T08:00:00Z", "gegevens": {"geslachtsnaam": "Moulin"}, "afwijkend": {"postcode": "2511AA"}}
    applicant = person(safe_contact={"wijze": "Alleen mobiel"}, identity_check="digid", registered=seen)
    stated = Statement("aanvrager", "handtekening", desk.clock.now())
    partner = person("partner", surname="Jager", bsn=PARTNER_BSN, birth_date="1984-02-03")
    case = desk.open("ww", applicant=applicant, others=(partner,), statement=stated)
    desk.drain()
    part = case.referrals[0]
    desk.tell(part, Verb.DECIDED, outcome=Outcome.REFUSED)
    legal_steps.take(desk.context(), part.number, Step.OBJECTION, WORDS)
    thread.write(desk.context(), case.number, Viewer(counter=COUNTER), TALK, part=part.number, author="Jan de Balie")
    contact.record(
        desk.context(),
        case.number,
        question="Hoe?",
        channel="balie",
        promise="Wij bellen",
        promised_by=date(2026, 3, 4),
        promise_owner="uwv",
    )
    _papers(desk, case.id, part.id)
    closing.close(desk.context(), case.number, "geholpen", helped="ja", ease=4)
    return desk.case(case.number)


def _papers(desk: Desk, case_id: UUID, part_id: UUID) -> None:
    context = desk.context()
    noted = {"noted_at": context.now, "noted_by": "balie-den-haag", "counter": COUNTER, "dated": date(2026, 2, 1)}
    paper = Paper(id=new_id(context.now), case_id=case_id, kind="loonstroken", whose="aanvrager", state=PaperState.COPY, **noted)
    desk.session.add(paper)
    desk.session.flush()
    kept = {"media_type": "application/pdf", "size": 10, "content": "AAAA", "stored_at": context.now}
    desk.session.add(PaperCopy(id=new_id(context.now), case_id=case_id, paper_id=paper.id, referral_id=part_id, **kept))
    desk.session.commit()


def exported(desk: Desk, bsn: str = BSN) -> dict[str, Any]:
    (found,) = rights.export_person(officer(desk), bsn)["zaken"]
    case: dict[str, Any] = found
    return case


def test_every_table_of_a_case_is_in_the_export_or_excused_by_name() -> None:
    tables = {table.name for table in Base.metadata.sorted_tables if "case_id" in table.c}
    assert tables == set(SHOWN) | set(EXCUSED)


def test_every_place_that_is_named_for_a_table_is_there(desk: Desk) -> None:
    full(desk)
    assert set(SHOWN.values()) <= set(exported(desk))


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("kopieen", {"voor": "UWV", "bestand": "application/pdf", "grootte": 10}),
        ("overleg", {"bericht": TALK}),
        ("papieren", {"stand": "kopie", "datum": "2026-02-01"}),
        ("rechtsmiddelen", {"soort": "bezwaar", "tekst": WORDS, "ingediendOp": "2026-03-02"}),
        ("terugkoppeling", {"geholpen": "ja", "gemak": 4}),
    ],
)
def test_what_the_desk_kept_is_told(desk: Desk, place: str, told: dict[str, Any]) -> None:
    full(desk)
    (row,) = exported(desk)[place]
    assert {name: row[name] for name in told} == told


def test_a_promise_says_who_keeps_it(desk: Desk) -> None:
    full(desk)
    assert [row["toegezegdDoor"] for row in exported(desk)["contactmomenten"] if row["toegezegd"]] == ["UWV"]


def test_a_person_reads_how_they_were_identified_and_what_the_register_said(desk: Desk) -> None:
    full(desk)
    me = next(one for one in exported(desk)["personen"] if one["rol"] == "aanvrager")
    assert (me["identiteitscontrole"], me["wijze"]) == ("digid", "Alleen mobiel")
    assert (me["brpBron"], me["brpGegevens"], me["brpAfwijkend"]) == ("BRP", ["geslachtsnaam: Moulin"], ["postcode: 2511AA"])


def test_the_statement_is_told(desk: Desk) -> None:
    full(desk)
    assert (exported(desk)["verklaring"]["door"], exported(desk)["verklaring"]["wijze"]) == ("aanvrager", "handtekening")


def test_no_employee_is_named_and_the_copy_itself_is_not_in_it(desk: Desk) -> None:
    full(desk)
    text = str(exported(desk))
    assert "Jan de Balie" not in text
    assert "AAAA" not in text


def test_a_partner_reads_nothing_of_what_the_desk_kept(desk: Desk) -> None:
    full(desk)
    text = str(exported(desk, PARTNER_BSN))
    assert [secret for secret in (TALK, WORDS, "Wij bellen", "loonstroken") if secret in text] == []
