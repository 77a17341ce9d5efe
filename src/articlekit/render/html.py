"""Writes an article as semantic HTML5: no scripts, handlers or styles, every text escaped, only safe addresses.

The result is one `article` element, to be put into a page. Formulas are code of the language "math", as the scripts
that typeset them find it; their text stays the TeX that it is. Images, links and embeds whose address has no safe
scheme lose the address; an image then goes, a link leaves its text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from html import escape
from itertools import accumulate
from typing import Any, Final

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
    Image,
    List,
    ListItem,
    Paragraph,
    Quote,
    Row,
    Span,
    SpanKind,
    Table,
)
from articlekit.render.flow import Flow, InlineTag, SourceLine, extents
from articlekit.render.front import SEPARATOR, authors, by, published
from articlekit.render.inline import SOURCE_TAG, Event, Mark, events, is_displayed, line_ends, marks_of, tidy
from articlekit.render.lines import numbers
from articlekit.render.urls import host, safe_url

_TAGS: Final[dict[str, tuple[str, str]]] = {
    SOURCE_TAG: ('<cite class="source-tag">', "</cite>"),
    SpanKind.LABEL: ('<span class="label">', "</span>"),
    SpanKind.STRONG: ("<strong>", "</strong>"),
    SpanKind.EMPHASIS: ("<em>", "</em>"),
    SpanKind.STRIKE: ("<s>", "</s>"),
    SpanKind.SUPERSCRIPT: ("<sup>", "</sup>"),
    SpanKind.SUBSCRIPT: ("<sub>", "</sub>"),
    SpanKind.CODE: ("<code>", "</code>"),
    SpanKind.FOOTNOTE_REFERENCE: ('<sup class="footnote-ref">', "</sup>"),  # inside a link, or of no note
    SpanKind.MATH: ('<code class="language-math math-inline">', "</code>"),
}
_LIST_TYPES: Final = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
_MAX_COLSPAN: Final = 1000  # the limits of the HTML standard
_MAX_ROWSPAN: Final = 65534


def to_html(article: Article) -> str:
    """The article as an `article` element. It ends with a line break."""
    body = _Body(Flow(article)).blocks(article.blocks, 0, len(article.text))
    lines = [
        f"<article{attributes(lang=article.language, dir=article.direction)}>",
        *_front(article),
        body,
        "</article>",
    ]
    return "".join(f"{line}\n" for line in lines if line)


def attributes(**values: str | int | None) -> str:
    """The values as HTML attributes, those that are None left out; ` class="x"` with its leading space."""
    return "".join(
        f' {name.rstrip("_")}="{escape(tidy(str(value)))}"' for name, value in values.items() if value is not None
    )


def plain(text: str | None) -> str:
    """`text` as HTML, line breaks kept."""
    return escape(tidy((text or "").strip()), quote=False).replace("\n", "<br>")


def _front(article: Article) -> list[str]:
    lines = [
        f"<h1>{plain(article.title)}</h1>" if article.title else "",
        f'<p class="subtitle">{plain(article.subtitle)}</p>' if article.subtitle else "",
        _byline(article),
    ]
    return ["<header>", *filter(None, lines), "</header>"] if any(lines) else []


def _byline(article: Article) -> str:
    people = ", ".join(_linked(person.name, person.url, rel="author") for person in authors(article))
    day = article.published.isoformat() if article.published else None
    time = f"<time{attributes(datetime=day)}>{plain(published(article))}</time>" if day else ""
    parts = [part for part in (people and by(article) + people, time) if part]
    return f'<p class="byline">{SEPARATOR.join(parts)}</p>' if parts else ""


def _linked(text: str, url: str | None, **more: str) -> str:
    address = safe_url(url)
    return f"<a{attributes(href=address, **more)}>{plain(text)}</a>" if address else plain(text)


class _Body:
    """Writes blocks; knows the article's source tags."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._writers: dict[str, Callable[[Any], str]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "list": self._list,
            "quote": self._quote,
            "table": self._table,
            "figure": self._figure,
            "definition_list": self._definitions,
            "footnote": self._footnote,
            "code": _code,
            "embed": _embed,
            "rule": lambda _: "<hr>",
            "source-line": _source_line,
        }

    def blocks(self, blocks: Sequence[Block], start: int, end: int) -> str:
        """The blocks and source tags that stand in `start` to `end` of the text, one a line."""
        return "\n".join(self._writers[block.kind](block) for block in self._flow.between(blocks, start, end))

    # -- inline

    def _inline(self, text: str, spans: Sequence[Span], offset: int) -> str:
        return _formatted(text, spans, offset, self._flow)

    def _heading(self, heading: Heading) -> str:
        return f"<h{heading.level}>{self._inline(heading.text, heading.spans, heading.start)}</h{heading.level}>"

    def _paragraph(self, block: Paragraph) -> str:
        if is_displayed(block):
            tex = escape(tidy(block.text.strip()), quote=False)
            return f'<pre>\n<code class="language-math math-display">{tex}</code></pre>'
        return f"<p>{self._inline(block.text, block.spans, block.start)}</p>"

    # -- containers

    def _quote(self, quote: Quote) -> str:
        return f"<blockquote>\n{self.blocks(quote.blocks, quote.start, quote.end)}\n</blockquote>"

    def _footnote(self, note: Footnote) -> str:
        label = f'<span class="footnote-label">{plain(note.label)}</span>'
        text = f"<p>{label} {self._inline(note.text, note.spans, note.start)}</p>"
        below = self.blocks(note.blocks, note.start + len(note.text), note.end)
        lines = [f'<aside class="footnote" id="note-{escape(note.id)}" role="doc-footnote">', text, below, "</aside>"]
        return "\n".join(line for line in lines if line)

    def _list(self, block: List) -> str:
        entries = zip(block.items, numbers(block), extents(block.items, block.end), strict=True)
        following = 1 if block.first is None else block.first
        lines = []
        for item, number, extent in entries:
            value = number if number != following else None
            lines.append(f"<li{attributes(value=value)}>{_box(item)}{self._item(item, *extent)}</li>")
            following = (number or 0) + (-1 if block.reversed else 1)
        return "\n".join([_list_start(block), *lines, "</ol>" if block.ordered else "</ul>"])

    def _item(self, item: ListItem, start: int, end: int) -> str:
        flow = self._flow.between(item.blocks, start, end)
        lists = [self._list(block) for block in flow[1:] if isinstance(block, List)]
        plain_item = flow and isinstance(flow[0], Paragraph) and not is_displayed(flow[0])
        if plain_item and isinstance(flow[0], Paragraph) and len(lists) == len(flow) - 1:  # a plain item needs no <p>
            return "\n".join([self._inline(flow[0].text, flow[0].spans, flow[0].start), *lists])
        return self.blocks(item.blocks, start, end)

    def _definitions(self, block: DefinitionList) -> str:
        lines: list[str] = []
        for item, (start, end) in zip(block.items, extents(block.items, block.end), strict=True):
            lines += [f"<dt>{self._inline(term.text, term.spans, term.start)}</dt>" for term in item.terms]
            lines.append(f"<dd>{self.blocks(item.blocks, start, end)}</dd>")
        return "\n".join(["<dl>", *lines, "</dl>"])

    # -- tables and figures

    def _table(self, table: Table) -> str:
        caption = [f"<caption>{plain(table.caption)}</caption>"] if table.caption else []
        head = _header_rows(table.rows)
        groups = [("thead", table.rows[:head]), ("tbody", table.rows[head:])]
        lines = [f"<{tag}>\n{self._rows(rows)}\n</{tag}>" for tag, rows in groups if rows]
        return "\n".join(["<table>", *caption, *lines, "</table>"])

    def _rows(self, rows: Sequence[Row]) -> str:
        return "\n".join(f"<tr>{''.join(self._cell(cell) for cell in row.cells)}</tr>" for row in rows)

    def _cell(self, cell: Cell) -> str:
        tag = "th" if cell.header else "td"
        colspan = min(cell.colspan, _MAX_COLSPAN) if cell.colspan > 1 else None
        rowspan = min(cell.rowspan, _MAX_ROWSPAN) if cell.rowspan > 1 else None
        covers = attributes(colspan=colspan, rowspan=rowspan)
        if cell.blocks:
            return f"<{tag}{covers}>\n{self.blocks(cell.blocks, cell.start, cell.end)}\n</{tag}>"
        return f"<{tag}{covers}>{self._inline(cell.text, cell.spans, cell.start)}</{tag}>"

    def _figure(self, figure: Figure) -> str:
        caption = _formatted(figure.caption or "", figure.spans)
        images = [line for image in figure.images if (line := _image(image))]
        lines = images + ([f"<figcaption>{caption}</figcaption>"] if caption else [])
        return "\n".join(["<figure>", *lines, "</figure>"])


# ---------------------------------------------------------------- inline


def _formatted(text: str, spans: Sequence[Span], offset: int = 0, flow: Flow | None = None) -> str:
    """`text`, which begins at `offset` of what the spans count in; `flow` brings the source tags inside it."""
    offset += len(text) - len(text.lstrip())
    text = tidy(text.strip())
    marks = [
        mark if mark.kind == SpanKind.FOOTNOTE_REFERENCE else mark._replace(href=safe_url(mark.href))
        for mark in marks_of(spans, offset)
    ]
    marks = [mark for mark in marks if mark.kind != SpanKind.LINK or mark.href]
    marks = _without_links_in_links(marks)
    if flow:
        marks += _tag_marks(flow.inside(offset, offset + len(text)), marks, offset)
    return "".join(_markup(event) for event in events(text, marks))


def _without_links_in_links(marks: list[Mark]) -> list[Mark]:
    """The marks; a footnote reference that meets a link leads nowhere."""
    links = sorted((mark.start, mark.end) for mark in marks if mark.kind == SpanKind.LINK)
    if not links:
        return marks
    farthest = list(accumulate((end for _, end in links), max))
    starts = [start for start, _ in links]
    result = []
    for mark in marks:
        before = bisect_left(starts, mark.end)
        meets = mark.kind == SpanKind.FOOTNOTE_REFERENCE and before and farthest[before - 1] > mark.start
        result.append(mark._replace(href=None) if meets else mark)
    return result


def _markup(event: Event) -> str:
    if event.mark is None:
        return escape(event.text, quote=False).replace("\n", "<br>")
    opening = event.kind == "open"
    if event.mark.kind == SpanKind.FOOTNOTE_REFERENCE and event.mark.href:
        link = attributes(href=f"#note-{event.mark.href}", role="doc-noteref")
        return f'<sup class="footnote-ref"><a{link}>' if opening else "</a></sup>"
    if event.mark.kind == SpanKind.LINK:
        return f"<a{attributes(href=event.mark.href)}>" if opening else "</a>"
    return _TAGS[event.mark.kind][0 if opening else 1]


def _tag_marks(tags: Sequence[InlineTag], marks: Sequence[Mark], offset: int) -> list[Mark]:
    """Marks for the source tags of a text, and links for those that the page did not link there."""
    linked = (SpanKind.LINK, SpanKind.FOOTNOTE_REFERENCE)
    links = sorted((mark.start, mark.end) for mark in marks if mark.kind in linked)
    result = []
    for tag in tags:
        start, end, url = tag.start - offset, tag.end - offset, safe_url(tag.url)
        result.append(Mark(start, end, SOURCE_TAG, url))
        before = bisect_left(links, (end, 0))
        if url and not (before and links[before - 1][1] > start):
            result.append(Mark(start, end, SpanKind.LINK, url))
    return result


# ---------------------------------------------------------------- blocks without blocks


def _source_line(tag: SourceLine) -> str:
    return f'<p class="source"><cite class="source-tag">{_linked(tag.text, tag.url)}</cite></p>'


def _list_start(block: List) -> str:
    if not block.ordered:
        return "<ul>"
    first = block.first if block.first not in {None, len(block.items) if block.reversed else 1} else None
    backwards = "" if block.reversed else None
    return f"<ol{attributes(start=first, type=_LIST_TYPES.get(block.style), reversed=backwards)}>"


def _box(item: ListItem) -> str:
    """The box of an item of a task list."""
    if item.checked is None:
        return ""
    return f'<input type="checkbox" disabled{" checked" if item.checked else ""}> '


def _header_rows(rows: Sequence[Row]) -> int:
    """How many rows at the top are all header cells; 0 where one of their cells reaches below them."""
    count = 0
    while count < len(rows) and rows[count].cells and all(cell.header for cell in rows[count].cells):
        count += 1
    reach = max((n + cell.rowspan for n, row in enumerate(rows[:count]) for cell in row.cells), default=0)
    return count if reach <= count else 0


def _code(code: Code) -> str:
    language = f"language-{code.language}" if code.language else None
    # A line break right behind <pre> is not part of its text, so it costs nothing and keeps one that is.
    return f"<pre>\n<code{attributes(class_=language)}>{escape(line_ends(code.text), quote=False)}</code></pre>"


def _image(image: Image) -> str:
    url = safe_url(image.url)
    return f"<img{attributes(src=url, alt=image.alt or '')}>" if url else ""


def _embed(embed: Embed) -> str:
    return f'<p class="embed">{_linked(embed.title or host(embed.url), embed.url)}</p>'
