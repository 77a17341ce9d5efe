"""Turns standoff spans into well-nested events. It knows nothing of Markdown or HTML.

Spans of an article may overlap in any way; markup may not. In a picture (S strong, E emphasis):

    S  └────────┘               <strong>aaa <em>bbb</em></strong><em> ccc</em>
    E       └───────┘
       aaa  bbb  ccc

Spans of the same kind never nest: they are merged, or, for links to different addresses, the first one wins. So at
most one span of each kind is open at a time, and the events cost time linear in the number of spans. A formula is one
thing: no other span begins or ends inside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from articlekit.models import Block, Paragraph, Span, SpanKind

SOURCE_TAG: Final = "source-tag"
"""Kind of the mark that stands around a source tag."""

# Outermost first: decides the nesting of marks with the same extent. Code and formulas are always innermost.
_NESTING: Final = (
    SOURCE_TAG,
    SpanKind.LINK,
    SpanKind.LABEL,
    SpanKind.STRONG,
    SpanKind.EMPHASIS,
    SpanKind.STRIKE,
    SpanKind.SUPERSCRIPT,
    SpanKind.SUBSCRIPT,
    SpanKind.FOOTNOTE_REFERENCE,
    SpanKind.CODE,
    SpanKind.MATH,
)
_INNERMOST: Final = (SpanKind.CODE, SpanKind.MATH)

# White space that no renderer's output may hold as it is: it would end a line or start an indentation.
_ODD_SPACE: Final = str.maketrans(
    {"\r": "\n", "\0": "\ufffd"} | dict.fromkeys("\t\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", " ")
)


class Mark(NamedTuple):
    """A stretch of a block's text to be marked; offsets count from the text's start."""

    start: int
    end: int
    kind: str
    href: str | None = None
    """Address of a link; of a footnote reference, the id of the footnote."""


class Event(NamedTuple):
    """A step through a marked text: a mark opens or closes, or a stretch of text comes."""

    kind: Literal["open", "close", "text"]
    mark: Mark | None = None
    text: str = ""


def is_displayed(block: Block) -> bool:
    """Whether a block is a displayed formula: a paragraph that is one span of TeX."""
    if not isinstance(block, Paragraph) or not block.text.strip():
        return False
    return any(s.kind == SpanKind.MATH and s.start <= block.start and s.end >= block.end for s in block.spans)


def tidy(text: str) -> str:
    """`text`, of the same length, in which the only line ends are "\\n" and the only odd white space is gone."""
    return text.translate(_ODD_SPACE)


def line_ends(text: str) -> str:
    """`text` in which every line end is "\\n"; for code, whose white space stays."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def marks_of(spans: Iterable[Span], offset: int, *, leave_out: frozenset[str] = frozenset()) -> list[Mark]:
    """The marks that `spans` set on a text which begins at `offset` of the article's text."""
    return [
        Mark(s.start - offset, s.end - offset, s.kind, s.target if s.kind == SpanKind.FOOTNOTE_REFERENCE else s.href)
        for s in spans
        if s.kind not in leave_out
    ]


def events(text: str, marks: Iterable[Mark]) -> list[Event]:
    """`text` with its marks as well-nested events; the texts, joined, are `text`. No mark begins with white space."""
    waiting: dict[int, list[Mark]] = defaultdict(list)
    points = {0, len(text)}
    for mark in disjoint(text, marks):
        waiting[mark.start].append(mark)
        points.update((mark.start, mark.end, _next_visible(text, mark.end)))
    result: list[Event] = []
    stack: list[Mark] = []
    for here, there in pairwise(sorted(points)):
        opening = waiting[here]
        result += _close(stack, here, opening)
        if text[here].isspace():
            waiting[there] += opening
        else:
            stack += sorted(opening, key=_outermost_first)
            result += [Event("open", mark) for mark in stack[len(stack) - len(opening) :]]
        result.append(Event("text", text=text[here:there]))
    return result + [Event("close", mark) for mark in reversed(stack)]


def _close(stack: list[Mark], here: int, opening: list[Mark]) -> list[Event]:
    """Close what ends `here`; what must be closed on the way is to be opened again."""
    leaving = (n for n, m in enumerate(stack) if m.end <= here or (opening and m.kind == SpanKind.CODE))
    cut = next(leaving, len(stack))
    closed = stack[cut:]
    opening += [mark for mark in closed if mark.end > here]
    del stack[cut:]
    return [Event("close", mark) for mark in reversed(closed)]


def _next_visible(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _outermost_first(mark: Mark) -> tuple[bool, int, int]:
    return (mark.kind in _INNERMOST, -mark.end, _NESTING.index(mark.kind))


def disjoint(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """The marks of `text` without overlaps within a kind, without white space at their ends, and without empty ones."""
    by_kind: dict[str, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        same = by_kind[mark.kind]
        last = same[-1] if same else None
        if last and mark.start <= last.end and mark.href == last.href and mark.kind != SpanKind.MATH:
            same[-1] = last._replace(end=max(last.end, mark.end))
        elif not last or mark.end > last.end:
            same.append(mark._replace(start=max(mark.start, last.end)) if last else mark)
    if SpanKind.MATH in by_kind:
        by_kind = _around_formulas(by_kind)
    trimmed = (_trimmed(text, mark) for same in by_kind.values() for mark in same)
    return [mark for mark in trimmed if mark.start < mark.end]


def _around_formulas(by_kind: dict[str, list[Mark]]) -> dict[str, list[Mark]]:
    """The marks of each kind; those that begin or end inside a formula are cut back, a formula in code is none."""
    code = by_kind.get(SpanKind.CODE, [])
    formulas = [mark for mark in by_kind[SpanKind.MATH] if not _meeting(code, mark.start, mark.end)]
    result: dict[str, list[Mark]] = {}
    for kind, same in by_kind.items():
        extents = ((mark, _outside(formulas, mark.start, 1), _outside(formulas, mark.end, 0)) for mark in same)
        cut = [mark._replace(start=start, end=end) for mark, start, end in extents if start < end]
        result[kind] = formulas if kind == SpanKind.MATH else cut
    return result


def _meeting(marks: Sequence[Mark], start: int, end: int) -> bool:
    """Whether one of the marks, which are in order and disjoint, shares text with `start` to `end`."""
    at = bisect_right(marks, start, key=lambda mark: mark.end)
    return at < len(marks) and marks[at].start < end


def _outside(formulas: Sequence[Mark], at: int, side: int) -> int:
    """`at`, or where it lies inside a formula, that one's start (side 0) or end (side 1)."""
    n = bisect_right(formulas, at, key=lambda mark: mark.end)
    inside = n < len(formulas) and formulas[n].start < at
    return (formulas[n].start, formulas[n].end)[side] if inside else at


def _trimmed(text: str, mark: Mark) -> Mark:
    start, end = max(mark.start, 0), min(mark.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return mark._replace(start=start, end=end)
