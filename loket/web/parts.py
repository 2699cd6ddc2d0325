"""What a request needs, found through the running application."""

from __future__ import annotations

from datetime import date

from flask import current_app, g, request

from loket.cases.deadlines import amsterdam_date
from loket.db import db
from loket.routing import lines
from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_watch import Watch
from loket.routing.context import Actor, Context, trace_from
from loket.routing.parts import Parts


def parts() -> Parts:
    """The parts of the application that handles this request."""
    begun_with = g.get("parts") if request else None  # the configuration may change meanwhile: this request goes on with its own
    found: Parts = begun_with or current_app.extensions["loket"]
    return found


def refused_configuration() -> str | None:
    """What is wrong with a newer configuration that was not taken into use, a line for each fault; None when nothing is."""
    watch: Watch[object] = current_app.extensions["loket.watch"]
    return watch.refused


def context(actor: Actor) -> Context:
    """The context for one use case, with this request's session and trace."""
    return Context(
        session=db.session(),
        catalogue=parts().catalogue,
        actor=actor,
        now=parts().clock(),
        traceparent=_trace(),
        pace=parts().settings.pace,
        base_url=parts().settings.base_url,
        messages=parts().settings.messages,
        practice=parts().settings.demo,
    )


def _trace() -> str:
    """The trace of this request, the caller's if it sent one (W3C Trace Context); of a command one of its own."""
    if "traceparent" not in g:
        g.traceparent = trace_from(request.headers.get("traceparent") if request else None)
    found: str = g.traceparent
    return found


def today() -> date:
    """Today in Amsterdam, by the application's clock."""
    return amsterdam_date(parts().clock())


def away() -> list[str]:
    """The organisations that cannot be reached now."""
    return lines.away(db.session(), parts().catalogue.organisations.keys(), parts().clock())


def organisation_name(slug: str) -> str:
    """The short name of an organisation or loket as a person says it; the slug when it is unknown."""
    return name_in(parts().catalogue, slug)


def product_name(slug: str) -> str:
    """The name of a product; the slug when the catalogue no longer has it."""
    found = parts().catalogue.products.get(slug)
    return found.name if found else slug


def name_in(catalogue: Catalogue, slug: str) -> str:
    """The same in this catalogue, also where no request is being handled."""
    if slug in catalogue.organisations:
        return catalogue.organisations[slug].short_name
    return catalogue.counters[slug].name if slug in catalogue.counters else slug
