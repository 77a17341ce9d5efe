"""Puts articles of several inputs into one output: what stands before and between them. It knows no files."""

from __future__ import annotations

from articlekit.models import Span, SpanKind
from articlekit.render.html import plain
from articlekit.render.inline import tidy
from articlekit.render.markdown_inline import inline


def markdown_head(name: str, *, first: bool) -> str:
    """A rule after the article before, and the input's name as code."""
    source = inline(name, [Span(start=0, end=len(name), kind=SpanKind.CODE)], line_break=" ")
    return f"{source}\n\n" if first else f"\n___\n\n{source}\n\n"


def text_head(name: str, *, first: bool) -> str:
    """The input's name on a line as `head` and `tail` write it."""
    line = " ".join(tidy(name).split("\n"))
    return f"==> {line} <==\n\n" if first else f"\n==> {line} <==\n\n"


def html_head(name: str) -> str:
    """The input's name as a paragraph."""
    return f'<p class="input"><code>{plain(name)}</code></p>\n'


def html_start(title: str) -> str:
    """The beginning of an HTML document in UTF-8; articles may follow, and nothing needs to close it."""
    return f'<!doctype html>\n<meta charset="utf-8">\n<title>{plain(title)}</title>\n'
