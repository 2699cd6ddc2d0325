"""What a supervisor does at a table for tailored help: the words in the address, what was typed, and the use case that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from flask import request

from loket.errors import NotFound
from loket.routing.context import Context
from loket.routing.tailored import bridging, deciding, memory, setting
from loket.routing.tailored.setting import PERSPECTIVES
from loket.web.parts import parts
from loket.web.typed import iso_date, organisation_slug


def _typed(name: str) -> str:
    return request.form.get(name, "")


def _organisation(name: str) -> str:
    return organisation_slug(parts().catalogue, _typed(name))


def _day(name: str) -> date | None:
    """The day that was typed in this field; None when it is none."""
    try:
        return date.fromisoformat(iso_date(_typed(name)))
    except ValueError:
        return None


def _bridge(context: Context, number: str, tafel: UUID) -> None:
    asked, until = request.form.getlist("delen"), _day("overbruggingTot")
    bridging.bridge(context, number, tafel, _typed("overbrugging"), until, asked, _typed("pauzewoorden"))


def _leave(context: Context, number: str, tafel: UUID) -> None:
    try:
        seat = UUID(_typed("stoel"))
    except ValueError:
        raise NotFound("Deze persoon zit niet aan tafel.") from None
    setting.unseat(context, number, tafel, seat)


def _appoint(context: Context, number: str, tafel: UUID) -> None:
    who, organisation, by_day = _typed("beslisser"), _organisation("beslisorganisatie"), _day("uiterlijk")
    setting.appoint(context, number, tafel, who, organisation, by_day, _typed("waarom"))


def _perspectives() -> dict[str, str]:
    """What was typed of the perspectives: one that was not sent stays as it is."""
    return {name: request.form[name] for name in PERSPECTIVES if name in request.form}


#: The fields of the form of each act: what is typed in one form says nothing about another.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "beschrijven": tuple(PERSPECTIVES),
    "aanschuiven": ("organisatie", "naam"),
    "beslisser": ("beslisser", "beslisorganisatie", "uiterlijk", "waarom"),
    "overbruggen": ("overbrugging", "overbruggingTot", "delen", "pauzewoorden"),
    "besluiten": ("hoe", "besluit", "grond"),
    "stoppen": ("stopreden",),
    "samenvatten": ("samenvatting",),
    "verteld": ("kanaal",),
}

#: What a supervisor does at a table: the word in the address → how.
ACTS: Mapping[str, Callable[[Context, str, UUID], object]] = {
    "beschrijven": lambda context, number, tafel: setting.describe(context, number, tafel, _perspectives()),
    "aanschuiven": lambda context, number, tafel: setting.seat(context, number, tafel, _organisation("organisatie"), _typed("naam")),
    "vertrekken": _leave,
    "beslisser": _appoint,
    "overbruggen": _bridge,
    "besluiten": lambda context, number, tafel: deciding.decide(context, number, tafel, _typed("hoe"), _typed("besluit"), _typed("grond")),
    "stoppen": lambda context, number, tafel: deciding.stop(context, number, tafel, _typed("stopreden")),
    "samenvatten": lambda context, number, tafel: memory.summarise(context, number, tafel, _typed("samenvatting")),
    "vrijgeven": lambda context, number, tafel: memory.release(context, number, tafel),
}
