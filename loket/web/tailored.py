"""The supervisor's list of tables for tailored help, and what earlier tables decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.deadlines import working_days_left
from loket.cases.tailored import Harm
from loket.errors import BadRequest, LoketError
from loket.routing.tailored import listing, memory
from loket.routing.tailored.listing import Cursor, Wanted
from loket.routing.tailored.memory import Sought
from loket.web import stuck_filters, texts_tailored, texts_terms
from loket.web.addresses import place, with_query
from loket.web.guard import account, acting, guarded
from loket.web.parts import parts, today

tailored = guarded("tailored")

CHOICES = ("lijst", "schade", "organisatie", "loket", "van")
SEARCHED = ("schade", "product", "wetsartikel")
MINE, DONE = "mij", "klaar"


@tailored.get("/maatwerk")
def overview() -> str:
    """Tables that must still decide, the first last day on top, or those that ended; by harm, loket, who decides, and who follows it."""
    context, wanted = acting(), _wanted()
    found, following = listing.listed(context, wanted)
    calendar = parts().catalogue.calendar
    return render_template(
        "maatwerk/lijst.html",
        rows=[(table, case, working_days_left(today(), table.due_on, calendar)) for table, case in found],
        ended=wanted.ended,
        overdue=0 if wanted.ended else listing.overdue(context),
        following=_address(na=str(following)) if following else None,
        later=wanted.after is not None,
        chosen=_chosen(CHOICES),
        choices=_choices(),
        address=_address,
        left=texts_terms.left,
        today=today(),
        t=texts_tailored,
    )


@tailored.get("/maatwerk/geheugen")
def learned() -> str:
    """What earlier tables decided, by harm, product and article."""
    return _memory({})


@tailored.post("/maatwerk/geheugen/<uuid:besluit>/intrekken")
def withdraw(besluit: UUID) -> str | Response:
    """Take one back: nobody sees it any more."""
    context = acting()
    try:
        memory.withdraw(context, besluit, request.form.get("reden", ""))
    except BadRequest as refused:
        context.session.rollback()
        return _memory({f"reden-{besluit}": refused.faults[0].detail if refused.faults else refused.detail})
    except LoketError as error:
        context.session.rollback()
        flash(error.detail, "fout")
    else:
        flash(texts_tailored.WITHDRAWN, "goed")
    return redirect(url_for("tailored.learned"))


def _memory(errors: Mapping[str, str]) -> str:
    context, chosen = acting(), _chosen(SEARCHED)
    sought = Sought(_harm(chosen.get("schade")), chosen.get("product"), chosen.get("wetsartikel"))
    found, following = memory.search(context, replace(sought, after=place(request.args.get("na"), UUID)))
    products = stuck_filters.by_name((slug, one.name) for slug, one in context.catalogue.products.items())
    return render_template(
        "maatwerk/geheugen.html",
        found=found,
        following=with_query(url_for("tailored.learned"), {**chosen, "na": str(following)}) if following else None,
        chosen=chosen,
        products=products,
        errors=errors,
        t=texts_tailored,
    )


def _wanted() -> Wanted:
    """What the address asks for; other wrong words ask for nothing. BadRequest for a place in the list that is none."""
    asked = _chosen(CHOICES)
    return Wanted(
        ended=asked.get("lijst") == DONE,
        harm=_harm(asked.get("schade")),
        organisation=asked.get("organisatie"),
        counter=asked.get("loket"),
        coordinator=account().actor.name if asked.get("van") == MINE else None,
        after=place(request.args.get("na"), Cursor.parse),
    )


def _harm(text: str | None) -> Harm | None:
    return Harm(text) if text in set(Harm) else None


def _chosen(names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.args[name] for name in names if request.args.get(name)}


def _address(**changed: str | None) -> str:
    """This page with the same choices, but for what is ``changed``; None leaves a choice out."""
    return with_query(url_for("tailored.overview"), {**_chosen(CHOICES), **changed})


def _choices() -> dict[str, Any]:
    """What can be chosen: label, words for no choice, and value with words, by name."""
    offered = stuck_filters.options(parts().catalogue, ())
    t = texts_tailored
    return {
        "schade": (t.HEADS[1], t.ALL_HARMS, [(harm.value, name) for harm, name in t.HARM_NAMES.items()]),
        "organisatie": (t.HEADS[3], t.ALL_ORGANISATIONS, offered["organisatie"]),
        "loket": (t.HEADS[4], t.ALL_COUNTERS, offered["loket"]),
        "van": (t.WHOSE, t.OF_ALL, [(MINE, t.MINE)]),
    }
