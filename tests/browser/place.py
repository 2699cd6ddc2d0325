"""One page as somebody looks at it, and the accounts that look."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.doing import COUNTER, Step
from tests.browser.world import World

ELSEWHERE, HANDLER = "balie-uwv", "behandelaar-cjib"
SUPERVISOR, OFFICER, TRAVELLER, POLICY_MAKER = "toezichthouder", "privacy-officer", "balie-onderweg", "beleidsmaker"

__all__ = ["COUNTER", "ELSEWHERE", "HANDLER", "OFFICER", "POLICY_MAKER", "SUPERVISOR", "TRAVELLER", "Place"]


@dataclass(frozen=True)
class Place:
    """One page as it stands before somebody. ``path`` names things of the world in braces; ``then`` is done once it is open."""

    name: str
    endpoint: str
    account: str | None
    path: str
    then: Step | None = None
    status: int = 200

    def go(self, page: Page, world: World) -> None:
        """Open it; ``page`` is signed in with its account. A page that cannot be opened is no page to look at."""
        answer = page.goto(self.path.format_map(world.at))
        assert answer is not None
        assert answer.status == self.status, f"{self.name}: {answer.status}"
        if self.then:
            self.then(page, world)
            page.wait_for_load_state("load")
