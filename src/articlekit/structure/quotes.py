"""Quotations, and who is quoted: what stands last in them in a footer, in italics, or behind a dash."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from articlekit.draft import DraftBlock
from articlekit.measures import ends_sentence
from articlekit.structure.tree import Node

if TYPE_CHECKING:
    from articlekit.structure.writer import Writer

_DASH: Final = re.compile(r"\s*(?:[—–―⸺]|--?(?=\s?[^\s\d]))\s?")
_ATTRIBUTION_WORDS: Final = 25
_NAME_WORDS: Final = 12


def quote(writer: Writer, node: Node, gap: str, caption: Sequence[int] = ()) -> list[DraftBlock]:
    """A quotation; `caption`: page blocks of the caption that says who is quoted, where a figure holds both."""
    layout = writer.layout
    block_id, before = layout.new_id(), len(layout.leaves)
    blocks = writer.blocks([*node.children, *caption], gap)
    if not blocks:
        return []
    layout.settle()
    start = layout.start_since(before, layout.at, blocks)
    draft = {"kind": "quote", "id": block_id, "start": start, "end": layout.at, "blocks": blocks}
    leaves = [leaf.block for leaf in layout.leaves[before:]]
    if attribution := _attribution(writer, leaves, sure=bool(caption)):
        draft["attribution"] = attribution
    return [draft]


def _attribution(writer: Writer, leaves: Sequence[int], *, sure: bool) -> str | None:
    """Who is quoted, as the last of a quotation's blocks says it."""
    if not leaves:
        return None
    block, m = writer.page.blocks[leaves[-1]], writer.survey.measures[leaves[-1]]
    if sure or m.tag == "footer":
        return _undashed(block.text)
    line = block.text.rpartition("\n")[2]
    if ends_sentence(line):
        return None  # it is said, too
    alone = len(leaves) > 1 or line != block.text
    if alone and _DASH.match(line) and line.count(" ") < _ATTRIBUTION_WORDS:
        return _undashed(line)
    last = next((s for s in block.spans if s.kind == "emphasis" and s.end >= len(block.text)), None)
    if last is not None and last.start and ends_sentence(block.text[: last.start].rstrip()):
        name = block.text[last.start :]
        if 1 <= name.count(" ") < _NAME_WORDS and name[0].isupper():
            return name
    set_off = any(s.kind == "emphasis" and s.start == 0 and s.end >= len(block.text) for s in block.spans)
    return block.text if len(leaves) > 1 and set_off and m.words <= _NAME_WORDS else None


def _undashed(text: str) -> str | None:
    return _DASH.sub("", text, count=1).strip() if _DASH.match(text) else text
