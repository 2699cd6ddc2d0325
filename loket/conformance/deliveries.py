"""The scenarios of what Loket sends: each one sends, looks at the answer and says what it saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from loket.adapters.signing import new_secret
from loket.conformance.findings import Finding, Scenario, good, untested, wrong
from loket.conformance.line import Exchange, Line
from loket.conformance.messages import BIGGEST, Composed, Composer
from loket.conformance.words import ROTATION_NEEDS_TWO

S = Scenario
SIGNATURE = "webhook-signature"
AN_HOUR = timedelta(hours=1)


class Sender:
    """What the scenarios of one run share: who makes messages and the line that they go over."""

    def __init__(self, composer: Composer, line: Line) -> None:
        self.composer, self.line = composer, line

    def fresh(self, **changes: object) -> Composed:
        """A first message about a part of its own."""
        return self.composer.request(datetime.now(UTC), **changes)


def delivery(sender: Sender, first: Composed) -> Finding:
    """A request is taken in."""
    answer = sender.line.send(first)
    if not answer.taken:
        return wrong(S.DELIVERY, answer.words)
    return good(S.DELIVERY, f"{answer.words}, " + (f"kenmerk {answer.result.reference}" if answer.result.reference else "zonder kenmerk"))


def again(sender: Sender, message: Composed) -> Finding:
    """The same message twice: taken in twice, with the same reference."""
    one, two = sender.line.send(message), sender.line.send(message)
    if not two.taken:
        return wrong(S.AGAIN, f"{two.words} bij de tweede keer")
    references = one.result.reference, two.result.reference
    if all(references) and references[0] != references[1]:
        return wrong(S.AGAIN, f"twee kenmerken voor één bericht: {references[0]} en {references[1]}")
    return good(S.AGAIN, two.words)


def forged(sender: Sender) -> Finding:
    """A strange secret, a body changed on its way, no signature at all."""
    tries: Mapping[str, Callable[[], Exchange]] = {
        "een vreemd geheim": lambda: sender.line.send(sender.fresh(), secret=new_secret()),
        "een veranderde inhoud": lambda: sender.line.send(sender.fresh(), alter=_changed),
        "geen handtekening": lambda: sender.line.send(sender.fresh(), alter=_unsigned),
    }
    return _all_refused(S.FORGED, tries)


def stale(sender: Sender) -> Finding:
    """Signed an hour ago, and an hour from now."""
    now = datetime.now(UTC)
    tries: Mapping[str, Callable[[], Exchange]] = {
        "een uur oud": lambda: sender.line.send(sender.fresh(), at=now - AN_HOUR),
        "een uur vooruit": lambda: sender.line.send(sender.fresh(), at=now + AN_HOUR),
    }
    return _all_refused(S.STALE, tries)


def rotation(sender: Sender) -> Finding:
    """Signed with the next secret, and with the current one."""
    if len(sender.line.secrets) < 2:
        return untested(S.ROTATION, ROTATION_NEEDS_TWO)
    answers = {
        "het nieuwe geheim": sender.line.send(sender.fresh(), secret=sender.line.secrets[1]),
        "het oude geheim": sender.line.send(sender.fresh(), secret=sender.line.secrets[0]),
    }
    return _all_taken(S.ROTATION, answers)


def several(sender: Sender) -> Finding:
    """A good signature behind one of another kind and a wrong one."""
    return _all_taken(S.SEVERAL, {"de goede als laatste": sender.line.send(sender.fresh(), alter=_among_others)})


def field(sender: Sender) -> Finding:
    """A field that today's interface does not have."""
    answer = sender.line.send(sender.fresh(nieuwVeld={"sinds": "een latere versie"}))
    return _all_taken(S.FIELD, {"het veld nieuwVeld": answer})


def kind(sender: Sender) -> Finding:
    """A kind that nobody knows."""
    return _no_crash(S.KIND, sender.line.send(sender.fresh(soort="nog-onbekende-soort")))


def product(sender: Sender) -> Finding:
    """A product that nobody has."""
    return _no_crash(S.PRODUCT, sender.line.send(sender.fresh(product="nog-onbekend-product")))


def follow_ups(sender: Sender) -> Finding:
    """Everything that can come after a request."""
    first = sender.fresh()
    reference = sender.line.send(first).result.reference
    later = sender.composer.follow_ups(datetime.now(UTC), first, reference)
    return _all_taken(S.FOLLOW_UPS, {message.kind.value: sender.line.send(message) for message in later})


def big(sender: Sender) -> Finding:
    """As much as Loket takes in from a loket."""
    room = BIGGEST - len(sender.fresh(toelichting="").body)
    return _all_taken(S.BIG, {f"{BIGGEST // 1024} KiB": sender.line.send(sender.fresh(toelichting="x" * room))})


def speed(sender: Sender) -> Finding:
    """The slowest of all answers of this run."""
    slowest = max(exchange.seconds for exchange in sender.line.exchanges)
    seen = f"het langste antwoord duurde {slowest:.1f} s; Loket wacht {sender.line.deadline:g} s"
    return good(S.SPEED, seen) if slowest <= sender.line.deadline else wrong(S.SPEED, seen)


def _all_refused(scenario: Scenario, tries: Mapping[str, Callable[[], Exchange]]) -> Finding:
    answers = {name: send() for name, send in tries.items()}
    missed = [f"{name}: {answer.words}" for name, answer in answers.items() if not answer.refused]
    return wrong(scenario, "; ".join(missed)) if missed else good(scenario, _together(answers))


def _all_taken(scenario: Scenario, answers: Mapping[str, Exchange]) -> Finding:
    missed = [f"{name}: {answer.words}" for name, answer in answers.items() if not answer.taken]
    return wrong(scenario, "; ".join(missed)) if missed else good(scenario, _together(answers))


def _no_crash(scenario: Scenario, answer: Exchange) -> Finding:
    return wrong(scenario, answer.words) if answer.broke else good(scenario, answer.words)


def _together(answers: Mapping[str, Exchange]) -> str:
    return ", ".join(dict.fromkeys(answer.words for answer in answers.values()))


def _changed(headers: Mapping[str, str], body: bytes) -> tuple[Mapping[str, str], bytes]:
    return headers, body + b" "


def _unsigned(headers: Mapping[str, str], body: bytes) -> tuple[Mapping[str, str], bytes]:
    return {name: value for name, value in headers.items() if name != SIGNATURE}, body


def _among_others(headers: Mapping[str, str], body: bytes) -> tuple[Mapping[str, str], bytes]:
    return {**headers, SIGNATURE: f"v1a,b25iZWtlbmQ= v1,dmFscw== {headers[SIGNATURE]}"}, body
