"""What a tag supports: the stretch of text that its place and its form point to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from articlekit.measures import count_words
from articlekit.models import CitationForm, ClaimScope, MarkerPosition
from articlekit.sentences import CLOSERS
from articlekit.sources.candidates import Candidate
from articlekit.sources.forms import ROWS
from articlekit.sources.marked import Marked
from articlekit.sources.passages import Extent, Layout

_OPENERS: Final = " ([{„“\"'«»"
_OPENERS_LOOKED_AT: Final = 8  # characters
_NEAR: Final = 16  # characters behind an attribution in which a new clause begins
_STARTS_CLAUSE: Final = (",", ";", "–", "—", "-", ":", "，", "；")
_WHOLE: Final = {"item": ClaimScope.LIST_ITEM, "cell": ClaimScope.CELL}
"""The scope of a claim over the whole of a passage, by its role."""
_PROSE: Final = frozenset({"paragraph", "item"})
_WORDS_BEFORE: Final = 5
_FEWEST_WORDS: Final = 4  # of a clause in front of a marker: "Pike [2] disagrees" is one statement

Piece = tuple[int, int, int]


class Reached(NamedTuple):
    """What a tag supports."""

    scope: ClaimScope
    pieces: tuple[Piece, ...]
    """Number of a passage, start and end in its text; several where the claim runs over several passages."""
    position: MarkerPosition


@dataclass(slots=True)
class ClaimFinder:
    """Works out what the tags of a body support, in reading order."""

    marked: Sequence[Marked]
    layout: Layout
    listed: Set[int]
    """The page blocks that are part of lists of sources."""
    _reached: dict[tuple[int, int], Reached | None] = field(default_factory=dict)
    _first_of_list: dict[Extent, int] = field(default_factory=dict)
    _tagged_lists: set[Extent] = field(default_factory=set)
    _wide: dict[str, Reached | None] = field(default_factory=dict)
    """What a tag of a table or of a heading supports, by the id of that block."""
    _lists: dict[Extent, tuple[Piece, ...]] = field(default_factory=dict)
    """The parts of a sentence before and in the list that breaks it."""
    _prose_above: list[int] = field(default_factory=list)
    """For each passage the last one above it that is no line of tags; -1 for none."""
    _last_prose: int = -1
    _lines: int = 0

    def __post_init__(self) -> None:
        for number, marked in enumerate(self.marked):
            above = number - 1
            if above >= 0 and self.marked[above].is_tag_line:
                above = self._prose_above[above]
            self._prose_above.append(above)
            extent = marked.passage.list_extent
            if extent is not None:
                self._first_of_list.setdefault(extent, number)
                if any(ROWS[tag.form].reach == "back" for tag in marked.tags):
                    self._tagged_lists.add(extent)
            if marked.passage.role in _PROSE and not self.marked[number].is_tag_line:
                self._last_prose = number
            self._lines += any(tag.form is CitationForm.SOURCE_LINE for tag in marked.tags)

    def reached(self, number: int, index: int) -> Reached | None:
        """What tag `index` of passage `number` supports; None for the article as a whole, or for nothing."""
        tag = self.marked[number].tags[index]
        reach = ROWS[tag.form].reach
        if reach == "delimited" and tag.opening is not None:
            piece = self._piece(number, tag.opening[1], tag.start)
            position = MarkerPosition.AFTER_STOP
            found = Reached(self._scope_of(number, piece), (piece,), position) if piece else None
        elif reach == "article":
            found = None
        elif self.marked[number].passage.role == "heading":
            found = self._section(number)
        elif reach == "above":
            found = self._above(number, tag)
        elif reach == "back":
            found = self._back(number, index)
        else:
            found = self._sentence(number, index)
        self._reached[number, index] = found
        return found

    # ------------------------------------------------------------ within a passage

    def _back(self, number: int, index: int) -> Reached | None:
        marked = self.marked[number]
        told = marked.told()
        tag = marked.tags[index]
        before = marked.behind_marker(tag.start - (tag.start == tag.end))  # an empty marker is not before itself
        piece = self._piece(number, max(marked.passage.label_end, before), tag.start)
        if piece is None or not told.goes_on(piece[1], piece[2]):
            if index:
                return self._reached.get((number, index - 1))
            return self._at_start(number, index) if tag.start == tag.end else None
        scope = ClaimScope.SENTENCES
        if not before:
            scope = _WHOLE.get(marked.passage.role, ClaimScope.PARAGRAPH)
        return Reached(scope, (piece,), MarkerPosition.AFTER_STOP)

    def _sentence(self, number: int, index: int) -> Reached | None:
        marked = self.marked[number]
        told = marked.told()
        tag = marked.tags[index]
        if marked.is_inside(tag):
            extent = told.sentence(tag.start)
            if extent is None or not (told.goes_on(extent[0], tag.start) or told.goes_on(tag.end, extent[1])):
                return self._above(number, tag)  # it is all that stands there
            return self._around(number, tag, extent)
        stop = told.before(tag.start)
        if not told.text[: min(stop, _OPENERS_LOOKED_AT)].strip(_OPENERS) and stop <= _OPENERS_LOOKED_AT:
            return self._at_start(number, index)
        extent = told.sentence(stop - 1)
        if extent is None:
            return None
        if told.is_closed(stop) and told.may_end(stop, tag.end):
            return self._after_stop(number, index, extent, stop)
        start, end = extent
        earlier = marked.behind_marker(stop)
        if told.goes_on(tag.end, end):
            begin = told.behind_semicolon(max(start, earlier), stop)
            piece = self._piece(number, begin, stop)
            short = count_words(told.text[begin:stop]) < _FEWEST_WORDS and marked.passage.role in _PROSE
            if begin == start and short:
                return self._whole(number, (start, marked.next_marker(tag.end, end)))
        elif earlier > start and ROWS[tag.form].reach == "mark":
            piece = self._piece(number, earlier, end)
        else:
            return self._whole(number, extent)
        return Reached(ClaimScope.CLAUSE, (piece,), MarkerPosition.BEFORE_STOP) if piece else None

    def _after_stop(self, number: int, index: int, extent: Extent, stop: int) -> Reached | None:
        """The sentence that ends right before the tag; of a quotation the quotation, of a list item the item."""
        marked = self.marked[number]
        told = marked.told()
        tag, passage = marked.tags[index], marked.passage
        start = extent[0]
        if ROWS[tag.form].reach == "sentence":
            first = marked.behind_marker(stop)
            if passage.role == "item":
                start = max(passage.label_end, first)
            elif (opened := told.quotation(stop, first)) is not None:
                start = opened
        piece = self._piece(number, start, stop)
        if piece is None:
            return None
        return self._quoted(number) or Reached(self._scope_of(number, piece), (piece,), MarkerPosition.AFTER_STOP)

    def _around(self, number: int, tag: Candidate, extent: Extent) -> Reached | None:
        """The sentence around an attribution; what stands behind it after a comma says something else."""
        start, end = extent
        marked = self.marked[number]
        told = marked.told()
        behind = told.text[tag.end : min(end, tag.end + _NEAR)].lstrip(CLOSERS + " ")
        lead = told.text[max(start, tag.start - 4 * _NEAR) : tag.start]
        cuts = "attribution" in tag.evidence and lead.count(" ") > _WORDS_BEFORE
        if cuts and behind.startswith(_STARTS_CLAUSE) and end - tag.end > _NEAR // 2:
            piece = self._piece(number, max(start, self._behind_tag(number, tag)), tag.end)
            return Reached(ClaimScope.CLAUSE, (piece,), MarkerPosition.BEFORE_STOP) if piece else None
        return self._whole(number, extent)

    def _behind_tag(self, number: int, tag: Candidate) -> int:
        """Where the tag before another one ends; 0 for none."""
        tags = self.marked[number].tags
        before = bisect_left(tags, tag.start, key=lambda other: other.start) - 1
        return tags[before].end if before >= 0 else 0

    def _whole(self, number: int, extent: Extent) -> Reached | None:
        passage = self.marked[number].passage
        start = max(extent[0], passage.label_end) if passage.label_end < extent[1] else extent[0]
        piece = self._piece(number, start, extent[1])
        if piece is None:
            return None
        lead = self._broken_sentence(number, piece)
        said = self._quotation_below(number, piece)
        scope = ClaimScope.SENTENCES if said else self._scope_of(number, piece)
        return Reached(scope, (*lead, piece, *said), MarkerPosition.BEFORE_STOP)

    def _quotation_below(self, number: int, piece: Piece) -> tuple[Piece, ...]:
        """The block quotation that a sentence leads in with its colon."""
        told = self.marked[number].told()
        if told.text[piece[1] : piece[2]][-1:] not in (":", "：") or told.goes_on(piece[2], len(told.text)):
            return ()
        last = number
        extent = None
        while last + 1 < len(self.marked):
            passage = self.marked[last + 1].passage
            extent = extent or (None if passage.figure else self.layout.quote_around(passage.start))
            if extent is None or passage.figure or not extent[0] <= passage.start < extent[1]:
                break
            last += 1
        run = self._run(number + 1, last, ClaimScope.SENTENCES) if last > number else None
        return run.pieces if run else ()

    def _scope_of(self, number: int, piece: Piece) -> ClaimScope:
        marked = self.marked[number]
        told = marked.told()
        passage = marked.passage
        if passage.role == "caption":
            return ClaimScope.CAPTION
        before = told.goes_on(passage.label_end, piece[1])
        if passage.role in ("cell", "item") and not before and not told.goes_on(piece[2], len(passage.text)):
            return ClaimScope.CELL if passage.role == "cell" else ClaimScope.LIST_ITEM
        return ClaimScope.SENTENCES if told.count(piece[1], piece[2]) > 1 else ClaimScope.SENTENCE

    # ------------------------------------------------------------ beyond the passage

    def _at_start(self, number: int, index: int) -> Reached | None:
        """A tag that begins its passage belongs to what came before; one in words of its sentence, to them."""
        marked = self.marked[number]
        told = marked.told()
        tag = marked.tags[index]
        if tag.form is CitationForm.PARENTHESIS and told.behind(tag.end)[:1].islower():
            extent = told.sentence(len(told.text))
            return self._whole(number, extent) if extent else None
        if not told.goes_on(tag.end, len(told.text)):
            return self._above(number, tag)
        above = self._prose_above[number]
        if above < 0 or self.marked[above].passage.role == "heading":
            return None
        extents = self.marked[above].told().sentences
        piece = self._piece(above, *extents[-1]) if extents else None
        return Reached(ClaimScope.SENTENCE, (piece,), MarkerPosition.NEXT_LINE) if piece else None

    def _above(self, number: int, tag: Candidate) -> Reached | None:
        """What stands above a tag on a line of its own: the lines above it, a paragraph, a list, a table, a caption."""
        marked = self.marked[number]
        told, passage = marked.told(), marked.passage
        if passage.role == "caption":
            return self._caption(number, tag)
        if not passage.figure and tag.form is not CitationForm.LEARN_MORE:
            begin = max(passage.label_end, marked.behind_marker(tag.start))
            piece = self._piece(number, begin, tag.start)
            if piece and told.goes_on(piece[1], piece[2]):
                return Reached(ClaimScope.PARAGRAPH, (piece,), MarkerPosition.OWN_LINE)
        if passage.role == "cell":
            return self._table(number)
        if number and self.marked[number - 1].is_tag_line and (shared := self._last_of(number - 1)) is not None:
            return shared
        quoted = not passage.figure and self.layout.quote_around(passage.start) is not None
        if tag.form in (CitationForm.SOURCE_LINE, CitationForm.VIA) and self._closes_article(number) and not quoted:
            return None
        above = self._prose_above[number]
        own = tag.form is CitationForm.SOURCE_LINE and self.layout.figure_between(self.marked[above].passage, passage)
        return None if above < 0 or own else self._of_passage(above, number)

    def _of_passage(self, above: int, number: int) -> Reached | None:
        """A passage as a whole, with what it is part of."""
        passage = self.marked[above].passage
        if passage.role == "heading":
            return None
        if passage.role == "cell":
            return self._table(above)
        if passage.role == "caption":
            return self._caption(above, None)
        if (quote := self.layout.quote_around(passage.start)) is not None:
            return self._quote(above, quote)
        extent = passage.list_extent
        if extent is not None and passage.item_extent is not None:
            if extent in self._tagged_lists or self.marked[number].passage.list_extent == extent:
                return self._piece_of(above, ClaimScope.LIST_ITEM)
            return self._run(self._first_of_list[extent], above, ClaimScope.LIST)
        return self._piece_of(above, ClaimScope.PARAGRAPH)

    def _piece_of(self, number: int, scope: ClaimScope) -> Reached | None:
        passage = self.marked[number].passage
        piece = self._piece(number, passage.label_end, len(passage.text))
        return Reached(scope, (piece,), MarkerPosition.OWN_LINE) if piece else None

    def _run(self, first: int, last: int, scope: ClaimScope) -> Reached | None:
        """All passages from `first` to `last`, tags alone on their line left out."""
        pieces = []
        for number in range(first, last + 1):
            marked = self.marked[number]
            if not marked.is_tag_line and not marked.passage.figure and marked.passage.block not in self.listed:
                piece = self._piece(number, 0, len(marked.passage.text))
                pieces += [piece] if piece else []
        return Reached(scope, tuple(pieces), MarkerPosition.OWN_LINE) if pieces else None

    def _table(self, number: int) -> Reached | None:
        """The title of the table around a passage, else the table."""
        name = self.marked[number].passage.block_id
        if name not in self._wide:
            first = last = number
            while first > 0 and self.marked[first - 1].passage.block_id == name:
                first -= 1
            while last + 1 < len(self.marked) and self.marked[last + 1].passage.block_id == name:
                last += 1
            self._wide[name] = self._titled(first, last)
        return self._wide[name]

    def _titled(self, first: int, last: int) -> Reached | None:
        if self.marked[first].passage.role == "caption":
            return self._piece_of(first, ClaimScope.CAPTION)
        if first and self.marked[first - 1].passage.role == "heading":
            return self._piece_of(first - 1, ClaimScope.CAPTION)
        return self._run(first, last, ClaimScope.CAPTION)

    def _caption(self, number: int, tag: Candidate | None) -> Reached | None:
        """What a caption says before its tag, back to the tag before; nothing where it says nothing else."""
        name, pieces = self.marked[number].passage.block_id, list[Piece]()
        first = number
        while first >= 0 and self.marked[first].passage.block_id == name:
            here = self.marked[first]
            stop = tag.start if tag is not None and first == number else len(here.passage.text)
            begin = here.behind_marker(stop)
            piece = self._piece(first, begin, stop)
            if piece and here.told().goes_on(piece[1], piece[2]):
                pieces.append(piece)
            if begin:
                break
            first -= 1
        return Reached(ClaimScope.CAPTION, tuple(reversed(pieces)), MarkerPosition.AFTER_STOP) if pieces else None

    def _section(self, number: int) -> Reached | None:
        """The section under a heading."""
        levels, name = self.layout.levels, self.marked[number].passage.block_id
        if name not in self._wide:
            last = number
            while last + 1 < len(self.marked):
                passage = self.marked[last + 1].passage
                above = passage.role == "heading" and levels.get(passage.block_id, 6) <= levels.get(name, 6)
                if above or (passage.role == "heading" and passage.block in self.listed):
                    break
                last += 1
            self._wide[name] = self._run(number + 1, last, ClaimScope.SECTION) if last > number else None
        return self._wide[name]

    def _quoted(self, number: int) -> Reached | None:
        """The quotation whose last words stand right before a tag that closes it, if it has no other tag."""
        passage = self.marked[number].passage
        extent = None if passage.figure else self.layout.quote_around(passage.start)
        if extent is None or passage.end < extent[1] or len(self.marked[number].tags) > 1:
            return None
        first = self._first_of_quote(number, extent)
        if any(self.marked[other].tags for other in range(first, number)):
            return None
        run = self._run(first, number, ClaimScope.SENTENCES)
        return run._replace(position=MarkerPosition.AFTER_STOP) if run else None

    def _quote(self, number: int, extent: Extent) -> Reached | None:
        """A quotation up to a passage of it."""
        key = f"quote {extent}"
        if key not in self._wide:
            self._wide[key] = self._run(self._first_of_quote(number, extent), number, ClaimScope.SENTENCES)
        return self._wide[key]

    def _first_of_quote(self, number: int, extent: Extent) -> int:
        while number > 0 and not self.marked[number - 1].passage.figure:
            if self.marked[number - 1].passage.start < extent[0]:
                break
            number -= 1
        return number

    def _broken_sentence(self, number: int, piece: Piece) -> tuple[Piece, ...]:
        """The parts of a sentence that a list broke, which stand before a piece that begins in mid-sentence."""
        marked = self.marked[number]
        told = marked.told()
        if number < 2 or piece[1] or marked.passage.role != "paragraph" or not told.text[:1].islower():
            return ()
        last = self.marked[number - 1].passage
        if last.list_extent is None or last.role != "item":
            return ()
        first = self._first_of_list[last.list_extent]
        lead = first - 1
        if lead < 0 or self.marked[lead].passage.role != "paragraph":
            return ()
        extents = self.marked[lead].told().sentences
        if not extents or self.marked[lead].told().is_closed(len(self.marked[lead].told().text.rstrip())):
            return ()
        if last.list_extent not in self._lists:
            run = self._run(first, number - 1, ClaimScope.LIST)
            start = self._piece(lead, *extents[-1])
            self._lists[last.list_extent] = ((start,) if start else ()) + (run.pieces if run else ())
        return self._lists[last.list_extent]

    # ------------------------------------------------------------ small questions

    def _piece(self, number: int, start: int, end: int) -> Piece | None:
        extent = self.marked[number].told().trimmed(start, end)
        return (number, *extent) if extent else None

    def _last_of(self, number: int) -> Reached | None:
        return self._reached.get((number, len(self.marked[number].tags) - 1))

    def _closes_article(self, number: int) -> bool:
        """Whether no text of the article stands below a tag, and it is the only line of its kind."""
        return number > self._last_prose and self._lines <= 1
