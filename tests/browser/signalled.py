"""What keeps going wrong: a signal of many cases with examples, an answer and a new sample, and one of few cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from loket.routing.signals import answering, listing, recording
from loket.routing.signals.answering import Answer
from tests.support.crisis import SLUG, begin_crisis
from tests.support.desk import SUPERVISOR, person
from tests.support.signalling import LAW, judged, noted

if TYPE_CHECKING:
    from tests.browser.world import World

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
OWN = replace(LAW, own_words="Ik kreeg elke week een andere brief.", agreed=True)
LATER = replace(LAW, words="De uitkering begon pas na de beslissing over de WW.")


def crisis(world: World) -> None:
    """Two people whose house is wet; every desk reads of it."""
    begin_crisis(world.app, FIRST, LAST)
    world.desk.dispatcher = replace(world.desk.dispatcher, catalogue=world.app.extensions["loket"].catalogue)
    for counter in ("gemeente-0518", "uwv-den-haag"):
        world.desk.open("bijstand", applicant=person(bsn=None, surname="Water"), life_event=SLUG, counter=counter)


def signals(world: World) -> None:
    """A supervisor confirmed twelve and answered; two more came in. Of another one case was noted by a loket whose case is decided."""
    desk = world.desk
    noted(desk, 2, OWN)
    signal = noted(desk, 10)
    judged(desk, signal)
    answering.answer(desk.context(SUPERVISOR), signal, Answer("geagendeerd", "Ministerie van SZW", "Dit staat op de agenda van mei.", 0))
    answering.answer(
        desk.context(SUPERVISOR), signal, Answer("beantwoord", "Ministerie van SZW", "Het dagloon komt voortaan na een week.", 1)
    )
    noted(desk, 2, LATER)
    (example, *_) = listing.examples(desk.context(SUPERVISOR), listing.one(desk.context(SUPERVISOR), signal))
    world.keep("reis", str(example.id))
    world.keep("signaal", str(signal))
    few = replace(LAW, code="communicatie", product="ww", organisation="uwv", article="", second_article="")
    recording.record(desk.context(), world.at["besloten"], few)
    found, _ = listing.page(desk.context(SUPERVISOR), listing.Choice(product="ww"))
    world.keep("signaal_klein", str(found[0].id))
