"""What the BRP says beside what the person says: used, noted, never overwritten, and never a reason to stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from loket.adapters.brp import UNKNOWN, BrpUnavailable, Registered
from loket.cases.audit import AuditLog, ProcessingLog
from loket.cases.crypto import keys
from loket.routing.registered import Seen, look_up, settle, unseal
from loket.routing.request import DECEASED
from tests.support.desk import BSN, PARTNER_BSN, Desk, person

FOUND = Registered("Moulin", "Suzanne", birth_date="1985-12-01", gemeente_code="0599", postcode="3077AW", house_number="31")


@dataclass
class Register:
    """A BRP that answers as told."""

    answer: Registered | BrpUnavailable | None = FOUND
    asked: list[tuple[str, str]] = field(default_factory=list)

    def find(self, bsn: str, user: str) -> Registered | None:
        self.asked.append((bsn, user))
        if isinstance(self.answer, BrpUnavailable):
            raise self.answer
        return self.answer


def seen(**fields: object) -> Seen:
    return Seen(keys().blind(BSN), "2026-03-02T09:00:00.000Z", {**FOUND.fields(), **fields})


def test_a_look_is_accounted_for_in_both_logs(desk: Desk) -> None:
    look_up(desk.context(), Register(), BSN)
    assert desk.session.scalars(select(AuditLog.action)).all() == ["brp-raadplegen"]
    assert desk.session.scalars(select(ProcessingLog.name)).all() == ["brp-raadplegen"]


def test_the_brp_hears_which_employee_asks(desk: Desk) -> None:
    register = Register()
    look_up(desk.context(), register, BSN)
    assert register.asked == [(BSN, "balie-den-haag")]


def test_a_brp_that_is_away_gives_nothing_and_is_written_down(desk: Desk) -> None:
    assert look_up(desk.context(), Register(BrpUnavailable("antwoord 503")), BSN) is None
    assert desk.session.scalars(select(AuditLog.result)).all() == ["mislukt"]


def test_nobody_with_this_bsn_is_known_as_such(desk: Desk) -> None:
    found = look_up(desk.context(), Register(None), BSN)
    assert found is not None
    assert found.fields == {}


def test_the_brp_comes_before_what_was_said_and_the_difference_is_noted(desk: Desk) -> None:
    settled = settle(person(given_names="Suus", gemeente_code="0518", telephone="0612345678"), seen())
    assert (settled.given_names, settled.gemeente_code, settled.telephone) == ("Suzanne", "0599", "0612345678")
    assert settled.registered is not None
    assert settled.registered["afwijkend"] == {"voornamen": "Suus", "gemeentecode": "0518"}
    assert (settled.registered["bron"], settled.registered["moment"]) == ("BRP", "2026-03-02T09:00:00.000Z")


def test_secrecy_holds_when_either_says_so(desk: Desk) -> None:
    assert settle(person(), seen(geheimhouding=True)).secrecy
    assert settle(person(secrecy=True), seen()).secrecy


def test_only_a_whole_day_of_death_of_the_deceased_is_taken_over(desk: Desk) -> None:
    assert settle(person(DECEASED), seen(datumOverlijden="2026-02-20")).died_on == date(2026, 2, 20)
    assert settle(person(DECEASED, died_on=date(2026, 2, 19)), seen(datumOverlijden=UNKNOWN)).died_on == date(2026, 2, 19)
    assert settle(person(), seen(datumOverlijden="2026-02-20")).died_on is None


def test_what_is_sealed_in_a_form_comes_back_whole(desk: Desk) -> None:
    assert unseal(seen().seal(), BSN) == seen()


def test_a_seal_of_another_person_or_one_that_was_changed_counts_for_nothing(desk: Desk) -> None:
    text = seen().seal()
    assert unseal(text, PARTNER_BSN) is None
    assert unseal(text[:-4] + "AAAA", BSN) is None
    assert unseal("", BSN) is None


def test_a_seal_can_be_read_by_nobody(desk: Desk) -> None:
    assert "Moulin" not in seen().seal()
