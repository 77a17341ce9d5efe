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
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from articlekit._version import __version__
from articlekit.errors import ArticleKitError

if TYPE_CHECKING:
    from articlekit.models import Article
    from articlekit.pipeline import Trace

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

_EPILOG: Final = """\
exit status: 0 all inputs parsed; 1 some failed; 2 wrong usage; 3 no input could be read as a page; 130 interrupted.
An input that fails is named on stderr, once, and is not in the output."""


class _Stop(Exception):
    """Ends the program with a message and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class _Unreadable(Exception):
    """An input that cannot be read; says what is wrong and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (by default the program's own); the exit code."""
    try:
        options = _parser().parse_args(argv)
        code: int = options.run(options)
        return code
    except _Stop as stop:
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
        prog="articlekit", description="Turn a noisy scraped page, HTML or plain text, into a clean, typed article."
    )
    parser.add_argument("--version", action="version", version=f"articlekit {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_parse(commands.add_parser("parse", help="parse pages", epilog=_EPILOG, formatter_class=_Formatter))
    schema = commands.add_parser("schema", help="print the JSON Schema of an article")
    schema.set_defaults(run=_schema)
    return parser


_Formatter: Final = argparse.RawDescriptionHelpFormatter


def _add_parse(parser: argparse.ArgumentParser) -> None:
    parser.description = "Parse pages and write the articles to stdout."
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help='pages; "-" or none: standard input')
    add("-f", "--format", choices=tuple(_FORMATS), help="what to write (default: json)")
    add("-o", "--output", metavar="FILE", help="write to this file, all or nothing, instead of stdout")
    add("--url", help="address of the page (with one input); makes links absolute")
    add("--kind", choices=("auto", "html", "text"), default="auto", help="what the input is (default: auto)")
    add("--removed", action="store_true", help="add what was removed, with reasons; JSON always has it")
    add("--explain", action="store_true", help="instead of the article: a line for each block of the page, and why")
    parser.set_defaults(run=_parse)


# ---------------------------------------------------------------- commands


def _schema(_: argparse.Namespace) -> int:
    from articlekit.models import Article

    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Article.model_json_schema()}
    with _output(None) as sink:
        sink.write(json.dumps(schema, indent=2) + "\n")
    return OK


def _parse(options: argparse.Namespace) -> int:
    names: list[str] = options.files or [STDIN]
    _check_usage(options, names)
    traces = _Traces(names, options)
    write = _explained if options.explain else _FORMATS[options.format or "json"]
    with _output(options.output) as sink:
        for chunk in write(traces, len(names) > 1, options.removed):
            sink.write(chunk)
    if not traces.failed:
        return OK
    return UNREADABLE if traces.failed == len(names) else FAILED


def _check_usage(options: argparse.Namespace, names: list[str]) -> None:
    if names.count(STDIN) > 1:
        raise _Stop('"-" stands twice; standard input can be read once', USAGE)
    if options.url is not None and len(names) > 1:
        raise _Stop("--url is the address of one page; give one FILE, or leave it out", USAGE)
    if options.explain and (options.format or options.removed):
        raise _Stop("--explain has a format of its own; leave out --format and --removed", USAGE)
    for name in names:
        if _is_output(name, options.output):
            raise _Stop(f"{_spoken(name)}: is the output, too; name another output file", USAGE)


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
        self._options = options
        self.failed = 0

    def __iter__(self) -> Iterator[tuple[str, Trace]]:
        from articlekit.pipeline import trace

        for name in self._names:
            try:
                yield _printable(name), trace(_read(name), url=self._options.url, kind=self._options.kind)
            except (_Unreadable, ArticleKitError) as error:
                self.failed += 1
                _report(f"{_spoken(name)}: {error}")


def _read(name: str) -> bytes:
    try:
        if name == STDIN:
            return _read_stdin()
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise _Unreadable("there is no such file; check the name") from None
    except IsADirectoryError:
        raise _Unreadable("this is a folder; name the files in it") from None
    except PermissionError:
        raise _Unreadable("permission denied; check the file's permissions") from None
    except (OSError, ValueError) as error:
        raise _Unreadable(f"cannot be read ({getattr(error, 'strerror', None) or error}); check the file") from None


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise _Unreadable("is closed; give a FILE")
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
        line = terminal_safe(message.replace("\n", " "))
        print(f"articlekit: {line}", file=sys.stderr, flush=True)


# ---------------------------------------------------------------- formats

Chunks = Iterator[str]


def _json(traces: _Traces, many: bool, removed: bool) -> Chunks:
    """One input: its article. Several: an array of records, one a line."""
    if not many:
        for _, trace in traces:
            yield trace.article.model_dump_json(indent=2) + "\n"
        return
    opening = "[\n"
    for name, trace in traces:
        yield opening + _record(name, trace.article)
        opening = ",\n"
    if opening != "[\n":
        yield "\n]\n"


def _jsonl(traces: _Traces, many: bool, removed: bool) -> Chunks:
    """A record a line, for one input too."""
    for name, trace in traces:
        yield _record(name, trace.article) + "\n"


def _record(name: str, article: Article) -> str:
    return f'{{"input":{json.dumps(name)},"article":{article.model_dump_json()}}}'
