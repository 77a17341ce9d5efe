"""Writes why each block of a page was kept or removed, a line each. The one writer that reads a page, not an article.

VERDICT  SCORE  RULE            REASON      REGION                      TEXT
drop      0.03  link-line       navigation  nav.main-menu>ul>li         Home
keep      0.97  network         -           main>div.entry-content>p    The council met on Monday to …
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from articlekit.page import Decision, Page, PageBlock, Region
from articlekit.render.terminal import terminal_safe

_TITLES: Final = ("VERDICT", "SCORE", "RULE", "REASON", "REGION", "TEXT")
_SCORE: Final = 1
_REGION: Final = 4
_WIDEST: Final = (7, 5, 28, 12, 44, 60)
_NEAREST: Final = 4  # regions of a path; a page may nest thousands, and the nearest ones tell most
_WORDS: Final = 3  # class and id words of a region
_EVERYWHERE: Final = frozenset({"html", "body"})
_GAP: Final = "  "


def explain(page: Page, labels: Sequence[Decision]) -> str:
    """A table, safe to print: verdict, score, rule, reason, region and first words of each block."""
    rows = [_TITLES, *(_row(page, block, label) for block, label in zip(page.blocks, labels, strict=True))]
    cut = [[_cut(cell, n) for n, cell in enumerate(row)] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    return "".join(f"{_line(row, widths)}\n" for row in cut)


def _row(page: Page, block: PageBlock, label: Decision) -> tuple[str, ...]:
    verdict = "keep" if label.keep else "drop"
    score = f"{label.score:.2f}"
    return (verdict, score, label.rule, label.reason or "-", _path(page, block.region) or "-", _first_words(block))


def _path(page: Page, index: int) -> str:
    """The nearest regions around a block, outermost first: "main>div.entry-content>p"."""
    names: list[str] = []
    while index > 0 and len(names) <= _NEAREST:
        region = page.regions[index]
        if not region.inline and region.tag not in _EVERYWHERE:
            names.append(_name(region))
        index = region.parent
    nearest = names[:_NEAREST]
    return ">".join([*(["…"] if len(names) > _NEAREST else []), *reversed(nearest)])


def _name(region: Region) -> str:
    return ".".join(filter(None, (region.tag, "-".join(region.words[:_WORDS]))))


def _first_words(block: PageBlock) -> str:
    if block.text.strip():
        return " ".join(block.text[: 4 * _WIDEST[-1]].split())
    return " ".join(filter(None, (f"[{block.kind}]", block.alt, block.value)))


def _cut(cell: str, column: int) -> str:
    """The cell, safe to print and as wide as its column may be; a path loses its beginning, other cells their end."""
    cell, widest = terminal_safe(cell.replace("\n", " ").replace("\t", " ")), _WIDEST[column]
    if len(cell) <= widest:
        return cell
    return f"…{cell[1 - widest :]}" if column == _REGION else f"{cell[: widest - 1]}…"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (
        cell.rjust(width) if n == _SCORE else cell.ljust(width)
        for n, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return _GAP.join(cells).rstrip()
