"""Writes an `Article` as Markdown, HTML or plain text. A renderer reads the article and nothing else."""

from articlekit.render.html import to_html
from articlekit.render.markdown import to_markdown
from articlekit.render.text import to_text

__all__ = ["to_html", "to_markdown", "to_text"]
