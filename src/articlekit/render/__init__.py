"""Writes an `Article` as Markdown, HTML or plain text, and its claims for other tools. A renderer reads the article and
nothing else."""

from articlekit.render.claims import claims_csv, claims_table, csl_json, uncited_claims, web_annotations
from articlekit.render.html import to_html
from articlekit.render.markdown import to_markdown
from articlekit.render.text import to_text

__all__ = [
    "claims_csv",
    "claims_table",
    "csl_json",
    "to_html",
    "to_markdown",
    "to_text",
    "uncited_claims",
    "web_annotations",
]
