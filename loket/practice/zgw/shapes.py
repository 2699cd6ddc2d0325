"""The resources of the Zaken API with all the fields that an answer shows."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping
from typing import Any

_CASE: Mapping[str, Any] = {
    "omschrijving": "",
    "toelichting": "",
    "einddatum": None,
    "publicatiedatum": None,
    "laatstGeopend": None,
    "communicatiekanaal": "",
    "communicatiekanaalNaam": "",
    "productenOfDiensten": [],
    "vertrouwelijkheidaanduiding": "zaakvertrouwelijk",
    "betalingsindicatie": "",
    "betalingsindicatieWeergave": "",
    "laatsteBetaaldatum": None,
    "zaakgeometrie": None,
    "verlenging": None,
    "opschorting": {"indicatie": False, "eerdereOpschorting": False, "reden": ""},
    "selectielijstklasse": "",
    "hoofdzaak": None,
    "deelzaken": [],
    "relevanteAndereZaken": [],
    "gerelateerdeZaken": [],
    "eigenschappen": [],
    "rollen": [],
    "status": None,
    "zaakinformatieobjecten": [],
    "zaakobjecten": [],
    "kenmerken": [],
    "archiefnominatie": None,
    "archiefstatus": "nog_te_archiveren",
    "archiefactiedatum": None,
    "resultaat": None,
    "opdrachtgevendeOrganisatie": "",
    "processobjectaard": "",
    "startdatumBewaartermijn": None,
    "processobject": {"datumkenmerk": "", "identificatie": "", "objecttype": "", "registratie": ""},
}

_ROLE: Mapping[str, Any] = {
    "betrokkene": "",
    "betrokkeneType": "",
    "afwijkendeNaamBetrokkene": "",
    "roltoelichting": "",
    "indicatieMachtiging": "",
    "contactpersoonRol": {"emailadres": "", "functie": "", "telefoonnummer": "", "naam": ""},
    "statussen": [],
    "beginGeldigheid": None,
    "eindeGeldigheid": None,
    "authenticatieContext": None,
}

_PERSON: Mapping[str, Any] = {
    "inpBsn": "",
    "anpIdentificatie": "",
    "inpA_nummer": "",
    "geslachtsnaam": "",
    "voorvoegselGeslachtsnaam": "",
    "voorletters": "",
    "voornamen": "",
    "geslachtsaanduiding": "",
    "geboortedatum": "",
    "verblijfsadres": None,
    "subVerblijfBuitenland": None,
}

_UNIT: Mapping[str, Any] = {"identificatie": "", "naam": "", "isGehuisvestIn": ""}

GIVEN = (
    "bronorganisatie",
    "verantwoordelijkeOrganisatie",
    "zaaktype",
    "startdatum",
    "omschrijving",
    "toelichting",
    "communicatiekanaalNaam",
    "kenmerken",
)


def new_case(root: str, body: Mapping[str, Any], number: str, planned: str, now: str) -> dict[str, Any]:
    """A new zaak from the body of its POST; ``planned`` is the end date that follows from the zaaktype."""
    ends = {"einddatumGepland": planned, "uiterlijkeEinddatumAfdoening": body.get("uiterlijkeEinddatumAfdoening", planned)}
    times = {"registratiedatum": now[:10], "laatstGemuteerd": now}
    given = {name: body[name] for name in GIVEN if name in body}
    return {**_named(root), "identificatie": number, **copy.deepcopy(dict(_CASE)), **given, **ends, **times}


def new_role(root: str, body: Mapping[str, Any], kind: Mapping[str, Any], now: str) -> dict[str, Any]:
    """A new rol of roltype ``kind`` from the body of its POST."""
    given = {name: body[name] for name in ("betrokkene", "betrokkeneType", "roltoelichting") if name in body}
    blank = _PERSON if body.get("betrokkeneType") == "natuurlijk_persoon" else _UNIT
    person = {**blank, **(body.get("betrokkeneIdentificatie") or {})}
    of_kind = {"roltype": kind["url"], "omschrijving": kind["omschrijving"], "omschrijvingGeneriek": kind["omschrijvingGeneriek"]}
    linked = {"zaak": body["zaak"], **of_kind, "registratiedatum": now, "betrokkeneIdentificatie": person}
    return {**_named(root), **copy.deepcopy(dict(_ROLE)), **given, **linked}


def new_property(case_url: str, kind: Mapping[str, Any], value: str) -> dict[str, Any]:
    """A new eigenschap of the zaak with that URL; ``kind`` is the eigenschap of its zaaktype."""
    linked = {"zaak": case_url, "eigenschap": kind["url"], "naam": kind["naam"]}
    return {**_named(f"{case_url}/zaakeigenschappen"), **linked, "waarde": value}


def new_status(root: str, body: Mapping[str, Any], moment: str) -> dict[str, Any]:
    """A new status from the body of its POST, set at ``moment``."""
    return {
        **_named(root),
        "zaak": body["zaak"],
        "statustype": body["statustype"],
        "datumStatusGezet": moment,
        "statustoelichting": body.get("statustoelichting", ""),
        "indicatieLaatstGezetteStatus": True,
        "gezetdoor": None,
        "zaakinformatieobjecten": [],
    }


def _named(root: str) -> dict[str, str]:
    identifier = str(uuid.uuid4())
    return {"url": f"{root}/{identifier}", "uuid": identifier}
