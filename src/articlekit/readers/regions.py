"""The regions of a page while it is being read: made for the open elements that turn out to hold text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from articlekit.page import Region, new_region, words_of
from articlekit.readers.run import Frame
from articlekit.readers.tags import KEPT_ATTRS


class Regions:
    """The regions so far, parents first."""

    def __init__(self) -> None:
        self.made: list[Region] = []
        self.captioned = False  # whether a class or id may hold the word "caption", or one that ends so
        self._words: dict[str, tuple[str, ...]] = {}

    def of(self, frame: Frame) -> int:
        """Index of the frame's region; it and those around it are made where they are not there yet."""
        if frame.region >= 0:
            return frame.region
        chain = []
        around: Frame | None = frame
        while around is not None and around.region < 0:
            chain.append(around)
            around = around.parent
        parent = around.region if around is not None else -1
        chain.reverse()
        for made in chain:
            attrib = made.attrib
            attrs: Mapping[str, str] = {}  # its own: callers see it, and a read-only one cannot be pickled
            words = self.class_words(attrib) if attrib else ()
            for name in attrib:
                if name in KEPT_ATTRS:
                    attrs = {k: v for k, v in attrib.items() if k in KEPT_ATTRS}
                    break
            tag = _heading_tag(attrib) if attrs and attrs.get("role") == "heading" else made.tag
            self.made.append(new_region(tag, words, parent, attrs, made.hidden, made.inline))
            made.region = parent = len(self.made) - 1
        return frame.region

    def class_words(self, attrib: dict[str, str]) -> tuple[str, ...]:
        """The words of an element's class, id and `rel`."""
        names = attrib.get("class") or ""
        if len(attrib) > 1 or not names:
            name, relation = attrib.get("id"), attrib.get("rel")
            if name or relation:
                names = f"{names} {name or ''} {relation or ''}"
        if not names:
            return ()
        words = self._words.get(names)
        if words is None:
            words = self._words[names] = words_of(names)
            self.captioned = self.captioned or "aption" in names or "APTION" in names
        return words


def _heading_tag(attrib: dict[str, str]) -> str:
    """The tag of what ARIA calls a heading; one without a level is of the second."""
    level = attrib.get("aria-level", "2").strip()
    return f"h{level}" if level in ("1", "2", "3", "4", "5", "6") else "h2"


def box_of(regions: Sequence[Region], region: int) -> int:
    """The innermost region around a region, or itself, that is no inline element."""
    while regions[region].inline and regions[region].parent > 0:
        region = regions[region].parent
    return region


class Group(NamedTuple):
    """New regions that are to stand in a row."""

    place: int
    """Index of the region that they are to stand before."""
    regions: Sequence[Region]
    """Their parents are indices of old regions, or `~n` for the n-th region of the group."""


class Inserted(NamedTuple):
    """Regions with new ones among them."""

    regions: list[Region]
    renumbered: list[int]
    """For each old region its new index."""
    starts: list[int]
    """For each group the index of its first region."""


def insert_regions(regions: Sequence[Region], groups: Sequence[Group]) -> Inserted:
    """The regions with groups of new ones: those inside a region stand right behind it, as later steps rely on."""
    at: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        at.setdefault(group.place, []).append(number)
    made, renumbered, starts = list[Region](), list[int](), [0] * len(groups)
    for place in range(len(regions) + 1):
        for number in at.get(place, ()):
            start = starts[number] = len(made)
            for new in groups[number].regions:
                parent = renumbered[new.parent] if new.parent >= 0 else start + ~new.parent
                made.append(new._replace(parent=parent))
        if place < len(regions):
            tag, words, parent, attrs, hidden, inline = old = regions[place]
            renumbered.append(len(made))
            if parent < 0 or renumbered[parent] == parent:
                made.append(old)
            else:
                made.append(new_region(tag, words, renumbered[parent], attrs, hidden, inline))
    return Inserted(made, renumbered, starts)
