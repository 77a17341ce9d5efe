"""The page builder: a parser's events in, a `Page` out, in one pass and without a tree.

Principles, for input that keeps none of the standard's promises:

* A *block* is a run of text between two block boundaries: the start or end of a block-level element, two `br` in a row.
  Whether a boundary is right or wrong nested does not matter: text inside `<span><div>…` is as much a block as in a
  `p`.
* White space collapses as browsers do it, piece by piece, so that offsets of inline spans are known at once. A single
  `br` is a line break in the text; `pre` keeps what it holds.
* A block lies in the innermost region that holds all its text, be it a `span` inside a `p`.
* Text that a reader would not see as part of the sentence around it is *diverted* into a block of its own behind the
  current one: hidden inline text, buttons, drawings. Nothing is dropped but scripts, styles and comments.
* A formula is one inline object, and its text is its TeX, not the glyphs that draw it: `math` knows what belongs to it.
* Frames are made for elements that can matter (block-level, or with class, id, role …), regions only for frames that
  hold text. No step looks back over more than the open elements.

This module knows tags and attributes. It knows nothing of what is boilerplate.
"""

from __future__ import annotations

from typing import Any, Final

from articlekit.page import BlockKind, Page, without_invisible
from articlekit.readers import listings
from articlekit.readers.classes import ASIDE, CODED
from articlekit.readers.code import Code
from articlekit.readers.compose import Read, compose
from articlekit.readers.math import Formula, Tex, formula_at, image_tex
from articlekit.readers.properties import Properties, property_name
from articlekit.readers.regions import Regions
from articlekit.readers.run import EXACT, Frame, RawBlock, Run, add_span, lies_in, tick
from articlekit.readers.sorter import EventSorter
from articlekit.readers.tags import (
    AMP_IMAGES,
    BLANKS,
    BLOCK,
    EMBEDS,
    FORMAT,
    FORMULA,
    HEADINGS,
    NO_ATTRS,
    SPAN_KINDS,
    TITLED,
    VEILS,
    VOID,
    hidden_by,
    image_source,
    is_counter,
    is_emoji,
    is_permalink,
    is_telling,
    style_kind,
    unfolded,
)

_NOTHING: Final = None  # stands on the stack for elements that leave no trace


class PageBuilder(EventSorter):
    """Takes the events of a parser and gives a `Page`."""

    def __init__(self) -> None:
        super().__init__()
        self._root = Frame("#root", NO_ATTRS, None, False)
        self._top = self._root
        self._stack: list[Any] = []
        self._run = Run()
        self._suspended: Run | None = None  # the visible run, while hidden inline text is read
        self._diverter: Frame | None = None  # the element that diverts
        self._regions = Regions()
        self._blocks: list[RawBlock] = []
        self._deferred: list[RawBlock] = []
        self._anchors: dict[str, int] = {}  # names that links can lead to, and the block that stands there
        self._unfolded: set[str] = set()  # ids of the panels that controls above have
        self._code = Code()
        self._properties = Properties()
        self._regions.of(self._root)

    # ------------------------------------------------------------ events

    def finish(self) -> None:
        """All events have come; elements that are still open are closed."""
        super().finish()
        while self._stack:
            self._leave(self._stack.pop())
        self._flush()

    def _start(self, tag: str, attrib: dict[str, str], role: int, said: int) -> None:
        if role == BLOCK:
            if self._top.pre == EXACT:
                self._stack.append(self._start_line(tag, attrib, said))
                return
            if self._run.length:
                self._flush()
            self._stack.append(self._open(tag, attrib, said, False))
        elif role == FORMAT:
            if tag == "a" and self._top.tag in TITLED and is_permalink(attrib):
                self._stack.append(self._start_apart(self._open(tag, attrib, said, True)))
            else:
                self._start_format(tag, attrib, said)
        elif not role or role == FORMULA:
            if attrib and "style" in attrib and (kind := style_kind(attrib["style"])):
                self._start_format(tag, attrib, said, kind)
            else:
                self._stack.append(self._start_inline(tag, attrib, said) if attrib else _NOTHING)
        elif role == VOID:
            self._void(tag, attrib)
            self._stack.append(_NOTHING)
        else:
            if tag in AMP_IMAGES:
                self._image(attrib)
            elif tag in EMBEDS:
                self._media("embed", attrib.get("src") or attrib.get("data-src"), attrib.get("title"))
            frame = self._open(tag, attrib, said, True)
            if frame.shown:
                frame.hide(VEILS.get(tag, frame.hidden))
            self._stack.append(self._start_apart(frame))

    def _end(self) -> None:
        if self._stack and (opened := self._stack.pop()) is not None:
            self._leave(opened)

    def _leave(self, opened: Any) -> None:
        if isinstance(opened, Frame):
            self._close(opened)
        elif isinstance(opened, str):
            self._end_format(opened)
        elif opened is not None:
            self._end_format(opened[0])
            self._close(opened[1])

    def _text(self, data: str) -> None:
        top, run = self._top, self._run
        if not top.pre and data.isspace():
            run.space = True
            return
        if not data.isascii():
            data = without_invisible(data)
            if not data:
                return
        if top.pre:
            if top.pre == EXACT:
                listings.write(run, top, data)
                return
            self._code.note(run, data)
        words = data.split()
        if not words:
            run.space = True
            return
        text = " ".join(words)
        if run.breaks > 1 and top.tag not in HEADINGS:
            self._flush()
        if run.length:
            if run.breaks:
                text = "\n" + text
            elif run.space or data[0].isspace():
                text = " " + text
            if not run.anchor.open:  # type: ignore[union-attr]  # text has an anchor
                run.raise_anchor()
        else:
            run.anchor = top
        run.pieces.append(text)
        run.length += len(text)
        run.breaks = 0
        run.space = data[-1].isspace()

    # ------------------------------------------------------------ elements

    def _open(self, tag: str, attrib: dict[str, str], said: int, inline: bool) -> Frame:
        top = self._top
        frame = Frame(tag, attrib, top, inline)
        if attrib or tag == "dialog":
            if len(attrib) > 1 or not said:
                if "aria-controls" in attrib:
                    self._unfolded.update(attrib["aria-controls"].split())
                if "id" in attrib:
                    self._anchor(attrib["id"])
            frame.tells = property_name(attrib, said)
            if top.shown and (hidden := hidden_by(tag, attrib, said)):
                frame.hide(hidden if inline else unfolded(hidden, attrib, self._unfolded))
            if said & CODED and not inline and not frame.pre:
                frame.pre = listings.texture(tag, attrib["class"])
        frame.mark = self._run.length if inline else len(self._blocks)
        if top.pre == EXACT:
            listings.enter(self._run, frame)
        self._top = frame
        if not inline and tag in ("html", "body"):
            self._head.declare(tag, attrib)
        return frame

    def _anchor(self, name: str) -> None:
        """A link may lead to here: to the block that is being read, or the one to come."""
        self._anchors.setdefault(name, len(self._blocks) + (self._run.breaks > 1))

    def _start_inline(self, tag: str, attrib: dict[str, str], said: int) -> Any:
        hidden = self._top.shown and hidden_by(tag, attrib, said)
        if self._run.length and self._run.length == self._run.apart:
            self._run.space = True  # pieces side by side ("byline", "date") are set apart by style
        is_line = self._top.pre == EXACT and listings.is_line(attrib)
        if not hidden and not said and not is_line and not is_telling(attrib):
            if "aria-controls" in attrib:
                self._unfolded.update(attrib["aria-controls"].split())
            return _NOTHING
        frame = self._open(tag, attrib, said, True)
        return self._start_apart(frame) if hidden or said & ASIDE else frame

    def _start_format(self, tag: str, attrib: dict[str, str], said: int, style: str = "") -> None:
        kind = style or SPAN_KINDS[tag]
        if tag == "code":
            frame = self._start_code(attrib, said)
        else:
            frame = self._start_inline(tag, attrib, said) if attrib else _NOTHING
        run = self._run
        if kind == "link":
            href = attrib.get("href", "").strip()
            if "name" in attrib:
                self._anchor(attrib["name"])
            run.open_link(href, self._regions.class_words(attrib) if frame is not _NOTHING else ())
        else:
            state = run.kinds.setdefault(kind, [0, 0, ""])
            state[0] += 1
            if state[0] == 1:
                state[1], state[2] = run.length, attrib.get("datetime", "") if kind == "time" else ""
        self._stack.append(kind if frame is _NOTHING else (kind, frame))

    def _end_format(self, kind: str) -> None:
        run = self._run
        if kind == "link":
            run.close_link()
        elif state := run.kinds.get(kind):
            state[0] -= 1
            if state[0] == 0:
                add_span(run.spans, state[1], run.length, kind, state[2])

    def _start_apart(self, frame: Frame) -> Frame:
        """Read what the element holds into blocks of its own."""
        frame.pre = 0
        if self._run.length and self._diverter is None:
            self._suspended, self._run, self._diverter = self._run, Run(), frame
        else:
            self._flush()
        frame.inline = False
        return frame

    def _close(self, frame: Frame) -> None:
        if frame.pre == EXACT and frame.parent is not None and frame.parent.pre == EXACT:
            listings.leave(self._run, frame, self._regions.class_words(frame.attrib))
        elif not frame.inline:
            if self._run.length or frame.pre:
                self._flush()
            if frame.tag in BLANKS and frame.mark == len(self._blocks):
                self._emit(frame, "cell")
        if frame is self._diverter and self._suspended is not None:
            self._run, self._suspended, self._diverter = self._suspended, None, None
        elif self._run.length > frame.mark + 2 and not self._run.kinds.get("code", (0,))[0]:
            self._run.apart = self._run.length
        if frame.tells is not None:
            self._properties.take(frame, self._run, len(self._blocks))
        frame.open = False
        self._top = frame.parent or self._root

    def _void(self, tag: str, attrib: dict[str, str]) -> None:
        if tag == "br":
            if self._top.pre:
                listings.break_off(self._run, self._top)
            elif self._run.length:
                self._run.breaks += 1
        elif tag == "img":
            self._image(attrib)
        elif tag == "hr":
            self._flush()
            self._emit(self._top, "rule")
        elif tag == "source":
            if self._top.tag in EMBEDS and not self._top.attrib.get("src"):
                self._media("embed", attrib.get("src"), None, self._top.parent)
                self._top.attrib = {**self._top.attrib, "src": "of its source"}
        elif tag == "option":
            self._run.space = True
        elif tag == "input":
            tick(self._top, attrib)
        else:
            self._head.declare(tag, attrib)

    def _image(self, attrib: dict[str, str]) -> None:
        if tex := image_tex(attrib):
            self._write_formula(tex)
        elif is_emoji(attrib):
            self._text(attrib["alt"])
        elif not is_counter(attrib):
            self._media("image", image_source(attrib), attrib.get("alt"))

    def _media(self, kind: BlockKind, url: str | None, alt: str | None, frame: Frame | None = None) -> None:
        if url and not url.startswith(("data:", "about:", "javascript:")):
            self._emit(frame or self._top, kind, value=url.strip(), alt=alt, behind=self._run.length > 0)

    # ------------------------------------------------------------ text

    def _formula_at(self, tag: str, attrib: dict[str, str]) -> Formula | None:
        return formula_at(tag, attrib, self._top, self._run.length, len(self._blocks))

    def _is_in_drawing(self) -> bool:
        return lies_in(self._top, "svg")

    def _write_formula(self, tex: Tex) -> None:
        top = self._top
        alone = tex.display and top.tag not in HEADINGS and not top.pre
        if alone:
            self._flush()
        self._text(tex.text)
        run = self._run
        add_span(run.spans, run.length - len(tex.text), run.length, "math")
        if alone:
            self._flush()

    def _flush(self) -> None:
        run = self._run
        if not run.length:
            run.space, run.breaks, run.lead = False, 0, ""
        else:
            anchor = run.anchor or self._root
            blocks = self._blocks if self._suspended is None else self._deferred
            if anchor.pre:
                for text, frame, kind, spans, value in self._code.end(run, anchor, self._regions.class_words):
                    blocks.append((text, self._regions.of(frame), kind, spans, value, None))
            else:
                text, spans = run.cut()
                blocks.append((text, self._regions.of(anchor), "text", spans, "", None))
        if self._suspended is None and self._deferred:
            self._blocks += self._deferred
            self._deferred = []

    def _start_line(self, tag: str, attrib: dict[str, str], said: int) -> Frame:
        """A block element inside `pre`."""
        shown = self._top.shown
        if not listings.holds_lines(self._run, tag, attrib):
            self._flush()
        frame = self._open(tag, attrib, said, False)
        return self._start_apart(frame) if shown and not frame.shown else frame

    def _start_code(self, attrib: dict[str, str], said: int) -> Any:
        if self._code.begins(self._run, self._top, attrib):
            frame = self._open("code", attrib, said, False)
            frame.pre = EXACT
            return frame
        return self._start_inline("code", attrib, said) if attrib else _NOTHING

    def _emit(self, box: Frame, kind: BlockKind, value: str = "", alt: str | None = None, behind: bool = False) -> None:
        """A block without text."""
        blocks = self._deferred if behind or self._suspended is not None else self._blocks
        blocks.append(("", self._regions.of(box), kind, [], value, alt))

    def page(self, url: str | None, encoding: str | None, cuts: tuple[str, ...]) -> Page:
        """The page that the events so far make."""
        read = Read(self._blocks, self._regions, self._anchors, self._properties.made, self._code.seen)
        return compose(read, self._head.head(), url, encoding, cuts)
