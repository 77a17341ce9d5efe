"""The metadata step: title, authors, dates and the rest, each with where it was found.

Every place that offers a value gives a row (field, value, where, raw); rows stand in order of trust, and the first row
of a field wins. The losers stay in the trace. Nothing here decides what is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from articlekit.dates import find_date, parse_date
from articlekit.draft import Candidate, Metadata
from articlekit.measures import fold
from articlekit.metadata.jsonld import article_objects, texts
from articlekit.metadata.names import people, strip_site_name
from articlekit.page import Page, absolute
from articlekit.survey import Survey

__all__ = ["find_metadata"]

_META_FIELDS: Final = (
    # (field, names of meta elements in order of trust)
    ("title", ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title")),
    ("site_name", ("og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name")),
    (
        "authors",
        ("author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author", "byl"),
    ),
    (
        "published",
        (
            "article:published_time",
            "parsely-pub-date",
            "sailthru.date",
            "datepublished",
            "dc.date.issued",
            "dcterms.created",
            "dc.date",
            "date",
            "pubdate",
            "publish-date",
            "publication_date",
        ),
    ),
    ("modified", ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")),
    ("description", ("description", "og:description", "twitter:description", "dc.description")),
    ("image", ("og:image", "og:image:url", "twitter:image", "twitter:image:src", "thumbnailurl")),
    ("section", ("article:section", "parsely-section")),
    ("language", ("content-language", "dc.language", "og:locale")),
)
_JSON_FIELDS: Final = (
    ("title", "headline"),
    ("authors", "author"),
    ("published", "datePublished"),
    ("modified", "dateModified"),
    ("section", "articleSection"),
    ("license", "license"),
    ("description", "description"),
    ("language", "inLanguage"),
)
_DATES: Final = frozenset({"published", "modified"})


def find_metadata(page: Page, survey: Survey) -> Metadata:
    """What the page says about itself."""
    candidates = tuple(
        row._replace(value=_mended(row.value), raw=_mended(row.raw)) for row in _candidates(page, survey)
    )
    values: dict[str, Any] = {"url": page.url}
    provenance: dict[str, dict[str, str]] = {}
    for row in candidates:
        if row.field not in provenance:
            values[row.field] = row.value
            provenance[row.field] = {"where": row.where, "raw": row.raw[:500]}
    return Metadata(values, provenance, candidates)


def _candidates(page: Page, survey: Survey) -> Iterator[Candidate]:
    objects = article_objects(page.head.json_ld)
    site_name = _site_name(page, objects)
    if site_name:
        yield site_name
    site = site_name.value if site_name else None
    yield from _titles(page, survey, objects, site)
    for field, value, where in _declared(page, objects):
        if field == "authors":
            found = people(value, site)
            if found:
                yield Candidate(field, found, where, value)
        elif field in _DATES:
            date = parse_date(value, month_first=_month_first(page))
            if date is not None:
                yield Candidate(field, date, where, value)
        elif field == "image":
            yield Candidate(field, absolute(page, value), where, value)
        elif field not in ("title", "site_name"):
            yield Candidate(field, value.replace("_", "-") if field == "language" else value, where, value)
    yield from _from_lines(page, survey, site)
    yield from _from_links(page)


def _declared(page: Page, objects: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """(field, value, where) of JSON-LD, then of the head."""
    for obj in objects:
        for field, key in _JSON_FIELDS:
            found = texts(obj.get(key))
            if found:
                yield field, "; ".join(found) if field == "authors" else found[0], f"json-ld {key}"
    if page.head.language:
        yield "language", page.head.language, "html lang"
    metas: dict[str, list[str]] = {}
    for name, content in page.head.metas:
        metas.setdefault(name, []).append(" ".join(content.split()))
    for field, names in _META_FIELDS:
        for name in names:
            found = [value for value in metas.get(name, ()) if value]
            if found:
                yield field, "; ".join(dict.fromkeys(found)) if field == "authors" else found[0], f"meta {name}"


def _site_name(page: Page, objects: list[dict[str, Any]]) -> Candidate | None:
    for field, value, where in _declared(page, []):
        if field == "site_name":
            return Candidate(field, value, where, value)
    for obj in objects:
        if found := texts(obj.get("publisher")):
            return Candidate("site_name", found[0], "json-ld publisher", found[0])
    return None


def _titles(page: Page, survey: Survey, objects: list[dict[str, Any]], site: str | None) -> Iterator[Candidate]:
    if survey.headline is not None:
        text = " ".join(page.blocks[survey.headline].text.split())
        where = survey.measures[survey.headline].tag if page.kind != "text" else "line"
        yield Candidate("title", text, where, text)
    for field, value, where in _declared(page, objects):
        if field == "title":
            yield Candidate("title", strip_site_name(value, site), where, value)
    if page.head.title:
        yield Candidate("title", strip_site_name(page.head.title, site), "title", page.head.title)


def _from_lines(page: Page, survey: Survey, site: str | None) -> Iterator[Candidate]:
    """What the front lines say."""
    for index, kind in survey.front.items():
        block = page.blocks[index]
        if kind == "subtitle":
            yield Candidate("subtitle", block.text, "line", block.text)
        elif kind == "byline":
            found = people(_without_date(block.text), site)
            links = {
                fold(block.text[s.start : s.end]): absolute(page, s.value) for s in block.spans if s.kind == "link"
            }
            for person in found:
                person["url"] = links.get(fold(person["name"]))
            if found:
                yield Candidate("authors", found, "byline", block.text)
        if kind in ("byline", "dateline"):
            yield from _date_of_line(page, index)


def _date_of_line(page: Page, index: int) -> Iterator[Candidate]:
    block = page.blocks[index]
    month_first = _month_first(page)
    field = (
        "modified"
        if block.text.casefold().startswith(("updated", "last updated", "modified", "aktualisiert"))
        else "published"
    )
    for span in block.spans:
        if span.kind == "time" and span.value and (date := parse_date(span.value, month_first=month_first)):
            yield Candidate(field, date, "time", span.value)
            return
    if found := find_date(block.text, month_first=month_first):
        yield Candidate(field, found.value, "dateline", block.text)


def _without_date(text: str) -> str:
    found = find_date(text)
    return text if found is None else text[: found.start] + " | " + text[found.end :]


def _from_links(page: Page) -> Iterator[Candidate]:
    for link in page.head.links:
        if link.rel == "canonical":
            yield Candidate("canonical_url", absolute(page, link.href), "link canonical", link.href)
        elif link.rel == "license":
            yield Candidate("license", absolute(page, link.href), "link license", link.href)
    metas = page.head.metas
    for name, content in metas:
        if name == "og:url":
            yield Candidate("canonical_url", absolute(page, content), "meta og:url", content)
    tags = [content for name, content in metas if name == "article:tag"]
    if not tags:
        tags = [t for name, content in metas if name in ("news_keywords", "keywords") for t in content.split(",")]
    if tags := list(dict.fromkeys(t.strip() for t in tags if t.strip())):
        yield Candidate("tags", tags, "meta article:tag, keywords", ", ".join(tags))
    direction = (page.head.direction or "").lower()
    if direction in ("ltr", "rtl"):
        yield Candidate("direction", direction, "html dir", direction)


def _month_first(page: Page) -> bool:
    """Whether 3/4/2024 is the 4th of March: in American English, and where English says nothing closer."""
    language = (page.head.language or "").lower().replace("_", "-")
    return language in ("", "en", "en-us")


def _mended(value: Any) -> Any:
    """The value without lone surrogates, which JSON can escape and UTF-8 cannot hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_mended(v) for v in value]
    return {key: _mended(v) for key, v in value.items()} if isinstance(value, dict) else value
