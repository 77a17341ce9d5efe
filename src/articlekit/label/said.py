"""What lines and regions say of themselves: the rules that fire on each, before anything is weighed.

The features count it, the runs act on it, the reasons name it; it is found once.
"""

from __future__ import annotations

from typing import NamedTuple

from articlekit.label.line_rule import LineRule
from articlekit.label.lines import LINE_WORDS, match_lines
from articlekit.label.regions import RegionRule, first_rule, rank_of_words
from articlekit.page import Page, innermost
from articlekit.survey import Survey


class Said(NamedTuple):
    """What a page's lines and regions say."""

    lines: tuple[LineRule | None, ...]
    """For each block the line rule that fires on it."""
    regions: tuple[RegionRule | None, ...]
    """For each region the region rule that fires on it alone, whatever stands around it."""


def listen(page: Page, survey: Survey) -> Said:
    """What the lines and regions of `page` say."""
    return Said(_match_lines(page, survey), _match_regions(page))


def _match_lines(page: Page, survey: Survey) -> tuple[LineRule | None, ...]:
    """For each block the line rule that fires on it: short shown lines of text, but no captions and table headers."""
    headed = _in_headed_tables(page)
    asked, texts = list[int](), list[str]()
    for index, (block, m) in enumerate(zip(page.blocks, survey.measures, strict=True)):
        tag, _, words, _, hidden, _ = m
        if 0 < words <= LINE_WORDS and not hidden and tag != "th" and tag != "figcaption":
            _, _, text, region, kind, *_ = block
            if kind == "text" and not headed[region]:
                asked.append(index)
                texts.append(text)
    found: list[LineRule | None] = [None] * len(page.blocks)
    for index, rule in zip(asked, match_lines(texts), strict=True):
        found[index] = rule
    return tuple(found)


def _in_headed_tables(page: Page) -> list[bool]:
    """For each region: whether it lies in a table with header cells, where "Share" is a column and no button."""
    heads = [i for i, region in enumerate(page.regions) if region.tag == "th"]
    if not heads:
        return [False] * len(page.regions)
    table = innermost(page, ("table",))
    headed = {table[i] for i in heads} - {-1}
    return [owner in headed for owner in table]


def _match_regions(page: Page) -> tuple[RegionRule | None, ...]:
    ranks: dict[tuple[str, ...], int] = {}
    found: list[RegionRule | None] = []
    for tag, words, _, attrs, _, _ in page.regions:
        rank = ranks.get(words)
        if rank is None:
            rank = ranks[words] = rank_of_words(words)
        found.append(first_rule(tag, rank, attrs.get("role") if attrs else None))
    return tuple(found)
