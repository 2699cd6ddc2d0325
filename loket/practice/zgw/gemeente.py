"""A practice gemeente at work: its zaken, and how it moves a zaak along and lets Loket know."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from loket.adapters.signing import notification_authorization
from loket.practice.courier import Outgoing
from loket.practice.organisations import PracticeOrganisation
from loket.practice.plans import Step, plan, plan_after_completion
from loket.practice.reports import QUESTION, completion_due
from loket.practice.scenarios import Scenario
from loket.practice.stage import Stage
from loket.practice.zgw import catalogue
from loket.practice.zgw.catalogue import ZgwCatalogue
from loket.practice.zgw.register import Register

RESULTS = {
    "toegekend": "Toegekend",
    "deels-toegekend": "Deels toegekend",
    "afgewezen": "Afgewezen",
    "niet-bevoegd": "Niet bevoegd",
    "al-geregeld": "Al geregeld",
}
STATUSES = {"ontvangen": catalogue.RECEIVED, "in-behandeling-genomen": catalogue.TAKEN_UP, "uitgevoerd": catalogue.CARRIED_OUT}
WITHDRAWN = Step("ingetrokken", "Op verzoek van de aanvrager ingetrokken.")


class Gemeente:
    """One gemeente: organisation, catalogue and register. ``base`` is the root of its APIs as it was last called."""

    def __init__(self, stage: Stage, organisation: PracticeOrganisation, path: Path | None) -> None:
        self.stage, self.organisation, self.base = stage, organisation, f"http://localhost/{organisation.slug}"
        self.catalogue = ZgwCatalogue(organisation)
        self.register = Register(self.catalogue, path, stage.clock)

    def is_finished(self, case: Mapping[str, Any]) -> bool:
        """Whether nothing more will happen to the zaak by itself."""
        return self.stage.journal.is_finished(self.organisation.slug, case["identificatie"])

    def go_on(self, case: dict[str, Any]) -> None:
        """Move the zaak along by the scenario it was taken in with."""
        taken = self.stage.journal.taken(self.organisation.slug, case["identificatie"])
        if taken is None:
            return
        scenario, delivers = Scenario(taken.scenario), taken.product in self.organisation.delivers
        completed = scenario is Scenario.ASK and self.stage.journal.completed(self.organisation.slug, taken.number)
        self._perform(case, plan_after_completion(delivers) if completed else plan(scenario, delivers))

    def go_on_after(self, case: dict[str, Any]) -> None:
        """Move the zaak along now that information came in, when it was asked for."""
        taken = self.stage.journal.taken(self.organisation.slug, case["identificatie"])
        if taken and taken.scenario == Scenario.ASK:
            self.go_on(case)

    def close_withdrawn(self, case: dict[str, Any]) -> None:
        """End the zaak because the applicant withdrew the request."""
        self._perform(case, (WITHDRAWN,))

    def _perform(self, case: dict[str, Any], steps: Sequence[Step]) -> None:
        self.stage.perform(self.organisation, case["identificatie"], [partial(self._act, case, step) for step in steps])

    def _act(self, case: dict[str, Any], step: Step) -> list[Outgoing]:
        with self.register.lock:
            changed = self._change(case, step)
        return [self._notification(case, *changed, broken) for _, broken in step.sendings] if changed else []

    def _change(self, case: dict[str, Any], step: Step) -> tuple[str, str, str] | None:
        """Do what the step tells of; gives resource, its URL and actie, or None when it was so already."""
        if step.verb == "aanvulling-gevraagd":
            pause = {"indicatie": True, "reden": f"Aanvulling tot {completion_due(self.stage)}: {QUESTION}"}
            return self._changed(case, {"opschorting": pause})
        if step.verb == "aanvulling-ontvangen":
            paused = case["opschorting"]["indicatie"]
            return self._changed(case, {"opschorting": {"indicatie": False, "reden": ""}}) if paused else None
        if step.verb in STATUSES:
            known = step.verb == "ontvangen" and case["status"]
            return None if known else self._set_status(case, STATUSES[step.verb], step.words)
        if step.verb == "herzien":
            return ("resultaat", self._set_result(case, step), "partial_update")
        if case["einddatum"]:
            return None
        self._set_result(case, step)
        carried_out = self.catalogue.named("statustypen", case["zaaktype"], catalogue.DECIDED)
        goes_on = carried_out and step.data.get("uitkomst") in ("toegekend", "deels-toegekend")
        return self._set_status(case, catalogue.DECIDED if goes_on else catalogue.CLOSED, step.words)

    def _changed(self, case: dict[str, Any], change: Mapping[str, Any]) -> tuple[str, str, str]:
        self.register.change_case(case, change)
        return ("zaak", case["url"], "partial_update")

    def _set_status(self, case: dict[str, Any], name: str, words: str) -> tuple[str, str, str]:
        kind = self.catalogue.named("statustypen", case["zaaktype"], name) or {}
        body = {
            "zaak": case["url"],
            "statustype": kind.get("url"),
            "datumStatusGezet": self._moment(case, kind.get("volgnummer", 0)),
            "statustoelichting": words,
        }
        return ("status", self.register.add_status(body, forced=True)["url"], "create")

    def _moment(self, case: Mapping[str, Any], place: int) -> str:
        """Now; but just before the present status when that lies further on, because what is told late happened earlier."""
        present = self.register.of("statussen", case["url"])[:1]
        further = [status for status in present if self.catalogue.entries["statustypen"][status["statustype"]]["volgnummer"] > place]
        if not further:
            return self.register.now()
        return (datetime.fromisoformat(further[0]["datumStatusGezet"]) - timedelta(milliseconds=1)).isoformat()

    def _set_result(self, case: dict[str, Any], step: Step) -> str:
        word = step.data.get("uitkomst") or step.data.get("reden", "")
        kind = self.catalogue.named("resultaattypen", case["zaaktype"], RESULTS.get(word, "Ingetrokken")) or {}
        words = f"{step.words} Juiste organisatie: {self._right()}." if word == "niet-bevoegd" else step.words
        body = {"zaak": case["url"], "resultaattype": kind.get("url"), "toelichting": words}
        return str(self.register.set_result(body, forced=True)["url"])

    def _right(self) -> str:
        return self.stage.switchboard.get(self.organisation.slug).right_organisation or self.organisation.names_as_right

    def _notification(self, case: Mapping[str, Any], resource: str, url: str, action: str, broken: bool) -> Outgoing:
        kind = self.catalogue.case_types[case["zaaktype"]]
        message = {
            "kanaal": "zaken",
            "source": self.organisation.source,
            "hoofdObject": case["url"],
            "resource": resource,
            "resourceUrl": url,
            "actie": action,
            "aanmaakdatum": self.register.now()[:23] + "Z",
            "kenmerken": {
                "bronorganisatie": case["bronorganisatie"],
                "zaaktype": kind["url"],
                "zaaktype.catalogus": kind["catalogus"],
                "vertrouwelijkheidaanduiding": case["vertrouwelijkheidaanduiding"],
            },
        }
        authorization = "Bearer onjuist" if broken else notification_authorization(self.organisation.secrets[0])

        def headers(_at: datetime) -> dict[str, str]:
            return {"Content-Type": "application/json", "Authorization": authorization}

        body = json.dumps(rebased(message, "@", self.base)).encode()
        return Outgoing(f"{self.stage.loket_url}/api/v1/zgw/notificaties/{self.organisation.slug}", body, headers)


def rebased(value: Any, old: str, new: str) -> Any:
    """``value`` (JSON values) with every link under ``old`` put under ``new``."""
    if isinstance(value, dict):
        return {key: rebased(one, old, new) for key, one in value.items()}
    if isinstance(value, list):
        return [rebased(one, old, new) for one in value]
    return new + value.removeprefix(old) if isinstance(value, str) and value.startswith(f"{old}/") else value
