"""The posted form of a new request, turned into exactly the intake body of the API, and its faults turned back into fields.

A field's name is the JSON pointer with dots: ``aanvrager.geboortedatum``, ``antwoorden.<vraag>``. Only a betrokkene stands under
its role instead of its place in the list: ``betrokkenen.overledene.geslachtsnaam``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from loket.cases import identity
from loket.errors import BadRequest, Fault
from loket.routing.catalogue import Catalogue
from loket.routing.entries import EVERYONE, Question
from loket.routing.request import CHILD, DECEASED, ESTATE_CONTACT, PARTNER, Request
from loket.web import texts
from loket.web.schemas import load_request

Form = MultiDict[str, str]
ELSE = "anders"  #: the tile for what is no life event: products are chosen freely
OTHERS = (DECEASED, PARTNER, CHILD, ESTATE_CONTACT)
PERSON = ("burgerservicenummer", "voornamen", "voorvoegsel", "geslachtsnaam", "geboortedatum", "postcode", "huisnummer", "gemeentecode")
CONTACT = ("telefoonnummer", "emailadres")
DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a posted form says: the request when nothing is wrong, else the errors by field."""

    data: Mapping[str, Any]
    request: Request | None
    errors: Mapping[str, str]


class _Body:
    """Collects the intake body; what cannot even be typed over becomes an error at its field."""

    def __init__(self, form: Form, catalogue: Catalogue) -> None:
        self.form, self.catalogue = form, catalogue
        self.errors: dict[str, str] = {}

    def text(self, field: str) -> str | None:
        return self.form.get(field, "").strip() or None

    def person(self, prefix: str, names: Iterable[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names:
            value = self.text(f"{prefix}.{name}")
            if value is not None:
                found[name] = self._typed(f"{prefix}.{name}", name, value)
        return found

    def _typed(self, field: str, name: str, value: str) -> str:
        try:
            if name == "burgerservicenummer":
                return identity.bsn_typed(value)
            if name == "datumOverlijden":
                return iso_date(value)
            if name in ("gemeentecode", "gekozenGemeentecode"):
                return gemeente_code(self.catalogue, value)
        except ValueError as error:
            self.errors[field] = str(error)
        return value

    def answers(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field in self.form:
            key = field.removeprefix("antwoorden.")
            question = self.catalogue.questions.get(key) if key != field else None
            if question is not None:
                self._answer(field, question, found)
        return found

    def _answer(self, field: str, question: Question, found: dict[str, Any]) -> None:
        values = [value.strip() for value in self.form.getlist(field) if value.strip()]
        if not values:
            return
        try:
            found[question.key] = typed_answer(question, values)
        except ValueError as error:
            self.errors[field] = str(error)


def read(form: Form, catalogue: Catalogue, counter: str, now: datetime) -> Reading:
    """Read the posted form as a request taken in at ``counter``; each fault stands at its field, with Dutch words."""
    body = _Body(form, catalogue)
    data = _data(body, counter)
    try:
        request: Request | None = load_request(catalogue, data, now)
    except BadRequest as refused:
        request = None
        for fault in refused.faults:
            field = field_of(fault, data)
            body.errors.setdefault(field, _needed(field) if fault.code == "verplicht" else fault.detail)
    if request is not None and data.get("spoed") and (kind := form.get("spoedsoort")):
        request = replace(request, urgency=kind)
    return Reading(data, None if body.errors else request, body.errors)


def _needed(field: str) -> str:
    """What must still be filled in, by the label on the form."""
    if field == "levensgebeurtenis":
        return texts.NOTHING_CHOSEN
    label = texts.PERSON_FIELDS.get(field.rpartition(".")[2]) or texts.OTHER_FIELDS.get(field, "dit veld")
    return f"Vul in: {label[0].lower()}{label[1:]}."


def field_of(fault: Fault, data: Mapping[str, Any]) -> str:
    """The form field that a JSON pointer into the intake body points at."""
    steps = fault.pointer.strip("/").split("/")
    if steps[0] == "betrokkenen" and len(steps) > 1:
        steps[1] = data["betrokkenen"][int(steps[1])]["rol"]
    if steps[0] in ("producten", "weggelaten"):
        return "extra"
    return ".".join(steps)


def iso_date(text: str) -> str:
    """``dd-mm-jjjj`` as a person types it, as ``jjjj-mm-dd``; ValueError in Dutch."""
    found = DATE.fullmatch(text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat() if found else date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise ValueError(texts.WRONG_DATE) from None


def gemeente_code(catalogue: Catalogue, text: str) -> str:
    """The code of a gemeente by its code or name, abolished codes included; ValueError in Dutch."""
    code = text.split()[0]
    if re.fullmatch(r"[0-9]{4}", code):
        return code
    wanted = identity.surname_key(text)
    for gemeente in catalogue.gemeenten.values():
        if identity.surname_key(gemeente.name) == wanted:
            return gemeente.code
    raise ValueError(texts.UNKNOWN_GEMEENTE)


def typed_answer(question: Question, values: list[str]) -> Any:
    """The answer in the type of its question, from what was typed or ticked; ValueError in Dutch."""
    match question.type:
        case "ja-nee":
            return values[0] == "ja"
        case "meerkeuze":
            return values
        case "datum":
            return iso_date(values[0])
        case "getal" | "bedrag":
            return _number(values[0], whole=question.type == "getal")
    return values[0]


def as_typed(value: Any) -> list[str]:
    """An answer as its form field posts it: the reverse of :func:`typed_answer`."""
    values = value if isinstance(value, list) else [value]
    return [{True: "ja", False: "nee"}[one] if isinstance(one, bool) else str(one) for one in values]


def _number(text: str, *, whole: bool) -> int | float:
    compact = re.sub(r"[€\s]", "", text)
    if "," in compact or re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", compact):
        compact = compact.replace(".", "").replace(",", ".")
    try:
        return int(compact) if whole else float(compact)
    except ValueError:
        raise ValueError(texts.WRONG_NUMBER) from None


def _data(body: _Body, counter: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "aanvrager": body.person("aanvrager", (*PERSON, "gekozenGemeentecode", "kvkNummer", *CONTACT)),
        "betrokkenen": list(_others(body)),
        "antwoorden": body.answers(),
        "communicatiekanaal": body.text("communicatiekanaal"),
        "loket": counter,
        "levensgebeurtenis": body.text("levensgebeurtenis"),
        "producten": _added(body),
        "weggelaten": list(_left_out(body.form)),
        "toelichting": body.text("toelichting"),
        "gemachtigde": body.person("gemachtigde", ("soort", *PERSON[:5], *CONTACT)),
    }
    if body.form.get("aanvrager.geheimhouding") == "ja":
        data["aanvrager"]["geheimhouding"] = True
    if data["levensgebeurtenis"] == ELSE:
        data["levensgebeurtenis"] = None
    if set(data["gemachtigde"]) <= {"soort"}:
        data["gemachtigde"] = None
    if body.form.get("spoed") == "ja":
        data["spoed"] = True
    if reason := body.text("nieuweZaak.reden"):
        data["nieuweZaak"] = {"reden": reason}
    return {name: value for name, value in data.items() if value not in (None, [], {}) or name == "aanvrager"}


def _others(body: _Body) -> Iterable[dict[str, Any]]:
    for role in OTHERS:
        person = body.person(f"betrokkenen.{role}", (*PERSON[:5], "datumOverlijden", *CONTACT))
        if person:
            yield {"rol": role, **person}


def _left_out(form: Form) -> Iterable[dict[str, str]]:
    reasons = {value: words.split(": ", 1)[1] for value, words in texts.LEAVE_OUT}
    for field, value in form.items():
        if field.startswith("keuze.") and value in reasons:
            yield {"product": field.removeprefix("keuze."), "reden": reasons[value]}


def _added(body: _Body) -> list[dict[str, Any]]:
    """The products that the employee ticked. With a life event each needs the reason; chosen freely, they are the request itself."""
    picked = body.form.getlist("extra")
    reason = body.text("extra_reden")
    if picked and reason is None and body.form.get("levensgebeurtenis") != ELSE:
        body.errors["extra_reden"] = texts.REASON_NEEDED
    return [_choice(body, value, reason) for value in picked]


def _choice(body: _Body, value: str, reason: str | None) -> dict[str, Any]:
    """``product`` or ``product~organisation``; the gemeente's general request goes to the applicant's own gemeente."""
    slug, _, organisation = value.partition("~")
    choice = {"product": slug, "reden": reason}
    product = body.catalogue.products.get(slug)
    if product is not None and product.executor == EVERYONE:
        choice["organisatie"] = organisation or None
    return {name: found for name, found in choice.items() if found is not None}
