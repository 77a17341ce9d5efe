"""LlamaIndex: a reader of files. Needs `pip install "articlekit[llamaindex]"`."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from articlekit.errors import MissingExtraError
from articlekit.integrations.documents import (
    NESTED,
    Content,
    OnError,
    content_of,
    metadata_of,
    parse_or_tell,
)
from articlekit.models import Article
from articlekit.readers import Kind, kind_of_file

try:
    from llama_index.core.readers.base import BaseReader
    from llama_index.core.schema import Document
except ImportError:
    raise MissingExtraError('LlamaIndex needs llama-index-core; pip install "articlekit[llamaindex]"') from None


def to_document(
    article: Article, *, content: Content = "markdown", extra_info: dict[str, Any] | None = None
) -> Document:
    """The article as a document; `articlekit.integrations.documents.metadata_of` lists its metadata.

    Lists (authors, sources, claims) are in the metadata, but neither embedded nor shown to a model: long ones would
    leave no room for the text.
    """
    hidden = list(NESTED)
    return Document(
        text=content_of(article, content),
        metadata={**(extra_info or {}), **metadata_of(article)},
        excluded_embed_metadata_keys=hidden,
        excluded_llm_metadata_keys=hidden,
    )


class ArticleReader(BaseReader):
    """Reads the article on the page in a file, alone or as a `file_extractor` of `SimpleDirectoryReader`.

    A page without an article (empty, a PDF, …) raises an `ArticleKitError`; with `on_error` it is told of instead, by
    path, and passed over.
    """

    def __init__(self, *, content: Content = "markdown", kind: Kind = "auto", on_error: OnError | None = None) -> None:
        self._content: Content = content
        self._kind: Kind = kind
        self._on_error = on_error

    def lazy_load_data(
        self, file: str | PathLike[str], extra_info: dict[str, Any] | None = None, fs: Any = None
    ) -> Iterable[Document]:
        """One document, or none. `extra_info` is put into its metadata, an `url` there is taken for the page's; `fs`
        is a file system of fsspec."""
        info = extra_info or {}
        path = Path(file)
        page = fs.cat_file(str(file)) if fs is not None else path.read_bytes()
        article = parse_or_tell(page, str(file), info.get("url"), kind_of_file(str(path), self._kind), self._on_error)
        if article is not None:
            yield to_document(article, content=self._content, extra_info=info)
