"""What several steps need to know of a page, worked out once: measures of blocks, the headline, the front lines, tag
lines.

A survey judges what a block *is* (headline, byline, a source tag alone on its line), never whether it stays: that is
the label step's decision. It reads the page alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import urlsplit

from articlekit.dates import find_date
from articlekit.measures import NAME_REACH, STOPS, TRAILING_NAME, Measures, ends_sentence, fold, measure
from articlekit.page import Page, PageBlock, innermost

FrontKind = Literal["title", "subtitle", "byline", "dateline"]

_FRONT_REACH: Final = 12  # blocks below the headline among which its front lines stand
_MOST_TITLES: Final = 6  # declared titles that are compared
_HEADLINE_WORDS: Final = 30  # longer than any headline seen
_NAME: Final = r"[^\W\d_a-z]"  # the first letter of a name: upper case, or of a script without case
_BYLINE: Final = re.compile(
    rf"""(?x) ^\s*(?:
      (?:(?i:written|posted|reported|words|text|story)\s+)?(?i:by)\s?:?\s+\S
    | (?:(?i:ein\s+beitrag|ein\s+artikel)\s+)?(?i:von)\s?:?\s+\S
    | (?i:par|por|di|door|av|af)\s?:?\s+{_NAME}
    | (?i:author|autor|autorin|auteur|autore|redaktion|redaction|автор)\s*: | كتب\b | بقلم | מאת
    | (?:文|執筆|取材・文|記者|作者)\s*[:：/／＝=] | .{{2,12}}(?:記者|記者）|기자)$
    )"""
)
_BYLINE_INSIDE: Final = re.compile(r"(?i:\bby|\bvon|\bpar|\bpor)\s+[^\W\d_a-z]")
_STOPPED: Final = re.compile(rf"[{STOPS}][\"'”’»」』)]*$")  # a byline is no sentence; "Jr." is rarer than one
_DATE_LABELS: Final = re.compile(
    r"""(?ix) \d{1,2}[:.]\d{2}(?:[:.]\d{2})? | [|·•,:()–—-] | \b(?:
      published | posted | updated | last | modified | created | on | at | date | time | first | original
    | veröffentlicht | aktualisiert | stand | vom | am | um | uhr | publié | mis | à | jour | le | publicado
    | actualizado | el
    | mon(?:day)? | tue(?:sday)? | wed(?:nesday)? | thu(?:rsday)? | fri(?:day)? | sat(?:urday)? | sun(?:day)?
    | a\.?m\.? | p\.?m\.? | gmt | utc | bst | e[sd]?t | p[sd]t | ce?st ) \b"""
)
_BYLINE_WORDS: Final = frozenset("byline author authors autor auteur writer contributor contributors vcard".split())
_DATE_WORDS: Final = frozenset("date published dateline timestamp posted pubdate datetime updated time".split())
_CONTROLS: Final = frozenset({"button", "select", "textarea", "svg"})
_ASIDES: Final = frozenset({"aside", "nav", "footer"})
_SUBTITLE_WORDS: Final = frozenset("subtitle standfirst dek deck subhead subheadline subheading tagline chapo".split())
AUTOMATIC_LINK: Final = re.compile(r"[?&]utm_source=(?:chatgpt\.com|openai|perplexity|copilot\.com)")
DOMAIN_NAME: Final = re.compile(r"(?:www\.)?[A-Za-z][\w-]*(?:\.[A-Za-z]{2,})+$")
_COUNTER: Final = re.compile(r"\s?\+(\d{1,2})$")
_TAG_NAME: Final = re.compile(r"[A-Z0-9][\w.&'’-]*(?: (?:of|the|for|and|de|[A-Z0-9][\w.&'’-]*)){0,4}(?: ?\+\d{1,2})?$")
NOT_A_SOURCE: Final = re.compile(
    r"(?i)\b(read|learn|see|find out|show|view|know|continue)\b|more$|click|here$|weiterlesen|mehr\b|lire|leer"
    r"|^(?:donate|subscribe|buy|book|sign|watch|download|map|register|join|get|shop|order|listen|follow|contact|apply|try"
    r"|start|visit|call|e-?mail|log)\b|advertis|anzeige|^by\b|photo|getty|images$|credit"
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


def survey(page: Page) -> Survey:
    """Work out what several steps need to know of `page`."""
    measures = measure(page)
    headline = _find_headline(page, measures)
    host = _own_host(page)
    names = _tag_names(page, measures)
    tag_lines = _tag_lines(page, measures, names, host)
    front = _front_lines(page, measures, headline, tag_lines)
    return Survey(measures, headline, MappingProxyType(front), tag_lines, names, host)


# ---------------------------------------------------------------- headline


def _find_headline(page: Page, measures: tuple[Measures, ...]) -> int | None:
    declared = list(dict.fromkeys(fold(t) for t in _declared_titles(page) if t))[:_MOST_TITLES]
    best, best_score = None, 0.0
    for index, (block, m) in enumerate(zip(page.blocks, measures, strict=True)):
        if m.hidden or not block.text or not 0 < m.words <= _HEADLINE_WORDS or m.tag in _CONTROLS:
            continue
        score = _headline_score(block, m, declared)
        if score > best_score:
            best, best_score = index, score
    if best is None and not declared:
        return _line_above_body(page, measures)
    return best


def _declared_titles(page: Page) -> list[str]:
    titles = [content for name, content in page.head.metas if name in ("og:title", "twitter:title", "dc.title")]
    return [*titles, page.head.title or ""]


def _headline_score(block: PageBlock, m: Measures, declared: list[str]) -> float:
    """How much a block looks like the page's headline: the words of a declared title, best in an `h1`."""
    if not m.heading and (m.words <= 2 or m.link_share >= 0.9):
        return 0.0
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
    if not m.heading:
        return 0.8 * likeness if likeness > 0.6 else 0.0
    if m.link_share > 0.9 and any(s.kind == "link" and s.value in ("/", "./", "#") for s in block.spans):
        return 0.05  # the site's name
    rank = 0.5 if m.heading == 1 else 0.2 if m.heading == 2 else 0.1
    if likeness > 0.35:
        return likeness + rank
    return rank * 0.5 if m.heading == 1 else 0.0


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
        if _is_front_line(page, index, m):
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


# ---------------------------------------------------------------- front lines


def _front_lines(
    page: Page, measures: tuple[Measures, ...], headline: int | None, tag_lines: frozenset[int]
) -> dict[int, FrontKind]:
    if headline is None:
        return {}
    front: dict[int, FrontKind] = {headline: "title"}
    aside = innermost(page, tuple(_ASIDES))
    home = aside[page.blocks[headline].region]
    shown = [
        i
        for i, m in enumerate(measures)
        if not m.hidden and page.blocks[i].text and aside[page.blocks[i].region] in (-1, home)
    ]
    place = shown.index(headline)
    for index in reversed(shown[max(0, place - 3) : place]):
        if (kind := _is_front_line(page, index, measures[index])) and measures[index].link_share < 1:
            front[index] = kind
    seen_body = titled = False
    for index in shown[place + 1 : place + 1 + _FRONT_REACH]:
        m = measures[index]
        if kind := _is_front_line(page, index, m):
            if not seen_body or kind == "byline" or front.get(index - 1) == "byline" or _is_marked_date(page, index):
                front[index] = kind  # below text, a date alone may be the text's own
        elif not (seen_body or titled) and _is_subtitle(page, measures, shown, index):
            front[index], titled = "subtitle", True
        elif m.body:
            if seen_body:
                break
            seen_body = True
    return dict(sorted(front.items()))


def _is_front_line(page: Page, index: int, m: Measures) -> FrontKind | None:
    """Byline or dateline, if the block is one."""
    block = page.blocks[index]
    if m.tag in _CONTROLS or not 0 < m.words <= 16 or m.heading or block.kind != "text" or block.lead >= 0:
        return None
    words = _near_words(page, block)
    if _BYLINE.match(block.text) and (words & _BYLINE_WORDS or not _STOPPED.search(block.text)):
        return "byline"
    found = find_date(block.text)
    if found is not None:
        if _BYLINE_INSIDE.search(block.text):
            return "byline"
        rest = len(_DATE_LABELS.sub(" ", _without_dates(block.text)).split())
        if words & _BYLINE_WORDS and rest > 1:
            return "byline"
        if rest <= 3 or _is_marked_date(page, index):
            return "dateline"
    elif words & _BYLINE_WORDS and m.words <= 8 and not ends_sentence(block.text):
        return "byline"
    return None


def _is_marked_date(page: Page, index: int) -> bool:
    """Whether the markup calls the line a date."""
    block = page.blocks[index]
    return not _DATE_WORDS.isdisjoint(_near_words(page, block)) or any(s.kind == "time" for s in block.spans)


def _without_dates(text: str) -> str:
    for _ in range(3):
        found = find_date(text)
        if found is None:
            break
        text = text[: found.start] + " " + text[found.end :]
    return text


def _near_words(page: Page, block: PageBlock) -> set[str]:
    """Words of the block's own region and the one around it, and of its links."""
    region = page.regions[block.region]
    words = set(region.words)
    if region.attrs.get("itemprop") in ("author", "datePublished"):
        words.add("author" if region.attrs["itemprop"] == "author" else "date")
    if region.parent > 0:
        words.update(page.regions[region.parent].words)
    for span in block.spans:
        if "author" in span.words:
            words.add("author")
    return words


def _is_subtitle(page: Page, measures: tuple[Measures, ...], shown: list[int], index: int) -> bool:
    """A standfirst: the markup says so, or the next paragraph begins again with the same words."""
    block, m = page.blocks[index], measures[index]
    if not 4 <= m.words <= 80 or m.link_share > 0.5 or block.lead >= 0:
        return False
    region = page.regions[block.region]
    around = page.regions[region.parent].words if region.parent > 0 else ()
    if not _SUBTITLE_WORDS.isdisjoint(region.words) or not _SUBTITLE_WORDS.isdisjoint(around):
        return True
    if m.heading or not m.body:
        return False
    after = next((i for i in shown[shown.index(index) + 1 :] if measures[i].body), None)
    text = page.blocks[after].text if after is not None else ""
    return text != block.text and _restates(block.text, text)


def _restates(standfirst: str, text: str) -> bool:
    """The opening of the text is the opening of the standfirst: its first four words, and more than an article's."""
    opening = standfirst.split()[:4]
    return len(opening) == 4 and text.split()[:4] == opening and sum(len(w) for w in opening) > 15


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
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


def split_counter(marker: str) -> tuple[str, int]:
    """The name in a source tag, and how many further sources it counts: "US EPA+2" names "US EPA" and counts 2."""
    found = _COUNTER.search(marker)
    return (marker[: found.start()], int(found[1])) if found else (marker, 0)


def _tag_names(page: Page, measures: tuple[Measures, ...]) -> frozenset[str]:
    """Names that stand at least twice where source tags stand: behind a paragraph's last stop, or alone below one.

    A name with a counter needs no company.
    """
    seen: Counter[str] = Counter()
    above = False
    for block, m in zip(page.blocks, measures, strict=True):
        if m.hidden or not block.text:
            continue
        marker = ""
        if m.words > 1 and (found := TRAILING_NAME.search(block.text, max(0, len(block.text) - NAME_REACH))):
            marker = found[1]
        elif above and m.words <= 5 and not m.heading and block.lead < 0:
            marker = block.text
        if marker and _TAG_NAME.match(marker):
            name, hidden = split_counter(marker)
            seen[name] += 2 if hidden else 1
        above = m.body
    return frozenset(name for name, count in seen.items() if count > 1 and not NOT_A_SOURCE.search(name))


def _tag_lines(page: Page, measures: tuple[Measures, ...], names: frozenset[str], host: str) -> frozenset[int]:
    items = innermost(page, ("li",))
    lines = set()
    above = statement = False  # whether a paragraph stands above; whether any statement does
    above_item = -1
    for index, (block, m) in enumerate(zip(page.blocks, measures, strict=True)):
        if m.hidden or not block.text:
            continue
        item = items[block.region]
        placed = statement and (item < 0 or item == above_item)  # an item of its own is no tag of what stands above it
        if placed and m.words <= 6 and not m.heading and block.lead < 0 and len(block.text) <= 48:
            links = [span.value for span in block.spans if span.kind == "link"] if m.link_share > 0.7 else []
            sure = any(AUTOMATIC_LINK.search(href) for href in links)
            linked = bool(links) and (above or sure) and all(is_tag_link(href, host) for href in links)
            name, _ = split_counter(block.text)
            named = above and m.link_share == 0 and (name in names or DOMAIN_NAME.match(name) is not None)
            if (linked or named) and not NOT_A_SOURCE.search(block.text):
                lines.add(index)
                continue  # a second tag may stand below the first
        above = m.body or (item >= 0 and m.link_share < 0.5)
        statement = above or (m.words > 2 and m.link_share < 0.5 and not m.heading)
        above_item = item
    return frozenset(lines)


def is_tag_link(href: str, host: str) -> bool:
    """Whether a link can be a source tag's: it shows that it is one, or leads from a known host to another site."""
    if AUTOMATIC_LINK.search(href):
        return True
    other = host_of(href)
    return bool(host and other) and other != host and not other.endswith("." + host) and not host.endswith("." + other)
