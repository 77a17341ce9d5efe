"""The structure step: kept blocks become headings, nested lists, tables, quotations, code, figures and paragraphs.

It lays the body's text out as it goes, so every block, item, cell and span knows its offsets at once. It reads the
page, the survey and the decisions; it removes nothing and links nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from articlekit.draft import Body, DraftBlock, Leaf, LeafRole
from articlekit.page import Labels, Page, PageBlock, PageSpan, absolute
from articlekit.structure.headings import HeadingLevel, find_headings
from articlekit.structure.tree import Node, build_tree
from articlekit.survey import Survey

__all__ = ["structure"]

_LABEL: Final = re.compile(r"[^\s.!?:：;][^.!?:：;\n]{0,70}(?:[:：])(?=\s|$)")
_LABEL_WORDS: Final = 9
_STYLES: Final[Mapping[str, str]] = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_ORDERED_STYLES: Final = frozenset(_STYLES.values())
_SPANS_KEPT: Final = frozenset("link strong emphasis code superscript subscript strike".split())
_LANGUAGE_WORDS: Final = frozenset("language lang source brush highlight".split())
_NO_LANGUAGE: Final = _LANGUAGE_WORDS | frozenset("default none text plain plaintext notranslate nohighlight".split())
_MOST_COLUMNS, _MOST_ROWS = 1000, 65534  # what the HTML standard allows a cell to span
_BIGGEST_NUMBER: Final = 2**31 - 1  # what the HTML standard allows as the number of an item


def structure(page: Page, survey: Survey, labels: Labels) -> Body:
    """The body that the kept blocks make, front lines left out."""
    kept = _without_idle_rules(page, [i for i, d in enumerate(labels) if d.keep and i not in survey.front])
    tree = build_tree(page, survey, kept)
    loose = frozenset(child for child in tree.children if isinstance(child, int))
    return _Writer(page, survey, find_headings(page, survey, kept, loose)).body(tree)


class _Writer:
    """Writes the text, and the draft blocks over it."""

    def __init__(self, page: Page, survey: Survey, headings: Mapping[int, HeadingLevel]) -> None:
        self.page = page
        self.survey = survey
        self.headings = headings
        self.pieces: list[str] = []
        self.at = 0
        self.ids = 0
        self.leaves: list[Leaf] = []
        self.item: list[int] = []  # starts of the open list items

    def body(self, tree: Node) -> Body:
        blocks = self._blocks(tree.children, "\n\n")
        return Body("".join(self.pieces), tuple(blocks), tuple(self.leaves))

    # ------------------------------------------------------------ text

    def _write(self, text: str, gap: str) -> int:
        """Append text behind a gap; the offset where it starts."""
        if self.at and text:
            self.pieces.append(gap)
            self.at += len(gap)
        start = self.at
        self.pieces.append(text)
        self.at += len(text)
        return start

    def _new_id(self) -> str:
        self.ids += 1
        return f"b{self.ids}"

    def _leaf(self, index: int, start: int, role: LeafRole, block_id: str, label_end: int | None = None) -> None:
        label_end = start if label_end is None else label_end
        self.leaves.append(Leaf(index, start, self.at, role, block_id, label_end))

    def _tell_item(self, first_leaf: int, extent: tuple[int, int]) -> None:
        """Tell the leaves since `first_leaf` which item they lie in; those of an inner item know theirs."""
        for i in range(first_leaf, len(self.leaves)):
            if self.leaves[i].item_extent is None:
                self.leaves[i] = self.leaves[i]._replace(item_extent=extent)

    # ------------------------------------------------------------ sequences

    def _blocks(self, children: Iterable[Node | int], gap: str) -> list[DraftBlock]:
        out: list[DraftBlock] = []
        stray: list[Node] = []
        for child in children:
            if isinstance(child, Node) and child.tag == "li":
                stray.append(child)  # an item whose list does not show
                continue
            if stray:
                out.append(self._list(Node(0, "ul", list(stray)), gap))
                stray.clear()
            out += self._leaf_block(child, gap) if isinstance(child, int) else self._container(child, gap)
        if stray:
            out.append(self._list(Node(0, "ul", list(stray)), gap))
        return out

    def _container(self, node: Node, gap: str) -> list[DraftBlock]:
        if node.tag in ("ul", "ol", "menu", "dir"):
            return [self._list(node, gap)]
        if node.tag == "blockquote":
            return self._quote(node, gap)
        if node.tag == "table":
            return self._table(node, gap)
        if node.tag == "figure":
            return self._figure(node, gap)
        if node.tag == "dl":
            return [self._definitions(node, gap)]
        return self._blocks(node.children, gap)

    def _leaf_block(self, index: int, gap: str) -> list[DraftBlock]:
        block = self.page.blocks[index]
        if block.kind == "image":
            return [self._media("figure", images=[self._image(block)])]
        if block.kind == "embed":
            return [self._media("embed", url=absolute(self.page, block.value), title=block.alt)]
        if block.kind == "rule":
            return [self._media("rule")]
        if not block.text:
            return []
        if index in self.survey.tag_lines:
            self._leaf(index, self._write(block.text, gap), "tag", "")
            return []
        if block.kind == "pre":
            return [self._text_block(index, "code", gap, language=self._language(block.region))]
        if index in self.headings:
            return [self._heading(index, gap)]
        return [self._text_block(index, "paragraph", gap)]

    # ------------------------------------------------------------ leaves

    def _media(self, kind: str, **fields: Any) -> DraftBlock:
        return {"kind": kind, "id": self._new_id(), "start": self.at, "end": self.at, **fields}

    def _image(self, block: PageBlock) -> dict[str, Any]:
        return {"url": absolute(self.page, block.value), "alt": block.alt}

    def _heading(self, index: int, gap: str) -> DraftBlock:
        text = self.page.blocks[index].text
        text = text.rstrip(":： ") or text
        level, source = self.headings[index]
        return self._text_block(index, "heading", gap, text=text, level=level, source_level=source)

    def _text_block(self, index: int, kind: str, gap: str, text: str | None = None, **fields: Any) -> DraftBlock:
        text = self.page.blocks[index].text if text is None else text
        block_id = self._new_id()
        start = self._write(text, gap)
        block = {"kind": kind, "id": block_id, "start": start, "end": self.at, "text": text, **fields}
        spans = self._spans(self.page.blocks[index].spans, start, self.at)
        if kind == "heading":
            whole = (start, self.at)
            spans = [span for span in spans if span["kind"] != "strong" or (span["start"], span["end"]) != whole]
        label_end = start
        bold = any(span["kind"] == "strong" and span["start"] == start for span in spans)
        if kind == "paragraph" and (self.item or bold) and (found := _label(text)):
            label_end = start + found
            spans.insert(0, {"start": start, "end": label_end, "kind": "label"})
        if kind != "code":
            block["spans"] = spans
        role: LeafRole = "item" if kind == "paragraph" and self.item else kind  # type: ignore[assignment]
        self._leaf(index, start, role, block_id, label_end)
        return block

    def _spans(self, spans: Sequence[PageSpan], start: int, end: int) -> list[dict[str, Any]]:
        out = []
        for span in spans:
            if span.kind in _SPANS_KEPT and start + span.start < end:
                piece = {"start": start + span.start, "end": min(start + span.end, end), "kind": span.kind}
                if span.kind == "link":
                    piece["href"] = absolute(self.page, span.value)
                out.append(piece)
        return out

    def _language(self, region: int) -> str | None:
        for _ in range(4):
            words = self.page.regions[region].words if region > 0 else ()
            for word, after in pairwise(words):
                if word in _LANGUAGE_WORDS and after not in _NO_LANGUAGE:
                    return after
            region = max(self.page.regions[region].parent, 0)
        return None

    # ------------------------------------------------------------ lists

    def _list(self, node: Node, gap: str) -> DraftBlock:
        attrs = self.page.regions[node.region].attrs
        ordered = node.tag == "ol"
        block_id, first_leaf = self._new_id(), len(self.leaves)
        number = _number(attrs.get("start"), 1) if ordered else None
        first = number
        items: list[dict[str, Any]] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                item_attrs = self.page.regions[child.region].attrs
                if number is not None:
                    number = _number(item_attrs.get("value"), number)
                    first = number if not items else first
                items.append(self._item(child.children, number, item_attrs.get("marker"), gap if not items else "\n"))
                number = number + 1 if number is not None else None
            elif items:
                self._extend_item(items[-1], child)  # a list right inside a list belongs to the item above
            else:
                items.append(self._item([child], number, None, gap))
                number = number + 1 if number is not None else None
        start, end = (items[0]["start"], self.at) if items else (self.at, self.at)
        if not self.item:
            self.leaves[first_leaf:] = [leaf._replace(list_extent=(start, end)) for leaf in self.leaves[first_leaf:]]
        style = _STYLES.get(attrs.get("type", ""), attrs.get("style", "decimal")) if ordered else "bullet"
        return {
            "kind": "list",
            "id": block_id,
            "start": start,
            "end": end,
            "ordered": ordered,
            "first": first,
            "style": style if style in _ORDERED_STYLES or not ordered else "decimal",
            "items": items,
        }

    def _item(self, children: Sequence[Node | int], number: int | None, marker: str | None, gap: str) -> dict[str, Any]:
        first_leaf = len(self.leaves)
        self.item.append(self.at)
        before = self.at
        blocks = []
        for i, child in enumerate(children):
            blocks += self._blocks([child], gap if i == 0 else "\n")
        self.item.pop()
        start = self.leaves[first_leaf].start if len(self.leaves) > first_leaf else before
        self._tell_item(first_leaf, (start, self.at))
        return {"number": number, "marker": marker, "start": start, "end": self.at, "blocks": blocks}

    def _extend_item(self, item: dict[str, Any], child: Node | int) -> None:
        first_leaf = len(self.leaves)
        self.item.append(item["start"])
        item["blocks"] = [*item["blocks"], *self._blocks([child], "\n")]
        self.item.pop()
        item["end"] = self.at
        self._tell_item(first_leaf, (item["start"], self.at))

    def _definitions(self, node: Node, gap: str) -> DraftBlock:
        block_id = self._new_id()
        items: list[dict[str, Any]] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "dt":
                text, start, _ = self._joined(child.leaves(), gap if not items else "\n", "term", block_id)
                if items and not items[-1]["blocks"]:
                    items[-1]["terms"].append(text)
                else:
                    items.append({"terms": [text], "start": start, "end": self.at, "blocks": []})
            else:
                if not items:
                    items.append({"terms": [], "start": self.at, "end": self.at, "blocks": []})
                inner = child.children if isinstance(child, Node) and child.tag == "dd" else [child]
                items[-1]["blocks"] += self._blocks(inner, "\n")
            items[-1]["end"] = self.at
        start = items[0]["start"] if items else self.at
        return {"kind": "definition_list", "id": block_id, "start": start, "end": self.at, "items": items}

    # ------------------------------------------------------------ quotations, figures, tables

    def _quote(self, node: Node, gap: str) -> list[DraftBlock]:
        block_id, before = self._new_id(), len(self.leaves)
        blocks = self._blocks(node.children, gap)
        if not blocks:
            return []
        start = self.leaves[before].start if len(self.leaves) > before else self.at
        return [{"kind": "quote", "id": block_id, "start": start, "end": self.at, "blocks": blocks}]

    def _figure(self, node: Node, gap: str) -> list[DraftBlock]:
        leaves = node.leaves()
        images = [self._image(b) for i in leaves if (b := self.page.blocks[i]).kind == "image" and b.value]
        caption = [
            i
            for child in node.children
            if isinstance(child, Node) and child.tag == "figcaption"
            for i in child.leaves()
        ]
        content = [c for c in node.children if not (isinstance(c, Node) and c.tag == "figcaption")]
        content = [c for c in content if isinstance(c, Node) or self.page.blocks[c].kind != "image"]
        inner = self._blocks(content, gap)
        if not images and not caption:
            return inner
        block_id = self._new_id()
        text, start, spans = self._joined(caption, gap, "caption", block_id)
        figure = {"kind": "figure", "id": block_id, "start": start, "end": self.at, "images": images}
        return [*inner, figure | {"caption": text or None, "spans": spans}]

    def _joined(
        self, leaves: Sequence[int], gap: str, role: LeafRole, block_id: str
    ) -> tuple[str, int, list[dict[str, Any]]]:
        """Several blocks as lines of one text: the text, its start, its spans."""
        spans: list[dict[str, Any]] = []
        start, texts = -1, []
        for index in leaves:
            block = self.page.blocks[index]
            if not block.text:
                continue
            at = self._write(block.text, gap if start < 0 else "\n")
            start = at if start < 0 else start
            spans += self._spans(block.spans, at, self.at)
            texts.append(block.text)
            self._leaf(index, at, role, block_id)
        return "\n".join(texts), self.at if start < 0 else start, spans

    def _table(self, node: Node, gap: str) -> list[DraftBlock]:
        block_id = self._new_id()
        start, caption = -1, None
        rows: list[dict[str, Any]] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "caption":
                text, at, _ = self._joined(child.leaves(), gap if start < 0 else "\n", "caption", block_id)
                caption = f"{caption}\n{text}" if caption else text
            else:
                is_row = isinstance(child, Node) and child.tag == "tr"
                cells = child.children if isinstance(child, Node) and is_row else [child]
                row, at = self._row(cells, gap if start < 0 else "\n", block_id)
                rows.append(row)
            start = at if start < 0 else start
        start = max(start, 0)
        return [
            {"kind": "table", "id": block_id, "start": start, "end": self.at, "rows": rows, "caption": caption or None}
        ]

    def _row(self, children: Sequence[Node | int], gap: str, block_id: str) -> tuple[dict[str, Any], int]:
        cells: list[dict[str, Any]] = []
        start = -1
        for child in children:
            region = self.page.regions[child.region] if isinstance(child, Node) else None
            leaves = child.leaves() if isinstance(child, Node) else [child]
            text, at, spans = self._joined(leaves, gap if start < 0 else "\t", "cell", block_id)
            if text and start < 0:
                start = at
            attrs = region.attrs if region else {}
            cells.append(
                {
                    "text": text,
                    "start": at,
                    "end": self.at,
                    "header": region is not None and region.tag == "th",
                    "colspan": min(max(_number(attrs.get("colspan"), 1), 1), _MOST_COLUMNS),
                    "rowspan": min(max(_number(attrs.get("rowspan"), 1), 1), _MOST_ROWS),
                    "spans": spans,
                }
            )
        return {"cells": cells}, self.at if start < 0 else start


def _without_idle_rules(page: Page, kept: list[int]) -> list[int]:
    """The kept blocks without rules that part nothing: at the ends, and next to another rule."""
    out: list[int] = []
    for index in kept:
        if page.blocks[index].kind != "rule" or (out and page.blocks[out[-1]].kind != "rule"):
            out.append(index)
    if out and page.blocks[out[-1]].kind == "rule":
        out.pop()
    return out


def _label(text: str) -> int:
    """Length of the lead-in label at the start of an item's text; 0 if it has none."""
    found = _LABEL.match(text)
    return found.end() if found and found[0].count(" ") < _LABEL_WORDS and not found[0][0].islower() else 0


def _number(text: str | None, default: int) -> int:
    """A whole number as the HTML standard reads it; `default` where there is none."""
    found = re.match(r"\s*([+-]?[0-9]{1,10})", text or "")
    return max(-_BIGGEST_NUMBER, min(int(found[1]), _BIGGEST_NUMBER)) if found else default
