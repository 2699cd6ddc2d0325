"""Whether this installation lives and is ready, and its figures for Prometheus. Counted from the database, nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loket.cases.models import Case
from loket.cases.outbox import Channel, ClockLease, Delivery
from loket.db import database_now, db, ping
from loket.routing.parts import Parts
from loket.web.parts import parts, refused_configuration

blueprint = Blueprint("health", __name__)

State = TypeVar("State", bound=StrEnum)


@blueprint.get("/health/live")
def live() -> ResponseReturnValue:
    """This process answers."""
    return {"status": "ok"}


@blueprint.get("/health/ready")
def ready() -> ResponseReturnValue:
    """200 when a request can be taken in, in the demo only once the clock ticks too; each part is named.

    Without Redis or the clock intake goes on (architecture §5), and with the last good configuration when a new one was refused: they
    are told here, so that somebody can be called.
    """
    session = db.session()
    database = ping(session)
    clock = database and _clock_ticks(session)
    fine = database and (clock or not parts().settings.demo)
    found = {"database": database, "klok": clock, "wachtrij": parts().waker.reachable()}
    told = {name: "ok" if up else "weg" for name, up in found.items()}
    told["configuratie"] = "nieuwe-afgekeurd" if refused_configuration() else "ok"
    return {"status": "ok" if fine else "niet-gereed", "onderdelen": told}, 200 if fine else 503


@blueprint.get("/metrics")
def metrics() -> ResponseReturnValue:
    """The figures of this installation in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Figures(db.session(), parts()))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _clock_ticks(session: Session) -> bool:
    return session.scalar(select(func.count()).select_from(ClockLease).where(ClockLease.until > database_now(session))) != 0


class _Figures:
    """A collector that counts when it is read."""

    def __init__(self, session: Session, found: Parts) -> None:
        self._session, self._parts = session, found

    def collect(self) -> Iterator[Metric]:
        yield self._by("loket_cases", "Zaken per status", Case.state, Case.id)
        yield self._by("loket_deliveries", "Bezorgingen per stand", Delivery.state, Delivery.id)
        yield GaugeMetricFamily("loket_stuck_cases", "Zaken die stilstaan", value=self._count(Case.stuck_reason))
        yield GaugeMetricFamily("loket_open_breakers", "Organisaties die niet antwoorden", value=self._count(Channel.open_since))
        yield CounterMetricFamily("loket_wake_failures", "Mislukte wekkers van dit proces", value=self._parts.waker.failures)

    def _by(self, name: str, words: str, column: InstrumentedAttribute[State], key: InstrumentedAttribute[UUID]) -> Metric:
        family = GaugeMetricFamily(name, words, labels=["state"])
        for state, count in self._session.execute(select(column, func.count(key)).group_by(column)):
            family.add_metric([state.value], count)
        return family

    def _count(self, column: InstrumentedAttribute[Any]) -> int:
        return self._session.scalar(select(func.count(column))) or 0
