"""Which files a job reads, in which order, and what each of them is. Opens none of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, get_args

from articlekit.corpus import paths
from articlekit.corpus.encoding import zstandard
from articlekit.errors import InvalidOptionError, MissingExtraError

Form = Literal["page", "jsonl", "parquet", "warc"]
"""What an input is: one page, or many in one of these formats."""
InputFormat = Literal["auto", "page", "jsonl", "parquet", "warc"]
INPUT_FORMATS: Final[tuple[InputFormat, ...]] = get_args(InputFormat)

STDIN: Final = "-"

_SUFFIXES: Final[tuple[tuple[Form, tuple[str, ...]], ...]] = (
    ("jsonl", (".jsonl", ".ndjson")),
    ("parquet", (".parquet",)),
    ("warc", (".warc", ".wet")),
    ("page", (".html", ".htm", ".xhtml", ".txt", ".md", ".markdown")),
)
"""What a file is by its name. In folders, all others are ignored; a file that is named is a page."""
_COMPRESSED: Final = (".gz", ".zst")
_MAGIC: Final = frozenset("*?[")


class Source(NamedTuple):
    """A file with pages."""

    path: str
    """As the caller gave it, or found in a folder; "-" is standard input."""
    form: Form
    """What it holds."""
    size: int
    """In bytes; 0 where that is not known."""
    mark: str
    """Changes when the file does."""


class Inputs(NamedTuple):
    """What a job reads."""

    sources: tuple[Source, ...]
    """In the order of the output."""
    ignored_files: int
    """Files in folders that are no input, by their names."""

    @property
    def size(self) -> int:
        """In bytes, as far as known."""
        return sum(source.size for source in self.sources)

    def digest(self) -> str:
        """Differs where files, their order, sizes or times differ."""
        digest = hashlib.blake2b(digest_size=16)
        for source in self.sources:
            digest.update(repr(tuple(source)).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def find_inputs(inputs: Iterable[str | os.PathLike[str]], form: InputFormat = "auto") -> Inputs:
    """The files that files, folders and patterns stand for: in the order given, within folders and patterns by name.

    Raises `InvalidOptionError` for a pattern or a folder without files and for a file that comes up twice,
    `MissingExtraError` for one whose format needs what is not installed.
    """
    found: list[str] = []
    ignored = 0
    for path in [os.fspath(one) for one in inputs]:
        if path != STDIN:
            paths.check(path)
        files, left_out = _files(path, form)
        found += files
        ignored += left_out
    _refuse_twice(found)
    sources = tuple(_source(path, form) for path in found)
    _check_extras(sources)
    return Inputs(sources, ignored)


def _files(path: str, form: InputFormat) -> tuple[list[str], int]:
    """The files that an input stands for, and how many are ignored."""
    if path == STDIN:
        return [path], 0
    if paths.is_folder(path):
        files = paths.files_below(path)
        chosen = [file for file in files if form != "auto" or form_of(file) is not None]
        if not chosen:
            raise InvalidOptionError(f"{path}: there are no pages in this folder, by the names of its files")
        return chosen, len(files) - len(chosen)
    if _MAGIC & set(path) and paths.stat_file(path) is None:
        files = paths.files_matching(path)
        if not files:
            raise InvalidOptionError(f"{path}: no file matches this pattern")
        return files, 0
    return [path], 0


def form_of(path: str) -> Form | None:
    """What a file is by its name; None where its name does not tell."""
    name = path.lower()
    for suffix in _COMPRESSED:
        plain = name.removesuffix(suffix)
        if plain != name:
            return next((form for form, ends in _SUFFIXES if form in ("jsonl", "warc") and plain.endswith(ends)), None)
    return next((form for form, ends in _SUFFIXES if name.endswith(ends)), None)


def _source(path: str, form: InputFormat) -> Source:
    found = None if path == STDIN else paths.stat_file(path)
    what: Form = form if form != "auto" else form_of(path) or "page"
    return Source(path, what, *(found or (0, "")))


def _refuse_twice(files: Sequence[str]) -> None:
    seen = set()
    for file in files:
        if file in seen:
            raise InvalidOptionError(f"{file}: is among the inputs twice; name it once")
        seen.add(file)


def _check_extras(sources: Iterable[Source]) -> None:
    """Whether all is there that the formats need: said before the job, not file by file."""
    forms = {source.form for source in sources}
    if "parquet" in forms:
        import articlekit.arrow  # noqa: F401  (it says what is missing)
    if "warc" in forms:
        try:
            import fastwarc  # noqa: F401
        except ImportError:
            raise MissingExtraError('WARC needs fastwarc; pip install "articlekit[warc]"') from None
    if any(source.form == "jsonl" and source.path.lower().endswith(".zst") for source in sources):
        zstandard()
