"""After an API key was stolen: an operator sees what its thief may have left behind, and ends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from loket.adapters.signing_keys import SigningKey, public_text
from loket.cases.audit import AuditLog
from loket.cases.feed import Subscription
from loket.cases.outbox import KeyKind, OrganisationKey
from loket.cli import main
from loket.routing import organisation_keys
from tests.routing.conftest import desk as desk
from tests.support.databases import empty
from tests.support.desk import Desk
from tests.support.subscribing import allow, program, subscribe

Command = Callable[..., Result]
KEY = public_text(SigningKey("", bytes(range(32))).public)
ADDRESS = "http://127.0.0.1:9"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough for the command: what it calls is tested on both."""
    empty(sqlite_url)
    return sqlite_url


@pytest.fixture
def command(desk: Desk, database_url: str, environment: dict[str, str]) -> Command:
    """Runs ``loket organisatie …`` on the desk's database."""

    def run(*arguments: str) -> Result:
        desk.session.rollback()
        desk.session.expire_all()
        return CliRunner().invoke(main, ["organisatie", *arguments], env={**environment, "LOKET_DATABASE_URL": database_url})

    return run


@pytest.fixture
def uploaded(desk: Desk) -> OrganisationKey:
    """A public key that a program of an organisation uploaded."""
    return organisation_keys.add(desk.context(program("uwv")), KeyKind.WEBHOOK, KEY)


@pytest.fixture
def subscribed(desk: Desk) -> tuple[Subscription, str]:
    """A subscription that the same program made, and its secret."""
    allow(desk.app, ADDRESS, desk)
    return subscribe(desk, "uwv", ADDRESS)


def told(desk: Desk, action: str) -> list[tuple[str, str]]:
    rows = desk.session.scalars(select(AuditLog).where(AuditLog.action == action)).all()
    return [(row.actor, row.object) for row in rows]


def test_the_keys_are_listed_with_kind_moment_and_program(desk: Desk, command: Command, uploaded: OrganisationKey) -> None:
    made = f"{desk.clock.now():%Y-%m-%dT%H:%M:%SZ}"
    known = f"{uploaded.id}  webhook  {made}  client:uwv\n"
    assert (command("sleutels", "uwv").output, command("sleutels", "svb").output) == (known, "")


def test_a_key_that_an_operator_revokes_proves_nothing_and_the_audit_log_says_so(
    desk: Desk, command: Command, uploaded: OrganisationKey
) -> None:
    number = str(uploaded.id)
    assert command("sleutels", "svb", "--intrekken", number).exit_code == 1  # not theirs
    assert command("sleutels", "uwv", "--intrekken", number).exit_code == 0
    assert organisation_keys.valid_keys(desk.session, "uwv", KeyKind.WEBHOOK) == []
    assert told(desk, "sleutel-intrekken") == [("beheerder", number)]


def test_the_subscriptions_are_listed_with_their_maker_and_without_a_secret(
    desk: Desk, command: Command, subscribed: tuple[Subscription, str]
) -> None:
    number, secret = str(subscribed[0].id), subscribed[1]
    made = f"{desk.clock.now():%Y-%m-%dT%H:%M:%SZ}"
    output = command("abonnementen", "uwv").output
    assert output == f"{number}  {ADDRESS}  {made}  client:uwv\n"
    assert secret not in output


def test_a_subscription_that_an_operator_ends_has_no_secret_left(
    desk: Desk, command: Command, subscribed: tuple[Subscription, str]
) -> None:
    number = str(subscribed[0].id)
    assert command("abonnementen", "svb", "--beeindigen", number).exit_code == 1  # not theirs
    assert command("abonnementen", "uwv", "--beeindigen", number).exit_code == 0
    ended = desk.session.scalars(select(Subscription).execution_options(populate_existing=True)).one()
    assert (ended.ended_at is not None, ended.secret) == (True, None)
    assert told(desk, "abonnement-beeindigen") == [("beheerder", number)]


@pytest.mark.parametrize("kind", ["sleutels", "abonnementen"])
def test_a_typing_error_in_the_name_is_no_empty_list(command: Command, kind: str) -> None:
    done = command(kind, "uvw")
    assert (done.exit_code, done.output) == (1, "Error: Organisatie uvw staat niet in de configuratie.\n")
