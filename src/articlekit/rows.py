"""One row for one page of many: what goes in (`RawPage`), what comes out (`Row`), and the one function between them.

Every engine calls `make_row`: the workers of a job, an Arrow batch, a step of datatrove. It knows no files, no columns
and no processes, so that a page gives the same row whoever asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from articlekit.errors import ArticleKitError
from articlekit.models import Article
from articlekit.pipeline import parse
from articlekit.readers import Kind

Parse = Callable[..., Article]
"""What parses a page: called as `articlekit.parse` is, with `url`, `kind` and `charset`."""


class Fault(NamedTuple):
    """Why a page has no article."""

    kind: str
    """A word to count by: "empty-input", "timeout", …; docs/corpora.md lists them."""
    message: str
    """The same in a sentence, with what to do."""


class RawPage(NamedTuple):
    """A page as an input holds it, before anything is known of it."""

    id: str | None
    """What identifies it: the caller's identifier, or its place: "page.html", "crawl.warc.gz#17"."""
    url: str | None
    """Its address; None when unknown."""
    content: bytes | str | None
    """The page; None where the input holds none, and `fault` says why."""
    charset: str | None = None
    """What the HTTP header said of bytes."""
    kind: Kind = "auto"
    """What the page is, where the input tells."""
    fault: Fault | None = None
    """Why there is nothing to parse."""

    @property
    def size(self) -> int:
        """Bytes or characters of the page."""
        return len(self.content or ())


WARM_UP: Final = RawPage(None, None, "<p>What parsing loads is loaded now.</p>")
"""What a process parses before the first page, so that the time of that page is its own."""


class Row(NamedTuple):
    """What became of one page: an article or a fault, never both."""

    id: str | None
    url: str | None
    article: Article | None
    fault: Fault | None

    @property
    def status(self) -> str:
        """ "ok" or "error"."""
        return "ok" if self.fault is None else "error"

    def head(self) -> dict[str, str | None]:
        """How the page fared, as every output tells it: `id`, `url`, `status`, `error`, `error_message`."""
        kind, message = self.fault or (None, None)
        return {"id": self.id, "url": self.url, "status": self.status, "error": kind, "error_message": message}


PAGE_COLUMNS: Final = ("html", "content", "text")
"""Where a page is looked for when no column is named: the first of these that is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which columns of the input hold what."""

    page: str | None = None
    """The page: strings or bytes. None: the first of `html`, `content`, `text` that is there."""
    url: str = "url"
    """The page's address; may be absent."""
    id: str = "id"
    """The caller's identifier; may be absent."""
    charset: str = "charset"
    """What the HTTP header said of a page in bytes; may be absent."""

    def find_page(self, names: Iterable[str]) -> str | None:
        """The column of `names` that holds the page; None where there is none."""
        there = set(names)
        return next((name for name in ((self.page,) if self.page else PAGE_COLUMNS) if name in there), None)


def raw_page(content: Any, url: Any, name: Any, charset: Any, kind: Kind) -> RawPage:
    """A page from the values of a row: null where a column is absent; numbers that identify pages become strings."""
    fault = None
    if content is None:
        fault = Fault("no-page", "the row holds no page: its column is absent or null")
    elif not isinstance(content, str | bytes):
        fault, content = Fault("input-type", f"the page is a {type(content).__name__}; give a string or bytes"), None
    return RawPage(None if name is None else _text(name) or str(name), _text(url), content, _text(charset), kind, fault)


def _text(value: Any) -> str | None:
    """A text, also where a column holds its bytes; None for anything else."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None


def make_row(raw: RawPage, parse: Parse = parse) -> Row:
    """The row of a page. Raises MemoryError and nothing else: a page that cannot be parsed is a row with a fault."""
    name, url = clean(raw.id), clean(raw.url)
    if raw.fault is not None:
        return Row(name, url, None, Fault(raw.fault.kind, clean(raw.fault.message) or ""))
    try:
        return Row(name, url, parse(raw.content, url=raw.url, kind=raw.kind, charset=raw.charset), None)
    except MemoryError:
        raise
    except ArticleKitError as error:
        return Row(name, url, None, Fault(_kind_of(error), clean(str(error)) or ""))
    except Exception as error:  # noqa: BLE001  (no page may stop the others, whatever is wrong with it)
        return Row(name, url, None, Fault("internal", clean(f"{type(error).__name__}: {error}") or ""))


_WORD: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _kind_of(error: ArticleKitError) -> str:
    """ "empty-input" for an `EmptyInputError`."""
    return _WORD.sub("-", type(error).__name__.removesuffix("Error")).lower()


def clean(text: str | None) -> str | None:
    """The text as UTF-8 can hold it: lone surrogates become "?"."""
    return None if text is None else text.encode("utf-8", "replace").decode("utf-8")


def to_record(row: Row) -> str:
    """The row as a JSON object on one line, without a line break: `id`, `url`, `status`, `error`, `error_message`,
    `article`."""
    article = "null" if row.article is None else row.article.model_dump_json()
    return f'{json.dumps(row.head(), ensure_ascii=False, separators=(",", ":"))[:-1]},"article":{article}}}'
