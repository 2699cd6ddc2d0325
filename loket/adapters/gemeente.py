"""A gemeente that speaks ZGW: one class for all of them. Zaaktypen and words that differ stand in the options of the organisation.

A request becomes zaak → rollen → eigenschappen → first status. Each step can be repeated: our deelzaaknummer is the zaak's
``identificatie``, unique per bronorganisatie, so a second try finds what the first one made and completes it. Nothing is deleted or
overwritten; changes to a zaak add a paragraph to ``toelichting`` (ZGW has no message for an aanvulling or an intrekking, and closing is
the gemeente's own act). ZGW has no ``If-Match`` either: a change by the gemeente in the same second could be lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from loket.adapters import zgw_body, zgw_objects, zgw_steps
from loket.adapters.answers import CallError, failed
from loket.adapters.dialect import Dialect
from loket.adapters.http import Client
from loket.adapters.port import DeclineReason, Kind, Message, Outcome, Report, Result, Verb, Verdict
from loket.adapters.registry import register
from loket.adapters.settings import Option, OrganisationSettings, one_of, table_of, text
from loket.adapters.zgw_catalogue import CaseType, CaseTypes
from loket.adapters.zgw_client import Halt, Invalid, Line, Session, link
from loket.adapters.zgw_steps import ALREADY_THERE
from loket.adapters.zgw_words import Reading, Tables, UnknownResult, reports, unknown_words

MIN_SECRET = 32  # characters, for HS256
EXPAND = "status,status.statustype"


@register("gemeente")
class Gemeente(Dialect):
    """Opens, supplements and reads zaken. Its reference for a part is the uuid of the zaak."""

    kinds = frozenset({Kind.REQUEST, Kind.NOTICE, Kind.COMPLETION, Kind.WITHDRAWAL, Kind.FETCH})
    reads = True
    options: ClassVar[Mapping[str, Option]] = {
        "client_id": text(50),
        "zaken_pad": text(200),  # below the address; else /zaken/api/v1
        "catalogi_pad": text(200),  # below the address; else /catalogi/api/v1
        "autorisaties_pad": text(200),  # below the address; else /autorisaties/api/v1; only `loket zgw check` asks there
        "notificaties_adres": text(200),  # a whole address, for it often stands elsewhere; else below the address
        "ingang": one_of("zaak", "verzoek"),  # who makes the zaak: Loket, or the gemeente from a productaanvraag; else zaak
        "objecttype": text(200),  # of the productaanvraag, for the way in by verzoek: its address
        "objecttype_versie": text(4),  # else 1
        "objecten_adres": text(200),  # a whole address; else /objecten/api/v2 below the address
        "bronorganisatie": text(9),  # the RSIN that we register under
        "verantwoordelijke_organisatie": text(9),  # the gemeente's own RSIN; else the one of the catalogue
        "zaaktypen": table_of(),  # product → identificatie of the zaaktype; else the product's slug
        "eigenschappen": table_of(),  # question → naam of the eigenschap that its answer is written to as well
        "statustypen": table_of(*Verb),
        "resultaattypen": table_of(*Outcome, *DeclineReason),
    }

    def __init__(self, settings: OrganisationSettings, client: Client) -> None:
        super().__init__(settings, client)
        options = settings.options
        self.line = Line(
            cases=f"{settings.address}{options.get('zaken_pad', '/zaken/api/v1')}",
            catalogue=f"{settings.address}{options.get('catalogi_pad', '/catalogi/api/v1')}",
            rights=f"{settings.address}{options.get('autorisaties_pad', '/autorisaties/api/v1')}",
            objects=options.get("objecten_adres", f"{settings.address}/objecten/api/v2"),
            notifications=options.get("notificaties_adres", f"{settings.address}/notificaties/api/v1"),
            client_id=options.get("client_id", "loket"),
            secret=settings.secrets[0],
            deadline=settings.deadline,
        )
        self.source = options["bronorganisatie"]
        self._responsible = options.get("verantwoordelijke_organisatie", settings.rsin)
        self.tables = Tables.of(options)
        self.properties: Mapping[str, str] = options.get("eigenschappen", {})
        self.by_request = options.get("ingang") == "verzoek"
        self._types = CaseTypes()

    @classmethod
    def line_faults(cls, settings: OrganisationSettings) -> Iterator[str]:
        """Also: secrets long enough for HS256, and the two RSINs that a zaak needs."""
        yield from super().line_faults(settings)
        if any(len(secret) < MIN_SECRET for secret in settings.secrets):
            yield f"geheimen: een geheim moet minstens {MIN_SECRET} tekens hebben"
        if not (settings.rsin or settings.options.get("verantwoordelijke_organisatie")):
            yield "opties.verantwoordelijke_organisatie: het RSIN van de gemeente ontbreekt"
        if settings.options.get("ingang") == "verzoek" and not settings.options.get("objecttype"):
            yield "opties.objecttype: het adres van het objecttype productaanvraag ontbreekt"
        if not str(settings.options.get("objecttype_versie", "1")).isdecimal():
            yield "opties.objecttype_versie: moet een getal zijn"
        if not settings.options.get("bronorganisatie"):
            yield "opties.bronorganisatie: het RSIN ontbreekt waaronder Loket zaken registreert"

    def session(self, traceparent: str) -> Session:
        """The calls of one try, within one deadline."""
        return Session(self.line, self._client, traceparent)

    def code_of(self, product: str) -> str:
        """The identificatie of the zaaktype for a product."""
        code: str = self._settings.options.get("zaaktypen", {}).get(product, product)
        return code

    def send(self, message: Message) -> Result:
        """All calls that this kind needs, together within the deadline."""
        if message.kind not in self.kinds:
            return self.unable(message)
        session = self.session(message.traceparent)
        try:
            if message.kind is Kind.FETCH:
                return self._fetch(session, message)
            if message.kind in (Kind.COMPLETION, Kind.WITHDRAWAL):
                return self._add(session, message)
            return self._open(session, message)
        except Halt as halt:
            return halt.result
        except CallError as error:
            return failed(error)

    def _open(self, session: Session, message: Message) -> Result:
        content = json.loads(message.body)
        if self.by_request:
            self._request(session, message, content)
            return Result(Verdict.DELIVERED, status=200, fetch=True)
        kind = self._types.find(session, self.code_of(message.product), zgw_body.amsterdam_day(message.created_at), self._client.clock())
        case = self._made(session, message, content, kind)
        warnings = () if case.get("einddatum") else self._completed(session, message, content, case, kind)
        return replace(_delivered(case), fetch=True, warnings=warnings)

    def _completed(
        self, session: Session, message: Message, content: Mapping[str, Any], case: Mapping[str, Any], kind: CaseType
    ) -> tuple[str, ...]:
        names = self.properties
        known = self._types.properties(session, kind.url, self._client.clock()) if names else {}
        zgw_steps.add_people(session, case, content, kind)
        refused = zgw_steps.add_properties(session, case, content, names, known)
        zgw_steps.set_first_status(session, case, message, kind)
        return (*zgw_steps.missing(content, names, known), *refused)

    def _request(self, session: Session, message: Message, content: Mapping[str, Any]) -> None:
        options = self._settings.options
        version = int(options.get("objecttype_versie", "1"))
        kind = self.code_of(message.product)
        zgw_objects.request_once(session, options["objecttype"], version, kind, content, message.created_at)

    def _made(self, session: Session, message: Message, content: Mapping[str, Any], kind: CaseType) -> dict[str, Any]:
        body = zgw_body.case_body(content, kind.url, self.source, self._responsible, message.created_at)
        try:
            return session.create(f"{self.line.cases}/zaken", body)
        except Invalid as fault:
            if ALREADY_THERE["zaak"] not in fault.codes:
                raise
            return self._found(session, message.number)

    def _found(self, session: Session, number: str) -> dict[str, Any]:
        wanted = {"identificatie": number, "bronorganisatie": self.source}
        if self.by_request:
            wanted = {"kenmerk": f"{zgw_body.SOURCE}:{number}"}
        found = session.list(f"{self.line.cases}/zaken", **wanted)
        if not found and self.by_request:
            raise zgw_objects.NoCaseYet
        if not found:
            raise session.halt(Verdict.REFUSED, "de gemeente heeft geen zaak met dit deelzaaknummer")
        return found[0]

    def _add(self, session: Session, message: Message) -> Result:
        content, case = json.loads(message.body), self._read_case(session, message)
        note = str(case.get("toelichting") or "")
        completes = message.kind is Kind.COMPLETION
        paragraph = (zgw_body.supplement if completes else zgw_body.withdrawal)(content, message.created_at)
        change: dict[str, Any] = {}
        if paragraph not in note:
            change["toelichting"] = "\n\n".join(filter(None, [note, paragraph] if completes else [paragraph, note]))
        if completes and (case.get("opschorting") or {}).get("indicatie"):
            change["opschorting"] = {"indicatie": False, "reden": ""}
        if len(change.get("toelichting", "")) > zgw_body.MAX_NOTE:
            return Result(Verdict.UNABLE, detail=f"{message.kind.value} past niet meer in de toelichting van de zaak")
        return _delivered(session.change(link(case, "url"), change) if change else case)

    def _fetch(self, session: Session, message: Message) -> Result:
        try:
            case = self._read_case(session, message)
        except zgw_objects.NoCaseYet as halt:  # not their fault: a RETRY would count against the line
            return replace(halt.result, verdict=Verdict.DELIVERED, status=200)
        status = (case.get("_expand") or {}).get("status") or _linked(session, case, "status")
        status_type = (status.get("_expand") or {}).get("statustype") or self._type_of(session, status, "statustype")
        result = _linked(session, case, "resultaat")
        reading = Reading(case, status, status_type, result, self._type_of(session, result, "resultaattype"))
        try:
            return replace(_delivered(case, tuple(reports(reading, self.tables))), warnings=tuple(unknown_words(reading, self.tables)))
        except UnknownResult as unknown:
            return Result(Verdict.REFUSED, detail=f"opties.resultaattypen: vertaling ontbreekt van: {unknown}"[:300])

    def _type_of(self, session: Session, linking: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        return self._types.entry(session, link(linking, name)) if linking else {}

    def _read_case(self, session: Session, message: Message) -> dict[str, Any]:
        uuid = _uuid(message.reference) or _uuid(link(self._found(session, message.number), "uuid"))
        return session.get(f"{self.line.cases}/zaken/{uuid}", expand=EXPAND)


def _delivered(case: Mapping[str, Any], told: tuple[Report, ...] = ()) -> Result:
    return Result(Verdict.DELIVERED, status=200, reference=link(case, "uuid"), reports=told)


def _linked(session: Session, case: Mapping[str, Any], name: str) -> dict[str, Any]:
    return session.get(link(case, name)) if case.get(name) else {}


def _uuid(value: str | None) -> str | None:
    """Only a uuid may go into a path: anything else is a 500 over there."""
    try:
        return str(UUID(value)) if value else None
    except ValueError:
        return None
