"""The outline: an article's blocks as indented lines, the format in which fixtures say what they expect.

This module owns that format (`fixtures/README.md` describes it). It reads the public models; it must not know how an
article is made, and it compares nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from articlekit.models import (
    Article,
    Block,
    Cell,
    Code,
    DefinitionList,
    Embed,
    Figure,
    Footnote,
    Heading,
    List,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Table,
    walk,
)

INDENT: Final = "  "
LINE_BREAK: Final = "⏎"


def outline(article: Article) -> str:
    """The article's blocks, one line each, nested by two spaces."""
    return "\n".join(_blocks(article.blocks))


def _blocks(blocks: Iterable[Block]) -> list[str]:
    return [line for block in blocks for line in _block(block)]


def _block(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"h{block.level} {_inline(block.text)}"]
        case Paragraph():
            return [f"p {_inline(block.text)}"]
        case List():
            return _list(block)
        case Quote():
            head = f"quote | {_inline(block.attribution)}" if block.attribution else "quote"
            return [head, *_indented(_blocks(block.blocks))]
        case Code():
            return [_words("code", block.language), *_indented(_code_lines(block.text))]
        case Table():
            return [_words("table", block.caption), *_indented(_row(row.cells) for row in block.rows)]
        case Figure():
            return [_figure(block)]
        case DefinitionList():
            return _definitions(block)
        case Footnote():
            return [_words("footnote", block.label, "|", _inline(block.text)), *_indented(_blocks(block.blocks))]
        case Embed():
            return [f"embed {block.url}"]
        case Rule():
            return ["rule"]


def _list(block: List) -> list[str]:
    style = None if block.style in ("bullet", "decimal") else block.style
    head = _words("ol", str(block.first), "reversed" if block.reversed else None, style) if block.ordered else "ul"
    return [head, *_indented(line for item in block.items for line in _item(item, ordered=block.ordered))]


def _item(item: ListItem, *, ordered: bool) -> list[str]:
    """The item's first paragraph beside its mark, its further blocks below."""
    mark = f"{item.number}." if ordered else "-"
    mark += "" if item.checked is None else " [x]" if item.checked else " [ ]"
    if item.blocks and isinstance(item.blocks[0], Paragraph):
        first, rest = _inline(item.blocks[0].text), item.blocks[1:]
    else:
        first, rest = None, item.blocks
    return [_words(mark, first), *_indented(_blocks(rest))]


def _definitions(block: DefinitionList) -> list[str]:
    lines = ["dl"]
    for item in block.items:
        lines += _indented(f"dt {_inline(term.text)}" for term in item.terms)
        lines += _indented(_indented(_blocks(item.blocks)))
    return lines


def _row(cells: Iterable[Cell]) -> str:
    return "tr" + " |".join(f" {mark}" if mark else "" for mark in map(_cell, cells))


def _cell(cell: Cell) -> str:
    images = [f"![{image.url}]" for block in walk(cell.blocks) if isinstance(block, Figure) for image in block.images]
    return ("*" if cell.header else "") + " ".join([*images, _inline(cell.text)])


def _figure(block: Figure) -> str:
    head = _words("figure", *(image.url for image in block.images))
    return f"{head} | {_inline(block.caption)}" if block.caption else head


def _code_lines(text: str) -> list[str]:
    return [f"| {line}".rstrip() for line in text.strip("\n").split("\n")]


def _inline(text: str) -> str:
    return text.replace("\n", LINE_BREAK)


def _words(*words: str | None) -> str:
    return " ".join(word for word in words if word)


def _indented(lines: Iterable[str]) -> list[str]:
    return [INDENT + line for line in lines]
