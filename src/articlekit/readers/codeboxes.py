"""Code boxes: what stands around the listings of a page, once it is read.

* Lines that markup keeps apart (rows of a table, items of a numbered listing, boxes that are called lines) are one
  listing.
* Numbers in a column beside a listing count its lines: a box says so, or they do. They are hidden, as no one reads them
  out.
* A line above a listing, in its box, that does nothing but name a language says the listing's; it is hidden, too.

Works on blocks without offsets, and asks only what lies near a listing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from articlekit.page import Hidden, Region
from articlekit.readers.languages import KNOWN, label_language
from articlekit.readers.listings import counts_up, is_gutter
from articlekit.readers.regions import Group, box_of, insert_regions
from articlekit.readers.run import RawBlock

_OUTWARD: Final = 4  # regions around a line or a number in which its box must be told
_BOX: Final = 3  # regions between a listing and its box
_NUMBERED_LISTS: Final = frozenset("linenums linenumbers lines code dp highlight hljs".split())
_CODE_CELLS: Final = frozenset({"code", "blob", "line"})
_LINE_TAGS: Final = frozenset({"div", "p", "pre", "code"})
_LINE_WORDS: Final = frozenset({"line", "row"})
_NUMBERED: Final = re.compile(r"number(\d{1,5})$")
_MOST_BLANK: Final = 20  # blank lines between two lines that are numbered
_WHOLE: Final = frozenset("body main article section html #root".split())
"""Elements that are no code box."""
_PLAIN: Final = frozenset("div span header figcaption label small strong b nav".split())
"""Elements in which a label of a code box may stand; a paragraph above the box is the author's."""
_CONTROLS: Final = frozenset({"button", "select", "svg"})


class Tidied(NamedTuple):
    """The blocks and regions of a page that shows code, with whole listings and what belongs to their boxes hidden."""

    blocks: list[RawBlock]
    regions: list[Region]
    moved: list[int]
    """For each block as it was: index of it, or of the next one that is still there."""


def tidy_boxes(entries: list[RawBlock], regions: list[Region]) -> Tidied:
    """Makes listings whole, and hides what belongs to their boxes."""
    boxes = _Boxes(regions)
    joined = boxes.joined(entries)
    out = [_without_line(entry) for entry in boxes.named(boxes.numbered(joined))]
    hidden = boxes.regions[len(regions) :]
    if not hidden:
        return Tidied(out, boxes.regions, _moved(entries, joined))
    inserted = insert_regions(regions, [Group(region.parent + 1, [region]) for region in hidden])
    index_of = [*inserted.renumbered, *inserted.starts]
    out = [(entry[0], index_of[entry[1]], *entry[2:]) for entry in out]
    return Tidied(out, inserted.regions, _moved(entries, joined))


def _moved(before: Sequence[RawBlock], after: Sequence[RawBlock]) -> list[int]:
    # A block is known by its list of spans, which is its own: compiled code makes a new tuple of a block at will.
    places = {id(entry[3]): index for index, entry in enumerate(after)}
    following, moved = len(after), [0] * len(before)
    for index in range(len(before) - 1, -1, -1):
        following = moved[index] = places.get(id(before[index][3]), following)
    return moved


def _without_line(entry: RawBlock) -> RawBlock:
    return (*entry[:4], "", entry[5]) if entry[2] == "text" and entry[4] else entry


class _Line(NamedTuple):
    """What a block is a line of."""

    listing: int  # region whose parts are lines
    holder: int  # region that the whole listing lies in
    part: int  # region that the line is
    number: int = 0  # of the line, where its class says it

    def follows(self, other: _Line) -> bool:
        """Whether it is another line of the same listing."""
        return self.listing == other.listing and self.part != other.part


class _Boxes:
    """The regions of a page, and what is asked of them."""

    def __init__(self, regions: list[Region]) -> None:
        self.regions = list(regions)
        self.coded = set[int]()  # regions that hold `code` elements that are blocks

    # ------------------------------------------------------------ lines

    def joined(self, entries: Sequence[RawBlock]) -> list[RawBlock]:
        """The blocks, with one for all lines of a listing."""
        self.coded = {parent for entry in entries if (parent := self._among(entry, ("code",))) > 0}
        out, group = list[RawBlock](), list[tuple[RawBlock, _Line | None]]()
        last: _Line | None = None
        for entry in entries:
            line = self._line(entry)
            if last is not None and (self._is_between(entry, last) if line is None else line.follows(last)):
                group.append((entry, line))
            else:
                self._end_listing(group, out)
                group = [(entry, line)]
                last = None
            last = line or last
        self._end_listing(group, out)
        return out

    def _end_listing(self, group: list[tuple[RawBlock, _Line | None]], out: list[RawBlock]) -> None:
        """Adds the listing that a group of lines makes, and what stands among them; or all as it is."""
        lines = [(entry, line) for entry, line in group if line is not None]
        if len(lines) < 2 or all(entry[2] == "cell" for entry, _ in lines):
            out += [entry for entry, _ in group]
            return
        while out and out[-1][2] == "cell" and self._is_between(out[-1], lines[0][1]):
            out.pop()  # the number of the first line
        texts, last = list[str](), 0
        for (text, _, kind, _, value, _), line in lines:
            if last and line.number > last + 1:
                texts += [""] * min(line.number - last - 1, _MOST_BLANK)
            texts.append((value if kind == "text" else text).rstrip("\n"))
            last = line.number
        first = next((entry for entry, _ in lines if entry[2] == "pre"), None)
        language = first[4] if first else self._language(lines[0][0][1])
        out.append(("\n".join(texts).lstrip("\n"), lines[0][1].holder, "pre", [], language, None))
        out += [entry for entry, line in group if line is None and entry[2] != "cell"]

    def _line(self, entry: RawBlock) -> _Line | None:
        """The listing that a block is a line of."""
        text, index, kind, _, value, _ = entry
        if kind not in ("pre", "cell") and not (kind == "text" and value):
            return None
        if self.coded and (parent := self._among(entry, ("code", "pre"))) in self.coded:
            return _Line(parent, parent, index)
        if "\n" in text.strip():
            return None
        blocks = 0
        for region, at in self._around(index, _OUTWARD):
            parent = region.parent
            blocks += not region.inline
            if region.tag == "li" and self.regions[parent].tag == "ol":
                listed = not _NUMBERED_LISTS.isdisjoint(self.regions[parent].words)
                return _Line(parent, self.regions[parent].parent, at) if listed and kind != "cell" else None
            if region.tag == "td" and not _CODE_CELLS.isdisjoint(region.words) and not is_gutter(region.words):
                table = self._table(at)
                return _Line(table, table, at) if table >= 0 else None
            if kind != "cell" and blocks < 3 and region.tag in _LINE_TAGS and not _LINE_WORDS.isdisjoint(region.words):
                return _Line(parent, parent, at, _number(region.words))
        return None

    def _among(self, entry: RawBlock, tags: tuple[str, ...]) -> int:
        """The region right around a `pre`, or a `code` that is set as a block, that a block is; -1 if it is neither."""
        region = self.regions[box_of(self.regions, entry[1])]
        return region.parent if entry[2] in ("pre", "cell") and region.tag in tags else -1

    def _is_between(self, entry: RawBlock, line: _Line) -> bool:
        """Whether a block among lines is none of the text: a number, an empty cell."""
        text, index, kind, _, _, _ = entry
        inside = any(at == line.listing for _, at in self._around(index, _OUTWARD + 2))
        return inside and (kind == "cell" or (kind == "text" and text.isdecimal()))

    def _table(self, index: int) -> int:
        for region, at in self._around(index, _OUTWARD):
            if region.tag == "table":
                return at
        return -1

    def _language(self, index: int) -> str:
        for region, _ in self._around(index, 2 * _OUTWARD):
            if "syntaxhighlighter" in region.words or "highlight" in region.words:
                return next((word for word in region.words if word in KNOWN), "")
        return ""

    def _around(self, index: int, reach: int) -> Iterator[tuple[Region, int]]:
        """A region and those around it, the root left out."""
        while index > 0 and reach:
            yield self.regions[index], index
            index = self.regions[index].parent
            reach -= 1

    # ------------------------------------------------------------ numbers

    def numbered(self, entries: list[RawBlock]) -> list[RawBlock]:
        """The blocks, with the numbers beside listings hidden."""
        out = list(entries)
        for start, end in _runs_of_numbers(entries):
            if self._belongs(entries, start, end):
                for at in range(start, end):
                    out[at] = self._unread(entries[at])
        return out

    def _belongs(self, entries: list[RawBlock], start: int, end: int) -> bool:
        """Whether the numbers `start` to `end` stand beside a listing whose lines they count."""
        below = entries[end] if end < len(entries) and entries[end][2] == "pre" else None
        above = entries[start - 1] if start and entries[start - 1][2] == "pre" else None
        if below is None and above is None:
            return False
        if all(self._is_told(entries[at]) for at in range(start, end)):
            return True
        numbers = "\n".join(entry[0] for entry in entries[start:end])
        box = self._shared(entries[start][1], below[1]) if below is not None and counts_up(numbers) else -1
        if below is None or box < 0 or (entries[start][2] == "pre" and self.regions[box].tag != "tr"):
            return False
        lines = below[0].strip("\n").count("\n") + 1
        return lines > 1 and lines == len(numbers.split())

    def _is_told(self, entry: RawBlock) -> bool:
        return any(is_gutter(region.words) for region, _ in self._around(entry[1], _OUTWARD))

    def _unread(self, entry: RawBlock) -> RawBlock:
        """The block as text that a browser shows and no one reads out."""
        text, index, _, spans, _, alt = entry
        around = self.regions[index]
        hidden = around.hidden or Hidden.ARIA
        self.regions.append(Region("span", (), index, {}, hidden, True))
        return (" ".join(text.split()), len(self.regions) - 1, "text", [] if "\n" in text else spans, "", alt)

    def _shared(self, one: int, other: int) -> int:
        """The innermost region, not far out and no large part of the page, that holds both; -1 for none."""
        around = {at for _, at in self._around(one, _OUTWARD)}
        for region, at in self._around(other, _OUTWARD):
            if region.tag in _WHOLE:
                return -1
            if at in around:
                return at
        return -1

    # ------------------------------------------------------------ labels

    def named(self, entries: list[RawBlock]) -> list[RawBlock]:
        """The blocks, with the labels of languages in the heads of code boxes hidden, and told of the listings."""
        out = list(entries)
        for at, entry in enumerate(entries):
            if entry[2] != "pre":
                continue
            label = self._label(entries, at)
            if label >= 0:
                language = entry[4] or label_language(entries[label][0]) or ""
                out[at] = (*entry[:4], language, entry[5])
                out[label] = self._unread(entries[label])
        return out

    def _label(self, entries: list[RawBlock], listing: int) -> int:
        """Index of the block that names the language of a listing, in its box and above all else in it; -1 for none."""
        for at in range(listing - 1, max(listing - 4, -1), -1):
            text, index, kind, _, _, _ = entries[at]
            if kind != "text" or self.regions[index].hidden or self._is_control(index):
                continue
            if label_language(text) is None or not self._is_plain(index):
                return -1
            box = self._shared(index, entries[listing][1])
            first = at == 0 or not self._lies_in(entries[at - 1][1], box)
            return at if box >= 0 and (first or self._is_control(entries[at - 1][1])) else -1
        return -1

    def _is_plain(self, index: int) -> bool:
        return self.regions[box_of(self.regions, index)].tag in _PLAIN

    def _is_control(self, index: int) -> bool:
        return any(region.tag in _CONTROLS for region, _ in self._around(index, 2))

    def _lies_in(self, index: int, box: int) -> bool:
        return any(at == box for _, at in self._around(index, 2 * _OUTWARD))


def _number(words: tuple[str, ...]) -> int:
    """The number of a line that its class tells: "number12"."""
    return next((int(found[1]) for word in words if (found := _NUMBERED.match(word))), 0)


def _runs_of_numbers(entries: list[RawBlock]) -> Iterator[tuple[int, int]]:
    """Where blocks stand that hold numbers and nothing else: first, and the one behind the last."""
    start = -1
    for at, (text, _, kind, _, _, _) in enumerate(entries):
        is_number = text[:1].isdecimal() or text[:1] == " "
        if is_number and kind in ("text", "pre") and counts_up(text) and (kind == "text" or "\n" in text):
            start = at if start < 0 else start
            if kind == "pre":
                yield start, at + 1
                start = -1
        elif start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(entries)
