"""Pages as Arrow batches: a batch of pages in, a batch of rows out, always with `SCHEMA`.

This is what an engine calls: Spark's `mapInArrow`, Ray's `map_batches`, Dask, `datasets.map`. It owns the columns, and
nothing of how a page is parsed. Needs pyarrow: `pip install "articlekit[arrow]"`.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from articlekit.errors import InvalidOptionError, MissingExtraError
from articlekit.models import Article, Block
from articlekit.models.blocks import children
from articlekit.models.vocabulary import Model
from articlekit.readers import Kind
from articlekit.rows import PAGE_COLUMNS, Columns, RawPage, Row, make_row, raw_page

try:
    import pyarrow as pa
except ImportError:
    raise MissingExtraError('Arrow and Parquet need pyarrow; pip install "articlekit[arrow]"') from None

MOST_ROWS: Final = 64
"""Rows of a batch that `parse_batches` makes: engines hand over thousands of pages at once, and as many articles would
not fit one Arrow column of 2 GiB."""


# ---------------------------------------------------------------- schema


def _arrow_type(kind: Any) -> pa.DataType:
    """The Arrow type for the annotation of a model's field."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _arrow_type(next(one for one in arguments if one is not types.NoneType))
    if origin is Annotated:
        return _arrow_type(arguments[0])
    if origin is tuple:
        return pa.list_(_arrow_type(arguments[0]))
    if origin is dict:
        return pa.map_(_arrow_type(arguments[0]), _arrow_type(arguments[1]))
    if origin is Literal or issubclass(kind, str | StrEnum | date):
        return pa.string()  # a date, too: it is a day, an instant or a local time, as ISO 8601 tells them apart
    if issubclass(kind, Model):
        return pa.struct([(name, _arrow_type(field.annotation)) for name, field in kind.model_fields.items()])
    plain: dict[type, pa.DataType] = {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
    return plain[kind]


_ARTICLE_FIELDS: Final = tuple(name for name in Article.model_fields if name not in ("url", "blocks"))
_OUTLINE: Final = pa.list_(
    pa.struct(
        [
            ("id", pa.string()),
            ("parent", pa.string()),
            ("kind", pa.string()),
            ("level", pa.int64()),
            ("start", pa.int64()),
            ("end", pa.int64()),
        ]
    )
)

SCHEMA: Final = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("url", pa.string()),
        pa.field("status", pa.string(), nullable=False),
        pa.field("error", pa.string()),
        pa.field("error_message", pa.string()),
        *(pa.field(name, _arrow_type(Article.model_fields[name].annotation)) for name in _ARTICLE_FIELDS),
        pa.field("outline", _OUTLINE),
        pa.field("article", pa.string()),
    ]
)
"""The columns of every output: how the page fared, each field of the article, the blocks as a flat `outline` (blocks
hold blocks, which Arrow types cannot say), and the whole article as JSON, from which `Article.model_validate_json`
gives it back. On an error, all but the first five are null."""


# ---------------------------------------------------------------- batches


def parse_batch(batch: pa.RecordBatch, *, columns: Columns | None = None, kind: Kind = "auto") -> pa.RecordBatch:
    """A row for each page of the batch, in order, with `SCHEMA`. A page that fails is a row with `status` "error".

    Raises `InvalidOptionError` where the batch has no column with pages.
    """
    return to_batch(make_row(raw) for raw in raw_pages(batch, columns or Columns(), kind))


def parse_batches(
    batches: Iterable[pa.RecordBatch], *, columns: Columns | None = None, kind: Kind = "auto"
) -> Iterator[pa.RecordBatch]:
    """The same for many batches, of any size: what comes out is in small ones, so that memory stays flat."""
    for batch in batches:
        for start in range(0, batch.num_rows, MOST_ROWS):
            yield parse_batch(batch.slice(start, MOST_ROWS), columns=columns, kind=kind)


def parse_table(table: pa.Table, *, columns: Columns | None = None, kind: Kind = "auto") -> pa.Table:
    """The same for a table."""
    return pa.Table.from_batches(parse_batches(table.to_batches(), columns=columns, kind=kind), SCHEMA)


def raw_pages(batch: pa.RecordBatch, columns: Columns, kind: Kind = "auto") -> Iterator[RawPage]:
    """The pages that a batch holds; a null is a page with the fault "no-page"."""
    names = batch.schema.names
    page = columns.find_page(names)
    if page is None:
        wanted = columns.page or " or ".join(PAGE_COLUMNS)
        raise InvalidOptionError(f"no column {wanted} with pages; there are {', '.join(names)}: name one of them")

    def values(name: str) -> list[Any]:
        return _items(batch.column(name)) if name in names else [None] * batch.num_rows

    for content, url, name, charset in zip(
        values(page), values(columns.url), values(columns.id), values(columns.charset), strict=True
    ):
        yield raw_page(content, url, name, charset, kind)


def _items(column: pa.Array) -> list[Any]:
    """The values of a column. Nothing checks that its strings are UTF-8: one that is none is given as its bytes."""
    try:
        items: list[Any] = column.to_pylist()
        return items
    except UnicodeDecodeError:
        wide = pa.types.is_large_string(column.type)
        return [_decoded(octets) for octets in column.cast(pa.large_binary() if wide else pa.binary()).to_pylist()]


def _decoded(octets: bytes | None) -> str | bytes | None:
    try:
        return None if octets is None else octets.decode("utf-8")
    except UnicodeDecodeError:
        return octets


def to_batch(rows: Iterable[Row]) -> pa.RecordBatch:
    """The rows as a batch with `SCHEMA`."""
    values: dict[str, list[Any]] = {name: [] for name in SCHEMA.names}
    for row in rows:
        for name, value in _values(row).items():
            values[name].append(value)
    arrays = [pa.array(values[field.name], field.type) for field in SCHEMA]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _values(row: Row) -> dict[str, Any]:
    if row.article is None:
        return row.head() | dict.fromkeys((*_ARTICLE_FIELDS, "outline", "article"))
    fields = row.article.model_dump(mode="json", exclude={"url", "blocks"})
    fields["provenance"] = list(fields["provenance"].items())
    fields["outline"] = list(_outline(row.article.blocks))
    return row.head() | fields | {"article": row.article.model_dump_json()}


def _outline(blocks: tuple[Block, ...], parent: str | None = None) -> Iterator[dict[str, Any]]:
    """Every block in reading order, with the block that holds it."""
    for block in blocks:
        yield {
            "id": block.id,
            "parent": parent,
            "kind": block.kind,
            "level": getattr(block, "level", None),
            "start": block.start,
            "end": block.end,
        }
        for inner in children(block):
            yield from _outline(inner, block.id)
