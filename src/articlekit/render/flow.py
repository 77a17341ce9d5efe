"""Puts the source tags that stand alone on a line back between the blocks. It knows nothing of Markdown or HTML.

Such a tag stands in `Article.text` but in no block. A container (article, item, quotation) owns the tags that stand
between its own blocks:

    paragraph | Commerce | list ( item ( paragraph | Tech desk ) item … ) | GOV.UK
                └ article's             └ item's                          └ article's
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from articlekit.models import Article, Block, Citation, Definition, ListItem


class SourceLine(NamedTuple):
    """A source tag alone on its line."""

    start: int
    text: str
    url: str | None
    kind: str = "source-line"


class InlineTag(NamedTuple):
    """A source tag inside a block's text; offsets count in `Article.text`."""

    start: int
    end: int
    url: str | None


class Flow:
    """The article's source tags, ready to be asked for by place."""

    def __init__(self, article: Article) -> None:
        self._urls = {source.id: source.url for source in article.sources}
        inside = (tag for tag in article.citations if tag.marker_span.figure_id is None)
        self._tags = sorted(inside, key=lambda tag: tag.marker_span.start)
        self._starts = [tag.marker_span.start for tag in self._tags]

    def between(self, blocks: Sequence[Block], start: int, end: int) -> list[Block | SourceLine]:
        """`blocks`, which stand in `start` to `end` of the text, with the source tags that stand between them."""
        result: list[Block | SourceLine] = []
        here = start
        for block in blocks:
            result += self._lines(here, block.start)
            result.append(block)
            here = max(here, block.end)
        return result + self._lines(here, end)

    def inside(self, start: int, end: int) -> list[InlineTag]:
        """The source tags inside the text from `start` to `end`."""
        return [InlineTag(t.marker_span.start, t.marker_span.end, self._url(t)) for t in self._within(start, end)]

    def _lines(self, start: int, end: int) -> list[SourceLine]:
        return [SourceLine(t.marker_span.start, t.marker, self._url(t)) for t in self._within(start, end)]

    def _within(self, start: int, end: int) -> list[Citation]:
        if start >= end:
            return []
        return self._tags[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _url(self, tag: Citation) -> str | None:
        return next((url for name in tag.source_ids if (url := self._urls.get(name))), None)


def extents(items: Sequence[ListItem | Definition], end: int) -> list[tuple[int, int]]:
    """Where each item begins and ends, what stands between two items counted to the first; the last ends at `end`."""
    starts = [item.start for item in items]
    return list(pairwise([*starts, max([end, *starts])]))
