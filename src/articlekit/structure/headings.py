"""Which kept blocks are headings, and on which level: by markup where the page has it, else by how the lines stand.

Evidence that counts where there is no markup: a line all in bold or in capitals; a short line that ends in a colon,
if the page has more than one; short lines above paragraphs that all are of one class; in plain text, a short line alone
above a paragraph or list. A heading heads something: a line above nothing, or above another line of its kind, is none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from articlekit.dates import find_date
from articlekit.measures import ends_sentence
from articlekit.page import Page, PageBlock
from articlekit.survey import SOURCE_WORD, Survey, split_counter

_HEADING_WORDS: Final = 40  # a listicle's heading may be a sentence; more is a paragraph set large
_BOLD_WORDS: Final = 14
_LINE_WORDS: Final = 10
_COLON_WORDS: Final = 8
_PARAGRAPHS: Final = frozenset({"p", "div"})
_BOX_DEPTH: Final = 6
_SPEECH: Final = ("“", "„", "«", "»", '"', "”", "‘", "—", "–", "「", "『")
_UNSTOPPED: Final = (".", ",", ";", "…", "。", "、", "，")


class HeadingLevel(NamedTuple):
    """Where a heading stands."""

    level: int
    """In the article: 2 for first-level sections."""
    source: int | None
    """In the markup; None where it has no heading element."""


def find_headings(page: Page, survey: Survey, kept: Sequence[int], loose: frozenset[int]) -> Mapping[int, HeadingLevel]:
    """The headings among the `kept` blocks; `loose` are those that stand in no list, table or quotation."""
    marked = {i: level for i in kept if (level := survey.measures[i].heading) and _can_head(page.blocks[i], survey, i)}
    marked = {i: level for i, level in marked.items() if not _titles_embed(page, kept, i)}
    ranks = {level: 2 + rank for rank, level in enumerate(sorted(set(marked.values())))}
    inferred = _inferred(page, survey, kept, loose, bool(marked))
    below = min(6, max(ranks.values(), default=1) + 1)
    source = page.kind != "text"
    found = {i: HeadingLevel(min(6, ranks[level]), level if source else None) for i, level in marked.items()}
    return found | {i: HeadingLevel(below, None) for i in inferred}


def _can_head(block: PageBlock, survey: Survey, index: int) -> bool:
    """Whether what the markup calls a heading can be one: some words, no paragraph set large, no row of dashes."""
    return survey.measures[index].words <= _HEADING_WORDS and any(c.isalnum() for c in block.text)


def _titles_embed(page: Page, kept: Sequence[int], index: int) -> bool:
    """Whether a heading is the title of a video or post: it and the embed are all that a box holds."""
    here = bisect_left(kept, index)
    if here + 1 == len(kept) or page.blocks[kept[here + 1]].kind != "embed":
        return False
    box = page.regions[page.blocks[index].region].parent
    return [i for i in kept[max(here - 1, 0) : here + 3] if _lies_in(page, i, box)] == [index, kept[here + 1]]


def _lies_in(page: Page, index: int, box: int) -> bool:
    """Whether a block lies in a region, or at most a few regions deeper."""
    region = page.blocks[index].region
    for _ in range(_BOX_DEPTH):
        if region == box:
            return True
        region = page.regions[region].parent
        if region < 0:
            break
    return False


def _inferred(
    page: Page, survey: Survey, kept: Sequence[int], loose: frozenset[int], has_marked: bool
) -> frozenset[int]:
    shapes = {i: _shape(page, survey, i) for i in kept if i in loose and i not in survey.tag_lines}
    enough = 2 if page.kind != "text" else 1  # markup would have had another way to make a heading
    if sum(shape == "colon" for shape in shapes.values()) < enough or has_marked:
        shapes = {i: shape for i, shape in shapes.items() if shape != "colon"}
    if page.kind != "text" or has_marked:
        styled = _styled(page, survey, kept, shapes)
        shapes = {i: shape for i, shape in shapes.items() if shape != "line"} | dict.fromkeys(styled, "styled")
    return frozenset(i for here, i in enumerate(kept) if shapes.get(i) and _heads(page, survey, kept, here, shapes))


def _styled(page: Page, survey: Survey, kept: Sequence[int], shapes: Mapping[int, str | None]) -> frozenset[int]:
    """Lines that only their class makes headings: all of that class are short, unlike, and stand above paragraphs."""
    alike: dict[tuple[str, ...], list[int]] = {}
    spoilt: set[tuple[str, ...]] = set()
    for here, index in enumerate(kept):
        block = page.blocks[index]
        words = page.regions[block[3]][1]
        if not block[2] or not words:
            continue
        line = shapes.get(index) in ("line", "bold") and survey.measures[index].tag in _PARAGRAPHS
        after = _text_below(page, kept[here + 1 : here + 4]) if line else None
        if after is not None and survey.measures[after].body and _is_wordy(block.text):
            alike.setdefault(words, []).append(index)
        else:
            spoilt.add(words)
    groups = [group for words, group in alike.items() if words not in spoilt and len(group) > 1]
    return frozenset(i for group in groups if len({page.blocks[i].text for i in group}) == len(group) for i in group)


def _text_below(page: Page, indices: Sequence[int]) -> int | None:
    """The first of some blocks that has text."""
    for index in indices:
        if page.blocks[index][2]:
            return index
    return None


def _is_wordy(text: str) -> bool:
    """Whether a line is made of words, not of numbers and signs."""
    return sum(c.isalpha() for c in text) > 0.6 * len(text) and find_date(text) is None


def _shape(page: Page, survey: Survey, index: int) -> str | None:
    """How a line looks like a heading; None if it does not."""
    block, m = page.blocks[index], survey.measures[index]
    if block.kind != "text" or m.heading or not 0 < m.words <= _BOLD_WORDS or block.lead >= 0 or "\n" in block.text:
        return None
    if block.text[0].islower() or (block.text[0] in "(（" and block.text[-1] in ")）"):
        return None  # it goes on, or adds something
    if (named := SOURCE_WORD.match(block.text)) is not None and named.end() < len(block.text):
        return None  # it says where what stands above comes from
    if m.link_share > 0.3 or split_counter(block.text)[0] in survey.tag_names:
        return None
    if m.tag == "summary":
        return "bold"
    if block.text.endswith((":", "：")):
        return ("bold" if _is_bold(block) else "colon") if m.words <= _COLON_WORDS else None
    if block.text.endswith(_UNSTOPPED) or not any(c.isalpha() for c in block.text):
        return None
    if _is_bold(block):
        return "bold"
    if m.words <= _LINE_WORDS and _is_capitals(block.text):
        return "capitals"
    if m.words <= _LINE_WORDS and not ends_sentence(block.text):
        return "line"
    return None


def _is_bold(block: PageBlock) -> bool:
    bold = sum(span.end - span.start for span in block.spans if span.kind == "strong")
    return bold >= 0.9 * len(block.text.rstrip(":： "))


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(c.isalpha() for c in text) > 3


def _heads(page: Page, survey: Survey, kept: Sequence[int], here: int, shapes: Mapping[int, str | None]) -> bool:
    """Whether text or a list stands right below the line; below a colon, no image and no speech."""
    index = kept[here]
    after = _text_below(page, kept[here + 1 :])
    if after is None or survey.measures[after].heading or after in survey.tag_lines:
        return False
    if page.blocks[after].lead >= 0 or survey.measures[after].tag == "li":
        return True
    if page.blocks[index].text.endswith((":", "：")):
        below = kept[here + 1]
        if page.blocks[below].kind in ("image", "embed") or page.blocks[after].text.startswith(_SPEECH):
            return False
    if shapes[index] == "line":
        return survey.measures[after].body
    return shapes.get(after) is None or survey.measures[after].body
