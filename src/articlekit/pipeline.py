"""The steps in their order, and nothing else: `trace` runs them and keeps every value, `parse` gives the last one."""

from __future__ import annotations

import gc
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pickle import PickleError
from typing import Any

from articlekit.assemble import Tile, assemble, tile
from articlekit.draft import Body, Linking, Metadata
from articlekit.errors import ArticleKitError, InputTypeError, InvalidOptionError
from articlekit.label import label
from articlekit.metadata import find_metadata
from articlekit.metadata.helpers import Extra, checked
from articlekit.models import Article
from articlekit.page import Labelled, Labels, Page, Verdict
from articlekit.readers import Kind, read
from articlekit.sources import cite
from articlekit.structure import structure
from articlekit.survey import Survey, survey

_HELD = 64  # pages per worker that are held at once


@dataclass(frozen=True, slots=True)
class Trace:
    """Every step's value for one page: the explanation of the article, and all that it rests on."""

    page: Page
    """What the reader made of the input."""
    survey: Survey
    """What several steps need to know of the page."""
    labels: Labels
    """One decision for each block of the page."""
    verdict: Verdict
    """What kind of page it is, and how sure the labels are."""
    metadata: Metadata
    """The metadata, with every candidate."""
    body: Body
    """The laid-out body."""
    linking: Linking
    """Sources, claims, citations."""
    article: Article
    """The article."""
    extras: frozenset[str] = frozenset()
    """The optional helpers that had a word in the metadata."""

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Where each stretch of the page text went; worked out anew each time."""
        return tile(self.page, self.survey, self.labels, self.body)

    def replay(self) -> Article:
        """The article built again from this trace's page and decisions; equal to `article`."""
        return complete(self.page, self.survey, Labelled(self.labels, self.verdict), self.extras).article


def parse(
    page: Any,
    *,
    url: str | None = None,
    kind: Kind = "auto",
    charset: str | None = None,
    extras: Collection[Extra] = (),
) -> Article:
    """The article on a page.

    `page`: HTML, plain text or Markdown as str or bytes, an lxml element, or a BeautifulSoup object. `url`: the page's
    address, to make links absolute and to tell other sites from its own. `kind`: "html" or "text" where the guess must
    not be left to the library; "markdown" for Markdown, which is never guessed and needs `articlekit[markdown]`.
    `charset`: what the HTTP header said of bytes. `extras`: optional helpers for the metadata, "dates" for dates in
    further languages (`articlekit[dates]`), "language" to tell the language from the text (`articlekit[language]`).

    Raises `EmptyInputError`, `BinaryInputError`, `InputTypeError`, `InvalidOptionError` or `MissingExtraError`, all of
    them `ArticleKitError`. Never fetches anything.
    """
    return trace(page, url=url, kind=kind, charset=charset, extras=extras).article


def trace(
    page: Any,
    *,
    url: str | None = None,
    kind: Kind = "auto",
    charset: str | None = None,
    extras: Collection[Extra] = (),
) -> Trace:
    """Every step's value for a page; arguments and errors as for `parse`."""
    helpers = checked(extras) if extras else frozenset()
    with _collector_at_rest():
        made = read(page, url=url, kind=kind, charset=charset)
        surveyed = survey(made)
        return complete(made, surveyed, label(made, surveyed), helpers)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Within, Python looks for no cyclic garbage, if it did before: the steps make thousands of values and no cycle but
    the parser's own, of some objects; it would find nothing, again and again. After each page it looks.

    With several threads it goes on: the switch is one for all of them, and for processes that they fork meanwhile."""
    collecting = gc.isenabled() and threading.active_count() == 1
    if collecting:
        gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def complete(page: Page, surveyed: Survey, labelled: Labelled, extras: frozenset[str] = frozenset()) -> Trace:
    """The trace that decisions on a page lead to."""
    labels, verdict = labelled
    metadata = find_metadata(page, surveyed, labelled, extras)
    body = structure(page, surveyed, labels)
    linking = cite(page, surveyed, body)
    article = assemble(page, surveyed, labelled, metadata, body, linking)
    return Trace(page, surveyed, labels, verdict, metadata, body, linking, article, extras)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one page of many: an article or an error, never both."""

    index: int
    """Position of the page in the input, from 0."""
    article: Article | None
    """The article; None if the page failed."""
    error: ArticleKitError | None
    """Why the page failed; None if it did not."""


def parse_many(pages: Iterable[Any], *, workers: int = 1, kind: Kind = "auto") -> Iterator[Result]:
    """One result for each page, in order; a page that fails is a result with an error.

    `kind` is that of `parse`, for all pages. With `workers` > 1, pages (str or bytes) are parsed in so many processes,
    and at most a few hundred are held at once.
    """
    if isinstance(pages, str | bytes):
        raise InputTypeError(f"pages is one {type(pages).__name__}; give several pages, in a list or any iterable")
    if workers < 1:
        raise InvalidOptionError(f"workers is {workers!r}; it must be a whole number from 1")
    return _one_by_one(pages, kind) if workers == 1 else _in_processes(pages, workers, kind)


def _one_by_one(pages: Iterable[Any], kind: Kind) -> Iterator[Result]:
    for index, page in enumerate(pages):
        yield _result(index, page, kind)


def _in_processes(pages: Iterable[Any], workers: int, kind: Kind) -> Iterator[Result]:
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[tuple[int, Future[Result]]] = deque()
        for index, page in enumerate(pages):
            waiting.append((index, pool.submit(_result, index, page, kind)))
            if len(waiting) >= _HELD * workers:
                yield _received(*waiting.popleft())
        while waiting:
            yield _received(*waiting.popleft())


def _received(index: int, future: Any) -> Result:
    try:
        result: Result = future.result()
    except (TypeError, AttributeError, PickleError) as error:
        message = f"the page cannot be sent to another process ({error}); give str or bytes, or use one worker"
        return Result(index, None, InputTypeError(message))
    return result


def _result(index: int, page: Any, kind: Kind) -> Result:
    try:
        return Result(index, parse(page, kind=kind), None)
    except ArticleKitError as error:
        return Result(index, None, error)
