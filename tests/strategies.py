"""Pages built out of realistic parts, for the property tests.

A `Sketch` describes a page as a small tree of parts (headline, paragraphs, lists, menus, hidden text …) and renders
itself twice: as HTML and as plain text. Every piece of text holds a *name* that stands nowhere else in the page, with
its fate: a browser shows it, hides it, or never takes it for text. So a test can ask of each name where it went.

Hypothesis draws only the shape of a page; the words follow from counters, which keeps failures small and readable.
This module must not know the library under test.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]


class Fate(IntEnum):
    """What a browser does with a piece of text; the worst fate around a piece is its own."""

    VISIBLE = 0
    HIDDEN = 1
    DEAD = 2
    """No text at all: scripts, styles, comments."""


# ---------------------------------------------------------------- words


class Tongue(NamedTuple):
    """A language to write in: words that carry meaning, words that glue, and syllables for names."""

    code: str
    rtl: bool
    space: str
    stop: str
    colon: str
    heavy: tuple[str, ...]
    light: tuple[str, ...]
    heads: tuple[str, ...]
    tails: tuple[str, ...]


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


ENGLISH: Final = Tongue(
    "en", False, " ", ".", ":",
    _each("council harbour bridge teachers report winter market engine garden letter river budget tower valley"),
    _each("of the with under for about near a between from and without"),
    _each("Bra Dro Ful Gri Hos Klo Mer Nov Pru Sel Tri Wen"),
    _each("bak dem fip gol hux jat kev lin mos nuz rad sot"),
)  # fmt: skip
GERMAN: Final = Tongue(
    "de", False, " ", ".", ":",
    _each("Hafen Brücke Schule Bericht Straße Gemüse Werkstatt Brief Fluss Haushalt Größe Übung"),
    _each("der mit unter für über nahe ein zwischen von und ohne die"),
    ENGLISH.heads, ENGLISH.tails,
)  # fmt: skip
RUSSIAN: Final = Tongue(
    "ru", False, " ", ".", ":",
    _each("совет гавань мост учителя отчёт зима рынок сад письмо река бюджет башня"),
    _each("и в на под для о около между из без с к"),
    _each("Бра Дро Фул Гри Хос Кло Мер Нов Пру Сел Три Вен"),
    _each("бак дем фип гол хуж жат кев лин мос нуз рад сот"),
)  # fmt: skip
ARABIC: Final = Tongue(
    "ar", True, " ", ".", ":",
    _each("مجلس ميناء جسر تقرير شتاء سوق حديقة رسالة نهر ميزانية برج واد"),
    _each("من في على مع عن تحت قرب بين إلى ثم أو بلا"),
    _each("زغب ضفر ظلت غيد خذل ثقن زهك ذفر ضغم ظفر غثا خضب"),
    _each("شذظ غضز ثخظ ذضغ ظزث خغذ ضثز زظخ غذث ثظض ظخز ذغظ"),
)  # fmt: skip
HEBREW: Final = Tongue(
    "he", True, " ", ".", ":",
    _each("מועצה נמל גשר מורים דוח חורף שוק גן מכתב נהר תקציב מגדל"),
    _each("של עם על תחת ליד בין אל מן או גם רק בלי"),
    _each("טזג צפט גצז פטג זגץ טצפ גפט צזט פגצ זטפ טגז צגפ"),
    _each("קצז זטק צקג גקט פקז טקפ קגצ זקפ צטק קפג גזק פצק"),
)  # fmt: skip
HINDI: Final = Tongue(
    "hi", False, " ", "।", ":",
    _each("परिषद बंदरगाह पुल शिक्षक प्रतिवेदन सर्दी बाज़ार बगीचा पत्र नदी बजट मीनार"),
    _each("का में पर के और से तक पास बीच बिना यह वह"),
    _each("झढ ढठ ठझ ञढ ढञ झञ ठढ ञझ ठञ ढझ झठ ञठ"),
    _each("ङझ ङढ ङठ ङञ झङ ढङ ठङ ञङ ङफ फङ ङघ घङ"),
)  # fmt: skip
CHINESE: Final = Tongue(
    "zh", False, "", "。", "：",
    _each("议会 港口 桥梁 教师 报告 冬季 市场 花园 书信 河流 预算 高塔"),
    _each("的 在 和 与 对 从 到 为 被 把 向 由"),
    _each("乂丫 丬丱 丶丿 乇乜 亍亓 仂仃 仄仉 仝仞 仫仨 伛伢 佤佥 侪侬"),
    _each("匕卬 卮卺 厍厣 厮叵 叻叽 吲吡 呒呓 呔呖 呗呙 咂咴 哂哏 唑唣"),
)  # fmt: skip
JAPANESE: Final = Tongue(
    "ja", False, "", "。", "：",
    _each("議会 港町 橋 教師 報告書 冬 市場 庭 手紙 川 予算 塔"),
    _each("は の を に が で と も へ から まで より"),
    _each("ヴァ ヅェ ヌョ ヱヲ ヮヂ ヘュ ミャ ルゥ ゾィ ペョ ギュ ヒェ"),
    _each("ボゴ グザ ドバ ジデ ゼブ ダゲ ベゾ ズビ ポガ ピギ プヂ ゴボ"),
)  # fmt: skip
TONGUES: Final = (ENGLISH, GERMAN, RUSSIAN, ARABIC, HEBREW, HINDI, CHINESE, JAPANESE)
ALPHABETIC: Final = (ENGLISH, GERMAN, RUSSIAN)


def name_of(tongue: Tongue, number: int) -> str:
    """Name `number` of a language: one head and two tails, so no name holds another one."""
    base = len(tongue.tails)
    head, tail = divmod(number, base * base)
    return tongue.heads[head % len(tongue.heads)] + tongue.tails[tail // base] + tongue.tails[tail % base]


class Pen:
    """Writes text in one language. It counts on, so that no name is written twice in a page."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self._count = 0

    def phrase(self, length: int, *, capital: bool = True) -> tuple[str, str, str]:
        """(text before, a name of its own, text after); some `length` words together."""
        tongue, self._count = self.tongue, self._count + 1
        words, step = [], (1, 5, 11)[self._count % 3]
        for position in range(length):
            glue = (
                position % 2 and position < length - 1
            )  # the last word carries meaning: "… letter of." is no sentence
            choice = tongue.light if glue else tongue.heavy
            words.append(choice[(self._count * 5 + position * step) % len(choice)])
        if capital:
            words[0] = words[0][:1].upper() + words[0][1:]
        half = (length + 1) // 2
        before, after = tongue.space.join(words[:half]), tongue.space.join(words[half:])
        return before + tongue.space, name_of(tongue, self._count), tongue.space + after if after else ""


# ---------------------------------------------------------------- inline text

INLINE: Final = {
    "plain": ("", "", Fate.VISIBLE),
    "strong": ("<strong>", "</strong>", Fate.VISIBLE),
    "emphasis": ('<em class="x">', "</em>", Fate.VISIBLE),
    "code": ("<code>", "</code>", Fate.VISIBLE),
    "link": ('<a href="/topics/one?a=1&amp;b=2" title="a > b">', "</a>", Fate.VISIBLE),
    "quoted": ("<q>", "</q>", Fate.VISIBLE),
    "font": ('<font color=red size="+1"><span>', "</span></font>", Fate.VISIBLE),
    "commented": ("<!-- aside -->", "<!---->", Fate.VISIBLE),
    "superscript": ("<sup>", "</sup>", Fate.VISIBLE),
    "strike": ("<del>", "</del>", Fate.VISIBLE),
    "inserted": ('<ins datetime="2024-04-01"><u>', "</u></ins>", Fate.VISIBLE),
    "abbreviation": ('<abbr title="long form"><time>', "</time></abbr>", Fate.VISIBLE),
    "half": ("", "", Fate.VISIBLE),
    "formula": ("<math><mtext>", "</mtext></math>", Fate.VISIBLE),
    "glyphs": ('<span class="MathJax"><nobr>', "</nobr></span>", Fate.VISIBLE),
    "own element": ("<x-name data-a='1>2'>", "</x-name>", Fate.VISIBLE),
    "crossed": ("<b><i>", "</b></i>", Fate.VISIBLE),
    "unclosed": ("<b>", "", Fate.VISIBLE),
    "unopened": ("", "</i></span>", Fate.VISIBLE),
    "block inside": ("<span><div>", "</div></span>", Fate.VISIBLE),
    "unclosed formula": ("<math><mrow>", "", Fate.VISIBLE),
    "unclosed glyphs": ('<span class="MathJax_Preview"><math>', "</math>", Fate.VISIBLE),
    "display none": (' <span style="display:none">', "</span> ", Fate.HIDDEN),
    "screen reader": (' <span class="sr-only">', "</span> ", Fate.HIDDEN),
    "hidden": (" <b hidden>", "</b> ", Fate.HIDDEN),
}
"""Ways to mark a name inside a sentence: markup before it, markup behind it, fate."""

BROKEN: Final = ("crossed", "unclosed", "unopened", "block inside", "unclosed formula", "unclosed glyphs")
COVERT: Final = ("display none", "screen reader", "hidden")
TIDY: Final = tuple(kind for kind in INLINE if kind not in BROKEN + COVERT)

DIRT: Final = (
    "\x00",
    "\ud800",
    "\u200b",
    "\u202e",
    "\ufeff",
    "\u00ad",
    "\x1b[31m",
    "\x0c",
    "\x85",
    "\u2028",
    "\x7f",
    "\u0301" * 9,
)
"""Characters that pages hold by mistake or by malice. They stand between words."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of inline text in one kind of markup."""

    text: str
    kind: str = "plain"
    name: str = ""
    """The name that `text` holds; "" for text without one."""
    markup: str | None = None
    """The whole HTML, where it is more than the text in the kind's markup."""

    def html(self) -> str:
        before, after, _ = INLINE[self.kind]
        return self.markup if self.markup is not None else before + html.escape(self.text) + after

    def plain(self) -> str:
        return "" if self.fate else self.text

    @property
    def fate(self) -> Fate:
        return INLINE[self.kind][2]


Line = tuple[Run, ...]
BREAK: Final = Run("\n", markup="<br>")


def plain(text: str) -> Line:
    """A line of plain text without a name."""
    return (Run(text),)


# ---------------------------------------------------------------- parts


@dataclass(frozen=True, slots=True)
class Leaf:
    """A line of text in markup of its own: a paragraph, a heading, a caption, a cell, hidden text."""

    line: Line
    before: str = "<p>"
    after: str = "</p>"
    fate: Fate = Fate.VISIBLE
    role: str = "paragraph"

    def html(self) -> str:
        return self.before + "".join(run.html() for run in self.line) + self.after

    def plain(self) -> str:
        return "" if self.fate else "".join(run.plain() for run in self.line)

    def names(self) -> Iterator[tuple[Fate, str]]:
        for run in self.line:
            if run.name:
                yield max(self.fate, run.fate), run.name


@dataclass(frozen=True, slots=True)
class Group:
    """Parts in a wrapper: a column, a menu, a table, a row, the whole page."""

    parts: tuple[Part, ...]
    before: str = ""
    after: str = ""
    fate: Fate = Fate.VISIBLE
    between: str = "\n\n"
    """What parts them in plain text."""
    role: str = "group"

    def html(self) -> str:
        return self.before + "\n".join(part.html() for part in self.parts) + self.after

    def plain(self) -> str:
        texts = [] if self.fate else [part.plain() for part in self.parts]
        return self.between.join(text for text in texts if text)

    def names(self) -> Iterator[tuple[Fate, str]]:
        for part in self.parts:
            for fate, name in part.names():
                yield max(self.fate, fate), name


@dataclass(frozen=True, slots=True)
class Entry:
    """A list item: its own line, and the lists and other parts inside it."""

    line: Line
    inner: tuple[Part, ...] = ()
    closed: bool = True
    lead: str = ""
    """Markup without text in front of the line: an image."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: bullets where `numbering` is "", else "1", "a" or "i"."""

    entries: tuple[Entry, ...]
    numbering: str = ""
    first: int = 1
    glyph: str = "•"
    """The bullet, or what stands behind the number, in plain text."""
    loose: bool = False
    """Items are paragraphs, with blank lines between them in plain text."""
    role: str = "list"

    def html(self) -> str:
        start = f' start="{self.first}"' if self.first != 1 else ""
        kind = f' type="{self.numbering}"' if self.numbering in {"a", "i"} else ""
        opening, closing = (f"<ol{start}{kind}>", "</ol>") if self.numbering else ("<ul>", "</ul>")
        before, after = ("<p>", "</p>") if self.loose else ("", "")
        rows = [
            f"<li>{entry.lead}{Leaf(entry.line, before, after).html()}{''.join(inner.html() for inner in entry.inner)}"
            + ("</li>" if entry.closed else "")
            for entry in self.entries
        ]
        return "\n".join((opening, *rows, closing))

    def plain(self) -> str:
        return "\n".join(self.lines("  "))

    def lines(self, indent: str) -> Iterator[str]:
        """The list as lines of plain text; a list inside an item stands four columns further right."""
        for number, entry in enumerate(self.entries, self.first):
            if self.loose and number > self.first:
                yield ""
            text = Leaf(entry.line).plain().replace("\n", "\n" + indent + "   ")
            yield f"{indent}{self.marker(number)} {text}"
            for inner in entry.inner:
                if isinstance(inner, Listing):
                    yield from inner.lines(indent + "    ")
                else:
                    yield from (f"{indent}    {line}" for line in inner.plain().splitlines())

    def marker(self, number: int) -> str:
        """The mark of item `number` in plain text."""
        if self.numbering == "1":
            return f"{number}{self.glyph}"
        if self.numbering == "a":
            return "abcdefghijklmnopqrstuvwxyz"[number - 1] + self.glyph
        if self.numbering == "i":
            return ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")[number - 1] + self.glyph
        return self.glyph

    def names(self) -> Iterator[tuple[Fate, str]]:
        for entry in self.entries:
            yield from Leaf(entry.line).names()
            for inner in entry.inner:
                yield from inner.names()


@dataclass(frozen=True, slots=True)
class Noise:
    """Markup without text: a stray end tag, an opening that nothing closes."""

    markup: str
    role: str = "noise"

    def html(self) -> str:
        return self.markup

    def plain(self) -> str:
        return ""

    def names(self) -> Iterator[tuple[Fate, str]]:
        return iter(())


Part = Leaf | Group | Listing | Noise


class Sketch:
    """A page: its parts, the text behind `</html>`, and whether it is a whole document or a piece of one."""

    def __init__(self, tongue: Tongue, body: Group, tail: tuple[Part, ...] = (), *, whole: bool = True) -> None:
        self.tongue = tongue
        self.body = body
        self.tail = tail
        self.whole = whole

    def __repr__(self) -> str:
        return f"<page\n{self.html()}\nas text\n{self.plain()}\n>"  # what a reader of a failure wants to see

    def html(self) -> str:
        inside = self.body.html()
        if self.whole:
            direction = "rtl" if self.tongue.rtl else "ltr"
            inside = (
                f'<!DOCTYPE html>\n<html lang="{self.tongue.code}" dir="{direction}">\n<head><meta charset="utf-8">'
                f"<title>Page</title></head>\n<body>\n{inside}\n</body>\n</html>"
            )
        return "\n".join((inside, *(part.html() for part in self.tail)))

    def plain(self) -> str:
        return Group((self.body, *self.tail)).plain()

    def names(self, fate: Fate) -> list[str]:
        """The names with this fate in the HTML page, as often as they stand there."""
        return [name for part in (self.body, *self.tail) for own, name in part.names() if own == fate]

    def parts(self) -> Iterator[Part]:
        """Every part, depth first."""
        stack: list[Part] = [*reversed(self.tail), self.body]
        while stack:
            part = stack.pop()
            yield part
            if isinstance(part, Group):
                stack.extend(reversed(part.parts))


# ---------------------------------------------------------------- tables of markup

FRONT: Final = (
    ("headline", "<h1>", "</h1>"),
    ("headline", '<h1 class="headline" itemprop="headline"><span>', "</span></h1>"),
    ("headline", '<header><h1 id="top">', "</h1></header>"),
    ("standfirst", '<p class="standfirst">', "</p>"),
    ("standfirst", '<h2 class="subtitle">', "</h2>"),
    ("byline", '<p class="byline">By <a rel="author" href="/people/one">', "</a></p>"),
    ("byline", '<div class="author-name" itemprop="author"><span>By </span>', "</div>"),
    ("dateline", '<p class="date"><time datetime="2024-04-01T09:30:00+02:00">', "</time></p>"),
    ("dateline", '<div class="meta">Published ', "</div>"),
)
PARAGRAPH: Final = (
    ("<p>", "</p>"), ('<p class="lead" id=p1>', "</p>"), ("<div>", "</div>"), ("<p>", ""), ("", "<br><br>"),
)  # fmt: skip
HEADING: Final = (
    ("<h2>", "</h2>"),
    ("<h3 id='part'>", "</h3>"),
    ("<p><strong>", "</strong></p>"),
    ('<h2><a name="x"></a><span>', "</span></h2>"),
)
WRAPPER: Final = (
    ('<div class="content">', "</div>"),
    ("<section>", "</section>"),
    ('<article class="post" itemscope>', "</article>"),
    ("<main>", "</main>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<span>", "</span>"),
    ('<font size="2">', "</font>"),
    ("<site-card>", "</site-card>"),
    ("<center>", "</center>"),
    ("<b>", "</b>"),
    ("<blockquote>", "</blockquote>"),
    ("<ul><li>", "</li></ul>"),
    ('<form action="/page.aspx">', "</form>"),
    ("<details open><summary></summary>", "</details>"),
    ('<a href="#top">', "</a>"),
)
BOX: Final = (
    ("", ""),
    ("<div>", "</div>"),
    ("<blockquote>", "</blockquote>"),
    ("<ul><li>", "</li></ul>"),
    ("<figure>", "</figure>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<dl><dd>", "</dd></dl>"),
)
"""What a source tag that stands alone may stand in."""
TIDY_WRAPPER: Final = WRAPPER[:4]
PILL: Final = (
    ' <span class="source-pill"><a href="https://www.{}/report?utm_source=chatgpt.com">{}</a></span>',
    ' <a href="https://{}/report?utm_source=chatgpt.com" target="_blank" rel="noopener">{}</a>',
    ' <span data-state="closed"><span class="inline-flex"><a class="flex rounded-xl px-2" href="https://{}/"><span>{}</span></a>'
    "</span></span>",
)
SOURCE: Final = (
    ("Commerce", "commerce.gov"),
    ("Reuters", "reuters.com"),
    ("Harbour Trust", "harbourtrust.example"),
    ("NIST", "nist.gov"),
    ("GOV.UK", "gov.uk"),
    ("openlibrary.org", "openlibrary.org"),
)
"""Names and hosts of sources."""
PLAIN_SOURCE: Final = SOURCE[-2:]
"""Those that show that they are sources even where they stand alone: domain names."""

IMAGE: Final = (
    '<img src="/pic.jpg" alt="a picture" width=600>',
    '<a href="/big"><img data-src="/pic.webp" src="data:image/gif;base64,R0lGOD"></a>',
    '<figure><img src="/pic.jpg"></figure>',
    '<picture><source srcset="/a.webp"><img src="/pic.jpg" alt=""></picture>',
    '<iframe src="https://video.example/1"></iframe>',
)
FIGURE: Final = (
    (f"<figure>{IMAGE[0]}<figcaption>", "</figcaption></figure>"),
    (f"<figure>{IMAGE[1]}<figcaption><em>", "</em></figcaption><cite>", "</cite></figure>"),
    ('<figure><span class="credit">', f"</span>{IMAGE[0]}<figcaption>", "</figcaption></figure>"),
    ("<figure><figcaption>", f"</figcaption>{IMAGE[0]}{IMAGE[3]}<p>", "</p></figure>"),
    (f"<figure>{IMAGE[0]}<p>", f"</p>{IMAGE[2]}<figcaption>", "</figcaption><p>", "</p></figure>"),
    (f'<div class="image">{IMAGE[3]}<p class="caption">', '</p><p class="credit">', "</p></div>"),
    ("<figure><video src=v.mp4></video><h2>", "</h2><figcaption>", "</figcaption></figure>"),
)
"""Pictures: markup before the first text, between texts, behind the last one."""

CHROME: Final = (
    ("navigation", '<nav class="main-nav"><ul>', '<li><a href="/a">', "</a></li>", "</ul></nav>"),
    ("navigation", '<div id="menu" class="menu">', '<a href="/b">', "</a> | ", "</div>"),
    ("header", '<header class="site-header"><div class="logo">', "<span>", "</span>", "</div></header>"),
    ("sidebar", '<aside class="sidebar">', '<div class="widget"><p>', "</p></div>", "</aside>"),
    ("share", '<div class="share-bar">Share: ', '<a href="#s" class="share-button">', "</a>", "</div>"),
    ("related", '<div class="related"><h3>Related posts</h3><ul>', '<li><a href="/r">', "</a></li>", "</ul></div>"),
    ("recommended", '<section class="most-read"><h4>Most read</h4>', '<p><a href="/m">', "</a></p>", "</section>"),
    ("newsletter", '<form class="newsletter">', "", " ", '<input name="e"><button>Sign up</button></form>'),
    ("cookie", '<div id="cookie-banner" role="dialog">', "<p>", "</p>", "<button>Accept</button></div>"),
    ("comments", '<section id="comments"><h2>2 comments</h2>', '<div class="comment"><p>', "</p></div>", "</section>"),
    ("advert", '<div class="ad-slot">Advertisement', "<span>", "</span>", "</div>"),
    ("author-bio", '<div class="author-bio">', "<p>", "</p>", "</div>"),
    ("form", '<form role="search"><select>', "<option>", "</option>", "</select><button>Search</button></form>"),
    ("footer", '<footer class="site-footer"><p>© 2024 ', '<a href="/legal">', "</a>", "</p></footer>"),
)  # fmt: skip
"""What stands around an article: what it is, markup before all, before each piece, behind each, behind all."""

HIDDEN: Final = (
    ("<div hidden>", "</div>"),
    ('<p style="display:none">', "</p>"),
    ('<div style="color:red; DISPLAY : none !important;">', "</div>"),
    ('<div style="visibility:hidden"><p>', "</p></div>"),
    ('<div aria-hidden="true"><p>', "</p></div>"),
    ('<span aria-hidden="true">', "</span>"),
    ('<p class="visually-hidden">', "</p>"),
    ('<span class="screen-reader-text">', "</span>"),
    ("<div><noscript><p>", "</p></noscript></div>"),
    ("<template><div>", "</div></template>"),
    ("<dialog><p>", "</p></dialog>"),
    ("<div><video controls><p>", "</p></video></div>"),
    ('<div><object data="x.bin"><p>', "</p></object></div>"),
    ("<canvas>", "</canvas>"),
    ('<section hidden=""><div class="content"><p>', "</p></div></section>"),
)
DEAD: Final = (
    ("<script>var a = '<p>", "</p>';</script>"),
    ('<script type="application/json">{"a": "', '"}</script>'),
    ("<style>.x { content: '", "' }</style>"),
    ("<!-- ", " -->"),
    ("<?note ", " ?>"),
)
NOISE: Final = (
    "</div>", "</p>", "</span></b>", "<b>", "<i><b></i></b>", "<p>", "<div class=x class=y id=a ID=b>",
    "<font color=red>", "<br/>", "</br>", "<a href='x\">'>", "<![CDATA[ ]]>", "<!>", "</>", "<table>", "</table>",
    "</td>", "<tr>", "<li>", "</ul>", "<center>", "<o:p></o:p>", "<?php echo ?>", "<div/>", "<span / >", "</body>",
    "</html>", "<html lang=xx>", "<body class=late>", "<col>", "<a name=top>", "<x-box data-a=\"1>2\">", "&nbsp;",
    "&#0;", "&#xD800;", "&zwj;", "\x00", "<hr>", "<img src=a.png>", '<iframe src="https://video.example/1"></iframe>',
    '<img alt="x" alt="y" src=b.png src=c.png onerror=x>',
)  # fmt: skip
"""Markup without a word in it. None of it may swallow or hide what stands around it."""


# ---------------------------------------------------------------- drawing parts


@dataclass(frozen=True, slots=True)
class Style:
    """How pages are drawn: which inline markup, wrappers and dirt they may hold."""

    inline: tuple[str, ...] = TIDY + BROKEN + COVERT
    wrappers: tuple[tuple[str, str], ...] = WRAPPER
    dirt: tuple[str, ...] = DIRT
    tongues: tuple[Tongue, ...] = TONGUES
    depth: int = 2
    """How deep parts stand inside items, cells and quotations."""


WILD: Final = Style()
CLEAN: Final = Style(inline=TIDY, dirt=())
"""Whole markup and clean characters: what an encoding test can encode."""


def _line(draw: Draw, pen: Pen, style: Style, *, length: int = 0, end: str = "") -> Line:
    """One line with a name in it, marked up in one of the style's ways."""
    before, name, after = pen.phrase(length or draw(st.integers(4, 12)))
    kind = draw(st.sampled_from(style.inline))
    half = f"{name[:2]}<b>{name[2:4]}</b><i></i>{name[4:]}" if kind == "half" else None
    line = [Run(before), Run(name, kind, name, half)]
    if INLINE[kind][2]:  # a hidden name needs a visible neighbour, or the line has nothing to show
        _, shown, rest = pen.phrase(2)
        line += [Run(shown, "plain", shown), Run(rest)]
    if style.dirt and draw(st.integers(0, 7)) == 7:
        line.append(Run(" " + draw(st.sampled_from(style.dirt)) + " "))
    return (*line, Run(after + end))


def _prose(draw: Draw, pen: Pen, style: Style) -> Line:
    """One to four sentences; now and then a line break between two of them."""
    line: list[Run] = []
    for number in range(draw(st.integers(1, 4))):
        if number:
            line.append(BREAK if draw(st.integers(0, 5)) == 5 else Run(pen.tongue.space))
        line.extend(_line(draw, pen, style, end=pen.tongue.stop))
    return tuple(line)


def _source(draw: Draw, sources: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Name and host of a source; now and then the name counts further sources that the page does not show."""
    name, host = draw(st.sampled_from(sources))
    return name + draw(st.sampled_from(("", "", "", "+1", "+12"))), host


def _pill(draw: Draw, sources: tuple[tuple[str, str], ...] = SOURCE) -> Run:
    name, host = _source(draw, sources)
    return Run(" " + name, markup=draw(st.sampled_from(PILL)).format(host, name))


def _own_line(draw: Draw, sources: tuple[tuple[str, str], ...]) -> Leaf:
    name, host = _source(draw, sources)
    return Leaf((Run(name, markup=draw(st.sampled_from(PILL)).format(host, name)),), role="pill")


def _paragraph(draw: Draw, pen: Pen, style: Style) -> Part:
    line = _prose(draw, pen, style)
    if draw(st.integers(0, 3)) == 3:
        line += (_pill(draw),)
    return Leaf(line, *draw(st.sampled_from(PARAGRAPH)))


def _pill_line(draw: Draw, pen: Pen, style: Style) -> Part:
    return Group((_paragraph(draw, pen, style), Group((_own_line(draw, SOURCE),), *draw(st.sampled_from(BOX)))))


def _heading(draw: Draw, pen: Pen, style: Style) -> Part:
    end = pen.tongue.colon if draw(st.booleans()) else ""
    line = _line(draw, pen, style, length=draw(st.integers(1, 4)), end=end)
    before, after = draw(st.sampled_from(HEADING))
    return Leaf(line, before, after, role="heading")


def _front(draw: Draw, pen: Pen, style: Style) -> Part:
    role, before, after = draw(st.sampled_from(FRONT))
    return Leaf(_line(draw, pen, style), before, after, role=role)


def _list(draw: Draw, pen: Pen, style: Style) -> Part:
    return _listing(draw, pen, style, depth=0)


def _listing(draw: Draw, pen: Pen, style: Style, depth: int) -> Listing:
    entries: list[Entry] = []
    for _ in range(draw(st.integers(1, 3))):
        line = _line(draw, pen, style)
        if draw(st.booleans()):
            before, label, after = pen.phrase(2)
            line = (Run(f"{before}{label}{after}{pen.tongue.colon}", "strong", label), Run(" "), *line)
        inner: tuple[Part, ...] = ()
        if depth < 3 and draw(st.integers(0, 3)) == 3:
            inner = (_listing(draw, pen, style, depth + 1),)
        lead = draw(st.sampled_from(IMAGE)) if draw(st.integers(0, 5)) == 5 else ""
        closed = draw(st.integers(0, 4)) < 4
        entries.append(Entry(line, inner + _inside(draw, pen, style), closed, lead))
    numbering = draw(st.sampled_from(("", "1", "a", "i")))
    first = draw(st.integers(1, 4)) if numbering else 1
    glyph = draw(st.sampled_from((".", ")") if numbering else ("•", "-", "*", "–")))
    return Listing(tuple(entries), numbering, first, glyph, loose=draw(st.booleans()))


def _inside(draw: Draw, pen: Pen, style: Style) -> tuple[Part, ...]:
    """Now and then a few parts that stand inside another one: a figure in an item, a list in a cell."""
    if not style.depth or draw(st.integers(0, 5)) < 5:
        return ()
    return _parts(draw, pen, replace(style, depth=style.depth - 1), BODY[:10], 2)


def _quote(draw: Draw, pen: Pen, style: Style) -> Part:
    parts: list[Part] = [Leaf(_prose(draw, pen, style)), *_inside(draw, pen, style)]
    if draw(st.booleans()):
        parts.append(Leaf(_line(draw, pen, style), "<footer>— <cite>", "</cite></footer>"))
    return Group(tuple(parts), "<blockquote>", "</blockquote>", role="quote")


def _code(draw: Draw, pen: Pen, style: Style) -> Part:
    lines: list[Run] = []
    for indent in range(draw(st.integers(1, 3))):
        before, name, after = pen.phrase(2, capital=False)
        lines.append(Run(f"{'    ' * indent}if {before}< {name}{after} && x:\n", name=name))
    return Leaf(tuple(lines), '<pre><code class="language-Python">', "</code></pre>", role="code")


def _grid(draw: Draw, pen: Pen, style: Style) -> Part:
    """A data table with empty cells and cells over two columns."""
    rows: list[Part] = []
    for row in range(draw(st.integers(1, 3))):
        tag = "th" if row == 0 and draw(st.booleans()) else "td"
        cells: list[Part] = []
        for column in range(3):
            shape = draw(st.integers(0, 5))
            opening = f"<{tag} colspan=2>" if shape == 5 else f"<{tag}>"
            line = () if shape == 4 and column else _line(draw, pen, style, length=2)
            more = _inside(draw, pen, style)
            closing = f"</{tag}>" if shape or more else ""
            cells.append(Group((Leaf(line, "", ""), *more), opening, closing, between="\n", role="cell"))
        rows.append(Group(tuple(cells), "<tr>", "</tr>", between="\t", role="row"))
    if draw(st.booleans()):
        rows.insert(0, Leaf(_line(draw, pen, style), "<caption>", "</caption>", role="caption"))
    return Group(tuple(rows), '<table class="figures">', "</table>", between="\n", role="table")


def _figure(draw: Draw, pen: Pen, style: Style) -> Part:
    before, *between, after = draw(st.sampled_from(FIGURE))
    leaves: list[Part] = []
    for piece in between:
        leaves.append(Leaf(_line(draw, pen, style), before, "", role="caption"))
        before = piece
    leaves.append(Leaf(_line(draw, pen, style), before, after, role="caption"))
    return Group(tuple(leaves), role="figure")


def _terms(draw: Draw, pen: Pen, style: Style) -> Part:
    parts: list[Part] = []
    for _ in range(draw(st.integers(1, 2))):
        lead = draw(st.sampled_from(("", "", "", *IMAGE)))
        term = () if lead and draw(st.booleans()) else _line(draw, pen, style, length=2)
        parts.append(Leaf(term, "<dt>" + lead, "</dt>", role="term"))
        parts.append(Group((Leaf(_prose(draw, pen, style)), *_inside(draw, pen, style)), "<dd>", "</dd>"))
    return Group(tuple(parts), "<dl>", "</dl>", role="terms")


def _chrome(draw: Draw, pen: Pen, style: Style) -> Part:
    role, before, each_before, each_after, after = draw(st.sampled_from(CHROME))
    if role == "form":  # an option holds text, never elements
        style = replace(style, inline=("plain",))
    pieces = tuple(
        Leaf(_line(draw, pen, style, length=draw(st.integers(1, 6))), each_before, each_after, role=role)
        for _ in range(draw(st.integers(1, 3)))
    )
    return Group(pieces, before, after, role=role)


def _hidden(draw: Draw, pen: Pen, style: Style) -> Part:
    before, name, after = pen.phrase(draw(st.integers(2, 12)))
    opening, closing = draw(st.sampled_from(HIDDEN))
    return Leaf((Run(before), Run(name, name=name), Run(after)), opening, closing, Fate.HIDDEN, "hidden")


def _dead(draw: Draw, pen: Pen, style: Style) -> Part:
    before, name, after = pen.phrase(3)
    opening, closing = draw(st.sampled_from(DEAD))
    return Leaf((Run(before), Run(name, name=name), Run(after)), opening, closing, Fate.DEAD, "dead")


def _noise(draw: Draw, pen: Pen, style: Style) -> Part:
    return Noise(draw(st.sampled_from(NOISE)))


def _wrapped(draw: Draw, pen: Pen, style: Style) -> Part:
    before, after = draw(st.sampled_from(style.wrappers))
    return Group(_parts(draw, pen, style, BODY[:8], 3), before, after)


def _twin(draw: Draw, pen: Pen, style: Style) -> Part:
    once = Group(_parts(draw, pen, style, BODY[:6], 3), '<div class="body">', "</div>")
    return Group((once, replace(once, before='<div class="body mobile">')), role="twin")


Drawing = Callable[[Draw, Pen, Style], Part]
BODY: Final[tuple[Drawing, ...]] = (
    _paragraph, _heading, _list, _pill_line, _quote, _code, _grid, _figure, _terms, _wrapped, _twin,
)  # fmt: skip
AROUND: Final[tuple[Drawing, ...]] = (_chrome, _hidden, _front)
MESS: Final[tuple[Drawing, ...]] = (_dead, _noise)


def _parts(draw: Draw, pen: Pen, style: Style, kinds: tuple[Drawing, ...], most: int) -> tuple[Part, ...]:
    return tuple(draw(st.sampled_from(kinds))(draw, pen, style) for _ in range(draw(st.integers(1, most))))


@st.composite
def sketches(draw: Draw, style: Style = WILD) -> Sketch:
    """Pages of every make: with a head and body or without, tidy or broken, in several languages."""
    pen = Pen(draw(st.sampled_from(style.tongues)))
    kinds = BODY + AROUND + (MESS if style.dirt else MESS[:1])
    parts = (_paragraph(draw, pen, style), *_parts(draw, pen, style, kinds, 7))
    wrapper = draw(st.sampled_from(style.wrappers)) if draw(st.booleans()) else ("", "")
    tail = (_paragraph(draw, pen, style),) if draw(st.integers(0, 4)) == 4 else ()
    return Sketch(pen.tongue, Group(parts, *wrapper), tail, whole=draw(st.booleans()))


# ---------------------------------------------------------------- fair pages


def _fair_line(draw: Draw, pen: Pen, low: int, high: int, end: str = "") -> Line:
    before, name, after = pen.phrase(draw(st.integers(low, high)))
    kind = draw(st.sampled_from(("plain", "plain", "emphasis", "strong", "commented"))) if end else "plain"
    return (Run(before), Run(name, kind, name), Run(after + end))


def _fair_prose(draw: Draw, pen: Pen, least: int = 2) -> Line:
    line: tuple[Run, ...] = ()
    for number in range(draw(st.integers(least, 3))):
        line += (*plain(pen.tongue.space if number else ""), *_fair_line(draw, pen, 8, 16, pen.tongue.stop))
    return line


def _fair_list(draw: Draw, pen: Pen, sources: tuple[tuple[str, str], ...], depth: int = 0) -> Listing:
    """A list that its plain text shows in full: numbers or bullets, inner lists, labels, pills behind full stops."""
    tagged = draw(st.booleans())
    entries = []
    for _ in range(draw(st.integers(2, 4))):
        line: Line = ()
        if labelled := draw(st.booleans()):
            line = (Run("".join(pen.phrase(2)) + pen.tongue.colon, "strong"),)
        inner = (_fair_list(draw, pen, sources, depth + 1),) if depth < 2 and draw(st.integers(0, 4)) == 4 else ()
        if not (labelled and inner):  # a label may stand alone over an inner list
            line += (*plain(" " if labelled else ""), *_fair_prose(draw, pen, 1))
            line += (_pill(draw, sources),) if tagged and not inner else ()
        entries.append(Entry(line, inner))
    numbering = draw(st.sampled_from(("", "1", "1", "a", "i")))
    first = draw(st.integers(1, 12)) if numbering == "1" else 1
    glyph = draw(st.sampled_from((".", ")") if numbering else ("•", "-", "*")))
    return Listing(tuple(entries), numbering, first, glyph, loose=depth == 0 and draw(st.booleans()))


def _fair_paragraph(draw: Draw, pen: Pen, sources: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
    """A paragraph, with a pill behind it, a pill on the next line, or none."""
    line, shape = _fair_prose(draw, pen), draw(st.sampled_from(("bare", "bare", "trailing", "own line")))
    if shape == "trailing":
        return (Leaf((*line, _pill(draw, sources))),)
    if shape == "own line":
        return (Leaf(line), _own_line(draw, PLAIN_SOURCE))
    return (Leaf(line),)


@st.composite
def fair_sketches(draw: Draw) -> Sketch:
    """Articles whose headings, lists and claims a reader of the plain text can tell, too.

    A headline and an opening paragraph; then sections: a short heading without a full stop, with paragraphs and lists
    under it. A list is followed by a paragraph or a heading, never by another list. One source has a name like any
    other: it stands behind two statements at least, so that the text shows what it is. Others are domain names.
    """
    pen, house = Pen(draw(st.sampled_from(TONGUES))), draw(st.sampled_from(SOURCE[:-2]))
    sources = (house, *PLAIN_SOURCE)
    parts: list[Part] = [Leaf(_fair_line(draw, pen, 4, 8), "<h1>", "</h1>", role="headline")]
    if draw(st.booleans()):
        parts.append(Leaf(plain("By Ann Example"), '<p class="byline">', "</p>", role="byline"))
    parts += _fair_paragraph(draw, pen, sources)
    for _ in range(draw(st.integers(1, 3))):
        end = pen.tongue.colon if draw(st.booleans()) else ""
        line = (Run("".join(pen.phrase(draw(st.integers(1, 4)))) + end),)
        before, after = draw(st.sampled_from(HEADING[:3]))
        parts.append(Leaf(line, before, after, role="heading"))
        shape = draw(st.sampled_from(("text", "list", "text list", "list text", "text text")))
        for word in shape.split():
            parts += (_fair_list(draw, pen, sources),) if word == "list" else _fair_paragraph(draw, pen, sources)
        if isinstance(parts[-1], Listing) and draw(st.booleans()):
            parts.append(_own_line(draw, PLAIN_SOURCE))
    if isinstance(parts[-1], Listing):
        parts.append(Leaf(_fair_prose(draw, pen)))
    if Group(tuple(parts)).plain().count(house[0]) == 1:
        parts.append(Leaf((*_fair_prose(draw, pen), _pill(draw, (house,)))))
    return Sketch(pen.tongue, Group(tuple(parts), *draw(st.sampled_from(TIDY_WRAPPER))))


# ---------------------------------------------------------------- raw input

SOUP: Final = (
    "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<a href=", ">", "<", "\"", "'", "=", "<table>", "<tr>", "<td>",
    "</table>", "<li>", "<ul>", "</ul>", "<ol start=-3>", "<ol start=99999999999999999999>",
    "<td colspan=9007199254740991 rowspan=-1>", "<!--", "-->", "<!", "<?", "<![CDATA[", "]]>", "<script>", "</script>",
    "<style>", "<title>", "</title>", "<textarea>", "<select><option>", "<svg>", "<math>", "&", "&amp", "&#x",
    "&#99999999999;", "&nosuch;", "<h1>", "</h1>", "<h9>", "<pre>\n", "</pre>", "<br>", "<hr>", "<img src=x alt=y>",
    "<meta charset=utf-7>", "<meta charset=punycode>", "<base href='http://[::1'>", "<a href='http://[::1'>", "<html",
    "<body>", "</body>", '<script type="application/ld+json">{"headline": ["', '{"@graph": [[[]]]}</script>',
    "<time datetime='0000-99-99'>", "<p hidden>", "<div style='display:none'>", "<template>", "<noscript>",
    "<frameset>", "<plaintext>", "<dl><dt>", "<dd>", "<sup>1</sup>", "[1]", "Reuters", " ", "\n", "\t", "\r", "\x00",
    "\ud800", "\udfff", "\u200b", "\u202e", "word", "A sentence of words.", "1.", "•", "Notes:", "字", "नि", "🏳️‍🌈",
)  # fmt: skip
TEXT_LINES: Final = (
    "", "  ", "A heading", "Notes:", "One sentence stands here. Another one follows it.", "word " * 60,
    "字字字字。字字", "  • an item", "    • an inner item", "• item", "1. one", "2) two", "(c) three", "iv. four",
    "99999999999999999999. many", "-", "•", "1.", "\t- tabbed", "> quoted", "# hash", "----", "====", "| a | b |",
    "    code()", "a\tb\tc", "\u200f•\u200e", "Source: Reuters", "GOV.UK", "[1] A note", "By Ann Example",
    "1 April 2024", "Related Posts", "Share on", "http://[::1", "…", "?", "\x0c",
)  # fmt: skip
MAGIC: Final = (
    b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\x1f\x8b\x08", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf",
    b"\xff\xd8\xff", b"GIF89a",
)  # fmt: skip

soups: Final = st.lists(st.sampled_from(SOUP) | st.text(max_size=6), max_size=50).map("".join)
text_soups: Final = st.lists(st.sampled_from(TEXT_LINES) | st.text(max_size=12), max_size=30).map("\n".join)
strings: Final = st.text(st.characters(codec=None) | st.sampled_from("<>&\"'=/ \n\ud800"), max_size=80)
octets: Final = st.builds(bytes.__add__, st.sampled_from((b"", *MAGIC)), st.binary(max_size=120))


# ---------------------------------------------------------------- pages with source tags

PROSE: Final = (
    "The boats sank in the bay", "Nobody saw it", "It cost 3.50 and a day", "Marsh et al. say so",
    "The U.S. office was told",
    "“It fell.”", "今天浮标沉了。", "كان الميناء هادئا", "It sank; it rose", "Dr. Pike left",
)  # fmt: skip
TAGS: Final = (
    "[1]", "[1][2]", "[1-2, 3]", "<sup>1</sup>", '<sup><a href="#r1">[1]</a></sup>', '[<a href="#r2">2</a>]', "[^1]",
    "[9]", '[<a href="https://h.test/">H</a>]',
    '(<a href="https://a.test/2020/01/x">Reuters</a>)', "(Mole, 2011)", "(ibid.)", "(Pike 2015; Mole 2011, p. 4)",
    '(via <a href="https://b.test/p">B</a>)', '([Reuters][1])', '<a href="https://c.test/?utm_source=openai">Cee</a>',
    '<a href="https://d.test/?utm_source=chatgpt.com"> </a>', "Source: Tide Office", "GOV.UK", "US EPA+2Reddit+2",
    'according to <a href="https://e.test/2020/01/02/e">the E paper</a>', "\ue200cite\ue202turn0search0\ue201",
    "【8†source】",
    "[cite_start]", "[cite: 1]", '<a href="https://f.test/2019/f.pdf">Peter Pike (Quay, 2019)</a>',
    "(javascript:alert(1))",
    '<b>down (<a href="https://g.test/2020/01/02/x">Gee</b>s</a>)', '<a href="#r1">1</a>', "²",
)  # fmt: skip
ENDS: Final = (".", " ", ". ", ", ", "; ", "<br>", ": ", "? ", "")
HOLDERS: Final = (
    "<p>{}</p>", "<p>{}</p>", "<ul><li><b>Label:</b> {}</li></ul>", "<ol><li>{}</li><li>The other.</li></ol>",
    "<h2>{}</h2>",
    "<table><tr><th>{}</th><td>x</td></tr></table>", "<blockquote><p>{}</p></blockquote>",
    "<p>{}</p><h3>References</h3>",
    "<figure><img src=i.png alt=i><figcaption>{}</figcaption></figure>", "<dl><dt>Term</dt><dd>{}</dd></dl>",
    "<div>{}</div>",
)  # fmt: skip
LISTED: Final = (
    "",
    '<h2>References</h2><ol><li id="r1">Mole, Ada (2011). "Bells". <a href="https://w.test/b">Bells</a> '
    '<a href="#b">^</a></li>'
    '<li id="r2">Pike 2015. Nets.</li></ol>',
    "<p>Sources:</p><p>[1] https://a.test/x<br>[2] https://b.test/y</p>",
    '<p id="r1">1. We have never seen it. <a href="#b1">↩</a></p>',
)  # fmt: skip


def cited_pages() -> st.SearchStrategy[str]:
    """Pages in whose every part source tags may stand, of every form, well placed or not."""
    piece = st.builds(
        "{}{}{}".format, st.sampled_from((*PROSE, "")), st.sampled_from(ENDS), st.sampled_from((*TAGS, ""))
    )
    text = st.lists(st.builds("{} {}".format, piece, st.sampled_from(ENDS)), min_size=1, max_size=4).map("".join)
    part = st.builds(str.format, st.sampled_from(HOLDERS), text)
    body = st.lists(part, min_size=1, max_size=6).map("".join)
    return st.builds("<article><p>Prose stands here first.</p>{}{}</article>".format, body, st.sampled_from(LISTED))
