"""How a job over many pages compares with parsing alone, with two workers against one, and with another extractor.

    python benchmarks/corpus.py                     2,000 pages of the development corpora, in a circle, or the fixtures
    python benchmarks/corpus.py --pages 200         fewer
    python benchmarks/corpus.py --rounds 3          each run so many times, in turn; the fastest counts
    python benchmarks/corpus.py --peer              trafilatura in the same harness, where it is installed

Prints pages per second with one worker and with two, beside what two processes that only parse make of the machine, and
with pages that only wait, for which a busy machine has time; the time of a page in a job with one worker against that
of `parse` in one process; and the resident memory of a job and its workers at a quarter of the pages and at all of
them. Other work on the machine shows in the seconds, hardly in the processor time, so both are printed, and the load.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

import articlekit
import measure
from articlekit.corpus import Options, run
from articlekit.readers import builder
from articlekit.rows import RawPage, make_row

PAGES: Final = 2000
SAMPLE: Final = 500
"""Different pages of the corpora; they are taken in a circle."""
WARM: Final = 20
"""Pages that are parsed before a clock runs."""
PEER: Final = "corpus_peer:parse"
WAITING: Final = "corpus_waiting:parse"


class Lap(NamedTuple):
    """One run."""

    seconds: float
    """By the clock on the wall."""
    cpu: float
    """Seconds of processor time, of the job and its workers together."""
    resident: float
    """Most resident memory of the job and its workers together, in MiB; 0 where it was not measured."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and prints its figures."""
    options = _options(arguments)
    pages, what = _pages(options.data.resolve(), options.pages)
    print(f"{len(pages)} pages from {what}, {_build()}; load before: {_load()}")
    with tempfile.TemporaryDirectory(prefix="articlekit-") as folder:
        whole = _written(Path(folder) / "pages.jsonl", pages)
        quarter = _written(Path(folder) / "quarter.jsonl", pages[: len(pages) // 4])
        best = _race(_contestants(pages, whole, options.peer), options.rounds)
        _print_speeds(best, len(pages))
        small, large = (_job(file, 2, Options(part_pages=100)).resident for file in (quarter, whole))
    print(f"\nresident memory of a job with two workers: {small:.0f} MiB at {len(pages) // 4} pages, ", end="")
    print(f"{large:.0f} MiB at {len(pages)}; ratio {large / small:.2f}")
    print(f"load after: {_load()}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--data", type=Path, default=measure.DATA, help="folder of the corpora (default: %(default)s)")
    add("--pages", type=int, default=PAGES, help="default: %(default)s")
    add("--rounds", type=int, default=1, help="default: %(default)s")
    add("--peer", action="store_true", help="trafilatura, too")
    return parser.parse_args(arguments)


def _pages(data: Path, count: int) -> tuple[list[RawPage], str]:
    """The pages, and where they come from."""
    try:
        sample = measure.load_scorers(data).corpora.speed_sample(min(SAMPLE, count))
        found, what = [RawPage(None, url, html) for _, html, url in sample], "the development corpora"
    except measure.MissingCorporaError as error:
        print(f"{error}; the fixtures stand in", file=sys.stderr)
        files = sorted((measure.ROOT / "fixtures" / "pages").glob("*/page.html"))
        found = [RawPage(None, None, file.read_text(encoding="utf-8", errors="replace")) for file in files]
        what = "fixtures/pages"
    return [raw._replace(id=str(number)) for number, raw in enumerate(islice(cycle(found), count))], what


def _written(path: Path, pages: Sequence[RawPage]) -> Path:
    with path.open("w", encoding="utf-8") as stream:
        for raw in pages:
            stream.write(json.dumps({"id": raw.id, "url": raw.url, "html": raw.content}) + "\n")
    return path


def _build() -> str:
    return "pure Python" if Path(builder.__file__).suffix == ".py" else "compiled modules"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


# ---------------------------------------------------------------- the race


def _contestants(pages: Sequence[RawPage], whole: Path, with_peer: bool) -> dict[str, Callable[[], Lap]]:
    found: dict[str, Callable[[], Lap]] = {
        "parse alone": lambda: _alone(pages),
        "parse in 2 processes": lambda: _alone_twice(pages),
        "job, 1 worker": lambda: _job(whole, 1, Options()),
        "job, 2 workers": lambda: _job(whole, 2, Options()),
        "job that only waits 20 ms a page, 1 worker": lambda: _job(whole, 1, Options(parser=WAITING)),
        "job that only waits, 2 workers": lambda: _job(whole, 2, Options(parser=WAITING)),
    }
    if with_peer:
        if find_spec("trafilatura") is None:
            print("trafilatura is not installed: left out", file=sys.stderr)
        else:
            found["trafilatura, 1 worker"] = lambda: _job(whole, 1, Options(parser=PEER))
            found["trafilatura, 2 workers"] = lambda: _job(whole, 2, Options(parser=PEER))
    return found


def _race(contestants: dict[str, Callable[[], Lap]], rounds: int) -> dict[str, Lap]:
    """For each contestant, its fastest run."""
    laps = [{name: contestant() for name, contestant in contestants.items()} for _ in range(rounds)]
    return {name: min(lap[name] for lap in laps) for name in contestants}


def _cpu() -> float:
    """Of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _alone(pages: Sequence[RawPage]) -> Lap:
    """`parse` in this process: no file, no row, no other process."""
    for raw in pages[:WARM]:
        make_row(raw)
    start, cpu = time.perf_counter(), _cpu()
    for raw in pages:
        _parse(raw)
    return Lap(time.perf_counter() - start, _cpu() - cpu, 0.0)


def _alone_twice(pages: Sequence[RawPage]) -> Lap:
    """`parse` in two processes that send nothing back: what this machine gives to two, at this moment."""
    start, cpu = time.perf_counter(), _cpu()
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        deque(pool.map(_parse, pages, chunksize=10), maxlen=0)
    return Lap(time.perf_counter() - start, _cpu() - cpu, 0.0)


def _parse(raw: RawPage) -> None:
    with suppress(articlekit.ArticleKitError):
        articlekit.parse(raw.content, url=raw.url)


def _job(source: Path, workers: int, options: Options) -> Lap:
    """A job into JSON Lines, from the start of its workers to the finished file."""
    with tempfile.TemporaryDirectory(prefix="articlekit-") as folder, _Watch() as watch:
        start, cpu = time.perf_counter(), _cpu()
        run(source, Path(folder) / "out.jsonl", workers=workers, options=options)
        return Lap(time.perf_counter() - start, _cpu() - cpu, watch.most)


def _print_speeds(best: dict[str, Lap], count: int) -> None:
    alone, one, two = best["parse alone"], best["job, 1 worker"], best["job, 2 workers"]
    print("\n| | pages/s | ms per page | processor ms per page |\n|---|---|---|---|")
    for name, lap in best.items():
        times = (lap.seconds / count * 1000, lap.cpu / count * 1000)
        print(f"| {name} | {count / lap.seconds:.1f} | {times[0]:.2f} | {times[1]:.2f} |")
    ratios = (one.seconds / alone.seconds, one.cpu / alone.cpu)
    print(f"\na page in a job with one worker, against parse alone: {ratios[0]:.2f}; processor time: {ratios[1]:.2f}")
    machine = alone.seconds / best["parse in 2 processes"].seconds
    print(f"two workers, against one: {one.seconds / two.seconds:.2f} times the pages", end="")
    print(f"; two processes that only parse, against one: {machine:.2f} times")
    waits = best["job that only waits 20 ms a page, 1 worker"].seconds / best["job that only waits, 2 workers"].seconds
    print(f"two workers, against one, where pages only wait: {waits:.2f} times the pages")
    if peer := best.get("trafilatura, 1 worker"):
        ratios = (one.seconds / peer.seconds, one.cpu / peer.cpu)
        print(f"a page in a job, against one by trafilatura: {ratios[0]:.2f}; processor time: {ratios[1]:.2f}")


# ---------------------------------------------------------------- memory


class _Watch:
    """Looks at the resident memory of this process's workers and of what a job adds to it (Linux)."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._before = _resident(os.getpid())

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            own = _resident(os.getpid()) - self._before
            self.most = max(self.most, own + sum(_resident(process) for process in _children()))


def _children() -> Iterator[int]:
    for path in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            yield from (int(word) for word in path.read_text().split())


def _resident(process: int) -> float:
    """In MiB."""
    with suppress(OSError):
        return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * 4096 / 2**20
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
