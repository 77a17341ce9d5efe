"""Files by their paths: of this machine, or wherever fsspec reaches (`s3://bucket/crawl.warc.gz`). Knows no formats.

What is written appears whole or not at all. Here, a file is written under another name, synced, and renamed. Elsewhere
there may be no rename: the file is made here and then put there in one go, which object stores make visible at once and
other file systems may not.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from articlekit.errors import InvalidOptionError, MissingExtraError


class Stat(NamedTuple):
    """What tells whether a file is the one that it was."""

    size: int
    """In bytes."""
    mark: str
    """Changes when the content does: the time of the last change, or what the store gives in its place."""


def is_remote(path: str) -> bool:
    """Whether fsspec is asked for the path."""
    return "://" in path


def join(folder: str, name: str) -> str:
    """The path of a file in a folder."""
    return f"{folder.rstrip('/')}/{name}" if is_remote(folder) else os.path.join(folder, name)  # noqa: PTH118


def absolute(path: str) -> str:
    """The path from the root on, behind all links, with "/" between its parts."""
    return path.rstrip("/") if is_remote(path) else Path(path).resolve().as_posix()


def printable(path: str) -> str:
    """The path as text: bytes of it that are no UTF-8 are written out as "\\xff"."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def check(path: str) -> None:
    """Raises `InvalidOptionError` for an address, which is not fetched; `MissingExtraError` without fsspec."""
    if path.startswith(("http://", "https://")):
        raise InvalidOptionError(f"{path}: articlekit does not fetch; download the file first")
    if is_remote(path):
        _remote(path)


def _remote(path: str) -> tuple[Any, str]:
    """fsspec's file system for the path, and the path within it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingExtraError(f'{path} needs fsspec; pip install "articlekit[fsspec]"') from None
    try:
        file_system, inner = url_to_fs(path)
    except ImportError as error:
        raise MissingExtraError(f"{path}: {error}") from None
    except ValueError as error:
        raise InvalidOptionError(f"{path}: {error}") from None
    return file_system, inner


# ---------------------------------------------------------------- reading


def open_file(path: str) -> IO[bytes]:
    """The file, open for reading. Raises OSError."""
    if not is_remote(path):
        return Path(path).open("rb")
    file_system, inner = _remote(path)
    stream: IO[bytes] = file_system.open(inner, "rb")
    return stream


def stat_file(path: str) -> Stat | None:
    """Of a file; None where there is none, or no way to it."""
    with suppress(OSError, ValueError):
        if not is_remote(path):
            found = Path(path).stat()
            return Stat(found.st_size, str(found.st_mtime_ns)) if stat.S_ISREG(found.st_mode) else None
        file_system, inner = _remote(path)
        about = file_system.info(inner)
        keys = ("ETag", "etag", "LastModified", "mtime", "updated", "created")
        mark = next((str(about[key]) for key in keys if about.get(key)), "")
        return Stat(int(about.get("size") or 0), mark) if about["type"] == "file" else None
    return None


def is_folder(path: str) -> bool:
    """Whether there is a folder of this name."""
    if not is_remote(path):
        return Path(path).is_dir()
    file_system, inner = _remote(path)
    return bool(file_system.isdir(inner))


def files_below(folder: str) -> list[str]:
    """The files in a folder and the folders in it, sorted; hidden ones left out."""
    if is_remote(folder):
        file_system, inner = _remote(folder)
        found = [(str(path), str(path)[len(inner.rstrip("/")) :].lstrip("/")) for path in file_system.find(inner)]
        return sorted(join(folder, below) for _, below in found if not _is_hidden(below))
    return sorted(
        str(Path(at) / name)
        for at, _, names in os.walk(folder)
        for name in names
        if not _is_hidden(str((Path(at) / name).relative_to(folder)))
    )


def files_matching(pattern: str) -> list[str]:
    """The files that a pattern with `*`, `?`, `[…]` or `**` stands for, sorted."""
    if not is_remote(pattern):
        from glob import glob

        return sorted(path for path in glob(pattern, recursive=True) if Path(path).is_file())  # noqa: PTH207
    file_system, inner = _remote(pattern)
    return sorted(file_system.unstrip_protocol(path) for path in file_system.glob(inner) if file_system.isfile(path))


def _is_hidden(below: str) -> bool:
    return any(part.startswith(".") for part in below.replace(os.sep, "/").split("/"))


# ---------------------------------------------------------------- writing


@contextmanager
def new_file(path: str) -> Iterator[IO[bytes]]:
    """A stream to the file; it is there when the block ends without an exception, and then with all of it."""
    if is_remote(path):
        with tempfile.NamedTemporaryFile(prefix="articlekit-") as stream:
            yield stream
            stream.flush()
            file_system, inner = _remote(path)
            file_system.makedirs(file_system._parent(inner), exist_ok=True)
            file_system.put_file(stream.name, inner)
        return
    target = Path(path).resolve()  # through a symbolic link, the file behind it is replaced
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(target)
        _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """A name is on the disk when its folder is."""
    with suppress(OSError):  # not every system syncs folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_file(path: str) -> None:
    """Nothing where there is no such file."""
    if not is_remote(path):
        Path(path).unlink(missing_ok=True)
        return
    file_system, inner = _remote(path)
    if file_system.exists(inner):
        file_system.rm_file(inner)


def remove_folder(path: str) -> None:
    """With all that is in it; nothing where there is none."""
    if not is_remote(path):
        shutil.rmtree(path, ignore_errors=True)
        return
    file_system, inner = _remote(path)
    if file_system.exists(inner):
        file_system.rm(inner, recursive=True)
