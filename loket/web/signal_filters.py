"""The filters of the list of signals and of a brief, from the address to a choice."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from loket.cases.signals import CauseCode, SignalStatus
from loket.errors import BadRequest
from loket.routing.context import Context
from loket.routing.signals.listing import Choice
from loket.web import texts_signals
from loket.web.addresses import with_query


def kept(values: Mapping[str, str]) -> dict[str, str]:
    """The filters among the values of an address, without what is empty."""
    return {name: value for name in texts_signals.FIELDS if (value := values.get(name, "").strip())}


def choice(filters: Mapping[str, str], context: Context) -> Choice:
    """What these filters choose; BadRequest names each that does not exist."""
    known = {
        "product": context.catalogue.products.keys(),
        "organisatie": context.catalogue.organisations.keys(),
        "oorzaak": {code.value for code in CauseCode},
        "status": {status.value for status in SignalStatus},
    }
    wrong = [texts_signals.FIELDS[name].lower() for name, value in filters.items() if value not in known[name]]
    if wrong:
        raise BadRequest(texts_signals.NOT_HERE.format(velden=", ".join(wrong)), code="onbekende-keuze")
    return Choice(
        product=filters.get("product"),
        organisation=filters.get("organisatie"),
        code=CauseCode(filters["oorzaak"]) if "oorzaak" in filters else None,
        status=SignalStatus(filters["status"]) if "status" in filters else None,
    )


def address(endpoint: str, filters: Mapping[str, str], **more: str | None) -> str:
    """A page with these filters and what is ``more``; None leaves something out."""
    return with_query(url_for(endpoint), {**filters, **more})
