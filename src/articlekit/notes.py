"""The notes of a page, and the marks in the text that refer to them.

A *note* is a stretch of blocks (an item of the list at the end, a paragraph, a box) that a *reference* names: a short
mark ("1", "[a]", "*") inside a block above. Two kinds of evidence make one:

* a link to the place where the note stands, and the note says that it is one: it begins with the same mark, links back,
  is an item of a list, or is called a note by the markup;
* no link, but a superscript mark, and a block further below that begins with the same superscript mark, or an item of a
  list that the markup calls notes.

This module reads the page alone; it knows nothing of what stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from articlekit.measures import Measures
from articlekit.outline import Outline
from articlekit.page import Page, PageBlock, PageSpan

_NOTE_WORDS: Final = frozenset(
    """
    cite endnote endnotes fn fndef fnote footdef footnote footnotes ftnt note noteref notes notetitle reference
    references
    """.split()
)
"""Words of class and id by which page builders call notes."""
_LISTS_OF_REFERENCES: Final = frozenset("references reflist refs bibliography biblio citations".split())
_MARK: Final = re.compile(r"[\[(]?\s?(?:note |nb |n )?(\d{1,4}|[A-Za-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶#]{1,4})\s?[\])]?:?")
_MARK_LENGTH: Final = 12  # characters
_TYPED: Final = re.compile(r"[\[(](\w{1,4})[\])][.:]?\s*|(\d{1,4})[.)](?!\d)\s*|([*†‡§¶]{1,3})\s?")
"""A note's mark in plain text: "[1] ", "1. ", "*"."""
_POWER: Final = re.compile(r"(?:^|[^\w])(?:[^\W\d_]|[cdkmn]m|ft|in|yd|mi|ln|sin|cos|tan|log)$|\d$")
"""What stands before an exponent: a variable, a unit, a function, a number."""
_POWER_REACH: Final = 5  # characters
_BACK: Final = re.compile(r"[↩↑]\ufe0e?\s?\d{1,2}|[\s^↑↩↵⏎⤴▲\ufe0e\ufe0f.\[\]()]*|back|return|jump up", re.IGNORECASE)
_AROUND_MARKS: Final = " ^\n\u200a"
_SIGNS: Final = ("*", "†", "‡", "§", "¶")
_NEAR: Final = 6  # blocks above a note without links or superscripts among which its mark is looked for
_MOST_BLOCKS: Final = 60  # of one note
_FIRST_SPANS: Final = 60  # spans of a block among which its own mark, or the links back at its end, are looked for
_OUTWARD: Final = 6  # regions around a note's first block among which its own is looked for


class Reference(NamedTuple):
    """A mark in a block that refers to a note; offsets count from the block's start."""

    block: int
    start: int
    end: int


class Note(NamedTuple):
    """A note."""

    label: str
    """Its mark, without brackets: "1", "a", "*"."""
    blocks: range
    """The page blocks that it consists of."""
    references: tuple[Reference, ...]
    """The marks that refer to it, in page order; none for an item of a list of notes that no mark refers to."""
    bibliographic: bool
    """Whether its list is one of references, as the markup calls it: it says where something stands."""


class _Mark(NamedTuple):
    block: int
    start: int
    end: int
    label: str
    target: int
    """The block that it links to; -1 for a mark without a link."""
    raised: bool
    """Whether it is superscript."""


def find_notes(page: Page, measures: Sequence[Measures], outline: Outline) -> tuple[Note, ...]:
    """The notes of `page`, in page order."""
    marks, signs = _marks(page, measures), _plain_signs(page, measures)
    if not marks and not signs:
        return ()
    items = outline.innermost("li")
    named: dict[int, list[_Mark]] = {}
    for mark in marks:
        if mark.target > mark.block and _is_note(page, measures, items, mark):
            named.setdefault(mark.target, []).append(mark)
    linked = frozenset(named)
    for index, mark in _without_links(page, measures, outline, [mark for mark in marks if mark.target < 0]):
        if index not in linked:
            named.setdefault(index, []).append(mark)
    for index, mark in signs:
        named.setdefault(index, []).append(mark)
    if not named:
        return ()
    starts = sorted(named)
    found = []
    for first, after in zip(starts, [*starts[1:], len(page.blocks)], strict=True):
        blocks = _extent(page, outline.ends, items, first, after)
        references = sorted({Reference(m.block, m.start, m.end) for m in named[first] if m.block not in blocks})
        if references:
            listed = _is_bibliographic(page, first)
            found.append(Note(named[first][0].label, blocks, tuple(references), listed))
    return tuple(sorted(_whole_lists(page, found, outline), key=lambda note: note.blocks.start))


def _whole_lists(page: Page, notes: Sequence[Note], outline: Outline) -> Iterator[Note]:
    """The notes; of a list either all items, or, where most are no notes, none."""
    items, lists = outline.innermost("li"), outline.innermost("ol", "ul")
    owner_of = {note.blocks.start: lists[page.blocks[note.blocks.start].region] for note in notes}
    owners = set(owner_of.values()) - {-1}
    blocks: dict[int, dict[int, list[int]]] = {owner: {} for owner in owners}  # list, item, blocks
    for index, block in enumerate(page.blocks) if owners else ():
        if (owner := lists[block.region]) in owners and block.text and items[block.region] > owner:
            blocks[owner].setdefault(items[block.region], []).append(index)
    firsts = set(owner_of)
    counts = {owner: sum(indices[0] in firsts for indices in inside.values()) for owner, inside in blocks.items()}
    torn = {owner for owner, inside in blocks.items() if 2 * counts[owner] <= len(inside)}
    yield from (note for note in notes if owner_of[note.blocks.start] not in torn)
    for owner in owners - torn:
        if page.regions[owner].tag == "ol":
            for number, indices in enumerate(blocks[owner].values(), _first_number(page, owner)):
                if firsts.isdisjoint(indices):
                    run = range(indices[0], indices[-1] + 1)
                    yield Note(str(number), run, (), _is_bibliographic(page, run.start))


def _is_bibliographic(page: Page, index: int) -> bool:
    return not _LISTS_OF_REFERENCES.isdisjoint(_words_around(page, page.blocks[index].region))


def _first_number(page: Page, region: int) -> int:
    start = page.regions[region].attrs.get("start", "1")
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def note_bounds(page: Page, note: Note, index: int) -> tuple[int, int]:
    """What block `index` of a note holds without the note's own mark and the links back: start and end in its text."""
    block = page.blocks[index]
    text = block.text.strip()
    if len(note.blocks) > 1 and (_BACK.fullmatch(text) or (index == note.blocks.start and _MARK.fullmatch(text))):
        return len(block.text), len(block.text)
    opening = _opening(block)
    own = index == note.blocks.start and not (opening.typed and opening.label.casefold() != note.label.casefold())
    start = opening.end if own else 0
    return start, max(start, _closing(page, note, block, start))


# ---------------------------------------------------------------- marks


def _marks(page: Page, measures: Sequence[Measures]) -> list[_Mark]:
    """Every short mark that links within the page, or is set as superscript."""
    found: list[_Mark] = []
    for index, block in enumerate(page.blocks):
        if not block[5] or measures[index][4]:
            continue
        if short := [span for span in block[5] if _can_be_mark(span)]:
            found += _marks_of(page, index, short)
    return found


def _can_be_mark(span: PageSpan) -> bool:
    start, end, kind, value, _ = span
    return end - start <= _MARK_LENGTH and (kind == "superscript" or (kind == "link" and "#" in value))


def _marks_of(page: Page, index: int, short: Sequence[PageSpan]) -> Iterator[_Mark]:
    """The marks among some short spans of a block."""
    block = page.blocks[index]
    raised = [span for span in block.spans if span.kind == "superscript"]
    links = [span for span in block.spans if _leads(span)]
    opening = _opening(block).end  # what a note begins with refers to no note
    for span in short:
        found = _MARK.fullmatch(block.text[span.start : span.end].strip())
        if found is None or span.start < opening or span.start == 0:
            continue
        if span.kind == "link":
            target = page.anchors.get(_fragment(page, span.value), -1)
            above = _last_before(raised, span)
            if target >= 0:
                start, end = _widened(block, span, above)
                yield _Mark(index, start, end, found[1], target, above is not None and span.start < above.end)
        else:
            link = _last_before(links, span)
            before = block.text[max(span.start - _POWER_REACH, 0) : span.start]
            prescript = block.text[span.end : span.end + 1].isalpha() and not before[-1:].isalnum()
            if (link is None or link.end <= span.start) and not prescript and not _POWER.search(before):
                yield _Mark(index, span.start, span.end, found[1], -1, True)


def _last_before(spans: Sequence[PageSpan], span: PageSpan) -> PageSpan | None:
    """The last of some spans, in order, that begins before the end of a span."""
    before = bisect_left(spans, (span.end,))
    return spans[before - 1] if before else None


def _leads(span: PageSpan) -> bool:
    """Whether a span is a link that leads anywhere without a script."""
    return span.kind == "link" and span.value != "#" and not span.value.startswith("javascript:")


def _fragment(page: Page, href: str) -> str:
    """The fragment of a link to a place within the page."""
    address, _, fragment = href.partition("#")
    own = (page.url or "").partition("#")[0]
    return fragment if not address or (own and own.endswith(address.removeprefix("./"))) else ""


def _widened(block: PageBlock, link: PageSpan, raised: PageSpan | None) -> tuple[int, int]:
    """The extent of a mark: its link, the superscript that it is, the brackets around it."""
    start, end = link.start, link.end
    if raised is not None and raised.start <= start and end <= raised.end:
        beside = block.text[raised.start : start] + block.text[end : raised.end]
        if not beside.strip(" []()"):
            start, end = raised.start, raised.end
    if start and block.text[start - 1] == "[" and block.text[end : end + 1] == "]":
        return start - 1, end + 1
    return start, end


class _Opening(NamedTuple):
    """How a block begins, if it is a note."""

    end: int
    """Where its text begins, behind its own mark and the links back."""
    label: str
    """That mark; "" where there is none."""
    typed: bool
    """Whether the mark is plain text, which may as well be the text's own."""


def _opening(block: PageBlock) -> _Opening:
    """How a block begins, if it is a note."""
    at, label = 0, ""
    near = block.spans[:_FIRST_SPANS]
    while at < len(block.text):
        while at < len(block.text) and block.text[at] in _AROUND_MARKS:
            at += 1
        span = next((s for s in near if s.start <= at < s.end <= at + _MARK_LENGTH and _is_label(s)), None)
        if span is None:
            break
        text = block.text[at : span.end].strip()
        found = _MARK.fullmatch(text)
        if found is None and not _BACK.fullmatch(text):
            break
        label = label or (found[1] if found else "")
        at = span.end
    if not label and (typed := _TYPED.match(block.text, at)):
        return _Opening(typed.end(), typed[typed.lastindex or 0], True)
    while at and at < len(block.text) and block.text[at] in "]).:  ":
        at += 1
    return _Opening(at if at < len(block.text) else 0, label, False)


def _closing(page: Page, note: Note, block: PageBlock, start: int) -> int:
    """Where the text of a note ends, the links back to its references left out."""
    end = len(block.text)
    referring = {reference.block for reference in note.references}
    for span in reversed(block.spans[-_FIRST_SPANS:]):
        if span.kind != "link" or span.end < end:
            continue
        text = block.text[span.start : span.end].strip()
        back = _MARK.fullmatch(text) and page.anchors.get(_fragment(page, span.value)) in referring
        if span.start < start or not _goes_back(span) or not (back or _BACK.fullmatch(text)):
            break
        end = len(block.text[: span.start].rstrip())
    return end


def _is_label(span: PageSpan) -> bool:
    return span.kind == "superscript" or (span.kind == "link" and _goes_back(span))


def _goes_back(link: PageSpan) -> bool:
    return "#" in link.value or link.value.startswith("javascript:")


# ---------------------------------------------------------------- notes


def _is_note(page: Page, measures: Sequence[Measures], items: list[int], mark: _Mark) -> bool:
    """Whether what a mark links to says that it is a note."""
    block, m = page.blocks[mark.target], measures[mark.target]
    if block.kind != "text" or m.heading or not block.text or m.tag in ("td", "th"):
        return False
    opening = _opening(block)
    apart = mark.raised or page.blocks[mark.block].text[mark.start] == "["  # no part of its sentence
    if opening.label.casefold() == mark.label.casefold() and (apart or not opening.typed):
        return True
    if items[block.region] >= 0 and apart:
        return True
    return not _NOTE_WORDS.isdisjoint(_words_around(page, block.region)) or any(
        span.kind == "link" and "#" in span.value and page.anchors.get(_fragment(page, span.value)) == mark.block
        for span in (*block.spans[:_FIRST_SPANS], *block.spans[-_FIRST_SPANS:])
    )


def _words_around(page: Page, region: int) -> set[str]:
    words = set[str]()
    for _ in range(4):
        if region >= 0:
            words.update(page.regions[region].words)
            region = page.regions[region].parent
    return words


def _without_links(
    page: Page, measures: Sequence[Measures], outline: Outline, marks: Sequence[_Mark]
) -> Iterator[tuple[int, _Mark]]:
    """Notes without links, each with a mark that refers to it: the nearest block below that has the same mark."""
    if not marks:
        return
    below: dict[str, list[int]] = {}
    for index, label in sorted({**_listed(page, outline), **_marked(page, measures)}.items()):
        below.setdefault(label, []).append(index)
    if "1" not in below:  # numbers that do not begin at one count something else
        below = {label: found for label, found in below.items() if not label.isdigit()}
    for mark in reversed(marks):
        left = below.get(mark.label, [])
        while len(left) > 1 and left[-2] > mark.block:
            left.pop()  # nearer ones belong to marks above
        if left and left[-1] > mark.block:
            yield left[-1], mark


def _marked(page: Page, measures: Sequence[Measures]) -> dict[int, str]:
    """The blocks that begin with a superscript mark, or with a mark where the markup calls them notes; and the mark."""
    found = {}
    for index, block in enumerate(page.blocks):
        if not _NOTE_WORDS.isdisjoint(page.regions[block.region].words) and (label := _opening(block).label):
            found[index] = label
            continue
        first = next((span for span in block.spans if span.start == 0 and span.kind == "superscript"), None)
        if first is not None and not block.text[first.end : first.end + 1].isalnum() and not measures[index].hidden:
            mark = _MARK.fullmatch(block.text[: first.end].strip())
            if mark is not None:
                found[index] = mark[1]
    return found


def _plain_signs(page: Page, measures: Sequence[Measures]) -> list[tuple[int, _Mark]]:
    """Notes that the markup calls so and that begin with a plain sign ("* The tax"), each with the sign above."""
    signs = "".join([sign for sign in _SIGNS if sign in page.text])
    marks: list[tuple[int, _Mark]] = []
    for index, block in enumerate(page.blocks) if signs else ():
        if block[2][:1] not in signs or _NOTE_WORDS.isdisjoint(page.regions[block[3]][1]):
            continue
        found = _TYPED.match(block.text)
        sign = found[3] if found else None
        for above in range(index - 1, max(index - 1 - _NEAR, -1), -1) if sign else ():
            text = page.blocks[above].text
            at = text.find(sign or "", 1)
            behind = text[at + len(sign or "") :][:1]
            if at > 0 and not text[at - 1].isspace() and not behind.isalnum() and not measures[above].hidden:
                marks.append((index, _Mark(above, at, at + len(sign or ""), sign or "", -1, False)))
                break
    return marks


def _listed(page: Page, outline: Outline) -> dict[int, str]:
    """The first block of each item of the lists that the markup calls notes, and the item's number."""
    items, lists, asides = outline.innermost("li"), outline.innermost("ol"), outline.innermost("aside")
    number: dict[int, int] = {}
    seen: set[int] = set()
    found = {}
    for index, block in enumerate(page.blocks):
        item, owner = items[block.region], lists[block.region]
        if item < 0 or owner < 0 or item in seen:
            continue
        seen.add(item)
        words = _words_around(page, owner)
        if {"footnotes", "footnote", "endnotes"}.isdisjoint(words) and asides[owner] < 0:
            continue
        number[owner] = number.get(owner, _first_number(page, owner) - 1) + 1
        found[index] = str(number[owner])
    return found


def _extent(page: Page, ends: list[int], items: list[int], first: int, after: int) -> range:
    """The blocks of the note that begins with block `first`; the next note begins at `after`."""
    own = region = page.blocks[first].region
    if items[region] >= 0:
        own = items[region]
        while (outer := items[page.regions[own].parent]) >= 0 and (first == 0 or page.blocks[first - 1].region < outer):
            own = outer  # the note is a list itself
    else:
        for _ in range(_OUTWARD):
            region = page.regions[region].parent
            if region <= 0 or (after < len(page.blocks) and region <= page.blocks[after].region <= ends[region]):
                break
            if not _NOTE_WORDS.isdisjoint(page.regions[region].words) and page.blocks[first - 1].region < region:
                own = region
    stop = first + 1
    while stop < min(after, first + _MOST_BLOCKS) and own <= page.blocks[stop].region <= ends[own]:
        stop += 1
    return range(first, stop)
