"""The example and the practice organisations, each over real HTTP, pass every scenario."""

from __future__ import annotations

from pathlib import Path

import pytest

from loket.practice import PracticeOrganisation, PracticeServer, create_practice
from loket.routing.catalogue import Catalogue
from tests.conformance.playing import EXAMPLE, SECRETS, all_good, conform, listening, program


def test_the_example_passes(catalogue: Catalogue) -> None:
    with program(EXAMPLE, catalogue.organisations["duo"].oin) as url, listening() as listener:
        assert all_good(conform(catalogue, "duo", url, listener))


@pytest.mark.parametrize("slug", ["uwv", "svb", "cak", "duo"])  # each dialect, and the interface without one
def test_a_practice_organisation_passes(catalogue: Catalogue, slug: str, tmp_path: Path) -> None:
    one = catalogue.organisations[slug]
    played = PracticeOrganisation(slug, one.name, one.adapter, one.oin, one.event_source, SECRETS)
    with listening() as listener:
        app = create_practice([played], loket_url=listener.url, log_path=tmp_path / "practice.jsonl", delay=0.02)
        with PracticeServer(app) as server:
            assert all_good(conform(catalogue, slug, f"{server.url}/{slug}", listener))
