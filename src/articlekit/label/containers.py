"""Where on the page the article lies: text mass summed over regions, and the container that holds most of it.

Knows regions and measures; of wording it knows nothing. All sums run once over blocks and once over regions, children
before parents, so the cost grows with the page and never with its depth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from articlekit.label.regions import RegionRule, match_region
from articlekit.measures import Measures, fold
from articlekit.models import Reason
from articlekit.page import Page, PageBlock, words_of
from articlekit.survey import Survey

VAGUE: Final = frozenset({Reason.HEADER, Reason.FOOTER, Reason.SIDEBAR, Reason.OTHER, Reason.NAVIGATION})
"""Reasons that only say where a block stands; a closer one is better."""
_LEFT: Final = 0.12  # share of the page's text that the region rules must leave
_SECTIONS: Final = frozenset({"article", "section", "blockquote", "figure"})
_OWN_PARTS: Final = frozenset({"header", "footer"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SHORT: Final = 8  # words; shorter blocks are labels rather than text
_STAYS: Final = 0.7  # share of its parent's text that a child must hold to be the better container
_LIMIT: Final = 0.5  # a region that holds a larger share of the page's text is not boilerplate, whatever its name


@dataclass(frozen=True, slots=True)
class Layout:
    """What the label step knows of each region, and of the page's main container."""

    mass: tuple[float, ...]
    """Per region: characters of text that look written, links left out; boilerplate counts nothing."""
    own: tuple[float, ...]
    """Per block, likewise."""
    first: tuple[int, ...]
    """Per region: index of the first block in it with visible text; the number of blocks where there is none."""
    last: tuple[int, ...]
    """Per region: index of the last one; -1 where there is none."""
    rules: tuple[RegionRule | None, ...]
    """Per region: the region rule in force, its own or the nearest one around it."""
    inside: tuple[bool, ...]
    """Per region: whether it lies in the main container."""
    main: int
    """The main container."""
    around_headline: frozenset[int]
    """The regions that hold the headline."""


def lay_out(page: Page, survey: Survey, shown: tuple[bool, ...]) -> Layout:
    """Find the main container among the blocks that are `shown`."""
    weights = [_weight(b, m) if s else 0.0 for b, m, s in zip(page.blocks, survey.measures, shown, strict=True)]
    raw = _summed(page, weights)
    around = frozenset(_around(page, survey.headline))
    first, last = _extents(page, shown)
    rules = _rules_in_force(page, raw, around, first)
    own = [0.0 if rules[b.region] else w for b, w in zip(page.blocks, weights, strict=True)]
    mass = _summed(page, own)
    main = _descend(page, mass)
    inside = [False] * len(page.regions)
    for index, region in enumerate(page.regions):
        inside[index] = index == main or (region.parent >= 0 and inside[region.parent])
    return Layout(tuple(mass), tuple(own), first, last, rules, tuple(inside), main, around)


def _weight(block: PageBlock, m: Measures) -> float:
    size = len(block.text) * (1 - m.link_share)
    if m.body:
        return size
    return size * (0.25 if m.words < _SHORT else 0.6)


def _summed(page: Page, weights: list[float]) -> list[float]:
    mass = [0.0] * len(page.regions)
    for block, weight in zip(page.blocks, weights, strict=True):
        mass[block.region] += weight
    for index in range(len(mass) - 1, 0, -1):
        mass[page.regions[index].parent] += mass[index]
    return mass


def _around(page: Page, block: int | None) -> list[int]:
    """The regions that hold a block, from the innermost out."""
    chain = []
    region = page.blocks[block].region if block is not None else -1
    while region >= 0:
        chain.append(region)
        region = page.regions[region].parent
    return chain


def _rules_in_force(
    page: Page, raw: list[float], around_headline: frozenset[int], first: tuple[int, ...]
) -> tuple[RegionRule | None, ...]:
    """Per region the rule that holds there. Rules that would leave hardly any text do not hold on this page."""
    own = _own_rules(page, raw, around_headline, first)
    while True:
        rules = _inherited(page, own)
        shares = _shares(page, raw, rules)
        left = 1 - sum(shares.values())
        widest = max(shares, key=shares.__getitem__, default=None)
        if widest is None:
            return rules
        whole_page = shares[widest] > _LIMIT and widest.reason is not Reason.COMMENTS
        if left >= _LEFT and not whole_page:
            return rules
        own = [None if rule is widest else rule for rule in own]


def _inherited(page: Page, own: list[RegionRule | None]) -> tuple[RegionRule | None, ...]:
    rules: list[RegionRule | None] = []
    for region, rule in zip(page.regions, own, strict=True):
        above = rules[region.parent] if region.parent >= 0 else None
        closer = above is None or (rule is not None and above.reason in VAGUE)
        rules.append(rule if closer and rule else above)
    return tuple(rules)


def _shares(page: Page, raw: list[float], rules: tuple[RegionRule | None, ...]) -> dict[RegionRule, float]:
    """Which share of the page's text each rule takes: of all regions where it holds, the outermost."""
    shares: dict[RegionRule, float] = {}
    for index, region in enumerate(page.regions):
        rule = rules[index]
        above = rules[region.parent] if region.parent >= 0 else None
        if rule is not above:
            share = raw[index] / (raw[0] or 1.0)
            if rule is not None:
                shares[rule] = shares.get(rule, 0.0) + share
            if above is not None:
                shares[above] = shares.get(above, 0.0) - share
    return shares


def _own_rules(
    page: Page, raw: list[float], around_headline: frozenset[int], first: tuple[int, ...]
) -> list[RegionRule | None]:
    rules: list[RegionRule | None] = []
    sections: list[bool] = []  # whether a region lies in a part of an article, which has headers and footers of its own
    seen: dict[tuple[str, tuple[str, ...], str | None], RegionRule | None] = {}
    for index, region in enumerate(page.regions):
        inside = region.parent >= 0 and sections[region.parent]
        sections.append(inside or region.tag in _SECTIONS)
        if index in around_headline or raw[index] > _LIMIT * raw[0] or region.tag in ("html", "body"):
            rules.append(None)
            continue
        words = region.words
        if "id" in region.attrs and _is_slug(page, index, first[index]):
            repeated = frozenset(words_of(region.attrs["id"]))
            words = tuple(word for word in words if word not in repeated)
        tag = "" if inside and region.tag in _OWN_PARTS else region.tag
        key = (tag, words, region.attrs.get("role"))
        if key not in seen:
            seen[key] = match_region(*key)
        rules.append(seen[key])
    return rules


def _is_slug(page: Page, region: int, first: int) -> bool:
    """Whether a region's id only repeats the heading that it is or begins with ("related-work")."""
    if page.regions[region].tag in _HEADINGS:
        return True
    return first < len(page.blocks) and fold(page.regions[region].attrs["id"]) == fold(page.blocks[first].text)


def _extents(page: Page, shown: tuple[bool, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    count = len(page.blocks)
    first, last = [count] * len(page.regions), [-1] * len(page.regions)
    for index, block in enumerate(page.blocks):
        if shown[index] and block.text:
            first[block.region] = min(first[block.region], index)
            last[block.region] = index
    for index in range(len(first) - 1, 0, -1):
        parent = page.regions[index].parent
        first[parent] = min(first[parent], first[index])
        last[parent] = max(last[parent], last[index])
    return tuple(first), tuple(last)


def _descend(page: Page, mass: list[float]) -> int:
    """From the root to the innermost region that still holds most of the text, step by step."""
    heaviest: dict[int, int] = {}
    for index in range(1, len(mass)):
        parent = page.regions[index].parent
        if mass[index] > mass[heaviest.get(parent, 0)] or parent not in heaviest:
            heaviest[parent] = index
    main = 0
    while main in heaviest and mass[heaviest[main]] >= _STAYS * mass[main] > 0:
        if page.regions[heaviest[main]].tag in ("p", "ul", "ol", "li", "blockquote", "pre", "dl"):
            break
        main = heaviest[main]
    while page.regions[main].inline and main:
        main = page.regions[main].parent
    return main
