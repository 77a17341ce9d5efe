"""From files to pages: each in order, with an identifier, and a fault where something of the file is lost.

Nothing is skipped in silence. A broken line, record or stream gives a page with a fault that says what is lost, and
reading goes on behind it where the format allows. A reader takes an open stream; what it yields for a file is the same
each time, so that a job can be resumed by counting.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import IO, Any, Final, NamedTuple

from articlekit.corpus import paths
from articlekit.corpus.encoding import zstandard
from articlekit.corpus.inputs import STDIN, Form, Inputs, Source
from articlekit.readers import Kind, kind_of_file
from articlekit.rows import Columns, Fault, RawPage, raw_page

MOST_BYTES: Final = 64 << 20
"""Bytes of a page, or of a line that holds one: no page of the web comes near, and memory must have a bound."""
_CHUNK: Final = 8192  # of zstd, which may stand for a hundred MiB


class Shape(NamedTuple):
    """How pages lie in their inputs."""

    columns: Columns
    """Which columns of JSON Lines and Parquet hold what."""
    kind: Kind
    """What the pages are."""


Reader = Callable[[str, IO[bytes], Shape], Iterator[RawPage]]


class Position(NamedTuple):
    """How far a job has read."""

    source: int = 0
    """Number of files behind it."""
    pages: int = 0
    """Number of pages of the next one behind it."""


class Reading:
    """The pages of all inputs, from a position on. Says how far it is."""

    def __init__(self, inputs: Inputs, shape: Shape, start: Position = Position()) -> None:  # noqa: B008
        self._sources = inputs.sources
        self._shape = shape
        self._start = start
        self._stream: IO[bytes] | None = None
        self._behind = sum(source.size for source in inputs.sources[: start.source])

    @property
    def bytes_read(self) -> int:
        """Of the inputs' sizes."""
        try:
            within = self._stream.tell() if self._stream is not None and not self._stream.closed else 0
        except (OSError, ValueError):
            within = 0
        return self._behind + within

    def __iter__(self) -> Iterator[tuple[Position, RawPage]]:
        """The pages, each with the position behind it."""
        skip = self._start.pages
        for index in range(self._start.source, len(self._sources)):
            source = self._sources[index]
            for count, raw in enumerate(islice(self._pages(source), skip, None), skip + 1):
                yield Position(index, count), raw
            skip = 0
            self._behind += source.size

    def _pages(self, source: Source) -> Iterator[RawPage]:
        name = paths.printable(source.path)
        try:
            stream = _stdin(source.form) if source.path == STDIN else paths.open_file(source.path)
        except (OSError, ValueError) as error:
            yield lost(name, "unreadable", f"cannot be read ({reason(error)}); check the name and its permissions")
            return
        with stream:
            self._stream = stream
            for raw in _READERS[source.form](name, stream, self._shape):
                yield raw if raw.size <= MOST_BYTES else _too_large(raw)
            self._stream = None


def _stdin(form: Form) -> IO[bytes]:
    """Standard input; where readers go back and forth, a copy of it."""
    if sys.stdin is None:
        raise OSError("standard input is closed")
    stream = io.FileIO(sys.stdin.fileno(), closefd=False)
    if form not in ("parquet", "warc"):
        return stream
    copy = tempfile.TemporaryFile(prefix="articlekit-")  # noqa: SIM115  (the caller closes it)
    shutil.copyfileobj(stream, copy, 1 << 20)
    copy.seek(0)
    return copy


def lost(name: str, kind: str, message: str, url: str | None = None) -> RawPage:
    """A page that there is none of, or a stretch of a file that holds who knows how many."""
    return RawPage(name, url, None, fault=Fault(kind, message))


def reason(error: Exception) -> str:
    """Why a file cannot be read, in few words."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _too_large(raw: RawPage) -> RawPage:
    return lost(raw.id or "", "too-large", f"the page has more than {MOST_BYTES >> 20} MiB; cut it", raw.url)


# ---------------------------------------------------------------- one page a file


def _read_page(path: str, stream: IO[bytes], shape: Shape) -> Iterator[RawPage]:
    try:
        content = _read_up_to(stream, MOST_BYTES + 1)
    except OSError as error:
        yield lost(path, "unreadable", f"cannot be read ({reason(error)}); check the file")
        return
    yield RawPage(path, None, content, kind=kind_of_file(path, shape.kind))


def _read_up_to(stream: IO[bytes], size: int) -> bytes:
    """A pipe gives less at a time than it is asked for."""
    pieces = []
    while size > 0 and (piece := stream.read(min(size, 1 << 20))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


# ---------------------------------------------------------------- JSON Lines


def _read_lines(path: str, stream: IO[bytes], shape: Shape) -> Iterator[RawPage]:
    number = 0
    try:
        for number, line in _numbered(_decompressed(path, stream)):
            if line is None:
                yield lost(f"{path}:{number}", "too-large", f"the line has more than {MOST_BYTES >> 20} MiB; cut it")
            elif not line.isspace():
                yield _page_of(f"{path}:{number}", line, shape)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (whatever broken data makes a decompressor raise)
        yield lost(f"{path}:{number + 1}-", "corrupt-input", f"lost from line {number + 1} to the end: {reason(error)}")


def _decompressed(path: str, stream: IO[bytes]) -> IO[bytes]:
    name = path.lower()
    if name.endswith(".gz"):
        return gzip.GzipFile(fileobj=stream)  # type: ignore[return-value]  # buffered again, it would lose what precedes damage
    if name.endswith(".zst"):
        return io.BufferedReader(_Frames(stream), 1 << 17)
    return io.BufferedReader(stream, 1 << 17) if isinstance(stream, io.RawIOBase) else stream


class _Frames(io.RawIOBase):
    """Zstandard frames as one stream. The module's own reader takes the end of a file for the end of a frame."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._frame: Any = None
        self._ahead = b""
        """Compressed bytes behind the frame."""
        self._held = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            chunk = self._ahead or self._stream.read(_CHUNK)
            if not chunk:
                if self._frame is not None:
                    raise EOFError("the last frame is cut short")
                return 0
            self._frame = self._frame or zstandard().ZstdDecompressor().decompressobj()  # type: ignore[attr-defined]
            self._held = memoryview(self._frame.decompress(chunk))
            self._ahead = self._frame.unused_data if self._frame.eof else b""
            self._frame = None if self._frame.eof else self._frame
        size = min(len(buffer), len(self._held))
        buffer[:size], self._held = self._held[:size], self._held[size:]
        return size


def _numbered(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """The lines with their numbers, from 1; None for one that is too long."""
    number = 0
    while line := stream.readline(MOST_BYTES):
        number += 1
        if len(line) < MOST_BYTES:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(1 << 20)
        yield number, None


def _page_of(place: str, line: bytes, shape: Shape) -> RawPage:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return lost(place, "invalid-json", f"the line is no JSON ({error}); mend it")
    if not isinstance(row, dict):
        return lost(place, "invalid-json", f"the line holds a {type(row).__name__}; it must be an object")
    columns = shape.columns
    content = row.get(columns.find_page(row) or "")
    raw = raw_page(content, row.get(columns.url), row.get(columns.id), row.get(columns.charset), shape.kind)
    return raw if raw.id is not None else raw._replace(id=place)


# ---------------------------------------------------------------- other formats


def _read_parquet(path: str, stream: IO[bytes], shape: Shape) -> Iterator[RawPage]:
    from articlekit.corpus.parquet import read_parquet

    return read_parquet(path, stream, shape)


def _read_warc(path: str, stream: IO[bytes], shape: Shape) -> Iterator[RawPage]:
    from articlekit.corpus.warc import read_warc

    return read_warc(path, stream, shape)


_READERS: Final[Mapping[Form, Reader]] = {
    "page": _read_page,
    "jsonl": _read_lines,
    "parquet": _read_parquet,
    "warc": _read_warc,
}
