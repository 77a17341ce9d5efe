"""Heads of articles in an output that may hold several: what stands before and between them. It knows no files."""

from __future__ import annotations

from articlekit.models import Article, Span, SpanKind
from articlekit.render.html import plain
from articlekit.render.inline import tidy
from articlekit.render.markdown_inline import inline


def markdown_head(name: str, article: Article, *, first: bool, many: bool) -> str:
    """Nothing before a single article; before one of many a rule, but for the first, and the input's name as code."""
    if not many:
        return ""
    source = inline(name, [Span(start=0, end=len(name), kind=SpanKind.CODE)], line_break=" ")
    return f"{source}\n\n" if first else f"\n___\n\n{source}\n\n"


def text_head(name: str, article: Article, *, first: bool, many: bool) -> str:
    """Nothing before a single article; before one of many a line with the input's name, as `head` and `tail` do it."""
    if not many:
        return ""
    line = " ".join(tidy(name).split("\n"))
    return f"==> {line} <==\n\n" if first else f"\n==> {line} <==\n\n"


def html_head(name: str, article: Article, *, first: bool, many: bool) -> str:
    """The start of an HTML document in UTF-8, which nothing needs to close; before one of many the input's name."""
    title = "Articles" if many else article.title or name
    start = f'<!doctype html>\n<meta charset="utf-8">\n<title>{plain(title)}</title>\n' if first else ""
    return f'{start}<p class="input"><code>{plain(name)}</code></p>\n' if many else start
