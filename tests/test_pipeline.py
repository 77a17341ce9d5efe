"""What the pipeline owns: the guess of the kind, many pages, values that any page may hold."""

from __future__ import annotations

import json

import lxml.html
import pytest
from bs4 import BeautifulSoup

import articlekit
from articlekit import ArticleKitError, InputTypeError, InvalidOptionError

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
