"""Copies of papers at the desk: the one page where Loket takes a file, for an organisation that asked for it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from loket.cases.models import Referral
from loket.errors import BadRequest, Conflict
from loket.routing import paper_copies
from loket.web import texts_taking
from loket.web.desk_part import own_part
from loket.web.guard import acting, guarded
from loket.web.parts import parts

desk_papers = guarded("desk_papers")


@desk_papers.get("/deelzaken/<number>/papieren")
def form(number: str) -> str:
    return _page(own_part(acting(), number), {})


@desk_papers.post("/deelzaken/<number>/papieren")
def store(number: str) -> str | Response:
    """Keep the file that was chosen, for the organisation of this part; its name and type as sent are not looked at."""
    context = acting()
    part = own_part(context, number)
    kind, sent = request.form.get("papier", ""), request.files.get("bestand")
    content = sent.stream.read() if sent else b""
    errors = {
        field: words
        for field, wrong, words in (
            ("papier", not kind, texts_taking.COPY_KIND_MISSING),
            ("bestand", not content, texts_taking.COPY_MISSING),
        )
        if wrong
    }
    if errors:
        return _page(part, errors)
    try:
        paper_copies.store_copy(context, part.number, kind, content)
    except (BadRequest, Conflict) as refused:
        context.session.rollback()
        words = {"kopie-niet-gevraagd": texts_taking.COPY_NOT_ASKED, "kopie-staat-klaar": texts_taking.COPY_TWICE}
        return _page(own_part(context, number), {"bestand": words.get(refused.code, texts_taking.COPY_KINDS)})
    flash(texts_taking.COPY_STORED, "goed")
    return redirect(url_for("desk_papers.form", number=number))


def _page(part: Referral, errors: Mapping[str, str]) -> str:
    context, catalogue = acting(), parts().catalogue
    kinds = [(kind.slug, kind.name) for kind in paper_copies.may_be_copied(catalogue, part)]
    names = {kind.slug: kind.name for kind in catalogue.knowledge.papers.values()}
    copies = [(names.get(copy.kind, copy.kind), copy) for copy in paper_copies.copies_of(context, part)]
    return render_template("zaak/papieren.html", part=part, kinds=kinds, copies=copies, form=request.form, errors=errors)
