"""What several steps need to know of a page, worked out once: measures of blocks, the headline, the front lines, tag
lines.

A survey judges what a block *is* (headline, byline, a source tag alone on its line), never whether it stays: that is
the label step's decision. It reads the page alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from articlekit.front_lines import FrontKind, find_front_lines, line_kind
from articlekit.measures import CONTROLS, Measures, ends_sentence, fold, measure, trailing_name
from articlekit.notes import Note, find_notes
from articlekit.outline import Outline
from articlekit.page import Page, PageBlock, as_made, is_automatic
from articlekit.sentences import ends_with_abbreviation

_MOST_TITLES: Final = 6  # declared titles that are compared
_HEADLINE_WORDS: Final = 30  # longer than any headline seen
_LIKE: Final = 0.6  # how like a title a line without markup must be
_FOLDED: Final = 3  # folding makes of no letter more than three
DOMAIN_NAME: Final = re.compile(
    r"(?:www\.)?[A-Za-z][\w-]*(?:\.[A-Za-z]{2,})*\.(?!(?:js|ts|py|rb|md|txt|css|html?|json|xml|java|php|exe|pdf|png|jpg|zip)$)"
    r"[A-Za-z]{2,}$"
)
_PLAIN_HOST: Final = re.compile(r"https?://([a-z0-9.-]+)(?=[/?#]|\Z)")
"""The host of an address as nearly all are written."""
_COUNTER: Final = re.compile(r"\s?\+(\d{1,2})$")
GROUP: Final = re.compile(r"(?<=\+\d)(?=\s?[^\W\d])|(?<=\+\d\d)(?=\s?[^\W\d])")
"""Where two tags with counters are glued together: "US EPA+2Reddit+2"."""
SOURCE_WORD: Final = re.compile(
    r"(?i)\s?(?:(?:image|data|chart|graphic|photo|bild|foto|verwendete|weitere|datos|daten)[ -]?)?"
    r"(?:sources?|quellen?|quellenangaben?|fuentes?|fontes?|fonti|fonte|bron(?:nen)?|källor?|kilder?|źródł[oa]"
    r"|kaynak(?:lar)?|источники?|出典|来源|來源|资料来源|資料來源|출처|المصدر|المصادر|مصدر)\s?[:：]\s*"
)
"""How a line begins that names its sources: "Source: X"."""
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_TAG_NAME: Final = re.compile(r"[A-Z0-9][\w.&'’-]*(?: (?:of|the|for|and|de|[A-Z0-9][\w.&'’-]*)){0,4}(?: ?\+\d{1,2})?$")
NOT_A_SOURCE: Final = re.compile(
    r"(?i)\b(read|learn|see|find out|show|view|know|continue)\b|more$|click|here$|weiterlesen|mehr\b|lire|leer"
    r"|^(?:donate|subscribe|buy|book|sign|watch|download|map|register|join|get|shop|order|listen|follow|contact|apply|try"
    r"|start|visit|call|e-?mail|log)\b|advertis|anzeige|^by\b|photo|getty|images$|credit"
    r"|^(?:utc|gmt|m?esz|mez|ce?s?t|[ecmp][sd]t)$|google scholar|pubmed|crossref|^article\b|^(?:pdf|full text)$"
    r"|^pic\.twitter|^(?:summary|notes?|conclusion|overview|examples?|tips?|update|fazit|zusammenfassung|résumé|resumen)$"
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What several steps need to know of a page."""

    measures: tuple[Measures, ...]
    """One for each block of the page."""
    headline: int | None
    """Index of the block that shows the headline; None if no block does."""
    front: Mapping[int, FrontKind]
    """The front lines: block index to kind, the headline included."""
    tag_lines: frozenset[int]
    """Blocks that look like a source tag alone on its line."""
    tag_names: frozenset[str]
    """Names that the page's layout shows to be source tags; they decide where no link does."""
    host: str
    """The page's own host without "www."; "" when unknown."""
    notes: tuple[Note, ...]
    """The notes of the page, in page order."""
    outline: Outline = field(repr=False, compare=False)
    """How the regions of the page lie in each other."""

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return as_made(self)


def survey(page: Page) -> Survey:
    """Work out what several steps need to know of `page`."""
    measures, outline = measure(page), Outline(page)
    headline = _find_headline(page, measures)
    host = _own_host(page)
    names = _tag_names(page, measures)
    tag_lines = _tag_lines(page, measures, outline, names, host)
    front = find_front_lines(page, measures, outline, headline, _declared_titles(page)[:_MOST_TITLES])
    return Survey(measures, headline, front, tag_lines, names, host, find_notes(page, measures, outline), outline)


# ---------------------------------------------------------------- headline


def _find_headline(page: Page, measures: tuple[Measures, ...]) -> int | None:
    declared = list(dict.fromkeys([fold(t) for t in _declared_titles(page) if t]))[:_MOST_TITLES]
    least = _LIKE * min([len(title) for title in declared], default=0)  # no shorter line can be like a title
    best, best_score = None, 0.0
    for index, block in enumerate(page.blocks):
        tag, heading, words, linked, hidden, _ = measures[index]
        if not 0 < words <= _HEADLINE_WORDS or hidden or tag in CONTROLS:
            continue
        if not heading and (words <= 2 or linked >= 0.9):
            continue
        text = block[2]
        if not heading and len(text) * (1 if text.isascii() else _FOLDED) < least:
            continue
        score = _headline_score(block, heading, linked, declared)
        if score > best_score:
            best, best_score = index, score
    if best is None and not declared:
        return _line_above_body(page, measures)
    return best


def _declared_titles(page: Page) -> list[str]:
    titles = [content for name, content in page.head.metas if name in ("og:title", "twitter:title", "dc.title")]
    return [*titles, page.head.title or ""]


def _headline_score(block: PageBlock, heading: int, linked: float, declared: list[str]) -> float:
    """How much a block looks like the page's headline: the words of a declared title, best in an `h1`."""
    key = fold(block.text)
    if not key:
        return 0.0
    likeness = 0.0
    for title in declared:
        if key == title:
            likeness = 1.0
        elif key in title and len(key) > 2:
            likeness = max(likeness, len(key) / len(title))
        elif title in key and len(title) > 12:
            likeness = max(likeness, len(title) / len(key))
    if not heading:
        return 0.8 * likeness if likeness > _LIKE else 0.0
    if linked > 0.9 and any(s.kind == "link" and s.value in ("/", "./", "#") for s in block.spans):
        return 0.05  # the site's name
    rank = 0.5 if heading == 1 else 0.2 if heading == 2 else 0.1
    if likeness > 0.35:
        return likeness + rank
    return rank * 0.5 if heading == 1 else 0.0


def _line_above_body(page: Page, measures: tuple[Measures, ...]) -> int | None:
    """Where nothing declares a title: the short line above the first paragraph, bylines and dates set aside."""
    candidate: int | None = None
    for index, (block, m) in enumerate(zip(page.blocks, measures, strict=True)):
        if m.hidden or not block.text:
            continue
        if m.body:
            return candidate
        if not m.words <= _HEADLINE_WORDS or block.lead >= 0 or block.kind != "text" or m.heading > 1:
            continue
        if line_kind(page, index, m):
            if candidate is not None:
                return candidate  # the line above the byline
        elif candidate is None or _is_better_headline(block, m, measures[candidate]):
            candidate = index
    return candidate if len(page.blocks) == 1 else None


def _is_better_headline(block: PageBlock, m: Measures, above: Measures) -> bool:
    """Whether a line is rather the headline than a line above it: the later one, but for labels and sentences."""
    if block.text.endswith(",") or (ends_sentence(block.text) and not block.text.endswith(("?", "!"))):
        return False
    return m.words > 2 or above.words <= 2


# ---------------------------------------------------------------- source tags alone on their line


def _own_host(page: Page) -> str:
    declared = [link.href for link in page.head.links if link.rel == "canonical"]
    declared += [content for name, content in page.head.metas if name == "og:url"]
    for address in (page.url, *declared):
        if address and (host := host_of(address)):
            return host
    return ""


def host_of(address: str) -> str:
    """Host of an absolute web address without "www."; "" if it has none."""
    if (plain := _PLAIN_HOST.match(address)) is not None:
        return str(plain[1]).removeprefix("www.")
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def split_counter(marker: str) -> tuple[str, int]:
    """The name in a source tag, and how many further sources it counts: "US EPA+2" names "US EPA" and counts 2."""
    found = _COUNTER.search(marker) if "+" in marker else None
    return (marker[: found.start()], int(found[1])) if found else (marker, 0)


def _tag_names(page: Page, measures: tuple[Measures, ...]) -> frozenset[str]:
    """Names that stand at least twice where source tags stand: behind a paragraph's last stop, or alone below one.

    A name with a counter needs no company; a line that never stands behind a statement may as well be a heading.
    """
    seen: dict[str, int] = {}
    trailing: set[str] = set()
    above = False
    for index, block in enumerate(page.blocks):
        _, heading, words, _, hidden, body = measures[index]
        text, lead = block[2], block[6]
        if hidden or not text:
            continue
        marker, behind = "", False
        if words > 1 and (found := trailing_name(text)) is not None:
            abbreviated = ends_with_abbreviation(text[: found.start(1)].rstrip())
            marker, behind = ("" if abbreviated else found[1]), True
        elif above and words <= 5 and not heading and lead < 0:
            marker = text
        for piece in GROUP.split(marker) if "+" in marker else [marker] if marker else ():
            if _TAG_NAME.match(piece):
                name, counted = split_counter(piece)
                seen[name] = seen.get(name, 0) + (2 if counted else 1)
                if behind or counted:
                    trailing.add(name)
        above = body or (lead >= 0 and words > 2)
    names = [name for name, count in seen.items() if count > 1 and name in trailing]
    return frozenset([name for name in names if not NOT_A_SOURCE.search(name) and not _YEAR.search(name)])


def _tag_lines(
    page: Page, measures: tuple[Measures, ...], outline: Outline, names: frozenset[str], host: str
) -> frozenset[int]:
    items = outline.innermost("li")
    lines = set[int]()
    above = statement = False  # whether a paragraph stands above; whether any statement does
    above_item = -1
    for index, block in enumerate(page.blocks):
        _, heading, words, linked, hidden, body = measures[index]
        if hidden or not block[2]:
            continue
        item = items[block[3]]
        placed = statement and (item < 0 or item == above_item)  # an item of its own is no tag of what stands above it
        if placed and words <= 6 and not heading and _is_tag(block, linked, above, names, host):
            lines.add(index)
            continue  # a second tag may stand below the first
        above = body or (item >= 0 and linked < 0.5)
        statement = above or (words > 2 and linked < 0.5 and not heading)
        above_item = item
    return frozenset(lines)


def _is_tag(block: PageBlock, linked: float, above: bool, names: frozenset[str], host: str) -> bool:
    """Whether a short line below a statement is a source tag; `above`: whether that is a paragraph."""
    text = block.text
    if block.lead >= 0 or len(text) > 48:
        return False
    if linked > 0.7:
        links = [span.value for span in block.spans if span.kind == "link"]
        sure = any(is_automatic(href) for href in links)
        told = bool(links) and (above or sure) and all(is_tag_link(href, host) for href in links)
    else:
        name, _ = split_counter(text)
        told = above and linked == 0 and (name in names or DOMAIN_NAME.match(name) is not None)
    return told and not NOT_A_SOURCE.search(text) and not SOURCE_WORD.match(text)


def is_tag_link(href: str, host: str) -> bool:
    """Whether a link can be a source tag's: it shows that it is one, or leads from a known host to another site."""
    if is_automatic(href):
        return True
    other = host_of(href)
    return bool(host and other) and other != host and not other.endswith("." + host) and not host.endswith("." + other)
