"""The sentences that tell a status and a timeline in plain Dutch (B1): short, active, no jargon. All of them stand here.

``{wie}`` is the organisation as a person says it, ``{naam}`` the product. Dates are written out by :func:`day`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from loket.cases.states import CaseState, ReferralState
from loket.cases.stuck_reasons import STUCK_SENTENCES as STUCK_SENTENCES
from loket.cases.words_acts import ACT_DATES, ACT_SENTENCES
from loket.cases.words_tailored import TAILORED_SENTENCES

S = ReferralState

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")

PART_SENTENCES = {
    S.PLANNED: "Dit deel wacht nog en gaat daarna vanzelf naar {wie}.",
    S.PENDING: "Uw vraag gaat vanzelf naar {wie}.",
    S.SENT: "Uw vraag is bezorgd bij {wie}.",
    S.RECEIVED: "{Wie} heeft uw vraag ontvangen.",
    S.ACCEPTED: "{Wie} behandelt uw vraag.",
    S.NEEDS_INFORMATION: "{Wie} heeft nog iets van u nodig.",
    S.SUSPENDED: "De behandeling bij {wie} staat even stil.",
    S.DECIDED: "{Wie} heeft een besluit genomen.",
    S.DELIVERED: "{Wie} heeft uitgevoerd wat u hebt gekregen.",
    S.CLOSED: "{Wie} heeft dit deel afgesloten.",
    S.DECLINED: "{Wie} gaf dit deel terug. Het loket kijkt wie het wel kan doen.",
    S.RETURNED: "{Wie} gaf dit deel terug. U hebt gehoord wat dat betekent.",
    S.FORWARDED: "Dit deel is doorgestuurd naar een andere organisatie.",
    S.UNDELIVERABLE: "Uw vraag kon niet worden bezorgd bij {wie}. Het loket zoekt dit uit.",
    S.WITHDRAWN: "Dit deel is ingetrokken.",
}

CASE_SENTENCES = {
    CaseState.RECEIVED: "Uw vraag is ontvangen.",
    CaseState.UNROUTABLE: "Uw vraag is ontvangen. Een medewerker kiest wie hem gaat behandelen.",
    CaseState.IN_PROGRESS: "Uw vraag is in behandeling.",
    CaseState.WAITING_FOR_CITIZEN: "Er is nog iets van u nodig.",
    CaseState.SETTLED: "Op alle delen van uw vraag is een antwoord.",
    CaseState.CLOSED: "Uw vraag is afgerond.",
    CaseState.WITHDRAWN: "Uw vraag is ingetrokken.",
}

#: What every desk says by itself of a case that waits for an organisation that cannot be reached (practice rule 14).
OUTAGE_SENTENCES = {
    "organisatie-onbereikbaar": "{wie} heeft een storing.",
    "organisatie-onderhoud": "{wie} is niet bereikbaar tot {tot}. Dat was aangekondigd.",
}
KEPT = "Uw vraag is bewaard en gaat vanzelf. U hoeft niet terug te komen."

#: The contact that is recorded when a citizen hears who took up their case.
HANDOVER_QUESTION = "Wie heeft mijn zaak nu?"
HANDOVER_SAID = "Uw zaak is opgepakt door {naam}."

#: The timeline: type of event → sentence. What stands in ``details`` may be named in it.
EVENT_SENTENCES = {
    "zaak-ontvangen": "De vraag is ontvangen.",
    "opnieuw-gevraagd": "Dezelfde vraag is opnieuw gesteld en bij deze zaak gevoegd.",
    "vraag-aangevuld": "De vraag is aangevuld.",
    "contactmoment": "Er was contact met de inwoner.",
    "bericht-verstuurd": "De inwoner kreeg een bericht dat er nieuws is.",
    "bericht-mislukt": "Een bericht aan de inwoner kwam niet aan. Vertel het nieuws op een andere manier.",
    "deel-gemaakt": "De vraag gaat ook naar {wie}.",
    "deel-gepland": "Het deel voor {wie} wacht: {reden}.",
    "deel-vrijgegeven": "Het deel voor {wie} kan nu beginnen: {reden}.",
    "niet-nodig": "Het deel voor {wie} is niet meer nodig: {reden}.",
    "verzonden": "De vraag is bezorgd bij {wie}.",
    "aanvulling-bezorgd": "De aanvulling is bezorgd bij {wie}.",
    "bericht-bezorgd": "Een bericht is bezorgd bij {wie}.",
    "storing": "{Wie} is niet bereikbaar. De vraag is bewaard en gaat vanzelf.",
    "onbestelbaar": "De vraag kon niet worden bezorgd bij {wie}.",
    "taak": "Een medewerker geeft een bericht zelf door aan {wie}.",
    "opnieuw-bezorgd": "Een bericht is op verzoek nog een keer bezorgd bij {wie}. Er verandert niets.",
    "opnieuw-aangeboden": "De vraag is opnieuw aangeboden aan {wie}.",
    "ontvangen": "{Wie} heeft de vraag ontvangen.",
    "in-behandeling-genomen": "{Wie} heeft de vraag opgepakt.",
    "teruggegeven": "{Wie} gaf de vraag terug: {reden}.",
    "aanvulling-gevraagd": "{Wie} vraagt iets van de inwoner, uiterlijk {hersteltermijn}.",
    "aanvulling-ontvangen": "{Wie} heeft de aanvulling ontvangen.",
    "opgeschort": "{Wie} heeft de behandeling stilgezet.",
    "hervat": "{Wie} behandelt de vraag weer.",
    "verdaagd": "{Wie} heeft meer tijd nodig, tot {nieuweEinddatum}.",
    "besloten": "{Wie} heeft besloten: {uitkomst}.",
    "uitgevoerd": "{Wie} heeft het besluit uitgevoerd.",
    "herzien": "{Wie} heeft het besluit herzien: {uitkomst}.",
    "afgesloten": "{Wie} heeft het deel afgesloten.",
    "te-laat-bericht": "Een bericht van {wie} kwam te laat en veranderde niets: {reden}.",
    "inrichting-nakijken": "Een woord van {wie} is hier niet bekend. De behandeling gaat gewoon door. De beheerder kijkt ernaar.",
    "doorgezonden": "De vraag is doorgestuurd van {wie} naar {naar}.",
    "terug-naar-afzender": "{Wie} kan de vraag niet behandelen. De inwoner is dat verteld.",
    "geen-doorzending": "Een medewerker kijkt wie dit deel verder behandelt: {reden}.",
    "aanvulling-gegeven": "De inwoner heeft gegeven wat {wie} vroeg.",
    "ingetrokken": "Het deel bij {wie} is ingetrokken.",
    "botsing": "Let op: {woorden}",
    "regel-gedaan": "Afgevinkt: {woorden}",
    "toezegging-nagekomen": "Een toezegging aan de inwoner is nagekomen.",
    "product-toegevoegd": "De inwoner vraagt er iets bij.",
    "bericht-van-inwoner": "De inwoner heeft {wie} iets gestuurd: {stap}.",
    "verkeerde-persoon-gemeld": "Het loket meldt dat er iets niet klopt. De privacyfunctionaris kijkt ernaar.",
    "zaak-gesloten": "De zaak is gesloten: {hoe}.",
    "vastgelopen": "Deze zaak staat stil: {reden}",
    "toegewezen": "Een toezichthouder volgt deze zaak.",
    "niet-meer-toegewezen": "De toezichthouder volgt deze zaak niet meer.",
    "uitgesteld": "Een toezichthouder kijkt op {tot} weer naar deze zaak.",
    "uitstel-beeindigd": "De zaak staat weer op de lijst van de toezichthouder.",
    "weer-in-beweging": "Deze zaak is weer in beweging.",
    "bezwaar-tegen-verwerking": "De inwoner maakt bezwaar tegen het gebruik van zijn gegevens.",
    "gecorrigeerd": "Er is iets verbeterd in de gegevens.",
    "verkeerde-persoon": "Deze zaak stond op naam van de verkeerde persoon en is gesloten.",
    "verkeerde-persoon-hersteld": "Deze zaak is opnieuw geopend, voor de juiste persoon. De antwoorden moeten nog worden bevestigd.",
    "overdracht-aangeboden": "De zaak wordt overgedragen: aan {naar}. Reden: {reden}.",
    "overdracht-opgepakt": "De overdracht is opgepakt: {naar} heeft nu de zaak.",
    "overdracht-verteld": "De inwoner weet wie de zaak heeft opgepakt.",
    "overdracht-geweigerd": "De overdracht is niet aangenomen: {reden}.",
    "overdracht-teruggenomen": "De overdracht is teruggenomen.",
    "overdracht-herinnering": "De overdracht is nog niet opgepakt. De ontvanger ziet een herinnering.",
    "gebeld-over-storing": "Een medewerker belde {wie} over deze vraag, omdat de lijn een storing had.",
    "opvolging": "{Wie} is opgegaan in {naar}. Het deel is meeverhuisd.",
    **ACT_SENTENCES,
    **TAILORED_SENTENCES,
}

OUTCOME_WORDS = {
    "toegekend": "toegekend",
    "deels-toegekend": "voor een deel toegekend",
    "afgewezen": "afgewezen",
    "buiten-behandeling": "niet behandeld",
}

DECLINE_WORDS = {
    "niet-bevoegd": "deze organisatie gaat hier niet over",
    "dubbel": "dit was al eerder gevraagd",
    "al-geregeld": "dit is al geregeld",
    "anders": "om een andere reden",
}

#: Why a message could not be delivered, by what the last try brought (``adapters.port.Verdict``); the codes stand with the tries.
UNDELIVERABLE_WORDS = {
    "geweigerd": "De organisatie nam het bericht niet aan.",
    "gestopt": "De organisatie neemt op dit adres niets meer aan.",
    "opnieuw": "Ook na alle pogingen kwam er geen goed antwoord.",
}

#: The details that a sentence may name; all others are for those who may see the content.
DATES = ("hersteltermijn", "nieuweEinddatum", "tot", *ACT_DATES)


def month(value: date) -> str:
    """The month of a day, as ``maart 2026``."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def day(value: date | str | None) -> str:
    """A date as a person writes it: ``5 mei 2026``."""
    if value is None:
        return "een latere datum"
    found = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


def moment(value: datetime) -> str:
    """A time in Amsterdam as a person writes it: ``5 mei 2026, 14:03``."""
    local = value.astimezone(ZoneInfo("Europe/Amsterdam"))
    return f"{day(local.date())}, {local:%H:%M}"


def part_sentence(state: ReferralState, who: str) -> str:
    """The status of a part in one sentence."""
    return _fill(PART_SENTENCES[state], who, {})


def event_sentence(kind: str, who: str, details: Mapping[str, Any], *, content: bool = True) -> str:
    """One line of the timeline. Without ``content`` nothing is told of outcome or reason, only that it happened."""
    template = EVENT_SENTENCES.get(kind, kind)
    if not content:
        template = template.split(":")[0].rstrip(".") + "."
    return _fill(template, who, details)


def _fill(template: str, who: str, details: Mapping[str, Any]) -> str:
    shown = {key: day(value) if key in DATES else value for key, value in details.items()}
    shown["uitkomst"] = OUTCOME_WORDS.get(str(details.get("uitkomst")), details.get("uitkomst", "onbekend"))
    shown["reden"] = DECLINE_WORDS.get(str(details.get("reden")), details.get("reden", "geen reden gegeven"))
    return template.format_map(_Blank({**shown, "wie": who, "Wie": who[:1].upper() + who[1:]}))


class _Blank(dict[str, Any]):
    """An unknown name in a sentence becomes an ellipsis instead of an error."""

    def __missing__(self, key: str) -> str:
        return "…"
