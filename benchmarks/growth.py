"""How the cost of hostile pages grows with their size: the exponent of each family, 1 where it is linear.

    python benchmarks/growth.py                             all families of tests/hostile, the worst first
    python benchmarks/growth.py --octets 400000 --theme citing --worst 10

A page of each family is parsed and written in every format at n, 2n and 4n pieces, in a process of its own. CPU time
of one thread; of some rounds the least counts, so that what else the machine does adds little. The exponent is the
slope of a line through the logarithms of size and time. Where the largest page takes less than the clock can tell from
noise, there is none. Tests count lines of Python instead (`tests/hostile/test_families.py`); C code counts only here.
"""

from __future__ import annotations

import argparse
import gc
import math
import multiprocessing
import resource
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))


import articlekit
from hostile.families import KINDS, THEMES
from hostile.families.making import Make
from hostile.running import size_of

SMALLEST: Final = 16_000
"""Octets of the smallest page, unless the command says otherwise."""
ROUNDS: Final = 3
LEAST: Final = 0.05
"""Seconds that the largest page must take for its growth to be told."""
BAR: Final = 1.35
"""An exponent that no family may go beyond."""


class Growth(NamedTuple):
    """How a family grows."""

    name: str
    exponent: float | None
    seconds: float
    """For the largest page."""
    octets: int
    """Characters or octets of the largest page."""
    peak: int
    """Resident memory of the process at its highest, in MiB."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and prints its table; 1 if a family grows faster than it may."""
    options = _options(arguments)
    names = [(theme, name) for theme in options.theme or THEMES for name in THEMES[theme]][:: options.step]
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=25) as pool:
        jobs = ((theme, name, options.octets, options.rounds) for theme, name in names)
        found = list(pool.imap(_growth, jobs))
    told = sorted((one for one in found if one.exponent is not None), key=lambda one: -(one.exponent or 0))
    print(f"{len(found)} families from {options.octets} octets on; of {len(told)} the growth can be told\n")
    print("| family | exponent | seconds, largest page | its size | peak, MiB |\n|---|---|---|---|---|")
    for one in told[: options.worst]:
        print(f"| {one.name} | {one.exponent:.2f} | {one.seconds:.2f} | {one.octets} | {one.peak} |")
    beyond = [one.name for one in told if (one.exponent or 0) > BAR]
    print(f"\n{len(beyond)} beyond {BAR}")
    return 1 if beyond else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--octets", type=int, default=SMALLEST, help="size of the smallest page (default: %(default)s)")
    add("--theme", action="append", choices=THEMES, help="default: all")
    add("--rounds", type=int, default=ROUNDS, help="default: %(default)s")
    add("--step", type=int, default=1, help="only every so many families (default: %(default)s)")
    add("--worst", type=int, default=20, help="rows to print (default: %(default)s)")
    return parser.parse_args(arguments)


def _growth(job: tuple[str, str, int, int]) -> Growth:
    theme, name, octets, rounds = job
    make: Make = THEMES[theme][name]
    n = size_of(make, octets, least=16)
    pages = [make(n), make(2 * n), make(4 * n)]
    kind = KINDS.get(theme, "auto")
    _seconds(pages[0][:2000], kind)  # whatever is loaded late is loaded now
    times = [min(_seconds(page, kind) for _ in range(rounds)) for page in pages]
    slope = _slope([len(page) for page in pages], times) if times[-1] >= LEAST else None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Growth(f"{theme}: {name}", slope, times[-1], len(pages[-1]), peak)


def _seconds(page: Any, kind: Any) -> float:
    gc.collect()
    start = time.process_time()
    with suppress(articlekit.ArticleKitError):
        _use(articlekit.parse(page, kind=kind))
    return time.process_time() - start


def _use(article: articlekit.Article) -> None:
    article.model_dump_json()
    article.to_html()
    article.to_markdown()
    article.to_markdown(citations="footnotes")
    article.to_text()
    article.to_claims_csv()
    article.to_annotations()
    article.to_csl_json()
    article.uncited_claims()


def _slope(sizes: Sequence[int], times: Sequence[float]) -> float | None:
    xs, ys = [math.log(size) for size in sizes], [math.log(max(seconds, 1e-9)) for seconds in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((at - x) ** 2 for at in xs)
    return sum((at - x) * (to - y) for at, to in zip(xs, ys, strict=True)) / spread if spread else None


if __name__ == "__main__":
    sys.exit(main())
