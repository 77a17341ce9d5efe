"""Writes what was removed from a page, with the reasons, in the format of the article. It reads the article only."""

from __future__ import annotations

from typing import Final

from articlekit.models import Article, Removed
from articlekit.render.html import plain
from articlekit.render.lines import Lines, indented, quoted, stacked
from articlekit.render.markdown import paragraph as markdown_paragraph
from articlekit.render.markdown_inline import inline
from articlekit.render.text import paragraph as text_paragraph

HEADING: Final = "Removed from the page"


def removed_markdown(article: Article) -> str:
    """A section of CommonMark: reason and rule, then the text as a quotation. It ends with a line break."""
    parts: list[Lines] = [["___"], [f"# {HEADING}"]]
    for removed in article.removed:
        parts.append([f"**{inline(removed.reason)}** ({inline(removed.rule)})"])
        parts.append(quoted(markdown_paragraph(inline(removed.text))))
    return _section(parts, article)


def removed_text(article: Article) -> str:
    """A section of plain text: reason and rule in brackets, then the text, indented. It ends with a line break."""
    parts: list[Lines] = [[HEADING, "=" * len(HEADING)]]
    for removed in article.removed:
        lines = text_paragraph(removed.text)
        parts.append([f"[{_reason(removed)}]", *indented(lines, 4)])
    return _section(parts, article)


def removed_html(article: Article) -> str:
    """A `section` element with a list of reason and text. It ends with a line break."""
    lines = ['<section class="removed">', f"<h2>{HEADING}</h2>", "<dl>"]
    for removed in article.removed:
        lines += [f"<dt>{plain(_reason(removed))}</dt>", f"<dd>{plain(removed.text)}</dd>"]
    lines += ["</dl>", "</section>"]
    return "\n".join([*(lines if article.removed else [lines[0], lines[1], "<p>Nothing.</p>", lines[-1]]), ""])


def _reason(removed: Removed) -> str:
    return f"{removed.reason} ({removed.rule})"


def _section(parts: list[Lines], article: Article) -> str:
    return "\n".join([*stacked(parts if article.removed else [*parts, ["Nothing."]]), ""])
