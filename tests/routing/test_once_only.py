"""Asked once: a scripted day of fifty requests of twenty persons at five lokets, with the code that the form itself uses."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from loket.cases.deadlines import amsterdam_date
from loket.cases.models import Case
from loket.routing import intake, known
from loket.routing.context import Actor, Context
from loket.routing.entries import Question
from loket.routing.request import APPLICANT, PersonGiven, Request
from loket.settings import ROOT
from loket.web import new_known, new_view
from tests.support.desk import Desk

COUNTERS = ("gemeente-0518", "gemeente-0153", "uwv-amsterdam", "svb-utrecht", "gemeente-0363")
#: Who comes with what, in the order of the morning. Some come once; those with most to arrange are sent from loket to loket.
VISITS: Sequence[tuple[str, ...]] = (
    ("ontslag", "ontslag", "ontslag", "einde-ww", "ontslag"),
    ("schulden", "schulden", "schulden", "huis-kwijt", "schulden"),
    ("onderneming-gestopt", "onderneming-gestopt", "ontslag", "onderneming-gestopt", "schulden"),
    ("overlijden-partner", "overlijden-partner", "overlijden-partner", "overlijden-partner", "pensioen"),
    ("ziek-arbeidsongeschikt", "ziek-arbeidsongeschikt", "ziek-arbeidsongeschikt", "schulden", "ziek-arbeidsongeschikt"),
    ("scheiding", "scheiding", "scheiding", "scheiding"),
    ("status-verkregen", "status-verkregen", "status-verkregen", "status-verkregen"),
    ("detentie-einde", "detentie-einde", "detentie-einde"),
    ("verhuizing", "verhuizing"),
    ("geboorte", "geboorte"),
    ("verhuizing",),
    ("geboorte",),
    ("verhuizing",),
    ("geboorte",),
    ("verhuizing",),
    ("geboorte",),
    ("verhuizing",),
    ("geboorte",),
    ("verhuizing",),
    ("geboorte",),
)
IN_FORM = {
    "rekeningnummer": "NL91 ABNA 0417 1643 00",
    "boetenummer": "1234567890123456",
    "nieuwe-postcode": "2511 BT",
    "v-nummer": "1234567890",
}


@dataclass
class Day:
    """What happened: which question was asked anew of whom, which was shown with its earlier answer, and what stood then."""

    desk: Desk
    told: dict[tuple[int, str], tuple[date, Any]] = field(default_factory=dict)
    asked: list[tuple[int, str]] = field(default_factory=list)
    shown: list[tuple[int, str]] = field(default_factory=list)
    wrongly_asked: list[tuple[int, str]] = field(default_factory=list)
    wrongly_shown: list[tuple[int, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part of all answers that was filled in already."""
        return len(self.shown) / (len(self.shown) + len(self.asked))

    def visit(self, who: int, event: str, counter: str) -> Case:
        """One request, in the steps of the form: the deciding questions, then those of the products, then sending."""
        actor = Actor(name=f"balie-{counter}", label=counter, counter=counter, origin="web")
        request = Request(applicant=applicant(who), channel="balie", counter=counter, life_event=event)
        with self.desk.app.app_context():
            context = self.desk.context(actor)
            known_before = known.known_answers(context, request.applicant.bsn, request.applicant.identity_check)
            request = self._answer(context, request, known_before, deciding=True)
            request = self._answer(context, request, known_before, deciding=False)
        return self.desk.case(intake.open_case(self.desk.context(actor), request).number)

    def _answer(self, context: Context, request: Request, before: Mapping[str, known.KnownAnswer], *, deciding: bool) -> Request:
        who, today = PEOPLE.index(request.applicant.bsn or ""), amsterdam_date(context.now)
        answers = dict(request.answers)
        for question in questions(context, request, before, deciding=deciding):
            stood = self.told.get((who, question.key))
            still = stood is not None and question.valid_days > 0 and today <= stood[0] + timedelta(days=question.valid_days)
            if question.key in before:
                self.shown.append((who, question.key))
                if not still or (stood and stood[1] != before[question.key].value):
                    self.wrongly_shown.append((who, question.key))
                answers[question.key] = before[question.key].value
            else:
                self.asked.append((who, question.key))
                if still:
                    self.wrongly_asked.append((who, question.key))
                answers[question.key] = answer(who, question)
            self.told[who, question.key] = (today, answers[question.key])
        return replace(request, answers=answers, confirmed=known.confirmed_by(before, answers))


def questions(context: Context, request: Request, before: Mapping[str, known.KnownAnswer], *, deciding: bool) -> Iterator[Question]:
    """The questions of a step as the form shows them."""
    catalogue, today = context.catalogue, amsterdam_date(context.now)
    event = catalogue.life_events[request.life_event or ""]
    hidden = new_known.hidden_in(catalogue, request, before, today)
    if deciding:
        found = new_view.deciding_questions(catalogue, event, hidden)
    else:
        found = new_view.product_questions(catalogue, new_view.proposal_of(catalogue, request, today), event, hidden)
    return (one.question for one in found)


def people() -> list[str]:
    with (ROOT / "tests/data/brp_testpersonen.csv").open() as file:
        return sorted({row["burgerservicenummer"] for row in csv.DictReader(file) if row["elfproef_ok"] == "1"})[: len(VISITS)]


PEOPLE = people()


def applicant(who: int) -> PersonGiven:
    """A person who showed an identity document."""
    birth = f"{1950 + who * 2}-05-05"
    return PersonGiven(APPLICANT, f"Persoon{who}", birth, PEOPLE[who], gemeente_code="0518", identity_check="identiteitsbewijs")


def answer(who: int, question: Question) -> Any:
    """What this person answers: always the same, of the question's own type."""
    chance = crc32(f"{who} {question.key}".encode())
    match question.type:
        case "ja-nee":
            return chance % 10 < 7
        case "keuze":
            return question.choices[chance % len(question.choices)][0]
        case "meerkeuze":
            return [question.choices[chance % len(question.choices)][0]]
        case "getal":
            return chance % 20
        case "bedrag":
            return float(chance % 6000)
        case "datum":
            return f"2026-0{chance % 9 + 1}-1{chance % 10}"
    return IN_FORM.get(question.key, "Zoals gezegd")


def scripted_day(desk: Desk) -> Day:
    """Fifty requests in rounds: everybody's first, then everybody's second, each at the next loket, five minutes after each other."""
    day = Day(desk)
    for turn in range(max(map(len, VISITS))):
        for who, events in enumerate(VISITS):
            if turn < len(events):
                desk.clock.advance(seconds=300)
                day.visit(who, events[turn], COUNTERS[(who + turn) % len(COUNTERS)])
    return day


def test_the_day_has_fifty_requests_of_twenty_persons() -> None:
    assert (sum(map(len, VISITS)), len(VISITS), len(set(PEOPLE))) == (50, 20, 20)


def test_no_question_is_asked_where_a_valid_answer_is_known_and_most_are_filled_in(desk: Desk) -> None:
    day = scripted_day(desk)
    assert day.wrongly_asked == []
    assert day.wrongly_shown == []
    assert day.share >= 0.6


def test_an_answer_past_its_validity_is_asked_again(desk: Desk) -> None:
    day = Day(desk)
    day.visit(0, "einde-ww", COUNTERS[0])
    desk.clock.advance(days=91)
    before = len(day.asked)
    day.visit(0, "einde-ww", COUNTERS[1])
    again = {key for _, key in day.asked[before:]}
    assert {"ander-inkomen", "inkomen-per-maand"} <= again
    assert not {"rekeningnummer", "huishouden", "werkloos-vanaf-50"} & again
    assert day.wrongly_asked == day.wrongly_shown == []


def test_the_last_day_of_the_validity_still_counts(desk: Desk) -> None:
    day = Day(desk)
    day.visit(0, "einde-ww", COUNTERS[0])
    desk.clock.advance(days=90)
    day.visit(0, "einde-ww", COUNTERS[0])
    assert (0, "ander-inkomen") in day.shown


def test_a_question_with_validity_zero_is_asked_each_time(desk: Desk) -> None:
    day = Day(desk)
    for counter in COUNTERS[:2]:
        day.visit(0, "huis-kwijt", counter)
    assert day.asked.count((0, "slaapplaats-vannacht")) == 2


def test_an_unchanged_answer_points_to_the_one_that_it_confirms(desk: Desk) -> None:
    day = Day(desk)
    first = {row.question: row.id for row in day.visit(0, "einde-ww", COUNTERS[0]).answers}
    newer = [row for row in day.visit(0, "ontslag", COUNTERS[1]).answers if row.question in first]
    assert newer
    assert all(row.confirms_id == first[row.question] for row in newer)


def test_nothing_is_known_of_somebody_without_a_bsn(desk: Desk) -> None:
    day = Day(desk)
    day.visit(0, "einde-ww", COUNTERS[0])
    assert known.known_answers(desk.context(), None, "identiteitsbewijs") == {}


def test_answers_of_a_case_of_the_wrong_person_are_not_known(desk: Desk) -> None:
    day = Day(desk)
    case = day.visit(0, "einde-ww", COUNTERS[0])
    case.hidden = True
    desk.session.commit()
    assert known.known_answers(desk.context(), PEOPLE[0], "identiteitsbewijs") == {}
