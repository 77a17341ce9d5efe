"""Code listings: what stands in `pre`, line by line, and what a reader of the code leaves out.

What it goes by:

* Inside `pre`, a block element is a line, not a block: its edges break the line where the text has not. A line break
  in the source between two such elements is the same one.
* Line numbers are no code. An element is one if its class says so, or if such elements count the lines from one to the
  last. They are cut out, and make a hidden block behind the code, so that each word is accounted for.
* A box at the beginning of `pre` that its class calls a head, a title, a file name is a block of its own.

Positions in a run are numbers of its pieces: what is cut out is so always at the edges of elements.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from articlekit.readers.run import EXACT, ROUGH, Frame, Mark, Run
from articlekit.readers.tags import PREFORMATTED

NUMBERS, MAYBE_NUMBER, HEAD = range(3)

_LINE_TAGS: Final = frozenset(
    """
    div p pre listing xmp ol ul li table tbody thead tfoot tr td th section article figure figcaption header center dl
    dt dd blockquote
    """.split()
)
"""Block elements that are lines, or parts of lines, inside `pre`. Any other is a heading, or says that no one closed
the `pre`."""
_TABLE_CLASS: Final = re.compile(r"(?i)code|line|highlight|hljs|rouge|\bln")
_CELLS: Final = frozenset({"td", "th"})
_BETWEEN: Final = frozenset("table tbody thead tfoot tr ol ul dl".split())
"""Elements right in which white space shows nothing."""
_LINE_CLASS: Final = re.compile(r"(?:^|[\s_-])line(?=\s|$)")
_LINE_STYLE: Final = re.compile(r"display\s*:\s*(?:block|flex|grid|table-row)")
_BLOCK_STYLE: Final = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)|display\s*:\s*block")
_GUTTERS: Final = frozenset("gutter lineno linenos linenum linenumber linenumbers linenodiv lnt ln".split())
_NUMBER_WORDS: Final = frozenset("number numbers num nums no gutter count".split())
_LITERALS: Final = frozenset("mi m mf mh mo il number".split())
"""What highlighters call a number that is part of the code."""
_HEADS: Final = frozenset("header head toolbar titlebar title filename caption lang language".split())
_HEAD_LENGTH: Final = 80
_BOXES: Final = frozenset("code codebox codecontent codesnippet code-snippet sourcecode".split())
"""Classes of a box that holds nothing but code."""
_LINES: Final = frozenset("blob-code react-code-line-contents".split())
"""Classes of a line that is set as `pre` is."""
_COUNTING: Final = re.compile(r"[\s\d.:|]*\d[\s\d.:|]*$")
BR: Final = "\0"  # stands for a `br`; the parser lets none through
_FEW: Final = 8  # pieces at each end of an element that are looked at

# ---------------------------------------------------------------- elements


def texture(tag: str, names: str) -> int:
    """How the text of an element with the class `names`, which has "code" in it, is to be read."""
    tokens = frozenset(names.lower().split())
    if not tokens.isdisjoint(_LINES):
        return EXACT
    return ROUGH if tag in ("div", "td", "p", "figure") and not tokens.isdisjoint(_BOXES) else 0


def is_block(attrib: dict[str, str]) -> bool:
    """Whether a `code` element is set as a block, white space included."""
    style = attrib.get("style")
    return "block" in attrib.get("class", "").split() or (style is not None and _BLOCK_STYLE.search(style) is not None)


def holds_lines(run: Run, tag: str, attrib: dict[str, str]) -> bool:
    """Whether a block element inside `pre` is a part of its text.

    A table is if its class or a `code` around it says so: old pages put tables of data into `pre`.
    """
    if tag != "table":
        return tag in _LINE_TAGS
    return run.kinds.get("code", (0,))[0] > 0 or _TABLE_CLASS.search(attrib.get("class", "")) is not None


def is_gutter(words: tuple[str, ...]) -> bool:
    """Whether an element with these words of class and id holds line numbers."""
    if not _GUTTERS.isdisjoint(words):
        return True
    return ("line" in words or "blob" in words) and not _NUMBER_WORDS.isdisjoint(words)


def counts_up(text: str) -> bool:
    """Whether a text is the numbers of lines, one after the other."""
    numbers = text.split()
    if not all(number.isdecimal() and len(number) < 7 for number in numbers):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(numbers))


def is_line(attrib: dict[str, str]) -> bool:
    """Whether an inline element is a line of code of its own."""
    style = attrib.get("style")
    if style is not None and _LINE_STYLE.search(style) is not None:
        return True
    names = attrib.get("class")
    return names is not None and "line" in names and _LINE_CLASS.search(names) is not None


# ---------------------------------------------------------------- text


def write(run: Run, top: Frame, data: str) -> None:
    """Adds text of `pre` as it stands, but for the line break that the end of a line has made already."""
    if "\r" in data:
        data = data.replace("\r\n", "\n").replace("\r", "\n")
    if not data.isascii():
        data = data.replace("\xa0", " ")
    if run.breaks:
        run.breaks = 0
        if data.isspace() and data.count("\n") == 1:
            return
        data = data.removeprefix("\n")
    if not data or (top.tag in _BETWEEN and data.isspace()):
        return
    if not run.length:
        _write_first(run, top, data)
        return
    if run.ended == run.length and data[0] != "\n":
        if data.isspace():
            run.lead = data  # the indentation of the next line, if one follows that is no element
            return
        data, run.lead = f"\n{run.lead}{data}", ""
    if not data.isspace():
        run.raise_anchor()
    _add(run, data)


def _write_first(run: Run, top: Frame, data: str) -> None:
    """The first text of a listing: blank lines before it show nothing, the white space of its own line does."""
    data = run.lead + data
    text = data.lstrip()
    indent = data[: len(data) - len(text)].rpartition("\n")[2]
    if not text:
        run.lead = indent
        return
    run.anchor, run.lead = top, ""
    _add(run, indent + text)


def _add(run: Run, data: str) -> None:
    run.pieces.append(data)
    run.length += len(data)


# ---------------------------------------------------------------- lines


def enter(run: Run, frame: Frame) -> None:
    """An element opens inside `pre`."""
    if frame.inline:
        if is_line(frame.attrib):
            frame.line = True
            if run.length and run.ended == run.length:
                _add(run, "\n")
            run.ended, run.lead = -1, ""
    elif not holds_lines(run, frame.tag, frame.attrib):
        frame.pre = 0
    else:
        run.breaks = int(frame.tag in PREFORMATTED)  # a line break right behind the tag shows nothing
        run.lead = ""
        _break_line(run, "\t" if frame.tag in _CELLS else "\n")
    frame.mark = len(run.pieces)


def leave(run: Run, frame: Frame, words: tuple[str, ...]) -> None:
    """An element inside `pre` closes; `words`: those of its class and id."""
    filled = len(run.pieces) - frame.mark
    if filled > 0:
        _mark(run, frame, words)
    if frame.line:
        run.ended = -1 if filled > 0 and run.pieces[-1].endswith("\n") else run.length
    elif filled > 0 and not frame.inline and frame.tag not in _CELLS:
        _end_line(run, frame)
        run.breaks = 1


def _break_line(run: Run, by: str = "\n") -> None:
    """A line begins, or a cell on it: what stands before it, but for its number, ends there."""
    if not run.length or run.pieces[-1].endswith("\n"):
        return
    marked = _last_mark(run)
    _add(run, by)
    if marked is not None:
        run.marks[-1] = marked._replace(end=len(run.pieces))


def _end_line(run: Run, frame: Frame) -> None:
    """A line ends; a number or a head that is a line of its own takes its line break along."""
    marked = _last_mark(run)
    if marked is not None and marked.frame is frame:
        _add(run, "\n")
        run.marks[-1] = marked._replace(end=len(run.pieces))
    elif marked is not None or not run.pieces[-1].endswith("\n"):
        _add(run, "\n")


def _last_mark(run: Run) -> Mark | None:
    """What is marked right before the place that was reached."""
    return run.marks[-1] if run.marks and run.marks[-1].end == len(run.pieces) else None


def _mark(run: Run, frame: Frame, words: tuple[str, ...]) -> None:
    """Notes an element that is a line number, or the head of the code box, or may be one of them."""
    pieces, start = run.pieces, frame.mark
    if is_gutter(words) and _counts(pieces, start):
        kind = NUMBERS
    elif _may_count(pieces, start, words):
        if _last_mark(run) is not None:
            return  # a row that holds nothing but its number
        kind = MAYBE_NUMBER
    elif start == 0 and not frame.inline and _is_head(run, words):
        kind = HEAD
    else:
        return
    while run.marks and run.marks[-1].start >= start:
        run.marks.pop()
    run.marks.append(Mark(start, len(pieces), kind, frame))


def _counts(pieces: list[str], start: int) -> bool:
    """Whether the pieces from `start` on hold numbers; of many, the first and the last are asked."""
    some = pieces[start : start + _FEW] + pieces[max(start + _FEW, len(pieces) - _FEW) :]
    return _COUNTING.match("".join(piece[:_HEAD_LENGTH] for piece in some)) is not None


def _may_count(pieces: list[str], start: int, words: tuple[str, ...]) -> bool:
    """Whether a number stands alone at the beginning of a line, and no highlighter marked it."""
    if len(pieces) - start > 2 or len(pieces[start]) > _HEAD_LENGTH or (start and pieces[start - 1][-1] != "\n"):
        return False
    return "".join(pieces[start:]).strip().isdecimal() and _LITERALS.isdisjoint(words)


def _is_head(run: Run, words: tuple[str, ...]) -> bool:
    """Whether all that was read so far is one short line, in an element that its class calls a head."""
    if run.length > _HEAD_LENGTH or _HEADS.isdisjoint(words):
        return False
    return "\n" not in "".join(run.pieces).strip()


def break_off(run: Run, top: Frame) -> None:
    """A `br` in code, or in what may be code."""
    if top.pre == EXACT:
        run.breaks = 0
        write(run, top, "\n")
    else:
        run.raw.append(BR)
        run.breaks += run.length > 0
