"""Messages to the citizen: who gets one, what it says, the way it takes, and what is left of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loket.adapters.port import Outcome, Result, Verb, Verdict
from loket.cases.audit import ProcessingLog
from loket.cases.models import Case
from loket.cases.outbox import Delivery, DeliveryState
from loket.cases.words_messages import LANGUAGES, Template, message
from loket.routing import messages, sweep
from loket.routing.context import MACHINE
from loket.routing.dossier import case_document
from loket.routing.messages import LINE
from tests.support.desk import Desk, part_of, person
from tests.support.post import ABSENT, BROKEN, REFUSED, UNABLE

EMAIL = {"berichten": "email", "taal": "nl"}


@pytest.fixture
def reached(desk: Desk) -> Desk:
    """A desk in an installation that sends messages."""
    desk.change(environment={**desk.dispatcher.settings.environment, "LOKET_MESSAGES": "notify"})
    return desk


def opened(desk: Desk, *products: str, safe_contact: Mapping[str, str] | None = EMAIL, **given: Any) -> Case:
    given = {"email": "w@example.nl", "telephone": "0612345678", **given}
    return desk.open(*(products or ("ww",)), applicant=person(safe_contact=safe_contact, **given))


def sent(desk: Desk) -> list[Delivery]:
    return [row for row in desk.deliveries() if row.organisation == LINE]


def bodies(desk: Desk) -> list[dict[str, Any]]:
    return [json.loads(row.body or "{}") for row in sent(desk)]


def test_who_chose_messages_gets_one_when_the_request_came_in(reached: Desk) -> None:
    opened(reached)
    body = bodies(reached)[0]
    assert (body["aanleiding"], body["wijze"], body["personen"]) == (
        "ontvangst",
        "email",
        [{"rol": "aanvrager", "emailadres": "w@example.nl"}],
    )
    assert sent(reached)[0].referral_id is None


@pytest.mark.parametrize(
    ("safe_contact", "given"),
    [
        (None, {}),
        ({"berichten": "geen"}, {}),
        ({"berichten": "email"}, {"email": None}),
        ({"berichten": "sms"}, {"telephone": None}),
        ({"berichten": "email", "nooit": "Niet mailen, mijn partner leest mee"}, {}),
        ({"berichten": "sms", "nooit": "Nooit een sms"}, {}),
    ],
)
def test_nobody_else_gets_one(reached: Desk, safe_contact: Mapping[str, str] | None, given: dict[str, Any]) -> None:
    opened(reached, safe_contact=safe_contact, **given)
    assert sent(reached) == []


def test_where_messages_are_off_nothing_is_queued(desk: Desk) -> None:
    desk.change(environment={**desk.dispatcher.settings.environment, "LOKET_MESSAGES": ""})
    opened(desk)
    assert sent(desk) == []


def test_a_question_a_decision_and_the_end_are_told_once_each(reached: Desk) -> None:
    case = opened(reached, "ww", "zw")
    first, second = part_of(case, "ww"), part_of(case, "zw")
    reached.drain()
    reached.tell(first, Verb.INFORMATION_ASKED, information_due=reached.clock.today() + timedelta(days=14), questions=("loonstrook",))
    reached.drain()
    reached.decide(second)
    reached.drain()
    reached.tell(first, Verb.INFORMATION_RECEIVED)
    reached.decide(first, Outcome.REFUSED)
    reached.drain()
    assert [body["aanleiding"] for body in bodies(reached)] == ["ontvangst", "vraag", "besluit", "einde"]


def test_the_newest_news_takes_the_place_of_what_still_waits(reached: Desk) -> None:
    case = opened(reached)
    context = reached.context()
    assert messages.send(context, reached.session.get_one(Case, case.id), Template.CATCH_UP)
    context.session.commit()
    reached.drain()
    assert [(row.state, body["aanleiding"]) for row, body in zip(sent(reached), bodies(reached), strict=True)] == [
        (DeliveryState.CANCELLED, "ontvangst"),
        (DeliveryState.DONE, "bijpraten"),
    ]


def test_the_text_says_that_there_is_news_and_nothing_about_it(reached: Desk) -> None:
    case = opened(reached, "ww", "bijstand")
    catalogue = reached.dispatcher.catalogue
    names = {catalogue.organisations[part.organisation].short_name for part in case.referrals} | {
        part.terms["naam"] for part in case.referrals
    }
    for template in Template:
        for language in LANGUAGES:
            told = " ".join(message(template, language, "L-7K3M9-P2XQ4-H", "https://loket.example/status", "14 070"))
            assert [name for name in (*names, "Moulin", "ontslag", "Den Haag") if name.lower() in told.lower()] == []
            assert len(told) <= 230


def test_the_language_of_the_person_is_used_and_an_unknown_one_is_dutch(reached: Desk) -> None:
    opened(reached, safe_contact=EMAIL | {"taal": "en"})
    assert "We have received your request" in bodies(reached)[0]["bericht"]
    assert message(Template.DECIDED, "fr", "L", "a", None) == message(Template.DECIDED, "nl", "L", "a", None)


def test_with_secrecy_the_number_of_the_loket_stays_out(reached: Desk) -> None:
    telephone = reached.dispatcher.catalogue.counters["gemeente-0518"].telephone
    opened(reached)
    opened(reached, bsn=None, secrecy=True)
    assert [telephone in body["bericht"] for body in bodies(reached)] == [True, False]


def test_what_arrived_is_on_the_timeline_and_accounted_for_and_ends_the_silence(reached: Desk) -> None:
    case = opened(reached)
    reached.clock.advance(hours=1)
    reached.drain()
    case = reached.case(case.number)
    assert "bericht-verstuurd" in reached.events(case)
    assert case.told_at == reached.clock.now()
    rows = reached.session.scalars(select(ProcessingLog).where(ProcessingLog.name == "inwoner-berichten")).all()
    assert [row.subject for row in rows] == [case.person.pseudonym]


def test_a_message_that_is_refused_is_told_to_the_desk_and_blocks_nothing(reached: Desk) -> None:
    reached.post[LINE].will(REFUSED)
    case = opened(reached)
    reached.clock.advance(hours=1)
    reached.drain()
    case = reached.case(case.number)
    line = next(line for line in reached.timeline(case) if line["soort"] == "bericht-mislukt")
    assert "Kijk het na met de inwoner" in line["toelichting"]
    assert (case.told_at, case.stuck_reason, case.referrals[0].state.value) == (case.received_at, None, "sent")


def test_when_every_try_was_spent_the_desk_is_told(reached: Desk) -> None:
    reached.change(pace=replace(reached.dispatcher.settings.pace, breaker=99))
    reached.post[LINE].will(then=BROKEN)
    case = opened(reached)
    for _ in reached.dispatcher.catalogue.retry_steps:
        reached.drain()
        reached.clock.set(sent(reached)[0].next_attempt_at)
    assert sent(reached)[0].state is DeliveryState.DEAD
    assert "bericht-mislukt" in reached.events(case)


def test_what_cannot_be_sent_this_way_is_told_to_the_desk(reached: Desk) -> None:
    reached.post[LINE].will(UNABLE)
    case = opened(reached)
    reached.drain()
    assert sent(reached)[0].state is DeliveryState.TASK
    assert "bericht-mislukt" in reached.events(case)


def test_a_line_that_is_down_holds_messages_back_and_organisations_go_on(reached: Desk) -> None:
    reached.change(pace=replace(reached.dispatcher.settings.pace, breaker=1))
    reached.post[LINE].will(ABSENT)
    opened(reached)
    reached.drain()
    opened(reached, bsn=None)
    reached.drain()
    assert reached.channel(LINE).open_since is not None
    assert len(reached.post["uwv"].received) == 2
    reached.clock.set(reached.channel(LINE).probe_at)
    while reached.drain():
        pass
    assert [row.state for row in sent(reached)] == [DeliveryState.DONE, DeliveryState.DONE]
    assert reached.channel(LINE).open_since is None


def test_a_late_result_of_an_older_claim_changes_nothing(reached: Desk) -> None:
    case = opened(reached)
    older = next(one for one in reached.claim() if one.delivery.organisation == LINE)
    reached.clock.advance(seconds=reached.dispatcher.settings.pace.lease + 1)
    newer = next(one for one in reached.claim() if one.delivery.organisation == LINE)
    reached.write(older, Result(Verdict.REFUSED, status=400))
    assert sent(reached)[0].state is DeliveryState.SENDING
    reached.write(newer, Result(Verdict.DELIVERED, status=201))
    assert reached.events(case).count("bericht-verstuurd") == 1


def test_the_address_is_erased_thirty_days_later_and_what_was_sent_stays_known(reached: Desk) -> None:
    opened(reached)
    reached.drain()
    reached.clock.advance(days=29)
    sweep.forget(reached.context(MACHINE))
    assert sent(reached)[0].body is not None
    reached.clock.advance(days=2)
    sweep.forget(reached.context(MACHINE))
    row = sent(reached)[0]
    assert (row.body, row.fields) == (None, ["aanvrager.emailadres"])
    assert next(one for one in reached.deliveries() if one.referral_id).body is not None  # of a part that is not final yet


def test_a_case_that_is_hidden_sends_nothing_and_takes_back_what_waits(reached: Desk) -> None:
    case = opened(reached)
    context = reached.context()
    case = reached.session.get_one(Case, case.id)
    messages.stop(context, case)
    case.hidden = True
    assert messages.send(context, case, Template.CATCH_UP) is False
    context.session.commit()
    assert sent(reached)[0].state is DeliveryState.CANCELLED


def test_the_persons_export_tells_which_messages_went_to_which_kind_of_address(reached: Desk) -> None:
    case = opened(reached)
    reached.drain()
    document = case_document(reached.context(), reached.case(case.number))
    (told,) = document["berichten"]
    assert (told["aangekomen"], told["velden"]) == ("ja", ["aanvrager.emailadres"])
    assert "nieuws" in told["doel"]
