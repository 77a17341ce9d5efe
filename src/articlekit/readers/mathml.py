r"""MathML as TeX: `<msup><mi>x</mi><mn>2</mn></msup>` is `x^{2}`.

What a formula says of its own TeX (an annotation, `alttext`, `data-latex`) comes first; else the TeX is written from
the presentation elements, each by its row in `_WRITERS`, from what its children came to. Elements that are not there
give their text. Events come one by one, nothing is recursive, and elements nested deeper than any formula count as text
of the one around them, so that no text is copied more than a bounded number of times.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from html import unescape
from itertools import zip_longest
from typing import Final

from articlekit.readers.tags import BLOCK, ROLES
from articlekit.readers.tex import FUNCTIONS, OPERATORS, SYMBOLS, cleaned, is_tex

_DEEPEST: Final = 100  # open elements; real formulas have some thirty
_PROSE: Final = re.compile(r"\S\s+\S+\s+\S|[\u2e80-\ud7ff]{4}")  # outside any element for text: it was never closed
_ENDING: Final = frozenset(tag for tag, role in ROLES.items() if role == BLOCK) | frozenset(
    "a b big br code em embed hr i img meta nobr ruby s small span strong strike sub sup tt u var".split()
)
"""Tags that end a formula, as browsers do it: none of them is of MathML, and they stand in no part for text."""
_TEX: Final = re.compile(r"(?i)\b(?:la)?tex\b")  # of an annotation's encoding: application/x-tex, TeX, LaTeX …
_ATOM: Final = re.compile(r"\\?[^\\{}\s]|\\[A-Za-z]+(?:\{[^{}]*\})?")
_ACCENTS: Final = {
    "\\hat{}": "hat", "ˆ": "hat", "\\sim": "tilde", "˜": "tilde", "¯": "bar", "‾": "overline", "―": "overline",
    "˙": "dot", ".": "dot", "\\cdot": "dot", "¨": "ddot", "\\to": "vec", "⃗": "vec", "⏞": "overbrace",
}  # fmt: skip
_BELOW: Final = {"⏟": "underbrace", "\\_": "underline", "̲": "underline", "‾": "underline", "¯": "underline"}
_MATRICES: Final = {
    ("(", ")"): "pmatrix", ("[", "]"): "bmatrix", ("|", "|"): "vmatrix", ("\\mid", "\\mid"): "vmatrix",
    ("\\{", "\\}"): "Bmatrix", ("\\Vert", "\\Vert"): "Vmatrix", ("\\{", ""): "cases",
}  # fmt: skip
_MATRIX, _MATRIX_END = "\\begin{matrix}", "\\end{matrix}"
_VARIANTS: Final = {
    "normal": "mathrm", "bold": "mathbf", "bold-italic": "boldsymbol", "double-struck": "mathbb", "script": "mathcal",
    "fraktur": "mathfrak", "sans-serif": "mathsf", "monospace": "mathtt",
}  # fmt: skip
_FONTS: Final = ("DOUBLE-STRUCK", "FRAKTUR", "SCRIPT", "SANS-SERIF", "MONOSPACE", "BOLD")  # in names of characters
_IN_TEXT: Final = str.maketrans({char: f"\\{char}" for char in "{}%$#&_"} | {"\\": "\\textbackslash "})
_PRESCRIPTS: Final = "\0"  # in place of an element that only parts others
_STRETCHES: Final = "\1"  # before a bracket that grows with what it holds; nothing but `_row` sees it
_OPENING: Final = frozenset(("(", "[", "\\{", "|", "\\langle", "\\lceil", "\\lfloor", "\\Vert"))
_CLOSING: Final = frozenset((")", "]", "\\}", "|", "\\rangle", "\\rceil", "\\rfloor", "\\Vert"))

Attributes = dict[str, str]
Writer = Callable[[Sequence[str], Attributes], str]


class MathReader:
    """Takes what lies in a `math` element, event by event."""

    def __init__(self, attrib: Attributes) -> None:
        alternatives = (attrib.get("data-latex", ""), attrib.get("alttext", ""))
        self.source = next((cleaned(text) for text in alternatives if is_tex(text)), "")
        self.display = attrib.get("display") == "block" or attrib.get("mode") == "display"
        self._open: list[tuple[str, Attributes, list[str]]] = [("math", attrib, [])]
        self._within = 0  # elements open inside one whose text counts alone
        self._annotation: list[str] | None = None  # an annotation is open: its text, if it is TeX
        self._annotated = False
        self._bare: list[str] = []  # text of a formula without elements: the TeX itself
        self.shown: list[str] = []
        """The text that a browser shows, in pieces."""

    def begin(self, tag: str, attrib: Attributes) -> bool:
        """An element begins; False if it cannot stand in a formula, which is over then."""
        top = self._open[-1][0]
        if self._annotated or top in _TOKENS or len(self._open) >= _DEEPEST:
            if tag in _ENDING and not self._annotated and top not in _TOKENS:
                return False
            self._within += 1
        elif tag in ("annotation", "annotation-xml"):
            self._annotated, self._within = True, 1
            self._annotation = [] if _TEX.search(attrib.get("encoding", "")) and tag == "annotation" else None
        elif tag in _ENDING:
            return False
        else:
            if self._bare:
                self._open[0][2].append(_token(self._bare, {}))
                self._bare = []
            self._open.append((tag, attrib, []))
        return True

    def text(self, data: str) -> bool:
        """Text comes; False if it cannot stand in a formula, which is over then."""
        if self._annotated:
            if self._annotation is not None:
                self._annotation.append(data)
            return True
        self.shown.append(data)
        tag, _, parts = self._open[-1]
        if tag in _TOKENS or self._within:
            parts.append(data)
        elif data.strip():
            bare = len(self._open) == 1 and not parts
            if _PROSE.search(data) and not (bare and is_tex(data)):
                return False
            if bare:
                self._bare.append(data)
            else:
                parts.append(_token([data], {}))
        return True

    def end(self) -> bool:
        """An element ends; True if it is the formula."""
        if self._within:
            self._within -= 1
            if self._annotated and not self._within:
                self._end_annotation()
            return False
        if len(self._open) == 1:
            return True
        tag, attrib, parts = self._open.pop()
        tex = _WRITERS.get(tag, _row)(parts, attrib)
        self._open[-1][2].append(tex if tag == "mo" else tex.replace(_STRETCHES, ""))
        return False

    def _end_annotation(self) -> None:
        if self._annotation is not None:
            self.source = cleaned("".join(self._annotation)) or self.source
        self._annotated, self._annotation = False, None

    def written(self) -> str:
        """The TeX of the presentation elements so far; those that are still open count as ended."""
        while len(self._open) > 1:
            self._within, self._annotated = 0, False
            self.end()
        tex = _row(self._open[0][2], {}).replace(_PRESCRIPTS, "").replace(_STRETCHES, "")
        return cleaned("".join(self._bare) or tex)


# ---------------------------------------------------------------- text


def _characters(text: str) -> str:
    pieces = [_character(char) for char in unescape(text).strip()]
    return (" " if any(piece[:1] == "\\" and piece[1:].isalpha() for piece in pieces) else "").join(pieces)


def _character(char: str) -> str:
    if char in SYMBOLS:
        return SYMBOLS[char]
    if not char.isascii() and unicodedata.decomposition(char).startswith("<font>"):
        name, plain = unicodedata.name(char, ""), unicodedata.normalize("NFKC", char)
        font = next((font for font in _FONTS if font in name), "")
        plain = SYMBOLS.get(plain, plain)
        return f"\\{_VARIANTS[font.lower()]}{{{plain}}}" if font else plain
    return char


def _token(parts: Sequence[str], _: Attributes) -> str:
    return _characters("".join(parts))


def _operator(parts: Sequence[str], attrib: Attributes) -> str:
    sign = _characters("".join(parts))
    stretches = (sign in _OPENING or sign in _CLOSING) and attrib.get("stretchy") != "false"
    return _STRETCHES + sign if stretches else sign


def _identifier(parts: Sequence[str], attrib: Attributes) -> str:
    name = "".join(parts).strip()
    if name in FUNCTIONS:
        return f"\\{name}"
    tex = _characters(name)
    if name.isascii() and len(name) > 1 and name.isalnum():
        return f"\\{_VARIANTS.get(attrib.get('mathvariant', ''), 'mathrm')}{{{tex}}}"
    variant = _VARIANTS.get(attrib.get("mathvariant", ""))
    upright = variant == "mathrm" and not name.isascii()  # capital Greek, and signs
    return f"\\{variant}{{{tex}}}" if variant and tex and not upright else tex


def _words(parts: Sequence[str], _: Attributes) -> str:
    text = re.sub(r"\s+", " ", unescape("".join(parts)))
    if not any(char.isalpha() for char in text):
        return _characters(text)
    return f"\\text{{{text.translate(_IN_TEXT)}}}"


def _space(_: Sequence[str], attrib: Attributes) -> str:
    found = re.match(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)em", attrib.get("width", ""))
    return "" if not found or float(found[1]) < 1 else "\\quad" if float(found[1]) < 2 else "\\qquad"


# ---------------------------------------------------------------- layout


def _row(parts: Sequence[str], _: Attributes) -> str:
    """The parts side by side; a table between brackets is a matrix, brackets around all the rest grow with it."""
    shown = [part for part in parts if part]
    if len(shown) > 2 and sum(part.startswith(_STRETCHES) for part in shown) == 2:
        first, last = shown[0], shown[-1]
        if first[1:] in _OPENING and last[1:] in _CLOSING and not (len(shown) == 3 and shown[1].startswith(_MATRIX)):
            shown[0], shown[-1] = f"\\left{first[1:]}", f"\\right{last[1:]}"
    out: list[str] = []
    for part in (part.removeprefix(_STRETCHES) for part in shown):
        if len(out) > 1 and out[-1].startswith(_MATRIX) and (name := _MATRICES.get((out[-2], part))):
            out[-2:] = [_renamed(out[-1], name)]
        else:
            out.append(part)
    if len(out) > 1 and out[-1].startswith(_MATRIX) and out[-2] == "\\{":
        out[-2:] = [_renamed(out[-1], "cases")]
    return " ".join(out)


def _renamed(matrix: str, name: str) -> str:
    return f"\\begin{{{name}}}{matrix[len(_MATRIX) : -len(_MATRIX_END)]}\\end{{{name}}}"


def _first(parts: Sequence[str], _: Attributes) -> str:
    return parts[0] if parts else ""


def _arguments(parts: Sequence[str], count: int) -> list[str]:
    """As many as an element has children; what is there too much joins the last one, so that it is not lost."""
    given = [*parts[: count - 1], _row(parts[count - 1 :], {})]
    return given + [""] * (count - len(given))


def _base(tex: str) -> str:
    return tex if _ATOM.fullmatch(tex) or _is_bracketed(tex) else f"{{{tex}}}"


def _is_bracketed(tex: str) -> bool:
    """Whether one pair of growing brackets holds all of it."""
    return tex.startswith("\\left") and tex.count("\\left") == 1 and "\\right" in tex[-len("\\right\\rangle") :]


def _scripts(base: str, below: str, above: str) -> str:
    return _base(base) + (f"_{{{below}}}" if below else "") + (f"^{{{above}}}" if above else "")


def _attaching(place: Callable[[str, str, str], str], *, below: bool = False, above: bool = False) -> Writer:
    """The writer of an element whose children are a base, and what is set below and above it."""

    def write(parts: Sequence[str], _: Attributes) -> str:
        base, *rest = _arguments(parts, 1 + below + above)
        return place(base, rest[0] if below else "", rest[-1] if above else "")

    return write


def _multiscripts(parts: Sequence[str], _: Attributes) -> str:
    at = parts.index(_PRESCRIPTS) if _PRESCRIPTS in parts else len(parts)
    behind, before = parts[1:at], parts[at + 1 :]
    lead = "".join(_scripts("", *pair) for pair in zip_longest(before[::2], before[1::2], fillvalue=""))
    pairs = list(zip_longest(behind[::2], behind[1::2], fillvalue=""))
    body = _first(parts, {}) if not pairs else _scripts(_first(parts, {}), *pairs[0])
    return lead + body + "".join(_scripts("", *pair) for pair in pairs[1:])


def _limits(base: str, below: str, above: str) -> str:
    if base[1:] in OPERATORS:
        return _scripts(base, below, above)
    if above in _ACCENTS and base:
        base, above = f"\\{_wide(_ACCENTS[above], base)}{{{base}}}", ""
    if below in _BELOW and base:
        base, below = f"\\{_BELOW[below]}{{{base}}}", ""
    base = f"\\overset{{{above}}}{{{base}}}" if above else base
    return f"\\underset{{{below}}}{{{base}}}" if below else base


def _wide(accent: str, base: str) -> str:
    return "overline" if accent == "bar" and not _ATOM.fullmatch(base) else accent


def _fraction(parts: Sequence[str], attrib: Attributes) -> str:
    above, below = _arguments(parts, 2)
    bare = re.match(r"0(?:\.0*)?(?:[a-z]|\Z)", attrib.get("linethickness", ""))
    return f"\\genfrac{{}}{{}}{{0pt}}{{}}{{{above}}}{{{below}}}" if bare else f"\\frac{{{above}}}{{{below}}}"


def _root(parts: Sequence[str], _: Attributes) -> str:
    base, degree = _arguments(parts, 2)
    return f"\\sqrt[{degree}]{{{base}}}"


def _fenced(parts: Sequence[str], attrib: Attributes) -> str:
    marks = [_characters(mark) for mark in attrib.get("separators", ",") if not mark.isspace()]
    inner = parts[0] if parts else ""
    for n, part in enumerate(parts[1:]):
        inner += f" {marks[min(n, len(marks) - 1)]} {part}" if marks else f" {part}"
    start, end = _characters(attrib.get("open", "(")), _characters(attrib.get("close", ")"))
    return _row([start, inner, end], {}) if inner.startswith(_MATRIX) else f"{start}{inner}{end}"


def _enclosed(parts: Sequence[str], attrib: Attributes) -> str:
    notation = attrib.get("notation", "").split()
    command = "boxed" if "box" in notation else "overline" if notation == ["top"] else ""
    return f"\\{command}{{{_row(parts, {})}}}" if command else _row(parts, {})


def _table(rows: Sequence[str], attrib: Attributes) -> str:
    if len(rows) == 1 and " & " not in rows[0]:
        return rows[0]
    aligned = attrib.get("columnalign", "").startswith("right")
    body = " \\\\ ".join(rows)
    return f"\\begin{{aligned}}{body}\\end{{aligned}}" if aligned else f"{_MATRIX}{body}{_MATRIX_END}"


def _table_row(cells: Sequence[str], _: Attributes) -> str:
    return " & ".join(cells)


def _labelled_row(cells: Sequence[str], _: Attributes) -> str:
    return " \\qquad ".join(part for part in (" & ".join(cells[1:]), *cells[:1]) if part)


def _wrapped(command: str) -> Writer:
    return lambda parts, _: f"\\{command}{{{_row(parts, {})}}}"


_WRITERS: Final[dict[str, Writer]] = {
    "mi": _identifier, "mn": _token, "mo": _operator, "mtext": _words, "ms": _words, "mspace": _space,
    "mrow": _row, "mstyle": _row, "mpadded": _row, "merror": _row, "semantics": _row, "mtd": _row, "math": _row,
    "maction": _first, "mmultiscripts": _multiscripts,
    "msub": _attaching(_scripts, below=True), "msup": _attaching(_scripts, above=True),
    "msubsup": _attaching(_scripts, below=True, above=True),
    "mprescripts": lambda *_: _PRESCRIPTS, "none": lambda *_: "",
    "munder": _attaching(_limits, below=True), "mover": _attaching(_limits, above=True),
    "munderover": _attaching(_limits, below=True, above=True), "mfrac": _fraction, "msqrt": _wrapped("sqrt"),
    "mroot": _root, "mfenced": _fenced, "menclose": _enclosed, "mphantom": _wrapped("phantom"),
    "mtable": _table, "mtr": _table_row, "mlabeledtr": _labelled_row,
}  # fmt: skip
_TOKENS: Final = frozenset({"mi", "mn", "mo", "mtext", "ms"})
