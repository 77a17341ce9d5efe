"""What became of the pages of a job, in numbers: counted page by page, kept in the manifest, told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from articlekit.rows import Row


@dataclass(frozen=True, slots=True)
class Summary:
    """The numbers of a job; of a resumed one, those of all its runs together."""

    pages: int = 0
    """Pages of the input: each is a row of the output."""
    articles: int = 0
    """Rows with an article."""
    errors: Mapping[str, int] = field(default_factory=dict)
    """Rows without, by the kind of fault."""
    page_types: Mapping[str, int] = field(default_factory=dict)
    """Articles by `Article.page_type`."""
    removed_words: Mapping[str, int] = field(default_factory=dict)
    """Words that were removed, by reason; a word is what stands between white space."""
    ignored_files: int = 0
    """Files in folders that are no input, by their names."""
    resumed_pages: int = 0
    """Pages of these that earlier runs had done."""
    seconds: float = 0.0
    """How long this run took."""

    @property
    def failed(self) -> int:
        """Rows without an article."""
        return self.pages - self.articles

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """The summary to be read, line by line."""
        done = self.pages - self.resumed_pages
        speed = f", {done / self.seconds:,.1f} pages/s" if self.seconds and done else ""
        before = f" ({self.resumed_pages:,} of them before)" if self.resumed_pages else ""
        yield f"{self.pages:,} pages{before}: {self.articles:,} articles, {self.failed:,} errors{speed}"
        tables = (("errors", self.errors), ("page types", self.page_types), ("words removed", self.removed_words))
        for name, counts in tables:
            if counts:
                yield f"{name}: " + ", ".join(f"{key} {count:,}" for key, count in _by_count(counts))
        if self.ignored_files:
            yield f"{self.ignored_files:,} files in folders are no pages by their names, and were not read"


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def about(row: Row) -> dict[str, Any]:
    """What a summary counts of a row."""
    if row.article is None:
        return {"error": row.fault.kind if row.fault else "internal"}
    removed: Counter[str] = Counter()
    for one in row.article.removed:
        removed[one.reason] += len(one.text.split())
    return {"page_type": row.article.page_type, "removed_words": dict(removed)}


class Tally:
    """Counts rows."""

    def __init__(self, counts: Mapping[str, Any] | None = None) -> None:
        """`counts`: where `to_dict` of another tally left off."""
        before = counts or {}
        self.pages: int = before.get("pages", 0)
        self._errors = Counter(before.get("errors", {}))
        self._page_types = Counter(before.get("page_types", {}))
        self._removed_words = Counter(before.get("removed_words", {}))

    @property
    def failed(self) -> int:
        """Rows with a fault."""
        return self._errors.total()

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a row, as `about` tells of it."""
        self.pages += 1
        if "error" in row:
            self._errors[row["error"]] += 1
            return
        self._page_types[row["page_type"]] += 1
        self._removed_words.update(row["removed_words"])

    def to_dict(self) -> dict[str, Any]:
        """The counts, as JSON takes them."""
        return {
            "pages": self.pages,
            "errors": _sorted(self._errors),
            "page_types": _sorted(self._page_types),
            "removed_words": _sorted(self._removed_words),
        }

    def summary(self, *, ignored_files: int, resumed_pages: int, seconds: float) -> Summary:
        """The numbers so far."""
        return Summary(
            **self.to_dict(),
            articles=self.pages - self.failed,
            ignored_files=ignored_files,
            resumed_pages=resumed_pages,
            seconds=seconds,
        )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
