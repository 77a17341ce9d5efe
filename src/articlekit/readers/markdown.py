"""The Markdown reader: renders Markdown to HTML, and lets the HTML reader read that.

Needs the extra `articlekit[markdown]`; nothing imports this module but `read`, when it is asked for Markdown.

* CommonMark with tables, struck text and raw HTML, and what `markdown_rules` adds: footnotes, task items, math,
  definition lists. Addresses stay as written.
* Front matter is read as the head of the page.
* What a Markdown viewer does not show is no text of the page: link definitions (`[1]: https://…`, which links use),
  what stands behind the language of a code fence, HTML comments and scripts. All else is, also notes that nothing
  refers to, and cells beyond the width of their table, which viewers leave out.
* Converters of web pages forget to escape `<`. A tag that HTML does not know and that has no counterpart
  (`List<String>`) is text, and so is one that would swallow the rest of the page (`<title>`, `<!--`) without an end.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from markdown_it import MarkdownIt

from articlekit.page import Page
from articlekit.readers.front_matter import split_front_matter
from articlekit.readers.html import read_html
from articlekit.readers.markdown_rules import MAX_DEPTH, DeepNestingError, add_rules
from articlekit.readers.tags import ROLES
from articlekit.readers.text import read_text

_TOO_DEEP: Final = f"the Markdown is nested more than {MAX_DEPTH} levels deep; it was read as plain text"
_ENDS: Final = MappingProxyType(
    {"<!--": "-->"}
    | {f"<{tag}": f"</{tag}" for tag in "script style title textarea xmp iframe noembed noframes plaintext".split()}
)
"""Markup after which all is no text, and what ends it."""
_SWALLOWING: Final = re.compile("|".join(_ENDS), re.IGNORECASE | re.ASCII)
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(\s*/?>|\s)")
_PHRASES: Final = frozenset(
    """
    abbr acronym bdi bdo big blink data dfn font ins label map mark marquee math meter nobr output picture progress q
    rb rp rt rtc ruby slot small span u
    """.split()
)
"""Tags of HTML that play no part of their own for the reader."""


def read_markdown(
    text: str, *, url: str | None = None, encoding: str | None = None, cuts: tuple[str, ...] = ()
) -> Page:
    """The page that the Markdown `text` shows; what is nested too deep for a parser is read as plain text."""
    front = split_front_matter(text)
    try:
        body = render(front.rest)
    except (DeepNestingError, RecursionError):  # the latter where the caller's own stack is nearly full
        return read_text(text, url=url, encoding=encoding, cuts=(*cuts, _TOO_DEEP))
    page = read_html(f"{front.head()}{body}".encode(), url=url, encoding=encoding, cuts=cuts)
    return replace(page, kind="markdown")


def render(text: str) -> str:
    """The HTML that Markdown without front matter stands for; raises `DeepNestingError`."""
    parser = MarkdownIt("commonmark", {"tasklists": True}).enable(["table", "strikethrough"]).use(add_rules)
    return _with_lone_tags_as_text(_with_open_ends_as_text(parser.render(text)))


def _with_open_ends_as_text(html: str) -> str:
    """HTML in which what would swallow all that follows, for want of its end, is text."""
    lower = _ascii_lower(html)
    ended = {opening: lower.rfind(ending) for opening, ending in _ENDS.items()}
    return _SWALLOWING.sub(lambda m: m[0] if m.start() < ended[m[0].lower()] else f"&lt;{m[0][1:]}", html)


def _ascii_lower(text: str) -> str:
    """`text`, of the same length, with its ASCII letters in lower case."""
    return text.encode("utf-8").lower().decode("utf-8")


def _with_lone_tags_as_text(html: str) -> str:
    """HTML in which a tag of an unknown name, without attributes and without a counterpart, is text."""
    ends: set[str] = set()
    starts: set[str] = set()
    for found in _TAG.finditer(html):
        (ends if found[1] else starts).add(found[2].lower())
    lone = {name for name in starts ^ ends if name not in ROLES and name not in _PHRASES}
    if not lone:
        return html
    return _TAG.sub(lambda m: f"&lt;{m[0][1:]}" if m[2].lower() in lone and m[3][-1] == ">" else m[0], html)
