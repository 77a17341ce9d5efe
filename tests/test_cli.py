"""The command line: what it writes, where, and how it fails."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

import articlekit
from articlekit import Article
from articlekit.cli import main

BODY: Final = (
    "The harbour council voted on Monday to rebuild the old bridge, and it set aside money for two years of work. "
    "Engineers had warned since spring that the eastern pillar was sinking, and the ferry could not carry the load."
)
PAGE: Final = f"""<!doctype html><html lang="en"><head><title>Bridge to be rebuilt</title></head><body>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<main><article><h1>Bridge to be rebuilt – at last</h1><p>{BODY}</p><h2>Costs</h2>
<p>{BODY.replace("bridge", "<a href='/pier'>pier</a>")}</p><ol start="3"><li>First the pillar, then the road.</li>
<li>Then the <b>lamps</b> &amp; rails.</li></ol></article></main></body></html>"""


class Run(NamedTuple):
    """What a run of the command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]):  # type: ignore[no-untyped-def]
    """Runs the command in this process."""

    def call(*argv: object) -> Run:
        try:
            code = main([str(word) for word in argv])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsysbinary.readouterr()
        return Run(code, out.decode(), err.decode())

    return call


def spawn(*argv: object, stdin: bytes = b"", **environment: str) -> Run:
    """Runs the command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "articlekit", *map(str, argv)],
        input=stdin,
        capture_output=True,
        env=os.environ | environment,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


# ---------------------------------------------------------------- formats


def test_json_is_the_default(run, page: Path) -> None:
    done = run("parse", page)
    assert (done.code, done.err) == (0, "")
    assert Article.model_validate_json(done.out) == articlekit.parse(PAGE.encode())


@pytest.mark.parametrize("name", ["markdown", "text"])
def test_readable_formats_are_the_renderers(run, page: Path, name: str) -> None:
    article = articlekit.parse(PAGE.encode())
    assert run("parse", "--format", name, page) == (0, getattr(article, f"to_{name}")(), "")


def test_html_is_a_document(run, page: Path) -> None:
    article = articlekit.parse(PAGE.encode())
    head = '<!doctype html>\n<meta charset="utf-8">\n<title>Bridge to be rebuilt – at last</title>\n'
    assert run("parse", "-f", "html", page) == (0, head + article.to_html(), "")


def test_url_makes_links_absolute(run, page: Path) -> None:
    done = run("parse", page, "--url", "https://example.org/news/1")
    assert json.loads(done.out)["url"] == "https://example.org/news/1"
    assert "https://example.org/pier" in done.out


@pytest.mark.parametrize("name", ["page.md", "PAGE.MD", "page.markdown"])
def test_a_name_tells_markdown(run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"# Bridge to be rebuilt\n\n{BODY}\n\n*First* the pillar, then the road.\n", encoding="utf-8")
    assert "*First* the pillar" in run("parse", path, "--format", "markdown").out
    assert "\\*First\\* the pillar" in run("parse", path, "--kind", "text", "--format", "markdown").out


def test_standard_input_may_be_markdown() -> None:
    page = f"# Bridge to be rebuilt\n\n{BODY}\n\n*First* the pillar, then the road.\n".encode()
    assert "*First* the pillar" in spawn("parse", "--kind", "markdown", "-f", "markdown", stdin=page).out
    assert "\\*First\\* the pillar" in spawn("parse", "-f", "markdown", stdin=page).out


def test_kind_is_passed_on(run, page: Path) -> None:
    assert "<h1>" in json.loads(run("parse", page, "--kind", "text").out)["text"]


def test_one_line_for_each_input(run, page: Path) -> None:
    done = run("parse", "-f", "jsonl", page, page)
    records = [json.loads(line) for line in done.out.splitlines()]
    assert [record["input"] for record in records] == [str(page)] * 2
    assert Article.model_validate(records[0]["article"]) == articlekit.parse(PAGE.encode())
    assert list(json.loads(run("parse", "-f", "jsonl", page).out)) == ["input", "article"]


def test_an_array_for_several_inputs(run, page: Path) -> None:
    records = json.loads(run("parse", page, page).out)
    assert [list(record) for record in records] == [["input", "article"]] * 2


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("markdown", "`{}`\n\n# Bridge", "\n\n___\n\n`{}`\n\n# Bridge"),
        ("text", "==> {} <==\n\nBridge", "\n\n==> {} <==\n\nBridge"),
        (
            "html",
            '<title>Articles</title>\n<p class="input"><code>{}</code></p>\n<article',
            '</article>\n<p class="input">',
        ),
    ],
)
def test_several_inputs_in_one_text(run, page: Path, name: str, first: str, second: str) -> None:
    done = run("parse", "-f", name, page, page)
    assert first.format(page) in done.out
    assert second.format(page) in done.out


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("markdown", "\n\n___\n\n# Removed from the page\n\n**navigation** ("),
        ("text", "\n\nRemoved from the page\n=====================\n\n[navigation ("),
        ("html", '<section class="removed">\n<h2>Removed from the page</h2>\n<dl>\n<dt>navigation ('),
    ],
)
def test_removed_text_with_its_reasons(run, page: Path, name: str, section: str) -> None:
    with_it, without = run("parse", "-f", name, "--removed", page).out, run("parse", "-f", name, page).out
    assert section in with_it
    assert "Home" in with_it
    assert section not in without
    assert "Home" not in without


def test_explain_has_a_line_for_each_block(run, page: Path) -> None:
    done = run("parse", "--explain", page)
    head, *lines = done.out.splitlines()
    trace = articlekit.trace(PAGE.encode())
    assert head.split() == ["VERDICT", "SCORE", "RULE", "REASON", "REGION", "TEXT"]
    assert [line.split()[0] for line in lines] == ["keep" if label.keep else "drop" for label in trace.labels]
    assert [line.split()[1] for line in lines] == [f"{label.score:.2f}" for label in trace.labels]
    assert [line.split()[2] for line in lines] == [label.rule for label in trace.labels]
    assert next(line for line in lines if "Home" in line).split()[3:5] == ["navigation", "nav.menu>ul>li"]
    assert next(line for line in lines if "council" in line).split()[4] == "main>article>p"
    assert len({line.index("  " + line.split()[2]) for line in [head, *lines]}) == 1


def test_explain_is_safe_to_print(run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(f"A title\n\n\x1b[2J\u202e{BODY}\n", encoding="utf-8")
    assert not {"\x1b", "\u202e"} & set(run("parse", "--explain", path).out)


# ---------------------------------------------------------------- inputs that fail

BAD: Final = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\n", "empty"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    "gzip": (gzip.compress(b"<p>x</p>"), "gzip"),
}


@pytest.mark.parametrize(("content", "word"), BAD.values(), ids=BAD)
def test_a_bad_input(run, tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "bad"
    path.write_bytes(content)
    code, out, err = run("parse", path)
    assert (code, out) == (3, "")
    assert err.startswith(f"articlekit: {path}: ")
    assert word in err
    assert err.count("\n") == 1


def test_inputs_that_cannot_be_read(run, tmp_path: Path) -> None:
    assert run("parse", tmp_path) == (3, "", f"articlekit: {tmp_path}: this is a folder; name the files in it\n")
    missing = tmp_path / "missing"
    assert run("parse", missing) == (3, "", f"articlekit: {missing}: there is no such file; check the name\n")
    assert run("parse", "a\0b")[0] == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_an_input_that_may_not_be_read(run, page: Path) -> None:
    page.chmod(0)
    code, out, err = run("parse", page)
    assert (code, out) == (3, "")
    assert err == f"articlekit: {page}: permission denied; check the file's permissions\n"


@pytest.mark.parametrize("name", ["json", "jsonl", "markdown", "text", "html"])
def test_every_input_is_in_the_output_or_on_stderr(run, page: Path, tmp_path: Path, name: str) -> None:
    """Nothing is lost, and nothing is told twice."""
    done = run("parse", "-f", name, tmp_path / "missing", page, tmp_path)
    assert done.code == 1
    assert done.out.count("page.html") == 1
    assert [line.split(": ")[1] for line in done.err.splitlines()] == [str(tmp_path / "missing"), str(tmp_path)]


def test_no_input_is_good(run, tmp_path: Path) -> None:
    done = run("parse", tmp_path / "a", tmp_path / "b")
    assert (done.code, done.out, done.err.count("\n")) == (3, "", 2)


def test_names_are_printed_safely(run, tmp_path: Path) -> None:
    name = "a\x1b[2J\u202e\nb"
    assert run("parse", tmp_path / name).err.startswith(f"articlekit: {tmp_path}/a\\u001b[2J\\u202e b: there is no")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_utf_8(run, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.html")
    path.write_text(PAGE, encoding="utf-8")
    assert json.loads(run("parse", "-f", "jsonl", path).out)["input"] == f"{tmp_path}/caf\\xe9.html"


# ---------------------------------------------------------------- usage


def test_wrong_usage(run, page: Path) -> None:
    for argv in (
        (),
        ("frobnicate",),
        ("parse", "--format", "xml", page),
        ("parse", "-", "-"),
        ("parse", "--url", "https://example.org/", page, page),
        ("parse", "--explain", "--format", "json", page),
        ("parse", "--explain", "--removed", page),
    ):
        done = run(*argv)
        assert (done.code, done.out) == (2, ""), argv
        assert "articlekit" in done.err


def test_version(run) -> None:
    assert run("--version") == (0, f"articlekit {articlekit.__version__}\n", "")


def test_help_names_the_exit_codes(run) -> None:
    assert "Exit status: 0 all" in run("parse", "--help").out


def test_the_command_line_alone_starts_light() -> None:
    """What the package itself imports is its own business: here it is empty."""
    program = (
        "import sys, types, importlib.util\n"
        "package = types.ModuleType('articlekit')\n"
        "package.__path__ = importlib.util.find_spec('articlekit').submodule_search_locations\n"
        "sys.modules['articlekit'] = package\n"
        "from articlekit.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'pydantic', 'lxml', 'articlekit.models', 'articlekit.render', 'asyncio', 'subprocess'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- the output file


def test_the_output_file(run, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert run("parse", page, "--output", target) == (0, "", "")
    assert target.read_bytes().decode() == run("parse", page).out
    assert sorted(tmp_path.iterdir()) == [target, page]
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


def test_the_output_file_stays_if_nothing_was_parsed(run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("as before")
    assert run("parse", tmp_path / "missing", "-o", target).code == 3
    assert target.read_text() == "as before"
    assert list(tmp_path.iterdir()) == [target]


def test_the_output_file_stays_if_the_work_breaks_off(page: Path, tmp_path: Path, monkeypatch, run) -> None:
    target = tmp_path / "out.txt"
    target.write_text("as before")

    def stop(article: Article) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("articlekit.render.text.to_text", stop)
    assert run("parse", "-f", "text", page, "-o", target) == (130, "", "")
    assert target.read_text() == "as before"
    assert sorted(tmp_path.iterdir()) == [target, page]


def test_the_output_file_keeps_its_permissions_and_its_link(run, page: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "out.json", tmp_path / "link"
    target.touch(mode=0o600)
    link.symlink_to(target)
    assert run("parse", page, "-o", link).code == 0
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o600
    assert target.read_text(encoding="utf-8").startswith("{")


def test_an_output_that_is_an_input(run, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    os.link(page, other)
    for target in (page, other):
        done = run("parse", page, "-o", target)
        assert done == (2, "", f"articlekit: {page}: is the output, too; name another output file\n")
    assert page.read_text(encoding="utf-8") == PAGE


def test_standard_streams_that_are_the_output(page: Path) -> None:
    command = [sys.executable, "-m", "articlekit", "parse"]
    with page.open("rb") as stdin:
        done = subprocess.run([*command, "-o", page], stdin=stdin, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "articlekit: standard input: is the output, too; name another output file\n"
    with page.open("ab") as stdout:
        done = subprocess.run([*command, page], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert page.read_text(encoding="utf-8") == PAGE


def test_outputs_that_cannot_be_written(run, page: Path, tmp_path: Path) -> None:
    assert run("parse", page, "-o", tmp_path) == (
        2,
        "",
        f"articlekit: {tmp_path}: this is a folder; name a file in it\n",
    )
    done = run("parse", page, "-o", tmp_path / "no" / "out")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert "cannot be written" in done.err


def test_a_device_as_output(run, page: Path) -> None:
    assert run("parse", page, "-o", os.devnull) == (0, "", "")
    assert Path(os.devnull).is_char_device()


# ---------------------------------------------------------------- streams


def test_standard_input() -> None:
    expected = articlekit.parse(PAGE.encode())
    for argv in (("parse",), ("parse", "-")):
        done = spawn(*argv, stdin=PAGE.encode())
        assert (done.code, done.err) == (0, "")
        assert Article.model_validate_json(done.out) == expected
    assert spawn("parse").err.startswith("articlekit: standard input: ")


def test_utf_8_whatever_the_locale(page: Path) -> None:
    done = spawn("parse", "-f", "text", page, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Bridge to be rebuilt – at last\n")


def test_a_reader_that_goes_away(page: Path) -> None:
    command = [sys.executable, "-m", "articlekit", "parse", "-f", "jsonl", *[str(page)] * 60]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk(page: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "articlekit", "parse", str(page)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("articlekit: standard output: cannot be written (")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_an_interrupt(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "articlekit", "parse", str(pipe), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        with pipe.open("wb"):  # waits until the command reads
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 130
        assert process.stderr.read() == b""
    assert list(tmp_path.iterdir()) == [pipe]


@pytest.mark.parametrize("name", ["text", "markdown", "json"])
def test_a_terminal_gets_no_control_characters(tmp_path: Path, name: str) -> None:
    pty = pytest.importorskip("pty")
    path = tmp_path / "page.txt"
    path.write_text(f"A title\n\n{BODY} \x1b]0;x\x07 \x9b2J \u202eevil\u202c.\n\n{BODY}\n", encoding="utf-8")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "articlekit", "parse", "-f", name, str(path)]
    with subprocess.Popen(command, stdout=slave, stderr=subprocess.PIPE) as process:
        os.close(slave)
        seen = b""
        while chunk := _read(master):
            seen += chunk
        assert process.wait(30) == 0
    os.close(master)
    shown = seen.decode().replace("\r\n", "\n")
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u202c"} & set(shown)
    assert "evil" in shown
    if name == "json":
        assert Article.model_validate_json(shown) == articlekit.parse(path.read_bytes())


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def test_a_pipe_gets_the_data_as_it_is(run, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(f"A title\n\n{BODY} \u202eevil\u202c.\n\n{BODY}\n", encoding="utf-8")
    assert "\u202eevil\u202c" in run("parse", "-f", "text", path).out
