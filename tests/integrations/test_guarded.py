"""Batches with a timeout: the same rows, whatever a page does to the process. Needs no engine."""

from __future__ import annotations

import pyarrow as pa
import pytest

from articlekit.arrow import SCHEMA, parse_batch
from articlekit.integrations.guarded import Batches, parse_batches
from articlekit.rows import Columns

PAGES = pa.RecordBatch.from_pydict({
    "name": [1, 2, 3], "body": ["<h1>Rain</h1><p>It rained on nineteen of twenty days.</p>", None, " "]
})  # fmt: skip
COLUMNS = Columns(page="body", id="name")


@pytest.mark.parametrize("timeout", [None, 60])
def test_rows_do_not_depend_on_the_timeout(timeout: float | None) -> None:
    found = list(parse_batches([PAGES, PAGES], columns=COLUMNS, kind="html", timeout=timeout))
    assert found == [parse_batch(PAGES, columns=COLUMNS, kind="html")] * 2


def test_a_poisoned_page_costs_its_own_row() -> None:
    texts = ["one", "hang", "two", "crash", "three"]
    with Batches(None, "auto", 2, "jobs.parsers:poisoned") as batches:
        table = batches.parse_table(pa.table({"text": texts}))
    assert table["error"].to_pylist() == [None, "timeout", None, "worker-died", None]
    assert table.schema == SCHEMA


def test_no_pages_no_rows() -> None:
    with Batches(None, "auto", 2) as batches:
        assert batches.parse_table(pa.table({"text": pa.array([], pa.string())})).equals(SCHEMA.empty_table())
