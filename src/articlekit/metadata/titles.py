"""Titles: the headline that the page shows, and what it declares, without the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from articlekit.draft import Candidate
from articlekit.measures import fold
from articlekit.metadata.declared import Declared
from articlekit.models import PageType
from articlekit.page import Page
from articlekit.survey import Survey

_SEPARATOR: Final = re.compile(r"\s+(?:[|»·•]|::|[-–—])\s+|\s*[|｜]\s*")
_GLUED: Final = frozenset("|｜_-–—:：·•»")  # what parts a site's name that is known from a title
_EDGES: Final = " |｜_-–—:：·•»"
_SHORTEST_TITLE: Final = 8
_WHOLE_TITLE: Final = 20  # letters of a title that says more than a label
_SLOGANS: Final = frozenset({PageType.OTHER, PageType.DOCUMENTATION, PageType.PRODUCT})
"""Kinds of pages whose headline may be a slogan."""
_LEAST_SHARED: Final = 0.2  # share of words with the declared title below which it is one
_WORD: Final = re.compile(r"\w+")
_TELLING_TITLE: Final = 12  # letters of a declared title that is no placeholder
_LOWER: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})


def title_rows(
    page: Page, survey: Survey, declared: Sequence[Declared], site: str | None, page_type: PageType
) -> Iterator[Candidate]:
    """Rows for the title, the one that wins first."""
    told = [(row.value, row.where) for row in declared if row.field == "title" and fold(row.value)]
    if page.head.title:
        told.append((page.head.title.replace("\u00ad", ""), "title"))
    shown = "" if survey.headline is None else _without_end(" ".join(page.blocks[survey.headline].text.split()), site)
    brand = bool(shown) and site is not None and fold(shown) == fold(site)
    if brand:
        site = shown
    named = [(strip_site_name(value, site), value, where) for value, where in told]
    rows = [
        Candidate("title", _unlabelled(title, [other for other, _, _ in named]), where, raw)
        for title, raw, where in named
    ]
    if survey.headline is not None:
        text = shown
        where = survey.measures[survey.headline].tag if page.kind != "text" else "line"
        better = _other(text, rows) if brand else _better(text, where, rows, page_type)
        if better is not None:
            yield rows.pop(better)
        yield Candidate("title", text, where, text)
    yield from rows


def _other(headline: str, rows: Sequence[Candidate]) -> int | None:
    """The first declared title that is another than the headline."""
    key = fold(headline)
    return next((i for i, row in enumerate(rows) if (title := fold(row.value)) and key not in title), None)


def _better(headline: str, tag: str, rows: Sequence[Candidate], page_type: PageType) -> int | None:
    """The declared title that is to be preferred to the headline, if any.

    One that ends the headline, which then begins with a kicker ("Premier League Liverpool lose at Everton"); one that
    two declarations share where the page's headline is only a heading of lower rank; and any where the page is no
    article and its largest line a slogan that shares few words with what it declares.
    """
    shown = fold(headline)
    told = [(i, fold(row.value)) for i, row in enumerate(rows)]
    keys = [title for _, title in told]
    for i, title in told:
        if (
            len(title) >= _WHOLE_TITLE
            and title != shown
            and shown.endswith(title)
            and keys.count(shown) < 2
            and len(title) > len(shown) / 2
        ):
            return i
    telling = page_type in _SLOGANS and told and len(told[0][1]) >= _TELLING_TITLE
    if telling and _shared(headline, rows[0].value) < _LEAST_SHARED:
        return 0
    if tag in _LOWER:
        return next(
            (
                i
                for i, title in told
                if title != shown and len(title) >= _WHOLE_TITLE and keys.count(title) > 1 and shown not in keys
            ),
            None,
        )
    return None


def _shared(one: str, other: str) -> float:
    """Share of the words of two titles that are the same."""
    words, others = set(_WORD.findall(one.casefold())), set(_WORD.findall(other.casefold()))
    return len(words & others) / max(1, len(words | others))


def _unlabelled(title: str, others: Sequence[str]) -> str:
    """The title without the labels at its end that another declaration of the same title does not have."""
    for other in others:
        if len(fold(other)) >= _WHOLE_TITLE and title.startswith(other) and title[len(other) :].strip()[:1] in _GLUED:
            return other
    return title


def strip_site_name(title: str, site: str | None) -> str:
    """The title without the site's name at its end or start; a title is never cut inside."""
    title = " ".join(title.split())
    if (rest := _without_end(title, site)) != title:
        return rest
    parts = [part for part in _SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return title.rstrip("|｜ ") or title
    for part, rest in ((parts[-1], title[: title.rfind(parts[-1])]), (parts[0], title[len(parts[0]) :])):
        rest = rest.strip(_EDGES)
        enough = 0 if part is parts[-1] else min(_SHORTEST_TITLE, len(part))
        named = site and _same_name(part, site) and (part is parts[-1] or len(fold(part)) <= len(fold(site)))
        if named and len(rest) > enough:
            return rest
        bar = title[: title.rfind(part)].rstrip()[-1:] not in "-–—"
        label = not site and bar and part is parts[-1] and part.count(" ") < 4 and not part[0].islower()
        if label and (len(rest) >= _SHORTEST_TITLE or len(rest) > len(part)):
            return rest
    return title


def _without_end(title: str, site: str | None) -> str:
    """The title without the site's name, word for word, and what parts it at its end."""
    if site and title.casefold().endswith(site.casefold()):
        rest = title[: -len(site)].rstrip()
        if rest[-1:] in _GLUED and rest.rstrip(_EDGES):
            return rest.rstrip(_EDGES)
    return title


def _same_name(part: str, site: str) -> bool:
    """Whether a part of a title is the site's name, in full or for the greater part ("BBC" of "BBC News" is not)."""
    one, other = sorted((fold(part), fold(site)), key=len)
    return one == other or (len(one) > 3 and one in other and len(one) >= 0.5 * len(other))


def name_by_host(title: str, address: str) -> str | None:
    """The part at the end or start of a title that says the name of the page's host: the site's name."""
    host = address.partition("://")[2].partition("/")[0].lower()
    labels = [key for label in host.split(".")[:-1] if len(key := fold(label)) > 3]
    parts = _SEPARATOR.split(" ".join(title.split()))
    if len(parts) > 1:
        for part in (parts[-1], parts[0]):
            key = fold(part)
            if any(key == label or (len(key) > 3 and key in label and len(key) > 0.6 * len(label)) for label in labels):
                return part
    return None
