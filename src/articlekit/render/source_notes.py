"""Source tags as Markdown footnotes: "[^s1]" in the text, and a definition for each source at the end.

Tags whose words say more than where a source stands keep them: links inside a sentence, lines that name sources,
entries of a list. Explanatory notes are footnotes already.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from articlekit.models import Article, CitationForm, Figure, Source, Span, SpanKind, Table
from articlekit.render.claims import address
from articlekit.render.lines import Lines
from articlekit.render.markdown_inline import definition, destination, inline

_SIGN: Final = "\u2060"
"""Stands in the text for a tag without a mark, until its reference takes the place. It has no width."""
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
        """Offset and id of each citation without a mark of its own, in order."""
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
        self.empty.sort()

    def placed(self, text: str, spans: Sequence[Span], offset: int) -> tuple[str, list[Span]]:
        """A text that begins at `offset`, and its spans with the marks that become footnotes; a tag without a mark
        gets a sign of its own, so that its reference stands where it stood."""
        first, last = bisect_left(self._starts, offset), bisect_left(self._starts, offset + len(text))
        marks = self.spans[first:last]
        at = bisect_left(self.empty, (offset, ""))
        holes = self.empty[at : bisect_right(self.empty, (offset + len(text), "\U0010ffff"), at)]
        if not marks and not holes:
            return text, list(spans)
        placed = [*(span for span in spans if not self._meets(span)), *marks]
        places = [place for place, _ in holes]
        pieces, here = list[str](), 0
        for place in places:
            pieces += [text[here : place - offset], _SIGN]
            here = place - offset
        moved = [
            span.model_copy(
                update={
                    "start": span.start + bisect_right(places, span.start),
                    "end": span.end + bisect_left(places, span.end),
                }
            )
            for span in placed
        ]
        refers = SpanKind.FOOTNOTE_REFERENCE
        for number, (place, name) in enumerate(holes):
            moved.append(Span(start=place + number, end=place + number + 1, kind=refers, target=name))
        return "".join([*pieces, text[here:]]), moved

    def _meets(self, span: Span) -> bool:
        """Whether a span shares text with a mark that a footnote stands for, and is not around all of it."""
        number = bisect_left(self._starts, span.end) - 1
        if number < 0 or self.spans[number].end <= span.start:
            return False
        mark = self.spans[number]
        return not (span.start <= mark.start and mark.end <= span.end) or (span.start, span.end) == (
            mark.start,
            mark.end,
        )

    def stands_for(self, start: int) -> bool:
        """Whether a mark that begins there becomes a footnote."""
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] == start

    def definitions(self) -> list[Lines]:
        """The footnotes' definitions, one for each source."""
        return [[definition(label, _told(source))] for label, source in self._named.items()]


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
