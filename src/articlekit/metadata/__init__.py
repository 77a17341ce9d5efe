"""The metadata step: title, authors, dates and the rest, each with where it was found.

Every place that offers a value gives a row (field, value, where, raw); dates and authors are weighed by their evidence
(`resolve`), of the other fields the rows stand in order of trust, and the first wins. The losers stay in the trace.
Nothing here decides what is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from articlekit.dates import is_month_first, parse_date
from articlekit.draft import Candidate, Metadata
from articlekit.metadata import resolve
from articlekit.metadata.declared import Declared, from_head, from_json
from articlekit.metadata.facts import facts, site_name
from articlekit.metadata.helpers import further_date
from articlekit.metadata.jsonld import described
from articlekit.metadata.places import Places
from articlekit.metadata.titles import title_rows
from articlekit.metadata.when import address_dates, shown_dates
from articlekit.metadata.who import author_rows
from articlekit.page import Labelled, Page
from articlekit.survey import Survey

__all__ = ["find_metadata"]

_STRONG_DATES: Final = (
    "article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
)


_FEW: Final = 5


def find_metadata(page: Page, survey: Survey, labelled: Labelled, extras: frozenset[str] = frozenset()) -> Metadata:
    """What the page says about itself; `extras` as `helpers.checked` gives them."""
    rows = [
        row._replace(value=_mended(row.value), raw=_mended(row.raw))
        for row in candidates(page, survey, labelled, extras)
    ]
    of: dict[str, list[Candidate]] = {}
    for row in rows:
        of.setdefault(row.field, []).append(row)
    page_type = labelled.verdict.page_type
    days = resolve.told_apart(of.get("published", []), of.get("modified", []))
    chosen: dict[str, Candidate | None] = {field: group[0] for field, group in of.items()}
    for field, (best, weighed) in (
        ("published", resolve.published(days.published, days.modified, page_type)),
        ("modified", resolve.modified(days.modified)),
        ("authors", resolve.authors(of.get("authors", []), page_type)),
    ):
        chosen[field], of[field] = best, weighed
    values: dict[str, Any] = {"url": page.url}
    provenance: dict[str, dict[str, str]] = {}
    for field, winner in chosen.items():
        if winner is not None:
            values[field] = winner.value
            provenance[field] = {"where": winner.where, "raw": winner.raw[:500]}
    return Metadata(values, provenance, tuple(row for group in of.values() for row in group))


def candidates(
    page: Page, survey: Survey, labelled: Labelled, extras: frozenset[str] = frozenset()
) -> Iterator[Candidate]:
    """Every row that the page offers, those of a field in order of trust."""
    objects = described(page.head.json_ld, _titles(page, survey), page.url or _own_address(page))
    declared = [*from_json(objects), *from_head(page.head)]
    places = Places(page, survey, labelled)
    language = page.head.language
    page_type = labelled.verdict.page_type
    sites = list(site_name(page, declared, objects))
    yield from sites
    site = sites[0].value if sites else None
    yield from title_rows(page, survey, declared, site, page_type)
    yield from author_rows(page, survey, places, declared, objects, site, page_type)
    yield from _declared_dates(declared, language)
    yield from shown_dates(page, places, page_type, language)
    yield from address_dates(page)
    for index, kind in survey.front.items():
        if kind == "subtitle":
            yield Candidate("subtitle", page.blocks[index].text, "line", page.blocks[index].text)
    if "dates" in extras:
        yield from _further_dates(page, survey, declared)
    yield from facts(page, labelled, declared, objects, detect="language" in extras)


def _titles(page: Page, survey: Survey) -> list[str]:
    """What the page shows or declares as its title; of many declarations some."""
    shown = [] if survey.headline is None else [page.blocks[survey.headline].text]
    told = [content for name, content in page.head.metas if name == "og:title"]
    return [*shown, *told[:_FEW], page.head.title or ""]


def _own_address(page: Page) -> str | None:
    return next((link.href for link in page.head.links if link.rel == "canonical"), None)


def _declared_dates(declared: Sequence[Declared], language: str | None) -> Iterator[Candidate]:
    month_first = is_month_first(language)
    for row in declared:
        if row.field in ("published", "modified"):
            value = parse_date(row.value, month_first=month_first, language=language)
            if value is not None:
                yield Candidate(row.field, value, row.where, row.value, evidence=(_kind(row),))


def _further_dates(page: Page, survey: Survey, declared: Sequence[Declared]) -> Iterator[Candidate]:
    """Rows for declared dates and front lines that the core cannot read."""
    language = page.head.language
    month_first = is_month_first(language)
    told = [(row.value, row.where, _kind(row)) for row in declared if row.field == "published"]
    lines = [page.blocks[i].text for i, kind in survey.front.items() if kind in ("dateline", "byline")]
    for raw, where, evidence in [*told, *((line, "dateline", "front") for line in lines)]:
        if parse_date(raw, month_first=month_first, language=language) is None and (day := further_date(raw, language)):
            yield Candidate("published", day, where, raw, evidence=(evidence,))


def _kind(row: Declared) -> str:
    """The evidence that a declared date is."""
    if row.kind != "meta":
        return f"json-{row.kind}" if row.where != "json-ld dateCreated" else "json-created"
    return "meta" if row.where.endswith(_STRONG_DATES) else "meta-weak"


def _mended(value: Any) -> Any:
    """The value without lone surrogates, which JSON can escape and UTF-8 cannot hold."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_mended(v) for v in value]
    return {key: _mended(v) for key, v in value.items()} if isinstance(value, dict) else value
