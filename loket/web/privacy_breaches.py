"""When something went wrong: breaches and their 72 hours, who touched what, the wrong person, and holds on destruction."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from loket.cases import identity
from loket.cases.deadlines import AMSTERDAM
from loket.cases.privacy import Breach
from loket.errors import BadRequest, LoketError, NotFound
from loket.routing import breaches, retention, rights
from loket.routing.context import Context
from loket.routing.request import APPLICANT, PersonGiven
from loket.web.forms import CONTACT, PERSON, gemeente_code, iso_date
from loket.web.guard import acting, guarded
from loket.web.parts import parts
from loket.web.privacy import act, typed, typed_id, typed_number
from loket.web.schema_content import to_person
from loket.web.schema_intake import AanvragerSchema
from loket.web.schemas import read

privacy_breaches = guarded("privacy_breaches")


@privacy_breaches.get("/privacyregister/inbreuk")
def one() -> str | AnyResponse:
    """One breach: whose data, and who received which of it."""
    context = acting()
    try:
        found = context.session.get(Breach, typed_id(request.args.get("id", "")))
        if found is None:
            raise NotFound("Deze inbreuk staat niet in het register.")
    except LoketError as error:
        flash(error.detail, "fout")
        return redirect(url_for("privacy.register"))
    return render_template("privacy/inbreuk.html", row=found, now=context.now)


@privacy_breaches.post("/privacyregister/inbreuk/besluit")
def decide() -> AnyResponse:
    def settle(context: Context) -> None:
        if typed("besluit") not in ("gemeld", "niet-gemeld"):
            raise BadRequest("Kies of u de inbreuk meldt.")
        breaches.decide(context, typed_id(typed("id")), reported=typed("besluit") == "gemeld", words=typed("toelichting"))

    return act("Uw besluit staat in het register.", settle, url_for("privacy_breaches.one", id=typed("id")))


@privacy_breaches.post("/privacyregister/onderzoek")
def examine() -> str | AnyResponse:
    """Which persons and fields an account, a key, an organisation or a period touched."""
    try:
        first, last = date.fromisoformat(_day("van")), date.fromisoformat(_day("tot"))
    except ValueError as error:
        flash(str(error), "fout")
        return redirect(url_for("privacy.register"))
    begin = datetime.combine(first, time(), AMSTERDAM)
    end = datetime.combine(last + timedelta(days=1), time(), AMSTERDAM)
    actor, organisation = typed("account") or None, typed("organisatie") or None
    found = breaches.touched(acting(), begin, end, actor=actor, organisation=organisation)
    return render_template("privacy/onderzoek.html", found=found, first=first, last=last, actor=actor, organisation=organisation)


def _day(name: str) -> str:
    return iso_date(typed(name))


@privacy_breaches.get("/privacyregister/verkeerde-persoon")
def wrong_person_form() -> str:
    return _wrong_person({})


@privacy_breaches.post("/privacyregister/verkeerde-persoon")
def wrong_person() -> str | AnyResponse:
    """Move a case to the right person."""
    context = acting()
    try:
        new = rights.wrong_person(context, typed_number(typed("zaak")), _person(context), typed("reden"))
    except LoketError as error:
        context.session.rollback()
        faults = {f"aanvrager.{fault.pointer.strip('/')}": fault.detail for fault in error.faults}
        return _wrong_person(faults or {"zaak": error.detail})
    parts().wake()
    flash(f"De zaak is opnieuw geopend voor de juiste persoon: {new}. De inbreuk staat in het register.", "goed")
    return redirect(url_for("privacy.register"))


def _wrong_person(errors: dict[str, str]) -> str:
    return render_template("privacy/verkeerde_persoon.html", errors=errors, form=request.form)


def _person(context: Context) -> PersonGiven:
    """The right person as typed; BadRequest with every fault."""
    data: dict[str, Any] = {name: value for name in (*PERSON, *CONTACT) if (value := typed(f"aanvrager.{name}"))}
    try:
        if "burgerservicenummer" in data:
            data["burgerservicenummer"] = identity.bsn_typed(data["burgerservicenummer"])
        if "gemeentecode" in data:
            data["gemeentecode"] = gemeente_code(context.catalogue, data["gemeentecode"])
    except ValueError as error:
        raise BadRequest(str(error)) from None
    if typed("aanvrager.geheimhouding") == "ja":
        data["geheimhouding"] = True
    return to_person(read(AanvragerSchema(), data), APPLICANT)


@privacy_breaches.post("/privacyregister/vasthouden")
def hold() -> AnyResponse:
    def keep(context: Context) -> None:
        retention.hold(context, typed_number(typed("zaak")), typed("reden"))

    return act("Deze zaak wordt niet vernietigd.", keep, url_for("privacy.register"))


@privacy_breaches.post("/privacyregister/vrijgeven")
def lift() -> AnyResponse:
    def release(context: Context) -> None:
        retention.lift(context, typed_number(typed("zaak")), typed("reden"))

    return act("Deze zaak mag weer worden vernietigd als de termijn om is.", release, url_for("privacy.register"))
