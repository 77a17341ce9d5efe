"""Ray Data: a class for `map_batches`. Needs nothing of Ray itself; `pip install "articlekit[ray]"` brings it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articlekit.integrations.guarded import Batches
from articlekit.readers import Kind
from articlekit.rows import Columns

if TYPE_CHECKING:
    import pyarrow as pa


class BatchParser:
    """A table of pages in, a table of rows out, with `articlekit.arrow.SCHEMA`.

    For `dataset.map_batches(BatchParser, batch_format="pyarrow", compute=ActorPoolStrategy(…))`: each actor makes one
    and keeps it, with all that parsing loads. The arguments go into `fn_constructor_kwargs`. `timeout`: seconds that a
    page may take; each actor then has a process that parses its pages.
    """

    def __init__(self, *, columns: Columns | None = None, kind: Kind = "auto", timeout: float | None = None) -> None:
        self._batches = Batches(columns, kind, timeout)

    def __call__(self, table: pa.Table) -> pa.Table:
        return self._batches.parse_table(table)
