"""Passages: the pieces of the body in which source tags stand, in reading order, with what stands around each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from articlekit.draft import Body, DraftBlock, LeafRole, walk_drafts
from articlekit.page import Page, PageSpan

Extent = tuple[int, int]


class Passage(NamedTuple):
    """A kept page block in the body's text, or in a figure's caption."""

    text: str
    start: int
    """Offset of the text in the body's text; of a caption's passage, in the caption."""
    spans: tuple[PageSpan, ...]
    """The page block's spans; offsets count in the passage's text."""
    role: LeafRole
    block_id: str
    block: int
    """Index of the page block."""
    cut: int
    """Characters of the page block before the passage's text."""
    label_end: int
    """Where the text behind the lead-in label begins; 0 where there is no label."""
    item_extent: Extent | None
    list_extent: Extent | None
    figure: bool
    """Whether it stands in a figure's caption, beside the body's text."""

    @property
    def end(self) -> int:
        """Offset behind the text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Layout:
    """What of the body's blocks the claims need: levels of headings, extents of quotations and tables."""

    levels: dict[str, int]
    """Id of a heading to its level."""
    quotes: tuple[Extent, ...]
    """Extents of the outermost quotations, in order."""
    captions: dict[str, str | None]
    """Id of a figure or table to its caption."""
    table_ids: frozenset[str]
    list_ids: dict[Extent, str]
    """Extent of an outermost list to its id."""

    def quote_around(self, at: int) -> Extent | None:
        """The outermost quotation around an offset."""
        number = bisect_right(self.quotes, (at, 1 << 60)) - 1
        return self.quotes[number] if number >= 0 and at < self.quotes[number][1] else None


def layout_of(blocks: Iterable[DraftBlock]) -> Layout:
    """What of the body's blocks the claims need."""
    levels, captions, tables, lists = dict[str, int](), dict[str, str | None](), list[str](), dict[Extent, str]()
    quotes: list[Extent] = []
    for block in walk_drafts(blocks):
        kind, extent = block["kind"], (block["start"], block["end"])
        if kind == "heading":
            levels[block["id"]] = block["level"]
        elif kind == "quote" and not (quotes and extent[0] < quotes[-1][1]):
            quotes.append(extent)
        elif kind in ("figure", "table"):
            captions[block["id"]] = block.get("caption")
            tables += [block["id"]] if kind == "table" else []
        elif kind == "list":
            lists.setdefault(extent, block["id"])
    return Layout(levels, tuple(quotes), captions, frozenset(tables), lists)


def passages_of(page: Page, body: Body) -> list[Passage]:
    """The passages of `body`, captions among them, in page order."""
    found = []
    leaves = sorted([*body.leaves, *body.captions], key=lambda leaf: leaf.block) if body.captions else list(body.leaves)
    captions = {leaf.block for leaf in body.captions}
    for leaf in leaves:
        block = page.blocks[leaf.block]
        figure = leaf.block in captions
        size = leaf.end - leaf.start
        if size <= 0:
            continue
        spans = block.spans if not leaf.cut else _moved(block.spans, leaf.cut, size)
        text = block.text if size == len(block.text) else block.text[leaf.cut : leaf.cut + size]
        label_end = max(0, leaf.label_end - leaf.start)
        place = (leaf.role, leaf.block_id, leaf.block, leaf.cut, label_end, leaf.item_extent, leaf.list_extent, figure)
        found.append(Passage(text, leaf.start, spans, *place))
    return found


def _moved(spans: Iterable[PageSpan], cut: int, size: int) -> tuple[PageSpan, ...]:
    moved = (span._replace(start=max(span.start - cut, 0), end=min(span.end - cut, size)) for span in spans)
    return tuple(span for span in moved if span.start <= span.end)


def last_before(starts: list[int], at: int) -> int:
    """The number of the last of some ordered starts that lies before `at`; -1 for none."""
    return bisect_left(starts, at) - 1
