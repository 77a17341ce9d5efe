"""Events that are not read as they come: those of scripts and titles, of formulas, of boxes that may hold nothing.

Knows when such a part begins and when it is over, and whether it is to be read after all. What the other events mean is
the page builder's business.
"""

from __future__ import annotations

from articlekit.readers.classes import DRAWN, Classes
from articlekit.readers.events import Event, IdleBox, Listener, may_be_idle
from articlekit.readers.head import HeadBuilder
from articlekit.readers.math import Formula, Tex
from articlekit.readers.tags import BLOCK, FORMULA, ROLES, SKIP, VOID


class EventSorter(Listener):
    """Takes the events of a page, and gives those that are to be read on to the methods that a page builder has."""

    def __init__(self) -> None:
        self._head = HeadBuilder()
        self._classes = Classes()
        self._aside = False  # whether one of these takes the events:
        self._skipping = 0  # elements open inside, and including, one whose text is no text of the page
        self._box: IdleBox | None = None
        self._formula: Formula | None = None
        self._formulas = True  # whether formulas are still to be found

    # ------------------------------------------------------------ events

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        if self._aside:
            self._take_aside((tag, attrib))
            return
        role = ROLES.get(tag, 0)
        said = self._classes.of(attrib) if attrib and role != VOID else 0
        if (
            (role in (FORMULA, SKIP) or said & DRAWN)
            and self._formulas
            and (formula := self._formula_at(tag, attrib)) is not None
        ):
            self._formula, self._aside = formula, True
        elif role == SKIP:
            self._head.begin(tag, attrib, self._is_in_drawing())
            self._skipping, self._aside = 1, True
        elif role == BLOCK and attrib and "style" in attrib and may_be_idle(attrib["style"]):
            self._box, self._aside = IdleBox(tag, attrib), True
        else:
            self._start(tag, attrib, role, said)

    def text(self, data: str) -> None:
        if self._aside:
            self._take_aside(data)
        else:
            self._text(data)

    def end(self) -> None:
        if self._aside:
            self._take_aside(None)
        else:
            self._end()

    def finish(self) -> None:
        """All events have come."""
        self._decide()
        if self._formula is not None:
            self._end_formula(self._formula)
        self._skipping, self._aside = 0, False

    # ------------------------------------------------------------ events set aside

    def _take_aside(self, event: Event) -> None:
        if self._skipping:
            self._skipping += self._head.skip(event, self._skipping)
            self._aside = self._skipping > 0
        elif self._box is not None:
            idle = self._box.is_idle(event)
            if idle:
                self._box, self._aside = None, False
            elif idle is not None:
                self._read_box(self._box)
        elif self._formula is not None and not self._formula.takes(event):
            self._end_formula(self._formula)
            self.take(event)

    def _read_box(self, box: IdleBox) -> None:
        """Reads a box that holds something."""
        self._box, self._aside = None, False
        self._start(box.tag, box.attrib, BLOCK, self._classes.of(box.attrib))
        for event in box.events:
            self.take(event)

    def _decide(self) -> None:
        """No event will come that could tell whether a box holds nothing: it is read."""
        while self._box is not None:
            self._read_box(self._box)

    def _end_formula(self, formula: Formula) -> None:
        self._formula = None
        before, tex, after = formula.reading()
        self._reread(before)
        if tex.text:
            self._write_formula(tex)
        self._reread(after)

    def _reread(self, events: list[Event]) -> None:
        """Reads events that a formula took."""
        self._aside, self._formulas = False, False
        for event in events:
            self.take(event)
        self._decide()
        self._skipping, self._aside, self._formulas = 0, False, True

    # ------------------------------------------------------------ what a page builder does

    def _start(self, tag: str, attrib: dict[str, str], role: int, said: int) -> None:
        """An element begins; `role`: the part it plays, `said`: what its class says."""
        raise NotImplementedError

    def _text(self, data: str) -> None:
        """Text comes."""
        raise NotImplementedError

    def _end(self) -> None:
        """The innermost open element ends."""
        raise NotImplementedError

    def _write_formula(self, tex: Tex) -> None:
        """A formula stands here."""
        raise NotImplementedError

    def _formula_at(self, tag: str, attrib: dict[str, str]) -> Formula | None:
        """The formula that an element begins, if it does."""
        raise NotImplementedError

    def _is_in_drawing(self) -> bool:
        """Whether the next element lies in an `svg`."""
        raise NotImplementedError
