"""Taking in a request at the desk, step by step, without JavaScript."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loket.cases.models import Case, Referral
from tests.web.pages.browsing import STEP, WILLEM, Visitor

CHECK = "Controleren en versturen"


def person(**changes: str) -> dict[str, str]:
    return {**WILLEM, **{f"aanvrager.{name}": value for name, value in changes.items()}}


def parts(session: Session) -> set[str]:
    return set(session.scalars(select(Referral.product)))


def test_a_request_ends_with_a_receipt_in_three_columns(desk: Visitor, session: Session) -> None:
    number = desk.new_request("ontslag")
    case = session.scalars(select(Case)).one()
    assert (case.number, case.counter, case.life_event) == (number, "gemeente-0518", "ontslag")
    assert [column for column in ("Wat u zelf moet doen", "Gedaan", "Gaat vanzelf") if f">{column}</h2>" not in desk.page] == []
    assert f"{number[:7]}-{number[7:12]}-{number[12:]}" in desk.page


def test_what_was_typed_travels_along_to_the_last_step(desk: Visitor, session: Session) -> None:
    desk.new_request("ontslag", person(telefoonnummer="070 1234567"), **{"antwoorden__eerste-werkloze-dag": "01-12-2026"})
    case = session.scalars(select(Case)).one()
    assert [answer.value for answer in case.answers if answer.question == "eerste-werkloze-dag"] == ["2026-12-01"]
    assert (case.participants[0].contact or {})["telefoonnummer"] == "070 1234567"


def test_going_back_keeps_what_was_typed_and_checks_nothing(desk: Visitor) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag")
    desk.send(STEP, {"antwoorden.eerste-werkloze-dag": "geen datum", "naar": "gebeurtenis"})
    assert desk.title == "Wat is er gebeurd?"
    desk.submit(STEP, naar="persoon")
    assert desk.form(STEP).fields["aanvrager.geslachtsnaam"] == "Kierkegaard"


def test_a_step_with_a_fault_is_shown_again_with_a_summary_on_top(desk: Visitor) -> None:
    desk.open(STEP).send(STEP, person(burgerservicenummer="999992509"))
    assert desk.title == "Wie vraagt het?"
    assert 'href="#veld-aanvrager-burgerservicenummer"' in desk.page
    assert 'aria-invalid="true"' in desk.page
    assert desk.form(STEP).fields["aanvrager.burgerservicenummer"] == "999992509"


def test_an_answer_changes_what_is_proposed(desk: Visitor) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag")
    desk.send(STEP, {"antwoorden.heeft-schulden": "nee"})
    assert "Schuldhulpverlening" not in desk.page.split("Iets toevoegen")[0]
    assert "WW-uitkering" in desk.page


def test_a_product_that_is_left_out_is_not_sent(desk: Visitor, session: Session) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag").submit(STEP)
    desk.send(STEP, {"keuze.bijstand": "wil-niet"}).finish()
    assert "ww" in parts(session)
    assert "bijstand" not in parts(session)


def test_a_product_that_was_added_with_a_reason_is_sent_too(desk: Visitor, session: Session) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag").submit(STEP)
    desk.send(STEP, {"extra": "briefadres"})
    assert "Vertel waarom" in desk.page
    desk.send(STEP, {"extra": "briefadres", "extra_reden": "Is zijn huis kwijt"}).finish()
    assert "briefadres" in parts(session)


def test_products_can_be_chosen_without_a_life_event(desk: Visitor, session: Session) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="anders").submit(STEP)
    desk.submit(STEP)
    assert "Kies minstens één product" in desk.page
    desk.send(STEP, {"extra": ["ww", "algemeen-verzoek~svb"]}).finish()
    assert parts(session) == {"ww", "algemeen-verzoek"}
    assert session.scalars(select(Case)).one().life_event is None


def test_a_postcode_in_two_gemeenten_becomes_a_choice(desk: Visitor, session: Session) -> None:
    app = desk.client.application.extensions["loket"].catalogue
    postcode, shares = next((code, found) for code, found in app.postcodes.items() if len(found) > 1)
    desk.meet(person(gemeentecode="", postcode=f"{postcode}AB")).submit(STEP, levensgebeurtenis="ontslag").submit(STEP)
    assert "In welke gemeente woont de inwoner?" in desk.page
    chosen = shares[-1][0]
    desk.send(STEP, {"aanvrager.gekozenGemeentecode": chosen}).finish()
    assert session.scalars(select(Case)).one().gemeente_code == chosen


def test_an_abolished_gemeente_leads_to_its_successor(desk: Visitor, session: Session) -> None:
    desk.new_request("ontslag", person(gemeentecode="0530"))
    assert session.scalars(select(Case)).one().gemeente_code == "1992"


def test_the_details_of_the_deceased_go_along(desk: Visitor, session: Session) -> None:
    deceased = {"geslachtsnaam": "Kierkegaard", "burgerservicenummer": "999993653", "datumOverlijden": "14-11-2026"}
    desk.new_request("overlijden-partner", **{f"betrokkenen__overledene__{name}": value for name, value in deceased.items()})
    roles = {found.role: found for found in session.scalars(select(Case)).one().participants}
    assert set(roles) == {"aanvrager", "overledene"}
    assert str(roles["overledene"].died_on) == "2026-11-14"


def test_a_second_click_on_send_opens_no_second_case(desk: Visitor, session: Session) -> None:
    person_without_bsn = person(burgerservicenummer="")  # with a BSN the second one would join the first anyway
    desk.new_request("ontslag", person_without_bsn)
    first = desk.path
    check = desk.meet(person_without_bsn).submit(STEP, levensgebeurtenis="ontslag").go_to(CHECK)
    fields = check.form(STEP).fields
    answers = [desk.client.post(STEP, data=fields) for _ in range(2)]
    assert answers[0].location == answers[1].location != first
    assert session.scalar(select(func.count()).select_from(Case)) == 2


def test_the_same_request_again_joins_the_open_case_and_says_so(desk: Visitor, session: Session) -> None:
    assert desk.new_request("ontslag") == desk.new_request("ontslag")
    assert "De vraag is daarbij gevoegd" in desk.page
    assert session.scalar(select(func.count()).select_from(Case)) == 1


def test_an_open_case_of_the_same_person_is_shown_before_a_new_one_begins(desk: Visitor) -> None:
    number = desk.new_request("ontslag")
    desk.open(STEP).send(STEP, WILLEM).submit(STEP)
    assert desk.title == "Wat loopt er al?"
    assert f'href="/zaken/{number}"' in desk.page


def test_the_check_page_shows_for_each_organisation_what_it_gets_with_the_bsn_masked(desk: Visitor) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag").go_to(CHECK)
    shown = desk.page.split("<h2", 1)[1]
    assert "•••••2508" in shown
    assert "999992508" not in shown


def test_a_form_whose_hidden_fields_were_changed_goes_back_to_the_step_that_is_wrong(desk: Visitor) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag")
    desk.send(STEP, {"aanvrager.geboortedatum": "99-99-9999"})
    assert desk.title == "Wie vraagt het?"
