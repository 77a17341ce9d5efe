"""Source tags as Markdown footnotes: "[^s1]" in the text, and a definition for each source at the end.

Tags whose words say more than where a source stands keep them: links inside a sentence, lines that name sources,
entries of a list. Explanatory notes are footnotes already.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Final

from articlekit.models import Article, CitationForm, Figure, Source, Span, SpanKind, Table
from articlekit.render.claims import address
from articlekit.render.lines import Lines
from articlekit.render.markdown_inline import destination, inline

_REPLACED: Final = frozenset(
    {
        CitationForm.PILL,
        CitationForm.PILL_LINE,
        CitationForm.NUMERIC,
        CitationForm.NUMERIC_LINK,
        CitationForm.SUPERSCRIPT,
        CitationForm.PARENTHESIS,
        CitationForm.VIA,
        CitationForm.AUTHOR_YEAR,
        CitationForm.RESIDUE,
        CitationForm.DELIMITED_RESIDUE,
    }
)


class SourceNotes:
    """The source tags of an article that become footnotes."""

    def __init__(self, article: Article, taken: Mapping[str, str]) -> None:
        used = {label.casefold() for label in taken.values()}
        sources = {source.id: source for source in article.sources if source.kind != "note"}
        prefix = "" if used.isdisjoint(sources) else "source-"
        self._named: dict[str, Source] = {}
        self.labels: dict[str, str] = {}
        """For each citation that becomes footnotes, their labels, as they stand between "[^" and "]"."""
        self.spans: list[Span] = []
        """Their marks, as spans that refer to the citation, in order."""
        self.empty: list[tuple[int, str]] = []
        """Offset and id of each citation without a mark of its own."""
        noted = _footnote_marks(article)
        for citation in article.citations:
            cited = [sources[name] for name in citation.source_ids if name in sources]
            span = citation.marker_span
            if citation.form not in _REPLACED or not cited or span.figure_id is not None or span.start in noted:
                continue
            self._named |= {f"{prefix}{source.id}": source for source in cited}
            self.labels[citation.id] = "][^".join(f"{prefix}{source.id}" for source in cited)
            if span.start == span.end:
                self.empty.append((span.start, citation.id))
                continue
            refers = SpanKind.FOOTNOTE_REFERENCE
            self.spans.append(Span(start=span.start, end=span.end, kind=refers, target=citation.id))
        self._starts = [span.start for span in self.spans]

    def within(self, start: int, end: int) -> tuple[list[Span], str]:
        """The marks inside a stretch of text, and the references to put behind it for tags without a mark."""
        first = bisect_left(self._starts, start)
        marks = self.spans[first : bisect_left(self._starts, end, first)]
        at = bisect_left(self.empty, (start + 1, ""))
        behind = self.empty[at : bisect_left(self.empty, (end + 1, ""), at)]
        return marks, "".join(f"[^{self.labels[name]}]" for _, name in behind)

    def covers(self, span: Span) -> bool:
        """Whether a span lies in a mark that a footnote stands for."""
        number = bisect_right(self._starts, span.start) - 1
        return number >= 0 and span.end <= self.spans[number].end

    def definitions(self) -> list[Lines]:
        """The footnotes' definitions, one for each source."""
        return [[f"[^{label}]: {_told(source)}"] for label, source in self._named.items()]


def _footnote_marks(article: Article) -> set[int]:
    """Where marks begin that are footnotes already."""
    refers = SpanKind.FOOTNOTE_REFERENCE
    blocks = (block for block in article.walk() if not isinstance(block, Figure))
    return {span.start for block in blocks for span in getattr(block, "spans", ()) if span.kind == refers} | {
        span.start
        for block in article.walk()
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        for span in cell.spans
        if span.kind == refers
    }


def _told(source: Source) -> str:
    text = inline(source.raw or source.name, line_break=" ")
    url = destination(address(source))
    return f"{text} <{url}>" if url and url.startswith(("http://", "https://")) else text
