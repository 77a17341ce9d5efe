"""What lines and regions say of themselves: the rules that fire on each, before anything is weighed.

The features count it, the runs act on it, the reasons name it; it is found once.
"""

from __future__ import annotations

from typing import NamedTuple

from articlekit.label.line_rule import LineRule
from articlekit.label.lines import LINE_WORDS, match_lines
from articlekit.label.regions import RegionRule, match_region
from articlekit.outline import Outline
from articlekit.page import Page, Region
from articlekit.survey import Survey


class Said(NamedTuple):
    """What a page's lines and regions say."""

    lines: tuple[LineRule | None, ...]
    """For each block the line rule that fires on it."""
    regions: tuple[RegionRule | None, ...]
    """For each region the region rule that fires on it alone, whatever stands around it."""
    kinds: list[int]
    """For each region the number of its kind: those of one kind share tag, words, role and whether they are inline."""
    examples: list[int]
    """For each kind its first region."""


def listen(page: Page, survey: Survey) -> Said:
    """What the lines and regions of `page` say."""
    kinds, examples = _kinds_of_regions(page)
    rules = [_match_region(page.regions[example]) for example in examples]
    return Said(_match_lines(page, survey), tuple([rules[kind] for kind in kinds]), kinds, examples)


def _match_lines(page: Page, survey: Survey) -> tuple[LineRule | None, ...]:
    """For each block the line rule that fires on it: short shown lines of text, but no captions and table headers."""
    headed = _in_headed_tables(survey.outline)
    asked, texts = list[int](), list[str]()
    for index, (block, m) in enumerate(zip(page.blocks, survey.measures, strict=True)):
        tag, _, words, _, hidden, _ = m
        short = 0 < words <= LINE_WORDS and not hidden and tag != "th" and tag != "figcaption"
        if short and block[4] == "text" and not headed[block[3]]:
            asked.append(index)
            texts.append(block[2])
    found: list[LineRule | None] = [None] * len(page.blocks)
    for index, rule in zip(asked, match_lines(texts), strict=True):
        found[index] = rule
    return tuple(found)


def _in_headed_tables(outline: Outline) -> list[bool]:
    """For each region: whether it lies in a table with header cells, where "Share" is a column and no button."""
    heads = outline.tags.get("th", [])
    if not heads:
        return [False] * len(outline.parents)
    table = outline.innermost("table")
    headed = {table[i] for i in heads} - {-1}
    return [owner in headed for owner in table]


def _kinds_of_regions(page: Page) -> tuple[list[int], list[int]]:
    numbers = dict[tuple[str, tuple[str, ...], bool, str | None], int]()
    kinds, examples = list[int](), list[int]()
    for tag, words, _, attrs, _, inline in page.regions:
        key = (tag, words, inline, attrs.get("role") if attrs else None)
        kind = numbers.get(key)
        if kind is None:
            kind = numbers[key] = len(examples)
            examples.append(len(kinds))
        kinds.append(kind)
    return kinds, examples


def _match_region(region: Region) -> RegionRule | None:
    tag, words, _, attrs, _, _ = region
    return match_region(tag, words, attrs.get("role"))
