"""The text of one block while it is being read: its pieces, and the inline spans that are open over it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from articlekit.page import SHOWN, BlockKind, Hidden, PageSpan, is_automatic, new_span
from articlekit.readers.tags import PREFORMATTED

EXACT: Final = 1
ROUGH: Final = 2
"""How an element's white space is read: as it stands, as `pre` shows it; or collapsed, until the block turns out to be
code."""


class Frame:
    """An open element that can matter."""

    __slots__ = (
        "attrib",
        "hidden",
        "inline",
        "line",
        "mark",
        "open",
        "parent",
        "pre",
        "region",
        "shown",
        "tag",
        "tells",
    )

    def __init__(self, tag: str, attrib: dict[str, str], parent: Frame | None, inline: bool) -> None:
        self.tag = tag
        self.attrib = attrib
        self.parent = parent
        self.inline = inline
        self.pre: int = EXACT if tag in PREFORMATTED else 0  # or ROUGH
        self.hidden = Hidden.NO
        self.shown = True  # whether `hidden` is in SHOWN
        if parent is not None:
            if parent.pre and (inline or parent.pre == EXACT):
                self.pre = self.pre or parent.pre
            self.hidden = parent.hidden
            self.shown = parent.shown
        self.region = -1  # index in the page's regions, once it holds text
        self.mark = 0  # when it opened: length of the run if inline, else number of finished blocks; in `pre`, pieces
        self.line = False  # whether it is an inline element that is a line of code
        self.open = True
        self.tells: str | None = None  # the property of the page that it names

    def hide(self, why: Hidden) -> None:
        """Says why a browser would not show it."""
        self.hidden = why
        self.shown = why in SHOWN


RawBlock = tuple[str, int, BlockKind, list[PageSpan], str, str | None]
"""A block that has no offsets yet: text, region, kind, spans, value, alternative text. The value of a text that is one
line of code is that line, white space included."""


class Mark(NamedTuple):
    """A stretch of `pre` that is no code, or may be none: numbers of its first piece and of the one behind it."""

    start: int
    end: int
    kind: int
    frame: Frame


def lies_in(frame: Frame | None, tag: str) -> bool:
    """Whether a frame or one of the three around it has the tag."""
    for _ in range(4):
        if frame is None or frame.tag == tag:
            return frame is not None
        frame = frame.parent
    return False


def tick(frame: Frame, box: dict[str, str]) -> None:
    """Notes a check box at the beginning of a list item, which makes it an item of a task list."""
    item = frame.parent if frame.tag in ("p", "label") else frame
    if box.get("type") == "checkbox" and item is not None and item.tag == "li" and item.region < 0:
        item.attrib = {**item.attrib, "checked": "true" if "checked" in box else "false"}


class Run:
    """The text of the block that is being read."""

    __slots__ = (
        "anchor", "apart", "breaks", "code", "ended", "kinds", "lead", "length", "links", "marks", "pieces", "raw",
        "space", "spans",
    )  # fmt: skip

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.space = False  # white space is due before the next text
        self.breaks = 0  # `br` since the last text
        self.apart = 0  # length at which a classed inline element ended last
        self.anchor: Frame | None = None
        self.spans: list[PageSpan] = []
        self.kinds: dict[str, list[Any]] = {}  # open formatting: kind -> [nesting, start, value]
        self.links: list[list[Any]] = []  # open links: [start, href, words]; the last one is in force
        self.lead = ""  # of `pre`: white space before the first text
        self.ended = -1  # of `pre`: length at which an inline element that is a line ended last
        self.marks: list[Mark] = []  # of `pre`: what may have to be cut out
        self.code: dict[str, str] | None = None  # of `pre`: attributes of the `code` in it
        self.raw: list[str] = []  # of what may be code: its text, white space included

    def cut(self) -> tuple[str, list[PageSpan]]:
        """The finished text and its spans; what is still open goes on in the next block."""
        text, spans = "".join(self.pieces), self.spans
        for kind, state in self.kinds.items():
            if state[0]:
                add_span(spans, state[1], self.length, kind, state[2])
                state[1] = 0
        if self.links:
            start, href, words = self.links[-1]
            add_span(spans, start, self.length, "link", href, words)
            self.links[-1][0] = 0
        self.pieces, self.spans, self.length = [], [], 0
        self.space, self.breaks, self.apart, self.anchor = False, 0, 0, None
        if self.code is not None or self.marks or self.raw:
            self.code, self.marks, self.raw = None, [], []
        self.lead, self.ended = "", -1
        return text, spans

    def open_link(self, href: str, words: tuple[str, ...]) -> None:
        """A link begins; one around it has a gap there."""
        if self.links:
            start, outer, outer_words = self.links[-1]
            add_span(self.spans, start, self.length, "link", outer, outer_words)
        elif self.spans and self.spans[-1].kind == "link" and self.spans[-1].end == self.length:
            self.space = True  # links side by side are set apart by style
        self.links.append([self.length, href, words])

    def close_link(self) -> None:
        """The innermost link ends."""
        if not self.links:
            return
        start, href, words = self.links.pop()
        add_span(self.spans, start, self.length, "link", href, words)
        if start == self.length and is_automatic(href):
            self.spans.append(PageSpan(start, start, "link", href, words))
        if self.links:
            self.links[-1][0] = self.length

    def raise_anchor(self) -> None:
        """More text came: the block lies in the innermost element that holds both."""
        anchor = self.anchor
        while anchor is not None and not anchor.open:
            anchor = anchor.parent
        self.anchor = anchor


def add_span(
    spans: list[PageSpan], start: int, end: int, kind: str, value: str = "", words: tuple[str, ...] = ()
) -> None:
    if end > start and (value or kind != "link"):
        spans.append(new_span(start, end, kind, value, words))


def trimmed(text: str, spans: list[PageSpan]) -> tuple[str, list[PageSpan]]:
    """Preformatted text without its trailing white space."""
    text = text.rstrip()
    return text, [s._replace(end=min(s.end, len(text))) for s in spans if s.start < len(text)]


def tidy_spans(text: str, spans: list[PageSpan]) -> list[PageSpan]:
    """Spans without the white space at their ends."""
    out = []
    for span in spans:
        start, end = span.start, span.end
        while start < end and text[start] in " \n":
            start += 1
        while end > start and text[end - 1] in " \n":
            end -= 1
        if end > start or span[0] == span[1]:
            same = start == span.start and end == span.end
            out.append(span if same else new_span(start, end, span.kind, span.value, span.words))
    return out
