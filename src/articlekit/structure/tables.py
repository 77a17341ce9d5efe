"""Data tables: rows of cells, with the cells' own structure where they hold more than lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from articlekit.draft import DraftBlock, walk_drafts
from articlekit.structure.lists import whole_number
from articlekit.structure.tree import LISTS, Node

if TYPE_CHECKING:
    from articlekit.structure.writer import Writer

_RICH: Final = LISTS | {"blockquote", "table", "dl", "figure"}
_MOST_COLUMNS, _MOST_ROWS = 1000, 65534  # what the HTML standard allows a cell to span
_BARE: Final[dict[str, str]] = {}


def table(writer: Writer, node: Node, gap: str) -> DraftBlock:
    """A table."""
    block_id = writer.layout.new_id()
    start, caption = -1, None
    rows: list[dict[str, Any]] = []
    for child in node.children:
        here = gap if start < 0 else "\n"
        if isinstance(child, Node) and child.tag == "caption":
            text, at, _ = writer.joined(child.leaves(), here, "caption", block_id)
            caption = f"{caption}\n{text}" if caption else text
        else:
            is_row = isinstance(child, Node) and child.tag == "tr"
            row, at = _row(writer, child.children if isinstance(child, Node) and is_row else [child], here, block_id)
            rows.append(row)
        start = at if start < 0 else start
    _name_header(rows)
    extent = {"start": max(start, 0), "end": writer.layout.at}
    return {"kind": "table", "id": block_id, **extent, "rows": rows, "caption": caption or None}


def _row(writer: Writer, children: list[Node | int], gap: str, block_id: str) -> tuple[dict[str, Any], int]:
    cells: list[dict[str, Any]] = []
    start = -1
    for child in children:
        cell, at = _cell(writer, child, gap if start < 0 else "\t", block_id)
        if cell["text"] and start < 0:
            start = at
        cells.append(cell)
    writer.layout.settle()
    return {"cells": cells}, writer.layout.at if start < 0 else start


def _cell(writer: Writer, child: Node | int, gap: str, block_id: str) -> tuple[dict[str, Any], int]:
    layout = writer.layout
    region = writer.page.regions[child.region] if isinstance(child, Node) else None
    blocks: list[DraftBlock] = []
    if isinstance(child, Node) and _is_rich(writer, child):
        before, pieces, leaves = layout.at, layout.pieces, len(layout.leaves)
        blocks = writer.blocks(child.children, gap)
        at = layout.start_since(leaves, before, blocks)
        text, spans = layout.since(pieces)[at - before :], list(_spans(blocks))
    else:
        text, at, spans = writer.joined(child.leaves() if isinstance(child, Node) else [child], gap, "cell", block_id)
    attrs = region.attrs if region else _BARE
    cell: dict[str, Any] = {"start": at, "end": layout.at} if text else layout.empty()
    cell.update(
        {
            "text": text,
            "header": region is not None and region.tag == "th",
            "colspan": min(max(whole_number(attrs.get("colspan"), 1), 1), _MOST_COLUMNS),
            "rowspan": min(max(whole_number(attrs.get("rowspan"), 1), 1), _MOST_ROWS),
            "spans": spans,
            "blocks": blocks,
        }
    )
    return cell, at


def _name_header(rows: list[dict[str, Any]]) -> None:
    """Makes a first row all in bold the header, where the table has no header cells and the next row is not bold."""
    if len(rows) < 2 or any(cell["header"] for row in rows for cell in row["cells"]):
        return
    if len(rows[0]["cells"]) > 1 and _is_bold(rows[0]) and not _is_bold(rows[1]):
        for cell in rows[0]["cells"]:
            cell["header"] = True
            cell["spans"] = [s for s in cell["spans"] if s["kind"] != "strong"]


def _is_bold(row: dict[str, Any]) -> bool:
    filled = [cell for cell in row["cells"] if cell["text"]]
    return bool(filled) and all(
        any(s["kind"] == "strong" and s["start"] <= c["start"] and s["end"] >= c["end"] for s in c["spans"])
        for c in filled
    )


def _is_rich(writer: Writer, node: Node) -> bool:
    """Whether a cell holds more than lines of text."""
    return any(
        child.tag in _RICH if isinstance(child, Node) else writer.page.blocks[child].kind in ("pre", "image", "embed")
        for child in node.children
    ) and (writer.has_text(node) or any(isinstance(child, int) for child in node.children))


def _spans(blocks: Iterable[DraftBlock]) -> Iterator[dict[str, Any]]:
    """The inline spans of blocks and of what they hold, captions left out."""
    for block in walk_drafts(blocks):
        if block["kind"] != "figure":
            yield from block.get("spans", ())
