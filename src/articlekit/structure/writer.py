"""Writes the body's text, and the draft blocks over it: sequences, leaves, and which container is whose business.

A container is written by a module of its own (`lists`, `tables`, `figures`, `footnotes`); what it holds comes back
here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from articlekit.draft import Body, DraftBlock, LeafRole, walk_drafts
from articlekit.notes import Note, Reference
from articlekit.page import Page, absolute
from articlekit.structure.figures import embed, figure, image, stray_caption
from articlekit.structure.footnotes import footnote, is_list_of_notes
from articlekit.structure.headings import HeadingLevel
from articlekit.structure.layout import BodyText
from articlekit.structure.lists import continues, definitions, flattened, joined_lists, write_list
from articlekit.structure.quotes import quote
from articlekit.structure.tables import table
from articlekit.structure.tree import LISTS, Node
from articlekit.survey import Survey

_LABEL: Final = re.compile(r"[^\s.!?:：;][^.!?:：;\n]{0,70}(?:[:：])(?=\s|$)")
_LABEL_WORDS: Final = 9
_SPANS_KEPT: Final = frozenset("link strong emphasis code superscript subscript strike math".split())
_IN_MARKS: Final = frozenset({"link", "superscript"})


class Writer:
    """The text and the blocks so far, and what the steps before found on the page."""

    def __init__(self, page: Page, survey: Survey, headings: Mapping[int, HeadingLevel], kept: Sequence[int]) -> None:
        self.page = page
        self.survey = survey
        self.headings = headings
        self.layout = BodyText()
        self.items = 0  # open list items
        self.cuts: dict[int, int] = {}  # page block to characters at its start that are a list mark, not text
        self.note_of: dict[int, Note] = {}  # page block to the note that it is part of
        self.note_ids: dict[int, str] = {}  # first page block of a note to the id of its footnote
        self._references: dict[int, list[tuple[Reference, int]]] = {}  # page block to its marks and their notes
        self._pending: list[dict[str, Any]] = []  # spans of references, whose target is still a page block
        blocks = set(kept)
        for note in survey.notes:
            if not note.bibliographic and any(page.blocks[i].text and i in blocks for i in note.blocks):
                self.note_of |= dict.fromkeys(note.blocks, note)
                for reference in note.references:
                    self._references.setdefault(reference.block, []).append((reference, note.blocks.start))
        for marks in self._references.values():
            marks.sort()

    def body(self, tree: Node) -> Body:
        """The body that the containers of `tree` hold."""
        blocks = self.blocks(tree.children, "\n\n")
        names: dict[str, str] = {}
        for number, block in enumerate(walk_drafts(blocks), start=1):
            name = f"b{number}"  # a container that came to nothing has taken a name, too
            names[block["id"]] = name
            block["id"] = name
        for span in self._pending:
            target = names.get(self.note_ids.get(span.pop("target"), ""))
            span.update({"target": target} if target else {"kind": "superscript"})
        self.layout.rename(names)
        return Body(self.layout.text, tuple(blocks), tuple(self.layout.leaves), tuple(self.layout.captions))

    # ------------------------------------------------------------ sequences

    def blocks(self, children: Iterable[Node | int], gap: str) -> list[DraftBlock]:
        """The blocks that some children of a container make."""
        out: list[DraftBlock] = []
        stray: list[Node] = []
        note: Note | None = None
        of_note: list[Node | int] = []
        for child in children:
            here = self._note(child) if self.note_of else None
            if note is not None and here is not note:
                out += footnote(self, note, of_note, gap)
                of_note = []
            note = here
            if note is not None:
                of_note.append(child)
                continue
            if isinstance(child, Node) and child.tag == "li":
                stray.append(child)  # an item whose list does not show
                continue
            if stray:
                out.append(write_list(self, Node(0, "ul", list(stray)), gap))
                stray.clear()
            if isinstance(child, int):
                out += self._leaf_block(child, gap)
            else:
                continued = bool(out) and continues(self, out[-1], child)
                made = self._container(child, "\n" if continued else gap)
                out += [] if continued and joined_lists(out[-1], made) else made
        if note is not None:
            out += footnote(self, note, of_note, gap)
        if stray:
            out.append(write_list(self, Node(0, "ul", list(stray)), gap))
        return out

    def _note(self, child: Node | int) -> Note | None:
        """The note that a child of a container is part of, as a whole."""
        if isinstance(child, int):
            return self.note_of.get(child)
        if child.tag in LISTS:
            return None
        leaves = child.leaves()
        note = self.note_of.get(leaves[0]) if leaves else None
        return note if note is not None and leaves[-1] in note.blocks else None

    def _container(self, node: Node, gap: str) -> list[DraftBlock]:
        if node.tag in LISTS:
            return self.blocks(node.children, gap) if is_list_of_notes(self, node) else [write_list(self, node, gap)]
        if node.tag == "blockquote":
            return quote(self, node, gap)
        if node.tag == "table":
            return [table(self, node, gap)]
        if node.tag == "figure":
            return figure(self, node, gap)
        if node.tag == "dl" and any(leaf in self.note_of for leaf in node.leaves()):
            return self.blocks(flattened(node, ("dt", "dd")), gap)
        if node.tag == "dl":
            return definitions(self, node, gap)
        if node.tag == "figcaption":
            return [stray_caption(self, node.leaves())]
        return self.blocks(node.children, gap)

    # ------------------------------------------------------------ leaves

    def _leaf_block(self, index: int, gap: str) -> list[DraftBlock]:
        block = self.page.blocks[index]
        if block.kind == "image":
            return [self.media("figure", images=[image(self.page, block)])]
        if block.kind == "embed":
            return [embed(self, block)]
        if block.kind == "rule":
            return [self.media("rule")]
        if not block.text:
            return []
        if index in self.survey.tag_lines:
            self.layout.add_leaf(index, self.layout.write(block.text, gap), "tag", "")
            return []
        if block.kind == "pre":
            return [self._text_block(index, "code", gap, language=block.value or None)]
        if index in self.headings:
            return [self._heading(index, gap)]
        return [self._text_block(index, "paragraph", gap)]

    def media(self, kind: str, **fields: Any) -> DraftBlock:
        """A block without text."""
        return self.layout.empty(kind=kind, id=self.layout.new_id(), **fields)

    def _heading(self, index: int, gap: str) -> DraftBlock:
        text = self.page.blocks[index].text
        text = text.rstrip(":： ") or text
        level, source = self.headings[index]
        return self._text_block(index, "heading", gap, text=text, level=level, source_level=source)

    def _text_block(self, index: int, kind: str, gap: str, text: str | None = None, **fields: Any) -> DraftBlock:
        cut = self.cuts.get(index, 0)
        text = self.page.blocks[index].text[cut:] if text is None else text[cut:]
        block_id = self.layout.new_id()
        start = self.layout.write(text, gap)
        block = {"kind": kind, "id": block_id, "start": start, "end": self.layout.at, "text": text, **fields}
        spans = self.spans(index, start, self.layout.at, cut)
        if kind == "heading":
            whole = (start, self.layout.at)
            spans = [span for span in spans if span["kind"] != "strong" or (span["start"], span["end"]) != whole]
        label_end = start
        bold = any(span["kind"] == "strong" and span["start"] == start for span in spans)
        if kind == "paragraph" and (self.items or bold) and (found := _label(text, spans, start)):
            label_end = start + found
            spans.insert(0, {"start": start, "end": label_end, "kind": "label"})
        if kind != "code":
            block["spans"] = spans
        role: LeafRole = "item" if kind == "paragraph" and self.items else kind  # type: ignore[assignment]
        self.layout.add_leaf(index, start, role, block_id, label_end, cut)
        return block

    def spans(self, index: int, start: int, end: int, cut: int = 0) -> list[dict[str, Any]]:
        """The spans of a page block whose text stands at `start` to `end`, the first `cut` characters left out."""
        out: list[dict[str, Any]] = []
        own = self.page.blocks[index][5]
        references = self._references.get(index, []) if self._references else []
        if not own and not references:
            return out
        starts = [reference.start for reference, _ in references]
        for reference, note in references:
            piece = _placed(reference.start, reference.end, start - cut, start, end)
            if piece:
                out.append(piece | {"kind": "footnote_reference", "target": note})
                self._pending.append(out[-1])
        for first, last, kind, value, _ in own:
            mark = bisect_right(starts, first) - 1 if starts else -1
            inside = mark >= 0 and kind in _IN_MARKS and last <= references[mark][0].end
            if kind in _SPANS_KEPT and not inside and (piece := _placed(first, last, start - cut, start, end)):
                piece["kind"] = kind
                if kind == "link":
                    piece["href"] = absolute(self.page, value)
                out.append(piece)
        if references:
            out.sort(key=lambda piece: (piece["start"], piece["end"]))
        return out

    def joined(
        self, leaves: Sequence[int], gap: str, role: LeafRole, block_id: str
    ) -> tuple[str, int, list[dict[str, Any]]]:
        """Several page blocks as lines of one text: the text, its start, its spans."""
        spans: list[dict[str, Any]] = []
        start, texts = -1, []
        for index in leaves:
            block = self.page.blocks[index]
            if not block.text:
                continue
            at = self.layout.write(block.text, gap if start < 0 else "\n")
            start = at if start < 0 else start
            spans += self.spans(index, at, self.layout.at)
            texts.append(block.text)
            self.layout.add_leaf(index, at, role, block_id)
        return "\n".join(texts), self.layout.at if start < 0 else start, spans

    def has_text(self, node: Node) -> bool:
        """Whether anything in a container has text."""
        return any(self.page.blocks[i].text for i in node.leaves())


def _placed(start: int, end: int, offset: int, first: int, last: int) -> dict[str, Any]:
    """A span moved by `offset` and cut to the text from `first` to `last`; empty where nothing is left."""
    start, end = max(start + offset, first), min(end + offset, last)
    return {"start": start, "end": end} if start < end else {}


def _label(text: str, spans: Sequence[dict[str, Any]], start: int) -> int:
    """Length of the lead-in label at the start of an item's text; 0 if it has none. A colon of a formula ends none."""
    found = _LABEL.match(text)
    if not found or found[0].count(" ") >= _LABEL_WORDS or found[0][0].islower():
        return 0
    colon = start + found.end() - 1
    in_formula = any(span["kind"] == "math" and span["start"] <= colon < span["end"] for span in spans)
    return 0 if in_formula else found.end()
