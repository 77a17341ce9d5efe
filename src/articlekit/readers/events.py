"""What parsers say of a page, and the parser that says it of markup: lxml's, which calls back and makes no tree."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from lxml import etree

from articlekit.readers.tags import NO_ATTRS

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
