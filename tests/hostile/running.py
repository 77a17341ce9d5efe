"""Runs families of hostile pages in child processes under limits, so that nothing they do can harm the one who asks.

    python -m hostile.running < job.json      what a child does: a line when a family begins, a line when it ends

A child has a limit of address space and, for each family, one of time, which ends it even inside C code. A family
that ends its child is the fault; the next child goes on behind it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from hostile.checking import faults
from hostile.families import KINDS, THEMES
from hostile.families.huge import PAGES
from hostile.families.making import Make

HUGE: Final = "huge"
"""The theme of pages that come in one size."""
SPACE: Final = 3 << 30
"""Octets of address space of a child, its libraries included."""
SECONDS: Final = 60
"""Seconds for each family, to guard against hangs: the slowest takes a tenth of them."""
_MOST: Final = 1 << 24  # pieces; some pages do not grow with them


class Outcome(NamedTuple):
    """What became of one page."""

    name: str
    faults: list[str]


def run(theme: str, names: Sequence[str], *, octets: int, written: bool) -> Iterator[Outcome]:
    """The pages of some families of a theme, each of at least so many octets, checked one after the other.

    `written`: whether the writers are asked, too.
    """
    waiting = list(names)
    while waiting:
        done = list(_child({"theme": theme, "names": waiting, "octets": octets, "written": written}))
        yield from done
        waiting = waiting[len(done) :]


def _child(job: dict[str, Any]) -> Iterator[Outcome]:
    command = [sys.executable, "-W", "error", "-m", "hostile.running"]
    path = {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **path}
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(job))
        child.stdin.close()
        begun = ""
        for line in child.stdout:
            name, found = json.loads(line)
            if found is not None:
                yield Outcome(name, found)
            begun = name if found is None else ""
    if child.returncode:
        yield Outcome(begun or "the start", [f"the process ended with {child.returncode}"])


def size_of(make: Make, octets: int, least: int = 4) -> int:
    """From how many pieces on (`least` or twice, four times … as many) a family's page has at least so many octets."""
    n = least
    while len(make(n)) < octets and n < _MOST:
        n *= 2
    return n


def main() -> None:
    """What a child does."""
    job = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_AS, (SPACE, SPACE))
    for name in job["names"]:
        print(json.dumps([name, None]), flush=True)
        signal.alarm(SECONDS)
        print(json.dumps([name, _faults(job, name)]), flush=True)
        signal.alarm(0)


def _faults(job: dict[str, Any], name: str) -> list[str]:
    theme = job["theme"]
    make = None if theme == HUGE else THEMES[theme][name]
    page = make(size_of(make, job["octets"])) if make else PAGES[name]()
    try:
        return faults(page, written=job["written"], **({"kind": KINDS[theme]} if theme in KINDS else {}))
    except MemoryError:
        return ["more memory than a page may take"]


if __name__ == "__main__":
    main()
