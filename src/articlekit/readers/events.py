"""What parsers say of a page, and the parser that says it of markup: lxml's, which calls back and makes no tree."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final, cast

from lxml import etree

from articlekit.readers.tags import BLOCK, FORMAT, NO_ATTRS, ROLES

_INLINE_BOX: Final = re.compile(rb"<(?:div|p|section)\b[^>]{0,500}?\bdisplay\s*:\s*(?:-webkit-)?inline", re.IGNORECASE)
_INLINE: Final = re.compile(r"(?i)\bdisplay\s*:\s*(?:-webkit-)?inline")

Event = tuple[str, dict[str, str]] | str | None
"""What a parser says: an element begins (tag, attributes), text, an element ends."""


def events_of(utf8: bytes) -> list[Event]:
    """The events of HTML, encoded as UTF-8; starts and ends are balanced."""
    recorder = _Recorder()
    parser: Any = etree.HTMLParser(target=cast("Any", recorder), encoding="utf-8", huge_tree=True)
    with suppress(etree.XMLSyntaxError):  # nothing in it that the parser calls a document
        parser.feed(utf8)
        parser.close()
    return without_idle_boxes(recorder.events) if _INLINE_BOX.search(utf8) else recorder.events


def without_idle_boxes(events: list[Event]) -> list[Event]:
    """The events without block elements that are set inline and hold nothing, as tools put them into sentences.

    Only an element that is set as a block parts the text around it.
    """
    idle = [False] * len(events)
    opened: list[int] = []
    filled = -1  # the last event that shows something
    for index, event in enumerate(events):
        if event is None:
            start = opened.pop() if opened else -1
            if start > filled and _is_inline_box(events[start]):
                idle[start : index + 1] = [True] * (index + 1 - start)
        elif isinstance(event, tuple):
            opened.append(index)
            role = ROLES.get(event[0], 0)
            filled = index if role not in (0, BLOCK, FORMAT) else filled
        elif not event.isspace():
            filled = index
    return [event for event, gone in zip(events, idle, strict=True) if not gone]


def _is_inline_box(event: Event) -> bool:
    if not isinstance(event, tuple) or ROLES.get(event[0]) != BLOCK:
        return False
    return _INLINE.search(event[1].get("style", "")) is not None


class _Recorder:
    """Parser target that only writes the events down: what the parser waits for must be short."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.data = self.events.append

    def start(self, tag: str, attrib: Any) -> None:  # a dict, or a mapping of the parser's own where it is empty
        self.events.append((tag, attrib or NO_ATTRS))

    def end(self, _tag: str) -> None:
        self.events.append(None)

    def close(self) -> None:
        """All is written down."""
