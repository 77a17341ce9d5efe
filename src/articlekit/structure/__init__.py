"""The structure step: kept blocks become headings, nested lists, tables, quotations, code, figures and paragraphs.

It lays the body's text out as it goes, so every block, item, cell and span knows its offsets at once. It reads the
page, the survey and the decisions; it removes nothing and links nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from articlekit.draft import Body, DraftBlock, LeafRole, walk_drafts
from articlekit.page import Labels, Page, PageBlock, PageSpan, absolute
from articlekit.structure.headings import HeadingLevel, find_headings
from articlekit.structure.layout import BodyText
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
_SPANS_KEPT: Final = frozenset("link strong emphasis code superscript subscript strike math".split())
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
        self.layout = BodyText()
        self.items = 0  # open list items

    def body(self, tree: Node) -> Body:
        blocks = self._blocks(tree.children, "\n\n")
        names = {block["id"]: f"b{i}" for i, block in enumerate(walk_drafts(blocks), start=1)}
        for block in list(walk_drafts(blocks)):
            block["id"] = names[block["id"]]  # a container that came to nothing has taken a name, too
        leaves = tuple(leaf._replace(block_id=names.get(leaf.block_id, "")) for leaf in self.layout.leaves)
        return Body(self.layout.text, tuple(blocks), leaves, frozenset(self.layout.captions))

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
        if node.tag == "figcaption":  # of a figure that does not show, or stands apart from it
            return [self._captioned([], node.leaves())]
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
            self.layout.add_leaf(index, self.layout.write(block.text, gap), "tag", "")
            return []
        if block.kind == "pre":
            return [self._text_block(index, "code", gap, language=self._language(block.region))]
        if index in self.headings:
            return [self._heading(index, gap)]
        return [self._text_block(index, "paragraph", gap)]

    # ------------------------------------------------------------ leaves

    def _media(self, kind: str, **fields: Any) -> DraftBlock:
        return self.layout.empty(kind=kind, id=self.layout.new_id(), **fields)

    def _image(self, block: PageBlock) -> dict[str, Any]:
        return {"url": absolute(self.page, block.value), "alt": block.alt}

    def _heading(self, index: int, gap: str) -> DraftBlock:
        text = self.page.blocks[index].text
        text = text.rstrip(":： ") or text
        level, source = self.headings[index]
        return self._text_block(index, "heading", gap, text=text, level=level, source_level=source)

    def _text_block(self, index: int, kind: str, gap: str, text: str | None = None, **fields: Any) -> DraftBlock:
        text = self.page.blocks[index].text if text is None else text
        block_id = self.layout.new_id()
        start = self.layout.write(text, gap)
        block = {"kind": kind, "id": block_id, "start": start, "end": self.layout.at, "text": text, **fields}
        spans = self._spans(self.page.blocks[index].spans, start, self.layout.at)
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
        self.layout.add_leaf(index, start, role, block_id, label_end)
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
        block_id, first_leaf = self.layout.new_id(), len(self.layout.leaves)
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
        start, end = (items[0]["start"], self.layout.at) if items else (self.layout.at, self.layout.at)
        if not self.items:
            self.layout.tell_list(first_leaf, (start, end))
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
        first_leaf, before = len(self.layout.leaves), self.layout.at
        self.items += 1
        blocks = []
        for i, child in enumerate(children):
            blocks += self._blocks([child], gap if i == 0 else "\n")
        self.items -= 1
        self.layout.settle()
        start = self.layout.start_since(first_leaf, before, blocks)
        self.layout.tell_item(first_leaf, (start, self.layout.at))
        return {"number": number, "marker": marker, "start": start, "end": self.layout.at, "blocks": blocks}

    def _extend_item(self, item: dict[str, Any], child: Node | int) -> None:
        first_leaf = len(self.layout.leaves)
        self.items += 1
        item["blocks"] += self._blocks([child], "\n")
        self.items -= 1
        self.layout.settle()
        item["end"] = self.layout.at
        self.layout.tell_item(first_leaf, (item["start"], self.layout.at))

    def _definitions(self, node: Node, gap: str) -> DraftBlock:
        block_id, first_leaf, before = self.layout.new_id(), len(self.layout.leaves), self.layout.at
        items: list[dict[str, Any]] = []
        leaves: list[int] = []  # for each item: number of leaves before it
        for child in node.children:
            own_leaf = len(self.layout.leaves)
            is_term = isinstance(child, Node) and child.tag == "dt" and self._has_text(child)
            if not items or (is_term and items[-1]["blocks"]):
                items.append({"terms": [], "blocks": []})
                leaves.append(own_leaf)
            here = gap if own_leaf == first_leaf else "\n"
            if isinstance(child, Node) and is_term:
                items[-1]["terms"].append(self._joined(child.leaves(), here, "term", block_id)[0])
            else:
                inner = child.children if isinstance(child, Node) and child.tag in ("dt", "dd") else [child]
                items[-1]["blocks"] += self._blocks(inner, here)
            self.layout.settle()
            items[-1]["end"] = self.layout.at
        for item, own_leaf in zip(items, leaves, strict=True):
            item["start"] = self.layout.start_since(own_leaf, item["end"], item["blocks"])
        start = items[0]["start"] if items else before
        return {"kind": "definition_list", "id": block_id, "start": start, "end": self.layout.at, "items": items}

    def _has_text(self, node: Node) -> bool:
        return any(self.page.blocks[i].text for i in node.leaves())

    # ------------------------------------------------------------ quotations, figures, tables

    def _quote(self, node: Node, gap: str) -> list[DraftBlock]:
        block_id, before = self.layout.new_id(), len(self.layout.leaves)
        blocks = self._blocks(node.children, gap)
        if not blocks:
            return []
        self.layout.settle()
        start = self.layout.start_since(before, self.layout.at, blocks)
        quote = {"kind": "quote", "id": block_id, "start": start, "end": self.layout.at, "blocks": blocks}
        last = self.layout.leaves[-1].block if len(self.layout.leaves) > before else None
        if last is not None and self.survey.measures[last].tag == "footer":
            quote["attribution"] = self.page.blocks[last].text.lstrip("—–- ")
        return [quote]

    def _figure(self, node: Node, gap: str) -> list[DraftBlock]:
        """A figure for each caption with the images above it, or all there are if it is the only one; what else there
        is, where it stands."""
        own = [c for c in node.children if isinstance(c, int)]
        images = [self._image(b) for i in own if (b := self.page.blocks[i]).kind == "image" and b.value]
        captions = [child for child in node.children if isinstance(child, Node) and child.tag == "figcaption"]
        if not images and not captions:
            return self._blocks(node.children, gap)
        out, waiting = list[DraftBlock](), images if len(captions) < 2 else []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "figcaption":
                out.append(self._captioned(waiting, child.leaves()))
                waiting = []
            elif isinstance(child, Node) or self.page.blocks[child].kind != "image":
                out += self._blocks([child], gap)
            elif len(captions) > 1 and self.page.blocks[child].value:
                waiting.append(self._image(self.page.blocks[child]))
        return [*out, self._captioned(waiting, [])] if waiting else out

    def _captioned(self, images: list[dict[str, Any]], leaves: Sequence[int]) -> DraftBlock:
        block_id = self.layout.new_id()
        text, spans = self._caption(leaves)
        return self.layout.empty(kind="figure", id=block_id, images=images, caption=text or None, spans=spans)

    def _caption(self, leaves: Sequence[int]) -> tuple[str, list[dict[str, Any]]]:
        """A figure's caption, which stands beside the body's text, and its spans, which count in the caption."""
        texts, spans, at = list[str](), list[dict[str, Any]](), 0
        for index in leaves:
            block = self.page.blocks[index]
            if block.text:
                spans += self._spans(block.spans, at, at + len(block.text))
                at += len(block.text) + 1
                texts.append(block.text)
                self.layout.captions.add(index)
        return "\n".join(texts), spans

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
            at = self.layout.write(block.text, gap if start < 0 else "\n")
            start = at if start < 0 else start
            spans += self._spans(block.spans, at, self.layout.at)
            texts.append(block.text)
            self.layout.add_leaf(index, at, role, block_id)
        return "\n".join(texts), self.layout.at if start < 0 else start, spans

    def _table(self, node: Node, gap: str) -> list[DraftBlock]:
        block_id = self.layout.new_id()
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
            {
                "kind": "table",
                "id": block_id,
                "start": start,
                "end": self.layout.at,
                "rows": rows,
                "caption": caption or None,
            }
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
            cell: dict[str, Any] = {"start": at, "end": self.layout.at} if text else self.layout.empty()
            cell.update(
                {
                    "text": text,
                    "header": region is not None and region.tag == "th",
                    "colspan": min(max(_number(attrs.get("colspan"), 1), 1), _MOST_COLUMNS),
                    "rowspan": min(max(_number(attrs.get("rowspan"), 1), 1), _MOST_ROWS),
                    "spans": spans,
                }
            )
            cells.append(cell)
        self.layout.settle()
        return {"cells": cells}, self.layout.at if start < 0 else start


def _without_idle_rules(page: Page, kept: list[int]) -> list[int]:
    """The kept blocks without rules that part nothing: at the ends, and next to another rule."""
    out: list[int] = []
    for index in kept:
        if page.blocks[index].kind != "rule" or (out and page.blocks[out[-1]].kind != "rule"):
            out.append(index)
    if out and page.blocks[out[-1]].kind == "rule":
        out.pop()
    return out


def _label(text: str, spans: Sequence[dict[str, Any]], start: int) -> int:
    """Length of the lead-in label at the start of an item's text; 0 if it has none. A colon of a formula ends none."""
    found = _LABEL.match(text)
    if not found or found[0].count(" ") >= _LABEL_WORDS or found[0][0].islower():
        return 0
    colon = start + found.end() - 1
    in_formula = any(span["kind"] == "math" and span["start"] <= colon < span["end"] for span in spans)
    return 0 if in_formula else found.end()


def _number(text: str | None, default: int) -> int:
    """A whole number as the HTML standard reads it; `default` where there is none."""
    found = re.match(r"\s*([+-]?[0-9]{1,10})", text or "")
    return max(-_BIGGEST_NUMBER, min(int(found[1]), _BIGGEST_NUMBER)) if found else default
