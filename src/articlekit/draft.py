"""The body between the structure step and the article: laid-out text, blocks as plain values, and where each page
block went.

A draft block is a dict with the fields of the public model of its kind (`articlekit.models`). The public models are
built from these dicts by one nested validation at the end; before that, nothing pays for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

DraftBlock = dict[str, Any]

LeafRole = Literal["heading", "paragraph", "item", "cell", "caption", "code", "term", "note", "tag"]


class Leaf(NamedTuple):
    """A kept page block in the body's text."""

    block: int
    """Index of the page block."""
    start: int
    """Offset of its text in the body's text."""
    end: int
    """Offset behind it; the text may lack a heading's closing colon."""
    role: LeafRole
    """What it became; "tag" is a source tag alone on its line, which is no block."""
    block_id: str
    """Id of the block that it is, or that it is part of; "" for a source tag alone on its line."""
    label_end: int
    """Offset behind the lead-in label ("Joint Safety Testing:"); `start` where there is none."""
    item_extent: tuple[int, int] | None = None
    """Extent of the innermost list item around it; None outside lists."""
    list_extent: tuple[int, int] | None = None
    """Extent of the outermost list around it; None outside lists."""
    cut: int = 0
    """Characters at the start of the page block that are not in the text: a typed list mark, a note's own mark."""


@dataclass(frozen=True, slots=True)
class Body:
    """The article's body, laid out."""

    text: str
    """The text that all offsets count in."""
    blocks: tuple[DraftBlock, ...]
    """The top-level blocks, in page order."""
    leaves: tuple[Leaf, ...]
    """Where each kept page block went that stands in the text, in page order."""
    captions: tuple[Leaf, ...]
    """The kept page blocks that are the caption of a figure, or part of one. Captions stand beside the text: the
    offsets of these leaves count in the caption, and their block is the figure."""
    cuts: tuple[str, ...] = ()
    """What a limit has cut or changed, a sentence each."""


@dataclass(frozen=True, slots=True)
class Linking:
    """What the cite step found, as plain values in the shape of the public models."""

    sources: tuple[dict[str, Any], ...] = ()
    claims: tuple[dict[str, Any], ...] = ()
    citations: tuple[dict[str, Any], ...] = ()


def walk_drafts(blocks: Iterable[DraftBlock]) -> list[DraftBlock]:
    """Every draft block of `blocks` and below, depth first, in reading order."""
    found: list[DraftBlock] = []
    for block in blocks:
        found.append(block)
        if block.get("blocks"):
            found += walk_drafts(block["blocks"])
        for item in block.get("items", ()):
            found += walk_drafts([*item.get("terms", ()), *item["blocks"]])
        for row in block.get("rows", ()):
            for cell in row["cells"]:
                if cell["blocks"]:
                    found += walk_drafts(cell["blocks"])
    return found


class Candidate(NamedTuple):
    """A value that some place of the page offers for a metadata field."""

    field: str
    """Public field."""
    value: Any
    """The value as the article would have it."""
    where: str
    """The place: "h1", "meta og:title", "json-ld author", "time", …"""
    raw: str
    """What stands there."""
    weight: float = 0.0
    """What speaks for it, added up; of a field, the candidate with most wins."""
    evidence: tuple[str, ...] = ()
    """Names of what speaks for it and against it."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the metadata step chose, and all it chose from."""

    values: dict[str, Any]
    """Public field to value."""
    provenance: dict[str, dict[str, str]]
    """Public field to where its value stood."""
    candidates: tuple[Candidate, ...]
    """Every value that was offered, in order of trust."""
