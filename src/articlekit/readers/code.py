"""Finished code: what the text of a `pre` comes to, and whether a block that holds `code` is a listing.

`code` that makes up a whole block is one if it shows several lines. White space in it counts where something says so:
its style, or the class of a highlighter. Until the block ends no one can tell, so the text of such a block is kept
twice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final, NamedTuple

from articlekit.page import BlockKind, Hidden, PageSpan
from articlekit.readers.languages import language_of
from articlekit.readers.listings import BR, HEAD, MAYBE_NUMBER, NUMBERS, counts_up, is_block, is_gutter
from articlekit.readers.run import EXACT, ROUGH, Frame, Mark, Run

_CODE_CLASS: Final = re.compile(r"(?i)\b(?:hljs|lang(?:uage)?-|source-?code|highlight|prettyprint|shiki)")
_TITLED: Final = frozenset("h1 h2 h3 h4 h5 h6 dt th caption figcaption summary button label".split())
_PARTS: Final = frozenset("span a b i em strong".split())
"""Elements whose class tells of a word or a line, not of the listing."""
_SOURCE_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_OUTWARD: Final = 4  # elements around code in which its language or its column may be named
_LEAST_NUMBERS: Final = 3
_NUMBERED: Final = 0.8  # share of the lines that bear a number, where nothing but the counting tells
_Words = Callable[[dict[str, str]], tuple[str, ...]]
"""Gives the words of an element's class and id."""

# ---------------------------------------------------------------- the finished listing


class Listing(NamedTuple):
    """What the text of a `pre` comes to."""

    text: str
    spans: list[PageSpan]
    heads: list[tuple[Frame, str]]
    """Boxes above the code: a label, a file name."""
    numbers: str
    """The line numbers, in one line."""


def finished(pieces: list[str], marks: list[Mark], spans: list[PageSpan]) -> Listing:
    """The code without what is marked; `spans` count in all of the pieces."""
    cut = _accepted(pieces, marks)
    if not cut:
        return Listing("".join(pieces), spans, [], "")
    if cut[0].kind == HEAD and not "".join(pieces[cut[0].end :]).strip():
        del cut[0]  # nothing below it: it is the code
    kept = list[str]()
    heads = list[tuple[Frame, str]]()
    numbers = list[str]()
    moved = list[tuple[int, int]]()  # offset behind a stretch that is cut out, and what is cut up to there
    at = offset = gone = 0
    for mark in cut:
        between = pieces[at : mark.start]
        kept += between
        text = "".join(pieces[mark.start : mark.end])
        offset += sum(map(len, between)) + len(text)
        gone += len(text)
        moved.append((offset, gone))
        if mark.kind == HEAD:
            heads.append((mark.frame, " ".join(text.split())))
        else:
            numbers += text.split()
        at = mark.end
    code = "".join(kept + pieces[at:])
    return Listing(code, [_moved(span, moved) for span in spans], heads, " ".join(numbers))


def _moved(span: PageSpan, moved: list[tuple[int, int]]) -> PageSpan:
    start, end = _offset(span.start, moved), _offset(span.end, moved)
    return span._replace(start=start, end=max(start, end))


def _offset(at: int, moved: list[tuple[int, int]]) -> int:
    """Where an offset lies once all is cut out."""
    index = bisect_right(moved, (at, 1 << 60))
    gone = moved[index - 1][1] if index else 0
    return max(at - gone, 0)


def _accepted(pieces: list[str], marks: list[Mark]) -> list[Mark]:
    """The marks to cut out: those of elements that say what they are, else those that count the lines."""
    sure = [mark for mark in marks if mark.kind != MAYBE_NUMBER]
    if len(marks) == len(sure) or any(mark.kind == NUMBERS for mark in sure):
        return sure
    counted = [mark for mark in marks if mark.kind == MAYBE_NUMBER]
    numbers = "\n".join("".join(pieces[mark.start : mark.end]) for mark in counted)
    rest = _without(pieces, marks)
    fewest, most = rest.rstrip().count("\n") + 1, rest.count("\n") + 1
    whole = len(counted) >= _NUMBERED * fewest and len(counted) <= most and rest.strip()
    started = len(counted) >= _LEAST_NUMBERS or (len(counted) == fewest > 1 and numbers.split()[0] == "1")
    return marks if whole and started and counts_up(numbers) else sure


def _without(pieces: list[str], marks: list[Mark]) -> str:
    kept, at = list[str](), 0
    for mark in marks:
        kept += pieces[at : mark.start]
        at = mark.end
    return "".join(kept + pieces[at:])


def holder(anchor: Frame) -> Frame:
    """The element that a listing lies in: `pre`, or the inline elements in it that hold all of its text."""
    held, frame = anchor, anchor
    while frame.parent is not None and frame.parent.pre == EXACT:
        if not frame.inline:
            held = frame.parent
        frame = frame.parent
    return held


def is_column(anchor: Frame, words_of_frame: _Words) -> bool:
    """Whether an element around a text says that it holds line numbers."""
    frame: Frame | None = anchor
    for _ in range(_OUTWARD):
        if frame is None:
            return False
        if frame.attrib and is_gutter(words_of_frame(frame.attrib)):
            return True
        frame = frame.parent
    return False


def language(anchor: Frame, code: dict[str, str] | None) -> str:
    """The language that the elements around a listing name, from the inside out; "" for none."""
    if code and (found := language_of("code", code)):
        return found
    frame: Frame | None = anchor
    left = _OUTWARD
    while frame is not None and left and frame.tag not in ("body", "html", "main"):
        if frame.attrib and frame.tag not in _PARTS and (found := language_of(frame.tag, frame.attrib)):
            return found
        left -= frame.pre != EXACT
        frame = frame.parent
    return ""


# ---------------------------------------------------------------- code without `pre`


def lines_of_code(text: str, spans: list[PageSpan], raw: list[str], anchor: Frame, opener: Frame | None) -> str:
    """The listing that a block is, if all of it is code; "" if it is text like any other.

    `opener` is the element that only a `code` in it made doubtful; a box of code needs none.
    """
    frame = anchor
    told = False
    while frame.inline and frame.parent is not None:
        told = told or _tells_code(frame)
        frame = frame.parent
    if frame.tag in _TITLED or not raw:
        return ""
    boxed = frame.pre == ROUGH and frame is not opener and not any(span.kind == "link" for span in spans)
    if not boxed and (frame.tag == "td" or not _all_code(text, spans)):
        return ""
    told = told or _tells_code(frame)
    return _as_shown("".join(raw), exact=told)


def _tells_code(frame: Frame) -> bool:
    return frame.tag != "body" and _CODE_CLASS.search(frame.attrib.get("class", "")) is not None


def _all_code(text: str, spans: list[PageSpan]) -> bool:
    at = 0
    for span in sorted(s for s in spans if s.kind == "code"):
        if text[at : span.start].strip():
            return False
        at = max(at, span.end)
    return not text[at:].strip()


def _as_shown(raw: str, *, exact: bool) -> str:
    """The lines that a browser shows of a text with its source's white space."""
    if exact:
        raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    else:
        raw = _SOURCE_SPACE.sub(" ", raw).replace(f" {BR}", BR).replace(f"{BR} ", BR)
        raw = raw.removeprefix(" ")
    text = raw.replace(BR, "\n").replace("\xa0", " ").rstrip()
    blank = text[: len(text) - len(text.lstrip())].rpartition("\n")
    return text[len(blank[0]) + len(blank[1]) :]


# ---------------------------------------------------------------- while the page is read

Part = tuple[str, Frame, BlockKind, list[PageSpan], str]
"""A block to be: text, the element it lies in, kind, spans, value."""


class Code:
    """What code needs to be known of while a page is read: where a block may turn out to be code."""

    def __init__(self) -> None:
        self.seen = False
        """Whether the page shows any code that is a block."""
        self._opener: Frame | None = None  # the element whose block begins with `code`

    def begins(self, run: Run, top: Frame, attrib: dict[str, str]) -> bool:
        """A `code` element opens. Whether it is a block; else it is inline, if the whole block does not turn out so."""
        if top.pre == EXACT:
            run.code = attrib or run.code
        elif not run.length and not top.pre:
            if attrib and is_block(attrib):
                return True
            if self._opener is not None:
                self._opener.pre = 0
            self._opener, top.pre = top, ROUGH
        return False

    def note(self, run: Run, data: str) -> None:
        """Text of what may be code."""
        run.raw.append(data)
        if run.breaks > 1 and (self._opener is None or run.kinds.get("code", (0,))[0]):
            run.breaks = 1  # a blank line

    def end(self, run: Run, anchor: Frame, words_of_frame: _Words) -> list[Part]:
        """The blocks that the run comes to: code with its head before it and its line numbers behind it, or text."""
        pieces, marks, raw, code = run.pieces, run.marks, run.raw, run.code
        text, spans = run.cut()
        if anchor.pre == EXACT:
            self.seen = True
            return _parts(finished(pieces, marks, spans), holder(anchor), code, words_of_frame)
        opener, self._opener = self._opener, None
        lines = lines_of_code(text, spans, raw, anchor, opener)
        if opener is not None:
            opener.pre = 0
        self.seen = self.seen or bool(lines)
        if "\n" in lines:
            return [(lines, anchor, "pre", [], language(anchor, code))]
        return [(text, anchor, "text", spans, lines)]


def _parts(listing: Listing, anchor: Frame, code: dict[str, str] | None, words_of_frame: _Words) -> list[Part]:
    parts = list[Part]()
    for frame, text in listing.heads:
        parts.append((text, frame, "text", [], ""))
    numbers = listing.numbers
    if counts_up(listing.text) and is_column(anchor, words_of_frame):
        numbers = " ".join(f"{numbers} {listing.text}".split())
    elif listing.text.strip():
        text = _moved_left(listing.text) if _is_indented(anchor) else listing.text
        parts.append((text, anchor, "pre", listing.spans, language(anchor, code)))
    if numbers:
        parts.append((numbers, _unread(anchor), "text", [], ""))
    return parts


def _is_indented(anchor: Frame) -> bool:
    """Whether the outermost element around a listing is one that its style need not set as the source stands."""
    frame = anchor
    while frame.parent is not None and frame.parent.pre == EXACT:
        frame = frame.parent
    return frame.tag == "code" and "white-space" not in frame.attrib.get("style", "")


def _moved_left(text: str) -> str:
    """A listing without the indentation that all of it has from its place in the source."""
    indent = text[: len(text) - len(text.lstrip())]
    lines = text.split("\n")
    return "\n".join(line.removeprefix(indent) for line in lines) if indent else text


def _unread(anchor: Frame) -> Frame:
    """An element for words that a browser shows and no one reads out."""
    frame = Frame("span", {}, anchor, True)
    frame.pre = 0
    if frame.shown:
        frame.hide(Hidden.ARIA)
    return frame
