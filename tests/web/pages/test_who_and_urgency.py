"""The first steps at the desk: who it is, what is urgent, and what runs already."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loket.cases.models import Case, ContactMoment, Participant
from loket.cases.outbox import Delivery
from tests.support.clock import Clock
from tests.web.pages.browsing import STEP, WILLEM, Visitor

CHECK = "Controleren en versturen"
URGENT = {"spoedsoort": "ontruiming"}


def person(**changes: str) -> dict[str, str]:
    return {**WILLEM, **{f"aanvrager.{name.replace('__', '.')}": value for name, value in changes.items()}}


def applicant(session: Session) -> Participant:
    return session.scalars(select(Participant).where(Participant.role == "aanvrager")).one()


def cases(session: Session) -> list[Case]:
    return list(session.scalars(select(Case).order_by(Case.received_at)))


def test_the_steps_come_in_the_order_of_the_desk(desk: Visitor) -> None:
    desk.open(STEP)
    titles = [desk.title]
    for values in (WILLEM, {}, {"levensgebeurtenis": "ontslag"}, {}):
        desk.send(STEP, values)
        titles.append(desk.title)
    assert titles == ["Wie vraagt het?", "Spoed en veiligheid", "Wat is er gebeurd?", "De situatie", "Wie kan helpen?"]


def test_no_bsn_no_address_and_no_telephone_are_answers(desk: Visitor, session: Session) -> None:
    without = {"geenBsn": "nooit-gehad", "vreemdelingennummer": "1234567890", "geenVastAdres": "ja", "geenTelefoon": "ja"}
    desk.new_request(person=person(burgerservicenummer="", **without))
    found = applicant(session)
    assert found.foreigner_number == "1234567890"
    assert found.contact == {"geenBsn": "nooit-gehad", "geenVastAdres": True, "geenTelefoon": True}


def test_a_v_number_has_ten_digits(desk: Visitor) -> None:
    desk.open(STEP).send(STEP, person(vreemdelingennummer="12345"))
    assert desk.title == "Wie vraagt het?"
    assert "Een V-nummer heeft tien cijfers." in desk.page


def test_how_it_was_checked_who_this_is_and_how_to_reach_them_safely_is_kept(desk: Visitor, session: Session) -> None:
    safe = {"wijze": "telefoon", "wanneer": "na 17 uur", "nooit": "niet naar huis", "berichten": "sms", "taal": "en"}
    given = {f"veiligContact__{name}": value for name, value in safe.items()}
    desk.new_request(person=person(identiteitscontrole="identiteitsbewijs", telefoonnummer="06 12345678", **given))
    assert (applicant(session).identity_check, applicant(session).safe_contact) == ("identiteitsbewijs", safe)


def test_an_entrepreneur_has_a_bsn_and_a_kvk_number(desk: Visitor, session: Session) -> None:
    desk.new_request(person=person(kvkNummer="12345678"))
    assert (applicant(session).kvk_number, applicant(session).person.bsn) == ("12345678", "999992508")


def test_a_representative_has_a_scope_evidence_and_an_end(desk: Visitor, session: Session) -> None:
    speaker = {"soort": "bewindvoerder", "geslachtsnaam": "Vos", "omvang": "geldzaken", "bewijs": "beschikking", "van": "01-01-2026"}
    desk.new_request(
        person={**WILLEM, **{f"gemachtigde.{name}": value for name, value in speaker.items()}, "gemachtigde.tot": "31-12-2099"}
    )
    found = session.scalars(select(Participant).where(Participant.role == "gemachtigde")).one()
    assert found.mandate == {"omvang": "geldzaken", "bewijs": "beschikking", "van": "2026-01-01"}
    assert found.mandate_until == date(2099, 12, 31)


def test_a_parent_speaks_until_the_child_is_eighteen(desk: Visitor, session: Session, clock: Clock) -> None:
    born = clock.today().replace(year=clock.today().year - 17, day=15)
    given = person(geboortedatum=f"{born:%d-%m-%Y}") | {"gemachtigde.soort": "ouder", "gemachtigde.geslachtsnaam": "Vos"}
    desk.new_request(person=given)
    found = session.scalars(select(Participant).where(Participant.role == "gemachtigde")).one()
    assert found.mandate_until == born.replace(year=born.year + 18, day=14)


def test_nobody_speaks_as_the_parent_of_an_adult(desk: Visitor) -> None:
    desk.open(STEP).send(STEP, {**WILLEM, "gemachtigde.soort": "ouder", "gemachtigde.geslachtsnaam": "Vos"})
    assert "De inwoner is 18 jaar of ouder." in desk.page


def test_what_was_told_about_safety_is_not_asked_again(desk: Visitor) -> None:
    desk.meet(**{"antwoorden__kind-onder-18": "ja"}).submit(STEP, levensgebeurtenis="schulden").go_to("Vragen van de organisaties")
    assert desk.form(STEP).fields.getlist("antwoorden.kind-onder-18") == ["ja"]
    assert "Zorgt u voor een kind onder de 18?" not in desk.page


def test_urgency_goes_with_the_request(desk: Visitor, session: Session) -> None:
    desk.meet(**URGENT).submit(STEP, levensgebeurtenis="ontslag").finish()
    assert (cases(session)[0].urgent, cases(session)[0].urgency) == (True, "ontruiming")


def test_reporting_at_once_opens_a_case_with_the_urgent_product_and_goes_on(desk: Visitor, session: Session) -> None:
    desk.open(STEP).send(STEP, WILLEM).submit(STEP, naar="snel", **URGENT)
    [case] = cases(session)
    assert desk.title == "Wat is er gebeurd?"
    assert f"{case.number[:7]}-{case.number[7:12]}-{case.number[12:]}" in desk.page
    assert [part.product for part in case.referrals] == ["shv-bedreigend"]
    assert [(sent.urgent, sent.kind) for sent in session.scalars(select(Delivery))] == [(True, "melding")]


def test_the_rest_of_the_request_joins_the_case_that_was_reported_at_once(desk: Visitor, session: Session) -> None:
    desk.open(STEP).send(STEP, WILLEM).submit(STEP, naar="snel", **URGENT)
    desk.submit(STEP, levensgebeurtenis="schulden").go_to(CHECK)
    assert "Al gemeld bij de start van dit gesprek." in desk.page
    number = desk.finish()
    [case] = cases(session)
    products = [part.product for part in case.referrals]
    assert (case.number, case.life_event, case.stated_how) == (number, "schulden", "handtekening")
    assert products.count("shv-bedreigend") == 1
    assert len(products) > 1


@pytest.mark.parametrize("kind", ["", "geen", "anders"])
def test_reporting_at_once_needs_an_urgency_with_a_fixed_product(desk: Visitor, session: Session, kind: str) -> None:
    desk.open(STEP).send(STEP, WILLEM).submit(STEP, naar="snel", spoedsoort=kind)
    assert desk.title == "Spoed en veiligheid"
    assert 'href="#veld-spoedsoort"' in desk.page
    assert cases(session) == []


def test_reporting_at_once_twice_makes_one_case(desk: Visitor, session: Session) -> None:
    fields = desk.open(STEP).send(STEP, WILLEM).form(STEP).fields
    for _ in range(2):
        desk.client.post(STEP, data={**fields.to_dict(), **URGENT, "naar": "snel"})
    assert len(cases(session)) == 1


def test_a_gemeente_that_is_not_known_is_asked_before_reporting_at_once(desk: Visitor, session: Session) -> None:
    desk.open(STEP).send(STEP, person(gemeentecode="")).submit(STEP, naar="snel", **URGENT)
    assert (desk.title, cases(session)) == ("Spoed en veiligheid", [])
    session.rollback()
    desk.send(STEP, {"aanvrager.gekozenGemeentecode": "Den Haag", "naar": "snel", **URGENT})
    assert [case.gemeente_code for case in cases(session)] == ["0518"]


def test_the_same_question_becomes_a_contact_moment_on_the_open_case(desk: Visitor, session: Session) -> None:
    number = desk.new_request("ontslag")
    desk.open(STEP).send(STEP, WILLEM).submit(STEP).submit(STEP, aan_zaak=number, aan_zaak_vraag="Hoe staat het?")
    assert desk.path == f"/zaken/{number}"
    assert [knock.question for knock in session.scalars(select(ContactMoment))] == ["Hoe staat het?"]
    assert len(cases(session)) == 1


def test_new_help_can_be_asked_in_the_case_that_runs(desk: Visitor, session: Session) -> None:
    number = desk.new_request("ontslag")
    desk.open(STEP).send(STEP, WILLEM).submit(STEP).submit(STEP, zaak=number)
    desk.submit(STEP, levensgebeurtenis="anders").send(STEP, {"extra": "briefadres"}).finish()
    [case] = cases(session)
    assert (case.number, case.life_event) == (number, "ontslag")
    assert "briefadres" in [part.product for part in case.referrals]


def test_the_case_of_somebody_else_cannot_be_joined(desk: Visitor, session: Session) -> None:
    number = desk.new_request("ontslag")
    other = person(burgerservicenummer="999993653", geslachtsnaam="Moulin", geboortedatum="01-12-1985")
    desk.meet(other).submit(STEP, levensgebeurtenis="verhuizing").go_to(CHECK).send(STEP, {"zaak": number})
    assert desk.answer.status_code == 404
    assert len(cases(session)) == 1


def test_the_check_page_ends_with_the_citizens_own_statement(desk: Visitor, session: Session, clock: Clock) -> None:
    desk.meet().submit(STEP, levensgebeurtenis="ontslag").go_to(CHECK)
    assert "Verklaring van de inwoner" in desk.page
    desk.send(STEP, {"verklaring": "scherm"})
    [case] = cases(session)
    assert (case.stated_by, case.stated_how, case.stated_at) == ("aanvrager", "scherm", clock.now())


def test_on_the_telephone_nobody_signs(desk: Visitor, session: Session) -> None:
    desk.new_request(person={**WILLEM, "communicatiekanaal": "telefoon"})
    assert cases(session)[0].stated_how == "mondeling"
    assert {sent.kind for sent in session.scalars(select(Delivery))} == {"melding"}
