r"""Formulas: which elements of a page make one, and the TeX that it is.

A formula is one inline object, and its text is its TeX. Pages hold the same formula several times over: as MathML, as
TeX (in an annotation, an attribute, a script, the `alt` of an image), and drawn out of glyphs or as an image. In a
picture, the parts of one formula, each with what tells its TeX:

    MathML      <math> … <annotation encoding="application/x-tex">TeX</annotation></math>
    KaTeX       <span class="katex-mathml"><math>…</math></span> <span class="katex-html">glyphs</span>
    MathJax 2   <span class="MathJax_Preview">…</span> <span class="MathJax">glyphs</span> <script type="math/tex">TeX
    MathJax 3   <mjx-container> <mjx-math>glyphs</mjx-math> <mjx-assistive-mml><math>…</math> </mjx-container>
    fallback    <span style="display:none"><math>…</math></span> <img class="…math-fallback…" alt="TeX">

What that means for the law of conservation: glyphs and hidden copies are the formula that they show, so they are read
as part of it, and no text of their own; the text of the page is the TeX. Glyphs of which no part tells the TeX stay the
text that they are. Glyphs with words that the TeX does not have, or far more of them than it could draw, hold more than
the formula: from there on they stay, too.

A formula is over where something comes that is none of its parts: a block-level element, prose. That it was never
closed costs no text. The one who reads the page asks `formula_at` at the elements that can begin one, and gives the
`Formula` all events until it takes no more. No event is looked at twice but those of glyphs that stay.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote, unquote_plus

from articlekit.readers.events import Event, events_of
from articlekit.readers.mathml import MathReader
from articlekit.readers.run import Frame
from articlekit.readers.tags import BLOCK, NO_ATTRS, ROLES
from articlekit.readers.tex import cleaned, is_surely_tex, is_tex

_MATH, _SCRIPT, _DRAWN, _GLYPHS, _PREVIEW, _IMAGE = "math", "script", "drawn", "glyphs", "preview", "image"
_DRAWING: Final = (_DRAWN, _GLYPHS, _PREVIEW)
_CLASSES: Final[dict[str, str]] = {"MathJax_Preview": _PREVIEW, "katex-html": _GLYPHS} | dict.fromkeys(
    """
    MathJax MathJax_Display MathJax_SVG MathJax_SVG_Display MathJax_CHTML MathJax_MathML MathJax_PHTML mjx-chtml
    MJXc-display
    """.split(),
    _DRAWN,
)
_SCRIPTS: Final = re.compile(r"\s*math/(tex|mml)\b", re.IGNORECASE)
_SCRIPT_DISPLAY: Final = re.compile(r"mode\s*=\s*display", re.IGNORECASE)
_DISPLAY: Final = re.compile(
    r"(?i)katex-display|mathjax_(?:svg_)?display|mjxc-display|math[-_](?:display|block)|image-display|displayed-equation"
)
_CLOSINGS: Final = 2  # elements that may close between two parts
_LONGEST: Final = (4, 60)  # glyphs: so many for each character of the TeX, and so many more
_WORD: Final = re.compile(r"(?:[^\W\d_]|[\u0591-\u05c7\u0610-\u065f\u0900-\u109f]){3,}")
"""Letters, and the vowel signs that stand between them in the scripts of South Asia and the Near East."""
_PREVIEWED: Final = frozenset({"math"})  # "[math]" stands where a formula is still to be drawn
_SEARCHED: Final = 2000  # characters of TeX that are looked at for each formula or word: all formulas, and no page
_OPENED: Final[Event] = ("", NO_ATTRS)  # an element that leaves no trace
_AROUND: Final = 3  # elements around a formula that may tell its TeX
_TOLD_BY: Final = ("data-latex", "data-tex", "data-math", "data-formula", "data-entry")
_TELLERS: Final = re.compile(r"(?i)math|tex\b|formula|equation")
_IMAGES: Final = frozenset(
    """
    latex tex math mathtex math-tex mwe-math-fallback-image-inline mwe-math-fallback-image-display
    ql-img-inline-formula ql-img-displayed-equation
    """.split()
)
_PARAMETER: Final = re.compile(r"[A-Za-z_]{2,16}=")


class Tex(NamedTuple):
    """A formula's source."""

    text: str
    """The TeX; "" where there is none."""
    display: bool
    """Whether it stands on a line of its own."""


class Reading(NamedTuple):
    """What a page has in the place of a formula's events."""

    before: list[Event]
    """Events that come before the formula."""
    tex: Tex
    after: list[Event]
    """Events that come behind it."""


def formula_at(tag: str, attrib: dict[str, str], around: Frame, length: int, blocks: int) -> Formula | None:
    """The formula that an element begins, if it does.

    `around` is the innermost open element, `length` that of the text so far of its block, `blocks` the number of blocks
    before that.
    """
    kind = _kind(tag, attrib)
    if not kind or kind == _IMAGE:
        return None
    formula = Formula(_told(around, length, blocks))
    formula.begin(kind, tag, attrib)
    return formula


def _kind(tag: str, attrib: dict[str, str]) -> str:
    """Which part of a formula an element is; "" for none."""
    if tag == "math":
        return _MATH
    if tag == "mjx-container":
        return _DRAWN
    if tag == "script":
        return _SCRIPT if _SCRIPTS.match(attrib.get("type", "")) else ""
    classes = attrib.get("class", "")
    if tag == "img":
        return _IMAGE if "math" in classes and "fallback" in classes else ""
    if tag in ("span", "div"):
        return next((_CLASSES[name] for name in classes.split() if name in _CLASSES), "")
    return ""


class Formula:
    """The parts of a formula, while their events come."""

    def __init__(self, told: Tex) -> None:
        self._told = told
        self._display = told.display
        self._kinds: list[str] = []  # of the parts so far
        self._depth = 0  # elements open in the part that is being read
        self._events: list[Event] = []  # all but those behind the last part
        self._tail: list[Event] = []  # those
        self._closings: list[Event] = []  # ends of elements between the parts
        self._glyphs: list[Event] = []  # of the parts that draw
        self._drawn = 0  # characters that they draw
        self._script: list[str] = []
        self._markup = ""  # MathML in a script or an attribute
        self._alt = ""
        self._latex = ""
        self._math: MathReader | None = None
        self._in_math = False

    def begin(self, kind: str, tag: str, attrib: dict[str, str]) -> None:
        """A part begins."""
        self._kinds.append(kind)
        self._events += [*self._tail, (tag, attrib)]
        self._closings += [None] * self._tail.count(None)
        self._tail, self._depth = [], 1
        if kind in _DRAWING:
            self._glyphs.append((tag, attrib))
        if kind == _MATH:
            self._begin_math(attrib)
        elif kind == _IMAGE:
            self._alt = attrib.get("alt", "")
        self._note(attrib)
        displayed = attrib.get("display") == "true" or _DISPLAY.search(attrib.get("class", ""))
        self._display = self._display or bool(displayed or _SCRIPT_DISPLAY.search(attrib.get("type", "")))

    def takes(self, event: Event) -> bool:
        """Whether the event is the formula's; if not, the formula is over."""
        if self._depth:
            return self._takes_inside(event)
        if isinstance(event, tuple):
            kind = _kind(*event)
            if not kind or not self._goes_on(kind):
                return False
            self.begin(kind, *event)
            return True
        if event.strip() if event is not None else self._tail.count(None) >= _CLOSINGS:
            return False
        self._tail.append(event)
        return True

    def _goes_on(self, kind: str) -> bool:
        """Whether a part of this kind goes on with the formula, and begins no other one."""
        closings = self._tail.count(None)
        if kind in self._kinds or _SCRIPT in self._kinds:
            return False
        if kind in (_GLYPHS, _IMAGE):
            return _MATH in self._kinds and closings <= 1
        if kind == _SCRIPT:
            return not closings and _MATH not in self._kinds
        return kind in (_DRAWN, _MATH) and not closings and self._kinds == [_PREVIEW]

    def _takes_inside(self, event: Event) -> bool:
        """Whether the event can stand in the part that is being read."""
        if self._in_math:
            if not self._takes_math(event):
                return False
        elif isinstance(event, tuple):
            if ROLES.get(event[0]) == BLOCK:
                return False
            self._note(event[1])
            if event[0] == "math" and self._math is None:
                self._begin_math(event[1])
            elif self._kinds[-1] in _DRAWING:
                self._glyphs.append(event)
        elif self._kinds[-1] in _DRAWING:
            self._glyphs.append(event)
            self._drawn += len(event.strip()) if event is not None else 0
        elif event is not None:
            self._script.append(event)
        self._depth += -1 if event is None else isinstance(event, tuple)
        last = self._events[-1]
        if not self._depth and self._kinds[-1] in _DRAWING and isinstance(last, str) and last.isspace():
            self._tail.append(last)  # white space at the end of an inline element stands between it and what follows
        self._events.append(event)
        return True

    def _note(self, attrib: dict[str, str]) -> None:
        """Sources in attributes of what draws; the outermost ones are the whole formula's."""
        if "data-latex" in attrib or "data-mathml" in attrib:
            self._latex = self._latex or attrib.get("data-latex", "")
            self._markup = self._markup or attrib.get("data-mathml", "")

    def _begin_math(self, attrib: dict[str, str]) -> None:
        self._math, self._in_math = MathReader(attrib), True

    def _takes_math(self, event: Event) -> bool:
        if self._math is None:
            return False
        if event is None:
            self._in_math = not self._math.end()
            return True
        return self._math.text(event) if isinstance(event, str) else self._math.begin(*event)

    def reading(self) -> Reading:
        """What the page has in place of the formula's events, now that it is over."""
        tex = self._tex()
        if not tex:
            return Reading([], Tex("", False), self._events + self._tail)
        display = self._display or (self._math is not None and self._math.display)
        behind = self._foreign(tex)
        still_open = self._depth - sum(-1 if event is None else isinstance(event, tuple) for event in behind)
        return Reading(self._closings, Tex(tex, display), [*behind, *[_OPENED] * still_open, *self._tail])

    def _foreign(self, tex: str) -> list[Event]:
        """The drawing from the first text on that cannot be the formula's, with the elements that are open there."""
        words = _words_of(tex)
        too_long = self._drawn > _LONGEST[0] * len(tex) + _LONGEST[1]
        opened: list[Event] = []
        for n, event in enumerate(self._glyphs):
            if isinstance(event, tuple):
                opened.append(event)
            elif event is None:
                if opened:
                    opened.pop()
            elif too_long or not words.hold(event):
                return opened + self._glyphs[n:]
        return []

    def _tex(self) -> str:
        """What the parts tell, those first in which the author's own TeX stands; "" if none does.

        TeX that lacks a word which the MathML shows is not that formula's.
        """
        told = self._told_tex()
        if self._math is not None and (
            not told or not _words_of(told).hold(normalize("NFKC", " ".join(self._math.shown)))
        ):
            told = self._math.written() or told
        return told or _tex_of_markup("".join(self._script) or self._markup)

    def _told_tex(self) -> str:
        script = "".join(self._script)
        if script.strip() and "<" not in script.lstrip()[:1]:
            return cleaned(script)
        if self._math is not None and self._math.source:
            return self._math.source
        for told in (self._told.text, self._latex, self._alt):
            if is_tex(told):
                return cleaned(told)
        return ""


class _Words(NamedTuple):
    """The words of a formula."""

    words: frozenset[str]
    tex: str

    def hold(self, text: str) -> bool:
        """Whether they are all there that a text has; or a command draws them, as `\\limsup` draws two."""
        within = self.tex if len(self.tex) <= _SEARCHED else ""
        return all(word in self.words or word in within for word in _WORD.findall(text))


def _words_of(tex: str) -> _Words:
    return _Words(frozenset(_WORD.findall(tex)) | _PREVIEWED, tex)


def _tex_of_markup(markup: str) -> str:
    """The TeX of MathML in a text."""
    math: MathReader | None = None
    for event in events_of(markup.encode("utf-8", "replace")) if "<" in markup else ():
        if math is None:
            math = MathReader(event[1]) if isinstance(event, tuple) and event[0] == "math" else None
        elif event is None:
            if math.end():
                break
        elif isinstance(event, tuple):
            math.begin(*event)
        else:
            math.text(event)
    return (math.source or math.written()) if math is not None else ""


# ---------------------------------------------------------------- what stands around a formula, and images


def _told(around: Frame, length: int, blocks: int) -> Tex:
    """What the elements around a formula say of it, if they hold nothing before it."""
    frame: Frame | None = around
    text, display = "", False
    for _ in range(_AROUND):
        if frame is None or frame.mark != (length if frame.inline else blocks) or (length and not frame.inline):
            break
        classes = frame.attrib.get("class", "")
        if classes:
            display = display or bool(_DISPLAY.search(classes))
            if not text and _TELLERS.search(classes):
                told = (frame.attrib.get(name, "") for name in _TOLD_BY)
                text = next((tex for tex in told if len(tex) <= _SEARCHED and is_tex(tex)), "")
        frame = frame.parent
    return Tex(text, display)


def image_tex(attrib: dict[str, str]) -> Tex | None:
    """The TeX of an image that shows a formula; None of any other image."""
    alt, classes = attrib.get("alt", ""), attrib.get("class", "")
    named = bool(classes) and not _IMAGES.isdisjoint(classes.split())
    text = alt if is_surely_tex(alt) or (named and is_tex(alt)) else _in_address(attrib.get("src", ""))
    return Tex(cleaned(text), bool(named and _DISPLAY.search(classes))) if text else None


def _in_address(address: str) -> str:
    """The TeX that an image's address tells the service that draws it; "" for none."""
    if ("%5" not in address and "\\" not in address) or address.startswith("data:"):
        return ""
    address = address.partition("#")[0].replace("&space;", " ").replace("&plus;", "+")
    path, _, query = address.partition("?")
    for piece in (*query.split("&"), path.rpartition("/")[2]):
        named = _PARAMETER.match(piece)
        text = unquote_plus(piece[named.end() :]) if named else unquote(piece)
        if is_surely_tex(text):
            return text
    return ""
