"""From files to pages: what each format gives, and that nothing of a broken file is lost in silence."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest

from articlekit.corpus.inputs import InputFormat, find_inputs, form_of
from articlekit.corpus.reading import Position, Reading, Shape
from articlekit.errors import InvalidOptionError
from articlekit.readers import Kind
from articlekit.rows import Columns, RawPage
from jobs import archives

LINES: Final = [json.dumps({"html": f"page {number}"}) for number in range(5)]


def read(*files: Any, form: InputFormat = "auto", columns: Columns = Columns(), kind: Kind = "auto") -> list[RawPage]:  # noqa: B008
    return [raw for _, raw in Reading(find_inputs(files, form), Shape(columns, kind))]


def told(pages: Sequence[RawPage], base: Path) -> list[tuple[str, str | None]]:
    """For each page, its identifier without the folder, and its fault or what it holds."""
    return [
        (
            (raw.id or "").removeprefix(f"{base}/"),
            raw.fault.kind
            if raw.fault
            else bytes(raw.content or b"").decode("utf-8", "replace")
            if not isinstance(raw.content, str)
            else raw.content,
        )
        for raw in pages
    ]


# ---------------------------------------------------------------- which files


def test_what_a_file_is_by_its_name() -> None:
    forms = {
        "a.html": "page", "a.HTM": "page", "a.txt": "page", "a.md": "page", "a.jsonl": "jsonl", "a.jsonl.gz": "jsonl",
        "a.ndjson.zst": "jsonl", "a.parquet": "parquet", "a.warc": "warc", "a.warc.gz": "warc", "a.warc.wet.gz": "warc",
        "a.wet": "warc", "a.html.gz": None, "a.parquet.gz": None, "a.json": None, "a": None, "a.gz": None,
    }  # fmt: skip
    assert {name: form_of(name) for name in forms} == forms


def test_folders_and_patterns(tmp_path: Path) -> None:
    for name in ("b.html", "a.txt", "deep/c.htm", "deep/d.png", ".hidden/e.html", ".f.html", "notes"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    found = find_inputs([tmp_path])
    assert [Path(one.path).relative_to(tmp_path).as_posix() for one in found.sources] == [
        "a.txt",
        "b.html",
        "deep/c.htm",
    ]
    assert found.ignored_files == 2
    assert told(read(f"{tmp_path}/**/*.htm*"), tmp_path) == [("b.html", "b.html"), ("deep/c.htm", "deep/c.htm")]
    assert told(read(f"{tmp_path}/notes"), tmp_path) == [("notes", "notes")]
    assert len(find_inputs([tmp_path], "page").sources) == 5


def test_a_name_that_looks_like_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a[1].html").write_text("page")
    assert told(read(tmp_path / "a[1].html"), tmp_path) == [("a[1].html", "page")]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux")
def test_names_that_are_no_text(tmp_path: Path) -> None:
    """Two of them have two identifiers."""
    for name in (b"\xff.html", b"\xfe.html"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("page")  # noqa: PTH118
    assert told(read(tmp_path), tmp_path) == [("\\xfe.html", "page"), ("\\xff.html", "page")]
    assert find_inputs([tmp_path]).digest()


def test_inputs_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "a.html").touch()
    (tmp_path / "empty").mkdir()
    for inputs, message in (
        ([f"{tmp_path}/*.txt"], "no file matches"),
        ([tmp_path / "empty"], "there are no pages in this folder"),
        ([tmp_path, tmp_path / "a.html"], "among the inputs twice"),
        (["https://example.org/a.html"], "does not fetch"),
    ):
        with pytest.raises(InvalidOptionError, match=message):
            find_inputs(inputs)


def test_a_file_that_cannot_be_read_is_a_row(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("page")
    pages = read(tmp_path / "missing.html", tmp_path / "missing.jsonl", tmp_path / "a.html")
    assert told(pages, tmp_path) == [
        ("missing.html", "unreadable"),
        ("missing.jsonl", "unreadable"),
        ("a.html", "page"),
    ]
    assert "No such file" in pages[0].fault.message  # type: ignore[union-attr]


def test_the_digest_tells_inputs_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("page")
    before = find_inputs([path]).digest()
    assert find_inputs([path]).digest() == before
    path.write_text("pages")
    assert find_inputs([path]).digest() != before


def test_markdown_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A")
    assert [raw.kind for raw in read(tmp_path / "a.md")] == ["markdown"]
    assert [raw.kind for raw in read(tmp_path / "a.md", kind="text")] == ["text"]


# ---------------------------------------------------------------- JSON Lines


def jsonl(tmp_path: Path, octets: bytes, name: str = "in.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(octets)
    return path


def test_lines(tmp_path: Path) -> None:
    lines = [
        json.dumps({"html": "one", "url": "https://a.example/", "id": 7, "charset": "latin1"}),
        "",
        '{"html": "no end',
        '["a list"]',
        '{"url": "https://a.example/"}',
        '{"html": 7}',
        "[" * 100_000,
        json.dumps({"text": "last"}),
    ]
    pages = read(jsonl(tmp_path, "\n".join(lines).encode()))
    assert pages[0] == RawPage("7", "https://a.example/", "one", "latin1")
    assert told(pages[1:], tmp_path) == [
        ("in.jsonl:3", "invalid-json"), ("in.jsonl:4", "invalid-json"), ("in.jsonl:5", "no-page"),
        ("in.jsonl:6", "input-type"), ("in.jsonl:7", "invalid-json"), ("in.jsonl:8", "last"),
    ]  # fmt: skip


def test_columns_by_name(tmp_path: Path) -> None:
    path = jsonl(tmp_path, b'{"body": "page", "link": "u", "key": "k", "html": "no"}\n')
    assert read(path, columns=Columns(page="body", url="link", id="key"), kind="html") == [
        RawPage("k", "u", "page", None, "html")
    ]


def test_a_line_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articlekit.corpus.reading.MOST_BYTES", 100)
    path = jsonl(tmp_path, "\n".join([LINES[0], json.dumps({"html": "x" * 300}), LINES[1]]).encode())
    assert told(read(path), tmp_path) == [
        ("in.jsonl:1", "page 0"),
        ("in.jsonl:2", "too-large"),
        ("in.jsonl:3", "page 1"),
    ]
    assert told(read(jsonl(tmp_path, b"x" * 101, "a.html")), tmp_path) == [("a.html", "too-large")]


def compress(name: str, octets: bytes) -> bytes:
    if name.endswith(".gz"):
        return gzip.compress(octets, mtime=0)
    return bytes(pytest.importorskip("zstandard").compress(octets)) if name.endswith(".zst") else octets


@pytest.mark.parametrize("name", ["in.jsonl", "in.jsonl.gz", "in.jsonl.zst"])
def test_compressed_lines(tmp_path: Path, name: str) -> None:
    """Members and frames stand one behind the other; a line may go across them."""
    octets = "\n".join(LINES).encode()
    pieces = [octets[:30], octets[30:]]
    pages = read(jsonl(tmp_path, b"".join(compress(name, piece) for piece in pieces), name))
    assert told(pages, tmp_path) == [(f"{name}:{n + 1}", f"page {n}") for n in range(5)]


@pytest.mark.parametrize("name", ["in.jsonl.gz", "in.jsonl.zst"])
@pytest.mark.parametrize("damage", ["cut", "flipped", "garbage", "none of it"])
def test_damaged_lines(tmp_path: Path, name: str, damage: str) -> None:
    """What comes before is read; the rest is one row that says from where on."""
    chance = random.Random(7)  # noqa: S311
    numbers = [chance.randbytes(3000).hex() for _ in range(40)]
    lines = [json.dumps({"html": number}).encode() + b"\n" for number in numbers]
    octets = compress(name, b"".join(lines[:20])) + compress(name, b"".join(lines[20:]))
    octets = {
        "cut": octets[:-2000],
        "flipped": octets[:-2000] + bytes(1000) + octets[-1000:],
        "garbage": octets + b"garbage",
        "none of it": b"garbage",
    }[damage]
    *whole, last = read(jsonl(tmp_path, octets, name))
    sure = 20 if damage == "flipped" else 40  # a checksum is known behind all that it is of
    assert [raw.content for raw in whole[:sure]] == numbers[: len(whole)][:sure]
    assert len(whole) == (40 if damage == "garbage" else 0) or (20 <= len(whole) <= 40 and damage in ("cut", "flipped"))
    assert told([last], tmp_path) == [(f"{name}:{len(whole) + 1}-", "corrupt-input")]


def test_a_position_leads_on(tmp_path: Path) -> None:
    first = jsonl(tmp_path, "\n".join(LINES).encode(), "a.jsonl")
    second = jsonl(tmp_path, "\n".join(["", *LINES]).encode(), "b.jsonl")
    inputs = find_inputs([first, tmp_path / "missing", second])
    shape = Shape(Columns(), "auto")
    everything = list(Reading(inputs, shape))
    assert len(everything) == 11
    for done, (position, _) in enumerate(everything, 1):
        assert list(Reading(inputs, shape, position)) == everything[done:]
    assert everything[-1][0] == Position(2, 5)


def test_bytes_read(tmp_path: Path) -> None:
    inputs = find_inputs(
        [jsonl(tmp_path, "\n".join(LINES).encode(), name) for name in ("a.jsonl", "b.jsonl.gz", "c.jsonl")]
    )
    reading = Reading(inputs, Shape(Columns(), "auto"))
    seen = [reading.bytes_read for _ in reading]
    assert seen == sorted(seen)
    assert reading.bytes_read == inputs.size


def test_standard_input(tmp_path: Path) -> None:
    program = (
        "from articlekit.corpus import *; import sys; run('-', sys.argv[1], workers=1, "
        "options=Options(input_format=sys.argv[2], parser='jobs.parsers:quick'))"
    )
    for form, octets, ids in (
        ("jsonl", "\n".join(LINES).encode(), [f"-:{n}" for n in range(1, 6)]),
        ("auto", b"a page", ["-"]),
    ):
        output = tmp_path / f"{form}.jsonl"
        environment = {"PYTHONPATH": str(Path(__file__).parents[1])}
        subprocess.run([sys.executable, "-c", program, str(output), form], input=octets, env=environment, check=True)
        assert [json.loads(line)["id"] for line in output.read_text().splitlines()] == ids


# ---------------------------------------------------------------- Parquet


def test_parquet(tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "in.parquet"
    table = pa.table({"html": ["a", None, "c"], "id": ["x", None, None], "url": ["u", None, None], "more": [1, 2, 3]})
    pq.write_table(table, path, row_group_size=2)
    pages = read(path)
    assert pages[0] == RawPage("x", "u", "a")
    assert told(pages, tmp_path) == [("x", "a"), ("in.parquet#2", "no-page"), ("in.parquet#3", "c")]
    assert told(read(path, columns=Columns(page="body")), tmp_path) == [("in.parquet#1-", "no-page")]


def test_damaged_parquet(tmp_path: Path) -> None:
    """A row group that cannot be read costs its own rows, and one row says so."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "in.parquet"
    table = pa.table({"html": [f"{number} " * 900 for number in range(9)]})
    pq.write_table(table, path, row_group_size=3, use_dictionary=False, compression="zstd")
    start = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    octets = bytearray(path.read_bytes())
    octets[start : start + 20] = bytes(20)
    path.write_bytes(octets)
    assert [name for name, _ in told(read(path), tmp_path)] == [
        *(f"in.parquet#{n}" for n in (1, 2, 3)), "in.parquet#4-6", *(f"in.parquet#{n}" for n in (7, 8, 9)),
    ]  # fmt: skip
    path.write_bytes(octets[:-100])
    assert told(read(path), tmp_path) == [("in.parquet#1-", "corrupt-input")]


# ---------------------------------------------------------------- WARC


@pytest.fixture(params=["in.warc", "in.warc.gz"])
def warc(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Reads an archive of these records."""
    pytest.importorskip("fastwarc")

    def call(records: Sequence[bytes]) -> list[RawPage]:
        octets = archives.compressed(records) if request.param.endswith("gz") else b"".join(records)
        path = tmp_path / request.param
        path.write_bytes(octets)
        return [raw._replace(id=(raw.id or "").removeprefix(f"{path}")) for raw in read(path)]

    return call


def test_records(warc: Any) -> None:
    """Records are counted from 1, whatever they are; those that hold no page are no rows."""
    html = "<p>Grüße</p>".encode("latin-1")
    pages = warc(
        [
            archives.record("warcinfo", b"software: by hand"),
            archives.record("request", b"GET / HTTP/1.1\r\n\r\n"),
            archives.record("response", archives.response(html, "text/html; charset=ISO-8859-1"), "https://a.example/"),
            archives.record("metadata", b"x"),
            archives.record("conversion", "Grüße".encode(), "https://b.example/"),
            archives.record("response", archives.response(b"plain", "text/plain")),
            archives.record("response", archives.response(b"<p>what", None)),
            archives.record("response", archives.response(b"", more="Location: /new\r\n", status="301 Moved")),
        ]
    )
    url = "https://ferry.example/"
    assert pages == [
        RawPage("#3", "https://a.example/", html, "iso-8859-1", "html"),
        RawPage("#5", "https://b.example/", "Grüße".encode(), "utf-8", "text"),
        RawPage("#6", url, b"plain", None, "text"),
        RawPage("#7", url, b"<p>what", None, "auto"),
        RawPage("#8", url, b"", "utf-8", "html"),
    ]


def test_records_without_a_page_are_rows(warc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articlekit.corpus.warc.MOST_BYTES", 500)
    pages = warc(
        [
            archives.record("response", archives.response(b"\x89PNG", "image/png")),
            archives.record("response", archives.response(b"<p>half a pa"), headers={"WARC-Truncated": "length"}),
            archives.record("response", archives.response(bytes(600))),
            archives.record("response", archives.response(b"<p>page")),
        ]
    )
    assert [(raw.id, raw.fault and raw.fault.kind) for raw in pages] == [
        ("#1", "not-html"), ("#2", "truncated"), ("#3", "too-large"), ("#4", None),
    ]  # fmt: skip
    assert all(raw.url == "https://ferry.example/" for raw in pages)


def test_responses_that_are_none(warc: Any) -> None:
    dns = archives.record("response", b"20240501 a.example 1 A", "dns:a.example", {"Content-Type": "text/dns"})
    other = archives.record("response", b"no response of HTTP")
    nothing = archives.record("response", b"")
    pages = warc([dns, other, nothing])
    assert [raw.fault.kind for raw in pages if raw.fault] == ["not-html", "invalid-http", "invalid-http"]


def test_encoded_pages(warc: Any) -> None:
    """Content and transfer encodings are undone; a page that is decoded already is taken as it is."""
    encoded = "Content-Encoding: gzip\r\n"
    both = f"{encoded}Transfer-Encoding: chunked\r\n"
    zipped = gzip.compress(b"<p>page")
    pages = warc(
        [
            archives.record("response", archives.response(zipped, more=encoded)),
            archives.record("response", archives.response(archives.chunked(zipped), more=both)),
            archives.record("response", archives.response(b"<p>page", more=both)),
        ]
    )
    assert [raw.content for raw in pages] == [b"<p>page"] * 3


def test_an_archive_that_ends_within_a_record(warc: Any) -> None:
    first, second = archives.page(0), archives.page(1)
    for cut in (3, 60, 300, len(second) - 50):
        pages = warc([first, second[:cut]])
        told = [(raw.id, raw.fault.kind) for raw in pages if raw.fault]
        assert told in ([("#2", "truncated")], [("#2-", "corrupt-input")]), cut


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.97])
def test_a_damaged_member_costs_its_own_record(tmp_path: Path, place: float) -> None:
    """Wherever it is damaged, the records behind it are read, and one row says what is lost."""
    pytest.importorskip("fastwarc")
    members = [archives.compressed([archives.page(number)]) for number in range(6)]
    damaged = bytearray(members[2])
    start = 12 + int(place * (len(damaged) - 20))
    damaged[start : start + 4] = bytes(octet ^ 0xFF for octet in damaged[start : start + 4])
    path = tmp_path / "in.warc.gz"
    path.write_bytes(b"".join([*members[:2], bytes(damaged), *members[3:]]))
    pages = read(path)
    assert [(raw.id or "").removeprefix(str(path)) for raw in pages] == [f"#{n}" for n in range(1, 7)]
    assert [raw.fault.kind if raw.fault else None for raw in pages] == [None, None, "corrupt-input", None, None, None]
    assert [raw.url for raw in pages if not raw.fault] == [f"https://ferry.example/{n}" for n in (0, 1, 3, 4, 5)]


def test_a_length_that_is_wrong(warc: Any) -> None:
    """A record that claims the rest of the archive, whatever its type, costs itself."""
    for kind in ("response", "warcinfo"):
        wrong = archives.record(kind, archives.response(b"<p>page")).replace(b"Content-Length: ", b"Content-Length: 99")
        pages = warc([archives.page(0), wrong, archives.page(2)])
        assert [(raw.id, raw.fault and raw.fault.kind) for raw in pages] == [
            ("#1", None),
            ("#2", "truncated"),
            ("#3", None),
        ]


def test_an_archive_that_ends_within_a_member(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    whole = archives.compressed([archives.page(0), archives.page(1)])
    first = len(archives.compressed([archives.page(0)]))
    path = tmp_path / "in.warc.gz"
    for end in (first + 3, first + 15, first + 100, first + 500, len(whole) - 4):
        path.write_bytes(whole[:end])
        pages = read(path)
        assert pages[-1].fault is not None, end
        assert len(pages) == 2 + (end == len(whole) - 4), end  # all of the page is there, but not of its member


def test_an_archive_in_one_member(tmp_path: Path) -> None:
    """Compressed as a whole, which is not the custom, it is read all the same, and its end is looked at."""
    pytest.importorskip("fastwarc")
    path = tmp_path / "in.warc.gz"
    whole = archives.page(0) + archives.page(1)
    path.write_bytes(gzip.compress(whole))
    assert [raw.fault for raw in read(path)] == [None, None]
    path.write_bytes(gzip.compress(whole + archives.page(2)[:50]))
    assert [raw.fault and raw.fault.kind for raw in read(path)] == [None, None, "truncated"]


def test_an_archive_of_zstandard_frames(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    zstandard = pytest.importorskip("zstandard")
    path = tmp_path / "in.warc.zst"
    whole = b"".join(zstandard.compress(archives.page(number)) for number in range(3))
    path.write_bytes(whole)
    assert [raw.fault for raw in read(path)] == [None, None, None]
    path.write_bytes(whole[:-300])
    assert [raw.fault and raw.fault.kind for raw in read(path)] == [None, None, "corrupt-input"]


def test_what_is_no_archive(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    path = tmp_path / "in.warc"
    path.write_bytes(b"hello world " * 100)
    assert told(read(path), tmp_path) == [("in.warc#1-", "corrupt-input")]


# ---------------------------------------------------------------- any damage


def many_pages(name: str) -> bytes:
    """A file of this format, with some pages."""
    if name.endswith("parquet"):
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        stream = io.BytesIO()
        pq.write_table(
            pa.table({"html": [f"page {n} " * 30 for n in range(20)], "url": ["u"] * 20}), stream, row_group_size=5
        )
        return stream.getvalue()
    if "warc" in name:
        pytest.importorskip("fastwarc")
        records = [*(archives.page(n) for n in range(4)), archives.record("conversion", b"text " * 50)]
        return b"".join(compress(name, one) for one in records)
    lines = b"".join(json.dumps({"html": f"page {n} " * 30}).encode() + b"\n" for n in range(20))
    return compress(name, lines[:800]) + compress(name, lines[800:])


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.warc", "a.warc.gz", "a.warc.zst"]
)
def test_no_damage_stops_a_job_or_goes_unsaid(tmp_path: Path, name: str) -> None:
    """Whatever a file has become, it gives rows, and their identifiers differ."""
    chance = random.Random(name)  # noqa: S311
    path, octets = tmp_path / name, many_pages(name)
    for _ in range(150):
        path.write_bytes(archives.damaged(octets, chance))
        names = [raw.id for raw in read(path)]
        assert names or not path.stat().st_size
        assert len(names) == len(set(names))
