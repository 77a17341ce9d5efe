"""Parquet, read and written by pyarrow, a few rows at a time. Loaded where a file is Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from articlekit.arrow import SCHEMA, raw_pages
from articlekit.corpus import paths
from articlekit.corpus.reading import Shape, lost, reason
from articlekit.errors import InvalidOptionError
from articlekit.rows import RawPage

BROKEN: Final = (pa.ArrowException, OSError, ValueError)
"""What a damaged file makes pyarrow raise; the last of them for names of columns that are no UTF-8."""
_ROWS_READ: Final = 16
"""Rows that are decoded at a time: pages may be large."""
_ROWS: Final = 256
"""Rows of a row group, at most."""
_BYTES: Final = 32 << 20
"""Bytes of a row group, as Arrow holds them, at most: they are in memory until it is written."""


def read_parquet(path: str, stream: IO[bytes], shape: Shape) -> Iterator[RawPage]:
    """The pages of a Parquet file; of a row group that cannot be read, what is lost."""
    try:
        file = pq.ParquetFile(stream, page_checksum_verification=True)
        group_rows = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
    except BROKEN as error:
        yield lost(f"{path}#1-", "corrupt-input", f"is no Parquet file that can be read: {_line(error)}")
        return
    first = 0
    for group, count in enumerate(group_rows):
        try:
            yield from _read_group(path, file, group, first, shape)
        except InvalidOptionError as error:
            yield lost(f"{path}#1-", "no-page", str(error))
            return
        except BROKEN as error:
            rows = f"{first + 1}-{first + count}"
            yield lost(
                f"{path}#{rows}", "corrupt-input", f"of rows {rows}, those not yet read are lost: {_line(error)}"
            )
        first += count


def _read_group(path: str, file: Any, group: int, first: int, shape: Shape) -> Iterator[RawPage]:
    columns = shape.columns
    wanted = {columns.find_page(file.schema_arrow.names), columns.url, columns.id, columns.charset}
    names = [name for name in file.schema_arrow.names if name in wanted]
    if not columns.find_page(file.schema_arrow.names):
        names = file.schema_arrow.names
    place = first
    for batch in file.iter_batches(batch_size=_ROWS_READ, row_groups=[group], columns=names, use_threads=False):
        for raw in raw_pages(batch, columns, shape.kind):
            place += 1
            yield raw if raw.id is not None else raw._replace(id=f"{path}#{place}")


def _line(error: Exception) -> str:
    return " ".join(reason(error).split())


# ---------------------------------------------------------------- writing


@contextmanager
def parquet_writer(stream: IO[bytes]) -> Iterator[Callable[[bytes], None]]:
    """Takes Arrow batches of one row, without their schema, and writes a file."""
    held: list[Any] = []
    size = 0
    writer = _new_writer(stream)

    def add(body: bytes) -> None:
        nonlocal size
        held.append(pa.ipc.read_record_batch(pa.py_buffer(body), SCHEMA))
        size += len(body)
        if len(held) >= _ROWS or size >= _BYTES:
            flush()

    def flush() -> None:
        nonlocal size
        if held:
            writer.write_table(pa.Table.from_batches(held, SCHEMA).combine_chunks())
        held.clear()
        size = 0

    try:
        yield add
        flush()
        writer.close()
    except BaseException:
        with suppress(OSError, ValueError):
            writer.close()
        writer.is_open = False  # it must not try again when it is collected
        raise


def join_parquet(files: Sequence[str], stream: IO[bytes]) -> None:
    """Put files that `parquet_writer` made one behind the other, row group by row group."""
    writer = _new_writer(stream)
    for path in files:
        with paths.open_file(path) as part:
            file = pq.ParquetFile(part)
            for group in range(file.metadata.num_row_groups):
                writer.write_table(file.read_row_group(group, use_threads=False))
    writer.close()


def _new_writer(stream: IO[bytes]) -> Any:
    return pq.ParquetWriter(stream, SCHEMA, compression="zstd", write_page_checksum=True)
