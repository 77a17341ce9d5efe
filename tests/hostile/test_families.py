"""No page can hang, crash, bloat or trick the library: `checking` says what must hold, `running` under which limits.

Every day, each family in one small size. With `-m hostile`: all of them larger and with all writers, pages of
millions of octets, and how the work grows. `benchmarks/growth.py` measures that in time, where C code counts, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from hostile.checking import faults
from hostile.families import KINDS, THEMES
from hostile.families.huge import PAGES
from hostile.running import HUGE, Outcome, run, size_of
from test_laws import GROWTH, outcome, work

SMALL: Final = 200
LARGE: Final = 6_000
"""Octets of a page of a family."""
STEP: Final = 3
"""How the work grows is counted for each third family, which takes a minute; the benchmark takes them all."""


def wrong(outcomes: Iterator[Outcome]) -> dict[str, list[str]]:
    return {outcome.name: outcome.faults for outcome in outcomes if outcome.faults}


def test_there_are_many_families() -> None:
    assert sum(map(len, THEMES.values())) > 1500
    assert min(map(len, THEMES.values())) > 20


@pytest.mark.parametrize("theme", THEMES)
def test_families_are_deterministic_and_grow(theme: str) -> None:
    """A family gives the same page each time, and some words of each say what must become of them."""
    for name, make in THEMES[theme].items():
        assert make(5) == make(5), name
        assert len(make(4000)) > len(make(4)), name
    pages = [make(5) for make in THEMES[theme].values()]
    marked = sum(1 for page in pages if re.search("seen", page if isinstance(page, str) else str(page)))
    assert 10 * marked > 7 * len(pages)


def test_a_fault_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks themselves: words that vanish, scripts that are taken for text, and errors are told."""
    assert faults("<p>Words seen1 of a page</p>") == []
    assert faults("<p>Words <!-- seen1 --> of a page</p>") == ["words: 1 of 1 are lost: ['seen1']"]
    assert faults("<p>Words dead1 of a page seen1</p>") == ["words: no text, and taken for it: ['dead1']"]
    assert faults("<script>seen1</script>")[0].startswith("refused: ")
    monkeypatch.setattr("articlekit.Article.to_html", lambda article: "<script>x</script>")
    assert "html: <script>" in faults("<p>Words of a page</p>")
    monkeypatch.setattr("articlekit.trace", lambda page: 1 // 0)
    assert faults("<p>Words of a page</p>")[0].startswith("ZeroDivisionError: ")


def test_a_child_that_dies_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run itself: a family that ends its process is told, and those behind it are run."""
    monkeypatch.setenv("PYTHONFAULTHANDLER", "")
    names = list(THEMES["heads"])[:3]
    found = list(run("heads", [names[0], "no such family", names[1]], octets=SMALL, written=False))
    assert [one.name for one in found] == [names[0], "no such family", names[1]]
    assert [bool(one.faults) for one in found] == [False, True, False]


@pytest.mark.parametrize("theme", THEMES)
def test_small_pages(theme: str) -> None:
    """Totality, conservation, spans: of each family one small page."""
    assert wrong(run(theme, list(THEMES[theme]), octets=SMALL, written=False)) == {}


@pytest.mark.hostile
@pytest.mark.parametrize("theme", THEMES)
def test_large_pages(theme: str) -> None:
    """The same, round trip, safety and truth of explanations: of each family a larger page, and all that is written."""
    assert wrong(run(theme, list(THEMES[theme]), octets=LARGE, written=True)) == {}


@pytest.mark.hostile
@pytest.mark.parametrize("name", PAGES)
def test_huge_pages(name: str) -> None:
    """Totality, conservation, spans: pages of millions of octets, within the same limits of time and memory."""
    assert wrong(run(HUGE, [name], octets=0, written=False)) == {}


@pytest.mark.hostile
@pytest.mark.parametrize("theme", THEMES)
def test_work_grows_with_hostile_pages(theme: str) -> None:
    """Linearity: twice the page costs about twice the work, counted in lines of Python."""
    grown = {}
    for name, make in list(THEMES[theme].items())[::STEP]:
        kind = KINDS.get(theme, "auto")
        n = size_of(make, 1500, least=16)
        outcome(make(n), kind=kind)  # whatever is loaded late is loaded now
        pages = [make(n), make(2 * n), make(4 * n)]
        costs = [work(partial(outcome, page, kind=kind)) for page in pages]
        for (less, page), (more, larger) in pairwise(zip(costs, pages, strict=True)):
            if more > GROWTH / 2 * max(len(larger) / len(page), 2) * less:
                grown[name] = costs
    assert grown == {}


def test_each_promise_names_tests_that_exist() -> None:
    """`docs/security.md` and the tests agree: each promise names one, and each that it names is there."""
    root = Path(__file__).parents[2]
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in text.partition("## How")[0].splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 10
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row.rpartition(" | ")[2])
        assert named, row
        for file, test in named:
            assert f"def {test}" in (root / file).read_text(encoding="utf-8"), (file, test)
