"""Trees that the caller has parsed already: their events, in the order in which a parser would have given them.

Knows lxml elements and BeautifulSoup objects; what the events mean is the HTML reader's business. Never recursive:
a tree can be as deep as its maker allowed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from articlekit.errors import InputTypeError
from articlekit.page import Page
from articlekit.readers.builder import PageBuilder
from articlekit.readers.events import Event

_OWN_ENTRIES: Final = frozenset(
    {"Comment", "Doctype", "Declaration", "ProcessingInstruction", "XMLProcessingInstruction"}
)


def read_lxml(root: Any, *, url: str | None = None) -> Page:
    """The page that an lxml element shows; the element itself is not changed."""
    return _page(_lxml_events(root), url)


def _lxml_events(root: Any) -> Iterator[Event]:
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield _local_name(element.tag), dict(element.attrib)
            if element.text:
                yield element.text
            continue
        if event == "end":
            yield None
        if element.tail and element is not root:
            yield element.tail


def _local_name(tag: Any) -> str:
    return str(tag).rpartition("}")[2].lower()


def read_soup(root: Any, *, url: str | None = None) -> Page:
    """The page that a BeautifulSoup object (or tag) shows; the object itself is not changed."""
    return _page(_soup_events(root), url)


def _soup_events(root: Any) -> Iterator[Event]:
    pending: list[Any] = [root]
    seen: set[int] = set()
    while pending:
        piece = pending.pop()
        if piece is None:
            yield None
        elif hasattr(piece, "contents"):
            if id(piece) in seen:
                raise InputTypeError("the soup holds a tag in two places, or in itself; give its text")
            seen.add(id(piece))
            if piece.name != "[document]":
                yield str(piece.name).lower(), {str(k): _joined(v) for k, v in piece.attrs.items()}
                pending.append(None)
            pending.extend(reversed(piece.contents))
        elif type(piece).__name__ not in _OWN_ENTRIES:
            yield str(piece)


def _page(events: Iterator[Event], url: str | None) -> Page:
    builder = PageBuilder()
    for event in events:
        builder.take(event)
    builder.finish()
    return builder.page(url, None, ())


def _joined(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
