"""Addresses that are none, or that a browser would run: in links, images, heads, sources and text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Final

from hostile.families.making import LAST, PROSE, Families, head, many

ADDRESSES: Final = (
    "http://[::1",
    "http://[",
    "http://]",
    "//[",
    "http://[v1.x]/",
    "http://[::1%25eth0]/",
    "http://[::1]:99999999999/",
    "http://a.test:99999999999999999999/",
    "http://a.test:abc/",
    "http://a.test:-1/",
    "http://user:pa:ss@a.test@b.test/",
    "http://ex\u2100mple.test/",
    "http://\uff0e\uff0e/",
    "http://\u3002/",
    "http://xn--/",
    "http://xn--99999999/",
    "http://-a-.test/",
    "http://a..test/",
    "http://.test./",
    "http:///",
    "http:",
    "http:/",
    "http:a",
    "https:////a",
    "//",
    "///",
    "/\\a",
    "\\\\a\\b",
    "http:\\\\a.test\\b",
    "http://a.test/\x00",
    "http://a.test/\ud800",
    "http://a.test/%",
    "http://a.test/%zz",
    "http://a.test/%ff%fe",
    "http://a.test/ a b",
    "http://a.test/\n\t\r",
    "http://a.test/\u202e",
    "?",
    "#",
    "?#",
    "#?",
    "..",
    "../../../../..",
    ".",
    "",
    " ",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "javascript://a.test/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "data:",
    "vbscript:x",
    "feed:javascript:x",
    "blob:https://a.test/x",
    "about:blank",
    "file:///etc/passwd",
    "ftp://a.test/",
    "mailto:",
    "mailto:a@b@c",
    "tel:+1",
    "x:y",
    "1:2",
    ":",
    "::",
    "a:b:c",
    'https://a.test/" onclick="x',
    "https://a.test/' onclick='x",
    "https://a.test/)<b>",
    "https://a.test/<script>",
    "https://a.test/`<b>`",
    "https://a.test/?a|b",
    "https://a.test/(a(b)",
    "https://a.test/a\\",
    "https://a.test/](x)",
    "https://a.test/?utm_source=chatgpt.com",
    "http://[::1/?utm_source=chatgpt.com",
    "?utm_source=chatgpt.com",
    "javascript:x?utm_source=chatgpt.com",
    "https://a.test/#:~:text=",
    "https://a.test/#:~:text=%",
    "http://a.test/\u0301",
    "http://" + "a" * 3000 + ".test/",
    "http://a.test/" + "a/" * 3000,
    "http://a.test/?" + "a=b&" * 3000,
    "http://" + "1." * 3000,
    "http://" + "@" * 3000,
    "http://" + ":" * 3000,
    "http://" + "[" * 3000,
    "#" * 3000,
    "%25" * 3000,
    "&amp;" * 1000,
)


def _each(piece: str, around: str = PROSE + "{}" + LAST) -> Callable[[int], str]:
    """The piece with each of the addresses in turn."""

    def make(n: int) -> str:
        made = []
        for number in range(n):
            address = ADDRESSES[number % len(ADDRESSES)]
            made.append(piece.replace("{}", escape(address)).replace("{n}", str(number)))
        return around.replace("{}", "".join(made))

    return make


FAMILIES: Final[Families] = {
    "addresses of links": _each('<p>The bridge seen{n} is open. <a href="{}">Paper</a></p>'),
    "addresses of bare links": _each('<a href="{}">seen{n}</a> '),
    "addresses of links without text": _each('<p>seen{n} <a href="{}"></a></p>'),
    "addresses of images": _each('<img src="{}" alt="a"><p>seen{n}</p>'),
    "addresses of figures": _each('<figure><img src="{}"><figcaption>seen{n} <a href="{}">x</a></figcaption></figure>'),
    "addresses of lazy images": _each('<img data-src="{}" srcset="{} 2x, {} 3w"><p>seen{n}</p>'),
    "addresses of embeds": _each('<iframe src="{}" title="{}"></iframe><video src="{}"></video><p>seen{n}</p>'),
    "addresses of quotations": _each(
        '<blockquote cite="{}"><p>seen{n} is a fine bridge. <cite>{}</cite></p></blockquote>'
    ),
    "addresses of canonical links": _each('<link rel=canonical href="{}">', "<head>{}</head>" + PROSE + LAST),
    "addresses of licences": _each('<link rel=license href="{}">', "<head>{}</head>" + PROSE + LAST),
    "addresses of bases": _each('<base href="{}">', "<head>{}</head>" + PROSE + '<p><a href="a">seen1</a></p>' + LAST),
    "addresses in metas": _each(
        '<meta property=og:url content="{}"><meta property=og:image content="{}"><meta name=author content="{}">',
        "<head>{}</head>" + PROSE + LAST,
    ),
    "addresses of authors": _each(
        '<p class=byline>By <a rel=author href="{}">Ann Example{n}</a></p>', "<h1>A title</h1>{}" + PROSE
    ),
    "addresses as text": _each("<p>seen{n} {} is open.</p>"),
    "addresses as source lines": _each('<p>seen{n} met in the hall. Source: <a href="{}">{}</a></p>'),
    "addresses in lists of references": _each(
        '<li id="r{n}">Mole, A. (2001). seen{n}. <a href="{}">{}</a></li>',
        '<p>It sank <a href="#r1">[1]</a>.</p><h2>References</h2><ol>{}</ol>',
    ),
    "addresses of plain text": _each("The council seen{n} met in the hall. {}\n\n", "A title\n\n{}The end."),
    "addresses of source tags in text": _each(
        "The council seen{n} met in the hall [{}]. Source: {}\n\n", "A title\n\n{}The end."
    ),
    "one base that is broken": many('<a href="/{n}">seen{n}</a> ', '<base href="http://[::1">' + PROSE + "<p>{}</p>"),
    "one base that is a script": many(
        '<a href="x{n}">seen{n}</a> ', '<base href="javascript:alert(1)//">' + PROSE + "<p>{}</p>"
    ),
    "one base that is long": lambda n: (
        f'<base href="http://a.test/{"a/" * (n // 20)}">{PROSE}'
        + "".join(f'<a href="../x{number}">seen{number}</a> ' for number in range(n // 20))
    ),
    "dots in addresses": many('<a href="../../../../../../../../{n}/..">seen{n}</a> ', PROSE + "<p>{}</p>"),
    "one long address in a sentence": lambda n: (
        PROSE + f'<p>It sank, said <a href="http://a.test/{"x" * n}">seen1 the board</a> in the evening.</p>'
    ),
    "the same long address": lambda n: (
        PROSE + "".join(f'<a href="http://a.test/{"x" * 2000}">seen{number}</a> ' for number in range(n // 2000 + 1))
    ),
    "bare addresses": many("https://a{n}.test/x seen{n} ", PROSE + "<p>{}</p>"),
    "bare addresses touching": many("https://", PROSE + "<p>{}</p>"),
    "brackets behind addresses": many("https://a.test/)))))))))) ", PROSE + "<p>{}</p>"),
    "a bracket flood behind an address": lambda n: PROSE + "<p>seen1 https://a.test/" + ")" * n + "</p>",
    "dots behind an address": lambda n: PROSE + "<p>seen1 https://a.test/" + "." * n + "</p>",
    "hosts": many("a.", PROSE + "<p>seen1 {}test</p>"),
    "mail addresses": many("a{n}@b.test seen{n} ", PROSE + "<p>{}</p>"),
    "links of the head": head('<link rel="icon" href="http://[::1">'),
    "permalinks": many('<h2 id=h{n}>Heading seen{n} <a class=headerlink href="#h{n}">¶</a></h2><p>x</p>', "{}" + PROSE),
}
