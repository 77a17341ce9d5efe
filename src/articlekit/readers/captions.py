"""Figures of pages that use no tag for them: a small box with an image, and what a class in it calls a caption.

Such a box counts as `figure` and its caption as `figcaption`, so that no later step needs to tell the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articlekit.page import PageBlock, Region

_WORDS: Final = frozenset({"caption", "captions"})
_NO_CAPTION: Final = frozenset({"typography", "carousel", "slider", "swiper", "hero"})
"""Words beside which "caption" is a size of type, or a text laid over a picture."""
_PLAIN: Final = frozenset("div span p a aside center em small section dl dd dt".split())
"""Tags of which no one says what they hold."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEAR: Final = 4  # blocks between a caption and the end of its box
_OUTWARD: Final = 4  # regions between a caption and its box
_INWARD: Final = 6  # regions between a box and what lies in it
_LABEL_WORDS: Final = 12  # further text in a box (a credit) has no more words


def name_figures(blocks: Sequence[PageBlock], regions: Sequence[Region]) -> tuple[Region, ...]:
    """The regions, with `figure` and `figcaption` for those that a class calls so."""
    named = list(regions)
    captions: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.text and (caption := _caption(block.region, regions)) >= 0:
            captions.setdefault(caption, []).append(index)
    for caption, inside in captions.items():
        box = _box(caption, inside, blocks, regions)
        if box == caption:  # the class is that of the whole box
            caption = blocks[inside[0]].region if len(inside) == 1 else -1
        if box >= 0 and caption >= 0 and caption != box:
            named[box] = named[box]._replace(tag="figure", inline=False)
            named[caption] = named[caption]._replace(tag="figcaption", inline=False)
    return tuple(named)


def _caption(region: int, regions: Sequence[Region]) -> int:
    """The innermost region around a text that a class calls a caption; -1 for none."""
    for _ in range(3):
        if region < 0 or regions[region].tag not in _PLAIN:
            return -1
        words = regions[region].words
        if not _WORDS.isdisjoint(words):
            return region if _NO_CAPTION.isdisjoint(words) else -1
        region = regions[region].parent
    return -1


def _box(caption: int, inside: Sequence[int], blocks: Sequence[PageBlock], regions: Sequence[Region]) -> int:
    """The innermost box around a caption that holds an image, if it holds little more; else -1."""
    first, last = inside[0], inside[-1]
    near = range(max(first - _NEAR - 1, 0), min(last + _NEAR + 2, len(blocks)))
    if len(near) > 4 * _NEAR:
        return -1
    box = caption
    for _ in range(_OUTWARD):
        if box < 0 or regions[box].tag not in _PLAIN:
            return -1
        held = [i for i in near if _lies_in(blocks[i].region, box, regions)]
        if any(first - i > _NEAR or i - last > _NEAR for i in held):
            return -1
        if any(blocks[i].kind == "image" for i in held):
            others = [blocks[i] for i in held if i not in inside]
            small = all(b.text.count(" ") < _LABEL_WORDS and regions[b.region].tag not in _HEADINGS for b in others)
            return box if small else -1
        box = regions[box].parent
    return -1


def _lies_in(region: int, box: int, regions: Sequence[Region]) -> bool:
    for _ in range(_INWARD):
        if region == box:
            return True
        if region < 0:
            return False
        region = regions[region].parent
    return False
