"""However much was counted and however many cases there are: figures, counting, search and status go through an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, text, update

from loket.cases import queries
from loket.cases.base import new_id
from loket.cases.figures import CaseFigure, FigureCount
from loket.cases.models import Case, CaseEvent, Participant, Person, Referral
from loket.routing.context import MACHINE
from loket.routing.figures import folding, reading
from loket.routing.figures.reading import Wanted
from tests.routing.test_stuck_plans import crowded as crowded
from tests.support.counting import counted
from tests.support.crowd import plans, scans
from tests.support.desk import COUNTER, SUPERVISOR, Desk

BIG = ("case", "referral", "case_event", "person", "participant", "figure_count", "case_figure")
YEAR = Wanted(date(2025, 4, 1), date(2026, 3, 2))
SIDES = 20


@pytest.fixture
def populous(crowded: Desk) -> Desk:
    """Thousands of cases, each of somebody else, and thousands of counts."""
    desk, now = crowded, crowded.clock.now()
    cases = [tuple(row) for row in desk.session.execute(select(Case.id, Case.number))]
    applicant = desk.session.scalars(select(Participant)).first()
    line = desk.session.scalars(select(CaseEvent)).first()
    assert applicant is not None
    assert line is not None
    whose = {column.key: getattr(applicant, column.key) for column in Participant.__table__.columns}
    told = {column.key: getattr(line, column.key) for column in CaseEvent.__table__.columns}
    people = [{"id": new_id(now), "pseudonym": new_id(now), "bsn_blind": f"b{number}"} for number in range(len(cases))]
    desk.session.execute(insert(Person), people)
    rows = [{"case": case, "whose": person["id"]} for (case, _), person in zip(cases, people, strict=True)]
    mine = update(Case).where(Case.id == bindparam("case")).values(person_id=bindparam("whose"))
    desk.session.connection().execute(mine, rows)
    named = [
        whose | {"id": new_id(now), "case_id": row["case"], "person_id": row["whose"], "surname_key": f"n{row['whose']}"} for row in rows
    ]
    desk.session.execute(insert(Participant), named)
    lines = [told | {"id": new_id(now), "case_id": case, "sequence": 99, "referral_id": None} for case, _ in cases]
    desk.session.execute(insert(CaseEvent), lines)
    desk.session.execute(insert(CaseFigure), [{"case_id": case, "adds": {}} for case, _ in cases])
    desk.session.connection().execute(update(Referral).values(reference=func.coalesce(Referral.number, "")))
    slugs = list(desk.dispatcher.catalogue.organisations)
    counts = [_count(slug, month) for slug in ["", *slugs] for month in range(1, 13)]
    desk.session.execute(insert(FigureCount), counts)
    desk.session.commit()
    desk.session.execute(text("ANALYZE"))
    desk.session.commit()
    return desk


def _count(organisation: str, month: int) -> dict[str, Any]:
    key = {
        "id": new_id(),
        "organisation": organisation,
        "product": "",
        "counter": "",
        "life_event": "",
        "grain": "maand",
        "period": date(2025, month, 1),
    }
    return key | {"counts": {"zaken": {"0": 12}}, "gone": {}}


def test_no_page_about_figures_and_no_search_or_status_reads_a_whole_table(populous: Desk) -> None:
    context = populous.context(SUPERVISOR)
    number = populous.session.scalars(select(Case.number).limit(1)).one()
    session, names = populous.session, list(reading.names_of(context, "organisatie"))[:SIDES]
    viewer = queries.Viewer(counter=COUNTER)
    asked: dict[str, Callable[[], object]] = {
        "figures": lambda: reading.everything(context, YEAR),
        "one organisation": lambda: reading.everything(context, Wanted(YEAR.first, YEAR.last, organisation="uwv")),
        "side by side": lambda: reading.split(context, YEAR, "organisatie", names),
        "by name": lambda: queries.search(session, surname="nieuwenhuis", birth_date="1985-12-01"),
        "by reference": lambda: queries.search(session, reference=f"{number}-1"),
        "by citizen": lambda: queries.search(session, bsn="999993653"),
        "status": lambda: queries.shared_status(queries.find_case(session, number), viewer, str, populous.clock.today()),
    }
    found = {name: scans(plans(populous, ask), *BIG) for name, ask in asked.items()}
    assert found == {name: [] for name in asked}


def test_counting_takes_as_many_statements_for_fifty_cases_as_for_five_and_scans_nothing(populous: Desk) -> None:
    context, taken = populous.context(MACHINE), list[int]()
    cases = populous.session.scalars(select(Case.id).where(Case.counter == "loket-7").limit(60)).all()  # they count in the same rows
    for some in (cases[:2], cases[2:7], cases[7:57]):  # the first finds nothing to add to
        folding.mark(context, some)
        populous.session.commit()
        with counted(populous.app) as statements:
            assert folding.fold(context) == len(some)
        taken.append(len(statements))
    assert taken[1] == taken[2]
    folding.mark(context, cases[57:])
    populous.session.commit()
    assert scans(plans(populous, lambda: folding.fold(context)), *BIG) == []
