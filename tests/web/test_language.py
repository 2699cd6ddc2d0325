"""Citizens read plain Dutch: short sentences, and none of them hidden in a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import mean

import pytest

from loket.settings import ROOT
from tests.web.citizen_texts import length, of_config, of_modules, sentences

MEAN, LONGEST = 15, 25  # words
TEMPLATES = ROOT / "loket" / "web" / "templates"
#: What citizens hold in their hands or open at home: every word of it comes from a file of words.
FOR_CITIZENS = ("status.html", "zaak/dienstpunten.html", "zaak/ontvangst.html")
LEFT_OUT = re.compile(r"{#.*?#}|<(script|style|svg)\b.*?</\1>", re.DOTALL)
JINJA = re.compile(r"{[{%].*?[%}]}", re.DOTALL)
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
SPOKEN = re.compile(r"(?:aria-label|placeholder|title|alt)=\"([^\"]*)\"")
FEWEST = 4  # words that make a sentence rather than a label


def by_source() -> dict[str, list[str]]:
    """Every sentence of the texts for citizens, by the file in which it stands."""
    found: dict[str, list[str]] = {}
    for place, text in chain(of_modules(), of_config()):
        found.setdefault(place.split()[0], []).extend(sentences(text))
    return found


SENTENCES = by_source()


def whole(source: str) -> list[str]:
    """The sentences that end as sentences do: names and labels would make the mean look better than it is."""
    return [one for one in SENTENCES[source] if one.endswith((".", "?", "!"))]


def test_there_are_texts_to_look_at() -> None:
    assert len(SENTENCES) >= 20
    assert sum(len(whole(source)) for source in SENTENCES) >= 500


@pytest.mark.parametrize("source", sorted(source for source in SENTENCES if whole(source)))
def test_the_mean_sentence_that_a_citizen_reads_is_short(source: str) -> None:
    assert mean(length(one) for one in whole(source)) <= MEAN


@pytest.mark.parametrize("source", sorted(SENTENCES))
def test_no_sentence_that_a_citizen_reads_is_long(source: str) -> None:
    assert [one for one in SENTENCES[source] if length(one) > LONGEST] == []


@pytest.mark.parametrize(
    ("text", "lengths"),
    [("Uw vraag is ontvangen. Bel {wie}, dan kijkt iemand.", [4, 5]), ("Bel 14 070!", [3]), ("Naam", [1]), ("…", [])],
)
def test_sentences_and_words_are_counted_as_people_count_them(text: str, lengths: list[int]) -> None:
    assert [length(one) for one in sentences(text)] == lengths


def said(template: str) -> Iterator[str]:
    """What a template says itself: between the tags, in attributes that are read out, and in quotes within its expressions."""
    text = LEFT_OUT.sub("", template)
    for expression in JINJA.findall(text):
        yield from (first or second for first, second in QUOTED.findall(expression))
    plain = JINJA.sub("§", text)
    yield from SPOKEN.findall(plain)
    yield from re.sub(r"<[^>]*>", "\n", plain).splitlines()


def sentences_in(template: str) -> list[str]:
    """The sentences of four words or more among them; a value that is filled in counts as a word."""
    parts = chain.from_iterable(re.split(r"(?<=[.!?])\s+", one.strip()) for one in said(template))
    whole = (one for one in parts if one.endswith((".", "!", "?")) and re.search(r"[a-z]{2}", one))
    return [one for one in whole if len(re.findall(r"\S*[\w§]\S*", one)) >= FEWEST]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_holds_no_sentence_of_its_own(path: Path) -> None:
    assert sentences_in(path.read_text()) == []


@pytest.mark.parametrize("name", FOR_CITIZENS)
def test_a_template_for_citizens_holds_no_word_of_its_own(name: str) -> None:
    plain = re.sub(r"<[^>]*>", " ", JINJA.sub(" ", LEFT_OUT.sub("", (TEMPLATES / name).read_text())))
    assert re.findall(r"\w+", plain) == []


def test_a_sentence_in_a_template_would_be_found() -> None:
    assert sentences_in("<p>Er staat {{ aantal }} stil.</p>") == ["Er staat § stil."]
    assert sentences_in("{{ veld('a', 'Wat is er gebeurd?') }}") == ["Wat is er gebeurd?"]
    assert sentences_in('<a aria-label="Lees dit nu meteen!"></a>') == ["Lees dit nu meteen!"]
    assert sentences_in("<h2>Wat nu?</h2>") == []
