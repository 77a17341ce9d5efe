"""Whatever ends a job, it resumes: every input is a row of the output, once, and the output is the same."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import pytest

from articlekit.corpus import Options, run
from articlekit.errors import JobError
from jobs.test_jobs import write_pages

PAGES: Final = 60
SLOW: Final = "jobs.parsers:slow"
QUICK: Final = "jobs.parsers:quick"
OUTPUTS: Final = ("out.jsonl", "out.jsonl.gz", "out.jsonl.zst", "out.parquet", "parts/", "markdown/")

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds workers as Linux shows them")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Sixty pages; some are faulty."""
    return write_pages(tmp_path / "in.jsonl", [f"page {n}" if n % 7 else f"empty {n}" for n in range(PAGES)])


@contextmanager
def driven(source: Path, output: str, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A job in a process."""
    if output.endswith("markdown/"):
        options["format"] = "markdown"
    given = {"workers": 2, "resume": False, "file_size": None, "parser": SLOW, "part_pages": 7, **options}
    command = [sys.executable, "-m", "jobs.driver", str(source), output, json.dumps(given)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that the threads of a job have started (Linux)."""
    found: list[int] = []
    for path in Path(f"/proc/{process.pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(word) for word in path.read_text().split()]
    return found


def contents(output: str) -> dict[str, bytes]:
    """Of all files of an output but the manifest."""
    path = Path(output)
    files = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return {
        file.name: file.read_bytes() for file in sorted(files) if file.is_file() and not file.name.endswith("job.json")
    }


def expected(source: Path, tmp_path: Path, name: str) -> dict[str, bytes]:
    """What a job without accidents gives."""
    output = f"{tmp_path}/undisturbed/{name}"
    form: Any = "markdown" if name == "markdown/" else None
    run(source, output, workers=1, options=Options(parser=QUICK, part_pages=7, format=form))
    return contents(output)


def finish(source: Path, output: str, **options: Any) -> None:
    """Resume, and go on to the end."""
    with driven(source, output, resume=True, **options) as process:
        _, err = process.communicate(timeout=120)
    assert (process.returncode, err.decode()) == (0, "")


def parts_done(output: str) -> int:
    """How many parts the manifest lists; it can be read at any time."""
    path = Path(f"{output}_job.json" if output.endswith("/") else f"{output}.job.json")
    return len(json.loads(path.read_bytes())["parts"]) if path.exists() else 0


def wait_for_parts(process: subprocess.Popen[bytes], output: str, parts: int, chance: random.Random) -> bool:
    """Wait for so many parts and a moment more; whether the job is still at work then."""
    while process.poll() is None and parts_done(output) < parts:
        time.sleep(0.005)
    with suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0, 0.3))
    return process.poll() is None


def survives(source: Path, tmp_path: Path, name: str, kills: int, seed: int) -> None:
    """An output is the same after so many kills of the job, and of a worker before each."""
    chance = random.Random(seed)  # noqa: S311
    output, hits, deaths = f"{tmp_path}/{name}", 0, 0
    for number in range(kills):
        with driven(source, output, resume=number > 0) as process:
            parts = parts_done(output) + chance.randint(1, 2)
            if wait_for_parts(process, output, parts, chance) and (workers := workers_of(process)):
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    deaths += 1
            hits += wait_for_parts(process, output, parts + chance.randint(0, 1), chance)
            process.kill()
    assert deaths > 0
    assert hits >= kills // 2, "the kills should come while the job is at work"
    finish(source, output)
    assert contents(output) == expected(source, tmp_path, name)


def test_kills(source: Path, tmp_path: Path) -> None:
    survives(source, tmp_path, "out.jsonl", kills=2, seed=1)


@pytest.mark.kills
@pytest.mark.parametrize("name", OUTPUTS)
def test_many_kills(tmp_path: Path, name: str) -> None:
    """30 kills of jobs in all, and as many of workers."""
    source = write_pages(tmp_path / "in.jsonl", [f"page {n}" if n % 7 else f"empty {n}" for n in range(300)])
    survives(source, tmp_path, name, kills=5, seed=OUTPUTS.index(name))


@pytest.mark.kills
def test_an_interrupt(source: Path, tmp_path: Path) -> None:
    """Ctrl-C leaves whole parts and nothing else."""
    output = f"{tmp_path}/out.jsonl"
    with driven(source, output) as process:
        while not Path(f"{output}.parts/part-00001.jsonl").exists():
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == -signal.SIGINT
    assert not list(Path(f"{output}.parts").glob(".*"))
    rows = [
        json.loads(line)["id"]
        for part in sorted(Path(f"{output}.parts").iterdir())
        for line in part.read_text().splitlines()
    ]
    assert rows == [f"{source}:{n}" for n in range(1, len(rows) + 1)]
    assert len(rows) % 7 == 0
    finish(source, output)
    assert contents(output) == expected(source, tmp_path, "out.jsonl")


def outlives_a_full_disk(source: Path, tmp_path: Path, name: str, file_size: int) -> None:
    """The job says what is wrong, keeps what is done, and goes on when there is room."""
    write_pages(source, [f"page {n} " + "".join(f" {n * m}" for m in range(n * 20)) for n in range(PAGES)])
    output = f"{tmp_path}/{name}"
    with driven(source, output, parser=QUICK, file_size=file_size) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, b"cannot be written (File too large)" in err) == (3, True), err
    assert parts_done(output) > 0
    finish(source, output, parser=QUICK)
    assert contents(output) == expected(source, tmp_path, name)


def test_a_full_disk(source: Path, tmp_path: Path) -> None:
    outlives_a_full_disk(source, tmp_path, "out.jsonl", 16_000)


@pytest.mark.kills
@pytest.mark.parametrize(
    ("name", "file_size"),
    [("out.jsonl.gz", 6_000), ("out.jsonl.zst", 6_000), ("out.parquet", 60_000), ("parts/", 16_000)],
)
def test_more_full_disks(source: Path, tmp_path: Path, name: str, file_size: int) -> None:
    outlives_a_full_disk(source, tmp_path, name, file_size)


def test_a_disk_that_is_full_from_the_start(source: Path, tmp_path: Path) -> None:
    output = f"{tmp_path}/out.jsonl"
    with driven(source, output, file_size=0) as process:
        _, err = process.communicate(timeout=60)
    assert (process.returncode, b"cannot be written" in err) == (3, True)
    assert contents(output) == {}


def interrupted(source: Path, output: Path, **options: Any) -> None:
    """A job that stops after some parts."""

    def stop(progress: Any) -> None:
        if progress.pages == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(source, output, workers=1, options=Options(parser=QUICK, part_pages=7, **options), progress=stop)


def test_what_is_done_is_not_done_again(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    interrupted(source, output)
    seen: list[int] = []
    options = Options(parser=QUICK, part_pages=7)
    summary = run(source, output, workers=2, resume=True, options=options, progress=lambda one: seen.append(one.pages))
    assert seen == list(range(36, 61))
    assert (summary.pages, summary.resumed_pages, dict(summary.errors)) == (60, 35, {"empty-input": 9})
    assert contents(str(output)) == expected(source, tmp_path, "out.jsonl")


def test_a_finished_job_has_nothing_to_resume(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    first = run(source, output, workers=1, options=Options(parser=QUICK))
    before = output.stat()
    again = run(source, output, resume=True, options=Options(parser=QUICK))
    assert (again.pages, again.errors, again.resumed_pages) == (first.pages, first.errors, first.pages)
    assert output.stat() == before
    output.unlink()
    assert run(source, output, workers=1, resume=True, options=Options(parser=QUICK)).resumed_pages == 0
    assert output.stat().st_size == before.st_size


def test_resuming_what_never_began(source: Path, tmp_path: Path) -> None:
    assert run(source, tmp_path / "out.jsonl", workers=1, resume=True, options=Options(parser=QUICK)).pages == PAGES


def test_another_job_is_not_resumed(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    interrupted(source, output)
    kept = contents(str(output))
    for options, message in (
        (Options(parser=QUICK, part_pages=8), "part_pages is 8, was 7"),
        (Options(parser=QUICK, part_pages=7, kind="text"), "kind is 'text', was 'auto'"),
        (Options(parser=SLOW, part_pages=7, timeout=1.0), "timeout is 1.0, was 60.0; parser is"),
    ):
        with pytest.raises(JobError, match=message):
            run(source, output, resume=True, options=options)
    same = Options(parser=QUICK, part_pages=7)
    with pytest.raises(JobError, match="inputs is '2 files"):
        run([source, write_pages(tmp_path / "more.jsonl", ["x"])], output, resume=True, options=same)
    source.write_text(source.read_text() + "\n")
    with pytest.raises(JobError, match="cannot be resumed, for it is not the same: inputs is"):
        run(source, output, resume=True, options=same)
    assert contents(str(output)) == kept


def test_an_unfinished_job_is_not_begun_anew(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    interrupted(source, output)
    with pytest.raises(JobError, match="there is an unfinished job; resume it, or remove"):
        run(source, output, options=Options(parser=QUICK))


def test_a_part_that_was_changed(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    interrupted(source, output)
    (tmp_path / "out.jsonl.parts" / "part-00002.jsonl").write_text("{}\n")
    with pytest.raises(JobError, match=r"part-00002.jsonl: is not as the job left it"):
        run(source, output, resume=True, options=Options(parser=QUICK, part_pages=7))


def test_a_manifest_that_is_none(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.job.json").write_text("{")
    with pytest.raises(JobError, match="is no manifest"):
        run(source, tmp_path / "out.jsonl", resume=True)


def test_a_folder_that_is_not_empty(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").touch()
    for resume in (False, True):
        with pytest.raises(JobError, match="this folder is not empty"):
            run(source, f"{tmp_path}/out/", resume=resume)


def test_standard_input_is_not_resumed(tmp_path: Path) -> None:
    with pytest.raises(JobError, match="standard input cannot be resumed"):
        run("-", tmp_path / "out.jsonl", resume=True)


@pytest.mark.kills
def test_a_stuck_worker_does_not_outlive_its_job(tmp_path: Path) -> None:
    source = write_pages(tmp_path / "in.jsonl", ["one", "hang"])
    with driven(source, f"{tmp_path}/out.jsonl", parser="jobs.parsers:poisoned", timeout=2.0, workers=1) as process:
        time.sleep(1.5)
        (worker,) = workers_of(process)
        process.kill()
        process.wait()
    for _ in range(100):
        time.sleep(0.1)
        with suppress(OSError):
            if Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                continue
        return
    pytest.fail("the worker is still there")
