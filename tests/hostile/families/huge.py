"""Pages of millions of octets, each of one kind: what a page of that size may cost is bounded, whatever it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hostile.families.making import LAST, PROSE, many

MILLION: Final = 1_000_000


def _around(opening: str, piece: str, count: int, closing: str = "") -> Callable[[], str]:
    return lambda: PROSE + opening + piece * count + closing + LAST


PAGES: Final[dict[str, Callable[[], str | bytes]]] = {
    "10 MB in one text": _around("<p>", "word seen1 ", 10 * MILLION // 11, "</p>"),
    "10 MB in one word": _around("<p>", "a", 10 * MILLION, "</p>"),
    "12 MB in one attribute": _around('<p title="', "a", 12 * MILLION, '">seen1</p>'),
    "12 MB in one address": _around('<a href="', "a", 12 * MILLION, '">seen1</a>'),
    "10 MB of classes": _around('<p class="', "ab ", 10 * MILLION // 3, '">seen1</p>'),
    "12 MB in one comment": _around("<!--", "a", 12 * MILLION, "-->"),
    "12 MB in one script": _around("<script>", "a", 12 * MILLION, "</script>"),
    "12 MB in one tag name": _around("<", "a", 12 * MILLION, ">seen1"),
    "12 MB in one attribute name": _around("<p ", "a", 12 * MILLION, ">seen1</p>"),
    "12 MB in the title": _around("<title>", "a ", 6 * MILLION, "</title>"),
    "12 MB in JSON-LD": _around(
        '<script type="application/ld+json">{"@type": "Article", "headline": "', "a ", 6 * MILLION, '"}</script>'
    ),
    "a million attributes": lambda: many(" a{n}=b", PROSE + "<p{}>seen1</p>" + LAST)(MILLION),
    "a million attributes alike": _around("<p ", "a=b ", MILLION, ">seen1</p>"),
    "200,000 paragraphs": lambda: many("<p>seen{n}</p>", PROSE + "{}" + LAST)(MILLION // 5),
    "400,000 spans": lambda: many("<span>seen{n} </span>", PROSE + "<p>{}</p>" + LAST)(2 * MILLION // 5),
    "divs 1,000,000 deep": _around("<div>", "<div>", MILLION, "<p>seen1</p>" + "</div>" * MILLION),
    "classed divs 100,000 deep": _around("", "<div class=a>seen1 ", MILLION // 10, "</div>" * (MILLION // 10)),
    "lists 100,000 deep": _around("", "<ul><li>seen1 ", MILLION // 10),
    "spans 100,000 deep": _around("<p>", "<span class=a>seen1 ", MILLION // 10),
    "100,000 marks": _around("<p>It sank", "[1]", MILLION // 10, ".</p>"),
    "100,000 links": _around("<p>", "<a href=x>seen1</a> ", MILLION // 10, "</p>"),
    "JSON-LD 100,000 deep": _around('<script type="application/ld+json">', '{"a":', MILLION // 10, "</script>"),
    "10 MB of entities": _around("<p>", "&amp;", 2 * MILLION, "</p>"),
    "10 MB of less-than signs": lambda: PROSE + "<" * 10 * MILLION,
    "10 MB of abbreviations": _around("<p>", "U.S.", 5 * MILLION // 2, "</p>"),
    "5 MB of sources": _around("<p>", "Source: ", 5 * MILLION // 8, "</p>"),
    "10 MB that are no UTF-8": lambda: PROSE.encode() + b"\xe4\xf6" * (5 * MILLION) + LAST.encode(),
    "10 MB of UTF-16": lambda: (PROSE + "The council met seen1. " * (MILLION // 5)).encode("utf-16-le"),
    "4 MB of paragraphs of text": lambda: (
        "A title\n\n" + "The council met in hall seen1 to talk.\n\n" * (MILLION // 10)
    ),
    "100,000 lines of a letter": lambda: "A title\n\n" + "a\n" * (MILLION // 10),
    "a table of 40,000 rows": _around("<table>", "<tr><td>seen1</td><td>b</td></tr>", MILLION // 25, "</table>"),
}
"""Each page, as a function that makes it."""
