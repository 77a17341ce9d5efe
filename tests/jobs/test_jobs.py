"""Jobs as a whole: every page is a row of the output, once, in order, however many workers there are."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

import articlekit
from articlekit.corpus import Options, Progress, Summary, run
from articlekit.errors import InvalidOptionError, JobError
from articlekit.rows import RawPage, make_row, to_record

QUICK: Final = "jobs.parsers:quick"
POISONED: Final = "jobs.parsers:poisoned"
PAGE: Final = (
    "<html><head><title>Ferry {n}</title></head><body><nav><a href='/'>Home</a></nav><h1>Ferry {n} sails again</h1>"
    "<p>The ferry left the harbour on Monday with {n} passengers, and the captain thanked the town for waiting.</p>"
    "<p>It had been in the dock since March, when a storm tore the ramp from its hinges.</p></body></html>"
)


def write_pages(path: Path, pages: Sequence[Any]) -> Path:
    """JSON Lines with these pages."""
    path.write_text("".join(json.dumps({"html": page}) + "\n" for page in pages), encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, Any]]:
    octets = path.read_bytes()
    if path.suffix == ".gz":
        octets = gzip.decompress(octets)
    if path.suffix == ".zst":
        zstandard = pytest.importorskip("zstandard")
        octets = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(octets)).read()  # reads one frame
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist()
        return rows
    return [json.loads(line) for line in octets.splitlines()]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages.jsonl", [f"page {number}" for number in range(30)])


def test_each_page_is_a_row(tmp_path: Path) -> None:
    """The rows are those that `make_row` gives, in the order of the input."""
    texts = [*(PAGE.format(n=number) for number in range(5)), "", PAGE.format(n=5)]
    source = write_pages(tmp_path / "in.jsonl", texts)
    summary = run(source, tmp_path / "out.jsonl", workers=2)
    wanted = [to_record(make_row(RawPage(f"{source}:{n}", None, text))) for n, text in enumerate(texts, 1)]
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines() == wanted
    assert (summary.pages, summary.articles, dict(summary.errors)) == (7, 6, {"empty-input": 1})
    assert summary.removed_words["navigation"] == 6
    assert sum(summary.page_types.values()) == 6
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl", "out.jsonl.job.json"]


@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.jsonl.zst", "out.parquet"])
def test_the_output_does_not_depend_on_the_workers(pages: Path, tmp_path: Path, name: str) -> None:
    found = []
    for workers in (1, 2):
        output = tmp_path / str(workers) / name
        run(pages, output, workers=workers, options=Options(parser=QUICK, part_pages=7))
        found.append(output.read_bytes())
    assert found[0] == found[1]
    assert [row["title" if name.endswith("parquet") else "id"] for row in rows_of(output)] == [
        f"page {n}" if name.endswith("parquet") else f"{pages}:{n + 1}" for n in range(30)
    ]


def test_a_folder_of_parts(pages: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    run(pages, f"{output}/", workers=1, options=Options(parser=QUICK, part_pages=20))
    assert sorted(path.name for path in output.iterdir()) == ["_job.json", "part-00000.jsonl", "part-00001.jsonl"]
    rows = [row for part in ("part-00000.jsonl", "part-00001.jsonl") for row in rows_of(output / part)]
    assert [row["id"] for row in rows] == [f"{pages}:{n}" for n in range(1, 31)]


def test_a_folder_of_markdown(tmp_path: Path) -> None:
    """An article is a file, named by number and identifier; no identifier leads out of the folder. Errors are rows."""
    source = tmp_path / "in.jsonl"
    records = [{"id": "../../evil", "html": "one"}, {"id": "b", "html": "empty"}, {"html": "three", "id": "…"}]
    source.write_text("".join(json.dumps(record) + "\n" for record in records))
    output = tmp_path / "out"
    run(source, f"{output}/", workers=1, options=Options(parser=QUICK, format="markdown"))
    names = sorted(path.name for path in output.iterdir())
    assert names == ["00000000-evil.md", "00000002.md", "_job.json", "errors.jsonl"]
    assert (output / "00000000-evil.md").read_text() == "# one\n"
    assert [(row["id"], row["error"]) for row in rows_of(output / "errors.jsonl")] == [("b", "empty-input")]


def test_a_poisoned_page_costs_its_own_row(tmp_path: Path) -> None:
    texts = [f"page {number}" for number in range(12)]
    poison = {2: "hang", 4: "crash", 5: "exit", 7: "exhausted", 8: "print"}
    for place, word in poison.items():
        texts[place] = word
    output = tmp_path / "out.jsonl"
    source = write_pages(tmp_path / "in.jsonl", texts)
    summary = run(source, output, workers=2, options=Options(parser=POISONED, timeout=1.0))
    kinds = {2: "timeout", 4: "worker-died", 5: "worker-died", 7: "out-of-memory"}
    assert [row["error"] for row in rows_of(output)] == [kinds.get(number) for number in range(12)]
    assert dict(summary.errors) == {"out-of-memory": 1, "timeout": 1, "worker-died": 2}
    assert "signal 9" in rows_of(output)[4]["error_message"]
    assert "exit status 7" in rows_of(output)[5]["error_message"]


def test_a_page_whose_worker_dies_once_is_tried_again(tmp_path: Path) -> None:
    source = write_pages(tmp_path / "in.jsonl", ["one", f"once:{tmp_path / 'mark'}", "three"])
    summary = run(source, tmp_path / "out.jsonl", workers=1, options=Options(parser=POISONED))
    assert (summary.articles, (tmp_path / "mark").exists()) == (3, True)


def test_a_page_that_needs_too_much_memory(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    source = write_pages(tmp_path / "in.jsonl", ["one", "hog", "three"])
    summary = run(source, tmp_path / "out.jsonl", workers=1, options=Options(parser=POISONED, memory=1024))
    assert (summary.articles, dict(summary.errors)) == (2, {"out-of-memory": 1})
    assert "1024 MiB" in rows_of(tmp_path / "out.jsonl")[1]["error_message"]


def test_workers_that_do_not_start(pages: Path, tmp_path: Path) -> None:
    with pytest.raises(JobError, match=r"a worker cannot start: .*no_such_module"):
        run(pages, tmp_path / "out.jsonl", workers=2, options=Options(parser="no_such_module:parse"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (Options(kind="xml"), "a worker cannot start: kind is 'xml'; it must be one of"),  # type: ignore[arg-type]
        (Options(extras=("tides",)), "a worker cannot start: .*tides"),
    ],
)
def test_what_is_wrong_with_every_page_stops_the_job(
    pages: Path, tmp_path: Path, options: Options, message: str
) -> None:
    with pytest.raises(JobError, match=message):
        run(pages, tmp_path / "out.jsonl", workers=1, options=options)


def test_a_link_and_permissions_stay(pages: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "rows", tmp_path / "out.jsonl"
    target.touch(mode=0o600)
    link.symlink_to(target)
    run(pages, link, workers=1, options=Options(parser=QUICK))
    assert link.is_symlink()
    assert (target.stat().st_mode & 0o777, len(rows_of(target))) == (0o600, 30)


def test_json_lines_need_no_extra(pages: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from articlekit.corpus import Options, run; from jobs.parsers import EXTRAS\n"
        "run(*sys.argv[1:], workers=1, options=Options(parser='jobs.parsers:bare')); print(*EXTRAS & set(sys.modules))"
    )
    environment = {"PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", program, str(pages), str(tmp_path / "out.jsonl")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
    assert rows_of(tmp_path / "out.jsonl")[0]["article"]["text"] == "page 0"


def test_progress(pages: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    run(pages, tmp_path / "out.jsonl", workers=1, options=Options(parser=QUICK), progress=seen.append)
    assert [one.pages for one in seen] == list(range(1, 31))
    assert seen[-1].share == 1.0
    assert all(one.speed > 0 for one in seen)


def test_the_manifest_tells_the_summary(pages: Path, tmp_path: Path) -> None:
    summary = run(pages, tmp_path / "out.jsonl", workers=1, options=Options(parser=QUICK))
    manifest = json.loads((tmp_path / "out.jsonl.job.json").read_text())
    assert manifest["finished"] is True
    assert (manifest["counts"]["pages"], summary.pages) == (30, 30)
    assert manifest["options"]["articlekit"] == articlekit.__version__


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"workers": 0}, "workers is 0"),
        ({"options": Options(timeout=0)}, "timeout is 0"),
        ({"options": Options(part_pages=0)}, "part_pages is 0"),
        ({"options": Options(memory=0)}, "memory is 0"),
        ({"options": Options(format="xml")}, "format is 'xml'"),  # type: ignore[arg-type]
        ({"options": Options(input_format="xml")}, "input_format is 'xml'"),  # type: ignore[arg-type]
        ({"options": Options(format="parquet")}, "is jsonl by its name, not parquet"),
    ],
)
def test_options_that_are_none(pages: Path, tmp_path: Path, wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidOptionError, match=message):
        run(pages, tmp_path / "out.jsonl", **wrong)


def test_outputs_that_are_none(pages: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidOptionError, match="must end in"):
        run(pages, tmp_path / "out.xml")
    with pytest.raises(InvalidOptionError, match="does not fetch"):
        run(pages, "https://example.org/out.jsonl")


def test_a_summary_to_be_read() -> None:
    summary = Summary(1200, 1199, {"timeout": 1}, {"article": 1199}, {"advert": 1, "footer": 3}, 2, 200, 10.0)
    assert list(summary.lines()) == [
        "1,200 pages (200 of them before): 1,199 articles, 1 errors, 100.0 pages/s",
        "errors: timeout 1",
        "page types: article 1,199",
        "words removed: footer 3, advert 1",
        "2 files in folders are no pages by their names, and were not read",
    ]
