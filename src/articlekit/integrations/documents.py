"""What the documents of LangChain and of LlamaIndex have in common: a text, and metadata of plain JSON types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from articlekit.errors import ArticleKitError
from articlekit.models import Article
from articlekit.pipeline import parse
from articlekit.readers import Kind

Content = Literal["markdown", "text"]
"""What a document holds of its article: Markdown with its title, or the body as plain text."""
OnError = Callable[[str, ArticleKitError], None]
"""Called with a document's place and what is wrong with it."""

NESTED: Final = ("authors", "sources", "claims")
"""The metadata that are lists. Some stores of vectors take plain values only."""


def content_of(article: Article, content: Content) -> str:
    """The text of a document."""
    return article.to_markdown() if content == "markdown" else article.text


def metadata_of(article: Article) -> dict[str, Any]:
    """The metadata of a document. What the page does not tell is absent.

    `title`, `url`, `published` and `modified` (ISO 8601), `language`, `site_name`, `description`, `page_type` as
    strings, `confidence` as a number; `authors`, names; `sources`, objects with name and url; `claims`, objects with
    claim, source and url: a row for each source of each citation.
    """
    known = article.model_dump(
        mode="json",
        include={"title", "url", "published", "modified", "language", "site_name", "description", "page_type"},
    )
    claims = [{"claim": row.claim, "source": row.source, "url": row.url} for row in article.claims_table()]
    lists = {
        "authors": [person.name for person in article.authors],
        "sources": [{"name": source.name, "url": source.canonical_url} for source in article.sources],
        "claims": claims,
    }
    found = {**known, "confidence": article.confidence, **lists}
    return {name: value for name, value in found.items() if value not in (None, [])}


def parse_or_tell(
    page: str | bytes, place: str, url: str | None, kind: Kind, on_error: OnError | None
) -> Article | None:
    """The article of a page. Where there is none: raises, or tells `on_error` and gives None."""
    try:
        return parse(page, url=url, kind=kind)
    except ArticleKitError as error:
        if on_error is None:
            raise
        on_error(place, error)
        return None
