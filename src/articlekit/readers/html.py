"""The HTML reader: feeds a page to lxml's parser, whose events a `PageBuilder` takes. No tree is made."""

from __future__ import annotations

import re
from typing import Final

from articlekit.page import Page
from articlekit.readers.builder import PageBuilder
from articlekit.readers.embedded import embedded_body, is_bare
from articlekit.readers.events import parse

_BREAK_END: Final = re.compile(rb"</[bB][rR]\s*/?>")  # browsers take it for a line break, the parser drops it
_FROM_SCRIPT: Final = "the page shows hardly any text; its body was read from data in a script"


def read_html(utf8: bytes, *, url: str | None = None, encoding: str | None = None, cuts: tuple[str, ...] = ()) -> Page:
    """The page that `utf8` (HTML, encoded as UTF-8) shows; or would show, had its scripts run."""
    if _BREAK_END.search(utf8):
        utf8 = _BREAK_END.sub(b"<br>", utf8)
    builder = PageBuilder()
    parse(utf8, builder)
    builder.finish()
    page = builder.page(url, encoding, cuts)
    if is_bare(page) and (body := embedded_body(utf8)):
        parse(b"<article>" + body + b"</article>", builder)
        builder.finish()
        filled = builder.page(url, encoding, (*cuts, _FROM_SCRIPT))
        return filled if len(filled.text) > 2 * len(page.text) else page
    return page
