"""What a supervisor does about a case that stands still, as the list recommends; where it says so, what a loket or an organisation does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from loket.practice.plans import CARRIED_OUT, REVISED, TAKEN_UP, Step
from loket.routing import additions, completion, contact, handover, withdrawal
from loket.routing.clients import add_client
from loket.routing.request import ProductChoice
from loket.routing.tailored import deciding, setting, tables
from tests.routing.sitting import DECISION, GROUND
from tests.routing.standing_acts import RECEIVER
from tests.support.desk import SUPERVISOR
from tests.web.api.conftest import Api
from tests.web.api.programs import SCOPES
from tests.web.pages.supervised import SAID
from tests.week.week import Week

Act = Callable[[Week, str], None]
WHY = "De zaak staat te lang stil"


def does(act: str, part: int | None = None, **typed: Any) -> Act:
    """Fill in this form on the page of the case."""
    return lambda week, number: week.does(number, act, part, **{"reden": WHY, **typed})


def calls(*steps: Step, part: int | None = None) -> Act:
    """Call the organisation, write down what it said, and then it does that."""

    def act(week: Week, number: str) -> None:
        week.does(number, "mededeling", part, **SAID)
        week.tells(number, *steps, part=part)

    return act


def waits(**time: float) -> Act:
    """Nothing: it goes by itself."""
    return lambda week, _number: week.later(**time)


def offers_again_when_it_is_busy(week: Week, number: str) -> None:
    """It asks for a moment of quiet, and gets the message after that."""
    week.does(number, "opnieuw", 1, reden=WHY)
    week.later(minutes=1)


def closes(week: Week, number: str) -> None:
    """The loket asks the citizen what must still happen: nothing."""
    contact.record(week.desk.context(), number, question="Is er nog iets nodig?", channel="telefoon", said="Nee, niets meer")
    week.does(number, "sluiten", hoe="geholpen", reden="Er hoeft niets meer")


def loket_asks_for_it_apart(week: Week, number: str) -> None:
    withdrawal.withdraw(week.desk.context(), number, [f"{number}-2"], "Gaat apart verder")
    choice = ProductChoice("wlz-bijdrage", reason="Apart aangevraagd")
    additions.add(week.desk.context(), number, [choice], {})
    week.works()


def receiver_takes_up(week: Week, number: str) -> None:
    """It was called, and somebody there takes the case."""
    week.does(number, "mededeling", **SAID)
    waiting = handover.of_case(week.desk.session, week.desk.case(number))[0].id
    handover.take_up(week.desk.context(RECEIVER), number, waiting, "Fatima de Wit")


def loket_keeps_its_promise(week: Week, number: str) -> None:
    (knock,) = week.desk.case(number).contacts
    contact.keep_promise(week.desk.context(), number, str(knock.id))


def loket_tells_how_it_stands(week: Week, number: str) -> None:
    week.desk.clock.advance(hours=1)
    contact.record(week.desk.context(), number, question="Hoe staat het?", channel="balie", said="Nog een week")


def citizen_supplies(week: Week, number: str) -> None:
    completion.supply(week.desk.context(), f"{number}-1", {}, "Hier is het")
    week.works()


def organisation_fetches(week: Week, number: str) -> None:
    """It was called, fetches what waits for it, and decides."""
    week.does(number, "mededeling", **SAID)
    part = f"/deelzaken/{number}-1"
    key = add_client(week.desk.session, "uwv", SCOPES, None, "uwv", week.desk.clock.now())
    program = Api(week.house.app.test_client(), key)
    assert program.get(part).status_code == 200
    told = {"soort": "besloten", "uitkomst": "toegekend", "datumBesluit": week.desk.clock.today().isoformat()}
    assert program.post(f"{part}/statusmeldingen", told, Idempotency_Key="besluit").status_code == 202


def table_decides_and_the_citizen_hears_it(week: Week, number: str) -> None:
    """A supervisor calls, names who decides, and writes down what was decided; the loket tells it."""
    (table,) = (row.id for row in tables.of_case(week.desk.session, week.desk.case(number)))
    setting.appoint(week.desk.context(SUPERVISOR), number, table, "Noor Smit", "uwv", week.desk.clock.today(), WHY)
    deciding.decide(week.desk.context(SUPERVISOR), number, table, "maatwerk", DECISION, GROUND)
    deciding.tell(week.desk.context(), number, table, "telefoon")


reminds = does("herinneren", reden="Kunt u laten weten hoe het staat?")
brings_both_together = calls(REVISED, part=1)
agrees_who_does_it = calls(TAKEN_UP)
asks_when_it_comes = calls(CARRIED_OUT)
