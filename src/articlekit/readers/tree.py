"""Trees that the caller has parsed already: their events, in the order in which a parser would have given them.

Knows lxml elements and BeautifulSoup objects; what the events mean is the HTML reader's business. Never recursive:
a tree can be as deep as its maker allowed.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from articlekit.page import Page
from articlekit.readers.builder import PageBuilder

_OWN_ENTRIES: Final = frozenset(
    {"Comment", "Doctype", "Declaration", "ProcessingInstruction", "XMLProcessingInstruction"}
)


def read_lxml(root: Any, *, url: str | None = None) -> Page:
    """The page that an lxml element shows; the element itself is not changed."""
    builder = PageBuilder()
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            builder.start(_local_name(element.tag), dict(element.attrib))
            if element.text:
                builder.data(element.text)
            continue
        if event == "end":
            builder.end(_local_name(element.tag))
        if element.tail and element is not root:
            builder.data(element.tail)
    return builder.close().page(url, None, ())


def _local_name(tag: Any) -> str:
    return str(tag).rpartition("}")[2].lower()


def read_soup(root: Any, *, url: str | None = None) -> Page:
    """The page that a BeautifulSoup object (or tag) shows; the object itself is not changed."""
    builder = PageBuilder()
    pending: list[Any] = [root]
    while pending:
        piece = pending.pop()
        if isinstance(piece, tuple):
            builder.end(piece[0])
        elif hasattr(piece, "contents"):
            if piece.name != "[document]":
                builder.start(piece.name.lower(), {k: _joined(v) for k, v in piece.attrs.items()})
                pending.append((piece.name.lower(),))
            pending.extend(reversed(piece.contents))
        elif type(piece).__name__ not in _OWN_ENTRIES:
            builder.data(str(piece))
    return builder.close().page(url, None, ())


def _joined(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
