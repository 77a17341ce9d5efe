"""The ten laws that hold for every page. Each test's docstring is the law it checks.

Pages come from `strategies`: built out of realistic parts, whole and broken, and raw soup, text and bytes.
Costs that only C code pays (a slow regular expression, copied strings) cannot be counted here: benchmarks watch those.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from html import escape
from typing import Any, Final, Literal
from unittest.mock import Mock

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

import articlekit
from articlekit import Article
from articlekit.cli import main
from articlekit.errors import ArticleKitError, BinaryInputError, EmptyInputError, LostTextError
from articlekit.models import (
    Block,
    CitationForm,
    ClaimSpan,
    Code,
    DefinitionList,
    Figure,
    Heading,
    List,
    PageType,
    Reason,
    Span,
    Table,
    children,
)
from articlekit.page import Decision, Labelled, Verdict
from articlekit.pipeline import complete
from articlekit.readers import builder
from articlekit.survey import survey
from lawful import MARKDOWN, Inspector, captions, ink, leaves, places, shown, tiles, uncoloned, words
from strategies import (
    CHINESE,
    CLEAN,
    ENGLISH,
    GERMAN,
    JAPANESE,
    RUSSIAN,
    Fate,
    Group,
    Leaf,
    Pen,
    Run,
    Sketch,
    Style,
    cited_pages,
    fair_sketches,
    octets,
    sketches,
    soups,
    strings,
    text_soups,
)

FOOTNOTES: Final = MarkdownIt().use(footnote_plugin)

# ---------------------------------------------------------------- pages

ENCODINGS: Final = (
    ("utf-8", ENGLISH), ("utf-8", CHINESE), ("utf-16", GERMAN), ("windows-1252", GERMAN), ("windows-1251", RUSSIAN),
    ("koi8-r", RUSSIAN), ("shift_jis", JAPANESE), ("gb18030", CHINESE),
)  # fmt: skip


@st.composite
def encoded(draw: Callable[..., Any]) -> tuple[bytes, Sketch]:
    """A page as bytes in a charset that it declares, and the sketch of it."""
    charset, tongue = draw(st.sampled_from(ENCODINGS))
    sketch = draw(sketches(Style(CLEAN.inline, CLEAN.wrappers, CLEAN.dirt, (tongue,))))
    sketch = Sketch(tongue, sketch.body, sketch.tail, whole=True)
    return sketch.html().replace('charset="utf-8"', f'charset="{charset}"').encode(charset, "xmlcharrefreplace"), sketch


PAGES: Final = st.one_of(
    sketches().map(Sketch.html),
    sketches().map(Sketch.plain),
    encoded().map(lambda both: both[0]),
    soups,
    text_soups,
    strings,
    octets,
)
"""Any page at all."""


def traced(page: str | bytes) -> Any:
    """The trace of a page; pages without text are not this test's business."""
    try:
        return articlekit.trace(page)
    except (EmptyInputError, BinaryInputError):
        reject()


def parsed(page: str | bytes) -> Article:
    """The article of a page; pages without text are not this test's business."""
    try:
        return articlekit.parse(page)
    except (EmptyInputError, BinaryInputError):
        reject()


# ---------------------------------------------------------------- 1 conservation


@given(PAGES)
def test_tiles_cover_the_page(page: str | bytes) -> None:
    """Conservation: kept and removed spans tile the page text: in order, disjoint, over all but white space."""
    trace = traced(page)
    end = 0
    for tile in trace.tiles:
        assert end <= tile.start < tile.end <= len(trace.page.text)
        assert not trace.page.text[end : tile.start].strip()
        end = tile.end
    assert not trace.page.text[end:].strip()


@given(PAGES)
def test_every_word_stands_in_one_place(page: str | bytes) -> None:
    """Conservation: each word of the page text is, once, in front, text, caption, list marker or removed part."""
    trace = traced(page)
    article = trace.article
    kept = words(article.text, *captions(article), *(line.text for line in article.front), *tiles(trace, "list-marker"))
    assert kept + words(*(removed.text for removed in article.removed)) == words(trace.page.text)


@given(PAGES)
def test_places_hold_what_the_article_holds(page: str | bytes) -> None:
    """Conservation: the tiles of each place, in page order, are text, captions, front lines and removed parts.

    Headings lose their closing colon; nothing else may change but white space.
    """
    trace = traced(page)
    article = trace.article
    assert uncoloned(ink(article.text)) == uncoloned(ink("".join(tiles(trace, "body", "source-marker"))))
    assert ink("".join(captions(article))) == ink("".join(tiles(trace, "caption")))
    assert ink("".join(removed.text for removed in article.removed)) == ink("".join(tiles(trace, "removed")))
    for kind in ("title", "subtitle", "byline", "dateline"):
        lines = [line.text for line in article.front if line.kind == kind]
        assert ink("".join(lines)) == ink("".join(tiles(trace, kind)))


def assert_accounted(article: Article, sketch: Sketch) -> None:
    text = places(article)
    counts = Counter(sketch.names(Fate.VISIBLE))
    found = {name: text.count(name) for name in counts}
    lost = [name for name in counts if not found[name]]
    assert not lost, f"visible text is lost: {lost}"
    assert found == counts, "visible text stands in the article more or less often than in the page"
    hidden = "\n".join(removed.text for removed in article.removed if removed.reason is Reason.HIDDEN)
    lost = [name for name in sketch.names(Fate.HIDDEN) if name not in hidden]
    assert not lost, f"hidden text is not among what was removed as hidden: {lost}"
    wrong = [name for name in counts if name in hidden]
    assert not wrong, f"visible text was removed as hidden: {wrong}"
    live = [name for name in sketch.names(Fate.DEAD) if name in text]
    assert not live, f"scripts, styles or comments were taken for text: {live}"


@given(sketches())
def test_visible_and_hidden_text_of_a_page(sketch: Sketch) -> None:
    """Conservation: what a browser shows is in the article or removed; what it hides is removed as hidden."""
    assert_accounted(parsed(sketch.html()), sketch)


@given(sketches())
def test_all_text_of_plain_text(sketch: Sketch) -> None:
    """Conservation: what plain text holds is in the article or removed, as often as it stands there."""
    page = sketch.plain()
    text = places(parsed(page))
    counts = {name: (page.count(name), text.count(name)) for name in sketch.names(Fate.VISIBLE)}
    assert not {name: both for name, both in counts.items() if both[0] != both[1]}


@given(encoded())
def test_visible_text_of_bytes(both: tuple[bytes, Sketch]) -> None:
    """Conservation: holds for bytes in the charset that the page declares."""
    assert_accounted(parsed(both[0]), both[1])


# ---------------------------------------------------------------- 2 order


@given(PAGES)
def test_blocks_stand_in_page_order(page: str | bytes) -> None:
    """Order: blocks follow one another in the text, inside their parents; no stretch of text lies in two of them."""
    article = parsed(page)
    assert_in_order(article.blocks, 0, len(article.text))
    for block in article.walk():
        for blocks, start, end in rooms(block):
            assert_in_order(blocks, start, end)


def assert_in_order(parts: Any, start: int, end: int) -> None:
    """`parts` are disjoint and in order, and all lie between `start` and `end`."""
    for part in parts:
        assert start <= part.start <= part.end <= end
        start = part.end


def rooms(block: Block) -> Iterator[tuple[Any, int, int]]:
    """Each sequence of parts right inside a block, with the span it must keep to."""
    if isinstance(block, List | DefinitionList):
        yield block.items, block.start, block.end
        for item in block.items:
            yield item.blocks, item.start, item.end
    elif isinstance(block, Table):
        yield [cell for row in block.rows for cell in row.cells], block.start, block.end
    else:
        for blocks in children(block):
            yield blocks, block.start, block.end


@given(sketches(Style(wrappers=CLEAN.wrappers[:4], inline=CLEAN.inline, dirt=())))
def test_names_keep_their_order(sketch: Sketch) -> None:
    """Order: kept text stands in the order of the page."""
    article = parsed(sketch.html())
    single = [name for name, count in Counter(sketch.names(Fate.VISIBLE)).items() if count == 1]
    kept = [article.text.index(name) for name in single if name in article.text]
    assert kept == sorted(kept)


@given(
    st.integers(3, 9),
    st.sampled_from(["div", "section", "article"]),
    st.sampled_from(["", ' class="mobile"', ' id="print"']),
)
def test_a_doubled_body_is_emitted_once(count: int, tag: str, attribute: str) -> None:
    """Order: no text is emitted twice; where the page repeats its body, the second copy is removed as a duplicate."""
    pen = Pen(ENGLISH)
    lines = ["".join(pen.phrase(14)) + ". " + "".join(pen.phrase(11)) + "." for _ in range(count)]
    once = "".join(f"<p>{line}</p>" for line in lines)
    article = articlekit.parse(f"<h1>A headline of some words</h1><div>{once}</div><{tag}{attribute}>{once}</{tag}>")
    assert [article.text.count(line) for line in lines] == [1] * count
    assert {removed.reason for removed in article.removed} == {Reason.DUPLICATE}


# ---------------------------------------------------------------- 3 spans


@given(PAGES)
def test_blocks_give_back_their_text(page: str | bytes) -> None:
    """Spans: blocks and cells give back the text they claim; their inline spans lie inside them."""
    article = parsed(page)
    for piece in leaves(article):
        assert article.text[piece.start : piece.end] == piece.text
        assert_inside(piece.spans if not isinstance(piece, Code) else (), piece.start, piece.end)
    for block in article.walk():
        if isinstance(block, Figure):
            assert block.start == block.end
            assert_inside(block.spans, 0, len(block.caption or ""))


def assert_inside(spans: tuple[Span, ...], start: int, end: int) -> None:
    for span in spans:
        assert start <= span.start < span.end <= end
        assert (span.href is None) <= (span.kind != "link")


@given(PAGES)
def test_front_lines_and_removed_parts_give_back_their_text(page: str | bytes) -> None:
    """Spans: front lines and removed parts give back the page text they claim."""
    trace = traced(page)
    for part in (*trace.article.front, *trace.article.removed):
        assert trace.page.text[part.page_start : part.page_end] == part.text
        assert part.text.strip()


@given(PAGES | fair_sketches().map(Sketch.html) | fair_sketches().map(Sketch.plain))
def test_claims_and_markers_give_back_their_text(page: str | bytes) -> None:
    """Spans: claims and markers give back their text; a claim holds no marker, and all names lead to something."""
    claims_give_back_their_text(parsed(page))


@given(cited_pages())
def test_claims_of_any_page_give_back_their_text(page: str) -> None:
    """Spans, round trip: the same where source tags stand anywhere; their views read only what is there."""
    article = kept(page)
    claims_give_back_their_text(article)
    ids_count_up(article)
    assert Article.model_validate_json(article.model_dump_json()) == article
    assert len(article.claims_table()) >= len(article.citations)
    for claim in article.uncited_claims():
        assert article.text[claim.start : claim.end] == claim.text
    for item in article.to_annotations()["items"]:
        for target in item["target"]:
            for selector in target["selector"][1:]:
                assert article.text[selector["start"] : selector["end"]] == target["selector"][0]["exact"]


@given(cited_pages())
def test_footnotes_stand_for_their_sources(page: str) -> None:
    """Safety: Markdown with footnotes has a definition for each reference and none without one, and no live script."""
    article = kept(page)
    text = article.to_markdown(citations="footnotes")
    html = FOOTNOTES.render(text)
    assert "javascript:" not in "".join(re.findall(r'(?:href|src)="([^"]*)"', html))
    defined = set(re.findall(r"^\[\^(s\d+)\]: ", text, flags=re.MULTILINE))
    assert html.count('<li id="fn') >= len(defined)
    assert set(re.findall(r"\[\^(s\d+)\](?!: )", text)) == defined


def kept(page: str) -> Article:
    """The article on a page of which nothing is removed."""
    read = articlekit.readers.read(page, url=ADDRESS, kind="html")
    labels = tuple(Decision(keep=True, score=1.0, reason=None, rule="test") for _ in read.blocks)
    return complete(read, survey(read), Labelled(labels, Verdict(PageType.ARTICLE, 1.0))).article


def claims_give_back_their_text(article: Article) -> None:
    blocks = {block.id: block for block in article.walk()}
    captions = {block.id: block.caption or "" for block in article.walk() if isinstance(block, Figure)}

    def place(span: ClaimSpan) -> str:
        return captions[span.figure_id] if span.figure_id else article.text

    for claim in article.claims:
        assert " ".join(place(span)[span.start : span.end] for span in claim.spans) == claim.text
        assert claim.text.strip() == claim.text != ""
        assert_in_order(claim.spans, 0, len(place(claim.spans[0])))
        if claim.spans[0].figure_id is None:
            assert blocks[claim.block_id].start <= claim.start <= blocks[claim.block_id].end
    for citation in article.citations:
        mark = citation.marker_span
        assert place(mark)[mark.start : mark.end] == citation.marker
        named = citation.form is CitationForm.PARENTHESIS and not citation.marker.startswith(("(", "（"))
        own_words = named or citation.form is CitationForm.ATTRIBUTION  # the link is part of its sentence
        assert own_words or not any(
            span.start < mark.end and mark.start < span.end and span.figure_id == mark.figure_id
            for claim in article.claims
            for span in claim.spans
        )
    assert {citation.claim_id for citation in article.citations} - {None} == {claim.id for claim in article.claims}
    assert {name for citation in article.citations for name in citation.source_ids} == {
        source.id for source in article.sources
    }
    inside = [citation.marker_span for citation in article.citations if citation.marker_span.figure_id is None]
    assert_in_order(inside, 0, len(article.text))


@given(PAGES)
def test_ids_count_up(page: str | bytes) -> None:
    """Spans: the ids of blocks, sources, claims and citations count up in reading order; each stands for one thing."""
    ids_count_up(parsed(page))


def ids_count_up(article: Article) -> None:
    for letter, things in (
        ("b", article.walk()),
        ("s", article.sources),
        ("c", article.claims),
        ("t", article.citations),
    ):
        names = [thing.id for thing in things]
        assert names == [f"{letter}{number}" for number in range(1, len(names) + 1)]


# ---------------------------------------------------------------- 4 purity


def _specimens() -> tuple[str, ...]:
    """A few fixed pages that between them hold all kinds of parts."""
    texts = []
    for tongue in (ENGLISH, GERMAN, CHINESE):
        pen = Pen(tongue)
        body = tuple(Leaf(tuple(Run(piece) for piece in pen.phrase(12))) for _ in range(5))
        sketch = Sketch(
            tongue, Group((Leaf((Run("".join(pen.phrase(5))),), "<h1>", "</h1>"), *body), "<article>", "</article>")
        )
        texts += [sketch.html(), sketch.plain()]
    return (*texts, FULL_PAGE, FULL_TEXT)


FULL_PAGE: Final = """<!DOCTYPE html><html lang="en-GB"><head><title>Harbour bridge opens | The Courier</title>
<meta property="og:site_name" content="The Courier"><meta name="keywords" content="harbour, bridge, town">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour bridge opens",
"datePublished": "2024-04-01", "author": [{"name": "Ann Example"}]}</script></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<h1>Harbour bridge opens</h1><p class="byline">By Ann Example</p>
<p>The harbour bridge opened on Monday after three years of work. Some four thousand people walked over it before noon.
<a href="https://reuters.com/x?utm_source=chatgpt.com">Reuters</a></p>
<h2>What comes next:</h2>
<ol><li><strong>Trains:</strong> The first one is due in June.
<a href="https://nist.gov/?utm_source=chatgpt.com">NIST</a></li>
<li>Buses:<ul><li>From May they stop at the quay.</li></ul></li></ol>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2023</td><td>4 million</td></tr></table>
<pre><code class="language-python">
print(1)</code></pre>
<blockquote><p>It is a fine bridge, and it was worth the wait.</p></blockquote><div hidden>Not shown.</div>
<aside class="related-posts"><h3>Related posts</h3><a href="/1">Tower closes</a> <a href="/2">Market moves</a></aside>
<footer>© 2024 The Courier</footer></body></html>"""
FULL_TEXT: Final = """Harbour bridge opens

The harbour bridge opened on Monday after three years of work. Some four thousand people walked over it before noon.

GOV.UK

What comes next:

  1. Trains:
    • The first one is due in June. NIST
  2. Buses:
    • From May they stop at the quay. NIST

Related Posts

Tower closes

Tower closes"""

PROGRAM: Final = """
import json, sys
import articlekit
pages = json.load(sys.stdin)
first = [articlekit.parse(page).model_dump_json() for page in pages]
touched = []
watched = False
sys.addaudithook(lambda event, args: touched.append(event) if watched else None)
watched = True
second = [articlekit.parse(page).model_dump_json() for page in reversed(pages)][::-1]
watched = False
json.dump({"first": first, "second": second, "touched": sorted(set(touched))}, sys.stdout)
"""
ELSEWHERE: Final = {"PYTHONHASHSEED": "4242", "LANG": "C", "TZ": "Asia/Tokyo", "PYTHONPATH": os.pathsep.join(sys.path)}
OUTSIDE: Final = ("open", "os.", "socket.", "subprocess.", "urllib.", "http.", "shutil.", "glob.", "import")
"""Audit events of a program that looks beyond its input."""


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, list[str]]:
    """What a second process, with other hash values, makes of the specimens."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(_specimens()),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **ELSEWHERE},
    )
    answer: dict[str, list[str]] = json.loads(run.stdout)
    return answer


def test_another_process_gives_the_same(elsewhere: dict[str, list[str]]) -> None:
    """Purity: another process, hash seed, locale or time zone changes nothing; nor does a second call."""
    assert elsewhere["first"] == [articlekit.parse(page).model_dump_json() for page in _specimens()]
    assert elsewhere["second"] == elsewhere["first"]


def test_nothing_outside_the_input_is_touched(elsewhere: dict[str, list[str]]) -> None:
    """Purity: once loaded, the library opens no file, no connection and no process, and imports nothing."""
    assert [event for event in elsewhere["touched"] if event.startswith(OUTSIDE)] == []


@given(st.lists(PAGES, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_order_of_calls_does_not_matter(pages: list[str | bytes], chance: random.Random) -> None:
    """Purity: the same page gives the same article, whatever was parsed in between."""
    expected = [outcome(page) for page in pages]
    order = list(range(len(pages)))
    chance.shuffle(order)
    assert all(outcome(pages[index]) == expected[index] for index in order)


def outcome(page: Any, **options: Any) -> str:
    """The article as JSON, or the name of the error."""
    try:
        return articlekit.parse(page, **options).model_dump_json()
    except LostTextError:
        raise  # says that another law is broken
    except ArticleKitError as error:
        return f"{type(error).__name__}: {error}"


@given(st.lists(PAGES, min_size=2, max_size=6))
def test_threads_do_not_matter(pages: list[str | bytes]) -> None:
    """Purity: threads that parse at the same time give what one thread gives."""
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(outcome, pages * 2)) == [outcome(page) for page in pages] * 2


# ---------------------------------------------------------------- 5 totality


class Awkward:
    """An object that answers nothing."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __len__(self) -> int:
        raise RuntimeError

    def __bool__(self) -> bool:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError


OBJECTS: Final[tuple[Any, ...]] = (
    None, True, 0, 1.5, float("nan"), 1j, object(), object, Awkward(), [], ["<p>text</p>"], (), {},
    {"html": "<p>text</p>"}, set(), range(3), bytearray(b"<p>text</p>"), memoryview(b"<p>text</p>"), Ellipsis,
    NotImplemented, len, json, Mock(), Mock(spec=str), Mock(spec=bytes), iter(()),
    type("Text", (str,), {})("<p>A text.</p>"), type("Octets", (bytes,), {})(b"<p>A text.</p>"), ValueError("x"),
)  # fmt: skip


@pytest.mark.parametrize("page", OBJECTS, ids=lambda page: type(page).__name__)
def test_any_object(page: Any) -> None:
    """Totality: any Python object gives an article or an ArticleKitError that says what is wrong."""
    assert outcome(page)


@given(PAGES, st.sampled_from(["auto", "html", "text", "markdown"]))
def test_any_page(page: str | bytes, kind: str) -> None:
    """Totality: any text and any bytes, read as any kind, give an article or an ArticleKitError."""
    assert outcome(page, kind=kind)


@given(
    PAGES,
    st.sampled_from(["http://[::1", "https://example.org/a?b#c", "//x", "javascript:x", "", " ", 0, b"x"])
    | strings
    | st.none(),
    st.sampled_from(["auto", "markdown", "", "pdf", None, 0, b"html"]),
    st.sampled_from([None, "", "utf-8", "utf-7", "punycode", "rot13", "no such", "windows-1252", 0, b"utf-8"])
    | st.text(max_size=5),
)
def test_any_option(page: str | bytes, url: Any, kind: Any, charset: Any) -> None:
    """Totality: any option gives an article or an ArticleKitError."""
    assert outcome(page, url=url, kind=kind, charset=charset)


@pytest.mark.parametrize("page", ["", b"", " \n\t ", "<p></p>", "<!-- -->", "<script>text</script>"])
def test_a_page_without_text(page: str | bytes) -> None:
    """Totality: a page without text is an EmptyInputError."""
    with pytest.raises(EmptyInputError):
        articlekit.parse(page)


@given(sketches(CLEAN))
def test_trees_as_input(sketch: Sketch) -> None:
    """Totality and conservation: an lxml element or a BeautifulSoup object is as good as the text it was made from."""
    lxml_html, bs4 = pytest.importorskip("lxml.html"), pytest.importorskip("bs4")
    sketch = Sketch(sketch.tongue, sketch.body, whole=sketch.whole)  # lxml's own tree has no text behind the root
    page = sketch.html()
    for tree in (lxml_html.document_fromstring(page), bs4.BeautifulSoup(page, "html.parser")):
        text = places(articlekit.parse(tree))
        assert not [name for name in sketch.names(Fate.VISIBLE) if name not in text]


@given(st.lists(PAGES | st.none(), max_size=4))
def test_many_pages(pages: list[Any]) -> None:
    """Totality: many pages give one result each, in order; an error is a result, not a crash."""
    results = list(articlekit.parse_many(pages))
    assert [result.index for result in results] == list(range(len(pages)))
    assert all((result.article is None) != (result.error is None) for result in results)
    said = [result.article.model_dump_json() if result.article else None for result in results]
    assert said == [text if text.startswith("{") else None for text in map(outcome, pages)]


# ---------------------------------------------------------------- 6 linearity


def _many(piece: str, around: str = "{}") -> Callable[[int], str]:
    """`piece` over and over; "{n}" in it is the count, so that pieces may differ."""
    return lambda n: around.replace("{}", "".join(piece.replace("{n}", str(number)) for number in range(n)))


def _deep(opening: str, closing: str, inside: str = "<p>Some words of text stand here.</p>") -> Callable[[int], str]:
    return lambda n: "<p>First of all.</p>" + opening * n + inside + closing * n


SENTENCE: Final = "The council of the harbour met in hall {n} to talk about bridges. "
PROSE: Final = f"<p>{SENTENCE}{SENTENCE}</p>"
TAG: Final = "<a href='https://nist.gov/?utm_source=chatgpt.com'>NIST</a>"


def _words(n: int) -> str:
    return " ".join(f"word{number}" for number in range(n))


FAMILIES: Final[dict[str, Callable[[int], str]]] = {
    "div in div": _deep("<div>", "</div>"),
    "classed div in div": _deep('<div class="content main">words ', "</div>"),
    "span in span": _deep("<span>", "</span>"),
    "b in b": _deep("<b>a ", "</b>"),
    "font in p": lambda n: "<p><font>" * n + "text",
    "unclosed b p": lambda n: "<b><p>some text " * n,
    "list in list": _deep("<ul><li>item ", "</li></ul>"),
    "quote in quote": _deep("<blockquote>words ", "</blockquote>"),
    "table in table": _deep("<table><tr><td>cell ", "</td></tr></table>"),
    "link in link": _deep("<a href=x>link ", "</a>"),
    "terms in terms": _deep("<dl><dd>words ", "</dd></dl>"),
    "section in section": _deep("<section><h2>Heading</h2>", "</section>"),
    "unclosed divs": _many("<div>" + SENTENCE),
    "stray ends": _many("</div>word"),
    "paragraphs": _many(f"<p>{SENTENCE}</p>"),
    "same paragraphs": _many("<p>The council of the harbour met in the hall to talk about bridges.</p>"),
    "short divs": _many("<div>word {n}</div>"),
    "sections": _many(f"<h2>Heading {{n}}</h2><p>{SENTENCE}</p>"),
    "spans in a paragraph": _many("<span>word </span>", "<p>{}</p>"),
    "links in a paragraph": _many("<a href='/{n}'>word {n}</a> ", "<p>{}</p>"),
    "links in a menu": _many("<li><a href='/{n}'>word {n}</a></li>", "<p>Text.</p><nav><ul>{}</ul></nav>"),
    "numbers in brackets": _many("Word {n} sank [{n}]. ", f"<p>{SENTENCE}</p><p>{{}}</p>"),
    "numbers in a sentence": _many("word {n} [{n}], ", f"<p>{SENTENCE}</p><p>{{}}</p>"),
    "numbers side by side": _many("[{n}]", f"<p>{SENTENCE}</p><p>It sank in the bay{{}}.</p>"),
    "references": _many(
        "<p>It sank.<sup><a href='#r{n}'>[{n}]</a></sup></p><li id='r{n}'><a href='#b'>^</a> Mole (19{n}). A book.</li>"
    ),
    "attributions": _many("it sank, according to <a href='https://a{n}.test/2020/x'>Paper {n}</a>, ", "<p>{}</p>"),
    "pills in a paragraph": _many(
        f"{SENTENCE} <a href='https://a{{n}}.test/?utm_source=chatgpt.com'>Paper</a> ", "<p>{}</p>"
    ),
    "empty pills": _many("<a href='https://a{n}.test/?utm_source=chatgpt.com'> </a>", f"<p>{SENTENCE} {{}}</p>"),
    "authors and years": _many("It sank (Mole, 19{n}; Pike, 2001). ", f"<p>{SENTENCE}</p><p>{{}}</p>"),
    "residue": _many("It sank \ue200cite\ue202turn0search{n}\ue201. ", f"<p>{SENTENCE}</p><p>{{}}</p>"),
    "source lines": _many("Source: <a href='https://a{n}.test/'>Paper</a><br>", f"<p>{SENTENCE}</p><p>{{}}</p>"),
    "sources in a caption": _many(
        "The mole. Source: Paper {n}<br>", "<figure><img src=a><figcaption>{}</figcaption></figure>"
    ),
    "a sentence broken by a list": _many(
        "<li>there {n}</li>", "<p>It sank</p><ul>{}</ul><p>and here [1][2] and [3].</p>"
    ),
    "sources in cells": _many("<tr><td>Cell {n}</td><td>Source: Paper {n}</td></tr>", "<table>{}</table>"),
    "breaks": _many("word<br>", "<p>{}</p>"),
    "breaks alone": _many("<br>", "<p>a{}b</p>"),
    "attributes": _many(" a{n}='b'", "<p{}>Some text.</p>"),
    "same attributes": _many(" class=a", "<p{}>Some text.</p>"),
    "classes": _many("word-{n} ", "<div class='{}'><p>Some text.</p></div>"),
    "list items": _many("<li>item {n} of the list</li>", "<ul>{}</ul>"),
    "cells in a row": _many("<td>cell</td>", "<table><tr>{}</tr></table>"),
    "rows": _many("<tr><td>{n}</td><td>2</td></tr>", "<table>{}</table>"),
    "ragged rows": lambda n: (
        "<table>" + "".join(f"<tr colspan=9>{'<td colspan=99>x</td>' * (i % 9)}</tr>" for i in range(n)) + "</table>"
    ),
    "images": _many("<img src=a{n}.png alt=x>", "<p>Text.</p>{}"),
    "figures": _many("<figure><img src=a.png><figcaption>Caption {n}</figcaption></figure>", "<p>Text.</p>{}"),
    "figures by class": _many("<div><img src=a.png><div class=caption>Caption {n}</div></div>", "<p>Text.</p>{}"),
    "captions by class": _many("<p class=caption>Caption {n}</p>", "<div><img src=a.png>{}</div>"),
    "images and lists": _many("<ul><li>Home</li><li>Print</li></ul><img src=a{n}.png alt=x>", "<p>Text.</p>{}"),
    "pills": _many(f"<p>{SENTENCE}<a href='https://nist.gov/{{n}}?utm_source=chatgpt.com'>NIST</a></p>"),
    "pill lines": _many(f"<p>{SENTENCE}</p><p><a href='https://nist.gov/{{n}}?utm_source=chatgpt.com'>NIST</a></p>"),
    "pills in one paragraph": _many(
        f"{SENTENCE} <a href='https://nist.gov/{{n}}?utm_source=chatgpt.com'>NIST</a> ", "<p>{}</p>"
    ),
    "hidden": _many("<p>Some text.</p><div hidden>word {n}</div>"),
    "terms": _many("<dt>term {n}</dt><dd>What it means.</dd>", "<dl>{}</dl>"),
    "formulas": _many("<math><msup><mi>x</mi><mn>{n}</mn></msup></math> and ", "<p>{}</p>"),
    "formulas that never end": _many("<p>word {n} <math><mrow><mi>x</mi>"),
    "formulas in formulas": _deep("<math><mi>x</mi><msqrt>", "</msqrt></math>", "<mi>y</mi>"),
    "glyphs in glyphs": _deep('<span class="MathJax">x', "</span>", "y"),
    "glyphs and sources": _many(
        '<span class="MathJax">x</span><script type="math/tex">x_{n}</script> and ', "<p>{}</p>"
    ),
    "glyphs without sources": _many(
        '<span class="MathJax">x{n}</span> <span class="katex-html" aria-hidden=true>y</span>'
    ),
    "formulas in attributes": _many('<span class="MathJax" data-mathml="&lt;math>&lt;mi>x">x</span> '),
    "images of formulas": _many('<img src="/f?tex=%5Cbeta_{n}"> ', "<p>{}</p>"),
    "metas": _many("<meta name=a{n} content=b>", "<head>{}</head><p>Some text.</p>"),
    "linked data": _many('<script type="application/ld+json">{"a": {n}}</script>', "<head>{}</head><p>Some text.</p>"),
    "broken addresses": _many("<a href='http://[::1'>word</a> ", "<p>{}</p>"),
    "comments": _many("<!-- x -->word ", "<p>{}</p>"),
    "unclosed comments": _many("<!-- word ", "<p>Text.</p>{}"),
    "unclosed lists": _many("<ul><li>item {n} "),
    "entities": _many("&amp;&nbsp;&#x41; ", "<p>{}</p>"),
    "one long paragraph": _many(SENTENCE, "<p>{}</p>"),
    "one long word": _many("word{n}", "<p>{}</p>"),
    "marks on marks": lambda n: "<p>a" + "\u0301" * n + "</p>",
    "brackets": lambda n: "<p>word " + "[" * n + "(" * n + "</p>",
    "text paragraphs": _many(SENTENCE + "\n\n"),
    "text lines": _many("word {n}\n"),
    "text headings": _many("Heading {n}\n\n" + SENTENCE + "\n\n"),
    "text bullets": _many("  • item {n} of the list\n"),
    "text numbers": lambda n: "".join(f"{number}. item\n" for number in range(n)),
    "text ever deeper": lambda n: "".join(" " * depth + "- item\n" for depth in range(min(n, 400))) + "- item\n" * n,
    "text up and down": lambda n: "".join(" " * (2 * (line % 12)) + f"• item {line}\n" for line in range(n)),
    "text pills": _many(SENTENCE + "NIST\n\n"),
    "text pill lines": _many(SENTENCE + "\n\nGOV.UK\n\n"),
    "text long line": _many(SENTENCE),
    "text blank lines": lambda n: "word\n" + "\n" * n + "word",
    "text same lines": _many("The same line again\n\n"),
    "text tabs": lambda n: "word" + "\t" * n + "word",
    "bare divs beside main": lambda n: f"<main>{PROSE * 3}</main>" + "<div>word " * n,
    "main in bare divs": lambda n: "<div>word " * n + f"<main>{PROSE * 3}</main>" + "</div>word" * n,
    "boxes in boxes": _deep('<div class="related-posts">word ', "</div>"),
    "menus in menus": _deep("<nav><a href=x>word</a> ", "</nav>"),
    "asides in asides": _deep("<aside>word ", "</aside>"),
    "hidden in hidden": _deep("<div hidden>word ", "</div>"),
    "hidden spans": _many("word <span hidden>hidden {n}</span> ", "<p>{}</p>"),
    "related heads": _many("<h3>Related posts</h3><p><a href='/{n}'>A title of some words {n}</a></p>", "{}" + PROSE),
    "related lines": _many("<p>Related posts</p><p><a href='/{n}'>A title of some words {n}</a></p>", PROSE + "{}"),
    "share lines": _many("<p>Share on</p><p>Word {n}</p>", PROSE + "{}"),
    "headlines": _many("<h1>Headline {n} of the page</h1>"),
    "headings alone": _many("<h2>Heading {n}</h2>", PROSE + "{}"),
    "bold lines": _many("<p><b>Line {n}</b></p>", PROSE + "{}"),
    "bylines": _many('<p class="byline">By Ann Example</p>', "<h1>A headline of words</h1>{}" + PROSE),
    "dates": _many("<p><time datetime=2024-04-01>1 April 2024</time></p>", "<h1>A headline of words</h1>{}" + PROSE),
    "class and id alike": lambda n: f"<div class='{_words(n)}' id='{_words(n)}'>{PROSE}</div>",
    "tag lines in a row": _many(f"<p>{TAG}</p>", PROSE + "{}"),
    "tag lines in a list": _many(f"<li>{SENTENCE}<p>{TAG}</p></li>", "<ul>{}</ul>"),
    "tag lines below lists": _many(f"<ul><li>{SENTENCE}</li></ul><p>{TAG}</p>"),
    "tag lines below one list": lambda n: f"<ul>{f'<li>{SENTENCE}{TAG}</li>' * n}</ul>" + f"<p>{TAG}</p>" * n,
    "tags in cells": _many(f"<tr><td>{SENTENCE}{TAG}</td></tr>", "<table>{}</table>"),
    "labels": _many("<li><b>Label {n}:</b> The text of it stands here.</li>", "<ul>{}</ul>"),
    "terms in a row": _many("<dt>term {n}</dt>", "<dl>{}</dl>"),
    "tall cells": _many("<tr><td rowspan=999>{n}</td></tr>", "<table>{}</table>"),
    "cells without a row": _many("<td>cell"),
    "figures with credits": _many(
        "<figure><img src=a.png><figcaption>a</figcaption><cite>b</cite></figure>", PROSE + "{}"
    ),
    "images in items": _many("<li><img src=a.png></li>", PROSE + "<ul>{}</ul>"),
    "notes": _many("word<sup><a href='#n{n}'>[{n}]</a></sup> ", "<p>{}</p>"),
    "loose text": _many("word <b>bold</b> <br>"),
    "lines of code": _many("if {n}:\n", "<pre>{}</pre>"),
    "doubled bodies": lambda n: f"<div>{(body := _many(f'<p>{SENTENCE}</p>')(n // 2))}</div><div>{body}</div>",
    "text in capitals": _many("HEADING {n}\n\n" + SENTENCE + "\n\n"),
    "text with colons": _many("Heading {n}:\n\n" + SENTENCE + "\n\n"),
    "text underlined": _many("Heading\n=====\n\n"),
    "text quotes": _many("> word {n}\n"),
    "text quotes in quotes": lambda n: ">" * n + " word",
    "text wrapped": _many("The council of the harbour met in the hall to talk about bridges and\n"),
    "text bullets alone": _many("•\n"),
    "text loose bullets": _many("• item {n} of the list\n\n"),
    "text numbers at odds": lambda n: "".join(f"{number * 7 % 99}. item\n" for number in range(n)),
    "text letters": _many("a) item\nb) item\n\n"),
    "text romans": _many("i. item\nii. item\n"),
    "text tables": _many("| a | {n} |\n"),
    "text tags in a row": _many("GOV.UK\n\n", SENTENCE + "\n\n{}"),
    "text counters": _many(SENTENCE + "NIST+{n}\n\n"),
    "text teasers": _many("Related Posts\n\nA title of some words {n}\n\n", SENTENCE + "\n\n{}"),
}
MARKDOWN_FAMILIES: Final[dict[str, Callable[[int], str]]] = {
    "paragraphs": _many(SENTENCE + "\n\n"),
    "lines": _many(SENTENCE + "\n"),
    "quotes in quotes": lambda n: ">" * n + "word",
    "lists in lists": lambda n: "- " * n + "word",
    "lists ever deeper": lambda n: "".join(" " * depth + "- item\n" for depth in range(99)) + "- item\n" * n,
    "lists up and down": lambda n: "".join(" " * (2 * (line % 12)) + f"- item {line}\n" for line in range(n)),
    "deep quotes": _many(">" * 30 + " word\n"),
    "lazy lines": _many("word\n", ">" * 30 + " word\n{}"),
    "items": _many("- item {n}\n"),
    "loose items": _many("{n}. item\n\n"),
    "tasks": _many("- [x] item {n}\n"),
    "opening brackets": lambda n: "[" * n,
    "brackets": lambda n: "[" * n + "]" * n,
    "exclamation marks and brackets": lambda n: "![" * n,
    "images in images": lambda n: "![" * n + "a" + "](b)" * n,
    "links without an end": _many("[a]("),
    "references without an end": _many("[a]["),
    "references": _many("[a{n}]: /x\n"),
    "asterisks": lambda n: "*" * n,
    "emphasis that opens": _many("*a **b _c "),
    "emphasis that closes": _many("a* b** c_ "),
    "emphasis in emphasis": lambda n: "*a " * n + "b* " * n,
    "tildes": _many("~~a "),
    "backticks": lambda n: " ".join("`" * length for length in range(n // 8)),
    "less-than signs": lambda n: "<" * n,
    "tags without an end": _many("<a b='"),
    "comments without an end": _many("a <!-- "),
    "instructions without an end": _many("a <? "),
    "titles": _many("<title>word "),
    "unknown tags": _many("List<T{n}> "),
    "blocks of HTML": _many("<div>\n\nword\n\n"),
    "ampersands": _many("&amp;& "),
    "backslashes": lambda n: "\\" * n,
    "rows": _many("| {n} | b |\n", "| a | b |\n|---|---|\n{}"),
    "rows too long": _many("| {n} | b | c | d |\n", "| a | b |\n|---|---|\n{}"),
    "wide table": lambda n: "| a " * n + "|\n" + "|---" * n + "|\n" + "| b " * n + "|",
    "pipes": lambda n: "|" * n + "\n" + "|-" * n,
    "fences": _many("```\nword {n}\n```\n\n"),
    "fences without an end": _many("```a{n}\n\n~~~~\n\n"),
    "headings": _many("# Heading {n}\n\n" + SENTENCE + "\n\n"),
    "underlines": _many("Heading\n---\n"),
    "rules": _many("***\n"),
    "dollars": lambda n: "$" * n,
    "dollars and words": _many("$a b "),
    "escaped dollars": _many("$\\$"),
    "math": _many("$x_{{n}}$ "),
    "blocks of math": _many("$$\na = {n}\n$$\n\n"),
    "blocks of math without an end": _many("$$ a\nb\n"),
    "marks of notes": _many("word[^a] ", "{}\n\n[^a]: Note"),
    "marks of no notes": _many("[^", "[^a]: Note\n\n{}"),
    "notes": _many("word[^{n}]\n\n[^{n}]: Note\n\n"),
    "notes in notes": _many("[^{n}]: "),
    "terms": _many("Term\n: Meaning {n}\n\n"),
    "meanings": _many(": Meaning {n}\n", "Term\n{}"),
    "meanings in meanings": lambda n: "Term\n" + ": " * n + "word",
    "front matter": _many("key{n}: [a, 'b', \"c\"]\n", "---\n{}---\nText"),
    "front matter, one list": _many("'a, \"b, ", "---\nkey: [{}]\n---\nText"),
    "front matter without an end": _many("key{n}: value\n", "---\n{}\nText"),
    "blank lines": lambda n: "word" + "\n" * n + "word",
    "spaces": lambda n: "word" + " " * n + "\nword",
}
SIZE: Final = 250
SIZES: Final = {"attributes": 800, "same attributes": 800, "bare divs beside main": 500}
"""How many pieces a page of a family has; also half, and twice as many. Where a limit sets in, all lie beyond it."""
GROWTH: Final = 2.6
"""Twice the page may cost this many times the work: 2, and some room."""


def work(task: Callable[[], object]) -> int:
    """How many lines of Python a task runs: a cost that is the same on every machine. Compiled modules run none."""
    if not str(builder.__file__).endswith(".py"):
        pytest.skip("compiled modules run no lines that could be counted; the same source is counted as Python")
    count = 0

    def step(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        task()
    finally:
        sys.settrace(before)
    return count


def sample(families: Iterable[str], step: int) -> list[Any]:
    """Each `step`th family every day, the others with `-m hostile`: counting every line of work takes time."""
    return [
        pytest.param(family, marks=[pytest.mark.hostile] if number % step else [])
        for number, family in enumerate(families)
    ]


@pytest.mark.parametrize("family", sample(FAMILIES, 2))
def test_work_grows_with_the_page(family: str) -> None:
    """Linearity: twice the page costs about twice the work, for every kind of page, nesting and attributes included."""
    make, size = FAMILIES[family], SIZES.get(family, SIZE)
    articlekit.parse(make(3))  # whatever is loaded late is loaded now
    cost, once, twice = (work(partial(articlekit.parse, make(count))) for count in (size // 2, size, 2 * size))
    assert once <= GROWTH * cost, (cost, once, twice)
    assert twice <= GROWTH * once, (cost, once, twice)


@pytest.mark.parametrize("family", sample(MARKDOWN_FAMILIES, 4))
def test_work_grows_with_the_markdown(family: str) -> None:
    """Linearity: twice the Markdown costs about twice the work. Beyond the greatest depth, it is read as plain text."""
    make = MARKDOWN_FAMILIES[family]
    for few in (3, 50):  # whatever is loaded late is loaded now
        outcome(make(few), kind="markdown")
    pages = (make(count) + "\n\nEnd" for count in (SIZE // 2, SIZE, 2 * SIZE))
    cost, once, twice = (work(partial(outcome, page, kind="markdown")) for page in pages)
    assert once <= GROWTH * cost, (cost, once, twice)
    assert twice <= GROWTH * once, (cost, once, twice)


def bulk(article: Article) -> int:
    """How much there is to write."""
    captions = (block.caption for block in article.walk() if isinstance(block, Figure))
    return 1 + len(article.text) + sum(len(caption or "") for caption in captions) + 50 * sum(1 for _ in article.walk())


@pytest.mark.parametrize("family", sample(FAMILIES, 4))
def test_work_grows_with_the_article(family: str) -> None:
    """Linearity, round trip and spans: hold for towers, floods and other large pages of one kind."""
    small, large = (articlekit.parse(FAMILIES[family](count)) for count in (150, 600))
    assert Article.model_validate_json(large.model_dump_json()) == large
    for piece in leaves(large):
        assert large.text[piece.start : piece.end] == piece.text
    growth = max(bulk(large) / bulk(small), 1.0)  # of a larger page, less may be kept
    for write in (Article.to_html, Article.to_markdown, Article.to_text):
        write(small)  # whatever is loaded late is loaded now
        cost, more = work(partial(write, small)), work(partial(write, large))
        assert more <= GROWTH * growth * cost, (cost, more, growth)


# ---------------------------------------------------------------- 7 round trip


@given(PAGES | fair_sketches().map(Sketch.html))
def test_round_trip(page: str | bytes) -> None:
    """Round trip: an article read back from its JSON, or from its values, is the same article."""
    article = parsed(page)
    assert Article.model_validate_json(article.model_dump_json()) == article
    assert Article.model_validate(article.model_dump()) == article


# ---------------------------------------------------------------- 8 safety

ATTACKS: Final = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
    "</p></article><script>x", "[click](javascript:alert(1))", "![x](javascript:alert(1))", "<javascript:alert(1)>",
    "[a]: javascript:alert(1)", "[a][b] [^1] [a]", "`<b>`", "``` <i>", "~~~ <i>", "\\<b>", "|<b>|a|", "<!-- x", "]]>",
    "<?x", "<![CDATA[x", "&lt;script&gt;", "&#60;b&#62;", "<a\nhref=x>", "<b\t>", "# <i>", "> <i>", "- <i>", "1. <i>",
    "    <i>", "---", "===", "\n\n<div>\n\n", "*a* _b_ **c** ~~d~~", "<x-y z>", "\\", "a\\\nb", "$x$",
    "<https://x.example/\"onclick=x>", "http://x.example/<b>", "\u2028<b>", "\x1b[2J", "</code></pre><b>", "{{ x }}",
    "%3Cscript%3E", "<plaintext>",
)  # fmt: skip
ADDRESSES: Final = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "java\nscript:alert(1)", "\x01javascript:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)", "data:text/html,<script>alert(1)</script>", "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:x", "feed:javascript:x", "https://x.example/\" onclick=\"x", "https://x.example/' onclick='x",
    "https://x.example/)<b>", "https://x.example/ a b", "https://x.example/<script>", "//x.example/`<b>`",
    "http://[::1", "\\\\x\\y", "#<b>", "?a|b", "https://x.example/(a(b)", "https://x.example/a\\",
    "https://x.example/?a=1&lt;=2&copy=3",
)  # fmt: skip
HOSTILE_PAGE: Final = """<html lang="{head}" dir="{item}"><head><title>{head}</title>
<link rel=canonical href="{address}"></head><body><article><h1>{head}</h1><p>{filler}</p>
<p>{body} {filler} {link}</p><h2>{note} heading</h2>
<p>{filler} <code>{cell}</code> <em>{item}</em></p>
<ol start="{note}" type="{cell}"><li>{item} and {link}</li><li>{body}</li></ol>
<p>{filler}<a href="{address}">{note}</a></p>
<table><caption>{note}</caption><tr><th>{cell}</th><td>{link}</td></tr><tr><td>{item}</td><td>2</td></tr></table>
<figure><img src="{address}" alt="{cell}"><figcaption>{note} {link}</figcaption></figure>
<pre><code class="language-{cell}">{body}
{item}</code></pre><blockquote cite="{address}"><p>{note} {filler}</p></blockquote>
<dl><dt>{head}</dt><dd>{cell}</dd></dl>
<iframe src="{address}" title="{cell}"></iframe>
<p>{item}<br>{cell}<br>{note}</p><p>{filler}</p></article></body></html>"""
FILLER: Final = (
    "The council of the harbour met in the hall to talk about the bridge, and it took until the evening. " * 2
)


def _hostile(slots: list[str], address: str) -> str:
    """A page with an attacker's text and address in every place that an article keeps."""
    texts = dict(zip(("head", "body", "item", "cell", "note"), map(escape, slots), strict=True))
    link = f'<a href="{address}">{texts["body"]}</a>'
    return HOSTILE_PAGE.format(**texts, address=address, link=link, filler=FILLER)


HOSTILE: Final = st.builds(
    _hostile,
    st.lists(
        st.sampled_from(ATTACKS) | st.text("<>&\"'`*_[]()\\|#-+.!:= \nabj1", min_size=1, max_size=12),
        min_size=5,
        max_size=5,
    ),
    st.sampled_from(ADDRESSES),
)
HOSTILE_TEXT: Final = st.lists(
    st.sampled_from([*ATTACKS, "Notes:", "A sentence of some words.", "  1. one", "  • two"]), min_size=1, max_size=8
).map("\n\n".join)


@given(PAGES | HOSTILE | HOSTILE_TEXT)
def test_html_is_safe(page: str | bytes) -> None:
    """Safety: `to_html` holds no script, handler or `javascript:` address, and all text of the article as text."""
    article = parsed(page)
    inspector = Inspector(article.to_html())
    assert inspector.faults == []
    assert not shown(article) - words("".join(inspector.pieces))


@given(PAGES | HOSTILE | HOSTILE_TEXT)
def test_markdown_is_safe(page: str | bytes) -> None:
    """Safety: no text of the page becomes live HTML, a link or an image in `to_markdown`, and none is lost in it."""
    article = parsed(page)
    inspector = Inspector(MARKDOWN.render(article.to_markdown()))
    assert inspector.faults == []
    assert not shown(article) - words("".join(inspector.pieces))


@given(st.sampled_from(ATTACKS), st.sampled_from(["html", "text"]))
def test_text_of_the_page_makes_no_structure(attack: str, kind: Literal["html", "text"]) -> None:
    """Safety: a paragraph that looks like markup stays a paragraph in `to_markdown` and `to_html`."""
    if kind == "html":
        page = f"<p>The council met in the hall on Monday, and it said: {escape(attack)} and more.</p>"
    else:
        page = f"The council met in the hall on Monday, and it said: {' '.join(attack.split())} and more."
    article = articlekit.parse(page, kind=kind)
    plain = {"article", "p", "br", "a"}
    html = article.to_html().replace('<cite class="source-tag">', "")  # a typed "[^1]" is a source tag, which we mark
    for text in (html, MARKDOWN.render(article.to_markdown())):
        assert set(re.findall(r"<(\w+)", text)) <= plain | {"header", "section", "div"}


class Screen(io.BytesIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def on_screen(page: str | bytes, *arguments: str) -> str:
    """What the command line shows on a terminal for a page on its standard input."""
    octets = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    before = sys.stdin, sys.stdout, sys.stderr
    screen = Screen()
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(stream, "utf-8") for stream in (io.BytesIO(octets), screen, screen)
    )
    try:
        main(["parse", *arguments])
        sys.stderr.flush()
        return screen.getvalue().decode()
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


WAYS: Final = (
    ("-f", "text"), ("-f", "markdown"), ("-f", "html"), ("-f", "json"), ("-f", "jsonl"), ("-f", "text", "--removed"),
    ("--explain",),
)  # fmt: skip
CONTROLS: Final = st.text(st.sampled_from("a .<p>\n\t\x07\x08\x0d\x1b[2J\x7f\x85\x9b\u202e\u2066\u200f"), max_size=60)


@given(PAGES | CONTROLS, st.sampled_from(WAYS))
def test_a_terminal_is_safe(page: str | bytes, arguments: tuple[str, ...]) -> None:
    """Safety: terminal output never passes on control characters, or marks that turn the direction of writing."""
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", on_screen(page, *arguments)) == []


# ---------------------------------------------------------------- 9 parity

ADDRESS: Final = "https://courier.example/news/1"
"""Address of the page: a link to another site can be told from one to its own."""


@given(fair_sketches())
def test_plain_text_gives_the_same_headings(sketch: Sketch) -> None:
    """Parity: a page and its plain-text rendering have the same title and headings."""
    page, text = articlekit.parse(sketch.html(), url=ADDRESS), articlekit.parse(sketch.plain())
    headings = [block.text for block in page.walk() if isinstance(block, Heading)]
    assert headings == [block.text for block in text.walk() if isinstance(block, Heading)]
    assert headings == [part.plain().rstrip(":：") for part in sketch.parts() if part.role == "heading"]
    assert page.title == text.title == next(part.plain() for part in sketch.parts() if part.role == "headline")


@given(fair_sketches())
def test_plain_text_gives_the_same_lists(sketch: Sketch) -> None:
    """Parity: a page and its plain-text rendering have the same lists: numbers, nesting, texts."""
    page, text = articlekit.parse(sketch.html(), url=ADDRESS), articlekit.parse(sketch.plain())
    lists = [outline(block) for block in page.blocks if isinstance(block, List)]
    assert lists == [outline(block) for block in text.blocks if isinstance(block, List)]
    assert len(lists) == sum(part.role == "list" for part in sketch.parts())


def outline(block: List) -> Any:
    """A list as nested tuples: style, first number; per item its number, its own text, its lists."""
    items = [
        (item.number, item.text, [outline(inner) for inner in item.blocks if isinstance(inner, List)])
        for item in block.items
    ]
    return block.ordered, block.first, block.style, items


@given(fair_sketches())
def test_plain_text_gives_the_same_claims(sketch: Sketch) -> None:
    """Parity: a page and its plain-text rendering have the same claims, tagged with the same marks."""
    page, text = articlekit.parse(sketch.html(), url=ADDRESS), articlekit.parse(sketch.plain())
    assert tagged(page) == tagged(text)
    assert len(page.citations) == sketch.html().count("<a ")


def tagged(article: Article) -> list[tuple[str, str, str]]:
    """(mark, claim, scope) of each citation."""
    claims = {claim.id: claim for claim in article.claims}
    found = [(tag.marker, claims[tag.claim_id]) for tag in article.citations if tag.claim_id]
    return [(marker, claim.text, claim.scope) for marker, claim in found]


# ---------------------------------------------------------------- 10 truth of explanations


@given(PAGES)
def test_replay_gives_the_same_article(page: str | bytes) -> None:
    """Truth: an article built again from a trace's decisions is the same; the explained run is the run."""
    trace = traced(page)
    assert trace.replay() == trace.article
    assert articlekit.parse(page) == trace.article


@given(PAGES)
def test_decisions_agree_with_the_article(page: str | bytes) -> None:
    """Truth: there is one decision for each block, and what it says is what happened (links back from notes apart)."""
    trace = traced(page)
    assert len(trace.labels) == len(trace.page.blocks)
    for block, decision in zip(trace.page.blocks, trace.labels, strict=True):
        assert decision.rule
        assert 0 <= decision.score <= 1
        assert decision.keep == (decision.reason is None)
        around = [
            (removed.reason, removed.rule)
            for removed in trace.article.removed
            if removed.page_start < block.end and block.start < removed.page_end and removed.rule != "link-back"
        ]
        if block.text.strip():
            assert around == ([] if decision.keep else [(decision.reason, decision.rule)])


@given(PAGES)
def test_tiles_agree_with_decisions(page: str | bytes) -> None:
    """Truth: tiles say where each block went: kept blocks in the article, removed ones among the removed.

    Links back from a note are removed from a block that is kept.
    """
    trace = traced(page)
    back = {removed.page_start for removed in trace.article.removed if removed.rule == "link-back"}
    places_of = [(tile.start, tile.end, tile.place == "removed") for tile in trace.tiles if tile.start not in back]
    for block, decision in zip(trace.page.blocks, trace.labels, strict=True):
        fates = {removed for start, end, removed in places_of if start < block.end and block.start < end}
        assert fates <= {not decision.keep}
