"""What parsers say of a page, and the parser that says it of markup: lxml's, which calls back and makes no tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, cast

from lxml import etree

from articlekit.readers.tags import BLOCK, FORMAT, NO_ATTRS, ROLES

_SMALL: Final = 40  # events of a box that may hold nothing
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
    return recorder.events


def is_idle_box(events: Sequence[Event], at: int, style: str) -> bool:
    """Whether a block element is set inline and holds nothing, as tools put them into sentences: it parts no text.

    `at`: where its event stands.
    """
    if "inline" not in style or _INLINE.search(style) is None:
        return False
    depth = 0
    for event in events[at : at + _SMALL]:
        if event is None:
            depth -= 1
            if not depth:
                return True
        elif isinstance(event, tuple):
            depth += 1
            if ROLES.get(event[0], 0) not in (0, BLOCK, FORMAT):
                return False
        elif not event.isspace():
            return False
    return False


class _Start:
    """Writes down that an element begins.

    An object that is called, and no method: the parser asks `inspect` for the signature of what it is to call, and for
    a compiled method that takes longer than a small page. This one gives no signature, and is not asked further.
    """

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.plain: dict[str, Event] = {}  # the starts of elements without attributes, one for each tag
        self.__signature__ = 0

    def __call__(self, tag: str, attrib: Any) -> None:  # a dict, or a mapping of the parser's own where it is empty
        if attrib:
            self.events.append((tag, attrib))
            return
        plain = self.plain.get(tag)
        if plain is None:
            plain = self.plain[tag] = (tag, NO_ATTRS)
        self.events.append(plain)


class _Recorder:
    """Parser target that only writes the events down: what the parser waits for must be short."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.data = self.events.append
        self.start = _Start(self.events)

    def end(self, _tag: str) -> None:
        self.events.append(None)

    def close(self) -> None:
        """All is written down."""
