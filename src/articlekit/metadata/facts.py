"""The smaller fields: site, language, direction, address, description, section, tags, image, licence, access.

Each gives rows in order of trust; the first row of a field wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from articlekit.draft import Candidate
from articlekit.measures import fold
from articlekit.metadata.addresses import web_address
from articlekit.metadata.declared import Declared
from articlekit.metadata.helpers import detected_language
from articlekit.metadata.jsonld import Described, addresses, as_list, plain, texts
from articlekit.metadata.languages import direction_of, fits, script_of, sole_language, tag_of
from articlekit.metadata.titles import name_by_host
from articlekit.models import Access, PageType
from articlekit.page import Labelled, Page, PageSpan

CalledLink = tuple[str, PageSpan]
"""A link with words of its own, and the text of its block."""
_PLAIN: Final = frozenset({"description", "section", "subtitle"})
_RESERVED: Final = re.compile(r"(?i)copyright|©|\(c\)\s|rights? reserved|rechte vorbehalten|\btous droits")
_TAG_METAS: Final = ("article:tag", "parsely-tags", "sailthru.tags", "news_keywords", "keywords")
_COMMAS: Final = re.compile(r"[,;،、，；]")
_MOST_TAGS: Final = 50
_LONGEST_TAG: Final = 80
_TIERS: Final = {
    "free": Access.FREE,
    "metered": Access.METERED,
    "locked": Access.PAYWALLED,
    "paid": Access.PAYWALLED,
    "premium": Access.PAYWALLED,
    "subscription": Access.PAYWALLED,
}


def site_name(page: Page, declared: Sequence[Declared], objects: Sequence[Described]) -> Iterator[Candidate]:
    """Rows for the site's name: what it declares, the publisher, the end of the title that its host repeats."""
    for row in declared:
        if row.field == "site_name" and "://" not in row.value:
            yield Candidate("site_name", row.value, row.where, row.value)
    for _, fields in objects:
        if (found := texts(fields.get("publisher"))) and "://" not in found[0]:
            yield Candidate("site_name", found[0], "json-ld publisher", found[0])
    if (named := name_by_host(page.head.title or "", page.url or "")) is not None:
        yield Candidate("site_name", named, "title", page.head.title or "")


def facts(
    page: Page, labelled: Labelled, declared: Sequence[Declared], objects: Sequence[Described], *, detect: bool = False
) -> Iterator[Candidate]:
    """Rows for every field that is neither the site's name nor title, authors or dates.

    `detect`: whether a detector has a word in what the language is.
    """
    for row in sorted(declared, key=lambda row: row.kind != "meta"):
        if row.field in _PLAIN:
            yield Candidate(row.field, row.value, row.where, row.value)
    yield from _language(page, labelled, declared, detect)
    yield from _addresses(page, declared, objects)
    called = _called_links(page)
    yield from _tags(page, objects, called)
    yield from _license(page, declared, called)
    yield from _access(labelled, declared, objects)


def _language(page: Page, labelled: Labelled, declared: Sequence[Declared], detect: bool) -> Iterator[Candidate]:
    text = "\n".join(
        [block[2] for block, decision in zip(page.blocks, labelled.labels, strict=True) if decision[0] and block[2]]
    )
    script = script_of(text)
    told = [
        ("html lang", page.head.language or ""),
        *((row.where, row.value) for row in declared if row.field == "language"),
    ]
    found = [(tag, where, raw) for where, raw in told if raw and (tag := tag_of(raw)) and fits(tag, script)]
    if detect and (code := detected_language(text)):
        found = [row for row in found if row[0].partition("-")[0].lower() == code] or [(code, "detector", "")]
    if not found and (sole := sole_language(script)):
        found = [(sole, "script of the text", script or "")]
    for tag, where, raw in found:
        yield Candidate("language", tag, where, raw)
    direction = (page.head.direction or "").lower()
    if direction in ("ltr", "rtl"):
        yield Candidate("direction", direction, "html dir", direction)
    elif found:
        yield Candidate("direction", direction_of(found[0][0]), "language", found[0][0])


def _addresses(page: Page, declared: Sequence[Declared], objects: Sequence[Described]) -> Iterator[Candidate]:
    own = [("link canonical", link.href) for link in page.head.links if "canonical" in link.rel.split()]
    own += [("meta og:url", content) for name, content in page.head.metas if name == "og:url"]
    for where, href in own:
        if address := web_address(page, href):
            yield Candidate("canonical_url", address, where, href)
    images = [(row.where, row.value) for row in declared if row.field == "image" and row.kind == "meta"]
    images += [("json-ld image", url) for _, fields in objects for url in _image_urls(fields.get("image"))]
    for where, href in images:
        if address := web_address(page, href):
            yield Candidate("image", address, where, href)


def _image_urls(value: Any) -> list[str]:
    plain_ones = [v for v in as_list(value)[:5] if isinstance(v, str) and v.strip()]
    return plain_ones or addresses(value)


def _tags(page: Page, objects: Sequence[Described], called: Sequence[CalledLink]) -> Iterator[Candidate]:
    """All tags of the first place that has some."""
    metas: dict[str, list[str]] = {}
    for name, content in page.head.metas:
        if name in _TAG_METAS:
            metas.setdefault(name, []).append(plain(content))
    told = [(f"meta {name}", metas[name]) for name in _TAG_METAS if name in metas]
    keywords = [text for _, fields in objects for text in texts(fields.get("keywords"))]
    told.insert(1 if "article:tag" in metas else 0, ("json-ld keywords", keywords))
    linked = [
        text[span.start : span.end] for text, span in called if "tag" in span.words and "category" not in span.words
    ]
    for where, values in [*told, ("rel tag", linked)]:
        split = [part for value in values for part in (_COMMAS.split(value) if where != "rel tag" else [value])]
        tags: dict[str, str] = {}
        for part in split:
            tag = part.strip(" #\"'[]")
            if len(tag) <= _LONGEST_TAG and (key := fold(tag)):
                tags.setdefault(key, tag)
        if tags:
            yield Candidate("tags", list(tags.values())[:_MOST_TAGS], where, ", ".join(values))


def _license(page: Page, declared: Sequence[Declared], called: Sequence[CalledLink]) -> Iterator[Candidate]:
    told = [row for row in declared if row.field == "license"]
    linked = [("link license", link.href) for link in page.head.links if "license" in link.rel.split()]
    linked += [("a license", span.value) for _, span in called if "license" in span.words]
    in_json = [(row.where, row.value) for row in told if row.kind != "meta"]
    in_head = [(row.where, row.value) for row in told if row.kind == "meta"]
    for where, raw in [*in_json, *linked, *in_head]:
        named = " " in raw or not ("/" in raw or ":" in raw)
        value = raw if named and where not in ("link license", "a license") else web_address(page, raw)
        if value and not _RESERVED.search(value):
            yield Candidate("license", value, where, raw)


def _called_links(page: Page) -> list[CalledLink]:
    """The links of the body that are called a tag or a licence."""
    found = []
    for block in page.blocks:
        for span in block[5]:
            words = span[4]
            if words and ("tag" in words or "license" in words) and span[2] == "link":
                found.append((block[2], span))
    return found


def _access(labelled: Labelled, declared: Sequence[Declared], objects: Sequence[Described]) -> Iterator[Candidate]:
    if labelled.verdict.page_type is PageType.PAYWALL:
        yield Candidate("access", Access.PAYWALLED, "page type", "paywall")
    for row in declared:
        if row.field == "access" and (tier := _TIERS.get(row.value.lower())):
            yield Candidate("access", tier, row.where, row.value)
    for kind, fields in objects:
        told = fields.get("isAccessibleForFree")
        if kind != "page" and told is not None and (free := _truth(told)) is not None:
            access = Access.FREE if free else Access.PAYWALLED
            yield Candidate("access", access, "json-ld isAccessibleForFree", str(told)[:80])


def _truth(value: Any) -> bool | None:
    """What a value of JSON says of yes or no, also where a template wrote it as a word or an address."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, bool):
        return value
    if not isinstance(value, str | int):
        return None
    word = str(value).rpartition("/")[2].strip().lower()
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(word)
