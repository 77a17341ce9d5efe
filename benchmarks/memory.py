"""How resident memory behaves over many pages in one process: it must be flat once the library is warm.

    python benchmarks/memory.py                      20,000 pages of the development corpora, in a circle
    python benchmarks/memory.py --pages 5000         fewer
    python benchmarks/memory.py --generated          hostile pages of all families, where there are no corpora

Prints the resident memory after the first thousand pages and after each further tenth, and its growth from there.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))


import articlekit
import measure

PAGES: Final = 20_000
WARM: Final = 1000
"""Pages after which nothing should be added."""
SAMPLE: Final = 700
"""Different pages of the corpora: with them in memory once, the circle adds nothing of its own."""
PIECES: Final = 12
"""Pieces of a hostile page."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and prints its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=measure.DATA, help="folder of the corpora (default: %(default)s)")
    parser.add_argument("--pages", type=int, default=PAGES, help="default: %(default)s")
    parser.add_argument("--generated", action="store_true", help="hostile pages instead of the corpora's")
    options = parser.parse_args(arguments)
    pages, what = _pages(options.data.resolve(), options.generated)
    print(f"{options.pages} parses of {len(pages)} {what}\n\n| pages | resident, MiB | minutes |\n|---|---|---|")
    at, start, warm = 0, time.monotonic(), 0.0
    print(f"| 0 | {_resident():.1f} | 0 |")
    for stop in _stops(options.pages):
        for page in islice(cycle(pages), at, stop):
            _parse(page)
        at = stop
        gc.collect()
        resident = _resident()
        warm = warm or resident
        print(f"| {stop} | {resident:.1f} | {(time.monotonic() - start) / 60:.1f} |", flush=True)
    print(f"\nfrom page {min(WARM, options.pages)} on: {resident - warm:+.1f} MiB, {resident / warm - 1:+.1%}")
    return 0


def _stops(pages: int) -> Iterator[int]:
    yield min(WARM, pages)
    yield from (stop for tenth in range(1, 11) if (stop := pages * tenth // 10) > WARM)


def _parse(page: Any) -> None:
    with suppress(articlekit.ArticleKitError):
        articlekit.parse(page)


def _pages(data: Path, generated: bool) -> tuple[list[Any], str]:
    if not generated:
        try:
            sample = measure.load_scorers(data).corpora.speed_sample(SAMPLE)
            return [html for _, html, _ in sample], "pages of the development corpora (which stay in memory)"
        except measure.MissingCorporaError as error:
            print(f"{error}; hostile pages stand in", file=sys.stderr)
    from hostile.families import THEMES

    return [make(PIECES) for families in THEMES.values() for make in families.values()], "hostile pages"


def _resident() -> float:
    """Resident memory of this process, in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


if __name__ == "__main__":
    sys.exit(main())
