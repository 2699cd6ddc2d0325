"""The policy is whole, and every route does for every role and relation what its row says. The cases come from the table itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from loket import create_app, session_of
from loket.db import db
from loket.routing.figures import frozen
from loket.routing.figures.reading import Wanted
from loket.settings import Settings
from loket.web.accounts import ROLES
from loket.web.policy import MAY_KNOW, POLICY
from loket.web.policy_rule import ANY, PROGRAMS, By, Relation, Rule
from tests.support.clock import Clock
from tests.support.crisis import begin_crisis
from tests.support.databases import migrate
from tests.support.desk import MONDAY, SUPERVISOR, Desk, part_of
from tests.trust.doors import COUNTERS, Doors, keep_copy, sit_down

FIXED = {"HEAD", "OPTIONS"}
FIGURES_KEY = "cijfers-van-dit-loket"
SIGNING_OUT = {"login.sign_out", "login.sign_out_everywhere"}


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Iterator[Doors]:
    """One application with one case for every attempt: none sends what could change it."""
    url, clock = f"sqlite:///{tmp_path_factory.mktemp('deuren') / 'loket.db'}", Clock()
    migrate(url, environment)
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": url}), clock=clock.now)
    clock.set(MONDAY)
    begin_crisis(app, MONDAY.date(), MONDAY.date())
    with session_of(app) as session:
        desk = Desk(app, session, clock)
        case = desk.open("aow", "bijstand")
        desk.drain()
        number, part = case.number, part_of(case, "aow").number
        keep_copy(session, part_of(case, "aow"), clock.now())
        sit_down(session, part_of(case, "aow"), clock.now())
        frozen.freeze(desk.context(SUPERVISOR), "instroom", Wanted(clock.today(), clock.today()))
        doors = Doors(app, desk, number, part)
        doors.hand_over(session, *COUNTERS[Relation.HANDED])
        session.rollback()  # a reader holds SQLite's write lock until then
        yield doors
    with app.app_context():
        db.engine.dispose()


def routes(app: Flask) -> set[tuple[str, str]]:
    return {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - FIXED}


def with_rows(by: By) -> list[tuple[str, str]]:
    return [key for key, rule in POLICY.items() if rule.by is by]


def attempts(by: By, roles: tuple[str, ...]) -> Iterator[tuple[str, str, str, Relation]]:
    """Every row with every role and every relation that can be arranged for that role; who only looks goes first."""
    rows = sorted(with_rows(by), key=lambda row: row[1] != "GET")
    for role in roles:
        for relation in Doors.possible(role):
            yield from ((endpoint, method, role, relation) for endpoint, method in rows)


def expected(rule: Rule, role: str, relation: Relation, *, about_a_case: bool) -> int:
    """403 for a role or a case that is not theirs, 404 for a case that they may not know of, 0 for whoever comes in."""
    if role not in rule.roles:
        return 403
    held = {relation, Relation.OTHER}
    if not about_a_case or held & rule.roles[role]:
        return 0
    return 403 if held & MAY_KNOW[rule.by].roles.get(role, frozenset()) else 404


def outcome(answer: TestResponse) -> int:
    return answer.status_code if answer.status_code in (401, 403, 404) else 0


def test_every_route_has_a_row_and_every_row_a_route(doors: Doors) -> None:
    assert routes(doors.app) == set(POLICY)


def test_a_route_without_a_row_opens_for_nobody(environment: dict[str, str], sqlite_url: str) -> None:
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url}))
    app.add_url_rule("/vergeten", "vergeten", lambda: "open")
    assert app.test_client().get("/vergeten").status_code == 403


def test_rows_name_roles_and_relations_that_exist() -> None:
    named = {role for rule in POLICY.values() for role in rule.roles}
    assert named <= {*ROLES, *PROGRAMS}
    assert {relation for rule in POLICY.values() for relations in rule.roles.values() for relation in relations} <= ANY


@pytest.mark.parametrize(("endpoint", "method"), with_rows(By.SESSION))
def test_a_stranger_is_sent_to_the_sign_in_page(doors: Doors, endpoint: str, method: str) -> None:
    answer = doors.try_page(endpoint, method, None, Relation.OTHER)
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/inloggen")


@pytest.mark.parametrize(("endpoint", "method", "role", "relation"), list(attempts(By.SESSION, ROLES)))
def test_a_page_opens_for_a_role_as_its_row_says(doors: Doors, endpoint: str, method: str, role: str, relation: Relation) -> None:
    answer = doors.try_page(endpoint, method, role, relation)
    about = doors.about_a_case(endpoint)
    assert answer.status_code < 500, "a page that breaks keeps nobody out"
    assert endpoint in SIGNING_OUT or not (answer.location or "").startswith("/inloggen"), "who is signed in stays so"
    assert outcome(answer) == expected(POLICY[endpoint, method], role, relation, about_a_case=about)


@pytest.mark.parametrize(("endpoint", "method"), with_rows(By.KEY) + with_rows(By.SIGNATURE))
def test_a_program_without_a_key_gets_401(doors: Doors, endpoint: str, method: str) -> None:
    assert doors.try_program(endpoint, method, None, Relation.OTHER).status_code == 401


@pytest.mark.parametrize(("endpoint", "method"), with_rows(By.KEY))
def test_a_key_with_every_other_scope_gets_403(doors: Doors, endpoint: str, method: str) -> None:
    scope = POLICY[endpoint, method].scope
    answer = doors.try_program(endpoint, method, PROGRAMS[0], Relation.OWN, without=scope)
    assert (answer.status_code, answer.json["code"]) == (403, "recht-ontbreekt")


@pytest.mark.parametrize(("endpoint", "method", "role", "relation"), list(attempts(By.KEY, PROGRAMS)))
def test_an_operation_opens_for_a_program_as_its_row_says(doors: Doors, endpoint: str, method: str, role: str, relation: Relation) -> None:
    answer = doors.try_program(endpoint, method, role, relation)
    about = doors.about_a_case(endpoint)
    opened = outcome(answer)
    assert answer.status_code < 500
    if endpoint == "api.zaakOpenen" and role == PROGRAMS[1]:
        assert (opened, answer.json["code"]) == (403, "geen-loket")  # comes in, but a case needs a loket
    else:
        assert opened == expected(POLICY[endpoint, method], role, relation, about_a_case=about)


@pytest.mark.parametrize(("endpoint", "method"), with_rows(By.NOTHING))
def test_what_is_open_to_everybody_asks_nobody_who_they_are(doors: Doors, endpoint: str, method: str) -> None:
    answer = doors.try_page(endpoint, method, None, Relation.OTHER)
    assert answer.status_code not in (401, 403)
    assert not (answer.location or "").startswith("/inloggen")


@pytest.mark.parametrize(("endpoint", "method"), with_rows(By.FIGURES_KEY))
@pytest.mark.parametrize(
    ("demo", "key", "sent", "expected"),
    [
        (True, None, "", 200),
        (True, FIGURES_KEY, "", 401),
        (False, None, "", 404),  # no key was made: there are no figures for anybody
        (False, None, "Bearer None", 404),
        (False, FIGURES_KEY, "", 401),
        (False, FIGURES_KEY, "Bearer een-andere-sleutel", 401),
        (False, FIGURES_KEY, FIGURES_KEY, 401),
        (False, FIGURES_KEY, f"Bearer {FIGURES_KEY}", 200),
    ],
)
def test_figures_open_with_their_own_key_and_outside_the_demo_never_without(
    environment: dict[str, str], sqlite_url: str, endpoint: str, method: str, demo: bool, key: str | None, sent: str, expected: int
) -> None:
    app = create_app(Settings.load({**environment, "LOKET_DATABASE_URL": sqlite_url}))
    parts = app.extensions["loket"]
    app.extensions["loket"] = replace(parts, settings=replace(parts.settings, demo=demo, metrics_key=key))
    rule = next(rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    assert app.test_client().open(rule, method=method, headers={"Authorization": sent}).status_code == expected
