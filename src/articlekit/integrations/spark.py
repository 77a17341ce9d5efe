"""Spark: a DataFrame of pages in, a DataFrame of rows out. Needs pyspark: `pip install "articlekit[spark]"`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from articlekit.arrow import SCHEMA
from articlekit.errors import MissingExtraError
from articlekit.integrations import guarded
from articlekit.readers import Kind
from articlekit.rows import Columns

try:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema
except ImportError:
    raise MissingExtraError('Spark needs pyspark; pip install "articlekit[spark]"') from None

SPARK_SCHEMA: Final[Any] = from_arrow_schema(SCHEMA)
"""`articlekit.arrow.SCHEMA` as Spark writes it: a `StructType`."""


def parse_dataframe(
    frame: DataFrame, *, columns: Columns | None = None, kind: Kind = "auto", timeout: float | None = None
) -> DataFrame:
    """A row for each row of `frame`, with `SPARK_SCHEMA`, made by Spark's Python workers as the result is asked for.

    Every worker needs articlekit. Of the columns of `frame`, `id` and `url` come through; join the others by `id`.
    `timeout`: seconds that a page may take; each task then starts a process that parses its pages.
    """
    parse = partial(guarded.parse_batches, columns=columns, kind=kind, timeout=timeout)
    return frame.mapInArrow(parse, SPARK_SCHEMA)


def parse_files(
    session: SparkSession,
    files: Iterable[str],
    *,
    columns: Columns | None = None,
    kind: Kind = "auto",
    timeout: float | None = None,
) -> DataFrame:
    """A row for each page in the files (WARC, WET, JSON Lines, Parquet, pages), as `articlekit parse` reads them.

    Each file is a task, so the workers must see it under its path: on a shared disk, or with fsspec ("s3://…",
    `articlekit[fsspec]`). What is wrong with a file is a row. The other arguments are those of `parse_dataframe`.
    """
    paths = [(path,) for path in files]
    frame = session.createDataFrame(paths, "path string").repartitionByRange(max(len(paths), 1), "path")
    return frame.mapInArrow(partial(guarded.parse_files, columns=columns, kind=kind, timeout=timeout), SPARK_SCHEMA)
