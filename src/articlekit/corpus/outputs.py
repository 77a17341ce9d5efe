"""Where rows go: parts, each all or nothing, and the file that they are put together in.

An output that ends in "/" is a folder of parts. One that does not is a single file: its parts lie in a folder beside it
until the job is done. A folder of Markdown has a file for each article; what lies in parts there are the errors.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import IO, Any, Final, NamedTuple

from articlekit.corpus import paths
from articlekit.corpus.encoding import FORMATS, Format, zstandard
from articlekit.errors import InvalidOptionError

_SUFFIXES: Final[tuple[tuple[str, Format], ...]] = (
    (".jsonl", "jsonl"),
    (".jsonl.gz", "jsonl.gz"),
    (".jsonl.zst", "jsonl.zst"),
    (".parquet", "parquet"),
)
_UNFIT: Final = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME: Final = 80
"""Characters of an identifier in a file's name."""


class Layout(NamedTuple):
    """The files of an output."""

    output: str
    """As the caller gave it."""
    form: Format
    """What is written."""
    parts: str
    """The folder of the parts."""
    manifest: str
    """The file of the manifest."""
    whole: str | None
    """The file that the parts are put together in; None where they stay."""

    def part(self, number: int) -> str:
        """The file of a part."""
        return paths.join(self.parts, f"part-{number:05d}.{'jsonl' if self.form == 'markdown' else self.form}")


def is_job_output(output: str | None) -> bool:
    """Whether this is the output of a job: a folder, or a file of one of the formats of jobs."""
    return output is not None and (output.endswith("/") or _format_of(output) is not None)


def layout(output: str, form: Format | None = None) -> Layout:
    """The files of an output. Raises `InvalidOptionError` where its name and its format do not go together."""
    paths.check(output)
    if output.endswith("/"):
        form = form or "jsonl"
        if form == "markdown":
            return Layout(output, form, paths.join(output, "_errors"), f"{output}_job.json", f"{output}errors.jsonl")
        return Layout(output, form, output, f"{output}_job.json", None)
    named = _format_of(output)
    if named is None:
        endings = ", ".join(suffix for suffix, _ in _SUFFIXES)
        raise InvalidOptionError(f'{output}: must end in {endings}, or in "/" for a folder of parts')
    if form not in (None, named):
        raise InvalidOptionError(
            f'{output}: is {named} by its name, not {form}; {form} goes into a folder, "{output}/"'
        )
    return Layout(output, named, f"{output}.parts", f"{output}.job.json", output)


def _format_of(output: str) -> Format | None:
    return next((form for suffix, form in reversed(_SUFFIXES) if output.lower().endswith(suffix)), None)


def check_format(form: str | None) -> None:
    """Raises `InvalidOptionError` for an unknown format."""
    if form is not None and form not in FORMATS:
        raise InvalidOptionError(f"format is {form!r}; it must be one of {', '.join(FORMATS)}")


def refuse_overlap(inputs: Iterable[str], where: Layout) -> None:
    """Raises `InvalidOptionError` where the output is an input, or lies in a folder that is one."""
    output = paths.absolute(where.output)
    for name in inputs:
        given = paths.absolute(name)
        if output == given or output.startswith(f"{given.rstrip('/')}/"):
            raise InvalidOptionError(f"{where.output}: is among the inputs ({name}); name another output")


# ---------------------------------------------------------------- parts


class Part:
    """A part in the making: rows are added in order; `commit` makes it appear, `abandon` makes it vanish."""

    def __init__(self, where: Layout, number: int) -> None:
        self._where = where
        self._path = where.part(number)
        self._stack = ExitStack()
        self._add: Callable[[bytes], Any] | None = None

    def add(self, number: int, name: str | None, is_error: bool, body: bytes) -> None:
        """Add the row of page `number`, from 0, with identifier `name`."""
        if self._where.form == "markdown" and not is_error:
            with paths.new_file(paths.join(self._where.output, _file_name(number, name))) as stream:
                stream.write(body)
            return
        if self._add is None:
            stream = self._stack.enter_context(paths.new_file(self._path))
            self._add = self._stack.enter_context(_writer(stream, self._where.form))
        self._add(body)

    def commit(self) -> int:
        """Finish it; its size in bytes, 0 where it holds nothing."""
        self._stack.close()
        if self._add is None:
            return 0
        found = paths.stat_file(self._path)
        return found.size if found else 0

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._stack.__exit__(_AbandonedError, _AbandonedError(), None)


class _AbandonedError(Exception):
    """Tells the files of a part that they are not wanted."""


def _file_name(number: int, name: str | None) -> str:
    """A name that no identifier can lead out of the folder with, and that no other page has."""
    said = _UNFIT.sub("_", name or "").strip("._")[-_LONGEST_NAME:]
    return f"{number:08d}-{said}.md" if said else f"{number:08d}.md"


def _writer(stream: IO[bytes], form: Format) -> AbstractContextManager[Callable[[bytes], Any]]:
    """What takes the rows' bytes and writes the file."""
    if form == "parquet":
        from articlekit.corpus.parquet import parquet_writer

        return parquet_writer(stream)
    if form == "jsonl.zst":
        return _Frame(stream)
    return _Plain(stream)


class _Plain(AbstractContextManager[Callable[[bytes], Any]]):
    """Lines, or gzip members: they stand one behind the other."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def __enter__(self) -> Callable[[bytes], Any]:
        return self._stream.write

    def __exit__(self, *_: object) -> None:
        return None


class _Frame(AbstractContextManager[Callable[[bytes], Any]]):
    """One Zstandard frame: many readers take the first for all."""

    def __init__(self, stream: IO[bytes]) -> None:
        compressor = zstandard().ZstdCompressor()  # type: ignore[attr-defined]
        self._writer = compressor.stream_writer(stream, closefd=False)

    def __enter__(self) -> Callable[[bytes], Any]:
        write: Callable[[bytes], Any] = self._writer.write
        return write

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self._writer.close()


# ---------------------------------------------------------------- the whole


def assemble_parts(where: Layout, sizes: Sequence[int]) -> None:
    """Put the parts together in one file, in their order. Raises OSError."""
    if where.whole is None:
        return
    files = [where.part(number) for number, size in enumerate(sizes) if size]
    with paths.new_file(where.whole) as stream:
        if where.form == "parquet":
            from articlekit.corpus.parquet import join_parquet

            join_parquet(files, stream)
        elif where.form == "jsonl.zst":
            with _Frame(stream) as write:
                for piece in _decompressed(files):
                    write(piece)
        else:
            for file in files:
                with paths.open_file(file) as part:
                    shutil.copyfileobj(part, stream, 1 << 20)


def _decompressed(files: Sequence[str]) -> Iterator[bytes]:
    decompressor = zstandard().ZstdDecompressor()  # type: ignore[attr-defined]
    for file in files:
        with paths.open_file(file) as part:
            yield from decompressor.read_to_iter(part)
