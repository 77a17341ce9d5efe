"""The line under the headline that names authors and date, the same in every format. It knows no markup."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from articlekit.models import Article, Person

SEPARATOR: Final = " · "
"""Stands between the authors and the date."""

_BY: Final = {
    "da": "Af",
    "de": "Von",
    "en": "By",
    "es": "Por",
    "fr": "Par",
    "it": "Di",
    "nb": "Av",
    "nl": "Door",
    "nn": "Av",
    "no": "Av",
    "pt": "Por",
    "sv": "Av",
}


def by(article: Article) -> str:
    """What stands before the authors in the article's language: "By "; "" where that is unknown for the language."""
    language = (article.language or "en").lower().replace("_", "-").partition("-")[0]
    return f"{_BY[language]} " if language in _BY else ""


def authors(article: Article) -> list[Person]:
    """The authors that have a name."""
    return [person for person in article.authors if person.name.strip()]


def published(article: Article) -> str:
    """The day of publication, or day and time to the minute; "" when unknown."""
    if isinstance(article.published, datetime):
        return article.published.isoformat(sep=" ", timespec="minutes")
    return article.published.isoformat() if article.published else ""
