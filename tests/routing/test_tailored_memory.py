"""What tables learned, for other tables: written for that, free of personal data, read by a second person, and gone from no case alone."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from loket.cases.models import Case
from loket.cases.tailored import Harm, Precedent, PrecedentProduct
from loket.errors import BadRequest, Conflict, Forbidden, NotFound
from loket.routing.tailored import memory
from loket.routing.tailored.memory import Sought
from loket.routing.tailored.tables import Asked
from tests.routing.sitting import COLLEAGUE, Sitting, faults
from tests.support.desk import SUPERVISOR, Desk, person

LESSON = "Een vordering kan stil staan zolang iemand geen inkomen heeft. Spreek eerst met wie invordert."


def written(desk: Desk, sitting: Sitting, text: str = LESSON) -> None:
    memory.summarise(desk.context(SUPERVISOR), sitting.number, sitting.id, text)


def released(desk: Desk, sitting: Sitting, text: str = LESSON) -> None:
    sitting.decide()
    written(desk, sitting, text)
    memory.release(desk.context(COLLEAGUE), sitting.number, sitting.id)


def test_nothing_is_learned_before_a_decision(desk: Desk) -> None:
    sitting = Sitting(desk)
    with pytest.raises(Conflict):
        written(desk, sitting)


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw Moulin kreeg uitstel.",
        "De inwoner van 2584AE kreeg uitstel.",
        "Bel 06 12 34 56 78 voor meer.",
        "Geboren op 1-12-1985.",
        "Dossier 482917 liep vast.",
        "Schrijf naar anne@example.org.",
        "Zie zaak L-7K3M9P2XQ4H.",
    ],
)
def test_words_that_look_like_a_person_are_refused(desk: Desk, text: str) -> None:
    sitting = Sitting(desk)
    sitting.decide()
    assert faults(lambda: written(desk, sitting, text)) == {"/samenvatting"}
    assert sitting.table.summary is None


def test_amounts_articles_and_plain_words_are_no_person(desk: Desk) -> None:
    sitting = Sitting(desk)
    sitting.decide()
    written(desk, sitting, "De schuld van 12.500 euro mag wachten (Awb 4:84, Participatiewet art. 18 lid 10), twee keer 6 maanden.")
    assert sitting.table.summary is not None


def test_a_second_person_reads_it_before_others_do(desk: Desk) -> None:
    sitting = Sitting(desk)
    sitting.decide()
    with pytest.raises(Conflict):
        memory.release(desk.context(COLLEAGUE), sitting.number, sitting.id)
    written(desk, sitting)
    assert memory.search(desk.context(SUPERVISOR), Sought())[0] == []
    with pytest.raises(Forbidden):
        memory.release(desk.context(SUPERVISOR), sitting.number, sitting.id)
    memory.release(desk.context(COLLEAGUE), sitting.number, sitting.id)
    (one,) = memory.search(desk.context(SUPERVISOR), Sought())[0]
    assert (one.precedent.summary, one.precedent.law, one.products) == (LESSON, "Participatiewet art. 18", ("betalingsregeling-cjib", "ww"))
    with pytest.raises(Conflict):
        written(desk, sitting, "Toch anders.")


def test_another_table_over_the_same_knot_sees_it(desk: Desk) -> None:
    released(desk, Sitting(desk))
    knots = (
        (Asked("schulden", "Anders", "", agreed=True), ("ww",), True),  # the same harm, a product in common
        (Asked("schulden", "Anders", "", agreed=True), ("akw",), False),
        (Asked("wonen", "Anders", "", agreed=True), ("ww",), False),
        (Asked("wonen", "Anders", "Participatiewet art. 18 lid 2", agreed=True), ("akw",), True),  # the same article
    )
    for asked, products, seen in knots:
        other = Sitting(desk, asked, products, applicant=person(bsn=None))
        assert bool(memory.comparable(desk.context(SUPERVISOR), other.table)) is seen, asked


def test_it_is_searched_by_harm_product_and_article(desk: Desk) -> None:
    released(desk, Sitting(desk))
    found = {
        sought: len(memory.search(desk.context(SUPERVISOR), sought)[0])
        for sought in (
            Sought(harm=Harm.DEBTS),
            Sought(harm=Harm.WORK),
            Sought(product="ww"),
            Sought(product="akw"),
            Sought(law="Participatiewet art. 18 lid 3"),
            Sought(law="Participatiewet art. 19"),
        )
    }
    assert list(found.values()) == [1, 0, 1, 0, 1, 0]


def test_pages_go_on_where_the_last_one_stopped(desk: Desk) -> None:
    for number in range(3):
        told = {"harm": Harm.DEBTS, "outcome": "maatwerk", "decided_by": "organisatie", "summary": str(number)}
        desk.session.add(Precedent(id=UUID(int=number), **told, month=date(2026, 3, 1)))
    desk.session.commit()
    first, following = memory.search(desk.context(SUPERVISOR), Sought(), size=2)
    rest, end = memory.search(desk.context(SUPERVISOR), Sought(after=following), size=2)
    assert [one.precedent.summary for one in [*first, *rest]] == ["2", "1", "0"]
    assert end is None


def test_it_stays_when_the_case_is_destroyed_and_points_to_no_case(desk: Desk) -> None:
    sitting = Sitting(desk)
    released(desk, sitting)
    desk.session.execute(delete(Case).where(Case.number == sitting.number))
    desk.session.commit()
    (one,) = memory.search(desk.context(SUPERVISOR), Sought())[0]
    assert one.precedent.summary == LESSON
    columns = {column.name for table in (Precedent, PrecedentProduct) for column in table.__table__.columns}
    assert columns == {"id", "harm", "law", "outcome", "decided_by", "summary", "month", "precedent_id", "product"}


def test_neither_its_id_nor_its_moment_nor_the_same_words_lead_back_to_the_table(desk: Desk) -> None:
    sitting = Sitting(desk)
    sitting.decide(organisation="gemeente-0518")
    written(desk, sitting)
    precedent = memory.release(desk.context(COLLEAGUE), sitting.number, sitting.id)
    row = desk.session.get_one(Precedent, precedent)
    assert (precedent.version, row.month, row.decided_by) == (4, date(2026, 3, 1), "gemeente")
    assert (sitting.table.summary, sitting.table.summary_by) == (None, None)


def test_what_is_sensitive_and_was_not_shared_finds_no_other_table_and_is_found_by_none(desk: Desk) -> None:
    products = ("ww", "betalingsregeling-cjib")
    assert Sitting(desk, products=products, share=False, applicant=person(bsn=None)).table.products == ["ww"]
    assert Sitting(desk, products=products, share=True, applicant=person(bsn=None)).table.products == list(products)


def test_it_can_be_taken_back_for_good(desk: Desk) -> None:
    released(desk, Sitting(desk))
    (one,) = memory.search(desk.context(SUPERVISOR), Sought())[0]
    precedent = one.precedent.id
    with pytest.raises(BadRequest):
        memory.withdraw(desk.context(SUPERVISOR), precedent, " ")
    memory.withdraw(desk.context(SUPERVISOR), precedent, "Te herkenbaar")
    assert desk.session.scalars(select(PrecedentProduct)).all() == []
    with pytest.raises(NotFound):
        memory.withdraw(desk.context(SUPERVISOR), precedent, "Te herkenbaar")
