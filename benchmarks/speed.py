"""How fast pages are parsed, measured against the time that lxml needs for a tree of the same page.

    python benchmarks/speed.py                                    150 pages of the development corpora, or the fixtures
    python benchmarks/speed.py --peers all                        other extractors on the same pages, where installed
    python benchmarks/speed.py --peers trafilatura,resiliparse    some of them
    pip install . && python benchmarks/speed.py                   the library as it is shipped: with compiled modules
    python benchmarks/speed.py --profile                          where the time goes, function by function

CPU time of one thread. Each page meets every contestant in turn, so that ratios pair up; of some rounds the fastest
counts.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any, Final, NamedTuple

import lxml.html

import articlekit
import measure
from articlekit.assemble import assemble
from articlekit.label import label
from articlekit.metadata import find_metadata
from articlekit.readers import builder, read
from articlekit.sources import cite
from articlekit.structure import structure
from articlekit.survey import survey

FLOOR: Final = "lxml.html.fromstring"
PEERS: Final = ("trafilatura", "trafilatura-fast", "readability-lxml", "newspaper4k", "resiliparse")
"""What `--peers all` stands for; whichever is not installed is left out."""
PAGES: Final = 150
ROUNDS: Final = 3
START_UPS: Final = 7
"""Fresh processes per import that is timed; the fastest counts."""


class Sample(NamedTuple):
    """A page to be timed."""

    html: str
    url: str | None

    @property
    def octets(self) -> bytes:
        return self.html.encode("utf-8", "replace")


Contestant = Callable[[Sample], Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and prints its tables."""
    options = _options(arguments)
    samples, where = _samples(options.data.resolve(), options.pages)
    print(f"{len(samples)} pages from {where}, {_kib(samples)} KiB each on average; {options.rounds} rounds")
    print(f"articlekit with {_build()}\n")
    samples = _parsable(samples)
    peers = _working(_peers(options.data.resolve(), options.peers), samples)
    contestants = {FLOOR: _tree, measure.SYSTEM: _article} | peers
    print(_ratio_table(_race(samples, contestants, options.rounds)))
    print(_stage_table(_stages(samples, options.rounds)))
    print(_import_line())
    if options.profile:
        _profile(samples)
    return 0


def _build() -> str:
    """Whether the library at hand is compiled: `pip install .` compiles it, an editable install does not."""
    return "pure Python" if Path(builder.__file__).suffix == ".py" else "compiled modules"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--data", type=Path, default=measure.DATA, help="folder of the corpora (default: %(default)s)")
    add("--pages", type=int, default=PAGES, help="default: %(default)s")
    add("--rounds", type=int, default=ROUNDS, help="default: %(default)s")
    add(
        "--peers",
        type=lambda text: list(PEERS) if text == "all" else text.split(","),
        default=[],
        help=f"comma list, by the names of the corpora's adapters; all: {', '.join(PEERS)}",
    )
    add("--profile", action="store_true", help="print the 25 functions that take the most time")
    return parser.parse_args(arguments)


def _samples(data: Path, count: int) -> tuple[list[Sample], str]:
    """The pages, and where they come from."""
    try:
        scorers = measure.load_scorers(data)
    except measure.MissingCorporaError as error:
        print(f"{error}; the fixtures stand in, so ratios compare with no published ones", file=sys.stderr)
        files = sorted((measure.ROOT / "fixtures" / "pages").glob("*/page.html"))
        return [
            Sample(file.read_text(encoding="utf-8", errors="replace"), None) for file in files[:count]
        ], "fixtures/pages"
    return [Sample(html, url) for _, html, url in scorers.corpora.speed_sample(count)], "the development corpora"


def _kib(samples: Sequence[Sample]) -> int:
    return sum(len(sample.octets) for sample in samples) // len(samples) // 1024


def _parsable(samples: Sequence[Sample]) -> list[Sample]:
    """The pages that this library gives an article for; the others are said, and not timed."""
    good = []
    for sample in samples:
        error = _failure(_article, sample)
        if error is None:
            good.append(sample)
        else:
            print(f"left out, {type(error).__name__}: {error}: {sample.url}", file=sys.stderr)
    return good


# ---------------------------------------------------------------- the race


def _tree(sample: Sample) -> Any:
    return lxml.html.fromstring(sample.octets)


def _article(sample: Sample) -> Any:
    return articlekit.parse(sample.html, url=sample.url)


def _peers(data: Path, names: Sequence[str]) -> dict[str, Contestant]:
    if not names:
        return {}
    systems = measure.load_scorers(data).systems
    found: dict[str, Contestant] = {}
    for name in names:
        if name not in systems.SYSTEMS or not _installed(systems, name):
            print(f"{name} is not installed, or has no adapter: left out", file=sys.stderr)
            continue
        found[name] = _peer(systems.SYSTEMS[name].fn)
    return found


def _peer(extract: Callable[[str, str | None], Any]) -> Contestant:
    return lambda sample: extract(sample.html, sample.url)


def _installed(systems: Any, name: str) -> bool:
    return bool(systems.version(name) != "0")


def _working(contestants: dict[str, Contestant], samples: Sequence[Sample]) -> dict[str, Contestant]:
    """Those that do not fail on most pages, as one does that lacks a package; of failures the first and the number are
    said."""
    working = dict(contestants)
    for name, contestant in contestants.items():
        failures = [error for sample in samples if (error := _failure(contestant, sample)) is not None]
        if failures:
            print(f"{name} fails on {len(failures)} of {len(samples)} pages: {failures[0]!r:.200}", file=sys.stderr)
        if 2 * len(failures) > len(samples):
            del working[name]
            print(f"{name} is left out", file=sys.stderr)
    return working


def _failure(contestant: Contestant, sample: Sample) -> Exception | None:
    try:
        contestant(sample)
    except Exception as error:  # noqa: BLE001  (whatever it is, it is said)
        return error
    return None


def _race(samples: Sequence[Sample], contestants: dict[str, Contestant], rounds: int) -> dict[str, list[int]]:
    """For each contestant, the nanoseconds for each page."""
    times: dict[str, list[int]] = {name: [] for name in contestants}
    for sample in samples:
        laps = [{name: _nanoseconds(run, sample) for name, run in contestants.items()} for _ in range(rounds)]
        for name in contestants:
            times[name].append(min(lap[name] for lap in laps))
    return times


def _nanoseconds(contestant: Contestant, sample: Sample) -> int:
    start = time.process_time_ns()
    with suppress(Exception):  # a peer that fails on a page is timed until it does
        contestant(sample)
    return time.process_time_ns() - start


def _ratio_table(times: dict[str, list[int]]) -> str:
    floor = times[FLOOR]
    lines = [f"| | total / {FLOOR} | median page ratio | ms per page |", "|---|---|---|---|"]
    for name, laps in sorted(times.items(), key=lambda item: sum(item[1])):
        ratio = median(lap / base for lap, base in zip(laps, floor, strict=True))
        lines.append(f"| {name} | {sum(laps) / sum(floor):.2f} | {ratio:.2f} | {sum(laps) / len(laps) / 1e6:.2f} |")
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- stages


def _stages(samples: Sequence[Sample], rounds: int) -> dict[str, int]:
    """For each step, its nanoseconds over all pages. The steps and their order are those of `articlekit.pipeline`."""
    total: dict[str, int] = {}
    for sample in samples:
        laps = [dict(_laps(sample)) for _ in range(rounds)]
        for name in laps[0]:
            total[name] = total.get(name, 0) + min(lap[name] for lap in laps)
    return total


def _laps(sample: Sample) -> Iterator[tuple[str, int]]:
    clock = time.process_time_ns
    start = clock()
    page = read(sample.html, url=sample.url)
    yield "read", clock() - start
    start = clock()
    surveyed = survey(page)
    yield "survey", clock() - start
    start = clock()
    labelled = label(page, surveyed)
    yield "label", clock() - start
    start = clock()
    metadata = find_metadata(page, surveyed, labelled)
    yield "metadata", clock() - start
    start = clock()
    body = structure(page, surveyed, labelled.labels)
    yield "structure", clock() - start
    start = clock()
    linking = cite(page, surveyed, body)
    yield "cite", clock() - start
    start = clock()
    assemble(page, surveyed, labelled, metadata, body, linking)
    yield "assemble", clock() - start


def _stage_table(total: dict[str, int]) -> str:
    lines = ["| stage | share |", "|---|---|"]
    lines += [f"| {name} | {spent / sum(total.values()):.1%} |" for name, spent in total.items()]
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- imports and profile


def _import_line() -> str:
    own = _import_seconds("import articlekit")
    base = _import_seconds("import lxml.etree; from pydantic import BaseModel")
    return f"import articlekit: {own * 1000:.0f} ms; lxml and pydantic: {base * 1000:.0f} ms; ratio {own / base:.2f}"


def _import_seconds(statement: str) -> float:
    program = f"import time; start = time.process_time(); {statement}; print(time.process_time() - start)"
    command = [sys.executable, "-c", program]
    return min(float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(START_UPS))


def _profile(samples: Sequence[Sample]) -> None:
    gc.collect()
    profile = cProfile.Profile()
    with profile:
        for sample in samples:
            _article(sample)
    print()
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    sys.exit(main())
