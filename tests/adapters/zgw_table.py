"""What our adapter must do with each of the 120 recorded exchanges: one row for each, by its name.

A row of ``Does`` says: when call ``step`` of a delivery of ``kind`` is answered so, this is the verdict, and this the next call. A slash at
the end of a step means one resource, none a list or a POST. ``NotOurs`` says why Loket never makes that call. ``Hears`` is what comes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loket.adapters.port import Kind, Verb, Verdict

OURS = "684ea6f8-6ef1-4431-a3d7-55522f04c47a"  #: the zaak that most of the recordings are about
TAKEN, REFUSED, RETRY = Verdict.DELIVERED, Verdict.REFUSED, Verdict.RETRY
OPEN = (Verb.RECEIVED, Verb.TAKEN_UP)
ENDED = (*OPEN, Verb.DECIDED)
DOUBLE = "fout.zaak.dubbele-identificatie"
END_STATUS = {"GET statussen/": "zaken.status.create.eind"}


@dataclass(frozen=True)
class Does:
    """A call of ours. ``says`` stands in the detail for the log; ``given`` are the answers to other calls of the same delivery."""

    kind: Kind
    step: str
    verdict: Verdict
    then: str | None = None
    says: str = ""
    reports: tuple[Verb, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    reference: str | None = OURS


@dataclass(frozen=True)
class NotOurs:
    """No call of ours, and why. Were such an answer to come, it must still do no harm."""

    reason: str


@dataclass(frozen=True)
class Hears:
    """A notification: this is our answer, and whether it leads to a zaak."""

    status: int
    leads: bool = True


@dataclass(frozen=True)
class ByCommand:
    """A call of a command: ``loket zgw check`` or ``loket zgw abonneren``."""

    command: str


@dataclass(frozen=True)
class Claims:
    """No exchange but the token of all others: ours has the same claims."""


def opens(step: str, verdict: Verdict, then: str | None = None, says: str = "", **given: str) -> Does:
    """A call while a zaak is opened."""
    return Does(Kind.REQUEST, step, verdict, then, says, given={key.replace("_", " "): name for key, name in given.items()}, reference=None)


def reads(verdict: Verdict, *told: Verb, then: str | None = None, says: str = "", given: Mapping[str, str] | None = None) -> Does:
    """The answer to reading our zaak."""
    return Does(Kind.FETCH, "GET zaken/", verdict, then, says, told, given or {})


def finds(verdict: Verdict, then: str | None = None, says: str = "") -> Does:
    """The answer to looking our zaak up by its number."""
    return Does(Kind.FETCH, "GET zaken", verdict, then, says, OPEN if verdict is TAKEN else (), reference=None)


THEIRS = NotOurs("de gemeente doet dit zelf; Loket leest de uitkomst terug")
ONE_CALL = NotOurs("experimenteel, en een halve aanroep is niet per stap af te maken: Loket doet losse stappen")
NO_SEARCH = NotOurs("Loket leest elke zaak op zijn eigen adres")
NO_CONDITION = "HTTP 304"

TABLE: Mapping[str, Does | NotOurs | Hears | ByCommand | Claims] = {
    "auth.jwt": Claims(),
    "catalogi.zaaktypen.lijst": opens("GET zaaktypen", TAKEN, "GET statustypen"),
    "catalogi.zaaktypen.op-identificatie": opens("GET zaaktypen", TAKEN, "GET statustypen"),
    "catalogi.zaaktype.detail": NotOurs("de lijst op identificatie geeft hetzelfde"),
    "catalogi.zaaktype.detail.304": NotOurs("geen aanroep is voorwaardelijk"),
    "catalogi.statustypen": opens("GET statustypen", TAKEN, "GET roltypen"),
    "catalogi.roltypen": opens("GET roltypen", TAKEN, "POST zaken"),
    "catalogi.resultaattypen": ByCommand("check"),
    "zaken.zaak.create": opens("POST zaken", TAKEN, "POST rollen"),
    "zaken.zaak.create.eigen-identificatie": opens("POST zaken", TAKEN, "POST rollen"),
    DOUBLE: opens("POST zaken", TAKEN, "GET zaken"),
    "zaken.zaak.zoek-na-dubbel": opens("GET zaken", TAKEN, "POST rollen", POST_zaken=DOUBLE),
    "zaken.rol.create": opens("POST rollen", TAKEN, "POST statussen"),
    "fout.rol.tweede-initiator": opens("POST rollen", TAKEN, "POST statussen"),
    "zaken.rol.create.zonder-roltoelichting": opens("POST rollen", TAKEN, "POST statussen"),
    "zaken.rollen.lijst": opens("GET rollen", TAKEN, "POST rollen", POST_zaken=DOUBLE, GET_zaken="zaken.zaak.zoek.identificatie"),
    "zaken.status.create.eerste": opens("POST statussen", TAKEN),
    "fout.status.zelfde-moment": opens("POST statussen", TAKEN),
    "zaken.status.create.tweede": THEIRS,
    "zaken.statussen.lijst": NotOurs("alleen de status waar de zaak naar wijst telt: die met de hoogste datumStatusGezet"),
    "zaken.status.detail": Does(
        Kind.FETCH, "GET statussen/", TAKEN, "GET statustypen/", reports=OPEN, given={"GET zaken/": "zaken.zaak.detail"}
    ),
    "zaken.zaak.detail": reads(TAKEN, *OPEN, then="GET statussen/"),
    "zaken.zaak.detail.304": reads(RETRY, says=NO_CONDITION),
    "zaken.zaak.detail.expand": reads(TAKEN, *OPEN),
    "zaken.zaak.zoek.identificatie": finds(TAKEN, "GET zaken/"),
    "zaken.zaak.zoek.identificatie.leeg": finds(REFUSED, says="geen zaak met dit deelzaaknummer"),
    "zaken.zaak.zoek.kenmerk": NotOurs("gezocht wordt op identificatie, die wij zelf kiezen; het filter op kenmerk is experimenteel"),
    "zaken.zaak.zoek.kenmerk.leeg": NotOurs("zie zaken.zaak.zoek.kenmerk"),
    "fout.zaak.zoek.kenmerk.formaat": NotOurs("zie zaken.zaak.zoek.kenmerk"),
    "zaken.zaak._zoek.uuid": NO_SEARCH,
    "fout.zaak._zoek.get": NO_SEARCH,
    "fout.zaak._zoek.leeg": NO_SEARCH,
    "zaken.zaak_registreren": ONE_CALL,
    "fout.zaak_registreren.bsn": ONE_CALL,
    "crs.zaak_registreren-zonder": ONE_CALL,
    "zaken.zaak_registreren.eigen-identificatie": ONE_CALL,
    "fout.zaak_registreren.dubbele-identificatie": ONE_CALL,
    "zaken.zaak.patch.opschorting": reads(TAKEN, *OPEN, Verb.SUSPENDED, then="GET statussen/"),
    "zaken.zaak.patch.opschorting.einde": Does(
        Kind.COMPLETION, "PATCH zaken/", TAKEN, given={"GET zaken/": "zaken.zaak.patch.opschorting"}
    ),
    "zaken.zaak.patch.verlenging": reads(TAKEN, *OPEN, Verb.RESUMED, Verb.EXTENDED, then="GET statussen/"),
    "zaken.zaak.patch.einddatum-mee": reads(TAKEN, *OPEN, Verb.RESUMED, Verb.EXTENDED, then="GET statussen/"),
    "fout.zaak.patch.verlenging.duur": THEIRS,
    "zaken.zaak_opschorten": ONE_CALL,
    "fout.status.eind-zonder-resultaat": THEIRS,
    "zaken.resultaat.create": THEIRS,
    "fout.resultaat.tweede": THEIRS,
    "zaken.status.create.eind": THEIRS,
    "zaken.zaak.detail.gesloten": reads(TAKEN, *ENDED, then="GET statussen/", given=END_STATUS),
    "zaken.resultaat.detail": Does(
        Kind.FETCH,
        "GET resultaten/",
        TAKEN,
        "GET resultaattypen/",
        reports=ENDED,
        given={**END_STATUS, "GET zaken/": "zaken.zaak.detail.gesloten"},
    ),
    "fout.zaak.patch.gesloten": Does(Kind.COMPLETION, "PATCH zaken/", REFUSED, says="permission_denied"),
    "fout.status.na-sluiten": opens("POST statussen", TAKEN, "GET zaken/"),  # closed in between: it has a status of its own
    "zaken.zaak_afsluiten": ONE_CALL,
    "zaken.status.volgorde-niet-bewaakt.1": THEIRS,
    "zaken.status.volgorde-niet-bewaakt.2": THEIRS,
    "zaken.zaken.lijst": finds(TAKEN, "GET zaken"),
    "zaken.zaak.patch.kenmerken": NotOurs("kenmerken staan er vanaf het begin in; een PATCH zou die van de gemeente wissen"),
    "fout.zaak.audittrail.scope": NotOurs("vraagt een recht dat Loket niet nodig heeft"),
    "fout.rol.bsn-elfproef": opens("POST rollen", REFUSED, says="inpBsn invalid"),
    "fout.rol.bsn-kort": opens("POST rollen", REFUSED, says="inpBsn"),
    "fout.rol.bsn-letters": opens("POST rollen", REFUSED, says="inpBsn only-digits"),
    "fout.zaak.zaaktype-onbekend": opens("POST zaken", REFUSED, says="zaaktype does_not_exist"),
    "fout.zaak.zaaktype-andere-host": opens("POST zaken", REFUSED, says="zaaktype unknown-service"),
    "fout.zaak.zaaktype-niet-geautoriseerd": opens("POST zaken", REFUSED, says="permission_denied"),
    "fout.zaak.verplicht": opens("POST zaken", REFUSED, says="bronorganisatie required"),
    "fout.zaak.rsin": opens("POST zaken", REFUSED, says="bronorganisatie min_length"),
    "fout.zaak.omschrijving-te-lang": opens("POST zaken", REFUSED, says="omschrijving max_length"),
    "fout.zaak.kenmerk-te-lang": opens("POST zaken", REFUSED, says="kenmerken.0.kenmerk max_length"),
    "fout.zaak.datum": opens("POST zaken", REFUSED, says="startdatum invalid"),
    "fout.zaak.json-kapot": opens("POST zaken", REFUSED, says="parse_error"),
    "fout.auth.geen": opens("POST zaken", REFUSED, says="permission_denied"),
    "fout.auth.verlopen": opens("POST zaken", RETRY, says="jwt-expired"),
    "fout.auth.verkeerd-geheim": opens("POST zaken", RETRY, says="invalid-jwt-signature"),
    "fout.auth.onbekende-client": opens("POST zaken", RETRY, says="invalid-client-identifier"),
    "fout.auth.geen-jwt": opens("POST zaken", RETRY, says="jwt-decode-error"),
    "auth.iat-toekomst": reads(TAKEN, *ENDED, then="GET statussen/", given=END_STATUS),
    "fout.auth.exp-verlopen": reads(RETRY, says="jwt-expiredsignatureerror"),
    "fout.auth.scope": opens("POST zaken", REFUSED, says="permission_denied"),
    "fout.crs.accept": opens("POST zaken", REFUSED, says="precondition_failed"),
    "fout.crs.content": opens("POST zaken", REFUSED, says="precondition_failed"),
    "fout.crs.get": reads(REFUSED, says="precondition_failed"),
    "fout.crs.onbekend": reads(REFUSED, says="not_acceptable"),
    "crs.rol-zonder": opens("POST rollen", TAKEN, "POST statussen"),
    "crs.status-zonder": opens("POST statussen", TAKEN),
    "fout.zaak.404": reads(REFUSED, says="not_found"),
    "fout.zaak.geen-uuid": reads(RETRY, says="HTTP 500"),
    "fout.zaak.queryparam": finds(REFUSED, says="unknown-parameters"),
    "fout.status.ander-zaaktype": opens("POST statussen", REFUSED, says="zaaktype-mismatch"),
    "fout.status.toekomst": opens("POST statussen", RETRY, says="date-in-future"),
    "zaken.status.create.alleen-datum": opens("POST statussen", TAKEN),
    "fout.status.zaak-onbekend": opens("POST statussen", REFUSED, says="zaak object-does-not-exist"),
    "fout.zaken.delete": NotOurs("Loket verwijdert niets bij een gemeente"),
    "fout.methode": NotOurs("Loket verwijdert niets bij een gemeente"),
    "storing.db-weg.post": opens("POST zaken", RETRY, says="HTTP 500"),
    "storing.db-weg.get": reads(RETRY, says="HTTP 500"),
    "storing.db-weg.livez": NotOurs("blijft 200 als de database weg is: zegt niets"),
    "storing.db-weg.readyz": NotOurs("de bezorging zelf is de proef of de gemeente antwoordt"),
    "storing.db-terug.get.1": reads(RETRY, says="HTTP 500"),
    "storing.db-terug.get.2": reads(RETRY, says="HTTP 500"),
    "storing.db-terug.get.3": reads(TAKEN, *ENDED, then="GET statussen/", given=END_STATUS),
    "storing.db-terug.get.4": reads(RETRY, says="HTTP 500"),
    "storing.etag-verouderd.1-lezen": reads(TAKEN, *OPEN, then="GET statussen/"),
    "storing.etag-verouderd.2-eindstatus": THEIRS,
    "storing.etag-verouderd.3-voorwaardelijk-lezen": reads(RETRY, says=NO_CONDITION),
    "storing.etag-verouderd.4-gewoon-lezen": reads(TAKEN, *ENDED, then="GET statussen/", given=END_STATUS),
    "notificatie.publicatie.zaak.create": Hears(204),
    "notificatie.publicatie.rol.create": Hears(204),
    "notificatie.publicatie.status.create": Hears(204),
    "notificatie.publicatie.zaak.patch": Hears(204),
    "notificatie.publicatie.resultaat.create": Hears(204),
    "notificatie.publicatie.status.create.eind": Hears(204),
    "notificatie.publicatie.zaak_registreren.1": Hears(204),
    "notificatie.publicatie.zaak_registreren.2": Hears(204),
    "notificatie.publicatie.zaak_registreren.3": Hears(204),
    "notificatie.abonnement.create": ByCommand("abonneren"),
    "notificatie.callback.test.zonder-auth": Hears(401, leads=False),
    "notificatie.callback.test.met-auth": Hears(204, leads=False),
    "notificatie.callback.zaak.create": Hears(204),
    "notificatie.callback.status.create": Hears(204),
    "notificatie.callback.zaak.patch": Hears(204),
    "notificatie.callback.status.create.eind": Hears(204),
}
