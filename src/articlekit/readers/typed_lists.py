"""Lists that a page types instead of marking them up: lines behind `br` or paragraphs, each with a bullet or a number.

    <p>We need:<br>1. a rope<br>2. a lamp</p>        <p>• One</p> <p>• Two</p>

Such lines become items of a list, with the regions that markup would have given; the marks stay in the page text, in
front of their block. One mark alone is none: a list has two items with the same bullet, or with numbers that follow
each other; letters need three, and capitals with a stop are initials. Dashes before sentences are a dialogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from articlekit.dates import find_date
from articlekit.page import Region
from articlekit.readers.marks import Mark, list_mark
from articlekit.readers.regions import Group, box_of, insert_regions
from articlekit.readers.run import RawBlock

_MARKS: Final = frozenset("•‣◦▪▫●○■□➤►✓✔·*+-–o(0123456789")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_WEAK: Final = frozenset("*+-–o·")
"""Bullets that stand for other things, too."""
_STOPS: Final = tuple('.!?…。！？"”»」')
_DATE_LENGTH: Final = 24  # characters
_MARKED_UP: Final = frozenset(
    "li dt dd h1 h2 h3 h4 h5 h6 th caption figcaption button label option summary select pre a".split()
)
"""Tags whose text is no list of its own, whatever it looks like."""


class Typed(NamedTuple):
    """The blocks and regions of a page, lists that are typed made lists."""

    blocks: list[RawBlock]
    marks: dict[int, str]
    """Of the blocks that are items, the mark before the text."""
    regions: list[Region]
    moved: list[int]
    """For each block as it was: index of the first one that it is now."""


class _Item(NamedTuple):
    """An item, or a stretch of text between lists (without a mark); offsets count in the text of its block."""

    block: int
    start: int
    end: int
    mark: Mark | None
    reading: tuple[str, int]
    closed: bool
    """Whether it ends like a sentence, as what is said in a dialogue does."""


_PLAIN: Final = ("", 0)


def set_lists(blocks: list[RawBlock], regions: list[Region]) -> Typed | None:
    """The blocks with typed lists as lists; None where there are none."""
    runs: list[list[_Item]] = []
    pieces: dict[int, list[_Item]] = {}  # block to what it falls into, where it holds a list
    open_run: list[_Item] = []
    for index, (text, region, kind, _, _, _) in enumerate(blocks):
        may = kind == "text" and (text[0] in _MARKS or (text[1:2] in ".)" and text[0] in _LETTERS))
        if "\n" in text and kind == "text" and (parts := _lines(index, text)) and _may_hold(regions, region):
            pieces[index] = [item for part in parts for item in part]
            runs += [part for part in parts if part[0].mark is not None]
            may = False
        item = _whole(index, text) if may else None
        if (
            item is not None
            and open_run
            and _goes_on(open_run[-1], item)
            and _are_beside(blocks, regions, open_run[-1], index)
        ):
            open_run.append(item)
            continue
        if open_run:
            if _is_list(open_run):
                runs.append(open_run)
            open_run = []
        if item is not None and _may_hold(regions, region):
            open_run = [item]
    if _is_list(open_run):
        runs.append(open_run)
    return _rebuilt(blocks, regions, runs, pieces) if runs else None


def _whole(index: int, text: str) -> _Item | None:
    mark = list_mark(text)
    return _Item(index, 0, len(text), mark, mark.readings[0], text.endswith(_STOPS)) if mark else None


def _lines(index: int, text: str) -> list[list[_Item]]:
    """The lines of a block, as runs of items and what stands between them; nothing if there is no list."""
    parts: list[list[_Item]] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        mark = list_mark(line) if line and (line[0] in _MARKS or line[0] in _LETTERS) else None
        item = _Item(index, at, end, mark, mark.readings[0] if mark else _PLAIN, line.endswith(_STOPS))
        if mark and len(parts) > 1 and parts[-1][0].mark is None and _goes_on(parts[-2][-1], item):
            wrapped = parts.pop()[-1]  # lines without a mark between two items belong to the first
            parts[-1][-1] = parts[-1][-1]._replace(end=wrapped.end)
        if parts and (_goes_on(parts[-1][-1], item) if mark else parts[-1][-1].mark is None):
            parts[-1].append(item)
        else:
            parts.append([item])
        at = end + 1
    return _joined(parts) if any(_is_list(part) for part in parts) else []


def _joined(parts: list[list[_Item]]) -> list[list[_Item]]:
    """The parts, what is no list as one stretch of text."""
    out: list[list[_Item]] = []
    for part in parts:
        if _is_list(part):
            out.append(part)
        elif out and out[-1][0].mark is None:
            out[-1] = [_plain(part[0].block, out[-1][0].start, part[-1].end)]
        else:
            out.append([_plain(part[0].block, part[0].start, part[-1].end)])
    return out


def _plain(block: int, start: int, end: int) -> _Item:
    return _Item(block, start, end, None, _PLAIN, False)


def _goes_on(before: _Item, item: _Item) -> bool:
    """Whether an item follows another one of the same list."""
    if before.mark is None or item.mark is None:
        return False
    if before.reading[0] == "bullet" or item.reading[0] == "bullet":
        return before.mark.raw == item.mark.raw
    return any((style, number - 1) in before.mark.readings for style, number in item.mark.readings)


def _is_list(run: Sequence[_Item]) -> bool:
    if len(run) < 2 or run[0].mark is None:
        return False
    style = run[0].reading[0]
    if run[0].mark.raw in _WEAK:
        return run[0].mark.raw != "o" and 2 * sum(item.closed for item in run) < len(run)
    if style in ("bullet", "decimal"):
        return not any(item.mark is not None and _is_day(item.mark) for item in run)
    return len(run) > 2 and not (style.startswith("upper") and run[0].mark.raw.endswith("."))  # "A. Smith"


def _is_day(mark: Mark) -> bool:
    """Whether a number is that of a day: "24. Dezember 2024"."""
    found = find_date(f"{mark.raw} {mark.rest[:_DATE_LENGTH]}") if mark.raw[0].isdigit() else None
    return found is not None and found.start == 0


def _may_hold(regions: Sequence[Region], region: int) -> bool:
    """Whether a list can stand in a region: not in an item, a heading, a control."""
    for _ in range(3):
        if region < 0:
            break
        if regions[region].tag in _MARKED_UP:
            return False
        region = regions[region].parent
    return True


def _are_beside(blocks: Sequence[RawBlock], regions: Sequence[Region], last: _Item, index: int) -> bool:
    """Whether two blocks in a row lie in the same box, or in boxes side by side."""
    first, second = box_of(regions, blocks[last.block][1]), box_of(regions, blocks[index][1])
    beside = regions[first].parent == regions[second].parent and regions[second].tag not in ("td", "tr")
    return last.block == index - 1 and (first == second or beside)


# ---------------------------------------------------------------- building


def _rebuilt(
    blocks: list[RawBlock], regions: list[Region], runs: list[list[_Item]], pieces: dict[int, list[_Item]]
) -> Typed:
    """The page with the lists in place."""
    inserted = insert_regions(regions, [_group(blocks, regions, run) for run in runs])
    item_regions = {
        (item.block, item.start): start + 1 + number
        for run, start in zip(runs, inserted.starts, strict=True)
        for number, item in enumerate(run)
    }
    typed = Typed([], {}, inserted.regions, [])
    for index, block in enumerate(blocks):
        typed.moved.append(len(typed.blocks))
        for item in pieces.get(index, [_plain(index, 0, len(block[0]))]):
            _place(typed, block, item, item_regions.get((index, item.start), -1), inserted.renumbered)
    return typed


def _group(blocks: Sequence[RawBlock], regions: Sequence[Region], run: Sequence[_Item]) -> Group:
    """The regions of a list and its items: right before the box of its first item, or inside the box of all."""
    first, last = (box_of(regions, blocks[item.block][1]) for item in (run[0], run[-1]))
    place, parent = (first + 1, first) if first == last else (first, regions[first].parent)
    style, number = _first_reading(run)
    attrs = {} if style == "bullet" else {"start": str(number), "style": style}
    made = [Region("ul" if style == "bullet" else "ol", (), parent, attrs, regions[parent].hidden, False)]
    for value, item in enumerate(run, number):
        own = regions[blocks[item.block][1]]
        marker = {"marker": item.mark.raw if item.mark else ""}
        kept = marker if style == "bullet" else {**marker, "value": str(value)}
        made.append(Region("li", own.words, ~0, kept, own.hidden, False))
    return Group(place, made)


def _first_reading(run: Sequence[_Item]) -> tuple[str, int]:
    """What the first mark of a list means, in the light of the second one."""
    first, second = run[0].mark, run[1].mark
    if first is None or second is None:
        return "bullet", 0
    readings = [(style, number) for style, number in first.readings if (style, number + 1) in second.readings]
    return readings[0] if readings else first.readings[0]


def _place(typed: Typed, block: RawBlock, item: _Item, region: int, renumbered: Sequence[int]) -> None:
    text, own, kind, spans, value, alt = block
    if region < 0:
        start, region = item.start, renumbered[own]
    else:
        mark = list_mark(text[item.start : item.end])
        start = item.end - len(mark.rest) if mark else item.start
        typed.marks[len(typed.blocks)] = mark.raw if mark else ""
    end = item.end
    inside = [
        span._replace(start=max(span.start, start) - start, end=min(span.end, end) - start)
        for span in spans
        if span.start < end and span.end > start
    ]
    typed.blocks.append((text[start:end], region, kind, inside, value, alt))
