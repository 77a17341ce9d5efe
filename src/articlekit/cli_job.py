"""The part of the command line that runs jobs over many pages: their options, their progress, their summary.

What is slow to import is imported where it is used. It writes to no stream but those that it is given.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final

from articlekit.errors import InvalidOptionError

if TYPE_CHECKING:
    from articlekit.corpus import Options, Progress, Summary

JOB_FORMATS: Final = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet", "markdown")
_INPUT_FORMATS: Final = ("auto", "page", "jsonl", "parquet", "warc")
_OUTPUTS: Final = 'an --output that ends in .jsonl, .jsonl.gz, .jsonl.zst, .parquet or "/"'
_OPTIONS: Final = (
    "workers", "resume", "timeout", "memory", "part_pages", "input_format", "summary",
    "page_column", "url_column", "id_column", "charset_column",
)  # fmt: skip
"""Options that only jobs have; None where they are not given."""
_BEAT: Final = 0.2
"""Seconds between two lines of progress."""


def add_job_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of jobs."""
    group = parser.add_argument_group("jobs over many pages", f"With {_OUTPUTS}, which is a folder of parts.")
    add = group.add_argument
    add("--workers", type=int, metavar="N", help="processes that parse (default: one for each processor)")
    add("--resume", action="store_true", default=None, help="go on where the same job was interrupted")
    add("--timeout", type=float, metavar="SECONDS", help="most time for a page; 0: no limit (default: 60)")
    add("--memory", type=int, metavar="MIB", help="most memory (addresses) for a worker")
    add("--part-pages", type=int, metavar="N", help="pages in a part (default: 1000)")
    add("--input-format", choices=_INPUT_FORMATS, help="what the inputs are (default: what their names say)")
    add("--page-column", metavar="NAME", help="the column of the page (default: html, content or text)")
    add("--url-column", metavar="NAME", help="the column of its address (default: url)")
    add("--id-column", metavar="NAME", help="the column of its identifier (default: id)")
    add("--charset-column", metavar="NAME", help="the column of its charset (default: charset)")
    add("--summary", metavar="FILE", help="write the summary to this file, as JSON")


def is_job(options: argparse.Namespace, names: Sequence[str]) -> bool:
    """Whether the output is that of a job. Raises `InvalidOptionError` where something else asks for one."""
    from articlekit.corpus.inputs import form_of
    from articlekit.corpus.outputs import is_job_output

    if is_job_output(options.output):
        return True
    for name in _OPTIONS:
        if getattr(options, name) is not None:
            raise InvalidOptionError(f"--{name.replace('_', '-')} is for jobs, which need {_OUTPUTS}")
    for name in names:
        if form_of(name) not in (None, "page"):
            raise InvalidOptionError(f"{name}: holds many pages by its name; give {_OUTPUTS}")
    return False


def run_job(
    options: argparse.Namespace, names: Sequence[str], report: Callable[[str], None], terminal: IO[str] | None
) -> Summary:
    """Run the job; tell its progress on the terminal, if there is one, and report its summary."""
    from articlekit.corpus import run

    _check(options)
    line = _ProgressLine(terminal) if terminal is not None else None
    try:
        summary = run(
            names,
            options.output,
            workers=options.workers,
            resume=bool(options.resume),
            options=_job_options(options),
            progress=line,
        )
    except KeyboardInterrupt:
        report(f"interrupted; what is done is kept, and the same command with --resume goes on: {options.output}")
        raise
    finally:
        if line is not None:
            line.clear()
    for text in summary.lines():
        report(text)
    if options.summary is not None:
        _write_summary(summary, options.summary)
    return summary


def _check(options: argparse.Namespace) -> None:
    if options.format is not None and options.format not in JOB_FORMATS:
        raise InvalidOptionError(f"--format {options.format} is for single pages; jobs write {', '.join(JOB_FORMATS)}")
    for name in ("url", "explain", "removed"):
        if getattr(options, name):
            raise InvalidOptionError(
                f"--{name} is for single pages, not for jobs; leave it out, or write to another file"
            )


def _job_options(options: argparse.Namespace) -> Options:
    from articlekit.corpus import Columns, Options

    columns = {name: getattr(options, f"{name}_column") for name in ("page", "url", "id", "charset")}
    given = {name: getattr(options, name) for name in ("memory", "part_pages", "input_format")}
    if options.timeout is not None:
        given["timeout"] = options.timeout or None
    return Options(
        format=options.format,
        kind=options.kind,
        extras=tuple(options.extras),
        columns=Columns(**{name: value for name, value in columns.items() if value is not None}),
        **{name: value for name, value in given.items() if value is not None or name == "timeout"},
    )


def _write_summary(summary: Summary, path: str) -> None:
    from articlekit.corpus.paths import new_file

    with new_file(path) as stream:
        stream.write(json.dumps(summary.to_dict(), indent=2).encode() + b"\n")


class _ProgressLine:
    """A line on a terminal that tells how far a job is."""

    def __init__(self, terminal: IO[str]) -> None:
        self._terminal = terminal
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= _BEAT:
            self._last = now
            self._write(f"\r{_told(progress)}\x1b[K")

    def clear(self) -> None:
        """Leave the line empty."""
        self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            self._terminal.write(text)
            self._terminal.flush()


def _told(progress: Progress) -> str:
    said = f"{progress.pages:,} pages, {progress.errors:,} errors, {progress.speed:,.1f} pages/s"
    if progress.share is not None:
        said += f", {progress.share:.0%} read"
    return said if progress.seconds_left is None else f"{said}, {_clock(progress.seconds_left)} left"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
