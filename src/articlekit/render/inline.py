"""Turns standoff spans into well-nested events. It knows nothing of Markdown or HTML.

Spans of an article may overlap in any way; markup may not. In a picture (S strong, E emphasis):

    S  └────────┘               <strong>aaa <em>bbb</em></strong><em> ccc</em>
    E       └───────┘
       aaa  bbb  ccc

Spans of the same kind never nest: they are merged, or, for links to different addresses, the first one wins. So at
most one span of each kind is open at a time, and the events cost time linear in the number of spans.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from articlekit.models import Span, SpanKind

SOURCE_TAG: Final = "source-tag"
"""Kind of the mark that stands around a source tag."""

# Outermost first: decides the nesting of marks with the same extent. Code is always innermost.
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
)

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
    return (mark.kind == SpanKind.CODE, -mark.end, _NESTING.index(mark.kind))


def disjoint(text: str, marks: Iterable[Mark]) -> list[Mark]:
    """The marks of `text` without overlaps within a kind, without white space at their ends, and without empty ones."""
    by_kind: dict[str, list[Mark]] = defaultdict(list)
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        same = by_kind[mark.kind]
        last = same[-1] if same else None
        if last and mark.start <= last.end and mark.href == last.href:
            same[-1] = last._replace(end=max(last.end, mark.end))
        elif not last or mark.end > last.end:
            same.append(mark._replace(start=max(mark.start, last.end)) if last else mark)
    trimmed = (_trimmed(text, mark) for same in by_kind.values() for mark in same)
    return [mark for mark in trimmed if mark.start < mark.end]


def _trimmed(text: str, mark: Mark) -> Mark:
    start, end = max(mark.start, 0), min(mark.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return mark._replace(start=start, end=end)
