"""A passage with the tags that were found in it: its markers masked, its sentences, and what stands beside a marker.

The markers are masked by spaces before the sentences are found, so that offsets stay and no marker hides a boundary.
In a picture (`#` is a marker, masked):

    The dam broke.  ### It was built in 1911, ### when steel was scarce ###.
    └── claim 1 ──┘     └────── claim 2 ─────┘     └───── claim 3 ────┘

Every question is answered in a time that does not grow with the number of markers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from articlekit.measures import STOPS
from articlekit.models import CitationForm
from articlekit.sentences import CLOSERS, ends_with_abbreviation, sentences
from articlekit.sources.candidates import Candidate
from articlekit.sources.passages import Extent, Passage

_SOFT: Final = " \t\n\u00a0,;:–—·|-"
_OPENING: Final = " \t\n\u00a0,;:–—·|，；：、"
_VISIBLE: Final = re.compile(r"\S+")
_SOLID: Final = re.compile(r"[^\s,;:–—·|-]+")
_TELLING: Final = re.compile(rf"[^\s{re.escape(STOPS + CLOSERS + _SOFT)}]+")
_SEMICOLON: Final = re.compile("[;；]")
_QUOTES: Final = {"”": "“„", "“": "„", "»": "«", "«": "»", '"': '"'}
"""A closing quotation mark, and those that may open its quotation."""
_BESIDE: Final = 40  # characters beside a marker that are looked at
_BESIDE_TAGS: Final = 6  # characters beside the tags of a line that is made of them


class Marked:
    """A passage with its tags in order, and what is worked out of it when asked."""

    def __init__(self, passage: Passage, tags: Sequence[Candidate], language: str | None) -> None:
        self.passage = passage
        self.tags = tags
        self._language = language
        self.hidden = sorted(self._hidden()) if tags else []
        """The extents of the markers that are no part of the text, in order."""
        self._ends = sorted(end for _, end in self.hidden)
        self.is_tag_line = bool(tags) and self._is_tag_line()
        """Whether the passage holds nothing but tags."""
        self._told: _Masked | None = None

    def is_inside(self, tag: Candidate) -> bool:
        """Whether a marker is part of its sentence: the author's own words, which the claim keeps."""
        if tag.form is CitationForm.PARENTHESIS:
            return self.passage.text[tag.start] not in "(（["
        return tag.form is CitationForm.ATTRIBUTION

    def _hidden(self) -> Iterator[Extent]:
        for tag in self.tags:
            if not self.is_inside(tag):
                yield tag.start, tag.end
            if tag.opening is not None:
                yield tag.opening

    def _is_tag_line(self) -> bool:
        if self.passage.role == "tag" or self.tags[0].form is CitationForm.LEARN_MORE:
            return True
        covered = sum(end - start for start, end in self.hidden)
        return 2 * covered > len(self.passage.text) and covered + _BESIDE_TAGS >= len(self.passage.text.strip())

    def hidden_between(self, start: int, end: int) -> list[Extent]:
        """The extents of the markers, no part of the text, that begin between two offsets."""
        first = bisect_left(self.hidden, (start,))
        return self.hidden[first : bisect_left(self.hidden, (end,), first)]

    def behind_marker(self, at: int) -> int:
        """Where the last marker that is no part of the text and ends at `at` or before ends; 0 for none."""
        number = bisect_right(self._ends, at) - 1
        return self._ends[number] if number >= 0 else 0

    def next_marker(self, start: int, end: int) -> int:
        """Where the next marker that is no part of the text begins, from `start`; `end` at most."""
        number = bisect_left(self.hidden, (start,))
        return min(self.hidden[number][0], end) if number < len(self.hidden) else end

    def told(self) -> _Masked:
        """The passage's text with spaces for its markers, and its sentences."""
        if self._told is None:
            self._told = _Masked(self.passage.text, self.hidden, self._language)
        return self._told


class _Masked:
    """A text with spaces for its markers."""

    def __init__(self, text: str, hidden: Sequence[Extent], language: str | None) -> None:
        pieces, at = list[str](), 0
        for start, end in hidden:
            start = max(start, at)
            pieces += [text[at:start], " " * (end - start)]
            at = max(at, end)
        self.text = "".join([*pieces, text[at:]])
        self._visible = [found.span() for found in _VISIBLE.finditer(self.text)]
        self._solid = [found.span() for found in _SOLID.finditer(self.text)]
        self._telling = [found.span() for found in _TELLING.finditer(self.text)]
        self._semicolons = [found.end() for found in _SEMICOLON.finditer(self.text)]
        cuts = [end for start, end in hidden if self._parts(start, end)]
        self.sentences = self._cut(sentences(self.text, language), cuts)
        """The sentences, cut also where a marker stands between a stop and a capital letter: "74 Mt.[1] In 2050"."""

    # ------------------------------------------------------------ beside an offset

    def before(self, at: int) -> int:
        """Where the last text that is no soft punctuation ends, before `at`; 0 for none."""
        number = bisect_left(self._solid, (at,)) - 1
        return min(self._solid[number][1], at) if number >= 0 else 0

    def behind(self, at: int) -> str:
        """The first characters that are no white space, from `at`."""
        number = bisect_right(self._solid, at, key=lambda run: run[1])
        start = max(self._solid[number][0], at) if number < len(self._solid) else len(self.text)
        gap = self.text[at : min(start, at + _BESIDE)].lstrip()
        return gap + self.text[start : start + _BESIDE]

    def goes_on(self, start: int, end: int) -> bool:
        """Whether there are words between two offsets."""
        number = bisect_right(self._telling, start, key=lambda run: run[1])
        return number < len(self._telling) and self._telling[number][0] < end

    def behind_semicolon(self, start: int, end: int) -> int:
        """Where the last semicolon between two offsets ends; `start` where there is none."""
        number = bisect_right(self._semicolons, end) - 1
        return max(start, self._semicolons[number]) if number >= 0 else start

    def is_closed(self, end: int) -> bool:
        """Whether the text up to `end` ends with the stop of a sentence."""
        last = self.text[max(0, end - _BESIDE) : end].rstrip(CLOSERS + " ")
        return bool(last) and last[-1] in STOPS

    def may_end(self, stop: int, behind: int) -> bool:
        """Whether a sentence may end at a stop and a new one begin at `behind`: not so behind "et al."."""
        if not ends_with_abbreviation(self.text[max(0, stop - _BESIDE) : stop].rstrip(CLOSERS)):
            return True
        first = self.behind(behind)[:1]
        return not first or first.isupper()

    def trimmed(self, start: int, end: int) -> Extent | None:
        """A stretch without soft punctuation at its start and white space at its ends; None if nothing is left."""
        last = bisect_left(self._visible, (end,)) - 1
        if last < 0:
            return None
        end = min(end, self._visible[last][1])
        for run in self._visible[bisect_right(self._visible, start, key=lambda run: run[1]) : last + 1]:
            start = max(start, run[0])
            while start < min(run[1], end) and self.text[start] in _OPENING:
                start += 1
            if start < min(run[1], end):
                return start, end
        return None

    # ------------------------------------------------------------ sentences

    def _cut(self, extents: list[Extent], cuts: list[int]) -> list[Extent]:
        if not cuts:
            return extents
        found: list[Extent] = []
        at = 0
        for start, end in extents:
            at = bisect_right(cuts, start, at)
            while at < len(cuts) and cuts[at] < end:
                stop = self.before(cuts[at])
                found += [(start, stop)] if stop > start else []
                start = max(start, cuts[at])
                while start < end and self.text[start].isspace():
                    start += 1
                at = bisect_right(cuts, start, at)
            found += [(start, end)] if start < end else []
        return found

    def _parts(self, start: int, end: int) -> bool:
        behind = self.behind(end)[:1]
        return self.is_closed(self.before(start)) and bool(behind) and (behind.isupper() or behind in '“„"«(')

    def sentence(self, at: int) -> Extent | None:
        """The sentence around an offset, or the last one before it."""
        number = bisect_right(self.sentences, at, key=lambda extent: extent[0]) - 1
        return self.sentences[number] if number >= 0 else None

    def count(self, start: int, end: int) -> int:
        """How many sentences begin between two offsets."""
        return bisect_left(self.sentences, (end,)) - bisect_left(self.sentences, (start,))

    def quotation(self, stop: int, first: int) -> int | None:
        """Where the quotation begins that ends at `stop`, not before `first`; None if none ends there."""
        openings = _QUOTES.get(self.text[stop - 1 : stop], "")
        found = max((self.text.rfind(mark, first, stop - 1) for mark in openings), default=-1)
        return found if found >= 0 else None
