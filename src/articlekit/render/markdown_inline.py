"""Writes marked text as Markdown that a CommonMark reader takes for exactly that text. It knows nothing of blocks.

Principles:

* Every character of the page that could become markup is escaped. `<` and `&` become character references, since some
  Markdown dialects know no backslash before `<`.
* `**` and `*` only work beside the right characters ("flanking"). Where they would not, the mark is first narrowed to
  leave out punctuation at its ends ("**Note**:text"), and left out if that does not help: the text comes first.
* Formulas stand between `$` signs as they are, since TeX is no Markdown. One that could become markup, or end before
  its end, is written as code between the signs, which readers of formulas take for one, too.
* Superscripts and subscripts have no markup in CommonMark but HTML's own: "10<sup>6</sup>" is another number than 106.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from articlekit.models import Span, SpanKind
from articlekit.render.inline import Event, Mark, disjoint, events, marks_of, tidy
from articlekit.render.urls import safe_url

HARD_BREAK: Final = "\\\n"
"""A line break inside a paragraph."""

_DELIMITERS: Final[dict[str, str]] = {SpanKind.STRONG: "**", SpanKind.EMPHASIS: "*", SpanKind.STRIKE: "~~"}
_SCRIPTS: Final[dict[str, str]] = {SpanKind.SUPERSCRIPT: "sup", SpanKind.SUBSCRIPT: "sub"}
_REFERS: Final = SpanKind.FOOTNOTE_REFERENCE
_NO_MARKUP: Final[frozenset[str]] = frozenset({SpanKind.LABEL})

_SPECIAL: Final = re.compile(
    r"""
    (?P<backslash> [\\`*\[\]~] )
    | (?P<word> (?<![^\W_]) _ | _ (?![^\W_]) )        # an underscore inside a word marks nothing
    | (?P<less> < )
    | (?P<reference> & (?= \#?[0-9A-Za-z]+; | \#?[0-9A-Za-z]*\Z ) )   # "AT&T" is no character reference
    | (?P<image> !\Z )                                # a link may follow
    """,
    re.VERBOSE,
)
_MAX_PARENTHESES: Final = 16  # CommonMark readers must follow nested parentheses in an address to a depth of 32
_ENTITIES: Final = {"<": "&lt;", "&": "&amp;"}

_LINE_START: Final = re.compile(
    r"""
    (?P<bare> [#>=|] | [-+](?![0-9A-Za-z]) | :(?=[-\s]) )  # heading, quote, underline, list, rule, table, meaning
    | (?P<number> [0-9]{1,9} ) (?= [.)](?:\s|\Z) )        # numbered list
    """,
    re.VERBOSE,
)
_NO_RAW_MATH: Final = re.compile(r"[$`\n]|<[A-Za-z/!?]|&#?[0-9A-Za-z]+;|\]\(|(?<!\\)(?:\\\\)*\\\Z")
_REFERENCE: Final = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
_IN_URL: Final = str.maketrans({char: f"%{ord(char):02X}" for char in '<>\\`|"'})
_PARENTHESES: Final = str.maketrans({"(": "%28", ")": "%29"})


class _Piece(NamedTuple):
    """A bit of Markdown source: ready text, the content of a code span, or a delimiter that may still be dropped."""

    kind: Literal["text", "code", "open", "close"]
    source: str
    pair: int = 0
    """Number that an opening delimiter shares with its closing one, from 1; 0 for other pieces."""


_NO_NOTES: Final[Mapping[str, str]] = MappingProxyType({})


def inline(
    text: str,
    spans: Iterable[Span] = (),
    offset: int = 0,
    *,
    line_break: str = HARD_BREAK,
    notes: Mapping[str, str] = _NO_NOTES,
) -> str:
    """`text`, which begins at `offset` of the article's text, as Markdown; `line_break` stands for each line break.

    `notes`: the labels of footnotes, by id; a reference to another note stays text.
    """
    offset += len(text) - len(text.lstrip())
    text = tidy(text.strip())
    marks = (
        mark._replace(href=notes.get(mark.href or "") if mark.kind == _REFERS else destination(mark.href))
        for mark in marks_of(spans, offset, leave_out=_NO_MARKUP)
    )
    useful = [mark for mark in marks if mark.kind not in (SpanKind.LINK, _REFERS) or mark.href]
    narrowed = [_narrowed(text, mark) for mark in disjoint(text, useful)]
    if any(mark.kind == SpanKind.MATH for mark in narrowed):  # then a "$" of the text could begin a formula
        return _joined(_without_idle_delimiters(_pieces(events(text, narrowed), line_break, dollar="\\$")))
    return _joined(_without_idle_delimiters(_pieces(events(text, narrowed), line_break)))


def guard_lines(source: str) -> str:
    """`source` so that none of its lines begins a heading, list, quote, rule or table."""
    return "\n".join(_guarded(line.strip(" ")) for line in source.split("\n"))


def _guarded(line: str) -> str:
    found = _LINE_START.match(line)
    if not found:
        return line
    at = found.end() if found["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


# ---------------------------------------------------------------- text


def _pieces(steps: Iterable[Event], line_break: str, *, dollar: str = "$") -> list[_Piece]:
    """Events as Markdown; delimiters stay apart, so that they can still be dropped in pairs."""
    pieces: list[_Piece] = []
    open_pairs: list[int] = []
    in_code = in_reference = in_math = behind = False
    for number, (kind, mark, text) in enumerate(steps, 1):
        if mark is not None and mark.kind == _REFERS:
            in_reference = kind == "open"
            behind = not in_reference
            if in_reference:
                pieces.append(_Piece("text", f"[^{mark.href}]"))
        elif in_reference:
            continue  # the label stands for the mark
        elif mark is None and in_code:
            pieces.append(_Piece("code", text.replace("\n", " ")))
        elif mark is None and in_math:
            pieces.append(_Piece("text", _math(text)))
        elif mark is None:
            guard = "\\" if behind and text.startswith(("(", ":")) else ""  # else it would be an address, a definition
            pieces.append(_Piece("text", guard + _text(text, line_break).replace("$", dollar)))
            behind = False
        elif mark.kind == SpanKind.CODE:
            in_code = kind == "open"
        elif mark.kind == SpanKind.MATH:
            in_math = kind == "open"
        elif mark.kind not in _DELIMITERS:
            pieces.append(_Piece("text", _bracket(mark, opens=kind == "open")))
        elif kind == "open":
            open_pairs.append(number)
            pieces.append(_Piece("open", _DELIMITERS[mark.kind], number))
        else:
            pieces.append(_Piece("close", _DELIMITERS[mark.kind], open_pairs.pop()))
    return pieces


def _math(tex: str) -> str:
    tex = tex.replace("\n", " ")
    return f"${tex}$" if may_be_raw(tex) else f"${_code_span(tex)}$"


def may_be_raw(tex: str) -> bool:
    """Whether no Markdown reader takes anything in a formula for HTML, a link or the formula's end."""
    return not _NO_RAW_MATH.search(tex)


def _bracket(mark: Mark, *, opens: bool) -> str:
    """What stands before or behind a link, a superscript, a subscript."""
    if mark.kind == SpanKind.LINK:
        return "[" if opens else f"]({mark.href})"
    return f"<{'' if opens else '/'}{_SCRIPTS[mark.kind]}>"


def _text(text: str, line_break: str) -> str:
    first, *rest = text.split("\n")
    if not rest:
        return _escaped(first)
    lines = [first.rstrip(), *(line.strip() for line in rest[:-1] if line.strip()), rest[-1].lstrip()]
    return line_break.join(_escaped(line) for line in lines)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found.group(), f"\\{found.group()}"), text)


def _joined(pieces: Iterable[_Piece]) -> str:
    grouped = groupby(pieces, key=lambda piece: piece.kind == "code")
    joined = ((is_code, "".join(piece.source for piece in group)) for is_code, group in grouped)
    return "".join(_code_span(source) if is_code else source for is_code, source in joined)


def _code_span(content: str) -> str:
    fence = "`" * (longest_run(content, "`") + 1)
    ends = {content[0], content[-1]}
    pad = " " if "`" in ends or (ends == {" "} and content.strip()) else ""
    return f"{fence}{pad}{content}{pad}{fence}"


def longest_run(text: str, char: str) -> int:
    """Length of the longest unbroken run of `char` in `text`."""
    return max((len(run) for run in re.findall(f"{re.escape(char)}+", text)), default=0)


_TITLES: Final = ('"', "'", "(")
"""What the title of an address begins with."""


def destination(href: str | None) -> str | None:
    """A link's address as Markdown writes it; None where it must not become a link."""
    url = safe_url(href)
    if url is None:
        return None
    url = _REFERENCE.sub("&amp;", url.translate(_IN_URL))
    return url if _is_balanced(url) else url.translate(_PARENTHESES)


def _is_balanced(url: str) -> bool:
    depth = 0
    for char in url:
        depth += (char == "(") - (char == ")")
        if not 0 <= depth <= _MAX_PARENTHESES:
            return False
    return depth == 0


# ---------------------------------------------------------------- delimiters


def _narrowed(text: str, mark: Mark) -> Mark:
    """`mark` without the punctuation at an end that touches a word: there its delimiter would not work."""
    start, end = mark.start, mark.end
    if mark.kind not in _DELIMITERS:
        return mark
    if start > 0 and not _parts(text[start - 1]):
        while start < end and _may_be_punctuation(text[start]):
            start += 1
    if end < len(text) and not _parts(text[end]):
        while start < end and _may_be_punctuation(text[end - 1]):
            end -= 1
    return mark._replace(start=start, end=end)


def _without_idle_delimiters(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces without the pairs of delimiters that a CommonMark reader would take for text.

    Dropping a pair never spoils another one: what stands around a run of delimiters stays, the run gets simpler.
    """
    idle: set[int] = set()
    open_pairs: set[int] = set()
    at = 0
    for is_delimiter, group in groupby(pieces, key=lambda piece: piece.kind in {"open", "close"}):
        run = list(group)
        if is_delimiter:
            live = [piece for piece in run if piece.pair not in idle]
            before = _edge(pieces[at - 1], -1) if at else "\n"
            after = _edge(pieces[at + len(run)], 0) if at + len(run) < len(pieces) else "\n"
            idle |= _idle_pairs(live, before, after, is_inner=bool(open_pairs))
            open_pairs ^= {piece.pair for piece in live if piece.kind == "close" or piece.pair not in idle}
        at += len(run)
    return [piece for piece in pieces if piece.pair not in idle]


def _idle_pairs(run: list[_Piece], before: str, after: str, *, is_inner: bool) -> set[int]:
    """Pairs that do not work in a run of delimiters between two characters of the source."""
    closing = [piece for piece in run if piece.kind == "close"]
    opening = [piece for piece in run if piece.kind == "open"]
    if closing:  # where one mark ends and another begins at once, the one that ends stays
        works = _flanks(closing, inner=before, outer=after)
        return {piece.pair for piece in opening + ([] if works else closing)}
    might_close = is_inner and not before.isspace() and (not _parts(before) or _may_be_punctuation(after))
    works = _flanks(opening, inner=after, outer=before) and not might_close
    return set() if works else {piece.pair for piece in opening}


def _flanks(run: list[_Piece], *, inner: str, outer: str) -> bool:
    """Whether a run of opening or closing delimiters works between the marked text and what stands outside it."""
    if inner.isspace():
        return False
    different = len({piece.source[0] for piece in run}) > 1  # then the outermost stands beside punctuation
    return _parts(outer) or not (different or _may_be_punctuation(inner))


def _edge(piece: _Piece, index: int) -> str:
    return "`" if piece.kind == "code" else piece.source[index]


def _parts(char: str) -> bool:
    """White space or punctuation by every version of CommonMark."""
    return char == "\n" or char in string.punctuation or unicodedata.category(char)[0] in "PZ"


def _may_be_punctuation(char: str) -> bool:
    """Punctuation by some version of CommonMark: symbols came in late."""
    return char in string.punctuation or unicodedata.category(char)[0] in "PS"


def definition(label: str, text: str) -> str:
    """The first line of a footnote, whose ready Markdown is `text`.

    Readers without footnotes would take a lone word for the address that "[^1]" links to, and drop it from the text: a
    space that is written out keeps it a word.
    """
    word, _, rest = text.partition(" ")
    if word and (not rest.strip() or rest.lstrip()[0] in _TITLES):
        stem = word.rstrip("\\")
        broken = not rest and (len(word) - len(stem)) % 2  # the backslash is a line break
        word = f"{word[:-1]} &#32;\\" if broken else f"{word} &#32;"
    return f"[^{label}]: {word}{' ' if rest else ''}{rest}".rstrip(" ")
