"""Jobs from the command line: when an output makes a job, what is told where, exit codes, interrupts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from articlekit.cli_job import _INPUT_FORMATS, JOB_FORMATS, _clock, _told
from articlekit.corpus import Progress
from articlekit.corpus.encoding import FORMATS
from articlekit.corpus.inputs import INPUT_FORMATS
from articlekit.rows import RawPage, make_row, to_record
from jobs.test_jobs import PAGE, rows_of, write_pages
from test_cli import Run, run, spawn  # noqa: F401  (a fixture)

COMMAND: Final = (sys.executable, "-m", "articlekit", "parse")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "in.jsonl", [PAGE.format(n=1), "", PAGE.format(n=2)])


def test_formats_are_those_of_jobs() -> None:
    """The command line names them without loading anything."""
    assert JOB_FORMATS == FORMATS
    assert _INPUT_FORMATS == INPUT_FORMATS


def test_a_job(source: Path, tmp_path: Path) -> None:
    done = spawn("parse", source, "-o", tmp_path / "out.jsonl", "--workers", 2, "--summary", tmp_path / "summary.json")
    assert (done.code, done.out) == (1, "")
    first, *more = done.err.splitlines()
    assert first.startswith("articlekit: 3 pages: 2 articles, 1 errors, ")
    assert more[0] == "articlekit: errors: empty-input 1"
    assert [line.split(": ")[1] for line in more[1:]] == ["page types", "words removed"]
    assert [row["status"] for row in rows_of(tmp_path / "out.jsonl")] == ["ok", "error", "ok"]
    assert json.loads((tmp_path / "summary.json").read_text())["errors"] == {"empty-input": 1}


def test_pages_of_files_and_folders(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    (tmp_path / "pages").mkdir()
    for n in range(2):
        (tmp_path / "pages" / f"{n}.html").write_text(PAGE.format(n=n))
    done: Run = run("parse", tmp_path / "pages", "-o", f"{tmp_path}/out/", "--format", "markdown", "--workers", 1)
    assert done.code == 0
    names = ["_job.json", "errors.jsonl"]
    assert [path.name for path in sorted((tmp_path / "out").iterdir()) if path.suffix != ".md"] == names
    assert len(list((tmp_path / "out").glob("*.md"))) == 2


def test_options_reach_the_job(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    source = tmp_path / "pages"
    source.write_text(
        json.dumps({"body": "A page of plain text, and no more.", "key": "k", "at": "https://a.example/"})
    )
    columns = ("--page-column", "body", "--url-column", "at", "--id-column", "key", "--charset-column", "no")
    options = ("--input-format", "jsonl", "--kind", "text", "--timeout", "0", "--part-pages", 3, "--workers", 1)
    assert run("parse", source, "-o", tmp_path / "out.jsonl", *columns, *options).code == 0
    expected = to_record(
        make_row(RawPage("k", "https://a.example/", "A page of plain text, and no more.", kind="text"))
    )
    assert (tmp_path / "out.jsonl").read_text() == expected + "\n"
    described = json.loads((tmp_path / "out.jsonl.job.json").read_text())["options"]
    assert (described["timeout"], described["part_pages"]) == (None, 3)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["IN", "--workers", "2"], "--workers is for jobs, which need an --output that ends in .jsonl"),
        (["IN", "--resume", "-o", "out.txt"], "--resume is for jobs"),
        (["IN"], "holds many pages by its name; give an --output"),
        (["page.html", "-f", "parquet"], "--format parquet needs an --output that ends in .parquet"),
        (["IN", "-o", "out.jsonl", "-f", "text"], "--format text is for single pages; jobs write jsonl, "),
        (["IN", "-o", "out.jsonl", "-f", "parquet"], "is jsonl by its name, not parquet"),
        (["IN", "-o", "out.jsonl", "--url", "https://a.example/"], "--url is for single pages"),
        (["IN", "-o", "out.jsonl", "--explain"], "--explain is for single pages"),
        (["IN", "-o", "out.jsonl", "--removed"], "--removed is for single pages"),
        (["IN", "-o", "IN"], "is among the inputs"),
        ([".", "-o", "deep/out/"], "is among the inputs (.)"),
        (["*.warc", "-o", "out.jsonl"], "no file matches"),
        (["IN", "-o", "out.jsonl", "--workers", "0"], "workers is 0"),
    ],
)
def test_wrong_usage(run, source: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], message: str) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    monkeypatch.chdir(source.parent)
    before = sorted(source.parent.iterdir())
    done: Run = run("parse", *(str(source) if word == "IN" else word for word in argv))
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert message in done.err
    assert sorted(source.parent.iterdir()) == before


def test_nothing_but_errors(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    assert run("parse", tmp_path / "missing.jsonl", "-o", tmp_path / "out.jsonl", "--workers", 1).code == 3
    assert rows_of(tmp_path / "out.jsonl")[0]["error"] == "unreadable"


def test_a_job_that_cannot_go_on(run, source: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    (tmp_path / "out.jsonl.job.json").write_text("{")
    done: Run = run("parse", source, "-o", tmp_path / "out.jsonl")
    assert (done.code, "is no manifest of a job" in done.err) == (1, True)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
def test_an_interrupt(tmp_path: Path) -> None:
    """Ctrl-C reaches the job and not its workers; the same command with --resume goes on."""
    source = write_pages(tmp_path / "in.jsonl", [PAGE.format(n=n) for n in range(120)])
    command = [*COMMAND, str(source), "-o", str(tmp_path / "out.jsonl"), "--workers", "2", "--part-pages", "10"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        while not (tmp_path / "out.jsonl.parts" / "part-00001.jsonl").exists():
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    told = f"interrupted; what is done is kept, and the same command with --resume goes on: {tmp_path / 'out.jsonl'}"
    assert (process.returncode, err) == (130, f"articlekit: {told}\n")
    again = subprocess.run([*command, "--resume"], stderr=subprocess.PIPE, text=True, check=False)
    assert (again.returncode, again.stderr.splitlines()[0].partition(" of them")[0].partition(" (")[0]) == (
        0,
        "articlekit: 120 pages",
    )
    assert [row["id"] for row in rows_of(tmp_path / "out.jsonl")] == [f"{source}:{n}" for n in range(1, 121)]


def test_workers_load_nothing_from_the_folder_where_they_run(source: Path, tmp_path: Path) -> None:
    """It may hold what was crawled."""
    for name in ("json", "struct", "numpy", "articlekit"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'loaded')!r}, 'w')")
    command = [sys.executable, "-P", *COMMAND[1:], str(source), "-o", str(tmp_path / "out.jsonl"), "--workers", "1"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, (tmp_path / "loaded").exists()) == (1, False)


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are those of POSIX")
def test_progress_on_a_terminal(source: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [*COMMAND, str(source), "-o", str(tmp_path / "out.jsonl"), "--workers", "1"]
    done = subprocess.run(command, stderr=theirs, check=False)
    os.close(theirs)
    seen = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 1
    assert seen.startswith("\r1 pages, 0 errors, ")
    assert "\r\x1b[Karticlekit: 3 pages: 2 articles, 1 errors" in seen


def test_what_progress_says() -> None:
    assert (
        _told(Progress(1200, 3, 45.67, 0.25, 3723.4)) == "1,200 pages, 3 errors, 45.7 pages/s, 25% read, 1:02:03 left"
    )
    assert _told(Progress(1, 0, 1, None, None)) == "1 pages, 0 errors, 1.0 pages/s"
    assert _clock(59.7) == "0:01:00"
