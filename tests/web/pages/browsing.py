"""A small browser without a screen: opens pages, remembers the forms on them, and posts them with their hidden fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

STEP = "/nieuwe-vraag"
MOST_STEPS = 8  # from the situation to the receipt
WILLEM = {
    "aanvrager.burgerservicenummer": "999992508",
    "aanvrager.geslachtsnaam": "Kierkegaard",
    "aanvrager.voornamen": "Willem",
    "aanvrager.geboortedatum": "27-04-1981",
    "aanvrager.gemeentecode": "0518",
}


@dataclass
class Form:
    """One form: where it posts and what stands in it."""

    action: str
    fields: MultiDict[str, str] = field(default_factory=MultiDict)


class _Forms(HTMLParser):
    """Collects forms with the values that a browser would post: hidden and typed ones, checked boxes, chosen options."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.found, self.select = path, list[Form](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action") or self.path))
        elif tag == "select":
            self.select = given["name"]
        elif self.found and tag == "option" and "selected" in given:
            self.found[-1].fields.add(self.select, given["value"])
        elif self.found and tag == "input" and "name" in given:
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if ticked:
                self.found[-1].fields.add(given["name"], given.get("value", ""))


class Visitor:
    """Somebody with a browser; ``page`` is the text of the page they see."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.answer: TestResponse
        self.path = "/"

    def open(self, path: str) -> Visitor:
        """Open a page and follow where it leads."""
        return self._arrive(self.client.get(path, follow_redirects=True))

    def submit(self, action: str, **values: str | list[str]) -> Visitor:
        """Post the form on this page that goes to ``action``; ``__`` in a name stands for a dot."""
        return self.send(action, {name.replace("__", "."): value for name, value in values.items()})

    def send(self, action: str, values: dict[str, str | list[str]] | dict[str, str]) -> Visitor:
        """As ``submit``, with the fields' own names."""
        fields = MultiDict(self.form(action).fields)
        for name, value in values.items():
            fields.setlist(name, value if isinstance(value, list) else [value])
        return self._arrive(self.client.post(action, data=fields, follow_redirects=True))

    def form(self, action: str) -> Form:
        """The form on this page that goes to ``action``."""
        parser = _Forms(self.path)
        parser.feed(self.page)
        return next(form for form in parser.found if form.action == action)

    @property
    def page(self) -> str:
        """The text of the page."""
        return self.answer.get_data(as_text=True)

    @property
    def title(self) -> str:
        """The page's own heading."""
        return self.page.split("<h1", 1)[1].split(">", 1)[1].split("</h1>", 1)[0]

    def meet(self, person: dict[str, str] | None = None, **urgency: str) -> Visitor:
        """From a fresh form to the choice of a life event: who it is, urgency, and another question than what runs already."""
        self.open(STEP).send(STEP, WILLEM if person is None else person).submit(STEP, **urgency)
        return self.submit(STEP, zaak="") if self.title == "Wat loopt er al?" else self

    def go_to(self, title: str) -> Visitor:
        """Go on until the step with this title."""
        for _ in range(MOST_STEPS):
            if self.title == title:
                return self
            self.submit(STEP)
        raise AssertionError(self.title)

    def finish(self) -> str:
        """Go on until the receipt; returns the zaaknummer."""
        for _ in range(MOST_STEPS):
            if self.path.endswith("/ontvangst"):
                return self.path.split("/")[2]
            self.submit(STEP)
        raise AssertionError(self.title)

    def new_request(self, event: str = "ontslag", person: dict[str, str] | None = None, **situation: str) -> str:
        """Take in a request step by step; returns its zaaknummer."""
        self.meet(person).submit(STEP, levensgebeurtenis=event).submit(STEP, **situation)
        return self.finish()

    def _arrive(self, answer: TestResponse) -> Visitor:
        self.answer, self.path = answer, answer.request.path
        return self
