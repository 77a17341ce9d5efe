"""The last step of the HTML reader: what was read is made a `Page`, once what several blocks are together is known.

Listings of code whose lines are elements become one block; typed lists become lists; boxes with an image and a caption
become figures. Then the page text is laid out, block behind block, and every offset is known.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import Final, NamedTuple

from articlekit.page import Head, Page, PageBlock, PageSpan, Property, new_block
from articlekit.readers.captions import name_figures
from articlekit.readers.codeboxes import tidy_boxes
from articlekit.readers.regions import Regions
from articlekit.readers.run import RawBlock, tidy_spans, trimmed
from articlekit.readers.typed_lists import set_lists

_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
_NO_MARKS: Final[dict[int, str]] = {}


class Read(NamedTuple):
    """What the events of a page made."""

    blocks: list[RawBlock]
    regions: Regions
    anchors: dict[str, int]
    """Names that links can lead to, and the block that stands there."""
    properties: list[Property]
    has_code: bool
    """Whether there is code: its boxes need no looking for otherwise."""


def compose(read: Read, head: Head, url: str | None, encoding: str | None, cuts: tuple[str, ...]) -> Page:
    """The page."""
    raw, regions, marks, anchors = read.blocks, read.regions.made, _NO_MARKS, read.anchors
    properties = read.properties
    if read.has_code:
        raw, regions, moved = tidy_boxes(raw, regions)
        anchors, properties = _moved(anchors, moved), _moved_properties(properties, moved)
    if (typed := set_lists(raw, regions)) is not None:
        raw, regions, marks = typed.blocks, typed.regions, typed.marks
        anchors, properties = _moved(anchors, typed.moved), _moved_properties(properties, typed.moved)
    texts, blocks = _laid_out(raw, marks)
    named = name_figures(blocks, regions) if read.regions.captioned else tuple(regions)
    anchors = {name: index for name, index in anchors.items() if index < len(blocks)}
    return Page("\n".join(texts), tuple(blocks), named, "html", head, url, encoding, cuts, anchors, tuple(properties))


def _laid_out(raw: list[RawBlock], marks: dict[int, str]) -> tuple[list[str], list[PageBlock]]:
    """The lines of the page text, and the blocks over it; `marks`: what stands before items."""
    texts, blocks, at = list[str](), list[PageBlock](), 0
    for index, (text, region, kind, spans, value, alt) in enumerate(raw):
        if kind == "pre":
            text, spans = trimmed(text, spans)
        elif spans:
            text, spans = _parted(text, spans)
        if at and text:
            at += 1  # the line break between blocks
        lead = -1
        if index in marks:
            lead = at
            texts.append(f"{marks[index]} {text}")
            at += len(marks[index]) + 1
        elif text:
            texts.append(text)
        if len(spans) > 1:
            spans.sort(key=_place)
        tidied = tuple(tidy_spans(text, spans)) if spans else ()
        blocks.append(new_block(at, at + len(text), text, region, kind, tidied, lead, value, alt))
        at += len(text)
    return texts, blocks


def _parted(text: str, spans: list[PageSpan]) -> tuple[str, list[PageSpan]]:
    """The text with a space before each superscript mark that would run into a number: "2023" and "1" are not "20231".

    A mark is a link, or stands behind a year; what else is superscript behind a number is an exponent.
    """
    raised = [span for span in spans if span.kind == "superscript"]
    if not raised:
        return text, spans
    links = {span.start for span in spans if span.kind == "link"}
    cuts = sorted({s.start for s in raised if _runs_into(text, s.start, s.start in links)})
    if not cuts:
        return text, spans
    pieces = [text[a:b] for a, b in pairwise([0, *cuts, len(text)])]
    moved = [
        span._replace(start=span.start + bisect_right(cuts, span.start), end=span.end + bisect_left(cuts, span.end))
        for span in spans
    ]
    return " ".join(pieces), moved


def _runs_into(text: str, at: int, linked: bool) -> bool:
    if not 0 < at < len(text) or not (text[at - 1].isdigit() and text[at].isdigit()):
        return False
    return linked or _YEAR.search(text, max(at - 5, 0), at) is not None


def _moved(anchors: dict[str, int], moved: list[int]) -> dict[str, int]:
    """The anchors of blocks of which each has moved to another index."""
    return {name: moved[index] for name, index in anchors.items() if index < len(moved)}


def _moved_properties(properties: list[Property], moved: list[int]) -> list[Property]:
    return [p._replace(block=moved[p.block]) if p.block < len(moved) else p for p in properties]


def _place(span: PageSpan) -> tuple[int, int]:
    return span.start, span.end
