"""Lists and lists of definitions, numbered as the HTML standard counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from articlekit.draft import DraftBlock
from articlekit.readers.marks import Mark, list_mark
from articlekit.structure.tree import Node

if TYPE_CHECKING:
    from articlekit.structure.writer import Writer

_STYLES: Final[Mapping[str, str]] = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_ORDERED_STYLES: Final = frozenset(_STYLES.values())
_BIGGEST_NUMBER: Final = 2**31 - 1  # what the HTML standard allows as the number of an item


def write_list(writer: Writer, node: Node, gap: str) -> DraftBlock:
    """An ordered or bullet list; what stands between its items belongs to the item above."""
    attrs = writer.page.regions[node.region].attrs
    typed = _typed_marks(writer, node)
    ordered = node.tag == "ol" or (bool(typed) and typed[0].readings[0][0] != "bullet")
    counts_down = ordered and "reversed" in attrs
    block_id, first_leaf = writer.layout.new_id(), len(writer.layout.leaves)
    number = _first_number(node, attrs, typed, counts_down) if ordered else None
    items = _items(writer, node, number, typed, gap, step=-1 if counts_down else 1)
    start, end = (items[0]["start"], writer.layout.at) if items else (writer.layout.at, writer.layout.at)
    if not writer.items:
        writer.layout.tell_list(first_leaf, (start, end))
    style = _STYLES.get(attrs.get("type", ""), attrs.get("style", "decimal")) if ordered else "bullet"
    return {
        "kind": "list",
        "id": block_id,
        "start": start,
        "end": end,
        "ordered": ordered,
        "first": items[0]["number"] if items else number,
        "reversed": counts_down,
        "style": style if style in _ORDERED_STYLES or not ordered else "decimal",
        "items": items,
    }


def _first_number(node: Node, attrs: Mapping[str, str], typed: Sequence[Mark], counts_down: bool) -> int:
    if counts_down:
        default = sum(isinstance(child, Node) and child.tag == "li" for child in node.children)
    else:
        default = typed[0].readings[0][1] if typed else 1
    return whole_number(attrs.get("start"), default)


def _items(
    writer: Writer, node: Node, number: int | None, typed: Sequence[Mark], gap: str, *, step: int
) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            attrs = writer.page.regions[child.region].attrs
            if typed:
                attrs = {**attrs, "marker": typed[len(items)].raw}
            number = whole_number(attrs.get("value"), number) if number is not None else None
            items.append(_item(writer, child.children, number, attrs, gap if not items else "\n"))
        elif items:
            _extend_item(writer, items[-1], child)  # a list right inside a list belongs to the item above
            continue
        else:
            items.append(_item(writer, [child], number, {}, gap))
        number = number + step if number is not None else None
    return items


def _typed_marks(writer: Writer, node: Node) -> list[Mark]:
    """The marks that a page types before all items of a list, though it has its own: "1. dig" in an `li`."""
    firsts = [leaves[0] for child in node.children if isinstance(child, Node) and (leaves := child.leaves())]
    if len(firsts) < 2 or len(firsts) != len(node.children):
        return []
    marks = [list_mark(writer.page.blocks[i].text) for i in firsts]
    known = [mark for mark in marks if mark is not None]
    if len(known) < len(marks) or not _is_one_list(known):
        return []
    for index, mark in zip(firsts, known, strict=True):
        writer.cuts[index] = len(writer.page.blocks[index].text) - len(mark.rest)
    return known


def _is_one_list(marks: Sequence[Mark]) -> bool:
    """Whether marks are the same bullet, or numbers that follow each other."""
    if marks[0].readings[0][0] == "bullet":
        return all(mark.raw == marks[0].raw for mark in marks)
    style, first = marks[0].readings[0]
    return style == "decimal" and all((style, first + n) in mark.readings for n, mark in enumerate(marks))


def continues(writer: Writer, above: DraftBlock, node: Node) -> bool:
    """Whether a list only goes on with the list right above it: its first number is the next one, and says so."""
    start = writer.page.regions[node.region].attrs.get("start") if node.tag == "ol" else None
    if start is None or above["kind"] != "list" or not above["ordered"] or not above["items"]:
        return False
    last = above["items"][-1]["number"]
    return last is not None and not above["reversed"] and whole_number(start, 0) == last + 1 > 1


def joined_lists(above: DraftBlock, made: list[DraftBlock]) -> bool:
    """Adds the items of a list to the list above it, if both count alike."""
    if len(made) != 1 or made[0]["kind"] != "list" or made[0]["style"] != above["style"] or made[0]["reversed"]:
        return False
    above["items"] += made[0]["items"]
    above["end"] = made[0]["end"]
    return True


def _item(
    writer: Writer, children: Sequence[Node | int], number: int | None, attrs: Mapping[str, str], gap: str
) -> dict[str, Any]:
    layout = writer.layout
    first_leaf, before = len(layout.leaves), layout.at
    writer.items += 1
    blocks = []
    for i, child in enumerate(children):
        blocks += writer.blocks([child], gap if i == 0 else "\n")
    writer.items -= 1
    layout.settle()
    start = layout.start_since(first_leaf, before, blocks)
    layout.tell_item(first_leaf, (start, layout.at))
    checked = attrs["checked"] == "true" if "checked" in attrs else None
    marker = attrs.get("marker")
    return {"number": number, "marker": marker, "checked": checked, "start": start, "end": layout.at, "blocks": blocks}


def _extend_item(writer: Writer, item: dict[str, Any], child: Node | int) -> None:
    first_leaf = len(writer.layout.leaves)
    writer.items += 1
    item["blocks"] += writer.blocks([child], "\n")
    writer.items -= 1
    writer.layout.settle()
    item["end"] = writer.layout.at
    writer.layout.tell_item(first_leaf, (item["start"], writer.layout.at))


def definitions(writer: Writer, node: Node, gap: str) -> list[DraftBlock]:
    """A list of terms and definitions; what has no terms at all is only indented, and no list."""
    if not any(isinstance(child, Node) and child.tag == "dt" and writer.has_text(child) for child in node.children):
        return writer.blocks(flattened(node, ("dd",)), gap)
    layout = writer.layout
    block_id, first_leaf, before = layout.new_id(), len(layout.leaves), layout.at
    items: list[dict[str, Any]] = []
    leaves: list[int] = []  # for each item: number of leaves before it
    for child in node.children:
        own_leaf = len(layout.leaves)
        is_term = isinstance(child, Node) and child.tag == "dt" and writer.has_text(child)
        if not items or (is_term and items[-1]["blocks"]):
            items.append({"terms": [], "blocks": []})
            leaves.append(own_leaf)
        here = gap if own_leaf == first_leaf else "\n"
        if isinstance(child, Node) and is_term:
            items[-1]["terms"].append(_term(writer, child, here))
            pictures = [i for i in child.leaves() if writer.page.blocks[i].kind == "image"]
            items[-1]["blocks"] += writer.blocks(pictures, here)
        else:
            inner = child.children if isinstance(child, Node) and child.tag in ("dt", "dd") else [child]
            items[-1]["blocks"] += writer.blocks(inner, here)
        layout.settle()
        items[-1]["end"] = layout.at
    for item, own_leaf in zip(items, leaves, strict=True):
        item["start"] = layout.start_since(own_leaf, item["end"], [*item["terms"], *item["blocks"]])
    start = items[0]["start"] if items else before
    return [{"kind": "definition_list", "id": block_id, "start": start, "end": layout.at, "items": items}]


def flattened(node: Node, tags: tuple[str, ...]) -> list[Node | int]:
    """The children of a container, those of some tags replaced by their own."""
    found: list[Node | int] = []
    for child in node.children:
        found += child.children if isinstance(child, Node) and child.tag in tags else [child]
    return found


def _term(writer: Writer, node: Node, gap: str) -> DraftBlock:
    block_id = writer.layout.new_id()
    text, start, spans = writer.joined(node.leaves(), gap, "term", block_id)
    return {"kind": "paragraph", "id": block_id, "start": start, "end": writer.layout.at, "text": text, "spans": spans}


def whole_number(text: str | None, default: int) -> int:
    """A whole number as the HTML standard reads it; `default` where there is none."""
    found = re.match(r"\s*([+-]?[0-9]{1,10})", text or "")
    return max(-_BIGGEST_NUMBER, min(int(found[1]), _BIGGEST_NUMBER)) if found else default
