"""New keys: every encrypted value is written again, nobody notices, nothing is lost."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import Text, func, literal, select, text, type_coerce, update

from loket import session_of
from loket.cases import crypto, queries
from loket.cases.base import Base
from loket.cases.crypto import Keyring
from loket.cases.models import Answer, Case, Participant, Person
from loket.cases.outbox import Delivery, IdempotencyKey
from loket.routing import contact, intake, rotation
from tests.support.desk import BSN, PARTNER_BSN, Desk, person, request


def with_new_key(old: Keyring, name: str = "nieuw") -> Keyring:
    """The old keys decrypt, a new one encrypts."""
    return Keyring(name, {**old.keys, name: os.urandom(32)}, old.lookup)


def with_new_lookup(old: Keyring) -> Keyring:
    """A new look-up key finds and blinds; the old one still finds."""
    return replace(old, lookup=os.urandom(32), also=old.lookup)


def filled(desk: Desk) -> Case:
    """A case with something in many encrypted columns."""
    partner = person("partner", bsn=PARTNER_BSN, telephone="0612345678")
    wanted = request("ww", others=(partner,), note="graag snel")
    number = intake.open_case(desk.context(), wanted, ("kassa", "sleutel", "0" * 64)).number
    contact.record(desk.context(), number, question="hoe lang nog?", channel="balie", said="nog even")
    return desk.case(number)


def content(desk: Desk) -> dict[str, list[object]]:
    """What stands in every encrypted column, decrypted, in order of its primary key."""
    desk.session.rollback()
    return {place.name: list(desk.session.scalars(select(place.column).order_by(*place.table.primary_key))) for place in rotation.places()}


def test_every_value_is_written_again_and_reads_the_same(desk: Desk, keyring: Keyring) -> None:
    filled(desk)
    before, versions = content(desk), desk.session.scalars(select(Case.version)).all()
    assert len([name for name, values in before.items() if any(values)]) >= 6
    crypto.use(with_new_key(keyring))
    changed = rotation.rotate(desk.context())
    assert sum(changed.values()) == sum(value is not None for values in before.values() for value in values)
    crypto.use(replace(crypto.keys(), keys={"nieuw": crypto.keys().keys["nieuw"]}))
    assert content(desk) == before
    assert desk.session.scalars(select(Case.version)).all() == versions


def test_a_second_rotation_has_nothing_to_do(desk: Desk, keyring: Keyring) -> None:
    filled(desk)
    crypto.use(with_new_key(keyring))
    rotation.rotate(desk.context())
    assert rotation.rotate(desk.context()) == {}


def test_more_rows_than_a_batch_and_keys_of_several_columns_are_walked_through(desk: Desk, keyring: Keyring) -> None:
    rows = [
        IdempotencyKey(client=f"kassa-{number % 3}", key=f"{number:03}", body_hash="", created_at=desk.clock.now(), answer=f"{number}")
        for number in range(2 * rotation.BATCH + 5)
    ]
    desk.session.add_all(rows)
    desk.session.commit()
    crypto.use(with_new_key(keyring))
    assert rotation.rotate(desk.context()) == {"idempotency_key.answer": len(rows)}


def test_the_use_of_each_key_is_counted_by_its_id(desk: Desk, keyring: Keyring) -> None:
    filled(desk)
    total = sum(rotation.key_use(desk.session).values())
    assert rotation.key_use(desk.session) == {"demo": total}
    crypto.use(with_new_key(keyring))
    assert rotation.key_use(desk.session) == {"demo": total, "nieuw": 0}
    rotation.rotate(desk.context())
    assert rotation.key_use(desk.session) == {"demo": 0, "nieuw": total}


def test_values_of_a_lost_key_stay_as_they_are_and_are_counted(desk: Desk, keyring: Keyring) -> None:
    filled(desk)
    desk.session.execute(text("UPDATE answer SET value = replace(value, 'demo:', 'weg:')"))
    desk.session.execute(text("UPDATE person SET bsn = 'weg:kapot'"))
    desk.session.commit()
    crypto.use(with_new_key(keyring))
    rotation.rotate(desk.context())
    lost = desk.session.scalar(select(func.count()).where(Person.bsn.is_not(None))) + desk.session.scalar(select(func.count(Answer.id)))
    assert rotation.key_use(desk.session)[rotation.UNKNOWN] == lost


def test_a_writer_that_holds_a_row_is_not_waited_for_and_wins(busy_desk: Desk, keyring: Keyring) -> None:
    desk = busy_desk
    case = filled(desk)
    with session_of(desk.app) as writer:
        writer.execute(update(Case).where(Case.id == case.id).values(note="andere woorden"))
        crypto.use(with_new_key(keyring))
        rotation.rotate(desk.context())
        writer.commit()
    assert desk.case(case.number).note == "andere woorden"
    assert rotation.rotate(desk.context()) == {"case.note": 1}
    assert desk.case(case.number).note == "andere woorden"


class Writers:
    """Threads that each write one participant's contact again and again, and first look whether what they wrote is still there.

    Half of them are of a process that was not started again yet: it still encrypts with the former key.
    """

    def __init__(self, desk: Desk, ids: list[UUID], former: Keyring) -> None:
        self.desk, self.former, self.stop = desk, former, threading.Event()
        self.last: dict[UUID, dict[str, str]] = {}
        self.lost: list[tuple[object, object]] = []
        self.threads = [threading.Thread(target=self._write, args=(one, number % 2 == 0)) for number, one in enumerate(ids)]

    def __enter__(self) -> Writers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _write(self, one: UUID, behind: bool) -> None:
        number = 0
        while not self.stop.is_set() or number < 20:
            number += 1
            value = {"telefoonnummer": f"06{number:08}"}
            with session_of(self.desk.app) as session:
                found = session.scalar(select(Participant.contact).where(Participant.id == one))
                if found != self.last.get(one, found):
                    self.lost.append((self.last[one], found))
                stored = (self.former if behind else crypto.keys()).encrypt(json.dumps(value).encode())
                session.execute(update(Participant.__table__).where(Participant.id == one).values(contact=literal(stored, Text())))
                session.commit()
            self.last[one] = value


def test_a_rotation_while_others_write_loses_nothing(busy_desk: Desk, keyring: Keyring) -> None:
    desk = busy_desk
    for number in range(30):
        filled(desk) if number == 0 else desk.open("ww", applicant=person(bsn=None, telephone=f"070{number:07}"))
    ids = list(desk.session.scalars(select(Participant.id).order_by(Participant.id)))
    still = {one: desk.session.get_one(Participant, one).contact for one in ids[4:]}
    desk.session.rollback()
    with Writers(desk, ids[:4], keyring) as writers:
        for round_ in range(6):
            crypto.use(with_new_key(crypto.keys(), f"sleutel-{round_}"))
            rotation.rotate(desk.context())
    rotation.rotate(desk.context())
    assert writers.lost == []
    desk.session.rollback()
    desk.session.expire_all()
    assert {one: desk.session.get_one(Participant, one).contact for one in ids} == still | writers.last
    assert [key_id for key_id, count in rotation.key_use(desk.session).items() if count] == ["sleutel-5"]


def test_a_person_is_found_and_stays_one_person_while_the_lookup_key_rotates(desk: Desk, keyring: Keyring) -> None:
    first = desk.open("ww")
    crypto.use(with_new_lookup(keyring))
    assert [case.number for case in queries.search(desk.session, bsn=BSN)] == [first.number]
    second = desk.open("akw")
    assert second.person_id == first.person_id
    assert desk.session.scalars(select(Person.bsn_blind)).all() == [crypto.keys().blind(BSN)]


def test_after_rotating_the_lookup_key_the_old_one_is_not_needed(desk: Desk, keyring: Keyring) -> None:
    first = filled(desk)
    crypto.use(with_new_lookup(keyring))
    assert rotation.rotate_lookup(desk.context()) == (2, 0)
    assert rotation.rotate_lookup(desk.context()) == (0, 0)
    crypto.use(replace(crypto.keys(), also=None))
    assert [case.number for case in queries.search(desk.session, bsn=BSN)] == [first.number]


def test_a_person_who_stands_there_under_both_keys_is_told(desk: Desk, keyring: Keyring) -> None:
    desk.open("ww")
    crypto.use(replace(with_new_lookup(keyring), also=None))
    desk.open("akw")
    assert rotation.rotate_lookup(desk.context()) == (0, 1)


@pytest.fixture
def stored(desk: Desk) -> Iterator[str]:
    """The whole database as text, encrypted values as they are."""
    filled(desk)
    columns = [type_coerce(column, Text()) for table in Base.metadata.sorted_tables for column in table.columns]
    return "\n".join(str(value) for column in columns for value in desk.session.scalars(select(column)))


def test_no_bsn_and_no_free_text_stands_in_the_database_as_plain_text(stored: str) -> None:
    assert "demo:" in stored
    for secret in (BSN, PARTNER_BSN, "graag snel", "0612345678", "hoe lang nog?", "nog even"):
        assert secret not in stored


def test_a_delivery_of_before_the_rotation_still_goes_out_with_the_same_bytes(desk: Desk, keyring: Keyring) -> None:
    desk.open("ww")
    before = desk.session.scalars(select(Delivery.body)).one()
    crypto.use(with_new_key(keyring))
    rotation.rotate(desk.context())
    desk.drain()
    assert desk.deliveries()[0].body == before
