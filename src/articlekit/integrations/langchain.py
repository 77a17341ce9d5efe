"""LangChain: a loader of files and a transformer of documents. Needs `pip install "articlekit[langchain]"`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from articlekit.errors import MissingExtraError
from articlekit.integrations.documents import Content, OnError, content_of, metadata_of, parse_or_tell
from articlekit.models import Article
from articlekit.readers import Kind, kind_of_file

try:
    from langchain_core.document_loaders import BaseLoader
    from langchain_core.documents import BaseDocumentTransformer, Document
except ImportError:
    raise MissingExtraError('LangChain needs langchain-core; pip install "articlekit[langchain]"') from None


def to_document(article: Article, *, content: Content = "markdown") -> Document:
    """The article as a document; `articlekit.integrations.documents.metadata_of` lists its metadata."""
    return Document(page_content=content_of(article, content), metadata=metadata_of(article))


class ArticleLoader(BaseLoader):
    """Loads the articles on pages in files, one document a file, with its path as `source`.

    `content`: what the documents hold. A page without an article (empty, a PDF, …) raises an `ArticleKitError`; with
    `on_error` it is told of instead, by path, and passed over.
    """

    def __init__(
        self,
        paths: Iterable[str | PathLike[str]],
        *,
        content: Content = "markdown",
        kind: Kind = "auto",
        on_error: OnError | None = None,
    ) -> None:
        self._paths = [Path(path) for path in ([paths] if isinstance(paths, str | PathLike) else paths)]
        self._content: Content = content
        self._kind: Kind = kind
        self._on_error = on_error

    def lazy_load(self) -> Iterator[Document]:
        """The documents, each as it is asked for."""
        for path in self._paths:
            kind = kind_of_file(str(path), self._kind)
            article = parse_or_tell(path.read_bytes(), str(path), None, kind, self._on_error)
            if article is not None:
                document = to_document(article, content=self._content)
                document.metadata["source"] = str(path)
                yield document


class ArticleTransformer(BaseDocumentTransformer):
    """Turns documents that hold pages, as other loaders give them, into documents that hold articles.

    The page's address is `metadata["url"]`, else `metadata["source"]` where that is one. Metadata that a document has
    are kept where the article does not say better. `content` and `on_error` as for `ArticleLoader`.
    """

    def __init__(self, *, content: Content = "markdown", kind: Kind = "auto", on_error: OnError | None = None) -> None:
        self._content: Content = content
        self._kind: Kind = kind
        self._on_error = on_error

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> Sequence[Document]:
        """The documents with articles, in order."""
        return list(self._transformed(documents))

    def _transformed(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            source = str(document.metadata.get("source", ""))
            url = document.metadata.get("url") or (source if source.startswith(("https://", "http://")) else None)
            article = parse_or_tell(document.page_content, source or url or "", url, self._kind, self._on_error)
            if article is not None:
                metadata = {**document.metadata, **metadata_of(article)}
                yield Document(id=document.id, page_content=content_of(article, self._content), metadata=metadata)
