"""What the catalogue and the calendar must know of a request whose form is right, and the plain request that it becomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from loket.cases.deadlines import amsterdam_date
from loket.errors import Faults
from loket.routing.catalogue import Catalogue
from loket.routing.entries import EVERYONE, Product
from loket.routing.request import APPLICANT, REPRESENTATIVE, PersonGiven, ProductChoice, Request
from loket.routing.rules import check_answers
from loket.web.schema_fields import near

Loaded = Mapping[str, Any]
OUTSIDE = "1999"  # the BRP's code for who is registered in no gemeente (RNI)


def check_against(catalogue: Catalogue, data: Loaded, faults: Faults, now: datetime) -> dict[str, Any]:
    """Add a fault for everything in ``data`` that does not exist or cannot be; return the answers as checked.

    ``data`` may be incomplete: what was refused for its form is simply absent.
    """
    today = amsterdam_date(now)
    _check_what(catalogue, data, faults, today)
    if "loket" in data and data["loket"] not in catalogue.counters:
        faults.add("/loket", "onbekend-loket", f"Dit loket kennen wij niet.{near(data['loket'], catalogue.counters)}")
    if data.get("aangekloptOp", now) > now:
        faults.add("/aangekloptOp", "in-de-toekomst", "Dit tijdstip ligt in de toekomst.")
    for pointer, person in _persons(data):
        _check_person(catalogue, person, pointer, faults, today)
    return dict(check_answers(catalogue, data.get("antwoorden", {}), faults, "/antwoorden"))


def _check_what(catalogue: Catalogue, data: Loaded, faults: Faults, today: date) -> None:
    event = data.get("levensgebeurtenis")
    if event is not None and event not in catalogue.life_events:
        detail = f"Deze levensgebeurtenis kennen wij niet.{near(event, catalogue.life_events)}"
        faults.add("/levensgebeurtenis", "onbekende-levensgebeurtenis", detail)
    elif event is not None and not catalogue.life_events[event].holds_on(today):
        faults.add("/levensgebeurtenis", "levensgebeurtenis-niet-geldig", "Bij deze levensgebeurtenis kan vandaag niets worden gevraagd.")
    refused = any(fault.pointer.startswith(("/levensgebeurtenis", "/producten")) for fault in faults.found)
    if not refused and event is None and not data.get("producten"):
        faults.add("/levensgebeurtenis", "verplicht", "Noem een levensgebeurtenis, of een of meer producten.")
    for name in ("producten", "weggelaten"):
        for index, choice in enumerate(data.get(name, [])):
            _check_product(catalogue, choice, f"/{name}/{index}", faults, today)


def _check_product(catalogue: Catalogue, choice: Loaded, pointer: str, faults: Faults, today: date) -> None:
    slug = choice.get("product")
    if slug is None:
        return
    product = catalogue.products.get(slug)
    if product is None:
        faults.add(f"{pointer}/product", "onbekend-product", f"Dit product kennen wij niet.{near(slug, catalogue.products)}")
        return
    if (product.valid_to and product.valid_to < today) or (product.valid_from and product.valid_from > today):
        faults.add(f"{pointer}/product", "product-niet-geldig", "Dit product kan vandaag niet worden gevraagd.")
    if pointer.startswith("/producten"):
        _check_executor(catalogue, product, choice.get("organisatie"), pointer, faults)


def _check_executor(catalogue: Catalogue, product: Product, slug: str | None, pointer: str, faults: Faults) -> None:
    pointer = f"{pointer}/organisatie"
    organisation = catalogue.organisations.get(slug or "")
    if slug is None:
        if product.executor == EVERYONE:
            faults.add(pointer, "verplicht", "Noem bij dit product de organisatie die het moet doen.")
    elif organisation is None:
        faults.add(pointer, "onbekende-organisatie", f"Deze organisatie kennen wij niet.{near(slug, catalogue.organisations)}")
    elif product not in catalogue.products_of(organisation):
        faults.add(pointer, "past-niet", "Deze organisatie doet dit product niet.")


def _persons(data: Loaded) -> list[tuple[str, Loaded]]:
    found = [(f"/{role}", data[role]) for role in (APPLICANT, REPRESENTATIVE) if role in data]
    return found + [(f"/betrokkenen/{index}", person) for index, person in enumerate(data.get("betrokkenen", []))]


def _check_person(catalogue: Catalogue, person: Loaded, pointer: str, faults: Faults, today: date) -> None:
    for name in ("gemeentecode", "gekozenGemeentecode"):
        code = person.get(name)
        if code is not None and code not in catalogue.gemeenten and code not in catalogue.successors and code != OUTSIDE:
            faults.add(f"{pointer}/{name}", "onbekende-gemeente", "Deze gemeentecode kennen wij niet. Laat hem weg als u hem niet weet.")
    if person.get("geboortedatum", "0000")[:10] > today.isoformat():
        faults.add(f"{pointer}/geboortedatum", "in-de-toekomst", "Deze geboortedatum ligt in de toekomst.")
    if person.get("datumOverlijden", today) > today:
        faults.add(f"{pointer}/datumOverlijden", "in-de-toekomst", "Deze datum van overlijden ligt in de toekomst.")


def to_request(data: Loaded, answers: Mapping[str, Any]) -> Request:
    """The plain request in ``data``, which has no faults left."""
    others = [to_person(person, person["rol"]) for person in data.get("betrokkenen", [])]
    if REPRESENTATIVE in data:
        others.append(to_person(data[REPRESENTATIVE], REPRESENTATIVE))
    return Request(
        applicant=to_person(data[APPLICANT], APPLICANT),
        channel=data["communicatiekanaal"],
        counter=data["loket"],
        others=tuple(others),
        life_event=data.get("levensgebeurtenis"),
        products=tuple(_choice(choice) for choice in data.get("producten", [])),
        left_out=tuple(_choice(choice) for choice in data.get("weggelaten", [])),
        answers=answers,
        chosen_gemeente=data[APPLICANT].get("gekozenGemeentecode"),
        urgent=data.get("spoed", False),
        note=data.get("toelichting"),
        new_case_reason=data.get("nieuweZaak", {}).get("reden"),
        knocked_at=data.get("aangekloptOp"),
    )


def to_person(data: Loaded, role: str) -> PersonGiven:
    """The person in ``data`` in this role."""
    registered = data.get("gemeentecode")
    return PersonGiven(
        role=role,
        surname=data["geslachtsnaam"],
        birth_date=data.get("geboortedatum"),
        bsn=data.get("burgerservicenummer"),
        given_names=data.get("voornamen"),
        prefix=data.get("voorvoegsel"),
        died_on=data.get("datumOverlijden"),
        gemeente_code=None if registered == OUTSIDE else registered,
        postcode=data.get("postcode"),
        house_number=data.get("huisnummer"),
        telephone=data.get("telefoonnummer"),
        email=data.get("emailadres"),
        kvk_number=data.get("kvkNummer"),
        secrecy=data.get("geheimhouding", False),
        representation=data.get("soort"),
        mandate=_mandate(data) or None,
        mandate_until=data.get("tot"),
        identity_check=data.get("identiteitscontrole"),
        foreigner_number=data.get("vreemdelingennummer"),
        no_bsn=data.get("geenBsn"),
        no_address=data.get("geenVastAdres", False),
        no_telephone=data.get("geenTelefoon", False),
        safe_contact=data.get("veiligContact") or None,
    )


def _mandate(data: Loaded) -> dict[str, str]:
    """What a representative may do, on which evidence and since when: JSON values."""
    return {name: str(data[name]) for name in ("omvang", "bewijs", "van") if name in data}


def _choice(data: Loaded) -> ProductChoice:
    return ProductChoice(data["product"], data.get("organisatie"), data.get("voor"), data.get("reden", ""))
