"""Law articles as people write them. Nothing else can be written where one is asked: others read it before anybody looked at it."""

from __future__ import annotations

import re

from loket.routing.catalogue import Catalogue

_WORD = "[A-Za-zéèëïöü][A-Za-zéèëïöü-]*"
_NUMBER = r"\d{1,3}[a-z]{0,2}(?:[.:]\d{1,3}[a-z]{0,2})*"
_MORE = rf"(?:,? lid |, ?| en | tot en met ){_NUMBER}|,? (?:eerste|tweede|derde|vierde|vijfde) lid|,? onder(?:deel)? [a-z]"
ARTICLE = re.compile(rf"{_WORD}(?: {_WORD}){{0,6}}(?: (?:19|20)\d\d)?,? art(?:\.|ikel|ikelen)? ?{_NUMBER}(?:{_MORE})*\.?", re.IGNORECASE)


def is_article(text: str, catalogue: Catalogue) -> bool:
    """Whether this is a law with its article, more of them with ``;`` between, or a law as the catalogue writes it."""
    written = " ".join(text.split())
    return all(map(ARTICLE.fullmatch, written.split("; "))) or written in {product.law for product in catalogue.products.values()}


def article_key(article: str) -> str:
    """A law article to compare: small letters and digits only, ``artikel`` as ``art``."""
    plain = re.sub(r"[^\w]+", " ", article.casefold()).strip()
    return re.sub(r"\bartikel(?:en)?\b", "art", plain)
