"""Taking a request in: what is known is shown to confirm, products with their last day, forgotten rights, papers and tiles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.audit import ProcessingLog
from loket.cases.desk import Paper, PaperState, SuggestionCount
from loket.cases.models import Answer, Case, Referral
from tests.support.clock import Clock
from tests.web.pages.browsing import WILLEM, Visitor

STEP = "/nieuwe-vraag"
SHOWN = {**WILLEM, "aanvrager.identiteitscontrole": "identiteitsbewijs"}
STEPS = ("persoon", "spoed", "lopend", "gebeurtenis", "situatie", "producten", "vragen", "papieren", "controle")


def at_step(desk: Visitor) -> str:
    return str(desk.form(STEP).fields["stap"])


def go_to(desk: Visitor, step: str, event: str = "einde-ww", person: dict[str, str] | None = None, **answers: str) -> Visitor:
    """Walk to a step, giving these answers where they are asked."""
    desk.open(STEP)
    for _ in STEPS:
        here = at_step(desk)
        if here == step:
            return desk
        values: dict[str, str] = {}
        if here == "persoon":
            values = person or SHOWN
        elif here == "gebeurtenis":
            values = {"levensgebeurtenis": event}
        elif here in ("situatie", "vragen"):
            values = {f"antwoorden.{key.replace('_', '-')}": value for key, value in answers.items()}
        desk.send(STEP, values)
    raise AssertionError(at_step(desk))


def send(desk: Visitor) -> str:
    """Go on to the receipt; the zaaknummer."""
    for _ in STEPS:
        if desk.path != STEP:
            return desk.path.split("/")[2]
        desk.submit(STEP)
    raise AssertionError(desk.title)


def told_before(desk: Visitor, event: str = "einde-ww", **answers: str) -> str:
    """Take in a request with these answers first."""
    go_to(desk, "vragen", event, **answers)
    desk.send(STEP, {f"antwoorden.{key.replace('_', '-')}": value for key, value in answers.items()})
    return send(desk)


def looks(session: Session) -> int:
    """How often earlier answers were shown, by the processing log."""
    found = len(session.scalars(select(ProcessingLog).where(ProcessingLog.name == "antwoorden-inzien")).all())
    session.rollback()  # on SQLite a read holds the only write lock
    return found


def test_an_earlier_answer_is_filled_in_with_when_and_where_it_was_given(desk: Visitor) -> None:
    told_before(desk, inkomen_per_maand="900", ander_inkomen="nee")
    go_to(desk, "situatie", "ontslag")
    assert desk.form(STEP).fields["antwoorden.ander-inkomen"] == "nee"
    assert "U vertelde dit op" in desk.page
    assert "Klopt dit nog?" in desk.page


def test_a_confirmed_answer_points_to_the_earlier_one_and_a_corrected_one_does_not(desk: Visitor, session: Session) -> None:
    told_before(desk, ander_inkomen="nee", inkomen_per_maand="900")
    go_to(desk, "vragen", "ontslag")
    desk.send(STEP, {"antwoorden.inkomen-per-maand": "950"})
    number = send(desk)
    rows = {row.question: row for row in session.scalars(select(Answer).join(Case).where(Case.number == number))}
    first = session.scalars(select(Answer.id).where(Answer.question == "ander-inkomen").order_by(Answer.answered_at)).first()
    assert rows["ander-inkomen"].confirms_id == first
    assert (rows["inkomen-per-maand"].confirms_id, rows["inkomen-per-maand"].value) == (None, 950.0)


def test_a_corrected_answer_stays_corrected_when_the_step_is_shown_again(desk: Visitor) -> None:
    told_before(desk, ander_inkomen="nee")
    go_to(desk, "situatie", "ontslag")
    desk.send(STEP, {"antwoorden.ander-inkomen": "ja"}).submit(STEP, naar="situatie")
    assert desk.form(STEP).fields["antwoorden.ander-inkomen"] == "ja"


def test_showing_earlier_answers_is_a_look_that_is_written_down(desk: Visitor, session: Session) -> None:
    told_before(desk, ander_inkomen="nee")
    assert looks(session) == 0
    go_to(desk, "situatie", "ontslag")
    assert looks(session) == 1


def test_without_an_identity_check_another_loket_does_not_show_what_was_told_elsewhere(
    signed_in: Callable[[str], Visitor], desk: Visitor
) -> None:
    told_before(desk, ander_inkomen="nee")
    other = signed_in("balie-uwv")
    go_to(other, "situatie", "ontslag", WILLEM)
    assert "U vertelde dit op" not in other.page
    go_to(other, "situatie", "ontslag", {**WILLEM, "aanvrager.identiteitscontrole": "vragen"})
    assert "U vertelde dit op" in other.page


def test_the_citizens_own_last_day_stands_with_the_product(desk: Visitor, clock: Clock) -> None:
    first_day = clock.today() - timedelta(days=4)
    go_to(desk, "producten", "ontslag", eerste_werkloze_dag=first_day.strftime("%d-%m-%Y"))
    assert "Nog 3 dagen" in desk.page


def test_schemes_that_bite_are_told_on_the_products_and_on_the_check_page(desk: Visitor) -> None:
    words = "Pas het geschatte inkomen bij Toeslagen aan."
    go_to(desk, "producten", "ontslag")
    assert words in desk.page
    go_to(desk, "controle", "ontslag")
    assert words in desk.page


def test_at_most_three_forgotten_rights_are_shown_with_why(desk: Visitor) -> None:
    go_to(desk, "producten", "overlijden-partner", uitvaart_niet_te_betalen="nee")
    assert "Misschien ook recht op" not in desk.page
    go_to(desk, "producten", "einde-ww", ander_inkomen="nee", bijzondere_kosten="nee")
    assert "Met een laag inkomen hoeft gemeentelijke belasting soms niet te worden betaald." in desk.page
    assert desk.page.count('value="recht-ja"') in (1, 2, 3)


def test_a_forgotten_right_that_is_taken_is_sent_with_its_reason_and_counted(desk: Visitor, session: Session) -> None:
    go_to(desk, "producten", "einde-ww", ander_inkomen="nee", bijzondere_kosten="nee")
    desk.send(STEP, {"keuze.kwijtschelding": "recht-ja", "keuze.kwijtschelding-waterschap": "recht-nee"})
    number = send(desk)
    parts = {part.product: part for part in session.scalars(select(Referral).join(Case).where(Case.number == number))}
    assert "kwijtschelding" in parts
    assert "kwijtschelding-waterschap" not in parts
    assert parts["kwijtschelding"].reason.startswith("Met een laag inkomen")
    counts = {row.product: (row.shown, row.taken, row.refused) for row in session.scalars(select(SuggestionCount))}
    assert counts["kwijtschelding"] == (1, 1, 0)
    assert counts["kwijtschelding-waterschap"] == (1, 0, 1)


def test_a_count_names_nobody() -> None:
    assert {column.name for column in SuggestionCount.__table__.columns} == {"day", "product", "counter", "shown", "taken", "refused"}


def test_a_paper_that_was_seen_is_kept_and_not_asked_again(desk: Visitor, session: Session) -> None:
    go_to(desk, "papieren", "ontslag")
    assert "Maak hiervan nooit een kopie." in desk.page
    desk.send(STEP, {"papieren.identiteitsbewijs": "gezien", "papieren.bankafschriften": "nog-brengen"})
    send(desk)
    states = {row.kind: row.state for row in session.scalars(select(Paper))}
    assert states == {"identiteitsbewijs": PaperState.SEEN, "bankafschriften": PaperState.TO_BRING}
    session.rollback()
    go_to(desk, "papieren", "schulden")
    assert 'name="papieren.identiteitsbewijs"' not in desk.page
    assert "Vraag er niet opnieuw naar." in desk.page


def test_a_copy_of_an_identity_document_cannot_be_chosen_nor_posted(desk: Visitor, session: Session) -> None:
    go_to(desk, "papieren", "ontslag")
    section = desk.page.split('id="kop-identiteitsbewijs"')[1].split("</section>")[0]
    assert 'value="kopie"' not in section
    desk.send(STEP, {"papieren.identiteitsbewijs": "kopie"})
    send(desk)
    assert session.scalars(select(Paper.state)).all() == [PaperState.SEEN]


def test_a_date_in_the_future_on_a_paper_is_a_fault_at_its_field(desk: Visitor) -> None:
    go_to(desk, "papieren", "ontslag")
    desk.send(STEP, {"papieren.bankafschriften": "gezien", "papieren.bankafschriften.datum": "01-01-2099"})
    assert at_step(desk) == "papieren"
    assert 'href="#veld-papieren-bankafschriften-datum"' in desk.page


def test_the_tiles_can_be_narrowed_without_javascript(desk: Visitor) -> None:
    go_to(desk, "gebeurtenis")
    desk.submit(STEP, naar="gebeurtenis", zoekwoord="werk")
    assert 'value="ontslag"' in desk.page
    assert 'value="geboorte"' not in desk.page
    assert 'value="anders"' in desk.page
    desk.submit(STEP, naar="gebeurtenis", zoekwoord="zzzz")
    assert "Er past geen gebeurtenis bij dit woord." in desk.page


def test_a_knowledge_card_is_one_click_away_from_a_product(desk: Visitor) -> None:
    go_to(desk, "producten", "ontslag")
    assert 'href="/kenniskaarten/ww"' in desk.page
    desk.open("/kenniskaarten/ww")
    assert desk.title == "WW-uitkering"
    assert [
        title for title in ("Voor wie", "Waar het misgaat", "Beloof dit niet", "Wie u belt", "Bron") if f"<dt>{title}</dt>" not in desk.page
    ] == []


def test_a_card_from_own_knowledge_says_so(desk: Visitor) -> None:
    assert "Nog niet nagekeken bij een bron." in desk.open("/kenniskaarten/bbz").page
    assert "Nog niet nagekeken bij een bron." not in desk.open("/kenniskaarten/anw").page


def test_the_cards_can_be_searched(desk: Visitor) -> None:
    assert "/kenniskaarten/wajong" in desk.open("/kenniskaarten").page
    desk.open("/kenniskaarten?zoekwoord=ww")
    assert "/kenniskaarten/ww" in desk.page
    assert "/kenniskaarten/wajong" not in desk.page


def test_there_is_a_card_for_each_product_of_the_main_life_events(app: Flask) -> None:
    catalogue = app.extensions["loket"].catalogue
    events = ("ontslag", "overlijden-partner", "achttien-worden", "onderneming-gestopt", "schulden")
    products = {row.product for event in events for row in catalogue.life_events[event].rows if row.product}
    assert products - catalogue.knowledge.cards.keys() == set()


def test_a_wrong_answer_is_a_fault_at_its_field_and_nothing_is_lost(desk: Visitor) -> None:
    go_to(desk, "vragen", "ontslag")
    desk.send(STEP, {"antwoorden.rekeningnummer": "geen idee", "antwoorden.huishouden": "alleen"})
    assert (desk.answer.status_code, at_step(desk)) == (200, "vragen")
    assert 'href="#veld-antwoorden-rekeningnummer"' in desk.page
    fields = desk.form(STEP).fields
    assert (fields["antwoorden.rekeningnummer"], fields["antwoorden.huishouden"]) == ("geen idee", "alleen")


def test_a_product_that_is_added_without_a_reason_leaves_the_proposal_in_sight(desk: Visitor) -> None:
    go_to(desk, "producten", "ontslag")
    desk.send(STEP, {"extra": "briefadres", "keuze.ww": "loopt-al"})
    assert at_step(desk) == "producten"
    assert 'href="#veld-extra_reden"' in desk.page
    fields = desk.form(STEP).fields
    assert (fields["keuze.ww"], fields["extra"]) == ("loopt-al", "briefadres")


def test_the_proposal_is_still_there_after_going_back_from_a_wrong_answer(desk: Visitor) -> None:
    go_to(desk, "vragen", "ontslag")
    desk.send(STEP, {"antwoorden.rekeningnummer": "geen idee", "naar": "producten"})
    assert 'name="keuze.ww"' in desk.page
