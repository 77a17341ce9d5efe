"""The command line: reads files, writes what the library makes of them, says on stderr what went wrong.

It owns arguments, files, streams and exit codes; what an article looks like is the renderers' business. Data goes to
stdout or the output file, as UTF-8 with "\\n"; everything else goes to stderr. What is slow to import is imported where
it is used, so that `--help` and `--version` answer at once.
"""

from __future__ import annotations

import argparse
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from articlekit._version import __version__
from articlekit.cli_job import JOB_FORMATS, add_job_options, is_job, run_job
from articlekit.errors import ArticleKitError, InvalidOptionError, JobError, MissingExtraError
from articlekit.formats import FORMATS, explained

if TYPE_CHECKING:
    from articlekit.pipeline import Trace
    from articlekit.readers import Kind

OK: Final = 0
FAILED: Final = 1
"""Some inputs failed, or the output could not be written."""
USAGE: Final = 2
UNREADABLE: Final = 3
"""No input could be read as a page."""
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
"""The reader of the output went away; as a shell reports it of other tools."""

STDIN: Final = "-"

_KINDS: Final = ("auto", "html", "text", "markdown")

_EPILOG: Final = (
    "Exit status: 0 all inputs parsed; 1 some failed; 2 wrong usage; 3 no input could be read as a page; "
    "130 interrupted. An input that fails is named on stderr, once, and is not in the output; of a job, it is a row."
)


class _StopError(Exception):
    """Ends the program with a message and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class _UnreadableError(Exception):
    """An input that cannot be read; says what is wrong and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (by default the program's own); the exit code."""
    try:
        options = _parser().parse_args(argv)
        code: int = options.run(options)
        return code
    except _StopError as stop:
        _report(str(stop))
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return BROKEN_PIPE
    finally:
        _let_go_of_broken_streams()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="articlekit", description="Turn a noisy scraped page, HTML, plain text or Markdown, into a typed article."
    )
    parser.add_argument("--version", action="version", version=f"articlekit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_parse(commands.add_parser("parse", help="parse pages and write the articles"))
    schema = commands.add_parser("schema", help="print the JSON Schema of an article")
    schema.set_defaults(run=_schema)
    return parser


def _add_parse(parser: argparse.ArgumentParser) -> None:
    parser.description = "Parse pages and write the articles."
    parser.epilog = _EPILOG
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help='pages; of jobs, folders and files of pages; "-" or none: stdin')
    formats = tuple(dict.fromkeys((*FORMATS, *JOB_FORMATS)))
    add(
        "-f", "--format", choices=formats, metavar="FORMAT", help=f"what to write: {', '.join(formats)} (default: json)"
    )
    add("-o", "--output", metavar="FILE", help="write to this file, all or nothing, instead of stdout")
    add("--url", help="address of the page (with one input); makes links absolute")
    add("--kind", choices=_KINDS, default="auto", help="what the input is (default: auto)")
    add("--extras", metavar="LIST", type=_listed, default=(), help="optional helpers: dates, language")
    add("--removed", action="store_true", help="add what was removed, with reasons; JSON always has it")
    add("--explain", action="store_true", help="instead of the article: a line for each block of the page, and why")
    add_job_options(parser)
    parser.set_defaults(run=_parse)


def _listed(names: str) -> tuple[str, ...]:
    """The names of a comma list."""
    return tuple(name.strip() for name in names.split(",") if name.strip())


# ---------------------------------------------------------------- commands


def _schema(_: argparse.Namespace) -> int:
    from articlekit.models import Article

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Article.model_json_schema()}
    with _output(None) as sink:
        sink.write(json.dumps(schema, indent=2) + "\n")
    return OK


def _parse(options: argparse.Namespace) -> int:
    names: list[str] = options.files or [STDIN]
    try:
        if is_job(options, names):
            return _job(options, names)
    except (InvalidOptionError, MissingExtraError) as error:
        raise _StopError(str(error), USAGE) from None
    _check_usage(options, names)
    traces = _Traces(names, options)
    write = explained if options.explain else FORMATS[options.format or "json"]
    with _output(options.output) as sink:
        for chunk in write(traces, len(names) > 1, options.removed):
            sink.write(chunk)
    if not traces.failed:
        return OK
    return UNREADABLE if traces.failed == len(names) else FAILED


def _job(options: argparse.Namespace, names: list[str]) -> int:
    """Many pages into a file or a folder of them, by processes."""
    terminal = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
    try:
        summary = run_job(options, names, _report, terminal)
    except JobError as error:
        raise _StopError(str(error), FAILED) from None
    if not summary.failed:
        return OK
    return FAILED if summary.articles else UNREADABLE


def _check_usage(options: argparse.Namespace, names: list[str]) -> None:
    if names.count(STDIN) > 1:
        raise _StopError('"-" stands twice; standard input can be read once', USAGE)
    if options.format is not None and options.format not in FORMATS:
        raise _StopError(f"--format {options.format} needs an --output that ends in .{options.format}", USAGE)
    if options.url is not None and len(names) > 1:
        raise _StopError("--url is the address of one page; give one FILE, or leave it out", USAGE)
    if options.explain and (options.format or options.removed):
        raise _StopError("--explain has a format of its own; leave out --format and --removed", USAGE)
    for name in names:
        if _is_output(name, options.output):
            raise _StopError(f"{_spoken(name)}: is the output, too; name another output file", USAGE)


def _is_output(name: str, output: str | None) -> bool:
    """Whether reading `name` and writing the output would touch the same file."""
    with suppress(OSError, ValueError, AttributeError):
        read = os.fstat(sys.stdin.fileno()) if name == STDIN else Path(name).stat()
        written = Path(output).stat() if output else os.fstat(sys.stdout.fileno())
        return stat.S_ISREG(written.st_mode) and os.path.samestat(read, written)
    return False


# ---------------------------------------------------------------- input


class _Traces:
    """The inputs as (name, trace), one after the other; an input that fails is reported, counted and left out."""

    def __init__(self, names: Sequence[str], options: argparse.Namespace) -> None:
        self._names = names
        self._url = None if options.url is None else _printable(options.url)
        self._kind: Kind = options.kind
        self._extras = options.extras
        self.failed = 0

    def __iter__(self) -> Iterator[tuple[str, Trace]]:
        for name in self._names:
            try:
                yield _printable(name), self._trace(name)
            except (_UnreadableError, ArticleKitError) as error:
                self.failed += 1
                _report(f"{_spoken(name)}: {error}")

    def _trace(self, name: str) -> Trace:
        from articlekit.pipeline import trace
        from articlekit.readers import kind_of_file

        return trace(_read(name), url=self._url, kind=kind_of_file(name, self._kind), extras=self._extras)


def _read(name: str) -> bytes:
    try:
        if name == STDIN:
            return _read_stdin()
        return Path(name).read_bytes()
    except FileNotFoundError:
        if "://" in name:
            raise _UnreadableError("this is an address; articlekit does not fetch, so pipe the page in") from None
        raise _UnreadableError("there is no such file; check the name") from None
    except IsADirectoryError:
        raise _UnreadableError("this is a folder; name the files in it") from None
    except PermissionError:
        raise _UnreadableError("permission denied; check the file's permissions") from None
    except (OSError, ValueError) as error:
        raise _UnreadableError(
            f"cannot be read ({getattr(error, 'strerror', None) or error}); check the file"
        ) from None


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise _UnreadableError("is closed; give a FILE")
    if sys.stdin.isatty():
        _report("reading the page from the terminal; end it with Ctrl-D")
    return sys.stdin.buffer.read()


def _printable(name: str) -> str:
    """The name as text: bytes of it that are no UTF-8 are written out as "\\xff"."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _spoken(name: str) -> str:
    return "standard input" if name == STDIN else _printable(name)


def _report(message: str) -> None:
    """One line on stderr, safe for a terminal."""
    from articlekit.render.terminal import terminal_safe

    with suppress(OSError, AttributeError):  # a closed stderr must not stop the work
        sys.stderr.write(f"articlekit: {terminal_safe(' '.join(message.splitlines()))}\n")
        sys.stderr.flush()


# ---------------------------------------------------------------- output


class _Sink:
    """Where the data goes. On a terminal, control characters of the page are written out."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._on_terminal = stream.isatty()
        self.used = False

    def write(self, text: str) -> None:
        self.used = True
        if self._on_terminal:
            from articlekit.render.terminal import terminal_safe

            text = terminal_safe(text)
        self._stream.write(text.encode("utf-8", "backslashreplace"))


@contextmanager
def _output(path: str | None) -> Iterator[_Sink]:
    """A sink for stdout or the file at `path`; the file gets its content at the end, all of it or nothing."""
    name = "standard output" if path is None else _printable(path)
    try:
        with _stdout() if path is None else _file(Path(path)) as sink:
            yield sink
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _StopError(
            f"{name}: cannot be written ({error.strerror or error}); write to another file", FAILED
        ) from None


@contextmanager
def _stdout() -> Iterator[_Sink]:
    if sys.stdout is None:
        raise _StopError("standard output is closed; use --output FILE", USAGE)
    yield _Sink(sys.stdout.buffer)
    sys.stdout.buffer.flush()


@contextmanager
def _file(path: Path) -> Iterator[_Sink]:
    target = path.resolve()  # through a symbolic link, the file behind it is replaced
    if target.is_dir():
        raise _StopError(f"{_printable(str(path))}: this is a folder; name a file in it", USAGE)
    if target.exists() and not target.is_file():  # a device or a named pipe takes what comes
        with target.open("wb") as stream:
            yield _Sink(stream)
        return
    mode = _mode(target)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".articlekit-")
    try:
        with os.fdopen(handle, "wb") as stream:
            sink = _Sink(stream)
            yield sink
            stream.flush()
            os.fsync(handle)
        if sink.used:
            Path(temporary).chmod(mode)
            Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _mode(target: Path) -> int:
    """Permissions for the file: those it has, else those that a new file gets."""
    if target.exists():
        target.open("ab").close()  # raises where the file must not be written
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def _let_go_of_broken_streams() -> None:
    """Send what a broken stream still holds nowhere, so that the interpreter does not complain at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            with suppress(OSError, ValueError, AttributeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
