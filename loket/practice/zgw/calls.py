"""One call to a gemeente's APIs: who calls, what it is about, and whether it is let through."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from flask import Request

from loket.practice.journal import Arrival
from loket.practice.scenarios import Scenario
from loket.practice.stage import Behaviour, utc_now
from loket.practice.zgw.access import check_crs, check_token
from loket.practice.zgw.gemeente import Gemeente, rebased
from loket.practice.zgw.problems import Problem

_MARK = re.compile(r"\(bericht ([0-9a-f-]{4,36})\)")
WITHDRAWN_SIGN = "INGETROKKEN"


class Call:
    """A request with its body read. ``problem``: why it is not let through; ``behaviour``: how the gemeente behaves towards it."""

    def __init__(self, gemeente: Gemeente, request: Request) -> None:
        self.gemeente, self.request = gemeente, request
        self.raw = request.get_data()
        self.base = f"{request.host_url.rstrip('/')}/{gemeente.organisation.slug}"
        self.tail = request.path.removeprefix(f"/{gemeente.organisation.slug}")
        gemeente.base = self.base
        self.body: dict[str, Any] = {}
        self.problem = self._find_problem()
        self.case = self.body.get("zaak", self.body) if self.opens else self._case_meant()
        self.behaviour = self._find_behaviour()
        self.delivery_id = self._delivery_id()

    @property
    def on_cases(self) -> bool:
        """Whether it is about the resource ``zaken``, the only one with CRS headers."""
        return self.tail.startswith("/zaken/api/v1/zaken") and not self.tail.endswith(("/audittrail", "/zaakeigenschappen"))

    @property
    def opens(self) -> bool:
        """Whether it opens a zaak."""
        return self.request.method == "POST" and self.tail in ("/zaken/api/v1/zaken", "/zaken/api/v1/zaak_registreren")

    @property
    def kind(self) -> str:
        """The kind of delivery that this is, for the log; ``lezen`` when nothing is changed."""
        if self.opens:
            return "melding" if str(self.case.get("omschrijving", "")).lower().startswith("melding") else "aanvraag"
        if self.request.method == "PATCH":
            return "intrekking" if str(self.body.get("toelichting", "")).startswith(WITHDRAWN_SIGN) else "aanvulling"
        return self.tail.rpartition("/")[2] if self.request.method == "POST" else "lezen"

    def arrival(self, verdict: str) -> Arrival:
        """This call for the log."""
        slug, number = self.gemeente.organisation.slug, str(self.case.get("identificatie", ""))
        return Arrival(slug, self.delivery_id, self.kind, number, self.raw, self.request.method, self.request.path, verdict)

    def take(self) -> bool:
        """Perform the effect once."""
        slug, number = self.gemeente.organisation.slug, str(self.case.get("identificatie", ""))
        return self.gemeente.stage.journal.take(
            slug, number, self.kind, self.delivery_id or number, self._product(), self.behaviour.scenario
        )

    def _find_problem(self) -> Problem | None:
        organisation = self.gemeente.organisation
        changes = self.request.method in ("POST", "PATCH")
        try:
            check_token(self.request.headers.get("Authorization"), organisation.client_id, organisation.zgw_secret, utc_now())
            if self.on_cases:
                check_crs(self.request.headers, changes)
            if changes:
                self.body = self._read()
        except Problem as problem:
            return problem
        return None

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self.raw)
        except ValueError as error:
            raise Problem(400, f"JSON parse error - {error}", "parse_error") from None
        if not isinstance(content, dict):
            raise Problem(400)
        body: dict[str, Any] = rebased(content, self.base, "@")
        return body

    def _case_meant(self) -> Mapping[str, Any]:
        cases = self.gemeente.register.kept["zaken"]
        linked = self.body.get("zaak")
        url = linked if isinstance(linked, str) else f"@{self.tail}"
        return cases.get(url, {})

    def _delivery_id(self) -> str:
        """ZGW knows no message ids: the identificatie stands for the application, a mark in the text for what is added later."""
        number = str(self.case.get("identificatie", ""))
        marks = _MARK.findall(str(self.body.get("toelichting", "")))
        if self.request.method != "PATCH" or not number:
            return number
        known = self.case.get("toelichting", "")
        fresh = [mark for mark in marks if mark not in known]
        return f"{number}/{fresh[0] if fresh else hashlib.sha256(self.raw).hexdigest()[:12]}"

    def _product(self) -> str:
        known = self.gemeente.catalogue.case_types.get(self.case.get("zaaktype", ""), {})
        return str(known.get("identificatie", ""))

    def _find_behaviour(self) -> Behaviour:
        if self.problem or (not self.opens and not self.case):
            return Behaviour(self.gemeente.stage.switchboard.get(self.gemeente.organisation.slug).scenario)
        number, texts = str(self.case.get("identificatie", "")), [self.case.get("toelichting")]
        found = self.gemeente.stage.behaviour(self.gemeente.organisation, number, self._product(), texts)
        # What one request asks for itself spoils only the call that opens its zaak.
        return found if self.opens or not found.wish else Behaviour(Scenario.GRANT)
