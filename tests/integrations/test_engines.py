"""Every engine gives the same rows, and is the real one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from articlekit.arrow import SCHEMA
from integrations.engines import REAL, assert_same_rows, expected, need, pages

pytestmark = REAL


def test_a_job_gives_the_same_rows(tmp_path: Path) -> None:
    """So does `articlekit parse` with two workers, from Parquet to Parquet."""
    from articlekit.corpus import run

    pq.write_table(pages(), tmp_path / "pages.parquet")
    run(tmp_path / "pages.parquet", tmp_path / "articles.parquet", workers=2)
    assert_same_rows(pq.read_table(tmp_path / "articles.parquet"))


# ---------------------------------------------------------------- Spark


def where(_: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Which Python runs this, for whom, and which articlekit it has."""
    import time

    import articlekit

    time.sleep(1)  # so that no worker takes both partitions
    row = {"python": [os.path.realpath(sys.prefix)], "worker": [os.getppid()], "library": [articlekit.__file__]}
    yield pa.RecordBatch.from_pydict(row)


def test_spark_gives_the_same_rows(spark: Any) -> None:
    from articlekit.integrations.spark import SPARK_SCHEMA, parse_dataframe

    rows = parse_dataframe(spark.createDataFrame(pages()).repartition(4))
    assert rows.schema == SPARK_SCHEMA
    assert_same_rows(rows.toArrow())


def test_spark_runs_in_two_worker_processes(spark: Any) -> None:
    import articlekit

    rows = spark.range(2, numPartitions=2).mapInArrow(where, "python string, worker long, library string").collect()
    assert {row.python for row in rows} == {os.path.realpath(sys.prefix)}
    assert {row.library for row in rows} == {articlekit.__file__}
    assert len({row.worker for row in rows}) == 2


def test_spark_writes_and_reads_the_same_rows(spark: Any, tmp_path: Path) -> None:
    from articlekit.integrations.spark import parse_dataframe

    parse_dataframe(spark.createDataFrame(pages())).write.parquet(str(tmp_path / "rows"))
    assert_same_rows(pq.read_table(tmp_path / "rows"))


def test_each_file_is_a_task_in_spark(spark: Any, tmp_path: Path) -> None:
    from pyspark.sql.functions import spark_partition_id

    from articlekit.integrations.spark import parse_files

    files = [tmp_path / f"{name}.jsonl" for name in "abcde"]
    for file in files:
        file.write_text('{"html": "<p>It rained on nineteen of the first twenty days.</p>"}\nno JSON\n')
    rows = parse_files(spark, map(str, files)).select("id", "error", spark_partition_id()).collect()
    assert {(row[0], row[1]) for row in rows} == {
        (f"{file}:{line}", error) for file in files for line, error in ((1, None), (2, "invalid-json"))
    }
    assert len({row[2] for row in rows}) == len(files)
    assert parse_files(spark, []).count() == 0


def test_a_poisoned_page_in_spark_costs_its_own_row(spark: Any) -> None:
    from articlekit.integrations.guarded import parse_batches
    from articlekit.integrations.spark import SPARK_SCHEMA

    texts = ["one", "hang", "two", "crash", "three"]
    frame = spark.createDataFrame(pa.table({"id": texts, "text": texts})).coalesce(1)
    parse = partial(parse_batches, columns=None, kind="auto", timeout=3, parser="jobs.parsers:poisoned")
    rows = frame.mapInArrow(parse, SPARK_SCHEMA).select("id", "error").collect()
    assert [tuple(row) for row in rows] == [
        ("one", None), ("hang", "timeout"), ("two", None), ("crash", "worker-died"), ("three", None),
    ]  # fmt: skip


# ---------------------------------------------------------------- Ray, Dask


def test_ray_gives_the_same_rows(ray_data: Any) -> None:
    from articlekit.integrations.ray import BatchParser

    rows = (
        ray_data.from_arrow(pages())
        .repartition(4)
        .map_batches(BatchParser, batch_format="pyarrow", batch_size=8, compute=ray_data.ActorPoolStrategy(size=2))
    )
    assert_same_rows(pa.concat_tables(need("ray").get(rows.to_arrow_refs())))


def test_ray_gives_the_same_rows_with_a_timeout(ray_data: Any) -> None:
    from articlekit.integrations.ray import BatchParser

    rows = ray_data.from_arrow(pages()).map_batches(
        BatchParser,
        batch_format="pyarrow",
        fn_constructor_kwargs={"timeout": 60},
        compute=ray_data.ActorPoolStrategy(size=1),
    )
    assert_same_rows(pa.concat_tables(need("ray").get(rows.to_arrow_refs())))


def test_dask_gives_the_same_rows(tmp_path: Path) -> None:
    dd = need("dask.dataframe")
    pd = need("pandas")
    from articlekit.integrations.dask import parse_dataframe

    frame = dd.from_pandas(pages().to_pandas(types_mapper=pd.ArrowDtype).set_index("id", drop=False), npartitions=4)
    rows = parse_dataframe(frame)
    found = rows.compute(scheduler="processes", num_workers=2)
    assert list(found.index) == list(found["id"])
    assert list(found.dtypes) == list(rows.dtypes)
    assert_same_rows(pa.Table.from_pandas(found, SCHEMA, preserve_index=False))
    rows.to_parquet(tmp_path / "rows", schema=SCHEMA, write_index=False)
    assert_same_rows(pq.read_table(tmp_path / "rows"))


# ---------------------------------------------------------------- datatrove


def test_datatrove_gives_the_same_rows(tmp_path: Path) -> None:
    """datatrove's documents are text: those pages that are UTF-8 give the rows that they give as bytes."""
    need("datatrove")
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from articlekit.integrations.datatrove import ArticleExtractor

    known = {row["id"]: row for row in expected().to_pylist()}
    texts = {row["id"]: text for row in pages().to_pylist() if (text := _utf8(row["html"])) is not None}
    texts = {name: text for name, text in texts.items() if known[name]["error"] != "binary-input"}
    assert len(texts) > 30
    (tmp_path / "pages").mkdir()
    for part in range(2):
        lines = [
            json.dumps({"id": name, "text": texts[name], "url": known[name]["url"]}) for name in list(texts)[part::2]
        ]
        (tmp_path / "pages" / f"{part}.jsonl").write_text("\n".join(lines))
    LocalPipelineExecutor(
        [
            JsonlReader(str(tmp_path / "pages")),
            ArticleExtractor(),
            JsonlWriter(str(tmp_path / "articles"), compression=None),
        ],
        tasks=2,
        workers=2,
        logging_dir=str(tmp_path / "logs"),
    ).run()
    files = sorted((tmp_path / "articles").glob("*.jsonl"))
    assert len(files) == 2
    found = {row["id"]: row for file in files for row in map(json.loads, file.read_text().splitlines())}
    assert set(found) == set(texts)
    columns = ("url", "status", "error", "error_message", "title", "page_type", "confidence", "language", "article")
    for name, row in found.items():
        assert {key: row["metadata"][key] for key in columns} == {key: known[name][key] for key in columns}
        assert row.get("text", "") == (texts[name] if known[name]["text"] is None else known[name]["text"])


def _utf8(page: bytes | None) -> str | None:
    try:
        return None if page is None else page.decode()
    except UnicodeDecodeError:
        return None


def test_a_poisoned_page_in_datatrove_costs_its_own_document(monkeypatch: Any) -> None:
    need("datatrove")
    from datatrove.data import Document

    from articlekit import rows
    from articlekit.integrations import datatrove
    from jobs.parsers import poisoned

    monkeypatch.setattr(datatrove, "make_row", partial(rows.make_row, parse=poisoned))
    texts = ["one", "hang", "two", "crash", "three"]
    step = datatrove.ArticleExtractor(timeout=2)
    found = [(one.id, one.metadata["error"]) for one in step.run(Document(text, text) for text in texts)]
    assert found == [
        ("one", None), ("hang", "timeout"), ("two", None), ("crash", "worker-died"), ("three", None),
    ]  # fmt: skip
    assert step.stats["extracted"].total == 3
