"""A parser of jobs that only waits, for benchmarks/corpus.py: what more workers bring where processors are free."""

from __future__ import annotations

import time
from typing import Any, Final

from articlekit import Article

SECONDS: Final = 0.02


def parse(page: Any, *, url: str | None = None, **_: Any) -> Article:
    """The page's length, after a while."""
    time.sleep(SECONDS)
    return Article(text=str(len(page)), url=url)
