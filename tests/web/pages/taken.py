"""A request that was taken in, for tests of pages that come after it."""

from __future__ import annotations

from typing import Any

from flask import Flask

from loket.routing import intake
from loket.web.parts import context
from tests.support.desk import EMPLOYEE, person, request


def take_in(app: Flask, *, safe_contact: dict[str, str] | None = None, email: str | None = None, **answers: Any) -> str:
    """Dismissal of Willem Kierkegaard of Den Haag, born on 27 April 1981; returns the zaaknummer."""
    willem = person(
        surname="Kierkegaard", given_names="Willem", birth_date="1981-04-27", bsn="999992508", email=email, safe_contact=safe_contact
    )
    with app.test_request_context():
        return intake.open_case(context(EMPLOYEE), request(applicant=willem, life_event="ontslag", answers=answers)).number
