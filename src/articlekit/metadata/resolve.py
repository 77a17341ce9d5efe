"""Chooses, for each field, among the rows that the page offers.

A row has evidence, and each piece of evidence a weight. Rows that say the same day or name the same people speak
together: what they all show is added up once. The value with most wins, where it has more than the page's kind asks
for: a product page seldom has an author. The weights were fitted on the development corpora (`training/metadata.py`)
and rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from articlekit.draft import Candidate
from articlekit.measures import fold
from articlekit.models import PageType

DATE_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # what declares it
        "meta": 2.5,
        "meta-weak": 1.6,
        "json-article": 2.0,
        "json-work": 1.2,
        "json-created": 0.5,
        "json-page": 0.1,
        "url-day": 1.6,
        # how it stands in the body
        "property": 0.7,
        "property-created": 1.3,
        "property-class": 0.6,
        "time": 0.7,
        "alone": 0.5,
        "line": 0.5,
        "in-text": 0.3,
        "says-published": 0.6,
        "says-on": -0.2,
        "says-other": -4.0,
        "behind-byline": 0.7,
        "class-date": 0.3,
        "class-meta": 0.3,
        "doubtful": -0.5,
        "one-of-many": -2.5,
        "first-of-many": 1.6,
        "first-post": 1.6,
        "top-of-list": 0.1,
        # where
        "front": 3.5,
        "head": 2.3,
        "above": 1.8,
        "inside": 0.8,
        "foot": 0.3,
        "kept": -0.3,
        "hidden": -0.3,
        "in-footer": 0.6,
        "in-sidebar": 0.2,
        "in-teasers": -6.0,
        "in-bio": -0.6,
        "in-comments": -6.0,
    }
)
"""What each piece of evidence weighs for a date."""
AUTHOR_WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # what declares them
        "meta": 2.1,
        "meta-weak": 0.8,
        "json-article": 1.7,
        "json-work": 1.3,
        "json-page": -0.2,
        # how the name stands in the body
        "property": 0.9,
        "property-apart": 0.3,
        "says-by": 1.0,
        "label-above": 1.7,
        "class-author": 0.6,
        "author-link": 0.2,
        "byline": -0.1,
        "class-user": -0.7,
        "first-post": 1.8,
        "dated-line": -1.5,
        "joined": -2.1,
        "heading": 1.0,
        # where
        "front": 3.3,
        "head": 1.7,
        "above": 0.6,
        "inside": -0.6,
        "foot": 0.4,
        "apart": -1.2,
        "kept": -0.7,
        "hidden": -1.4,
        "in-bio": 1.6,
        "in-footer": 0.7,
        "in-navigation": 0.4,
        "in-sidebar": 0.4,
        "in-teasers": 0.3,
        "in-comments": -1.0,
        # what it is
        "many-names": 1.0,
        "one-word": -0.6,
        "organization": -0.9,
        "is-site": -1.1,
    }
)
"""What each piece of evidence weighs for authors."""
_DATE_LEAST: Final = 0.9  # what a date must have on a page of no special kind
_DATE_MORE: Final = {
    PageType.ARTICLE: -1.3,
    PageType.DOCUMENTATION: 1.1,
    PageType.FORUM: -0.4,
    PageType.LISTING: 0.6,
    PageType.OTHER: 0.4,
    PageType.PRODUCT: 1.5,
}
_AUTHOR_LEAST: Final = 1.4
_AUTHOR_MORE: Final = {
    PageType.ARTICLE: -1.0,
    PageType.DOCUMENTATION: 0.8,
    PageType.FORUM: -1.4,
    PageType.LISTING: 1.4,
    PageType.OTHER: 1.0,
    PageType.PRODUCT: 1.6,
}
_CHANGE_LEAST: Final = 1.5  # of an article; what the day of a change must have to stand in for that of publication
_CHANGE_WEIGHTS: Final = {
    "front": 3.0,
    "head": 3.0,
    "above": 1.5,
    "alone": 1.0,
    "time": 1.0,
    "json-article": 2.0,
    "meta-weak": 1.0,
    "foot": 1.0,
    "in-footer": 0.5,
    "in-teasers": -2.0,
    "in-comments": -4.0,
}

Chosen = tuple[Candidate | None, list[Candidate]]
"""The row that wins, or None; and all rows of the field with their weights, in the order given."""


class Days(NamedTuple):
    """The rows for the two dates of a page."""

    published: list[Candidate]
    modified: list[Candidate]


def told_apart(published: Sequence[Candidate], modified: Sequence[Candidate]) -> Days:
    """The rows, those of the page's last change that look like dates of publication put where they belong.

    A time in the body that is to the second what the page declares as its change is that, if it declares another time
    of publication.
    """
    changes = {row.value for row in modified if _is_declared(row) and isinstance(row.value, datetime)}
    births = {row.value for row in published if _is_declared(row)}
    moved = changes - births if births else set()
    days = Days([], list(modified))
    for row in published:
        if row.value in moved and not _is_declared(row):
            days.modified.append(row._replace(field="modified"))
        else:
            days.published.append(row)
    return days


def _is_declared(row: Candidate) -> bool:
    return row.where.startswith(("json-ld", "meta"))


def published(rows: Sequence[Candidate], changes: Sequence[Candidate], page_type: PageType) -> Chosen:
    """The row that says when the page was published.

    Where none has enough, the day that the page shows of a change stands in; its `where` says so.
    """
    weighed = _weighed(rows, DATE_WEIGHTS, day_of)
    best = _best(weighed, _DATE_LEAST + _DATE_MORE.get(page_type, 0.0))
    if best is None:
        least = _CHANGE_LEAST if page_type is PageType.ARTICLE else _CHANGE_LEAST + 1
        shown = _best(_weighed(changes, _CHANGE_WEIGHTS, day_of), least)
        best = shown and shown._replace(field="published", where=f"{shown.where}, of a change")
    return best, weighed


def modified(rows: Sequence[Candidate]) -> Chosen:
    """The row that says when the page was last changed: what is declared, else what is shown beside the headline."""
    weighed = _weighed(
        rows, _CHANGE_WEIGHTS | {"meta": 2.5, "json-page": 1.0, "property": 1.0, "json-work": 1.0}, day_of
    )
    return _best(weighed, 0.9), weighed


def authors(rows: Sequence[Candidate], page_type: PageType) -> Chosen:
    """The row that says who wrote the page."""
    weighed = _weighed(rows, AUTHOR_WEIGHTS, names_of)
    return _best(weighed, _AUTHOR_LEAST + _AUTHOR_MORE.get(page_type, 0.0)), weighed


def _weighed(rows: Iterable[Candidate], weights: Mapping[str, float], said: Any) -> list[Candidate]:
    """The rows with the weight of what all rows that say the same show."""
    rows = list(rows)
    keys = [said(row.value) for row in rows]
    together: dict[Any, list[Candidate]] = {}
    for key, row in zip(keys, rows, strict=True):
        together.setdefault(key, []).append(row)
    sums = {
        key: round(sum(weights.get(name, 0.0) for name in sorted(counted(group, weights))), 1)
        for key, group in together.items()
    }
    return [row._replace(weight=sums[key]) for key, row in zip(keys, rows, strict=True)]


def counted(rows: Sequence[Candidate], weights: Mapping[str, float]) -> frozenset[str]:
    """The evidence that counts of rows that say the same.

    What speaks for a value counts once, wherever it is shown; what speaks against one place, only where there is no
    other: that a list of teasers names a day, too, is nothing against it.
    """
    told = {name for row in rows for name in row.evidence}
    shared = told.intersection(*(row.evidence for row in rows))
    return frozenset(name for name in told if name in shared or weights.get(name, 0.0) > 0)


def _best(rows: Sequence[Candidate], least: float) -> Candidate | None:
    """The first row of those with most; of dates that say the same day, one that tells the time."""
    best = max(rows, key=lambda row: (row.weight, _exactness(row.value)), default=None)
    return best if best is not None and best.weight > least else None


def _exactness(value: Any) -> int:
    return (2 if value.tzinfo else 1) if isinstance(value, datetime) else 0


def day_of(value: date | datetime) -> date:
    """What two dates share that say the same day."""
    return value.date() if isinstance(value, datetime) else value


def names_of(value: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """What two lists of people share that name the same, in any order."""
    return tuple(sorted(fold(person["name"]) for person in value))
