"""The steps of a new request: their order, which field belongs to which, and what travels along unseen.

There is no draft on the server: every step posts all that was typed so far, so that it works without JavaScript and in two
tabs at once. Nothing of it stands in an address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from loket.web.forms import ELSE, Form
from loket.web.texts import STEPS

NAMES = tuple(STEPS)
FIRST = NAMES[0]
SEND = "versturen"
MACHINERY = frozenset({"csrf_token", "stap", "naar"})


def following(step: str) -> str:
    """The step after this one; after the last comes sending."""
    return (*NAMES, SEND)[NAMES.index(step) + 1]


def before(step: str) -> str | None:
    """The step before this one, if any."""
    index = NAMES.index(step)
    return NAMES[index - 1] if index else None


def step_of(field: str, form: Form, deciding: Collection[str]) -> str:
    """The step on which a field is asked; ``deciding`` are the question keys that decide the life event's rows."""
    root, _, rest = field.partition(".")
    if field == "aanvrager.gekozenGemeentecode":
        return "producten" if form.get("levensgebeurtenis") == ELSE else "situatie"
    if root == "antwoorden":
        return "situatie" if rest in deciding else "vragen"
    if field == "levensgebeurtenis" and form.get(field) == ELSE:
        return "producten"
    return _STEP_OF_ROOT.get(root, "controle")


_STEP_OF_ROOT: Mapping[str, str] = {
    "aanvrager": "persoon",
    "gemachtigde": "persoon",
    "communicatiekanaal": "persoon",
    "levensgebeurtenis": "gebeurtenis",
    "betrokkenen": "situatie",
    "spoed": "situatie",
    "spoedsoort": "situatie",
    "keuze": "producten",
    "extra": "producten",
    "extra_reden": "producten",
}


def carried(form: Form, step: str, deciding: Collection[str]) -> Iterator[tuple[str, str]]:
    """The fields that were filled in on other steps: they go along as hidden fields."""
    for field, values in form.lists():
        if field not in MACHINERY and _home(field, form, deciding) != step:
            yield from ((field, value) for value in values if value.strip())


def _home(field: str, form: Form, deciding: Collection[str]) -> str:
    """Where a field is shown; the choice of a tile is a button, so it also travels along on its own step's neighbours."""
    return "gebeurtenis" if field == "levensgebeurtenis" else "nergens" if field == "sleutel" else step_of(field, form, deciding)


def first_wrong(errors: Mapping[str, str], form: Form, step: str, deciding: Collection[str]) -> str | None:
    """The earliest step, up to and including ``step``, with an error."""
    reached = NAMES[: NAMES.index(step) + 1]
    wrong = {step_of(field, form, deciding) for field in errors}
    return next((name for name in reached if name in wrong), None)
