"""The plain-text reader: lines in, a `Page` out, with the same regions that markup would have given.

What it goes by:

* A blank line ends a block. Lines without a blank between them are one paragraph only where the text is hard-wrapped
  (no long lines, and the next word would not have fitted) or the sentence plainly goes on; else each is a block:
  scrapers put every text node on a line of its own.
* Indentation means something only below a list mark: text further right than the mark belongs to the item, a mark
  further right opens a nested list. Elsewhere it is layout that a scraper left.
* A number is a list mark only in company: it starts at 1 or follows its predecessor, and a letter or Roman number
  needs a successor, too. A numbered line with a short text, followed by text at its own level, is a heading.
* Fenced text is code, and so is an indented block between blank lines that looks like it (`text_code`).
* List marks stay in the page text, in front of their block (`PageBlock.lead`); underlines and quote marks do not.

Headings by their wording (capitals, a closing colon, a short line alone) are the structure step's business, as they
are for HTML without heading tags.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from articlekit.page import BlockKind, Hidden, Page, PageBlock, Region
from articlekit.readers.marks import Mark, list_mark
from articlekit.readers.text_code import TextListing, find_listings, indent_of

_ATX: Final = re.compile(r"(#{1,6})\s+(?=\S)")
_DEEP_NUMBER: Final = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+\S")
_RULE: Final = re.compile(r"(?:[-_*=~]\s?){3,}$")
_QUOTE: Final = re.compile(r"(?:>\s?)+")
_STOPS: Final = tuple(".!?…。！？؟:;,")
_INVISIBLE: Final = re.compile("[\u0000-\u0008\u000e-\u001b\u007f\u00ad\u200b\u2060\ufeff]+")
_ENTRY: Final = re.compile(r"\[\^?\w{1,4}\]:?\s*\S")
_WRAP_MIN, _WRAP_MAX = 50, 100  # columns between which text editors and mailers wrap
_FULL: Final = 0.85  # share of the width that a full line fills, its next word included
_REACH: Final = 300  # lines within which the next number of a list must come
_MAX_DEPTH: Final = 24  # nested lists or quotations; what is deeper is read as if it stood there


class _Line(NamedTuple):
    """A line that holds something."""

    indent: int
    quote: int
    text: str
    spaced: bool  # a blank line stands before it
    code: TextListing | None = None  # the listing that it begins; `text` is its first line then


class _OpenList(NamedTuple):
    indent: int
    style: str
    number: int
    region: int
    item: int


def read_text(text: str, *, url: str | None = None, encoding: str | None = None, cuts: tuple[str, ...] = ()) -> Page:
    """The page that the plain text `text` shows."""
    return _TextReader(_lines(text)).page(url, encoding, cuts)


def _lines(text: str) -> list[_Line]:
    lines, spaced, end = list[_Line](), True, 0
    raws = [_INVISIBLE.sub("", raw) for raw in text.splitlines()]
    listings = find_listings(raws)
    for at, raw in enumerate(raws):
        if at < end:
            continue
        if at in listings:
            first = listings[at].text.split("\n", 1)[0].strip()
            lines.append(_Line(indent_of(raw), 0, first, True, listings[at]))
            spaced, end = True, listings[at].end
            continue
        content = " ".join(raw.split())
        if not content:
            spaced = True
            continue
        quote = 0
        if content[0] == ">" and (found := _QUOTE.match(content)):
            quote = min(found[0].count(">"), _MAX_DEPTH)
            content = content[found.end() :]
        if not content:
            spaced = True
            continue
        lines.append(_Line(indent_of(raw), quote, content, spaced))
        spaced = False
    return lines


def _wrap_width(lines: list[_Line]) -> int:
    """The column at which the text is wrapped; 0 where it is not: then its lines are not full."""
    width = max((len(line.text) for line in lines), default=0)
    if not _WRAP_MIN <= width <= _WRAP_MAX:
        return 0
    joints = [(line, after) for line, after in pairwise(lines) if not after.spaced]
    full = sum(len(line.text) + 1 + len(after.text.split(" ", 1)[0]) > _FULL * width for line, after in joints)
    return width if 4 * full >= len(joints) else 0


class _TextReader:
    """State of one pass over the lines."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.marks = [list_mark(line.text) if line.code is None else None for line in lines]
        self.successors = self._index_numbers()
        self.wrap = _wrap_width([line for line in lines if line.code is None])
        self.regions = [Region("#root", (), -1, {}, Hidden.NO, False)]
        self.lists: list[_OpenList] = []
        self.quotes: list[int] = []  # regions of the open quotations
        self.texts: list[str] = []
        self.blocks: list[PageBlock] = []
        self.at = 0

    def page(self, url: str | None, encoding: str | None, cuts: tuple[str, ...]) -> Page:
        index = 0
        while index < len(self.lines):
            index = self._read_block(index)
        text = "\n".join(self.texts)
        return Page(text, tuple(self.blocks), tuple(self.regions), "text", url=url, encoding=encoding, cuts=cuts)

    # ------------------------------------------------------------ blocks

    def _read_block(self, index: int) -> int:
        """Read the block that begins at line `index`; the index of the next one."""
        line = self.lines[index]
        self._set_quotes(line.quote)
        if line.code is not None:
            self._leave_lists(index)
            self._add(line.code.text, self._region("pre"), kind="pre", value=line.code.language)
            return index + 1
        if _RULE.match(line.text):
            return self._read_rule(index)
        level = self._underlined(index)
        if level:
            self.lists.clear()
            self._add(line.text, self._region(f"h{level}"))
            return index + 2
        mark = self.marks[index]
        if found := _ATX.match(line.text):
            self.lists.clear()
            self._add(line.text[found.end() :], self._region(f"h{len(found[1])}"))
            return index + 1
        if self._is_numbered_heading(index):
            self.lists.clear()
            depth = line.text.split()[0].strip(".").count(".")
            self._add(line.text, self._region(f"h{min(2 + depth, 6)}"))
            return index + 1
        if mark and (reading := self._accepted(index, mark)):
            return self._read_item(index, mark, *reading)
        self._leave_lists(index)
        text, index = self._paragraph(index, line.text)
        self._add(text, self._here())
        return index

    def _read_rule(self, index: int) -> int:
        self.lists.clear()
        self.blocks.append(PageBlock(self.at, self.at, "", self._here(), "rule"))
        return index + 1

    def _read_item(self, index: int, mark: Mark, style: str, number: int) -> int:
        self._open_item(self.lines[index].indent, style, number, mark.raw)
        text, after = self._paragraph(index, mark.rest)
        self._add(text, self._here(), mark=mark.raw)
        return after

    def _paragraph(self, index: int, text: str) -> tuple[str, int]:
        """The text that begins at line `index`, with the wrapped lines that follow."""
        parts = [text]
        while index + 1 < len(self.lines):
            if _ENTRY.match(text) and _ENTRY.match(self.lines[index + 1].text) and not self.lines[index + 1].spaced:
                break  # the next entry of a list of references
            if self._goes_on(index):
                parts.append(" ")
            elif self._is_verse(index):
                parts.append("\n")
            else:
                break
            index += 1
            parts.append(self.lines[index].text)
        return "".join(parts), index + 1

    def _goes_on(self, index: int) -> bool:
        line, after = self.lines[index], self.lines[index + 1]
        if after.spaced or after.quote != line.quote or _RULE.match(after.text) or _ATX.match(after.text):
            return False
        mark = self.marks[index + 1]
        if (mark and self._accepted(index + 1, mark)) or self._underlined(index + 1):
            return False
        if line.text[-1] not in _STOPS and after.text[0].islower() and len(line.text) > 30:
            return True
        return bool(self.wrap) and self._is_full(index)

    def _is_full(self, index: int) -> bool:
        """The next line's first word would not have fitted on the line."""
        word = self.lines[index + 1].text.split(" ", 1)[0]
        return len(self.lines[index].text) + 1 + len(word) > _FULL * self.wrap

    def _is_verse(self, index: int) -> bool:
        """In wrapped text, a line that ends early and is followed by another at once: a verse, an address."""
        line, after = self.lines[index], self.lines[index + 1]
        same = not after.spaced and after.quote == line.quote and self.marks[index] is self.marks[index + 1] is None
        plain = not _RULE.match(after.text) and not _ATX.match(after.text) and not self._underlined(index + 1)
        return bool(self.wrap) and same and plain and not line.text.isupper() and line.text[-1] != ":"

    def _add(self, text: str, region: int, *, mark: str = "", kind: BlockKind = "text", value: str = "") -> None:
        start = self.at + 1 if self.texts else self.at
        lead = start if mark else -1
        if mark:
            self.texts.append(f"{mark} {text}")
            start += len(mark) + 1
        else:
            self.texts.append(text)
        self.at = start + len(text)
        self.blocks.append(PageBlock(start, self.at, text, region, kind, (), lead, value))

    # ------------------------------------------------------------ headings

    def _underlined(self, index: int) -> int:
        """Level of the heading that line `index` is by its underline; 0 if it has none."""
        if index + 1 >= len(self.lines):
            return 0
        line, below = self.lines[index], self.lines[index + 1]
        if below.spaced or line.quote != below.quote or len(line.text) > 120 or _RULE.match(line.text):
            return 0
        mark = set(below.text)
        if len(mark) > 1 or not mark & set("=-~") or len(below.text) < 3:
            return 0
        return 1 if mark == {"="} else 2

    def _is_numbered_heading(self, index: int) -> bool:
        line, mark = self.lines[index], self.marks[index]
        if len(line.text) > 90 or line.text[-1] in _STOPS or not line.spaced or index + 1 == len(self.lines):
            return False
        after = self.lines[index + 1]
        body_follows = after.spaced and after.indent <= line.indent and (len(after.text) > 60 or after.text[-1] == ".")
        if _DEEP_NUMBER.match(line.text):
            return after.spaced
        if mark is None or mark.readings[0][0] not in ("decimal", "upper-roman"):
            return False
        goes_on = any((level.style, level.number + 1) in mark.readings for level in self.lists)
        return body_follows and self.marks[index + 1] is None and not goes_on

    # ------------------------------------------------------------ lists

    def _index_numbers(self) -> dict[tuple[str, int], list[int]]:
        """For each style and number, the lines that may bear it."""
        places: dict[tuple[str, int], list[int]] = {}
        for index, mark in enumerate(self.marks):
            for reading in mark.readings if mark else ():
                places.setdefault(reading, []).append(index)
        return places

    def _has_successor(self, index: int, style: str, number: int) -> bool:
        places = self.successors.get((style, number + 1), [])
        at = bisect_right(places, index)
        indent = self.lines[index].indent
        return any(abs(self.lines[p].indent - indent) < 2 for p in places[at : at + 4] if p - index < _REACH)

    def _accepted(self, index: int, mark: Mark) -> tuple[str, int] | None:
        """What the mark of line `index` means in the list that is open there; None if it is no mark."""
        if mark.readings[0][0] == "bullet":
            return mark.readings[0] if mark.raw != "o" or self._is_typed_bullet(index) else None
        indent = self.lines[index].indent
        for style, number in mark.readings:
            for level in reversed(self.lists):
                if level.style == style and abs(level.indent - indent) < 2 and 0 < number - level.number < 20:
                    return style, number
        for style, number in mark.readings:
            followed = self._has_successor(index, style, number)
            surely = number == 1 or self._has_successor(index, style, number + 1)
            if (style == "decimal" and (number <= 1 or followed)) or (followed and surely):
                return style, number
        return None

    def _is_typed_bullet(self, index: int) -> bool:
        """An "o" is a bullet inside a list, or next to another one."""
        beside = [self.marks[i] for i in (index - 1, index + 1) if 0 <= i < len(self.marks)]
        return bool(self.lists) or any(mark is not None and mark.raw == "o" for mark in beside)

    def _open_item(self, indent: int, style: str, number: int, raw: str) -> None:
        """Make the item's region, in the list that is open at its indentation or in a new one."""
        keep = len(self.lists)
        for depth, level in enumerate(self.lists):
            same = level.style == style and (style == "bullet" or number > level.number)
            if indent < level.indent - 1 or (abs(level.indent - indent) < 2 and same):
                keep = depth
                break
            if abs(level.indent - indent) < 2 and not self._nests_at_same_indent(level, style):
                keep = depth
                break
        continued = keep < len(self.lists) and self.lists[keep].style == style and indent >= self.lists[keep].indent - 1
        region = self.lists[keep].region if continued else -1
        del self.lists[min(keep, _MAX_DEPTH) :]
        if region < 0:
            tag = "ul" if style == "bullet" else "ol"
            region = self._region(tag, {} if style == "bullet" else {"start": str(number), "style": style})
        attrs = {"marker": raw} if style == "bullet" else {"marker": raw, "value": str(number)}
        item = self._region("li", attrs, parent=region)
        self.lists.append(_OpenList(indent, style, number, region, item))

    def _nests_at_same_indent(self, level: _OpenList, style: str) -> bool:
        """Bullets below a numbered item whose lead-in ends in a colon are its own, even where the layout is lost."""
        if level.style == "bullet" or style == level.style:
            return False
        return (bool(self.blocks) and self.blocks[-1].text.endswith(":")) or level is not self.lists[-1]

    def _leave_lists(self, index: int) -> None:
        indent = self.lines[index].indent
        while self.lists and indent <= self.lists[-1].indent:
            self.lists.pop()

    # ------------------------------------------------------------ regions

    def _region(self, tag: str, attrs: Mapping[str, str] | None = None, parent: int | None = None) -> int:
        around = self._here() if parent is None else parent
        self.regions.append(Region(tag, (), around, attrs or {}, Hidden.NO, False))
        return len(self.regions) - 1

    def _here(self) -> int:
        """The innermost open region."""
        if self.lists:
            return self.lists[-1].item
        return self.quotes[-1] if self.quotes else 0

    def _set_quotes(self, depth: int) -> None:
        if depth != len(self.quotes):
            self.lists.clear()
        del self.quotes[depth:]
        while len(self.quotes) < depth:
            self.quotes.append(self._region("blockquote"))
