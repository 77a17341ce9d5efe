"""The HTML reader: parser events in, a `Page` out, in one pass and without a tree.

Principles, for input that keeps none of the standard's promises:

* A *block* is a run of text between two block boundaries: the start or end of a block-level element, two `br` in a row.
  Whether a boundary is right or wrong nested does not matter: text inside `<span><div>…` is as much a block as in a `p`.
* White space collapses as browsers do it, piece by piece, so that offsets of inline spans are known at once. A single
  `br` is a line break in the text; `pre` keeps what it holds.
* A block lies in the innermost region that holds all its text; a `p` that is one `<span class="byline">` lies in the span.
* Text that a reader would not see as part of the sentence around it is *diverted* into a block of its own behind the
  current one: hidden inline text, buttons, drawings. Nothing is dropped but scripts, styles and comments.
* Frames are made for elements that can matter (block-level, or with class, id, role …), regions only for frames that
  hold text. No step looks back over more than the open elements.

This module knows tags and attributes. It knows nothing of what is boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from lxml import etree

from articlekit.page import BlockKind, Head, HeadLink, Hidden, Page, PageBlock, PageSpan, Region

_BLOCK, _FORMAT, _SKIP, _CONTROL, _VEILED, _VOID = range(1, 7)

_TAGS: Final[Mapping[str, int]] = MappingProxyType(
    dict.fromkeys(
        """
        address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
        footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav noframes ol optgroup p pre
        search section summary table tbody td tfoot th thead tr ul listing xmp plaintext head
        """.split(),
        _BLOCK,
    )
    | dict.fromkeys("a b strong em i cite code kbd samp tt var sup sub s strike del time".split(), _FORMAT)
    | dict.fromkeys("script style title".split(), _SKIP)
    | dict.fromkeys("button select textarea svg".split(), _CONTROL)
    | dict.fromkeys("noscript template video audio object canvas iframe annotation annotation-xml".split(), _VEILED)
    | dict.fromkeys("br img hr meta link base wbr input option col embed source track area param".split(), _VOID)
)
_SPAN_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"a": "link", "b": "strong", "strong": "strong", "em": "emphasis", "i": "emphasis", "cite": "emphasis"}
    | dict.fromkeys(("code", "kbd", "samp", "tt", "var"), "code")
    | {"sup": "superscript", "sub": "subscript", "s": "strike", "strike": "strike", "del": "strike", "time": "time"}
)
_VEILS: Final[Mapping[str, Hidden]] = MappingProxyType(
    {"noscript": Hidden.NOSCRIPT, "template": Hidden.TEMPLATE}
    | {"annotation": Hidden.MARKED, "annotation-xml": Hidden.MARKED}
    | dict.fromkeys(("video", "audio", "object", "canvas", "iframe"), Hidden.FALLBACK)
)
_PRE: Final = frozenset({"pre", "listing", "xmp", "plaintext"})
_EMBEDS: Final = frozenset({"iframe", "video", "audio"})
_PERMALINKS: Final = ("headerlink", "anchor", "permalink", "hash-link", "header-link", "heading-link")
_CELLS: Final = frozenset({"td", "th"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TELLING: Final = frozenset({"class", "id", "role", "itemprop", "itemtype", "rel"})
_KEPT_ATTRS: Final = frozenset(
    """
    aria-label cite class colspan datetime dir href id itemprop itemtype lang rel reversed role rowspan scope start type
    value
    """.split()
) - {"class"}
_SR_CLASSES: Final = frozenset(
    """
    sr-only visually-hidden visuallyhidden u-visually-hidden screen-reader-text screen-reader-only screenreader
    screen-reader element-invisible is-visually-hidden
    """.split()
)
_NO_ATTRS: Final[Mapping[str, str]] = MappingProxyType({})
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff]+")
_LAZY_SOURCES: Final = ("data-src", "data-lazy-src", "data-original", "data-lazy", "src", "data-srcset", "srcset")
_NOTHING: Final = object()  # stands on the stack for elements that leave no trace


class _Frame:
    """An open element that can matter."""

    __slots__ = ("attrib", "hidden", "inline", "mark", "open", "parent", "pre", "region", "tag")

    def __init__(self, tag: str, attrib: Mapping[str, str], parent: _Frame | None, hidden: Hidden, inline: bool) -> None:
        self.tag = tag
        self.attrib = attrib
        self.parent = parent
        self.hidden = hidden
        self.inline = inline
        self.pre = tag in _PRE or (parent is not None and parent.pre)
        self.region = -1  # index in the page's regions, once it holds text
        self.mark = 0  # when it opened: length of the run if inline, else number of finished blocks
        self.open = True


class _Run:
    """The text of the block that is being read."""

    __slots__ = ("anchor", "apart", "breaks", "kinds", "length", "links", "pieces", "space", "spans")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.space = False  # white space is due before the next text
        self.breaks = 0  # `br` since the last text
        self.apart = 0  # length at which a classed inline element ended last
        self.anchor: _Frame | None = None
        self.spans: list[PageSpan] = []
        self.kinds: dict[str, list[Any]] = {}  # open formatting: kind -> [nesting, start, value]
        self.links: list[list[Any]] = []  # open links: [start, href, words]; the last one is in force

    def cut(self) -> tuple[str, list[PageSpan]]:
        """The finished text and its spans; what is still open goes on in the next block."""
        text, spans = "".join(self.pieces), self.spans
        for kind, state in self.kinds.items():
            if state[0]:
                _add_span(spans, state[1], self.length, kind, state[2])
                state[1] = 0
        if self.links:
            start, href, words = self.links[-1]
            _add_span(spans, start, self.length, "link", href, words)
            self.links[-1][0] = 0
        self.pieces, self.spans, self.length = [], [], 0
        self.space, self.breaks, self.apart, self.anchor = False, 0, 0, None
        return text, spans


def _add_span(
    spans: list[PageSpan], start: int, end: int, kind: str, value: str = "", words: tuple[str, ...] = ()
) -> None:
    if end > start and (value or kind != "link"):
        spans.append(PageSpan(start, end, kind, value, words))


class PageBuilder:
    """Parser target: takes start, data and end events, balanced, and gives a `Page` when closed."""

    def __init__(self) -> None:
        self._root = _Frame("#root", _NO_ATTRS, None, Hidden.NO, False)
        self._top = self._root
        self._stack: list[Any] = []
        self._run = _Run()
        self._suspended: _Run | None = None  # the visible run, while hidden inline text is read
        self._diverter: _Frame | None = None  # the element that diverts
        self._regions: list[Region] = []
        self._words: dict[str, tuple[str, ...]] = {}
        self._blocks: list[tuple[str, int, BlockKind, list[PageSpan], str, str | None]] = []
        self._deferred: list[tuple[str, int, BlockKind, list[PageSpan], str, str | None]] = []
        self._skipping = 0
        self._collected: list[str] | None = None  # text of a title or JSON-LD script
        self._title: str | None = None
        self._metas: list[tuple[str, str]] = []
        self._links: list[HeadLink] = []
        self._json_ld: list[str] = []
        self._declared: dict[str, str] = {}  # language, direction, base
        self._region_of(self._root)

    # ------------------------------------------------------------ parser events

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if self._skipping:
            self._skipping += 1
            return
        role = _TAGS.get(tag, 0)
        if role == _BLOCK:
            if self._run.length:
                self._flush()
            self._stack.append(self._open(tag, attrib, False))
        elif role == _FORMAT:
            if tag == "a" and self._is_permalink(attrib):
                self._stack.append(self._start_apart(self._open(tag, attrib, True)))
            else:
                self._start_format(tag, attrib)
        elif role == 0:
            self._stack.append(self._start_inline(tag, attrib) if attrib else _NOTHING)
        elif role == _VOID:
            self._void(tag, attrib)
            self._stack.append(_NOTHING)
        elif role == _SKIP:
            self._skipping = 1
            if tag == "title" and self._title is None:
                self._collected = []
            elif tag == "script" and "ld+json" in attrib.get("type", "").lower():
                self._collected = []
        else:
            if tag in _EMBEDS:
                self._media("embed", attrib.get("src") or attrib.get("data-src"), attrib.get("title"))
            frame = self._open(tag, attrib, True)
            frame.hidden = frame.hidden or _VEILS.get(tag, Hidden.NO)
            self._stack.append(self._start_apart(frame))

    def end(self, tag: str) -> None:
        if self._skipping:
            self._skipping -= 1
            if not self._skipping and self._collected is not None:
                self._finish_collected(tag)
            return
        frame = self._stack.pop() if self._stack else _NOTHING
        if frame is _NOTHING:
            return
        if type(frame) is str:
            self._end_format(frame)
        elif type(frame) is tuple:
            self._end_format(frame[0])
            self._close(frame[1])
        else:
            self._close(frame)

    def data(self, data: str) -> None:
        if self._skipping:
            if self._collected is not None:
                self._collected.append(data)
            return
        if not data.isascii():
            data = _INVISIBLE.sub("", data)
        if self._top.pre:
            self._preformatted(data)
            return
        words = data.split()
        run = self._run
        if not words:
            run.space = True
            return
        text = " ".join(words)
        if run.breaks > 1 and self._top.tag not in _HEADINGS:
            self._flush()
        if run.length:
            if run.breaks:
                text = "\n" + text
            elif run.space or data[0].isspace():
                text = " " + text
            if not run.anchor.open:  # type: ignore[union-attr]  # text has an anchor
                self._raise_anchor()
        else:
            run.anchor = self._top
        run.pieces.append(text)
        run.length += len(text)
        run.breaks = 0
        run.space = data[-1].isspace()

    def comment(self, text: str) -> None:
        """Comments are no text of the page."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions are no text of the page."""

    def close(self) -> PageBuilder:
        while self._stack:
            self.end("")
        self._flush()
        return self

    # ------------------------------------------------------------ elements

    def _open(self, tag: str, attrib: Mapping[str, str], inline: bool) -> _Frame:
        top = self._top
        frame = _Frame(tag, attrib, top, top.hidden or (_hidden(tag, attrib) if attrib else Hidden.NO), inline)
        frame.mark = self._run.length if inline else len(self._blocks)
        self._top = frame
        if not inline and tag in ("html", "body"):
            for name, field in (("lang", "language"), ("xml:lang", "language"), ("dir", "direction")):
                if attrib.get(name):
                    self._declared.setdefault(field, attrib[name])
        return frame

    def _start_inline(self, tag: str, attrib: Mapping[str, str]) -> Any:
        hidden = not self._top.hidden and _hidden(tag, attrib)
        if self._run.length and self._run.length == self._run.apart:
            self._run.space = True  # pieces side by side ("byline", "date") are set apart by style
        if not hidden and _TELLING.isdisjoint(attrib):
            return _NOTHING
        frame = self._open(tag, attrib, True)
        return self._start_apart(frame) if hidden else frame

    def _start_format(self, tag: str, attrib: Mapping[str, str]) -> None:
        kind = _SPAN_KINDS[tag]
        frame = self._start_inline(tag, attrib) if attrib else _NOTHING
        run = self._run
        if kind == "link":
            href = attrib.get("href", "").strip()
            if run.links:
                last = run.links[-1]
                _add_span(run.spans, last[0], run.length, "link", last[1], last[2])
            elif run.spans and run.spans[-1].kind == "link" and run.spans[-1].end == run.length:
                run.space = True  # links side by side are set apart by style
            run.links.append([run.length, href, self._class_words(attrib) if frame is not _NOTHING else ()])
        else:
            state = run.kinds.setdefault(kind, [0, 0, ""])
            state[0] += 1
            if state[0] == 1:
                state[1], state[2] = run.length, attrib.get("datetime", "") if kind == "time" else ""
        self._stack.append(kind if frame is _NOTHING else (kind, frame))

    def _is_permalink(self, attrib: Mapping[str, str]) -> bool:
        """The mark in a heading that links to the heading itself."""
        if self._top.tag not in _HEADINGS or not attrib.get("href", "").startswith("#"):
            return False
        classes = attrib.get("class", "").lower()
        return any(name in classes for name in _PERMALINKS)

    def _end_format(self, kind: str) -> None:
        run = self._run
        if kind == "link":
            if run.links:
                start, href, words = run.links.pop()
                _add_span(run.spans, start, run.length, "link", href, words)
                if run.links:
                    run.links[-1][0] = run.length
        elif state := run.kinds.get(kind):
            state[0] -= 1
            if state[0] == 0:
                _add_span(run.spans, state[1], run.length, kind, state[2])

    def _start_apart(self, frame: _Frame) -> _Frame:
        """Read what the element holds into blocks of its own."""
        if self._run.length and self._diverter is None:
            self._suspended, self._run, self._diverter = self._run, _Run(), frame
        else:
            self._flush()
        frame.inline = False
        return frame

    def _close(self, frame: _Frame) -> None:
        if not frame.inline:
            if self._run.length:
                self._flush()
            if frame.tag in _CELLS and frame.mark == len(self._blocks):
                self._emit("", frame, "cell")
        if frame is self._diverter and self._suspended is not None:
            self._run, self._suspended, self._diverter = self._suspended, None, None
        elif self._run.length > frame.mark + 2 and not self._run.kinds.get("code", (0,))[0]:
            self._run.apart = self._run.length
        frame.open = False
        self._top = frame.parent or self._root

    def _void(self, tag: str, attrib: Mapping[str, str]) -> None:
        if tag == "br":
            if self._top.pre:
                self._preformatted("\n")
            elif self._run.length:
                self._run.breaks += 1
        elif tag == "img":
            if attrib.get("width") not in ("0", "1") and attrib.get("height") not in ("0", "1"):
                self._media("image", _image_source(attrib), attrib.get("alt"))
        elif tag == "hr":
            self._flush()
            self._emit("", self._top, "rule")
        elif tag == "meta":
            name = attrib.get("property") or attrib.get("name") or attrib.get("itemprop") or attrib.get("http-equiv")
            if name and attrib.get("content"):
                self._metas.append((name.strip().lower(), attrib["content"]))
        elif tag == "link" and attrib.get("href"):
            self._links.append(HeadLink(attrib.get("rel", "").lower(), attrib["href"], dict(attrib)))
        elif tag == "source":
            if self._top.tag in _EMBEDS and not self._top.attrib.get("src"):
                self._media("embed", attrib.get("src"), None)
                self._top.attrib = {**self._top.attrib, "src": "of its source"}
        elif tag == "option":
            self._run.space = True
        elif tag == "base" and attrib.get("href"):
            self._declared.setdefault("base", attrib["href"])

    def _media(self, kind: BlockKind, url: str | None, alt: str | None) -> None:
        if url and not url.startswith(("data:", "about:", "javascript:")):
            self._emit("", self._top, kind, value=url.strip(), alt=alt, behind=self._run.length > 0)

    # ------------------------------------------------------------ text

    def _preformatted(self, data: str) -> None:
        run = self._run
        if "\r" in data:
            data = data.replace("\r\n", "\n").replace("\r", "\n")
        if not run.length:
            data = data.lstrip("\n")
            if not data.strip():
                return
            run.anchor = self._top
        elif data.strip():
            self._raise_anchor()
        run.pieces.append(data)
        run.length += len(data)

    def _raise_anchor(self) -> None:
        """More text came: the block lies in the innermost element that holds both."""
        anchor = self._run.anchor
        while anchor is not None and not anchor.open:
            anchor = anchor.parent
        self._run.anchor = anchor

    def _flush(self) -> None:
        run = self._run
        if not run.length:
            run.space, run.breaks = False, 0
        else:
            anchor = run.anchor or self._root
            text, spans = run.cut()
            self._emit(text, anchor, "pre" if anchor.pre else "text", spans)
        if self._suspended is None and self._deferred:
            self._blocks += self._deferred
            self._deferred = []

    def _emit(
        self,
        text: str,
        frame: _Frame,
        kind: BlockKind,
        spans: list[PageSpan] | None = None,
        *,
        value: str = "",
        alt: str | None = None,
        behind: bool = False,
    ) -> None:
        blocks = self._deferred if behind or self._suspended is not None else self._blocks
        blocks.append((text, self._region_of(frame), kind, spans or [], value, alt))

    def _region_of(self, frame: _Frame) -> int:
        """Index of the frame's region; it and those around it are made where they are not there yet."""
        chain = []
        around: _Frame | None = frame
        while around is not None and around.region < 0:
            chain.append(around)
            around = around.parent
        for made in reversed(chain):
            parent = made.parent.region if made.parent is not None else -1
            attrs = {k: v for k, v in made.attrib.items() if k in _KEPT_ATTRS} if made.attrib else _NO_ATTRS
            made.region = len(self._regions)
            self._regions.append(
                Region(made.tag, self._class_words(made.attrib), parent, attrs, made.hidden, made.inline)
            )
        return frame.region

    def _class_words(self, attrib: Mapping[str, str]) -> tuple[str, ...]:
        if not attrib:
            return ()
        names = f"{attrib.get('class', '')} {attrib.get('id', '')} {attrib.get('rel', '')}"
        words = self._words.get(names)
        if words is None:
            words = self._words[names] = tuple(dict.fromkeys(w.lower() for w in _WORD.findall(names)))
        return words

    # ------------------------------------------------------------ head

    def _finish_collected(self, tag: str) -> None:
        text = "".join(self._collected or ())
        self._collected = None
        if tag == "title":
            self._title = " ".join(text.split()) or None
        elif text.strip():
            self._json_ld.append(text)

    def page(self, url: str | None, encoding: str | None, cuts: tuple[str, ...]) -> Page:
        """The page that the events made; call it once, after `close`."""
        texts, blocks, at = [], [], 0
        for text, region, kind, spans, value, alt in self._blocks:
            if kind == "pre":
                text, spans = _trimmed(text, spans)
            if at and text:
                at += 1  # the line break between blocks
            end = at + len(text)
            spans.sort()
            blocks.append(PageBlock(at, end, text, region, kind, tuple(_tidy(text, spans)), -1, value, alt))
            if text:
                texts.append(text)
                at = end
        head = Head(
            title=self._title,
            metas=tuple(self._metas),
            links=tuple(self._links),
            json_ld=tuple(self._json_ld),
            language=self._declared.get("language"),
            direction=self._declared.get("direction"),
            base=self._declared.get("base"),
        )
        return Page("\n".join(texts), tuple(blocks), tuple(self._regions), "html", head, url, encoding, cuts)


def _trimmed(text: str, spans: list[PageSpan]) -> tuple[str, list[PageSpan]]:
    """Preformatted text without its trailing white space."""
    text = text.rstrip()
    return text, [s._replace(end=min(s.end, len(text))) for s in spans if s.start < len(text)]


def _tidy(text: str, spans: list[PageSpan]) -> list[PageSpan]:
    """Spans without the white space at their ends."""
    out = []
    for span in spans:
        start, end = span.start, span.end
        while start < end and text[start] in " \n":
            start += 1
        while end > start and text[end - 1] in " \n":
            end -= 1
        if end > start:
            out.append(span if (start, end) == span[:2] else span._replace(start=start, end=end))
    return out


def _hidden(tag: str, attrib: Mapping[str, str]) -> Hidden:
    """Why a browser does not show the element."""
    if "hidden" in attrib and attrib["hidden"] != "until-found" or tag == "dialog" and "open" not in attrib:
        return Hidden.MARKED
    style = attrib.get("style")
    if style and ("none" in style or "hidden" in style):
        style = style.replace(" ", "").lower()
        if "display:none" in style or "visibility:hidden" in style:
            return Hidden.MARKED
    if attrib.get("aria-hidden") == "true":
        return Hidden.ARIA
    classes = attrib.get("class")
    if classes and ("hidden" in classes or "sr-only" in classes or "screen" in classes or "invisible" in classes):
        return Hidden.SCREEN_READER if not _SR_CLASSES.isdisjoint(classes.lower().split()) else Hidden.NO
    return Hidden.NO


def _image_source(attrib: Mapping[str, str]) -> str | None:
    """The image's address: lazy loaders put it elsewhere, and a placeholder into `src`."""
    for name in _LAZY_SOURCES:
        value = attrib.get(name)
        if value and not value.startswith("data:"):
            return value.split()[0].rstrip(",") if name.endswith("srcset") and value.split() else value
    return None


def read_html(utf8: bytes, *, url: str | None = None, encoding: str | None = None, cuts: tuple[str, ...] = ()) -> Page:
    """The page that `utf8` (HTML, encoded as UTF-8) shows."""
    builder = PageBuilder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8", huge_tree=True)
    try:
        parser.feed(utf8)
        parser.close()
    except etree.XMLSyntaxError:  # nothing in it that the parser calls a document
        builder.close()
    return builder.page(url, encoding, cuts)
