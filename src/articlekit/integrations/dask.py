"""Dask: a DataFrame of pages in, a DataFrame of rows out. Needs `pip install "articlekit[dask]"`.

Partitions are pandas; the columns of the rows keep their Arrow types, so that nothing is lost on the way.
"""

from __future__ import annotations

from functools import partial

from articlekit.arrow import SCHEMA
from articlekit.errors import MissingExtraError
from articlekit.integrations.guarded import Batches
from articlekit.readers import Kind
from articlekit.rows import Columns

try:
    import dask.dataframe as dd
    import pandas as pd
    import pyarrow as pa
except ImportError:
    raise MissingExtraError('Dask needs dask[dataframe]; pip install "articlekit[dask]"') from None


def parse_dataframe(
    frame: dd.DataFrame, *, columns: Columns | None = None, kind: Kind = "auto", timeout: float | None = None
) -> dd.DataFrame:
    """A row for each row of `frame`, with the columns of `articlekit.arrow.SCHEMA`, made by Dask's workers as the
    result is asked for.

    Every worker needs articlekit. The index of `frame` comes through; of its columns `id` and `url` do. `timeout`:
    seconds that a page may take; for each partition a process is then started that parses its pages.
    """
    parse = partial(_parse_partition, columns=columns, kind=kind, timeout=timeout)
    return frame.map_partitions(parse, meta=_to_pandas(SCHEMA.empty_table(), frame._meta.index[:0]))


def _parse_partition(
    partition: pd.DataFrame, *, columns: Columns | None, kind: Kind, timeout: float | None
) -> pd.DataFrame:
    table = pa.Table.from_pandas(partition, preserve_index=False)
    with Batches(columns, kind, timeout) as batches:
        return _to_pandas(batches.parse_table(table), partition.index)


def _to_pandas(table: pa.Table, index: pd.Index) -> pd.DataFrame:
    return table.to_pandas(types_mapper=pd.ArrowDtype).set_index(index)
