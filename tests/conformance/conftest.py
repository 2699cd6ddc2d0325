"""The catalogue, read once for all tests of the kit."""

from __future__ import annotations

import pytest

from loket.routing.catalogue import Catalogue
from loket.routing.catalogue_files import load_catalogue
from loket.settings import ROOT


@pytest.fixture(scope="session")
def catalogue(environment: dict[str, str]) -> Catalogue:
    """The configuration of this repository."""
    return load_catalogue(ROOT / "config", environment)
