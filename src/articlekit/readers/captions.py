"""Figures of pages that use no tag for them: a small box with an image, and what a class in it calls a caption.

Such a box counts as `figure` and its caption as `figcaption`, so that no later step needs to tell the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articlekit.page import PageBlock, Region

_CAPTIONS: Final = frozenset("caption thumbcaption imagecaption photocaption captiontext".split())
"""Words of class and id."""
_NO_CAPTION: Final = frozenset({"typography", "carousel", "slider", "swiper", "hero"})
"""Words beside which it is a size of type, or a text laid over a picture."""
_PLAIN: Final = frozenset("div span p aside center em small section".split())
"""Tags of which no one says what they hold."""
_FILLING: Final = _PLAIN | frozenset("a b button cite figure i picture strong time".split())
"""What may stand in a box beside the caption: an image, its link, a credit."""
_NEAR: Final = 4  # blocks between a caption and the end of its box
_OUTWARD: Final = 4  # regions between a caption and its box
_INWARD: Final = 6  # regions between a box and what lies in it
_LABEL: Final = 80  # characters; further text in a box (a credit) is no longer


def name_figures(blocks: Sequence[PageBlock], regions: Sequence[Region]) -> tuple[Region, ...]:
    """The regions, with `figure` and `figcaption` for those that a class calls so."""
    named = list(regions)
    captions: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        caption = _caption(block.region, regions) if block.text else -1
        if caption >= 0 and not _is_link(block):
            captions.setdefault(caption, []).append(index)
    boxes: dict[int, list[int]] = {}
    for caption, inside in captions.items():
        box = _box(caption, inside, blocks, regions)
        if box == caption and len(inside) == 1:  # the class is that of the whole box
            caption = blocks[inside[0]].region
        if box >= 0 and caption != box:
            boxes.setdefault(box, []).append(caption)
    for box, inner in boxes.items():
        if len(inner) == 1:  # a box of several is a row of them, or a credit beside the caption: better told by no one
            named[box] = named[box]._replace(tag="figure", inline=False)
            named[inner[0]] = named[inner[0]]._replace(tag="figcaption", inline=False)
    return tuple(named)


def _is_link(block: PageBlock) -> bool:
    """Whether all of a block is a link: a teaser's, not a caption."""
    return any(s.kind == "link" and s.start == 0 and s.end >= len(block.text) for s in block.spans)


def _caption(region: int, regions: Sequence[Region]) -> int:
    """The innermost region around a text that a class calls a caption; -1 for none."""
    for _ in range(3):
        if region < 0 or regions[region].tag not in _PLAIN:
            return -1
        _, words, parent, _, _, _ = regions[region]
        if not _CAPTIONS.isdisjoint(words):
            return region if _NO_CAPTION.isdisjoint(words) else -1
        region = parent
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
        held = {i: tags for i in near if (tags := _tags_up_to(box, blocks[i].region, regions)) is not None}
        if any(first - i > _NEAR or i - last > _NEAR for i in held):
            return -1
        if any(blocks[i].kind == "image" for i in held):
            others = [i for i in held if i not in inside]
            small = all(len(blocks[i].text) <= _LABEL and _FILLING.issuperset(held[i]) for i in others)
            return box if small else -1
        box = regions[box].parent
    return -1


def _tags_up_to(box: int, region: int, regions: Sequence[Region]) -> list[str] | None:
    """The tags from a region out to a box that it lies in, the box itself left out; None where it lies elsewhere."""
    tags = list[str]()
    for _ in range(_INWARD):
        if region == box:
            return tags
        if region < 0:
            return None
        tags.append(regions[region].tag)
        region = regions[region].parent
    return None
