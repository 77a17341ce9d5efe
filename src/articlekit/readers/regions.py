"""The regions of a page while it is being read: made for the open elements that turn out to hold text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from articlekit.page import Region, words_of
from articlekit.readers.run import Frame
from articlekit.readers.tags import KEPT_ATTRS

_NO_ATTRS: Final[Mapping[str, str]] = MappingProxyType({})  # of regions, which callers see


class Regions:
    """The regions so far, parents first."""

    def __init__(self) -> None:
        self.made: list[Region] = []
        self.words: dict[str, tuple[str, ...]] = {}  # of class names and ids

    def of(self, frame: Frame) -> int:
        """Index of the frame's region; it and those around it are made where they are not there yet."""
        if frame.region >= 0:
            return frame.region
        chain = []
        around: Frame | None = frame
        while around is not None and around.region < 0:
            chain.append(around)
            around = around.parent
        for made in reversed(chain):
            parent = made.parent.region if made.parent is not None else -1
            attrib = made.attrib
            attrs: Mapping[str, str] = _NO_ATTRS
            words = self.class_words(attrib) if attrib else ()
            if attrib and not KEPT_ATTRS.isdisjoint(attrib):
                attrs = {k: v for k, v in attrib.items() if k in KEPT_ATTRS}
            made.region = len(self.made)
            tag = _heading_tag(attrib) if attrib.get("role") == "heading" else made.tag
            self.made.append(Region(tag, words, parent, attrs, made.hidden, made.inline))
        return frame.region

    def class_words(self, attrib: dict[str, str]) -> tuple[str, ...]:
        """The words of an element's class, id and `rel`."""
        names = attrib.get("class", "")
        if "id" in attrib or "rel" in attrib:
            names = f"{names} {attrib.get('id', '')} {attrib.get('rel', '')}"
        if not names:
            return ()
        words = self.words.get(names)
        if words is None:
            words = self.words[names] = words_of(names)
        return words


def _heading_tag(attrib: dict[str, str]) -> str:
    """The tag of what ARIA calls a heading; one without a level is of the second."""
    level = attrib.get("aria-level", "2").strip()
    return f"h{level}" if level in ("1", "2", "3", "4", "5", "6") else "h2"
