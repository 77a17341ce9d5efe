"""Writes an article's blocks as CommonMark with GFM tables. Inline text is `markdown_inline`'s business.

A block becomes a list of lines; a container puts its marker or indentation before the lines of its blocks. What
CommonMark has no means for:

* a list whose numbers jump becomes several lists, kept apart by their delimiters ("2." "5)");
* letters and Roman numerals become numbers;
* a cell over several columns or rows stands in the first of them; a table without a header row gets an empty one;
* terms and definitions become a bullet list with bold terms;
* lists, quotations and code inside cells become lines, images stay.

Footnotes and the marks that refer to them are written as the common extension has them: "[^1]", "[^1]: The note."
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal

from articlekit.models import (
    Article,
    Block,
    Cell,
    Code,
    Definition,
    DefinitionList,
    Embed,
    Figure,
    Footnote,
    Heading,
    Image,
    List,
    ListItem,
    Paragraph,
    Quote,
    Span,
    SpanKind,
    Table,
    walk,
)
from articlekit.render.flow import Flow, SourceLine, extents
from articlekit.render.front import SEPARATOR, authors, by, published
from articlekit.render.grid import grid
from articlekit.render.inline import is_displayed, line_ends, tidy
from articlekit.render.lines import Lines, indented, numbers, quoted, spaced, stacked
from articlekit.render.markdown_inline import (
    HARD_BREAK,
    definition,
    destination,
    guard_lines,
    inline,
    longest_run,
    may_be_raw,
)
from articlekit.render.source_notes import SourceNotes
from articlekit.render.urls import host

_BULLETS: Final = ("-", "*")
_BEHIND_NUMBER: Final = (".", ")")
_LARGEST_NUMBER: Final = 999_999_999  # CommonMark reads at most nine digits
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9+#._-]*")
_LIST_START: Final = re.compile(r"(?:[-*]|[0-9]+[.)])(?: |\Z)")
_LABEL: Final = re.compile(r"\w{1,20}")
_NOTE_INDENT: Final = 4
_INTERRUPTS: Final = re.compile(r"(?:[-*]|1[.)]) ")  # a list that may follow a paragraph without a blank line


def to_markdown(article: Article, *, citations: Literal["inline", "footnotes"] = "inline") -> str:
    """The article as CommonMark with tables: title, subtitle, authors and date, body. It ends with a line break.

    `citations`: source tags stay as the page has them ("inline"), or become footnotes that name the source
    ("footnotes").
    """
    labels = note_labels(article)
    notes = SourceNotes(article, labels) if citations == "footnotes" else None
    body = _Body(Flow(article), labels, notes).parts(article.blocks, 0, len(article.text))
    lines = stacked([*_front(article), *body, *(notes.definitions() if notes else ())])
    return "\n".join([*lines, ""]) if lines else ""


def note_labels(article: Article) -> dict[str, str]:
    """The label of each footnote, by id: its own, or, where that comes again or cannot be one, its number."""
    labels: dict[str, str] = {}
    taken: set[str] = set()
    notes = [block for block in article.walk() if isinstance(block, Footnote)]
    for number, note in enumerate(notes, 1):
        own = note.label.casefold()
        label = note.label if _LABEL.fullmatch(note.label) and own not in taken else f"note-{number}"
        taken.add(own)
        labels[note.id] = label
    return labels


def paragraph(source: str) -> Lines:
    """The lines of a paragraph of ready inline Markdown."""
    return guard_lines(source).split("\n") if source else []


def _front(article: Article) -> list[Lines]:
    title = inline(article.title or "", line_break=" ")
    people = ", ".join(_marked(person.name, SpanKind.LINK, person.url) for person in authors(article))
    line = SEPARATOR.join(part for part in (people and by(article) + people, inline(published(article))) if part)
    return [
        [_heading_line(1, title)] if title else [],
        paragraph(_marked(article.subtitle or "", SpanKind.EMPHASIS)),
        paragraph(line),
    ]


class _Body:
    """Writes blocks; knows which source tags stand between them."""

    def __init__(self, flow: Flow, notes: Mapping[str, str], sources: SourceNotes | None = None) -> None:
        self._flow = flow
        self._sources = sources
        self._notes = {**notes, **sources.labels} if sources else notes
        self._writers: dict[str, Callable[[Any], Lines]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "code": _code,
            "table": self._table,
            "figure": self._figure,
            "embed": _embed,
            "rule": lambda _: ["___"],  # no bullet is an underscore: "- ---" would be a rule, not a list
            "source-line": self._source_line,
            "quote": self._quote,
            "footnote": self._footnote,
        }

    def parts(self, blocks: Sequence[Block], start: int, end: int) -> list[Lines]:
        """The lines of each block and source tag that stands in `start` to `end` of the text; none is empty."""
        parts: list[Lines] = []
        mark = ""
        for block in self._flow.between(blocks, start, end):
            if isinstance(block, List | DefinitionList):
                lines, mark = self._list(block, mark)
            else:
                lines = self._writers[block.kind](block)
                mark = "" if lines else mark
            if lines:
                parts.append(lines)
        return parts

    def _quote(self, quote: Quote) -> Lines:
        return quoted(stacked(self.parts(quote.blocks, quote.start, quote.end)))

    def _footnote(self, note: Footnote) -> Lines:
        lines = paragraph(self._inline(note.text, note.spans, note.start))
        below = self.parts(note.blocks, note.start + len(note.text), note.end)
        first, *rest = stacked([lines, *below]) or [""]
        return [definition(self._notes[note.id], first), *indented(rest, _NOTE_INDENT)]

    def _inline(self, text: str, spans: Sequence[Span], offset: int = 0, line_break: str = HARD_BREAK) -> str:
        if self._sources is None:
            return inline(text, spans, offset, line_break=line_break, notes=self._notes)
        text, spans = self._sources.placed(text, spans, offset)
        return inline(text, spans, offset, line_break=line_break, notes=self._notes)

    def _source_line(self, tag: SourceLine) -> Lines:
        if self._sources is None or not self._sources.stands_for(tag.start):
            return _source_line(tag)
        return [self._inline(tag.text, (), tag.start)]

    def _list(self, block: List | DefinitionList, mark: str) -> tuple[Lines, str]:
        """The lines of a list, and the delimiter that it ends with; `mark` is that of a list right before it."""
        runs: list[list[Lines]] = []
        last: int | None = None
        items: Sequence[ListItem | Definition] = block.items
        for item, number, extent in zip(items, numbers(block), extents(items, block.end), strict=True):
            lines = self._item(item, *extent)
            if number is not None and not 0 <= number <= _LARGEST_NUMBER:
                lines, number = stacked([[f"{number}\\."], lines]), None
            if not runs or number != (None if last is None else last + 1):
                mark = _other(mark, _BULLETS if number is None else _BEHIND_NUMBER)
                runs.append([])
            runs[-1].append(_hung(mark if number is None else f"{number}{mark}", lines))
            last = number
        return stacked([spaced(run) for run in runs]), mark

    def _item(self, item: ListItem | Definition, start: int, end: int) -> Lines:
        parts = self.parts(item.blocks, start, end)
        if isinstance(item, Definition):
            terms = (self._term(term) for term in item.terms)
            return stacked([paragraph(HARD_BREAK.join(term for term in terms if term)), *parts])
        lines = parts[0] + parts[1] if _may_stand_close(item, parts) else stacked(parts)
        return lines if item.checked is None else _ticked(item.checked, lines)

    def _term(self, term: Paragraph) -> str:
        bold = Span(start=term.start, end=term.start + len(term.text), kind=SpanKind.STRONG)
        return self._inline(term.text, [*term.spans, bold], term.start, " ")

    # -- blocks with inline text

    def _heading(self, heading: Heading) -> Lines:
        return [_heading_line(heading.level, self._inline(heading.text, heading.spans, heading.start, " "))]

    def _paragraph(self, block: Paragraph) -> Lines:
        if is_displayed(block):
            return _displayed(tidy(block.text.strip()))
        return paragraph(self._inline(block.text, block.spans, block.start))

    def _table(self, table: Table) -> Lines:
        rows = [[self._cell(cell) for cell in row] for row in grid(table.rows) if row]
        width = max((len(row) for row in rows), default=0)
        has_header = bool(rows) and all(cell.header for cell in next(row.cells for row in table.rows if row.cells))
        header, body = (rows[0], rows[1:]) if has_header else ([], rows)
        header = header + [""] * (width - len(header))
        lines = [_table_row(row) for row in (header, ["---"] * width, *body)]
        return stacked([paragraph(inline(table.caption or "")), lines if rows else []])

    def _cell(self, cell: Cell | None) -> str:
        if cell is None:
            return ""
        figures = [block for block in walk(cell.blocks) if isinstance(block, Figure)]
        pictures = [part for figure in figures for part in self._figure_line(figure)]
        text = self._inline(cell.text, cell.spans, cell.start, "<br>")
        return " ".join(part for part in (*pictures, text) if part).replace("|", "\\|")

    def _figure_line(self, figure: Figure) -> Lines:
        """The images and the caption of a figure inside a line."""
        caption = self._caption(figure, "<br>")
        return [*map(_image, figure.images), caption]

    def _figure(self, figure: Figure) -> Lines:
        images = [line for image in figure.images if (line := _image(image))]
        return stacked([images, paragraph(self._caption(figure))])

    def _caption(self, figure: Figure, line_break: str = HARD_BREAK) -> str:
        """A figure's caption; its spans count in it, not in the article's text."""
        return inline(figure.caption or "", figure.spans, line_break=line_break, notes=self._notes)


# ---------------------------------------------------------------- lists


def _other(mark: str, marks: tuple[str, str]) -> str:
    """One of the two marks, not `mark`."""
    return marks[1] if mark == marks[0] else marks[0]


def _may_stand_close(item: ListItem, parts: list[Lines]) -> bool:
    """Whether the item is a paragraph and a compact list, which need no blank line between them."""
    kinds = [type(block) for block in item.blocks]
    return (
        kinds == [Paragraph, List] and len(parts) == 2 and "" not in parts[1] and bool(_INTERRUPTS.match(parts[1][0]))
    )


def _ticked(checked: bool, lines: Lines) -> Lines:
    """An item of a task list."""
    box = "[x]" if checked else "[ ]"
    if not lines or _LIST_START.match(lines[0]):
        return [box, *lines]
    return [f"{box} {lines[0]}", *lines[1:]]


def _hung(marker: str, lines: Lines) -> Lines:
    """An item's lines behind its marker; a list right behind a marker goes to the next line ("- - -" is a rule)."""
    padded = indented(lines, len(marker) + 1)
    if not lines or _LIST_START.match(lines[0]):
        return [marker, *padded]
    return [f"{marker} {lines[0]}", *padded[1:]]


# ---------------------------------------------------------------- blocks without blocks


def _marked(text: str, kind: SpanKind, href: str | None = None) -> str:
    """`text` on one line, all of it in a span of a kind."""
    return inline(text, [Span(start=0, end=len(text), kind=kind, href=href)], line_break=" ")


def _heading_line(level: int, source: str) -> str:
    words = source.rstrip("#")
    hashes = source[len(words) :]
    if hashes and (not words or words.endswith(" ")):  # a reader would take them for the heading's closing
        source = f"{words}\\{hashes}"
    return f"{'#' * level} {source}".rstrip(" ")


def _displayed(tex: str) -> Lines:
    """A formula between lines of `$$`; as a fence where it could become other markup, or end before its end."""
    if may_be_raw(tex) and guard_lines(tex) == tex:
        return ["$$", tex, "$$"]
    fence = "`" * max(3, longest_run(tex, "`") + 1)
    return [f"{fence}math", *tex.split("\n"), fence]


def _source_line(tag: SourceLine) -> Lines:
    return paragraph(_marked(tag.text, SpanKind.LINK, tag.url))


def _code(code: Code) -> Lines:
    text = line_ends(code.text)
    fence = "`" * max(3, longest_run(text, "`") + 1)
    language = code.language if code.language and _LANGUAGE.fullmatch(code.language) else ""
    return [f"{fence}{language}", *text.split("\n"), fence]


def _table_row(cells: Lines) -> str:
    return f"| {' | '.join(cells)} |"


def _image(image: Image) -> str:
    url = destination(image.url)
    return f"![{inline(image.alt or '', line_break=' ')}]({url})" if url else ""


def _embed(embed: Embed) -> Lines:
    return paragraph(_marked(embed.title or host(embed.url), SpanKind.LINK, embed.url))
