"""A request that was put away stays findable for its person's export after the look-up key changed."""

from __future__ import annotations

import os
from dataclasses import replace

from loket.cases import crypto
from loket.cases.crypto import Keyring
from loket.routing import rotation, saved
from loket.routing.saved import Unfinished
from tests.support.desk import BSN, Desk


def test_a_draft_is_found_by_the_new_look_up_key_and_keeps_its_version(desk: Desk, keyring: Keyring) -> None:
    row = saved.save(desk.context(), Unfinished("spoed", "Moulin", (("aanvrager.burgerservicenummer", BSN),), BSN))
    version = row.version
    crypto.use(replace(keyring, lookup=os.urandom(32), also=keyring.lookup))
    rotation.rotate_lookup(desk.context())
    crypto.use(replace(crypto.keys(), also=None))
    desk.session.expire_all()
    assert [found.version for found in saved.of_person(desk.session, BSN)] == [version]
