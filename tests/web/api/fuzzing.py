"""A world for schemathesis: an application with cases in it, who may call, and sound bodies to spoil."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import strategies as st
from schemathesis import Case
from sqlalchemy import select

from loket import session_of
from loket.adapters.port import Verb
from loket.adapters.signing import notification_authorization, sign
from loket.adapters.signing_keys import SigningKey, public_text
from loket.cases.models import Referral
from loket.cases.outbox import Delivery, DeliveryState, KeyKind
from loket.routing import downtime, organisation_keys, paper_copies
from loket.routing.clients import SCOPES
from loket.routing.context import Actor
from loket.routing.parts import Parts
from loket.web.policy import POLICY
from loket.web.policy_rule import PROGRAM_OF_COUNTER, PROGRAM_OF_ORGANISATION
from tests.support.clock import Clock
from tests.support.desk import Desk
from tests.support.subscribing import allow, subscribe
from tests.web.api.conftest import COUNTER, Api, widow

ORGANISATION = "svb"
NOTIFIER = "gemeente-0363"
HEARS = "http://127.0.0.1:9/hoor"
PDF = b"%PDF-1.7\nstartxref\n0\n%%EOF"
PUBLIC_KEYS = [public_text(SigningKey("", bytes(range(start, start + 32))).public) for start in range(2)]
Headers = dict[str, str]
MODES = schemathesis.GenerationMode
OFTEN = st.sampled_from([True, True, True, False])


class Signed:
    """The application as an organisation calls it: each status report gets a signature of its own over the bytes that are sent."""

    def __init__(self, app: Flask, secret: str, clock: Clock) -> None:
        self._app, self._secret, self._clock, self._ids = app, secret, clock, count()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].endswith("/statusmeldingen"):
            environ["HTTP_IDEMPOTENCY_KEY"] = f"proef-{next(self._ids)}"
            raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(raw)
            with suppress(UnicodeDecodeError):  # nobody can sign that: it goes as it is
                signed = sign(self._secret, f"proef-{next(self._ids)}", self._clock.now(), raw)
                environ.update({f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signed.items()})
        return self._app.wsgi_app(environ, start_response)


@dataclass(frozen=True)
class World:
    """What an attempt can be made of: the operations, the keys, the numbers that exist, and a sound body for each operation."""

    schema: Any
    callers: Mapping[str, Headers]
    numbers: Mapping[str, list[str]]
    bodies: Mapping[str, dict[str, Any]]

    def boundaries(self, operation_id: str) -> Iterator[Case]:
        """Each value on the edge of what is described, on both sides of it, about what exists where it can be.

        First as schemathesis makes it, then each new value by itself in a body that is sound for the rest.
        """
        operation, seen = self.schema.find_operation_by_id(operation_id), set[str]()
        generation = self.schema.config.generation_for(operation=operation)
        for case in self.schema.iter_coverage_cases(operation, generation_modes=list(MODES), generation_config=generation):
            if case.path_parameters or case.meta.generation.mode is MODES.NEGATIVE or not isinstance(case.body, dict):
                yield case  # of the others each value comes by itself below
            if named := sorted({*self.numbers} & {*(case.path_parameters or {})}):
                case.path_parameters.update({name: self.numbers[name][0] for name in named})
                yield case
            sound = self.bodies.get(operation_id)
            for body in (sound, *spoilt(sound, case.body)) if isinstance(case.body, dict) else ():
                if (text := json.dumps(body, default=repr)) not in seen:
                    seen.add(text)
                    yield operation.Case(path_parameters=case.path_parameters, body=body, media_type=case.media_type)

    def attempts(self, operation_id: str) -> st.SearchStrategy[tuple[Case, Headers]]:
        """Calls by chance, as the document describes them or broken, most about what exists, by anyone."""
        operation = self.schema.find_operation_by_id(operation_id)
        modes = MODES if operation.body else [MODES.POSITIVE]
        return _attempts(self, operation_id, st.one_of([operation.as_strategy(mode) for mode in modes]))

    def fit(self, operation_id: str) -> list[str]:
        """The names of those who may come in by the policy."""
        if operation_id == "notificatieOntvangen":
            return ["notificaties"]
        roles = next(rule.roles for (endpoint, _), rule in POLICY.items() if endpoint == f"api.{operation_id}")
        lokets = [] if roles and PROGRAM_OF_COUNTER not in roles else ["loket", "ander loket"]
        return lokets if roles and PROGRAM_OF_ORGANISATION not in roles else [*lokets, "organisatie"]


@st.composite
def _attempts(draw: st.DrawFn, world: World, operation_id: str, cases: st.SearchStrategy[Case]) -> tuple[Case, Headers]:
    case = draw(cases)
    for name in sorted({*world.numbers} & {*(case.path_parameters or {})}):
        if draw(OFTEN):
            case.path_parameters[name] = draw(st.sampled_from(world.numbers[name]))
    if isinstance(case.body, dict) and draw(OFTEN):
        spoilt = draw(st.lists(st.sampled_from(sorted(case.body)), max_size=2)) if case.body else []
        case.body = world.bodies[operation_id] | {name: case.body[name] for name in spoilt}
    callers = world.fit(operation_id) if draw(OFTEN) else sorted(world.callers)
    return case, world.callers[draw(st.sampled_from(callers))]


def spoilt(sound: Any, made: Any) -> Iterator[Any]:
    """``sound`` with one of its values, at any depth, replaced by the one that stands there in ``made``."""
    if not (isinstance(sound, dict) and isinstance(made, dict)):
        yield made
        return
    for name, value in made.items():
        own = sound.get(name)
        if isinstance(own, list) and isinstance(value, list) and value:
            yield from ({**sound, name: [inner, *own[1:]]} for inner in spoilt(own[0], value[0]))
        else:
            yield from ({**sound, name: inner} for inner in spoilt(own, value))


def world_of(app: Flask, clock: Clock, make: Callable[..., Api]) -> World:
    """Fill the application with cases, and make a key for everyone who may call."""
    parts: Parts = app.extensions["loket"]
    counter = make("loket", counter=COUNTER)
    case, other = counter.open(), counter.open(nieuweZaak={"reden": "Nieuwe feiten."})
    counter.post(f"/zaken/{other['zaaknummer']}/intrekkingen", {"reden": "Niet meer nodig."})
    own = next(part["deelzaaknummer"] for part in case["deelzaken"] if part["organisatie"] == ORGANISATION)
    numbers = {
        "abonnementId": [_subscription(app, clock)],
        "papier": [_copy_of_a_paper(app, clock, case["zaaknummer"], own)],
        "bezorgingId": _deliveries(app, own),
        "onderbrekingId": [_announced(app, clock)],
        "sleutelId": [_public_key(app, clock)],
        "zaaknummer": [case["zaaknummer"], other["zaaknummer"]],
        "deelzaaknummer": [own, *(part["deelzaaknummer"] for part in case["deelzaken"] if part["deelzaaknummer"] != own)],
        "organisatie": [NOTIFIER, ORGANISATION],
    }
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Signed(app, _secret(parts, ORGANISATION), clock))
    source = parts.catalogue.organisations[ORGANISATION].event_source
    return World(schema, _callers(parts, counter, make), numbers, _bodies(own, source, clock))


def _copy_of_a_paper(app: Flask, clock: Clock, number: str, own: str) -> str:
    """The id of a copy that the organisation of this part asked for."""
    with session_of(app) as session:
        desk = Desk(app, session, clock)
        part = next(part for part in desk.case(number).referrals if part.number == own)
        desk.tell(part, Verb.INFORMATION_ASKED, information_due=clock.today() + timedelta(days=14))
        return str(paper_copies.store_copy(desk.context(), own, "bankafschriften", PDF))


def _deliveries(app: Flask, own: str) -> list[str]:
    """The ids of what the organisation of this part was sent; some of it arrived."""
    with session_of(app) as session:
        rows = session.scalars(select(Delivery).join(Referral, Referral.id == Delivery.referral_id).where(Referral.number == own)).all()
        for row in rows:
            row.state, row.delivered_at = DeliveryState.DONE, row.created_at
        session.commit()
        return [str(row.id) for row in rows]


def _announced(app: Flask, clock: Clock) -> str:
    """The id of a downtime of the organisation, far enough ahead not to overlap with what is sent."""
    with session_of(app) as session:
        context = Desk(app, session, clock).context()
        since = clock.now() + timedelta(days=300)
        return str(downtime.announce(context, ORGANISATION, since, since + timedelta(hours=1), "Onderhoud").id)


def _public_key(app: Flask, clock: Clock) -> str:
    """The id of a public key of the organisation."""
    with session_of(app) as session:
        actor = Actor("organisatie", ORGANISATION, organisation=ORGANISATION)
        return str(organisation_keys.add(Desk(app, session, clock).context(actor), KeyKind.WEBHOOK, PUBLIC_KEYS[0]).id)


def _subscription(app: Flask, clock: Clock) -> str:
    """The id of a subscription of the organisation, to an address that may be called and where nobody is."""
    with session_of(app) as session:
        desk = Desk(app, session, clock)
        allow(app, HEARS.removesuffix("/hoor"), desk)
        return str(subscribe(desk, ORGANISATION, HEARS)[0].id)


def _secret(parts: Parts, organisation: str) -> str:
    return parts.settings.environment[parts.catalogue.organisations[organisation].secrets[0]]


def _callers(parts: Parts, counter: Api, make: Callable[..., Api]) -> dict[str, Headers]:
    """Two lokets and an organisation with every scope, each scope by itself, a notification service, and nobody."""
    keys = {
        "loket": counter,
        "ander loket": make("ander loket", counter="gemeente-0344"),
        "organisatie": make("organisatie", organisation=ORGANISATION),
        **{scope: make(scope, [scope], counter=COUNTER) for scope in SCOPES},
    }
    notifier = {"Authorization": notification_authorization(_secret(parts, NOTIFIER))}
    return {name: {"Authorization": f"Bearer {api.key}"} for name, api in keys.items()} | {"niemand": {}, "notificaties": notifier}


def _bodies(part: str, source: str, clock: Clock) -> dict[str, dict[str, Any]]:
    """A sound body for each operation that has one, about this part."""
    return {
        "zaakOpenen": widow(),
        "zaakZoeken": {"burgerservicenummer": "999992740"},
        "contactmomentVastleggen": {"vraag": "Hoe staat het ermee?", "communicatiekanaal": "balie"},
        "zaakIntrekken": {"reden": "Niet meer nodig.", "deelzaken": [part]},
        "deelzaakAanvullen": {"toelichting": "Hier is het bewijs."},
        "deelzaakDoorzenden": {"organisatie": COUNTER, "reden": "Hoort daar."},
        "periodeHerhalen": {
            "van": (clock.now() - timedelta(days=1)).isoformat(),
            "tot": clock.now().isoformat(),
            "status": "bezorgd",
        },
        "onderbrekingAankondigen": {
            "van": (clock.now() + timedelta(days=1)).isoformat(),
            "tot": (clock.now() + timedelta(days=2)).isoformat(),
            "reden": "Onderhoud.",
        },
        "achterstandMelden": {"lijst": "vroegsignalering", "burgerservicenummer": "999992740", "gemeentecode": COUNTER[-4:]},
        "sleutelToevoegen": {"soort": "webhook", "sleutel": PUBLIC_KEYS[1]},
        "deelzaakMelden": {"soort": "in-behandeling-genomen", "kenmerk": "K-1"},
        "abonnementMaken": {"adres": HEARS, "gebeurtenissen": ["nl.overheid.loket.zaak.gewijzigd"]},
        "abonnementWijzigen": {"gepauzeerd": True},
        "statusMelden": {
            "specversion": "1.0",
            "id": "m-1",
            "source": source,
            "type": "nl.overheid.loket.deelzaak.in-behandeling-genomen",
            "subject": part,
            "time": clock.now().isoformat(),
            "data": {"kenmerk": "K-1"},
        },
        "notificatieOntvangen": {"kanaal": "zaken", "hoofdObject": "https://zaken.example/zaken/1", "resource": "zaak"},
    }
