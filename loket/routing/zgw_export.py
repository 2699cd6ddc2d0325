"""A case as ZGW shows it (Zaken API 1.7): one hoofdzaak and a deelzaak for each part, with its field names.

Made of the shared status, with its rules: whoever may not see the content of a part gets null there, and no date or channel beside it.
``_expand`` holds status, rollen and resultaat, as over there; no person stands in rollen, since the shared status names none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from loket.cases import queries
from loket.cases.deadlines import Term, amsterdam_date, decision_due
from loket.cases.lifecycle import FINAL
from loket.cases.models import Case, Referral
from loket.cases.queries import Names, Viewer
from loket.cases.states import ReferralState
from loket.routing.catalogue import Catalogue

CONFIDENTIAL = "zaakvertrouwelijk"
LONGEST_TITLE = 80
STANDS_STILL = (ReferralState.NEEDS_INFORMATION, ReferralState.SUSPENDED)
Found = dict[str, Any]


def zgw_cases(catalogue: Catalogue, case: Case, viewer: Viewer, names: Names, today: date, url: str) -> Found:
    """``hoofdzaak`` and ``deelzaken``. ``url`` is where this stands: a deelzaak is a fragment of it. ``today`` is in Amsterdam."""
    status = queries.shared_status(case, viewer, names, today)
    lines = {line["deelzaaknummer"]: line for line in status["deelzaken"]}
    rsin = own_rsin(catalogue)
    shared = {"bronorganisatie": rsin, "vertrouwelijkheidaanduiding": CONFIDENTIAL}
    parts = [shared | _part(catalogue, case, part, lines[part.number], names, url) for part in case.referrals]
    whole = shared | _whole(catalogue, case, status, names, url) | {"deelzaken": [part["url"] for part in parts]}
    return {"hoofdzaak": whole, "deelzaken": parts}


def own_rsin(catalogue: Catalogue) -> str | None:
    """The RSIN under which Loket registers zaken at gemeenten; None where no gemeente is spoken to over ZGW."""
    given = ((organisation.options or {}).get("bronorganisatie") for organisation in catalogue.organisations.values())
    return next(filter(None, given), None)


def _whole(catalogue: Catalogue, case: Case, status: Mapping[str, Any], names: Names, url: str) -> Found:
    limited = bool(status.get("beperkt"))
    event = catalogue.life_events.get(case.life_event or "")
    closed = None if limited or case.closed_at is None else amsterdam_date(case.closed_at)
    return {
        "url": url,
        "identificatie": case.number,
        "omschrijving": None if limited else (event.name if event else "Vraag van een inwoner")[:LONGEST_TITLE],
        "toelichting": None,
        **_days(
            amsterdam_date(case.received_at),
            amsterdam_date(case.received_at if limited else case.knocked_at),
            closed,
            status["uiterlijkeEinddatumAfdoening"],
        ),
        "communicatiekanaalNaam": None if limited else case.channel.capitalize(),
        "verlenging": None,
        "opschorting": None,
        "hoofdzaak": None,
        "kenmerken": [],
        "_expand": {
            "status": _status(status["status"], queries.stamp(case.received_at), status["statustekst"]),
            "rollen": [_role("klantcontacter", names(case.counter))],
            "resultaat": None,
        },
        **({"beperkt": True} if limited else {}),
    }


def _part(catalogue: Catalogue, case: Case, part: Referral, line: Mapping[str, Any], names: Names, url: str) -> Found:
    limited = bool(line.get("beperkt"))
    ended = amsterdam_date(part.state_since) if part.state in FINAL else None
    began = part.sent_at if part.sent_at and not limited else case.received_at
    shown = None if limited else line["toelichting"]
    return {
        "url": f"{url}#{part.number}",
        "identificatie": part.number,
        "omschrijving": None if limited else str(line["productnaam"] or line["product"])[:LONGEST_TITLE],
        "toelichting": shown,
        **_days(amsterdam_date(case.received_at), amsterdam_date(began), ended, line["uiterlijkeEinddatumAfdoening"]),
        "communicatiekanaalNaam": None if limited else case.channel.capitalize(),
        "verlenging": None if limited else _extension(catalogue, part),
        "opschorting": _pause(part, shown, limited=limited),
        "hoofdzaak": url,
        "deelzaken": [],
        "kenmerken": [] if limited or not line["kenmerk"] else [{"kenmerk": line["kenmerk"], "bron": line["organisatie"]}],
        "_expand": {
            "status": _status(line["status"], line["sinds"], line["statustekst"]),
            "rollen": [_role("behandelaar", names(line["organisatie"]))] if line["organisatie"] else [],
            "resultaat": None if limited or not line["uitkomst"] else {"toelichting": shown, "resultaattype": line["uitkomst"]},
        },
        **({"beperkt": True} if limited else {}),
    }


def _days(registered: date, began: date, ended: date | None, due: str | None) -> Found:
    return {
        "registratiedatum": registered.isoformat(),
        "startdatum": began.isoformat(),
        "einddatum": ended.isoformat() if ended else None,
        "uiterlijkeEinddatumAfdoening": due,
    }


def _status(word: str, since: str | None, sentence: str) -> Found:
    return {"statustype": word, "datumStatusGezet": since, "statustoelichting": sentence}


def _role(generic: str, name: str) -> Found:
    return {"betrokkeneType": "organisatorische_eenheid", "omschrijvingGeneriek": generic, "betrokkeneIdentificatie": {"naam": name}}


def _pause(part: Referral, reason: str | None, *, limited: bool) -> Found:
    """That it stands still shows from the status; why, and that it did before, only to those who may see the part."""
    paused = part.state in STANDS_STILL
    return {
        "indicatie": paused,
        "eerdereOpschorting": None if limited else paused or part.suspended_days > 0,
        "reden": reason if paused else None,
    }


def _extension(catalogue: Catalogue, part: Referral) -> Found | None:
    """By how many days the term was extended, as an ISO 8601 duration; None when it was not, or when there is no term to count from."""
    text, received = part.terms.get("termijn"), part.received_by_organisation_at
    if part.extended_to is None or text is None or received is None:
        return None
    before = decision_due(amsterdam_date(received), Term.parse(text), catalogue.calendar, suspended_days=part.suspended_days).on
    days = (part.extended_to - before).days
    return {"reden": None, "duur": f"P{days}D"} if days > 0 else None
