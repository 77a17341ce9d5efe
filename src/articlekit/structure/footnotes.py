"""Footnotes: what the survey calls a note becomes a block of its own, without its mark and the links back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from articlekit.draft import DraftBlock
from articlekit.notes import Note, note_bounds
from articlekit.structure.tree import Node

if TYPE_CHECKING:
    from articlekit.structure.writer import Writer


def is_list_of_notes(writer: Writer, node: Node) -> bool:
    """Whether most items of a list are notes; then it is no list, but those notes."""
    if not writer.note_of:
        return False
    firsts = [leaves[0] for child in node.children if isinstance(child, Node) and (leaves := child.leaves())]
    return sum(first in writer.note_of for first in firsts) * 2 > len(firsts)


def footnote(writer: Writer, note: Note, children: Sequence[Node | int], gap: str) -> list[DraftBlock]:
    """The footnote that some children of a container make; none where they hold nothing but its mark."""
    layout = writer.layout
    for index in note.blocks:
        writer.note_of.pop(index, None)  # what lies in it is no further note
    block_id, before = layout.new_id(), len(layout.leaves)
    lines, rest = _lines(writer, children)
    idle = [i for i in rest if isinstance(i, int) and writer.page.blocks[i].text and _is_idle(writer, note, i)]
    texts, spans = list[str](), list[dict[str, Any]]()
    start = -1
    for index in lines:
        first, last = note_bounds(writer.page, note, index)
        text = writer.page.blocks[index].text[first:last]
        at = layout.at
        if text:
            at = layout.write(text, gap if start < 0 else "\n")
            start = at if start < 0 else start
            spans += writer.spans(index, at, layout.at, first)
            texts.append(text)
        layout.add_leaf(index, at, "note", block_id, cut=first)
    end = layout.at
    blocks = writer.blocks([child for child in rest if child not in idle], gap if start < 0 else "\n")
    layout.settle()
    for index in idle:
        layout.add_leaf(index, layout.at, "note", block_id)
    if start < 0 and not blocks:
        return []
    begin = start if start >= 0 else layout.start_since(before, layout.at, blocks)
    writer.note_ids[note.blocks.start] = block_id
    end = layout.at if blocks else end  # a source tag alone on its line is no block of the note
    draft = {"kind": "footnote", "id": block_id, "start": begin, "end": end, "label": note.label}
    return [draft | {"text": "\n".join(texts), "spans": spans, "blocks": blocks}]


def _is_idle(writer: Writer, note: Note, index: int) -> bool:
    """Whether a block of a note holds nothing but links back."""
    first, last = note_bounds(writer.page, note, index)
    return first >= last


def _lines(writer: Writer, children: Sequence[Node | int]) -> tuple[list[int], list[Node | int]]:
    """The paragraphs that a note begins with, and what follows from the first block that is no paragraph."""
    flat: list[Node | int] = []
    for child in children:
        flat += child.children if isinstance(child, Node) and child.tag == "li" else [child]
    lines: list[int] = []
    for number, child in enumerate(flat):
        if isinstance(child, Node) or writer.page.blocks[child].kind != "text" or child in writer.survey.tag_lines:
            return lines, flat[number:]
        lines.append(child)
    return lines, []
