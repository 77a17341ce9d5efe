"""The blocks of an article's body, and how to walk them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from articlekit.models.vocabulary import Model, SpanKind


class Span(Model):
    """A marked stretch of text inside a block. Spans are standoff: the text itself holds no markup."""

    start: int
    """Offset of the first character in `Article.text`; of a figure's span, in its caption."""
    end: int
    """Offset behind the last character, likewise."""
    kind: SpanKind
    """What the span marks."""
    href: str | None = None
    """The link's address: absolute if the page's address is known, else as written. None for other kinds."""
    target: str | None = None
    """Of a footnote reference: id of the footnote among the blocks. None for other kinds."""


class _Block(Model):
    id: str
    """Name of the block within the article: "b1", "b2", … in reading order."""
    start: int
    """Offset of the block's first character in `Article.text`."""
    end: int
    """Offset behind the block's last character in `Article.text`; equal to `start` for a block without text."""


class Heading(_Block):
    """A heading of a section. The article's title is not among the blocks."""

    kind: Literal["heading"] = "heading"
    text: str
    """The heading's text, without a closing colon."""
    level: int = Field(ge=1, le=6)
    """Depth in the article, 1 to 6, corrected by evidence; the title stands at 1, first-level sections at 2."""
    source_level: int | None = None
    """Level that the markup gave (`h3` is 3); None where the page marked no heading."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the text."""


class Paragraph(_Block):
    """A paragraph. Single line breaks of the page stand as "\\n" in the text."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    """The paragraph's text."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the text."""


class Code(_Block):
    """Preformatted text; white space as in the page."""

    kind: Literal["code"] = "code"
    text: str
    """The code, line breaks kept."""
    language: str | None = None
    """Programming language as the page names it, lower case; None when unknown."""


class ListItem(Model):
    """One item of a list. Its text excludes nested lists, which are among its blocks."""

    number: int | None = None
    """The item's number in an ordered list; None in a bullet list."""
    marker: str | None = None
    """The mark as the page shows it ("1.", "(a)", "•"); None where the page leaves it to the browser."""
    checked: bool | None = None
    """Of an item of a task list: whether its box is ticked. None where there is no box."""
    start: int
    """Offset of the item's first character in `Article.text`."""
    end: int
    """Offset behind the item's last character, nested blocks included."""
    blocks: tuple[Block, ...]
    """The item's content; a plain item holds one paragraph."""

    @property
    def text(self) -> str:
        """The item's own text: its headings and paragraphs, without nested lists."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Heading | Paragraph))


class List(_Block):
    """An ordered or a bullet list."""

    kind: Literal["list"] = "list"
    ordered: bool
    """True for a numbered list."""
    first: int | None = None
    """Number of the first item of an ordered list; None for a bullet list. (The standard's `start`.)"""
    reversed: bool = False
    """True for an ordered list that counts down."""
    style: Literal["decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman", "bullet"] = "bullet"
    """How the items are numbered."""
    items: tuple[ListItem, ...]
    """The items, in page order."""


class Quote(_Block):
    """A block quotation."""

    kind: Literal["quote"] = "quote"
    blocks: tuple[Block, ...]
    """What is quoted."""
    attribution: str | None = None
    """Who is quoted, where the page says so: in a footer, a caption, behind a dash, in a last line set in italics. It
    stands in the text, too."""


class Cell(Model):
    """A table cell."""

    text: str
    """The cell's text, "" for an empty cell; paragraphs, items and lines of code are joined by line breaks."""
    start: int
    """Offset of the cell's first character in `Article.text`."""
    end: int
    """Offset behind the cell's last character."""
    header: bool = False
    """True for a header cell (`th`)."""
    colspan: int = 1
    """Number of columns that the cell covers, at least 1."""
    rowspan: int = 1
    """Number of rows that the cell covers, at least 1."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the text."""
    blocks: tuple[Block, ...] = ()
    """The same text with its structure, images included, where the cell holds more than plain lines; else empty."""


class Row(Model):
    """A table row."""

    cells: tuple[Cell, ...]
    """The row's cells, in page order."""


class Table(_Block):
    """A data table. Tables that only lay out the page dissolve into the blocks they hold."""

    kind: Literal["table"] = "table"
    rows: tuple[Row, ...]
    """The rows, header rows first if the page has them first."""
    caption: str | None = None
    """The table's caption; None when it has none."""


class Image(Model):
    """An image of a figure. The library fetches nothing."""

    url: str
    """Address: absolute if the page's address is known, else as written."""
    alt: str | None = None
    """Alternative text; None when the page gives none."""


class Figure(_Block):
    """Images with their caption. A figure has no text in `Article.text`: its caption stands here alone."""

    kind: Literal["figure"] = "figure"
    images: tuple[Image, ...] = ()
    """The images; empty for a figure whose content is not an image."""
    caption: str | None = None
    """The caption, credit included as the page has it; None when there is none."""
    credit: str | None = None
    """Who made or owns the image, where the markup says so; None when unknown."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the caption; their offsets count in it."""


class Definition(Model):
    """Terms and what they mean."""

    terms: tuple[Paragraph, ...]
    """The terms (`dt`)."""
    start: int
    """Offset of the first character in `Article.text`."""
    end: int
    """Offset behind the last character."""
    blocks: tuple[Block, ...]
    """The definitions (`dd`)."""


class DefinitionList(_Block):
    """A list of terms with their definitions."""

    kind: Literal["definition_list"] = "definition_list"
    items: tuple[Definition, ...]
    """The entries, in page order."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All that it holds, in page order: the terms of an entry, then their definitions."""
        return tuple(block for item in self.items for block in (*item.terms, *item.blocks))


class Footnote(_Block):
    """A note, where the page has it: at the end, below its paragraph, or beside it.

    Its own mark and the links back to the text are not part of its text.
    """

    kind: Literal["footnote"] = "footnote"
    label: str
    """The note's mark, without brackets: "1", "a", "*"."""
    text: str
    """The note's text; several paragraphs are joined by line breaks."""
    spans: tuple[Span, ...] = ()
    """Inline spans of the text."""
    blocks: tuple[Block, ...] = ()
    """What the note holds below its text: lists, code, quotations, images."""


class Embed(_Block):
    """Embedded foreign content: a video, a post, a map. Only its address is known."""

    kind: Literal["embed"] = "embed"
    type: Literal["video", "audio", "map", "post", "document", "other"] = "other"
    """What is embedded, as far as its address, its title and its element tell."""
    url: str
    """Address of the embedded content."""
    title: str | None = None
    """Title that the page gives it; None when it gives none."""


class Rule(_Block):
    """A thematic break (`hr`)."""

    kind: Literal["rule"] = "rule"


Block = Annotated[
    Heading | Paragraph | List | Quote | Code | Table | Figure | DefinitionList | Footnote | Embed | Rule,
    Field(discriminator="kind"),
]


class Section(Model):
    """A heading with what stands under it: a view, built by `Article.sections`."""

    heading: Heading | None
    """The section's heading; None for what stands before the first one."""
    blocks: tuple[Block, ...]
    """The blocks under the heading, without those of subsections."""
    subsections: tuple[Section, ...] = ()
    """Sections of a deeper level."""


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of `blocks` and below, depth first, in reading order."""
    for block in blocks:
        yield block
        for inner in children(block):
            yield from walk(inner)


def children(block: Block) -> tuple[tuple[Block, ...], ...]:
    """The sequences of blocks right under `block`: one per list item, definition, cell, quotation or note."""
    if isinstance(block, List):
        return tuple(item.blocks for item in block.items)
    if isinstance(block, DefinitionList):
        return tuple((*item.terms, *item.blocks) for item in block.items)
    if isinstance(block, Table):
        return tuple(cell.blocks for row in block.rows for cell in row.cells if cell.blocks)
    if isinstance(block, Quote | Footnote):
        return (block.blocks,)
    return ()


def sections(blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    """`blocks` as a tree of sections."""
    # One frame per open section: [heading, blocks, finished subsections]; the root has no heading.
    root: list[Any] = [None, [], []]
    stack = [root]

    def close() -> None:
        heading, own, below = stack.pop()
        stack[-1][2].append(Section(heading=heading, blocks=tuple(own), subsections=tuple(below)))

    for block in blocks:
        if isinstance(block, Heading):
            while stack[-1][0] is not None and stack[-1][0].level >= block.level:
                close()
            stack.append([block, [], []])
        else:
            stack[-1][1].append(block)
    while len(stack) > 1:
        close()
    lead = (Section(heading=None, blocks=tuple(root[1])),) if root[1] else ()
    return lead + tuple(root[2])
