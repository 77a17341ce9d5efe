"""trafilatura as a parser of jobs, for benchmarks/corpus.py: its fast extraction, its text as that of an article."""

from __future__ import annotations

from typing import Any

import trafilatura

from articlekit import Article


def parse(page: Any, *, url: str | None = None, **_: Any) -> Article:
    """What trafilatura extracts, without fallbacks by other extractors, as its users call it for speed."""
    return Article(text=trafilatura.extract(page, url=url, fast=True) or "", url=url)
