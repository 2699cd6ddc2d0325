"""New requests that were put away halfway: one at every step, so that a page can be opened without walking to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from loket.cases.desk import SavedRequest
from tests.web.pages.browsing import STEP

if TYPE_CHECKING:
    from tests.browser.world import World

FULL = {
    "aanvrager.burgerservicenummer": "999993653",
    "aanvrager.geslachtsnaam": "Moulin",
    "aanvrager.voornamen": "Anne",
    "aanvrager.geboortedatum": "01-12-1985",
    "aanvrager.gemeentecode": "Den Haag",
    "aanvrager.postcode": "2584 AE",
    "aanvrager.huisnummer": "1485",
}
OTHER = {"aanvrager.geslachtsnaam": "Halverwege", "aanvrager.geboortedatum": "03-02-1947", "aanvrager.gemeentecode": "Den Haag"}
WORDS = {"antwoorden.ww-verwacht": "te-weinig", "antwoorden.heeft-schulden": "ja"}
#: Where each was left: step → who it is about and what was answered on the way, step by step.
LEFT: dict[str, tuple[dict[str, str], dict[str, dict[str, str]]]] = {
    "spoed": (OTHER, {}),
    "lopend": (FULL, {}),
    "gebeurtenis": (OTHER, {}),
    "situatie": (OTHER, {"gebeurtenis": {"levensgebeurtenis": "overlijden-partner"}}),
    "producten": (OTHER, {"gebeurtenis": {"levensgebeurtenis": "ontslag"}, "situatie": WORDS}),
    "vragen": (OTHER, {"gebeurtenis": {"levensgebeurtenis": "ontslag"}, "situatie": WORDS}),
    "papieren": (OTHER, {"gebeurtenis": {"levensgebeurtenis": "ontslag"}, "situatie": WORDS}),
    "controle": (OTHER, {"gebeurtenis": {"levensgebeurtenis": "ontslag"}, "situatie": WORDS}),
}
MOST = 10


def put_away(world: World) -> None:
    """Walk to each step and choose *Later afmaken* there; remembers the draft as ``concept_<step>``."""
    for step, (person, typed) in LEFT.items():
        visitor = world.visitor("balie-den-haag")
        visitor.open(STEP).send(STEP, dict(person))
        for _ in range(MOST):
            here = visitor.form(STEP).fields["stap"]
            if here == step:
                break
            visitor.send(STEP, {**typed.get(here, {}), **({"zaak": ""} if here == "lopend" else {})})
        assert here == step, f"no way to {step}: {visitor.title}"
        world.desk.clock.advance(seconds=1)
        visitor.submit(STEP, naar="later")
        world.keep(f"concept_{step}", newest(world))


def newest(world: World) -> str:
    """The id of the draft that was put away last."""
    found = world.desk.session.scalars(select(SavedRequest).order_by(SavedRequest.saved_at.desc())).first()
    assert found is not None
    return str(found.id)
