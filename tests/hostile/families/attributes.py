"""Attributes: very many, very long, broken, and with values that no element can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hostile.families.making import LAST, PROSE, Families, among, many

NUMBERS: Final = (
    "9007199254740991",
    "-1",
    "0",
    "1e9",
    "1.5",
    "+7",
    "0x10",
    " 3 ",
    "٣",
    "²",
    "①",
    "½",
    "１２",
    "9" * 5000,
    "",
    "NaN",
    "1_000",
    "-9007199254740991",
    "2147483648",
    "∞",
    "1,000",
    "%",
    "\u200b2",
    "Ⅳ",
    "𝟏",
)
"""Values that are hardly a number: int() takes some of them, refuses others, and some are digits all the same."""


def _one(name: str, piece: str, tag: str = "div") -> Families:
    """One attribute of any length."""
    return {f"long {name} of {piece!r} on {tag}": many(piece, f'{PROSE}<{tag} {name}="{{}}">words seen1</{tag}>{LAST}')}


def _numbers(opening: str, closing: str) -> Callable[[int], str]:
    """An element with every value that is hardly a number, again and again."""
    return lambda n: (
        PROSE
        + "".join(
            (opening.replace("{}", NUMBERS[number % len(NUMBERS)]) + closing).replace("{n}", str(number))
            for number in range(n)
        )
        + LAST
    )


FAMILIES: Final[Families] = {
    "attributes": many(" a{n}='b'", PROSE + "<p{}>Some text, seen1.</p>" + LAST),
    "attributes on two elements": many(" a{n}='b'", PROSE + "<p{}>seen1</p><p{}>seen2</p>" + LAST),
    "attributes in a closing tag": many(" a{n}='b'", PROSE + "<p>seen1</p{}>" + LAST),
    "attributes alike": many(" class=a", PROSE + "<p{}>Some text, seen1.</p>" + LAST),
    "attributes without values": many(" a{n}", PROSE + "<p{}>Some text, seen1.</p>" + LAST),
    "attributes of one letter": many(" {n}", PROSE + "<p{}>Some text, seen1.</p>" + LAST),
    "attributes in capitals": many(" A{n}=B", PROSE + "<p{}>Some text, seen1.</p>" + LAST),
    "data attributes": many(" data-a{n}='x'", PROSE + "<div{}><p>Some text, seen1.</p></div>" + LAST),
    "attributes of images": many(" data-a{n}='x'", PROSE + "<img src=a.png{}>" + LAST),
    "attributes of links": many(" data-a{n}='x'", PROSE + "<a href=x{}>seen1</a>" + LAST),
    "attributes of metas": many(" a{n}='x'", "<head><meta name=a content=b{}></head>" + PROSE),
    "attributes of the body": many(" a{n}='x'", "<body{}>" + PROSE),
    "attributes on many": among("<p a=b c=d e=f g=h i=j k=l m=n o=p q=r>seen{n}</p>"),
    "equals signs": many("=", PROSE + "<p {}>seen1</p>" + LAST),
    "quotes": many("'\"", PROSE + "<p {}>seen1</p>" + LAST),
    "slashes": many("/", PROSE + "<p {}>seen1</p>" + LAST),
    "spaces in a tag": many(" ", PROSE + "<p{}>seen1</p>" + LAST),
    "line breaks in a tag": many("\n", PROSE + "<p{}class=a>seen1</p>" + LAST),
    "a long tag name": many("a", PROSE + "<{}>seen1</{}>" + LAST),
    "a long attribute name": many("a", PROSE + "<p {}=b>seen1</p>" + LAST),
    "ids alike": among('<p id="same">seen{n}</p>'),
    "ids": among('<p id="i{n}">seen{n}</p>'),
    "classes of their own": among('<p class="a{n} b{n} camelCase{n}">seen{n}</p>'),
    "the same long class": lambda n: (
        PROSE + "".join(f'<p class="{"word " * 200}">seen{number}</p>' for number in range(n // 200 + 1))
    ),
    "class and id alike": lambda n: f"<div class='{many('word{n} ')(n)}' id='{many('word{n} ')(n)}'>{PROSE}</div>",
    **_one("class", "word-{n} "),
    **_one("class", "a"),
    **_one("class", "A"),
    **_one("class", "aA"),
    **_one("class", "-"),
    **_one("class", "a-"),
    **_one("class", "sr-"),
    **_one("class", "tab"),
    **_one("class", "tab tab-"),
    **_one("class", "code highlight "),
    **_one("class", "note sidenote-", "span"),
    **_one("class", "MathJax ", "span"),
    **_one("class", "language-"),
    **_one("class", "language-a ", "pre"),
    **_one("class", "é"),
    **_one("id", "word-{n} "),
    **_one("id", "S:"),
    **_one("style", "color: red; "),
    **_one("style", "display"),
    **_one("style", "display: "),
    **_one("style", " "),
    **_one("style", ";"),
    **_one("style", "font-weight: ", "span"),
    **_one("style", "text-decoration", "span"),
    **_one("style", "text-decoration: x; ", "span"),
    **_one("style", "clip: rect(", "span"),
    **_one("style", "display:inline ", "div"),
    **_one("href", "a", "a"),
    **_one("href", "../", "a"),
    **_one("href", "?a=b&amp;", "a"),
    **_one("href", "%", "a"),
    **_one("href", "http://", "a"),
    **_one("href", "https://a.test/?utm_source=chatgpt.com&amp;", "a"),
    **_one("href", "javascript:", "a"),
    **_one("href", "\u202e", "a"),
    **_one("href", " ", "a"),
    **_one("href", "&amp;", "a"),
    **_one("src", "a", "img"),
    **_one("src", "data:", "img"),
    **_one("src", "tex=%5C", "img"),
    **_one("srcset", "a.png 1w, ", "img"),
    **_one("srcset", ",", "img"),
    **_one("srcset", " ", "img"),
    **_one("srcset", "a ", "img"),
    **_one("srcset", "1w ", "img"),
    **_one("srcset", "9", "img"),
    **_one("srcset", "a 9w,", "img"),
    **_one("alt", "word ", "img"),
    **_one("alt", "$x$", "img"),
    **_one("alt", "\\", "img"),
    **_one("title", "word ", "iframe src=x"),
    **_one("aria-controls", "a{n} ", "button"),
    **_one("aria-level", "9", "div role=heading"),
    **_one("role", "heading ", "div"),
    **_one("rel", "tag ", "a"),
    **_one("lang", "en-", "html"),
    **_one("dir", "rtl ", "html"),
    **_one("datetime", "2024-04-01 ", "time"),
    **_one("datetime", "9", "time"),
    **_one("itemprop", "author ", "span"),
    **_one("data-mathml", "&lt;mi>x", "span class=MathJax"),
    **_one("alttext", "x_", "math"),
    **_one("colspan", "9", "td"),
    **_one("start", "9", "ol"),
    **_one("content", "word ", "meta name=description"),
    "hardly numbers: colspan": _numbers('<table><tr><td colspan="{}">seen{n}</td><td>x</td></tr>', "</table>"),
    "hardly numbers: rowspan": _numbers('<table><tr><td rowspan="{}">seen{n}</td></tr><tr><td>x</td></tr>', "</table>"),
    "hardly numbers: span of a column": _numbers('<table><col span="{}"><tr><td>seen{n}</td></tr>', "</table>"),
    "hardly numbers: start": _numbers('<ol start="{}"><li>seen{n}</li><li>x</li>', "</ol>"),
    "hardly numbers: reversed start": _numbers('<ol reversed start="{}"><li>seen{n}</li><li>x</li>', "</ol>"),
    "hardly numbers: value": _numbers('<ol><li value="{}">seen{n}</li><li>x</li>', "</ol>"),
    "hardly numbers: aria-level": _numbers('<div role="heading" aria-level="{}">seen{n}', "</div>"),
    "hardly numbers: width": _numbers('<img src=a.png width="{}" height="{}">seen{n} ', ""),
    "hardly numbers: type": _numbers('<ol type="{}"><li>seen{n}</li>', "</ol>"),
    "hardly numbers: typed lists": _numbers("<p>{}. seen{n} item</p>", ""),
    "hardly numbers: marks": _numbers("<p>It sank seen{n} in the bay [{}]. It rose<sup>{}</sup>.</p>", ""),
    "hardly numbers: dates": _numbers("<p class=date>{} April {}</p><p>seen{n}</p>", ""),
    "hardly numbers: ranges": _numbers("<p>It sank seen{n} in the bay [1-{}] and [{}-2].</p>", ""),
    "hardly numbers: datetime": _numbers('<time datetime="{}-{}-{}">seen{n}', "</time>"),
    "hardly numbers: srcset": _numbers('<img srcset="a.png {}w, b.png {}x">seen{n} ', ""),
    "hardly numbers: footnotes": _numbers('<p>x<a href="#fn{}">{}</a> seen{n}</p><li id="fn{}">{} Note', "</li>"),
}
