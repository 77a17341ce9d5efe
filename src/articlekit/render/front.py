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
    """What stands before the authors, in the article's language where it is known here: "By ".

    No byline goes without: in plain text, nothing else tells it from a short heading.
    """
    language = (article.language or "").lower().replace("_", "-").partition("-")[0]
    return f"{_BY.get(language, 'By')} "


def authors(article: Article) -> list[Person]:
    """The authors that have a name."""
    return [person for person in article.authors if person.name.strip()]


def published(article: Article) -> str:
    """The day of publication, or day and time to the minute; "" when unknown."""
    if isinstance(article.published, datetime):
        return article.published.isoformat(sep=" ", timespec="minutes")
    return article.published.isoformat() if article.published else ""
