"""One row as the bytes that its output wants: what the workers do after parsing, so that the job has little to do.

A gzip member for each row costs next to nothing: a row is longer than the window that gzip looks back over.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args

from articlekit.errors import MissingExtraError
from articlekit.rows import Row, to_record

Format = Literal["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "markdown"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)


def _line(row: Row) -> bytes:
    return to_record(row).encode() + b"\n"


def _member(row: Row) -> bytes:
    return gzip.compress(_line(row), compresslevel=6, mtime=0)


def _batch(row: Row) -> bytes:
    """An Arrow batch of one row, without its schema."""
    from articlekit.arrow import to_batch

    return bytes(to_batch([row]).serialize())


def _markdown(row: Row) -> bytes:
    """The article; the record of a row that has none."""
    return _line(row) if row.article is None else row.article.to_markdown().encode()


_ENCODERS: Final[Mapping[Format, Callable[[Row], bytes]]] = {
    "jsonl": _line,
    "jsonl.gz": _member,
    "jsonl.zst": _line,
    "parquet": _batch,
    "markdown": _markdown,
}


def encode(row: Row, form: Format) -> bytes:
    """The row for an output of this format."""
    return _ENCODERS[form](row)


def check_extras(form: Format) -> None:
    """Raises `MissingExtraError` where the format needs what is not installed."""
    if form == "parquet":
        import articlekit.arrow  # noqa: F401  (it says what is missing)
    if form == "jsonl.zst":
        zstandard()


def zstandard() -> object:
    """The module. Raises `MissingExtraError` where it is not installed."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtraError('Zstandard needs zstandard; pip install "articlekit[zstd]"') from None
    return zstandard
