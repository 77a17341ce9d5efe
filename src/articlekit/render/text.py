"""Writes an article as plain text that a reader, human or `articlekit` itself, takes for the same structure.

Title            first-level headings are underlined with "="
=====

Section          second-level ones with "-"
-------

### Deeper one   deeper ones have as many "#" before them as their level

• item           lists have their numbers or bullets, and are indented below items
  1. inner item

> quoted         tables are lines of cells with tabs between them; code is indented by four spaces

What is no text (images, embeds) is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from articlekit.models import (
    Article,
    Block,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Figure,
    Footnote,
    Heading,
    List,
    ListItem,
    Paragraph,
    Quote,
    Table,
    walk,
)
from articlekit.render.flow import Flow, SourceLine, extents
from articlekit.render.front import SEPARATOR, authors, by, published
from articlekit.render.grid import grid
from articlekit.render.inline import line_ends, tidy
from articlekit.render.lines import Lines, indented, numbers, quoted, spaced, stacked

_UNDERLINES: Final = {1: "=", 2: "-"}
_SHORTEST_UNDERLINE: Final = 3
_LONGEST_UNDERLINE: Final = 100  # a longer line above an underline looks like a paragraph above a rule
_BULLETS: Final = ("•", "-")


def to_text(article: Article) -> str:
    """The article as readable plain text: title, subtitle, authors and date, body. It ends with a line break."""
    body = _Body(Flow(article)).parts(article.blocks, 0, len(article.text))
    lines = stacked([*_front(article), *body])
    return "\n".join([*lines, ""]) if lines else ""


def paragraph(text: str | None) -> Lines:
    """The lines of a text, without blank ones."""
    return [line.strip() for line in tidy(text or "").split("\n") if line.strip()]


def _front(article: Article) -> list[Lines]:
    people = ", ".join(" ".join(paragraph(person.name)) for person in authors(article))
    line = SEPARATOR.join(part for part in (people and by(article) + people, published(article)) if part)
    return [_titled(1, article.title), paragraph(article.subtitle), paragraph(line)]


class _Body:
    """Writes blocks; knows which source tags stand between them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._writers: dict[str, Callable[[Any], Lines]] = {
            "heading": _heading,
            "paragraph": _paragraph,
            "code": _code,
            "table": _table,
            "figure": _figure,
            "embed": lambda _: [],
            "rule": lambda _: ["* * *"],
            "source-line": _source_line,
            "quote": self._quote,
            "footnote": self._footnote,
            "definition_list": self._definitions,
        }

    def parts(self, blocks: Sequence[Block], start: int, end: int, *, in_item: bool = False) -> list[Lines]:
        """The lines of each block and source tag that stands in `start` to `end` of the text; none is empty."""
        parts: list[Lines] = []
        bullet = ""
        for block in self._flow.between(blocks, start, end):
            if isinstance(block, List):
                bullet = _BULLETS[1] if bullet == _BULLETS[0] else _BULLETS[0]
                lines = self._list(block, bullet)
            elif in_item and isinstance(block, Heading):  # an underline or "#" would end the list
                lines = paragraph(block.text)
            else:
                lines = self._writers[block.kind](block)
            bullet = bullet if isinstance(block, List) else ""
            if lines:
                parts.append(lines)
        return parts

    def _quote(self, quote: Quote) -> Lines:
        return quoted(stacked(self.parts(quote.blocks, quote.start, quote.end)))

    def _footnote(self, note: Footnote) -> Lines:
        below = self.parts(note.blocks, note.start + len(note.text), note.end)
        lines = stacked([paragraph(note.text), *below])
        return _hung(f"[{note.label}]", lines) if lines else []

    def _list(self, block: List, bullet: str) -> Lines:
        items: list[Lines] = []
        for item, number, extent in zip(block.items, numbers(block), extents(block.items, block.end), strict=True):
            if lines := self._item(item, *extent):
                items.append(_hung(bullet if number is None else f"{number}.", lines))
        return spaced(items)

    def _item(self, item: ListItem, start: int, end: int) -> Lines:
        parts = self.parts(item.blocks, start, end, in_item=True)
        is_close = [type(block) for block in item.blocks] == [Paragraph, List] and not any("" in part for part in parts)
        lines = [line for part in parts for line in part] if is_close else stacked(parts)
        return lines if item.checked is None or not lines else _hung("[x]" if item.checked else "[ ]", lines)

    def _definitions(self, block: DefinitionList) -> Lines:
        entries = zip(block.items, extents(block.items, block.end), strict=True)
        return stacked([self._definition(item, *extent) for item, extent in entries])

    def _definition(self, item: Definition, start: int, end: int) -> Lines:
        terms = [line for term in item.terms for line in paragraph(term.text)]
        return terms + indented(stacked(self.parts(item.blocks, start, end)), 4)


def _hung(marker: str, lines: Lines) -> Lines:
    """The lines behind a marker, the following ones as far in as the first."""
    padded = indented(lines, len(marker) + 1)
    return [f"{marker} {lines[0]}", *padded[1:]]


# ---------------------------------------------------------------- blocks without blocks


def _titled(level: int, text: str | None) -> Lines:
    line = " ".join(paragraph(text))
    if not line:
        return []
    if level not in _UNDERLINES or len(line) > _LONGEST_UNDERLINE:
        return [f"{'#' * level} {line}"]
    return [line, _UNDERLINES[level] * max(len(line), _SHORTEST_UNDERLINE)]


def _heading(heading: Heading) -> Lines:
    return _titled(heading.level, heading.text)


def _paragraph(block: Paragraph) -> Lines:
    return paragraph(block.text)


def _source_line(tag: SourceLine) -> Lines:
    return paragraph(tag.text)


def _code(code: Code) -> Lines:
    return indented(line_ends(code.text).split("\n"), 4) if code.text else []


def _table(table: Table) -> Lines:
    rows = ["\t".join(_cell(cell) for cell in row).rstrip("\t") for row in grid(table.rows)]
    return paragraph(table.caption) + [row for row in rows if row]


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    captions = [block.caption for block in walk(cell.blocks) if isinstance(block, Figure)]
    return " ".join(line for text in (*captions, cell.text) for line in paragraph(text))


def _figure(figure: Figure) -> Lines:
    return paragraph(figure.caption)
