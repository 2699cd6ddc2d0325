"""The blueprint of ``/api/v1`` and the two ways to put an operation on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from loket.web.api_operations import View, operation
from loket.web.keys import by_key

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__)


def by_client(**described: Any) -> Callable[[View], View]:
    """An operation for clients with a key."""
    return operation(blueprint, caller=by_key, **described)
