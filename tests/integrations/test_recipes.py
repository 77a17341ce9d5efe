"""The code of docs/recipes runs as it stands, each block as a program of its own, in a folder with pages."""

from __future__ import annotations

import ast
import gzip
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from articlekit import Article
from articlekit.arrow import SCHEMA
from integrations.engines import REAL, ROOT, assert_same_rows, expected, need, need_program, pages
from jobs.archives import compressed, record, response

pytestmark = REAL

RECIPES: Final = ROOT / "docs" / "recipes"
BLOCK: Final = re.compile(r"^```(python|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST_SECONDS: Final = 240  # of a program; a guard against hangs


# ---------------------------------------------------------------- what the programs find


def pages_in_parquet(folder: Path) -> None:
    pq.write_table(pages(), folder / "pages.parquet")


def pages_as_text(folder: Path) -> None:
    """For datatrove, whose documents are text."""
    rows = [{**row, "html": text} for row in pages().to_pylist() if (text := _text(row["html"])) is not None]
    (folder / "pages").mkdir()
    for part in range(2):
        pq.write_table(pa.Table.from_pylist(rows[part::2]), folder / "pages" / f"{part}.parquet")


def _text(page: bytes | None) -> str | None:
    try:
        return page.decode() if page else None
    except UnicodeDecodeError:
        return None


def articles_in_parquet(folder: Path) -> None:
    """With a near-copy of an article."""
    rows = expected().to_pylist()
    copy = dict(next(row for row in rows if row["id"] == "model-page-wordpress"))
    copy |= {"id": "~copy", "text": copy["text"] + "\n\nThis was said again."}
    pq.write_table(pa.Table.from_pylist([*rows, copy], SCHEMA), folder / "articles.parquet")


def archives(folder: Path) -> None:
    (folder / "crawl").mkdir()
    rows = [row for row in pages().to_pylist() if row["html"]]
    for part in range(2):
        records = [record("response", response(row["html"]), row["url"]) for row in rows[part::2]]
        records += [
            record("request", b"GET / HTTP/1.1\r\n\r\n"),
            record("response", response(b"{}", "application/json")),
        ]
        (folder / "crawl" / f"{part}.warc.gz").write_bytes(compressed(records))


def page_files(folder: Path) -> None:
    (folder / "pages").mkdir()
    files = {
        "buoys": (ROOT / "fixtures/pages/model-page-wordpress/page.html").read_bytes(),
        "index": b"<p>Here are <a href='buoys.html'>a page on buoys</a> and <a href='nothing.html'>one more</a>.</p>",
        "nothing": b"<p> </p>",
    }
    for name, page in files.items():
        (folder / "pages" / f"{name}.html").write_bytes(page)


# ---------------------------------------------------------------- what they leave behind


def all_rows(folder: Path, _: str) -> None:
    assert_same_rows(pq.read_table(folder / "articles.parquet"))


def the_same_from_archives(folder: Path, _: str) -> None:
    job, spark = (pq.read_table(folder / name).sort_by("id") for name in ("articles.parquet", "articles-spark.parquet"))
    assert job.num_rows == sum(row["html"] is not None and row["html"] != b"" for row in pages().to_pylist()) + 2
    assert job["error"].to_pylist().count("not-html") == 2
    assert spark.cast(SCHEMA).equals(job.cast(SCHEMA))


def datatrove_articles(folder: Path, _: str) -> None:
    found = [
        {
            row["id"]: row["metadata"]
            for file in (folder / name).glob("*.gz")
            for row in _lines(gzip.decompress(file.read_bytes()))
        }
        for name in ("articles", "others")
    ]
    known = {row["id"]: row for row in expected().to_pylist()}
    articles, others = found
    assert {name for name, row in known.items() if row["page_type"] == "article"} >= set(articles)
    assert {"paywall-stub", "~empty"} <= set(others)
    assert len(articles) > 15
    assert all(metadata["article"] == known[name]["article"] for name, metadata in articles.items())


def _lines(text: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.decode().splitlines()]


def kept_and_left_out(folder: Path, printed: str) -> None:
    kept, left = (pq.read_table(folder / name).to_pylist() for name in ("kept.parquet", "left-out.parquet"))
    assert {row["page_type"] for row in kept} == {"article"}
    assert min(row["confidence"] for row in kept) >= 0.8
    assert len(kept) + len(left) == expected().num_rows + 1
    assert {row["id"]: row["reason"] for row in left}["~pdf"] == "binary-input"
    assert "article" in printed


def one_copy(_: Path, printed: str) -> None:
    """The copy and its original are told; the model page stands in the fixtures in several forms, and little else."""
    kept, _, copies = printed.partition(" kept; copies: ")
    known = ast.literal_eval(copies)
    assert ("~copy", "model-page-wordpress") in {tuple(sorted(pair, reverse=True)) for pair in known.items()}
    assert all(name == "~copy" or name.startswith("model-page-") for name in (*known, *known.values()))
    assert int(kept) + len(known) == sum(bool(text) for text in expected()["text"].to_pylist()) + 1


def the_claims_tables(folder: Path, _: str) -> None:
    found = {}
    for row in pq.read_table(folder / "claims.parquet").to_pylist():
        found.setdefault(row["page"], []).append((row["claim"] or "", row["source"] or "", row["form"]))
    wanted = {}
    for row in pq.read_table(folder / "articles.parquet").to_pylist():
        table = Article.model_validate_json(row["article"]).claims_table() if row["article"] else ()
        if table:
            wanted[row["id"]] = sorted((claim.claim, claim.source, claim.form) for claim in table)
    assert len(wanted) > 5
    assert {page: sorted(rows) for page, rows in found.items()} == wanted


def dataset_of_articles(folder: Path, _: str) -> None:
    found = {row["id"]: row["article"] for row in pq.read_table(folder / "articles.parquet").to_pylist()}
    known = {row["id"]: row["article"] for row in expected().to_pylist() if row["page_type"] == "article"}
    assert len(found) > 15
    assert found == known


def told_documents(_: Path, printed: str) -> None:
    assert "Ocean Buoy Data" in printed
    assert "'claim': " in printed
    assert re.search(r"no article: \[\('.*nothing\.html', '.*empty", printed)


def crawled_items(folder: Path, _: str) -> None:
    found = {row["url"].rpartition("/")[2]: row for row in _lines((folder / "articles.jsonl").read_bytes())}
    assert {name: row["error"] for name, row in found.items()} == {
        "": None, "buoys.html": None, "nothing.html": "empty-input",
    }  # fmt: skip
    assert "Ocean Buoy Data" in found["buoys.html"]["article"]["title"]


class Recipe(NamedTuple):
    needs: tuple[str, ...]
    prepare: Callable[[Path], None]
    check: Callable[[Path, str], None]


CASES: Final = {
    "claims-table": Recipe(("duckdb",), articles_in_parquet, the_claims_tables),
    "common-crawl": Recipe(("pyspark.sql", "fastwarc"), archives, the_same_from_archives),
    "dask": Recipe(("dask.dataframe",), pages_in_parquet, all_rows),
    "datasets": Recipe(("datasets",), pages_in_parquet, dataset_of_articles),
    "datatrove": Recipe(("datatrove", "orjson"), pages_as_text, datatrove_articles),
    "deduplication": Recipe(("datasketch",), articles_in_parquet, one_copy),
    "filters": Recipe(("duckdb",), articles_in_parquet, kept_and_left_out),
    "langchain": Recipe(("langchain_core",), page_files, told_documents),
    "llamaindex": Recipe(("llama_index.core",), page_files, told_documents),
    "ray": Recipe(("ray.data",), pages_in_parquet, all_rows),
    "scrapy": Recipe(("scrapy",), page_files, crawled_items),
    "spark": Recipe(("pyspark.sql",), pages_in_parquet, all_rows),
}


def test_every_recipe_has_a_case() -> None:
    assert {path.stem for path in RECIPES.glob("*.md")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_recipe_runs(name: str, tmp_path: Path, site: str) -> None:
    recipe = CASES[name]
    for module in recipe.needs:
        need(module)
    if "pyspark.sql" in recipe.needs:
        need_program("java")
    recipe.prepare(tmp_path)
    blocks = BLOCK.findall((RECIPES / f"{name}.md").read_text(encoding="utf-8"))
    assert blocks
    printed = "".join(
        run_block(language, code.replace('https://ocean.example/"]', f'{site}"]'), tmp_path)
        for language, code in blocks
    )
    recipe.check(tmp_path, printed)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web site on this machine that serves the folder with pages, in the place of the recipe's."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "pages"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def run_block(language: str, code: str, folder: Path) -> str:
    """What a program of a recipe prints."""
    path = folder / "program.py"
    if language == "python":
        path.write_text(code, encoding="utf-8")
    command = [sys.executable, str(path)] if language == "python" else ["bash", "-euo", "pipefail", "-c", code]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, text=True, timeout=MOST_SECONDS, check=False
    )
    assert done.returncode == 0, f"{code}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def environment(folder: Path) -> dict[str, str]:
    """No network, no state outside the folder, two processors, this Python."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": "--master local[2] --conf spark.ui.enabled=false pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "RAY_memory_monitor_refresh_ms": "0",
        "RAY_USAGE_STATS_ENABLED": "0",
        "HF_HOME": str(folder / "huggingface"),
        "HF_HUB_OFFLINE": "1",
        "TIKTOKEN_CACHE_DIR": str(folder / "tiktoken"),
    }
