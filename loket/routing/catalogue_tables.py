"""The Dutch keys of ``config/`` and the fields that they fill: one table per kind of entry. A new key is one line here."""

from __future__ import annotations

from collections.abc import Mapping

from loket.adapters.guard import private_network
from loket.cases.identity import oin
from loket.routing.catalogue_reading import (
    Key,
    age,
    condition,
    day,
    days,
    mapping,
    matching,
    nested,
    number,
    one_of,
    pairs,
    several,
    slug,
    term,
    text,
    whole,
    words,
    yes_no,
)
from loket.routing.entries import DeskNorms, Norms, WaitsFor
from loket.routing.request import APPLICANT, ROLES

PERSON_FIELDS = (
    "burgerservicenummer",
    "kvkNummer",
    "voornamen",
    "voorvoegsel",
    "geslachtsnaam",
    "geboortedatum",
    "datumOverlijden",
    "postcode",
    "huisnummer",
    "gemeentecode",
    "telefoonnummer",
    "emailadres",
    "vertegenwoordiging",
    "toelichting",  # the free text of the request: only for who must read it
)
OUTCOMES = ("toegekend", "deels-toegekend", "afgewezen", "buiten-behandeling")
CONFIDENCE = one_of("gezien", "tegenstrijdig", "schatting")
SENSITIVE = one_of("gezondheid", "schulden", "strafrecht", "jeugd")
GEMEENTE_CODE = matching(r"[0-9]{4}", "gemeentecode (vier cijfers)")
VARIABLE = matching(r"[A-Z][A-Z0-9_]*", "naam van een omgevingsvariabele")

VALIDITY: Mapping[str, Key] = {
    "geldig_vanaf": Key("valid_from", day, default=None),
    "geldig_tot": Key("valid_to", day, default=None),
}
SOURCE: Mapping[str, Key] = {"bron": Key("source", text, default="")}

NORMS: Mapping[str, Key] = {
    "aflevering": Key("delivery", whole),
    "ontvangst": Key("receipt", whole),
    "opname": Key("take_up", whole),
    "voortgang": Key("progress", whole),
    "aanvulling": Key("information", whole),
    "uitvoering": Key("carry_out", whole),
    "ophalen": Key("fetch", whole),
    "antwoord": Key("answer", whole),
    "pogingen": Key("tries", whole),
    "herinnering": Key("reminder", whole),
}

ORGANISATION: Mapping[str, Key] = {
    "naam": Key("name", text, required=True),
    "korte_naam": Key("short_name", text, required=True),
    "oin": Key("oin", lambda value: oin(text(value)), required=True),
    "adapter": Key("adapter", slug, required=True),
    "systeem": Key("system", slug),
    "adres": Key("address", matching(r"https?://\S+", "webadres")),
    "geheimen": Key("secrets", several(VARIABLE)),
    "tls": Key("tls", mapping(one_of("client_certificaat", "client_sleutel", "ca"), VARIABLE), default={}),
    "privaat_netwerk": Key("private_networks", several(lambda value: private_network(text(value)))),
    "gelijktijdig": Key("limit", whole),
    "tijdslimiet": Key("deadline", number),
    "telefoon": Key("telephone", text),
    "lijn_professionals": Key("professionals_line", text),
    "normen": Key("norms", nested(Norms, NORMS)),
    "vordert_in": Key("collects", yes_no),
    "opties": Key("options", mapping(text, lambda value: value), default={}),
    **VALIDITY,
    **SOURCE,
}

EXECUTOR: Mapping[str, Key] = {
    "gemeentecode": Key("gemeente_code", GEMEENTE_CODE, required=True),
    "product": Key("product", slug, required=True),
    "organisatie": Key("organisation", slug, required=True),
    "grondslag": Key("ground", text, required=True),
    **VALIDITY,
    **SOURCE,
}

COUNTER: Mapping[str, Key] = {
    "naam": Key("name", text, required=True),
    "organisatie": Key("organisation", slug, required=True),
    "adres": Key("address", text),
    "telefoon": Key("telephone", text),
    "website": Key("website", text),
    "gemeentecode": Key("gemeente_code", GEMEENTE_CODE),
    "open": Key("hours", several(text)),
    "mobiel": Key("mobile", yes_no),
    **VALIDITY,
    **SOURCE,
}

WAITS_FOR: Mapping[str, Key] = {
    "product": Key("product", slug, required=True),
    "uitkomsten": Key("outcomes", several(one_of(*OUTCOMES)), required=True),
    "dagen": Key("days", whole, required=True),
}

PRODUCT: Mapping[str, Key] = {
    "naam": Key("name", text, required=True),
    "wet": Key("law", text, required=True),
    "grondslag": Key("ground", words(200), required=True),
    "doel": Key("purpose", text, required=True),
    "termijn": Key("term", term, default=None),
    "verlenging": Key("extension", term, default=None),
    "recht_vanaf": Key("right_from", one_of("aanvraag", "melding"), default="aanvraag"),
    "velden": Key("fields", mapping(one_of(*ROLES), several(one_of(*PERSON_FIELDS))), required=True),
    "vragen": Key("questions", several(slug), default=()),
    "noodzakelijk": Key("required", several(slug), default=()),
    "bsn": Key("bsn", yes_no, required=True),
    "wacht_op": Key("waits_for", nested(WaitsFor, WAITS_FOR), default=None),
    "uiterlijk_aanvragen": Key("apply_by", words(200), default=None),
    "uiterlijk_dagen": Key("apply_by_days", days, default=None),
    "uiterlijk_vanaf": Key("apply_by_question", slug, default=None),
    "vroegst_aanvragen": Key("earliest", text, default=None),
    "levert": Key("delivers", yes_no, default=False),
    "gevoelig": Key("sensitive", SENSITIVE, default=None),
    "bron": Key("source", text, required=True),
    "gecontroleerd_op": Key("checked_at", day, default=None),
    "zekerheid": Key("confidence", CONFIDENCE, required=True),
    "opmerking": Key("note", text, default=""),
    "geheim_adres": Key("secret_address", text, default=None),
    "bijpraten_dagen": Key("news_days", whole),
    "normen": Key("norms", nested(dict, NORMS), default={}),
    "wijst_naar": Key("points_at", several(slug)),
    "papieren": Key("papers", several(slug)),
    "kopie_gevraagd": Key("copies", several(slug)),
    **VALIDITY,
}

QUESTION: Mapping[str, Key] = {
    "type": Key("type", one_of("ja-nee", "keuze", "meerkeuze", "getal", "bedrag", "datum", "tekst"), required=True),
    "label": Key("label", text, required=True),
    "hulp": Key("help", text),
    "keuzes": Key("choices", pairs),
    "minimum": Key("minimum", number),
    "maximum": Key("maximum", number),
    "patroon": Key("pattern", text),
    "max_lengte": Key("max_length", whole),
    "toon_als": Key("shown_if", condition),
    "geldig_dagen": Key("valid_days", whole, required=True),
    "vrijwillig": Key("voluntary", yes_no),
    "gevoelig": Key("sensitive", SENSITIVE),
}

ROW: Mapping[str, Key] = {
    "product": Key("product", slug, default=None),
    "naam": Key("name", words(200)),
    "organisatie": Key("organisation", slug, default=None),
    "wijze": Key("way", one_of("aanvragen", "melden", "vanzelf", "zelf-doen", "waarschuwing"), required=True),
    "voor": Key("for_role", one_of(*ROLES), default=APPLICANT),
    "reden": Key("reason", words(300), required=True),
    "uiterlijk": Key("until", words(200)),
    "mits": Key("condition", condition, default=None),
}

LIFE_EVENT: Mapping[str, Key] = {
    **VALIDITY,
    "crisis": Key("crisis", words(200), default=None),
    "naam": Key("name", text, required=True),
    "uitleg": Key("explanation", text, required=True),
    "toon": Key("tone", text, default=None),
    "gevoelig": Key("sensitive", SENSITIVE, default=None),
    "bron": Key("source", text, default=""),
    "zekerheid": Key("confidence", CONFIDENCE, required=True),
    "vragen": Key("questions", several(slug), default=()),
}

COLLISION: Mapping[str, Key] = {
    "woorden": Key("words", words(500), required=True),
    "als": Key("when", condition, default=None),
    "producten": Key("products", several(slug), default=()),
    "levensgebeurtenissen": Key("life_events", several(slug), default=()),
    "uitkomsten": Key("outcomes", mapping(slug, several(one_of(*OUTCOMES))), default={}),
}

DESK_NORMS: Mapping[str, Key] = {
    "bijpraten": Key("news", whole),
    "overdracht": Key("handover", whole),
    "overdracht_spoed": Key("urgent_handover", whole),
    "termijn_nadert": Key("term_near", whole),
    "maatwerk": Key("tailored", whole),
}

SETTINGS: Mapping[str, Key] = {
    "voornormen": Key("norms", nested(dict, NORMS), default={}),
    "loketnormen": Key("desk_norms", nested(DeskNorms, DESK_NORMS), default=DeskNorms()),
    "herkansing": Key("retry", nested(dict, {"stappen": Key("steps", several(number), required=True)}), required=True),
    "aow_leeftijd": Key("aow_ages", mapping(lambda year: int(matching(r"20[0-9]{2}", "jaar")(year)), age), required=True),
    "gebeurtenissen": Key("events", nested(dict, {"oin": Key("oin", lambda value: oin(text(value)), required=True)}), default={}),
    "bezwaar": Key("objection", nested(dict, {"termijn": Key("term", term, required=True)}), required=True),
}
