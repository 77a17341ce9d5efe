"""The HTML reader: feeds a page to lxml's parser, whose events a `PageBuilder` takes. No tree is made."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final, cast

from lxml import etree

from articlekit.page import Page
from articlekit.readers.builder import Event, PageBuilder
from articlekit.readers.embedded import embedded_body, is_bare
from articlekit.readers.tags import NO_ATTRS

_BREAK_END: Final = re.compile(rb"</[bB][rR]\s*/?>")  # browsers take it for a line break, the parser drops it
_FROM_SCRIPT: Final = "the page shows hardly any text; its body was read from data in a script"


def read_html(utf8: bytes, *, url: str | None = None, encoding: str | None = None, cuts: tuple[str, ...] = ()) -> Page:
    """The page that `utf8` (HTML, encoded as UTF-8) shows; or would show, had its scripts run."""
    utf8 = _BREAK_END.sub(b"<br>", utf8)
    builder = PageBuilder()
    _feed(builder, utf8)
    page = builder.page(url, encoding, cuts)
    if is_bare(page) and (body := embedded_body(utf8)):
        _feed(builder, b"<article>" + body + b"</article>")
        filled = builder.page(url, encoding, (*cuts, _FROM_SCRIPT))
        return filled if len(filled.text) > 2 * len(page.text) else page
    return page


def _feed(builder: PageBuilder, utf8: bytes) -> None:
    recorder = _Recorder()
    parser: Any = etree.HTMLParser(target=cast("Any", recorder), encoding="utf-8", huge_tree=True)
    with suppress(etree.XMLSyntaxError):  # nothing in it that the parser calls a document
        parser.feed(utf8)
        parser.close()
    builder.take(recorder.events)


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
