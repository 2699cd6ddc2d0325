"""The posted form of a new request, turned into exactly the intake body of the API, and its faults turned back into fields.

A field's name is the JSON pointer with dots: ``aanvrager.geboortedatum``, ``antwoorden.<vraag>``. Only a betrokkene stands under
its role instead of its place in the list: ``betrokkenen.overledene.geslachtsnaam``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from loket.cases import identity
from loket.errors import BadRequest, Fault
from loket.routing.catalogue import Catalogue
from loket.routing.entries import EVERYONE, Question
from loket.routing.request import CHILD, DECEASED, ESTATE_CONTACT, PARTNER, Request
from loket.web import texts, texts_taking
from loket.web.new_people import wrong_people
from loket.web.schemas import load_request
from loket.web.typed import as_typed as as_typed
from loket.web.typed import gemeente_code as gemeente_code
from loket.web.typed import iso_date as iso_date
from loket.web.typed import typed_answer as typed_answer

Form = MultiDict[str, str]
ELSE = "anders"  #: the tile for what is no life event: products are chosen freely
OTHERS = (DECEASED, PARTNER, CHILD, ESTATE_CONTACT)
PERSON = ("burgerservicenummer", "voornamen", "voorvoegsel", "geslachtsnaam", "geboortedatum", "postcode", "huisnummer", "gemeentecode")
CONTACT = ("telefoonnummer", "emailadres")
WITHOUT = ("geenBsn", "geenVastAdres", "geenTelefoon", "vreemdelingennummer", "identiteitscontrole")
SAFE_CONTACT = ("wijze", "wanneer", "nooit", "berichten", "taal")
SPOKEN_FOR = ("soort", "omvang", "bewijs", "van", "tot")
DAYS = frozenset({"datumOverlijden", "van", "tot"})
FLAGS = frozenset({"geenVastAdres", "geenTelefoon"})
NO_URGENCY = "geen"


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

    def _typed(self, field: str, name: str, value: str) -> Any:
        try:
            if name == "burgerservicenummer":
                return identity.bsn_typed(value)
            if name in DAYS:
                return iso_date(value)
            if name in FLAGS:
                return value == "ja"
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
    body.errors.update(wrong_people(body.errors, data, now))
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


def _data(body: _Body, counter: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "aanvrager": body.person("aanvrager", (*PERSON, "gekozenGemeentecode", "kvkNummer", *CONTACT, *WITHOUT)),
        "betrokkenen": list(_others(body)),
        "antwoorden": body.answers(),
        "communicatiekanaal": body.text("communicatiekanaal"),
        "loket": counter,
        "levensgebeurtenis": body.text("levensgebeurtenis"),
        "producten": _added(body),
        "weggelaten": list(_left_out(body.form)),
        "toelichting": body.text("toelichting"),
        "gemachtigde": body.person("gemachtigde", (*SPOKEN_FOR, *PERSON[:5], *CONTACT)),
    }
    if body.form.get("aanvrager.geheimhouding") == "ja":
        data["aanvrager"]["geheimhouding"] = True
    if reached := body.person("aanvrager.veiligContact", SAFE_CONTACT):
        data["aanvrager"]["veiligContact"] = reached
    if data["levensgebeurtenis"] == ELSE:
        data["levensgebeurtenis"] = None
    if set(data["gemachtigde"]) <= {"soort"}:
        data["gemachtigde"] = None
    if body.form.get("spoed") == "ja" or body.form.get("spoedsoort", "") not in ("", NO_URGENCY):
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
    return [_choice(body, value, reason) for value in picked] + list(_forgotten(body, picked))


def _forgotten(body: _Body, picked: Iterable[str]) -> Iterable[dict[str, Any]]:
    """The forgotten rights that were taken; each goes with the reason that stood beside it."""
    reasons = {right.product: right.reason for right in body.catalogue.knowledge.rights}
    for field, value in body.form.items():
        slug = field.removeprefix("keuze.")
        if value == texts_taking.TAKE_RIGHT and slug in reasons and slug not in picked:
            yield {"product": slug, "reden": reasons[slug]}


def _choice(body: _Body, value: str, reason: str | None) -> dict[str, Any]:
    """``product`` or ``product~organisation``; the gemeente's general request goes to the applicant's own gemeente."""
    slug, _, organisation = value.partition("~")
    choice = {"product": slug, "reden": reason}
    product = body.catalogue.products.get(slug)
    if product is not None and product.executor == EVERYONE:
        choice["organisatie"] = organisation or None
    return {name: found for name, found in choice.items() if found is not None}
