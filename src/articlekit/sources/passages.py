"""Passages: the pieces of the body in which source tags stand, in reading order, with what stands around each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from articlekit.draft import Body, DraftBlock, Leaf, LeafRole, walk_drafts
from articlekit.page import Page, PageSpan

Extent = tuple[int, int]


class Passage:
    """A kept page block in the body's text, or in a figure's caption."""

    def __init__(self, leaf: Leaf, text: str, spans: tuple[PageSpan, ...], *, figure: bool) -> None:
        _, start, _, role, block_id, label_end, item_extent, list_extent, cut = leaf
        self.text = text
        self.start = start
        """Offset of the text in the body's text; of a caption's passage, in the caption."""
        self.spans = spans
        """The page block's spans, in order; offsets count in the passage's text."""
        self.links = [span for span in spans if span[2] == "link"] if spans else []
        """Those that are links."""
        self.role: LeafRole = role
        self.block_id = block_id
        self.block = leaf[0]
        """Index of the page block."""
        self.cut = cut
        """Characters of the page block before the passage's text."""
        self.label_end = max(0, label_end - start)
        """Where the text behind the lead-in label begins; 0 where there is no label."""
        self.item_extent = item_extent
        self.list_extent = list_extent
        self.figure = figure
        """Whether it stands in a figure's caption, beside the body's text."""

    @property
    def end(self) -> int:
        """Offset behind the text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Layout:
    """What of the body's blocks the claims need: levels of headings, extents of quotations, places of figures."""

    levels: dict[str, int]
    """Id of a heading to its level."""
    quotes: tuple[Extent, ...]
    """Extents of the outermost quotations, in order."""
    bare_figures: tuple[int, ...]
    """Offsets of the figures without a caption, in order."""

    def quote_around(self, at: int) -> Extent | None:
        """The outermost quotation around an offset."""
        number = bisect_right(self.quotes, (at, 1 << 60)) - 1
        return self.quotes[number] if number >= 0 and at < self.quotes[number][1] else None

    def figure_between(self, above: Passage, below: Passage) -> bool:
        """Whether a figure without a caption stands between two passages of the body's text."""
        number = bisect_left(self.bare_figures, above.end)
        stands = number < len(self.bare_figures) and self.bare_figures[number] <= below.start
        return stands and not (above.figure or below.figure)


def layout_of(blocks: Iterable[DraftBlock]) -> Layout:
    """What of the body's blocks the claims need."""
    levels: dict[str, int] = {}
    quotes: list[Extent] = []
    figures: list[int] = []
    for block in walk_drafts(blocks):
        if block["kind"] == "heading":
            levels[block["id"]] = block["level"]
        elif block["kind"] == "quote" and not (quotes and block["start"] < quotes[-1][1]):
            quotes.append((block["start"], block["end"]))
        elif block["kind"] == "figure" and not block.get("caption"):
            figures.append(block["start"])
    return Layout(levels, tuple(quotes), tuple(figures))


def passages_of(page: Page, body: Body) -> list[Passage]:
    """The passages of `body`, captions among them, in page order."""
    found = []
    leaves = sorted([*body.leaves, *body.captions], key=lambda leaf: leaf.block) if body.captions else list(body.leaves)
    captions = {leaf.block for leaf in body.captions}
    for leaf in leaves:
        index, start, end, _, _, _, _, _, cut = leaf
        size = end - start
        if size <= 0:
            continue
        _, _, text, _, _, spans, _, _, _ = page.blocks[index]
        if cut:
            spans = _moved(spans, cut, size)
        if size != len(text):
            text = text[cut : cut + size]
        found.append(Passage(leaf, text, spans, figure=index in captions))
    return found


def _moved(spans: Iterable[PageSpan], cut: int, size: int) -> tuple[PageSpan, ...]:
    moved = (span._replace(start=max(span.start - cut, 0), end=min(span.end - cut, size)) for span in spans)
    return tuple(span for span in moved if span.start <= span.end)
