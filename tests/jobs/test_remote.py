"""Files that fsspec reaches: read, listed and written like those of this machine, but for renames."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from articlekit.corpus import Options, paths, run
from articlekit.errors import InvalidOptionError, JobError, MissingExtraError
from jobs.test_jobs import QUICK, rows_of, write_pages

fsspec: Final = pytest.importorskip("fsspec")
OPTIONS: Final = Options(parser=QUICK, part_pages=2)


@pytest.fixture
def memory():  # type: ignore[no-untyped-def]
    """fsspec's file system in memory, empty."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_a_job_from_and_to_elsewhere(memory: Any, tmp_path: Path) -> None:
    texts = [f"page {n}" for n in range(5)]
    memory.pipe_file("/in/pages.jsonl", write_pages(tmp_path / "pages.jsonl", texts).read_bytes())
    memory.pipe_file("/in/deep/a.html", b"page 5")
    memory.pipe_file("/in/.hidden/b.html", b"page 6")
    memory.pipe_file("/in/notes", b"")
    run("memory://in", "memory://out/rows.jsonl", workers=1, options=OPTIONS)
    rows = [json.loads(line) for line in memory.cat_file("/out/rows.jsonl").splitlines()]
    assert [row["id"] for row in rows] == [
        "memory://in/deep/a.html",
        *(f"memory://in/pages.jsonl:{n}" for n in range(1, 6)),
    ]
    assert memory.find("/out") == ["/out/rows.jsonl", "/out/rows.jsonl.job.json"]


@pytest.mark.parametrize("form", ["parquet", "markdown"])
def test_a_folder_elsewhere(memory: Any, tmp_path: Path, form: Any) -> None:
    """The files are those of a folder on this machine."""
    source = write_pages(tmp_path / "pages.jsonl", ["page 0", "empty", "page 2"])
    options = Options(parser=QUICK, part_pages=2, format=form)
    run(source, "memory://out/", workers=1, options=options)
    run(source, f"{tmp_path}/out/", workers=1, options=options)
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert {path.rpartition("/")[2]: memory.cat_file(path) for path in memory.find("/out")} == files


def test_a_job_elsewhere_resumes(memory: Any, tmp_path: Path) -> None:
    source = write_pages(tmp_path / "pages.jsonl", [f"page {n}" for n in range(7)])

    def stop(progress: Any) -> None:
        if progress.pages == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(source, "memory://out/rows.jsonl", workers=1, options=OPTIONS, progress=stop)
    assert memory.find("/out") == [
        "/out/rows.jsonl.job.json", "/out/rows.jsonl.parts/part-00000.jsonl", "/out/rows.jsonl.parts/part-00001.jsonl",
    ]  # fmt: skip
    with pytest.raises(JobError, match="unfinished"):
        run(source, "memory://out/rows.jsonl", options=OPTIONS)
    assert run(source, "memory://out/rows.jsonl", workers=1, resume=True, options=OPTIONS).resumed_pages == 4
    run(source, tmp_path / "rows.jsonl", workers=1, options=OPTIONS)
    assert memory.cat_file("/out/rows.jsonl") == (tmp_path / "rows.jsonl").read_bytes()


def test_this_machine_through_fsspec(tmp_path: Path) -> None:
    write_pages(tmp_path / "a.jsonl", ["page 0"])
    write_pages(tmp_path / "b.jsonl", ["page 1"])
    run(f"file://{tmp_path}/*.jsonl", f"file://{tmp_path}/out/rows.jsonl", workers=1, options=OPTIONS)
    assert [row["id"] for row in rows_of(tmp_path / "out" / "rows.jsonl")] == [
        f"file://{tmp_path}/a.jsonl:1", f"file://{tmp_path}/b.jsonl:1",
    ]  # fmt: skip


def test_a_file_that_is_missing_elsewhere(memory: Any, tmp_path: Path) -> None:
    run("memory://in/missing.jsonl", tmp_path / "out.jsonl", workers=1, options=OPTIONS)
    assert [row["error"] for row in rows_of(tmp_path / "out.jsonl")] == ["unreadable"]


def test_a_change_elsewhere_is_seen(memory: Any) -> None:
    memory.pipe_file("/in/a.html", b"page")
    before = paths.stat_file("memory://in/a.html")
    memory.pipe_file("/in/a.html", b"edit")
    assert paths.stat_file("memory://in/a.html") != before


def test_an_output_in_the_folder_that_is_read(memory: Any) -> None:
    memory.pipe_file("/in/a.html", b"page")
    with pytest.raises(InvalidOptionError, match="is among the inputs"):
        run("memory://in/", "memory://in/out/", options=OPTIONS)


def test_protocols_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="nosuch"):
        run("nosuch://a.html", tmp_path / "out.jsonl")


def test_without_fsspec_the_extra_is_named() -> None:
    program = (
        "import sys; sys.modules['fsspec'] = None\nfrom articlekit.corpus import run\nrun('s3://a/b.html', 'out.jsonl')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith('s3://a/b.html needs fsspec; pip install "articlekit[fsspec]"')
    assert MissingExtraError.__name__ in done.stderr
