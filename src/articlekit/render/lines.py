"""What the line-based formats, Markdown and plain text, share: lists of lines, and the numbers of list items."""

from __future__ import annotations

from collections.abc import Sequence

from articlekit.models import DefinitionList, List

Lines = list[str]


def stacked(parts: Sequence[Lines]) -> Lines:
    """The parts that have lines, with a blank line between them."""
    lines: Lines = []
    for part in parts:
        lines += ["", *part] if lines and part else part
    return lines


def spaced(items: Sequence[Lines]) -> Lines:
    """The items of a list; with blank lines between them if one of them has a blank line inside."""
    return stacked(items) if any("" in lines for lines in items) else [line for lines in items for line in lines]


def indented(lines: Lines, width: int) -> Lines:
    """The lines behind `width` spaces; blank lines stay blank."""
    return [f"{' ' * width}{line}" if line else "" for line in lines]


def quoted(lines: Lines) -> Lines:
    """The lines as a quotation."""
    return [f"> {line}" if line else ">" for line in lines]


def numbers(block: List | DefinitionList) -> list[int | None]:
    """The number of each item, counted on where the item has none of its own; None for all items of a bullet list."""
    if not isinstance(block, List) or not block.ordered:
        return [None] * len(block.items)
    result: list[int | None] = []
    following = 1 if block.first is None else block.first
    for item in block.items:
        number = following if item.number is None else item.number
        result.append(number)
        following = number + (-1 if block.reversed else 1)
    return result
