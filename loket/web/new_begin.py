"""What the first three steps of a new request show: who it is, urgency and safety, and what runs already."""

from __future__ import annotations

from typing import Any

from loket.cases import queries
from loket.routing import journal
from loket.routing.entries import Gemeente
from loket.web import new_known, texts_brp, texts_new
from loket.web.guard import account, acting
from loket.web.new_view import Asked
from loket.web.parts import organisation_name, parts, today
from loket.web.sheet import Sheet

Shown = dict[str, Any]
SPECIAL = ("kvkNummer", "geheimhouding")
REACHED = ("wijze", "wanneer", "nooit", "berichten", "taal")


def person(sheet: Sheet) -> Shown:
    """Who it is. A part of the form that is not the common path stands open only when something was filled in there."""
    form = sheet.form
    contact = any(form.get(f"aanvrager.veiligContact.{name}") for name in REACHED)
    speaker = any(value.strip() for field, value in form.items() if field.startswith("gemachtigde."))
    without = any(form.get(f"aanvrager.{name}") for name in ("geenBsn", "vreemdelingennummer", "geenVastAdres", "geenTelefoon"))
    special = any(form.get(f"aanvrager.{name}") for name in SPECIAL)
    asks_brp = texts_brp.HELP if parts().persons else None
    return {
        "bsn_help": asks_brp,
        "gemeenten": by_name(sheet),
        "opened": {"contact": contact, "speaker": speaker, "without": without, "special": special},
    }


def urgency(sheet: Sheet) -> Shown:
    """Three questions: what is urgent, whether they are safe, and whether there are children."""
    questions = [Asked(sheet.catalogue.questions[key], ()) for key in sheet.catalogue.urgency.questions]
    form, marked = new_known.filled_in(sheet, questions, new_known.earlier(sheet))
    asks = sheet.form.get("stap") == "spoed" and bool(sheet.form.get("aanvrager.gekozenGemeentecode"))
    return {
        "form": form,
        "questions": marked,
        "reported": sheet.form.get("snel"),
        "ask_gemeente": asks,
        **candidates(sheet),
        "gemeenten": by_name(sheet),
    }


def running(sheet: Sheet) -> Shown:
    """The open cases of this person, with no more than the shared status; showing them is accounted for."""
    viewer, cases = account().viewer, sheet.open_cases
    found = [queries.shared_status(case, viewer, organisation_name, today()) for case in cases]
    for case in cases:
        journal.record_read(acting(), case, "zaak-zoeken")
    return {"running": found, "titles": texts_new.RUNNING}


def candidates(sheet: Sheet) -> Shown:
    """The gemeenten in which the person's postcode lies: code and name."""
    postcode = str(sheet.reading.data["aanvrager"].get("postcode", ""))[:4]
    shares = sheet.catalogue.postcodes.get(postcode, ())
    return {"candidates": [(code, sheet.catalogue.gemeenten[code].name) for code, _ in shares]}


def by_name(sheet: Sheet) -> list[Gemeente]:
    """All gemeenten by name."""
    return sorted(sheet.catalogue.gemeenten.values(), key=lambda found: found.name)
