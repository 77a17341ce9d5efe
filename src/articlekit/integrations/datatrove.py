"""datatrove: a step that makes an article of each document. Needs `pip install "articlekit[datatrove]"`."""

from __future__ import annotations

from typing import Any

from articlekit.errors import MissingExtraError
from articlekit.models import Article
from articlekit.readers import Kind
from articlekit.rows import Fault, RawPage, Row, make_row

try:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox
    from datatrove.utils.typeshelper import StatHints
except ImportError:
    raise MissingExtraError('datatrove is not installed; pip install "articlekit[datatrove]"') from None


class ArticleExtractor(BaseExtractor):
    """Puts the article's text in the place of a document's page, and the article into its metadata.

    The page is the document's text; the address is `metadata["url"]`, where it is there. The metadata gain `status`,
    `error`, `error_message` and, of an article, `title`, `page_type`, `confidence`, `language` and `article`, the whole
    of it as JSON. No document is dropped: one without an article goes on with its page as it was and the status
    "error"; a filter for it stands behind this step.

    `timeout`: seconds that a page may take. Pages are parsed in a process beside the step's; one that hangs or crashes
    is ended with its process, and costs its own document (errors "timeout", "worker-died"). The process has as long to
    start, for which a few seconds are enough.
    """

    name = "📰 articlekit"

    def __init__(self, *, timeout: float = 60, kind: Kind = "auto") -> None:
        super().__init__(timeout)
        self.kind: Kind = kind

    def extract(self, text: str) -> str:
        """The text of the article on a page alone."""
        row = make_row(RawPage(None, None, text, kind=self.kind))
        return row.article.text if row.article else ""

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """The documents of `data`, in order."""
        with ExtractorSandbox(timeout=self.timeout, warmup_text=(RawPage(None, None, "<p>Loads all.</p>"),)) as sandbox:
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    row = self._row(sandbox, document)
                    self.stat_update("extracted" if row.fault is None else row.fault.kind, StatHints.forwarded)
                    _put(row, document)
                self.update_doc_stats(document)
                yield document

    def _row(self, sandbox: ExtractorSandbox, document: Document) -> Row:
        url = document.metadata.get("url")
        raw = RawPage(document.id, url if isinstance(url, str) else None, document.text, kind=self.kind)
        try:
            row: Row = sandbox.process_document((raw,), make_row)
        except TimeoutError as error:
            message = f"the page, or the start of its process, took more than {self.timeout:g} s ({error})"
            return Row(raw.id, raw.url, None, Fault("timeout", message))
        except EOFError:
            return Row(raw.id, raw.url, None, Fault("worker-died", "the process that parsed the page died"))
        return row


def _put(row: Row, document: Document) -> None:
    error, message = row.fault or (None, None)
    document.metadata |= {"status": row.status, "error": error, "error_message": message}
    document.metadata |= _of_article(row.article)
    if row.article is not None:
        document.text = row.article.text


def _of_article(article: Article | None) -> dict[str, Any]:
    """What the metadata say of an article; the same keys where there is none, as columns want them."""
    if article is None:
        return dict.fromkeys(("title", "page_type", "confidence", "language", "article"))
    return {
        "title": article.title,
        "page_type": str(article.page_type),
        "confidence": article.confidence,
        "language": article.language,
        "article": article.model_dump_json(),
    }
