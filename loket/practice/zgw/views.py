"""The Zaken API and Catalogi API of the practice gemeenten, below ``/gemeente-<code>``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Blueprint, Response, g, request

from loket.practice.faults import HANG_SECONDS, spoilt_answer
from loket.practice.scenarios import Scenario
from loket.practice.stage import Stage
from loket.practice.zgw import cases, parts
from loket.practice.zgw.answers import CASES, CATALOGUE, RIGHTS
from loket.practice.zgw.calls import Call
from loket.practice.zgw.gemeente import Gemeente
from loket.practice.zgw.problems import Problem

PARTS, TYPES = "<any(rollen,statussen,resultaten):kind>", "<any(statustypen,resultaattypen,roltypen,eigenschappen):kind>"
ROUTES: Sequence[tuple[str, str, Callable[..., Response]]] = (
    ("POST", f"{CASES}/zaken", cases.open_case),
    ("GET", f"{CASES}/zaken", cases.list_cases),
    ("POST", f"{CASES}/zaken/_zoek", cases.search_cases),
    ("GET", f"{CASES}/zaken/<identifier>", cases.read_case),
    ("PATCH", f"{CASES}/zaken/<identifier>", cases.change_case),
    ("DELETE", f"{CASES}/zaken/<identifier>", cases.forbidden),
    ("GET", f"{CASES}/zaken/<identifier>/audittrail", cases.forbidden),
    ("POST", f"{CASES}/zaken/<identifier>/zaakeigenschappen", parts.add_property),
    ("GET", f"{CASES}/zaken/<identifier>/zaakeigenschappen", parts.list_properties),
    ("POST", f"{CASES}/zaak_registreren", cases.register_case),
    ("POST", f"{CASES}/<any(zaak_opschorten,zaak_afsluiten):act>/<identifier>", cases.change_and_set_status),
    ("POST", f"{CASES}/{PARTS}", parts.add_part),
    ("GET", f"{CASES}/{PARTS}", parts.list_parts),
    ("GET", f"{CASES}/{PARTS}/<identifier>", parts.read_part),
    ("GET", f"{RIGHTS}/applicaties/consumer", parts.read_rights),
    ("GET", f"{CATALOGUE}/zaaktypen", parts.list_case_types),
    ("GET", f"{CATALOGUE}/zaaktypen/<identifier>", parts.read_case_type),
    ("GET", f"{CATALOGUE}/{TYPES}", parts.list_types),
    ("GET", f"{CATALOGUE}/{TYPES}/<identifier>", parts.read_type),
)


class Gemeenten:
    """The gemeenten of a stage, each made when it is first called."""

    def __init__(self, stage: Stage, folder: Path | None) -> None:
        self._stage, self._folder = stage, folder
        self._made: dict[str, Gemeente] = {}
        self._lock = threading.Lock()

    def get(self, slug: str) -> Gemeente:
        """The gemeente with that slug; Problem 404 when it does not take part."""
        organisation = self._stage.organisations.get(slug)
        if organisation is None or not organisation.is_gemeente:
            raise Problem(404)
        with self._lock:
            if slug not in self._made:
                path = self._folder / f"{slug}.jsonl" if self._folder else None
                self._made[slug] = Gemeente(self._stage, organisation, path)
            return self._made[slug]

    def resume(self) -> None:
        """Move along what was not finished when the practice organisations last stopped."""
        for taken in self._stage.journal.unfinished():
            organisation = self._stage.organisations.get(taken.organisation)
            if organisation and organisation.is_gemeente:
                gemeente = self.get(taken.organisation)
                cases = [case for case in gemeente.register.kept["zaken"].values() if case["identificatie"] == taken.number]
                for case in cases:
                    gemeente.go_on(case)


def zgw(stage: Stage, gemeenten: Gemeenten) -> Blueprint:
    """The APIs of all gemeenten of ``stage``."""
    views = Blueprint("zgw", __name__, url_prefix="/<slug>")

    @views.before_request
    def let_in() -> Response | None:
        """Before every call: whose it is, whether it may come in, and whether its answer is to be spoilt."""
        g.call = call = Call(gemeenten.get(str((request.view_args or {}).pop("slug"))), request)
        spoilt = not call.problem and stage.spoils(call.gemeente.organisation, call.behaviour)
        verdict = f"weigeren-{call.problem.status}" if call.problem else call.behaviour.scenario.value if spoilt else "aannemen"
        stage.journal.arrived(call.arrival(verdict))
        if call.problem:
            raise call.problem
        g.hangs = spoilt and call.behaviour.scenario is Scenario.HANG
        return spoilt_answer(call.behaviour.scenario, stage.stopping) if spoilt and not g.hangs else None

    @views.after_request
    def let_out(answer: Response) -> Response:
        if g.get("hangs"):
            stage.stopping.wait(HANG_SECONDS)
        return answer

    for method, path, view in ROUTES:
        views.add_url_rule(path, f"{view.__name__}-{path.count('/')}", view, methods=[method])
    return views
