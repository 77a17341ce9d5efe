"""Batches of pages with a limit of time for each page, inside an engine's worker.

An engine cannot end one page: a page that hangs holds its task up for ever, and one that crashes takes all pages of the
task with it, each time that the engine tries again. With a timeout the pages are parsed by a process beside the
engine's, as in a job (`articlekit.corpus`), and such a page costs its own row. It costs a process for each worker of
the engine, the time to start it, and the way there and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice

from articlekit.arrow import MOST_ROWS, SCHEMA, raw_pages, to_batch
from articlekit.corpus.inputs import find_inputs
from articlekit.corpus.pool import PARSER, Pool, Setup
from articlekit.corpus.reading import Reading, Shape
from articlekit.readers import Kind
from articlekit.rows import WARM_UP, Columns, RawPage, make_row

import pyarrow as pa  # isort: skip  (articlekit.arrow has said by now where it is missing)


class Batches:
    """Parses batch after batch, with the same columns, kind and timeout (seconds; None: no process, no limit).

    A context: at its end the process is gone. So it is when the worker that holds this is.
    """

    def __init__(self, columns: Columns | None, kind: Kind, timeout: float | None, parser: str = PARSER) -> None:
        self._columns = columns or Columns()
        self._kind: Kind = kind
        self._stack = ExitStack()
        self._pool: Pool | None = None
        if timeout is None:
            make_row(WARM_UP)
        else:
            setup = Setup(form="parquet", parser=parser, kind=kind, extras=(), timeout=timeout, memory=None)
            self._pool = self._stack.enter_context(Pool(setup, 1))

    def __enter__(self) -> Batches:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def parse(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """A row for each page of the batch, in order, with `articlekit.arrow.SCHEMA`, in small batches."""
        return self.parse_pages(raw_pages(batch, self._columns, self._kind))

    def parse_pages(self, pages: Iterable[RawPage]) -> Iterator[pa.RecordBatch]:
        """The same for pages from anywhere."""
        pages = iter(pages)
        while part := list(islice(pages, MOST_ROWS)):
            if self._pool is None:
                yield to_batch(make_row(raw) for raw in part)
            else:
                rows = [_ask(self._pool, raw) for raw in part]
                yield from pa.Table.from_batches(rows, SCHEMA).combine_chunks().to_batches()

    def parse_table(self, table: pa.Table) -> pa.Table:
        """The same for a table."""
        return pa.Table.from_batches((row for batch in table.to_batches() for row in self.parse(batch)), SCHEMA)


def _ask(pool: Pool, raw: RawPage) -> pa.RecordBatch:
    pool.submit(0, raw)
    _, outcome = pool.take()
    return pa.ipc.read_record_batch(pa.py_buffer(outcome.body), SCHEMA)


def parse_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    columns: Columns | None,
    kind: Kind,
    timeout: float | None,
    parser: str = PARSER,
) -> Iterator[pa.RecordBatch]:
    """`articlekit.arrow.parse_batches` with a timeout."""
    with Batches(columns, kind, timeout, parser) as made:
        for batch in batches:
            yield from made.parse(batch)


def parse_files(
    batches: Iterable[pa.RecordBatch], *, columns: Columns | None, kind: Kind, timeout: float | None
) -> Iterator[pa.RecordBatch]:
    """The rows of the files that the first column of the batches names."""
    with Batches(columns, kind, timeout) as made:
        for batch in batches:
            yield from made.parse_pages(_pages_in(batch.column(0).to_pylist(), Shape(columns or Columns(), kind)))


def _pages_in(paths: Sequence[str], shape: Shape) -> Iterator[RawPage]:
    return (raw for _, raw in Reading(find_inputs(paths), shape))
