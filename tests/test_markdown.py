"""Markdown as input: the HTML that it is read as, what of it must not get lost, and what is asked for but missing.

The blocks of small pages are in `fixtures/blocks-markdown.toml`; that the library reads its own Markdown is tested with
the renderers, that the work grows with the page with the laws.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import articlekit
from articlekit.errors import MissingExtraError
from articlekit.models import Article, Footnote, SpanKind
from articlekit.readers import read
from articlekit.readers.markdown import render

FIXTURES: Final = Path(__file__).parent.parent / "fixtures"
PAGE: Final = "# Rain in May\n\nIt rained on *nineteen* days.\n\n1. Take an umbrella.\n2. Take another one.\n"

# ---------------------------------------------------------------- notes, tasks, math

MATH: Final = '<math><annotation encoding="application/x-tex">{}</annotation></math>'
SHOWN: Final = MATH.replace("<math>", '<math display="block">')
OPEN: Final = '<li class="task-list-item"><input class="task-list-item-checkbox" disabled="" type="checkbox"> '
DONE: Final = OPEN.replace('"> ', '" checked=""> ')

SHAPES: Final = {
    "note": (
        "One[^a] two[^a]\n\n[^a]: A *note*",
        '<p>One<sup class="footnote-ref"><a href="#fn1" id="fnref1">1</a></sup> two<sup class="footnote-ref">'
        '<a href="#fn1" id="fnref1">1</a></sup></p>\n<section class="footnotes"><ol>\n<li id="fn1"><p>A <em>note</em> '
        '<a href="#fnref1" class="footnote-backref">↩</a></p>\n</li>\n</ol></section>\n',
    ),
    "note that ends in a list": (
        "One[^a]\n\n[^a]: Note\n\n    - item",
        '<p>One<sup class="footnote-ref"><a href="#fn1" id="fnref1">1</a></sup></p>\n<section class="footnotes"><ol>\n'
        '<li id="fn1"><p>Note</p>\n<ul>\n<li>item</li>\n</ul>\n <a href="#fnref1" class="footnote-backref">↩</a></li>\n'
        "</ol></section>\n",
    ),
    "notes without a mark, and two of one label": (
        "[^b]: B\n\n[^a]: A\n\n[^b]: C\n\nText",
        '<p>Text</p>\n<section class="footnotes"><ol>\n<li id="fn1"><p>B</p>\n<p>C</p>\n</li>\n<li id="fn2"><p>A</p>\n'
        "</li>\n</ol></section>\n",
    ),
    "tasks": (
        "- [x] done\n- [ ] open\n- [x](y)",
        f'<ul class="contains-task-list">\n{DONE}done</li>\n{OPEN}open</li>\n<li><a href="y">x</a></li>\n</ul>\n',
    ),
    "math": ("Let $a<b$ be.", f"<p>Let {MATH.format('a&lt;b')} be.</p>\n"),
    "math with an escape": (r"$\text{US\$} = 5$", f"<p>{MATH.format(chr(92) + 'text{US' + chr(92) + '$} = 5')}</p>\n"),
    "math of one letter": ("the $n$th $f(x)$", f"<p>the {MATH.format('n')}th {MATH.format('f(x)')}</p>\n"),
    "math on its own": ("$$\na\n+ b\n$$", SHOWN.format("a\n+ b")),
    "math on a line": ("> $$a^2$$\n> so", f"<blockquote>\n{SHOWN.format('a^2')}<p>so</p>\n</blockquote>\n"),
    "math in a line": ("so $$a^2$$ is", f"<p>so {SHOWN.format('a^2')} is</p>\n"),
    "no math": ("`$a$` \\$a$ $ a $ 5$a$ $a$5", "<p><code>$a$</code> $a$ $ a $ 5$a$ $a$5</p>\n"),
}


@pytest.mark.parametrize(("markdown", "html"), SHAPES.values(), ids=SHAPES)
def test_html(markdown: str, html: str) -> None:
    """Notes, tasks and math become the HTML that pages write them with."""
    assert render(markdown) == html


# ---------------------------------------------------------------- nothing is lost

MARKUP: Final = (
    *["# ", "- ", "* ", "1. ", "5) ", "> ", ">", "    ", "\t", "\n", "\n", "\n\n", "  \n", "\n---\n", "\n===\n"],
    *["`", "``", "*", "**", "_", "~~", "[", "]", "(", ")", "![", "[^1]", "\n[^1]: ", "[^a]: ", "^[", "[ ] ", "- [x] "],
    *["|", "\n| a | b |\n|---|---|\n", "\n|-|-|\n", ": ", "\n: ", "\n~ ", "$", "$$", "\n$$\n", "\\", "&", "&amp;"],
    *["< ", "<T>", "</b>", "<br>", "<title>", "<!--", "<script>", "!", "\ufeff", "\r\n", "\u00a0", "word", "文"],
)
pieces: Final = st.lists(st.sampled_from(MARKUP), max_size=40)


@given(pieces)
def test_every_word_is_read(markup: list[str]) -> None:
    """Conservation: whatever stands between words, each of them is in the page's text, or the address of a link."""
    markdown = "".join(f"{mark}w{number}q" for number, mark in enumerate(markup)) + " end"
    page = read(markdown, kind="markdown")
    told = " ".join([page.text, *(span.value for block in page.blocks for span in block.spans)])
    told += " ".join(f"{block.value} {block.alt}" for block in page.blocks)
    assert [word for word in re.findall(r"w\d+q", markdown) if word not in told] == []


@given(pieces)
def test_blocks_give_back_their_text(markup: list[str]) -> None:
    """Spans: blocks, and what is set in them, lie in the page's text."""
    page = read(" word ".join(markup) + " end", kind="markdown")
    for block in page.blocks:
        assert page.text[block.start : block.end] == block.text
        assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)


@pytest.mark.parametrize("deep", [">" * 100_000, "- " * 1000, "> - " * 500, "[^a]: " * 1000])
def test_what_is_nested_too_deep_is_read_as_plain_text(deep: str) -> None:
    """Totality: the parser would drop what lies deeper than it goes; the page says how it was read instead."""
    article = articlekit.parse(f"One\n\n{deep}two", kind="markdown")
    trace = articlekit.trace(f"One\n\n{deep}two", kind="markdown")
    assert (trace.page.kind, trace.page.text.split()[0], trace.page.text[-3:]) == ("text", "One", "two")
    assert any("36 levels deep" in warning.message for warning in article.warnings)


def test_what_is_nested_less_deep_is_not() -> None:
    page = read(">" * 30 + " *one*\n\n" + "".join(" " * 2 * n + "- two\n" for n in range(15)), kind="markdown")
    assert (page.kind, page.cuts) == ("markdown", ())
    assert page.text.split() == ["one", *["two"] * 15]


# ---------------------------------------------------------------- when Markdown is read as such


def test_markdown_is_never_guessed() -> None:
    """Purity: what `auto` gives must not depend on what is installed."""
    assert articlekit.trace(PAGE).page.kind == "text"
    assert articlekit.trace(PAGE, kind="markdown").page.kind == "markdown"


def test_many_pages() -> None:
    results = list(articlekit.parse_many([PAGE, PAGE.encode("utf-16"), ""], kind="markdown"))
    assert [result.article.title if result.article else None for result in results] == ["Rain in May"] * 2 + [None]


@pytest.mark.parametrize("missing", ["markdown_it", "mdit_py_plugins"])
def test_what_is_missing_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra there is an error that says what to install, and only where Markdown is asked for."""
    for name in [name for name in sys.modules if name.split(".")[0] == missing or "readers.markdown" in name]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delattr(importlib.import_module("articlekit.readers"), "markdown", raising=False)
    with pytest.raises(MissingExtraError, match=r'pip install "articlekit\[markdown\]"'):
        articlekit.parse(PAGE, kind="markdown")
    assert articlekit.parse(PAGE).title


@pytest.mark.parametrize("name", ["footnotes", "marks-and-notes", "markdown-notes"])
def test_footnotes_are_read_back(name: str) -> None:
    """The Markdown of an article has its footnotes, and each mark still leads to its own."""
    page = next((FIXTURES / "pages" / name).glob("page.*"))
    made = articlekit.parse(page.read_text(encoding="utf-8"), kind="markdown" if page.suffix == ".md" else "auto")
    again = articlekit.parse(made.to_markdown(), kind="markdown")
    assert sorted(_notes(again)) == sorted(_notes(made)) != []  # Markdown puts them at the end


def _notes(article: Article) -> list[tuple[str, int]]:
    """The text of each footnote, and how many marks refer to it."""
    spans = [span for block in article.walk() for span in getattr(block, "spans", ())]
    counts = Counter(span.target for span in spans if span.kind is SpanKind.FOOTNOTE_REFERENCE)
    return [(block.text, counts[block.id]) for block in article.walk() if isinstance(block, Footnote)]
