"""What parsers say of a page, and the parser that says it of markup: lxml's, which calls back and makes no tree."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final, cast

from lxml import etree

from articlekit.readers.tags import BLOCK, FORMAT, NO_ATTRS, ROLES

_SMALL: Final = 40  # events of a box that may hold nothing
_INLINE: Final = re.compile(r"(?i)\bdisplay\s*:\s*(?:-webkit-)?inline")

Event = tuple[str, dict[str, str]] | str | None
"""What a parser says: an element begins (tag, attributes), text, an element ends."""


class Listener:
    """Takes events as they come; starts and ends are balanced."""

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """An element begins."""

    def text(self, data: str) -> None:
        """Text comes."""

    def end(self) -> None:
        """The innermost open element ends."""

    def take(self, event: Event) -> None:
        """One of these."""
        if event is None:
            self.end()
        elif isinstance(event, str):
            self.text(event)
        else:
            tag, attrib = event
            self.start(tag, attrib)


def parse(utf8: bytes, listener: Listener) -> None:
    """Tells a listener the events of HTML, encoded as UTF-8."""
    target = _Target(listener)
    parser: Any = etree.HTMLParser(target=cast("Any", target), encoding="utf-8", huge_tree=True)
    try:
        with suppress(etree.XMLSyntaxError):  # nothing in it that the parser calls a document
            etree.fromstring(utf8, parser)  # faster than `feed`, for which it looks ahead whether all of a tag has come
    finally:
        target.start.listener = target.listener = Listener()  # the parser refers to itself, and would keep all alive


def events_of(utf8: bytes) -> list[Event]:
    """The events of HTML, encoded as UTF-8."""
    recorder = _Recorder()
    parse(utf8, recorder)
    return recorder.events


class _Recorder(Listener):
    """Writes the events down."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.events.append((tag, attrib))

    def text(self, data: str) -> None:
        self.events.append(data)

    def end(self) -> None:
        self.events.append(None)


class _Start:
    """Tells that an element begins.

    An object that is called, and no method: the parser asks `inspect` for the signature of what it is to call, and for
    a compiled method that takes longer than a small page. This one gives no signature, and is not asked further.
    """

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.__signature__ = 0

    def __call__(self, tag: str, attrib: Any) -> None:  # a dict, or a mapping of the parser's own where it is empty
        self.listener.start(tag, attrib if attrib else NO_ATTRS)


class _Target:
    """What the parser calls back."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.start = _Start(listener)

    def data(self, data: str) -> None:
        self.listener.text(data)

    def end(self, _tag: str) -> None:
        self.listener.end()

    def close(self) -> None:
        """All has been told."""


class IdleBox:
    """A block element that is set inline, as tools put them into sentences: if it holds nothing, it parts no text.

    Until that is known, its events wait here.
    """

    def __init__(self, tag: str, attrib: dict[str, str]) -> None:
        self.tag = tag
        self.attrib = attrib
        self.events: list[Event] = []  # all but the first
        self._depth = 1

    def is_idle(self, event: Event) -> bool | None:
        """Whether it holds nothing, now that the event has come; None as long as that is open."""
        self.events.append(event)
        if event is None:
            self._depth -= 1
            if not self._depth:
                return True
        elif isinstance(event, str):
            if not event.isspace():
                return False
        else:
            self._depth += 1
            if ROLES.get(event[0], 0) not in (0, BLOCK, FORMAT):
                return False
        return False if len(self.events) >= _SMALL - 1 else None


def may_be_idle(style: str) -> bool:
    """Whether a block element with this style can be an idle box."""
    return "inline" in style and _INLINE.search(style) is not None
