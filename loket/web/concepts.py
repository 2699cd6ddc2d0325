"""Begrippen: two products side by side, what each calls income, partner, household and assets."""

from __future__ import annotations

from flask import render_template, request

from loket.web import texts_signals
from loket.web.guard import guarded
from loket.web.parts import parts, product_name

concepts = guarded("concepts")


@concepts.get("/signalen/begrippen")
def overview() -> str:
    """The products that have concepts, and the two that were chosen."""
    known = parts().catalogue.concepts
    chosen = {side: slug for side in ("links", "rechts") if (slug := request.args.get(side, "")) in known}
    return render_template(
        "signalen/begrippen.html",
        choices=sorted(((slug, product_name(slug)) for slug in known), key=lambda pair: pair[1].casefold()),
        chosen=chosen,
        sides=[(product_name(slug), known[slug]) for slug in chosen.values()] if len(chosen) == 2 else (),
        t=texts_signals,
    )
