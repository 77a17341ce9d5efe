"""Parsers for tests of jobs, which workers import by name: quick ones, and some that hang or die at a page's word.

The library's own parser knows none of these words: what a page says cannot do this to it.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, Final

from articlekit import Article, EmptyInputError


def text_of(page: Any) -> str:
    return page if isinstance(page, str) else bytes(page).decode("utf-8", "replace")


def quick(page: Any, *, url: str | None = None, **_: Any) -> Article:
    """The page as an article's text, at once."""
    text = text_of(page)
    if "empty" in text:
        raise EmptyInputError("the page is empty: a test says so")
    return Article(title=text[:40], text=text, url=url)


def slow(page: Any, **options: Any) -> Article:
    """The same after some milliseconds, so that there is time for an accident."""
    time.sleep(0.02)
    return quick(page, **options)


def poisoned(page: Any, **options: Any) -> Article:
    """The same, but for pages with a word."""
    text = text_of(page)
    if "hang" in text:
        while True:
            pass
    if "crash" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "exit" in text:
        os._exit(7)
    if "hog" in text:
        hoard = [bytes(1 << 20) for _ in range(1 << 20)]  # a TiB
        assert hoard
    if "exhausted" in text:
        raise MemoryError
    if "print" in text:
        os.write(1, b"something that no library should print")
    if (mark := text.partition("once:")[2]) and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(page, **options)


EXTRAS: Final = frozenset({"fastwarc", "fsspec", "pyarrow", "zstandard"})


def bare(page: Any, **options: Any) -> Article:
    """The same where no extra is loaded; else the names of those that are."""
    loaded = sorted(EXTRAS & set(sys.modules))
    return quick(" ".join(loaded) or page, **options)
