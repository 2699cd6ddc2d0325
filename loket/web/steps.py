"""The steps of a new request: their order, which field belongs to which, and what travels along unseen.

Every step posts all that was typed so far, so that it works without JavaScript and in two tabs at once. Nothing of it stands in an
address. What is kept on the server is only what somebody put away to finish later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from loket.web.forms import ELSE, Form
from loket.web.texts import STEPS

NAMES = tuple(STEPS)
FIRST = NAMES[0]
SEND = "versturen"
LATER, AT_ONCE, JOIN = "later", "snel", "toevoegen"  #: buttons beside "Verder": put away, report at once, join an open case
MACHINERY = frozenset({"csrf_token", "stap", "naar"})
Homes = Mapping[str, str]  # question key → the step on which it is asked, where that is not "vragen"


def following(step: str, skipped: Collection[str] = ()) -> str:
    """The step after this one that is not skipped; after the last comes sending."""
    after = (*NAMES, SEND)[NAMES.index(step) + 1 :]
    return next(name for name in after if name not in skipped)


def before(step: str, skipped: Collection[str] = ()) -> str | None:
    """The step before this one that is not skipped, if any."""
    earlier = [name for name in NAMES[: NAMES.index(step)] if name not in skipped]
    return earlier[-1] if earlier else None


def step_of(field: str, form: Form, homes: Homes) -> str:
    """The step on which a field is asked."""
    root, _, rest = field.partition(".")
    if field == "aanvrager.gekozenGemeentecode":
        return _gemeente_step(form)
    if root == "antwoorden":
        return homes.get(rest, "vragen")
    if field == "levensgebeurtenis" and form.get(field) == ELSE:
        return "producten"
    return _STEP_OF_ROOT.get(root, "controle")


def _gemeente_step(form: Form) -> str:
    """Where the gemeente is asked when it does not follow from the address: as soon as it is needed."""
    if form.get("stap") == "spoed":
        return "spoed"
    return "producten" if form.get("levensgebeurtenis") == ELSE else "situatie"


_STEP_OF_ROOT: Mapping[str, str] = {
    "aanvrager": "persoon",
    "gemachtigde": "persoon",
    "communicatiekanaal": "persoon",
    "spoed": "spoed",
    "spoedsoort": "spoed",
    "zaak": "lopend",
    "aan_zaak": "lopend",
    "aan_zaak_vraag": "lopend",
    "levensgebeurtenis": "gebeurtenis",
    "zoekwoord": "gebeurtenis",
    "betrokkenen": "situatie",
    "keuze": "producten",
    "extra": "producten",
    "extra_reden": "producten",
    "papieren": "papieren",
}
_NOWHERE = frozenset({"sleutel", "concept", "versie", "zaak"})


def carried(form: Form, step: str, homes: Homes) -> Iterator[tuple[str, str]]:
    """The fields that were filled in on other steps: they go along as hidden fields."""
    for field, values in form.lists():
        if field not in MACHINERY and _home(field, form, homes) != step:
            yield from ((field, value) for value in values if value.strip())


def _home(field: str, form: Form, homes: Homes) -> str:
    """Where a field is shown; the choice of a tile is a button, so it also travels along on its own step's neighbours."""
    if field in _NOWHERE or field.startswith("brp."):
        return "nergens"
    return "gebeurtenis" if field == "levensgebeurtenis" else step_of(field, form, homes)


def first_wrong(errors: Mapping[str, str], form: Form, step: str, homes: Homes) -> str | None:
    """The earliest step, up to and including ``step``, with an error."""
    reached = NAMES[: NAMES.index(step) + 1]
    wrong = {step_of(field, form, homes) for field in errors}
    return next((name for name in reached if name in wrong), None)
