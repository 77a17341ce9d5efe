"""The HTML reader: feeds a page to lxml's parser, whose events a `PageBuilder` takes. No tree is made."""

from __future__ import annotations

from typing import Any, cast

from lxml import etree

from articlekit.page import Page
from articlekit.readers.builder import PageBuilder


def read_html(utf8: bytes, *, url: str | None = None, encoding: str | None = None, cuts: tuple[str, ...] = ()) -> Page:
    """The page that `utf8` (HTML, encoded as UTF-8) shows."""
    builder = PageBuilder()
    parser: Any = etree.HTMLParser(target=cast("Any", builder), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(utf8)
        parser.close()
    except etree.XMLSyntaxError:  # nothing in it that the parser calls a document
        builder.close()
    return builder.page(url, encoding, cuts)
