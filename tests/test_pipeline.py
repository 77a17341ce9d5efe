"""What the pipeline owns: the guess of the kind, many pages, values that any page may hold."""

from __future__ import annotations

import gc
import json
import re
import threading
from itertools import pairwise
from pathlib import Path

import lxml.html
import pytest
from bs4 import BeautifulSoup

import articlekit
from articlekit import ArticleKitError, InputTypeError, InvalidOptionError
from articlekit.survey import survey

PAGE = (
    "<h1>Rain in May</h1><p>It rained on nineteen of the first twenty days of the month, which nobody had foreseen.</p>"
)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<p>Short", "html"),
        ("Words and <b>bold</b> words", "html"),
        (f"<div data-state='{'x' * 9000}'><h1>Rain</h1>", "html"),
        ("How to use emphasis\n\nThe <em> tag is for emphasis.\n\nSecond paragraph.", "text"),
        ("A list of names: List<String> and #include <iostream>", "text"),
        ("Rain in May\n\nIt rained.", "text"),
    ],
)
def test_kind_is_guessed(page: str, kind: str) -> None:
    assert articlekit.trace(page).page.kind == kind


def test_lone_surrogates_of_a_tree_do_no_harm() -> None:
    soup = BeautifulSoup(PAGE.replace("rained", "rai\ud800ned"), "html.parser")
    assert articlekit.parse(soup).title == "Rain in May"


def test_a_page_without_text_may_be_an_error() -> None:
    assert articlekit.parse("<title>404 Not Found</title><body></body>", kind="html").page_type == "error"
    assert articlekit.parse("<title>400 years of rain</title><body></body>", kind="html").page_type == "other"


@pytest.mark.parametrize(
    "literal",
    [
        r'"articleBody": "%s"',
        r'"contentHtml":"\u003cp\u003e%s\u003c/p\u003e"',
        r'"bodyText":"\x3cp\x3e%s\x3c/p\x3e It\'s dry."',
    ],
)
@pytest.mark.parametrize("sentence", ["It rained all day in the old town. ", "雨は一日中、古い町に静かに降り続けた。"])
def test_a_bare_page_is_read_from_its_scripts(literal: str, sentence: str) -> None:
    page = f"<title>Rain</title><div>Loading</div><script>push({{{literal % (sentence * 30)}}})</script>"
    trace = articlekit.trace(page, kind="html")
    assert trace.page.text.count(sentence.strip()) == 30
    assert [warning.code for warning in trace.article.warnings if "script" in warning.message] == ["cut"]


def test_a_page_with_text_is_not_read_from_its_scripts() -> None:
    page = f"{PAGE}<p>{'And it went on. ' * 20}</p><script>push({{'body': \"{'Other words. ' * 60}\"}})</script>"
    assert "Other words" not in articlekit.trace(page, kind="html").page.text


@pytest.mark.parametrize("workers", [1, 2])
def test_many_pages_give_one_result_each_in_order(workers: int) -> None:
    pages = [PAGE, b"%PDF-1.7", 5, "", PAGE.encode()]
    results = list(articlekit.parse_many(pages, workers=workers))
    assert [result.index for result in results] == list(range(len(pages)))
    assert [result.article is not None for result in results] == [True, False, False, False, True]
    assert all((result.article is None) == isinstance(result.error, ArticleKitError) for result in results)
    assert results[0].article == articlekit.parse(PAGE)


def test_a_page_that_cannot_be_sent_to_a_process_is_an_error_result() -> None:
    results = list(articlekit.parse_many([PAGE, lxml.html.fromstring(PAGE), PAGE], workers=2))
    assert [result.article is not None for result in results] == [True, False, True]
    assert "str or bytes" in str(results[1].error)


def test_many_pages_refuses_what_is_no_list_of_pages() -> None:
    with pytest.raises(InputTypeError):
        articlekit.parse_many(PAGE)
    with pytest.raises(InvalidOptionError):
        articlekit.parse_many([PAGE], workers=0)


@pytest.mark.parametrize("depth", [50, 500, 5000, 50_000])
def test_deep_json_ld_is_passed_over(depth: int) -> None:
    script = f'{{"@type": "Article", "author": {"[" * depth}{"]" * depth}}}'
    article = articlekit.parse(f'<script type="application/ld+json">{script}</script>{PAGE}')
    assert article.title == "Rain in May"


def test_lone_surrogates_do_not_reach_the_article() -> None:
    script = json.dumps({"@type": "Article", "articleSection": "\ud800", "author": {"name": "Ida \udfff Berg"}})
    page = f'<script type="application/ld+json">{script}</script>{PAGE}'
    article = articlekit.parse(page, url="http://sky.example/\ud800")
    assert articlekit.Article.model_validate_json(article.model_dump_json()) == article


# ---------------------------------------------------------------- figures, and the end of an article

SENTENCES = (
    "The council met on Monday to talk about the harbour, and after a long debate it decided to build the quay anew.",
    "Mayor Hand told reporters that the work would cost four million, most of which the state has promised to pay.",
    "Fishermen have asked for a new quay since 2011, when a storm tore away a third of the old one and sank two boats.",
    "Engineers of the university measured the ground last summer; they found that the piles had rotted almost through.",
    "Critics say that the plan forgets the ferry, which brings most visitors and needs deeper water than it has.",
    "The vote on the money is planned for the spring, and work could begin in June if no one goes to court before.",
)
HEAD = (
    "<html lang='en'><head><title>Town builds the harbour anew - The Post</title>"
    "<meta property='og:type' content='article'><meta property='og:title' content='Town builds the harbour anew'>"
    "<meta property='article:published_time' content='2024-02-03T10:00:00Z'><meta name='author' content='Jane Hand'>"
    "</head><body><header><nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li>"
    "<li><a href='/sport'>Sport</a></li></ul></nav></header><main><article><h1>Town builds the harbour anew</h1>"
    "<p class='byline'>By Jane Hand</p><time>3 February 2024</time><div class='article-body'>"
)
FOOT = "</div></article></main><footer><p>© 2024 The Post. All rights reserved.</p></footer></body></html>"


def story(*parts: str) -> articlekit.Article:
    """A clean article whose first paragraphs are sure, with parts between them or behind the last one."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    page = f"{HEAD}{paragraphs}{''.join(parts)}{FOOT}"
    article = articlekit.parse(page, kind="html", url="https://post.example/news/town-builds-the-harbour-anew")
    assert article.page_type == "article"
    return article


@pytest.mark.parametrize(
    "end",
    [
        "<p>The ships of the town are these:</p><ul><li>The Anna, built of oak</li><li>Marie</li><li>Hope</li></ul>",
        "<h2>Ships</h2><table><tr><th>Ship</th><th>Year</th></tr><tr><td>Anna</td><td>1880</td></tr>"
        "<tr><td>Marie</td><td>1881</td></tr><tr><td>Sea Queen of the North</td><td>1890</td></tr>"
        "<tr><td>Otto</td><td>1901</td></tr></table>",
        "<h2>What comes next</h2><p>The council meets again in March to hear what the engineers have to say of it.</p>",
    ],
)
def test_the_end_of_an_article_stays_whole(end: str) -> None:
    words = re.sub("<[^>]+>", " ", end).split()
    article = story(end)
    missing = [word for word in words if word not in article.text.split()]
    assert missing == []


def test_a_caption_stands_in_its_figure_alone() -> None:
    article = story(
        "<figure><img src='/a.jpg'><figcaption>The <b>old</b> quay<br><br>By <a href='/h'>A. Hand</a>"
        "</figcaption></figure><p>It was built of oak, and it held for two hundred years before the storm came.</p>"
    )
    figure = next(block for block in article.walk() if block.kind == "figure")
    assert figure.caption == "The old quay\nBy A. Hand"
    assert [(span.kind, figure.caption[span.start : span.end]) for span in figure.spans] == [
        ("strong", "old"),
        ("link", "A. Hand"),
    ]
    assert "old quay" not in article.text
    assert figure.start == figure.end == article.text.index("It was built")


@pytest.mark.parametrize(
    "box",
    [
        "<div class='ad-slot'><img src='/a.jpg'><p class='ad-caption'>Advertisement</p></div>",
        "<aside class='newsletter'><img src='/a.jpg'><p class='caption'>Sign up for our daily newsletter</p></aside>",
        "<div class='box'><img src='/a.jpg'><p class='caption'>Share on Facebook</p></div>",
    ],
)
def test_an_image_makes_no_caption_of_an_advertisement(box: str) -> None:
    article = story(box, "<p>The quay was built of oak, and it held for two hundred years before the storm came.</p>")
    assert all(block.caption is None for block in article.walk() if block.kind == "figure")


def test_captions_keep_their_order() -> None:
    article = story(
        "<figure><figcaption>One</figcaption><figure><img src='/a.jpg'><figcaption>Two</figcaption></figure>"
        "<figcaption>Three</figcaption></figure><p>The quay was built of oak, and it held for two hundred years.</p>"
    )
    assert [block.caption for block in article.walk() if block.kind == "figure"] == ["One", "Two", "Three"]


def test_evidence_is_told_of_the_first_block_of_a_run() -> None:
    boxes = "".join(f"<div><p>Words of box {number}</p><p>and some more</p></div>" for number in range(12))
    page = (
        f"{HEAD}{''.join(f'<p>{sentence}</p>' for sentence in SENTENCES)}</div></article></main>{boxes}</body></html>"
    )
    labels = articlekit.trace(page, kind="html").labels
    told = [decision for decision in labels if decision.rule == "network" and not decision.keep]
    assert told
    for before, decision in pairwise(labels):
        if decision.rule == "network" and not decision.keep:
            goes_on = (before.keep, before.rule, before.reason) == (False, "network", decision.reason)
            assert bool(decision.evidence) is not goes_on


def test_a_caption_outside_a_figure_stands_in_no_text() -> None:
    article = story(
        "<div><img src='/a.jpg'><figcaption>The old quay</figcaption></div>"
        "<p>The quay was built of oak, and it held for two hundred years before the storm came.</p>"
    )
    assert [block.caption for block in article.walk() if block.kind == "figure"] == [None, "The old quay"]
    assert "old quay" not in article.text


def test_a_line_that_names_its_source_stays_below_the_text() -> None:
    article = story("<p>Source: Hand J. et al.: The quays of the north. Journal of Harbours, 2021.</p>")
    assert article.text.endswith("Journal of Harbours, 2021.")


def test_links_back_from_notes_are_told_as_removed() -> None:
    """What a footnote's text leaves out is its label, or removed; an arrow goes without saying."""
    prose = "<p>The harbour wall fell in May{}, and the council voted to build it again before the autumn storms.</p>"
    article = articlekit.parse(
        prose.format('<sup id="r1"><a href="#n1">1</a></sup>') * 2
        + prose.format('<sup id="r2"><a href="#n2">2</a></sup>')
        + '<ol><li id="n1">Its stones were sold. <a href="#r1">Back</a></li>'
        + '<li id="n2">In the Town Hall. <a href="#r2">↩</a></li></ol>'
    )
    notes = [block for block in article.walk() if block.kind == "footnote"]
    assert [(note.label, note.text) for note in notes] == [("1", "Its stones were sold."), ("2", "In the Town Hall.")]
    told = [(removed.reason, removed.text) for removed in article.removed if removed.rule == "link-back"]
    assert told == [("navigation", "Back")]


def test_a_source_tag_below_a_note_is_no_text_of_it() -> None:
    """The tag stands in the text behind the footnote, whose offsets give back its own text."""
    page = (
        "<p>The harbour wall fell in May, and the council voted to build it again before the storms."
        '<sup><a href="#n1">1</a></sup></p><ol><li id="n1"><p>Its stones were sold in the autumn.</p>'
        '<p><a href="https://paper.example/?utm_source=chatgpt.com">Paper</a></p></li></ol>'
    )
    article = articlekit.parse(page)
    (note,) = (block for block in article.walk() if block.kind == "footnote")
    assert article.text[note.start : note.end] == note.text == "Its stones were sold in the autumn."
    assert article.text.endswith("Paper")


@pytest.mark.parametrize("collecting", [True, False])
def test_the_garbage_collector_is_left_as_it_was(collecting: bool) -> None:
    (gc.enable if collecting else gc.disable)()
    try:
        articlekit.parse(PAGE)
        assert gc.isenabled() is collecting
        with pytest.raises(ArticleKitError):
            articlekit.parse("")
        assert gc.isenabled() is collecting
    finally:
        gc.enable()


def test_with_several_threads_the_garbage_collector_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    monkeypatch.setattr(articlekit.pipeline, "survey", lambda page: (seen.append(gc.isenabled()), survey(page))[1])
    articlekit.parse(PAGE)
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    articlekit.parse(PAGE)
    over.set()
    other.join()
    assert seen == [False, True]


PAGES = sorted((Path(__file__).parents[1] / "fixtures" / "pages").glob("*/page.*"))


@pytest.mark.parametrize("page", PAGES[::12], ids=lambda path: path.parent.name)
def test_only_the_parser_makes_cyclic_garbage(page: Path) -> None:
    octets = page.read_bytes()
    articlekit.parse(octets)  # what is made once is made
    gc.collect()
    gc.disable()
    try:
        articlekit.parse(octets)
        assert gc.collect() < 40, "lxml's parser refers to itself, with some twenty objects; a page has thousands"
    finally:
        gc.enable()
