"""A job on one machine: pages from files, through workers, into an output; nothing lost, nothing twice.

Pages are read in order, parsed in any, and written in order again, so that the output does not depend on the workers.
Rows are written in parts. A part that is finished is in the manifest; whatever happens after, a run that resumes begins
behind the last of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from typing import Any, Final, NamedTuple

from articlekit._version import __version__
from articlekit.corpus import manifest as manifests
from articlekit.corpus import paths
from articlekit.corpus.encoding import Format, check_extras
from articlekit.corpus.inputs import INPUT_FORMATS, STDIN, InputFormat, Inputs, find_inputs
from articlekit.corpus.manifest import Manifest
from articlekit.corpus.outputs import Layout, Part, assemble_parts, check_format, layout, refuse_overlap
from articlekit.corpus.pool import PARSER, Outcome, Pool, Setup
from articlekit.corpus.reading import Position, Reading, Shape
from articlekit.corpus.summary import Summary, Tally
from articlekit.errors import InvalidOptionError, JobError
from articlekit.models.article import SCHEMA_VERSION
from articlekit.readers import Kind
from articlekit.rows import Columns, RawPage

QUEUED: Final = 4
"""Pages that are read ahead for each worker."""
HELD_BYTES: Final = 64 << 20
"""Bytes of pages and rows that are held at once, at most; the rows of pages that are with the workers come on top."""
HELD: Final = 4096
"""Pages and rows that are held at once, at most: a page that takes long holds up the rows behind it."""
PART_BYTES: Final = 256 << 20
"""Bytes of pages after which a part ends, however few they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a job reads, parses and writes. All of them decide what the output is, so a job resumes with the same."""

    format: Format | None = None
    """What is written: "jsonl", "jsonl.gz", "jsonl.zst", "parquet", "markdown". None: what the output's name says; for
    a folder, "jsonl". Markdown needs a folder."""
    input_format: InputFormat = "auto"
    """What the inputs are: "page" (one in each file), "jsonl", "parquet", "warc"; "auto": what their names say."""
    columns: Columns = field(default_factory=Columns)
    """Which columns of JSON Lines and Parquet hold what."""
    kind: Kind = "auto"
    """What the pages are; as for `articlekit.parse`."""
    extras: tuple[str, ...] = ()
    """Optional helpers for the metadata; as for `articlekit.parse`."""
    timeout: float | None = 60.0
    """Seconds that a page may take; None: as long as it likes."""
    memory: int | None = None
    """MiB of addresses that each worker may use (not on Windows); None: as many as it likes."""
    part_pages: int = 1000
    """Pages of a part: what an interruption loses, at most."""
    parser: str = PARSER
    """The function that parses, as "module:name"; it takes what `articlekit.parse` takes and gives an `Article`."""


class Progress(NamedTuple):
    """How far a job is."""

    pages: int
    """Pages that are done, those of earlier runs among them."""
    errors: int
    """Those of them without an article."""
    speed: float
    """Pages per second of this run."""
    share: float | None
    """Share of the inputs' bytes that is read, 0 to 1; None where their sizes are not known."""
    seconds_left: float | None
    """Seconds until the end, if it goes on so; None where nobody can tell."""


def run(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    resume: bool = False,
    options: Options | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Parse the pages of many files with `workers` processes (None: one for each processor); what became of them.

    `inputs`: files, folders, patterns; HTML, text, Markdown, `.jsonl[.gz|.zst]`, Parquet, WARC, WET; "-" is standard
    input. `output`: a file whose name says its format (`.jsonl`, `.jsonl.gz`, `.jsonl.zst`, `.parquet`), or a folder,
    ending in "/", for a file per part. Every page is a row of it, in the order of the inputs; a page that fails is a
    row with `status` "error". `resume` goes on where an interrupted run of the same job stopped. `progress` is called
    after each page.

    Raises `JobError` where the job cannot start or go on, `InvalidOptionError`, `MissingExtraError`. Whatever ends it,
    what it has written is valid, and the same call with `resume=True` goes on.
    """
    chosen = options or Options()
    count = _checked(workers, chosen)
    names = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    job = _Job(find_inputs(names, chosen.input_format), layout(os.fspath(output), chosen.format), chosen)
    refuse_overlap([os.fspath(name) for name in names], job.where)
    check_extras(job.where.form)
    with _explained(job.where.output):
        return job.run(count, resume, progress)


def _checked(workers: int | None, options: Options) -> int:
    """How many workers. Raises `InvalidOptionError` for options that are none."""
    check_format(options.format)
    if options.input_format not in INPUT_FORMATS:
        raise InvalidOptionError(
            f"input_format is {options.input_format!r}; it must be one of {', '.join(INPUT_FORMATS)}"
        )
    count = _processors() if workers is None else workers
    for name, value in (("workers", count), ("part_pages", options.part_pages), ("memory", options.memory)):
        if value is not None and value < 1:
            raise InvalidOptionError(f"{name} is {value!r}; it must be a whole number from 1")
    if options.timeout is not None and options.timeout <= 0:
        raise InvalidOptionError(f"timeout is {options.timeout!r}; it must be more than 0 seconds")
    return count


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _explained(output: str) -> Iterator[None]:
    """Turns an error of the system on writing into one that says what to do."""
    try:
        yield
    except OSError as error:
        message = f"{output}: cannot be written ({error.strerror or error}); mend that, and resume the job"
        raise JobError(message) from error


class _Held(NamedTuple):
    """What is known of a page while it is on its way."""

    position: Position
    name: str | None
    size: int


class _Job:
    """One run of a job."""

    def __init__(self, inputs: Inputs, where: Layout, options: Options) -> None:
        self.where = where
        self._inputs = inputs
        self._options = options
        self._started = time.monotonic()

    def run(self, workers: int, resume: bool, progress: Callable[[Progress], None] | None) -> Summary:
        """Do what is left to do."""
        state = self._state(resume)
        tally = Tally(state.counts)
        before = tally.pages
        if not state.finished:
            state = self._write_parts(state, tally, workers, progress)
            assemble_parts(self.where, state.parts)
            state = manifests.finish(state)
            manifests.save(state, self.where.manifest)
        if self.where.whole is not None:
            paths.remove_folder(self.where.parts)
        return Tally(state.counts).summary(
            ignored_files=self._inputs.ignored_files,
            resumed_pages=before,
            seconds=round(time.monotonic() - self._started, 3),
        )

    # ------------------------------------------------------------ state

    def _state(self, resume: bool) -> Manifest:
        """Where the job stands. Raises `JobError` where it is another one."""
        options = self._described()
        found = manifests.load(self.where.manifest)
        if resume:
            if any(source.path == STDIN for source in self._inputs.sources):
                raise JobError("a job that reads standard input cannot be resumed; put the input into a file")
            return self._resumed(found, options) if found else self._new(options)
        if found and not found.finished:
            raise JobError(
                f"{self.where.output}: there is an unfinished job; resume it, or remove {self.where.manifest}"
            )
        return self._new(options)

    def _new(self, options: dict[str, Any]) -> Manifest:
        output = self.where.output
        if output.endswith("/") and paths.is_folder(output) and paths.files_below(output):
            raise JobError(f"{output}: this folder is not empty; name another, or remove what is in it")
        if self.where.whole is not None:
            paths.remove_folder(self.where.parts)
        state = Manifest(options)
        manifests.save(state, self.where.manifest)
        return state

    def _resumed(self, found: Manifest, options: dict[str, Any]) -> Manifest:
        if changed := manifests.differences(found, options):
            raise JobError(
                f"{self.where.output}: the job cannot be resumed, for it is not the same: {'; '.join(changed)}; "
                f"do as before, or remove {self.where.manifest} and start anew"
            )
        if not found.finished:
            self._check_parts(found)
        elif self.where.whole is not None and paths.stat_file(self.where.whole) is None:
            return self._new(options)  # it is done, but what it made is gone
        return found

    def _check_parts(self, found: Manifest) -> None:
        for number, size in enumerate(found.parts):
            there = paths.stat_file(self.where.part(number))
            if size and (there is None or there.size != size):
                raise JobError(
                    f"{self.where.part(number)}: is not as the job left it; remove {self.where.manifest} and start anew"
                )

    def _described(self) -> dict[str, Any]:
        """All that decides what the output is."""
        options = self._options
        described = {one.name: getattr(options, one.name) for one in fields(options) if one.name != "columns"}
        described |= {f"{one.name}_column": getattr(options.columns, one.name) for one in fields(options.columns)}
        described |= {"format": self.where.form, "extras": list(options.extras)}
        files = f"{len(self._inputs.sources)} files, {self._inputs.size} bytes, digest {self._inputs.digest()}"
        return described | {"inputs": files, "articlekit": __version__, "schema": SCHEMA_VERSION}

    # ------------------------------------------------------------ work

    def _write_parts(
        self, state: Manifest, tally: Tally, workers: int, progress: Callable[[Progress], None] | None
    ) -> Manifest:
        options = self._options
        reading = Reading(self._inputs, Shape(options.columns, options.kind), state.position)
        setup = Setup(self.where.form, options.parser, options.kind, options.extras, options.timeout, options.memory)
        meter = _Meter(reading, self._inputs.size, tally.pages)
        with Pool(setup, workers) as pool, _Parts(self.where, state, tally, options.part_pages) as parts:
            for held, found in in_order(iter(reading), pool):
                parts.add(held, found)
                if progress is not None:
                    progress(meter.progress(tally))
            return parts.close()


class _Parts:
    """Writes rows into one part after the other, and the manifest after each."""

    def __init__(self, where: Layout, state: Manifest, tally: Tally, part_pages: int) -> None:
        self._where = where
        self._state = state
        self._tally = tally
        self._most = part_pages
        self._part: Part | None = None
        self._pages = self._size = 0
        self._position = state.position

    def __enter__(self) -> _Parts:
        return self

    def __exit__(self, *_: object) -> None:
        if self._part is not None:
            self._part.abandon()

    def add(self, held: _Held, found: Outcome) -> None:
        """Add a row; it counts when its part is finished."""
        if self._part is None:
            self._part = Part(self._where, len(self._state.parts))
        self._part.add(self._tally.pages, held.name, "error" in found.about, found.body)
        self._tally.add(found.about)
        self._position = held.position
        self._pages += 1
        self._size += held.size
        if self._pages >= self._most or self._size >= PART_BYTES:
            self._commit()

    def _commit(self) -> None:
        if self._part is None:
            return
        size = self._part.commit()
        self._part = None
        self._state = self._state.with_part(size, self._position, self._tally.to_dict())
        manifests.save(self._state, self._where.manifest)
        self._pages = self._size = 0

    def close(self) -> Manifest:
        """Finish the last part; the state then."""
        self._commit()
        return self._state


class _Meter:
    """Measures how fast a run is."""

    def __init__(self, reading: Reading, size: int, before: int) -> None:
        self._reading = reading
        self._size = size
        self._before = before
        self._first = reading.bytes_read
        self._start = time.monotonic()

    def progress(self, tally: Tally) -> Progress:
        """How far it is."""
        seconds = max(time.monotonic() - self._start, 1e-6)
        done = self._reading.bytes_read
        share = min(done / self._size, 1.0) if self._size else None
        pace = (done - self._first) / seconds
        left = max(self._size - done, 0) / pace if share is not None and pace > 0 else None
        return Progress(tally.pages, tally.failed, (tally.pages - self._before) / seconds, share, left)


def in_order(pages: Iterator[tuple[Position, RawPage]], pool: Pool) -> Iterator[tuple[_Held, Outcome]]:
    """The outcomes of pages in their order. Holds a bounded number of pages and rows, and of their bytes."""
    on_the_way: dict[int, _Held] = {}
    waiting: dict[int, Outcome] = {}
    read = written = size = 0
    more = True
    while True:
        while more and pool.in_flight < QUEUED * pool.workers and size < HELD_BYTES and read - written < HELD:
            page = next(pages, None)
            if page is None:
                more = False
                break
            position, raw = page
            on_the_way[read] = _Held(position, raw.id, raw.size)
            size += raw.size
            pool.submit(read, raw)
            read += 1
        if written == read:
            return
        number, found = pool.take()
        waiting[number] = found
        size += len(found.body) - on_the_way[number].size
        while written in waiting:
            ready = waiting.pop(written)
            size -= len(ready.body)
            yield on_the_way.pop(written), ready
            written += 1
